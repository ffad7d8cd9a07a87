import type { Check } from './check.ts';
import type { Picture } from './picture.ts';

const roundMs = 60 * 60 * 1000;
/**
 * K of I1: a delete in Clio that no notice told is found by the nightly pass, a day after the last one; a round before
 * that for what is due, and one after it for what follows.
 */
export const agreesWithinRounds = 26;

export type Rounds = {
  readonly check: Check;
  /** Polling periods from the end of all trouble, or from the last thing that somebody asked for after it, to the last write. */
  readonly count: () => number;
  readonly late: () => string | undefined;
};

export function createRounds(picture: Picture): Rounds {
  let since: number | undefined;
  let most = 0;
  return {
    check: {
      sees: {
        phase: ({ at, phase }) => {
          if (phase === 'healed') since = at;
        },
        wish: ({ at }) => {
          if (since !== undefined) since = at;
        },
        change: ({ at, by }) => {
          if (since !== undefined && picture.worker(by)) most = Math.max(most, Math.ceil((at - since) / roundMs));
        },
      },
    },
    count: () => most,
    late: () => (most > agreesWithinRounds ? `the last write came ${most} hours after the last trouble` : undefined),
  };
}
