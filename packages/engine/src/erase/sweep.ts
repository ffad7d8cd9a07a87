import { type Observation, type Row, type SideName, SyncError, sideNames } from '@concord/core';
import { bodyOf } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import type { ShapeName } from '../shapes/shapes.ts';
import { type HistoryBatch, withoutMapping } from '../sync/history.ts';
import { typeOf } from '../sync/item-types.ts';
import { brakedKey, partOfRun, partOfSync } from '../sync/keys.ts';
import { sealed, unsealed } from '../sync/pack.ts';
import type { PlanEntry } from '../sync/plan-step.ts';
import type { SyncRecord } from '../sync/sync-record.ts';
import type { Affected } from '../sync/weigh.ts';
import { digestOfCard, type Erased, isErased } from './tombstones.ts';

/** One person in one sync. `mapping`: under which they are known there, if they are. */
export type Sweep = {
  readonly ports: EnginePorts;
  readonly record: SyncRecord;
  readonly mapping: string | undefined;
  readonly erased: Erased;
  /** Only counts. */
  readonly isDryRun: boolean;
  /** Before each page: throws when the sync is somebody else's again. */
  readonly confirm: () => Promise<void>;
  readonly count: (kind: ErasedKind) => void;
};

/** What there is of a person, as the operator reads it. */
export const erasedKinds = {
  history: 'rows of the history',
  scans: 'pages of what a side showed',
  plans: 'pages of plans',
  brake: 'names that the brake stopped',
  claims: 'claims of newcomers',
  waiting: 'questions, answers and possible duplicates',
  pointers: 'pointers from cards',
  keys: 'names and e-mail addresses to look up',
  mapping: 'mappings',
  watches: 'watches of their matters',
  engagements: 'messages on timelines',
  correspondents: 'contacts whose mail is kept',
} as const;
export type ErasedKind = keyof typeof erasedKinds;

/** What is to become of a row: nothing, another text, or no row at all. */
type Change = Row | 'remove' | undefined;
type Part = {
  readonly kind: ErasedKind;
  readonly pk: string;
  readonly prefix: string;
  readonly change: (sweep: Sweep, row: Row) => Promise<Change> | Change;
};

/**
 * Removes or blanks all rows that hold something of the person, the mapping last: until then a look leads there. Everything is
 * safe to repeat. A row that somebody else writes at the same moment is `unavailable`.
 */
export async function sweep(one: Sweep): Promise<void> {
  for (const part of partsOf(one, await runsOf(one))) await sweepPart(one, part);
}

const rowsAtOnce = 200;
/** Bounds a loop over rows that somebody still writes. */
const maximumPages = 50_000;

async function sweepPart(one: Sweep, { kind, pk, prefix, change }: Part): Promise<void> {
  const { table } = one.ports;
  let after: string | undefined;
  for (let page = 0; page < maximumPages; page += 1) {
    await one.confirm();
    const found: Awaited<ReturnType<typeof table.query>> = await table.query({
      pk,
      prefix,
      limit: rowsAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    for (const row of found.rows) await applyTo(one, kind, row, await change(one, row));
    after = found.after;
    if (after === undefined) return;
  }
  throw new Error(`There is no end of ${prefix} rows.`);
}

async function applyTo({ ports, isDryRun, count }: Sweep, kind: ErasedKind, row: Row, change: Change): Promise<void> {
  if (change === undefined) return;
  // The index of the history is counted with its rows.
  if (!row.sk.startsWith('TOLD#')) count(kind);
  if (isDryRun) return;
  const isRead = { kind: 'rev', rev: row.rev } as const;
  const done =
    change === 'remove'
      ? await ports.table.remove(row, isRead)
      : await ports.table.put({ ...change, rev: row.rev + 1 }, isRead);
  if (!done && (await ports.table.get(row)) !== undefined)
    throw new SyncError('unavailable', 'A row was written at the same moment. Type it again.', { retryAfterMs: 1000 });
}

function partsOf({ record, mapping }: Sweep, runs: readonly string[]): readonly Part[] {
  const { firm } = record;
  const pages = runs.flatMap((run): Part[] => [
    { kind: 'scans', pk: partOfRun.pk({ firm, run }), prefix: 'SCAN#', change: scanWithout },
    { kind: 'plans', pk: partOfRun.pk({ firm, run }), prefix: 'PLAN#', change: planWithout },
  ]);
  if (mapping === undefined) return pages;
  const pk = partOfSync.pk(record);
  return [
    ...pages,
    { kind: 'history', pk, prefix: 'HIST#', change: historyWithout },
    { kind: 'history', pk, prefix: 'TOLD#', change: indexWithout },
    { kind: 'brake', pk, prefix: brakedKey(record).sk, change: brakedWithout },
    { kind: 'claims', pk: `CLAIM#${firm}`, prefix: 'newcomer#', change: claimsWithout },
    ...['WAIT#', 'TODO#'].map((prefix): Part => ({ kind: 'waiting', pk, prefix: `${prefix}${mapping}`, change: own })),
    { kind: 'waiting', pk, prefix: 'DOUBLE#', change: doubleWithout },
    { kind: 'pointers', pk, prefix: 'AT#', change: leading },
    { kind: 'keys', pk, prefix: 'KEY#', change: leading },
    { kind: 'mapping', pk, prefix: `MAP#${mapping}`, change: own },
  ];
}

async function runsOf({ ports, record }: Sweep): Promise<readonly string[]> {
  const { rows } = await ports.table.query({ pk: partOfSync.pk(record), prefix: 'RUN#', limit: 1000 });
  return rows.map((row) => String(row['run']));
}

const own = ({ mapping }: Sweep, { sk }: Row): Change =>
  sk.slice(sk.indexOf('#') + 1) === mapping ? 'remove' : undefined;
const leading = ({ mapping }: Sweep, row: Row): Change => (row['mapping'] === mapping ? 'remove' : undefined);

function doubleWithout({ mapping }: Sweep, row: Row): Change {
  const { mappings } = row['double'] as { readonly mappings: readonly string[] };
  return mappings.some((one) => one === mapping) ? 'remove' : undefined;
}

async function historyWithout(one: Sweep, row: Row): Promise<Change> {
  const { ports, record, mapping } = one;
  const batch = await unsealed<HistoryBatch>(ports, record.firm, 'history', row);
  const entries = batch.entries.filter(({ mapping: told, side, item }) => told !== mapping && !isCard(one, side, item));
  if (entries.length === batch.entries.length) return undefined;
  return entries.length === 0 ? 'remove' : await resealed(one, row, 'history', { ...batch, entries });
}

function indexWithout({ mapping = '' }: Sweep, row: Row): Change {
  const before = String(row['mappings']);
  const mappings = withoutMapping(before, mapping);
  if (mappings === before) return undefined;
  return mappings === '' ? 'remove' : { ...row, mappings };
}

async function brakedWithout(one: Sweep, row: Row): Promise<Change> {
  if (row['sealed'] === undefined) return undefined;
  const affected = await unsealed<readonly Affected[]>(one.ports, one.record.firm, 'braked', row);
  const others = affected.filter(({ mapping }) => mapping !== one.mapping);
  return others.length === affected.length ? undefined : await resealed(one, row, 'braked', others);
}

function claimsWithout({ record, mapping }: Sweep, row: Row): Change {
  const claims = row['claims'] as readonly { readonly sync: string; readonly mapping: string }[];
  const others = claims.filter((claim) => claim.sync !== record.sync || claim.mapping !== mapping);
  if (others.length === claims.length) return undefined;
  return others.length === 0 ? 'remove' : { ...row, claims: others };
}

async function scanWithout(one: Sweep, row: Row): Promise<Change> {
  const side = row.sk.split('#')[1] as SideName;
  const shown = await unsealed<readonly Observation[]>(one.ports, one.record.firm, 'page', row);
  const others = shown.filter((each) => !isTheirs(one, side, each));
  return others.length === shown.length ? undefined : await resealed(one, row, 'page', others);
}

async function planWithout(one: Sweep, row: Row): Promise<Change> {
  const planned = await unsealed<readonly PlanEntry[]>(one.ports, one.record.firm, 'page', row);
  const others = planned.filter((entry) => !isPlanned(one, entry)).map((entry) => withoutCandidate(one, entry));
  const isSame = others.length === planned.length && others.every((entry, index) => entry === planned[index]);
  return isSame ? undefined : await resealed(one, row, 'page', others);
}

function isPlanned(one: Sweep, { mapping, sights, joins }: PlanEntry): boolean {
  if (mapping.id === one.mapping) return true;
  if (one.mapping !== undefined && joins !== undefined && JSON.stringify(joins).includes(one.mapping)) return true;
  return sideNames.some((side) => {
    const sight = sights[side];
    return (sight && isTheirs(one, side, sight.observation)) || isCard(one, side, mapping[side]?.id);
  });
}

/** Somebody else may look like them. */
function withoutCandidate(one: Sweep, entry: PlanEntry): PlanEntry {
  const candidates = entry.candidates?.filter(({ id }) => !sideNames.some((side) => isCard(one, side, id)));
  return candidates === undefined || candidates.length === entry.candidates?.length ? entry : { ...entry, candidates };
}

const isTheirs = ({ erased, record }: Sweep, side: SideName, observation: Observation): boolean =>
  isErased(erased, record, typeOf(record), side, observation);

const isCard = ({ erased, record }: Sweep, side: SideName, item: string | undefined): boolean =>
  item !== undefined && erased.has(digestOfCard(record, side, item));

async function resealed({ ports, record }: Sweep, row: Row, shape: ShapeName, value: unknown): Promise<Row> {
  const { pk, sk, rev } = row;
  return { ...bodyOf(row), pk, sk, rev, ...(await sealed(ports, record.firm, shape, value)) };
}
