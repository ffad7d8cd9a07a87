import type { WatchChange } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { sealed, unsealed } from '../sync/pack.ts';
import { historyPrefix, watchHistoryKey, watchPartition } from './keys.ts';

export type WatchEntry = {
  readonly what: 'imported' | 'refreshed' | 'answered' | 'undone' | 'marked';
  readonly cause: WatchCause;
  readonly changes: readonly WatchChange[];
  /** What was noticed of the matter or its client, in sentences. */
  readonly because: readonly string[];
};
export type WatchCause = 'import' | 'one' | 'person' | 'auto' | 'login';
export type ToldEntry = WatchEntry & { readonly at: number; readonly id: string };

const entriesAtOnce = 20;

/** Tells the history of one watch. The same entry told again takes its own place. */
export async function tellHistory(
  ports: EnginePorts,
  firm: string,
  watch: string,
  { at, id, ...entry }: ToldEntry,
): Promise<void> {
  const told = await sealed(ports, firm, 'watchHistory', entry);
  const expiresAt = Math.floor(at / 1000) + ports.settings.historyDays * 24 * 60 * 60;
  await ports.table.put({ ...watchHistoryKey(firm, watch, at, id), rev: 1, ...told, expiresAt });
}

/** The newest first. */
export async function readWatchHistory(
  ports: EnginePorts,
  firm: string,
  watch: string,
  after: string | undefined,
): Promise<{ readonly entries: readonly ToldEntry[]; readonly after?: string }> {
  const prefix = historyPrefix(watch);
  const page = await ports.table.query({
    pk: watchPartition(firm),
    prefix,
    limit: entriesAtOnce,
    reverse: true,
    ...(after ? { after: `${prefix}${after}` } : {}),
  });
  const entries = await Promise.all(
    page.rows.map(async (row) => {
      const [at = '', id = ''] = row.sk.slice(prefix.length).split('#');
      return { at: Number(at), id, ...(await unsealed<WatchEntry>(ports, firm, 'watchHistory', row)) };
    }),
  );
  return { entries, ...(page.after ? { after: page.after.slice(prefix.length) } : {}) };
}
