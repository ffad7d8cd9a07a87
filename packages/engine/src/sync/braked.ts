import { addCounts, type BrakeView, brakeWindowMs, type Row } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import type { HeldUp } from './held-up.ts';
import { brakedKey, heldUpKey, type SyncId } from './keys.ts';
import { sealed, unsealed } from './pack.ts';
import type { Allowed, SyncRecord } from './sync-record.ts';
import type { Affected, Stopped } from './weigh.ts';

/** What the brake stopped last: numbers, which letters tell too, and names that only pages open. */
export type Braked = Row &
  Omit<Stopped, 'kind' | 'affected'> & {
    readonly at: number;
    /** Rows that say to whom. */
    readonly parts: number;
  };

const keptSeconds = 30 * 24 * 60 * 60;
const mostNamed = 30;
/** So many ids in a row; a row may have 400 KB. */
const idsInRow = 5_000;

/** Before the sync is paused for it: whoever dies in between is followed by one who is stopped again. */
export async function saveBraked(ports: EnginePorts, id: SyncId, stopped: Stopped): Promise<void> {
  const { kind: _, affected, ...numbers } = stopped;
  const at = ports.clock.now();
  const expiresAt = Math.floor(at / 1000) + keptSeconds;
  const parts = Math.ceil(affected.length / idsInRow);
  for (let part = 0; part < parts; part += 1) {
    const some = affected.slice(part * idsInRow, (part + 1) * idsInRow);
    const heldUp = some.map(({ mapping, side, what }): HeldUp => ({ mapping, side, what }));
    await ports.table.put({ ...heldUpKey(id, part), rev: 1, heldUp, expiresAt });
  }
  const named = await sealed(ports, id.firm, 'braked', affected.slice(0, mostNamed));
  await ports.table.put({ ...brakedKey(id), rev: 1, at, ...numbers, parts, ...named, expiresAt });
}

export async function readBraked(ports: Pick<EnginePorts, 'table'>, id: SyncId): Promise<Braked | undefined> {
  return (await ports.table.get(brakedKey(id))) as unknown as Braked | undefined;
}

/**
 * What a person has been shown comes on top of the limit for as long as it counts: that goes on, once, and then as much as would
 * have passed on any other day.
 */
export function allowedAfter(
  { allowed }: Pick<SyncRecord, 'allowed'>,
  { scope, weighed }: Pick<Braked, 'scope' | 'weighed'>,
  now: number,
): Allowed {
  const before = allowed !== undefined && allowed.until > now ? allowed : {};
  return { ...before, until: now + brakeWindowMs, [scope]: weighed };
}

export async function brakeView(ports: EnginePorts, firm: string, braked: Braked): Promise<BrakeView> {
  const { what, side, count, limit, planned } = braked;
  const affected = await unsealed<readonly Affected[]>(ports, firm, 'braked', braked);
  const total = addCounts(planned.left, planned.right);
  return {
    what,
    side,
    count,
    limit,
    planned,
    names: affected,
    more: Math.max(0, total.deletes + total.overwrites - affected.length),
  };
}
