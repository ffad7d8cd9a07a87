import {
  type Element,
  exceptionElement,
  formatWhen,
  type Item,
  occurrences,
  parseWhen,
  wallTextOf,
  whenFrom,
} from '@concord/core';
import * as fc from 'fast-check';
import { anyWhen } from '../events/arbitrary-times.ts';

const word = fc.constantFrom(
  'Hearing',
  'Réunion',
  '会議',
  'Call: Ann & Bob',
  'Filing <due>',
  'e\u0301te',
  '“Q3” — 100 %',
);
const line = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const text = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'));

type Change = {
  readonly at: number;
  readonly cancelled: boolean;
  readonly days: number;
  readonly title: string | undefined;
};

const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    at: fc.nat(7),
    cancelled: fc.boolean(),
    days: fc.integer({ min: -3, max: 3 }),
    title: fc.option(line, { nil: undefined }),
  }),
  { maxLength: 3 },
);

/** An event in the clocks of a zone, now and then a series with dates that differ from it. */
export function anyEvent(zone: string): fc.Arbitrary<Item> {
  const optional = (one: fc.Arbitrary<string>) => fc.option(one, { nil: undefined });
  return fc
    .record({
      title: optional(line),
      location: optional(line),
      description: optional(text),
      when: anyWhen.map((when) => inClocksOf(when, zone)),
      changes,
    })
    .map(({ changes: all, ...fields }) => {
      const exceptions = exceptionsFrom(fields.when, all);
      const texts = Object.entries(fields).filter(([, value]) => value !== undefined);
      return { ...Object.fromEntries(texts), ...(exceptions.length > 0 ? { exceptions } : {}) } as Item;
    });
}

/** By the same clock on the wall of the zone, in years near the present: how a series of fifty years is read is not of interest here. */
function inClocksOf(text: string, zone: string): string {
  const when = parseWhen(text);
  if (when === undefined) throw new Error(`"${text}" is no time`);
  const year = 2024 + 2 * (Number(when.start.slice(0, 4)) % 2);
  const start = `${year}${(when.allDay ? `${when.start}T00:00:00` : wallTextOf(when.start)).slice(4)}`;
  const length = Date.parse(when.end) - Date.parse(when.start);
  const end = new Date(Date.parse(`${start}Z`) + length).toISOString().slice(0, 19);
  const parts = { start, end, zone, allDay: when.allDay };
  const found = whenFrom(when.rule === undefined ? parts : { ...parts, rule: when.rule }) ?? whenFrom(parts);
  if (found === undefined) throw new Error(`"${text}" cannot be told in ${zone}`);
  return formatWhen(found);
}

/** Among the first dates of the series, and within what every provider shows. */
function exceptionsFrom(text: string, all: readonly Change[]): readonly Element[] {
  const when = parseWhen(text);
  if (when?.rule === undefined) return [];
  const slots = occurrences(text, { from: Date.UTC(1970, 0), to: Date.UTC(2027, 1) }, 8);
  const bySlot = new Map<string, Element>();
  for (const { at, cancelled, days, title } of all) {
    const slot = slots[at];
    if (slot === undefined) continue;
    const own =
      [slot.start, slot.end].map((time) => shifted(time, days)).join('/') + (when.zone ? ` ${when.zone}` : '');
    const moved = { slot: slot.slot, when: own, ...(title === undefined ? {} : { title }) };
    const isSame = days === 0 && title === undefined;
    const element = exceptionElement(cancelled || isSame ? { slot: slot.slot, cancelled: true } : moved);
    if (element) bySlot.set(slot.slot, element);
  }
  return [...bySlot.values()];
}

/** By so many days of 24 hours, in UTC if it is a time. */
function shifted(time: string, days: number): string {
  const at = new Date(Date.parse(time) + days * 86_400_000).toISOString();
  return time.length === 10 ? at.slice(0, 10) : `${at.slice(0, 19)}+00:00`;
}
