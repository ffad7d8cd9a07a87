import { mailAsks } from './asks.ts';
import { mailDeeds } from './deeds/index.ts';
import { mailTroubles } from './troubles.ts';

const times = (name: string, weight: number): readonly string[] => Array.from({ length: weight }, () => name);

/** Each as often as it is to come up. */
export const mailActs: readonly string[] = [mailDeeds, mailAsks, mailTroubles].flatMap((table) =>
  Object.entries(table).flatMap(([name, [weight]]) => times(name, weight)),
);
