import type { ClioEntryChange } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { calendarWorld, hearing } from './clio-calendar-world.ts';
import { clerk, owner } from './clio-world.ts';

const mondays = ['05', '12', '19', '26'].map((day) => `2026-01-${day}T15:00:00Z`);

function watchedWorld() {
  const world = calendarWorld();
  const changes: ClioEntryChange[] = [];
  const stop = world.calendar.watch((change) => changes.push(change));
  return { ...world, stop, told: () => changes.splice(0) };
}

describe('the calendar control of the Clio look-alike', () => {
  it('adds an event as a person does, and shows all that is kept of it', () => {
    const { calendar, clerks, zoe, control } = calendarWorld();
    const matter = control.matters.add({ client: zoe });
    const id = calendar.add({
      summary: 'Mediation',
      calendar: clerks,
      start: '2026-01-05T10:00:00-08:00',
      end: '2026-01-05T18:30:00Z',
      time_zone: 'America/Vancouver',
      location: 'Room 4',
      description: ' ',
      matter,
      attendees: [{ type: 'Contact', id: zoe }],
      external_properties: [{ name: 'm', value: '1' }],
      private: true,
    });
    expect(calendar.get(id)).toMatchObject({
      id,
      firm: 501,
      calendar: clerks,
      summary: 'Mediation',
      start: '2026-01-05T18:00:00Z',
      end: '2026-01-05T18:30:00Z',
      time_zone: 'America/Vancouver',
      location: 'Room 4',
      description: null,
      matter,
      attendees: [{ type: 'Contact', id: zoe }],
      external_properties: [{ id: expect.any(Number), name: 'm', value: '1' }],
      private: true,
      recurrence_rule: null,
      parent: null,
    });
  });

  it('puts an event without a calendar into the firm’s', () => {
    const { calendar, firms } = calendarWorld();
    const id = calendar.add({ summary: 'Party', start: '2026-01-05', end: '2026-01-06', all_day: true });
    expect(calendar.list({ calendar: firms }).map((entry) => entry.id)).toEqual([id]);
  });

  it.each([
    ['a blank title', { summary: ' ' }],
    ['an end before the beginning', { end: '2026-01-04T11:00:00' }],
    ['a time that is none', { start: 'soon' }],
    ['a zone that is none', { time_zone: 'Nowhere/Else' }],
    ['a rule that is none', { recurrence_rule: 'WEEKLY' }],
    ['whole days without days', { all_day: true, start: '2026-01-05', end: '2026-01-05' }],
  ])('refuses %s', (_what, more) => {
    const { weekly, calendar } = calendarWorld();
    expect(() => weekly(more)).toThrow();
    expect(calendar.list()).toEqual([]);
  });

  it('edits what is given alone, moves the end along with the start, and takes lists as whole', () => {
    const { calendar, weekly, zoe, al, firms } = calendarWorld();
    const id = weekly({ recurrence_rule: null, attendees: [{ type: 'Contact', id: zoe }] });
    calendar.edit(id, { start: '2026-01-05T12:00:00', location: 'Court' });
    expect(calendar.get(id)).toMatchObject({
      start: '2026-01-05T17:00:00Z',
      end: '2026-01-05T18:00:00Z',
      summary: 'Team',
    });
    calendar.edit(id, { attendees: [{ type: 'Contact', id: al }] });
    calendar.move(id, firms);
    calendar.makePrivate(id);
    const seen = { location: 'Court', attendees: [{ type: 'Contact', id: al }], calendar: firms, private: true };
    expect(calendar.get(id)).toMatchObject(seen);
    calendar.invite(id, [{ type: 'Contact', id: zoe }]);
    expect(calendar.get(id)?.attendees).toHaveLength(2);
    calendar.makePrivate(id, false);
    expect(calendar.get(id)?.private).toBe(false);
    calendar.remove(id);
    expect(calendar.get(id)).toBeUndefined();
  });

  it('moves on etag and time with a change, and with none when there is nothing to change', async () => {
    const { calendar, weekly, world } = calendarWorld();
    const id = weekly();
    const before = calendar.get(id);
    await world.advance(1_000);
    calendar.edit(id, { summary: 'Team' });
    expect(calendar.get(id)).toEqual(before);
    calendar.edit(id, { summary: 'Crew' });
    expect(calendar.get(id)?.etag).not.toBe(before?.etag);
    expect(calendar.get(id)?.updated_at).not.toBe(before?.updated_at);
  });

  it('edits, moves again and cancels single instances, and tells where they would have been', () => {
    const { calendar, weekly } = calendarWorld();
    const id = weekly();
    const own = calendar.editInstance(id, mondays[1] ?? '', { start: '2026-01-13T15:00:00Z' });
    expect(calendar.get(own)).toMatchObject({ parent: id, original_start: mondays[1], end: '2026-01-13T16:00:00Z' });
    expect(calendar.editInstance(id, mondays[1] ?? '', { start: '2026-01-14T15:00:00Z' })).toBe(own);
    calendar.cancelInstance(id, mondays[2] ?? '');
    calendar.remove(`${id}-20260126T150000Z`);
    expect(calendar.instances(id).map(({ id: shown, start }) => [shown, start])).toEqual([
      [`${id}-20260105T150000Z`, mondays[0]],
      [own, '2026-01-14T15:00:00Z'],
    ]);
    expect(calendar.get(id)?.cancelled).toEqual([mondays[2], mondays[3]]);
    expect(calendar.instances(id, { from: '2026-01-06T00:00:00Z' })).toHaveLength(1);
    expect(() => calendar.cancelInstance(id, '2026-01-06T15:00:00Z')).toThrow('no instance');
    expect(() => calendar.cancelInstance(id, mondays[2] ?? '')).toThrow('no instance');
  });

  it('edits an instance by its id as well, and makes nothing of an edit that changes nothing', () => {
    const { calendar, weekly, firms } = calendarWorld();
    const id = weekly();
    const named = `${id}-20260112T150000Z`;
    expect(calendar.editInstance(id, mondays[1] ?? '', { summary: 'Team' })).toBe(named);
    expect(calendar.list()).toHaveLength(1);
    calendar.move(named, firms);
    expect(calendar.list()).toMatchObject([
      { id, parent: null, recurrence_rule: 'FREQ=WEEKLY;COUNT=4' },
      { parent: id, original_start: mondays[1], calendar: firms, recurrence_rule: null },
    ]);
    expect(calendar.instances(id)).toHaveLength(4);
  });

  it('tells of an instance that became a whole day when it would have begun', () => {
    const { calendar, weekly } = calendarWorld();
    const id = weekly();
    const days = { all_day: true, start: '2026-01-13', end: '2026-01-14' };
    const own = calendar.editInstance(id, mondays[1] ?? '', days);
    expect(calendar.get(own)).toMatchObject({ ...days, original_start: mondays[1] });
    expect(() => calendar.edit(id, { all_day: true })).toThrow('needs both its times');
  });

  it('changes "this and following": one series ends, and another begins with what was left of it', () => {
    const { calendar, weekly } = calendarWorld();
    const id = weekly();
    const next = calendar.editFollowing(id, mondays[2] ?? '', { summary: 'Crew', start: '2026-01-20T15:00:00Z' });
    expect(calendar.instances(id).map(({ start }) => start)).toEqual(mondays.slice(0, 2));
    expect(calendar.instances(next).map(({ start, summary }) => [start, summary])).toEqual([
      ['2026-01-20T15:00:00Z', 'Crew'],
      ['2026-01-27T15:00:00Z', 'Crew'],
    ]);
    expect(calendar.get(next)).toMatchObject({ parent: null, original_start: null });
    calendar.cancelFollowing(next, '2026-01-27T15:00:00Z');
    expect(calendar.instances(next)).toHaveLength(1);
    calendar.cancelFollowing(id, mondays[0] ?? '');
    expect(calendar.list().map((entry) => entry.id)).toEqual([next]);
  });

  it('fills a calendar without telling webhooks, and removes one with all that is in it', async () => {
    const { calendar, control, rows, delivered, call, world } = calendarWorld();
    await call('POST', 'webhooks.json', { url: 'http://127.0.0.1:1/hook', model: 'calendar_entry', fields: 'id' });
    await world.advance(0);
    delivered.splice(0);
    const made = calendar.addCalendar({ name: 'Courtroom', owner: owner.id });
    const ids = calendar.addMany([
      { summary: 'A', calendar: made, start: '2026-01-05T10:00:00', end: '2026-01-05T11:00:00' },
      { summary: 'B', calendar: made, start: '2026-01-06', end: '2026-01-07', all_day: true },
    ]);
    await world.advance(0);
    expect([(await rows()).map(({ id }) => id), delivered]).toEqual([ids, []]);
    calendar.removeCalendar(made);
    expect(await rows()).toEqual([]);
    expect(calendar.calendars().map(({ name, type, owner: own }) => [name, type, own])).toEqual([
      ['Firm', 'AccountCalendar', owner.id],
      [owner.name, 'UserCalendar', owner.id],
      [clerk.name, 'UserCalendar', clerk.id],
    ]);
    expect(control.firms()).toHaveLength(1);
  });

  it('says so when it is asked for what is not there', () => {
    const { calendar } = calendarWorld();
    expect(() => calendar.calendarOf(1)).toThrow('no user');
    expect(() => calendar.firmCalendar(1)).toThrow('no firm');
    expect(() => calendar.share(1, 1, 'viewer')).toThrow('no calendar');
    expect(() => calendar.edit('1', {})).toThrow('no entry');
    expect(() => calendar.add({ summary: 'X', calendar: 1, start: '2026-01-05', end: '2026-01-05' })).toThrow(
      'no calendar',
    );
  });

  it('keeps calendars, entries and mail in a store that survives', async () => {
    const { calendar, weekly, world, zoe } = calendarWorld();
    const id = weekly();
    calendar.invite(id, [{ type: 'Contact', id: zoe }], { notify: true });
    calendar.cancelInstance(id, mondays[1] ?? '');
    const again = calendarWorld({ store: world.store, contacts: [] });
    expect(again.calendar.get(id)).toEqual(calendar.get(id));
    expect(again.calendar.mails()).toEqual(calendar.mails());
    const next = again.weekly();
    expect(Number(next)).toBeGreaterThan(Number(id));
  });
});

describe('watching entries of the Clio look-alike', () => {
  it('tells of what the API and people make, change and delete, with what it was before', async () => {
    const { post, patch, remove, told, calendar } = watchedWorld();
    const id = String((await post({})).body.data.id);
    expect(told()).toMatchObject([{ kind: 'created', firm: 501, id, after: { summary: 'Hearing' } }]);
    await patch(id, { summary: 'Trial' });
    expect(told()).toMatchObject([
      { kind: 'changed', id, before: { summary: 'Hearing' }, after: { summary: 'Trial' } },
    ]);
    calendar.edit(id, { location: 'Court' });
    expect(told()).toMatchObject([{ kind: 'changed', after: { location: 'Court' } }]);
    await remove(id);
    expect(told()).toMatchObject([{ kind: 'deleted', id, before: { summary: 'Trial' } }]);
  });

  it('tells of a changed instance as of a new entry, and of a cancelled one as of its series', () => {
    const { calendar, weekly, told, stop } = watchedWorld();
    const id = weekly();
    told();
    const own = calendar.editInstance(id, mondays[1] ?? '', { summary: 'Moved' });
    expect(told()).toMatchObject([{ kind: 'created', id: own, after: { parent: id, original_start: mondays[1] } }]);
    calendar.cancelInstance(id, mondays[2] ?? '');
    expect(told()).toMatchObject([
      { kind: 'changed', id, before: { cancelled: [] }, after: { cancelled: [mondays[2]] } },
    ]);
    stop();
    calendar.remove(id);
    expect(told()).toEqual([]);
  });

  it('calls it touched when nothing but the version moved', async () => {
    const { post, told, strike, world } = watchedWorld();
    strike('clio.etagBump');
    await post({});
    told();
    await world.advance(1_000);
    expect(told()).toMatchObject([{ kind: 'touched' }]);
  });
});

describe('the mail trap of the Clio look-alike', () => {
  const attendees = (...ids: readonly number[]) => ids.map((id) => ({ id, type: 'Contact' }));
  const brief = ({ calendar }: ReturnType<typeof calendarWorld>) =>
    calendar.mails().map(({ kind, to, why }) => [kind, to, why]);

  it('stays empty unless a write asks for mail', async () => {
    const world = calendarWorld();
    const id = String((await world.post({ attendees: attendees(world.zoe) })).body.data.id);
    await world.patch(id, { summary: 'Trial', send_email_notification: false });
    await world.remove(id);
    const other = world.weekly({ attendees: [{ type: 'Contact', id: world.zoe }] });
    world.calendar.edit(other, { summary: 'Crew' });
    world.calendar.remove(other);
    expect(world.calendar.mails()).toEqual([]);
  });

  it('has who was invited, who hears of a change, and who was taken off, with what they would have read', async () => {
    const world = calendarWorld();
    const { post, patch, zoe, al, control, calendar, clerks, own } = world;
    control.contacts.edit(al, { email_addresses: [{ address: 'al@x.example' }] });
    const ask = { send_email_notification: true };
    const data = { ...ask, description: 'Bring the file', attendees: attendees(zoe) };
    const id = String((await post(data)).body.data.id);
    expect(calendar.mails()).toMatchObject([
      {
        kind: 'invite',
        to: ['zoe@x.example'],
        entry: id,
        calendar: own,
        summary: hearing.summary,
        description: 'Bring the file',
        firm: 501,
        at: '2026-01-01T12:00:00.000Z',
      },
    ]);
    calendar.clearMails();
    await patch(id, { ...ask, attendees: [...attendees(al), { id: clerks, type: 'Calendar' }] });
    expect(brief(world)).toEqual([
      ['invite', ['al@x.example', clerk.email], 'PATCH with send_email_notification'],
      ['update', ['zoe@x.example'], 'PATCH with send_email_notification'],
    ]);
    calendar.clearMails();
    await patch(id, { ...ask, attendees: attendees(zoe).map((one) => ({ ...one, _destroy: true })) });
    expect(brief(world)).toEqual([
      ['update', ['al@x.example', clerk.email], 'PATCH with send_email_notification'],
      ['cancellation', ['zoe@x.example'], 'PATCH with send_email_notification'],
    ]);
    calendar.clearMails();
    await patch(id, { ...ask, _deleted: 'single' });
    expect(brief(world)).toEqual([
      ['cancellation', ['al@x.example', clerk.email], 'PATCH with send_email_notification'],
    ]);
  });

  it('has nothing for a contact without an address', async () => {
    const world = calendarWorld();
    await world.post({ send_email_notification: true, attendees: attendees(world.al) });
    expect(world.calendar.mails()).toEqual([]);
  });

  it('fills by habit with what nobody asked for, deletes included', async () => {
    const world = calendarWorld();
    world.strike('clio.calendar.notifiesUnasked');
    const id = String((await world.post({ attendees: attendees(world.zoe) })).body.data.id);
    await world.patch(id, { summary: 'Quiet', send_email_notification: false });
    await world.patch(id, { summary: 'Loud' });
    await world.remove(id);
    expect(brief(world)).toEqual([
      ['invite', ['zoe@x.example'], 'POST without send_email_notification'],
      ['update', ['zoe@x.example'], 'PATCH without send_email_notification'],
      ['cancellation', ['zoe@x.example'], 'DELETE'],
    ]);
  });

  it('has what people chose to send', () => {
    const world = calendarWorld();
    const { calendar, weekly, zoe } = world;
    const id = weekly();
    calendar.invite(id, [{ type: 'Contact', id: zoe }], { notify: true });
    calendar.editInstance(id, mondays[1] ?? '', { summary: 'Moved' }, { notify: true });
    calendar.cancelInstance(id, mondays[2] ?? '', { notify: true });
    expect(calendar.mails().map(({ kind, summary }) => [kind, summary])).toEqual([
      ['invite', 'Team'],
      ['update', 'Moved'],
      ['cancellation', 'Team'],
    ]);
  });
});
