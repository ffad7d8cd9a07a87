import { itemWords } from '../item-words.ts';
import type { Element, Item, ItemType } from '../items.ts';
import { folded } from '../spelling.ts';
import { eventDates } from './dates.ts';
import type { Event } from './event.ts';
import { eventFields } from './fields.ts';
import { compareEvents, eventLikeness } from './likeness.ts';
import { inWindow } from './occurrences.ts';
import { sayWhen } from './say-when.ts';
import { searchEvents } from './search.ts';
import { exceptionElement, exceptionOf } from './slots.ts';
import { whenKey } from './when-key.ts';

/** All that the engine knows of events. */
export const eventType: ItemType = {
  name: 'event',
  words: itemWords.event,
  fields: eventFields,
  matchKeys: (item) => [titleKey(item as Event)],
  likeness: eventLikeness,
  compare: compareEvents,
  search: searchEvents,
  title: (item) => (item as Event).title || 'No title',
  subtitle: (item) => [sayWhen((item as Event).when, inBritish), (item as Event).location].filter(Boolean).join(' · '),
  isNameless: () => false,
  isBare: () => false,
  isPrivate: (item) => (item as Event).privacy === 'private',
  veiled,
  dates: eventDates,
  isWithin: (item, window) => inWindow((item as Event).when, window),
};

const inBritish = { locale: 'en-GB' } as const;

/** The title comes first, so that it is found by how it begins. */
const titleKey = ({ title = '', when }: Event): string =>
  `title:${folded(title).slice(0, longestTitle)}|${whenKey(when).slice(0, dateLength)}`;

/** Longer keys are not found by how they begin. */
const longestTitle = 60;
const dateLength = 10;

/** Only that somebody is busy, and when. */
function veiled(item: Item): Item {
  const { when, exceptions, privacy, showAs } = item as Event;
  return {
    title: 'Busy',
    when,
    ...(exceptions ? { exceptions: exceptions.flatMap(veiledException) } : {}),
    ...(showAs ? { showAs } : {}),
    ...(privacy ? { privacy } : {}),
  };
}

/** When it takes place, or that it does not, and nothing of what it says. */
function veiledException(element: Element): readonly Element[] {
  const exception = exceptionOf(element);
  if (exception === undefined || exception.cancelled) return [element];
  const { slot, when } = exception;
  return [exceptionElement({ slot, when }) ?? element];
}
