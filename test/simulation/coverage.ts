import { orderedRules } from '@concord/core';
import { habitNames } from './draw-habits.ts';
import { invariants } from './judge/index.ts';
import { deeds } from './people/deeds/index.ts';
import type { Tally } from './tally.ts';
import { troubles } from './troubles.ts';

/** From so many stories on, everything must have been tried at least once; fewer are a look, not a proof. */
const demandedFrom = 2_000;

/**
 * The first two answer only where somebody chose a group, and in no story anybody does: `test/firm/choice*.test.ts` and the
 * choice laws of core try them. The others are about events, which have stories of their own.
 */
const untoldRules: readonly string[] = ['not-chosen', 'no-way-in', 'withdraw', 'cannot-hold'];

/** What was never tried, in words; of the kinds of calls those that come up in every other story. Empty when the stories were too few to demand it. */
export function missingCoverage(tally: Tally): readonly string[] {
  if (tally.seeds < demandedFrom) return [];
  const never = (what: string, names: readonly string[], counts: Readonly<Record<string, number>>): readonly string[] =>
    names.filter((name) => (counts[name] ?? 0) === 0).map((name) => `${what} ${name}`);
  const rules = orderedRules.map(({ name }) => name).filter((name) => !untoldRules.includes(name));
  const points = Object.keys(tally.met).filter((name) => (tally.met[name] ?? 0) >= tally.seeds / 2);
  return [
    ...never('fault', habitNames, tally.faults),
    ...never('deed or trouble', [...Object.keys(deeds), ...Object.keys(troubles)], tally.deeds),
    ...never('rule', rules, tally.rules),
    ...never('invariant', Object.keys(invariants), tally.tested),
    ...never('kill point', points, tally.killed),
  ];
}
