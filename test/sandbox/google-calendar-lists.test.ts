import { describe, expect, it } from 'vitest';
import { at, type Bench, createBench, reasonOf, summaries, weekly } from './google-calendar-world.ts';

/** Events named A, B, C ... one a day from the third of August. */
async function filled(names = ['A', 'B', 'C'], options: Parameters<typeof createBench>[0] = {}) {
  const bench = createBench(options);
  const ids = bench.mine.addMany(names.map((name, index) => at(3 + (index % 25), 10, name)));
  return { ...bench, ids };
}

const idOf = ({ mine }: Bench, summary: string): string =>
  mine.events().find((event) => event.summary === summary)?.id ?? '';

describe('a whole list of events in the Google look-alike', () => {
  it('has the calendar around it and comes in pages, the sync token on the last alone', async () => {
    const { list } = await filled();
    const first = await list({ maxResults: 2 });
    expect(first.body).toMatchObject({
      kind: 'calendar#events',
      summary: 'ada@byron.example',
      timeZone: 'Europe/Amsterdam',
      accessRole: 'owner',
    });
    expect(summaries(first.body.items)).toEqual(['A', 'B']);
    expect(first.body).not.toHaveProperty('nextSyncToken');
    const second = await list({ maxResults: 2, pageToken: first.body.nextPageToken });
    expect(summaries(second.body.items)).toEqual(['C']);
    expect(second.body).not.toHaveProperty('nextPageToken');
    expect(second.body.nextSyncToken).toEqual(expect.any(String));
  });

  it('gives 250 rows unless asked, and never more than 2500', async () => {
    const { list } = await filled(Array.from({ length: 2_600 }, (_, index) => `E${index}`));
    expect((await list()).body.items).toHaveLength(250);
    expect((await list({ maxResults: 9_999 })).body.items).toHaveLength(2_500);
    expect((await list({ maxResults: 0 })).status).toBe(400);
  });

  it('may be empty in between with google.emptyPage', async () => {
    const { listAll, list, on } = await filled();
    on('emptyPage');
    const first = await list();
    expect([first.body.items, typeof first.body.nextPageToken]).toEqual([[], 'string']);
    const { rows, pages } = await listAll({ maxResults: 2 });
    expect([summaries(rows), pages]).toEqual([['A', 'B', 'C'], 4]);
  });

  it('hides what is deleted unless it is asked for', async () => {
    const bench = await filled();
    await bench.remove(idOf(bench, 'B'));
    expect(summaries((await bench.list()).body.items)).toEqual(['A', 'C']);
    const { body } = await bench.list({ showDeleted: true });
    expect(body.items.map(({ status }) => status)).toEqual(['confirmed', 'confirmed', 'cancelled']);
    expect(body.items[2]?.summary).toBe('B');
  });

  it('is bounded by the end below and by the start above, both exclusive', async () => {
    const { list } = await filled();
    const names = async (query: object) => summaries((await list({ ...query })).body.items);
    expect(await names({ timeMin: '2026-08-04T11:00:00+02:00' })).toEqual(['C']);
    expect(await names({ timeMin: '2026-08-04T10:59:59+02:00' })).toEqual(['B', 'C']);
    expect(await names({ timeMax: '2026-08-04T08:00:00Z' })).toEqual(['A']);
    expect(await names({ timeMax: '2026-08-04T08:00:01Z' })).toEqual(['A', 'B']);
    expect(reasonOf(await list({ timeMin: '2026-08-05T00:00:00Z', timeMax: '2026-08-04T00:00:00Z' }))).toEqual([
      400,
      'timeRangeEmpty',
    ]);
    expect((await list({ timeMin: '2026-08-05T00:00:00' })).status).toBe(400);
  });

  it('has a series when one of its instances lies in the window', async () => {
    const { list, mine } = createBench();
    mine.add(weekly());
    const rows = async (from: string, to: string) => (await list({ timeMin: from, timeMax: to })).body.items.length;
    expect(await rows('2026-08-16T00:00:00Z', '2026-08-18T00:00:00Z')).toBe(1);
    expect(await rows('2026-08-18T00:00:00Z', '2026-08-20T00:00:00Z')).toBe(0);
    expect(await rows('2026-09-08T00:00:00Z', '2027-01-01T00:00:00Z')).toBe(0);
  });

  it('expands series when single events are asked for, changed ones at their own time and cancelled ones left out', async () => {
    const { list, mine } = createBench();
    const { id } = mine.add(weekly());
    mine.editInstance(id, '2026-08-10T09:00:00+02:00', { ...at(12, 15), summary: 'Moved' });
    mine.cancelInstance(id, '2026-08-17T09:00:00+02:00');
    const { body } = await list({ singleEvents: true, orderBy: 'startTime' });
    expect(body.items.map(({ start }) => start?.dateTime?.slice(5, 13))).toEqual([
      '08-03T09',
      '08-12T15',
      '08-24T09',
      '08-31T09',
      '09-07T09',
    ]);
    expect(body.items.every(({ recurringEventId }) => recurringEventId === id)).toBe(true);
    const paged = await list({ singleEvents: true, maxResults: 3 });
    const rest = await list({ singleEvents: true, maxResults: 3, pageToken: paged.body.nextPageToken });
    expect(new Set([...paged.body.items, ...rest.body.items].map((row) => row.id)).size).toBe(5);
    expect(rest.body.nextSyncToken).toEqual(expect.any(String));
  });

  it('of an endless series as single events hardly ends', async () => {
    const { list, mine } = createBench();
    mine.add(weekly('RRULE:FREQ=WEEKLY'));
    const { body } = await list({ singleEvents: true, maxResults: 2_500 });
    expect([body.items.length, typeof body.nextPageToken]).toEqual([2_500, 'string']);
  });

  it('knows an order by start for single events only, and an order brings no sync token', async () => {
    const { list, syncToken } = await filled().then(async (bench) => ({ ...bench, ...(await bench.listAll()) }));
    expect(reasonOf(await list({ orderBy: 'startTime' }))).toEqual([400, 'badRequest']);
    const ordered = await list({ orderBy: 'updated' });
    expect([ordered.status, ordered.body.nextSyncToken]).toEqual([200, undefined]);
    expect(reasonOf(await list({ orderBy: 'updated', syncToken }))).toEqual([400, 'syncTokenWithNonDefaultOrdering']);
  });

  it('finds by words, by iCalUID and by extended properties: all of them, unless google.calendar.propertiesOr', async () => {
    const { list, mine, on } = createBench();
    const one = mine.add({ ...at(3, 10, 'One'), extendedProperties: { private: { a: '1', b: '2' } } });
    mine.add({ ...at(3, 11, 'Two'), location: 'Old court', extendedProperties: { private: { a: '1' } } });
    const names = async (query: object) => summaries((await list({ ...query })).body.items);
    expect(await names({ iCalUID: one.iCalUID })).toEqual(['One']);
    expect(await names({ q: 'COURT old' })).toEqual(['Two']);
    expect(await names({ privateExtendedProperty: 'a=1' })).toEqual(['One', 'Two']);
    expect(await names({ sharedExtendedProperty: 'a=1' })).toEqual([]);
    const both = { privateExtendedProperty: ['a=1', 'b=2'] };
    expect(await names(both)).toEqual(['One']);
    on('calendar.propertiesOr');
    expect(await names(both)).toEqual(['One', 'Two']);
  });

  it('finds all of a series by the iCalUID that its instances share', async () => {
    const { list, mine } = createBench();
    const { id, iCalUID } = mine.add(weekly());
    mine.editInstance(id, '2026-08-10T09:00:00+02:00', { summary: 'Other' });
    expect(summaries((await list({ iCalUID })).body.items)).toEqual(['Standup', 'Other']);
  });

  it('since a time has what was deleted, too; one too long ago is 410', async () => {
    const bench = await filled();
    const { list, world, remove, on } = bench;
    await world.advance(60_000);
    await remove(idOf(bench, 'B'));
    const updatedMin = new Date(world.now()).toISOString();
    expect((await list({ updatedMin })).body.items.map(({ status }) => status)).toEqual(['cancelled']);
    expect(reasonOf(await list({ updatedMin: '2025-08-03T00:00:00Z' }))).toEqual([410, 'updatedMinTooLongAgo']);
    on('calendar.updatedMinTooLongAgo');
    expect(reasonOf(await list({ updatedMin }))).toEqual([410, 'updatedMinTooLongAgo']);
  });

  it('shows an acknowledged write at once, and late with google.staleList', async () => {
    const { list, mine, world, on } = await filled();
    await world.advance(200_000);
    mine.add(at(8, 10, 'New'));
    expect(summaries((await list()).body.items)).toContain('New');
    on('staleList');
    expect(summaries((await list()).body.items)).toEqual(['A', 'B', 'C']);
  });

  it('can be empty, or lack rows, with 200', async () => {
    const { list, on, off } = await filled(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']);
    on('emptyListing');
    expect((await list()).body.items).toEqual([]);
    off('emptyListing');
    on('rowsLeftOut');
    expect((await list()).body.items.length).toBeLessThan(8);
    off('rowsLeftOut');
    on('endlessPages');
    const { body } = await list();
    expect((await list({ pageToken: body.nextPageToken })).body.items).toEqual(body.items);
  });
});

describe('a list of changed events in the Google look-alike', () => {
  it('has what changed since, own writes too, with tombstones that say the least', async () => {
    const bench = await filled();
    const { listAll, patch, remove } = bench;
    const { syncToken } = await listAll();
    expect((await listAll({ syncToken })).rows).toEqual([]);
    await patch(idOf(bench, 'A'), { summary: 'A2' });
    const gone = idOf(bench, 'B');
    await remove(gone);
    const { rows, syncToken: next } = await listAll({ syncToken });
    expect(rows.map(({ summary, status }) => summary ?? status)).toEqual(['A2', 'cancelled']);
    expect(rows[1]).toEqual({ kind: 'calendar#event', etag: rows[1]?.etag, id: gone, status: 'cancelled' });
    const detailed = await listAll({ syncToken, showDeleted: true });
    expect(summaries(detailed.rows)).toEqual(['A2', 'B']);
    expect((await listAll({ syncToken: next })).rows).toEqual([]);
  });

  it('goes on from where the list began, so that nothing falls in between', async () => {
    const bench = await filled();
    const { list, mine } = bench;
    const first = await list({ maxResults: 2 });
    mine.edit(idOf(bench, 'A'), { summary: 'A2' });
    const last = await list({ maxResults: 2, pageToken: first.body.nextPageToken });
    const { body } = await list({ syncToken: last.body.nextSyncToken });
    expect(summaries(body.items)).toEqual(['A2']);
  });

  it('comes in pages, each again from the old token after a crash', async () => {
    const { listAll, list, mine } = await filled(['A', 'B', 'C', 'D', 'E']);
    const { syncToken } = await listAll();
    for (const { id } of mine.events()) mine.touch(id);
    const first = await list({ syncToken, maxResults: 2 });
    expect(first.body).not.toHaveProperty('nextSyncToken');
    const { rows, pages } = await listAll({ syncToken, maxResults: 2 });
    expect([rows.length, pages]).toEqual([5, 3]);
  });

  it('refuses what does not go together with a sync token', async () => {
    const { list, listAll } = await filled();
    const { syncToken } = await listAll();
    const forbidden = {
      iCalUID: 'a@b',
      privateExtendedProperty: 'a=1',
      sharedExtendedProperty: 'a=1',
      q: 'x',
      timeMin: '2026-08-01T00:00:00Z',
      timeMax: '2026-09-01T00:00:00Z',
      updatedMin: '2026-08-01T00:00:00Z',
      showDeleted: false,
    };
    for (const [name, value] of Object.entries(forbidden))
      expect([name, (await list({ syncToken, [name]: value })).status]).toEqual([name, 400]);
  });

  it('wants the parameters of the first list, unless google.calendar.toleratesOtherParameters', async () => {
    const { list, listAll, on } = await filled();
    const { syncToken } = await listAll({ eventTypes: 'default' });
    expect((await list({ syncToken })).status).toBe(400);
    expect((await list({ syncToken, eventTypes: 'default' })).status).toBe(200);
    on('calendar.toleratesOtherParameters');
    expect((await list({ syncToken })).status).toBe(200);
  });

  it('of the same token is for one calendar and one account', async () => {
    const { list, listAll, mine, signIn } = await filled();
    const { syncToken } = await listAll();
    const other = mine.addCalendar({ summary: 'Other' });
    expect((await list({ syncToken }, other.id)).status).toBe(400);
    expect((await list({ syncToken: 'nonsense' })).status).toBe(400);
    signIn('bo@other.example');
    expect((await list({ syncToken })).status).toBe(400);
  });

  it('is 410 fullSyncRequired when the token ended', async () => {
    const { control, list, listAll, mine, on, off, world, signIn } = await filled();
    const expired = [410, 'fullSyncRequired'];
    const { syncToken } = await listAll();
    control.expireCalendarTokens('ada@byron.example');
    const refused = await list({ syncToken });
    expect(reasonOf(refused)).toEqual(expired);
    expect(refused.body.error).toMatchObject({
      code: 410,
      message: 'Sync token is no longer valid, a full sync is required.',
      errors: [{ domain: 'calendar', locationType: 'parameter', location: 'syncToken' }],
    });
    const fresh = (await listAll()).syncToken;
    on('calendar.syncTokenExpired');
    expect(reasonOf(await list({ syncToken: fresh }))).toEqual(expired);
    off('calendar.syncTokenExpired');
    on('calendar.syncTokenAges', 1);
    expect((await list({ syncToken: fresh })).status).toBe(200);
    await world.advance(86_400_000);
    signIn();
    expect(reasonOf(await list({ syncToken: fresh }))).toEqual(expired);
    off('calendar.syncTokenAges');
    // A new role ends them, too.
    mine.share('ada@byron.example', 'ada@byron.example', 'writer');
    expect(reasonOf(await list({ syncToken: fresh }))).toEqual(expired);
  });

  it('follows the window of the first list loosely', async () => {
    const bench = await filled();
    const { listAll, list, mine, on, off } = bench;
    const { syncToken } = await listAll({ timeMin: '2026-08-01T00:00:00Z', timeMax: '2026-08-10T00:00:00Z' });
    mine.edit(idOf(bench, 'A'), at(20, 10, 'A'));
    mine.add(at(25, 10, 'Far'));
    mine.add(at(6, 10, 'Near'));
    const told = async () => (await list({ syncToken })).body.items.map(({ summary, status }) => summary ?? status);
    expect(await told()).toEqual(['A', 'Near']);
    on('calendar.windowStrict');
    expect(await told()).toEqual(['Near']);
    off('calendar.windowStrict');
    on('calendar.windowCancels');
    expect(await told()).toEqual(['cancelled', 'Near']);
    off('calendar.windowCancels');
    mine.remove(idOf(bench, 'Far'));
    expect(await told()).toEqual(['A', 'Near', 'cancelled']);
  });

  it('has a cancelled instance beside its series, and a deleted series with its instances', async () => {
    const { listAll, mine, on } = createBench();
    const { id } = mine.add(weekly());
    const other = mine.add(weekly());
    const { syncToken } = await listAll();
    mine.cancelInstance(id, '2026-08-10T09:00:00+02:00');
    mine.editInstance(other.id, '2026-08-10T09:00:00+02:00', { summary: 'Other' });
    const first = await listAll({ syncToken });
    expect(first.rows.map(({ status, recurringEventId }) => [status, recurringEventId])).toEqual([
      ['cancelled', id],
      ['confirmed', other.id],
    ]);
    mine.remove(other.id);
    const second = await listAll({ syncToken: first.syncToken });
    expect(second.rows.map((row) => [row.id, row.status])).toEqual([
      [other.id, 'cancelled'],
      [`${other.id}_20260810T070000Z`, 'cancelled'],
    ]);
    const third = mine.add(weekly());
    mine.editInstance(third.id, '2026-08-10T09:00:00+02:00', { summary: 'Other' });
    const before = (await listAll({ syncToken: second.syncToken })).syncToken;
    on('calendar.exceptionsGoUnsaid');
    mine.remove(third.id);
    expect((await listAll({ syncToken: before })).rows.map((row) => row.id)).toEqual([third.id]);
  });

  it('lags with google.staleSync and loses nothing, and repeats rows with google.replays', async () => {
    const { listAll, mine, world, on, off } = await filled();
    const { syncToken } = await listAll();
    await world.advance(1_000_000);
    mine.add(at(8, 10, 'New'));
    on('staleSync');
    const late = await listAll({ syncToken });
    expect(late.rows).toEqual([]);
    off('staleSync');
    const { rows, syncToken: next } = await listAll({ syncToken: late.syncToken });
    expect(summaries(rows)).toEqual(['New']);
    on('replays');
    expect((await listAll({ syncToken: next })).rows.length).toBeGreaterThan(0);
  });
});
