import { describe, expect, test } from 'vitest';
import type { EntryRecord } from '../../packages/providers/clio/src/calendar/entry-record.ts';
import { instancesOf } from '../../packages/providers/clio/src/calendar/instances.ts';

const rowAt = (id: string, startAt: string, endAt: string, slot?: string): EntryRecord => ({
  id,
  etag: `"${id}"`,
  createdAt: 0,
  updatedAt: 0,
  summary: 'Call',
  description: null,
  location: null,
  allDay: false,
  startAt,
  endAt,
  startDate: startAt.slice(0, 10),
  endDate: endAt.slice(0, 10),
  zone: 'America/New_York',
  rule: null,
  parent: '1',
  isCourtRule: false,
  permission: 'owner',
  calendar: '1',
  ...(slot === undefined ? {} : { slot: { id: '9', value: slot } }),
});

/** Saturdays from ten at night until nine, over the change of 8 March 2026. */
const series = rowAt('1', '2026-02-28T22:00:00-05:00', '2026-03-01T09:00:00-05:00');
const when = '2026-02-28T22:00:00-05:00/2026-03-01T09:00:00-05:00 America/New_York FREQ=WEEKLY;BYDAY=SA';
const far = Date.UTC(2026, 2, 20);
const shownBy = (rows: readonly EntryRecord[], until = far, sureTo = far) =>
  instancesOf(series, when, rows, { until, sureTo }).map(({ slot, row, isPunctual = false }) => [
    slot,
    row?.id ?? 'cancelled',
    isPunctual,
  ]);

const first = rowAt('a', '2026-02-28T22:00:00-05:00', '2026-03-01T09:00:00-05:00');
const third = rowAt('c', '2026-03-14T22:00:00-04:00', '2026-03-15T09:00:00-04:00');

describe('which row stands for which date of a series', () => {
  test.each([
    ['as many hours', '2026-03-08T10:00:00-04:00', true],
    ['as long by the clock', '2026-03-08T09:00:00-04:00', true],
    ['longer', '2026-03-08T11:00:00-04:00', false],
  ])('in the night of a change a date lasts %s', (_, end, isPunctual) => {
    const second = rowAt('b', '2026-03-07T22:00:00-05:00', end);
    expect(shownBy([first, second, third])).toEqual([
      ['2026-02-28', 'a', true],
      ['2026-03-07', 'b', isPunctual],
      ['2026-03-14', 'c', true],
    ]);
  });

  test('rows at other times go to the nearest date that is left, whatever their order', () => {
    const near = rowAt('n', '2026-03-14T20:00:00-04:00', '2026-03-15T07:00:00-04:00');
    const nearer = rowAt('m', '2026-03-07T23:00:00-05:00', '2026-03-08T10:00:00-04:00');
    for (const rows of [
      [first, near, nearer],
      [first, nearer, near],
    ])
      expect(shownBy(rows).map(([, id]) => id)).toEqual(['a', 'm', 'n']);
    expect(shownBy([first, near]).map(([, id]) => id)).toEqual(['a', 'cancelled', 'n']);
  });

  test('a row that tells its date is there, even where another would fit better', () => {
    const told = rowAt('t', '2026-03-14T22:00:00-04:00', '2026-03-15T09:00:00-04:00', '2026-03-07');
    expect(shownBy([first, told, third]).map(([, id]) => id)).toEqual(['a', 't', 'c']);
    const nonsense = { ...third, slot: { id: '9', value: '1999-01-01' } };
    expect(shownBy([first, nonsense]).map(([, id]) => id)).toEqual(['a', 'cancelled', 'c']);
  });

  test('what begins later than is told of is left out, and still no candidate for an earlier date', () => {
    const until = Date.UTC(2026, 2, 10);
    expect(shownBy([first, third], until).map(([slot, id]) => [slot, id])).toEqual([
      ['2026-02-28', 'a'],
      ['2026-03-07', 'cancelled'],
    ]);
  });

  test('a date after which nothing is listed counts as cancelled only as far ahead as lists are sure to go', () => {
    expect(shownBy([first], far, Date.UTC(2026, 2, 1)).map(([, id]) => id)).toEqual(['a']);
    expect(shownBy([first], far, Date.UTC(2026, 2, 9)).map(([, id]) => id)).toEqual(['a', 'cancelled']);
  });
});
