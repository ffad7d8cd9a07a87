/** Counts what happens within the last so many milliseconds, by key. */
export type Window = {
  /** True when there were more than the limit; then it begins anew. Times never go back. */
  readonly add: (key: string, at: number) => boolean;
};

export function createWindow(lengthMs: number, limit: number): Window {
  const times = new Map<string, number[]>();
  return {
    add: (key, at) => {
      const known = times.get(key) ?? [];
      times.set(key, known);
      known.push(at);
      if (known.length <= limit) return false;
      const first = known[known.length - 1 - limit] ?? at;
      if (known.length > 4 * limit) known.splice(0, known.length - limit);
      if (at - first >= lengthMs) return false;
      known.length = 0;
      return true;
    },
  };
}
