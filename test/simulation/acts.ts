import { deeds } from './people/deeds/index.ts';
import { troubles } from './troubles.ts';

/** What a step of a story can be. */
export type Act = keyof typeof deeds | keyof typeof troubles;

const weighted = (table: Readonly<Record<string, readonly [weight: number, unknown]>>): readonly string[] =>
  Object.entries(table).flatMap(([name, [weight]]) => Array.from({ length: weight }, () => name));

/** Each as often as it is to come up. */
export const acts = [...weighted(deeds), ...weighted(troubles)] as readonly Act[];
