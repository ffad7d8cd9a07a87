import { checks } from './checks.ts';
import type { Eyes } from './eyes.ts';
import { type CheckName, checkNames, type Finding, wrong } from './finding.ts';

/** Looks at everything; what cannot be looked at is a finding, too, and keeps nothing else from being looked at. */
export async function lookAtAll(eyes: Eyes, now: number): Promise<readonly Finding[]> {
  const found = await Promise.all(checkNames.map((name) => lookAt(name, eyes, now)));
  return found.flat();
}

async function lookAt(name: CheckName, eyes: Eyes, now: number): Promise<readonly Finding[]> {
  try {
    return await checks[name](eyes, now);
  } catch (error) {
    const why = error instanceof Error ? error.name : 'unknown';
    const todo = 'Use credentials that may look at it: packages/cli/README.md lists what doctor asks.';
    return [wrong(name, `Could not look (${why}).`, todo)];
  }
}

/** For a shell: 0 when nothing is wrong, 2 when something is. */
export const exitCodeOf = (findings: readonly Finding[]): number =>
  findings.some(({ outcome }) => outcome === 'wrong') ? 2 : 0;
