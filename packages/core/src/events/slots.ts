import type { Element, Span } from '../items.ts';
import { tidy } from '../spelling.ts';
import { dayFrom } from './calendar-days.ts';
import { digestOf } from './digest.ts';
import { type Occurrence, occurrences, overlaps } from './occurrences.ts';
import { instantOf, parseWhen } from './when.ts';
import { whenKey } from './when-key.ts';

/** What one occurrence of a series has of its own. What is absent is as in the series. */
export type SlotException =
  | { readonly slot: string; readonly cancelled: true }
  | {
      /** The local date on which the series places the occurrence, wherever it was moved. */
      readonly slot: string;
      readonly cancelled?: false;
      /** When it takes place: a single event's text. */
      readonly when: string;
      readonly title?: string;
      readonly description?: string;
      readonly location?: string;
    };

const texts = ['title', 'description', 'location'] as const;

/** Undefined when the slot is no date. Texts are compared without spelling; long ones by their digest. */
export function exceptionElement(exception: SlotException): Element | undefined {
  const { slot } = exception;
  if (dayFrom(slot) === undefined) return undefined;
  if (exception.cancelled) return { key: `${slot} cancelled`, value: { cancelled: 'yes' }, slot };
  const value: Record<string, string> = { when: exception.when };
  for (const name of texts) {
    const text = exception[name];
    // An empty text is a difference too: the series has one, this occurrence none.
    if (text !== undefined) value[name] = tidy(text) === '' ? '' : text.trim();
  }
  const parts = texts.map((name) => (value[name] === undefined ? '-' : `=${short(tidy(value[name]))}`));
  return { key: `${slot} ${whenKey(exception.when)} ${parts.join('|')}`, value, slot };
}

/** Undefined for an element that is no exception of a series. */
export function exceptionOf({ slot, value }: Element): SlotException | undefined {
  if (slot === undefined || typeof value === 'string') return undefined;
  if (value['cancelled'] !== undefined) return { slot, cancelled: true };
  const { when, title, description, location } = value;
  if (when === undefined) return undefined;
  return {
    slot,
    when,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(location !== undefined && { location }),
  };
}

/** What takes place of a series within a window, moved ones where they were moved to, in order, at most so many. */
export function takingPlace(
  text: string,
  exceptions: readonly SlotException[],
  window: Span,
  most: number,
): readonly Occurrence[] {
  const own = new Set(exceptions.map(({ slot }) => slot));
  const regular = occurrences(text, window, most + exceptions.length).filter(({ slot }) => !own.has(slot));
  const moved = exceptions.flatMap((one) => (one.cancelled ? [] : movedOccurrence(one.slot, one.when)));
  return [...regular, ...moved.filter((one) => overlaps(one, window))]
    .sort((a, b) => instantOf(a.start) - instantOf(b.start) || (a.slot < b.slot ? -1 : 1))
    .slice(0, most);
}

function movedOccurrence(slot: string, text: string): readonly Occurrence[] {
  const when = parseWhen(text);
  return when ? [{ slot, start: when.start, end: when.end }] : [];
}

function short(text: string): string {
  return text.length > 60 ? digestOf(text) : text;
}
