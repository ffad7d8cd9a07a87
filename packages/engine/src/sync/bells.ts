import { type Key, type Row, type SideName, sideNames } from '@concord/core';
import { bodyOf, updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { bellKey, type SyncId } from './keys.ts';

/** Of that hook: of one that was replaced since, it is no news. */
export type HookNews = { readonly kind: 'renew' | 'removed'; readonly hook: string };

/** What somebody rang for since the worker last looked: at most 20 ids, or everything. */
export type Bell = {
  readonly ids: readonly string[];
  readonly all: boolean;
  /** What the provider says of its subscription. */
  readonly hook?: HookNews;
  readonly rungAt: number;
  readonly rev: number;
};
export type Rung = Readonly<Partial<Record<SideName, Bell>>>;

const maximumIds = 20;
/** A ring that nobody answered for so long is rung again: its message may have been lost. */
const unansweredMs = 60_000;

export type Ring = { readonly ids: readonly string[] | 'all'; readonly hook?: HookNews };

/** Notes what is to be looked at. True when the queue must be told; false when somebody is on the way already. */
export async function ringBell(ports: EnginePorts, id: SyncId, side: SideName, ring: Ring): Promise<boolean> {
  return await ringAt(ports, bellKey(id, side), id, ring);
}

/** The same for a bell that hangs elsewhere. `whose`: what the row says besides, for the poll. */
export async function ringAt(
  ports: EnginePorts,
  key: Key,
  whose: Readonly<Record<string, string>>,
  ring: Ring,
): Promise<boolean> {
  let mustTell = true;
  await updateRow(ports.table, key, (row) => {
    const bell = row as unknown as Bell | undefined;
    const now = ports.clock.now();
    mustTell = bell === undefined || now - bell.rungAt > unansweredMs;
    const ids = ring.ids === 'all' ? [] : [...new Set([...(bell?.ids ?? []), ...ring.ids])];
    const all = ring.ids === 'all' || bell?.all === true || ids.length > maximumIds;
    const hook = ring.hook ?? bell?.hook;
    const rungAt = mustTell ? now : (bell?.rungAt ?? now);
    return { ...whose, ids: all ? [] : ids, all, ...(hook ? { hook } : {}), rungAt, dueAt: rungAt + unansweredMs };
  });
  return mustTell;
}

/** Whoever rang may have died before the queue knew of it. */
export async function ringAgain(ports: EnginePorts, row: Row): Promise<void> {
  const message = { v: 1, kind: 'change', firm: String(row['firm']), sync: String(row['sync']), why: 'poll' } as const;
  await ports.queue.send(message);
  await updateRow(ports.table, row, (known) => {
    if (known === undefined || known.rev !== row.rev) return undefined;
    const { dueAt: _, ...rest } = bodyOf(known);
    return rest;
  });
}

export async function readBells(ports: EnginePorts, id: SyncId): Promise<Rung> {
  const rows = await ports.table.getMany([bellKey(id, 'left'), bellKey(id, 'right')]);
  return Object.fromEntries(rows.map((row) => [row.sk.endsWith('left') ? 'left' : 'right', row as unknown as Bell]));
}

/** After what was rung for is done. False when somebody rang meanwhile: then there is more to look at. */
export async function answerBells(ports: EnginePorts, id: SyncId, rung: Rung): Promise<boolean> {
  let all = true;
  for (const side of sideNames) {
    const bell = rung[side];
    if (bell && !(await ports.table.remove(bellKey(id, side), { kind: 'rev', rev: bell.rev }))) all = false;
  }
  return all;
}
