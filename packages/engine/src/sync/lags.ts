import { type LagView, otherSide, type SideName, sideNames } from '@concord/core';
import type { Active } from './prepare.ts';
import { remember, type Slice } from './slice.ts';
import type { WorkRecord } from './work-record.ts';

/** When something was written, how long its source's provider took to show it, and how long we took from then on. Milliseconds. */
export type LagSample = readonly [at: number, providerMs: number, oursMs: number];

/** So many of the last changes on each side; together some 500 bytes of the worker's own row. */
const keptSamples = 8;

/** One sample a batch: of what was changed last at its source. What a run or a complete pass writes was no news. */
export function noteLag(slice: Slice, side: SideName, written: readonly Active[]): void {
  const source = otherSide(side);
  const changes = written.flatMap(({ entry }) => {
    const observation = entry.sights[source]?.observation;
    return observation?.kind === 'present' ? [observation] : [];
  });
  const newest = changes.toSorted((a, b) => b.modifiedAt - a.modifiedAt)[0];
  if (slice.heardAt === undefined || newest === undefined) return;
  const now = slice.ports.clock.now();
  // From when it was told of: what waits for a worker after that is our own time.
  const heardAt = Math.min(newest.askedAt, slice.heardAt[source] ?? newest.askedAt);
  const since = Math.max(heardAt, Math.min(newest.modifiedAt, newest.askedAt));
  const sample: LagSample = [now, Math.max(0, since - newest.modifiedAt), Math.max(0, now - since)];
  remember(slice, (record) => ({ ...record, lags: { ...record.lags, [source]: kept(record.lags?.[source], sample) } }));
}

const kept = (samples: readonly LagSample[] = [], next: LagSample): readonly LagSample[] =>
  [...samples, next].slice(-keptSamples);

/** The middle one of the last few, by the side where the change was made. */
export function lagView({ lags }: WorkRecord): LagView | undefined {
  const sides = sideNames.flatMap((side) => {
    const samples = lags?.[side] ?? [];
    if (samples.length === 0) return [];
    const of = (place: 1 | 2): number => median(samples.map((sample) => sample[place]));
    return [[side, { providerMs: of(1), oursMs: of(2), changes: samples.length }] as const];
  });
  return sides.length === 0 ? undefined : Object.fromEntries(sides);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
