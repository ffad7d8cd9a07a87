import type { Mapping, Search } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { matchBeginning, type SyncId } from '../sync/keys.ts';
import { mappingsUnderKeys, pageOfMappings, pointersOfItems, readMappings } from '../sync/mappings.ts';

/** `isPartial`: there may be more. */
export type FoundMappings = { readonly mappings: readonly Mapping[]; readonly isPartial: boolean };

export const mostFound = 20;
/** No index leads from a phone number: a row for each would cost more in every run than the few who ask by one. */
const phonePages = 30;

/**
 * Who is known under this: by the id of an item or of a mapping, and by match key. Only a phone number makes it read a whole
 * sync, a thousand mappings (about 130 read units) at a time, up to 30,000.
 */
export async function findMappings(
  ports: EnginePorts,
  id: SyncId,
  text: string,
  search: Search,
): Promise<FoundMappings> {
  const [byId, byKey, begun, scanned] = await Promise.all([
    underIds(ports, id, text),
    mappingsUnderKeys(ports, id, search.keys),
    search.begins === undefined ? [] : beginningWith(ports, id, search.begins),
    search.kind === 'phone' ? withPhone(ports, id, search) : { mappings: [], isPartial: false },
  ]);
  const fitting = [...byKey.map(({ mapping }) => mapping), ...begun].filter((mapping) => fits(mapping, search));
  const all = new Map([...byId, ...fitting, ...scanned.mappings].map((mapping) => [mapping.id, mapping]));
  return {
    mappings: [...all.values()].slice(0, mostFound),
    isPartial: scanned.isPartial || all.size > mostFound,
  };
}

/** Ids have no blanks; a name of one word is looked for as well, which costs three reads. */
async function underIds(ports: EnginePorts, id: SyncId, text: string): Promise<readonly Mapping[]> {
  if (/\s/u.test(text)) return [];
  const [left, right] = await Promise.all([
    pointersOfItems(ports, id, 'left', [text]),
    pointersOfItems(ports, id, 'right', [text]),
  ]);
  const leads = [...left.values(), ...right.values()].map(({ mapping }) => mapping);
  const found = await readMappings(ports, id, [...new Set([...leads, text])]);
  return [...found.values()].map(({ mapping }) => mapping);
}

/** A key may lead to more than it says: long ones share a digest, and old ones may not be removed yet. */
function fits({ left, right }: Mapping, search: Search): boolean {
  return [left, right].some((side) => side !== undefined && search.fits(side.shown));
}

async function beginningWith(ports: EnginePorts, id: SyncId, begins: string): Promise<readonly Mapping[]> {
  const prefix = matchBeginning(begins);
  const { rows } = await ports.table.query({ pk: `SYNC#${id.firm}#${id.sync}`, prefix, limit: mostFound + 1 });
  const found = await readMappings(ports, id, [...new Set(rows.map((row) => String(row.mapping)))]);
  return [...found.values()].map(({ mapping }) => mapping);
}

async function withPhone(ports: EnginePorts, id: SyncId, search: Search): Promise<FoundMappings> {
  const mappings: Mapping[] = [];
  let after: string | undefined;
  for (let page = 0; page < phonePages; page += 1) {
    const read = await pageOfMappings(ports, id, after);
    mappings.push(...read.stored.map(({ mapping }) => mapping).filter((mapping) => fits(mapping, search)));
    after = read.after;
    if (after === undefined || mappings.length > mostFound) break;
  }
  return { mappings, isPartial: after !== undefined };
}
