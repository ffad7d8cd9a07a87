import { describe, expect, it } from 'vitest';
import { type Pattern, seriesDates } from '../../packages/sandbox/src/microsoft/calendar/recurrence.ts';
import { instantOf, wallOf } from '../../packages/sandbox/src/microsoft/calendar/zones.ts';
import {
  at,
  between,
  createEventBench,
  eastern,
  instanceOn,
  instancesOf,
  intake,
  january,
  weekly,
} from './microsoft-events.ts';

describe('the days of a series', () => {
  const usual: Pattern = {
    type: 'daily',
    interval: 1,
    month: 0,
    dayOfMonth: 0,
    daysOfWeek: [],
    firstDayOfWeek: 'sunday',
    index: 'first',
  };
  const days = (pattern: Partial<Pattern>, startDate: string, numberOfOccurrences = 4) =>
    [
      ...seriesDates(
        {
          pattern: { ...usual, ...pattern },
          range: { type: 'numbered', startDate, endDate: '0001-01-01', recurrenceTimeZone: 'UTC', numberOfOccurrences },
        },
        '2060-01-01',
      ),
    ].join(' ');

  it.each<[string, Partial<Pattern>, string, string]>([
    ['every third day', { interval: 3 }, '2026-02-27', '2026-02-27 2026-03-02 2026-03-05 2026-03-08'],
    [
      'two days of each week',
      { type: 'weekly', daysOfWeek: ['friday', 'monday'] },
      '2026-01-07',
      '2026-01-09 2026-01-12 2026-01-16 2026-01-19',
    ],
    [
      'every other week, from Sunday',
      { type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'tuesday'] },
      '2026-01-06',
      '2026-01-06 2026-01-18 2026-01-20 2026-02-01',
    ],
    [
      'every other week, from Monday',
      { type: 'weekly', interval: 2, firstDayOfWeek: 'monday', daysOfWeek: ['sunday', 'tuesday'] },
      '2026-01-06',
      '2026-01-06 2026-01-11 2026-01-20 2026-01-25',
    ],
    [
      'the last day of months too short for it',
      { type: 'absoluteMonthly', dayOfMonth: 31 },
      '2026-01-31',
      '2026-01-31 2026-02-28 2026-03-31 2026-04-30',
    ],
    [
      'a day that has passed in the first month',
      { type: 'absoluteMonthly', dayOfMonth: 3, interval: 2 },
      '2026-01-10',
      '2026-03-03 2026-05-03 2026-07-03 2026-09-03',
    ],
    [
      'the second Tuesday',
      { type: 'relativeMonthly', index: 'second', daysOfWeek: ['tuesday'] },
      '2026-01-01',
      '2026-01-13 2026-02-10 2026-03-10 2026-04-14',
    ],
    [
      'the last working day',
      { type: 'relativeMonthly', index: 'last', daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] },
      '2026-01-01',
      '2026-01-30 2026-02-27 2026-03-31 2026-04-30',
    ],
    [
      'the 29th of February',
      { type: 'absoluteYearly', month: 2, dayOfMonth: 29 },
      '2027-02-28',
      '2027-02-28 2028-02-29 2029-02-28 2030-02-28',
    ],
    [
      'the fourth Thursday of November',
      { type: 'relativeYearly', month: 11, index: 'fourth', daysOfWeek: ['thursday'] },
      '2026-01-01',
      '2026-11-26 2027-11-25 2028-11-23 2029-11-22',
    ],
  ])('are right for %s', (_, pattern, start, expected) => {
    expect(days(pattern, start)).toBe(expected);
  });

  it('end with the last day of their range, which counts', () => {
    const range = {
      type: 'endDate',
      startDate: '2026-01-01',
      endDate: '2026-01-03',
      recurrenceTimeZone: 'UTC',
      numberOfOccurrences: 0,
    } as const;
    expect([...seriesDates({ pattern: usual, range }, '2030-01-01')]).toEqual([
      '2026-01-01',
      '2026-01-02',
      '2026-01-03',
    ]);
  });
});

describe('clocks', () => {
  it('turn wall times to instants and back, through the hours that come twice or never', () => {
    const zone = 'America/New_York';
    const iso = (wall: string) => new Date(instantOf(wall, zone)).toISOString();
    expect(iso('2026-03-08T01:30:00')).toBe('2026-03-08T06:30:00.000Z');
    expect(iso('2026-03-08T02:30:00')).toBe('2026-03-08T07:30:00.000Z');
    expect(iso('2026-11-01T01:30:00')).toBe('2026-11-01T05:30:00.000Z');
    expect(wallOf(Date.UTC(2026, 10, 1, 6, 30), zone)).toBe('2026-11-01T01:30:00');
    expect(wallOf(Date.UTC(2026, 0, 1), 'Asia/Kathmandu')).toBe('2026-01-01T05:45:00');
  });
});

describe('a series', () => {
  it('comes back with every part of its pattern and range', async () => {
    const { post } = createEventBench();
    const series = await post(weekly);
    expect(series.type).toBe('seriesMaster');
    expect(series.recurrence).toEqual({
      pattern: {
        type: 'weekly',
        interval: 1,
        month: 0,
        dayOfMonth: 0,
        daysOfWeek: ['tuesday'],
        firstDayOfWeek: 'sunday',
        index: 'first',
      },
      range: {
        type: 'numbered',
        startDate: '2026-01-06',
        endDate: '0001-01-01',
        recurrenceTimeZone: eastern,
        numberOfOccurrences: 12,
      },
    });
  });

  it('keeps its time on the clocks of its zone when they change', async () => {
    const { ask, post } = createEventBench();
    const { id } = await post(weekly);
    const window = 'startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-03-14T00:00:00Z';
    const { body } = await ask('GET', `/me/events/${id}/instances?${window}`);
    expect(body.value.map(({ start }) => start?.dateTime)).toEqual([
      '2026-03-03T14:00:00.0000000',
      '2026-03-10T13:00:00.0000000',
    ]);
  });

  it('may have a zone of its own for its days', async () => {
    const bench = createEventBench();
    const range = { ...weekly.recurrence.range, startDate: '2026-01-05', recurrenceTimeZone: eastern };
    const pattern = { type: 'daily', interval: 1 };
    const { id } = await bench.post({
      ...between('2026-01-06', '02:00', '03:00', 'UTC'),
      recurrence: { pattern, range },
    });
    expect(
      [...(await instancesOf(bench, id)).values()].slice(0, 2).map(({ start }) => start?.dateTime?.slice(0, 16)),
    ).toEqual(['2026-01-06T02:00', '2026-01-07T02:00']);
    expect(bench.calendars.agenda(Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 8)).map(({ date }) => date)).toEqual([
      '2026-01-05',
      '2026-01-06',
    ]);
  });

  it('may pass midnight, or last for days that begin long before the window', async () => {
    const bench = createEventBench();
    const night = { start: at('2026-01-06T22:00'), end: at('2026-01-07T02:00') };
    const days = { start: at('2025-12-20T09:00'), end: at('2025-12-30T09:00') };
    const yearly = {
      pattern: { type: 'absoluteYearly', interval: 1, month: 12, dayOfMonth: 20 },
      range: { type: 'noEnd', startDate: '2025-12-20' },
    };
    await bench.post({ ...weekly, ...night });
    await bench.post({ ...days, subject: 'Holidays', recurrence: yearly });
    const ends = (from: number, to: number) =>
      bench.calendars.agenda(from, to).map(({ end }) => end?.dateTime?.slice(0, 16));
    expect(ends(Date.UTC(2026, 0, 14, 5), Date.UTC(2026, 0, 14, 6))).toEqual(['2026-01-14T02:00']);
    expect(ends(Date.UTC(2026, 11, 29), Date.UTC(2026, 11, 29, 1))).toEqual(['2026-12-30T09:00']);
  });

  it('of whole days has them on the same days, whatever zone its range names', async () => {
    const bench = createEventBench();
    const day = { isAllDay: true, start: at('2026-01-06T00:00', 'UTC'), end: at('2026-01-07T00:00', 'UTC') };
    const range = {
      type: 'numbered',
      startDate: '2026-01-06',
      numberOfOccurrences: 2,
      recurrenceTimeZone: 'Pacific Standard Time',
    };
    await bench.post({ ...day, recurrence: { pattern: { type: 'daily', interval: 1 }, range } });
    const { body } = await bench.ask('GET', `/me/calendarView?${january}`);
    expect(body.value.map(({ start }) => start?.dateTime?.slice(0, 16))).toEqual([
      '2026-01-06T00:00',
      '2026-01-07T00:00',
    ]);
  });

  it('moves its range along with its start', async () => {
    const { ask, post } = createEventBench();
    const { id } = await post(weekly);
    const { body } = await ask('PATCH', `/me/events/${id}`, between('2026-01-13', '11:00', '12:00'));
    expect([body.start?.dateTime, body.recurrence?.range?.startDate]).toEqual([
      '2026-01-13T16:00:00.0000000',
      '2026-01-13',
    ]);
  });

  it('begins on its first day, though it was written earlier, and is refused when its range begins elsewhere', async () => {
    const { ask, post } = createEventBench();
    const late = await post({
      ...weekly,
      recurrence: { ...weekly.recurrence, pattern: { ...weekly.recurrence.pattern, daysOfWeek: ['thursday'] } },
    });
    expect([late.start?.dateTime, late.recurrence?.range?.startDate]).toEqual([
      '2026-01-08T14:00:00.0000000',
      '2026-01-08',
    ]);
    const range = { ...weekly.recurrence.range, startDate: '2026-01-13' };
    expect((await ask('POST', '/me/events', { ...weekly, recurrence: { ...weekly.recurrence, range } })).status).toBe(
      400,
    );
  });

  it.each([
    ['a type that is none', { type: 'hourly' }, {}],
    ['no interval', { interval: undefined }, {}],
    ['no days of the week', { daysOfWeek: [] }, {}],
    ['a part that it does not even use', { dayOfMonth: 32 }, {}],
    ['an index that is none', { index: 'fifth' }, {}],
    ['no number', {}, { numberOfOccurrences: 0 }],
    ['an end before its start', {}, { type: 'endDate', endDate: '2026-01-05' }],
    ['no day of the month', { type: 'absoluteMonthly' }, {}],
    ['no month', { type: 'absoluteYearly', dayOfMonth: 6 }, {}],
    ['an unknown zone', {}, { recurrenceTimeZone: 'Nowhere Time' }],
  ])('is refused with %s', async (_, pattern, range) => {
    const { ask } = createEventBench();
    const recurrence = {
      pattern: { ...weekly.recurrence.pattern, ...pattern },
      range: { ...weekly.recurrence.range, ...range },
    };
    expect((await ask('POST', '/me/events', { ...weekly, recurrence })).status).toBe(400);
  });

  it('shows its instances with what they have of it, each with an id and a calendar id of its own', async () => {
    const bench = createEventBench();
    const series = await bench.post({ ...weekly, categories: ['Court'] });
    const instances = await instancesOf(bench, series.id);
    expect([...instances.keys()]).toEqual(['2026-01-06', '2026-01-13', '2026-01-20', '2026-01-27']);
    const second = await instanceOn(bench, series.id, '2026-01-13');
    expect(second).toMatchObject({
      type: 'occurrence',
      seriesMasterId: series.id,
      subject: 'Team meeting',
      categories: ['Court'],
      recurrence: null,
      originalStart: '2026-01-13T14:00:00Z',
      start: { dateTime: '2026-01-13T14:00:00.0000000' },
      changeKey: series.changeKey,
    });
    expect(new Set([...instances.values(), series].map(({ iCalUId }) => iCalUId)).size).toBe(5);
    expect((await bench.ask('GET', `/me/events/${second.id}`)).body).toMatchObject({
      id: second.id,
      type: 'occurrence',
    });
    expect(
      (await bench.ask('GET', `/me/events/${second.id.replace(/.{20}$/u, (end) => end.toLowerCase())}`)).status,
    ).toBe(404);
  });

  it('stops being one when its recurrence is taken off, and a single event becomes one', async () => {
    const { ask, post } = createEventBench();
    const { id } = await post(weekly);
    expect((await ask('PATCH', `/me/events/${id}`, { recurrence: null })).body).toMatchObject({
      type: 'singleInstance',
      recurrence: null,
    });
    expect((await ask('GET', `/me/events/${id}/instances?${january}`)).status).toBe(400);
    expect((await ask('PATCH', `/me/events/${id}`, { recurrence: weekly.recurrence })).body.type).toBe('seriesMaster');
  });
});

describe('an instance that is changed', () => {
  it('becomes an exception under its own id, with a version of its own, and the series moves on with it', async () => {
    const bench = createEventBench();
    const series = await bench.post(weekly);
    const before = await instanceOn(bench, series.id, '2026-01-13');
    const moved = { subject: 'Team lunch', ...between('2026-01-14', '12:00', '13:00') };
    const { status, body } = await bench.ask('PATCH', `/me/events/${before.id}`, moved);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: before.id,
      type: 'exception',
      subject: 'Team lunch',
      originalStart: '2026-01-13T14:00:00Z',
      start: { dateTime: '2026-01-14T17:00:00.0000000' },
      iCalUId: before.iCalUId,
    });
    const after = (await bench.ask('GET', `/me/events/${series.id}`)).body;
    expect(new Set([after.changeKey, body.changeKey, series.changeKey]).size).toBe(3);
    expect(after.start).toEqual(series.start);
    expect((await bench.ask('GET', '/me/events')).body.value.map(({ id }) => id)).toEqual([series.id]);
  });

  it('follows the series in what it does not say itself', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    const instance = await instanceOn(bench, id, '2026-01-13');
    await bench.ask('PATCH', `/me/events/${instance.id}`, { subject: 'Team lunch' });
    await bench.ask('PATCH', `/me/events/${id}`, { subject: 'Huddle', categories: ['Court'] });
    expect(await instanceOn(bench, id, '2026-01-13')).toMatchObject({
      type: 'exception',
      subject: 'Team lunch',
      categories: ['Court'],
    });
    expect(await instanceOn(bench, id, '2026-01-20')).toMatchObject({ type: 'occurrence', subject: 'Huddle' });
  });

  it('may not reach the day of a neighbour, cancelled ones left out', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    const instance = await instanceOn(bench, id, '2026-01-13');
    const tryDay = async (day: string) =>
      (await bench.ask('PATCH', `/me/events/${instance.id}`, between(day, '12:00', '13:00'))).body;
    for (const day of ['2026-01-06', '2026-01-05', '2026-01-20', '2026-01-30'])
      expect((await tryDay(day)).error).toMatchObject({
        code: 'ErrorOccurrenceCrossingBoundary',
        message: 'Modified occurrence is crossing or overlapping adjacent occurrence.',
      });
    expect((await tryDay('2026-01-19')).type).toBe('exception');
    bench.calendars.removeInstance(id, '2026-01-20');
    expect((await tryDay('2026-01-26')).type).toBe('exception');
  });

  it('takes no recurrence of its own, and no whole day that is none', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    const instance = await instanceOn(bench, id, '2026-01-13');
    const patch = async (body: object) => (await bench.ask('PATCH', `/me/events/${instance.id}`, body)).status;
    expect([await patch({ recurrence: weekly.recurrence }), await patch({ isAllDay: true })]).toEqual([400, 400]);
    expect(bench.calendars.get(id)?.changed).toEqual([]);
  });

  it('is written only under its own change key', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    const { id: instanceId } = await instanceOn(bench, id, '2026-01-13');
    const first = await bench.ask('PATCH', `/me/events/${instanceId}`, { subject: 'A' });
    await bench.ask('PATCH', `/me/events/${id}`, { categories: ['x'] });
    const tag = { 'if-match': first.body['@odata.etag'] };
    expect((await bench.ask('PATCH', `/me/events/${instanceId}`, { subject: 'B' }, tag)).status).toBe(200);
    expect((await bench.ask('PATCH', `/me/events/${instanceId}`, { subject: 'C' }, tag)).status).toBe(412);
  });
});

describe('an instance that is deleted', () => {
  it('is called off, and the series goes on without it', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    const instance = await instanceOn(bench, id, '2026-01-13');
    await bench.ask('PATCH', `/me/events/${instance.id}`, { subject: 'Changed first' });
    expect((await bench.ask('DELETE', `/me/events/${instance.id}`)).status).toBe(204);
    expect((await bench.ask('GET', `/me/events/${instance.id}`)).status).toBe(404);
    expect([...(await instancesOf(bench, id)).keys()]).toEqual(['2026-01-06', '2026-01-20', '2026-01-27']);
    expect(bench.calendars.get(id)).toMatchObject({ cancelled: ['2026-01-13'], changed: [] });
  });

  it('and one that is changed show on the series to those who select and expand them', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    bench.calendars.removeInstance(id, '2026-01-20');
    bench.calendars.removeInstance(id, '2026-01-06');
    bench.calendars.editInstance(id, '2026-01-27', { subject: 'Changed' });
    const both = '$select=subject,cancelledOccurrences&$expand=exceptionOccurrences';
    const { body } = await bench.ask('GET', `/me/events/${id}?${both}`);
    expect(body.cancelledOccurrences).toEqual([`OID.${id}.2026-01-06`, `OID.${id}.2026-01-20`]);
    expect(body.exceptionOccurrences).toMatchObject([
      { type: 'exception', subject: 'Changed', originalStart: '2026-01-27T14:00:00Z', seriesMasterId: id },
    ]);
    const bare = (await bench.ask('GET', `/me/events/${id}`)).body;
    expect([bare.cancelledOccurrences, bare.exceptionOccurrences]).toEqual([undefined, undefined]);
    const [listed] = (await bench.ask('GET', `/me/events?${both}`)).body.value;
    expect([listed?.cancelledOccurrences, listed?.exceptionOccurrences]).toEqual([undefined, undefined]);
    const single = await bench.post(intake);
    const neither = (await bench.ask('GET', `/me/events/${single.id}?${both}`)).body;
    expect([neither.cancelledOccurrences, neither.exceptionOccurrences]).toEqual([undefined, undefined]);
    expect((await bench.ask('GET', `/me/events/${id}?$expand=cancelledOccurrences`)).status).toBe(400);
  });

  it('is listed by its id where a switch has it so', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    const instance = await instanceOn(bench, id, '2026-01-13');
    await bench.ask('DELETE', `/me/events/${instance.id}`);
    bench.on('calendar.cancelledAsIds');
    expect((await bench.ask('GET', `/me/events/${id}?$select=cancelledOccurrences`)).body.cancelledOccurrences).toEqual(
      [instance.id],
    );
  });
});

describe('changed and cancelled instances', () => {
  const special = async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    bench.calendars.removeInstance(id, '2026-01-20');
    bench.calendars.editInstance(id, '2026-01-13', { subject: 'Changed' });
    const left = async (patch: object) => {
      expect((await bench.ask('PATCH', `/me/events/${id}`, patch)).status).toBe(200);
      const { changed, cancelled } = bench.calendars.get(id) ?? {};
      return [changed, cancelled];
    };
    return { ...bench, left };
  };
  const kept = [['2026-01-13'], ['2026-01-20']];
  const range = { ...weekly.recurrence.range, numberOfOccurrences: 10 };

  it('outlive a change of anything but the times and the pattern', async () => {
    const { left } = await special();
    expect(await left({ subject: 'Huddle' })).toEqual(kept);
    expect(await left({ start: weekly.start, recurrence: weekly.recurrence })).toEqual(kept);
  });

  it.each([
    ['the start', between('2026-01-06', '10:00', '11:00')],
    ['the pattern', { recurrence: { ...weekly.recurrence, pattern: { type: 'daily', interval: 7 } } }],
    ['the range', { recurrence: { ...weekly.recurrence, range } }],
    ['the end of being a series', { recurrence: null }],
  ])('are gone with a change of %s', async (_, patch) => {
    const { left } = await special();
    expect(await left(patch)).toEqual([[], []]);
  });

  it('outlive a change of the range where a switch has it so', async () => {
    const { left, on } = await special();
    on('calendar.rangeKeepsExceptions');
    expect(await left({ recurrence: { ...weekly.recurrence, range } })).toEqual(kept);
    expect(await left({ start: at('2026-01-06T08:00') })).toEqual([[], []]);
  });
});

describe('a calendar view', () => {
  const view = async (bench: ReturnType<typeof createEventBench>, from: string, to: string) => {
    const { body } = await bench.ask('GET', `/me/calendarView?startDateTime=${from}&endDateTime=${to}&$top=100`);
    return body.value.map(({ subject, start }) => `${start?.dateTime?.slice(5, 16)} ${subject}`);
  };

  it('has single events and instances that touch the window, in the order of time', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    await bench.post(intake);
    await bench.post({ subject: 'Outside', ...between('2026-01-09', '09:00', '10:00') });
    bench.calendars.editInstance(id, '2026-01-13', between('2026-01-07', '08:00', '09:00'));
    expect(await view(bench, '2026-01-06T00:00:00Z', '2026-01-08T00:00:00Z')).toEqual([
      '01-06T14:00 Team meeting',
      '01-06T14:00 Intake call',
      '01-07T13:00 Team meeting',
    ]);
    expect(await view(bench, '2026-01-13T00:00:00Z', '2026-01-14T00:00:00Z')).toEqual([]);
    expect(await view(bench, '2026-01-06T14:59:00Z', '2026-01-06T15:00:00Z')).toHaveLength(2);
    expect(await view(bench, '2026-01-06T15:00:00Z', '2026-01-06T16:00:00Z')).toEqual([]);
  });

  it('reads the window with its own offset, whatever zone is preferred', async () => {
    const bench = createEventBench();
    await bench.post(intake);
    const path = '/me/calendarView?startDateTime=2026-01-06T09:00:00-05:00&endDateTime=2026-01-06T09:30:00-05:00';
    const prefer = 'outlook.timezone="Tokyo Standard Time"';
    const { body } = await bench.ask('GET', path, undefined, { prefer });
    expect(body.value.map(({ start }) => start)).toEqual([
      { dateTime: '2026-01-06T23:00:00.0000000', timeZone: 'Tokyo Standard Time' },
    ]);
    const plus = path.replaceAll('-05:00', '+00:00');
    expect((await bench.ask('GET', plus, undefined, { prefer })).body.value).toEqual([]);
  });

  it('needs a window, no longer than five years', async () => {
    const { ask } = createEventBench();
    const codeOf = async (query: string) => (await ask('GET', `/me/calendarView${query}`)).body.error?.code;
    expect(await codeOf('')).toBe('ErrorInvalidParameter');
    expect(await codeOf('?startDateTime=2026-01-02T00:00:00Z&endDateTime=2026-01-01T00:00:00Z')).toBe(
      'ErrorInvalidParameter',
    );
    expect(await codeOf('?startDateTime=2020-01-01&endDateTime=2026-01-01')).toBe('ErrorCalendarViewRangeTooBig');
    expect(await codeOf('?startDateTime=2026-01-01&endDateTime=2030-12-01')).toBeUndefined();
  });

  it('is of one calendar', async () => {
    const bench = createEventBench();
    const { id } = bench.calendars.addCalendar('Matters');
    bench.calendars.add(intake, 'Matters');
    expect(await view(bench, '2026-01-06', '2026-01-08')).toEqual([]);
    expect((await bench.ask('GET', `/me/calendars/${id}/calendarView?${january}`)).body.value).toHaveLength(1);
  });
});
