import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { Mutant } from './mutant.ts';
import { plant } from './plant.ts';
import type { Player } from './player.ts';

/** One thread: plants a bug, or none, and plays seed after seed until the first violation. */
export type Task = {
  readonly mutant: Mutant | undefined;
  readonly root: string;
  /** Address of a module that exports `play`. */
  readonly player: string;
  readonly first: number;
  readonly last: number;
};

/** `begun` before each seed, so that whoever waits knows which one it is. */
export type Told =
  | { readonly kind: 'begun'; readonly seed: number }
  | { readonly kind: 'ended'; readonly seed: number; readonly violations: readonly string[] };

const tell = (told: Told): void => parentPort?.postMessage(told);

async function perform({ mutant, root, player, first, last }: Task): Promise<void> {
  const planted = mutant && plant(mutant, new URL(root));
  const { play } = (await import(player)) as Player;
  if (planted && !planted.isLoaded()) throw new Error(`Nothing that is played loads ${mutant.file}`);
  let seed = first;
  process.on('uncaughtException', (error) => tell({ kind: 'ended', seed, violations: [bug(error)] }));
  for (; seed <= last; seed += 1) {
    tell({ kind: 'begun', seed });
    const violations = await violationsOf(play, seed);
    // What nobody caught comes up only now, and belongs to this seed.
    await setImmediate();
    tell({ kind: 'ended', seed, violations });
    if (violations.length > 0) return;
  }
}

const bug = (error: unknown): string => `bug: ${error instanceof Error ? error.message : String(error)}`;

/** A player that throws has found something nobody may throw. */
async function violationsOf(play: Player['play'], seed: number): Promise<readonly string[]> {
  try {
    return (await play(seed)).violations;
  } catch (error) {
    return [bug(error)];
  }
}

await perform(workerData as Task);
