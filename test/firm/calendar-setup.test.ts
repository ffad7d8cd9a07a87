import type { PreviewRow } from '@concord/core';
import {
  createSync,
  makeCalendar,
  previewPage,
  requestScan,
  resumeSyncsOf,
  sessionView,
  weekPage,
} from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { killed } from './mortal-worker.ts';
import {
  at,
  calendarScope,
  createTwoCalendars,
  dayMs,
  event,
  exception,
  idOf,
  listedNamed,
  member,
  minuteMs,
  owner,
  weekly,
} from './two-calendars.ts';

const hearing = event('Hearing', at(15, 12));
const lunch = event('Lunch', at(16, 13));
const idIn = (rows: readonly PreviewRow[], title: string): string | undefined =>
  rows.find((row) => row.title === title)?.id;

describe('The calendars of two accounts', () => {
  it('are read when somebody asks, and say which of them can be chosen', async () => {
    const two = await createTwoCalendars();
    two.calendars.left.add({ name: 'Firm', kind: 'firm', writable: true });
    two.calendars.right.add({ name: 'Holidays', kind: 'shared', writable: false });
    expect(await two.lists(member)).toMatchObject({
      isAsked: false,
      readAt: two.now(),
      left: [
        { id: 'calendar1', name: 'Calendar', kind: 'mine', syncs: [] },
        { name: 'Firm', unavailable: 'Only the account owner can sync the firm calendar, so that it is not doubled.' },
      ],
      right: [{ name: 'Calendar' }, { name: 'Holidays', unavailable: expect.stringContaining('not change it') }],
    });
    const { left } = await two.lists(owner);
    expect(left.map(({ unavailable }) => unavailable)).toEqual([undefined, undefined]);
  });

  it('that cannot be chosen are refused, whatever the page sends', async () => {
    const two = await createTwoCalendars();
    const firm = two.calendars.left.add({ name: 'Firm', kind: 'firm', writable: true });
    const holidays = two.calendars.right.add({ name: 'Holidays', kind: 'shared', writable: false });
    await expect(two.pair({ left: firm }, member)).rejects.toMatchObject({
      code: 'refused',
      message: 'Only the account owner can sync the firm calendar, so that it is not doubled.',
    });
    await expect(two.pair({ right: holidays })).rejects.toMatchObject({ code: 'refused' });
    await expect(two.pair({ right: 'another' })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('not in the list any more'),
    });
    const without = createSync(two.ports, owner, { right: 'right-owner', itemType: 'event' });
    await expect(without).rejects.toMatchObject({ code: 'refused' });
    expect((await two.pair({ left: firm })).left).toMatchObject({ collection: 'Clio calendar “Firm”' });
  });

  it('belong to one sync each on the right; the second one is told who has it, before and when they ask', async () => {
    const two = await createTwoCalendars();
    const hearings = two.calendars.left.add({ name: 'Hearings', kind: 'shared', writable: true });
    await two.pair();
    await two.preview();
    const taken = expect.stringContaining(
      'The Outlook calendar “Calendar” of shared-mailbox is synced already by owner@',
    );
    await expect(two.pair({}, member)).rejects.toMatchObject({ code: 'conflict', message: taken });
    expect((await two.lists(member)).right).toMatchObject([{ unavailable: taken }]);
    await expect(two.pair({ left: hearings })).rejects.toMatchObject({ code: 'conflict' });
    expect((await two.lists(owner)).right).toMatchObject([
      { unavailable: 'You keep it in step with the Clio calendar “Calendar” already.', syncs: [(await two.view()).id] },
    ]);
  });

  it('can be paired otherwise at once while nobody has asked for a preview', async () => {
    const two = await createTwoCalendars();
    const hearings = two.calendars.left.add({ name: 'Hearings', kind: 'shared', writable: true });
    const first = await two.pair();
    await two.settle(minuteMs);
    const second = await two.pair({ left: hearings });
    expect(second.id).not.toBe(first.id);
    expect(second.left.calendar).toEqual({ id: hearings, name: 'Hearings' });
  });

  it('are held anew by whoever asks for a preview, and not given to the next draft in that moment', async () => {
    const two = await createTwoCalendars();
    const { id } = await two.pair();
    await two.settle(minuteMs);
    await requestScan(two.ports, owner, id, { clioSyncOff: true, conflicts: 'left' });
    const books = two.table.rows().find(({ sk }) => sk === 'BOOKS');
    expect(books?.['pairs']).toMatchObject([{ sync: id, at: two.now() }]);
  });

  it('are what private and guests are chosen for, and contacts are not', async () => {
    const two = await createTwoCalendars();
    const { id } = await createSync(two.ports, owner, { right: 'right-owner', itemType: 'contact' });
    const wish = { clioSyncOff: true, conflicts: 'left' } as const;
    for (const more of [{ private: 'skip' as const }, { guests: true }])
      await expect(requestScan(two.ports, owner, id, { ...wish, ...more })).rejects.toMatchObject({ code: 'refused' });
  });

  it('can be several of one account, each in step by itself', async () => {
    const two = await createTwoCalendars();
    const [hearings, court] = [
      two.calendars.left.add({ name: 'Hearings', kind: 'shared', writable: true }),
      two.calendars.right.add({ name: 'Court', kind: 'shared', writable: true }),
    ];
    two.book('left').add(hearing);
    two.calendars.left.book(hearings).add(lunch);
    await two.pair();
    await two.goLive();
    await two.pair({ left: hearings, right: court });
    await two.goLive();
    const inCourt = () =>
      two.calendars.right
        .book(court)
        .list()
        .map(({ item }) => item['title']);
    expect([two.titles('right'), inCourt()]).toEqual([['04-15T12:00 Hearing'], ['Lunch']]);
    two.book('left').add(event('Call', at(17, 9)));
    two.calendars.left.book(hearings).add(event('Trial', at(17, 9)));
    await two.settle(minuteMs);
    expect(two.titles('right')).toEqual(['04-15T12:00 Hearing', '04-17T09:00 Call']);
    expect(inCourt()).toEqual(['Lunch', 'Trial']);
  });
});

describe('A new calendar', () => {
  it('is made on the side where somebody wants it, and stands in the list', async () => {
    const two = await createTwoCalendars();
    const asked = await makeCalendar(two.ports, owner, 'right-owner', { side: 'right', name: 'Concord' });
    expect(asked).toMatchObject({ isAsked: true, making: { side: 'right', name: 'Concord' } });
    await two.settle(0);
    const { right, making } = await two.lists();
    expect([right.map(({ name }) => name), making]).toEqual([['Calendar', 'Concord'], undefined]);
    expect(await two.pair({ right: listedNamed(right, 'Concord') })).toMatchObject({ state: 'draft' });
  });

  it('is not made twice by a worker that died over it', async () => {
    const two = await createTwoCalendars();
    two.afterCreate = () => {
      two.afterCreate = () => undefined;
      throw killed();
    };
    await makeCalendar(two.ports, owner, 'right-owner', { side: 'right', name: 'Concord' });
    await two.settle(5 * minuteMs);
    expect(two.worker.deaths).toBe(1);
    expect(two.calendars.right.list().map(({ name }) => name)).toEqual(['Calendar', 'Concord']);
    expect((await two.lists()).right).toHaveLength(2);
  });
});

describe('The week of a preview', () => {
  it('shows each date where it will be, those of a series where they were moved to', async () => {
    const two = await createTwoCalendars();
    const exceptions = [
      exception({ slot: '2026-04-15', when: at(16, 10), title: 'Long standup' }),
      exception({ slot: '2026-04-22', cancelled: true }),
    ];
    two.book('left').add(event('Standup', weekly(8, 9), { exceptions }));
    two.book('right').add(event('Fair', '2026-04-14/2026-04-16', { guests: 'Ann <ann@example.org>' }));
    await two.preview();
    const { id } = await two.view();
    const from = Date.UTC(2026, 3, 13);
    const week = await weekPage(two.ports, owner, id, { from, to: from + 7 * dayMs });
    expect(week).toMatchObject({
      isCut: false,
      entries: [
        { title: 'Fair', start: '2026-04-14', end: '2026-04-16', allDay: true, on: ['right'], appearsOn: 'left' },
        {
          title: 'Long standup',
          start: '2026-04-16T10:00:00-04:00',
          on: ['left'],
          appearsOn: 'right',
          isOfSeries: true,
        },
      ],
    });
    expect(week.entries[0]?.oneWay).toContain('It has guests');
    const next = await weekPage(two.ports, owner, id, { from: from + 7 * dayMs, to: from + 14 * dayMs });
    expect(next.entries).toEqual([]);
  });

  it('is joined to the rows of the preview by their ids, one of which can be asked for alone', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(hearing);
    two.book('left').add(lunch);
    const rows = await two.preview();
    const { id } = await two.view();
    const from = Date.UTC(2026, 3, 13);
    const { entries } = await weekPage(two.ports, owner, id, { from, to: from + 7 * dayMs });
    expect(entries.map((entry) => entry.id)).toEqual(['Hearing', 'Lunch'].map((title) => idIn(rows, title)));
    const asked = { filter: 'all', search: entries[1]?.id ?? '' } as const;
    expect((await previewPage(two.ports, owner, id, asked)).rows).toMatchObject([{ title: 'Lunch' }]);
  });
});

describe('The preview of a sync that was stopped', () => {
  it('shows what was moved meanwhile where it will be', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(hearing);
    await two.goLive();
    await two.stop();
    two.book('right').edit(idOf(two, 'right', 'Hearing'), event('Hearing', at(17, 8)));
    await two.preview();
    const from = Date.UTC(2026, 3, 13);
    const { entries } = await weekPage(two.ports, owner, (await two.view()).id, { from, to: from + 7 * dayMs });
    expect(entries).toMatchObject([
      { start: '2026-04-17T08:00:00-04:00', outcome: 'changed', on: ['left', 'right'], allDay: false },
    ]);
  });
});

describe('A member who does not see all of the firm’s contacts', () => {
  it('is not kept from syncing calendars', async () => {
    const two = await createTwoCalendars();
    const key = { pk: `FIRM#${owner.firm}`, sk: 'CONN#left-owner' };
    const known = await two.ports.table.get(key);
    if (known) await two.ports.table.put({ ...known, seesEverything: false });
    const contacts = await createSync(two.ports, owner, { right: 'right-owner', itemType: 'contact' });
    expect(contacts.sentence).toContain('contacts visibility');
    expect((await two.pair()).sentence).not.toContain('visibility');
  });
});

describe('A grant without calendars', () => {
  it('goes on with what it covers, says what it lacks, and asks for it where that is needed', async () => {
    const two = await createTwoCalendars();
    await two.grant('right', ['contacts']);
    const asked = two.pair();
    await expect(asked).rejects.toMatchObject({
      code: 'consentNeeded',
      message: expect.stringContaining('Authorize shared-mailbox again'),
    });
    const session = await sessionView(two.ports, owner);
    expect(session.signedIn && session.connections[1]).toMatchObject({
      state: 'active',
      missing: ['event'],
      askAgain: { url: '/auth/microsoft/start?connection=right-owner&again=1' },
    });
    await createSync(two.ports, owner, { right: 'right-owner', itemType: 'contact' });
    await two.grant('right', ['contacts', calendarScope]);
    expect(await two.pair()).toMatchObject({ state: 'draft' });
  });

  it('pauses a sync of calendars that lost it, with its own sentence, until it is given again', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(hearing);
    await two.goLive();
    await two.grant('right', ['contacts']);
    two.book('left').add(lunch);
    await two.settle();
    expect(await two.view()).toMatchObject({
      state: 'paused',
      trouble: 'consentNeeded',
      sentence: expect.stringContaining('your events in Clio or Outlook'),
    });
    expect(two.titles('right')).toHaveLength(1);
    await two.grant('right', ['contacts', calendarScope]);
    await resumeSyncsOf(two.ports, owner.firm, 'right-owner');
    await two.settle();
    expect(two.titles('right')).toHaveLength(2);
  });
});
