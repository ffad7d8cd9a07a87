import {
  addCounts,
  type BrakeCount,
  brakeWindowMs,
  type Key,
  noBrakeCount,
  type Row,
  type SideName,
} from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import { bookBrakeKey, brakeKey } from './keys.ts';
import type { Slice } from './slice.ts';
import type { SyncRecord } from './sync-record.ts';

const hourMs = 60 * 60 * 1000;
type Hours = Readonly<Record<string, BrakeCount>>;

/** What was deleted and overwritten there in the last day, and how many items there are, as far as that is known. */
export type Counted = { readonly soFar: BrakeCount; readonly size: number };

/** By this sync alone on a side. */
export async function countedBySync(slice: Slice, side: SideName): Promise<BrakeCount> {
  const row = await slice.ports.table.get(brakeKey(slice.id, side));
  return soFarIn(row, slice.ports.clock.now());
}

/** By all syncs that write to the left's collection; the right's has one sync only. */
export async function countedInBook(slice: Slice): Promise<Counted> {
  const row = await slice.ports.table.get(bookKey(slice.record));
  return { soFar: soFarIn(row, slice.ports.clock.now()), size: Number(row?.['size'] ?? 0) };
}

/** So many batches by name: one that is in doubt is counted at the latest when it was found out. */
const rememberedBySync = 30;
/** Those of a whole firm. Beyond them a batch may count twice: that stops sooner, and never later. */
const rememberedInBook = 100;

/** The same batch counted once more counts once. The book first: a batch that the sync knows is known there. */
export async function count(slice: Slice, side: SideName, batch: string, more: BrakeCount): Promise<void> {
  if (more.deletes === 0 && more.overwrites === 0) return;
  if (side === 'left') await countIn(slice, bookKey(slice.record), batch, more, rememberedInBook);
  await countIn(slice, brakeKey(slice.id, side), batch, more, rememberedBySync);
}

async function countIn({ ports }: Slice, key: Key, batch: string, more: BrakeCount, remembered: number): Promise<void> {
  const now = ports.clock.now();
  const hour = String(Math.floor(now / hourMs));
  await updateRow(ports.table, key, (row) => {
    const batches = (row?.batches ?? []) as readonly string[];
    if (batches.includes(batch)) return undefined;
    const hours = recent((row?.hours ?? {}) as Hours, now);
    return {
      ...sizeOf(row),
      hours: { ...hours, [hour]: addCounts(hours[hour] ?? noBrakeCount, more) },
      batches: [...batches, batch].slice(-remembered),
      expiresAt: expiryOf(now),
    };
  });
}

/** A complete pass has seen so many items of the left's collection. Written only when it is another number by a fiftieth. */
export async function noteSize({ ports, record }: Slice, size: number): Promise<void> {
  await updateRow(ports.table, bookKey(record), (row) => {
    const known = Number(row?.['size'] ?? 0);
    const now = ports.clock.now();
    const isFresh = (row?.expiresAt ?? 0) > expiryOf(now) - daySeconds;
    if (isFresh && Math.abs(known - size) * 50 <= known) return undefined;
    const { hours = {}, batches = [] } = (row ?? {}) as { hours?: Hours; batches?: readonly string[] };
    return { size, hours, batches, expiresAt: expiryOf(now) };
  });
}

/** Clio's list is the firm's; any other collection belongs to the connection. */
function bookKey({ firm, itemType, left }: SyncRecord): Key {
  const { provider, connection, collection } = left;
  const which = collection ? `#${collection.id}` : '';
  return bookBrakeKey(firm, `${provider === 'clio' ? provider : connection}#${itemType}${which}`);
}

const daySeconds = 24 * 60 * 60;
/** Longer than the window, and than the time between two complete passes. */
const expiryOf = (now: number): number => Math.floor(now / 1000) + 7 * daySeconds;

const sizeOf = (row: Row | undefined): { readonly size?: unknown } =>
  row?.['size'] === undefined ? {} : { size: row['size'] };

function soFarIn(row: Row | undefined, now: number): BrakeCount {
  return Object.values(recent((row?.['hours'] ?? {}) as Hours, now)).reduce(addCounts, noBrakeCount);
}

function recent(hours: Hours, now: number): Hours {
  return Object.fromEntries(
    Object.entries(hours).filter(([hour]) => (Number(hour) + 1) * hourMs > now - brakeWindowMs),
  );
}
