import { poll, startSync, waitingPage } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { createKillSwitch, Killed, type KillSwitch } from './kill-points.ts';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const clioPerson = (first_name: string) =>
  ({
    type: 'Person',
    first_name,
    last_name: 'Berg',
    email_addresses: [{ name: 'Work', address: `${first_name}@example.org` }],
  }) as const;
const outlookPerson = (givenName: string) => ({
  givenName,
  surname: 'Berg',
  companyName: 'Acme',
  emailAddresses: [{ address: `${givenName}@example.org` }],
});

/** Works on as if nobody had died: a new worker, whenever the poll or the queue rings. */
async function runThrough(firm: OneFirm, life: KillSwitch, ms: number): Promise<void> {
  const until = firm.world.now() + ms;
  for (let round = 0; round < 1000 && firm.world.now() < until; round += 1) {
    try {
      await firm.run(Math.min(30_000, until - firm.world.now()));
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      life.revive();
      // The next worker comes as soon as the lease of the dead one ends, long before it is known what became of its writes.
      await firm.world.advance(10_500);
      const { firm: firmId } = caller;
      await firm.ports.queue.send({ v: 1, kind: 'change', firm: firmId, sync: (await firm.view()).id, why: 'poll' });
    }
    if (life.isDead()) life.revive();
    await poll(firm.ports);
  }
}

type Scenario = {
  readonly name: string;
  readonly setUp: (firm: OneFirm) => Promise<void>;
  readonly act: (firm: OneFirm) => Promise<void>;
  readonly expected: { readonly clio: readonly string[]; readonly outlook: readonly string[] };
  readonly held: readonly string[];
};

const everybody = ['Acme', 'Anna', 'Bo', 'Cy', 'Dan'];

const scenarios: readonly Scenario[] = [
  {
    name: 'a first run in both directions, with a company to be made',
    setUp: async (firm) => {
      const eve = { type: 'Person', first_name: 'Eve', last_name: 'Berg' } as const;
      firm.sandbox.clio.contacts.addMany([clioPerson('Anna'), clioPerson('Bo'), eve]);
      firm.sandbox.microsoft.addMany(firm.email, [
        outlookPerson('Anna'),
        outlookPerson('Cy'),
        outlookPerson('Dan'),
        outlookPerson('Eve'),
      ]);
      await firm.preview();
    },
    act: async (firm) => {
      const { id, preview } = await firm.view();
      await startSync(firm.ports, caller, id, preview?.run ?? '');
    },
    expected: { clio: [...everybody, 'Eve'].sort(), outlook: ['Anna', 'Bo', 'Cy', 'Dan', 'Eve'] },
    held: ['Eve Berg', 'Eve Berg'],
  },
  {
    name: 'a creation, an edit and a deletion while live',
    setUp: async (firm) => {
      firm.sandbox.clio.contacts.addMany(['Anna', 'Bo', 'Cy', 'Dan'].map(clioPerson));
      await firm.goLive();
      await firm.run(120_000);
    },
    act: async (firm) => {
      const bo = firm.sandbox.clio.contacts.list().find(({ first_name }) => first_name === 'Bo');
      firm.sandbox.clio.contacts.remove(bo?.id ?? 0);
      firm.sandbox.clio.contacts.add(clioPerson('Eve'));
      const cy = firm.outlook.list().find(({ givenName }) => givenName === 'Cy');
      firm.outlook.edit(cy?.id ?? '', { jobTitle: 'Notary' });
    },
    expected: { clio: ['Anna', 'Cy Notary', 'Dan', 'Eve'], outlook: ['Anna', 'Cy Notary', 'Dan', 'Eve'] },
    held: [],
  },
  {
    name: 'changes on both sides that only the poll finds',
    setUp: async (firm) => {
      firm.sandbox.awkward.set('clio.webhookLost', { rate: 1 });
      firm.sandbox.awkward.set('microsoft.notificationLost', { rate: 1 });
      firm.sandbox.clio.contacts.addMany(['Anna', 'Bo', 'Cy'].map(clioPerson));
      await firm.goLive();
      await firm.run(120_000);
    },
    act: async (firm) => {
      firm.sandbox.clio.contacts.add(clioPerson('Eve'));
      firm.outlook.add({ ...outlookPerson('Fay'), companyName: null });
      const inClioAs = (name: string) =>
        firm.sandbox.clio.contacts.list().find(({ first_name }) => first_name === name);
      const inOutlookAs = (name: string) => firm.outlook.list().find(({ givenName }) => givenName === name);
      firm.sandbox.clio.contacts.edit(inClioAs('Bo')?.id ?? 0, { title: 'Baker' });
      firm.outlook.edit(inOutlookAs('Cy')?.id ?? '', { jobTitle: 'Notary' });
      // Both sides of one contact, in different details: a crash between the two writes must lose neither.
      firm.sandbox.clio.contacts.edit(inClioAs('Anna')?.id ?? 0, { title: 'Judge' });
      firm.outlook.edit(inOutlookAs('Anna')?.id ?? '', { givenName: 'Annabel' });
      await firm.ports.queue.send({
        v: 1,
        kind: 'change',
        firm: caller.firm,
        sync: (await firm.view()).id,
        why: 'poll',
      });
    },
    expected: {
      clio: ['Annabel Judge', 'Bo Baker', 'Cy Notary', 'Eve', 'Fay'],
      outlook: ['Annabel Judge', 'Bo Baker', 'Cy Notary', 'Eve', 'Fay'],
    },
    held: [],
  },
];

const inClio = (firm: OneFirm) =>
  firm.sandbox.clio.contacts
    .list()
    .map(({ first_name, name, title }) => [first_name ?? name, title].filter(Boolean).join(' '))
    .sort();
const inOutlook = (firm: OneFirm) =>
  firm.outlook
    .list()
    .map(({ givenName, companyName, jobTitle }) => [givenName ?? companyName, jobTitle].filter(Boolean).join(' '))
    .sort();

async function play(scenario: Scenario, kill: { at: number; when: 'before' | 'after' } | undefined): Promise<number> {
  const life = createKillSwitch();
  const firm = await createOneFirm({ tamper: life.tamper, settings: { leaseMs: 10_000, requestTimeoutMs: 5_000 } });
  await scenario.setUp(firm);
  life.arm(kill?.at ?? Number.POSITIVE_INFINITY, kill?.when ?? 'before');
  await scenario.act(firm);
  await runThrough(firm, life, 400_000);
  const calls = life.calls();
  await runThrough(firm, life, 4_000_000);
  const told = kill ? ` (killed ${kill.when} call ${kill.at})` : '';
  expect({ kill: told, clio: inClio(firm), outlook: inOutlook(firm) }).toEqual({ kill: told, ...scenario.expected });
  const { rows } = await waitingPage(firm.ports, caller, (await firm.view()).id);
  expect({ kill: told, held: rows.map(({ title }) => title) }).toEqual({ kill: told, held: scenario.held });
  firm.writes();
  await runThrough(firm, life, 4_000_000);
  expect({ kill: told, writes: firm.writes() }).toEqual({ kill: told, writes: 0 });
  return calls;
}

describe('a worker that is killed at any call, before or after its effect', () => {
  for (const scenario of scenarios) {
    it(`doubles nothing and loses nothing: ${scenario.name}`, { timeout: 300_000 }, async () => {
      const calls = await play(scenario, undefined);
      expect(calls).toBeGreaterThan(30);
      for (let at = Number(process.env.AT ?? 1); at <= calls; at += 1) {
        await play(scenario, { at, when: 'before' });
        await play(scenario, { at, when: 'after' });
      }
    });
  }
});
