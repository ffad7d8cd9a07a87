import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { playInThread } from './play-in-thread.ts';
import { unnoticed } from './unnoticed.ts';

export type MutantResult = { readonly mutant: Mutant } & (
  | { readonly kind: 'found'; readonly seeds: number; readonly violation: string }
  | { readonly kind: 'survived'; readonly seeds: number }
  /** It is out of date, or it was not found and some seeds are not clean without it either. */
  | { readonly kind: 'failed'; readonly because: string }
);

export type MutantsToRun = {
  /** A module that exports `play` (player.ts). */
  readonly player: URL;
  /** Seeds 1 to this against each mutant, until the first violation. */
  readonly seeds: number;
  /** How many mutants are played at once. */
  readonly threads: number;
  /** Names, also of those that nobody notices; when left out, all that must be noticed. */
  readonly only?: readonly string[];
  /** In the order in which they end. */
  readonly onResult?: (result: MutantResult) => void;
  /** A seed that takes longer by the wall clock never ends: that is a violation too. */
  readonly seedTimeoutMs?: number;
  readonly mutants?: readonly Mutant[];
};

const maximumSeeds = 5_000;
const defaultTimeoutMs = 120_000;

/** Plants each bug by itself and plays until it is noticed. Results in the order of the table. Throws for unknown names. */
export async function runMutants(given: MutantsToRun): Promise<readonly MutantResult[]> {
  if (given.seeds > maximumSeeds) throw new RangeError(`A mutant is to be found within ${maximumSeeds} seeds`);
  const chosen = choose(given.mutants ?? (given.only ? [...mutants, ...unnoticed] : mutants), given.only);
  const results = new Map<Mutant, MutantResult>();
  const waiting = [...chosen];
  const next = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const result = await runOne(mutant, given);
      results.set(mutant, result);
      given.onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: given.threads }, next));
  return chosen.flatMap((mutant) => results.get(mutant) ?? []);
}

function choose(all: readonly Mutant[], only: readonly string[] | undefined): readonly Mutant[] {
  const unknown = only?.filter((name) => !all.some((mutant) => mutant.name === name)) ?? [];
  if (unknown.length > 0) throw new RangeError(`There is no mutant ${unknown.join(', ')}`);
  return only === undefined ? all : all.filter(({ name }) => only.includes(name));
}

/** A seed that is not clean without the bug either says nothing of it: the next ones are played. */
async function runOne(mutant: Mutant, given: MutantsToRun): Promise<MutantResult> {
  const task = { player: given.player.href, timeoutMs: given.seedTimeoutMs ?? defaultTimeoutMs };
  const unclean: string[] = [];
  for (let first = 1; first <= given.seeds; ) {
    const ending = await playInThread({ ...task, mutant, first, last: given.seeds });
    if (ending.kind === 'failed') return { mutant, ...ending };
    if (ending.kind === 'clean') break;
    const { seed, violation } = ending;
    const without = await playInThread({ ...task, mutant: undefined, first: seed, last: seed });
    if (without.kind === 'clean') return { mutant, kind: 'found', seeds: seed, violation };
    unclean.push(`${seed} (${without.kind === 'failed' ? without.because : without.violation})`);
    first = seed + 1;
  }
  if (unclean.length === 0) return { mutant, kind: 'survived', seeds: given.seeds };
  return { mutant, kind: 'failed', because: `not found, and these seeds are not clean anyway: ${unclean.join(', ')}` };
}
