import type { Clock } from '@concord/core';
import type { OpenDeployment } from '../deployment.ts';
import type { Target } from '../target.ts';
import type { Eyes } from './eyes.ts';
import { findingLines } from './finding.ts';
import { localEyes } from './local-eyes.ts';
import { exitCodeOf, lookAtAll } from './look-at-all.ts';
import { createStageClients, stageEyes } from './stage-eyes.ts';

type Surroundings = { readonly clock: Clock; readonly say: (line: string) => void };
type Asked = { readonly target: Target; readonly isJson: boolean };

/** Looks at a deployment, says what it found and what to do, and returns the exit code. */
export async function askDoctor(
  deployment: OpenDeployment,
  asked: Asked,
  { clock, say }: Surroundings,
): Promise<number> {
  const { target, isJson } = asked;
  if (target.kind !== 'stage') return await tellAll(localEyes(deployment, clock), isJson, clock, say);
  const clients = createStageClients();
  try {
    return await tellAll(await stageEyes(deployment, { stage: target.stage, clock, clients }), isJson, clock, say);
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

async function tellAll(eyes: Eyes, isJson: boolean, clock: Clock, say: Surroundings['say']): Promise<number> {
  const findings = await lookAtAll(eyes, clock.now());
  if (isJson) say(JSON.stringify({ findings }, null, 2));
  else for (const line of findings.flatMap(findingLines)) say(line);
  return exitCodeOf(findings);
}
