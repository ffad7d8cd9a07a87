import { type Mapping, SyncError, sideNames } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { typeOf } from '../sync/item-types.ts';
import { mappingsUnderKeys, pointersOfItems, readMappings } from '../sync/mappings.ts';
import { listRecords, type SyncRecord } from '../sync/sync-record.ts';
import { findMappings } from '../why/find-mappings.ts';
import { digestOfCard, digestsOfPerson } from './tombstones.ts';

/** Who: by what somebody typed, or by the mapping of one sync. `all`: also where several fit in one sync. `watches`: those of their matters, too. */
export type Wanted = {
  readonly query?: string;
  readonly mapping?: string;
  readonly all?: boolean;
  readonly watches?: boolean;
};
export type Found = { readonly record: SyncRecord; readonly mapping: Mapping };

/** Each round finds those whom the one before leads to; people have few cards. */
const maximumRounds = 5;

/**
 * Everything under which syncs of the firm know this person: what was asked for, and with it, in every sync, what has the same
 * card in Clio, or the same name with the same e-mail address. Throws `notFound`, and `refused` where several people fit.
 */
export async function findPerson(ports: EnginePorts, firm: string, wanted: Wanted): Promise<readonly Found[]> {
  const records = await listRecords(ports, firm);
  const seeds = (await Promise.all(records.map((record) => seedsIn(ports, record, wanted)))).flat();
  if (seeds.length === 0) throw new SyncError('notFound', 'Nobody is known under this in this firm.');
  if (wanted.all !== true) refuseSeveral(seeds);
  let found = new Map(seeds.map((one) => [nameOf(one), one]));
  for (let round = 0; round < maximumRounds; round += 1) {
    const more = await Promise.all(records.map((record) => sameIn(ports, record, [...found.values()])));
    const next = new Map([...found, ...more.flat().map((one) => [nameOf(one), one] as const)]);
    if (next.size === found.size) break;
    found = next;
  }
  return [...found.values()];
}

const nameOf = ({ record, mapping }: Found): string => `${record.sync} ${mapping.id}`;

async function seedsIn(ports: EnginePorts, record: SyncRecord, { query, mapping }: Wanted): Promise<readonly Found[]> {
  const mappings =
    mapping === undefined
      ? await searched(ports, record, query ?? '')
      : [...(await readMappings(ports, record, [mapping])).values()].map((stored) => stored.mapping);
  return mappings.map((each) => ({ record, mapping: each }));
}

async function searched(ports: EnginePorts, record: SyncRecord, query: string): Promise<readonly Mapping[]> {
  const text = query.trim().normalize('NFC');
  const { mappings, isPartial } = await findMappings(
    ports,
    record,
    text,
    typeOf(record).search(text, ports.settings.phoneRegion),
  );
  if (!isPartial) return mappings;
  throw new SyncError('refused', 'There may be more under this: name an e-mail address, an id or a mapping.');
}

/** A name, and the address of an office, may be several people's. */
function refuseSeveral(seeds: readonly Found[]): void {
  const bySync = new Map<string, string[]>();
  for (const { record, mapping } of seeds) bySync.set(record.sync, [...(bySync.get(record.sync) ?? []), mapping.id]);
  const several = [...bySync].find(([, mappings]) => mappings.length > 1);
  if (several === undefined) return;
  const [sync, mappings] = several;
  throw new SyncError(
    'refused',
    `${mappings.length} records of sync ${sync} fit: ${mappings.join(', ')}. Name one of them with --mapping, or erase --all of them. Nothing was erased.`,
  );
}

async function sameIn(ports: EnginePorts, record: SyncRecord, known: readonly Found[]): Promise<readonly Found[]> {
  const alike = known.filter((one) => one.record.itemType === record.itemType);
  const cards = new Set(alike.flatMap(cardsOf));
  const people = new Set(alike.flatMap(peopleOf));
  const leftIds = alike.flatMap(({ mapping }) => mapping.left?.id ?? []);
  const leads = await pointersOfItems(ports, record, 'left', leftIds);
  const byCard = [
    ...(
      await readMappings(
        ports,
        record,
        [...leads.values()].map(({ mapping }) => mapping),
      )
    ).values(),
  ];
  const byKey = await mappingsUnderKeys(ports, record, [...new Set(alike.flatMap(emailKeysOf))]);
  return [...byCard, ...byKey]
    .map(({ mapping }) => ({ record, mapping }))
    .filter((one) => cardsOf(one).some((card) => cards.has(card)) || peopleOf(one).some((each) => people.has(each)));
}

const sidesOf = ({ mapping }: Found) =>
  sideNames.flatMap((side) => {
    const known = mapping[side];
    return known ? [{ side, id: known.id, shown: known.shown }] : [];
  });

export const cardsOf = (one: Found): readonly string[] =>
  sidesOf(one).map(({ side, id }) => digestOfCard(one.record, side, id));

export const peopleOf = (one: Found): readonly string[] =>
  sidesOf(one).flatMap(({ shown }) => digestsOfPerson(one.record, typeOf(one.record), shown));

const emailKeysOf = (one: Found): readonly string[] =>
  sidesOf(one)
    .flatMap(({ shown }) => typeOf(one.record).matchKeys(shown))
    .filter((key) => key.startsWith('email:'));
