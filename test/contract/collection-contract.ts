import {
  type Collection,
  type Item,
  type List,
  type Notice,
  type Observation,
  type Operation,
  type Outcome,
  type Present,
  restrict,
  type Subscription,
} from '@concord/core';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { arbitraryCompany, arbitraryPerson, propertySettings, targetFrom } from './contact-arbitrary.ts';
import { differences } from './held.ts';

/** What people do on the provider's own pages, and time. */
export type CollectionWorld = {
  readonly add: (item: Item) => Promise<string>;
  /** Makes it say `item`. */
  readonly edit: (id: string, item: Item) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  /** Everything that the collection holds (for Clio also the companies that exist only to be linked). */
  readonly list: () => Promise<readonly Item[]>;
  readonly now: () => number;
  /** Lets time pass; whatever was due by then has happened when it resolves. */
  readonly advance: (ms: number) => Promise<void>;
  /** Puts something on a contact that no field of the model maps; the answer says whether all of that is still there. */
  readonly decorate: (id: string) => Promise<() => Promise<boolean>>;
};

export type CollectionSetup = {
  readonly collection: Collection;
  readonly world: CollectionWorld;
  /** Absent when the provider cannot push. */
  readonly push?: {
    readonly url: string;
    readonly secret: string;
    /** What came in at `url` since the last call, as the provider's webhook understood it with this subscription's secret. */
    readonly notices: (subscription: Subscription) => Promise<readonly Notice[]>;
  };
};

/** Every provider's collection passes this. `setup` makes an empty one, with no limits on requests, for each test. */
export function describeCollection(name: string, setup: () => Promise<CollectionSetup>): void {
  describe(`${name}: the contract of a collection`, () => {
    let made: CollectionSetup;
    beforeEach(async () => {
      made = await setup();
    });
    describeWrites(() => made);
    describeReading(() => made);
    describeChanges(() => made);
    describeFind(() => made);
    describeLens(() => made);
    describePush(() => made);
  });
}

export const anna: Item = {
  kind: 'person',
  firstName: 'Anna',
  lastName: 'Reyes',
  jobTitle: 'Partner',
  emails: [{ key: 'anna@example.org', value: 'anna@example.org', slot: 'work' }],
  phones: [{ key: '+14155550100', value: '+1 415 555 0100', slot: 'work' }],
};
export const named = (firstName: string, more: Item = {}): Item => ({
  ...anna,
  firstName,
  emails: [
    { key: `${firstName.toLowerCase()}@example.org`, value: `${firstName.toLowerCase()}@example.org`, slot: 'work' },
  ],
  ...more,
});
export const create = (item: Item, marker = 'marker-1'): Operation => ({ kind: 'create', marker, item });
export const update = ({ id, version, item, keep }: Present, target: Item): Operation => ({
  kind: 'update',
  id,
  version,
  known: keep === undefined ? { item } : { item, keep },
  item: target,
});

export function written(outcome: Outcome | undefined): Present {
  if (outcome?.kind !== 'written') throw new Error(`expected "written", got ${JSON.stringify(outcome)}`);
  return outcome.observation;
}
export function present(observation: Observation | undefined): Present {
  if (observation?.kind !== 'present') throw new Error(`expected "present", got ${JSON.stringify(observation)}`);
  return observation;
}
export async function settle({
  collection,
  world,
}: {
  readonly collection: Pick<Collection, 'profile'>;
  readonly world: Pick<CollectionWorld, 'advance'>;
}): Promise<void> {
  await world.advance(collection.profile.readLagMs + 1);
}
async function createOne(made: CollectionSetup, item: Item, marker?: string): Promise<Present> {
  const [outcome] = await made.collection.write([create(item, marker)]);
  await settle(made);
  return written(outcome);
}

function describeWrites(current: () => CollectionSetup): void {
  test('a create shows what the collection then holds', async () => {
    const { collection, world } = current();
    const before = world.now();
    const shown = written((await collection.write([create(anna)]))[0]);
    expect(
      differences(shown.item, restrict(anna, collection.profile.capabilities), collection.profile.capabilities),
    ).toEqual([]);
    expect(shown.askedAt).toBeGreaterThanOrEqual(before);
    expect(shown.askedAt).toBeLessThanOrEqual(world.now());
    expect(await world.list()).toHaveLength(1);
  });

  test('an update changes what was asked, gives a new version and leaves the rest', async () => {
    const made = current();
    const { collection } = made;
    const before = await createOne(made, anna);
    const after = written((await collection.write([update(before, { ...before.item, lastName: 'Reyes-Okoye' })]))[0]);
    expect(after.id).toBe(before.id);
    expect(after.version).not.toBe(before.version);
    expect(
      differences(after.item, { ...before.item, lastName: 'Reyes-Okoye' }, collection.profile.capabilities),
    ).toEqual([]);
  });

  test('an update of something that changed meanwhile is a conflict and writes nothing', async () => {
    const made = current();
    const before = await createOne(made, anna);
    await made.world.edit(before.id, { ...anna, lastName: 'Changed by hand' });
    await settle(made);
    const [outcome] = await made.collection.write([update(before, { ...before.item, lastName: 'Ours' })]);
    expect(outcome).toEqual({ kind: 'conflict' });
    expect((await made.world.list()).map(({ lastName }) => lastName)).toEqual(['Changed by hand']);
  });

  test('an update that changes nothing writes nothing, and still notices that somebody else did', async () => {
    const made = current();
    const before = await createOne(made, anna);
    const same = written((await made.collection.write([update(before, before.item)]))[0]);
    expect(same.version).toBe(before.version);
    await made.world.edit(before.id, { ...anna, lastName: 'Changed by hand' });
    await settle(made);
    expect(await made.collection.write([update(before, before.item)])).toEqual([{ kind: 'conflict' }]);
  });

  test('an update of something that is gone says so', async () => {
    const made = current();
    const before = await createOne(made, anna);
    await made.world.remove(before.id);
    await settle(made);
    expect(await made.collection.write([update(before, { ...before.item, lastName: 'Ours' })])).toEqual([
      { kind: 'gone' },
    ]);
  });

  test('a delete removes what was seen, and nothing that changed meanwhile', async () => {
    const made = current();
    const first = await createOne(made, named('Ana'), 'm1');
    const second = await createOne(made, named('Bea'), 'm2');
    await made.world.edit(second.id, named('Bea', { lastName: 'Changed by hand' }));
    await settle(made);
    const outcomes = await made.collection.write([
      { kind: 'delete', id: first.id, version: first.version },
      { kind: 'delete', id: second.id, version: second.version },
    ]);
    expect(outcomes).toEqual([{ kind: 'deleted' }, { kind: 'conflict' }]);
    expect((await made.world.list()).map(({ lastName }) => lastName)).toEqual(['Changed by hand']);
  });

  test('deleting what is gone already is no failure', async () => {
    const made = current();
    const { id, version } = await createOne(made, anna);
    await made.world.remove(id);
    await settle(made);
    const [outcome] = await made.collection.write([{ kind: 'delete', id, version }]);
    expect(['deleted', 'gone']).toContain(outcome?.kind);
  });

  test('a batch has one outcome each, in order, and one conflict does not stop the others', async () => {
    const made = current();
    const first = await createOne(made, named('Ana'), 'm1');
    const stale = await createOne(made, named('Bea'), 'm2');
    await made.world.edit(stale.id, named('Bea', { lastName: 'Changed by hand' }));
    await settle(made);
    const outcomes = await made.collection.write([
      update(first, { ...first.item, lastName: 'One' }),
      update(stale, { ...stale.item, lastName: 'Two' }),
      create(named('Cleo'), 'm3'),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['written', 'conflict', 'written']);
    expect(written(outcomes[0]).id).toBe(first.id);
    expect(written(outcomes[2]).item.firstName).toBe('Cleo');
  });
}

function describeReading(current: () => CollectionSetup): void {
  test('a read answers in the order asked, and a missing one is confirmed as gone', async () => {
    const made = current();
    const first = await createOne(made, named('Ana'), 'm1');
    const second = await createOne(made, named('Bea'), 'm2');
    const third = await createOne(made, named('Cleo'), 'm3');
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
    const first = await createOne(made, named('Ana'), 'm1');
    const second = await createOne(made, named('Bea'), 'm2');
    await made.world.remove(second.id);
    await settle(made);
    const [plain] = await made.collection.records([first.id]);
    await made.world.decorate(first.id);
    await settle(made);
    const [gone, record] = await made.collection.records([second.id, first.id]);
    expect(gone).toBeUndefined();
    expect(JSON.stringify(record)).toContain('ana@example.org');
    expect(JSON.stringify(record).length).toBeGreaterThan(JSON.stringify(plain).length);
    expect(await made.collection.records([])).toEqual([]);
  });

  test('a read shows the same version and value as the write did', async () => {
    const made = current();
    const shown = await createOne(made, anna);
    const [read] = await made.collection.read([shown.id]);
    expect(present(read)).toEqual({ ...shown, askedAt: expect.any(Number) });
  });

  test('a scan shows everything once, page by page, and ends with a cursor', async () => {
    const made = current();
    const { collection, world } = made;
    const count = collection.profile.pageSize + 3;
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) ids.push(await world.add(named(`Person${index}`)));
    await settle(made);
    const { observations, pages, cursor } = await scanAll(collection);
    expect(pages).toBeGreaterThan(1);
    expect(observations.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(cursor).toEqual(expect.any(String));
  });

  test('a scan of an empty collection ends at once, with a cursor', async () => {
    expect(await scanAll(current().collection)).toMatchObject({ observations: [], pages: 1 });
  });
}

/** `mostOnPage`: more where a provider shows again what it has shown before. */
export async function scanAll(collection: Collection, mostOnPage = collection.profile.pageSize) {
  const observations: Observation[] = [];
  let next: string | undefined;
  for (let pages = 1; pages < 200; pages += 1) {
    const page = await collection.scan(next);
    expect(page.observations.length).toBeLessThanOrEqual(mostOnPage);
    observations.push(...page.observations);
    next = page.next;
    if (next === undefined) {
      if (page.cursor === undefined) throw new Error('the last page has no cursor');
      return { observations, pages, cursor: page.cursor };
    }
    expect(page.cursor).toBeUndefined();
  }
  throw new Error('the scan does not end');
}

export async function changesAll(collection: Collection, cursor: string) {
  const observations: Observation[] = [];
  const cursors = [cursor];
  for (let pages = 1; pages < 100; pages += 1) {
    const page = await collection.changes(cursors.at(-1) ?? cursor);
    observations.push(...page.observations);
    cursors.push(page.cursor);
    if (!page.more) return { observations, cursors, cursor: page.cursor };
  }
  throw new Error('the changes do not end');
}

function describeChanges(current: () => CollectionSetup): void {
  test('changes show what people added, edited and, where the provider tells, removed', async () => {
    const made = current();
    const { collection, world } = made;
    const edited = await world.add(named('Ana'));
    const removed = await world.add(named('Bea'));
    await settle(made);
    const { cursor } = await scanAll(collection);
    await world.advance(3_600_000);
    await world.edit(edited, named('Ana', { lastName: 'Edited' }));
    await world.remove(removed);
    const added = await world.add(named('Cleo'));
    await settle(made);
    const { observations } = await changesAll(collection, cursor);
    expect(present(observations.find(({ id }) => id === edited)).item.lastName).toBe('Edited');
    expect(present(observations.find(({ id }) => id === added)).item.firstName).toBe('Cleo');
    const deletes = observations.filter(({ kind }) => kind === 'gone').map(({ id }) => id);
    expect(deletes).toEqual(collection.profile.deletes === 'changes' ? [removed] : []);
  });

  test('changes that were read are not shown again once their time is past', async () => {
    const made = current();
    const { collection, world } = made;
    const { cursor } = await scanAll(collection);
    await world.add(named('Ana'));
    await world.advance(3_600_000);
    const first = await changesAll(collection, cursor);
    expect(first.observations).toHaveLength(1);
    await world.advance(3_600_000);
    expect((await changesAll(collection, first.cursor)).observations).toEqual([]);
  });

  test('a cursor from the middle of the changes goes on from there, as often as it is used', async () => {
    const made = current();
    const { collection, world } = made;
    const { cursor } = await scanAll(collection);
    await world.advance(3_600_000);
    const count = collection.profile.pageSize + 3;
    for (let index = 0; index < count; index += 1) await world.add(named(`Person${index}`));
    await settle(made);
    const { observations, cursors } = await changesAll(collection, cursor);
    expect(new Set(observations.map(({ id }) => id)).size).toBe(count);
    const middle = cursors[1] ?? '';
    const rest = await changesAll(collection, middle);
    expect(rest.observations.length).toBeLessThan(count);
    expect((await changesAll(collection, middle)).observations.map(({ id }) => id)).toEqual(
      rest.observations.map(({ id }) => id),
    );
  });

  test('our own write comes back in the changes with the version that it reported', async () => {
    const made = current();
    const { cursor } = await scanAll(made.collection);
    await made.world.advance(3_600_000);
    const shown = await createOne(made, anna);
    const { observations } = await changesAll(made.collection, cursor);
    expect(present(observations.find(({ id }) => id === shown.id)).version).toBe(shown.version);
  });

  test('a cursor that makes no sense asks for a full pass', async () => {
    await expect(current().collection.changes('nonsense')).rejects.toMatchObject({ code: 'cursorExpired' });
  });
}

function describeFind(current: () => CollectionSetup): void {
  test('a create whose answer was lost is found again, and nothing else is', async () => {
    const made = current();
    const { collection, world } = made;
    await world.add(named('Bea'));
    await world.advance(3_600_000);
    const since = world.now();
    const { id } = await createOne(made, anna, 'marker-of-anna');
    const found = await collection.find([
      { marker: 'marker-of-anna', item: anna, since },
      { marker: 'marker-of-cleo', item: named('Cleo'), since },
      { marker: 'marker-of-bea', item: named('Bea'), since },
    ]);
    expect(found.map((each) => each.map((candidate) => candidate.id))).toEqual([[id], [], []]);
  });

  test('somebody of the same name with other details is not taken for it', async () => {
    const made = current();
    const { collection, world } = made;
    const since = world.now();
    await world.add({ ...anna, emails: [{ key: 'other@example.org', value: 'other@example.org', slot: 'work' }] });
    await settle(made);
    const [found] = await collection.find([{ marker: 'marker-of-anna', item: anna, since }]);
    expect(found?.filter(({ unsure }) => !unsure)).toEqual([]);
  });
}

function describeLens(current: () => CollectionSetup): void {
  const anybody = fc.oneof({ weight: 4, arbitrary: arbitraryPerson }, { weight: 1, arbitrary: arbitraryCompany });

  test('reading back what was written gives what the side can hold of it', async () => {
    const made = current();
    const { capabilities } = made.collection.profile;
    let number = 0;
    await fc.assert(
      fc.asyncProperty(anybody, async (generated) => {
        number += 1;
        const item = generated.kind === 'company' ? { ...generated, company: `Company ${number} LLP` } : generated;
        const shown = await createOne(made, item, `marker-${number}`);
        expect(differences(shown.item, restrict(item, capabilities), capabilities)).toEqual([]);
        const [read] = await made.collection.read([shown.id]);
        expect(present(read).item).toEqual(shown.item);
      }),
      propertySettings,
    );
  });

  test('any change can be written over what is there', async () => {
    const made = current();
    const { capabilities } = made.collection.profile;
    const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(arbitraryPerson, arbitraryPerson, choices, async (first, second, picks) => {
        const before = await createOne(made, first);
        const target = targetFrom(before.item, second, picks, capabilities);
        const after = written((await made.collection.write([update(before, target)]))[0]);
        expect(differences(after.item, target, capabilities)).toEqual([]);
        await made.world.remove(before.id);
      }),
      propertySettings,
    );
  });

  test('writing back what was read changes nothing', async () => {
    const made = current();
    await fc.assert(
      fc.asyncProperty(anybody, async (item) => {
        const id = await made.world.add(item);
        await settle(made);
        const before = present((await made.collection.read([id]))[0]);
        const after = written((await made.collection.write([update(before, before.item)]))[0]);
        expect(after.version).toBe(before.version);
        expect(after.item).toEqual(before.item);
      }),
      propertySettings,
    );
  });

  test('what a side can hold of what it can hold is the same', () => {
    const { capabilities } = current().collection.profile;
    fc.assert(
      fc.property(anybody, (item) => {
        const once = restrict(item, capabilities);
        expect(restrict(once, capabilities)).toEqual(once);
      }),
      propertySettings,
    );
  });

  test('data that no field maps survives every write', async () => {
    const made = current();
    const { capabilities } = made.collection.profile;
    const before = await createOne(made, anna);
    const isIntact = await made.world.decorate(before.id);
    await settle(made);
    const now = present((await made.collection.read([before.id]))[0]);
    const target = targetFrom(now.item, named('Bea', { jobTitle: 'Judge' }), [1, 2, 0], capabilities);
    written((await made.collection.write([update(now, target)]))[0]);
    await settle(made);
    expect(await isIntact()).toBe(true);
  });

  test('what a person typed is read as what it is', async () => {
    const made = current();
    const { capabilities } = made.collection.profile;
    const emails: List = [{ key: 'anna@example.org', value: 'Anna@Example.ORG', slot: 'work' }];
    const id = await made.world.add({ ...anna, emails });
    await settle(made);
    const shown = present((await made.collection.read([id]))[0]);
    expect(differences(shown.item, restrict({ ...anna, emails }, capabilities), capabilities)).toEqual([]);
    expect(shown.item.emails).toMatchObject([{ value: 'Anna@Example.ORG' }]);
  });
}

function describePush(current: () => CollectionSetup): void {
  const pushOf = (): NonNullable<CollectionSetup['push']> | undefined => current().push;

  test('a subscription tells of adds, edits and removals, by id', async ({ skip }) => {
    const push = pushOf() ?? skip('no push');
    const { collection, world } = current();
    const subscription = await collection.subscribe(push.url, push.secret);
    expect(subscription.expiresAt).toBeGreaterThan(world.now());
    await world.advance(1_000);
    await push.notices(subscription);
    const id = await world.add(anna);
    await world.advance(60_000);
    expect((await push.notices(subscription)).flatMap(({ ids }) => ids)).toContain(id);
    await world.edit(id, { ...anna, lastName: 'Edited' });
    await world.advance(60_000);
    expect((await push.notices(subscription)).flatMap(({ ids }) => ids)).toContain(id);
    await world.remove(id);
    await world.advance(60_000);
    const last = await push.notices(subscription);
    expect(last.filter(({ kind }) => kind === 'deleted').flatMap(({ ids }) => ids)).toContain(id);
  });

  test('renewing moves the end of a subscription', async ({ skip }) => {
    const push = pushOf() ?? skip('no push');
    const { collection, world } = current();
    const first = await collection.subscribe(push.url, push.secret);
    expect(first.expiresAt).toBeLessThanOrEqual(world.now() + collection.profile.subscriptionMs);
    await world.advance(3_600_000);
    const renewed = await collection.renew(first.id);
    expect(renewed.id).toBe(first.id);
    expect(renewed.expiresAt).toBeGreaterThan(first.expiresAt);
  });

  test('after unsubscribing nothing comes, and doing it again is no failure', async ({ skip }) => {
    const push = pushOf() ?? skip('no push');
    const { collection, world } = current();
    const subscription = await collection.subscribe(push.url, push.secret);
    await world.advance(1_000);
    await push.notices(subscription);
    await collection.unsubscribe(subscription.id);
    await collection.unsubscribe(subscription.id);
    await world.add(anna);
    await world.advance(60_000);
    expect(await push.notices(subscription)).toEqual([]);
  });

  test('renewing what is gone says so', async ({ skip }) => {
    const push = pushOf() ?? skip('no push');
    const { collection, world } = current();
    const subscription = await collection.subscribe(push.url, push.secret);
    await world.advance(1_000);
    await collection.unsubscribe(subscription.id);
    await expect(collection.renew(subscription.id)).rejects.toMatchObject({ code: 'notFound' });
  });
}
