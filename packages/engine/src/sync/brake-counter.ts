import { type BrakeCount, brakeWindowMs } from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import { brakeKey } from './keys.ts';
import type { Slice } from './slice.ts';

const hourMs = 60 * 60 * 1000;
type Hours = Readonly<Record<string, BrakeCount>>;

/** What Concord deleted and overwrote in the last day, in hourly buckets. */
export async function countedSoFar(slice: Slice): Promise<BrakeCount> {
  const row = await slice.ports.table.get(brakeKey(slice.id));
  return sum(recent((row?.hours ?? {}) as Hours, slice.ports.clock.now()));
}

/** So many batches by name: one that is in doubt is counted at the latest when it was found out. */
const rememberedBatches = 30;

/** The same batch counted once more counts once. */
export async function count(slice: Slice, batch: string, more: BrakeCount): Promise<void> {
  if (more.deletes === 0 && more.overwrites === 0) return;
  const now = slice.ports.clock.now();
  const hour = String(Math.floor(now / hourMs));
  await updateRow(slice.ports.table, brakeKey(slice.id), (row) => {
    const batches = (row?.batches ?? []) as readonly string[];
    if (batches.includes(batch)) return undefined;
    const hours = recent((row?.hours ?? {}) as Hours, now);
    return {
      hours: { ...hours, [hour]: sum({ known: hours[hour] ?? none, more }) },
      batches: [...batches, batch].slice(-rememberedBatches),
    };
  });
}

const none: BrakeCount = { deletes: 0, overwrites: 0 };

function recent(hours: Hours, now: number): Hours {
  return Object.fromEntries(
    Object.entries(hours).filter(([hour]) => (Number(hour) + 1) * hourMs > now - brakeWindowMs),
  );
}

function sum(hours: Hours): BrakeCount {
  return Object.values(hours).reduce(
    (total, { deletes, overwrites }) => ({
      deletes: total.deletes + deletes,
      overwrites: total.overwrites + overwrites,
    }),
    none,
  );
}
