import { lensesRoundTrip, plannerIsIdempotent, symmetryHolds } from '../core/planner-laws.ts';
import type { Violation } from './judge/index.ts';

const laws = { I19: symmetryHolds, I20: plannerIsIdempotent, I22: lensesRoundTrip } as const;

/** The invariants that need no clouds, each put to the test with one generated case; counted in `tested`. */
export function pureLaws(seed: number, tested: Record<string, number>): readonly Violation[] {
  return Object.entries(laws).flatMap(([invariant, holds]) => {
    tested[invariant] = (tested[invariant] ?? 0) + 1;
    const broken = holds(seed);
    return broken === undefined ? [] : [{ invariant: invariant as keyof typeof laws, says: broken }];
  });
}
