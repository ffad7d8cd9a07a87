import { describe, expect, it } from 'vitest';
import { ada, at, bo, createBench, outsider, reasonOf, weekly } from './google-calendar-world.ts';

const guests = { attendees: [{ email: outsider }, { email: bo.email }] };

async function meeting(query: object = {}) {
  const bench = createBench();
  const { body } = await bench.insert({ ...at(3, 10, 'Meeting'), ...guests }, { ...query });
  const told = () => bench.control.mails().map(({ why, to }) => [why, ...to]);
  return { ...bench, id: body.id ?? '', before: body, told };
}

describe('the mail trap of the Google look-alike', () => {
  it('holds nothing unless the query asks for mails: not for a body that does, not for a private event', async () => {
    const { insert, patch, remove, control, id } = await meeting();
    await patch(id, { summary: 'New', sendUpdates: 'all', sendNotifications: true });
    await patch(id, { ...at(4, 10) }, { sendUpdates: 'none' });
    await remove(id);
    await insert(at(3, 10), { sendUpdates: 'all' });
    expect(control.mails()).toEqual([]);
    expect((await insert(at(3, 10), { sendUpdates: 'some' })).status).toBe(400);
  });

  it('holds invitations, updates and cancellations, with whom and why', async () => {
    const all = { sendUpdates: 'all' };
    const { patch, remove, control, id, told } = await meeting(all);
    expect(control.mails()).toEqual([
      {
        at: Date.UTC(2026, 7, 3, 7),
        why: 'invitation',
        from: ada.email,
        to: [outsider, bo.email],
        calendarId: ada.email,
        eventId: id,
        summary: 'Meeting',
        by: 'app',
        cause: 'POST calendars/{calendarId}/events',
        sendUpdates: 'all',
      },
    ]);
    control.clearMails();
    await patch(id, { location: 'Court' }, all);
    await patch(id, { attendees: [{ email: bo.email }, { email: 'new@elsewhere.example' }] }, all);
    // Nothing that guests can see.
    await patch(
      id,
      { colorId: '4', extendedProperties: { private: { a: '1' } }, reminders: { useDefault: false } },
      all,
    );
    await remove(id, all);
    expect(told()).toEqual([
      ['update', outsider, bo.email],
      ['cancellation', outsider],
      ['invitation', 'new@elsewhere.example'],
      ['cancellation', bo.email, 'new@elsewhere.example'],
    ]);
  });

  it('holds mails to guests outside of Google with externalOnly, and the older sendNotifications counts', async () => {
    expect((await meeting({ sendUpdates: 'externalOnly' })).told()).toEqual([['invitation', outsider]]);
    expect((await meeting({ sendNotifications: true })).told()).toEqual([['invitation', outsider, bo.email]]);
  });

  it('holds a mail that nobody asked for with google.calendar.mailsAnyway, and says so', async () => {
    const { patch, control, id, on } = await meeting();
    on('calendar.mailsAnyway');
    await patch(id, { summary: 'New' }, { sendUpdates: 'none' });
    expect(control.mails()).toMatchObject([{ why: 'update', to: [outsider], sendUpdates: 'none', unasked: true }]);
  });

  it('holds nothing of an imported event, which is a private copy', async () => {
    const { imported, patch, remove, control, theirs } = createBench();
    const { body } = await imported({ ...at(3, 10), ...guests, iCalUID: 'a@b' }, { sendUpdates: 'all' });
    await patch(body.id ?? '', { summary: 'New' }, { sendUpdates: 'all' });
    await remove(body.id ?? '', { sendUpdates: 'all' });
    expect([control.mails(), theirs.events()]).toEqual([[], []]);
  });

  it('holds what a move tells: guests have another organizer', async () => {
    const { ask, mine, theirs, id, told } = await meeting();
    const other = mine.addCalendar({ summary: 'Hearings' });
    const to = encodeURIComponent(other.id);
    await ask('POST', `calendars/primary/events/${id}/move?destination=${to}&sendUpdates=all`);
    expect(told()).toEqual([['update', outsider, bo.email]]);
    expect(theirs.get(id)?.organizer).toMatchObject({ email: other.id });
  });

  it('holds what a cancelled instance would have told, and what a person let Google send', async () => {
    const { insert, remove, control, mine } = createBench();
    const { body } = await insert({ ...weekly(), ...guests });
    await remove(`${body.id}_20260810T070000Z`, { sendUpdates: 'all' });
    mine.edit(body.id ?? '', { location: 'Court' }, { sendUpdates: 'all' });
    expect(control.mails().map(({ why, by, cause }) => [why, by, cause])).toEqual([
      ['cancellation', 'app', 'DELETE calendars/{calendarId}/events/{eventId}'],
      ['update', 'person', 'edit'],
    ]);
  });
});

describe('guests in the Google look-alike', () => {
  it('have a copy of their own, with the same id, which follows the organizer’s', async () => {
    const { patch, remove, theirs, before, id } = await meeting();
    expect(theirs.get(id)).toMatchObject({
      id,
      iCalUID: before.iCalUID,
      summary: 'Meeting',
      organizer: { email: ada.email },
      attendees: [
        { email: outsider, responseStatus: 'needsAction' },
        { email: bo.email, responseStatus: 'needsAction', self: true },
      ],
    });
    theirs.edit(id, { reminders: { useDefault: false } });
    await patch(id, { summary: 'New', extendedProperties: { private: { a: '1' }, shared: { b: '2' } } });
    expect(theirs.get(id)).toMatchObject({ summary: 'New', reminders: { useDefault: false } });
    expect(theirs.get(id)?.extendedProperties).toEqual({ shared: { b: '2' } });
    await patch(id, { attendees: [{ email: outsider }] });
    expect(theirs.get(id)?.status).toBe('cancelled');
    await patch(id, guests);
    expect(theirs.get(id)?.status).toBe('confirmed');
    await remove(id);
    expect(theirs.events()).toEqual([]);
  });

  it('see each other’s answers', async () => {
    const { control, patch, theirs, id } = await meeting();
    control.addAccount({ sub: '3083', name: 'Cy', email: 'cy@third.example' });
    await patch(id, { attendees: [{ email: 'cy@third.example' }, { email: bo.email }] });
    control.calendars('cy@third.example').respond(id, 'tentative');
    expect(theirs.get(id)?.attendees?.[0]?.responseStatus).toBe('tentative');
  });

  it('keep an event of their own that has the same id', async () => {
    const { insert, theirs } = createBench();
    theirs.add({ ...at(3, 10, 'Own'), id: 'abcde', iCalUID: 'own@uid' });
    await insert({ ...at(3, 10, 'Ours'), id: 'abcde', ...guests });
    expect(theirs.events().map(({ summary }) => summary)).toEqual(['Own']);
  });

  it('may miss an event with google.calendar.guestMissesEvent', async () => {
    const { insert, theirs, on } = createBench();
    on('calendar.guestMissesEvent');
    await insert({ ...at(3, 10), ...guests });
    expect(theirs.events()).toEqual([]);
  });

  it('of a series have its changed instances, too', async () => {
    const { insert, patch, theirs } = createBench();
    const { body } = await insert({ ...weekly(), ...guests });
    await patch(`${body.id}_20260810T070000Z`, { summary: 'Other' });
    expect(theirs.events().map(({ summary }) => summary)).toEqual(['Standup', 'Other']);
  });

  it('answer for themselves alone: a list of one changes one', async () => {
    const { patch, mine, signIn, id, told } = await meeting();
    signIn(bo.email);
    const answered = await patch(
      id,
      { attendees: [{ email: bo.email, responseStatus: 'accepted' }] },
      { sendUpdates: 'all' },
    );
    expect(answered.body.attendees).toMatchObject([
      { email: outsider, responseStatus: 'needsAction' },
      { email: bo.email, responseStatus: 'accepted', self: true },
    ]);
    expect(mine.get(id)?.attendees?.[1]?.responseStatus).toBe('accepted');
    expect(told()).toEqual([['response', ada.email]]);
  });

  it('may not change what all share, only their own copy', async () => {
    const { patch, put, remove, mine, signIn, id } = await meeting();
    signIn(bo.email);
    for (const shared of [
      { summary: 'Mine' },
      { location: 'X' },
      at(5, 10),
      { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] },
    ])
      expect([shared, ...reasonOf(await patch(id, shared))]).toEqual([shared, 403, 'forbiddenForNonOrganizer']);
    expect(reasonOf(await put(id, at(3, 10, 'Mine')))).toEqual([403, 'forbiddenForNonOrganizer']);
    const own = { colorId: '3', transparency: 'transparent', extendedProperties: { private: { a: '1' } } };
    expect((await patch(id, own)).body).toMatchObject(own);
    expect(mine.get(id)?.colorId).toBeUndefined();
    expect((await remove(id)).status).toBe(204);
    expect(mine.get(id)?.attendees?.[1]?.responseStatus).toBe('declined');
  });

  it('may change it when the organizer lets them', async () => {
    const { patch, signIn, id } = await meeting();
    await patch(id, { guestsCanModify: true });
    signIn(bo.email);
    expect((await patch(id, { summary: 'Ours' })).body.summary).toBe('Ours');
  });

  it('are dropped by an organizer’s list that lacks them', async () => {
    const { patch, id } = await meeting();
    const { body } = await patch(id, { attendees: [{ email: ada.email, responseStatus: 'accepted' }] });
    expect(body.attendees).toEqual([{ email: ada.email, responseStatus: 'accepted', organizer: true, self: true }]);
  });

  it('beyond maxAttendees are left out, which a write can say', async () => {
    const { ask, patch, id } = await meeting();
    await patch(id, { attendees: [{ email: ada.email }, ...guests.attendees] });
    const { body } = await ask('GET', `calendars/primary/events/${id}?maxAttendees=1`);
    expect(body).toMatchObject({ attendeesOmitted: true, attendees: [{ self: true }] });
    const kept = await patch(id, {
      attendeesOmitted: true,
      attendees: [{ email: ada.email, responseStatus: 'tentative' }],
    });
    expect(kept.body.attendees?.map(({ responseStatus }) => responseStatus)).toEqual([
      'tentative',
      'needsAction',
      'needsAction',
    ]);
  });

  it('do not see each other when the organizer hides them', async () => {
    const { patch, theirs, id } = await meeting();
    await patch(id, { guestsCanSeeOtherGuests: false });
    expect(theirs.get(id)).toMatchObject({ attendeesOmitted: true, attendees: [{ email: bo.email }] });
  });

  it('from elsewhere answer, and invitations from elsewhere arrive, change and are called off', async () => {
    const { mine, get, patch, id, told } = await meeting();
    expect(mine.hearFrom(id, outsider, 'declined').attendees?.[0]?.responseStatus).toBe('declined');
    const invited = mine.receive({ ...at(5, 10, 'Theirs'), organizer: { email: 'boss@elsewhere.example' } });
    expect((await get(invited.id)).body).toMatchObject({
      organizer: { email: 'boss@elsewhere.example' },
      attendees: [{ email: ada.email, responseStatus: 'needsAction', self: true }],
    });
    expect((await get(invited.id)).body.organizer).not.toHaveProperty('self');
    expect(reasonOf(await patch(invited.id, { summary: 'Mine' }))).toEqual([403, 'forbiddenForNonOrganizer']);
    expect(mine.receiveChange(invited.id, { summary: 'Changed' }).summary).toBe('Changed');
    mine.respond(invited.id, 'accepted', { sendUpdates: 'all' });
    expect(told()).toEqual([['response', 'boss@elsewhere.example']]);
    mine.receiveCancellation(invited.id);
    expect((await get(invited.id)).body.status).toBe('cancelled');
  });
});
