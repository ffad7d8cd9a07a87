import type { Filed } from './card.ts';

/**
 * Old versions, for the switches that show yesterday's news: stale reads, late deltas, replays. Kept in memory only,
 * a few for each item, so a restarted sandbox replays nothing from before.
 */
export type History<Item extends Filed> = {
  /** `card` was the current version until `until`. */
  readonly keep: (card: Item, until: number) => void;
  /** The version that was current at an instant, given today's. */
  readonly at: (id: string, current: Item | undefined, instant: number) => Item | undefined;
  /** The version as of a place in the mailbox's sequence, if it is still known. */
  readonly asOf: (id: string, seq: number) => Item | undefined;
  /** Items that have older versions, with the newest of these. */
  readonly replaced: () => IterableIterator<Item>;
};

const versionsKept = 5;

export function createHistory<Item extends Filed>(): History<Item> {
  const versions = new Map<string, { readonly card: Item; readonly until: number }[]>();
  return {
    keep: (card, until) => {
      const known = versions.get(card.id) ?? [];
      versions.set(card.id, [...known.slice(-versionsKept + 1), { card, until }]);
    },
    at: (id, current, instant) => {
      if (current && current.modifiedAt <= instant) return current;
      return versions.get(id)?.findLast(({ card, until }) => card.modifiedAt <= instant && until > instant)?.card;
    },
    asOf: (id, seq) => versions.get(id)?.findLast(({ card }) => card.seq <= seq)?.card,
    replaced: function* () {
      for (const known of versions.values()) {
        const last = known.at(-1);
        if (last) yield last.card;
      }
    },
  };
}
