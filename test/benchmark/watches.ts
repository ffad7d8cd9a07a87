import { randomBytes } from 'node:crypto';
import type { WatchRunView } from '@concord/core';
import {
  askImport,
  type EnginePorts,
  exportWatches,
  listWatches,
  requestRun,
  watchingView,
  work,
} from '@concord/engine';
import { createMemoryMailer, createMemoryQueue, createMemoryTable, createMemoryVault } from '@concord/local';
import { clio } from '@concord/provider-clio';
import { createManualWorld, createSandbox } from '@concord/sandbox';
import { testSettings } from '../engine/test-settings.ts';
import { transportTo } from '../sandbox/transport-to.ts';
import type { Options } from './options.ts';
import { atMost, type Measured, type Result, rounded, say } from './report.ts';
import { saveFirm } from './save-firm.ts';

const caller = { firm: '7001', member: '7101' };
const batch = 100;
/** One in so many changes in Clio before the second refresh. */
const changedEvery = 100;
const minuteMs = 60_000;

/** A firm with so many watches, all from Clio, with Clio's limit of 50 requests a minute: what does a full refresh cost? */
export async function watches({ watches: count }: Options): Promise<Measured> {
  const scene = await openFirm(count);
  say(`${count} watches are imported`);
  await scene.importAll();
  const quiet = await scene.measure('a refresh with nothing new', count);
  for (let index = 0; index < count; index += changedEvery) scene.rename(index);
  const news = await scene.measure(`a refresh with one in ${changedEvery} changed`, count);
  const requests = 2 * Math.ceil(count / batch) + 10;
  return {
    results: [quiet, news, await scene.list(count), await scene.export(count)],
    targets: [
      atMost(`clio_requests_${count}`, requests, quiet.clio_requests),
      atMost(`clio_requests_with_news_${count}`, requests, news.clio_requests),
      atMost(`rows_written_with_nothing_new_${count}`, 0, quiet.watch_rows_written),
      atMost(`write_units_a_watch_that_changed_${count}`, 3, (news.write_units - quiet.write_units) / news.changed),
      atMost(`not_looked_at_${count}`, 0, count - quiet.looked_at),
    ],
  };
}

async function openFirm(count: number) {
  const world = createManualWorld({ publicUrl: 'http://127.0.0.1:4180' });
  const sandbox = createSandbox(world, { limits: true });
  const firm = Number(caller.firm);
  const member = Number(caller.member);
  const email = 'owner@firm.example.com';
  sandbox.clio.addFirm({
    id: firm,
    name: 'Firm',
    users: [{ id: member, name: 'Olive Owner', email, account_owner: true }],
  });
  const { ids } = sandbox.clio.contacts.addMany(
    Array.from({ length: count }, (_, index) => ({
      type: 'Person' as const,
      first_name: `First ${index}`,
      last_name: `Last ${index}`,
      date_of_birth: '1950-01-02',
      addresses: [{ street: `${index} Main St`, city: 'Ottawa', province: 'ON' }],
    })),
    firm,
  );
  const area = sandbox.clio.matters.practiceArea('Wills and estates', firm);
  const matters = sandbox.clio.matters.addMany(
    ids.map((client) => ({ client: client ?? 0, practice_area: area, responsible_attorney: member })),
    firm,
  );
  const table = createMemoryTable(world);
  const queue = createMemoryQueue(world);
  const ports = {
    table,
    queue,
    vault: createMemoryVault(),
    mailer: createMemoryMailer(),
    secrets: { app: async () => sandbox.clio.appCredentials },
    clock: world,
    random: { id: (bytes = 16) => randomBytes(bytes).toString('base64url') },
    transport: transportTo(sandbox.handle),
    providers: { clio },
    hosts: { clio: { app: 'http://127.0.0.1:4180/clio' } },
    settings: testSettings,
    log: { info: () => undefined, error: (...facts: readonly unknown[]) => console.error(...facts) },
  } as unknown as EnginePorts;
  const grant = sandbox.clio.grant(member);
  await saveFirm(ports, {
    ...caller,
    email,
    grants: [
      {
        provider: 'clio',
        accessToken: grant.access_token,
        refreshToken: grant.refresh_token,
        lifeMs: grant.expires_in * 1000,
      },
    ],
  });
  /** Works until nothing is left to do, however long Clio wants to be left alone in between. */
  const settle = async (): Promise<void> => {
    for (let at = queue.nextAt(); at !== undefined; at = queue.nextAt()) {
      await world.advance(Math.max(0, at - world.now()));
      for (const delivery of queue.receive()) {
        await work(ports, delivery.message);
        delivery.done();
      }
    }
  };
  const watchRows = () =>
    new Map(table.rows().flatMap(({ sk, rev }) => (/^(?:W|NOTES|HIST)#/u.test(sk) ? [[sk, rev] as const] : [])));
  const costOf = async <Value>(act: () => Promise<Value>) => {
    const [units, cpu, begun] = [table.units(), process.cpuUsage(), performance.now()];
    const { read, write } = { ...units };
    const value = await act();
    const { user, system } = process.cpuUsage(cpu);
    return {
      value,
      read_units: rounded(table.units().read - read),
      write_units: rounded(table.units().write - write),
      cpu_ms: rounded((user + system) / 1000),
      took_ms: rounded(performance.now() - begun),
    };
  };

  return {
    importAll: async (): Promise<void> => {
      for (let from = 0; from < matters.length; from += batch) {
        await askImport(ports, caller, matters.slice(from, from + batch).map(String));
        await settle();
      }
    },
    rename: (index: number): void => sandbox.clio.contacts.edit(ids[index] ?? 0, { last_name: `Renamed ${index}` }),
    measure: async (when: string, watches: number) => {
      const before = watchRows();
      sandbox.clio.resetRequests();
      const startedAt = world.now();
      const {
        value: run,
        took_ms: _,
        ...cost
      } = await costOf(async (): Promise<WatchRunView | undefined> => {
        await requestRun(ports, caller);
        await settle();
        return (await watchingView(ports, caller)).run;
      });
      if (run?.state !== 'done') throw new Error(`The refresh is ${run?.state}. ${run?.sentence}`);
      return {
        of: 'a full refresh (CPU with the look-alike’s)',
        when,
        watches,
        looked_at: run.done,
        changed: run.changed,
        clio_requests: Object.values(sandbox.clio.requests()).reduce((sum, each) => sum + each, 0),
        watch_rows_written: [...watchRows()].filter(([sk, rev]) => before.get(sk) !== rev).length,
        ...cost,
        minutes_at_clio_s_limit: rounded((world.now() - startedAt) / minuteMs),
      };
    },
    list: async (watches: number): Promise<Result> => {
      const { value, ...cost } = await costOf(
        async () => await listWatches(ports, caller, { query: { search: 'renamed', sort: 'dateOfBirth' } }),
      );
      return { of: 'a page of the list', watches, found: value.total, ...cost };
    },
    export: async (watches: number): Promise<Result> => {
      const { value, ...cost } = await costOf(async () => await exportWatches(ports, caller, { query: {} }));
      return { of: 'a part of the CSV file', watches, bytes: value.csv.length, ...cost };
    },
  };
}
