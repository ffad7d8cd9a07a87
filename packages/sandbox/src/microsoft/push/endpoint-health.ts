import type { World } from '../../kernel/world.ts';

/**
 * How fast an endpoint has answered lately, over all its subscriptions. `slow`: new notifications wait ten minutes.
 * `drop`: they are thrown away. Looked at anew every ten minutes.
 */
export type EndpointState = 'well' | 'slow' | 'drop';
export type EndpointHealth = {
  readonly answered: (url: string, tookMs: number) => void;
  readonly stateOf: (url: string) => EndpointState;
};

export const heldBackMs = 600_000;
const windowMs = 600_000;
const slowMs = 3_000;
const lateMs = 10_000;
/** Fewer answers decide nothing: an assumption, so that one cold start does not count as an outage. */
const leastAnswers = 20;

type Window = { readonly from: number; answers: number; slow: number; late: number; state: EndpointState };

export const alwaysWell: EndpointHealth = { answered: () => undefined, stateOf: () => 'well' };

export function createEndpointHealth(world: World): EndpointHealth {
  const windows = new Map<string, Window>();
  const windowOf = (url: string): Window => {
    const { host } = new URL(url);
    const known = windows.get(host);
    if (known && world.now() < known.from + windowMs) return known;
    const next: Window = { from: world.now(), answers: 0, slow: 0, late: 0, state: 'well' };
    windows.set(host, next);
    return next;
  };
  return {
    answered: (url, tookMs) => {
      const window = windowOf(url);
      window.answers += 1;
      if (tookMs >= slowMs) window.slow += 1;
      if (tookMs >= lateMs) window.late += 1;
      if (window.answers >= leastAnswers) window.state = judge(window);
    },
    stateOf: (url) => windowOf(url).state,
  };
}

function judge({ answers, slow, late }: Window): EndpointState {
  if (late / answers > 0.15) return 'drop';
  return slow / answers > 0.1 ? 'slow' : 'well';
}
