/** One version of what is logged. Its place in the sequence of changes grows with time. */
type Version = { readonly id: string; readonly seq: number; readonly changedAt: number };

/** Versions in order, of each id once: a later version takes the place of an earlier one. */
export type ChangeLog<Row extends Version> = {
  readonly append: (version: Row) => void;
  /** Versions after `position` as they stood at `horizon`: what happened later is not seen, and what it replaced still is. */
  readonly after: (position: number, horizon: number) => IterableIterator<Row>;
  /** The version that was current at an instant; undefined before there was any. */
  readonly at: (id: string, instant: number) => Row | undefined;
  /** Number of the last change up to an instant. */
  readonly headAt: (instant: number) => number;
  /** The current versions, in the order of their changes. */
  readonly latest: () => readonly Row[];
};

/** How long a replaced version is kept for reads that lag behind. */
const keptMs = 3_600_000;
/** Of one id, for reads by it. */
const olderKept = 5;

export function createChangeLog<Row extends Version>(initial: Iterable<Row>): ChangeLog<Row> {
  let versions: Row[] = [...initial].sort((one, other) => one.seq - other.seq);
  const latest = new Map(versions.map((version) => [version.id, version]));
  const replacedAt = new Map<Row, number>();
  const older = new Map<string, readonly Row[]>();
  let compactedAt = 0;

  const compact = (now: number): void => {
    compactedAt = now;
    versions = versions.filter((version) => (replacedAt.get(version) ?? now) > now - keptMs);
    for (const [version, at] of replacedAt) if (at <= now - keptMs) replacedAt.delete(version);
  };
  const isCurrentAt = (version: Row, instant: number): boolean =>
    version.changedAt <= instant && (replacedAt.get(version) ?? Number.POSITIVE_INFINITY) > instant;

  return {
    append: (version) => {
      const before = latest.get(version.id);
      if (before) {
        replacedAt.set(before, version.changedAt);
        older.set(version.id, [...(older.get(version.id) ?? []).slice(1 - olderKept), before]);
      }
      latest.set(version.id, version);
      versions.push(version);
      if (replacedAt.size > 1_000 && version.changedAt - compactedAt > keptMs) compact(version.changedAt);
    },
    after: function* (position, horizon) {
      const snapshot = versions;
      for (let index = firstIndex(snapshot, ({ seq }) => seq > position); index < snapshot.length; index += 1) {
        const version = snapshot[index];
        if (version === undefined || version.changedAt > horizon) return;
        if (isCurrentAt(version, horizon)) yield version;
      }
    },
    at: (id, instant) => {
      const current = latest.get(id);
      if (current === undefined || isCurrentAt(current, instant)) return current;
      return older.get(id)?.findLast((version) => isCurrentAt(version, instant));
    },
    headAt: (instant) => versions[firstIndex(versions, ({ changedAt }) => changedAt > instant) - 1]?.seq ?? 0,
    latest: () => versions.filter((version) => !replacedAt.has(version)),
  };
}

/** Binary search, in what is ordered by it: the index of the first for which it holds. */
function firstIndex<Row>(versions: readonly Row[], holds: (version: Row) => boolean): number {
  let low = 0;
  let high = versions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const version = versions[middle];
    if (version !== undefined && holds(version)) high = middle;
    else low = middle + 1;
  }
  return low;
}
