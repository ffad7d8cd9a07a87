import type { WeekEntry } from '@concord/core';
import { describe, expect, it } from 'vitest';
import { addDays, startOfDay, wallIn, weekOf } from '../../packages/console/src/calendars/week/days.ts';
import { fateOf } from '../../packages/console/src/calendars/week/looks.ts';
import { placeWeek, shortestMinutes, touched } from '../../packages/console/src/calendars/week/place.ts';
import { sayTime, sayWeek } from '../../packages/console/src/calendars/week/say-entry.ts';
import { sideBySide } from '../../packages/console/src/calendars/week/side-by-side.ts';
import { walk } from '../../packages/console/src/calendars/week/walk.ts';

const berlin = 'Europe/Berlin';
const hourMs = 60 * 60 * 1000;

function entry(start: string, end: string, more: Partial<WeekEntry> = {}): WeekEntry {
  return { id: start, title: 'Hearing', start, end, allDay: !start.includes('T'), outcome: 'agreed', on: [], ...more };
}

describe('the days of a week', () => {
  it.each(['2026-05-11', '2026-05-14', '2026-05-17'])('are Monday to Sunday around %s', (day) => {
    const days = weekOf(day);
    expect([days[0], days[6], days.length]).toEqual(['2026-05-11', '2026-05-17', 7]);
  });

  it('go on over the ends of months and years', () => {
    expect(weekOf('2027-01-01')[0]).toBe('2026-12-28');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(sayWeek('2026-12-28').replaceAll(/\s/gu, ' ')).toMatch(/28 December 2026.*3 January 2027/u);
  });

  it.each([
    ['an ordinary one', berlin, '2026-05-12', 24],
    ['one in spring', berlin, '2026-03-29', 23],
    ['one in autumn', berlin, '2026-10-25', 25],
    ['one whose midnight is not there', 'Africa/Cairo', '2026-04-24', 23],
    ['half an hour', 'Australia/Lord_Howe', '2026-04-05', 24.5],
  ])('have as many hours as they have: %s', (_what, zone, day, hours) => {
    expect((startOfDay(zone, addDays(day, 1)) - startOfDay(zone, day)) / hourMs).toBe(hours);
  });

  it.each(['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu', 'America/St_Johns', 'UTC'])(
    'begin with their first minute in %s',
    (zone) => {
      const start = startOfDay(zone, '2026-05-12');
      expect(wallIn(zone, start)).toEqual({ day: '2026-05-12', minutes: 0 });
      expect(wallIn(zone, start - 1).day).toBe('2026-05-11');
    },
  );
});

describe('events of one day', () => {
  const days = weekOf('2026-05-12');

  it('stand where the clock of the reader has them, whatever zone they are of', () => {
    const { days: blocks } = placeWeek([entry('2026-05-12T09:30:00-04:00', '2026-05-12T10:45:00-04:00')], days, berlin);
    expect(blocks.map((some) => some.length)).toEqual([0, 1, 0, 0, 0, 0, 0]);
    expect(blocks[1]?.[0]).toMatchObject({ top: 15 * 60 + 30, bottom: 16 * 60 + 45, column: 0, columns: 1 });
  });

  it('are at least so long that they can be read, also at the end of the day', () => {
    const late = entry('2026-05-12T23:55:00+02:00', '2026-05-13T00:00:00+02:00');
    const moment = entry('2026-05-12T10:00:00+02:00', '2026-05-12T10:00:00+02:00');
    const [, tuesday, wednesday] = placeWeek([late, moment], days, berlin).days;
    expect(tuesday?.map(({ top, bottom }) => [top, bottom])).toEqual([
      [600, 600 + shortestMinutes],
      [24 * 60 - shortestMinutes, 24 * 60],
    ]);
    expect(wednesday).toEqual([]);
  });

  it('that go on past midnight have a part in either day, and begin but once', () => {
    const night = entry('2026-05-12T22:00:00+02:00', '2026-05-13T03:00:00+02:00');
    const [, tuesday, wednesday] = placeWeek([night], days, berlin).days;
    expect(tuesday?.[0]).toMatchObject({ top: 22 * 60, bottom: 24 * 60, isRest: false });
    expect(wednesday?.[0]).toMatchObject({ top: 0, bottom: 180, isRest: true });
  });

  it('that began before this week begin with it', () => {
    const night = entry('2026-05-10T22:00:00+02:00', '2026-05-11T03:00:00+02:00');
    expect(placeWeek([night], days, berlin).days[0]?.[0]).toMatchObject({ top: 0, bottom: 180, isRest: false });
  });

  it('that are over before it, or after it, are not there', () => {
    const before = entry('2026-05-10T20:00:00+02:00', '2026-05-11T00:00:00+02:00');
    const after = entry('2026-05-18T00:00:00+02:00', '2026-05-18T01:00:00+02:00');
    expect(placeWeek([before, after], days, berlin).days.flat()).toEqual([]);
  });

  it('in the hour that comes twice stand beside each other, as the clock shows the same time', () => {
    const first = entry('2026-10-25T02:00:00+02:00', '2026-10-25T02:45:00+02:00');
    const second = entry('2026-10-25T02:00:00+01:00', '2026-10-25T02:45:00+01:00');
    const sunday = placeWeek([first, second], weekOf('2026-10-25'), berlin).days[6];
    expect(sunday?.map(({ top, column, columns }) => [top, column, columns])).toEqual([
      [120, 0, 2],
      [120, 1, 2],
    ]);
  });

  it('that end at an earlier time of day than they begin, because clocks went back, still can be seen', () => {
    const over = entry('2026-10-25T02:30:00+02:00', '2026-10-25T02:15:00+01:00');
    expect(placeWeek([over], weekOf('2026-10-25'), berlin).days[6]?.[0]).toMatchObject({ top: 150, bottom: 180 });
  });

  it('that leap over the hour that is not there end where the clock says', () => {
    const leap = entry('2026-03-29T01:30:00+01:00', '2026-03-29T03:30:00+02:00');
    expect(placeWeek([leap], weekOf('2026-03-29'), berlin).days[6]?.[0]).toMatchObject({ top: 90, bottom: 210 });
  });
});

describe('events of whole days', () => {
  const days = weekOf('2026-05-12');
  const spans = (entries: readonly WeekEntry[]) =>
    placeWeek(entries, days, berlin).banners.map(({ first, last, line }) => [first, last, line]);

  it('end with the day before their end', () => {
    expect(spans([entry('2026-05-12', '2026-05-13')])).toEqual([[1, 1, 0]]);
    expect(spans([entry('2026-05-12', '2026-05-15')])).toEqual([[1, 3, 0]]);
    expect(spans([entry('2026-05-18', '2026-05-19'), entry('2026-05-08', '2026-05-11')])).toEqual([]);
  });

  it('are cut at the ends of the week', () => {
    expect(spans([entry('2026-05-01', '2026-06-01')])).toEqual([[0, 6, 0]]);
  });

  it('share a line where they do not meet, and the longer one comes first', () => {
    const some = [
      entry('2026-05-12', '2026-05-13', { id: 'short' }),
      entry('2026-05-12', '2026-05-14', { id: 'long' }),
      entry('2026-05-14', '2026-05-15', { id: 'after' }),
    ];
    expect(placeWeek(some, days, berlin).banners.map(({ entry: { id }, line }) => `${id} ${line}`)).toEqual([
      'long 0',
      'short 1',
      'after 0',
    ]);
  });

  it('have lines of their own where one ends on the day on which another begins', () => {
    expect(spans([entry('2026-05-12', '2026-05-14'), entry('2026-05-13', '2026-05-15')])).toEqual([
      [1, 2, 0],
      [2, 3, 1],
    ]);
  });

  it('are those of a day and longer, too, though they have times', () => {
    const trial = entry('2026-05-12T10:00:00+02:00', '2026-05-13T10:00:00+02:00');
    expect(spans([trial])).toEqual([[1, 2, 0]]);
    expect(placeWeek([trial], days, berlin).days.flat()).toEqual([]);
    const shorter = entry('2026-05-12T10:00:00+02:00', '2026-05-13T09:59:00+02:00');
    expect(spans([shorter])).toEqual([]);
  });

  it('are on the same days for readers of every zone', () => {
    for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12'])
      expect(touched(entry('2026-05-12', '2026-05-14'), zone)).toEqual(['2026-05-12', '2026-05-13']);
  });
});

describe('what overlaps', () => {
  const columns = (spans: readonly (readonly [number, number])[]) =>
    sideBySide(spans.map(([top, bottom]) => ({ top, bottom }))).map(({ column, columns: of }) => `${column}/${of}`);

  it('stands side by side; what only touches does not', () => {
    expect(
      columns([
        [0, 60],
        [60, 120],
      ]),
    ).toEqual(['0/1', '0/1']);
    expect(
      columns([
        [0, 61],
        [60, 120],
      ]),
    ).toEqual(['0/2', '1/2']);
  });

  it('hangs together through others, and takes a column that is free again', () => {
    expect(
      columns([
        [0, 60],
        [30, 120],
        [60, 90],
      ]),
    ).toEqual(['0/2', '1/2', '0/2']);
  });

  it('hangs together through the longest of them, though a shorter one was over before', () => {
    const day = [0, 120] as const;
    expect(columns([day, [0, 30], [60, 90]])).toEqual(['0/2', '1/2', '1/2']);
  });

  it('does not narrow what comes later', () => {
    expect(
      columns([
        [0, 60],
        [0, 60],
        [0, 60],
        [60, 120],
      ]),
    ).toEqual(['0/3', '1/3', '2/3', '0/1']);
  });
});

describe('the walk through a week', () => {
  const places = [
    { day: 0, minutes: -1 },
    { day: 0, minutes: 600 },
    { day: 2, minutes: 540 },
    { day: 2, minutes: 660 },
    { day: 6, minutes: 600 },
  ];

  it.each([
    [0, 'ArrowDown', 1],
    [1, 'ArrowDown', 2],
    [4, 'ArrowDown', 4],
    [0, 'ArrowUp', 0],
    [2, 'ArrowUp', 1],
    [1, 'ArrowRight', 2],
    [3, 'ArrowLeft', 1],
    [3, 'ArrowRight', 4],
    [4, 'ArrowLeft', 2],
    [4, 'ArrowRight', 4],
    [2, 'Home', 0],
    [2, 'End', 4],
  ])('from %i with %s leads to %i', (from, key, to) => {
    expect(walk(places, from, key)).toBe(to);
  });

  it('leaves other keys alone, and does nothing in an empty week', () => {
    expect(walk(places, 0, 'Enter')).toBeUndefined();
    expect(walk(places, 0, 'toString')).toBeUndefined();
    expect(walk([], 0, 'ArrowDown')).toBeUndefined();
  });
});

describe('what is said of an event', () => {
  it.each([
    ['2026-05-12', '2026-05-13', 'All day'],
    ['2026-05-12', '2026-05-15', 'Tue 12 May to Thu 14 May, all day'],
    ['2026-05-12T10:00:00+02:00', '2026-05-12T11:30:00+02:00', '10:00 to 11:30'],
    ['2026-05-12T10:00:00+02:00', '2026-05-12T10:00:00+02:00', '10:00'],
    ['2026-05-12T22:00:00+02:00', '2026-05-13T00:00:00+02:00', '22:00 to 00:00'],
    ['2026-05-12T22:00:00Z', '2026-05-13T23:00:00Z', 'Wed 13 May, 00:00 to Thu 14 May, 01:00'],
  ])('is when: %s to %s', (start, end, said) => {
    expect(sayTime(entry(start, end), berlin)).toBe(said);
  });

  it.each([
    [{ outcome: 'agreed' }, 'stays'],
    [{ outcome: 'agreed', oneWay: 'It has guests.' }, 'oneWay'],
    [{ outcome: 'addedLeft', oneWay: 'It has guests.' }, 'addedLeft'],
    [{ outcome: 'changed' }, 'changes'],
    [{ outcome: 'changed', leaves: 'left' }, 'removed'],
    [{ outcome: 'leftOut' }, 'leftOut'],
  ] as const)('is what will happen: %o is %s', (more, fate) => {
    expect(fateOf(entry('2026-05-12', '2026-05-13', more))).toBe(fate);
  });
});
