import { describe, expect, it } from 'vitest';
import { at, createBench, reasonOf, weekly } from './google-calendar-world.ts';

const starts = (rows: readonly { start?: { dateTime?: string | null; date?: string | null } | null }[]) =>
  rows.map(({ start }) => start?.dateTime ?? start?.date);

async function oneSeries(rule?: string) {
  const bench = createBench();
  const { body } = await bench.insert(weekly(rule));
  return { ...bench, id: body.id ?? '', second: `${body.id}_20260810T070000Z` };
}

describe('a series in the Google look-alike', () => {
  it('expands into instances by the clock on the wall, with ids of their own and one iCalUID', async () => {
    const { ask, id } = await oneSeries('RRULE:FREQ=WEEKLY;COUNT=14;BYDAY=MO');
    const { body } = await ask('GET', `calendars/primary/events/${id}/instances`);
    expect(body.items).toHaveLength(14);
    expect(starts(body.items).slice(0, 2)).toEqual(['2026-08-03T09:00:00+02:00', '2026-08-10T09:00:00+02:00']);
    // After summer time, the wall still says nine.
    expect(body.items[12]?.start?.dateTime).toBe('2026-10-26T09:00:00+01:00');
    expect(body.items[12]?.id).toBe(`${id}_20261026T080000Z`);
    expect(new Set(body.items.map(({ iCalUID }) => iCalUID)).size).toBe(1);
    expect(body.items[1]).toMatchObject({
      recurringEventId: id,
      originalStartTime: { dateTime: '2026-08-10T09:00:00+02:00', timeZone: 'Europe/Amsterdam' },
    });
    expect(body.items[1]).not.toHaveProperty('recurrence');
  });

  it('keeps a changed instance as a row beside its series', async () => {
    const { patch, listAll, get, id, second } = await oneSeries();
    const before = (await get(second)).body;
    expect(before.summary).toBe('Standup');
    const moved = await patch(second, { start: at(11, 15).start, end: at(11, 15).end, summary: 'Moved' });
    expect(moved.body).toMatchObject({ id: second, recurringEventId: id, summary: 'Moved' });
    const { rows } = await listAll();
    expect(rows.map((row) => row.id)).toEqual([id, second]);
    expect(rows[1]?.originalStartTime?.dateTime).toBe('2026-08-10T09:00:00+02:00');
    expect((await get(`${id}_20260811T070000Z`)).status).toBe(404);
  });

  it('keeps a cancelled instance with the least, even when deleted ones are not asked for', async () => {
    const { remove, listAll, id, second } = await oneSeries();
    expect((await remove(second)).status).toBe(204);
    const { rows } = await listAll();
    expect(rows[1]).toEqual({
      kind: 'calendar#event',
      etag: expect.stringMatching(/^"\d+"$/u),
      id: second,
      status: 'cancelled',
      recurringEventId: id,
      originalStartTime: { dateTime: '2026-08-10T09:00:00+02:00', timeZone: 'Europe/Amsterdam' },
    });
    const single = await listAll({ singleEvents: true });
    expect(single.rows).toHaveLength(5);
  });

  it('needs a zone, and takes no line that is none', async () => {
    const { insert } = createBench();
    const { start, end, ...rest } = weekly();
    const bare = { start: { dateTime: `${start.dateTime}Z` }, end: { dateTime: `${end.dateTime}Z` } };
    expect(reasonOf(await insert({ ...rest, ...bare }))).toEqual([400, 'required']);
    for (const line of [
      'DTSTART:20260803T090000',
      'RRULE:FREQ=SOMETIMES',
      'RRULE:COUNT=3',
      'EXDATE:tomorrow',
      'weekly',
    ])
      expect([line, (await insert({ ...weekly(), recurrence: [line] })).status]).toEqual([line, 400]);
  });

  it('takes dates off and puts dates in by EXDATE and RDATE, in any zone', async () => {
    const { insert, ask } = createBench();
    const recurrence = [
      'RRULE:FREQ=WEEKLY;UNTIL=20260817T070000Z',
      'EXDATE;TZID=Asia/Tokyo:20260810T160000',
      'RDATE;TZID=Europe/Amsterdam:20260812T180000',
    ];
    const { body } = await insert({ ...weekly(), recurrence });
    expect(body.recurrence).toEqual(recurrence);
    const { items } = (await ask('GET', `calendars/primary/events/${body.id}/instances`)).body;
    expect(starts(items)).toEqual([
      '2026-08-03T09:00:00+02:00',
      '2026-08-12T18:00:00+02:00',
      '2026-08-17T09:00:00+02:00',
    ]);
  });

  it('of whole days has instances by the day', async () => {
    const { insert, ask, get } = createBench();
    const recurrence = ['RRULE:FREQ=DAILY;UNTIL=20260807', 'EXDATE;VALUE=DATE:20260805'];
    const { body } = await insert({ start: { date: '2026-08-03' }, end: { date: '2026-08-04' }, recurrence });
    const { items } = (await ask('GET', `calendars/primary/events/${body.id}/instances`)).body;
    expect(starts(items)).toEqual(['2026-08-03', '2026-08-04', '2026-08-06', '2026-08-07']);
    expect((await get(`${body.id}_20260804`)).body).toMatchObject({
      end: { date: '2026-08-05' },
      originalStartTime: { date: '2026-08-04' },
    });
    expect((await get(`${body.id}_20260805`)).status).toBe(404);
  });

  it('begins with its start although the rule says otherwise, unless google.calendar.startOutsideRule', async () => {
    const { ask, id, on } = await oneSeries('RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260812T000000Z');
    const all = async () => starts((await ask('GET', `calendars/primary/events/${id}/instances`)).body.items);
    expect(await all()).toEqual([
      '2026-08-03T09:00:00+02:00',
      '2026-08-04T09:00:00+02:00',
      '2026-08-11T09:00:00+02:00',
    ]);
    on('calendar.startOutsideRule');
    expect(await all()).toHaveLength(2);
  });

  it('lists instances in pages, of a window, of one original start, and cancelled ones when asked', async () => {
    const { ask, remove, insert, id, second } = await oneSeries();
    await remove(second);
    const instances = async (query: string) =>
      (await ask('GET', `calendars/primary/events/${id}/instances?${query}`)).body;
    expect((await instances('')).items).toHaveLength(5);
    expect((await instances('showDeleted=true')).items.map(({ status }) => status)[1]).toBe('cancelled');
    const first = await instances('maxResults=3');
    expect((await instances(`maxResults=3&pageToken=${first.nextPageToken}`)).items).toHaveLength(2);
    expect((await instances('timeMin=2026-08-30T00:00:00Z&timeMax=2026-09-02T00:00:00Z')).items).toHaveLength(1);
    expect((await instances('originalStart=2026-08-17T07:00:00Z')).items.map((row) => row.id)).toEqual([
      `${id}_20260817T070000Z`,
    ]);
    const single = (await insert(at(3, 10))).body.id;
    expect((await ask('GET', `calendars/primary/events/${single}/instances`)).status).toBe(404);
  });

  it('gives its news to changed instances where nobody changed them, unless google.calendar.exceptionsKeepFields', async () => {
    const { patch, get, id, second, on } = await oneSeries();
    await patch(second, { location: 'Elsewhere' });
    await patch(id, { summary: 'Renamed', location: 'Here' });
    expect((await get(second)).body).toMatchObject({ summary: 'Renamed', location: 'Elsewhere' });
    on('calendar.exceptionsKeepFields');
    await patch(id, { summary: 'Again' });
    expect((await get(second)).body.summary).toBe('Renamed');
  });

  it('loses the changes of instances that it moves away from, and all of them with google.calendar.resetsExceptions', async () => {
    const { patch, get, mine, listAll, id, second, on } = await oneSeries();
    await patch(second, { summary: 'Changed' });
    mine.cancelInstance(id, '2026-08-17T09:00:00+02:00');
    // The rule grows: the instances stay.
    await patch(id, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=8;BYDAY=MO'] });
    expect((await get(second)).body.summary).toBe('Changed');
    on('calendar.resetsExceptions');
    await patch(id, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=9;BYDAY=MO'] });
    expect((await get(second)).body.summary).toBe('Standup');
    expect((await listAll({ singleEvents: true })).rows).toHaveLength(9);
    await patch(second, { summary: 'Changed' });
    const { start, end } = at(3, 11);
    await patch(id, { start, end });
    expect((await get(second)).body.status).toBe('cancelled');
    const moved = (await listAll({ singleEvents: true })).rows;
    expect([moved.length, moved.every(({ summary }) => summary === 'Standup')]).toEqual([9, true]);
  });

  it('says nothing again of an instance that was cancelled before it moved away', async () => {
    const { patch, mine, listAll, id } = await oneSeries();
    mine.cancelInstance(id, '2026-08-17T09:00:00+02:00');
    const { syncToken } = await listAll();
    const { start, end } = at(3, 11);
    await patch(id, { start, end });
    expect((await listAll({ syncToken })).rows.map((row) => row.id)).toEqual([id]);
  });

  it('has no instances any more once it is deleted', async () => {
    const { remove, get, list, id, second } = await oneSeries();
    await remove(second);
    const third = `${id}_20260817T070000Z`;
    expect((await get(third)).status).toBe(200);
    await remove(id);
    expect((await get(third)).status).toBe(404);
    expect((await list()).body.items).toEqual([]);
    expect((await list({ showDeleted: true })).body.items.map((row) => row.id)).toEqual([second, id]);
    expect((await list({ showDeleted: true, singleEvents: true })).body.items.map((row) => row.id)).toEqual([second]);
  });

  it('brings a cancelled instance back by its status', async () => {
    const { patch, remove, get, second } = await oneSeries();
    await remove(second);
    expect((await remove(second)).status).toBe(410);
    expect((await patch(second, { status: 'confirmed' })).body).toMatchObject({
      status: 'confirmed',
      summary: 'Standup',
    });
    expect((await get(second)).body.start?.dateTime).toBe('2026-08-10T09:00:00+02:00');
  });

  it('takes no rule for an instance alone', async () => {
    const { patch, second } = await oneSeries();
    expect((await patch(second, { recurrence: ['RRULE:FREQ=DAILY'] })).body).not.toHaveProperty('recurrence');
  });
});

describe('a person and a series in the Google look-alike', () => {
  it('changes "this and following": the old series ends before, a new one goes on', async () => {
    const { mine, listAll, id, second } = await oneSeries();
    mine.editInstance(id, '2026-08-24T09:00:00+02:00', { summary: 'Lost' });
    mine.editInstance(id, '2026-08-10T09:00:00+02:00', { summary: 'Kept' });
    const { syncToken } = await listAll();
    const made = mine.editFollowing(id, '2026-08-17T09:00:00+02:00', at(17, 14, 'New'));
    expect(mine.get(id)?.recurrence).toEqual(['RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260817T065959Z']);
    expect(made).toMatchObject({ summary: 'New', recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO'] });
    expect(made.iCalUID).not.toBe(mine.get(id)?.iCalUID);
    const { rows } = await listAll({ syncToken });
    expect(rows.map((row) => [row.id, row.status])).toEqual([
      [id, 'confirmed'],
      [`${id}_20260824T070000Z`, 'cancelled'],
      [made.id, 'confirmed'],
    ]);
    const all = (await listAll({ singleEvents: true, orderBy: 'startTime' })).rows;
    expect(all.map(({ start, summary }) => `${start?.dateTime?.slice(5, 13)} ${summary}`)).toEqual([
      '08-03T09 Standup',
      '08-10T09 Kept',
      '08-17T14 New',
      '08-24T14 New',
      '08-31T14 New',
      '09-07T14 New',
    ]);
    expect(mine.get(second)?.summary).toBe('Kept');
  });

  it('changes "this and following" of whole days, and from the first on', () => {
    const { mine } = createBench();
    const series = mine.add({
      summary: 'Daily',
      start: { date: '2026-08-03' },
      end: { date: '2026-08-04' },
      recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260810'],
    });
    mine.editFollowing(series.id, '2026-08-06', { summary: 'Later' });
    expect(mine.get(series.id)?.recurrence).toEqual(['RRULE:FREQ=DAILY;UNTIL=20260805']);
    const days = (name: string) =>
      mine
        .agenda(Date.UTC(2026, 7, 1), Date.UTC(2026, 8, 1))
        .filter(({ summary }) => summary === name)
        .map(({ start }) => start?.date?.slice(8));
    expect([days('Daily'), days('Later')]).toEqual([
      ['03', '04', '05'],
      ['06', '07', '08', '09', '10'],
    ]);
    mine.editFollowing(series.id, '2026-08-03', { summary: 'All' });
    expect([days('Daily'), days('All')]).toEqual([[], ['03', '04', '05']]);
  });

  it('deletes "this and following", and an instance that never was cannot be meant', () => {
    const { mine } = createBench();
    const { id } = mine.add(weekly());
    mine.removeFollowing(id, '2026-08-17T09:00:00+02:00');
    expect(mine.agenda(0, Date.UTC(2027, 0, 1))).toHaveLength(2);
    expect(() => mine.cancelInstance(id, '2026-08-11T09:00:00+02:00')).toThrow('has no instance');
    expect(() => mine.editInstance('nothing', '2026-08-11', {})).toThrow('There is no event');
    mine.removeFollowing(id, '2026-08-03T09:00:00+02:00');
    expect(mine.events()).toEqual([]);
  });
});
