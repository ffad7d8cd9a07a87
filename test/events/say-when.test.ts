import { sayWhen } from '@concord/core';
import { describe, expect, it } from 'vitest';

const noon = '2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 America/New_York';
const inNewYork = { locale: 'en-GB', zone: 'America/New_York' };
const inLondon = { locale: 'en-GB', zone: 'Europe/London' };

const times: readonly (readonly [said: string, text: string])[] = [
  ['Wed 15 Apr 2026, 12:00-13:00', noon],
  ['Wed 15 Apr 2026, 12:00', '2026-04-15T12:00:00-04:00/2026-04-15T12:00:00-04:00 America/New_York'],
  ['Wed 15 Apr 2026, 22:00-00:00', '2026-04-15T22:00:00-04:00/2026-04-16T00:00:00-04:00 America/New_York'],
  [
    'Wed 15 Apr 2026, 22:00 - Thu 16 Apr 2026, 02:00',
    '2026-04-15T22:00:00-04:00/2026-04-16T02:00:00-04:00 America/New_York',
  ],
  [
    'Wed 15 Apr 2026, 12:00 - Thu 16 Apr 2026, 12:00',
    '2026-04-15T12:00:00-04:00/2026-04-16T12:00:00-04:00 America/New_York',
  ],
  ['Wed 15 Apr 2026, all day', '2026-04-15/2026-04-16'],
  ['Wed 15 Apr 2026 - Fri 17 Apr 2026, all day', '2026-04-15/2026-04-18'],
  ['Thu 31 Dec 2026 - Fri 1 Jan 2027, all day', '2026-12-31/2027-01-02'],
];

const rules: readonly (readonly [said: string, rule: string])[] = [
  ['daily', 'FREQ=DAILY'],
  ['every 3 days 10 times', 'FREQ=DAILY;INTERVAL=3;COUNT=10'],
  ['daily once', 'FREQ=DAILY;COUNT=1'],
  ['daily in April', 'FREQ=DAILY;BYMONTH=4'],
  ['weekly on Wednesday', 'FREQ=WEEKLY;BYDAY=WE'],
  ['weekly on Wednesday until 30 Dec 2026', 'FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230'],
  ['every 2 weeks on Monday and Wednesday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE'],
  ['weekly on Monday to Friday', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  ['weekly on Monday, Wednesday and Friday', 'FREQ=WEEKLY;BYDAY=MO,WE,FR'],
  ['monthly on the 15th', 'FREQ=MONTHLY;BYMONTHDAY=15'],
  ['monthly on the last day', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  ['monthly on the 1st and the 22nd', 'FREQ=MONTHLY;BYMONTHDAY=1,22'],
  ['every 3 months on the 3rd, the 11th and the 23rd', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=3,11,23'],
  ['monthly on the last Friday', 'FREQ=MONTHLY;BYDAY=-1FR'],
  ['monthly on the 2nd last Friday', 'FREQ=MONTHLY;BYDAY=-2FR'],
  ['monthly on the 3rd Wednesday', 'FREQ=MONTHLY;BYDAY=3WE'],
  ['monthly on Friday if it is the 13th', 'FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR'],
  ['monthly on the last of Monday to Friday', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'],
  ['monthly on the last of the 28th, the 29th and the 30th', 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1'],
  ['yearly on 15 April', 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15'],
  ['every 2 years on 15 April', 'FREQ=YEARLY;INTERVAL=2;BYMONTH=4;BYMONTHDAY=15'],
  ['yearly on the last day of February', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1'],
  ['yearly on the 15th of April and October', 'FREQ=YEARLY;BYMONTH=4,10;BYMONTHDAY=15'],
  ['yearly on the last Monday of May', 'FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO'],
  ['yearly on the 100th day of the year', 'FREQ=YEARLY;BYYEARDAY=100'],
  ['yearly on Monday in the 20th week of the year', 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO'],
];

describe('a time, for people', () => {
  it.each(times)('is %s', (said, text) => {
    expect(sayWhen(text, inNewYork)).toBe(said);
  });

  it.each(rules)('is repeated %s', (said, rule) => {
    expect(sayWhen(`${noon} ${rule}`, inNewYork)).toBe(`Wed 15 Apr 2026, 12:00-13:00, ${said}`);
  });

  it('names the zone to readers elsewhere, and to those of whom nothing is known', () => {
    expect(sayWhen(noon, inLondon)).toBe('Wed 15 Apr 2026, 12:00-13:00 (New York)');
    expect(sayWhen(noon, { locale: 'en-GB' })).toBe('Wed 15 Apr 2026, 12:00-13:00 (New York)');
    expect(sayWhen(noon, { locale: 'en-GB', zone: 'US/Eastern' })).toBe('Wed 15 Apr 2026, 12:00-13:00');
    expect(sayWhen(`${noon} FREQ=DAILY`, inLondon)).toBe('Wed 15 Apr 2026, 12:00-13:00 (New York), daily');
  });

  it('names zones by their place, and fixed ones by how far they are from UTC', () => {
    const at = (text: string): string => sayWhen(text, inNewYork).split('(')[1] ?? '';
    expect(at('2026-04-15T12:00:00-03:00/2026-04-15T12:00:00-03:00 America/Argentina/Buenos_Aires')).toBe(
      'Buenos Aires)',
    );
    expect(at('2026-04-15T12:00:00-05:00/2026-04-15T12:00:00-05:00 Etc/GMT+5')).toBe('UTC-5)');
    expect(at('2026-04-15T12:00:00+14:00/2026-04-15T12:00:00+14:00 Etc/GMT-14')).toBe('UTC+14)');
    expect(at('2026-04-15T12:00:00+00:00/2026-04-15T12:00:00+00:00 UTC')).toBe('UTC)');
  });

  it('names no zone of all-day events', () => {
    expect(sayWhen('2026-04-15/2026-04-16 FREQ=DAILY', { locale: 'en-GB' })).toBe('Wed 15 Apr 2026, all day, daily');
  });

  it('has the names of days and months in the words and order of the reader', () => {
    expect(sayWhen('2026-05-14/2026-05-15', { locale: 'de-DE' })).toBe('Do. 14. Mai 2026, all day');
    expect(sayWhen('2026-04-15/2026-04-16', { locale: 'en-US' })).toBe('Wed Apr 15, 2026, all day');
  });
});
