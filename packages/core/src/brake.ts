import type { SideName } from './items.ts';

/** Deletes and overwritten items of one target collection, counted over a day and over all syncs that write there. */
export type BrakeCount = { readonly deletes: number; readonly overwrites: number };
/** By the side that is written. */
export type BrakeCounts = Readonly<Record<SideName, BrakeCount>>;

export const noBrakeCount: BrakeCount = { deletes: 0, overwrites: 0 };
export const noBrakeCounts: BrakeCounts = { left: noBrakeCount, right: noBrakeCount };

export function addCounts(one: BrakeCount, other: BrakeCount): BrakeCount {
  return { deletes: one.deletes + other.deletes, overwrites: one.overwrites + other.overwrites };
}

export type BrakeVerdict =
  | { readonly kind: 'go' }
  | { readonly kind: 'stop'; readonly what: keyof BrakeCount; readonly count: number; readonly limit: number };

/** How long a delete waits, so that a disaster is seen whole before its first step. */
export const settleMs = 60_000;
/** How long a change counts towards the brake. */
export const brakeWindowMs = 24 * 60 * 60 * 1000;

/** Beyond max(5, 10 %) of what is linked a person must agree first; for deletes also beyond half of a small book. */
export function brakeLimits(linked: number): BrakeCount {
  const tenth = Math.max(5, Math.floor(linked / 10));
  return { deletes: Math.min(tenth, Math.max(1, Math.floor(linked / 2))), overwrites: tenth };
}

/**
 * Filling blanks does not count, and an item that is overwritten again within the window counts once. `allowed`: what a person was
 * shown within the window and said "go on" to, which comes on top of the limit.
 */
export function brake(
  linked: number,
  soFar: BrakeCount,
  planned: BrakeCount,
  allowed: BrakeCount = noBrakeCount,
): BrakeVerdict {
  const limits = brakeLimits(linked);
  for (const what of ['deletes', 'overwrites'] as const) {
    const count = soFar[what] + planned[what];
    const limit = limits[what] + allowed[what];
    if (planned[what] > 0 && count > limit) return { kind: 'stop', what, count, limit };
  }
  return { kind: 'go' };
}
