import { describe, expect, it } from 'vitest';
import { at, between, createEventBench, eastern, guests, instanceOn, intake, weekly } from './microsoft-events.ts';
import { ada } from './microsoft-world.ts';

const property = 'String {8ECCC264-6880-4EBE-992F-8888D2EEAA1D} Name ConcordId';
const marked = (value: string) => ({ singleValueExtendedProperties: [{ id: property, value }] });

describe('calendars', () => {
  it('are the main one and those that are added, with what may be done in them', async () => {
    const { ask, calendars } = createEventBench();
    calendars.addCalendar('Holidays', { canEdit: false });
    const made = await ask('POST', '/me/calendars', { name: 'Matters' });
    expect(made.status).toBe(201);
    const { body } = await ask('GET', '/me/calendars');
    expect(body.value.map((one) => one as object)).toMatchObject([
      { name: 'Calendar', isDefaultCalendar: true, canEdit: true, isRemovable: false, owner: { address: ada.email } },
      { name: 'Holidays', isDefaultCalendar: false, canEdit: false },
      { name: 'Matters', canEdit: true, isRemovable: true },
    ]);
    expect((await ask('GET', '/me/calendar')).body).toMatchObject({ name: 'Calendar', isDefaultCalendar: true });
    expect((await ask('GET', `/me/calendars/${made.body.id}`)).body.name).toBe('Matters');
  });

  it('have names of their own, can be renamed, and go with their events; the main one stays', async () => {
    const { ask, post, calendars } = createEventBench();
    const { body } = await ask('POST', '/me/calendars', { name: 'Matters' });
    expect((await ask('POST', '/me/calendars', { name: 'Matters' })).status).toBe(409);
    const event = await post(intake, `/me/calendars/${body.id}/events`);
    expect(calendars.get(event.id)?.calendar).toBe('Matters');
    expect((await ask('PATCH', `/me/calendars/${body.id}`, { name: 'Court' })).body.name).toBe('Court');
    expect((await ask('PATCH', `/me/calendars/${body.id}`, { name: 'Court' })).status).toBe(200);
    expect(calendars.get(event.id)?.calendar).toBe('Court');
    expect((await ask('DELETE', `/me/calendars/${body.id}`)).status).toBe(204);
    expect((await ask('GET', `/me/events/${event.id}`)).status).toBe(404);
    const main = (await ask('GET', '/me/calendar')).body.id;
    expect((await ask('DELETE', `/me/calendars/${main}`)).status).toBe(403);
    expect(calendars.calendars().map(({ name }) => name)).toEqual(['Calendar']);
  });

  it('take no writes where nobody may edit', async () => {
    const { ask, calendars } = createEventBench();
    const { id } = calendars.addCalendar('Holidays', { canEdit: false });
    const holiday = calendars.add({ subject: 'Day off', ...between('2026-01-06', '09:00', '10:00') }, 'Holidays');
    const answers = [
      await ask('POST', `/me/calendars/${id}/events`, intake),
      await ask('PATCH', `/me/events/${holiday.id}`, { subject: 'Mine' }),
      await ask('DELETE', `/me/calendars/${id}/events/${holiday.id}`),
    ];
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual(
      answers.map(() => [403, 'ErrorAccessDenied']),
    );
    expect(calendars.get(holiday.id)?.subject).toBe('Day off');
  });

  it('are closed to a token without Calendars.ReadWrite, and open for reading to Calendars.Read', async () => {
    const { ask, useToken, control } = createEventBench();
    const statuses = async (scopes: readonly string[]) => {
      useToken(control.grant(ada.email, scopes).accessToken);
      const answers = [
        await ask('GET', '/me/calendars'),
        await ask('GET', '/me/events'),
        await ask('POST', '/me/events', intake),
      ];
      return answers.map(({ status }) => status);
    };
    expect(await statuses(['Contacts.ReadWrite'])).toEqual([403, 403, 403]);
    expect(await statuses(['Calendars.Read'])).toEqual([200, 200, 403]);
    expect(await statuses(['Calendars.ReadWrite'])).toEqual([200, 200, 201]);
  });
});

describe('an event', () => {
  it('comes back whole when it is made, with the service’s own values for what was not said', async () => {
    const { ask } = createEventBench();
    const { status, headers, body } = await ask('POST', '/me/events', {
      ...intake,
      location: { displayName: 'Office' },
    });
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe(body['@odata.etag']);
    expect(body['@odata.etag']).toBe(`W/"${body.changeKey}"`);
    expect(body).toMatchObject({
      subject: 'Intake call',
      start: { dateTime: '2026-01-06T14:00:00.0000000', timeZone: 'UTC' },
      end: { dateTime: '2026-01-06T15:00:00.0000000', timeZone: 'UTC' },
      originalStartTimeZone: eastern,
      originalEndTimeZone: eastern,
      type: 'singleInstance',
      seriesMasterId: null,
      recurrence: null,
      showAs: 'busy',
      sensitivity: 'normal',
      importance: 'normal',
      isReminderOn: true,
      reminderMinutesBeforeStart: 15,
      isAllDay: false,
      isOrganizer: true,
      isCancelled: false,
      organizer: { emailAddress: { name: ada.name, address: ada.email } },
      responseStatus: { response: 'none', time: '0001-01-01T00:00:00Z' },
      location: { displayName: 'Office', locationType: 'default', uniqueIdType: 'private' },
      locations: [{ displayName: 'Office' }],
      attendees: [],
      onlineMeeting: null,
      createdDateTime: '2026-01-05T09:00:00.0000000Z',
    });
    expect(body).not.toHaveProperty('transactionId');
    expect(body).not.toHaveProperty('originalStart');
    expect((await ask('GET', `/me/events/${body.id}`)).body).toEqual({ ...body, '@odata.context': expect.any(String) });
  });

  it('is shown in the zone that is preferred, and says so', async () => {
    const { ask, post, calendars } = createEventBench();
    const { id } = await post(intake);
    for (const [zone, time] of [
      ['Pacific Standard Time', '06:00'],
      ['Europe/London', '14:00'],
      [eastern, '09:00'],
    ]) {
      const { body, headers } = await ask('GET', `/me/events/${id}`, undefined, {
        prefer: `outlook.timezone="${zone}"`,
      });
      expect(body.start).toEqual({ dateTime: `2026-01-06T${time}:00.0000000`, timeZone: zone });
      expect(headers.get('preference-applied')).toBe(`outlook.timezone="${zone}"`);
    }
    const unknown = await ask('GET', `/me/events/${id}`, undefined, { prefer: 'outlook.timezone="Nowhere Time"' });
    expect([unknown.status, unknown.body.error.code]).toEqual([400, 'TimeZoneNotSupportedException']);
    const refused = await ask('POST', '/me/events', intake, { prefer: 'outlook.timezone="Nowhere Time"' });
    expect([refused.status, calendars.list().length]).toEqual([400, 1]);
  });

  it('is written with Windows and IANA names, with an offset, and with no zone at all as UTC', async () => {
    const { ask, post } = createEventBench();
    const startOf = async (start: object, end: object) => {
      const body = await post({ start, end });
      return [body.start?.dateTime?.slice(11, 16), body.originalStartTimeZone];
    };
    const iana = 'America/Toronto';
    expect(await startOf(at('2026-07-01T09:00', iana), at('2026-07-01T10:00', iana))).toEqual(['13:00', iana]);
    expect(await startOf({ dateTime: '2026-01-06T09:00:00' }, { dateTime: '2026-01-06T10:00:00.0000000' })).toEqual([
      '09:00',
      'UTC',
    ]);
    const offset = (time: string) => ({ dateTime: `2026-01-06T${time}:00-08:00`, timeZone: eastern });
    expect(await startOf(offset('06:00'), offset('07:00'))).toEqual(['14:00', eastern]);
    const bad = await ask('POST', '/me/events', { ...intake, start: at('2026-01-06T09:00', 'Nowhere Time') });
    expect([bad.status, bad.body.error.code]).toEqual([400, 'TimeZoneNotSupportedException']);
  });

  it('keeps an IANA zone under its Windows name where a switch has it so', async () => {
    const { post, on } = createEventBench();
    on('calendar.windowsZonesOnly');
    const { originalStartTimeZone } = await post({ ...between('2026-01-06', '09:00', '10:00', 'America/Toronto') });
    expect(originalStartTimeZone).toBe(eastern);
  });

  it('of a zone that somebody made by hand has a name that says nothing', async () => {
    const { ask, calendars } = createEventBench();
    const { id } = calendars.add(intake);
    calendars.makeZoneCustom(id);
    const { body } = await ask('GET', `/me/events/${id}`);
    expect([body.originalStartTimeZone, body.start?.dateTime]).toEqual([
      'tzone://Microsoft/Custom',
      '2026-01-06T14:00:00.0000000',
    ]);
    expect(
      (await ask('POST', '/me/events', { ...intake, start: at('2026-01-06T09:00', 'tzone://Microsoft/Custom') }))
        .status,
    ).toBe(400);
  });

  it('is refused without times, or with an end before its start', async () => {
    const { ask, calendars } = createEventBench();
    const wrong = [
      { subject: 'When?' },
      { start: intake.start },
      { ...intake, ...between('2026-01-06', '10:00', '09:00') },
      { ...intake, start: { dateTime: 'soon', timeZone: 'UTC' } },
      { ...intake, ...between('2026-02-30', '09:00', '10:00') },
      { ...intake, showAs: 'idle' },
      { ...intake, attendees: [{ emailAddress: { name: 'Nobody' } }] },
    ];
    for (const body of wrong) expect((await ask('POST', '/me/events', body)).status).toBe(400);
    expect(calendars.list()).toEqual([]);
  });

  it('changes by what is said, and stays in everything else', async () => {
    const { ask, post } = createEventBench();
    const made = await post({ ...intake, categories: ['Court'], location: { displayName: 'Office' } });
    const { status, body } = await ask('PATCH', `/me/events/${made.id}`, { subject: 'Second call', location: null });
    expect(status).toBe(200);
    expect(body).toMatchObject({ subject: 'Second call', categories: ['Court'], locations: [], start: made.start });
    expect(body.location?.displayName).toBe('');
    expect(body.changeKey).not.toBe(made.changeKey);
    expect((await ask('PATCH', `/me/events/${made.id}`, { subject: 'x' }, { prefer: 'return=minimal' })).status).toBe(
      204,
    );
  });

  it('is written only under the change key that is named, unless a switch forgets to look', async () => {
    const { ask, post, on } = createEventBench();
    const made = await post(intake);
    const next = await ask('PATCH', `/me/events/${made.id}`, { subject: 'A' }, { 'if-match': made['@odata.etag'] });
    expect(next.status).toBe(200);
    const late = await ask('PATCH', `/me/events/${made.id}`, { subject: 'B' }, { 'if-match': made['@odata.etag'] });
    expect([late.status, late.body.error.code]).toEqual([412, 'ErrorIrresolvableConflict']);
    expect((await ask('DELETE', `/me/events/${made.id}`, undefined, { 'if-match': made['@odata.etag'] })).status).toBe(
      412,
    );
    on('ignoreIfMatch');
    expect((await ask('DELETE', `/me/events/${made.id}`, undefined, { 'if-match': made['@odata.etag'] })).status).toBe(
      204,
    );
  });

  it('is gone when it is deleted, but for its immutable id where a switch has it so', async () => {
    const { ask, post, on } = createEventBench();
    const { id } = await post(intake);
    const main = (await ask('GET', '/me/calendar')).body.id;
    expect((await ask('DELETE', `/me/calendars/${main}/events/${id}`)).status).toBe(204);
    expect((await ask('GET', `/me/events/${id}`)).body.error.code).toBe('ErrorItemNotFound');
    expect((await ask('GET', '/me/events')).body.value).toEqual([]);
    on('softDeleteVisible');
    expect((await ask('GET', `/me/events/${id}`)).status).toBe(200);
    expect((await ask('GET', `/me/calendars/${main}/events/${id}`)).status).toBe(404);
  });

  it('is found by its classic id until it moves, and by its immutable one for ever', async () => {
    const { ask, post, calendars } = createEventBench();
    const { id } = await post(intake);
    const other = calendars.addCalendar('Matters');
    const classic = (await ask('GET', `/me/events/${id}`, undefined, { prefer: '' })).body.id;
    calendars.move(id, 'Matters');
    expect(classic).not.toBe(id);
    expect((await ask('GET', `/me/events/${classic}`)).status).toBe(404);
    expect((await ask('GET', `/me/events/${id}`)).status).toBe(200);
    expect((await ask('GET', `/me/calendars/${other.id}/events/${id}`)).status).toBe(200);
    expect((await ask('GET', `/me/calendar/events/${id}`)).status).toBe(404);
    expect((await ask('GET', '/me/events/nonsense')).body.error.code).toBe('ErrorInvalidIdMalformed');
  });

  it('has at most 500 guests', async () => {
    const { ask, control } = createEventBench();
    const many = Array.from({ length: 501 }, (_, n) => `g${n}@x.example`);
    expect((await ask('POST', '/me/events', { ...intake, ...guests(...many) })).status).toBe(400);
    expect((await ask('POST', '/me/events', { ...intake, ...guests(...many.slice(1)) })).status).toBe(201);
    expect(control.mails()[0]?.to).toHaveLength(500);
  });

  it('may lose a field, have it cut, or be refused for ever by a word', async () => {
    const { ask, post, on, off } = createEventBench();
    on('calendar.dropsField.sensitivity');
    expect((await post({ ...intake, sensitivity: 'private' })).sensitivity).toBe('normal');
    off('calendar.dropsField.sensitivity');
    on('trimsValues', 1, 6);
    expect((await post(intake)).subject).toBe('Intake');
    on('refusesValue');
    expect((await ask('POST', '/me/events', { ...intake, subject: '[refuse]' })).status).toBe(400);
  });

  it('moves its change key once more by itself where a switch has it so', async () => {
    const { post, on, advance, calendars } = createEventBench();
    on('changeKeyBump', 1, 2_000);
    const { id, changeKey } = await post(intake);
    await advance(3_000);
    expect(calendars.get(id)?.changeKey).not.toBe(changeKey);
  });
});

describe('an event of whole days', () => {
  const day = (start: string, end: string, zone = eastern) => ({
    isAllDay: true,
    start: at(start, zone),
    end: at(end, zone),
  });

  it('begins and ends at midnight of one zone, its end not in it any more', async () => {
    const { ask, post } = createEventBench();
    const start = await ask('POST', '/me/events', day('2026-01-06T09:00', '2026-01-07T00:00'));
    expect([start.status, start.body.error.message]).toEqual([
      400,
      'The Event.Start property for an all-day event needs to be set to midnight.',
    ]);
    const end = await ask('POST', '/me/events', day('2026-01-06T00:00', '2026-01-06T23:59'));
    expect(end.body.error.message).toBe('The Event.End property for an all-day event needs to be set to midnight.');
    const mixed = { isAllDay: true, start: at('2026-01-06T00:00'), end: at('2026-01-07T00:00', 'UTC') };
    expect((await ask('POST', '/me/events', mixed)).status).toBe(400);
    expect((await ask('POST', '/me/events', day('2026-01-06T00:00', '2026-01-06T00:00'))).status).toBe(400);
    const timed = await post(intake);
    expect((await ask('PATCH', `/me/events/${timed.id}`, { isAllDay: true })).status).toBe(400);
  });

  it('is the same day in every zone, unless a switch shifts it', async () => {
    const { ask, post, on } = createEventBench();
    const { id } = await post(day('2026-01-06T00:00', '2026-01-08T00:00'));
    const startIn = async (zone: string) =>
      (await ask('GET', `/me/events/${id}`, undefined, { prefer: `outlook.timezone="${zone}"` })).body.start?.dateTime;
    expect([await startIn('UTC'), await startIn('Tokyo Standard Time')]).toEqual(
      Array(2).fill('2026-01-06T00:00:00.0000000'),
    );
    on('calendar.allDayShifted');
    expect([await startIn('UTC'), await startIn(eastern)]).toEqual([
      '2026-01-06T05:00:00.0000000',
      '2026-01-06T00:00:00.0000000',
    ]);
  });
});

describe('a transaction id', () => {
  const withId = { ...intake, transactionId: '7E163156-7762-4BEB-A1C6-729EA81755A7' };

  it('lets the same event be posted again without making it twice', async () => {
    const { ask, post, calendars } = createEventBench();
    const first = await post(withId);
    expect(first.transactionId).toBe(withId.transactionId);
    const again = await ask('POST', '/me/events', withId);
    expect([again.status, again.body.id]).toEqual([201, first.id]);
    expect(calendars.list()).toHaveLength(1);
  });

  it('is refused for another event', async () => {
    const { ask, post } = createEventBench();
    await post(withId);
    const other = await ask('POST', '/me/events', { ...withId, subject: 'Another' });
    expect([other.status, other.body.error.code]).toEqual([400, 'ErrorDuplicateTransactionId']);
  });

  it('is saved by a create only', async () => {
    const { ask, post } = createEventBench();
    const { id } = await post(intake);
    expect((await ask('PATCH', `/me/events/${id}`, { transactionId: 'x', subject: 'A' })).body).not.toHaveProperty(
      'transactionId',
    );
  });

  it('is free again after a delete, or kept where a switch has it so', async () => {
    const { ask, post, on } = createEventBench();
    const first = await post(withId);
    await ask('DELETE', `/me/events/${first.id}`);
    const second = await post(withId);
    expect(second.id).not.toBe(first.id);
    await ask('DELETE', `/me/events/${second.id}`);
    on('calendar.transactionIdsKept');
    expect((await ask('POST', '/me/events', withId)).body.error.code).toBe('ErrorDuplicateTransactionId');
  });

  it('may be refused for a replay, or be forgotten after a while, by switches', async () => {
    const { ask, post, on, off, advance, calendars } = createEventBench();
    await post(withId);
    on('calendar.transactionReplayRefused');
    expect((await ask('POST', '/me/events', withId)).body.error.code).toBe('ErrorDuplicateTransactionId');
    off('calendar.transactionReplayRefused');
    on('calendar.forgetsTransactionIds', 1, 60_000);
    await post(withId);
    expect(calendars.list()).toHaveLength(1);
    await advance(60_000);
    await post(withId);
    expect(calendars.list()).toHaveLength(2);
  });
});

describe('a body', () => {
  const text = { prefer: 'outlook.body-content-type="text"' };

  it('is HTML unless text is preferred, whichever it was written in', async () => {
    const { ask, post } = createEventBench();
    const plain = await post({ ...intake, body: { contentType: 'text', content: 'a < b\nsecond' } });
    expect(plain.body?.contentType).toBe('html');
    expect(plain.body?.content).toContain('a &lt; b<br>');
    expect(plain.bodyPreview).toBe('a < b\nsecond');
    const asText = await ask('GET', `/me/events/${plain.id}`, undefined, text);
    expect(asText.body.body).toEqual({ contentType: 'text', content: 'a < b\r\nsecond' });
    const html = await post({ ...intake, body: { contentType: 'HTML', content: '<p>One &amp; two</p><p>three</p>' } });
    expect(html.body?.content).toMatch(/^<html>[\s\S]*<p>One &amp; two<\/p>/u);
    expect((await ask('GET', `/me/events/${html.id}`, undefined, text)).body.body?.content).toBe('One & two\r\nthree');
  });

  it('has bare line feeds where a switch has it so', async () => {
    const { ask, post, on } = createEventBench();
    const { id } = await post({ ...intake, body: { contentType: 'text', content: 'a\r\nb' } });
    on('calendar.bareLineEnds');
    expect((await ask('GET', `/me/events/${id}`, undefined, text)).body.body?.content).toBe('a\nb');
  });

  it('of an online meeting says how to join, and a plain text over it destroys that for good', async () => {
    const { ask, post, calendars } = createEventBench();
    const made = await post({ ...intake, isOnlineMeeting: true, body: { contentType: 'text', content: 'Agenda' } });
    const url = made.onlineMeeting?.joinUrl ?? '';
    expect(made).toMatchObject({ isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' });
    expect([made.body?.content?.includes(url), made.body?.content?.includes('Agenda')]).toEqual([true, true]);
    await ask('PATCH', `/me/events/${made.id}`, { isOnlineMeeting: false });
    await ask('PATCH', `/me/events/${made.id}`, {
      body: { contentType: 'html', content: `<p>New</p>${made.body?.content}` },
    });
    expect(calendars.get(made.id)).toMatchObject({ joinBlock: 'present', isOnlineMeeting: true });
    const after = await ask('PATCH', `/me/events/${made.id}`, {
      body: { contentType: 'text', content: `Agenda ${url}` },
    });
    expect(after.body).toMatchObject({ isOnlineMeeting: false, onlineMeeting: null });
    expect(calendars.get(made.id)?.joinBlock).toBe('destroyed');
    await ask('PATCH', `/me/events/${made.id}`, { body: made.body });
    expect(calendars.get(made.id)?.joinBlock).toBe('destroyed');
  });

  it('of one instance is destroyed alone', async () => {
    const bench = createEventBench();
    const { id } = await bench.post({ ...weekly, isOnlineMeeting: true });
    const instance = await instanceOn(bench, id, '2026-01-13');
    await bench.ask('PATCH', `/me/events/${instance.id}`, { body: { contentType: 'text', content: 'Bring files' } });
    expect(bench.calendars.get(instance.id)?.joinBlock).toBe('destroyed');
    expect(bench.calendars.get(id)?.joinBlock).toBe('present');
  });
});

describe('the list of events', () => {
  it('has single events and series, in pages, with the fields that are asked for', async () => {
    const { ask, post } = createEventBench();
    const series = await post(weekly);
    for (let n = 0; n < 12; n += 1) await post({ ...intake, subject: `S${n}` });
    const first = await ask('GET', '/me/events?$select=subject,start&$top=7');
    expect(first.body.value).toHaveLength(7);
    expect(Object.keys(first.body.value[0] ?? {})).toEqual(['@odata.etag', 'id', 'subject', 'start']);
    expect(first.body.value[0]?.id).toBe(series.id);
    const second = await ask('GET', first.body['@odata.nextLink'] ?? '');
    expect(second.body.value.map(({ subject }) => subject)).toEqual(['S6', 'S7', 'S8', 'S9', 'S10', 'S11']);
    expect(second.body).not.toHaveProperty('@odata.nextLink');
    expect((await ask('GET', '/me/events')).body.value).toHaveLength(10);
    expect((await ask('GET', '/me/events?$select=nonsense')).status).toBe(400);
    expect((await ask('GET', '/me/events/$count')).text).toBe('13');
  });

  it('is of one calendar, the main one where none is named', async () => {
    const { ask, calendars } = createEventBench();
    const { id } = calendars.addCalendar('Matters');
    calendars.add({ ...intake, subject: 'Theirs' }, 'Matters');
    calendars.add({ ...intake, subject: 'Mine' });
    const subjects = async (path: string) => (await ask('GET', path)).body.value.map(({ subject }) => subject);
    expect(await subjects('/me/events')).toEqual(['Mine']);
    expect(await subjects('/me/calendar/events')).toEqual(['Mine']);
    expect(await subjects(`/me/calendars/${id}/events`)).toEqual(['Theirs']);
    expect((await ask('GET', '/me/calendars/nonsense/events')).status).toBe(404);
  });

  it('is filtered by times, texts and extended properties, and sorted', async () => {
    const { ask, post } = createEventBench();
    await post({ ...intake, subject: 'Early and late', ...marked('c_1') });
    await post({ ...intake, subject: 'Later', ...between('2026-01-20', '09:00', '10:00'), ...marked('c_2') });
    await post({ ...weekly, ...marked('c_3') });
    const found = async (filter: string, more = '') => {
      const { body, status } = await ask('GET', `/me/events?$filter=${encodeURIComponent(filter)}${more}`);
      return status === 200 ? body.value.map(({ subject }) => subject) : status;
    };
    expect(await found("start/dateTime ge '2026-01-10T00:00:00' and end/dateTime lt '2026-02-01T00:00:00'")).toEqual([
      'Later',
    ]);
    expect(await found("subject eq 'Early and late' or subject eq 'Later'")).toEqual(['Early and late', 'Later']);
    const byMark = `singleValueExtendedProperties/any(ep: ep/id eq '${property}' and ep/value eq 'C_2')`;
    expect(await found(byMark)).toEqual(['Later']);
    expect(await found(`${byMark} or type eq 'seriesMaster'`, '&$orderby=subject desc')).toEqual([
      'Team meeting',
      'Later',
    ]);
    const [known] = (await ask('GET', `/me/events?$filter=${encodeURIComponent(byMark)}`)).body.value;
    await ask('PATCH', `/me/events/${known?.id}`, marked('c_4'));
    expect([await found(byMark), await found(byMark.replace('C_2', 'c_4'))]).toEqual([[], ['Later']]);
    expect(await found('lastModifiedDateTime gt 2026-02-01T00:00:00Z')).toEqual([]);
    expect(await found('isAllDay eq false and isOrganizer eq true')).toHaveLength(3);
    expect(await found("body/content eq 'x'")).toBe(400);
  });

  it('shows extended properties only to those who expand them', async () => {
    const { ask, post } = createEventBench();
    const made = await post({ ...intake, ...marked('c_1') });
    expect(made).not.toHaveProperty('singleValueExtendedProperties');
    const expand = `$expand=singleValueExtendedProperties($filter=id eq '${property}')`;
    const { body } = await ask('GET', `/me/events/${made.id}?$select=id&${expand}`);
    const known = [
      {
        id: property.replace('8ECCC264-6880-4EBE-992F-8888D2EEAA1D', '8eccc264-6880-4ebe-992f-8888d2eeaa1d'),
        value: 'c_1',
      },
    ];
    expect(body.singleValueExtendedProperties).toEqual(known);
    expect((await ask('GET', `/me/events?${expand}`)).body.value[0]?.singleValueExtendedProperties).toEqual(known);
    const gone = { singleValueExtendedProperties: [{ id: property, value: null }] };
    await ask('PATCH', `/me/events/${made.id}`, gone);
    expect((await ask('GET', `/me/events/${made.id}?${expand}`)).body).not.toHaveProperty(
      'singleValueExtendedProperties',
    );
  });

  it('can be empty, or as it was a while ago, by switches', async () => {
    const { ask, post, on, off, advance } = createEventBench();
    const { id } = await post(intake);
    await advance(10_000);
    await ask('PATCH', `/me/events/${id}`, { subject: 'New' });
    await post({ ...intake, subject: 'Newer' });
    const subjects = async () => (await ask('GET', '/me/events')).body.value.map(({ subject }) => subject);
    on('staleRead', 1, 5_000);
    expect(await subjects()).toEqual(['Intake call']);
    expect((await ask('GET', `/me/events/${id}`)).body.subject).toBe('Intake call');
    off('staleRead');
    expect(await subjects()).toEqual(['New', 'Newer']);
    on('emptyListing');
    expect(await subjects()).toEqual([]);
  });
});

describe('a batch', () => {
  it('makes, changes and deletes events like the requests themselves', async () => {
    const { graph, calendars } = createEventBench();
    const { id } = calendars.add({ ...intake, subject: 'Known' });
    const gone = calendars.add({ ...intake, subject: 'Gone' });
    const headers = { 'content-type': 'application/json', Prefer: 'IdType="ImmutableId"' };
    const requests = [
      { id: '1', method: 'POST', url: '/me/events', headers, body: intake },
      { id: '2', method: 'PATCH', url: `/me/events/${id}`, headers, body: { subject: 'Changed' } },
      { id: '3', method: 'DELETE', url: `/me/events/${gone.id}` },
      { id: '4', method: 'GET', url: '/me/calendars' },
    ];
    const { body } = await graph('POST', '/$batch', { requests });
    expect(Object.fromEntries(body.responses.map((one) => [one.id, one.status]))).toEqual({
      1: 201,
      2: 200,
      3: 204,
      4: 200,
    });
    expect(calendars.list().map(({ subject }) => subject)).toEqual(['Changed', 'Intake call']);
  });
});
