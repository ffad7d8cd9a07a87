/** One change in a folder: an item came or changed, or (`gone`) left. */
export type LogEntry = {
  readonly seq: number;
  readonly id: string;
  /** Only for what left: the classic id by which clients knew it here. */
  readonly classicId?: string;
  readonly at: number;
  readonly gone: boolean;
};

/** A folder's changes in order, each item once: a later change takes the place of an earlier one. */
export type ChangeLog = {
  readonly append: (entry: LogEntry) => void;
  /**
   * Entries after `position` as they stood at `horizon`: what happened later is not seen, and what it replaced still is.
   * Positions are sequence numbers.
   */
  readonly after: (position: number, horizon: number) => IterableIterator<LogEntry>;
};

/** How long a replaced entry is kept for reads that lag behind. */
const keptMs = 3_600_000;

export function createChangeLog(initial: readonly LogEntry[] = []): ChangeLog {
  let entries: LogEntry[] = initial.toSorted((one, other) => one.seq - other.seq);
  const latest = new Map(entries.map((entry) => [entry.id, entry]));
  const replacedAt = new Map<LogEntry, number>();

  let compactedAt = 0;
  const compact = (now: number): void => {
    compactedAt = now;
    entries = entries.filter((entry) => (replacedAt.get(entry) ?? now) > now - keptMs);
    for (const [entry, at] of replacedAt) if (at <= now - keptMs) replacedAt.delete(entry);
  };

  return {
    append: (entry) => {
      const replaced = latest.get(entry.id);
      if (replaced) replacedAt.set(replaced, entry.at);
      latest.set(entry.id, entry);
      entries.push(entry);
      if (replacedAt.size > 1_000 && entry.at - compactedAt > keptMs) compact(entry.at);
    },
    after: function* (position, horizon) {
      const snapshot = entries;
      for (let index = firstAfter(snapshot, position); index < snapshot.length; index += 1) {
        const entry = snapshot[index];
        if (entry === undefined || entry.at > horizon) return;
        if ((replacedAt.get(entry) ?? Number.POSITIVE_INFINITY) > horizon) yield entry;
      }
    },
  };
}

/** Binary search: the index of the first entry with a higher number than `position`. */
function firstAfter(entries: readonly LogEntry[], position: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.seq ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
