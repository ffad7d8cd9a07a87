import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFileStore } from '../../packages/sandbox/src/kernel/store.ts';
import {
  at,
  between,
  createEventBench,
  type EventBench,
  guests,
  instanceOn,
  intake,
  readViewRound,
  viewDelta,
  weekly,
} from './microsoft-events.ts';
import { ada } from './microsoft-world.ts';

const days = (bench: EventBench, id: string) =>
  bench.calendars
    .agenda(Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1))
    .filter(({ seriesMasterId }) => seriesMasterId === id)
    .map(({ date }) => date);

describe('a person in Outlook', () => {
  it('sees events in the zone in which they were written', async () => {
    const { calendars, post, now } = createEventBench();
    const { id } = await post({ ...intake, body: { contentType: 'text', content: 'a\nb' } });
    expect(calendars.get(id)).toMatchObject({
      subject: 'Intake call',
      calendar: 'Calendar',
      start: { dateTime: '2026-01-06T09:00:00.0000000', timeZone: 'Eastern Standard Time' },
      startsAt: Date.UTC(2026, 0, 6, 14),
      endsAt: Date.UTC(2026, 0, 6, 15),
      body: { contentType: 'text', content: 'a\nb' },
      type: 'singleInstance',
      createdDateTime: `${new Date(now()).toISOString().slice(0, -1)}0000Z`,
    });
    expect(Object.isFrozen(calendars.get(id))).toBe(true);
    expect(calendars.get('nobody')).toBeUndefined();
    expect(() => calendars.edit('nobody', { subject: 'x' })).toThrow('There is no event nobody');
    expect(() => calendars.list('Nowhere')).toThrow('There is no calendar Nowhere');
  });

  it('adds, edits, makes private, moves and deletes', () => {
    const { calendars } = createEventBench();
    calendars.addCalendar('Matters');
    const { id } = calendars.add(intake);
    expect(calendars.edit(id, { subject: 'Second call' })).toMatchObject({
      id,
      subject: 'Second call',
      calendar: 'Calendar',
    });
    expect(calendars.makePrivate(id).sensitivity).toBe('private');
    expect(calendars.move(id, 'Matters').calendar).toBe('Matters');
    expect([calendars.list().length, calendars.list('Matters').length]).toEqual([0, 1]);
    calendars.remove(id);
    expect(calendars.get(id)?.calendar).toBe('Deleted Items');
    expect(calendars.list('Deleted Items').map((one) => one.id)).toEqual([id]);
    expect(calendars.move(id, 'Calendar').calendar).toBe('Calendar');
    calendars.remove(id);
    calendars.remove(id);
    expect(calendars.get(id)).toBeUndefined();
    calendars.removeCalendar('Matters');
    expect(calendars.calendars().map(({ name }) => name)).toEqual(['Calendar']);
  });

  it('goes online, and invites', () => {
    const { calendars, control } = createEventBench();
    const { id } = calendars.add(intake);
    expect(calendars.goOnline(id)).toMatchObject({ joinBlock: 'present', isOnlineMeeting: true });
    const { attendees } = calendars.addGuests(id, [{ address: 'bo@x.example', type: 'optional' }]);
    expect(attendees).toMatchObject([{ type: 'optional', emailAddress: { address: 'bo@x.example' } }]);
    expect(control.mails(ada.email)).toHaveLength(1);
    expect(control.mails('other@byron.example')).toEqual([]);
  });

  it('changes and calls off single instances, by their day', () => {
    const bench = createEventBench();
    const { id } = bench.calendars.add(weekly);
    const changed = bench.calendars.editInstance(id, '2026-01-13', between('2026-01-14', '09:00', '10:00'));
    expect(changed).toMatchObject({ type: 'exception', date: '2026-01-13', seriesMasterId: id });
    bench.calendars.removeInstance(id, '2026-01-20');
    expect(bench.calendars.get(id)).toMatchObject({ changed: ['2026-01-13'], cancelled: ['2026-01-20'] });
    expect(days(bench, id)).toHaveLength(11);
    expect(bench.calendars.get(changed.id)?.start?.dateTime).toBe('2026-01-14T09:00:00.0000000');
    expect(() => bench.calendars.editInstance(id, '2026-01-21', { subject: 'x' })).toThrow('There is no instance');
    expect(() => bench.calendars.removeInstance(id, '2026-01-20')).toThrow('There is no instance');
  });

  it('changes this one and those that follow: the series ends, and another one begins', () => {
    const bench = createEventBench();
    const { calendars } = bench;
    const { id } = calendars.add({ ...weekly, ...guests('bo@x.example'), categories: ['Court'] });
    calendars.editInstance(id, '2026-01-13', { subject: 'Before' });
    calendars.editInstance(id, '2026-02-10', { subject: 'After' });
    calendars.removeInstance(id, '2026-02-17');
    bench.control.clearMails();
    const next = calendars.editFollowing(id, '2026-01-27', {
      subject: 'Huddle',
      ...between('2026-01-28', '11:00', '12:00'),
      recurrence: {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['wednesday'] },
        range: { type: 'numbered', startDate: '2026-01-28', numberOfOccurrences: 9 },
      },
    });
    expect(days(bench, id)).toEqual(['2026-01-06', '2026-01-13', '2026-01-20']);
    expect(calendars.get(id)).toMatchObject({ changed: ['2026-01-13'], cancelled: [], subject: 'Team meeting' });
    expect(next).toMatchObject({
      subject: 'Huddle',
      type: 'seriesMaster',
      categories: ['Court'],
      changed: [],
      cancelled: [],
    });
    expect(days(bench, next.id)).toHaveLength(9);
    expect(days(bench, next.id)[0]).toBe('2026-01-28');
    expect(bench.control.mails().map(({ kind, eventId, date }) => [kind, eventId === id, date])).toEqual([
      ['update', true, undefined],
      ['update', true, '2026-01-13'],
      ['invitation', false, undefined],
    ]);
  });

  it('keeps the rest of a counted series as long as it was', () => {
    const bench = createEventBench();
    const { id } = bench.calendars.add(weekly);
    const next = bench.calendars.editFollowing(id, '2026-02-03', { subject: 'Huddle' });
    expect([days(bench, id).length, days(bench, next.id).length]).toEqual([4, 8]);
    const endless = bench.calendars.add({
      ...weekly,
      recurrence: { ...weekly.recurrence, range: { type: 'noEnd', startDate: '2026-01-06' } },
    });
    bench.calendars.removeFollowing(endless.id, '2026-01-20');
    expect(days(bench, endless.id)).toEqual(['2026-01-06', '2026-01-13']);
    expect(bench.calendars.editFollowing(endless.id, '2026-01-06', { subject: 'All' }).id).toBe(endless.id);
    bench.calendars.removeFollowing(endless.id, '2026-01-06');
    expect(bench.calendars.get(endless.id)?.calendar).toBe('Deleted Items');
  });
});

describe('whoever watches', () => {
  it('hears of every change with what it showed before and after', async () => {
    const { calendars, ask, post } = createEventBench();
    calendars.addCalendar('Matters');
    const heard: string[] = [];
    const end = calendars.watch(({ kind, before, after }) =>
      heard.push(`${kind} ${before?.subject} ${after?.subject} ${after?.calendar}`),
    );
    const { id } = await post(weekly);
    await ask('PATCH', `/me/events/${id}`, { subject: 'Huddle' });
    await ask('PATCH', `/me/events/${id}`, { subject: 'Huddle' });
    calendars.editInstance(id, '2026-01-13', { subject: 'Lunch' });
    calendars.move(id, 'Matters');
    calendars.remove(id);
    calendars.remove(id);
    end();
    calendars.add(intake);
    expect(heard).toEqual([
      'created undefined Team meeting Calendar',
      'changed Team meeting Huddle Calendar',
      'touched Huddle Huddle Calendar',
      'changed Huddle Huddle Calendar',
      'moved Huddle Huddle Matters',
      'moved Huddle Huddle Deleted Items',
      'deleted Huddle undefined undefined',
    ]);
  });

  it('can ask for a version that moves with every change', () => {
    const { calendars } = createEventBench();
    const before = calendars.version();
    calendars.add(intake);
    expect(calendars.version()).toBeGreaterThan(before);
  });
});

describe('subscribers to events', () => {
  const subscribe = async (bench: EventBench, resource: string, scopes?: readonly string[]) => {
    if (scopes) bench.useToken(bench.control.grant(ada.email, scopes).accessToken);
    const expirationDateTime = new Date(bench.now() + 3_600_000).toISOString();
    const wish = {
      changeType: 'created,updated,deleted',
      resource,
      notificationUrl: 'http://127.0.0.1/hook',
      expirationDateTime,
    };
    return bench.ask('POST', '/subscriptions', wish);
  };
  const told = (bench: EventBench) => bench.heard.flatMap(({ body }) => body.value.map(({ changeType }) => changeType));

  it('hear of one calendar, or of all', async () => {
    const bench = createEventBench();
    const { id } = bench.calendars.addCalendar('Matters');
    expect((await subscribe(bench, `/me/calendars/${id}/events`)).status).toBe(201);
    bench.calendars.add(intake);
    await bench.advance(1_000);
    expect(told(bench)).toEqual([]);
    const event = bench.calendars.add(intake, 'Matters');
    await bench.advance(1_000);
    expect(bench.heard[0]?.body.value).toMatchObject([
      {
        changeType: 'created',
        resource: `Users/${ada.oid}/Events/${event.id}`,
        resourceData: {
          '@odata.type': '#Microsoft.Graph.Event',
          '@odata.etag': `W/"${event.changeKey}"`,
          id: event.id,
        },
      },
    ]);
    expect((await subscribe(bench, `users/${ada.oid}/events`)).status).toBe(201);
    bench.calendars.edit(event.id, { subject: 'x' });
    bench.calendars.remove(event.id);
    await bench.advance(1_000);
    expect(told(bench).toSorted()).toEqual(['created', 'deleted', 'deleted', 'updated', 'updated']);
  });

  it('to /me/events hear of the main calendar only where a switch has it so', async () => {
    const bench = createEventBench();
    bench.calendars.addCalendar('Matters');
    bench.on('calendar.mainCalendarOnly');
    await subscribe(bench, '/me/events');
    bench.calendars.add(intake, 'Matters');
    bench.calendars.add(intake);
    await bench.advance(1_000);
    expect(told(bench)).toEqual(['created']);
  });

  it('are not told of contacts, nor of a filling; and need leave to read calendars', async () => {
    const bench = createEventBench();
    expect((await subscribe(bench, '/me/events', ['Contacts.ReadWrite'])).status).toBe(403);
    expect((await subscribe(bench, '/me/contacts', ['Calendars.ReadWrite'])).status).toBe(403);
    expect((await subscribe(bench, '/me/events', ['Calendars.ReadWrite'])).status).toBe(201);
    expect((await subscribe(bench, '/me/calendars/none/events')).status).toBe(404);
    bench.people.add({ givenName: 'Ada' });
    bench.control.addManyEvents(ada.email, [intake]);
    await bench.advance(1_000);
    expect(told(bench)).toEqual([]);
    bench.on('subscriptionNeedsRead');
    expect((await subscribe(bench, '/me/events')).status).toBe(403);
    expect((await subscribe(bench, '/me/events', ['Calendars.ReadWrite', 'Calendars.Read'])).status).toBe(201);
  });
});

describe('calendars of a sandbox that was killed', () => {
  it('are there again, with their series, mails, deltas and transaction ids', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'calendars-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const open = (seed: number) => createEventBench({ store: createFileStore(join(folder, 'sandbox.sqlite')), seed });
    const before = open(1);
    const { id } = await before.post({ ...weekly, ...guests('bo@x.example'), transactionId: 't-1' });
    const gone = await before.post(intake);
    const { deltaLink } = await readViewRound(before, viewDelta);
    before.calendars.editInstance(id, '2026-01-13', { subject: 'Changed' });
    before.calendars.remove(gone.id);
    const instance = await instanceOn(before, id, '2026-01-13');
    const after = open(2);
    expect((await after.ask('GET', `/me/events/${instance.id}`)).body).toEqual(
      (await before.ask('GET', `/me/events/${instance.id}`)).body,
    );
    expect((await readViewRound(after, deltaLink)).rows.map((row) => row.id)).toEqual([id, instance.id, gone.id]);
    expect(after.control.mails()).toEqual(before.control.mails());
    expect((await after.post({ ...weekly, ...guests('bo@x.example'), transactionId: 't-1' })).id).toBe(id);
    expect((await after.ask('PATCH', `/me/events/${id}`, { start: at('2026-01-06T08:00') })).status).toBe(200);
    expect(after.calendars.get(id)?.changed).toEqual([]);
  });
});
