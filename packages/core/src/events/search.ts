import type { Search } from '../items.ts';
import { folded } from '../spelling.ts';
import type { Event } from './event.ts';

/** What a person typed to find an event: words of its title, or the day on which it begins (`2026-04-15`). */
export function searchEvents(text: string): Search {
  const whole = folded(text);
  const words = whole.split(' ').filter(Boolean);
  const isDay = /^\d{4}-\d{2}-\d{2}$/u.test(whole);
  return {
    kind: 'title',
    keys: [],
    ...(isDay ? {} : { begins: `title:${whole}` }),
    fits: (item) => (isDay ? beginsOn(item as Event, whole) : hasWords(item as Event, words)),
  };
}

const beginsOn = ({ when }: Event, day: string): boolean => when.startsWith(day);

function hasWords({ title = '' }: Event, words: readonly string[]): boolean {
  const own = folded(title);
  return words.length > 0 && words.every((word) => own.includes(word));
}
