import { seededRandom } from '../kernel/world.ts';

/** Choices that repeat with their seed. */
export type Draw = {
  readonly chance: (probability: number) => boolean;
  /** A whole number from 0 up to and without `below`. */
  readonly number: (below: number) => number;
  readonly one: <T>(list: readonly T[]) => T;
  /** Likelier by weight. */
  readonly weighted: <T extends { readonly weight: number }>(list: readonly T[]) => T;
  /** Fills a pattern: `#` is a digit, `@` a capital letter. */
  readonly filled: (pattern: string) => string;
  readonly shuffled: <T>(list: readonly T[]) => T[];
};

const letters = 'ABCDEFGHJKLMNPRSTUVWXY';

export function createDraw(seed: number): Draw {
  const random = seededRandom(seed);
  const number = (below: number): number => Math.floor(random() * below);
  const one = <T>(list: readonly T[]): T => {
    const index = number(list.length);
    if (list.length === 0) throw new Error('Nothing to draw from');
    return list[index] as T;
  };
  return {
    chance: (probability) => random() < probability,
    number,
    one,
    weighted: (list) => {
      let left = random() * totalOf(list);
      return list.find(({ weight }) => (left -= weight) < 0) ?? one(list);
    },
    filled: (pattern) =>
      pattern.replace(/[#@]/gu, (mark) =>
        mark === '#' ? String(number(10)) : (letters[number(letters.length)] ?? 'A'),
      ),
    shuffled: (list) => {
      const copy = [...list];
      for (let index = copy.length - 1; index > 0; index -= 1) {
        const other = number(index + 1);
        [copy[index], copy[other]] = [copy[other] as (typeof copy)[number], copy[index] as (typeof copy)[number]];
      }
      return copy;
    },
  };
}

const totals = new WeakMap<object, number>();

function totalOf(list: readonly { readonly weight: number }[]): number {
  const known = totals.get(list) ?? list.reduce((total, { weight }) => total + weight, 0);
  totals.set(list, known);
  return known;
}
