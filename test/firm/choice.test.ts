import { SyncError } from '@concord/core';
import {
  activityPage,
  answer,
  groupsView,
  poll,
  previewPage,
  requestGroups,
  requestScan,
  startSync,
  waitingPage,
} from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { saveIntent } from '../../packages/engine/src/sync/intents.ts';
import { caller, createTwoBooks, friends, left, minuteMs, right, somebody, type TwoBooks } from './two-books.ts';

const anna = somebody('Anna', 'Berg');
const bea = somebody('Bea', 'Fox');

async function books(two: TwoBooks): Promise<readonly [readonly string[], readonly string[]]> {
  await two.settle();
  return [two.titles('left'), two.titles('right')];
}

describe('A first run with a label of the right side', () => {
  it('brings whom the label has, and shows the others as left out, with the reason', async () => {
    const two = await createTwoBooks();
    two.add('right', anna, true);
    two.add('right', bea);
    const rows = await two.preview(right);
    expect(rows).toMatchObject([
      { title: 'Anna Berg', outcome: 'addedLeft' },
      {
        title: 'Bea Fox',
        outcome: 'leftOut',
        rule: 'not-chosen',
        because: expect.stringContaining('(Friends)') as unknown,
      },
    ]);
    expect((await two.view()).preview).toMatchObject({ addedLeft: 1, leftOut: 1 });
    expect((await previewPage(two.ports, caller, two.sync, { filter: 'leftOut' })).rows).toHaveLength(1);
    await two.start();
    expect(await books(two)).toEqual([['Anna Berg'], ['Anna Berg', 'Bea Fox']]);
    expect(await two.view()).toMatchObject({ linked: 1, outside: 1 });
  });

  it('puts whom it makes there under the label', async () => {
    const two = await createTwoBooks();
    two.add('left', anna);
    await two.goLive(right);
    expect(two.books.right.list().map(({ id }) => two.books.right.groupsOf(id))).toEqual([['friends']]);
  });

  it('doubles nobody who is there without the label, and links them once they have it', async () => {
    const two = await createTwoBooks();
    two.add('left', somebody('Anna', 'Berg', { jobTitle: 'Baker' }));
    const there = two.add('right', anna);
    await two.goLive(right);
    two.calls();
    expect(await books(two)).toEqual([['Anna Berg, Baker'], ['Anna Berg']]);
    expect(two.calls('create', 'update', 'delete')).toBe(0);
    two.choose('right', there, true);
    expect(await books(two)).toEqual([['Anna Berg, Baker'], ['Anna Berg, Baker']]);
    expect(await two.view()).toMatchObject({ linked: 1, outside: 0 });
  });
});

/** Anna on both sides and linked, with the label; and somebody else, so that no book is ever empty. */
async function linkedAnna(): Promise<{ readonly two: TwoBooks; readonly there: string; readonly here: string }> {
  const two = await createTwoBooks();
  const here = two.add('left', anna);
  const there = two.add('right', anna, true);
  two.add('left', bea);
  await two.goLive(right);
  expect(await books(two)).toEqual([
    ['Anna Berg', 'Bea Fox'],
    ['Anna Berg', 'Bea Fox'],
  ]);
  two.calls();
  return { two, here, there };
}

const writes = (two: TwoBooks): number => two.calls('create', 'update', 'delete');

describe.each([false, true])('Who leaves the label while it is live (told of: %s)', (isTold) => {
  const pass = async (two: TwoBooks): Promise<void> => await (isTold ? two.settle() : two.aDay());
  const leaving = async () => {
    const world = await linkedAnna();
    world.two.isSilent = !isTold;
    world.two.choose('right', world.there, false);
    await pass(world.two);
    expect(await world.two.view()).toMatchObject({ linked: 1, outside: 1 });
    const [told] = (await activityPage(world.two.ports, caller, world.two.sync)).rows;
    expect(told).toMatchObject({ title: 'Anna Berg', what: 'released', because: expect.stringContaining('(Friends)') });
    return world;
  };

  it('stays on both sides, and nothing is carried over any more', async () => {
    const { two, here, there } = await leaving();
    two.books.left.edit(here, somebody('Anna', 'Berg', { jobTitle: 'Baker' }));
    two.books.right.edit(there, somebody('Anna', 'Berg', { birthday: '1970-01-01' }));
    await pass(two);
    await two.aDay();
    expect(writes(two)).toBe(0);
    expect(await books(two)).toEqual([
      ['Anna Berg, Baker', 'Bea Fox'],
      ['Anna Berg', 'Bea Fox'],
    ]);
  });

  it('is merged when it returns, with what both sides changed meanwhile, and made nowhere again', async () => {
    const { two, here, there } = await leaving();
    two.books.left.edit(here, somebody('Anna', 'Berg', { jobTitle: 'Baker' }));
    two.books.right.edit(there, somebody('Anna', 'Berg', { birthday: '1970-01-01' }));
    two.choose('right', there, true);
    await pass(two);
    const both = ['Anna Berg, Baker', 'Bea Fox'];
    expect(await books(two)).toEqual([both, both]);
    expect(two.books.left.list().find(({ id }) => id === here)?.item).toMatchObject({ birthday: '1970-01-01' });
    expect(two.calls('create', 'delete')).toBe(0);
    expect(await two.view()).toMatchObject({ linked: 2, outside: 0 });
  });

  it('is not deleted because the other side was, meanwhile or before it returns', async () => {
    const { two, here, there } = await leaving();
    two.books.left.remove(here);
    await pass(two);
    expect(await books(two)).toEqual([['Bea Fox'], ['Anna Berg', 'Bea Fox']]);
    two.choose('right', there, true);
    await pass(two);
    await two.aDay();
    expect(await books(two)).toEqual([['Bea Fox'], ['Anna Berg', 'Bea Fox']]);
    expect(writes(two)).toBe(0);
  });

  it('may be deleted there, and nothing follows from it', async () => {
    const { two, there } = await leaving();
    two.books.right.remove(there);
    await pass(two);
    await two.aDay();
    expect(await books(two)).toEqual([['Anna Berg', 'Bea Fox'], ['Bea Fox']]);
    expect(writes(two)).toBe(0);
  });
});

describe('Who leaves the label in the minute in which a delete settles', () => {
  it('is not deleted', async () => {
    const { two, here, there } = await linkedAnna();
    two.books.left.remove(here);
    await two.settle(1_000);
    two.isSilent = true;
    two.choose('right', there, false);
    await two.settle();
    expect(await books(two)).toEqual([['Bea Fox'], ['Anna Berg', 'Bea Fox']]);
  });
});

describe('Who was never chosen', () => {
  it('is made on the other side once it is chosen', async () => {
    const two = await createTwoBooks();
    const there = two.add('right', anna);
    await two.goLive(right);
    expect(await books(two)).toEqual([[], ['Anna Berg']]);
    two.choose('right', there, true);
    expect(await books(two)).toEqual([['Anna Berg'], ['Anna Berg']]);
    expect(await two.view()).toMatchObject({ linked: 1, outside: 0 });
  });

  it('is joined by somebody new who is the same, and rests on', async () => {
    const two = await createTwoBooks();
    const there = two.add('right', anna);
    await two.goLive(right);
    two.add('left', anna);
    two.calls();
    expect(await books(two)).toEqual([['Anna Berg'], ['Anna Berg']]);
    expect(writes(two)).toBe(0);
    expect(await two.view()).toMatchObject({ linked: 0, outside: 1, waiting: { held: 0 } });
    two.choose('right', there, true);
    await two.settle();
    expect(await two.view()).toMatchObject({ linked: 1, outside: 0 });
    expect(two.calls('create')).toBe(0);
  });

  it('holds somebody new who only looks like it', async () => {
    const two = await createTwoBooks();
    two.add('right', anna);
    await two.goLive(right);
    two.add('left', somebody('Anna', 'Berg', { emails: [] }));
    expect(await books(two)).toEqual([['Anna Berg'], ['Anna Berg']]);
    expect(await two.view()).toMatchObject({ linked: 0, outside: 1, waiting: { held: 1 } });
  });

  it('is joined to who waits on the other side once it comes to be the same, though both had a mapping of their own', async () => {
    const two = await createTwoBooks();
    const there = two.add('right', somebody('Anja', 'Berg', { emails: [] }));
    await two.goLive(left);
    const here = two.add('left', somebody('Anna', 'Berg'));
    await two.settle();
    expect(await two.view()).toMatchObject({ linked: 0, outside: 2 });
    two.books.right.edit(there, anna);
    expect(await books(two)).toEqual([['Anna Berg'], ['Anna Berg']]);
    expect(await two.view()).toMatchObject({ outside: 1, waiting: { held: 0 } });
    two.choose('left', here, true);
    await two.settle();
    expect(await two.view()).toMatchObject({ linked: 1, outside: 0 });
    expect(two.calls('create')).toBe(0);
    await two.aDay();
    expect(await books(two)).toEqual([['Anna Berg'], ['Anna Berg']]);
  });

  it('is held when it comes in and somebody there is linked already who is the same', async () => {
    const two = await createTwoBooks();
    two.add('left', anna);
    await two.goLive(right);
    const double = two.add('right', anna);
    await two.settle();
    two.choose('right', double, true);
    expect(await books(two)).toEqual([['Anna Berg'], ['Anna Berg', 'Anna Berg']]);
    expect((await two.view()).waiting.held).toBe(1);
  });
});

describe('Only clients, whom nobody becomes by being added', () => {
  it('leaves out who is on the right alone, with a reason of its own, and links them when a client is the same', async () => {
    const two = await createTwoBooks();
    two.add('right', anna);
    expect(await two.preview(left)).toMatchObject([{ outcome: 'leftOut', rule: 'no-way-in' }]);
    await two.start();
    expect(await books(two)).toEqual([[], ['Anna Berg']]);
    expect(await two.view()).toMatchObject({ linked: 0, outside: 1 });
    two.add('left', somebody('Anna', 'Berg', { jobTitle: 'Baker' }), true);
    expect(await books(two)).toEqual([['Anna Berg, Baker'], ['Anna Berg, Baker']]);
    expect(await two.view()).toMatchObject({ linked: 1, outside: 0 });
  });

  it('sends a client to the right, and not the others', async () => {
    const two = await createTwoBooks();
    two.add('left', anna, true);
    two.add('left', bea);
    await two.goLive(left);
    expect(await books(two)).toEqual([['Anna Berg', 'Bea Fox'], ['Anna Berg']]);
  });

  it('sends again to the left nobody who was deleted there', async () => {
    const two = await createTwoBooks();
    two.add('left', bea, true);
    const here = two.add('left', anna, true);
    await two.preview(left);
    const policy = { deletes: { left: 'release', right: 'release' } } as const;
    await requestScan(two.ports, caller, two.sync, { clioSyncOff: true, conflicts: 'left', ...policy });
    await two.settle();
    await two.start();
    two.books.left.remove(here);
    await two.settle();
    await two.stop();
    await two.goLive();
    expect(await books(two)).toEqual([['Bea Fox'], ['Anna Berg', 'Bea Fox']]);
  });
});

describe('Another choice after a stop', () => {
  it('of everything brings whom the first one left out, without a look at each of them', async () => {
    const two = await createTwoBooks();
    two.add('right', anna, true);
    two.add('right', bea);
    await two.goLive(right);
    await two.stop();
    two.calls();
    expect(await two.preview('everything')).toMatchObject([{ title: 'Bea Fox', outcome: 'addedLeft' }]);
    expect(two.calls('read')).toBe(0);
    await two.start();
    expect(await books(two)).toEqual([
      ['Anna Berg', 'Bea Fox'],
      ['Anna Berg', 'Bea Fox'],
    ]);
    expect(await two.view()).toMatchObject({ linked: 2, outside: 0 });
  });

  it('leaves out in the preview whom it does not have, deletes nobody, and takes them back with the first choice', async () => {
    const { two, there } = await linkedAnna();
    await two.stop();
    await two.goLive('everything');
    two.choose('right', there, false);
    await two.settle();
    await two.stop();
    two.calls();
    const rows = await two.preview(right);
    expect(rows).toMatchObject([{ title: 'Anna Berg', outcome: 'leftOut' }]);
    expect(two.calls('read')).toBe(0);
    await two.start();
    expect(await two.view()).toMatchObject({ linked: 1, outside: 1 });
    await two.stop();
    expect(await two.preview()).toMatchObject([{ title: 'Anna Berg', outcome: 'leftOut' }]);
    await two.goLive('everything');
    expect(await two.view()).toMatchObject({ linked: 2, outside: 0 });
    expect(writes(two)).toBe(0);
  });

  it('of everything joins two who rested alone and became the same meanwhile, and makes nobody', async () => {
    const two = await createTwoBooks();
    two.add('left', anna);
    const there = two.add('right', somebody('Anja', 'Berg', { emails: [] }));
    await two.goLive(left);
    expect(await two.view()).toMatchObject({ outside: 2 });
    await two.stop();
    two.books.right.edit(there, somebody('Anna', 'Berg', { jobTitle: 'Baker' }));
    two.calls();
    expect(await two.preview('everything')).toMatchObject([{ title: 'Anna Berg', outcome: 'linked' }]);
    await two.start();
    expect(await books(two)).toEqual([['Anna Berg, Baker'], ['Anna Berg, Baker']]);
    expect(two.calls('create')).toBe(0);
    expect(await two.view()).toMatchObject({ linked: 1, outside: 0, waiting: { held: 0 } });
    await two.aDay();
    expect(writes(two)).toBe(0);
  });

  it('joins a newcomer to who rested and is chosen by now, in one preview', async () => {
    const two = await createTwoBooks();
    two.add('right', anna);
    await two.goLive(right);
    await two.stop();
    two.add('left', somebody('Anna', 'Berg', { jobTitle: 'Baker' }));
    expect(await two.preview('everything')).toMatchObject([{ title: 'Anna Berg', outcome: 'linked' }]);
    await two.start();
    expect(await books(two)).toEqual([['Anna Berg, Baker'], ['Anna Berg, Baker']]);
  });

  it('brings nobody back whom a person has left out', async () => {
    const two = await createTwoBooks();
    two.add('left', somebody('Anna', 'Berg', { emails: [] }));
    two.add('right', anna);
    await two.goLive(right);
    expect((await two.view()).waiting.held).toBe(1);
    await two.stop();
    await two.goLive('everything');
    expect(await two.view()).toMatchObject({ linked: 0, outside: 0, waiting: { held: 2 } });
  });
});

describe('What comes back', () => {
  it('is linked in the preview with who was typed in anew, where its partner was deleted meanwhile', async () => {
    const { two, here, there } = await linkedAnna();
    two.choose('right', there, false);
    await two.settle();
    two.books.left.remove(here);
    await two.settle();
    await two.stop();
    two.add('left', anna);
    expect(await two.preview('everything')).toMatchObject([{ title: 'Anna Berg', outcome: 'linked' }]);
    await two.start();
    const both = ['Anna Berg', 'Bea Fox'];
    expect(await books(two)).toEqual([both, both]);
  });

  it('is held beside a newcomer of the other side who only looks like it', async () => {
    const two = await createTwoBooks();
    two.add('left', anna);
    await two.goLive(left);
    await two.stop();
    two.add('right', somebody('Anna', 'Berg', { emails: [] }));
    expect(await two.preview('everything')).toMatchObject([{ outcome: 'held' }, { outcome: 'held' }]);
  });

  it('is held when another who came back with it has taken the one that it is the same as', async () => {
    const two = await createTwoBooks();
    const doubles = ['Dora', 'Edna'].map((name) => two.add('left', somebody(name, 'Ash')));
    await two.goLive(left);
    two.add('right', anna);
    await two.settle();
    for (const id of doubles) {
      two.books.left.edit(id, anna);
      two.choose('left', id, true);
    }
    expect(await books(two)).toEqual([['Anna Berg', 'Anna Berg'], ['Anna Berg']]);
    expect(await two.view()).toMatchObject({ linked: 1, outside: 0, waiting: { held: 1 } });
  });

  it('is made nowhere when it is one of two who are the same as somebody held', async () => {
    const two = await createTwoBooks();
    const doubles = ['Dora', 'Edna'].map((name) => two.add('right', somebody(name, 'Ash')));
    two.add('right', somebody('Anna', 'Berg', { emails: [] }));
    await two.goLive(right);
    two.add('left', anna);
    await two.settle();
    expect((await two.view()).waiting.held).toBe(1);
    for (const id of doubles) {
      two.books.right.edit(id, anna);
      two.choose('right', id, true);
    }
    expect(await books(two)).toEqual([['Anna Berg'], ['Anna Berg', 'Anna Berg', 'Anna Berg']]);
    expect(await two.view()).toMatchObject({ linked: 1, waiting: { held: 1 } });
  });

  it('is not asked about again once a person has left it out', async () => {
    const two = await createTwoBooks();
    const there = two.add('right', somebody('Anna', 'Berg', { emails: [] }));
    await two.goLive(right);
    const here = two.add('left', anna);
    await two.settle();
    const [row] = (await waitingPage(two.ports, caller, two.sync)).rows;
    const answers = [{ mapping: row?.mapping ?? '', answer: 'keep' as const }];
    await answer(two.ports, caller, two.sync, { answers });
    await two.settle();
    two.books.right.edit(there, anna);
    await two.settle();
    two.calls();
    two.books.left.edit(here, somebody('Anna', 'Berg', { jobTitle: 'Baker' }));
    await two.settle(5_000);
    expect(two.calls('changes')).toBe(0);
    await two.aDay();
    expect(await books(two)).toEqual([['Anna Berg, Baker'], ['Anna Berg']]);
    expect(await two.view()).toMatchObject({ linked: 0, outside: 1, waiting: { held: 0 } });
  });

  it('costs no look at the changes of both sides while it is still outside', async () => {
    const two = await createTwoBooks();
    const there = two.add('right', anna);
    await two.goLive(right);
    two.calls();
    two.books.right.edit(there, somebody('Anna', 'Berg', { jobTitle: 'Baker' }));
    await two.settle(5_000);
    expect(two.calls('changes')).toBe(0);
  });

  it('is joined only when no write of either is in doubt', async () => {
    const two = await createTwoBooks();
    two.add('left', anna);
    const there = two.add('right', somebody('Anja', 'Berg', { emails: [] }));
    await two.goLive(left);
    await two.stop();
    two.books.right.edit(there, anna);
    const [row] = await two.preview('everything');
    const intent = {
      id: 'i1',
      side: 'left',
      at: two.ports.clock.now(),
      origin: { cause: 'run' },
      creates: [],
      lines: [],
    } as const;
    const changes = [{ mapping: row?.id ?? '', item: 'm1', version: 'v1' }];
    await saveIntent(two.ports, { firm: caller.firm, sync: two.sync }, { ...intent, changes });
    await startSync(two.ports, caller, two.sync, (await two.view()).preview?.run ?? '');
    await two.settle(5_000);
    expect(await two.view()).toMatchObject({ state: 'running', linked: 0, outside: 2 });
    await two.settle(3 * minuteMs);
    expect(await two.view()).toMatchObject({ state: 'live', linked: 1, outside: 0 });
  });
});

describe('A worker that dies at any write', () => {
  const baker = somebody('Anna', 'Berg', { jobTitle: 'Baker' });

  /** Two who rested alone, each in a mapping of its own, have come to be the same. */
  async function twoAlone(isLive: boolean): Promise<TwoBooks> {
    const two = await createTwoBooks();
    const here = two.add('left', anna);
    const there = two.add('right', somebody('Anja', 'Berg', { emails: [] }));
    await two.goLive(left);
    if (!isLive) {
      await two.stop();
      two.books.right.edit(there, baker);
      await two.preview('everything');
      return two;
    }
    two.books.right.edit(there, baker);
    two.choose('left', here, true);
    return two;
  }

  it.each([true, false])('leaves one contact on each side, joined by whoever comes next (live: %s)', async (isLive) => {
    let deaths = 0;
    for (let writes = 0; writes < 80; writes += 1) {
      const two = await twoAlone(isLive);
      two.worker.writesLeft = writes;
      await (isLive ? two.settle() : two.start());
      if (two.worker.deaths === 0) break;
      deaths += 1;
      await two.settle(10 * minuteMs);
      await two.aDay();
      await two.settle(10 * minuteMs);
      const state = `after ${writes} writes`;
      expect([state, ...(await books(two))]).toEqual([state, ['Anna Berg, Baker'], ['Anna Berg, Baker']]);
      expect([state, await two.view()]).toMatchObject([state, { state: 'live', linked: 1, outside: 0 }]);
      expect([state, two.calls('create', 'delete')]).toEqual([state, 0]);
    }
    expect(deaths).toBeGreaterThan(10);
  });
});

describe('A label that loses everybody', () => {
  it('deletes nobody, and is said', async () => {
    const two = await createTwoBooks();
    const ids = ['Ann', 'Ben', 'Cay', 'Dan', 'Eve', 'Fay', 'Gus'].map((name) =>
      two.add('right', somebody(name, 'Ash'), true),
    );
    await two.goLive(right);
    two.calls();
    for (const id of ids) two.choose('right', id, false);
    await two.settle();
    expect(await two.view()).toMatchObject({
      state: 'live',
      linked: 0,
      outside: 7,
      sentence: expect.stringContaining('no contact on both sides is in “Friends” of Memory contacts') as unknown,
    });
    expect(writes(two)).toBe(0);
    for (const id of ids) two.choose('right', id, true);
    await two.settle();
    expect(await two.view()).toMatchObject({ linked: 7, outside: 0 });
    expect(writes(two)).toBe(0);
  });
});

describe('What can be chosen', () => {
  it('is read by a worker when the page asks, for a draft and for a stopped sync', async () => {
    const two = await createTwoBooks();
    expect(await groupsView(two.ports, caller, two.sync)).toEqual({ left: [], right: [], isAsked: false });
    expect(await requestGroups(two.ports, caller, two.sync)).toMatchObject({ isAsked: true });
    expect(two.calls('groups')).toBe(0);
    await two.settle(0);
    expect(await groupsView(two.ports, caller, two.sync)).toMatchObject({
      left: [{ id: 'client', name: 'Only clients', takesNew: false }],
      right: [{ id: 'friends' }],
      isAsked: false,
      readAt: expect.any(Number) as unknown,
    });
    await two.goLive();
    await expect(requestGroups(two.ports, caller, two.sync)).rejects.toMatchObject({ code: 'conflict' });
    await two.stop();
    two.calls();
    await requestGroups(two.ports, caller, two.sync);
    await two.settle();
    expect(two.calls('groups')).toBe(2);
  });

  it('is still read when the message of that is lost', async () => {
    const two = await createTwoBooks();
    await requestGroups(two.ports, caller, two.sync);
    two.loseMessages();
    await two.settle(minuteMs);
    await poll(two.ports);
    await two.settle(0);
    expect(await groupsView(two.ports, caller, two.sync)).toMatchObject({ isAsked: false, left: [{ id: 'client' }] });
  });

  it('is said not to be known where a service gives no answer, and may be asked for again', async () => {
    const two = await createTwoBooks();
    two.beforeCall = (side, call) => {
      if (side === 'right' && call === 'groups') throw new SyncError('unavailable', 'down');
    };
    await requestGroups(two.ports, caller, two.sync);
    await two.settle(0);
    const failure = 'Memory gave no answer. Try again in a moment.';
    expect(await groupsView(two.ports, caller, two.sync)).toEqual({ left: [], right: [], isAsked: false, failure });
    two.beforeCall = () => undefined;
    await requestGroups(two.ports, caller, two.sync);
    await two.settle();
    const view = await groupsView(two.ports, caller, two.sync);
    expect(view).toMatchObject({ right: [{ id: 'friends' }] });
    expect(view.failure).toBeUndefined();
  });

  it('is read with a fresh token where the old one is refused', async () => {
    const two = await createTwoBooks();
    let refusals = 1;
    two.beforeCall = (_, call) => {
      if (call !== 'groups' || refusals === 0) return;
      refusals -= 1;
      throw new SyncError('unauthorized', 'expired', { provider: 'clio' });
    };
    await requestGroups(two.ports, caller, two.sync);
    await two.settle(0);
    expect(await groupsView(two.ports, caller, two.sync)).toMatchObject({ left: [{ id: 'client' }] });
  });

  it('is read without what was chosen before, which may not be there any more', async () => {
    const two = await createTwoBooks();
    await two.goLive(right);
    await two.stop();
    expect(two.opened).toContain('friends');
    const before = two.opened.length;
    await requestGroups(two.ports, caller, two.sync);
    await two.settle();
    expect(two.opened.slice(before)).not.toContain('friends');
  });

  it('is only what a worker has read; but what was chosen before can be kept', async () => {
    const two = await createTwoBooks();
    const wish = { clioSyncOff: true, conflicts: 'left' } as const;
    const nobody = { ...wish, choice: { side: 'right', group: 'nobody' } } as const;
    await expect(requestScan(two.ports, caller, two.sync, nobody)).rejects.toMatchObject({ code: 'refused' });
    await two.preview(right);
    await two.table.remove({ pk: `SYNC#${caller.firm}#${two.sync}`, sk: 'GROUPS' });
    await requestScan(two.ports, caller, two.sync, { ...wish, choice: right });
    expect((await two.view()).policy.choice).toEqual({ side: 'right', group: friends });
    await two.settle();
    const other = { ...wish, choice: left };
    await expect(requestScan(two.ports, caller, two.sync, other)).rejects.toMatchObject({ code: 'refused' });
  });

  it('counts nobody outside in a sync from before there was a choice', async () => {
    const two = await createTwoBooks();
    await two.goLive();
    const key = { pk: `SYNC#${caller.firm}#${two.sync}`, sk: 'WORK' };
    const row = await two.table.get(key);
    const record = row?.['record'] as { readonly counts: object };
    const counts = { linked: 0, held: 0, parked: 0 };
    await two.table.put({ ...key, rev: row?.rev ?? 0, record: { ...record, counts } });
    expect(await two.view()).toMatchObject({ outside: 0 });
  });
});
