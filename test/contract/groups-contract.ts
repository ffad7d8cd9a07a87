import type { Collection, Observation, Present } from '@concord/core';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  anna,
  type CollectionWorld,
  changesAll,
  create,
  named,
  present,
  scanAll,
  settle,
  update,
  written,
} from './collection-contract.ts';

export type GroupsSetup = {
  readonly world: CollectionWorld;
  /** The collection of one account, with that group chosen, or with all of it. A new one each time. */
  readonly open: (group?: string) => Collection;
  /** A group of the account, and another one. */
  readonly group: string;
  readonly otherGroup: string;
  /** Puts somebody into the group, or takes them out of it, as people do on the provider's own pages. */
  readonly put: (id: string, inside: boolean) => Promise<void>;
  readonly isIn: (id: string) => Promise<boolean>;
  /** Nobody tells of those who left, until everybody is looked at. */
  readonly leavesUntold?: true;
};

/** Every provider with groups passes this. `setup` makes an account whose contacts are all outside the group. */
export function describeGroups(name: string, setup: () => Promise<GroupsSetup>): void {
  describe(`${name}: the contract of groups`, () => {
    let made: GroupsSetup;
    beforeEach(async () => {
      made = await setup();
    });
    describeLooking(() => made);
    describeMoving(() => made);
    describeWriting(() => made);
  });
}

function describeLooking(current: () => GroupsSetup): void {
  test('the groups of the account can be asked for, each once', async () => {
    const made = current();
    await addTwo(made);
    const groups = (await made.open().groups?.()) ?? [];
    expect(groups.find(({ id }) => id === made.group)).toEqual({
      id: made.group,
      name: expect.stringMatching(/\S/u),
      takesNew: expect.any(Boolean),
    });
    expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
  });

  test('nobody is outside when nothing was chosen', async () => {
    const made = current();
    await addTwo(made);
    expect((await scanAll(made.open())).observations.map((seen) => isOutside(seen))).toEqual([false, false]);
  });

  test('a scan and a read say alike who is outside, and show them all the same', async () => {
    const made = current();
    const { inside, outside } = await addTwo(made);
    const collection = made.open(made.group);
    const scanned = (await scanAll(collection)).observations;
    expect(whoIsOutside(scanned)).toEqual([outside]);
    const read = await collection.read([inside, outside]);
    expect(read.map((seen) => isOutside(seen))).toEqual([false, true]);
    for (const seen of read) {
      const same = present(scanned.find(({ id }) => id === seen.id));
      expect({ ...same, askedAt: 0 }).toEqual({ ...present(seen), askedAt: 0 });
    }
    expect(read.map((seen) => present(seen).item.firstName)).toEqual(['Ines', 'Otto']);
  });

  test('more than a page of people are each in their place', async () => {
    const made = current();
    const ids: string[] = [];
    for (let index = 0; index < made.open().profile.pageSize + 3; index += 1) {
      ids.push(await made.world.add(named(`Person${index}`)));
    }
    const chosen = [ids.at(0) ?? '', ids.at(-1) ?? ''];
    for (const id of chosen) await made.put(id, true);
    await settle({ ...made, collection: made.open() });
    const { observations } = await scanAll(made.open(made.group));
    expect(observations.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(whoIsOutside(observations).toSorted()).toEqual(ids.filter((id) => !chosen.includes(id)).toSorted());
  });

  test('somebody is outside under another version than inside', async () => {
    const made = current();
    const { outside } = await addTwo(made);
    const [all] = await made.open().read([outside]);
    const [chosen] = await made.open(made.group).read([outside]);
    expect(present(chosen).version).not.toBe(present(all).version);
  });

  test('a cursor that was made under another choice asks for a full pass', async () => {
    const made = current();
    const choices = [undefined, made.group, made.otherGroup];
    for (const before of choices) {
      const { cursor } = await scanAll(made.open(before));
      for (const after of choices.filter((choice) => choice !== before)) {
        await expect(made.open(after).changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
      }
    }
  });
}

function describeMoving(current: () => GroupsSetup): void {
  test('who comes into the group is told by the changes', async () => {
    const made = current();
    const { outside } = await addTwo(made);
    const { before, after } = await seenAround(made, outside, true);
    expect([before.outside, after?.outside]).toEqual([true, undefined]);
    expect(after?.version).not.toBe(before.version);
  });

  test('who leaves the group is told by the changes, or found by the next scan', async () => {
    const made = current();
    const { inside } = await addTwo(made);
    const { before, after, later } = await seenAround(made, inside, false);
    expect([before.outside, later.outside]).toEqual([undefined, true]);
    expect(later.version).not.toBe(before.version);
    expect(after?.outside).toBe(made.leavesUntold ? undefined : true);
  });

  test('what changed outside the group is told as outside', async () => {
    const made = current();
    const { outside } = await addTwo(made);
    const collection = made.open(made.group);
    const { cursor } = await scanAll(collection);
    await made.world.advance(3_600_000);
    await made.world.edit(outside, named('Otto', { lastName: 'Edited' }));
    await settle({ ...made, collection });
    const { observations } = await changesAll(made.open(made.group), cursor);
    expect(present(observations.find(({ id }) => id === outside))).toMatchObject({
      outside: true,
      item: { lastName: 'Edited' },
    });
  });

  test('a group that nothing happens to tells nothing', async () => {
    const made = current();
    await addTwo(made);
    await made.world.advance(3_600_000);
    const { cursor } = await scanAll(made.open(made.group));
    await made.world.advance(3_600_000);
    expect((await changesAll(made.open(made.group), cursor)).observations).toEqual([]);
  });
}

function describeWriting(current: () => GroupsSetup): void {
  test('what is created lands in the group, where the group takes it', async () => {
    const made = current();
    await addTwo(made);
    const takesNew = (await made.open().groups?.())?.find(({ id }) => id === made.group)?.takesNew;
    const collection = made.open(made.group);
    const outcomes = await collection.write([create(anna, 'm1'), create(named('Bea'), 'm2')]);
    await settle({ ...made, collection });
    for (const shown of outcomes.map((outcome) => written(outcome))) {
      expect(shown.outside !== true).toBe(takesNew);
      expect(await made.isIn(shown.id)).toBe(takesNew);
      expect(present((await collection.read([shown.id]))[0])).toEqual({ ...shown, askedAt: expect.any(Number) });
    }
  });

  test('a create whose answer was lost is found where it is', async () => {
    const made = current();
    const collection = made.open(made.group);
    const since = made.world.now();
    const shown = written((await collection.write([create(anna)]))[0]);
    await settle({ ...made, collection });
    const [found] = await collection.find([{ marker: 'marker-1', item: anna, since }]);
    expect(found).toEqual([{ ...shown, askedAt: expect.any(Number) }]);
  });

  test('an update, and one that changes nothing, leave everybody in their place', async () => {
    const made = current();
    const ids = Object.values(await addTwo(made));
    const collection = made.open(made.group);
    for (const id of ids) {
      const before = present((await collection.read([id]))[0]);
      const wasIn = await made.isIn(id);
      const same = written((await collection.write([update(before, before.item)]))[0]);
      expect(same).toEqual({ ...before, askedAt: expect.any(Number) });
      const after = written((await collection.write([update(before, { ...before.item, lastName: 'Ours' })]))[0]);
      expect([after.outside, after.item.lastName]).toEqual([before.outside, 'Ours']);
      await settle({ ...made, collection });
      expect(present((await collection.read([id]))[0]).version).toBe(after.version);
      expect(await made.isIn(id)).toBe(wasIn);
    }
  });

  test('somebody outside can be deleted as they were seen', async () => {
    const made = current();
    const { outside } = await addTwo(made);
    const collection = made.open(made.group);
    const { id, version } = present((await collection.read([outside]))[0]);
    expect(await collection.write([{ kind: 'delete', id, version }])).toEqual([{ kind: 'deleted' }]);
  });
}

const isOutside = (seen: Observation | undefined): boolean => present(seen).outside === true;
const whoIsOutside = (all: readonly Observation[]) => all.filter((seen) => isOutside(seen)).map(({ id }) => id);

async function addTwo(made: GroupsSetup): Promise<{ readonly inside: string; readonly outside: string }> {
  const inside = await made.world.add(named('Ines'));
  const outside = await made.world.add(named('Otto'));
  await made.put(inside, true);
  await settle({ ...made, collection: made.open() });
  return { inside, outside };
}

/** Somebody before and after they were put there: by a read, by the changes, and by another scan. */
async function seenAround(made: GroupsSetup, id: string, inside: boolean) {
  await made.world.advance(3_600_000);
  const { cursor } = await scanAll(made.open(made.group));
  const [before] = await made.open(made.group).read([id]);
  await made.world.advance(3_600_000);
  await made.put(id, inside);
  await settle({ ...made, collection: made.open() });
  const told = (await changesAll(made.open(made.group), cursor)).observations.find((seen) => seen.id === id);
  const later = (await scanAll(made.open(made.group))).observations.find((seen) => seen.id === id);
  return {
    before: present(before),
    after: told === undefined ? undefined : (present(told) satisfies Present),
    later: present(later),
  };
}
