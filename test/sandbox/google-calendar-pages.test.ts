import { describe, expect, it } from 'vitest';
import type { GoogleEventChange } from '../../packages/sandbox/src/google/index.ts';
import { ada, at, type Bench, bo, createBench, outsider, summaries, weekly } from './google-calendar-world.ts';

type Texts = Readonly<Record<string, string>>;
const calendars = '/google/calendars';

const open = ({ service }: Bench, path: string) =>
  service.answer({ method: 'GET', url: `http://sandbox.test${path}`, headers: {} });
const read = async (bench: Bench, path: string) => (await open(bench, path)).body;
const send = ({ service }: Bench, path: string, form: Texts = {}) =>
  service.answer({
    method: 'POST',
    url: `http://sandbox.test${path}`,
    headers: {},
    body: new URLSearchParams(form).toString(),
  });
const pathOf = (id: string) => `${calendars}/events/${id}`;

/** What the form of a page would send as it stands. */
function formOn(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input type="(?:text|hidden|date|time)" name="([^"]*)" value="([^"]*)"/gu)];
  const areas = [...html.matchAll(/<textarea name="([^"]*)"[^>]*>([^<]*)</gu)];
  const ticked = [...html.matchAll(/<input type="checkbox" name="([^"]*)" value="([^"]*)" checked/gu)];
  const values = [...inputs, ...areas, ...ticked].map(([, name = '', value = '']) => [name, unescaped(value)]);
  return Object.fromEntries(values) as Record<string, string>;
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const rows = (html: string) => [...html.matchAll(/<tr><td>/gu)].length;

describe('the pages of Google calendars', () => {
  it('show four weeks of one calendar of one account, series expanded', async () => {
    const bench = createBench();
    bench.mine.add(weekly());
    bench.mine.add({ summary: 'Trip', start: { date: '2026-08-05' }, end: { date: '2026-08-07' } });
    bench.mine.add(at(20, 23, 'Night shift'));
    bench.theirs.add(at(4, 10, 'Only Bo knows'));
    const html = await read(bench, calendars);
    expect(rows(html)).toBe(6);
    for (const text of ['Mon 3 Aug, 09:00–10:00', 'Wed 5 Aug – Thu 6 Aug', 'Night shift', 'Europe/Amsterdam'])
      expect(html).toContain(text);
    expect(html).not.toContain('Only Bo knows');
    expect(rows(await read(bench, `${calendars}?from=2026-08-31`))).toBe(2);
    await bench.world.advance(6 * 86_400_000);
    // On a Sunday the week is still that of its Monday.
    expect(rows(await read(bench, calendars))).toBe(6);
    expect(await read(bench, `${calendars}?account=${encodeURIComponent(bo.email)}`)).toContain('Only Bo knows');
    const other = bench.mine.addCalendar({ summary: 'Hearings' });
    expect(await read(bench, `${calendars}?calendar=${encodeURIComponent(other.id)}`)).toContain('Nothing happens');
    for (const missing of ['?account=nobody', '?calendar=nothing', '/events/nothing', '/elsewhere'])
      expect([missing, (await open(bench, `${calendars}${missing}`)).status]).toEqual([missing, 404]);
  });

  it('have a version that moves whenever something changed', async () => {
    const bench = createBench();
    const version = async () => JSON.parse(await read(bench, `${calendars}/version`)).version;
    expect(await version()).toBe(0);
    await bench.insert(at(3, 10));
    expect(await version()).toBe(1);
  });

  it('add an event, of hours or of days, with guests, privacy and a rule', async () => {
    const bench = createBench();
    const blank = formOn(await read(bench, `${calendars}/new`));
    expect(blank).toMatchObject({ startDate: '2026-08-03', startTime: '09:00', timeZone: 'Europe/Amsterdam' });
    const added = await send(bench, `${calendars}/new`, {
      ...blank,
      summary: 'Made by hand',
      guests: `${outsider}, ${bo.email}`,
      private: 'yes',
      free: 'yes',
      notify: 'yes',
      recurrence: 'RRULE:FREQ=WEEKLY;COUNT=2\n',
    });
    expect([added.status, added.headers.location]).toEqual([303, expect.stringContaining('done=added')]);
    await send(bench, `${calendars}/new`, { ...blank, summary: 'Days', allDay: 'yes', endDate: '2026-08-04' });
    expect(bench.mine.events()).toMatchObject([
      {
        summary: 'Made by hand',
        visibility: 'private',
        transparency: 'transparent',
        recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'],
        start: { dateTime: '2026-08-03T09:00:00+02:00' },
        attendees: [{ email: outsider }, { email: bo.email }],
      },
      { summary: 'Days', start: { date: '2026-08-03' }, end: { date: '2026-08-05' } },
    ]);
    const mails = await read(bench, `${calendars}/mails`);
    expect(mails).toContain(outsider);
    expect([rows(mails), mails.includes('invitation')]).toEqual([1, true]);
  });

  it('change nothing when a form is saved as it stands', async () => {
    const bench = createBench();
    const events = [
      bench.mine.add({
        start: { dateTime: '2026-08-03T17:00:00', timeZone: 'Asia/Tokyo' },
        end: { dateTime: '2026-08-03T18:00:00', timeZone: 'Asia/Tokyo' },
      }),
      bench.mine.add(weekly()),
      bench.mine.add({ ...at(5, 10), visibility: 'public', attendees: [{ email: outsider, optional: true }] }),
      bench.mine.add({ summary: 'Days', start: { date: '2026-08-05' }, end: { date: '2026-08-07' } }),
    ];
    for (const { id } of events) {
      const before = bench.mine.get(id);
      await send(bench, pathOf(id), formOn(await read(bench, pathOf(id))));
      const { etag: _, ...after } = bench.mine.get(id) ?? {};
      expect({ ...after, etag: before?.etag }).toEqual(before);
    }
  });

  it('edit one instance of a series, this and the following, or all', async () => {
    const bench = createBench();
    const { id } = bench.mine.add(weekly());
    const save = async (event: string, change: Texts) =>
      send(bench, pathOf(event), { ...formOn(await read(bench, pathOf(event))), ...change });
    const second = `${id}_20260810T070000Z`;
    expect(await read(bench, pathOf(second))).toContain('One of a series');
    await save(second, { summary: 'Just this' });
    await save(`${id}_20260824T070000Z`, { summary: 'From here', do: 'saveFollowing' });
    await save(id, { location: 'Court' });
    await save(`${id}_20260817T070000Z`, { do: 'delete' });
    const agenda = bench.mine.agenda(Date.UTC(2026, 7, 1), Date.UTC(2026, 9, 1));
    expect(summaries(agenda)).toEqual(['Standup', 'Just this', 'From here', 'From here', 'From here']);
    expect(agenda.map(({ location }) => location)).toEqual(['Court', 'Court', undefined, undefined, undefined]);
    const [, , later] = agenda;
    await save(later?.id ?? '', { do: 'deleteFollowing' });
    expect(bench.mine.agenda(0, Date.UTC(2026, 9, 1))).toHaveLength(2);
    await save(id, { do: 'delete' });
    expect(bench.mine.events()).toEqual([]);
  });

  it('answer an invitation, whose form says who organizes it', async () => {
    const bench = createBench();
    const { id } = bench.mine.receive({ ...at(5, 10, 'Theirs'), organizer: { email: 'boss@elsewhere.example' } });
    const html = await read(bench, pathOf(id));
    expect(html).toContain('Organized by boss@elsewhere.example.');
    const refused = await send(bench, pathOf(id), { ...formOn(html), summary: 'Mine' });
    expect([refused.status, refused.body.includes('changed by the organizer')]).toEqual([422, true]);
    await send(bench, pathOf(id), { ...formOn(html), do: 'accepted' });
    expect(bench.mine.get(id)?.attendees?.[0]).toMatchObject({ email: ada.email, responseStatus: 'accepted' });
  });

  it('show a form again that was overtaken, or that Google refuses', async () => {
    const bench = createBench();
    const { id } = bench.mine.add(at(3, 10, 'Old'));
    const form = formOn(await read(bench, pathOf(id)));
    bench.mine.edit(id, { summary: 'Theirs' });
    const late = await send(bench, pathOf(id), { ...form, summary: 'Mine' });
    expect([late.status, late.body.includes('changed by someone else')]).toEqual([422, true]);
    await send(bench, pathOf(id), formOn(late.body));
    expect(bench.mine.get(id)?.summary).toBe('Mine');
    const wrong = await send(bench, `${calendars}/new`, { ...form, endTime: '09:00' });
    expect([wrong.status, wrong.body.includes('The specified time range is empty.')]).toEqual([422, true]);
    expect(formOn(wrong.body).summary).toBe('Old');
  });

  it('show what people wrote as text, never as HTML', async () => {
    const bench = createBench();
    const nasty = '"><img src=x onerror=alert(1)></script>';
    const { id } = bench.mine.add({
      ...at(3, 10, nasty),
      location: nasty,
      description: nasty,
      attendees: [{ email: '"<b>@x.example' }],
    });
    bench.mine.edit(id, { location: 'x' }, { sendUpdates: 'all' });
    for (const path of [calendars, pathOf(id), `${calendars}/mails`]) {
      const html = await read(bench, path);
      expect([path, html.includes('<img'), html.includes('"<b>')]).toEqual([path, false, false]);
    }
    expect(formOn(await read(bench, pathOf(id))).summary).toBe(nasty);
  });
});

describe('watching calendars of the Google look-alike', () => {
  function watched() {
    const bench = createBench();
    const seen: GoogleEventChange[] = [];
    const end = bench.mine.watch((change) => seen.push(change));
    return {
      ...bench,
      seen,
      end,
      kinds: () => seen.map(({ kind, id }) => `${kind} ${id.includes('_') ? 'instance' : 'event'}`),
    };
  }

  it('tells at once of what anybody does, with the views before and after', async () => {
    const { mine, patch, seen } = watched();
    const made = mine.add(at(3, 10, 'Old'));
    const { body } = await patch(made.id, { summary: 'New' });
    mine.remove(made.id);
    const [created, changed, deleted] = seen;
    expect(created).toEqual({ kind: 'created', calendarId: ada.email, id: made.id, after: made });
    expect(changed).toMatchObject({
      kind: 'changed',
      before: { summary: 'Old' },
      after: { summary: 'New', etag: body.etag },
    });
    expect(deleted).toMatchObject({ kind: 'deleted', before: { summary: 'New' } });
    expect(deleted).not.toHaveProperty('after');
  });

  it('tells of instances by their own ids, of touches and of what comes back', () => {
    const { mine, kinds, end, theirs } = watched();
    const { id } = mine.add(weekly());
    mine.editInstance(id, '2026-08-10T09:00:00+02:00', { summary: 'X' });
    mine.cancelInstance(id, '2026-08-17T09:00:00+02:00');
    mine.touch(id);
    mine.remove(id);
    mine.restore(id);
    theirs.add(at(3, 10));
    const all = kinds();
    expect(all).toEqual([
      'created event',
      'created instance',
      'deleted instance',
      'touched event',
      'deleted event',
      'deleted instance',
      'restored event',
    ]);
    end();
    mine.add(at(3, 10));
    expect(kinds()).toEqual(all);
  });
});
