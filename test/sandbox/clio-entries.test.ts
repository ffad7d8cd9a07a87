import { describe, expect, it } from 'vitest';
import { calendarWorld, hearing } from './clio-calendar-world.ts';
import { clerk, owner } from './clio-world.ts';

const day = (first: string, last: string) => ({ all_day: true, start_at: first, end_at: last });

describe('an entry of the Clio look-alike', () => {
  it('is made with its four required fields, and shows what was asked for', async () => {
    const { post, own, call } = calendarWorld();
    const { status, body } = await post(
      {},
      'id,summary,start_at,end_at,all_day,calendar_owner_id,calendars{id},permission',
    );
    expect([status, body.data]).toEqual([
      201,
      {
        id: expect.stringMatching(/^\d{10}$/u),
        summary: 'Hearing',
        start_at: '2026-01-05T09:30:00-05:00',
        end_at: '2026-01-05T10:00:00-05:00',
        all_day: false,
        calendar_owner_id: own,
        calendars: [{ id: own }],
        permission: 'owner',
      },
    ]);
    for (const missing of ['summary', 'start_at', 'end_at', 'calendar_owner']) {
      const data = { ...hearing, calendar_owner: { id: own }, [missing]: undefined };
      expect((await call('POST', 'calendar_entries.json', data)).status).toBe(422);
    }
  });

  it('shows its id, a text, and its etag when nothing is asked for, and 400 for what it has not', async () => {
    const { post, call } = calendarWorld();
    const { id, etag } = (await post({})).body.data;
    expect((await call('GET', `calendar_entries/${id}.json`)).body.data).toEqual({ id, etag });
    expect(typeof id).toBe('string');
    expect((await call('GET', `calendar_entries/${id}.json?fields=status`)).status).toBe(400);
    expect((await call('GET', `calendar_entries/${id}.json?fields=matter{client{name}}`)).status).toBe(400);
  });

  it('tells its times with each user’s own offset and date', async () => {
    const { post, control, read, calendar, own } = calendarWorld();
    const west = { id: 73, name: 'Wes West', email: 'wes@abbott.example.com', time_zone: 'America/Vancouver' };
    control.addFirm({ id: 501, name: 'Abbott & Bell LLP', users: [west] });
    calendar.share(own, west.id, 'viewer');
    const times = { start_at: '2026-07-06T01:30:00-04:00', end_at: '2026-07-06T02:00:00-04:00' };
    const { id } = (await post(times)).body.data;
    const fields = 'start_at,start_date,start_time,end_date,end_time,start_at_time_zone';
    expect(await read(String(id), fields)).toEqual({
      start_at: '2026-07-06T01:30:00-04:00',
      start_date: '2026-07-06',
      start_time: '1:30 AM EDT',
      end_date: '2026-07-06',
      end_time: '2:00 AM EDT',
      start_at_time_zone: 'America/Toronto',
    });
    expect(await read(String(id), fields, west.id)).toMatchObject({
      start_at: '2026-07-05T22:30:00-07:00',
      start_date: '2026-07-05',
      start_time: '10:30 PM PDT',
      start_at_time_zone: 'America/Toronto',
    });
  });

  it('takes a time without an offset as the user’s, to the second, and no other text', async () => {
    const { post } = calendarWorld();
    const local = await post({ start_at: '2026-07-06T09:30:00.750', end_at: '2026-07-06T10:00' }, 'start_at,end_at');
    expect(local.body.data).toEqual({ start_at: '2026-07-06T09:30:00-04:00', end_at: '2026-07-06T10:00:00-04:00' });
    for (const start_at of ['soon', '2026-13-01T00:00:00Z', 5])
      expect((await post({ start_at })).status, String(start_at)).toBe(422);
  });

  it('keeps the zone of its maker, whatever is sent, but by habit', async () => {
    const { post, strike } = calendarWorld();
    const zone = async (start_at_time_zone: string) =>
      (await post({ start_at_time_zone }, 'start_at_time_zone')).body.data;
    expect(await zone('Europe/Paris')).toEqual({ start_at_time_zone: 'America/Toronto' });
    strike('clio.calendar.timeZoneWritable');
    expect(await zone('Europe/Paris')).toEqual({ start_at_time_zone: 'Europe/Paris' });
    expect((await post({ start_at_time_zone: 'Nowhere/Else' })).status).toBe(422);
  });

  it('cannot end before it begins, and is pulled into the year 1900', async () => {
    const { post } = calendarWorld();
    expect((await post({ end_at: '2026-01-05T09:29:59-05:00' })).status).toBe(422);
    const old = await post({ start_at: '1850-03-02T12:00:00Z', end_at: '1900-03-02T13:00:00Z' }, 'start_date,end_date');
    expect(old.body.data).toEqual({ start_date: '1900-03-02', end_date: '1900-03-02' });
  });

  it('drops what it does not know, and keeps blanks as none', async () => {
    const { post } = calendarWorld();
    const { status, body } = await post(
      { description: 'Room 4', location: '', contact_id: 4, status: 'tentative', reminders: [{ id: 1 }] },
      'description,location,reminders{id}',
    );
    expect([status, body.data]).toEqual([201, { description: 'Room 4', location: null, reminders: [] }]);
    expect((await post({ summary: '  ' })).status).toBe(422);
  });

  it('changes in what is sent alone, with a new etag and time; nothing sent is nothing changed', async () => {
    const { post, patch, read, world } = calendarWorld();
    const made = (await post({ description: 'Room 4' }, 'id,etag,updated_at,created_at')).body.data;
    const id = String(made.id);
    await world.advance(60_000);
    expect((await patch(id, { summary: 'Hearing' }, 'etag,updated_at')).body.data).toEqual({
      etag: made.etag,
      updated_at: made.updated_at,
    });
    const sameSecond = { start_at: '2026-01-05T09:30:00.999-05:00' };
    expect((await patch(id, sameSecond, 'etag')).body.data).toEqual({ etag: made.etag });
    const changed = (await patch(id, { location: 'Court' }, 'etag,updated_at,created_at,description,location')).body
      .data;
    expect(changed).toMatchObject({ created_at: made.created_at, description: 'Room 4', location: 'Court' });
    expect([changed.etag === made.etag, changed.updated_at === made.updated_at]).toEqual([false, false]);
    expect((await patch(id, { description: null, location: '' }, 'description,location')).body.data).toEqual({
      description: null,
      location: null,
    });
    expect(await read(id, 'summary')).toEqual({ summary: 'Hearing' });
  });

  it('is guarded by If-Match, spurious conflicts by habit included, and answers 304 to who knows it', async () => {
    const { post, patch, call, read, strike } = calendarWorld();
    const { id, etag } = (await post({})).body.data;
    const path = `calendar_entries/${id}.json`;
    expect((await patch(String(id), { summary: 'A' }, 'id', { 'if-match': '"old"' })).status).toBe(412);
    expect(await read(String(id), 'summary')).toEqual({ summary: 'Hearing' });
    expect((await call('GET', path, undefined, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await patch(String(id), { summary: 'A' }, 'id', { 'if-match': etag })).status).toBe(200);
    expect((await call('GET', path, undefined, { headers: { 'if-none-match': etag } })).status).toBe(200);
    strike('clio.spuriousConflict');
    const now = (await call('GET', path)).headers.get('etag') ?? '';
    expect((await patch(String(id), { summary: 'B' }, 'id', { 'if-match': now })).status).toBe(412);
  });

  it('goes without a trace: 204, then 404', async () => {
    const { post, remove, call, rows, patch } = calendarWorld();
    const id = String((await post({})).body.data.id);
    expect((await remove(id)).status).toBe(204);
    expect((await remove(id)).body.error).toEqual({ type: 'NotFoundError', message: 'Not Found' });
    expect((await call('GET', `calendar_entries/${id}.json`)).status).toBe(404);
    expect((await patch(id, { summary: 'A' })).status).toBe(404);
    expect(await rows('updated_since=2020-01-01T00:00:00Z')).toEqual([]);
  });

  it('moves to another calendar that its user may write to', async () => {
    const { post, patch, firms, clerks } = calendarWorld();
    const id = String((await post({})).body.data.id);
    expect((await patch(id, { calendar_owner: { id: firms } }, 'calendar_owner{type}')).body.data).toEqual({
      calendar_owner: { type: 'AccountCalendar' },
    });
    expect((await patch(id, { calendar_owner: { id: clerks } })).status).toBe(422);
    expect((await patch(id, { calendar_owner: { id: null } })).status).toBe(422);
  });

  it('holds to a matter, which may go and which may be hidden', async () => {
    const { post, patch, read, control, zoe } = calendarWorld();
    const matter = control.matters.add({ client: zoe, description: 'Estate' });
    const hidden = control.matters.add({ client: zoe, hidden_from: [owner.id] });
    const made = await post({ matter: { id: matter } }, 'id,matter{id,description}');
    const id = String(made.body.data.id);
    expect(made.body.data.matter).toEqual({ id: matter, description: 'Estate' });
    for (const other of [hidden, 1]) expect((await patch(id, { matter: { id: other } })).status).toBe(422);
    expect((await patch(id, { matter: { id: null } }, 'matter')).body.data).toEqual({ matter: null });
    await patch(id, { matter: { id: matter } });
    control.matters.edit(matter, { hidden_from: [owner.id] });
    expect(await read(id, 'matter{id}')).toEqual({ matter: null });
    control.matters.remove(matter);
    expect(await read(id, 'matter{id},summary')).toEqual({ matter: null, summary: 'Hearing' });
  });

  it('has a kind of event, of those that the firm has', async () => {
    const { post, patch, calendar, call } = calendarWorld();
    const type = calendar.eventType('Court date');
    expect(calendar.eventType('Court date')).toBe(type);
    const made = await post({ calendar_entry_event_type: { id: type } }, 'id,calendar_entry_event_type{name}');
    expect(made.body.data.calendar_entry_event_type).toEqual({ name: 'Court date' });
    const id = String(made.body.data.id);
    expect((await patch(id, { calendar_entry_event_type: { id: 1 } })).status).toBe(422);
    expect(
      (await patch(id, { calendar_entry_event_type: { id: null } }, 'calendar_entry_event_type')).body.data,
    ).toEqual({
      calendar_entry_event_type: null,
    });
    expect((await call('GET', 'calendar_entry_event_types.json?fields=id,name')).body.data).toEqual([
      { id: type, name: 'Court date' },
    ]);
  });

  it('is attended by contacts and calendars that exist: added, taken off, and left alone when not named', async () => {
    const { post, patch, clerks, zoe, al } = calendarWorld();
    const fields = 'id,attendees{id,type,name,email,enabled}';
    const made = await post(
      {
        attendees: [
          { id: zoe, type: 'Contact' },
          { id: clerks, type: 'Calendar' },
        ],
      },
      fields,
    );
    const id = String(made.body.data.id);
    const [zoeShown, clerkShown] = [
      { id: zoe, type: 'Contact', name: 'Zoë Reyes', email: 'zoe@x.example', enabled: true },
      { id: clerks, type: 'Calendar', name: clerk.name, email: clerk.email, enabled: true },
    ];
    expect(made.body.data.attendees).toEqual([zoeShown, clerkShown]);
    const added = await patch(
      id,
      {
        attendees: [
          { id: al, type: 'Contact' },
          { id: zoe, type: 'Contact' },
        ],
      },
      fields,
    );
    expect(added.body.data.attendees).toEqual([
      zoeShown,
      clerkShown,
      { id: al, type: 'Contact', name: 'Al Ames', email: null, enabled: true },
    ]);
    const left = await patch(id, { attendees: [{ id: zoe, type: 'Contact', _destroy: true }] }, 'attendees{id}');
    expect(left.body.data.attendees).toEqual([{ id: clerks }, { id: al }]);
    for (const attendee of [
      { id: 1, type: 'Contact' },
      { id: 1, type: 'Calendar' },
      { id: zoe },
      { id: zoe, type: 'User' },
    ])
      expect((await patch(id, { attendees: [attendee] })).status).toBe(422);
  });

  it('forgets an attendee who was deleted', async () => {
    const { post, read, control, zoe } = calendarWorld();
    const id = String((await post({ attendees: [{ id: zoe, type: 'Contact' }] })).body.data.id);
    control.contacts.remove(zoe);
    expect(await read(id, 'attendees')).toEqual({ attendees: [] });
  });

  it('is attended by whoever is left of two contacts that were merged', async () => {
    const { post, read, control, zoe, al } = calendarWorld();
    const contacts = (...ids: readonly number[]) => ids.map((id) => ({ id, type: 'Contact' }));
    const made = (await post({ attendees: contacts(zoe) })).body.data;
    const both = String((await post({ attendees: contacts(zoe, al) })).body.data.id);
    control.contacts.merge(al, zoe);
    expect((await read(String(made.id), 'attendees{id}')).attendees).toEqual([{ id: al }]);
    expect((await read(String(made.id))).etag).not.toBe(made.etag);
    expect(await read(both, 'attendees{id}')).toEqual({ attendees: [{ id: al }] });
  });

  it('cannot be attended by a contact that its user may not see', async () => {
    const { post, zoe, clerks } = calendarWorld();
    const data = { calendar_owner: { id: clerks }, attendees: [{ id: zoe, type: 'Contact' }] };
    expect((await post(data, 'id', clerk.id)).status).toBe(422);
  });

  it('carries five external properties at most: appended, changed and deleted by their ids', async () => {
    const { post, patch } = calendarWorld();
    const fields = 'id,external_properties{id,name,value}';
    const made = (await post({ external_properties: [{ name: 'a', value: '1' }] }, fields)).body.data;
    const id = String(made.id);
    const [first] = made.external_properties as readonly { readonly id: number }[];
    const change = async (...external_properties: readonly object[]) => patch(id, { external_properties }, fields);
    expect(
      (await change({ id: first?.id, value: '2' }, { name: 'b', value: '3' })).body.data.external_properties,
    ).toEqual([
      { id: first?.id, name: 'a', value: '2' },
      { id: expect.any(Number), name: 'b', value: '3' },
    ]);
    const etag = async (...external_properties: readonly object[]) =>
      (await patch(id, { external_properties })).body.data.etag;
    expect(await etag()).toBe(await etag({ id: first?.id, value: '2' }));
    const gone = await change({ id: first?.id, _destroy: true });
    expect(gone.body.data.external_properties).toEqual([{ id: expect.any(Number), name: 'b', value: '3' }]);
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `n${index}`, value: 'x' }));
    expect((await change(...many(5))).status).toBe(422);
    expect((await change(...many(4))).status).toBe(200);
    for (const wrong of [{ id: first?.id, value: '9' }, { name: 'only' }, { name: '', value: 'x' }])
      expect((await change(wrong)).status).toBe(422);
  });

  it('moves on with its rows, unless the habit strikes', async () => {
    const { post, patch, strike, zoe } = calendarWorld();
    const made = (await post({})).body.data;
    const id = String(made.id);
    const seen = (await patch(id, { external_properties: [{ name: 'a', value: '1' }] })).body.data;
    expect(seen.etag).not.toBe(made.etag);
    strike('clio.rowEditsUnseen');
    const unseen = (await patch(id, { attendees: [{ id: zoe, type: 'Contact' }] }, 'etag,attendees{id}')).body.data;
    expect(unseen).toEqual({ etag: seen.etag, attendees: [{ id: zoe }] });
  });

  it('gets a Zoom meeting, whose address becomes its place, where the plan has them', async () => {
    const { post, strike } = calendarWorld();
    const fields = 'location,conference_meeting{type,join_url}';
    const asked = { conference_meeting: { type: 'zoom' }, location: 'Room 4' };
    const { location, conference_meeting } = (await post(asked, fields)).body.data;
    expect(conference_meeting).toEqual({ type: 'zoom', join_url: location });
    expect(location).toMatch(/^https:\/\/zoom\.example\.com\/j\/\d+\?pwd=/u);
    expect((await post({ conference_meeting: { type: 'teams' } })).status).toBe(422);
    strike('clio.calendar.noConferences');
    expect((await post(asked, fields)).body.data).toEqual({ location: 'Room 4', conference_meeting: null });
  });

  it('of a court’s rules is Clio’s own', async () => {
    const { calendar, own, patch, remove, rows } = calendarWorld();
    const id = calendar.add({
      summary: 'Filing',
      start: '2026-01-05',
      end: '2026-01-06',
      all_day: true,
      calendar: own,
      court_rule: true,
    });
    expect(await rows('fields=id,court_rule,matter_docket&has_court_rule=true')).toEqual([
      { id, court_rule: true, matter_docket: null },
    ]);
    expect((await patch(id, { summary: 'X' })).status).toBe(403);
    expect((await remove(id)).status).toBe(403);
  });
});

describe('an all-day entry of the Clio look-alike', () => {
  const fields = 'id,start_at,end_at,start_date,end_date';

  it('begins with the user’s midnight, and by default ends with the one after its last day', async () => {
    const { post, read, control, calendar, own } = calendarWorld();
    const made = (await post(day('2026-03-07T00:00:00-05:00', '2026-03-09T00:00:00-04:00'), fields)).body.data;
    expect(made).toEqual({
      id: made.id,
      start_at: '2026-03-07T00:00:00-05:00',
      end_at: '2026-03-09T00:00:00-04:00',
      start_date: '2026-03-07',
      end_date: '2026-03-09',
    });
    const west = { id: 73, name: 'Wes West', email: 'wes@abbott.example.com', time_zone: 'America/Vancouver' };
    control.addFirm({ id: 501, name: 'Abbott & Bell LLP', users: [west] });
    calendar.share(own, west.id, 'viewer');
    expect(await read(String(made.id), fields, west.id)).toMatchObject({
      start_at: '2026-03-07T00:00:00-08:00',
      end_date: '2026-03-09',
    });
    expect(calendar.get(String(made.id))).toMatchObject({ start: '2026-03-07', end: '2026-03-09' });
  });

  it.each([
    ['a bare date', day('2026-03-07', '2026-03-08'), '2026-03-08'],
    ['the same midnight twice', day('2026-03-07', '2026-03-07'), '2026-03-08'],
    ['a time in the last day', day('2026-03-07T09:00:00-05:00', '2026-03-07T23:59:59-05:00'), '2026-03-08'],
  ])('is a day long when given %s', async (_what, data, end) => {
    const { post, calendar } = calendarWorld();
    const id = String((await post(data)).body.data.id);
    expect(calendar.get(id)).toMatchObject({ start: '2026-03-07', end });
  });

  it.each([
    ['clio.calendar.allDayEndsLastMidnight', '2026-03-07T00:00:00-05:00'],
    ['clio.calendar.allDayEndsLastSecond', '2026-03-07T23:59:59-05:00'],
  ] as const)('ends within its last day when %s, read and written', async (habit, end_at) => {
    const { post, strike, calendar, patch } = calendarWorld();
    strike(habit);
    const made = (await post(day('2026-03-07', '2026-03-07'), fields)).body.data;
    expect(made).toMatchObject({ end_at, end_date: '2026-03-07' });
    const id = String(made.id);
    expect(calendar.get(id)).toMatchObject({ start: '2026-03-07', end: '2026-03-08' });
    await patch(id, { summary: 'Same days' });
    await patch(id, { start_at: '2026-03-06' });
    expect(calendar.get(id)).toMatchObject({ start: '2026-03-06', end: '2026-03-08' });
    await patch(id, { end_at: '2026-03-08' });
    expect(calendar.get(id)).toMatchObject({ end: '2026-03-09' });
  });

  it('becomes one with times, and the other way round', async () => {
    const { post, patch, calendar } = calendarWorld();
    const id = String((await post({})).body.data.id);
    expect((await patch(id, { all_day: true }, 'all_day,start_at,end_at')).body.data).toEqual({
      all_day: true,
      start_at: '2026-01-05T00:00:00-05:00',
      end_at: '2026-01-06T00:00:00-05:00',
    });
    await patch(id, { all_day: false });
    expect(calendar.get(id)).toMatchObject({ start: '2026-01-05T05:00:00Z', end: '2026-01-06T05:00:00Z' });
  });
});

describe('what others see of an entry', () => {
  const fields = 'id,summary,start_at,permission,calendar_owner,attendees,matter,description';

  it('is nothing without rights, nulls with free/busy, and all with a viewer’s', async () => {
    const { post, read, call, calendar, own, rows, control, zoe } = calendarWorld();
    const matter = control.matters.add({ client: zoe });
    const secrets = { description: 'Secret', matter: { id: matter }, external_properties: [{ name: 'm', value: '1' }] };
    const id = String((await post(secrets)).body.data.id);
    expect((await call('GET', `calendar_entries/${id}.json`, undefined, { user: clerk.id })).status).toBe(404);
    expect(await rows('', clerk.id)).toEqual([]);
    calendar.share(own, clerk.id, 'limited_viewer');
    const redacted = {
      id,
      summary: null,
      start_at: '2026-01-05T09:30:00-05:00',
      permission: 'limited_viewer',
      calendar_owner: { id: own, etag: expect.any(String) },
      attendees: [],
      matter: null,
      description: null,
      redacted: true,
    };
    expect(await read(id, fields, clerk.id)).toEqual(redacted);
    expect(await rows(`fields=${fields}`, clerk.id)).toEqual([redacted]);
    for (const query of ['query=secret', `matter_id=${matter}`, 'external_property_name=m']) {
      expect(await rows(query)).toHaveLength(1);
      expect(await rows(query, clerk.id)).toEqual([]);
    }
    calendar.share(own, clerk.id, 'viewer');
    expect(await read(id, 'summary,permission', clerk.id)).toEqual({ summary: 'Hearing', permission: 'viewer' });
  });

  it('is all of it for who attends, whatever the calendar’s rights', async () => {
    const { post, read, calendar, own, clerks } = calendarWorld();
    const id = String((await post({ attendees: [{ id: clerks, type: 'Calendar' }] })).body.data.id);
    const seen = { summary: 'Hearing', permission: 'viewer', calendars: [{ id: own }, { id: clerks }] };
    expect(await read(id, 'summary,permission,calendars{id}', clerk.id)).toEqual(seen);
    calendar.share(own, clerk.id, 'limited_viewer');
    expect(await read(id, 'summary,permission,calendars{id}', clerk.id)).toEqual(seen);
  });

  it('is nulls when a person made it private, but for the calendar’s owner and who attends', async () => {
    const { post, read, calendar, own, clerks, send } = calendarWorld();
    calendar.share(own, clerk.id, 'editor');
    const id = String((await post({})).body.data.id);
    calendar.makePrivate(id);
    expect(await read(id, 'summary', clerk.id)).toEqual({ summary: null, redacted: true });
    const change = await send('PATCH', `calendar_entries/${id}.json`, { summary: 'X' }, { user: clerk.id });
    expect(change.status).toBe(403);
    expect(await read(id, 'summary')).toEqual({ summary: 'Hearing' });
    calendar.invite(id, [{ type: 'Calendar', id: clerks }]);
    expect(await read(id, 'summary', clerk.id)).toEqual({ summary: 'Hearing' });
  });

  it('can be changed by editors alone', async () => {
    const { post, calendar, own, send } = calendarWorld();
    const id = String((await post({})).body.data.id);
    const status = async (method: string) =>
      (
        await send(method, `calendar_entries/${id}.json`, method === 'PATCH' ? { summary: 'X' } : undefined, {
          user: clerk.id,
        })
      ).status;
    expect(await status('PATCH')).toBe(404);
    calendar.share(own, clerk.id, 'viewer');
    expect([await status('PATCH'), await status('DELETE')]).toEqual([403, 403]);
    calendar.share(own, clerk.id, 'editor');
    expect([await status('PATCH'), await status('DELETE')]).toEqual([200, 204]);
  });
});
