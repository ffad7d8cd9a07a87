import type { Item, ItemType, Mapping, Row, SideName } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { mappingKey, matchKey, matchPrefix, pointerKey, type SyncId, waitingKey } from './keys.ts';
import { pack, unpack } from './pack.ts';

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

/** All mappings of a sync, a page of the table at a time. */
export async function* allMappings(ports: EnginePorts, { firm, sync }: SyncId): AsyncGenerator<StoredMapping> {
  let after: string | undefined;
  do {
    const page = await ports.table.query({
      pk: `SYNC#${firm}#${sync}`,
      prefix: 'MAP#',
      limit: 1000,
      ...(after ? { after } : {}),
    });
    for (const row of page.rows) yield toStored(row);
    after = page.after;
  } while (after !== undefined);
}

/** Item id → mapping id, for those that have one. */
export async function mappingsOfItems(
  ports: EnginePorts,
  id: SyncId,
  side: SideName,
  items: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (items.length === 0) return new Map();
  const rows = await ports.table.getMany([...new Set(items)].map((item) => pointerKey(id, side, item)));
  return new Map(rows.map((row) => [String(row.item), String(row.mapping)]));
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

/** Rows that lead to a mapping. They never change, so they are written first and in bulk; one that leads nowhere is harmless. */
export function pointerRows(id: SyncId, type: ItemType, after: Mapping, before: Mapping | undefined): readonly Row[] {
  const sides = (['left', 'right'] as const).flatMap((side) => {
    const item = after[side]?.id;
    return item === undefined || item === before?.[side]?.id
      ? []
      : [{ ...pointerKey(id, side, item), rev: 1, item, mapping: after.id }];
  });
  const known = new Set(before ? keysOf(type, before) : []);
  const keys = keysOf(type, after).filter((key) => !known.has(key));
  return [...sides, ...keys.map((key) => ({ ...matchKey(id, key, after.id), rev: 1, mapping: after.id }))];
}

/** Match keys that the mapping had and has no more. */
export function stalePointers(id: SyncId, type: ItemType, after: Mapping, before: Mapping | undefined) {
  if (before === undefined) return [];
  const kept = new Set(keysOf(type, after));
  return keysOf(type, before)
    .filter((key) => !kept.has(key))
    .map((key) => matchKey(id, key, after.id));
}

function keysOf(type: ItemType, mapping: Mapping): readonly string[] {
  if (mapping.state === 'deleted') return [];
  const shown = [mapping.left?.shown, mapping.right?.shown].filter((item): item is Item => item !== undefined);
  return [...new Set(shown.flatMap((item) => type.matchKeys(item)))];
}

/** False when somebody else wrote it first. Keeps the list of what waits for a person. */
export async function saveMapping(
  ports: EnginePorts,
  id: SyncId,
  mapping: Mapping,
  stored: StoredMapping | undefined,
): Promise<boolean> {
  const row = { ...mappingKey(id, mapping.id), rev: (stored?.rev ?? 0) + 1, body: pack(shrink(mapping)) };
  const saved = await ports.table.put(row, stored ? { kind: 'rev', rev: stored.rev } : { kind: 'absent' });
  if (saved) await noteWaiting(ports, id, mapping, stored?.mapping);
  return saved;
}

export const isWaiting = (mapping: Mapping | undefined): boolean =>
  mapping?.state === 'held' || mapping?.parked !== undefined;

async function noteWaiting(ports: EnginePorts, id: SyncId, after: Mapping, before: Mapping | undefined): Promise<void> {
  if (isWaiting(after) === isWaiting(before)) return;
  if (isWaiting(after)) await ports.table.put({ ...waitingKey(id, after.id), rev: 1, mapping: after.id });
  else await ports.table.remove(waitingKey(id, after.id));
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

function toStored(row: Row): StoredMapping {
  const packed = unpack<Mapping & { base?: { left: Record<string, never> | '='; right: Record<string, never> | '=' } }>(
    row.body,
  );
  if (packed.base === undefined) return { mapping: packed, rev: row.rev };
  const base = {
    left: shared(packed.base.left, packed.left?.shown),
    right: shared(packed.base.right, packed.right?.shown),
  };
  return { mapping: { ...packed, base }, rev: row.rev };
}

function shared(own: Readonly<Record<string, unknown>> | '=', shown: Item | undefined): Item {
  if (own === '=') return shown ?? {};
  const item: Record<string, unknown> = { ...shown, ...own };
  for (const [name, value] of Object.entries(own)) if (value === null) delete item[name];
  return item as Item;
}
