import { exceptionElement, type SlotException } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { cannotHold } from '../../packages/providers/google/src/calendar/cannot-hold.ts';
import { readExceptions } from '../../packages/providers/google/src/calendar/exceptions.ts';
import { type NativeEvent, whole } from '../../packages/providers/google/src/calendar/native-event.ts';
import {
  parsedWhen,
  readWhen,
  slotOf,
  writeRecurrence,
  writeTimes,
} from '../../packages/providers/google/src/calendar/times.ts';

const zone = 'America/New_York';
const time = (dateTime: string, timeZone?: string) => ({ dateTime, ...(timeZone ? { timeZone } : {}) });
const noon: NativeEvent = {
  id: 'a',
  start: time('2026-04-15T12:00:00-04:00', zone),
  end: time('2026-04-15T13:00:00-04:00', zone),
};
const days: NativeEvent = { id: 'a', start: { date: '2026-04-15' }, end: { date: '2026-04-16' } };
const weekly = 'RRULE:FREQ=WEEKLY;BYDAY=WE';
const repeated = (event: NativeEvent, ...lines: string[]): NativeEvent => ({
  ...event,
  recurrence: [weekly, ...lines],
});
const leftOut = (event: NativeEvent) => readExceptions(whole(event)).map(({ slot }) => slot);

describe('when an event is', () => {
  test.each([
    ['in its zone', noon, `2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 ${zone}`],
    ['all day', days, '2026-04-15/2026-04-16'],
    [
      'in UTC without a zone',
      { ...noon, start: time('2026-04-15T12:00:00-04:00'), end: time('2026-04-15T17:00:00Z') },
      '2026-04-15T16:00:00+00:00/2026-04-15T17:00:00+00:00 UTC',
    ],
    [
      'by its instants in a zone that nobody knows',
      {
        ...noon,
        start: time('2026-04-15T12:00:00-04:00', 'Mars/Base'),
        end: time('2026-04-15T13:00:00-04:00', 'Mars/Base'),
      },
      '2026-04-15T16:00:00+00:00/2026-04-15T17:00:00+00:00 UTC',
    ],
    [
      'from one zone to another',
      { ...noon, end: time('2026-04-15T19:00:00+02:00', 'Europe/Paris') },
      `2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 ${zone}`,
    ],
    [
      'in the zone of the offset that its time shows',
      { ...noon, start: time('2026-04-15T18:00:00+02:00', zone), end: time('2026-04-15T19:00:00+02:00', zone) },
      `2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 ${zone}`,
    ],
    ['repeated', repeated(noon), `2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 ${zone} FREQ=WEEKLY;BYDAY=WE`],
  ])('is read %s', (_, event, when) => {
    expect(readWhen(event)).toBe(when);
  });

  test('is told in Google’s words where a series has a zone that nobody knows', () => {
    const event = repeated({ ...noon, start: time('2026-04-15T12:00:00-04:00', 'Mars/Base') });
    expect(readWhen(event)).toBe(`2026-04-15T12:00:00-04:00 Mars/Base 2026-04-15T13:00:00-04:00 ${zone} ${weekly}`);
    expect(parsedWhen(readWhen(event))).toBeUndefined();
  });

  test('is written with every part of a time, so that a date gives way to it, and it to a date', () => {
    const [timed, whole] = [noon, days].map((event) => parsedWhen(readWhen(event)));
    expect(timed && writeTimes(timed).start).toEqual({
      date: null,
      dateTime: '2026-04-15T12:00:00-04:00',
      timeZone: zone,
    });
    expect(whole && writeTimes(whole).end).toEqual({ date: '2026-04-16', dateTime: null, timeZone: null });
  });
});

describe('dates that the lines of a series leave out', () => {
  test.each([
    ['by the clocks of a zone', repeated(noon, `EXDATE;TZID=${zone}:20260422T120000,20260506T120000`)],
    ['by the clocks of another zone', repeated(noon, 'EXDATE;TZID=Europe/Paris:20260422T180000,20260506T180000')],
    ['in UTC', repeated(noon, 'EXDATE:20260422T160000Z', 'EXDATE:20260506T160000Z')],
    ['by the clocks of the series', repeated(noon, 'EXDATE:20260422T120000', 'exdate:20260506T120000')],
    ['as days', repeated(days, 'EXDATE;VALUE=DATE:20260422,20260506')],
  ])('are read %s', (_, event) => {
    expect(leftOut(event)).toEqual(['2026-04-22', '2026-05-06']);
  });

  test.each([
    ['at another time', repeated(noon, 'EXDATE:20260422T150000Z')],
    ['on another day', repeated(noon, 'EXDATE:20260423T160000Z')],
    ['as a day of a timed series', repeated(noon, 'EXDATE;VALUE=DATE:20260422')],
    ['in no words that anybody knows', repeated(noon, 'EXDATE:tomorrow')],
  ])('are none of it %s', (_, event) => {
    expect(leftOut(event)).toEqual([]);
  });

  test.each([
    ['across a change of the clocks', noon, ['2026-11-04', '2026-04-22'], 'EXDATE:20260422T160000Z,20261104T170000Z'],
    ['of whole days', days, ['2026-04-22'], 'EXDATE;VALUE=DATE:20260422'],
  ])('are written in one line %s', (_, event, slots, line) => {
    const series = parsedWhen(readWhen(repeated(event)));
    expect(series && writeRecurrence(series, slots)).toEqual([weekly, line]);
    expect(leftOut(repeated(event, line))).toEqual(slots.toSorted());
  });
});

describe('an instance', () => {
  const series = parsedWhen(readWhen(repeated(noon)));
  test.each([
    ['in its own zone', time('2026-04-22T12:00:00-04:00', zone), '2026-04-22'],
    ['in UTC', time('2026-04-22T16:00:00Z'), '2026-04-22'],
    ['in another zone', time('2026-04-22T12:00:00', zone), '2026-04-22'],
    ['that the series moved away from', time('2026-04-22T11:00:00-04:00'), undefined],
    ['of another day', time('2026-04-23T12:00:00-04:00'), undefined],
    ['before its begin', time('2026-04-08T12:00:00-04:00'), undefined],
    ['that is a day', { date: '2026-04-22' }, undefined],
    ['of which nothing is said', undefined, undefined],
  ])('is placed by when it was to begin: %s', (_, original, slot) => {
    expect(series && slotOf(series, original)).toBe(slot);
  });

  test('late in the evening is of its own date, whatever the date in UTC', () => {
    const late = {
      ...noon,
      start: time('2026-04-15T22:00:00-04:00', zone),
      end: time('2026-04-15T23:00:00-04:00', zone),
    };
    const evenings = parsedWhen(readWhen(repeated(late)));
    expect(evenings && slotOf(evenings, time('2026-04-23T02:00:00Z'))).toBe('2026-04-22');
  });
});

describe('what Google cannot hold', () => {
  const weekdays = readWhen(repeated(noon));
  const later = '2026-04-22T15:00:00-04:00/2026-04-22T16:00:00-04:00 America/New_York';
  const held = (when: string, ...all: readonly SlotException[]) =>
    cannotHold({ when, exceptions: all.flatMap((one) => exceptionElement(one) ?? []) });

  test('is a rule that nobody can read, and dates that its series does not have', () => {
    expect(held('whenever')).toBe('ruleNotHeldRight');
    expect(held(weekdays, { slot: '2026-04-22', when: later })).toBeUndefined();
    expect(held(weekdays, { slot: '2026-04-23', when: later })).toBe('exceptionsNotHeldRight');
    expect(held(weekdays, { slot: '2026-04-22', when: 'whenever' })).toBe('exceptionsNotHeldRight');
    expect(held(weekdays, { slot: '2026-04-22', when: weekdays })).toBe('exceptionsNotHeldRight');
  });

  test('is not a date that is cancelled where there is none', () => {
    expect(held(weekdays, { slot: '2026-04-23', cancelled: true })).toBeUndefined();
  });
});
