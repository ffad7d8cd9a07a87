import {
  firstAndLast,
  formatWhen,
  instantOf,
  inWindow,
  occurrences,
  parseWhen,
  rfcRule,
  toZone,
  type WhenParts,
  wallTextOf,
  whenFrom,
  whenKey,
} from '@concord/core';
import { describe, expect, it } from 'vitest';

const zone = 'America/New_York';
const noon = `2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 ${zone}`;

const textFrom = (parts: WhenParts): string | undefined => {
  const when = whenFrom(parts);
  return when && formatWhen(when);
};

describe('a time, from what a provider says', () => {
  it.each([
    ['wall time and zone', { start: '2026-04-15T12:00:00', end: '2026-04-15T13:00:00', zone }],
    ['fractions of seconds', { start: '2026-04-15T12:00:00.0000000', end: '2026-04-15T13:00:00.9999999', zone }],
    ['a Windows zone', { start: '2026-04-15T12:00:00', end: '2026-04-15T13:00:00', zone: 'Eastern Standard Time' }],
    ['offsets', { start: '2026-04-15T12:00:00-04:00', end: '2026-04-15T13:00:00-04:00', zone }],
    ['UTC and the zone that is meant', { start: '2026-04-15T16:00:00Z', end: '2026-04-15T17:00:00.000Z', zone }],
    ['small letters', { start: '2026-04-15t16:00:00z', end: '2026-04-15T17:00:00+00:00', zone }],
    ['an unknown offset', { start: '2026-04-15T16:00:00-00:00', end: '2026-04-15T17:00:00-00:00', zone }],
    [
      'an end in another zone',
      { start: '2026-04-15T12:00:00', end: '2026-04-15T10:00:00', zone, endZone: 'America/Los_Angeles' },
    ],
    ['an end with another offset', { start: '2026-04-15T12:00:00-04:00', end: '2026-04-15T18:00:00+01:00', zone }],
    ['a blank instead of the T', { start: '2026-04-15 12:00:00', end: '2026-04-15 13:00:00', zone }],
  ])('is the same text: %s', (_, parts) => {
    expect(textFrom(parts)).toBe(noon);
  });

  it.each([
    ['dates', { start: '2026-04-15', end: '2026-04-16' }],
    ['midnights', { start: '2026-04-15T00:00:00.0000000', end: '2026-04-16T00:00:00.0000000', zone }],
    ['midnights with an offset', { start: '2026-04-15T00:00:00-04:00', end: '2026-04-16T00:00:00-04:00' }],
    ['an end that is the start', { start: '2026-04-15', end: '2026-04-15' }],
    ['times that are not midnight', { start: '2026-04-15T11:59:00Z', end: '2026-04-15T11:59:00Z' }],
  ])('is all day by its dates: %s', (_, parts) => {
    expect(textFrom({ ...parts, allDay: true })).toBe('2026-04-15/2026-04-16');
  });

  it('goes forward where the clocks skip it, and is the first of two unless an offset says otherwise', () => {
    const at = (start: string): string | undefined => whenFrom({ start, end: '2027-01-01T00:00:00', zone })?.start;
    expect(at('2026-03-08T02:30:00')).toBe('2026-03-08T03:30:00-04:00');
    expect(at('2026-11-01T01:30:00')).toBe('2026-11-01T01:30:00-04:00');
    expect(at('2026-11-01T01:30:00-05:00')).toBe('2026-11-01T01:30:00-05:00');
    expect(at('2026-11-01T06:30:00Z')).toBe('2026-11-01T01:30:00-05:00');
  });

  it('is one in the years 1 and 9999, which other systems take for none and for never', () => {
    expect(textFrom({ start: '0001-01-01T00:00:00.0000000', end: '0001-01-01T00:00:00.0000000', zone: 'UTC' })).toBe(
      '0001-01-01T00:00:00+00:00/0001-01-01T00:00:00+00:00 UTC',
    );
    expect(textFrom({ start: '9999-12-31T23:59:59', end: '9999-12-31T23:59:59', zone: 'UTC' })).toBe(
      '9999-12-31T23:59:59+00:00/9999-12-31T23:59:59+00:00 UTC',
    );
  });

  it('of a leap second is the second before it', () => {
    expect(whenFrom({ start: '2016-12-31T23:59:60Z', end: '2017-01-01T00:00:00Z' })?.start).toBe(
      '2016-12-31T23:59:59+00:00',
    );
  });

  it('without a zone is one by UTC, and a date alone is its midnight', () => {
    expect(textFrom({ start: '2026-04-15T12:00:00', end: '2026-04-15T13:00:00' })).toBe(
      '2026-04-15T12:00:00+00:00/2026-04-15T13:00:00+00:00 UTC',
    );
    expect(textFrom({ start: '2026-04-15', end: '2026-04-16', zone })).toBe(
      `2026-04-15T00:00:00-04:00/2026-04-16T00:00:00-04:00 ${zone}`,
    );
  });

  it.each([
    ['an end before the start', { start: '2026-04-15T12:00:00', end: '2026-04-15T11:59:59', zone }],
    ['days that end before they start', { start: '2026-04-15', end: '2026-04-14', allDay: true }],
    ['no date', { start: '2026-02-29', end: '2026-03-01', allDay: true }],
    ['no time', { start: '2026-04-15T24:00:00', end: '2026-04-16T00:00:00', zone }],
    ['no minute', { start: '2026-04-15T12:60:00', end: '2026-04-16T00:00:00', zone }],
    ['a time without seconds', { start: '2026-04-15T12:00', end: '2026-04-15T13:00', zone }],
    ['an offset beyond all clocks', { start: '2026-04-15T12:00:00+19:00', end: '2026-04-16T12:00:00+19:00', zone }],
    ['an unknown zone', { start: '2026-04-15T12:00:00', end: '2026-04-15T13:00:00', zone: 'tzone://Microsoft/Custom' }],
    [
      'an unknown zone of the end',
      { start: '2026-04-15T12:00:00', end: '2026-04-15T13:00:00', zone, endZone: 'Mars/Phobos' },
    ],
    ['a year of five digits', { start: '9999-12-31T23:00:00', end: '+010000-01-01T00:00:00Z', zone }],
    ['an end in the year 10000 by UTC', { start: '9999-12-31T12:00:00', end: '9999-12-31T20:00:00', zone }],
    ['the year 0', { start: '0000-12-31', end: '0001-01-01', allDay: true }],
    ['an end in the year 10000', { start: '9999-12-31T12:00:00Z', end: '9999-12-31T23:00:00Z', zone: 'Asia/Tokyo' }],
    ['nothing', { start: '', end: '' }],
  ])('is none: %s', (_, parts: WhenParts) => {
    expect(whenFrom(parts)).toBeUndefined();
  });

  it('has a rule in its canonical form', () => {
    const parts = { start: '2026-04-15T12:00:00', end: '2026-04-15T13:00:00', zone };
    expect(textFrom({ ...parts, rule: 'RRULE:FREQ=WEEKLY;UNTIL=20261230T170000Z' })).toBe(
      `${noon} FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230`,
    );
    expect(whenFrom({ ...parts, rule: 'FREQ=HOURLY' })).toBeUndefined();
  });
});

describe('a text', () => {
  it.each([
    '',
    '2026-04-15',
    '2026-04-16/2026-04-15',
    '2026-04-15/2026-04-15',
    '2026-04-15/2026-04-16 America/New_York',
    '2026-04-15T12:00:00/2026-04-15T13:00:00 America/New_York',
    '2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00',
    '2026-04-15T12:00:00-04:00/2026-04-16 America/New_York',
    '2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 Mars/Phobos',
    '2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 Eastern Standard Time',
    '2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 America/New_York FREQ=HOURLY',
    '2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 America/New_York BYDAY=WE',
    '2026-04-15/2026-04-16  FREQ=DAILY',
    ' 2026-04-15/2026-04-16',
  ])('"%s" is none that core writes', (text) => {
    expect(parseWhen(text)).toBeUndefined();
  });

  it('whose offset the zone does not have keeps the instant of a single event, and the wall time of a series', () => {
    const wrong = `2026-04-15T12:00:00-05:00/2026-04-15T13:00:00-05:00 ${zone}`;
    expect(parseWhen(wrong)?.start).toBe('2026-04-15T13:00:00-04:00');
    expect(parseWhen(`${wrong} FREQ=DAILY`)?.start).toBe('2026-04-15T12:00:00-04:00');
  });

  it('gives its wall time to those who want it without an offset', () => {
    expect(wallTextOf('2026-04-15T12:00:00-04:00')).toBe('2026-04-15T12:00:00');
    expect(wallTextOf('2026-04-15')).toBe('2026-04-15T00:00:00');
  });
});

describe('the key of a time', () => {
  const same: readonly (readonly [string, string, string])[] = [
    ['another zone', noon, '2026-04-15T09:00:00-07:00/2026-04-15T10:00:00-07:00 America/Los_Angeles'],
    ['UTC', noon, '2026-04-15T16:00:00+00:00/2026-04-15T17:00:00+00:00 UTC'],
    ['a series in Toronto', `${noon} FREQ=DAILY`, `${noon.replace('New_York', 'Toronto')} FREQ=DAILY`],
    ['a series in US/Eastern', `${noon} FREQ=DAILY`, `${noon.replace(zone, 'US/Eastern')} FREQ=DAILY`],
    [
      'a series in Kolkata, by its old name',
      '2026-04-15T12:00:00+05:30/2026-04-15T13:00:00+05:30 Asia/Calcutta FREQ=DAILY',
      '2026-04-15T12:00:00+05:30/2026-04-15T13:00:00+05:30 Asia/Kolkata FREQ=DAILY',
    ],
    [
      'a short series in zones that part later',
      '2026-01-05T12:00:00-05:00/2026-01-05T13:00:00-05:00 Etc/GMT+5 FREQ=DAILY;COUNT=3',
      '2026-01-05T12:00:00-05:00/2026-01-05T13:00:00-05:00 America/Panama FREQ=DAILY;COUNT=3',
    ],
  ];
  const other: readonly (readonly [string, string, string])[] = [
    ['an hour later', noon, noon.replaceAll('T12', 'T11')],
    ['longer', noon, noon.replace('T13', 'T14')],
    ['24 hours and a day', '2026-04-15/2026-04-16', '2026-04-15T00:00:00+00:00/2026-04-16T00:00:00+00:00 UTC'],
    [
      'the two half past ones',
      '2026-11-01T01:30:00-04:00/2026-11-01T03:00:00-05:00 America/New_York',
      '2026-11-01T01:30:00-05:00/2026-11-01T03:00:00-05:00 America/New_York',
    ],
    ['once and always', noon, `${noon} FREQ=DAILY`],
    ['other rules', `${noon} FREQ=DAILY`, `${noon} FREQ=DAILY;INTERVAL=2`],
    ['other ends', `${noon} FREQ=DAILY;COUNT=2`, `${noon} FREQ=DAILY;COUNT=3`],
    ['longer ones', `${noon} FREQ=DAILY`, `${noon.replace('T13', 'T14')} FREQ=DAILY`],
    [
      'series in zones whose clocks part',
      '2026-01-05T12:00:00-05:00/2026-01-05T13:00:00-05:00 America/New_York FREQ=DAILY',
      '2026-01-05T12:00:00-05:00/2026-01-05T13:00:00-05:00 America/Panama FREQ=DAILY',
    ],
    ['days of series', '2026-04-15/2026-04-16 FREQ=DAILY', '2026-04-15/2026-04-17 FREQ=DAILY'],
  ];

  it.each(same)('is the same: %s', (_, a, b) => {
    expect(whenKey(a)).toBe(whenKey(b));
  });

  it.each(other)('is another: %s', (_, a, b) => {
    expect(whenKey(a)).not.toBe(whenKey(b));
  });

  it('is another where the clocks part only after years, unless the series ends before', () => {
    const at = (where: string, end: string): string =>
      whenKey(`2013-01-05T12:00:00+02:00/2013-01-05T13:00:00+02:00 ${where} FREQ=DAILY${end}`);
    expect(at('Europe/Istanbul', '')).not.toBe(at('Europe/Athens', ''));
    expect(at('Europe/Istanbul', ';COUNT=300')).toBe(at('Europe/Athens', ';COUNT=300'));
  });

  it('begins with the date of the first start, and is short', () => {
    expect(whenKey(`${noon} FREQ=DAILY`)).toMatch(/^2026-04-15T12:00:00\//u);
    expect(whenKey(noon)).toBe('2026-04-15T16:00:00+00:00/2026-04-15T17:00:00+00:00');
    expect(whenKey(`${noon} FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230`).length).toBeLessThan(100);
  });
});

describe('an event in another zone', () => {
  it('has the same instants', () => {
    expect(toZone(noon, 'Europe/London')).toBe('2026-04-15T17:00:00+01:00/2026-04-15T18:00:00+01:00 Europe/London');
    expect(toZone(noon, 'GMT Standard Time')).toBe(toZone(noon, 'Europe/London'));
  });

  it('is a series only where the clocks of both agree for as long as it goes on', () => {
    expect(toZone(`${noon} FREQ=DAILY`, 'America/Toronto')).toBe(`${noon.replace('New_York', 'Toronto')} FREQ=DAILY`);
    expect(toZone(`${noon} FREQ=DAILY`, 'Europe/London')).toBeUndefined();
    const inSummer = `${noon.replace(zone, 'America/Toronto')} FREQ=DAILY;COUNT=3`;
    expect(toZone(inSummer, zone)).toBe(`${noon} FREQ=DAILY;COUNT=3`);
  });

  it('stays as it is when it is all day, and is none in a zone that is none', () => {
    expect(toZone('2026-04-15/2026-04-16 FREQ=DAILY', 'Europe/London')).toBe('2026-04-15/2026-04-16 FREQ=DAILY');
    expect(toZone(noon, 'Mars/Phobos')).toBeUndefined();
    expect(toZone('no time', 'Europe/London')).toBeUndefined();
  });
});

describe('an occurrence', () => {
  const ends = (text: string): readonly string[] =>
    occurrences(text, { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }, 9).map(({ end }) => end);

  it('of some hours lasts so many hours, also in the night of a change', () => {
    const nights = `2026-10-30T22:00:00-04:00/2026-10-31T02:00:00-04:00 ${zone} FREQ=DAILY;COUNT=3`;
    expect(ends(nights)).toEqual([
      '2026-10-31T02:00:00-04:00',
      '2026-11-01T01:00:00-05:00',
      '2026-11-02T02:00:00-05:00',
    ]);
  });

  it('of whole days lasts until the same time by the clock', () => {
    const days = `2026-03-06T12:00:00-05:00/2026-03-07T12:00:00-05:00 ${zone} FREQ=DAILY;COUNT=2`;
    expect(ends(days)).toEqual(['2026-03-07T12:00:00-05:00', '2026-03-08T12:00:00-04:00']);
  });

  it('ends with the last day that four digits can say', () => {
    const last = '9999-12-31T00:00:00+00:00';
    const timed = '9999-12-28T12:00:00+00:00/9999-12-30T12:00:00+00:00 UTC FREQ=DAILY';
    expect(ends(timed)).toEqual(['9999-12-30T12:00:00+00:00', last, '9999-12-31T00:00:00+00:00']);
    expect(ends('9999-12-28/9999-12-30 FREQ=DAILY')).toEqual(['9999-12-30', '9999-12-31', '9999-12-31']);
  });
});

describe('the rule of a series, for RFC 5545', () => {
  const rule = (text: string): string | undefined => {
    const when = parseWhen(text);
    return when && rfcRule(when);
  };

  it('ends at an instant by UTC, that of the last start', () => {
    expect(rule(`${noon} FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230`)).toBe('FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230T170000Z');
    expect(rule(`${noon} FREQ=WEEKLY;BYDAY=WE;UNTIL=20260624`)).toBe('FREQ=WEEKLY;BYDAY=WE;UNTIL=20260624T160000Z');
    const late = '2026-04-15T23:30:00-04:00/2026-04-15T23:45:00-04:00 America/New_York FREQ=DAILY;UNTIL=20260430';
    expect(rule(late)).toBe('FREQ=DAILY;UNTIL=20260501T033000Z');
  });

  it('ends on a date when it is all day', () => {
    expect(rule('2026-04-15/2026-04-16 FREQ=DAILY;UNTIL=20260430')).toBe('FREQ=DAILY;UNTIL=20260430');
  });

  it('is as it is without such an end, and none of a single event', () => {
    expect(rule(`${noon} FREQ=DAILY;COUNT=3`)).toBe('FREQ=DAILY;COUNT=3');
    expect(rule(noon)).toBeUndefined();
  });

  it('reads back as it was', () => {
    for (const text of [
      `${noon} FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230`,
      '2026-04-15/2026-04-16 FREQ=DAILY;UNTIL=20260430',
    ]) {
      const when = parseWhen(text);
      const again = when && whenFrom({ ...when, rule: rfcRule(when) ?? '' });
      expect(again && formatWhen(again)).toBe(text);
    }
  });
});

describe('a window', () => {
  const may = { from: Date.UTC(2026, 4, 1), to: Date.UTC(2026, 5, 1) };
  const day = (date: string): string => `${date}/${new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)}`;

  it('has what begins in it, what ends in it, and what lasts longer', () => {
    expect(inWindow(day('2026-05-01'), may)).toBe(true);
    expect(inWindow(day('2026-05-31'), may)).toBe(true);
    expect(inWindow('2026-04-01/2026-05-02', may)).toBe(true);
    expect(inWindow('2026-04-01/2026-07-01', may)).toBe(true);
  });

  it('has not what ends where it begins, or begins where it ends', () => {
    expect(inWindow(day('2026-04-30'), may)).toBe(false);
    expect(inWindow(day('2026-06-01'), may)).toBe(false);
    expect(occurrences(day('2026-04-30'), may, 5)).toEqual([]);
    expect(occurrences(day('2026-06-01'), may, 5)).toEqual([]);
  });

  it('has a moment at its beginning, and none at its end', () => {
    const moment = (time: string): string => `${time}+00:00/${time}+00:00 UTC`;
    expect(inWindow(moment('2026-05-01T00:00:00'), may)).toBe(true);
    expect(inWindow(moment('2026-06-01T00:00:00'), may)).toBe(false);
    expect(occurrences(moment('2026-05-01T00:00:00'), may, 5)).toHaveLength(1);
  });

  it('has a series while it goes on, also where nothing of it falls in', () => {
    const birthday = `${day('2020-01-15')} FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15`;
    expect(inWindow(birthday, may)).toBe(true);
    expect(occurrences(birthday, may, 5)).toEqual([]);
    expect(inWindow(`${birthday};COUNT=3`, may)).toBe(false);
    expect(occurrences(`${day('2026-01-15')} FREQ=MONTHLY;BYMONTHDAY=15;COUNT=4`, may, 5)).toEqual([]);
    expect(occurrences(`${day('2026-01-15')} FREQ=MONTHLY;BYMONTHDAY=15;COUNT=5`, may, 5)).toHaveLength(1);
    expect(inWindow(`${day('2026-06-02')} FREQ=DAILY`, may)).toBe(false);
  });

  it('has so many occurrences as are asked for, and those that reach into it', () => {
    const weeks = '2026-04-15/2026-04-29 FREQ=WEEKLY;BYDAY=WE';
    expect(occurrences(weeks, may, 3).map(({ slot }) => slot)).toEqual(['2026-04-22', '2026-04-29', '2026-05-06']);
    expect(occurrences(weeks, may, 0)).toEqual([]);
  });

  it('is that of its start for a series that ends before it begins', () => {
    const never = `${day('2026-04-15')} FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260414`;
    expect(firstAndLast(never)).toEqual({ first: instantOf('2026-04-15'), last: instantOf('2026-04-16') });
    expect(occurrences(never, { from: 0, to: Number.POSITIVE_INFINITY }, 5)).toEqual([]);
  });

  it('is reached at once by a series that is centuries old', () => {
    const old = '1601-01-01/1601-01-02 FREQ=DAILY;INTERVAL=7';
    expect(occurrences(old, may, 1).map(({ slot }) => slot)).toEqual(['2026-05-04']);
    expect(firstAndLast(`${old};UNTIL=99991230`)?.last).toBe(instantOf('9999-12-28'));
  });
});
