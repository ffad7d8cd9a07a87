import type { Slice } from './slice.ts';

/** What a slice has worked out or read once, and needs in its next steps: the newest only, and gone with the slice. */
export type SliceMemo<Value> = {
  readonly has: (slice: Slice) => boolean;
  /** What is known under this key, or what `make` gives. */
  readonly get: (slice: Slice, key: string, make: () => Promise<Value>) => Promise<Value>;
};

export function createSliceMemo<Value>(): SliceMemo<Value> {
  const known = new WeakMap<Slice, { readonly key: string; readonly value: Value }>();
  return {
    has: (slice) => known.has(slice),
    get: async (slice, key, make) => {
      const found = known.get(slice);
      if (found?.key === key) return found.value;
      const value = await make();
      known.set(slice, { key, value });
      return value;
    },
  };
}
