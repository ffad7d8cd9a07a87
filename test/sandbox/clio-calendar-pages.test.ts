import { describe, expect, it } from 'vitest';
import { calendarWorld } from './clio-calendar-world.ts';
import { owner } from './clio-world.ts';

const second = '20260112T150000Z';

function pagesWorld() {
  const world = calendarWorld();
  const get = (path: string) => world.fetchText(new Request(`http://sandbox.test/clio/${path}`));
  const post = async (path: string, fields: Record<string, string> = {}) => {
    const body = new URLSearchParams(fields);
    const answer = await world.fetchText(new Request(`http://sandbox.test/clio/${path}`, { method: 'POST', body }));
    return { ...answer, location: answer.headers.get('location') };
  };
  /** A form as it is shown, with these fields typed over. */
  const submit = async (path: string, typed: Record<string, string>) =>
    post(path, { ...fieldsOf((await get(path)).text), ...typed });
  return { ...world, get, post, submit };
}

/** The fields that a browser would send for a form as it is shown. */
function fieldsOf(html: string): Record<string, string> {
  const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  const inputs = [...html.matchAll(/<input [^>]*>/gu)].flatMap(([tag]) => {
    const isSent = !/type="(?:radio|checkbox)"/u.test(tag) || tag.includes(' checked');
    const value = /type="checkbox"/u.test(tag) ? 'on' : plain(/value="([^"]*)"/u.exec(tag)?.[1] ?? '');
    return isSent ? [[/name="([^"]*)"/u.exec(tag)?.[1] ?? '', value] as const] : [];
  });
  const areas = [...html.matchAll(/<textarea name="([^"]*)"[^>]*>([^<]*)</gu)].map(
    ([, name = '', text = '']) => [name, plain(text)] as const,
  );
  const selects = [...html.matchAll(/<select name="([^"]*)">(.*?)<\/select>/gu)].map(
    ([, name = '', options = '']) => [name, /value="(\d+)" selected/u.exec(options)?.[1] ?? ''] as const,
  );
  return Object.fromEntries([...inputs, ...areas, ...selects]);
}

const event = { summary: 'Trial <1>', start: '2026-01-06T09:30', end: '2026-01-06T10:00' };

describe('the page "Clio calendars"', () => {
  it('says that it is a stand-in, and shows four weeks of a calendar with links to all of them', async () => {
    const { get, weekly, calendar, own, clerks } = pagesWorld();
    const id = weekly({ location: 'Room 4', private: true });
    calendar.editInstance(id, '2026-01-12T15:00:00Z', { summary: 'Moved' });
    calendar.cancelInstance(id, '2026-01-19T15:00:00Z');
    const { text, status } = await get(`calendars?calendar=${own}&from=2026-01-01`);
    expect(status).toBe(200);
    expect(text).toContain('This is a stand-in for Clio, not Clio.');
    expect(text).toContain(`href="/clio/calendars?calendar=${clerks}"`);
    expect(text).toMatch(
      /Mon 2026-01-05<small>10:00 AM EST to 11:00 AM EST<\/small>.*?Team.*?Series.*?Private.*?Room 4/u,
    );
    expect(text).toMatch(/Mon 2026-01-12.*?Moved.*?Changed/u);
    expect(text).not.toContain('2026-01-19<');
    expect(text).toContain('2026-01-26<');
    expect((await get(`calendars?calendar=${own}`)).text).toContain('2025-12-29 to 2026-01-25');
    expect((await get(`calendars?calendar=${own}&from=2026-02-02`)).text).toContain('There is nothing from 2026-02-02');
  });

  it('shows days of all-day events, and what a calendar only attends', async () => {
    const { get, calendar, firms, own } = pagesWorld();
    const attendees = [{ type: 'Calendar' as const, id: own }];
    calendar.add({
      summary: 'Retreat',
      start: '2026-01-05',
      end: '2026-01-07',
      all_day: true,
      calendar: firms,
      attendees,
    });
    for (const id of [firms, own])
      expect((await get(`calendars?calendar=${id}`)).text).toMatch(
        /Mon 2026-01-05 to Tue 2026-01-06<small>all day<\/small>.*?Retreat/u,
      );
  });

  it('adds an event with everything that was typed', async () => {
    const { submit, calendar, own, firms, zoe } = pagesWorld();
    const { status, location } = await submit(`calendars/new?calendar=${firms}`, {
      ...event,
      calendar: String(own),
      location: 'Court',
      description: 'Bring the file',
      recurrence_rule: 'FREQ=WEEKLY;COUNT=2',
      private: 'on',
      attendees: `Zoë Reyes\n${owner.name}`,
      notify: 'on',
    });
    expect([status, location]).toEqual([303, `/clio/calendars?done=added&calendar=${own}`]);
    expect(calendar.list({ calendar: own })).toMatchObject([
      {
        summary: 'Trial <1>',
        start: '2026-01-06T14:30:00Z',
        end: '2026-01-06T15:00:00Z',
        location: 'Court',
        description: 'Bring the file',
        recurrence_rule: 'FREQ=WEEKLY;COUNT=2',
        private: true,
        attendees: [
          { type: 'Contact', id: zoe },
          { type: 'Calendar', id: own },
        ],
      },
    ]);
    expect(calendar.mails().map(({ kind }) => kind)).toEqual(['invite']);
  });

  it('counts the last day of an all-day event in', async () => {
    const { submit, calendar, own } = pagesWorld();
    await submit(`calendars/new?calendar=${own}`, { ...event, all_day: 'on', end: '2026-01-07T00:00' });
    const [entry] = calendar.list();
    expect(entry).toMatchObject({ all_day: true, start: '2026-01-06', end: '2026-01-08' });
    await submit(`calendars/entry/${entry?.id}`, { summary: 'Same days', do: 'save' });
    expect(calendar.list()).toMatchObject([{ summary: 'Same days', start: '2026-01-06', end: '2026-01-08' }]);
  });

  it.each([
    ['no title', { summary: '' }, 'Summary'],
    ['no time', { start: '' }, 'needs a beginning and an end'],
    ['an end before the beginning', { end: '2026-01-05T10:00' }, 'End at must not be before start at'],
    ['a rule that is none', { recurrence_rule: 'often' }, 'Recurrence rule is not valid'],
    ['somebody unknown', { attendees: 'Nobody Known' }, 'There is no contact or calendar'],
  ])('shows a form with %s again, and says what is wrong', async (_what, typed, problem) => {
    const { submit, calendar, own } = pagesWorld();
    const { status, text } = await submit(`calendars/new?calendar=${own}`, { ...event, ...typed, location: 'Court' });
    expect([status, text.includes(problem), text.includes('value="Court"')]).toEqual([422, true, true]);
    expect(calendar.list()).toEqual([]);
  });

  it('changes what was typed over and nothing else', async () => {
    const { submit, calendar, weekly, zoe, post, own } = pagesWorld();
    const id = weekly({ description: 'Two\nlines', attendees: [{ type: 'Contact', id: zoe }] });
    calendar.cancelInstance(id, '2026-01-12T15:00:00Z');
    const before = calendar.get(id);
    const done = await submit(`calendars/entry/${id}`, { location: 'Court', do: 'save' });
    expect(done.location).toBe(`/clio/calendars?done=saved&calendar=${own}`);
    expect(calendar.get(id)).toMatchObject({ ...before, etag: expect.any(String), location: 'Court' });
    expect((await post('calendars/entry/1', { do: 'save' })).status).toBe(404);
  });

  it('does not overwrite what was changed meanwhile, unless asked again', async () => {
    const { get, post, calendar, weekly } = pagesWorld();
    const id = weekly();
    const fields = fieldsOf((await get(`calendars/entry/${id}`)).text);
    calendar.edit(id, { location: 'Court' });
    const late = await post(`calendars/entry/${id}`, { ...fields, summary: 'Crew', do: 'save' });
    expect(late.status).toBe(409);
    expect(calendar.get(id)?.summary).toBe('Team');
    const again = { ...fieldsOf(late.text), do: 'save' };
    expect((await post(`calendars/entry/${id}`, again)).status).toBe(303);
    expect(calendar.get(id)).toMatchObject({ summary: 'Crew', location: null });
  });

  it.each([
    ['this', ['Team', 'Crew', 'Team', 'Team']],
    ['following', ['Team']],
    ['all', ['Crew', 'Crew', 'Crew', 'Crew']],
  ])('changes an instance and "%s"', async (scope, summaries) => {
    const { submit, calendar, weekly } = pagesWorld();
    const id = weekly();
    const typed = { summary: 'Crew', start: '2026-01-12T11:00', end: '2026-01-12T12:00', scope, do: 'save' };
    expect((await submit(`calendars/entry/${id}-${second}`, typed)).status).toBe(303);
    expect(calendar.instances(id).map(({ summary }) => summary)).toEqual(summaries);
    const changed = calendar.list().flatMap((entry) => (entry.recurrence_rule ? calendar.instances(entry.id) : []));
    const starts = changed.filter(({ summary }) => summary === 'Crew').map(({ start }) => start.slice(8));
    expect(starts).toEqual(
      {
        this: ['12T16:00:00Z'],
        following: ['12T16:00:00Z', '19T16:00:00Z', '26T16:00:00Z'],
        all: ['05T16:00:00Z', '12T16:00:00Z', '19T16:00:00Z', '26T16:00:00Z'],
      }[scope],
    );
  });

  it('leads from an instance to its series, whose rule can be changed', async () => {
    const { get, submit, calendar, weekly } = pagesWorld();
    const id = weekly();
    const { text } = await get(`calendars/entry/${id}-${second}`);
    expect([text.includes(`href="/clio/calendars/entry/${id}"`), text.includes('recurrence_rule')]).toEqual([
      true,
      false,
    ]);
    await submit(`calendars/entry/${id}`, { recurrence_rule: 'FREQ=DAILY;COUNT=2', do: 'save' });
    expect(calendar.instances(id).map(({ start }) => start)).toEqual(['2026-01-05T15:00:00Z', '2026-01-06T15:00:00Z']);
  });

  it.each([
    ['this', 3],
    ['following', 1],
    ['all', undefined],
  ])('deletes an instance and "%s"', async (scope, left) => {
    const { submit, calendar, weekly } = pagesWorld();
    const id = weekly();
    await submit(`calendars/entry/${id}-${second}`, { scope, do: 'delete' });
    expect(calendar.get(id) && calendar.instances(id).length).toBe(left);
  });

  it('deletes single events, and shows and forgets the mail', async () => {
    const { submit, post, get, calendar, weekly, zoe } = pagesWorld();
    const id = weekly({ recurrence_rule: null, attendees: [{ type: 'Contact', id: zoe }] });
    expect((await get('mail')).text).toContain('No mail.');
    expect((await submit(`calendars/entry/${id}`, { notify: 'on', do: 'delete' })).status).toBe(303);
    expect(calendar.list()).toEqual([]);
    expect((await get('mail')).text).toMatch(/cancellation.*zoe@x\.example.*Team.*a person chose/u);
    await post('mail');
    expect(calendar.mails()).toEqual([]);
  });

  it('keeps text harmless, and knows no other pages', async () => {
    const { get, weekly, own } = pagesWorld();
    const id = weekly({ summary: '<b>', location: '"x' });
    expect((await get(`calendars?calendar=${own}`)).text).toContain('&lt;b&gt;');
    expect((await get(`calendars/entry/${id}`)).text).toContain('value="&quot;x"');
    for (const path of ['calendars/entry/1', 'calendars/none', 'mail/1']) expect((await get(path)).status).toBe(404);
  });

  it('has a version that moves with every change', async () => {
    const { get, weekly } = pagesWorld();
    const before = (await get('calendars/version?firm=501')).text;
    weekly();
    expect((await get('calendars/version?firm=501')).text).not.toBe(before);
  });
});
