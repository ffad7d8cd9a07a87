import type { Item, ItemType } from './items.ts';
import type { ReasonCode } from './reasons.ts';
import type { Match } from './situation.ts';

/** An item that no mapping knows, or a mapping's one side that could still be linked. `taken`: already linked with another. */
export type Candidate<Name> = { readonly name: Name; readonly item: Item; readonly taken: boolean };

export type Found<Name> = {
  readonly match: Match;
  /** With `same`: the one. With `held`: all who may be it. */
  readonly candidates: readonly Name[];
};

/**
 * Who on the other side is this? One exact likeness that is free links by itself; anything less, or several, is held for a
 * person. So is a namesake who is already linked, because writing it might make a double; of another name than somebody
 * who is already linked is a relative or a colleague.
 */
export function matchOne<Name>(type: ItemType, item: Item, candidates: readonly Candidate<Name>[]): Found<Name> {
  const same: { name: Name; taken: boolean; because: ReasonCode }[] = [];
  const similar: { name: Name; because: ReasonCode }[] = [];
  for (const { name, item: other, taken } of candidates) {
    const likeness = type.likeness(item, other);
    if (likeness.kind === 'same') same.push({ name, taken, because: likeness.because });
    else if (likeness.kind === 'similar' && (!taken || likeness.namesake))
      similar.push({ name, because: likeness.because });
  }
  const free = same.filter(({ taken }) => !taken);
  const [only] = free;
  if (only && same.length === 1) return { match: { kind: 'same', because: only.because }, candidates: [only.name] };
  if (free.length > 0) return held('several', free);
  if (same.length > 0) return held('alreadyLinked', same);
  const [likely] = similar;
  if (likely === undefined) return { match: { kind: 'none' }, candidates: [] };
  return held(similar.length > 1 ? 'several' : likely.because, similar);
}

function held<Name>(because: ReasonCode, candidates: readonly { name: Name }[]): Found<Name> {
  return { match: { kind: 'held', because }, candidates: candidates.map(({ name }) => name) };
}

export type Single<Name> = { readonly name: Name; readonly item: Item };
export type Pairs<Left, Right> = {
  readonly same: readonly { readonly left: Left; readonly right: Right; readonly because: ReasonCode }[];
  /** Both directions: each held item with those it may be. */
  readonly heldLeft: ReadonlyMap<Left, { readonly because: ReasonCode; readonly candidates: readonly Right[] }>;
  readonly heldRight: ReadonlyMap<Right, { readonly because: ReasonCode; readonly candidates: readonly Left[] }>;
};

/** Matches all items of two sides at once: a pair links only when each is the other's single exact likeness. */
export function matchAll<Left, Right>(
  type: ItemType,
  lefts: readonly Single<Left>[],
  rights: readonly Single<Right>[],
): Pairs<Left, Right> {
  const foundLeft = matchSide(type, lefts, rights);
  const foundRight = matchSide(type, rights, lefts);
  const same: { left: Left; right: Right; because: ReasonCode }[] = [];
  const heldLeft = new Map<Left, { because: ReasonCode; candidates: readonly Right[] }>();
  const heldRight = new Map<Right, { because: ReasonCode; candidates: readonly Left[] }>();
  for (const [left, { match, candidates }] of foundLeft) {
    const [right] = candidates;
    if (match.kind === 'none' || right === undefined) continue;
    if (match.kind === 'same' && foundRight.get(right)?.match.kind === 'same')
      same.push({ left, right, because: match.because });
    else heldLeft.set(left, { because: match.kind === 'same' ? 'several' : match.because, candidates });
  }
  for (const [right, { match, candidates }] of foundRight) {
    const [left] = candidates;
    if (match.kind === 'none' || left === undefined) continue;
    if (match.kind === 'same' && foundLeft.get(left)?.match.kind === 'same') continue;
    heldRight.set(right, { because: match.kind === 'same' ? 'several' : match.because, candidates });
  }
  return { same, heldLeft, heldRight };
}

function matchSide<Own, Other>(
  type: ItemType,
  own: readonly Single<Own>[],
  others: readonly Single<Other>[],
): ReadonlyMap<Own, Found<Other>> {
  const index = new Map<string, Single<Other>[]>();
  for (const other of others) {
    for (const key of type.matchKeys(other.item)) {
      const listed = index.get(key);
      if (listed) listed.push(other);
      else index.set(key, [other]);
    }
  }
  return new Map(
    own.map(({ name, item }) => {
      const near = new Set(type.matchKeys(item).flatMap((key) => index.get(key) ?? []));
      return [
        name,
        matchOne(
          type,
          item,
          [...near].map((other) => ({ ...other, taken: false })),
        ),
      ];
    }),
  );
}
