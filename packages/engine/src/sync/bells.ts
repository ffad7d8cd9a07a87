import type { SideName } from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { bellKey, type SyncId } from './keys.ts';

/** What somebody rang for since the worker last looked: at most 20 ids, or everything. */
export type Bell = { readonly ids: readonly string[]; readonly all: boolean; readonly rungAt: number };
export type Rung = Readonly<Partial<Record<SideName, Bell>>>;

const maximumIds = 20;
/** A ring that nobody answered for so long is rung again: its message may have been lost. */
const unansweredMs = 60_000;

/** Notes what is to be looked at. True when the queue must be told; false when somebody is on the way already. */
export async function ringBell(
  ports: EnginePorts,
  id: SyncId,
  side: SideName,
  ids: readonly string[] | 'all',
): Promise<boolean> {
  let mustTell = true;
  await updateRow(ports.table, bellKey(id, side), (row) => {
    const bell = row as unknown as Bell | undefined;
    const now = ports.clock.now();
    mustTell = bell === undefined || now - bell.rungAt > unansweredMs;
    const wanted = ids === 'all' ? [] : [...new Set([...(bell?.ids ?? []), ...ids])];
    const all = ids === 'all' || bell?.all === true || wanted.length > maximumIds;
    return { ids: all ? [] : wanted, all, rungAt: mustTell ? now : (bell?.rungAt ?? now) };
  });
  return mustTell;
}

/** Whoever takes a bell answers it: what rings from now on rings anew. */
export async function takeBells(ports: EnginePorts, id: SyncId): Promise<Rung> {
  const rows = await ports.table.getMany([bellKey(id, 'left'), bellKey(id, 'right')]);
  const taken: Partial<Record<SideName, Bell>> = {};
  for (const row of rows) {
    if (!(await ports.table.remove(row, { kind: 'rev', rev: row.rev }))) {
      taken[sideOf(row.sk)] = { ids: [], all: true, rungAt: Number(row.rungAt) };
      continue;
    }
    taken[sideOf(row.sk)] = row as unknown as Bell;
  }
  return taken;
}

const sideOf = (sk: string): SideName => (sk.endsWith('left') ? 'left' : 'right');
