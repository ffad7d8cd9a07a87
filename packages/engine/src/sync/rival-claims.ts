import { type Instant, type Item, longestStaleMs, type Observation, presentOf } from '@concord/core';
import { pointersOfItems, readMappings, type StoredMapping } from './mappings.ts';
import type { Active } from './prepare.ts';
import type { Slice } from './slice.ts';

/** What a row of claims remembers of each: for which mapping of which sync, since when, and until when it may be at work. */
export type Claim = {
  readonly sync: string;
  readonly mapping: string;
  readonly at: Instant;
  readonly until: Instant;
};

/** One that a newcomer runs into. `wasSame`: both had one contact on the left, before it was deleted there. */
export type RivalClaim = Claim & { readonly wasSame?: true };

/** Somebody on the left whom another sync has made, or may have made. */
export type Met = {
  readonly observation: Observation;
  /** This sync knows them already. */
  readonly stored?: StoredMapping;
  /** Both were linked with one contact before it was deleted there. */
  readonly wasSame: boolean;
};

/** What other syncs' claims mean for one newcomer. */
export type Rivals = {
  readonly met: readonly Met[];
  /** Not to be decided on before: somebody else is at it. */
  readonly busyUntil?: Instant;
  readonly isKnown: (claim: Claim) => boolean;
  /** Nothing came of it, and nothing will. */
  readonly isDead: (claim: Claim) => boolean;
};

type Wish = { readonly active: Active; readonly item: Item; readonly claims: readonly RivalClaim[] };

/** Looks at what became of the claims of other syncs: their mappings say it, and of those that died the provider. */
export async function meetRivals(slice: Slice, wishes: readonly Wish[]): Promise<ReadonlyMap<Active, Rivals>> {
  const claims = wishes.flatMap((wish) => wish.claims);
  if (claims.length === 0) return new Map(wishes.map(({ active }) => [active, nobody]));
  const owners = await ownersOf(slice, claims);
  const ids = [...owners.values()].flatMap(({ left }) => left?.id ?? []);
  const made = await lookAt(slice, [...new Set(ids)]);
  const lost = await findLost(slice, wishes, owners);
  return new Map(wishes.map((wish) => [wish.active, rivalsOf(slice, wish, owners, made, lost.get(wish.active) ?? [])]));
}

const nobody: Rivals = { met: [], isKnown: () => false, isDead: () => false };

type Owner = {
  /** Made, and not gone as far as that sync knows. */
  readonly left?: { readonly id: string; readonly seenAt: Instant };
  /** `making`: nobody knows yet. `lost`: its time is up. `never`: the provider will not take it. */
  readonly state: 'made' | 'making' | 'lost' | 'never';
};

const nameOf = ({ sync, mapping, at }: Claim): string => `${sync} ${mapping} ${at}`;

async function ownersOf({ ports, id }: Slice, claims: readonly Claim[]): Promise<ReadonlyMap<string, Owner>> {
  const owners = new Map<string, Owner>();
  const now = ports.clock.now();
  for (const sync of new Set(claims.map((claim) => claim.sync))) {
    const own = claims.filter((claim) => claim.sync === sync);
    const stored = await readMappings(ports, { firm: id.firm, sync }, [...new Set(own.map(({ mapping }) => mapping))]);
    for (const claim of own) owners.set(nameOf(claim), ownerOf(stored.get(claim.mapping), claim, now));
  }
  return owners;
}

function ownerOf(stored: StoredMapping | undefined, { until }: Claim, now: Instant): Owner {
  const { left, parked } = stored?.mapping ?? {};
  if (left && !left.gone) return { state: 'made', left };
  if (parked?.side === 'left') return { state: 'never' };
  return { state: until > now ? 'making' : 'lost' };
}

type Look = Omit<Met, 'wasSame'>;

/** Those that this sync knows already as it knows them, the others as they are now. By id. */
async function lookAt(slice: Slice, ids: readonly string[]): Promise<ReadonlyMap<string, Look>> {
  const looked = new Map(await ownAmong(slice, ids));
  const unknown = ids.filter((item) => !looked.has(item));
  const { read, profile } = slice.collections.left;
  for (let first = 0; first < unknown.length; first += profile.batchSize) {
    for (const observation of await read(unknown.slice(first, first + profile.batchSize)))
      looked.set(observation.id, { observation });
  }
  return looked;
}

async function ownAmong({ ports, id }: Slice, ids: readonly string[]): Promise<ReadonlyMap<string, Look>> {
  const pointers = await pointersOfItems(ports, id, 'left', ids);
  const stored = await readMappings(ports, id, [...new Set([...pointers.values()].map(({ mapping }) => mapping))]);
  const own = [...stored.values()].flatMap((one): readonly (readonly [string, Look])[] => {
    const { left } = one.mapping;
    return left && !left.gone ? [[left.id, { stored: one, observation: presentOf(left, left.seenAt) }]] : [];
  });
  return new Map(own.filter(([item]) => ids.includes(item)));
}

/** A worker that died may have made them without a note: looked for as its own recovery does. */
async function findLost(
  slice: Slice,
  wishes: readonly Wish[],
  owners: ReadonlyMap<string, Owner>,
): Promise<ReadonlyMap<Active, readonly Look[]>> {
  const lost = wishes.flatMap(({ active, item, claims }) => {
    const times = claims.filter((claim) => owners.get(nameOf(claim))?.state === 'lost').map(({ at }) => at);
    return times.length === 0 ? [] : [{ active, sought: { marker: '', item, since: Math.min(...times) } }];
  });
  if (lost.length === 0) return new Map();
  const found = await slice.collections.left.find(lost.map(({ sought }) => sought));
  const own = await ownAmong(slice, [...new Set(found.flat().map(({ id }) => id))]);
  return new Map(
    lost.map(({ active }, index) => [
      active,
      (found[index] ?? []).map((observation) => own.get(observation.id) ?? { observation }),
    ]),
  );
}

const soonestMs = 5_000;

function rivalsOf(
  { ports }: Slice,
  { claims }: Wish,
  owners: ReadonlyMap<string, Owner>,
  made: ReadonlyMap<string, Look>,
  lost: readonly Look[],
): Rivals {
  const now = ports.clock.now();
  const met = new Map<string, Met>();
  const busy: Instant[] = [];
  for (const claim of claims) {
    const owner = owners.get(nameOf(claim));
    if (owner?.state === 'making') busy.push(Math.min(claim.until, now + Math.max(soonestMs, (now - claim.at) / 2)));
    const left = owner?.left;
    const looked = left && made.get(left.id);
    if (left === undefined || looked === undefined) continue;
    const isThere = looked.observation.kind !== 'gone' && looked.observation.kind !== 'elsewhere';
    if (isThere) met.set(left.id, { ...looked, wasSame: claim.wasSame === true || met.get(left.id)?.wasSame === true });
    else if (left.seenAt + longestStaleMs > now) busy.push(Math.min(left.seenAt + longestStaleMs, now + 60_000));
  }
  for (const one of lost) if (!met.has(one.observation.id)) met.set(one.observation.id, { ...one, wasSame: false });
  const isOf = (claim: Claim, state: Owner['state']): boolean => owners.get(nameOf(claim))?.state === state;
  return {
    met: [...met.values()],
    ...(busy.length > 0 ? { busyUntil: Math.max(...busy) } : {}),
    isKnown: (claim) => owners.has(nameOf(claim)),
    isDead: (claim) => isOf(claim, 'lost') || isOf(claim, 'never'),
  };
}
