import { canonicalRule, formatWhen, occurrences, parseRule, whenFrom, whenKey } from '@concord/core';
import { describe, expect, it } from 'vitest';

const zone = 'America/New_York';
const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** From Wednesday 15 April 2026 at noon in New York: as others write it, and as we do. */
const spellings: readonly (readonly [spelled: string, canonical: string])[] = [
  // Google, Clio, Apple: what the start implies
  ['FREQ=DAILY', 'FREQ=DAILY'],
  ['FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=WE'],
  ['FREQ=MONTHLY', 'FREQ=MONTHLY;BYMONTHDAY=15'],
  ['FREQ=YEARLY', 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15'],
  ['FREQ=YEARLY;BYMONTH=4', 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15'],
  ['FREQ=YEARLY;BYMONTH=4,10', 'FREQ=YEARLY;BYMONTH=4,10;BYMONTHDAY=15'],
  ['FREQ=MONTHLY;BYMONTH=4', 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15'],
  // What holds anyway
  ['RRULE:FREQ=WEEKLY;BYDAY=WE', 'FREQ=WEEKLY;BYDAY=WE'],
  ['rrule:freq=weekly;byday=we', 'FREQ=WEEKLY;BYDAY=WE'],
  [' FREQ=WEEKLY;BYDAY=WE; ', 'FREQ=WEEKLY;BYDAY=WE'],
  ['FREQ=WEEKLY;INTERVAL=1;WKST=SU;BYDAY=WE', 'FREQ=WEEKLY;BYDAY=WE'],
  ['WKST=MO;BYDAY=WE;FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=WE'],
  ['FREQ=WEEKLY;BYDAY=FR,WE,MO,WE', 'FREQ=WEEKLY;BYDAY=MO,WE,FR'],
  ['FREQ=MONTHLY;BYMONTHDAY=15,1,+15', 'FREQ=MONTHLY;BYMONTHDAY=1,15'],
  ['FREQ=MONTHLY;BYDAY=3MO,-1FR,1TU', 'FREQ=MONTHLY;BYDAY=-1FR,1TU,3MO'],
  ['FREQ=MONTHLY;BYDAY=+3WE', 'FREQ=MONTHLY;BYDAY=3WE'],
  ['FREQ=MONTHLY;WKST=SU;BYDAY=3WE', 'FREQ=MONTHLY;BYDAY=3WE'],
  ['FREQ=DAILY;BYHOUR=12;BYMINUTE=0;BYSECOND=0', 'FREQ=DAILY'],
  ['FREQ=MONTHLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12', 'FREQ=MONTHLY;BYMONTHDAY=15'],
  // Weeks that begin on another day
  ['FREQ=WEEKLY;BYDAY=WE,SU;WKST=SU', 'FREQ=WEEKLY;BYDAY=WE,SU'],
  ['FREQ=MONTHLY;BYDAY=1SU;WKST=SU', 'FREQ=MONTHLY;BYDAY=1SU'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;WKST=SU', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,FR;WKST=SU', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,FR'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SU;WKST=SU', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SU;WKST=SU'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SU;WKST=SA', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SU;WKST=SU'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SU;WKST=TU', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SU'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=WE', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=TU'],
  // Microsoft's patterns, in the words of RFC 5545
  ['FREQ=MONTHLY;BYDAY=WE;BYSETPOS=3', 'FREQ=MONTHLY;BYDAY=3WE'],
  ['FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1', 'FREQ=MONTHLY;BYDAY=-1FR'],
  ['FREQ=YEARLY;BYMONTH=5;BYDAY=MO;BYSETPOS=-1', 'FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO'],
  ['FREQ=MONTHLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=-1', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  ['FREQ=MONTHLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=2', 'FREQ=MONTHLY;BYMONTHDAY=2'],
  ['FREQ=MONTHLY;BYDAY=FR,TH,WE,TU,MO;BYSETPOS=-1', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'],
  ['FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=15', 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15'],
  ['FREQ=MONTHLY;INTERVAL=24;BYDAY=3WE', 'FREQ=YEARLY;INTERVAL=2;BYMONTH=4;BYDAY=3WE'],
  // Two ways to say the same
  ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  ['FREQ=WEEKLY;BYDAY=SU,MO,TU,WE,TH,FR,SA', 'FREQ=DAILY'],
  ['FREQ=DAILY;BYDAY=SU,MO,TU,WE,TH,FR,SA', 'FREQ=DAILY'],
  ['FREQ=MONTHLY;BYDAY=WE', 'FREQ=WEEKLY;BYDAY=WE'],
  ['FREQ=YEARLY;BYDAY=WE', 'FREQ=WEEKLY;BYDAY=WE'],
  ['FREQ=YEARLY;BYMONTH=4;BYDAY=WE', 'FREQ=WEEKLY;BYMONTH=4;BYDAY=WE'],
  ['FREQ=YEARLY;BYMONTHDAY=15', 'FREQ=MONTHLY;BYMONTHDAY=15'],
  ['FREQ=DAILY;BYMONTHDAY=15', 'FREQ=MONTHLY;BYMONTHDAY=15'],
  ['FREQ=DAILY;BYMONTH=4;BYMONTHDAY=15', 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15'],
  ['FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=3WE', 'FREQ=MONTHLY;BYDAY=3WE'],
  ['FREQ=DAILY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12', 'FREQ=DAILY'],
  ['FREQ=WEEKLY;INTERVAL=2;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE'],
  // What looks alike and is not
  ...[
    'FREQ=YEARLY;INTERVAL=2;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=15',
    'FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=15',
    'FREQ=YEARLY;BYMONTHDAY=1,15;BYSETPOS=-1',
    'FREQ=DAILY;INTERVAL=2;BYMONTHDAY=15',
    'FREQ=MONTHLY;INTERVAL=2;BYDAY=WE',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA,SU',
    'FREQ=MONTHLY;BYMONTH=4,5;BYDAY=MO,TU;BYSETPOS=1',
    'FREQ=MONTHLY;INTERVAL=12;BYMONTH=4;BYMONTHDAY=15',
    'FREQ=YEARLY;BYMONTH=4,5;BYDAY=MO;BYSETPOS=1',
    'FREQ=MONTHLY;BYMONTHDAY=15;BYDAY=WE',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=1,40',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,6',
    'FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1;WKST=SU',
    'FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;WKST=SU',
  ].map((rule) => [rule, rule] as const),
  // The end
  ['FREQ=WEEKLY;COUNT=10', 'FREQ=WEEKLY;BYDAY=WE;COUNT=10'],
  ['FREQ=WEEKLY;UNTIL=20261230T170000Z', 'FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230'],
  ['FREQ=WEEKLY;UNTIL=20261230T165959Z', 'FREQ=WEEKLY;BYDAY=WE;UNTIL=20261223'],
  ['FREQ=WEEKLY;UNTIL=20261231T045959Z', 'FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230'],
  ['FREQ=WEEKLY;UNTIL=20261230T120000', 'FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230'],
  ['FREQ=WEEKLY;UNTIL=20261230T115959', 'FREQ=WEEKLY;BYDAY=WE;UNTIL=20261223'],
  ['FREQ=WEEKLY;UNTIL=20261230', 'FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230'],
  ['FREQ=WEEKLY;UNTIL=20261231', 'FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230'],
  ['FREQ=WEEKLY;UNTIL=20260415T160000Z', 'FREQ=WEEKLY;BYDAY=WE;UNTIL=20260415'],
  ['FREQ=DAILY;UNTIL=20260701T155959Z', 'FREQ=DAILY;UNTIL=20260630'],
  ['FREQ=YEARLY;UNTIL=20290101', 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15;UNTIL=20280415'],
  ['FREQ=MONTHLY;INTERVAL=2;UNTIL=99991231', 'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15;UNTIL=99991215'],
];

const refused: readonly (readonly [why: string, rule: string])[] = [
  ['nothing', ''],
  ['no frequency', 'BYDAY=WE'],
  ['every hour', 'FREQ=HOURLY'],
  ['every minute', 'FREQ=MINUTELY;INTERVAL=90'],
  ['several times a day', 'FREQ=DAILY;BYHOUR=9,12'],
  ['at another time than it starts', 'FREQ=DAILY;BYHOUR=9'],
  ['at another minute than it starts', 'FREQ=DAILY;BYMINUTE=30'],
  ['two rules', 'FREQ=WEEKLY;BYDAY=WE\nRRULE:FREQ=WEEKLY;BYDAY=FR'],
  ['extra dates', 'FREQ=WEEKLY;BYDAY=WE\nRDATE:20260416T160000Z'],
  ['an exception', 'EXDATE:20260422T160000Z'],
  ['an excluding rule', 'EXRULE:FREQ=WEEKLY'],
  ['another calendar', 'RSCALE=HEBREW;FREQ=YEARLY'],
  ['Easter, as one library has it', 'FREQ=YEARLY;BYEASTER=0'],
  ['a part that is there twice', 'FREQ=WEEKLY;BYDAY=WE;BYDAY=FR'],
  ['a part without a value', 'FREQ=WEEKLY;BYDAY='],
  ['an interval of nothing', 'FREQ=WEEKLY;INTERVAL=0'],
  ['a negative interval', 'FREQ=WEEKLY;INTERVAL=-1'],
  ['a broken interval', 'FREQ=WEEKLY;INTERVAL=1.5'],
  ['no times', 'FREQ=WEEKLY;COUNT=0'],
  ['more times than anybody lives', 'FREQ=DAILY;COUNT=1000000'],
  ['two ends', 'FREQ=WEEKLY;COUNT=2;UNTIL=20261230'],
  ['an end that is no date', 'FREQ=WEEKLY;UNTIL=20260230'],
  ['an end that is no time', 'FREQ=WEEKLY;UNTIL=20261230T250000Z'],
  ['an end before the start', 'FREQ=WEEKLY;UNTIL=20260414'],
  ['an end an hour before the start', 'FREQ=DAILY;UNTIL=20260415T150000Z'],
  ['a day of no week', 'FREQ=WEEKLY;BYDAY=XX'],
  ['the zeroth Monday', 'FREQ=MONTHLY;BYDAY=0MO'],
  ['the second Monday of a week', 'FREQ=WEEKLY;BYDAY=2MO'],
  ['the second Monday of a day', 'FREQ=DAILY;BYDAY=2MO'],
  ['the 32nd', 'FREQ=MONTHLY;BYMONTHDAY=32'],
  ['the 0th', 'FREQ=MONTHLY;BYMONTHDAY=0'],
  ['the 13th month', 'FREQ=YEARLY;BYMONTH=13'],
  ['a date of a week', 'FREQ=WEEKLY;BYMONTHDAY=15'],
  ['a day of the year each month', 'FREQ=MONTHLY;BYYEARDAY=100'],
  ['a week of the year each month', 'FREQ=MONTHLY;BYWEEKNO=20;BYDAY=MO'],
  ['a week of which no day is said', 'FREQ=YEARLY;BYWEEKNO=20'],
  ['the first of nothing', 'FREQ=MONTHLY;BYSETPOS=1'],
  ['a week that begins on no day', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=XX'],
  ['30 February', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'],
  ['the 31st of April', 'FREQ=MONTHLY;BYMONTH=4,6;BYMONTHDAY=31'],
];

const noon = Date.UTC(2026, 3, 15, 12);

describe('a rule', () => {
  it.each(spellings)('%s is %s', (spelled, canonical) => {
    expect(canonicalRule(spelled, { start: noon, zone })).toBe(canonical);
    expect(canonicalRule(canonical, { start: noon, zone })).toBe(canonical);
  });

  it.each(refused)('is refused: %s', (_, rule) => {
    expect(canonicalRule(rule, { start: noon, zone })).toBeUndefined();
    const parts = { start: '2026-04-15T12:00:00', end: '2026-04-15T13:00:00', zone };
    expect(whenFrom({ ...parts, rule })).toBeUndefined();
    expect(whenFrom(parts)).toBeDefined();
  });

  it('ends for all-day events on the date that is written, whatever the time', () => {
    const start = Date.UTC(2026, 3, 15);
    for (const until of ['20261230', '20261230T000000Z', '20261230T235959Z', '20261230T120000'])
      expect(canonicalRule(`FREQ=DAILY;UNTIL=${until}`, { start })).toBe('FREQ=DAILY;UNTIL=20261230');
  });

  it('ends where the instant falls in the zone, not by UTC', () => {
    const nearMidnight = Date.UTC(2026, 3, 15, 23, 30);
    const until = (text: string, where: string): string | undefined =>
      canonicalRule(`FREQ=DAILY;UNTIL=${text}`, { start: nearMidnight, zone: where });
    const early = canonicalRule('FREQ=DAILY;UNTIL=20260420T150000Z', {
      start: Date.UTC(2026, 3, 15, 0, 30),
      zone: 'Pacific/Kiritimati',
    });
    expect(early).toBe('FREQ=DAILY;UNTIL=20260421');
    expect(until('20260421T033000Z', zone)).toBe('FREQ=DAILY;UNTIL=20260420');
    expect(until('20260421T032959Z', zone)).toBe('FREQ=DAILY;UNTIL=20260419');
    expect(until('20260420T093000Z', 'Pacific/Kiritimati')).toBe('FREQ=DAILY;UNTIL=20260420');
    expect(until('20260420T092959Z', 'Pacific/Kiritimati')).toBe('FREQ=DAILY;UNTIL=20260419');
    expect(until('20260420T150000Z', 'Pacific/Kiritimati')).toBe('FREQ=DAILY;UNTIL=20260420');
  });

  it('reads an end on a day whose clocks skip the time as the time that takes its place', () => {
    const halfPastTwo = Date.UTC(2026, 2, 1, 2, 30);
    const until = (text: string): string | undefined =>
      canonicalRule(`FREQ=DAILY;UNTIL=${text}`, { start: halfPastTwo, zone });
    expect(until('20260308T073000Z')).toBe('FREQ=DAILY;UNTIL=20260308');
    expect(until('20260308T072959Z')).toBe('FREQ=DAILY;UNTIL=20260307');
  });

  it('may count as far as a calendar does, and no further', () => {
    expect(canonicalRule('FREQ=DAILY;COUNT=11000', { start: noon, zone })).toBe('FREQ=DAILY;COUNT=11000');
    expect(canonicalRule('FREQ=DAILY;COUNT=11001', { start: noon, zone })).toBeUndefined();
  });

  it('is not read where it is not written as core writes it', () => {
    expect(parseRule('FREQ=WEEKLY;UNTIL=20261230T170000Z')).toBeUndefined();
    expect(parseRule('FREQ=DAILY;BYHOUR=12')).toBeUndefined();
    expect(parseRule('FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230')?.days).toEqual([{ weekday: 2 }]);
  });
});

describe('a series whose start is no occurrence', () => {
  const from = (date: string): string => {
    const when = whenFrom({ start: `${date}T12:00:00`, end: `${date}T13:00:00`, zone, rule: 'FREQ=WEEKLY;BYDAY=FR' });
    return when ? formatWhen(when) : '';
  };

  it('begins with its first one, and is the same as one that starts there', () => {
    const [monday, friday] = [from('2026-04-13'), from('2026-04-17')];
    expect(occurrences(monday, always, 2).map(({ slot }) => slot)).toEqual(['2026-04-17', '2026-04-24']);
    expect(monday).not.toBe(friday);
    expect(whenKey(monday)).toBe(whenKey(friday));
    expect(whenKey(from('2026-04-20'))).not.toBe(whenKey(friday));
  });
});
