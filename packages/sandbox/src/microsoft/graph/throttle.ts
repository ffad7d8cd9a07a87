import type { World } from '../../kernel/world.ts';
import { throttled } from './refusal.ts';

/** The two limits of one app on one mailbox: requests running at once, and requests in ten minutes. */
export type Throttle = {
  /** Takes up to `lanes` places (a batch runs four items at a time) and returns what gives them back. Throws the 429. */
  readonly enter: (mailbox: string, lanes: number) => () => void;
  /** Counts one request; whether it is still within the limit. What is refused counts too. */
  readonly allow: (mailbox: string) => boolean;
};

const mostAtOnce = 4;
const mostInWindow = 10_000;
const windowMs = 600_000;
/** The window slides in steps. */
const stepMs = 10_000;

export const noThrottle: Throttle = { enter: () => () => undefined, allow: () => true };

export function createThrottle(world: World): Throttle {
  const running = new Map<string, number>();
  const counted = new Map<string, Map<number, number>>();
  return {
    enter: (mailbox, lanes) => {
      const busy = running.get(mailbox) ?? 0;
      if (busy >= mostAtOnce) throw throttled(1);
      const taken = Math.min(lanes, mostAtOnce - busy);
      running.set(mailbox, busy + taken);
      return () => {
        running.set(mailbox, (running.get(mailbox) ?? taken) - taken);
      };
    },
    allow: (mailbox) => {
      const steps = counted.get(mailbox) ?? new Map<number, number>();
      counted.set(mailbox, steps);
      const step = Math.floor(world.now() / stepMs);
      for (const old of steps.keys()) if (old <= step - windowMs / stepMs) steps.delete(old);
      steps.set(step, (steps.get(step) ?? 0) + 1);
      return [...steps.values()].reduce((sum, count) => sum + count, 0) <= mostInWindow;
    },
  };
}
