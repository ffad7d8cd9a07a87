import { randomBytes } from 'node:crypto';
import { createSecretsClient, createTable, createVault } from '@concord/aws';
import type { HistoryEntry } from '@concord/core';
import { activityPage, type EnginePorts, pastPage } from '@concord/engine';
import { clio } from '@concord/provider-clio';
import { microsoft } from '@concord/provider-microsoft';
import { saveHistory } from '../../packages/engine/src/sync/history.ts';
import { saveMapping } from '../../packages/engine/src/sync/mappings.ts';
import { startSecrets } from '../../packages/local/src/stand-ins/secrets.ts';
import { startTestDynamo, testCredentials } from '../contract/test-dynamo.ts';
import { testSettings } from '../engine/test-settings.ts';
import type { Options } from './options.ts';
import { atMost, type Measured, percentile, type Result, rounded, say } from './report.ts';

const caller = { firm: 'bench', member: 'owner' };
const repeats = 20;
const limitMs = 300;

/** So many entries of one sync, twenty a batch as a run writes them and one a batch as edits do: how soon does the page answer? */
export async function history({ entries }: Options): Promise<Measured> {
  const results: Result[] = [];
  for (const perBatch of [20, 1]) {
    say(`${entries} entries, ${perBatch} a batch`);
    results.push(...(await measure(entries, perBatch)));
  }
  const targets = results.map(({ page, a_batch: perBatch, p95_ms: took }) =>
    atMost(`${page}_p95_ms_${entries}_by_${perBatch}`, limitMs, Number(took)),
  );
  return { results, targets };
}

async function measure(entries: number, perBatch: number): Promise<readonly Result[]> {
  const dynamo = await startTestDynamo();
  const keys = { current: 'bench', keys: { bench: randomBytes(32).toString('base64url') } };
  const secrets = await startSecrets(new Map([['keys', JSON.stringify(keys)]]));
  const client = createSecretsClient({ endpoint: secrets.url, region: 'eu-central-1', credentials: testCredentials });
  try {
    const table = createTable({ tableName: dynamo.tableName, client: dynamo.client });
    const ports = {
      table,
      vault: createVault({ secretId: 'keys', client }),
      clock: { now: () => Date.now() },
      providers: { clio, microsoft },
      settings: testSettings,
    } as unknown as EnginePorts;
    const sync = `by${perBatch}`;
    await fill(ports, sync, entries, perBatch);
    const pages = {
      activity: async () => await activityPage(ports, caller, sync),
      past: async () => await pastPage(ports, caller, sync, mappingOf(0)),
      past_of_one_entry: async () => await pastPage(ports, caller, sync, 'once-and-no-more-than-that'),
    };
    const results: Result[] = [];
    for (const [page, ask] of Object.entries(pages)) {
      const read = table.units().read;
      const times = await timesOf(ask);
      const units = (table.units().read - read) / repeats;
      results.push({
        of: 'history',
        page,
        entries,
        a_batch: perBatch,
        p50_ms: rounded(percentile(times, 0.5)),
        p95_ms: rounded(percentile(times, 0.95)),
        read_units: rounded(units),
      });
    }
    return results;
  } finally {
    client.destroy();
    await secrets.close();
    await dynamo.close();
  }
}

async function timesOf(ask: () => Promise<{ readonly rows: readonly unknown[] }>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < repeats; round += 1) {
    const begun = performance.now();
    const { rows } = await ask();
    times.push(performance.now() - begun);
    if (rows.length === 0) throw new Error('There is nothing on the page.');
  }
  return times;
}

/** A thousand people: each has a past of entries / 1000. */
const people = 1_000;
const mappingOf = (index: number): string => `${String(index % people).padStart(6, '0')}-of-many-mappings`;

async function fill(ports: EnginePorts, sync: string, entries: number, perBatch: number): Promise<void> {
  const id = { firm: caller.firm, sync };
  const sides = { left: { provider: 'clio', connection: 'l' }, right: { provider: 'microsoft', connection: 'r' } };
  const policy = { conflicts: 'left', clioSyncOff: true };
  const record = { ...id, ...sides, member: caller.member, itemType: 'contact', state: 'live', policy };
  await ports.table.put({ pk: `FIRM#${id.firm}`, sk: `SYNC#${sync}`, rev: 1, ...record });
  for (const mapping of [mappingOf(0), 'once-and-no-more-than-that'])
    await saveMapping(ports, id, { id: mapping, state: 'linked', generation: 1 }, undefined);
  const now = Date.now();
  await saveHistory(ports, id, { cause: 'run' }, [entryOf('once-and-no-more-than-that', 0)], { at: now, id: 'first' });
  for (let first = 0; first < entries; first += perBatch) {
    const told = Array.from({ length: perBatch }, (_, index) => entryOf(mappingOf(first + index), first + index));
    await saveHistory(ports, id, { cause: 'push' }, told, { at: now + first + 1, id: `batch${first}` });
  }
}

const entryOf = (mapping: string, index: number): HistoryEntry => ({
  mapping,
  title: `Person ${index}`,
  what: 'changed',
  side: 'right',
  item: `AAMkAGI1AAAt${randomBytes(60).toString('base64url')}`,
  rule: 'merge-sides',
  reasons: [{ code: 'editedLeft' }],
  before: { jobTitle: `Clerk ${index}` },
  after: { jobTitle: `Notary ${index}` },
  version: `W/"EQAAABYAAAC${randomBytes(18).toString('base64')}"`,
});
