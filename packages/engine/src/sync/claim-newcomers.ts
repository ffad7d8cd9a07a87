import {
  type Instant,
  type Mapping,
  type Match,
  matchOne,
  type Observation,
  type Present,
  type ReasonCode,
} from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import { sharesLeftBook } from './books.ts';
import { type Entry, seen } from './entry.ts';
import { claimKey } from './keys.ts';
import { joinable } from './matching.ts';
import type { Active } from './prepare.ts';
import { type Claim, type Met, meetRivals, type RivalClaim, type Rivals } from './rival-claims.ts';
import type { Slice } from './slice.ts';

export type Claimed = {
  /** May be written now. */
  readonly free: readonly Active[];
  /** Somebody else's sync has made them, or somebody like them: to be decided again, with what was read just now. */
  readonly met: readonly Entry[];
  /** Others wait for somebody else's sync, which is making them or somebody like them. */
  readonly busyUntil?: Instant;
};

/**
 * Before anybody is made in a book that several syncs fill: each key under which they could be found is claimed for the whole
 * firm, so that two mailboxes with the same new client make one card. A claim names the mapping that it is for, and that
 * mapping says what came of it, whoever died in between. Nothing is claimed while no other sync fills the book.
 */
export async function claimNewcomers(slice: Slice, batch: readonly Active[]): Promise<Claimed> {
  const newcomers = batch.flatMap((active) => newcomerIn(slice, active) ?? []);
  if (newcomers.length === 0 || !(await sharesLeftBook(slice.ports, slice.record))) return { free: batch, met: [] };
  const rows = await slice.ports.table.getMany(
    [...new Set(newcomers.flatMap(({ keys }) => keys))].map((key) => keyOf(slice, key)),
  );
  const claims = new Map(rows.map((row) => [row.sk, row['claims'] as readonly Claim[]]));
  const rivals = await meetRivals(
    slice,
    newcomers.map(({ active, keys, create }) => ({
      active,
      item: create,
      claims: keys.flatMap((key) => othersIn(slice, key, claims.get(keyOf(slice, key).sk))),
    })),
  );
  const answers = await Promise.all(newcomers.map(async (one) => await answer(slice, one, rivals.get(one.active))));
  const put = new Map(newcomers.map(({ active }, index) => [active, answers[index]]));
  const busy = answers.flatMap((one) => (one?.kind === 'busy' ? [one.until] : []));
  return {
    free: batch.filter((active) => (put.get(active)?.kind ?? 'mine') === 'mine'),
    met: answers.flatMap((one) => (one?.kind === 'met' ? [one.entry] : [])),
    ...(busy.length > 0 ? { busyUntil: Math.min(...busy) } : {}),
  };
}

const earlier = 'was:';

function othersIn({ id }: Slice, key: string, claims: readonly Claim[] = []): readonly RivalClaim[] {
  const others = claims.filter(({ sync }) => sync !== id.sync);
  return key.startsWith(earlier) ? others.map((claim) => ({ ...claim, wasSame: true as const })) : others;
}

type Newcomer = { readonly active: Active; readonly create: Present['item']; readonly keys: readonly string[] };

/** Who can be found under no key is like nobody. In order, so that of two who want the same keys one gets all of them. */
function newcomerIn({ type }: Slice, active: Active): Newcomer | undefined {
  const write = active.decision.writes.find(({ side, kind }) => side === 'left' && kind === 'create');
  if (write?.kind !== 'create') return undefined;
  const before = active.entry.mapping.left?.id;
  const keys = [...type.matchKeys(write.item), ...(before === undefined ? [] : [`${earlier}${before}`])];
  return keys.length === 0 ? undefined : { active, create: write.item, keys: [...new Set(keys)].sort() };
}

function keyOf({ id, record }: Slice, key: string) {
  const { provider, collection } = record.left;
  return claimKey(
    id.firm,
    'newcomer',
    JSON.stringify([provider, record.itemType, key, ...(collection ? [collection.id] : [])]),
  );
}

type Answer =
  | { readonly kind: 'mine' }
  | { readonly kind: 'met'; readonly entry: Entry }
  | { readonly kind: 'busy'; readonly until: Instant };

const briefPauseMs = 5_000;

async function answer(slice: Slice, newcomer: Newcomer, rivals: Rivals | undefined): Promise<Answer> {
  if (rivals?.busyUntil !== undefined) return { kind: 'busy', until: rivals.busyUntil };
  const entry = rivals && metBy(slice, newcomer.active, rivals.met);
  if (entry) return { kind: 'met', entry };
  for (const key of newcomer.keys) {
    if (!(await take(slice, key, newcomer.active.entry.mapping.id, rivals)))
      return { kind: 'busy', until: slice.ports.clock.now() + briefPauseMs };
  }
  return { kind: 'mine' };
}

/** Of the other syncs' claims on a key so many are remembered: an office's address may be that of hundreds. */
const maximumClaims = 20;
const keptMs = 30 * 24 * 60 * 60 * 1000;

/** False when somebody whom nobody has looked at claimed it meanwhile. */
async function take(slice: Slice, key: string, mapping: string, rivals: Rivals | undefined): Promise<boolean> {
  const { ports, id } = slice;
  const { leaseMs, requestTimeoutMs } = ports.settings;
  let taken = true;
  await updateRow(ports.table, keyOf(slice, key), (row) => {
    const known = (row?.['claims'] ?? []) as readonly Claim[];
    const now = ports.clock.now();
    const others = known.filter((claim) => claim.sync !== id.sync || claim.mapping !== mapping);
    const own = known.find((claim) => !others.includes(claim));
    taken = others.every((claim) => claim.sync === id.sync || rivals?.isKnown(claim) === true);
    // A request of this lease may begin just before its end, and the lease be made longer once before.
    const needed = now + leaseMs + requestTimeoutMs;
    if (!taken || (own !== undefined && own.until >= needed)) return undefined;
    const until = needed + leaseMs + slice.collections.left.profile.readLagMs;
    const mine: Claim = { sync: id.sync, mapping, at: now, until };
    const living = others.filter((claim) => rivals?.isDead(claim) !== true);
    return {
      claims: [...living, mine].slice(-maximumClaims),
      expiresAt: Math.floor((now + keptMs) / 1000),
    };
  });
  return taken;
}

/** Who is there by now, or looks like it: then this is not to be made. */
function metBy(slice: Slice, { entry, decision }: Active, met: readonly Met[]): Entry | undefined {
  const view = decision.views.right;
  if (view.status !== 'present') return undefined;
  const again = met.find(({ wasSame, stored }) => wasSame && stored === undefined);
  if (again) return meeting(entry, again.observation, { kind: 'same', because: 'sameBefore' });
  const seenOnes = met.filter(({ observation }) => observation.kind === 'present');
  const { match, candidates } = matchOne(
    slice.type,
    view.side.shown,
    seenOnes.map((one) => ({ name: one, item: itemOf(one), taken: one.stored?.mapping.right !== undefined })),
  );
  const [first] = candidates;
  if (match.kind === 'same' && first?.stored === undefined) return meeting(entry, first?.observation, match);
  const because = heldBecause(match, met);
  return because === undefined || entry.mapping.answer === 'different'
    ? undefined
    : { ...entry, match: { kind: 'held', because } };
}

/** What this account may not see cannot be linked with; made again it would be there twice. */
function heldBecause(match: Match, met: readonly Met[]): ReasonCode | undefined {
  if (match.kind === 'held') return match.because;
  if (match.kind === 'same') return 'alreadyLinked';
  return met.some(({ observation }) => observation.kind === 'hidden') ? 'notVisible' : undefined;
}

const itemOf = ({ observation }: Met): Present['item'] => (observation.kind === 'present' ? observation.item : {});

function meeting(entry: Entry, left: Observation | undefined, match: Match): Entry {
  const { resend: _, ...rest } = entry;
  const { right } = entry.sights;
  const mapping: Mapping = entry.mapping.left ? joinable(entry.mapping, 'left') : entry.mapping;
  return {
    ...rest,
    mapping,
    sights: { ...(right ? { right } : {}), ...(left ? { left: seen(left, true) } : {}) },
    match,
  };
}
