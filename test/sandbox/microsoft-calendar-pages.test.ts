import { describe, expect, it } from 'vitest';
import { between, createEventBench, type EventBench, guests, intake, weekly } from './microsoft-events.ts';
import { ada } from './microsoft-world.ts';

type Texts = Readonly<Record<string, string>>;
const calendar = '/outlook/calendar';
const mailbox = `mailbox=${encodeURIComponent(ada.email)}`;

const open = (bench: EventBench, path: string) => bench.microsoft.pages.handle(new Request(`http://sandbox${path}`));
const read = async (bench: EventBench, path: string) => (await open(bench, path)).text();
const send = (bench: EventBench, path: string, form: Texts = {}) =>
  bench.microsoft.pages.handle(
    new Request(`http://sandbox${path}`, { method: 'POST', body: new URLSearchParams(form) }),
  );
const pathOf = (id: string) => `${calendar}/${encodeURIComponent(id)}`;

/** What the form of a page would send as it stands. */
function formOn(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input type="(?!checkbox|radio)[^"]*" name="([^"]*)" value="([^"]*)"/gu)];
  const boxes = [...html.matchAll(/<input type="(?:checkbox|radio)" name="([^"]*)" value="([^"]*)" checked/gu)];
  const choices = [...html.matchAll(/<select name="([^"]*)">.*?<option value="([^"]*)" selected/gu)];
  const [, notes = ''] = /<textarea[^>]*>\n([\s\S]*?)<\/textarea>/u.exec(html) ?? [];
  const all = [...inputs, ...boxes, ...choices].map(([, name = '', value = '']) => [name, unescaped(value)]);
  return { ...Object.fromEntries(all), notes: unescaped(notes).replaceAll('\n', '\r\n') };
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

const rows = (html: string) => [...html.matchAll(/<tr><td>/gu)].length;

const typed = {
  subject: 'Intake <call>',
  startDate: '2026-01-07',
  startTime: '09:00',
  endDate: '2026-01-07',
  endTime: '10:00',
  zone: 'Eastern Standard Time',
  location: 'Office',
  guests: 'bo@x.example, cy@x.example',
  showAs: 'tentative',
  sensitivity: 'private',
  categories: 'Court',
  notes: 'a\r\nb',
  repeat: 'none',
};

describe('the agenda', () => {
  it('shows four weeks of a calendar, instances of series among them, as text and never as HTML', async () => {
    const bench = createEventBench();
    const nasty = '"><img src=x>';
    bench.calendars.add({ ...weekly, subject: nasty, location: { displayName: nasty } });
    bench.calendars.add({ subject: 'Far', ...between('2026-03-03', '09:00', '10:00') });
    const html = await read(bench, calendar);
    expect(rows(html)).toBe(4);
    expect(html).not.toContain('<img');
    expect(html).not.toContain('Far');
    expect(await read(bench, `${calendar}?from=2026-03-02`)).toContain('Far');
    expect(rows(await read(bench, `${calendar}?from=2026-05-01`))).toBe(0);
  });

  it('begins with the Monday of this week', async () => {
    const bench = createEventBench({ startAt: Date.UTC(2026, 0, 11, 9) });
    expect(await read(bench, calendar)).toContain('name="from" value="2026-01-05"');
  });

  it('tells of privacy, invitations, cancellations and lost links', async () => {
    const bench = createEventBench();
    const { id } = bench.calendars.add({ ...intake, sensitivity: 'private' });
    bench.calendars.goOnline(id);
    bench.calendars.edit(id, { body: { contentType: 'text', content: '' } });
    const copy = bench.calendars.inviteArrives(intake, { name: 'Cy', address: 'cy@x.example' });
    bench.calendars.inviteCancelled(copy.id);
    const html = await read(bench, calendar);
    const pills = [...html.matchAll(/class="pill">([^<]*)</gu)].map((match) => match[1]);
    expect(pills).toEqual(['private', 'online, link lost', 'cancelled', 'invited']);
  });

  it('offers the calendars and another one, and has a version that moves', async () => {
    const bench = createEventBench();
    await send(bench, `${calendar}/calendars?${mailbox}`, { name: 'Matters' });
    await send(bench, `${calendar}/calendars?${mailbox}`, { name: 'Matters' });
    expect(bench.calendars.calendars().map(({ name }) => name)).toEqual(['Calendar', 'Matters']);
    expect(await read(bench, `${calendar}?calendar=Matters`)).toContain('<option value="Matters" selected>');
    const version = await read(bench, `${calendar}/version`);
    bench.calendars.add(intake, 'Matters');
    expect(await read(bench, `${calendar}/version`)).not.toBe(version);
    for (const path of [`${calendar}?calendar=None`, `${calendar}/x`, `${calendar}/%E0%A4%A`, `${calendar}?mailbox=x`])
      expect((await open(bench, path)).status).toBe(404);
  });
});

describe('an event on the page', () => {
  it('is added with everything that the form asks for', async () => {
    const bench = createEventBench();
    const response = await send(bench, `${calendar}/new?${mailbox}&calendar=Calendar&from=2026-01-05`, typed);
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      `${calendar}?${mailbox}&calendar=Calendar&from=2026-01-05&done=added`,
    ]);
    expect(bench.calendars.list()).toMatchObject([
      {
        subject: 'Intake <call>',
        startsAt: Date.UTC(2026, 0, 7, 14),
        location: { displayName: 'Office' },
        attendees: [{ emailAddress: { address: 'bo@x.example' } }, { emailAddress: { address: 'cy@x.example' } }],
        showAs: 'tentative',
        sensitivity: 'private',
        categories: ['Court'],
        body: { contentType: 'text', content: 'a\nb' },
        type: 'singleInstance',
      },
    ]);
    expect(await read(bench, `${calendar}?done=added`)).toContain('The event was added.');
  });

  it.each([
    ['daily', { type: 'daily' }],
    ['weekly', { type: 'weekly', daysOfWeek: ['wednesday'] }],
    ['monthly', { type: 'absoluteMonthly', dayOfMonth: 7 }],
    ['yearly', { type: 'absoluteYearly', dayOfMonth: 7, month: 1 }],
  ])('repeats %s, for ever or until a day', async (repeat, pattern) => {
    const bench = createEventBench();
    await send(bench, `${calendar}/new?${mailbox}`, { ...typed, repeat });
    await send(bench, `${calendar}/new?${mailbox}`, { ...typed, repeat, until: '2027-12-31' });
    expect(bench.calendars.list().map(({ recurrence }) => recurrence)).toMatchObject([
      { pattern, range: { type: 'noEnd', startDate: '2026-01-07' } },
      { pattern, range: { type: 'endDate', endDate: '2027-12-31' } },
    ]);
  });

  it('of whole days ends with a day that is in it', async () => {
    const bench = createEventBench();
    await send(bench, `${calendar}/new?${mailbox}`, { ...typed, isAllDay: 'on', endDate: '2026-01-08' });
    const [event] = bench.calendars.list();
    expect([event?.start?.dateTime, event?.end?.dateTime]).toEqual([
      '2026-01-07T00:00:00.0000000',
      '2026-01-09T00:00:00.0000000',
    ]);
    const html = await read(bench, `${pathOf(event?.id ?? '')}?${mailbox}`);
    expect(formOn(html)).toMatchObject({ endDate: '2026-01-08', isAllDay: 'on' });
    expect(await read(bench, calendar)).toContain('2026-01-07 to 2026-01-08<small>all day</small>');
  });

  it('that does not fit comes back with what was typed and why', async () => {
    const bench = createEventBench();
    const response = await send(bench, `${calendar}/new?${mailbox}`, { ...typed, zone: 'Nowhere Time' });
    const html = await response.text();
    expect([response.status, bench.calendars.list()]).toEqual([422, []]);
    expect(html).toContain('Nowhere Time');
    expect(formOn(html)).toMatchObject({ subject: 'Intake <call>', location: 'Office' });
    const early = { ...typed, endTime: '08:00' };
    expect((await send(bench, `${calendar}/new?${mailbox}`, early)).status).toBe(422);
    expect(
      (await send(bench, `${calendar}/new?${mailbox}`, { ...typed, startDate: '', repeat: 'weekly' })).status,
    ).toBe(422);
  });

  it('saved as it stands changes nothing and writes to nobody, and by one field only that', async () => {
    const bench = createEventBench();
    const { id } = bench.calendars.add({ ...intake, ...guests('bo@x.example'), location: { displayName: 'Office' } });
    bench.calendars.goOnline(id);
    const [before, mails] = [bench.calendars.get(id), bench.control.mails().length];
    const form = formOn(await read(bench, `${pathOf(id)}?${mailbox}`));
    expect((await send(bench, `${pathOf(id)}?${mailbox}`, form)).status).toBe(303);
    expect([bench.calendars.get(id), bench.control.mails().length]).toEqual([before, mails]);
    const again = formOn(await read(bench, `${pathOf(id)}?${mailbox}`));
    await send(bench, `${pathOf(id)}?${mailbox}`, { ...again, subject: 'Second call' });
    expect(bench.calendars.get(id)).toMatchObject({ subject: 'Second call', joinBlock: 'present', body: before?.body });
  });

  it('that somebody else changed meanwhile is shown again before it is saved', async () => {
    const bench = createEventBench();
    const { id } = bench.calendars.add(intake);
    const form = formOn(await read(bench, `${pathOf(id)}?${mailbox}`));
    bench.calendars.edit(id, { subject: 'Theirs' });
    const response = await send(bench, `${pathOf(id)}?${mailbox}`, { ...form, subject: 'Mine' });
    const html = await response.text();
    expect([response.status, bench.calendars.get(id)?.subject]).toEqual([422, 'Theirs']);
    await send(bench, `${pathOf(id)}?${mailbox}`, { ...form, ...formOn(html) });
    expect(bench.calendars.get(id)?.subject).toBe('Mine');
  });

  it('is deleted after a question, and moved to another calendar', async () => {
    const bench = createEventBench();
    bench.calendars.addCalendar('Matters');
    const { id } = bench.calendars.add(intake);
    await send(bench, `${pathOf(id)}/move?${mailbox}`, { to: 'Matters' });
    expect(bench.calendars.get(id)?.calendar).toBe('Matters');
    expect((await send(bench, `${pathOf(id)}/move?${mailbox}`, { to: 'None' })).status).toBe(404);
    expect(await read(bench, `${pathOf(id)}/delete?${mailbox}`)).toContain('Delete this event?');
    await send(bench, `${pathOf(id)}/delete?${mailbox}`);
    expect(bench.calendars.get(id)?.calendar).toBe('Deleted Items');
  });
});

describe('one instance on the page', () => {
  const instance = () => {
    const bench = createEventBench();
    const { id } = bench.calendars.add(weekly);
    const [, second] = bench.calendars.agenda(Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1));
    return { ...bench, bench, seriesId: id, path: `${pathOf(second?.id ?? '')}?${mailbox}`, id: second?.id ?? '' };
  };

  it('is edited alone, and follows its series in the rest', async () => {
    const { bench, calendars, seriesId, path, id } = instance();
    const html = await read(bench, path);
    expect(html).toContain('The whole series');
    await send(bench, path, { ...formOn(html), subject: 'Lunch' });
    calendars.edit(seriesId, { location: { displayName: 'Office' } });
    expect(calendars.get(id)).toMatchObject({
      type: 'exception',
      subject: 'Lunch',
      location: { displayName: 'Office' },
    });
    expect(await read(bench, `${pathOf(seriesId)}?${mailbox}`)).toContain('2026-01-13 changed');
  });

  it('is edited with all that follow', async () => {
    const { bench, calendars, seriesId, path } = instance();
    await send(bench, path, { ...formOn(await read(bench, path)), subject: 'Huddle', scope: 'following' });
    expect(calendars.list().map(({ subject, recurrence }) => [subject, recurrence?.range?.startDate])).toEqual([
      ['Team meeting', '2026-01-06'],
      ['Huddle', '2026-01-13'],
    ]);
    expect(calendars.get(seriesId)?.recurrence?.range?.endDate).toBe('2026-01-12');
  });

  it('is called off alone, or with all that follow', async () => {
    const { bench, calendars, seriesId, path, id } = instance();
    const deletion = path.replace('?', '/delete?');
    expect(await read(bench, deletion)).toContain('This and following');
    await send(bench, deletion, { scope: 'one' });
    expect([calendars.get(id), calendars.get(seriesId)?.cancelled]).toEqual([undefined, ['2026-01-13']]);
    const third = calendars.agenda(Date.UTC(2026, 0, 14), Date.UTC(2026, 1, 1))[0]?.id ?? '';
    await send(bench, `${pathOf(third)}/delete?${mailbox}`, { scope: 'following' });
    expect(calendars.get(seriesId)?.recurrence?.range?.endDate).toBe('2026-01-19');
  });
});

describe('the page of mails', () => {
  it('shows what guests would have got, newest first, and who wrote it', async () => {
    const bench = createEventBench();
    expect(await read(bench, '/outlook/mails')).toContain('No mail would have been sent.');
    const { id } = await bench.post({ ...intake, subject: '<b>', ...guests('bo@x.example') });
    bench.calendars.remove(id);
    const html = await read(bench, '/outlook/mails');
    expect(rows(html)).toBe(2);
    expect(html.indexOf('Cancellation')).toBeLessThan(html.indexOf('Invitation'));
    expect(html).toContain('&lt;b&gt;');
    expect([html.includes('written by an app'), html.includes('written by the person')]).toEqual([true, true]);
  });
});
