import type { Row } from '@concord/core';
import { answer, createSync, type EnginePorts, forgetSyncs, requestRefresh, stopSync } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const minuteMs = 60_000;
const outlook = 'outlook-connection';

const clioPerson = (index: number) =>
  ({
    type: 'Person',
    first_name: `P${index}`,
    last_name: 'Berg',
    email_addresses: [{ name: 'Work', address: `p${index}@example.org` }],
  }) as const;

/** A stopped sync that has known everything a sync can know: runs, history, questions, answers, bells and subscriptions. */
async function stoppedFirm(): Promise<{ readonly firm: OneFirm; readonly id: string }> {
  const firm = await createOneFirm();
  firm.sandbox.clio.contacts.addMany(Array.from({ length: 12 }, (_, index) => clioPerson(index)));
  firm.sandbox.microsoft.addMany(firm.email, [{ givenName: 'P1', surname: 'Berg', companyName: 'Elsewhere' }]);
  const { id } = await firm.goLive();
  await firm.run(5 * minuteMs);
  await requestRefresh(firm.ports, caller, id);
  await firm.run(5 * minuteMs);
  await stopSync(firm.ports, caller, id);
  await answer(firm.ports, caller, id, { answers: [], allDifferent: true });
  const pk = `SYNC#${caller.firm}#${id}`;
  for (const sk of ['BELL#left', 'SETTLE#x', 'INTENT#x', 'BRAKE']) await firm.table.put({ pk, sk, rev: 1 });
  await others(firm);
  await firm.world.advance(minuteMs);
  return { firm, id };
}

/** Another sync of the same firm, and one of another firm. */
async function others({ table }: OneFirm): Promise<void> {
  const { firm } = caller;
  const sync = { pk: `FIRM#${firm}`, sk: 'SYNC#other', rev: 1, firm, sync: 'other', member: '9', state: 'live' };
  const sides = { left: { connection: 'other-clio' }, right: { connection: 'other-outlook' } };
  await table.put({ ...sync, ...sides });
  await table.put({ pk: `SYNC#${firm}#other`, sk: 'MAP#x', rev: 1 });
  await table.put({ pk: `RUN#${firm}#other`, sk: 'RUN', rev: 1 });
  await table.put({ pk: `ACCOUNT#${firm}#other-outlook`, sk: 'ACCOUNT', rev: 1, firm, syncs: ['other'], fence: 1 });
  await table.put({ pk: 'SYNC#9#other', sk: 'MAP#x', rev: 1 });
}

const isOfOthers = ({ pk, sk }: Row): boolean => `${pk} ${sk}`.includes('other') || pk.startsWith('CLAIM#');

/** All rows that know of the sync, by where they stand. */
function rowsOf({ table }: OneFirm, id: string): readonly string[] {
  const runs = table.rows().flatMap(({ sk, run }) => (sk.startsWith('RUN#') ? [String(run)] : []));
  const names = [id, outlook, ...runs];
  const isOwn = (row: Row) => !isOfOthers(row) && names.some((name) => JSON.stringify(row).includes(name));
  const places = table
    .rows()
    .filter(isOwn)
    .map(({ pk, sk }) => `${pk.split('#')[0]} ${sk.split('#')[0]}`);
  return [...new Set(places)].sort();
}

describe('A sync that is forgotten', () => {
  it('leaves no row behind, and touches none of other syncs', async () => {
    const { firm, id } = await stoppedFirm();
    const before = rowsOf(firm, id);
    const kept = firm.table.rows().filter(isOfOthers);
    expect(before).toEqual(
      expect.arrayContaining([
        'ACCOUNT ACCOUNT',
        'FIRM BOOKS',
        'FIRM SYNC',
        'HOOK HOOK',
        'RUN PLAN',
        'RUN RUN',
        'RUN SCAN',
        ...['AT', 'BELL', 'BRAKE', 'HIST', 'INTENT', 'KEY', 'MAP', 'RUN', 'SETTLE', 'TODO', 'WAIT', 'WORK'].map(
          (part) => `SYNC ${part}`,
        ),
      ]),
    );
    await forgetSyncs(firm.ports, caller.firm, outlook);
    expect(rowsOf(firm, id)).toEqual(['FIRM CONN', 'FIRM MEMBER']);
    expect(firm.table.rows().filter(({ pk }) => pk.startsWith('RUN#'))).toHaveLength(1);
    expect(firm.table.rows().filter(isOfOthers)).toEqual(kept);
  });

  it('leaves the cards as they are, and begins anew without doubles', async () => {
    const { firm } = await stoppedFirm();
    const before = firm.outlook.list().length;
    await forgetSyncs(firm.ports, caller.firm, outlook);
    await firm.run(5 * minuteMs);
    expect(firm.outlook.list()).toHaveLength(before);
    await createSync(firm.ports, caller, { right: outlook, itemType: 'contact' });
    expect((await firm.goLive()).preview).toMatchObject({ linked: 11, addedLeft: 0, addedRight: 0, resent: 0 });
    await firm.run(5 * minuteMs);
    expect(firm.sandbox.clio.contacts.list()).toHaveLength(12);
    expect(firm.outlook.list()).toHaveLength(before);
  });

  it('is forgotten by whoever comes after a worker that died at any step of it', async () => {
    const calls = { count: 0, dieAt: Number.POSITIVE_INFINITY };
    const whole = await stoppedFirm();
    await forgetSyncs(dying(whole.firm.ports, calls), caller.firm, outlook);
    expect(calls.count).toBeGreaterThan(30);
    for (let dieAt = 1; dieAt <= calls.count; dieAt += 4) {
      const { firm, id } = await stoppedFirm();
      await expect(forgetSyncs(dying(firm.ports, { count: 0, dieAt }), caller.firm, outlook)).rejects.toThrow('killed');
      await firm.world.advance(minuteMs);
      await forgetSyncs(firm.ports, caller.firm, outlook);
      expect([dieAt, rowsOf(firm, id)]).toEqual([dieAt, ['FIRM CONN', 'FIRM MEMBER']]);
    }
  }, 60_000);

  it('waits for the last batch of a worker that was stopped, and for one that is at work', async () => {
    const { firm, id } = await stoppedFirm();
    const account = firm.table.rows().find(({ sk, pk }) => sk === 'ACCOUNT' && pk.endsWith(outlook));
    if (account === undefined) throw new Error('There is no account.');
    const until = firm.world.now() + 20_000;
    await firm.table.put({ ...account, rev: account.rev + 1, until, holder: 'somebody' });
    const busy = { code: 'unavailable', retryAfterMs: expect.any(Number) };
    await expect(forgetSyncs(firm.ports, caller.firm, outlook)).rejects.toMatchObject(busy);
    await stopSync(firm.ports, caller, id);
    await expect(forgetSyncs(firm.ports, caller.firm, outlook)).rejects.toMatchObject({
      ...busy,
      retryAfterMs: 20_000,
    });
    await firm.world.advance(20_000);
    await forgetSyncs(firm.ports, caller.firm, outlook);
    expect(rowsOf(firm, id)).toEqual(['FIRM CONN', 'FIRM MEMBER']);
  });

  it('is stopped first when it is at work', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([clioPerson(1)]);
    const { id } = await firm.goLive();
    await firm.run(minuteMs);
    await forgetSyncs(firm.ports, caller.firm, outlook);
    expect(rowsOf(firm, id)).toEqual(['FIRM CONN', 'FIRM MEMBER']);
  });

  it('lets a worker whose message comes late do nothing', async () => {
    const { firm, id } = await stoppedFirm();
    await firm.queue.send({ v: 1, kind: 'change', firm: caller.firm, sync: id, why: 'poll' });
    await forgetSyncs(firm.ports, caller.firm, outlook);
    const { microsoft, clio } = firm.requests;
    await firm.run(5 * minuteMs);
    expect(firm.requests).toMatchObject({ microsoft, clio });
    expect(rowsOf(firm, id)).toEqual(['FIRM CONN', 'FIRM MEMBER']);
  });
});

/** Nothing of it does anything any more from that call of the table on. */
function dying(ports: EnginePorts, calls: { count: number; readonly dieAt: number }): EnginePorts {
  const table = Object.fromEntries(
    Object.entries(ports.table).map(([name, call]) => [
      name,
      async (...input: never[]) => {
        calls.count += 1;
        if (calls.count >= calls.dieAt) throw new Error('killed');
        return await (call as (...input: never[]) => Promise<unknown>)(...input);
      },
    ]),
  ) as EnginePorts['table'];
  return { ...ports, table };
}
