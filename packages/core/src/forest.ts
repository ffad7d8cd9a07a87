import type { ItemTypeName } from './items.ts';
import type { ProviderName } from './ports/provider.ts';

/**
 * An address book or a calendar, whoever looks into it. `owner`: of Clio's books the firm, of any other's the account.
 * `collection`: which of the kind, where the owner has several.
 */
export type Book = {
  readonly provider: ProviderName;
  readonly owner: string;
  readonly itemType: ItemTypeName;
  readonly collection?: string;
};

/** Two books that a sync keeps in step. */
export type Pair = { readonly sync: string; readonly left: Book; readonly right: Book };

export type Joining =
  | { readonly kind: 'ok' }
  /** The right book is another sync's already. */
  | { readonly kind: 'taken'; readonly sync: string }
  /** Other syncs join the two already, round some corner. */
  | { readonly kind: 'cycle' };

/**
 * Whether one more sync may join two books: each right book belongs to one sync, and books with their syncs form a forest,
 * so that nothing that Concord writes ever comes back to where it came from. A sync's own pair is not in its way.
 */
export function joinBooks(pairs: readonly Pair[], { sync, left, right }: Pair): Joining {
  const others = pairs.filter((pair) => pair.sync !== sync);
  const owner = others.find((pair) => nameOf(pair.right) === nameOf(right));
  if (owner !== undefined) return { kind: 'taken', sync: owner.sync };
  return reachable(others, nameOf(left)).has(nameOf(right)) ? { kind: 'cycle' } : { kind: 'ok' };
}

/** All books that syncs join with this one, itself included. */
function reachable(pairs: readonly Pair[], start: string): ReadonlySet<string> {
  const found = new Set([start]);
  // Each round finds at least one more book, or is the last.
  for (let round = 0; round <= pairs.length; round += 1) {
    const before = found.size;
    for (const { left, right } of pairs) {
      if (found.has(nameOf(left))) found.add(nameOf(right));
      else if (found.has(nameOf(right))) found.add(nameOf(left));
    }
    if (found.size === before) break;
  }
  return found;
}

export const isSameBook = (one: Book, other: Book): boolean => nameOf(one) === nameOf(other);

const nameOf = ({ provider, owner, itemType, collection }: Book): string =>
  JSON.stringify([provider, owner, itemType, collection]);
