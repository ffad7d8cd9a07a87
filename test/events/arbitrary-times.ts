import { formatWhen, whenFrom } from '@concord/core';
import * as fc from 'fast-check';

/** Zones of all kinds: both halves of the world, halves and quarters of hours, old names, no changes at all. */
export const zones = [
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/Phoenix',
  'US/Eastern',
  'Europe/London',
  'Europe/Dublin',
  'Europe/Berlin',
  'Europe/Kyiv',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Calcutta',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Etc/GMT+5',
  'EST5EDT',
  'UTC',
] as const;
export const anyZone = fc.constantFrom(...zones);

const two = (number: number): string => String(number).padStart(2, '0');

/** Often in the small hours of March, April, September, October and November, when clocks change. */
const anyMonth = fc.oneof(fc.constantFrom(3, 4, 9, 10, 11), fc.integer({ min: 1, max: 12 }));
const anyHour = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 }));

export const anyDate = fc
  .record({ year: fc.integer({ min: 1975, max: 2045 }), month: anyMonth, day: fc.integer({ min: 1, max: 31 }) })
  .map(({ year, month, day }) => new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10));
export const anyTime = fc
  .record({ hour: anyHour, minute: fc.constantFrom(0, 15, 30, 59) })
  .map(({ hour, minute }) => `${two(hour)}:${two(minute)}:00`);
export const anyWall = fc.tuple(anyDate, anyTime).map(([date, time]) => `${date}T${time}`);

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const anyDay = fc.constantFrom(...days);
const numbered = fc.tuple(fc.constantFrom(-5, -2, -1, 1, 2, 3, 4, 5), anyDay).map(([nth, day]) => `${nth}${day}`);
const list = <T>(one: fc.Arbitrary<T>, most: number): fc.Arbitrary<string> =>
  fc.array(one, { minLength: 1, maxLength: most }).map((all) => all.join(','));
const months = list(fc.integer({ min: 1, max: 12 }), 12);
const monthDays = list(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: -31, max: -1 })), 4);
const positions = list(fc.constantFrom(-3, -1, 1, 2, 3, 5), 2);
const maybe = (one: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> =>
  fc.option(one, { nil: undefined, freq: 1 });

/** What RFC 5545 lets each frequency have, and no more. */
const parts = fc.oneof(
  fc.record({
    FREQ: fc.constant('DAILY'),
    BYMONTH: maybe(months),
    BYMONTHDAY: maybe(monthDays),
    BYDAY: maybe(list(anyDay, 7)),
  }),
  fc.record({ FREQ: fc.constant('WEEKLY'), BYMONTH: maybe(months), BYDAY: maybe(list(anyDay, 7)) }),
  fc.record({
    FREQ: fc.constant('MONTHLY'),
    BYMONTH: maybe(months),
    BYMONTHDAY: maybe(monthDays),
    BYDAY: maybe(fc.oneof(list(anyDay, 7), list(numbered, 3))),
  }),
  fc.record({
    FREQ: fc.constant('YEARLY'),
    BYMONTH: maybe(months),
    BYMONTHDAY: maybe(monthDays),
    BYDAY: maybe(fc.oneof(list(anyDay, 7), list(numbered, 3))),
    BYYEARDAY: maybe(
      list(
        fc.integer({ min: -366, max: 366 }).filter((day) => day !== 0),
        3,
      ),
    ),
  }),
);
const extras = fc.record({
  INTERVAL: maybe(fc.constantFrom('1', '2', '3', '6', '12', '24')),
  WKST: maybe(anyDay),
  BYSETPOS: maybe(positions),
  COUNT: maybe(fc.integer({ min: 1, max: 40 }).map(String)),
});

/** A rule as another program might spell it; some never come up, and some RFC 5545 does not allow. */
export const anyRule: fc.Arbitrary<string> = fc
  .tuple(parts, extras)
  .map((all) => Object.entries({ ...all[0], ...all[1] }).filter(([, value]) => value !== undefined))
  .map((entries) => entries.map(([name, value]) => `${name}=${value}`).join(';'));

const anyLength = fc.constantFrom(0, 15, 60, 24 * 60, 30 * 60, 10 * 24 * 60);

/** A readable text: timed or all day, once or repeated. */
export const anyWhen: fc.Arbitrary<string> = fc
  .record({
    wall: anyWall,
    minutes: anyLength,
    zone: anyZone,
    allDay: fc.boolean(),
    rule: fc.option(anyRule, { nil: undefined }),
  })
  .map(({ wall, minutes, zone, allDay, rule }) => {
    const end = new Date(Date.parse(`${wall}Z`) + minutes * 60_000).toISOString().slice(0, 19);
    const one = { start: wall, end, zone, allDay };
    return whenFrom(rule === undefined ? one : { ...one, rule }) ?? whenFrom(one);
  })
  .filter((when) => when !== undefined)
  .map(formatWhen);
