import { type Instant, type Row, settleMs } from '@concord/core';
import type { Entry } from './entry.ts';
import { type Executed, execute } from './execute.ts';
import { type Halves, joinAlone, lookingAnew } from './join.ts';
import { settleKey, settlePrefix } from './keys.ts';
import { readMappings } from './mappings.ts';
import { repointMerged } from './repoint.ts';
import type { Slice } from './slice.ts';

/**
 * Deletes whose minute is over, weighed together, and joins that a worker did not live to merge. Both sides are looked at
 * once more before anything is deleted. Returns when the next one is due.
 */
export async function settleStep(
  slice: Slice,
): Promise<{ readonly nextAt?: number; readonly stopped?: Executed['stopped'] }> {
  const { rows } = await slice.ports.table.query({
    pk: `SYNC#${slice.id.firm}#${slice.id.sync}`,
    prefix: settlePrefix,
    limit: 1000,
  });
  if (rows.length === 0) return {};
  const settledAt = settlesAt(rows.map((row) => Number(row.at)));
  if (settledAt > slice.ports.clock.now()) return { nextAt: settledAt };
  const stored = await readMappings(
    slice.ports,
    slice.id,
    rows.flatMap(({ mapping, joins }) => (joins === undefined ? [String(mapping)] : [])),
  );
  const joined = await joinedAmong(slice, rows);
  const { survivors, others, laterAt } = await repointMerged(slice, [...stored.values()]);
  if (laterAt !== undefined) return { nextAt: laterAt };
  const entries = [...joined, ...survivors, ...others.map(({ mapping }) => lookingAnew(mapping))];
  const settled = entries.map((entry) => ({ ...entry, settled: true as const }));
  const result = await execute(slice, settled, 'poll', () => false);
  if (result.stopped) return { stopped: result.stopped };
  if (result.laterAt !== undefined) return { nextAt: result.laterAt };
  const done = new Set([...rows.map((row) => String(row.mapping)), ...survivors.map(({ mapping }) => mapping.id)]);
  await slice.ports.table.removeMany([...done].map((mapping) => settleKey(slice.id, mapping)));
  return {};
}

/** A minute after the last of them was put aside, five after the first at the latest. */
export function settlesAt(putAsideAt: readonly Instant[]): Instant {
  return Math.min(Math.max(...putAsideAt) + settleMs, Math.min(...putAsideAt) + settleMs * 5);
}

/** A worker may have died between the two mappings of a join. */
async function joinedAmong(slice: Slice, rows: readonly Row[]): Promise<readonly Entry[]> {
  const joined: Entry[] = [];
  for (const { joins } of rows) {
    const entry = joins === undefined ? undefined : await joinAlone(slice, joins as Halves);
    if (entry) joined.push(entry);
  }
  return joined;
}
