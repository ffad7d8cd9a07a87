import type { Item, ItemDate, Span } from '../items.ts';
import type { Event } from './event.ts';
import { type Occurrence, occurrences } from './occurrences.ts';
import { exceptionOf } from './slots.ts';
import { parseWhen } from './when.ts';

/** What begins every minute is nobody's week. */
const mostOfOne = 200;

/** Each date of an event within a span of time: those of a series where its exceptions put them. */
export function eventDates(item: Item, span: Span): readonly ItemDate[] {
  const { title = '', when, exceptions = [] } = item as Event;
  const isOfSeries = parseWhen(when)?.rule === undefined ? {} : { isOfSeries: true as const };
  const named = title || 'No title';
  const exceptional = exceptions.flatMap((element) => exceptionOf(element) ?? []);
  const slots = new Set(exceptional.map(({ slot }) => slot));
  const regular = occurrences(when, span, mostOfOne).filter(({ slot }) => !slots.has(slot));
  const moved = exceptional.flatMap((exception) =>
    exception.cancelled
      ? []
      : occurrences(exception.when, span, 1).map((one) => dateOf(one, exception.title || named, isOfSeries)),
  );
  return [...regular.map((one) => dateOf(one, named, isOfSeries)), ...moved];
}

const dateOf = ({ start, end }: Occurrence, title: string, isOfSeries: Pick<ItemDate, 'isOfSeries'>): ItemDate => ({
  title,
  start,
  end,
  allDay: !start.includes('T'),
  ...isOfSeries,
});
