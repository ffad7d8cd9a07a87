import { type Item, type ItemType, type Mapping, type Row, type SideName, sideNames } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { mappingKey, matchKey, matchPrefix, pointerKey, type SyncId, waitingKey } from './keys.ts';
import { packed, unpacked } from './pack.ts';

/** A mapping with the revision that its next write must find; 0 when no row exists yet. */
export type StoredMapping = { readonly mapping: Mapping; readonly rev: number };

export async function readMappings(
  ports: EnginePorts,
  id: SyncId,
  mappings: readonly string[],
): Promise<ReadonlyMap<string, StoredMapping>> {
  if (mappings.length === 0) return new Map();
  const rows = await ports.table.getMany(mappings.map((mapping) => mappingKey(id, mapping)));
  return new Map(rows.map(toStored).map((stored) => [stored.mapping.id, stored]));
}

/** All mappings of a sync. */
export async function allMappings(ports: EnginePorts, id: SyncId): Promise<readonly StoredMapping[]> {
  const all: StoredMapping[] = [];
  let after: string | undefined;
  do {
    const page = await pageOfMappings(ports, id, after);
    all.push(...page.stored);
    after = page.after;
  } while (after !== undefined);
  return all;
}

/** A thousand of them, or as many as one answer of the table holds. */
export async function pageOfMappings(
  ports: EnginePorts,
  { firm, sync }: SyncId,
  after: string | undefined,
): Promise<{ readonly stored: readonly StoredMapping[]; readonly after?: string }> {
  const page = await ports.table.query({
    pk: `SYNC#${firm}#${sync}`,
    prefix: 'MAP#',
    limit: 1000,
    ...(after ? { after } : {}),
  });
  return { stored: page.rows.map(toStored), ...(page.after === undefined ? {} : { after: page.after }) };
}

/** Where an item leads: its mapping, and the version of it that is in step already. */
export type Pointer = {
  readonly mapping: string;
  readonly version?: string;
  /** Made along the way: like somebody new as soon as it says more than its name. */
  readonly byProduct?: true;
};

/** By item id, for those that lead somewhere. */
export async function pointersOfItems(
  ports: EnginePorts,
  id: SyncId,
  side: SideName,
  items: readonly string[],
): Promise<ReadonlyMap<string, Pointer>> {
  if (items.length === 0) return new Map();
  const rows = await ports.table.getMany([...new Set(items)].map((item) => pointerKey(id, side, item)));
  return new Map(rows.map((row) => [String(row['item']), row as unknown as Pointer]));
}

/** Mappings that can be found under any of these match keys. */
export async function mappingsUnderKeys(
  ports: EnginePorts,
  id: SyncId,
  keys: readonly string[],
): Promise<readonly StoredMapping[]> {
  const pages = await Promise.all(
    keys.map((key) => ports.table.query({ pk: `SYNC#${id.firm}#${id.sync}`, prefix: matchPrefix(key), limit: 50 })),
  );
  const found = new Set(pages.flatMap(({ rows }) => rows.map((row) => String(row.mapping))));
  return [...(await readMappings(ports, id, [...found])).values()];
}

/**
 * Rows that lead to a mapping, written before it in bulk: one that leads nowhere is harmless. `withVersions` only while an
 * intent sees to it that the mapping follows.
 */
export function pointerRows(
  id: SyncId,
  type: ItemType,
  after: Mapping,
  before: Mapping | undefined,
  withVersions: boolean,
): readonly Row[] {
  const sides = sideNames.flatMap((side) => {
    const shown = after[side];
    if (shown === undefined || shown.id === before?.[side]?.id) return [];
    return [pointerRow(id, side, shown.id, after.id, withVersions ? shown.version : undefined)];
  });
  const known = new Set(before ? keysOf(type, before) : []);
  const keys = keysOf(type, after).filter((key) => !known.has(key));
  return [...sides, ...keys.map((key) => ({ ...matchKey(id, key, after.id), rev: 1, mapping: after.id }))];
}

/** Written after a mapping that is in step: what is seen again in these versions needs no look at the mapping. */
export function versionRows(
  id: SyncId,
  after: Mapping,
  before: Mapping | undefined,
  newOnesToo: boolean,
): readonly Row[] {
  return sideNames.flatMap((side) => {
    const shown = after[side];
    const known = before?.[side];
    if (shown === undefined || shown.version === known?.version) return [];
    if (shown.id !== known?.id && !newOnesToo) return [];
    return [pointerRow(id, side, shown.id, after.id, shown.version)];
  });
}

export function pointerRow(
  id: SyncId,
  side: SideName,
  item: string,
  mapping: string,
  version: string | undefined,
): Row {
  return { ...pointerKey(id, side, item), rev: 1, item, mapping, ...(version === undefined ? {} : { version }) };
}

/** What led to the mapping and does so no more. */
export function stalePointers(id: SyncId, type: ItemType, after: Mapping, before: Mapping | undefined) {
  if (before === undefined) return [];
  const kept = new Set(keysOf(type, after));
  const keys = keysOf(type, before).filter((key) => !kept.has(key));
  const answered = isWaiting(before) && !isWaiting(after) ? [waitingKey(id, after.id)] : [];
  return [...keys.map((key) => matchKey(id, key, after.id)), ...answered];
}

function keysOf(type: ItemType, mapping: Mapping): readonly string[] {
  if (mapping.state === 'deleted') return [];
  const shown = [mapping.left?.shown, mapping.right?.shown].filter((item): item is Item => item !== undefined);
  return [...new Set(shown.flatMap((item) => type.matchKeys(item)))];
}

/** False when somebody else wrote it first. */
export async function saveMapping(
  ports: EnginePorts,
  id: SyncId,
  mapping: Mapping,
  stored: StoredMapping | undefined,
): Promise<boolean> {
  const row = { ...mappingKey(id, mapping.id), rev: (stored?.rev ?? 0) + 1, ...packed('mapping', shrink(mapping)) };
  return await ports.table.put(row, stored ? { kind: 'rev', rev: stored.rev } : { kind: 'absent' });
}

export const isWaiting = (mapping: Mapping | undefined): boolean =>
  mapping?.state === 'held' || mapping?.parked !== undefined || mapping?.asked !== undefined;

/** The list of what waits for a person leads to mappings like a pointer: written before them, removed after them. */
export function waitingRows(id: SyncId, after: Mapping, before: Mapping | undefined): readonly Row[] {
  return isWaiting(after) && !isWaiting(before) ? [{ ...waitingKey(id, after.id), rev: 1, mapping: after.id }] : [];
}

/** What is equal is stored once: the base is usually what the sides show. */
function shrink(mapping: Mapping): unknown {
  if (mapping.base === undefined) return mapping;
  const base = {
    left: sharing(mapping.base.left, mapping.left?.shown),
    right: sharing(mapping.base.right, mapping.right?.shown),
  };
  return { ...mapping, base };
}

function sharing(base: Item, shown: Item | undefined): Record<string, unknown> | '=' {
  if (shown === undefined) return { ...base };
  const names = new Set([...Object.keys(base), ...Object.keys(shown)]);
  const own = [...names].filter((name) => JSON.stringify(base[name]) !== JSON.stringify(shown[name]));
  return own.length === 0 ? '=' : Object.fromEntries(own.map((name) => [name, base[name] ?? null]));
}

type Half = Readonly<Record<string, unknown>> | '=';
type Shrunk = Omit<Mapping, 'base'> & { readonly base?: Readonly<Record<SideName, Half>> };

function toStored(row: Row): StoredMapping {
  const kept = unpacked<Shrunk>('mapping', row);
  if (kept.base === undefined) return { mapping: kept as Mapping, rev: row.rev };
  const base = {
    left: shared(kept.base.left, kept.left?.shown),
    right: shared(kept.base.right, kept.right?.shown),
  };
  return { mapping: { ...kept, base }, rev: row.rev };
}

function shared(own: Half, shown: Item | undefined): Item {
  if (own === '=') return shown ?? {};
  const item: Record<string, unknown> = { ...shown, ...own };
  for (const [name, value] of Object.entries(own)) if (value === null) delete item[name];
  return item as Item;
}
