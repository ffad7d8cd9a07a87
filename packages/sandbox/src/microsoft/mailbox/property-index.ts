import type { Filed } from './card.ts';

/** Finds items by an extended property. Values are compared without regard to case, as Graph filters them. */
export type PropertyIndex = {
  readonly add: (card: Filed) => void;
  readonly remove: (card: Filed) => void;
  readonly find: (propertyId: string, value: string) => readonly string[];
};

export function createPropertyIndex(): PropertyIndex {
  const holders = new Map<string, Set<string>>();
  const keysOf = (card: Filed): string[] => Object.entries(card.properties).map(([id, value]) => keyOf(id, value));
  return {
    add: (card) => {
      for (const key of keysOf(card)) {
        const ids = holders.get(key) ?? new Set();
        holders.set(key, ids.add(card.id));
      }
    },
    remove: (card) => {
      for (const key of keysOf(card)) {
        const ids = holders.get(key);
        ids?.delete(card.id);
        if (ids?.size === 0) holders.delete(key);
      }
    },
    find: (propertyId, value) => [...(holders.get(keyOf(propertyId, value)) ?? [])],
  };
}

function keyOf(propertyId: string, value: string): string {
  return `${propertyId}\n${value.toLowerCase()}`;
}
