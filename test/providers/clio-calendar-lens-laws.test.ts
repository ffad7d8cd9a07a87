import { type Item, instantAt, instantText, restrict } from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventCapabilities } from '../../packages/providers/clio/src/calendar/entry-fields.ts';
import type { EntryRecord } from '../../packages/providers/clio/src/calendar/entry-record.ts';
import { dayEndToldBy, nextDate } from '../../packages/providers/clio/src/calendar/entry-times.ts';
import { cannotHold, readEvent, type Telling, writeEvent } from '../../packages/providers/clio/src/calendar/events.ts';
import { joinGuests, splitGuests } from '../../packages/providers/clio/src/calendar/guests-block.ts';
import type { JsonRecord } from '../../packages/providers/clio/src/json.ts';
import { eventDifferences } from '../contract/calendar-contract.ts';
import { propertySettings } from '../contract/contact-arbitrary.ts';
import { anyEvent } from '../contract/event-arbitrary.ts';
import { zone } from '../contract/event-samples.ts';

const blank: EntryRecord = {
  id: '1',
  etag: '"1"',
  createdAt: 0,
  updatedAt: 0,
  summary: '',
  description: null,
  location: null,
  allDay: false,
  startAt: '',
  endAt: '',
  startDate: '',
  endDate: '',
  zone,
  rule: null,
  parent: null,
  isCourtRule: false,
  permission: 'owner',
  calendar: '1',
};

type End = 'nextMidnight' | 'lastMidnight' | 'lastSecond';

/** What an entry shows after such a body, in the member's own zone. */
function saved(entry: EntryRecord, data: JsonRecord | undefined, end: End): EntryRecord {
  const { summary, description, location, start_at, end_at, all_day, recurrence_rule: rule } = data ?? {};
  const text = (value: unknown, otherwise: string | null): string | null =>
    value === undefined ? otherwise : (value as string | null);
  const times = start_at === undefined ? {} : shownTimes(String(start_at), String(end_at), all_day === true, end);
  return {
    ...entry,
    summary: text(summary, entry.summary) ?? '',
    description: text(description, entry.description),
    location: text(location, entry.location),
    rule: text(rule, entry.rule) || null,
    ...times,
  };
}

function shownTimes(start: string, end: string, allDay: boolean, how: End) {
  const last = instantText(Date.parse(end), zone).slice(0, 10);
  const midnight = (date: string): string => instantText(instantAt(Date.parse(`${date}T00:00:00Z`), zone), zone);
  const ends = { nextMidnight: midnight(nextDate(last, 1)), lastMidnight: midnight(last), lastSecond: end };
  const startAt = instantText(Date.parse(start), zone);
  const endAt = instantText(Date.parse(allDay ? ends[how] : end), zone);
  return { allDay, startAt, endAt, startDate: startAt.slice(0, 10), endDate: endAt.slice(0, 10) };
}

const guests = fc.option(fc.constantFrom('Ann <ann@example.com>', 'Bob <bob@example.com>\nCleo'), { nil: undefined });
const anyItem: fc.Arbitrary<Item> = fc
  .tuple(anyEvent(zone), guests)
  .map(([{ exceptions: _, ...item }, who]) => (who === undefined ? item : { ...item, guests: who }) as Item)
  .filter((item) => cannotHold(item, zone) === undefined);
const anyEnd = fc.constantFrom<End>('nextMidnight', 'lastMidnight', 'lastSecond');
const settings = { ...propertySettings, numRuns: 1_000 };

const read = (entry: EntryRecord, end: End): Item => {
  const telling: Telling = { zone, dayEnd: end === 'nextMidnight' ? 'dayAfter' : 'lastDay' };
  return readEvent(entry, [], telling);
};
const differs = (actual: Item, expected: Item): readonly string[] =>
  eventDifferences(actual, restrict(expected, eventCapabilities), eventCapabilities);

describe('Clio’s lens of events', () => {
  test('reads back what was created', () => {
    fc.assert(
      fc.property(anyItem, anyEnd, (item, end) => {
        expect(differs(read(saved(blank, writeEvent(undefined, item, zone), end), end), item)).toEqual([]);
      }),
      settings,
    );
  });

  test('reads back what was written over anything, and then has nothing more to send', () => {
    fc.assert(
      fc.property(anyItem, anyItem, anyEnd, (first, second, end) => {
        const before = saved(blank, writeEvent(undefined, first, zone), end);
        const after = saved(before, writeEvent(read(before, end), second, zone), end);
        expect(differs(read(after, end), second)).toEqual([]);
        expect(writeEvent(read(after, end), second, zone)).toBeUndefined();
      }),
      settings,
    );
  });

  test('sends nothing back that it read, and leaves alone what an edit is not about', () => {
    fc.assert(
      fc.property(anyItem, anyEnd, (item, end) => {
        const entry = saved(blank, writeEvent(undefined, item, zone), end);
        const known = read(entry, end);
        expect(writeEvent(known, known, zone)).toBeUndefined();
        const title = `Not ${String(known.title ?? 'a hearing')}`;
        expect(writeEvent(known, { ...known, title }, zone)).toEqual({ summary: title });
        const place = `Annex of ${String(known.location ?? 'the court')}`;
        expect(writeEvent(known, { ...known, location: place }, zone)).toEqual({ location: place });
      }),
      settings,
    );
  });

  test('the two sides of a description part again as they were joined', () => {
    const lines = fc.array(fc.constantFrom('a', ' b', '', '[Guests of this event]?', 'Ann <a@x.org>'), {
      maxLength: 5,
    });
    const texts = lines.map((all) => all.join('\n').trim());
    fc.assert(
      fc.property(texts, texts, (description, who) => {
        const joined = joinGuests({ description, guests: who });
        expect(splitGuests(joined)).toEqual({ description, guests: who });
        expect(splitGuests(joined.replaceAll('\n', '\r\n'))).toEqual({ description, guests: who });
      }),
      settings,
    );
  });

  test('an event without a title is read as one, though Clio has to show something', () => {
    const data = writeEvent(undefined, { when: `2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 ${zone}` }, zone);
    expect(data).toMatchObject({ summary: '(No title)' });
    expect(read(saved(blank, data, 'nextMidnight'), 'nextMidnight').title).toBeUndefined();
  });
});

describe('the end of an all-day entry', () => {
  const days = (startDate: string, endDate: string, endAt = `${endDate}T00:00:00-04:00`) => ({
    ...blank,
    allDay: true,
    startAt: `${startDate}T00:00:00-04:00`,
    endAt,
    startDate,
    endDate,
  });

  test('tells how ends are told when it is the first day, or no midnight', () => {
    expect(dayEndToldBy(days('2026-04-15', '2026-04-15'))).toBe('lastDay');
    expect(dayEndToldBy(days('2026-04-15', '2026-04-16', '2026-04-16T23:59:59-04:00'))).toBe('lastDay');
    expect(dayEndToldBy(days('2026-04-15', '2026-04-16'))).toBeUndefined();
  });

  test('is read by its own word before that of others', () => {
    const whenOf = (entry: EntryRecord, dayEnd: Telling['dayEnd']) => readEvent(entry, [], { zone, dayEnd }).when;
    expect(whenOf(days('2026-04-15', '2026-04-15'), 'dayAfter')).toBe('2026-04-15/2026-04-16');
    expect(whenOf(days('2026-04-15', '2026-04-16'), 'dayAfter')).toBe('2026-04-15/2026-04-16');
    expect(whenOf(days('2026-04-15', '2026-04-16'), 'lastDay')).toBe('2026-04-15/2026-04-17');
  });
});
