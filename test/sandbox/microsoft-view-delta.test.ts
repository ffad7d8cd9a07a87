import { describe, expect, it } from 'vitest';
import { expiryForms } from '../../packages/sandbox/src/microsoft/index.ts';
import {
  between,
  createEventBench,
  type EventBench,
  type EventRow,
  instanceOn,
  intake,
  january,
  readViewRound,
  viewDelta,
  weekly,
} from './microsoft-events.ts';
import { ada } from './microsoft-world.ts';

const kinds = (rows: readonly EventRow[]) => rows.map((row) => row['@removed']?.reason ?? row.type);
const idsOf = (rows: readonly EventRow[]) => rows.map(({ id }) => id);
const single = (day: string, subject = day) => ({ subject, ...between(day, '09:00', '10:00') });

/** A first round that is done with, and what came since. */
async function followed(bench: EventBench) {
  let { deltaLink } = await readViewRound(bench, viewDelta);
  return async () => {
    const round = await readViewRound(bench, deltaLink);
    deltaLink = round.deltaLink;
    return round.rows;
  };
}

describe('a first round', () => {
  it('gives what is in the window: single events, series, and their instances bare', async () => {
    const bench = createEventBench();
    const series = await bench.post({ ...weekly, categories: ['Court'] });
    await bench.post(intake);
    await bench.post(single('2026-03-03'));
    bench.calendars.editInstance(series.id, '2026-01-13', { subject: 'Changed' });
    const { rows, pages } = await readViewRound(bench, viewDelta);
    expect(pages).toBe(1);
    expect(kinds(rows)).toEqual([
      'singleInstance',
      'seriesMaster',
      'occurrence',
      'exception',
      'occurrence',
      'occurrence',
    ]);
    const [, master, first, changed] = rows;
    expect(master).toMatchObject({
      id: series.id,
      start: series.start,
      subject: 'Team meeting',
      categories: ['Court'],
    });
    expect(Object.keys(first ?? {})).toEqual([
      '@odata.type',
      '@odata.etag',
      'id',
      'seriesMasterId',
      'type',
      'start',
      'end',
    ]);
    expect(first).toMatchObject({ '@odata.type': '#microsoft.graph.event', seriesMasterId: series.id });
    expect(changed).toMatchObject({ subject: 'Changed', seriesMasterId: series.id, categories: ['Court'] });
  });

  it('comes in pages that never split a series', async () => {
    const bench = createEventBench();
    for (const day of ['2026-01-05', '2026-01-07', '2026-01-08']) await bench.post(single(day));
    await bench.post(weekly);
    await bench.post(single('2026-01-09'));
    const first = await bench.ask('GET', viewDelta, undefined, { prefer: 'odata.maxpagesize=2' });
    expect(kinds(first.body.value)).toEqual(['singleInstance', 'singleInstance']);
    expect(first.body['@odata.nextLink']).toMatch(
      /^https:\/\/graph\.microsoft\.com\/v1\.0\/me\/calendarView\/delta\?\$skiptoken=/u,
    );
    const round = await readViewRound(bench, viewDelta, 2);
    expect([round.rows.length, round.pages]).toEqual([9, 4]);
  });

  it('needs a window, and takes no other options', async () => {
    const { ask } = createEventBench();
    const start = '/me/calendarView/delta';
    expect((await ask('GET', start)).body.error.code).toBe('ErrorInvalidParameter');
    for (const option of ['$select=subject', '$filter=x', '$orderby=subject', '$search=x', '$top=5'])
      expect((await ask('GET', `${start}?${january}&${option}`)).status).toBe(400);
    expect((await ask('GET', `${start}?${january}&$expand=x`)).status).toBe(500);
  });

  it('is of one calendar, by every path, and a token is good for its own only', async () => {
    const bench = createEventBench();
    const { id } = bench.calendars.addCalendar('Matters');
    bench.calendars.add(intake, 'Matters');
    const ofMain = await readViewRound(bench, `/me/calendar/calendarView/delta()?${january}`);
    const ofOther = await readViewRound(bench, `/me/calendars/${id}/calendarView/delta?${january}`);
    expect([ofMain.rows.length, ofOther.rows.length]).toEqual([0, 1]);
    const token = ofMain.deltaLink.split('?')[1];
    const wrong = await bench.ask('GET', `/me/calendars/${id}/calendarView/delta?${token}`);
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'ErrorInvalidSyncStateData']);
    const contacts = await bench.ask('GET', '/me/contactFolders/contacts/contacts/delta');
    const foreign = contacts.body['@odata.deltaLink']?.split('?')[1];
    expect((await bench.ask('GET', `/me/calendarView/delta?${foreign}`)).status).toBe(400);
  });

  it('shows times and texts as they are preferred', async () => {
    const bench = createEventBench();
    await bench.post({ ...weekly, body: { contentType: 'html', content: '<b>x</b>' } });
    const prefer = ', outlook.timezone="Pacific Standard Time", outlook.body-content-type="text"';
    const { rows } = await readViewRound(bench, viewDelta, 50, prefer);
    expect(rows[0]?.body).toEqual({ contentType: 'text', content: 'x' });
    expect(rows.map(({ start }) => start?.dateTime?.slice(11, 16))).toEqual(Array(5).fill('06:00'));
  });
});

describe('a later round', () => {
  it('gives what was made, changed and deleted, once each', async () => {
    const bench = createEventBench();
    const [a, b] = [await bench.post(single('2026-01-07')), await bench.post(single('2026-01-08'))];
    const news = await followed(bench);
    await bench.ask('PATCH', `/me/events/${a.id}`, { subject: 'Once' });
    await bench.ask('PATCH', `/me/events/${a.id}`, { subject: 'Twice' });
    await bench.ask('DELETE', `/me/events/${b.id}`);
    const made = await bench.post(single('2026-01-09'));
    const rows = await news();
    expect(idsOf(rows)).toEqual([a.id, b.id, made.id]);
    expect(rows[0]?.subject).toBe('Twice');
    expect(rows[1]).toEqual({ '@odata.type': '#microsoft.graph.event', id: b.id, '@removed': { reason: 'deleted' } });
    expect(await news()).toEqual([]);
  });

  it('calls removed what left the window, and what changed outside of it, known or not', async () => {
    const bench = createEventBench();
    const inside = await bench.post(single('2026-01-07'));
    const outside = await bench.post(single('2026-03-03'));
    const news = await followed(bench);
    bench.calendars.edit(inside.id, between('2026-02-04', '09:00', '10:00'));
    bench.calendars.edit(outside.id, { subject: 'Still outside' });
    const made = bench.calendars.add(single('2026-05-05'));
    const rows = await news();
    expect(idsOf(rows)).toEqual([inside.id, outside.id, made.id]);
    expect(kinds(rows)).toEqual(['deleted', 'deleted', 'deleted']);
    bench.calendars.edit(inside.id, between('2026-01-15', '09:00', '10:00'));
    expect(kinds(await news())).toEqual(['singleInstance']);
  });

  it('says nothing of what is and was outside where a switch has it so', async () => {
    const bench = createEventBench();
    const inside = await bench.post(single('2026-01-07'));
    const news = await followed(bench);
    bench.on('calendar.outsideUntold');
    bench.calendars.add(single('2026-05-05'));
    bench.calendars.edit(inside.id, between('2026-02-04', '09:00', '10:00'));
    expect(idsOf(await news())).toEqual([inside.id]);
  });

  it('tells of a move to another calendar as removed here, and new there', async () => {
    const bench = createEventBench();
    const { id: other } = bench.calendars.addCalendar('Matters');
    const { id } = await bench.post(intake);
    const news = await followed(bench);
    const { deltaLink } = await readViewRound(bench, `/me/calendars/${other}/calendarView/delta?${january}`);
    bench.calendars.move(id, 'Matters');
    expect(kinds(await news())).toEqual(['deleted']);
    expect(idsOf((await readViewRound(bench, deltaLink)).rows)).toEqual([id]);
  });

  it('gives a changed series with all its instances in the window, or alone where a switch has it so', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    const news = await followed(bench);
    bench.calendars.edit(id, { subject: 'Huddle' });
    expect(kinds(await news())).toEqual(['seriesMaster', ...Array<string>(4).fill('occurrence')]);
    bench.on('calendar.masterAlone');
    bench.calendars.edit(id, { subject: 'Standup' });
    expect(kinds(await news())).toEqual(['seriesMaster']);
  });

  it('gives the series and the changed instance alone when one instance was changed', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    const news = await followed(bench);
    bench.calendars.editInstance(id, '2026-01-13', { subject: 'Changed' });
    const rows = await news();
    expect(rows.map(({ type, subject }) => [type, subject])).toEqual([
      ['seriesMaster', 'Team meeting'],
      ['exception', 'Changed'],
    ]);
    bench.calendars.editInstance(id, '2026-01-20', { subject: 'Another' });
    expect((await news()).map(({ subject }) => subject)).toEqual(['Team meeting', 'Another']);
  });

  it('has no tombstone for an instance that was called off: only the series has changed', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    const news = await followed(bench);
    bench.calendars.removeInstance(id, '2026-01-13');
    const rows = await news();
    expect([kinds(rows), idsOf(rows)]).toEqual([['seriesMaster'], [id]]);
  });

  it('has one where a switch has it so, and for those that go with their series', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(weekly);
    const gone = await instanceOn(bench, id, '2026-01-13');
    const news = await followed(bench);
    bench.on('calendar.occurrenceTombstones');
    bench.calendars.removeInstance(id, '2026-01-13');
    const rows = await news();
    expect([kinds(rows), rows[1]?.id]).toEqual([['seriesMaster', 'deleted'], gone.id]);
    bench.calendars.edit(id, { categories: ['Court'] });
    expect(kinds(await news())).not.toContain('deleted');
    bench.calendars.remove(id);
    expect(kinds(await news())).toEqual(Array(4).fill('deleted'));
  });

  it('calls a deleted series removed without its instances, and without a type but where a switch has it so', async () => {
    const bench = createEventBench();
    const [one, other] = [await bench.post(weekly), await bench.post(single('2026-01-08'))];
    const news = await followed(bench);
    bench.calendars.remove(one.id);
    expect(await news()).toEqual([
      { '@odata.type': '#microsoft.graph.event', id: one.id, '@removed': { reason: 'deleted' } },
    ]);
    bench.on('calendar.typedTombstones');
    bench.on('removedAsChanged');
    bench.calendars.edit(other.id, between('2026-02-04', '09:00', '10:00'));
    expect(await news()).toMatchObject([{ id: other.id, type: 'singleInstance', '@removed': { reason: 'changed' } }]);
  });

  it('keeps its window for as long as its token lives', async () => {
    const bench = createEventBench({ startAt: Date.UTC(2026, 0, 5, 9) });
    const news = await followed(bench);
    await bench.later(60 * 86_400_000);
    await bench.post(single('2026-01-30'));
    await bench.post(single('2026-03-10'));
    expect(kinds(await news())).toEqual(['singleInstance', 'deleted']);
  });

  it('brings a series into the window by one moved instance, and out again', async () => {
    const bench = createEventBench();
    const { id } = await bench.post({
      ...single('2026-02-03', 'Later series'),
      recurrence: {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['tuesday'] },
        range: { type: 'noEnd', startDate: '2026-02-03' },
      },
    });
    const news = await followed(bench);
    bench.calendars.editInstance(id, '2026-02-03', between('2026-01-30', '09:00', '10:00'));
    expect(kinds(await news())).toEqual(['seriesMaster', 'exception']);
    bench.calendars.editInstance(id, '2026-02-03', between('2026-02-04', '09:00', '10:00'));
    expect(kinds(await news())).toEqual(['deleted']);
  });
});

describe('a delta of a view may, by switches,', () => {
  it.each(expiryForms)('say that its token has expired: %s', async (form) => {
    const bench = createEventBench();
    const { deltaLink } = await readViewRound(bench, viewDelta);
    bench.control.expireDeltaTokens(ada.email, form);
    const { status, headers } = await bench.ask('GET', deltaLink);
    expect([400, 404, 410]).toContain(status);
    if (form === 'gone')
      expect(headers.get('location')).toBe('https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=');
    expect((await readViewRound(bench, viewDelta)).rows).toEqual([]);
  });

  it('give a row twice, an empty page, an old version, or the same page for ever', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(intake);
    bench.calendars.edit(id, { subject: 'New' });
    bench.on('duplicateInDelta');
    expect(idsOf((await readViewRound(bench, viewDelta)).rows)).toEqual([id, id]);
    bench.off('duplicateInDelta');
    bench.on('emptyDeltaPage');
    expect(await readViewRound(bench, viewDelta)).toMatchObject({ pages: 2, rows: [{ id }] });
    bench.off('emptyDeltaPage');
    bench.on('replayOld');
    expect((await readViewRound(bench, viewDelta)).rows.map(({ subject }) => subject)).toEqual(['New', 'Intake call']);
    bench.off('replayOld');
    bench.on('endlessDelta');
    await expect(readViewRound(bench, viewDelta)).rejects.toThrow('the round does not end');
  });

  it('carry only what changed of events that the client knows', async () => {
    const bench = createEventBench();
    const { id } = await bench.post(intake);
    const news = await followed(bench);
    bench.on('partialDeltaRows');
    bench.calendars.edit(id, { subject: 'New' });
    const made = bench.calendars.add(single('2026-01-09'));
    const [row, whole] = await news();
    expect(Object.keys(row ?? {}).toSorted()).toEqual(
      ['@odata.etag', '@odata.type', 'changeKey', 'id', 'subject', 'type'].toSorted(),
    );
    expect(whole).toMatchObject({ id: made.id, showAs: 'busy' });
  });

  it('come late, come empty, or leave rows out of the first round', async () => {
    const bench = createEventBench();
    await bench.post(intake);
    bench.on('staleDelta', 1, 5_000);
    const late = await readViewRound(bench, viewDelta);
    expect(late.rows).toEqual([]);
    await bench.advance(6_000);
    expect((await readViewRound(bench, late.deltaLink)).rows).toHaveLength(1);
    bench.off('staleDelta');
    bench.on('emptyListing');
    expect((await readViewRound(bench, viewDelta)).rows).toEqual([]);
    bench.off('emptyListing');
    for (let n = 0; n < 20; n += 1) await bench.post(single('2026-01-07'));
    bench.on('rowsLeftOut');
    expect((await readViewRound(bench, viewDelta)).rows.length).toBeLessThan(21);
  });
});
