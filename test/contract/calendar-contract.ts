import {
  type Capabilities,
  type Catalogue,
  type Collection,
  type Item,
  type List,
  type Notice,
  type Present,
  restrict,
  type Subscription,
  whenKey,
} from '@concord/core';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { changesAll, create, present, scanAll, settle, update, written } from './collection-contract.ts';
import { propertySettings as contactSettings } from './contact-arbitrary.ts';
import { anyEvent } from './event-arbitrary.ts';
import { exceptions, hearing, holiday, hours, titled, weekly, zone } from './event-samples.ts';
import { differences } from './held.ts';

/** Fewer than of contacts: a series is hundreds of rows. */
const propertySettings = { ...contactSettings, numRuns: 25 };
const propertyTimeoutMs = 120_000;

/** What people do on the provider's own pages, and time. All clocks are those of `zone`. */
export type CalendarWorld = {
  /** A single event, or a series without exceptions. */
  readonly add: (item: Item) => Promise<string>;
  /** Makes it say `item`; of a series the whole of it, whose instances are left as they are unless it takes place at other times. */
  readonly edit: (id: string, item: Item) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  /** Only that instance: `slot` is the date on which the series places it. `when`: the text of a single event. */
  readonly moveInstance: (id: string, slot: string, when: string) => Promise<void>;
  readonly cancelInstance: (id: string, slot: string) => Promise<void>;
  readonly now: () => number;
  /** Lets time pass; whatever was due by then has happened when it resolves. */
  readonly advance: (ms: number) => Promise<void>;
  /** Puts something on an event that no field of the model maps; the answer says whether all of that is still there. */
  readonly decorate: (id: string) => Promise<() => Promise<boolean>>;
  /** How many mails the provider has sent to anybody on account of events. */
  readonly mails: () => number;
};

export type CalendarSetup = {
  readonly collection: Collection;
  readonly catalogue: Catalogue;
  readonly world: CalendarWorld;
  /** What this provider is known not to do. */
  readonly lacks?: {
    /** Changes do not show that an instance was cancelled: a notice or a full pass does. */
    readonly cancelsInChanges?: true;
    /** An instance that was cancelled cannot be brought back. */
    readonly bringsBack?: true;
    /** A subscription is never made longer: another takes its place. */
    readonly renews?: true;
  };
  /** Absent when the provider cannot push. */
  readonly push?: {
    readonly url: string;
    readonly secret: string;
    readonly notices: (subscription: Subscription) => Promise<readonly Notice[]>;
  };
};

/** Every provider's calendars pass this. `setup` makes an empty one, with no limits on requests, for each test. */
export function describeCalendar(name: string, setup: () => Promise<CalendarSetup>): void {
  describe(`${name}: the contract of a calendar`, () => {
    let made: CalendarSetup;
    beforeEach(async () => {
      made = await setup();
    });
    describeWrites(() => made);
    describeSeries(() => made);
    describeReading(() => made);
    describeChanges(() => made);
    describeFind(() => made);
    describeLens(() => made);
    describePush(() => made);
    describeCatalogue(() => made);
  });
}

async function createOne(made: CalendarSetup, item: Item, marker = markerOf(1)): Promise<Present> {
  const [outcome] = await made.collection.write([create(item, marker)]);
  await settle(made);
  return written(outcome);
}

async function write(made: CalendarSetup, before: Present, target: Item): Promise<Present> {
  const [outcome] = await made.collection.write([update(before, target)]);
  await settle(made);
  return written(outcome);
}

async function readOne(made: CalendarSetup, id: string): Promise<Present> {
  return present((await made.collection.read([id]))[0]);
}

/** As the engine makes them: a mapping's id and a generation. */
export const markerOf = (number: number): string => `${String(number).padStart(22, 'A')}.1`;

/** In what an event differs from what it should say. */
export function eventDifferences(actual: Item, expected: Item, capabilities: Capabilities): readonly string[] {
  const bare = ({ when: _, ...item }: Item): Item => item;
  const [is, should] = [textOf(actual.when), textOf(expected.when)];
  const times = whenKey(is) === whenKey(should) ? [] : [`when is "${is}", not "${should}"`];
  // Where nothing is said of it, an event is shown as its cloud thinks fit.
  const wanted = { ...(actual.showAs ? { showAs: actual.showAs } : {}), ...expected };
  return [...times, ...differences(bare(actual), bare(restrict(wanted, capabilities)), capabilities)];
}

const textOf = (value: Item[string]): string => (typeof value === 'string' ? value : '');
const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);
const keysOf = (item: Item): readonly string[] =>
  listOf(item.exceptions)
    .map(({ key }) => key)
    .sort();

function expectSame(made: CalendarSetup, actual: Item, expected: Item): void {
  expect(eventDifferences(actual, expected, made.collection.profile.capabilities)).toEqual([]);
}

function describeWrites(current: () => CalendarSetup): void {
  test.each([
    ['an hour', hearing],
    ['two days', holiday],
    ['a series', weekly],
  ])('a create of %s shows what the calendar then holds', async (_, item) => {
    const made = current();
    const before = made.world.now();
    const shown = written((await made.collection.write([create(item, markerOf(1))]))[0]);
    expectSame(made, shown.item, item);
    expect(shown.askedAt).toBeGreaterThanOrEqual(before);
    await settle(made);
    expect(await readOne(made, shown.id)).toEqual({ ...shown, askedAt: expect.any(Number) });
    expect(made.world.mails()).toBe(0);
  });

  test('an update changes what was asked, gives a new version and leaves the rest', async () => {
    const made = current();
    const before = await createOne(made, hearing);
    const target = { ...before.item, title: 'Hearing, second part', when: hours('2026-04-16', 9) };
    const after = await write(made, before, target);
    expect(after.id).toBe(before.id);
    expect(after.version).not.toBe(before.version);
    expectSame(made, after.item, target);
    expectSame(made, (await readOne(made, before.id)).item, target);
  });

  test('what is no longer said is taken away', async () => {
    const made = current();
    const before = await createOne(made, hearing);
    const { location: _, description: __, ...target } = before.item;
    expectSame(made, (await write(made, before, target)).item, target);
  });

  test('an hour becomes whole days, and a single event a series, and each goes back', async () => {
    const made = current();
    let shown = await createOne(made, hearing);
    for (const { when } of [holiday, hearing, weekly, holiday, weekly, hearing]) {
      const target = { ...shown.item, ...(when === undefined ? {} : { when }) };
      shown = await write(made, shown, target);
      expectSame(made, shown.item, target);
    }
  });

  test('an update of something that changed meanwhile is a conflict and writes nothing', async () => {
    const made = current();
    const before = await createOne(made, hearing);
    await made.world.edit(before.id, titled('Changed by hand'));
    await settle(made);
    expect(await made.collection.write([update(before, titled('Ours'))])).toEqual([{ kind: 'conflict' }]);
    expect((await readOne(made, before.id)).item.title).toBe('Changed by hand');
  });

  test('an update that changes nothing writes nothing, and still notices that somebody else did', async () => {
    const made = current();
    const before = await createOne(made, hearing);
    expect((await write(made, before, before.item)).version).toBe(before.version);
    await made.world.edit(before.id, titled('Changed by hand'));
    await settle(made);
    expect(await made.collection.write([update(before, before.item)])).toEqual([{ kind: 'conflict' }]);
  });

  test('an update of something that is gone says so', async () => {
    const made = current();
    const before = await createOne(made, hearing);
    await made.world.remove(before.id);
    await settle(made);
    expect(await made.collection.write([update(before, titled('Ours'))])).toEqual([{ kind: 'gone' }]);
  });

  test('a delete removes what was seen, and nothing that changed meanwhile', async () => {
    const made = current();
    const first = await createOne(made, titled('One'), markerOf(1));
    const second = await createOne(made, titled('Two'), markerOf(2));
    await made.world.edit(second.id, titled('Changed by hand'));
    await settle(made);
    const outcomes = await made.collection.write([
      { kind: 'delete', id: first.id, version: first.version },
      { kind: 'delete', id: second.id, version: second.version },
    ]);
    expect(outcomes).toEqual([{ kind: 'deleted' }, { kind: 'conflict' }]);
    await settle(made);
    expect((await made.collection.read([first.id, second.id])).map(({ kind }) => kind)).toEqual(['gone', 'present']);
  });

  test('deleting what is gone already is no failure', async () => {
    const made = current();
    const { id, version } = await createOne(made, hearing);
    await made.world.remove(id);
    await settle(made);
    const [outcome] = await made.collection.write([{ kind: 'delete', id, version }]);
    expect(['deleted', 'gone']).toContain(outcome?.kind);
  });

  test('a batch has one outcome each, in order, and one conflict does not stop the others', async () => {
    const made = current();
    const first = await createOne(made, titled('One'), markerOf(1));
    const stale = await createOne(made, titled('Two'), markerOf(2));
    await made.world.edit(stale.id, titled('Changed by hand'));
    await settle(made);
    const outcomes = await made.collection.write([
      update(first, { ...first.item, title: 'First' }),
      update(stale, { ...stale.item, title: 'Second' }),
      create(titled('Three'), markerOf(3)),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['written', 'conflict', 'written']);
    expect(written(outcomes[0]).item.title).toBe('First');
    expect(written(outcomes[2]).item.title).toBe('Three');
  });
}

const moved = { slot: '2026-04-22', when: hours('2026-04-23', 15) };
const renamed = { slot: '2026-04-29', when: hours('2026-04-29', 12), title: 'Team meeting with guests' };
const cancelled = { slot: '2026-05-06', cancelled: true } as const;
const varied: Item = { ...weekly, exceptions: exceptions(moved, renamed, cancelled) };

function describeSeries(current: () => CalendarSetup): void {
  test('a series comes with the dates that differ from it', async () => {
    const made = current();
    const shown = await createOne(made, varied);
    expectSame(made, shown.item, varied);
    expect(await readOne(made, shown.id)).toEqual({ ...shown, askedAt: expect.any(Number) });
    expect(made.world.mails()).toBe(0);
  });

  test('another title of a series leaves its dates as they are', async () => {
    const made = current();
    const before = await createOne(made, varied);
    const target = { ...before.item, title: 'Partners’ meeting' };
    expectSame(made, (await write(made, before, target)).item, target);
    expectSame(made, (await readOne(made, before.id)).item, target);
  });

  test('a series that is moved to another hour keeps the dates that differ', async () => {
    const made = current();
    const before = await createOne(made, varied);
    const when = weekly.when?.toString().replaceAll('T12', 'T10').replaceAll('T13', 'T11') ?? '';
    const target = { ...before.item, when };
    const [outcome] = await made.collection.write([update(before, target)]);
    await settle(made);
    expectSame(made, written(outcome).item, target);
    expectSame(made, (await readOne(made, before.id)).item, target);
  });

  test('dates are moved, renamed, cancelled and put back one by one', async () => {
    const made = current();
    let shown = await createOne(made, weekly);
    const steps = [
      exceptions(moved),
      exceptions(moved, renamed),
      exceptions({ ...moved, when: hours('2026-04-21', 8) }, renamed),
      exceptions(renamed, cancelled),
      exceptions(cancelled),
    ];
    for (const all of steps) {
      shown = await write(made, shown, { ...shown.item, exceptions: all });
      expect(keysOf(shown.item)).toEqual(all.map(({ key }) => key).sort());
      expect(keysOf((await readOne(made, shown.id)).item)).toEqual(keysOf(shown.item));
    }
    expect(made.world.mails()).toBe(0);
  });

  test('a cancelled date is brought back, or shown as what it is', async () => {
    const made = current();
    const before = await createOne(made, varied);
    const target = { ...before.item, exceptions: exceptions(moved, renamed) };
    const after = await write(made, before, target);
    const expected = made.lacks?.bringsBack ? varied : target;
    expectSame(made, after.item, expected);
  });

  test('an instance that somebody changed meanwhile is not written over', async () => {
    const made = current();
    const before = await createOne(made, varied);
    await made.world.moveInstance(before.id, '2026-05-13', hours('2026-05-14', 9));
    await settle(made);
    const target = { ...before.item, exceptions: exceptions(moved) };
    expect(await made.collection.write([update(before, target)])).toEqual([{ kind: 'conflict' }]);
    const seen = (await readOne(made, before.id)).item;
    expect(keysOf(seen)).toEqual(
      exceptions(moved, renamed, cancelled, { slot: '2026-05-13', when: hours('2026-05-14', 9) })
        .map(({ key }) => key)
        .sort(),
    );
  });

  test('deleting a series leaves nothing of it', async () => {
    const made = current();
    const { id, version } = await createOne(made, varied);
    expect(await made.collection.write([{ kind: 'delete', id, version }])).toEqual([{ kind: 'deleted' }]);
    await settle(made);
    expect((await scanAll(made.collection)).observations.filter(({ kind }) => kind === 'present')).toEqual([]);
    expect(made.world.mails()).toBe(0);
  });
}

function describeReading(current: () => CalendarSetup): void {
  test('a read answers in the order asked, and a missing one is confirmed as gone', async () => {
    const made = current();
    const first = await createOne(made, titled('One'), markerOf(1));
    const second = await createOne(made, titled('Two'), markerOf(2));
    const third = await createOne(made, weekly, markerOf(3));
    await made.world.remove(second.id);
    await settle(made);
    const seen = await made.collection.read([third.id, second.id, first.id]);
    expect(seen.map(({ id, kind }) => [id, kind])).toEqual([
      [third.id, 'present'],
      [second.id, 'gone'],
      [first.id, 'present'],
    ]);
    expect(seen[1]).toMatchObject({ confirmed: true });
    expect(await made.collection.read([])).toEqual([]);
  });

  test('the records of what is to be deleted hold everything, mapped or not, and nothing of what is gone', async () => {
    const made = current();
    const first = await createOne(made, titled('One'), markerOf(1));
    const second = await createOne(made, titled('Two'), markerOf(2));
    await made.world.remove(second.id);
    await settle(made);
    const [plain] = await made.collection.records([first.id]);
    await made.world.decorate(first.id);
    await settle(made);
    const [gone, record] = await made.collection.records([second.id, first.id]);
    expect(gone).toBeUndefined();
    expect(JSON.stringify(record)).toContain('Court 2');
    expect(JSON.stringify(record).length).toBeGreaterThan(JSON.stringify(plain).length);
    expect(await made.collection.records([])).toEqual([]);
  });

  test('what people do to single dates of a series is read', async () => {
    const made = current();
    const id = await made.world.add(weekly);
    await made.world.moveInstance(id, moved.slot, moved.when);
    await made.world.cancelInstance(id, cancelled.slot);
    await settle(made);
    const target = { ...weekly, exceptions: exceptions(moved, cancelled) };
    const before = await readOne(made, id);
    expectSame(made, before.item, target);
    const after = await write(made, before, { ...before.item, title: 'Partners’ meeting' });
    expectSame(made, after.item, { ...target, title: 'Partners’ meeting' });
  });

  test('a scan shows everything once, series as one, and ends with a cursor', async () => {
    const made = current();
    const ids = [await made.world.add(weekly), await made.world.add(holiday)];
    await made.world.cancelInstance(ids[0] ?? '', cancelled.slot);
    await made.world.moveInstance(ids[0] ?? '', moved.slot, moved.when);
    const count = Math.min(made.collection.profile.pageSize + 3, 260);
    for (let index = 0; index < count; index += 1) ids.push(await made.world.add(titled(`Hearing ${index}`)));
    await settle(made);
    const { observations, cursor } = await scanAll(made.collection);
    expect(observations.map(({ id }) => id).sort()).toEqual(ids.toSorted());
    const target = { ...weekly, exceptions: exceptions(moved, cancelled) };
    expectSame(made, present(observations.find(({ id }) => id === ids[0])).item, target);
    expect(cursor).toEqual(expect.any(String));
  });

  test('a scan of an empty calendar shows nothing, and ends with a cursor', async () => {
    expect((await scanAll(current().collection)).observations).toEqual([]);
  });
}

function describeChanges(current: () => CalendarSetup): void {
  test('changes show what people added, edited and, where the provider tells, removed', async () => {
    const made = current();
    const { collection, world } = made;
    const edited = await world.add(titled('One'));
    const removed = await world.add(titled('Two'));
    await settle(made);
    const { cursor } = await scanAll(collection);
    await world.advance(3_600_000);
    await world.edit(edited, titled('Edited'));
    await world.remove(removed);
    const added = await world.add(weekly);
    await settle(made);
    const { observations } = await changesAll(collection, cursor);
    expect(present(observations.find(({ id }) => id === edited)).item.title).toBe('Edited');
    expectSame(made, present(observations.find(({ id }) => id === added)).item, weekly);
    const deletes = observations.filter(({ kind }) => kind === 'gone').map(({ id }) => id);
    expect(deletes).toEqual(collection.profile.deletes === 'changes' ? [removed] : []);
  });

  test('a change of one date is a change of its series', async () => {
    const made = current();
    const { collection, world } = made;
    const id = await world.add(weekly);
    await settle(made);
    const { cursor } = await scanAll(collection);
    await world.advance(3_600_000);
    await world.moveInstance(id, moved.slot, moved.when);
    await settle(made);
    const first = await changesAll(collection, cursor);
    const seen = first.observations.filter(({ kind }) => kind === 'present');
    expect(seen.map((one) => one.id)).toEqual([id]);
    expectSame(made, present(seen[0]).item, { ...weekly, exceptions: exceptions(moved) });
    if (made.lacks?.cancelsInChanges) return;
    await world.advance(3_600_000);
    await world.cancelInstance(id, cancelled.slot);
    await settle(made);
    const { observations } = await changesAll(collection, first.cursor);
    const target = { ...weekly, exceptions: exceptions(moved, cancelled) };
    expectSame(made, present(observations.find((one) => one.id === id && one.kind === 'present')).item, target);
  });

  test('changes that were read are not shown again once their time is past', async () => {
    const made = current();
    const { collection, world } = made;
    const { cursor } = await scanAll(collection);
    await world.add(hearing);
    await world.advance(3_600_000);
    const first = await changesAll(collection, cursor);
    expect(first.observations).toHaveLength(1);
    await world.advance(3_600_000);
    expect((await changesAll(collection, first.cursor)).observations).toEqual([]);
  });

  test('our own write comes back in the changes with the version that it reported', async () => {
    const made = current();
    const { cursor } = await scanAll(made.collection);
    await made.world.advance(3_600_000);
    const single = await createOne(made, hearing, markerOf(1));
    const series = await createOne(made, varied, markerOf(2));
    const { observations } = await changesAll(made.collection, cursor);
    for (const { id, version } of [single, series])
      expect(present(observations.find((one) => one.id === id && one.kind === 'present')).version).toBe(version);
  });

  test('a cursor that makes no sense asks for a full pass', async () => {
    await expect(current().collection.changes('nonsense')).rejects.toMatchObject({ code: 'cursorExpired' });
  });
}

function describeFind(current: () => CalendarSetup): void {
  test('a create whose answer was lost is found again by its marker, and nothing else is', async () => {
    const made = current();
    const { collection, world } = made;
    const since = world.now();
    await world.add(hearing);
    const { id } = await createOne(made, hearing, markerOf(1));
    const series = await createOne(made, varied, markerOf(2));
    const found = await collection.find([
      { marker: markerOf(1), item: hearing, since },
      { marker: markerOf(3), item: hearing, since },
      { marker: markerOf(2), item: varied, since },
    ]);
    expect(found.map((each) => each.map((candidate) => candidate.id))).toEqual([[id], [], [series.id]]);
    expect(found[2]?.[0]?.version).toBe(series.version);
    expect(await collection.find([])).toEqual([]);
  });
}

function describeLens(current: () => CalendarSetup): void {
  test('reading back what was written gives what the side can hold of it', { timeout: propertyTimeoutMs }, async () => {
    const made = current();
    const { capabilities, cannotHold } = made.collection.profile;
    let number = 0;
    await fc.assert(
      fc.asyncProperty(anyEvent(zone), async (item) => {
        fc.pre(cannotHold?.(item) === undefined);
        number += 1;
        const shown = await createOne(made, item, markerOf(number));
        expect(eventDifferences(shown.item, item, capabilities)).toEqual([]);
        expect((await readOne(made, shown.id)).item).toEqual(shown.item);
        const again = await write(made, shown, shown.item);
        expect([again.version, again.item]).toEqual([shown.version, shown.item]);
      }),
      propertySettings,
    );
    expect(made.world.mails()).toBe(0);
  });

  test('any change can be written over what is there', { timeout: propertyTimeoutMs }, async () => {
    const made = current();
    const { capabilities, cannotHold } = made.collection.profile;
    let number = 0;
    await fc.assert(
      fc.asyncProperty(anyEvent(zone), anyEvent(zone), async (first, second) => {
        fc.pre(cannotHold?.(first) === undefined && cannotHold?.(second) === undefined);
        number += 1;
        const before = await createOne(made, first, markerOf(number));
        const after = await write(made, before, restrict(second, capabilities));
        expect(eventDifferences(after.item, second, capabilities)).toEqual([]);
        await made.world.remove(before.id);
      }),
      propertySettings,
    );
  });

  test('data that no field maps survives every write', async () => {
    const made = current();
    const before = await createOne(made, hearing);
    const isIntact = await made.world.decorate(before.id);
    await settle(made);
    const now = await readOne(made, before.id);
    await write(made, now, { ...now.item, title: 'Other', when: hours('2026-04-20', 8), location: 'Court 3' });
    expect(await isIntact()).toBe(true);
  });
}

function describePush(current: () => CalendarSetup): void {
  test('a subscription tells of adds, edits and removals', async ({ skip }) => {
    const push = current().push ?? skip('no push');
    const { collection, world } = current();
    const subscription = await collection.subscribe(push.url, push.secret);
    expect(subscription.expiresAt).toBeGreaterThan(world.now());
    await world.advance(1_000);
    await push.notices(subscription);
    const told = async (): Promise<readonly Notice[]> => {
      await world.advance(60_000);
      return await push.notices(subscription);
    };
    const id = await world.add(weekly);
    expect(isTold(await told(), id)).toBe(true);
    await world.edit(id, { ...weekly, title: 'Edited' });
    expect(isTold(await told(), id)).toBe(true);
    await world.moveInstance(id, moved.slot, moved.when);
    expect(isTold(await told(), id)).toBe(true);
    await world.remove(id);
    expect(isTold(await told(), id)).toBe(true);
    if (current().lacks?.renews) {
      await expect(collection.renew(subscription.id)).rejects.toMatchObject({ code: 'notFound' });
    } else expect((await collection.renew(subscription.id)).expiresAt).toBeGreaterThan(world.now());
    await collection.unsubscribe(subscription.id);
    await world.advance(1_000);
    await push.notices(subscription);
    await world.add(titled('Nobody hears of it'));
    expect(await told()).toEqual([]);
  });
}

/** By its id, or as news of the whole calendar. */
const isTold = (notices: readonly Notice[], id: string): boolean =>
  notices.some(({ ids, kind }) => ids.includes(id) || (ids.length === 0 && kind === 'changed') || kind === 'missed');

function describeCatalogue(current: () => CalendarSetup): void {
  test('the calendars of an account are listed, its own first, and one can be added', async () => {
    const { catalogue } = current();
    const before = await catalogue.list();
    expect(before[0]).toMatchObject({ kind: 'mine', writable: true });
    const made = await catalogue.create('Hearings');
    expect(made).toMatchObject({ name: 'Hearings', writable: true });
    expect(await catalogue.list()).toEqual(expect.arrayContaining([...before, made]));
  });
}
