import type { Clock } from '@concord/core';
import { type Command, usage } from './command.ts';
import { type OpenDeployment, openDeployment } from './deployment.ts';
import { askDoctor } from './doctor/ask-doctor.ts';
import { exportHistory } from './history/export-history.ts';
import { betweenCountsMs, dropKey } from './keys/drop-key.ts';
import { type KeyStatus, keyStatus } from './keys/key-status.ts';
import { type Resealed, resealRows } from './keys/reseal-rows.ts';
import { rotateKeys } from './keys/rotate-keys.ts';
import { migratedLine, migrateRows } from './migrate/migrate-rows.ts';
import { askWhy } from './why/ask-why.ts';

export type RunContext = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly pause: (ms: number) => Promise<void>;
  readonly say: (line: string) => void;
  /** Standard output, as it is. */
  readonly write: (text: string) => void;
};

/** Carries out one command and returns its exit code. Throws a `Problem` for what the person at the keyboard can put right. */
export async function run(command: Command, context: RunContext): Promise<number> {
  if (command.kind === 'help') {
    context.say(usage);
    return 0;
  }
  const deployment = await openDeployment(command.target, context.environment);
  try {
    if (command.kind === 'doctor') return await askDoctor(deployment, command, context);
    await runOn(deployment, command, context);
    return 0;
  } finally {
    await deployment.close();
  }
}

async function runOn(
  deployment: OpenDeployment,
  command: Exclude<Command, { readonly kind: 'help' | 'doctor' }>,
  { environment, clock, pause, say, write }: RunContext,
): Promise<void> {
  if (command.kind === 'export') {
    await exportHistory(deployment, command, write);
  } else if (command.kind === 'migrate') {
    say(migratedLine(await migrateRows(deployment, { onPage: (soFar) => say(migratedLine(soFar)) })));
  } else if (command.kind === 'why') {
    const { kind: _kind, target: _target, ...question } = command;
    await askWhy(deployment, question, { environment, clock, say });
  } else if (command.kind === 'status') {
    for (const status of await keyStatus(deployment)) say(statusLine(status));
  } else if (command.kind === 'rotate') {
    const { current } = await rotateKeys(deployment, clock);
    say(`${current} seals from now on. Functions that run know it within five minutes.`);
    say('Type "keys reseal" in ten minutes; until then the old keys are needed, and stay.');
  } else if (command.kind === 'reseal') {
    const { after } = command;
    const onPage = (soFar: Resealed, mark: string | undefined): void => {
      if (mark !== undefined) say(`${resealedLine(soFar)} To go on from here: --after ${mark}`);
    };
    say(resealedLine(await resealRows(deployment, { onPage, ...(after === undefined ? {} : { after }) })));
  } else {
    say(`Looking twice whether ${command.kid} still seals anything: this takes ${betweenCountsMs / 60_000} minutes.`);
    await dropKey(deployment, command.kid, { clock, pause });
    say(`${command.kid} is gone. Whoever signed in under it and not since signs in again.`);
  }
}

function statusLine({ kid, texts, isCurrent, isKnown }: KeyStatus): string {
  const remark = isCurrent ? 'seals what is new' : isKnown ? 'only opens' : 'NOT IN THE RING: cannot be opened';
  return `${kid}  ${String(texts).padStart(9)} texts  ${remark}`;
}

function resealedLine({ done, changed, unopened }: Resealed): string {
  const notes = [
    `${done} texts sealed again.`,
    ...(changed === 0 ? [] : [`${changed} were written by somebody else meanwhile: type it again.`]),
    ...(unopened === 0 ? [] : [`${unopened} cannot be opened with any key of the ring, and stay as they are.`]),
  ];
  return notes.join(' ');
}
