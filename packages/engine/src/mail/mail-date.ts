import type { Instant } from '@concord/core';

/**
 * When a message says that it was sent (RFC 5322, 3.3, with its obsolete forms, and ISO 8601 with a zone). Undefined for what is no
 * date. A time without a zone, and one in a zone that nobody knows, is taken for UTC, as the RFC says.
 */
export function mailDate(text: string): Instant | undefined {
  const line = withoutComments(text.slice(0, longest)).replaceAll(/\s+/gu, ' ').trim();
  return ofForm(rfcForm, line) ?? ofForm(isoForm, line) ?? ofForm(asctimeForm, line);
}

const longest = 200;
const clock = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d+)?)?`;
const offset = String.raw`(?<zone>[A-Za-z]{0,5} ?[+-]\d{2}:?\d{2}|[A-Za-z]{1,5})?`;
const rfcForm = new RegExp(
  String.raw`^(?:[A-Za-z]+\.? ?,? ?)?(?<day>\d{1,2})[ -](?<month>[A-Za-z]{3})[A-Za-z]*\.?[ -](?<year>\d{2,4}),? ${clock} ?${offset}$`,
  'u',
);
const isoForm = new RegExp(String.raw`^(?<year>\d{4})-(?<number>\d{2})-(?<day>\d{2})[T ]${clock} ?${offset}$`, 'u');
const asctimeForm = new RegExp(
  String.raw`^[A-Za-z]{3} (?<month>[A-Za-z]{3}) (?<day>\d{1,2}) ${clock} (?<year>\d{4})$`,
  'u',
);

/** Comments may be nested; a loop of fixed length, since nobody nests them deeper. */
function withoutComments(text: string): string {
  let rest = text;
  for (let depth = 0; depth < 5; depth += 1) rest = rest.replaceAll(/\([^()]*\)/gu, ' ');
  return rest;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function ofForm(form: RegExp, line: string): Instant | undefined {
  const found = form.exec(line)?.groups;
  if (!found) return undefined;
  const month =
    found.number === undefined ? months.indexOf((found.month ?? '').toLowerCase()) : Number(found.number) - 1;
  const [day, hour, minute] = [Number(found.day), Number(found.hour), Number(found.minute)];
  const second = Math.min(Number(found.second ?? 0), 59);
  const date = new Date(0);
  date.setUTCFullYear(fullYear(found.year ?? ''), month, day);
  // A day that the month has not, and a month that the year has not, has gone over into another.
  const isReal = date.getUTCMonth() === month && hour < 24 && minute < 60;
  if (!isReal) return undefined;
  date.setUTCHours(hour, minute, second);
  return date.getTime() - minutesEast(found.zone ?? '') * 60_000;
}

/** RFC 5322, 4.3: two digits up to 49 are of this century, three count from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return digits.length === 2 && year < 50 ? year + 2000 : year + 1900;
}

/** RFC 5322, 4.3: the zones that have names. All others, military ones too, tell nothing. */
const hoursEast: ReadonlyMap<string, number> = new Map([
  ['EST', -5],
  ['EDT', -4],
  ['CST', -6],
  ['CDT', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PST', -8],
  ['PDT', -7],
]);

function minutesEast(zone: string): number {
  const digits = /([+-])(\d{2}):?(\d{2})$/u.exec(zone);
  if (!digits) return (hoursEast.get(zone.toUpperCase()) ?? 0) * 60;
  const minutes = Number(digits[2]) * 60 + Number(digits[3]);
  return digits[1] === '-' ? -minutes : minutes;
}
