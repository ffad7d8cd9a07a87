import type { Item } from '@concord/core';

/** `elsewhere`: moved out of the book by a person. `hidden`: this account may not see it any more. */
export type Standing = 'here' | 'gone' | 'elsewhere' | 'hidden';

export type Entry = {
  readonly id: string;
  readonly revision: number;
  /** Place in the book's order of changes. */
  readonly sequence: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly standing: Standing;
  readonly item: Item;
  readonly marker?: string;
  /** Ids of the groups that it is in. */
  readonly groups: readonly string[];
  /** What no field maps. */
  readonly extra: Readonly<Record<string, string>>;
};

export type Entries = {
  readonly get: (id: string) => Entry | undefined;
  readonly all: () => readonly Entry[];
  readonly add: (entry: Pick<Entry, 'item'> & Partial<Pick<Entry, 'marker' | 'groups'>>) => Entry;
  /** Gives a new revision, and a place at the end of the changes. */
  readonly change: (entry: Entry, change: Partial<Pick<Entry, 'item' | 'standing' | 'extra'>>) => Entry;
  /** Another place among the changes, and nothing else: who enters or leaves a group says what it said before. */
  readonly regroup: (entry: Entry, groups: readonly string[]) => Entry;
  readonly lastSequence: () => number;
};

export function createEntries(
  now: () => number,
  onChange: (entry: Entry, event: 'changed' | 'deleted') => void,
): Entries {
  const entries = new Map<string, Entry>();
  let sequence = 0;
  let lastId = 0;
  const save = (entry: Entry): Entry => {
    entries.set(entry.id, entry);
    onChange(entry, entry.standing === 'gone' ? 'deleted' : 'changed');
    return entry;
  };
  return {
    get: (id) => entries.get(id),
    all: () => [...entries.values()],
    add: ({ item, marker, groups = [] }) => {
      lastId += 1;
      sequence += 1;
      const at = now();
      const fresh = { id: `m${lastId}`, revision: 1, sequence, createdAt: at, modifiedAt: at } as const;
      const said = { item, groups, ...(marker === undefined ? {} : { marker }) };
      return save({ ...fresh, standing: 'here', extra: {}, ...said });
    },
    change: (entry, change) => {
      sequence += 1;
      return save({ ...entry, ...change, revision: entry.revision + 1, sequence, modifiedAt: now() });
    },
    regroup: (entry, groups) => {
      sequence += 1;
      return save({ ...entry, groups, sequence });
    },
    lastSequence: () => sequence,
  };
}
