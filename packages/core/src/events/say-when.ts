import { dateText, dayMs } from './calendar-days.ts';
import { calendarWords } from './calendar-words.ts';
import { parseRule } from './rule.ts';
import { ruleWords } from './rule-words.ts';
import { instantOf, parseWhen, type When, wallOf } from './when.ts';
import { sameZone } from './zones.ts';

export type Reader = {
  /** For the names of days and months: `en-GB`. The other words are English. A `RangeError` when it is no locale. */
  readonly locale: string;
  /** The reader's zone. Other zones are named; absent, all are. */
  readonly zone?: string;
};

/**
 * For people: "Wed 15 Apr 2026, 12:00-13:00 (New York), weekly on Wednesday until 30 Dec 2026". Times are those of the
 * event's own zone. A text that cannot be read is said as it is.
 */
export function sayWhen(text: string, reader: Reader): string {
  const when = parseWhen(text);
  if (!when) return text;
  const rule = when.rule === undefined ? undefined : parseRule(when.rule);
  const time = when.allDay ? sayDays(when, reader) : sayTimes(when, reader) + sayZone(when, reader);
  return rule ? `${time}, ${ruleWords(rule, reader.locale)}` : time;
}

function sayDays({ start, end }: When, { locale }: Reader): string {
  const last = dateText(wallOf(end) / dayMs - 1);
  return `${sayDate(start, locale)}${last === start ? '' : ` - ${sayDate(last, locale)}`}, all day`;
}

function sayTimes({ start, end }: When, { locale }: Reader): string {
  const begin = `${sayDate(start, locale)}, ${clock(start)}`;
  if (start === end) return begin;
  const endsByMidnight = wallOf(end) - Math.floor(wallOf(start) / dayMs) * dayMs <= dayMs;
  return endsByMidnight ? `${begin}-${clock(end)}` : `${begin} - ${sayDate(end, locale)}, ${clock(end)}`;
}

function clock(text: string): string {
  return text.slice(11, 16);
}

/** "Wed 15 Apr 2026". */
export function sayDate(text: string, locale: string): string {
  return calendarWords('weekday', locale)
    .format(Date.parse(text.slice(0, 10)))
    .replace(',', '');
}

/** " (New York)". */
function sayZone({ start, end, zone }: When, reader: Reader): string {
  if (zone === undefined) return '';
  const [from, to] = [start, end].map((text) => new Date(instantOf(text)).getUTCFullYear());
  const isReaders = reader.zone !== undefined && sameZone(zone, reader.zone, from ?? 0, to ?? 0);
  return isReaders ? '' : ` (${placeOf(zone)})`;
}

/** `America/Argentina/Buenos_Aires` is Buenos Aires, and `Etc/GMT+5` is five hours behind. */
function placeOf(zone: string): string {
  const fixed = /^Etc\/GMT([+-])(\d+)$/u.exec(zone);
  if (fixed?.[2] !== undefined && fixed[2] !== '0') return `UTC${fixed[1] === '+' ? '-' : '+'}${fixed[2]}`;
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
