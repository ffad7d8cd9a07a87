import { SyncError } from '@concord/core';
import {
  calendarsView,
  createSync,
  disconnect,
  exportOwn,
  makeCalendar,
  moveSync,
  pastPage,
  poll,
  readConnection,
  requestCalendars,
  requestUndo,
  startSync,
  startUndo,
  syncView,
  work,
} from '@concord/engine';
import type { MemoryMailer } from '@concord/local';
import { describe, expect, it } from 'vitest';
import { readAccount, takeLease } from '../../packages/engine/src/sync/lease.ts';
import { saveConnection } from '../engine/save-connection.ts';
import {
  at,
  createTwoCalendars,
  event,
  exception,
  idOf,
  member,
  minuteMs,
  owner,
  type TwoCalendars,
  weekly,
} from './two-calendars.ts';

const hearing = event('Hearing', at(15, 12), { location: 'Court' });
const standup = event('Standup', weekly(8, 9), { exceptions: [exception({ slot: '2026-04-15', cancelled: true })] });
const hourMs = 60 * minuteMs;
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => event(`Event ${index}`, at(10, index % 20)));

async function undo(two: TwoCalendars, wish: Parameters<typeof requestUndo>[3]): Promise<void> {
  const { id } = await two.view();
  await requestUndo(two.ports, owner, id, wish);
  await two.settle(minuteMs);
  await startUndo(two.ports, owner, id, (await two.view()).undo?.run ?? '');
  await two.settle();
  expect((await two.view()).undo?.state).toBe('done');
}

describe('A run of calendars', () => {
  it('can be undone, and leaves alone what was changed since', async () => {
    const two = await createTwoCalendars();
    for (const one of [hearing, standup]) two.book('left').add(one);
    await two.goLive();
    two.book('right').edit(idOf(two, 'right', 'Hearing'), { ...hearing, location: 'Room 2' });
    await two.settle();
    await undo(two, { run: (await two.view()).preview?.run ?? '' });
    expect([two.titles('left').length, two.titles('right')]).toEqual([2, ['04-15T12:00 Hearing']]);
  });

  it('is told in the history, in words, and in the file', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(standup);
    await two.goLive();
    const { id } = await two.view();
    const [cells] = [(await exportOwn(two.ports, owner, id, { format: 'csv' })).text];
    expect(cells).toContain('"Wed 8 Apr 2026, 09:00-10:00 (New York), weekly');
    expect(cells).toContain('Wed 15 Apr 2026: cancelled');
    const mapping = /,([\w-]{22}),Standup,/u.exec(cells)?.[1] ?? '';
    const past = await pastPage(two.ports, owner, id, mapping);
    expect(past.rows[0]?.values).toContainEqual({
      label: 'Other dates',
      left: 'Wed 15 Apr 2026: cancelled',
      right: 'Wed 15 Apr 2026: cancelled',
      base: 'Wed 15 Apr 2026: cancelled',
    });
  });

  it('takes one detail back of one event', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(hearing);
    await two.goLive();
    two.book('left').edit(idOf(two, 'left', 'Hearing'), event('Hearing', at(15, 16), { location: 'Court' }));
    await two.settle();
    const { id } = await two.view();
    const cells = (await exportOwn(two.ports, owner, id, { format: 'csv' })).text;
    const mapping = /,([\w-]{22}),Hearing,/u.exec(cells)?.[1] ?? '';
    await undo(two, { mapping, field: 'when' });
    expect(two.titles('right')).toEqual(['04-15T12:00 Hearing']);
  });
});

describe('The brake', () => {
  it('stops before too many events are deleted, and says events', async () => {
    const two = await createTwoCalendars();
    for (const one of many(20)) two.book('left').add(one);
    await two.goLive();
    for (const { id } of two.book('left').list().slice(0, 12)) two.book('left').remove(id);
    await two.settle();
    expect(two.titles('right')).toHaveLength(20);
    const { state, sentence } = await two.view();
    expect([state, sentence]).toEqual(['paused', expect.stringContaining('delete 12 of your events in Outlook')]);
    await poll(two.ports);
    await two.settle(2 * minuteMs);
    await poll(two.ports);
    const [letter] = (two.ports.mailer as MemoryMailer).sent;
    expect(letter?.text).toContain('12 of your events in Outlook');
  });
});

describe('An account that is disconnected', () => {
  it('and comes back is the same sync of the same calendars, and doubles nothing', async () => {
    const two = await createTwoCalendars();
    for (const one of [hearing, standup]) two.book('left').add(one);
    await two.goLive();
    const { id } = await two.view();
    await disconnect(two.ports, owner, 'right-owner');
    await two.settle(minuteMs);
    two.book('left').add(event('Call', at(17, 9)));
    await two.grant('right', []);
    const again = {
      right: 'right-owner',
      itemType: 'event',
      calendars: { left: 'calendar1', right: 'calendar1' },
    } as const;
    expect((await createSync(two.ports, owner, again)).id).toBe(id);
    await two.goLive();
    expect([two.titles('left').length, two.titles('right').length]).toEqual([3, 3]);
  });

  it('and is forgotten leaves nothing of its calendars behind', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(hearing);
    await two.goLive();
    await disconnect(two.ports, owner, 'right-owner', true);
    for (let minute = 0; minute < 10; minute += 1) {
      await poll(two.ports);
      await two.settle(minuteMs);
    }
    const left = two.table.rows().filter((row) => JSON.stringify(row).includes('right-owner'));
    expect(left.map(({ pk, sk }) => `${pk} ${sk}`)).toEqual([]);
  });
});

/** Three syncs: two Clio calendars, of which the second one is in step with two calendars of the account. */
async function several() {
  const two = await createTwoCalendars();
  const hearings = two.calendars.left.add({ name: 'Hearings', kind: 'shared', writable: true });
  const names = ['Court', 'Trials', 'Talks'];
  const more = names.map((name) => two.calendars.right.add({ name, kind: 'shared', writable: true }));
  const [court = '', trials = '', talks = ''] = more;
  const books = {
    left: [two.book('left'), two.calendars.left.book(hearings)],
    right: [two.book('right'), two.calendars.right.book(court), two.calendars.right.book(trials)],
  } as const;
  const syncs: string[] = [];
  const pair = async (left: string, right: string): Promise<void> => {
    await two.pair({ left, right });
    await two.goLive();
    syncs.push((await two.view()).id);
  };
  const titlesIn = (book: ReturnType<TwoCalendars['book']> | undefined) =>
    book?.list().map(({ item }) => item['title']) ?? [];
  return { two, hearings, court, trials, talks, books, syncs, pair, titlesIn };
}

describe('A calendar that may no longer be read', () => {
  it('pauses its sync, and the page says whom to ask', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(hearing);
    await two.goLive();
    const { collections } = two.ports.providers.microsoft ?? {};
    const open = collections?.event;
    const refuse = async () => await Promise.reject(new SyncError('forbidden', 'no longer shared'));
    Object.assign(collections ?? {}, {
      event: (context: Parameters<NonNullable<typeof open>>[0]) => ({ ...open?.(context), changes: refuse }),
    });
    two.book('left').add(event('Lunch', at(16, 13)));
    await two.settle(hourMs);
    const { state, sentence } = await two.view();
    expect([state, sentence]).toEqual([
      'paused',
      '“Calendar” in Clio or “Calendar” in Outlook may no longer be read or written by this account. Ask whoever owns that calendar to let you write in it, and then authorize again: syncing goes on where it stopped, and nothing was deleted.',
    ]);
  });
});

describe('An account that is left for another one', () => {
  it('is synced no more, and its calendars are free; which ones take their place only a person can say', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(hearing);
    await two.goLive();
    const { id } = await two.view();
    const contacts = await createSync(two.ports, owner, { right: 'right-owner', itemType: 'contact' });
    const tokens = { accessToken: 'other', refreshToken: 'other' };
    await saveConnection(two.ports, owner, { id: 'other', provider: 'microsoft', tokens, lifeMs: two.now() });
    const moved = await moveSync(two.ports, owner, 'right-owner', 'other');
    expect(moved).toMatchObject([{ itemType: 'contact', right: { connection: 'other' } }]);
    expect(moved[0]?.id).not.toBe(contacts.id);
    expect(await syncView(two.ports, owner, id)).toMatchObject({ state: 'stopped' });
    expect((await two.pair({}, member)).state).toBe('draft');
  });
});

describe('Several syncs of one account', () => {
  it('make the same event once in each Clio calendar into which it belongs', async () => {
    const { two, hearings, court, trials, talks, books, pair, titlesIn } = await several();
    await pair('calendar1', 'calendar1');
    await pair('calendar1', court);
    await pair(hearings, trials);
    await pair(hearings, talks);
    for (const book of [books.right[0], books.right[1], books.right[2]]) book.add(hearing);
    await two.settle();
    expect(books.left.map(titlesIn)).toEqual([['Hearing'], ['Hearing']]);
  });

  it('are undone without a look at what the others have under the same ids, and braked by calendar', async () => {
    const { two, hearings, court, books, syncs, pair, titlesIn } = await several();
    books.right[0].add(hearing);
    books.right[1].add(standup);
    await pair(hearings, court);
    await pair('calendar1', 'calendar1');
    await undo(two, { run: (await two.view()).preview?.run ?? '' });
    expect(books.left.map(titlesIn)).toEqual([[], ['Standup']]);
    expect(syncs).toHaveLength(2);
    const brakes = two.table.rows().filter(({ sk }) => sk.startsWith('BRAKE#clio#event'));
    expect(brakes.map(({ sk }) => sk).sort()).toEqual(['BRAKE#clio#event#calendar1', `BRAKE#clio#event#${hearings}`]);
  });

  it('do not put off one another: the account is due when the first of them is', async () => {
    const two = await createTwoCalendars();
    const account = { firm: owner.firm, connection: 'right-owner' };
    const [soon, late] = [two.now() + minuteMs, two.now() + 5 * minuteMs];
    await (await takeLease(two.ports, { ...account, sync: 'one' }))?.release({ dueAt: soon, awaitedAt: soon });
    const other = await takeLease(two.ports, { ...account, sync: 'two' });
    expect(other?.awaitedAt).toBeUndefined();
    await other?.release({ dueAt: late });
    expect(await readAccount(two.ports, account)).toMatchObject({ dueAt: soon, syncs: ['one', 'two'] });
    await two.settle(2 * minuteMs);
    await (await takeLease(two.ports, { ...account, sync: 'two' }))?.release({ dueAt: late });
    expect(await readAccount(two.ports, account)).toMatchObject({ dueAt: late });
  });

  it('take turns: whoever waited goes first, and who is not done comes back a second later', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(hearing);
    await two.preview();
    const { id, preview } = await two.view();
    await startSync(two.ports, owner, id, preview?.run ?? '');
    const waits: Promise<unknown>[] = [];
    two.beforeCall = (call) => {
      if (call === 'create')
        waits.push(takeLease(two.ports, { firm: owner.firm, connection: 'right-owner', sync: 'another' }, 'poll'));
    };
    const [first] = two.queue.receive(10);
    if (first) await work(two.ports, first.message);
    first?.done();
    expect(await Promise.all(waits)).toEqual([undefined]);
    expect(two.queue.receive(10).map(({ message }) => message)).toMatchObject([{ sync: 'another', why: 'poll' }]);
    expect(two.queue.nextAt()).toBe(two.now() + 1_000);
  });

  it('hear of it when the account is free again', async () => {
    const two = await createTwoCalendars();
    await two.goLive();
    await two.settle(10 * minuteMs);
    const { id: sync } = await two.view();
    two.beforeList = async (side) => {
      if (side === 'left') await work(two.ports, { v: 1, kind: 'change', firm: owner.firm, sync, why: 'retry' });
    };
    await requestCalendars(two.ports, owner, 'right-owner');
    const [asked] = two.queue.receive(10);
    if (asked) await work(two.ports, asked.message);
    asked?.done();
    expect(two.queue.receive(10).map(({ message }) => message)).toEqual([
      { v: 1, kind: 'change', firm: owner.firm, sync, why: 'retry' },
    ]);
    expect(await readAccount(two.ports, { firm: owner.firm, connection: 'right-owner' })).toMatchObject({
      syncs: [sync],
    });
  });

  it('each get a message of their own when the other is done, for the reason they came for', async () => {
    const two = await createTwoCalendars();
    const [hearings, court] = [
      two.calendars.left.add({ name: 'Hearings', kind: 'shared', writable: true }),
      two.calendars.right.add({ name: 'Court', kind: 'shared', writable: true }),
    ];
    await two.pair();
    await two.goLive();
    const first = (await two.view()).id;
    await two.pair({ left: hearings, right: court });
    await two.goLive();
    const second = (await two.view()).id;
    await two.settle(10 * minuteMs);
    const { firm } = owner;
    two.queue.receive(100).forEach((delivery) => delivery.done());
    const lease = await takeLease(two.ports, { firm, connection: 'right-owner', sync: first });
    await work(two.ports, { v: 1, kind: 'change', firm, sync: second, why: 'retry' });
    await requestCalendars(two.ports, owner, 'right-owner');
    two.queue.receive(100).forEach((delivery) => delivery.done());
    await work(two.ports, { v: 1, kind: 'calendars', firm, connection: 'right-owner' });
    expect(await lease?.release({})).toEqual({ isLost: false, rungBy: { [second]: 'retry', calendars: 'push' } });
  });

  it('and who asks for calendars meanwhile, are answered once the account is free', async () => {
    const two = await createTwoCalendars();
    for (const one of many(60)) two.book('left').add(one);
    await two.preview();
    await two.start();
    await requestCalendars(two.ports, owner, 'right-owner');
    await two.settle(10_000);
    expect(await calendarsView(two.ports, owner, 'right-owner')).toMatchObject({
      isAsked: false,
      readAt: expect.any(Number),
    });
  });
});

describe('A wish for calendars', () => {
  it('whose message was lost is found by the poll', async () => {
    const two = await createTwoCalendars();
    await requestCalendars(two.ports, owner, 'right-owner');
    for (const delivery of two.queue.receive(10)) delivery.done();
    await two.settle(minuteMs);
    expect(await calendarsView(two.ports, owner, 'right-owner')).toMatchObject({ isAsked: true, left: [] });
    await poll(two.ports);
    await two.settle(0);
    expect(await calendarsView(two.ports, owner, 'right-owner')).toMatchObject({ isAsked: false, left: [{}] });
  });

  it('ends with the quiet that a service asked for, and all of the account keeps it', async () => {
    const two = await createTwoCalendars();
    two.beforeList = () => {
      throw new SyncError('rateLimited', 'slow down', { retryAfterMs: 30_000 });
    };
    expect(await two.lists()).toMatchObject({ isAsked: false, failure: expect.stringContaining('slow down') });
    const account = { firm: owner.firm, connection: 'right-owner' };
    expect(await readAccount(two.ports, account)).toMatchObject({ restUntil: two.now() + 30_000 });
    two.beforeList = () => undefined;
    expect(await two.lists()).toMatchObject({ left: [], failure: expect.stringContaining('slow down') });
    await two.settle(minuteMs);
    expect(await two.lists()).toMatchObject({ left: [{}] });
  });

  it('is one message, until it may have been lost; a new calendar is another wish', async () => {
    const two = await createTwoCalendars();
    const ask = async () => await requestCalendars(two.ports, owner, 'right-owner');
    const make = async (name: string) => await makeCalendar(two.ports, owner, 'right-owner', { side: 'right', name });
    const messages = () => {
      const sent = two.queue.receive(100);
      for (const delivery of sent) delivery.done();
      return sent.length;
    };
    await ask();
    await ask();
    expect(messages()).toBe(1);
    await make('Concord');
    expect(messages()).toBe(1);
    await expect(make('Another')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('“Concord” is being made'),
    });
    await two.settle(minuteMs);
    expect((await ask()).making).toEqual({ side: 'right', name: 'Concord' });
    expect(messages()).toBe(1);
  });

  it('that somebody makes while another is answered is not forgotten', async () => {
    const two = await createTwoCalendars();
    two.beforeList = async () => {
      two.beforeList = () => undefined;
      await makeCalendar(two.ports, owner, 'right-owner', { side: 'right', name: 'Concord' });
    };
    const { right, isAsked } = await two.lists();
    expect([isAsked, right.map(({ name }) => name)]).toEqual([false, ['Calendar', 'Concord']]);
  });

  it('is tried once more with a fresh token, and then the account is lost', async () => {
    const two = await createTwoCalendars();
    const refuse = () => {
      throw new SyncError('unauthorized', 'expired');
    };
    two.beforeList = () => {
      two.beforeList = () => undefined;
      refuse();
    };
    expect(await two.lists()).not.toHaveProperty('failure');
    two.beforeList = (side) => (side === 'right' ? refuse() : undefined);
    expect(await two.lists()).toMatchObject({ failure: 'Outlook has to be authorized again.' });
    expect(await readConnection(two.ports, owner.firm, 'right-owner')).toMatchObject({ state: 'lost' });
  });

  it('is refused where the grant has lost its calendars meanwhile', async () => {
    const two = await createTwoCalendars();
    await requestCalendars(two.ports, owner, 'right-owner');
    await two.grant('right', ['contacts']);
    await two.settle(0);
    await two.grant('right', []);
    expect(await calendarsView(two.ports, owner, 'right-owner')).toMatchObject({
      left: [],
      failure: expect.stringContaining('may not look into your calendars in Outlook'),
    });
  });

  it('shows a new calendar also where the list of a service runs behind', async () => {
    const two = await createTwoCalendars();
    const before = two.calendars.right.list();
    Object.assign(two.calendars.right.catalogue, { list: async () => before });
    await makeCalendar(two.ports, owner, 'right-owner', { side: 'right', name: 'Concord' });
    await two.settle(0);
    const { right } = await calendarsView(two.ports, owner, 'right-owner');
    expect(right.map(({ name }) => name)).toEqual(['Calendar', 'Concord']);
  });

  it('that a service does not answer says so, and keeps the lists of before', async () => {
    const two = await createTwoCalendars();
    await two.lists();
    two.beforeList = (side) => {
      if (side === 'right') throw new SyncError('unavailable', 'down');
    };
    expect(await two.lists()).toMatchObject({
      isAsked: false,
      left: [{ name: 'Calendar' }],
      failure: 'Outlook gave no answer. Try again in a moment.',
    });
    two.beforeList = () => undefined;
    expect(await two.lists()).not.toHaveProperty('failure');
  });
});
