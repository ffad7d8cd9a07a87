import type { Item, ItemType, Observation, SideName } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { hash } from '../sync/keys.ts';
import type { SyncRecord } from '../sync/sync-record.ts';

/**
 * Whom a firm has had erased: digests of the ids of their cards, and of their names together with each of their e-mail addresses.
 * Nothing else is kept of them, and it is kept for ever: whatever shows such a card is passed over.
 */
export type Erased = ReadonlySet<string>;

const partition = (firm: string): string => `ERASED#${firm}`;
const digestPrefix = 'DIGEST#';
const rowsAtOnce = 1_000;
/** A hundred thousand digests: some ten thousand people. */
const maximumPages = 100;

/** One read unit for about forty of them. */
export async function readErased({ table }: Pick<EnginePorts, 'table'>, firm: string): Promise<Erased> {
  const erased = new Set<string>();
  let after: string | undefined;
  for (let page = 0; page < maximumPages; page += 1) {
    const found: Awaited<ReturnType<typeof table.query>> = await table.query({
      pk: partition(firm),
      prefix: digestPrefix,
      limit: rowsAtOnce,
      ...(after ? { after } : {}),
    });
    for (const { sk } of found.rows) erased.add(sk.slice(digestPrefix.length));
    after = found.after;
    if (after === undefined) return erased;
  }
  throw new Error('There is no end of erased people.');
}

export async function saveErased({ table }: Pick<EnginePorts, 'table'>, firm: string, erased: Erased): Promise<void> {
  await table.putMany([...erased].map((digest) => ({ pk: partition(firm), sk: `${digestPrefix}${digest}`, rev: 1 })));
}

/** What a sync begins with, where its firm has had anybody erased. */
export async function hasErased({ table }: Pick<EnginePorts, 'table'>, firm: string): Promise<boolean> {
  return (await table.query({ pk: partition(firm), prefix: digestPrefix, limit: 1 })).rows.length > 0;
}

type Place = Pick<SyncRecord, 'firm' | 'itemType' | 'left' | 'right'>;

/** An id of Clio means the same in all syncs of a firm, that of another account only there. */
export function digestOfCard({ firm, itemType, ...ends }: Place, side: SideName, item: string): string {
  const { provider, connection } = ends[side];
  return hash(JSON.stringify([firm, itemType, provider, provider === 'clio' ? '' : connection, item]));
}

/** Of a contact of Clio. */
export const digestOfContact = (firm: string, contact: string): string =>
  digestOfCard({ firm, itemType: 'contact', left: clio, right: clio }, 'left', contact);
const clio = { provider: 'clio', connection: '' } as const;

/** By name and e-mail address together two cards count as one person's: each such pair. */
export function digestsOfPerson({ firm, itemType }: Place, type: ItemType, item: Item): readonly string[] {
  const keys = type.matchKeys(item);
  const names = keys.filter((key) => key.startsWith('name:'));
  const emails = keys.filter((key) => key.startsWith('email:'));
  return names.flatMap((name) => emails.map((email) => hash(JSON.stringify([firm, itemType, name, email]))));
}

/** Whether this shows a card of somebody who was erased, under its id or a former one, or a new card of theirs. */
export function isErased(
  erased: Erased,
  place: Place,
  type: ItemType,
  side: SideName,
  observation: Observation,
): boolean {
  const former = observation.kind === 'present' ? (observation.formerIds ?? []) : [];
  if ([observation.id, ...former].some((id) => erased.has(digestOfCard(place, side, id)))) return true;
  return (
    observation.kind === 'present' &&
    digestsOfPerson(place, type, observation.item).some((digest) => erased.has(digest))
  );
}

/** What is still to be gone through, without a word of theirs: whoever comes after one that died finishes it. */
export type OpenErasure = {
  readonly sync: string;
  /** Absent: this sync knows nobody of this, and only its runs may have seen them. */
  readonly mapping?: string;
};

const openPrefix = 'OPEN#';
const openKey = (firm: string, { sync, mapping = '' }: OpenErasure) => ({
  pk: partition(firm),
  sk: `${openPrefix}${sync}#${mapping}`,
});

export async function openErasures({ table }: EnginePorts, firm: string): Promise<readonly OpenErasure[]> {
  const { rows } = await table.query({ pk: partition(firm), prefix: openPrefix, limit: rowsAtOnce });
  return rows.map((row) => row['open'] as OpenErasure);
}

export async function beginErasures(
  { table }: EnginePorts,
  firm: string,
  opens: readonly OpenErasure[],
): Promise<void> {
  await table.putMany(opens.map((open) => ({ ...openKey(firm, open), rev: 1, open })));
}

export async function endErasure({ table }: EnginePorts, firm: string, open: OpenErasure): Promise<void> {
  await table.remove(openKey(firm, open));
}
