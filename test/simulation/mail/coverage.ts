import type { Tally } from '../tally.ts';
import { mailAsks } from './asks.ts';
import { mailDeeds } from './deeds/index.ts';
import { ownMailHabits } from './draw-habits.ts';
import { mailInvariants } from './judge/index.ts';
import { mailTroubles } from './troubles.ts';

/** From so many stories on, everything must have been tried at least once. */
const demandedFrom = 400;

/** Drawn in some story; whether its occasion came is another matter, for what strikes only when somebody looks at a certain moment. */
export function missingInMail(tally: Tally): readonly string[] {
  if (tally.seeds < demandedFrom) return [];
  const never = (what: string, names: readonly string[], counts: Readonly<Record<string, number>>): readonly string[] =>
    names.filter((name) => (counts[name] ?? 0) === 0).map((name) => `${what} ${name}`);
  const acts = [mailDeeds, mailAsks, mailTroubles].flatMap((table) => Object.keys(table));
  return [
    ...never('habit', ownMailHabits, tally.met),
    ...never('deed, wish or trouble', acts, tally.deeds),
    ...never('invariant', Object.keys(mailInvariants), tally.tested),
  ];
}
