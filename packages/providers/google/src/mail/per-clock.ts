import type { Clock } from '@concord/core';

/** Something that a process keeps from one piece of work to the next: one for each clock, so that no two worlds share any. */
export function perClock<Kept>(make: () => Kept): (clock: Clock) => Kept {
  const all = new WeakMap<Clock, Kept>();
  return (clock) => {
    const kept = all.get(clock) ?? make();
    all.set(clock, kept);
    return kept;
  };
}
