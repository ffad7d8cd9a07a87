import { type SyncView, syncLife, type Table } from '@concord/core';
import {
  type Caller,
  createSync,
  type EnginePorts,
  moveSync,
  openSession,
  requestScan,
  sessionView,
  stopSync,
  syncView,
} from '@concord/engine';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authorize } from './connect-steps.ts';
import { ann, type Browser, bob, createWorld, mailbox, type World } from './connect-world.ts';

const annCalls: Caller = { firm: '42', member: '7001' };
const bobCalls: Caller = { firm: '42', member: '7002' };
const wish = { clioSyncOff: true, conflicts: 'left' } as const;
const tenMinutesMs = 10 * 60_000;

type Office = { readonly world: World; readonly ports: World['ports']; readonly ids: Readonly<Record<string, string>> };

/** Ann and Bob have both authorized two shared mailboxes. */
async function office(): Promise<Office> {
  const world = createWorld();
  const ids: Record<string, string> = {};
  const connect = async (name: string, account: typeof ann, mailboxes: readonly string[]): Promise<void> => {
    const browser: Browser = {};
    await authorize(world, browser, 'clio', account);
    for (const each of mailboxes) await authorize(world, browser, 'microsoft', mailbox(each));
    const view = await sessionView(world.ports, await openSession(world.ports, browser));
    for (const { id, account: label } of view.signedIn ? view.connections : [])
      ids[`${name} ${label.split('@')[0]}`] = id;
  };
  await connect('ann', ann, ['m1', 'm2']);
  await connect('bob', bob, ['m1', 'm2']);
  return { world, ports: world.ports, ids };
}

const draft = async (ports: EnginePorts, caller: Caller, right: string | undefined): Promise<SyncView> =>
  await createSync(ports, caller, { right: right ?? '', itemType: 'contact' });

const pairs = ({ table }: Office['ports']): readonly { readonly sync: string }[] =>
  (table.rows().find(({ sk }) => sk === 'BOOKS')?.['pairs'] ?? []) as readonly { readonly sync: string }[];

const taken = (who: string) => ({ code: 'conflict', message: expect.stringContaining(`synced already by ${who}`) });

describe('A mailbox', () => {
  test('belongs to one sync, and the second one is told who has it, whoever connected the mailbox', async () => {
    const { ports, ids } = await office();
    const { id } = await draft(ports, annCalls, ids['ann m1']);
    await requestScan(ports, annCalls, id, wish);
    await expect(draft(ports, bobCalls, ids['bob m1'])).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('m1@outlook.example are synced already by ann@firm.example'),
    });
    expect(pairs(ports)).toHaveLength(1);
  });

  test('can be synced beside any other mailbox of the firm', async () => {
    const { ports, ids } = await office();
    await draft(ports, annCalls, ids['ann m1']);
    await draft(ports, annCalls, ids['ann m2']);
    expect(pairs(ports)).toHaveLength(2);
  });

  test('of which a draft is made again is the same draft, and costs no write', async () => {
    const { ports, ids } = await office();
    const first = await draft(ports, annCalls, ids['ann m1']);
    const before = ports.table.units().write;
    expect(await draft(ports, annCalls, ids['ann m1'])).toEqual(first);
    expect(ports.table.units().write - before).toBeLessThanOrEqual(1);
    expect(pairs(ports)).toHaveLength(1);
  });

  test('goes to exactly one of two who ask at the same moment, whoever is quicker at which step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { ports, ids } = await office();
        const racing = { ...ports, table: interleaved(ports.table, scheduler) };
        const both = Promise.allSettled([
          draft(racing, annCalls, ids['ann m1']),
          draft(racing, bobCalls, ids['bob m1']),
        ]);
        await scheduler.waitFor(both);
        const results = await both;
        const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.id] : []));
        expect(won).toHaveLength(1);
        expect(pairs(ports).map(({ sync }) => sync)).toEqual(won);
        const lost = results.find((result) => result.status === 'rejected');
        expect(lost?.reason).toMatchObject({ code: 'conflict' });
      }),
      { numRuns: 60 },
    );
  });
});

function interleaved(table: Table, scheduler: fc.Scheduler): Table {
  return {
    ...table,
    get: scheduler.scheduleFunction(table.get),
    put: scheduler.scheduleFunction(table.put),
  };
}

describe('A draft', () => {
  test('holds its mailbox for ten minutes; then whoever asks next has it, and it cannot be started any more', async () => {
    const { world, ports, ids } = await office();
    const { id } = await draft(ports, annCalls, ids['ann m1']);
    world.now += tenMinutesMs - 1;
    await expect(draft(ports, bobCalls, ids['bob m1'])).rejects.toMatchObject(taken('ann@firm.example'));
    world.now += 1;
    const bobs = await draft(ports, bobCalls, ids['bob m1']);
    expect(pairs(ports).map(({ sync }) => sync)).toEqual([bobs.id]);
    await expect(requestScan(ports, annCalls, id, wish)).rejects.toMatchObject(taken('bob@firm.example'));
    expect((await syncView(ports, annCalls, id)).state).toBe('draft');
  });

  test('that is looked at gives way to nobody', async () => {
    const { world, ports, ids } = await office();
    const { id } = await draft(ports, annCalls, ids['ann m1']);
    await requestScan(ports, annCalls, id, wish);
    world.now += 100 * tenMinutesMs;
    await expect(draft(ports, bobCalls, ids['bob m1'])).rejects.toMatchObject(taken('ann@firm.example'));
  });

  test('that was started once gives way to nobody, though it is a draft again', async () => {
    const { world, ports, ids } = await office();
    const { id } = await draft(ports, annCalls, ids['ann m1']);
    await setRow(ports, id, { begun: true });
    world.now += 100 * tenMinutesMs;
    await expect(draft(ports, bobCalls, ids['bob m1'])).rejects.toMatchObject(taken('ann@firm.example'));
  });

  test('whose maker died halfway is made when they ask again, and is in nobody’s way after ten minutes', async () => {
    const { world, ports, ids } = await office();
    const dying: EnginePorts = {
      ...ports,
      table: {
        ...ports.table,
        put: async (row, condition) => {
          if (row.sk.startsWith('SYNC#')) throw new Error('killed');
          return await ports.table.put(row, condition);
        },
      },
    };
    await expect(draft(dying, annCalls, ids['ann m1'])).rejects.toThrow('killed');
    await expect(draft(ports, bobCalls, ids['bob m1'])).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('just now'),
    });
    expect((await draft(ports, annCalls, ids['ann m1'])).state).toBe('draft');
    expect(pairs(ports)).toHaveLength(1);
    await ports.table.remove({ pk: 'FIRM#42', sk: `SYNC#${pairs(ports)[0]?.sync}` });
    world.now += tenMinutesMs;
    expect((await draft(ports, bobCalls, ids['bob m1'])).state).toBe('draft');
    expect(pairs(ports)).toHaveLength(1);
  });

  test('is not made of an account from which nobody has come back yet', async () => {
    const { ports, ids } = await office();
    const row = ports.table.rows().find(({ sk }) => sk === `CONN#${ids['ann m1']}`);
    if (row) await ports.table.put({ ...row, state: 'connecting', accountId: '' });
    await expect(draft(ports, annCalls, ids['ann m1'])).rejects.toMatchObject({ code: 'notFound' });
    expect(pairs(ports)).toEqual([]);
  });
});

async function setRow(ports: World['ports'], sync: string, change: Readonly<Record<string, unknown>>): Promise<void> {
  const row = ports.table.rows().find(({ sk }) => sk === `SYNC#${sync}`);
  if (row === undefined) throw new Error('There is no such sync.');
  await ports.table.put({ ...row, ...change, rev: row.rev + 1 });
}

describe('Moving a sync to another account', () => {
  const policy = { conflicts: 'right', deletes: { left: 'ask', right: 'propagate' } } as const;

  async function previewed(): Promise<Office & { readonly old: string }> {
    const made = await office();
    const { id } = await draft(made.ports, annCalls, made.ids['ann m1']);
    await requestScan(made.ports, annCalls, id, { clioSyncOff: true, ...policy });
    return { ...made, old: id };
  }

  test('stops the old one, makes a draft with the same policy, and leaves the old mailbox to whoever wants it', async () => {
    const { ports, ids, old } = await previewed();
    await setRow(ports, old, { state: 'live', begun: true });
    const [next, ...more] = await moveSync(ports, annCalls, ids['ann m1'] ?? '', ids['ann m2'] ?? '');
    expect(more).toEqual([]);
    expect(next).toMatchObject({
      state: 'draft',
      linked: 0,
      right: { account: 'm2@outlook.example', connection: ids['ann m2'] },
      policy: { ...policy, clioSyncOff: true },
    });
    expect((await syncView(ports, annCalls, old)).state).toBe('stopped');
    expect(pairs(ports).map(({ sync }) => sync)).toEqual([next?.id]);
    expect((await draft(ports, bobCalls, ids['bob m1'])).state).toBe('draft');
    await expect(requestScan(ports, annCalls, old, wish)).rejects.toMatchObject(taken('bob@firm.example'));
  });

  test('can be repeated, and finds what it made', async () => {
    const { ports, ids } = await previewed();
    const move = () => moveSync(ports, annCalls, ids['ann m1'] ?? '', ids['ann m2'] ?? '');
    const first = await move();
    expect(await move()).toEqual(first);
    expect(pairs(ports)).toHaveLength(1);
    expect(ports.table.rows().filter(({ sk }) => sk.startsWith('SYNC#'))).toHaveLength(2);
  });

  test('is refused when the other account is synced already, and then the old one goes on', async () => {
    const { ports, ids, old } = await previewed();
    await setRow(ports, old, { state: 'live', begun: true });
    const { id: bobs } = await draft(ports, bobCalls, ids['bob m2']);
    const move = moveSync(ports, annCalls, ids['ann m1'] ?? '', ids['ann m2'] ?? '');
    await expect(move).rejects.toMatchObject(taken('bob@firm.example'));
    expect((await syncView(ports, annCalls, old)).state).toBe('live');
    expect(pairs(ports).map(({ sync }) => sync)).toEqual([old, bobs]);
  });

  test('onto itself changes nothing', async () => {
    const { ports, ids, old } = await previewed();
    const m1 = ids['ann m1'] ?? '';
    expect((await moveSync(ports, annCalls, m1, m1)).map(({ id, state }) => [id, state])).toEqual([[old, 'scanning']]);
  });

  test('moves only what is the caller’s own', async () => {
    const { ports, ids, old } = await previewed();
    expect(await moveSync(ports, bobCalls, ids['ann m1'] ?? '', ids['bob m1'] ?? '')).toEqual([]);
    expect((await syncView(ports, annCalls, old)).state).toBe('scanning');
  });
});

describe('What a person asks for', () => {
  const states = Object.keys(syncLife) as readonly (keyof typeof syncLife)[];
  const asks = {
    scan: (ports: EnginePorts, sync: string) => requestScan(ports, annCalls, sync, wish),
    stop: (ports: EnginePorts, sync: string) => stopSync(ports, annCalls, sync),
  } as const;
  const cases = states.flatMap((state) => (['scan', 'stop'] as const).map((ask) => [ask, state] as const));

  test.each(cases)(
    '%s, while it is %s: happens as the table says, or is refused with a sentence',
    async (ask, state) => {
      const { ports, ids } = await office();
      const { id } = await draft(ports, annCalls, ids['ann m1']);
      await setRow(ports, id, { state });
      const next = (syncLife[state] as Readonly<Partial<Record<string, string>>>)[ask];
      const asked = asks[ask](ports, id);
      if (next !== undefined) expect((await asked).state).toBe(next);
      else {
        await expect(asked).rejects.toMatchObject({
          code: 'conflict',
          message: expect.stringMatching(/^Nothing was done: /u),
        });
        expect((await syncView(ports, annCalls, id)).state).toBe(state);
      }
    },
  );
});
