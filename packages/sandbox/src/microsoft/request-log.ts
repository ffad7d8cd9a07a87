/** Counts requests by kind, such as `GET delta` and `batch PATCH contact`. */
export type RequestLog = {
  readonly count: (kind: string) => void;
  readonly counts: () => Readonly<Record<string, number>>;
  readonly reset: () => void;
};

export function createRequestLog(): RequestLog {
  const counts = new Map<string, number>();
  return {
    count: (kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1),
    counts: () => Object.fromEntries(counts),
    reset: () => counts.clear(),
  };
}
