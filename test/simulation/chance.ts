import { seededRandom } from '@concord/sandbox';

/** Everything that is drawn in a random story comes from here, so that one number repeats it. */
export type Chance = {
  /** An integer from 0 to `limit - 1`. */
  readonly below: (limit: number) => number;
  readonly hits: (probability: number) => boolean;
  /** Undefined only for an empty list. */
  readonly pick: <T>(list: readonly T[]) => T | undefined;
  readonly oneOf: <T>(...choices: readonly [T, ...T[]]) => T;
};

export function chanceOf(seed: number): Chance {
  const random = seededRandom(seed * 2_654_435_761 + 97);
  const below = (limit: number): number => Math.floor(random() * limit);
  return {
    below,
    hits: (probability) => random() < probability,
    pick: (list) => list[below(list.length)],
    oneOf: (...choices) => choices[below(choices.length)] ?? choices[0],
  };
}
