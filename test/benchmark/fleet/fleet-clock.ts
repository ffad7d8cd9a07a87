import type { Clock, Instant } from '@concord/core';

export type FleetClock = Clock & {
  readonly spend: (ms: number) => void;
  readonly set: (now: Instant) => void;
};

/** Every worker has a time of its own: what one of them spends, the next one has not lived through. */
export function createFleetClock(begin: Instant): FleetClock {
  let now = begin;
  return {
    now: () => now,
    spend: (ms) => void (now += ms),
    set: (at) => void (now = at),
  };
}
