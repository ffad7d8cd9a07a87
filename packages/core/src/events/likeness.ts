import type { Item, Likeness } from '../items.ts';
import { folded } from '../spelling.ts';
import type { LikenessFact } from '../why/likeness-facts.ts';
import type { Event } from './event.ts';
import { whenKey } from './when-key.ts';

/** Equal times, recurrence and title are the same event; anything less is another one, for most days have similar ones. */
export function eventLikeness(one: Item, other: Item): Likeness {
  const isSame =
    titleFact(one as Event, other as Event) === 'sameTitle' && timeFact(one as Event, other as Event) === 'sameTime';
  return isSame ? { kind: 'same', because: 'sameEvent' } : { kind: 'different' };
}

/** What likeness is judged by, told one by one. */
export const compareEvents = (one: Item, other: Item): readonly LikenessFact[] => [
  titleFact(one as Event, other as Event),
  timeFact(one as Event, other as Event),
];

/** Two without a title are of the same title: then the time tells. */
function titleFact({ title: a = '' }: Event, { title: b = '' }: Event): LikenessFact {
  if (folded(a) === folded(b)) return 'sameTitle';
  return a === '' || b === '' ? 'noTitle' : 'otherTitle';
}

const timeFact = ({ when: a }: Event, { when: b }: Event): LikenessFact =>
  whenKey(a) === whenKey(b) ? 'sameTime' : 'otherTime';
