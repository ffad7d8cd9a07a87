import { describe, expect, it } from 'vitest';
import { at, createBench, type Event, reasonOf, weekly } from './google-calendar-world.ts';

async function oneEvent(event: object = at(3, 10)) {
  const bench = createBench();
  const { body } = await bench.insert(event);
  return { ...bench, before: body, id: body.id ?? '' };
}

describe('an event of the Google look-alike', () => {
  it('is made with what the API says of every event', async () => {
    const { before, id } = await oneEvent();
    expect(before).toMatchObject({
      kind: 'calendar#event',
      status: 'confirmed',
      summary: 'Call',
      creator: { email: 'ada@byron.example', self: true },
      organizer: { email: 'ada@byron.example', self: true },
      start: { dateTime: '2026-08-03T10:00:00+02:00', timeZone: 'Europe/Amsterdam' },
      end: { dateTime: '2026-08-03T11:00:00+02:00', timeZone: 'Europe/Amsterdam' },
      iCalUID: `${id}@google.com`,
      sequence: 0,
      reminders: { useDefault: true },
      eventType: 'default',
      created: '2026-08-03T07:00:00.000Z',
      updated: '2026-08-03T07:00:00.000Z',
    });
    expect(id).toMatch(/^[a-v0-9]{26}$/u);
    expect(before.etag).toMatch(/^"\d{16}"$/u);
    expect(before).not.toHaveProperty('visibility');
    expect(before).not.toHaveProperty('attendees');
  });

  it('needs a start and an end that fit each other', async () => {
    const { insert } = createBench();
    const { start, end } = at(3, 10);
    const day = { date: '2026-08-03' };
    const cases: readonly (readonly [object, string])[] = [
      [{ end }, 'required'],
      [{ start }, 'required'],
      [{ start, end: { date: '2026-08-04' } }, 'invalid'],
      [{ start: { ...start, ...day }, end }, 'invalid'],
      [{ start: day, end: day }, 'timeRangeEmpty'],
      [{ start: end, end: start }, 'timeRangeEmpty'],
      [{ start: { dateTime: '2026-08-03T10:00:00' }, end }, 'required'],
      [{ start: { ...start, timeZone: 'Europe/Atlantis' }, end }, 'invalid'],
      [{ start: { ...start, timeZone: '+02:00' }, end }, 'invalid'],
      [{ start: { date: '2026-02-30' }, end: { date: '2026-03-02' } }, 'invalid'],
    ];
    for (const [event, reason] of cases)
      expect([event, ...reasonOf(await insert(event))]).toEqual([event, 400, reason]);
    expect((await insert({ start, end: start })).status).toBe(200);
  });

  it('of whole days ends with the day after, and has no zone', async () => {
    const { before } = await oneEvent({ start: { date: '2026-08-05' }, end: { date: '2026-08-07' } });
    expect([before.start, before.end]).toEqual([{ date: '2026-08-05' }, { date: '2026-08-07' }]);
  });

  it('says the calendar’s zone when it has none, unless google.calendar.omitsTimeZone', async () => {
    const bare = { start: { dateTime: '2026-08-03T10:00:00Z' }, end: { dateTime: '2026-08-03T11:00:00-01:00' } };
    const { before, get, id, on, ask } = await oneEvent(bare);
    expect(before.start).toEqual({ dateTime: '2026-08-03T12:00:00+02:00', timeZone: 'Europe/Amsterdam' });
    expect(before.end?.dateTime).toBe('2026-08-03T14:00:00+02:00');
    const tokyo = await ask('GET', `calendars/primary/events/${id}?timeZone=Asia/Tokyo`);
    expect(tokyo.body.start?.dateTime).toBe('2026-08-03T19:00:00+09:00');
    on('calendar.omitsTimeZone');
    expect((await get(id)).body.start).toEqual({ dateTime: '2026-08-03T12:00:00+02:00' });
  });

  it('passes over what a body may not say, and refuses words that are none', async () => {
    const { before, insert } = await oneEvent({
      ...at(3, 10),
      etag: '"1"',
      hangoutLink: 'https://x.example',
      sendUpdates: 'all',
      creator: { email: 'x@y.example' },
    });
    expect(before.hangoutLink).toBeUndefined();
    expect(before.creator?.email).toBe('ada@byron.example');
    for (const wrong of [{ visibility: 'secret' }, { status: 'maybe' }, { transparency: 'glass' }, { summary: 7 }])
      expect([wrong, (await insert({ ...at(3, 10), ...wrong })).status]).toEqual([wrong, 400]);
    expect((await insert('{"summary":')).body.error.errors[0]?.reason).toBe('parseError');
  });

  it('keeps visibility, transparency, tentative, conferences and HTML', async () => {
    const more = {
      visibility: 'private',
      transparency: 'transparent',
      status: 'tentative',
      description: '<b>Bring</b> the <a href="https://x.example">file</a>',
      conferenceData: { createRequest: { requestId: 'r1' } },
    };
    const { insert } = createBench();
    const { conferenceData, ...shown } = more;
    const plain = await insert({ ...at(3, 10), ...more });
    expect(plain.body).toMatchObject(shown);
    // Without conferenceDataVersion=1 the conference in a body says nothing.
    expect(plain.body).not.toHaveProperty('conferenceData');
    const met = await insert({ ...at(3, 10), conferenceData }, { conferenceDataVersion: 1 });
    expect(met.body.hangoutLink).toMatch(/^https:\/\/meet\.google\.com\/\w{3}-\w{4}-\w{3}$/u);
    expect(met.body.conferenceData?.createRequest?.status?.statusCode).toBe('success');
  });

  it('keeps its conference when a client that knows none writes it', async () => {
    const { insert, patch, put } = createBench();
    const made = await insert(
      { ...at(3, 10), conferenceData: { createRequest: { requestId: 'r1' } } },
      { conferenceDataVersion: 1 },
    );
    const id = made.body.id ?? '';
    expect((await patch(id, { conferenceData: null })).body.hangoutLink).toBe(made.body.hangoutLink);
    expect((await put(id, at(3, 11))).body.hangoutLink).toBe(made.body.hangoutLink);
    expect((await patch(id, { conferenceData: null }, { conferenceDataVersion: 1 })).body).not.toHaveProperty(
      'hangoutLink',
    );
  });

  it('is of another type only when Google or a person made it so, and then restricts edits', async () => {
    const { mine, insert, patch, remove, list } = createBench();
    expect(reasonOf(await insert({ ...at(3, 10), eventType: 'fromGmail' }))).toEqual([400, 'eventTypeRestriction']);
    const types = ['birthday', 'focusTime', 'fromGmail', 'outOfOffice', 'workingLocation'] as const;
    for (const eventType of types) mine.add({ ...at(3, 10, eventType), eventType });
    const all = await list();
    expect(all.body.items.map(({ eventType }) => eventType)).toEqual(types);
    const [birthday] = all.body.items;
    expect(reasonOf(await patch(birthday?.id ?? '', { summary: 'Mine' }))).toEqual([400, 'eventTypeRestriction']);
    expect((await patch(birthday?.id ?? '', { colorId: '5' })).body.colorId).toBe('5');
    expect((await remove(birthday?.id ?? '')).status).toBe(204);
    expect((await list({ eventTypes: 'default' })).body.items).toEqual([]);
    expect((await list({ eventTypes: ['focusTime', 'outOfOffice'] })).body.items).toHaveLength(2);
  });
});

describe('an id in the Google look-alike', () => {
  it('may be the client’s, of base32hex, five characters and more', async () => {
    const { insert } = createBench();
    expect((await insert({ ...at(3, 10), id: 'abcv0' })).body.id).toBe('abcv0');
    for (const id of ['abcd', 'abcdw', 'ABCDE', 'abc_d', 'a'.repeat(1_025), 7])
      expect([id, ...reasonOf(await insert({ ...at(3, 10), id }))]).toEqual([id, 400, 'invalid']);
  });

  it('is taken for good: 409 duplicate, also after the event was deleted', async () => {
    const { insert, remove, patch, on, list } = createBench();
    const event = { ...at(3, 10), id: 'abcde' };
    await insert(event);
    const again = await insert(event);
    expect(reasonOf(again)).toEqual([409, 'duplicate']);
    expect(again.body.error.message).toBe('The requested identifier already exists.');
    await remove('abcde');
    expect(reasonOf(await insert(event))).toEqual([409, 'duplicate']);
    expect((await patch('abcde', { status: 'confirmed' })).body.status).toBe('confirmed');
    on('calendar.collisionMissed');
    expect((await insert({ ...event, summary: 'Second' })).status).toBe(200);
    expect((await list()).body.items.map(({ summary }) => summary)).toEqual(['Second']);
  });

  it('comes alone: together with an iCalUID it is refused, unless google.calendar.takesIdAndUid', async () => {
    const { insert, on } = createBench();
    const event = { ...at(3, 10), id: 'abcde', iCalUID: 'one@two' };
    expect((await insert(event)).status).toBe(400);
    on('calendar.takesIdAndUid');
    expect((await insert(event)).body).toMatchObject({ id: 'abcde', iCalUID: 'one@two' });
    expect(reasonOf(await insert({ ...at(3, 10), iCalUID: 'one@two' }))).toEqual([409, 'duplicate']);
  });
});

describe('writing an event of the Google look-alike', () => {
  it('a patch merges maps key by key and replaces lists', async () => {
    const overrides = [{ method: 'popup', minutes: 5 }];
    const { patch, id } = await oneEvent({
      ...at(3, 10),
      location: 'Here',
      extendedProperties: { private: { a: '1', b: '2' }, shared: { c: '3' } },
      attendees: [{ email: 'one@x.example' }, { email: 'two@x.example' }],
      reminders: { useDefault: false, overrides },
    });
    const { body } = await patch(id, {
      location: null,
      extendedProperties: { private: { a: null, b: '4', d: '5' } },
      attendees: [{ email: 'two@x.example' }],
    });
    expect(body).not.toHaveProperty('location');
    expect(body.extendedProperties).toEqual({ private: { b: '4', d: '5' }, shared: { c: '3' } });
    expect(body.attendees).toEqual([{ email: 'two@x.example', responseStatus: 'needsAction' }]);
    expect(body.reminders).toEqual({ useDefault: false, overrides });
    expect(body.summary).toBe('Call');
  });

  it('a patch of a date beside a time is refused until the time is cleared, unless google.calendar.patchReplacesTimes', async () => {
    const { patch, id, on } = await oneEvent();
    const days = { start: { date: '2026-08-03' }, end: { date: '2026-08-04' } };
    expect((await patch(id, days)).status).toBe(400);
    const cleared = { dateTime: null, timeZone: null };
    const { body } = await patch(id, { start: { ...days.start, ...cleared }, end: { ...days.end, ...cleared } });
    expect(body.start).toEqual({ date: '2026-08-03' });
    on('calendar.patchReplacesTimes');
    expect((await patch(id, { start: at(3, 9).start, end: at(3, 9).end })).body.start?.date).toBeUndefined();
  });

  it('an update replaces the event whole', async () => {
    const { put, id } = await oneEvent({ ...at(3, 10), location: 'Here', extendedProperties: { private: { a: '1' } } });
    const { body } = await put(id, at(3, 12, 'Later'));
    expect(body).toMatchObject({ id, summary: 'Later', sequence: 1 });
    expect(body).not.toHaveProperty('location');
    expect(body).not.toHaveProperty('extendedProperties');
    expect((await put(id, { summary: 'No times' })).status).toBe(400);
  });

  it('moves the etag each time, `updated` not for reminders, and the sequence for times only', async () => {
    const { patch, world, before, id } = await oneEvent();
    await world.advance(60_000);
    const reminded = (await patch(id, { reminders: { useDefault: false } })).body;
    expect(reminded.etag).not.toBe(before.etag);
    expect(reminded.updated).toBe(before.updated);
    const named = (await patch(id, { summary: 'Named' })).body;
    expect(named.updated).toBe('2026-08-03T07:01:00.000Z');
    expect(named.etag).not.toBe(reminded.etag);
    expect(named.sequence).toBe(0);
    expect((await patch(id, { end: at(3, 11).end })).body.sequence).toBe(1);
  });

  it('with an etag that is old is 412, without one the last writer wins', async () => {
    const { patch, put, remove, before, id, on } = await oneEvent();
    const stale = { 'if-match': before.etag ?? '' };
    expect((await patch(id, { summary: 'One' }, {}, stale)).status).toBe(200);
    const refused = await patch(id, { summary: 'Two' }, {}, stale);
    expect(reasonOf(refused)).toEqual([412, 'conditionNotMet']);
    expect(refused.body.error.errors[0]).toMatchObject({ locationType: 'header', location: 'If-Match' });
    expect((await remove(id, {}, stale)).status).toBe(412);
    expect((await put(id, at(3, 10, 'Three'))).body.summary).toBe('Three');
    on('spuriousConflict');
    const etag = (await patch(id, {})).body.etag ?? '';
    expect((await patch(id, {}, {}, { 'if-match': etag })).status).toBe(412);
  });

  it('is not read again while its etag is known', async () => {
    const { get, patch, before, id } = await oneEvent();
    const known = { 'if-none-match': before.etag ?? '' };
    const same = await get(id, known);
    expect([same.status, same.text]).toEqual([304, '']);
    await patch(id, { summary: 'New' });
    expect((await get(id, known)).status).toBe(200);
  });

  it('drops long keys and cuts long values of extended properties without a word, and refuses too many', async () => {
    const { patch, id } = await oneEvent();
    const [fits, tooLong] = ['k'.repeat(44), 'k'.repeat(45)];
    const { body, status } = await patch(id, {
      extendedProperties: { private: { [fits]: 'v'.repeat(1_030), [tooLong]: 'gone' } },
    });
    expect(status).toBe(200);
    expect(body.extendedProperties?.private).toEqual({ [fits]: 'v'.repeat(1_024) });
    const many = Object.fromEntries(Array.from({ length: 301 }, (_, n) => [`p${n}`, 'x']));
    expect((await patch(id, { extendedProperties: { shared: many } })).status).toBe(400);
  });

  it('that holds "[refuse]" is refused with google.refusesValue', async () => {
    const { patch, insert, id, on } = await oneEvent();
    on('refusesValue');
    expect((await patch(id, { summary: 'x [refuse] y' })).status).toBe(400);
    expect((await insert(at(3, 10, '[refuse]'))).status).toBe(400);
    expect((await patch(id, { summary: 'fine' })).status).toBe(200);
  });
});

describe('deleting an event of the Google look-alike', () => {
  it('is 204, and then 410; guarded it is 412, because the etag moved', async () => {
    const { remove, get, before, id, on } = await oneEvent();
    const gone = await remove(id);
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect(reasonOf(await remove(id))).toEqual([410, 'deleted']);
    expect(reasonOf(await remove(id, {}, { 'if-match': before.etag ?? '' }))).toEqual([412, 'conditionNotMet']);
    const read = await get(id);
    expect([read.status, read.body.status, read.body.etag === before.etag]).toEqual([200, 'cancelled', false]);
    on('calendar.redeleteNotFound');
    expect(reasonOf(await remove(id))).toEqual([404, 'notFound']);
    expect(reasonOf(await remove('neverwas'))).toEqual([404, 'notFound']);
  });

  it('can be done by a status, and undone by one', async () => {
    const { patch, list, id } = await oneEvent();
    expect((await patch(id, { status: 'cancelled' })).body.status).toBe('cancelled');
    expect((await list()).body.items).toEqual([]);
    expect((await patch(id, { summary: 'Still gone' })).body.status).toBe('cancelled');
    expect((await patch(id, { status: 'confirmed' })).body).toMatchObject({
      status: 'confirmed',
      summary: 'Still gone',
    });
    expect((await list()).body.items).toHaveLength(1);
  });

  it('leaves a tombstone that vanishes with google.calendar.deletedVanish', async () => {
    const { remove, get, list, world, id, on } = await oneEvent();
    await remove(id);
    on('calendar.deletedVanish', 1_000);
    expect((await get(id)).status).toBe(200);
    await world.advance(1_000);
    expect([(await get(id)).status, (await remove(id)).status]).toEqual([404, 404]);
    expect((await list({ showDeleted: true })).body.items).toEqual([]);
  });
});

describe('moving and importing in the Google look-alike', () => {
  it('an event goes to another calendar with its id, and leaves a tombstone', async () => {
    const { ask, mine, insert, list, listAll } = createBench();
    const other = mine.addCalendar({ summary: 'Hearings' });
    const { body } = await insert(weekly());
    const id = body.id ?? '';
    mine.cancelInstance(id, '2026-08-10T09:00:00+02:00');
    const { syncToken } = await listAll();
    const moved = await ask('POST', `calendars/primary/events/${id}/move?destination=${encodeURIComponent(other.id)}`);
    expect(moved.body).toMatchObject({ id, organizer: { email: other.id, self: true }, summary: 'Standup' });
    expect((await listAll({ syncToken })).rows.map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect((await list({}, other.id)).body.items.map(({ status }) => status)).toEqual(['confirmed', 'cancelled']);
    expect((await ask('POST', `calendars/primary/events/${id}/move`)).status).toBe(400);
  });

  it('an instance does not move alone', async () => {
    const { ask, mine, insert } = createBench();
    const other = mine.addCalendar({ summary: 'Hearings' });
    const { body } = await insert(weekly());
    const path = `calendars/primary/events/${body.id}_20260810T070000Z/move?destination=${encodeURIComponent(other.id)}`;
    expect((await ask('POST', path)).status).toBe(403);
  });

  it('an import keeps the iCalUID and the organizer, updates what is there, and mails nobody', async () => {
    const { imported, list, control, on } = createBench();
    const event = {
      ...at(3, 10),
      iCalUID: '040000008200E00074C5B7101A82E008',
      organizer: { email: 'boss@elsewhere.example', displayName: 'The Boss' },
      attendees: [{ email: 'guest@elsewhere.example' }],
    };
    const first = await imported(event, { sendUpdates: 'all' });
    expect(first.body).toMatchObject({
      // Of events that came from Outlook one knows this id: the iCalUID in base32hex.
      id: '_60q30c1g60o30e1i60o4ac1g60rj8gpl88rj2c1h84s34h9g60s0',
      iCalUID: event.iCalUID,
      organizer: event.organizer,
      privateCopy: true,
    });
    const second = await imported({ ...event, summary: 'New' });
    expect([second.body.id, second.body.summary]).toEqual([first.body.id, 'New']);
    expect((await list()).body.items).toHaveLength(1);
    expect(control.mails()).toEqual([]);
    expect(reasonOf(await imported(at(3, 10)))).toEqual([400, 'required']);
    on('calendar.importDuplicates');
    expect(reasonOf(await imported(event))).toEqual([409, 'duplicate']);
  });

  it('an imported event can be changed, unless google.calendar.privateCopyForbidden', async () => {
    const { imported, patch, on } = createBench();
    const { body } = await imported({ ...at(3, 10), iCalUID: 'a@b', organizer: { email: 'boss@elsewhere.example' } });
    const id = body.id ?? '';
    expect((await patch(id, { summary: 'Mine' })).body.summary).toBe('Mine');
    on('calendar.privateCopyForbidden');
    expect(reasonOf(await patch(id, { summary: 'Yours' }))).toEqual([403, 'forbiddenForNonOrganizer']);
    expect((await patch(id, { colorId: '3' })).status).toBe(200);
  });

  it('a write bumps the etag once more with google.etagBump', async () => {
    const { insert, patch, get, world, on } = createBench();
    const id = (await insert(at(3, 10))).body.id ?? '';
    on('etagBump');
    const { body }: { body: Event } = await patch(id, { summary: 'X' });
    await world.advance(2_000);
    expect((await get(id)).body.etag).not.toBe(body.etag);
  });
});
