import { type EnginePorts, requestScan, startSync, stopSync } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm, type Tamper } from './one-firm.ts';
import { beyondOneBatch, newWatch, type Watch, watched } from './watched-ports.ts';

const minuteMs = 60_000;
const people = 25;

const clioPerson = (index: number) =>
  ({
    type: 'Person',
    first_name: `P${index}`,
    last_name: 'Berg',
    email_addresses: [{ name: 'Work', address: `p${index}@example.org` }],
  }) as const;

async function firmWithPeople(watch: Watch): Promise<OneFirm> {
  const firm = await createOneFirm({ tamper: watched(watch) });
  firm.sandbox.clio.contacts.addMany(Array.from({ length: people }, (_, index) => clioPerson(index)));
  return firm;
}

/** What is under way when somebody presses Stop. Each sets the watch, and returns when there is nothing more to do. */
const scenarios: Readonly<Record<string, (watch: Watch) => Promise<OneFirm>>> = {
  scan: async (watch) => {
    const firm = await firmWithPeople(watch);
    const { id } = await firm.view();
    begin(watch, firm, id);
    await requestScan(firm.ports, caller, id, { clioSyncOff: true, conflicts: 'left' });
    await firm.run(minuteMs);
    return firm;
  },
  'first run': async (watch) => {
    const firm = await firmWithPeople(watch);
    const { id, preview } = await firm.preview();
    begin(watch, firm, id);
    await startSync(firm.ports, caller, id, preview?.run ?? '');
    await firm.run(minuteMs);
    return firm;
  },
  'live sync': async (watch) => {
    const firm = await firmWithPeople(watch);
    const { id } = await firm.goLive();
    await firm.run(minuteMs);
    begin(watch, firm, id);
    firm.sandbox.clio.contacts.add(clioPerson(people));
    firm.outlook.edit(firm.outlook.list()[0]?.id ?? '', { jobTitle: 'Notary' });
    await firm.run(minuteMs);
    return firm;
  },
  'mass change': async (watch) => {
    const firm = await firmWithPeople(watch);
    const { id } = await firm.goLive();
    await firm.run(minuteMs);
    begin(watch, firm, id);
    for (const { id: card } of firm.sandbox.clio.contacts.list())
      firm.sandbox.clio.contacts.edit(card, { title: 'Partner' });
    await firm.run(minuteMs);
    return firm;
  },
};

function begin(watch: Watch, firm: OneFirm, id: string): void {
  watch.count = 0;
  watch.stop = () => stopSync(firm.ports, caller, id);
}

const nameOf = ({ givenName, surname }: { givenName?: string | null; surname?: string | null }) =>
  `${givenName} ${surname}`;

describe.each(Object.keys(scenarios))('Stop in the middle of a %s', (name) => {
  const play = async (watch: Watch): Promise<OneFirm> => {
    const firm = await scenarios[name]?.(watch);
    if (firm === undefined) throw new Error(`There is no scenario ${name}`);
    return firm;
  };

  it('lets no further call begin, wherever it comes, and the next start makes up for it without doubles', async () => {
    const whole = newWatch();
    await play(whole);
    expect(whole.count).toBeGreaterThan(15);
    const stride = Math.max(1, Math.floor(whole.count / 40));
    for (let at = 1; at <= whole.count; at += stride) {
      const watch = { ...newWatch(), stopAt: at };
      const firm = await play(watch);
      expect([name, at, beyondOneBatch(watch)]).toEqual([name, at, []]);
      expect(['stopped', 'draft']).toContain((await firm.view()).state);
      watch.stop = undefined;
      watch.stopped = false;
      await firm.goLive();
      await firm.run(5 * minuteMs);
      const cards = firm.sandbox.clio.contacts.list();
      const entries = firm.outlook.list();
      expect([at, entries.map(nameOf).sort()]).toEqual([at, cards.map((card) => card.name).sort()]);
      expect(new Set(entries.map(nameOf)).size).toBe(entries.length);
      expect(entries.map(({ jobTitle }) => jobTitle ?? '').sort()).toEqual(
        cards.map(({ title }) => title ?? '').sort(),
      );
    }
  }, 120_000);
});

/** A worker that can be killed: from then on none of its ports does anything any more, until the next one comes. */
type Killable = { dead: boolean; sends: number; dieAt: number; when: 'before' | 'after' };

function mortal(killable: Killable): Tamper {
  const alive = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    if (killable.dead) throw new Error('killed');
    return await call();
  };
  return (ports): EnginePorts => ({
    ...ports,
    table: Object.fromEntries(
      Object.entries(ports.table).map(([name, call]) => [
        name,
        (...input: never[]) => alive(() => (call as (...input: never[]) => Promise<unknown>)(...input)),
      ]),
    ) as EnginePorts['table'],
    queue: { send: (message, delayMs) => alive(() => ports.queue.send(message, delayMs)) },
    transport: (request) =>
      alive(async () => {
        const isBatch = request.url.endsWith('/$batch') && (request.body ?? '').includes('"POST"');
        if (isBatch) killable.sends += 1;
        const dies = isBatch && killable.sends === killable.dieAt;
        if (dies && killable.when === 'before') killable.dead = true;
        const answer = await alive(() => ports.transport(request));
        if (dies) killable.dead = true;
        return await alive(async () => answer);
      }),
  });
}

describe('A batch of creates whose worker died, and whose sync was stopped then', () => {
  it.each(['before', 'after'] as const)('is found again at the next start, when it died %s the send', async (when) => {
    const killable: Killable = { dead: false, sends: 0, dieAt: 0, when };
    const firm = await createOneFirm({ tamper: mortal(killable) });
    firm.sandbox.clio.contacts.addMany(Array.from({ length: 60 }, (_, index) => clioPerson(index)));
    const { id, preview } = await firm.preview();
    killable.dieAt = killable.sends + 2;
    await startSync(firm.ports, caller, id, preview?.run ?? '');
    await firm.run(minuteMs).catch(() => undefined);
    expect(killable.dead).toBe(true);
    await stopSync(firm.ports, caller, id);
    killable.dead = false;
    await firm.run(5 * minuteMs);
    const made = firm.outlook.list().length;
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(60);
    await firm.goLive();
    await firm.run(10 * minuteMs);
    expect(firm.outlook.list()).toHaveLength(60);
    expect(new Set(firm.outlook.list().map(nameOf)).size).toBe(60);
    expect(firm.sandbox.clio.contacts.list()).toHaveLength(60);
  });
});
