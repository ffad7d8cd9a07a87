import { type Instant, type LeftAloneReason, type SideName, sideNames } from '@concord/core';
import { pointersOfItems, readMappings } from '../sync/mappings.ts';
import type { Slice } from '../sync/slice.ts';
import { listRecords, type SyncRecord } from '../sync/sync-record.ts';
import { type Undone, undoneBy } from './plan-undo.ts';

/**
 * What is to be removed stays where others have it too: another sync of the firm, or other records of the provider. Those
 * entries come back decided anew.
 */
export async function staying(slice: Slice, found: readonly Undone[], since: Instant): Promise<Undone[]> {
  const decided = new Map(found.map((one) => [one.entry.mapping.id, one]));
  for (const side of sideNames) {
    const removed = found.flatMap(({ entry, decision }) => {
      const item = entry.mapping[side]?.id;
      const isRemoved = decision.writes.some((write) => write.side === side && write.kind === 'delete');
      return isRemoved && item !== undefined ? [{ entry, item }] : [];
    });
    const reasons = await reasonsToStay(
      slice,
      side,
      removed.map(({ item }) => item),
      since,
    );
    for (const { entry, item } of removed) {
      const reason = reasons.get(item);
      if (reason === undefined || entry.undo === undefined) continue;
      const undo = { ...entry.undo, stays: { ...entry.undo.stays, [side]: reason } };
      decided.set(entry.mapping.id, undoneBy(slice, { ...entry, undo }));
    }
  }
  return [...decided.values()];
}

async function reasonsToStay(
  slice: Slice,
  side: SideName,
  items: readonly string[],
  since: Instant,
): Promise<ReadonlyMap<string, LeftAloneReason>> {
  const reasons = new Map<string, LeftAloneReason>();
  if (items.length === 0) return reasons;
  const { inUse } = slice.collections[side];
  const used = inUse && (await inUse(items, since));
  const reason = used === undefined ? 'mayBeInUse' : 'inUse';
  for (const item of inUse ? (used ?? items) : []) reasons.set(item, reason);
  for (const item of await heldElsewhere(slice, side, items)) reasons.set(item, 'alsoElsewhere');
  return reasons;
}

/** By another sync that has the same collection on this side. */
async function heldElsewhere(
  { ports, id, record }: Slice,
  side: SideName,
  items: readonly string[],
): Promise<readonly string[]> {
  const others = (await listRecords(ports, id.firm)).filter(
    (other) => other.sync !== id.sync && isSameBook(other, record, side),
  );
  const held: string[] = [];
  for (const other of others) {
    const there = { firm: id.firm, sync: other.sync };
    const pointers = await pointersOfItems(ports, there, side, items);
    const mappings = await readMappings(
      ports,
      there,
      [...pointers.values()].map(({ mapping }) => mapping),
    );
    for (const [item, { mapping }] of pointers) {
      const known = mappings.get(mapping)?.mapping;
      const isThere = known?.[side]?.id === item && known[side].gone !== true;
      if (isThere && known.state !== 'deleted' && known.state !== 'undone') held.push(item);
    }
  }
  return held;
}

/** Every sync of a firm has the firm's Clio on the left, whoever's connection leads there. */
function isSameBook(one: SyncRecord, other: SyncRecord, side: SideName): boolean {
  if (one.itemType !== other.itemType || one[side].collection?.id !== other[side].collection?.id) return false;
  return side === 'left' || one.right.connection === other.right.connection;
}
