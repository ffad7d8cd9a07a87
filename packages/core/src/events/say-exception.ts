import type { Element } from '../items.ts';
import { sayDate, sayWhen } from './say-when.ts';
import { exceptionOf } from './slots.ts';

/** "Wed 15 Apr 2026: cancelled", or what that date of a series has of its own. */
export function sayException(element: Element, locale: string): string {
  const exception = exceptionOf(element);
  if (exception === undefined) return element.slot ?? '';
  const date = sayDate(exception.slot, locale);
  if (exception.cancelled) return `${date}: cancelled`;
  const { when, title, location, description } = exception;
  const parts = [
    sayWhen(when, { locale }),
    own('title', title),
    own('location', location),
    own('description', description),
  ].filter((part) => part !== '');
  return `${date}: ${parts.join(', ')}`;
}

/** Absent is as in the series, and empty is none. */
function own(name: string, text: string | undefined): string {
  if (text === undefined) return '';
  return text === '' ? `no ${name}` : `${name} “${text}”`;
}
