import type { Table } from '@concord/core';
import {
  answer,
  type EnginePorts,
  findSync,
  moveSync,
  pauseByOperator,
  pauseSyncsOf,
  poll,
  requestRefresh,
  requestScan,
  requestUndo,
  resumeByOperator,
  resumeSyncsOf,
  startSync,
  stopSync,
} from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { saveConnection } from '../engine/save-connection.ts';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';
import { beyondOneBatch, newWatch, type Watch, watched } from './watched-ports.ts';

const minuteMs = 60_000;
const people = 25;
const clioPerson = (index: number) => ({ type: 'Person', first_name: `P${index}`, last_name: 'Berg' }) as const;
const names = (firm: OneFirm) => firm.outlook.list().map(({ givenName }) => givenName ?? '');
const idOf = async (firm: OneFirm) => ({ firm: caller.firm, sync: (await firm.view()).id });

/** Time goes by, with a poll every minute. */
async function minutes(firm: OneFirm, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    await poll(firm.ports);
    await firm.run(minuteMs);
  }
}

/** What is under way when the operator pauses; returns when there is nothing more to do. */
const scenarios: Readonly<Record<string, (firm: OneFirm, begin: () => void) => Promise<void>>> = {
  scan: async (firm, begin) => {
    const { id } = await firm.view();
    begin();
    await requestScan(firm.ports, caller, id, { clioSyncOff: true, conflicts: 'left' });
    await firm.run(minuteMs);
  },
  'first run': async (firm, begin) => {
    const { id, preview } = await firm.preview();
    begin();
    await startSync(firm.ports, caller, id, preview?.run ?? '');
    await firm.run(minuteMs);
  },
  'live sync': async (firm, begin) => {
    await firm.goLive();
    await firm.run(minuteMs);
    begin();
    firm.sandbox.clio.contacts.add(clioPerson(people));
    firm.outlook.edit(firm.outlook.list()[0]?.id ?? '', { jobTitle: 'Notary' });
    await firm.run(minuteMs);
  },
};

async function play(name: string, watch: Watch): Promise<OneFirm> {
  const firm = await createOneFirm({ tamper: watched(watch) });
  firm.sandbox.clio.contacts.addMany(Array.from({ length: people }, (_, index) => clioPerson(index)));
  const id = await idOf(firm);
  await scenarios[name]?.(firm, () => {
    watch.count = 0;
    watch.stop = () => pauseByOperator(firm.ports, id, 'a test');
  });
  return firm;
}

describe.each(Object.keys(scenarios))("An operator's pause in the middle of a %s", (name) => {
  it('lets no further call begin, wherever it comes, and nothing is lost or doubled when it goes on', async () => {
    const whole = newWatch();
    await play(name, whole);
    expect(whole.count).toBeGreaterThan(15);
    for (let at = 1; at <= whole.count; at += Math.max(1, Math.floor(whole.count / 12))) {
      const watch = { ...newWatch(), stopAt: at };
      const firm = await play(name, watch);
      watch.stop = undefined;
      await minutes(firm, 3);
      expect([name, at, beyondOneBatch(watch)]).toEqual([name, at, []]);
      watch.stopped = false;
      await resumeByOperator(firm.ports, await idOf(firm));
      await minutes(firm, 8);
      if (name === 'scan')
        await startSync(firm.ports, caller, (await firm.view()).id, (await firm.view()).preview?.run ?? '');
      await minutes(firm, 8);
      expect([at, (await firm.view()).state]).toEqual([at, 'live']);
      expect([at, names(firm).sort()]).toEqual([
        at,
        firm.sandbox.clio.contacts
          .list()
          .map((one) => one.first_name)
          .sort(),
      ]);
    }
  }, 120_000);
});

describe("An operator's pause", () => {
  it('is named on the page with its reason, and ends only when the operator lets it', async () => {
    const firm = await createOneFirm();
    const { id } = await firm.goLive();
    const sync = await idOf(firm);
    await pauseByOperator(firm.ports, sync, 'Microsoft has an outage');
    const view = await firm.view();
    expect([view.state, view.trouble]).toEqual(['paused', 'operator']);
    expect(view.sentence).toMatch(/^Your operator has paused this sync: Microsoft has an outage\. /u);
    const refused = { code: 'conflict', message: expect.stringContaining('Your operator has paused this sync') };
    await expect(startSync(firm.ports, caller, id, 'paused')).rejects.toMatchObject(refused);
    await expect(requestRefresh(firm.ports, caller, id)).rejects.toMatchObject(refused);
    await expect(requestUndo(firm.ports, caller, id, { run: 'r' })).rejects.toMatchObject(refused);
    await pauseByOperator(firm.ports, sync);
    expect((await firm.view()).sentence).toMatch(/^Your operator has paused this sync\. /u);
    await resumeByOperator(firm.ports, sync);
    expect((await firm.view()).state).toBe('live');
    expect(await findSync(firm.ports, sync)).not.toHaveProperty('byOperator');
  });

  it.each(['', ' ', 'two\nlines', 'x'.repeat(201)])(
    'is not taken with a reason that nobody could be shown: %j',
    async (reason) => {
      const firm = await createOneFirm();
      await expect(pauseByOperator(firm.ports, await idOf(firm), reason)).rejects.toMatchObject({ code: 'refused' });
      expect((await firm.view()).trouble).toBeUndefined();
    },
  );

  it('keeps a draft from being scanned, and a preview from being started', async () => {
    const firm = await createOneFirm();
    const sync = await idOf(firm);
    const scan = () => requestScan(firm.ports, caller, sync.sync, { clioSyncOff: true, conflicts: 'left' });
    await pauseByOperator(firm.ports, sync);
    await expect(scan()).rejects.toMatchObject({ code: 'conflict' });
    expect((await firm.view()).state).toBe('draft');
    await resumeByOperator(firm.ports, sync);
    const { preview } = await firm.preview();
    await pauseByOperator(firm.ports, sync);
    await expect(startSync(firm.ports, caller, sync.sync, preview?.run ?? '')).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await firm.view()).state).toBe('previewed');
  });

  it("leaves a person's own stop a stop", async () => {
    const firm = await createOneFirm();
    const { id } = await firm.goLive();
    const sync = await idOf(firm);
    await pauseByOperator(firm.ports, sync);
    await stopSync(firm.ports, caller, id);
    await resumeByOperator(firm.ports, sync);
    await minutes(firm, 3);
    expect((await firm.view()).state).toBe('stopped');
  });

  it('does not hide that an account is lost, and leaves its pause as it is', async () => {
    const firm = await createOneFirm();
    await firm.goLive();
    const sync = await idOf(firm);
    await pauseByOperator(firm.ports, sync);
    const right = (await firm.view()).right.connection;
    await pauseSyncsOf(firm.ports, caller.firm, right, 'grantLost');
    await resumeByOperator(firm.ports, sync);
    expect(await firm.view()).toMatchObject({ state: 'paused', trouble: 'grantLost' });
    await pauseByOperator(firm.ports, sync);
    await resumeSyncsOf(firm.ports, caller.firm, right);
    expect(await firm.view()).toMatchObject({ state: 'paused', trouble: 'operator' });
    expect(await findSync(firm.ports, sync)).not.toHaveProperty('dueAt');
  });

  it('makes no request in a day of polls and notices, and catches up with what came, although the message is lost', async () => {
    const firm = await createOneFirm();
    await firm.goLive();
    await firm.run(minuteMs);
    const sync = await idOf(firm);
    await pauseByOperator(firm.ports, sync);
    const before = { ...firm.requests };
    firm.sandbox.clio.contacts.add(clioPerson(1));
    for (let hour = 0; hour < 24; hour += 1) {
      await firm.world.advance(59 * minuteMs);
      await minutes(firm, 1);
    }
    expect(firm.requests).toEqual(before);
    await minutes(firm, 1);
    expect(await firm.ports.table.due(firm.world.now(), 10)).toEqual([]);
    await resumeByOperator({ ...firm.ports, queue: { send: async () => undefined } }, sync);
    await minutes(firm, 2);
    expect(names(firm)).toEqual(['P1']);
  });

  it('keeps answers that people give meanwhile, and does them afterwards', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.add({ ...clioPerson(1), phone_numbers: [{ name: 'Work', number: '+1 416 555 0110' }] });
    firm.outlook.add({ givenName: 'P1', surname: 'Berg', businessPhones: ['+1 416 555 0110'] });
    const { id, waiting } = await firm.goLive();
    expect(waiting.held).toBe(2);
    const sync = await idOf(firm);
    await pauseByOperator(firm.ports, sync);
    await answer(firm.ports, caller, id, { answers: [], allDifferent: true });
    await minutes(firm, 2);
    expect(firm.outlook.list()).toHaveLength(1);
    await resumeByOperator(firm.ports, sync);
    await minutes(firm, 2);
    expect(firm.outlook.list()).toHaveLength(2);
  });

  it('begins and ends wholly when whoever asks dies at any write and asks again', async () => {
    const firm = await createOneFirm();
    await firm.goLive();
    const sync = await idOf(firm);
    const asks = [pauseByOperator, resumeByOperator] as const;
    for (const ask of asks) {
      for (let dieAt = 1; dieAt <= 4; dieAt += 1) {
        await ask(dying(firm.ports, dieAt), sync).catch(() => undefined);
        await ask(firm.ports, sync);
        expect((await firm.view()).state).toBe(ask === pauseByOperator ? 'paused' : 'live');
        await (ask === pauseByOperator ? resumeByOperator : pauseByOperator)(firm.ports, sync);
      }
      await ask(firm.ports, sync);
    }
    firm.sandbox.clio.contacts.add(clioPerson(1));
    await minutes(firm, 3);
    expect(names(firm)).toEqual(['P1']);
  });
});

/** Dies before its n-th write. */
function dying(ports: EnginePorts, dieAt: number): EnginePorts {
  let writes = 0;
  const alive = (): void => {
    writes += 1;
    if (writes >= dieAt) throw new Error('killed');
  };
  const put: Table['put'] = async (...input) => {
    alive();
    return await ports.table.put(...input);
  };
  return { ...ports, table: { ...ports.table, put }, queue: { send: async () => alive() } };
}

it('A sync that is moved to another account while its operator lets it rest, rests there, too', async () => {
  const firm = await createOneFirm();
  const { right } = await firm.goLive();
  const other = { id: 'other', provider: 'microsoft', tokens: { accessToken: 'a', refreshToken: 'r' } } as const;
  await saveConnection(firm.ports, caller, other);
  await pauseByOperator(firm.ports, await idOf(firm), 'a test');
  const [moved] = await moveSync(firm.ports, caller, right.connection, 'other');
  expect(moved).toMatchObject({ state: 'draft', trouble: 'operator' });
  expect(moved?.sentence).toContain('a test');
});
