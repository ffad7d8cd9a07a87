import type { SlotException } from '@concord/core';
import type { EventCase } from './cases.ts';

const zone = 'America/New_York';
/** Wednesdays at noon: 15, 22, 29 April, 6 May 2026. */
const wednesdays = `2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 ${zone} FREQ=WEEKLY;BYDAY=WE;COUNT=4`;
const noons = ['2026-04-15', '2026-04-22', '2026-04-29', '2026-05-06'].map((date) => `${date}T12:00:00-04:00`);
const days = '2026-04-15/2026-04-16 FREQ=WEEKLY;BYDAY=WE;COUNT=3';
const dates = ['2026-04-15', '2026-04-22', '2026-04-29'];
/** Sundays at noon over the change of 8 March 2026. */
const sundays = `2026-03-01T12:00:00-05:00/2026-03-01T13:00:00-05:00 ${zone} FREQ=WEEKLY;BYDAY=SU;COUNT=3`;
const overTheChange = ['2026-03-01T12:00:00-05:00', '2026-03-08T12:00:00-04:00', '2026-03-15T12:00:00-04:00'];

const cancelled = (slot: string): SlotException => ({ slot, cancelled: true });
const moved = (slot: string, when: string): SlotException => ({ slot, when });
const hour = (start: string, end: string): string => `${start}/${end} ${zone}`;
const at = (date: string): string => hour(`${date}T12:00:00-04:00`, `${date}T13:00:00-04:00`);

/** Name, series, the starts that its rule gives, exceptions, and the starts that take place. */
type Row = readonly [string, string, readonly string[], readonly SlotException[], readonly string[]];

const rows: readonly Row[] = [
  ['the first is cancelled', wednesdays, noons, [cancelled('2026-04-15')], noons.slice(1)],
  ['the last is cancelled', wednesdays, noons, [cancelled('2026-05-06')], noons.slice(0, 3)],
  ['one in the middle is cancelled', wednesdays, noons, [cancelled('2026-04-22')], noons.filter((_, i) => i !== 1)],
  ['all are cancelled', wednesdays, noons, noons.map((start) => cancelled(start.slice(0, 10))), []],
  [
    'the first is moved to an hour later',
    wednesdays,
    noons,
    [moved('2026-04-15', hour('2026-04-15T13:00:00-04:00', '2026-04-15T14:00:00-04:00'))],
    ['2026-04-15T13:00:00-04:00', ...noons.slice(1)],
  ],
  [
    'the first is moved to before the series',
    wednesdays,
    noons,
    [moved('2026-04-15', at('2026-04-01'))],
    ['2026-04-01T12:00:00-04:00', ...noons.slice(1)],
  ],
  [
    'the last is moved to after the series',
    wednesdays,
    noons,
    [moved('2026-05-06', at('2026-06-03'))],
    [...noons.slice(0, 3), '2026-06-03T12:00:00-04:00'],
  ],
  [
    'one is moved past the next',
    wednesdays,
    noons,
    [moved('2026-04-15', at('2026-04-23'))],
    ['2026-04-22T12:00:00-04:00', '2026-04-23T12:00:00-04:00', ...noons.slice(2)],
  ],
  [
    'one is moved onto the next',
    wednesdays,
    noons,
    [moved('2026-04-15', at('2026-04-22'))],
    ['2026-04-22T12:00:00-04:00', ...noons.slice(1)],
  ],
  [
    'two change places',
    wednesdays,
    noons,
    [moved('2026-04-15', at('2026-04-22')), moved('2026-04-22', at('2026-04-15'))],
    noons,
  ],
  [
    'one is moved and the next cancelled',
    wednesdays,
    noons,
    [moved('2026-04-15', at('2026-04-16')), cancelled('2026-04-22')],
    ['2026-04-16T12:00:00-04:00', ...noons.slice(2)],
  ],
  [
    'one lasts longer',
    wednesdays,
    noons,
    [moved('2026-04-22', hour('2026-04-22T12:00:00-04:00', '2026-04-22T17:00:00-04:00'))],
    noons,
  ],
  [
    'one has another title',
    wednesdays,
    noons,
    [{ slot: '2026-04-22', when: at('2026-04-22'), title: 'Mediation' }],
    noons,
  ],
  [
    'one has no description',
    wednesdays,
    noons,
    [{ slot: '2026-04-22', when: at('2026-04-22'), description: '' }],
    noons,
  ],
  [
    'one is elsewhere, at another time and by another name',
    wednesdays,
    noons,
    [
      {
        slot: '2026-04-22',
        when: at('2026-04-23'),
        title: 'Hearing',
        description: 'Bring the file.',
        location: 'Court 5',
      },
    ],
    [noons[0] ?? '', '2026-04-23T12:00:00-04:00', ...noons.slice(2)],
  ],
  [
    'one is held in another zone',
    wednesdays,
    noons,
    [moved('2026-04-22', '2026-04-22T09:00:00-07:00/2026-04-22T10:00:00-07:00 America/Los_Angeles')],
    [noons[0] ?? '', '2026-04-22T09:00:00-07:00', ...noons.slice(2)],
  ],
  [
    'one takes the whole day',
    wednesdays,
    noons,
    [moved('2026-04-22', '2026-04-22/2026-04-23')],
    [noons[0] ?? '', '2026-04-22', ...noons.slice(2)],
  ],
  ['a day is cancelled', days, dates, [cancelled('2026-04-22')], ['2026-04-15', '2026-04-29']],
  [
    'a day is moved',
    days,
    dates,
    [moved('2026-04-22', '2026-04-23/2026-04-24')],
    ['2026-04-15', '2026-04-23', '2026-04-29'],
  ],
  ['a day becomes two', days, dates, [moved('2026-04-22', '2026-04-22/2026-04-24')], dates],
  [
    'a day becomes an hour',
    days,
    dates,
    [moved('2026-04-22', at('2026-04-22'))],
    ['2026-04-15', '2026-04-22T12:00:00-04:00', '2026-04-29'],
  ],
  [
    'one is moved over the change, forward',
    sundays,
    overTheChange,
    [moved('2026-03-01', hour('2026-03-09T12:00:00-04:00', '2026-03-09T13:00:00-04:00'))],
    ['2026-03-08T12:00:00-04:00', '2026-03-09T12:00:00-04:00', '2026-03-15T12:00:00-04:00'],
  ],
  [
    'one is moved over the change, back',
    sundays,
    overTheChange,
    [moved('2026-03-08', hour('2026-03-07T12:00:00-05:00', '2026-03-07T13:00:00-05:00'))],
    ['2026-03-01T12:00:00-05:00', '2026-03-07T12:00:00-05:00', '2026-03-15T12:00:00-04:00'],
  ],
  [
    'the one on the day of the change is cancelled',
    sundays,
    overTheChange,
    [cancelled('2026-03-08')],
    ['2026-03-01T12:00:00-05:00', '2026-03-15T12:00:00-04:00'],
  ],
];

export const exceptionCases: readonly EventCase[] = rows.map(([name, when, starts, exceptions, takePlace]) => ({
  name,
  when,
  starts,
  more: false,
  exceptions,
  takePlace,
}));

/** More exceptions than any calendar has: every day of a series of 5,000. */
export const manyExceptions: EventCase = {
  name: 'a thousand of five thousand days are cancelled',
  when: '2026-04-15/2026-04-16 FREQ=DAILY;COUNT=5000',
  starts: ['2026-04-15', '2026-04-16'],
  more: true,
  exceptions: Array.from({ length: 1000 }, (_, i) =>
    cancelled(new Date(Date.parse('2026-04-15') + i * 5 * 86_400_000).toISOString().slice(0, 10)),
  ),
  takePlace: ['2026-04-16', '2026-04-17', '2026-04-18', '2026-04-19', '2026-04-21'],
};
