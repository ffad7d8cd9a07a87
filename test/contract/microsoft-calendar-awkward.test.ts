import { type Collection, type Item, type Observation, type Operation, type Present, SyncError } from '@concord/core';
import { awkwardnesses } from '@concord/sandbox';
import { describe, expect, test } from 'vitest';
import { transportTo } from '../sandbox/transport-to.ts';
import { markerOf } from './calendar-contract.ts';
import { changesAll, create, present, scanAll, update, written } from './collection-contract.ts';
import { exceptions, hearing, holiday, hours, titled, weekly } from './event-samples.ts';
import { type MicrosoftCalendarSetup, setUpMicrosoftCalendar } from './microsoft-calendar-look-alike.ts';
import { email } from './microsoft-mailbox.ts';

type BatchItem = { readonly id: string; readonly method: string; readonly url: string };

const moved = { slot: '2026-04-22', when: hours('2026-04-23', 15) };
const cancelled = { slot: '2026-05-06', cancelled: true } as const;
const varied: Item = { ...weekly, exceptions: exceptions(moved, cancelled) };

function strike({ mailbox }: MicrosoftCalendarSetup, name: string, rate = 1, amount?: number): void {
  if (!Object.hasOwn(awkwardnesses, `microsoft.${name}`)) throw new Error(`Nothing is awkward by the name of ${name}`);
  mailbox.world.awkward.set(`microsoft.${name}`, amount === undefined ? { rate } : { rate, amount });
}
const calm = (setup: MicrosoftCalendarSetup, name: string): void => strike(setup, name, 0);
const shownOf = (observations: readonly Observation[]): readonly Present[] =>
  observations.filter((observation) => observation.kind === 'present');

async function made(setup: MicrosoftCalendarSetup, item: Item, number = 1): Promise<Present> {
  const shown = written((await setup.collection.write([create(item, markerOf(number))]))[0]);
  await setup.world.advance(60_000);
  return shown;
}
const readOne = async ({ mailbox }: MicrosoftCalendarSetup, id: string): Promise<Observation | undefined> =>
  (await mailbox.openCalendar().read([id]))[0];
const keysOf = ({ exceptions: list }: Item): readonly string[] =>
  (typeof list === 'object' ? list : []).map(({ key }) => key).sort();

/** How many requests that took, batch items counted one by one and not the batch. */
async function requestsOf({ mailbox }: MicrosoftCalendarSetup, work: () => Promise<unknown>): Promise<number> {
  mailbox.control.resetRequests();
  await work();
  const counts = Object.entries(mailbox.control.requests()).filter(([kind]) => !kind.includes('$batch'));
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

describe('guests', () => {
  test('make an event one way, and are read one a line with the organizer first', async () => {
    const setup = await setUpMicrosoftCalendar();
    const { id } = await made(setup, hearing);
    setup.mailbox.calendars.addGuests(id, [
      { address: 'zoe@client.example', name: 'Zoe' },
      { address: 'ben@client.example', name: 'ben@client.example' },
      { address: 'room2@firm.example', name: 'Room 2', type: 'resource' },
    ]);
    const shown = present(await readOne(setup, id));
    expect(shown).toMatchObject({ oneWay: 'oneWayGuests' });
    expect(shown.item['guests']).toBe(`Anna Reyes <${email}>\nben@client.example\nZoe <zoe@client.example>`);
  });

  test.each(['an event', 'one date of a series'])('of %s keep every write away, known or not', async (what) => {
    const setup = await setUpMicrosoftCalendar();
    const before = await made(setup, what === 'an event' ? hearing : varied);
    if (what === 'an event') setup.mailbox.calendars.addGuests(before.id, [{ address: 'zoe@client.example' }]);
    else {
      const attendees = [{ type: 'required' as const, emailAddress: { address: 'zoe@client.example' } }];
      setup.mailbox.calendars.editInstance(before.id, '2026-04-29', { attendees });
    }
    await setup.world.advance(60_000);
    const now = present(await readOne(setup, before.id));
    expect(now.oneWay).toBe('oneWayGuests');
    setup.mailbox.control.clearMails();
    for (const seen of [before, now]) {
      const operations: readonly Operation[] = [
        update(seen, { ...seen.item, title: 'Ours' }),
        update(seen, { ...seen.item, exceptions: exceptions({ slot: '2026-05-13', cancelled: true }) }),
        { kind: 'delete', id: seen.id, version: seen.version },
      ];
      for (const operation of operations)
        expect(await setup.collection.write([operation])).toEqual([{ kind: 'conflict' }]);
    }
    expect(setup.world.mails()).toBe(0);
  });

  test('who came after the last look keep a write away, whose version is not looked at', async () => {
    const setup = await setUpMicrosoftCalendar();
    strike(setup, 'ignoreIfMatch');
    const before = await made(setup, hearing);
    setup.mailbox.calendars.addGuests(before.id, [{ address: 'zoe@client.example' }]);
    setup.mailbox.control.clearMails();
    expect(await setup.collection.write([{ kind: 'delete', id: before.id, version: before.version }])).toEqual([
      { kind: 'conflict' },
    ]);
    expect(setup.world.mails()).toBe(0);
  });

  test('an invitation is shown and never written, nor declined', async () => {
    const setup = await setUpMicrosoftCalendar();
    const { calendars, control } = setup.mailbox;
    const start = { dateTime: '2026-04-15T12:00:00', timeZone: 'Eastern Standard Time' };
    const end = { dateTime: '2026-04-15T13:00:00', timeZone: 'Eastern Standard Time' };
    const { id } = calendars.inviteArrives(
      { subject: 'Lunch', start, end },
      { name: 'Rita', address: 'rita@x.example' },
    );
    const shown = present(await readOne(setup, id));
    expect(shown).toMatchObject({ oneWay: 'oneWayGuest', item: { title: 'Lunch' } });
    control.clearMails();
    const outcomes = await setup.collection.write([
      update(shown, { ...shown.item, title: 'Ours' }),
      { kind: 'delete', id, version: shown.version },
    ]);
    expect(outcomes).toEqual([{ kind: 'conflict' }, { kind: 'conflict' }]);
    expect(setup.world.mails()).toBe(0);
  });
});

describe('where an event lies', () => {
  test.each([true, false])('deleted, it is gone, also where it still answers to its id (%s)', async (visible) => {
    const setup = await setUpMicrosoftCalendar();
    const single = await made(setup, hearing, 1);
    const series = await made(setup, varied, 2);
    if (visible) strike(setup, 'softDeleteVisible');
    for (const { id } of [single, series]) {
      await setup.world.remove(id);
      expect(await readOne(setup, id)).toMatchObject({ kind: 'gone', id, confirmed: true });
    }
  });

  test('moved to another calendar it is elsewhere, and not in the changes of its own', async () => {
    const setup = await setUpMicrosoftCalendar();
    const { calendars, openCalendar } = setup.mailbox;
    const other = calendars.addCalendar('Hearings');
    const { id } = await made(setup, hearing);
    const { cursor } = await scanAll(setup.collection);
    calendars.move(id, 'Hearings');
    await setup.world.advance(60_000);
    const { observations } = await changesAll(setup.collection, cursor);
    expect(observations).toMatchObject([{ kind: 'gone', id, confirmed: false }]);
    expect(await readOne(setup, id)).toMatchObject({ kind: 'elsewhere', id });
    const there = openCalendar({ collection: other.id });
    expect(present((await there.read([id]))[0]).item.title).toBe('Hearing');
    expect(shownOf((await scanAll(there)).observations).map((one) => one.id)).toEqual([id]);
    expect((await scanAll(setup.collection)).observations).toEqual([]);
  });

  test('a calendar that may only be looked at is never written', async () => {
    const setup = await setUpMicrosoftCalendar();
    const { calendars, openCalendar, catalogue, control } = setup.mailbox;
    const { id: collection } = calendars.addCalendar('Partners', { canEdit: false });
    const [id] = control.addManyEvents(
      email,
      [{ subject: 'Closed', isAllDay: true, ...days('2026-04-15', '2026-04-16') }],
      'Partners',
    );
    const listed = await catalogue().list();
    expect(listed.find((one) => one.id === collection)).toMatchObject({ kind: 'shared', writable: false });
    const book = openCalendar({ collection });
    const { observations, cursor } = await scanAll(book);
    expect(observations).toMatchObject([{ id, oneWay: 'oneWayRights' }]);
    calendars.edit(id ?? '', { subject: 'Open' });
    await setup.world.advance(60_000);
    expect((await changesAll(openCalendar({ collection }), cursor)).observations).toMatchObject([
      { id, oneWay: 'oneWayRights', item: { title: 'Open' } },
    ]);
    expect((await openCalendar({ collection }).read([id ?? '']))[0]).toMatchObject({ oneWay: 'oneWayRights' });
  });

  test('outside the window it is not shown, and leaving it is not deleting', async () => {
    const setup = await setUpMicrosoftCalendar();
    const window = { from: Date.UTC(2026, 3, 1), to: Date.UTC(2026, 4, 1) };
    const book = setup.mailbox.openCalendar({ window });
    const { id } = await made(setup, hearing);
    await made(setup, titled('Far', { when: hours('2026-06-15', 9) }), 2);
    const { observations, cursor } = await scanAll(book);
    expect(observations.map((one) => one.id)).toEqual([id]);
    await setup.world.edit(id, titled('Later', { when: hours('2026-06-16', 9) }));
    await setup.world.advance(60_000);
    const left = await changesAll(book, cursor);
    expect(left.observations).toMatchObject([{ kind: 'gone', id, confirmed: false }]);
    expect(present((await book.read([id]))[0]).item).toMatchObject({ title: 'Later' });
  });

  test('a notice that names one date of a series is news of the series', async () => {
    const setup = await setUpMicrosoftCalendar();
    const { id } = await made(setup, varied);
    const [instance] = setup.mailbox.calendars.agenda(Date.UTC(2026, 3, 28), Date.UTC(2026, 3, 30));
    const seen = present(await readOne(setup, instance?.id ?? ''));
    expect(seen.id).toBe(id);
    expect(keysOf(seen.item)).toEqual(keysOf(varied));
  });
});

describe('a body that is more than text', () => {
  test('of an online meeting is closed, and is left as it is by every write', async () => {
    const setup = await setUpMicrosoftCalendar();
    const before = await made(setup, hearing);
    setup.mailbox.calendars.goOnline(before.id);
    await setup.world.advance(60_000);
    const now = present(await readOne(setup, before.id));
    expect(now).toMatchObject({ closed: ['description'] });
    const target = { ...now.item, title: 'Other', description: 'Ours' };
    const after = written((await setup.collection.write([update(now, target)]))[0]);
    expect(after.item).toMatchObject({ title: 'Other' });
    expect(setup.mailbox.calendars.get(before.id)).toMatchObject({ joinBlock: 'present' });
  });

  test.each([
    ['<p>Bring <b>all</b> files</p>', true, 'Bring all files'],
    ['<div style="font-family:Aptos; color: rgb(0, 0, 0)">Bring<br>all files</div>', false, 'Bring\nall files'],
    ['<p>See <a href="https://court.example/">https://court.example</a></p>', false, 'See https://court.example'],
    ['<p>See <a href="https://court.example/">the court</a></p>', true, 'See the court'],
  ])('%s: %s', async (content, isClosed, text) => {
    const setup = await setUpMicrosoftCalendar();
    const before = await made(setup, hearing);
    setup.mailbox.calendars.edit(before.id, { body: { contentType: 'html', content } });
    await setup.world.advance(60_000);
    const now = present(await readOne(setup, before.id));
    expect(now.item.description).toBe(text);
    expect(now.closed).toEqual(isClosed ? ['description'] : undefined);
    const after = written((await setup.collection.write([update(now, { ...now.item, description: 'Ours' })]))[0]);
    expect(after.item.description).toBe(isClosed ? text : 'Ours');
  });
});

describe('a zone that somebody made by hand', () => {
  test('leaves a single event by UTC, and a series as it is', async () => {
    const setup = await setUpMicrosoftCalendar();
    const single = await made(setup, hearing, 1);
    const series = await made(setup, weekly, 2);
    for (const { id } of [single, series]) setup.mailbox.calendars.makeZoneCustom(id);
    await setup.world.advance(60_000);
    expect(present(await readOne(setup, single.id)).item.when).toBe(
      '2026-04-15T16:00:00+00:00/2026-04-15T17:00:00+00:00 UTC',
    );
    const shown = present(await readOne(setup, series.id));
    expect(setup.collection.profile.cannotHold?.(shown.item)).toBe('ruleNotHeldRight');
    const target = { ...shown.item, title: 'Renamed' };
    expect(written((await setup.collection.write([update(shown, target)]))[0]).item).toEqual(target);
  });
});

describe('a calendar with awkward habits', () => {
  const habits = [
    'emptyDeltaPage',
    'duplicateInDelta',
    'replayOld',
    'partialDeltaRows',
    'removedAsChanged',
    'itemGone',
    'calendar.allDayShifted',
    'calendar.windowsZonesOnly',
    'calendar.bareLineEnds',
    'calendar.occurrenceTombstones',
    'calendar.typedTombstones',
    'calendar.outsideUntold',
    'calendar.masterAlone',
    'calendar.rangeKeepsExceptions',
    'calendar.quietOwnFields',
    'calendar.transactionIdsKept',
    'calendar.transactionReplayRefused',
    'calendar.forgetsTransactionIds',
    'calendar.mainCalendarOnly',
    'changeKeyBump',
  ] as const;

  test.each(habits)('is read and written as any other: %s', async (habit) => {
    const setup = await setUpMicrosoftCalendar();
    strike(setup, habit);
    const { collection, world } = setup;
    const single = await made(setup, hearing, 1);
    const days = await made(setup, holiday, 2);
    const series = await made(setup, varied, 3);
    const { observations, cursor } = await scanAll(collection);
    const ids = new Set(observations.map(({ id }) => id));
    expect([...ids].sort()).toEqual([single.id, days.id, series.id].sort());
    await world.advance(3_600_000);
    await world.edit(single.id, titled('Edited'));
    await world.cancelInstance(series.id, '2026-05-13');
    await world.remove(days.id);
    await world.advance(60_000);
    const news = await changesAll(collection, cursor);
    const last = new Map(news.observations.map((one) => [one.id, one]));
    expect(present(last.get(single.id)).item.title).toBe('Edited');
    expect(last.get(days.id)).toMatchObject({ kind: 'gone' });
    const gone = { slot: '2026-05-13', cancelled: true } as const;
    const target = { ...series.item, exceptions: exceptions(moved, cancelled, gone) };
    const seen = present(last.get(series.id));
    expect(keysOf(seen.item)).toEqual(keysOf(target));
    const later = (weekly.when?.toString() ?? '').replaceAll('T12', 'T10').replaceAll('T13', 'T11');
    const now = present(await readOne(setup, series.id));
    const after = written((await collection.write([update(now, { ...target, when: later })]))[0]);
    expect(after.item).toMatchObject({ when: later });
    expect(keysOf(after.item)).toEqual(keysOf(target));
    await world.advance(60_000);
    const still = present(await readOne(setup, series.id));
    expect(await collection.write([{ kind: 'delete', id: series.id, version: still.version }])).toEqual([
      { kind: 'deleted' },
    ]);
    expect(world.mails()).toBe(0);
  });

  test('that names called-off dates by what tells nothing leaves such series alone', async () => {
    const setup = await setUpMicrosoftCalendar();
    const { id } = await made(setup, varied);
    strike(setup, 'calendar.cancelledAsIds');
    const shown = present(await readOne(setup, id));
    expect(setup.collection.profile.cannotHold?.(shown.item)).toBe('ruleNotHeldRight');
    expect(shown.item.exceptions).toBeUndefined();
    calm(setup, 'calendar.cancelledAsIds');
    expect(keysOf(present(await readOne(setup, id)).item)).toEqual(keysOf(varied));
  });

  test.each(['gone', 'notFound', 'badRequest', 'resync', 'plain', 'malformed'])(
    'asks for a full pass when the token died (%s)',
    async (form) => {
      const setup = await setUpMicrosoftCalendar();
      const { cursor } = await scanAll(setup.collection);
      strike(setup, `deltaExpired.${form}`);
      await expect(setup.collection.changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
    },
  );

  test('whose pages never end is given up', async () => {
    const setup = await setUpMicrosoftCalendar();
    await made(setup, weekly);
    strike(setup, 'endlessDelta');
    await expect(scanAll(setup.collection)).rejects.toMatchObject({ code: 'garbled' });
  });
});

describe('writes whose answers are lost', () => {
  test('leave nobody in doubt: what was made is found by its marker, and not made again', async () => {
    const setup = await setUpMicrosoftCalendar();
    const { collection, world, mailbox } = setup;
    strike(setup, 'timeoutAfterCommit', 1, 20);
    expect(await collection.write([create(varied, markerOf(1))])).toEqual([{ kind: 'unknown' }]);
    calm(setup, 'timeoutAfterCommit');
    await world.advance(60_000);
    const [[found] = []] = await collection.find([{ marker: markerOf(1), item: varied, since: 0 }]);
    expect(found?.item).toMatchObject({ title: 'Team meeting' });
    const again = written((await collection.write([create(varied, markerOf(1))]))[0]);
    expect(again.id).toBe(found?.id);
    expect(keysOf(again.item)).toEqual(keysOf(varied));
    expect(mailbox.calendars.list()).toHaveLength(1);
  });

  test('a marker that was used for something else finds that, and is refused when it is gone', async () => {
    const setup = await setUpMicrosoftCalendar();
    const { collection, world, mailbox } = setup;
    const first = await made(setup, hearing);
    const second = written((await collection.write([create(titled('Other'), markerOf(1))]))[0]);
    expect(second).toMatchObject({ id: first.id, item: { title: 'Hearing' } });
    strike(setup, 'calendar.transactionIdsKept');
    await world.remove(first.id);
    await world.advance(60_000);
    expect(await collection.write([create(titled('Other'), markerOf(1))])).toMatchObject([{ kind: 'refused' }]);
    expect(mailbox.calendars.list()).toEqual([]);
  });
});

describe('single dates that cannot be written', () => {
  /** The look-alike, but for what writes to dates of series. */
  const failing = (setup: MicrosoftCalendarSetup, answer: 'lost' | number): Collection => {
    const through = transportTo(setup.mailbox.lookAlike.graph.handle);
    return setup.mailbox.openCalendar({
      transport: async (request) => {
        const { requests = [] } = JSON.parse(request.body ?? '{}') as { requests?: readonly BatchItem[] };
        const isOfDates = requests.some(({ method, url }) => method !== 'GET' && url.includes('FRAAgI'));
        if (!isOfDates) return through(request);
        if (answer === 'lost') throw new SyncError('timeout', 'no answer');
        const responses = requests.map(({ id }) => ({
          id,
          status: answer,
          body: { error: { code: 'x', message: 'x' } },
        }));
        return { status: 200, headers: {}, body: JSON.stringify({ responses }) };
      },
    });
  };

  test.each([
    ['lost', 'unknown'],
    [429, 'conflict'],
    [412, 'conflict'],
    [500, 'unknown'],
    [400, 'written'],
  ] as const)('an update of them that meets %s is %s', async (answer, expected) => {
    const setup = await setUpMicrosoftCalendar();
    const before = await made(setup, weekly);
    const target = { ...before.item, exceptions: exceptions(moved, cancelled) };
    const [outcome] = await failing(setup, answer).write([update(before, target)]);
    expect(outcome?.kind).toBe(expected);
    if (outcome?.kind === 'written') expect(outcome.observation.item).toEqual(before.item);
  });

  test.each(['lost', 429, 400] as const)('a new series that meets %s shows what is there of it', async (answer) => {
    const setup = await setUpMicrosoftCalendar();
    const shown = written((await failing(setup, answer).write([create(varied, markerOf(1))]))[0]);
    expect(keysOf(shown.item)).toEqual([]);
    expect(shown).toEqual({ ...(await readOne(setup, shown.id)), askedAt: expect.any(Number) });
  });

  test('each other that is in its way is moved first', async () => {
    const setup = await setUpMicrosoftCalendar();
    const shift = (slot: string, to: string) => ({ slot, when: hours(to, 9) });
    const crowded = exceptions(
      shift('2026-04-22', '2026-04-30'),
      shift('2026-04-29', '2026-05-07'),
      shift('2026-05-06', '2026-05-12'),
    );
    const shown = await made(setup, { ...weekly, exceptions: crowded });
    expect(keysOf(shown.item)).toEqual(crowded.map(({ key }) => key).sort());
  });
});

describe('writes that are put off', () => {
  test('of a new series leave dates for the next time, and of an old one are looked at again', async () => {
    const setup = await setUpMicrosoftCalendar();
    const before = await made(setup, weekly, 1);
    strike(setup, 'batchItemThrottled', 1, 1);
    const outcomes = await setup.collection
      .write([create(titled('New'), markerOf(2)), update(before, { ...before.item, title: 'Renamed' })])
      .catch(() => []);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['notDone', 'notDone']);
    calm(setup, 'batchItemThrottled');
    expect(setup.mailbox.calendars.list().map(({ subject }) => subject)).toEqual(['Team meeting']);
  });
});

describe('requests', () => {
  test('a pass over 200 events, 20 of them in series, costs a page, a look at the calendar and one read for each series', async () => {
    const setup = await setUpMicrosoftCalendar();
    for (let index = 0; index < 180; index += 1) await setup.world.add(titled(`Hearing ${index}`));
    for (let index = 0; index < 20; index += 1)
      await setup.world.add({ ...weekly, title: `Series ${index}`, when: `${String(weekly.when)};COUNT=5` });
    const cost = await requestsOf(setup, () => scanAll(setup.mailbox.openCalendar()));
    expect(cost).toBe(2 + 1 + 20 - 1);
  });

  test.each([
    [
      'a single event is made',
      1,
      (setup: MicrosoftCalendarSetup) => setup.collection.write([create(hearing, markerOf(9))]),
    ],
    ['a series is made', 1, (setup: MicrosoftCalendarSetup) => setup.collection.write([create(weekly, markerOf(9))])],
    [
      'a series with two dates is made',
      5,
      (setup: MicrosoftCalendarSetup) => setup.collection.write([create(varied, markerOf(9))]),
    ],
  ])('%s: %i', async (_, expected, work) => {
    const setup = await setUpMicrosoftCalendar();
    expect(await requestsOf(setup, () => work(setup))).toBe(expected);
  });

  test('an edit costs a read and a write; of a series with dates one more read', async () => {
    const setup = await setUpMicrosoftCalendar();
    const single = await made(setup, hearing, 1);
    const plain = await made(setup, weekly, 2);
    const series = await made(setup, varied, 3);
    const rename = (before: Present) => () =>
      setup.collection.write([update(before, { ...before.item, title: 'Renamed' })]);
    expect(await requestsOf(setup, rename(single))).toBe(2);
    expect(await requestsOf(setup, rename(plain))).toBe(2);
    expect(await requestsOf(setup, rename(series))).toBe(3);
  });

  test('a quiet poll costs one', async () => {
    const setup = await setUpMicrosoftCalendar();
    await made(setup, weekly);
    const { cursor } = await scanAll(setup.collection);
    expect(await requestsOf(setup, () => setup.mailbox.openCalendar().changes(cursor))).toBe(1);
  });
});

const days = (from: string, to: string) => ({
  start: { dateTime: `${from}T00:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${to}T00:00:00`, timeZone: 'UTC' },
});
