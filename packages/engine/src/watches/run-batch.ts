import type { RefreshContext, Watch } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { ended } from './begin-run.ts';
import type { WatchWork } from './open-matters.ts';
import { batchSize, refreshBatch } from './refresh-batch.ts';
import { readSettings, updateSettings } from './settings.ts';
import { linkedWatches, type StoredWatch, sortKeyOf } from './watch-record.ts';
import { type RunCounts, updateWatchRun, type WatchRun } from './watch-run.ts';

/** The next 100 watches of a run, and its checkpoint after them. */
export async function runBatch(work: WatchWork, run: WatchRun): Promise<void> {
  const { ports, firm, matters } = work;
  const { batch, after } = await nextBatch(ports, run);
  const { policy } = await readSettings(ports, firm);
  const context: RefreshContext = { id: run.id, now: ports.clock.now(), connection: work.connection, policy };
  const refreshed =
    batch.length === 0 ? [] : await refreshBatch({ ports, firm, matters, context, cause: run.cause }, batch);
  const watches = refreshed.map(({ watch }) => watch);
  const changed = refreshed.filter(({ changes }) => changes.length > 0).length;
  const counts = added(run.counts, batch.length, changed, watches);
  await checkpoint(ports, run, counts, after);
  if (after === undefined) await updateSettings(ports, firm, (known) => ({ ...known, linked: counts.done }));
}

const maximumPages = 50;

/** Up to 100 that are not put away. Without `after`, these are the last. */
async function nextBatch(
  ports: EnginePorts,
  run: WatchRun,
): Promise<{ readonly batch: readonly StoredWatch[]; readonly after?: string }> {
  const batch: StoredWatch[] = [];
  let after = run.after;
  for (let pages = 0; pages < maximumPages && batch.length < batchSize; pages += 1) {
    const page = await linkedWatches(ports, run.firm, batchSize - batch.length, after);
    batch.push(...page.watches.filter(({ watch }) => watch.archivedAt === undefined));
    if (page.after === undefined) return { batch };
    const last = page.watches.at(-1);
    after = last === undefined ? page.after : sortKeyOf(run.firm, last);
  }
  return { batch, ...(after === undefined ? {} : { after }) };
}

function added(counts: RunCounts, looked: number, changed: number, watches: readonly Watch[]): RunCounts {
  const count = (is: (watch: Watch) => boolean): number => watches.filter(is).length;
  return {
    done: counts.done + looked,
    changed: counts.changed + changed,
    asks: counts.asks + count(({ link }) => link?.asked !== undefined),
    closed: counts.closed + count(({ link }) => link?.matterState.kind === 'closed'),
    missing: counts.missing + count(({ link }) => link?.matterState.kind === 'missing'),
  };
}

/** Only over the place where this batch began: a run that somebody stopped, or another worker took further, stays so. */
async function checkpoint(
  ports: EnginePorts,
  run: WatchRun,
  counts: RunCounts,
  after: string | undefined,
): Promise<void> {
  const now = ports.clock.now();
  await updateWatchRun(ports, run.firm, (known) => {
    if (known?.id !== run.id || known.state !== 'running' || known.after !== run.after) return undefined;
    const { waitingUntil: _, after: _after, ...rest } = known;
    const next: WatchRun = { ...rest, counts, failures: 0, dueAt: now + ports.settings.leaseMs };
    return after === undefined ? ended(next, 'done', now) : { ...next, after };
  });
}
