import type { Stage } from '../../stage/stage.ts';
import type { Change, Chronicle, Deed } from '../chronicle.ts';
import type { Pair } from '../pairs.ts';
import type { CalendarStory } from '../story.ts';

/** What must hold in every story about calendars, by the numbers of the reliability reference. */
export const calendarInvariants = {
  I1: 'After healing, whatever belongs on both sides is on both, and says the same there',
  I2: 'At rest nothing more is written',
  I3: 'No edit is lost but to a later one, or to one that the policy prefers',
  I5: 'Nothing is there twice by our hand',
  I7: 'What was deleted does not come back by our hand',
  I8: 'Nothing is deleted but what somebody deleted on the other side',
  I9: 'No more than the brake allows is deleted in a day without a word',
  I10: 'What Concord has no field for stays as it is',
  I15: 'Effort is bounded: quiet hours cost few requests',
  I23: 'Everything is at the same instants and wall times on both sides, as another library has them',
  mail: 'Nobody is ever mailed',
  oneWay: 'What has guests, belongs to others or comes from court rules is never written',
  private: 'No word of what its owner keeps private is ever on the other side, and the original is not touched',
} as const satisfies Readonly<Record<string, string>>;

export type CalendarInvariant = keyof typeof calendarInvariants;

/** Beside what the judge says: a bug was thrown, a story asked the real world for something, or the same number told another story. */
export type Fault = { readonly invariant: CalendarInvariant | 'bug' | 'outside' | 'trace'; readonly says: string };

export type Bench = {
  readonly story: CalendarStory;
  readonly stage: Stage;
  readonly pairs: readonly Pair[];
  readonly chronicle: Chronicle;
  readonly tried: (invariant: CalendarInvariant) => void;
  readonly accuse: (invariant: CalendarInvariant, says: string) => void;
};

export type Did = Deed & { readonly at: number };
export type Changed = Change & { readonly at: number };

/** Judges what happens while it happens. */
export type Watcher = {
  readonly deed?: (deed: Did) => void;
  readonly change?: (change: Changed) => void;
};

export const called = ({ tag, id }: Pick<Change, 'tag' | 'id'>): string => tag ?? `an event without a name (${id})`;

/** Nobody has connected anything before. */
const beginMs = Date.UTC(2026, 2, 2, 16);

/** Two people typed it, and one of them changed what it is known by before both were known to be the same: two events by now. */
export function isTwoEvents(deeds: readonly Did[]): boolean {
  const births = new Set(deeds.filter(({ what }) => what === 'born').map(({ side }) => side));
  if (births.size < 2) return false;
  // Whoever looked at one calendar before and at the other after that moment cannot know.
  if (deeds.some(({ what, at }) => what === 'born' && at >= beginMs)) return true;
  const typed = deeds.filter(({ what, field }) => what === 'edited' && (field === 'title' || field === 'when'));
  return typed.length > births.size || deeds.some(({ isPrivate }) => isPrivate === true);
}
