import { type MailPerson, mailKey, type Observation, type Row, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { typeOf } from '../sync/item-types.ts';
import { sealed, unsealed } from '../sync/pack.ts';
import { addressKey, contactKey } from './keys.ts';

/** One contact, as the directory last made of it. */
export type DirectoryPerson = {
  readonly contact: string;
  readonly name: string;
  /** As Clio spells them, each once by its `mailKey`. */
  readonly addresses: readonly string[];
};

const ofClio = { itemType: 'contact' } as const;

/** What the directory keeps of a contact: nothing but its name and its addresses. */
export function personOf({ id, item }: Extract<Observation, { readonly kind: 'present' }>): DirectoryPerson {
  const emails = typeof item['emails'] === 'object' ? item['emails'] : [];
  const spellings = emails.flatMap(({ value }) =>
    typeof value === 'string' ? [[mailKey(value), value] as const] : [],
  );
  const byKey = new Map(spellings.filter(([key]) => key !== '').toReversed());
  return { contact: id, name: typeOf(ofClio).title(item), addresses: [...byKey.values()].toReversed() };
}

/** How many more people and addresses there are; `news`: whether one of them was not there before. */
export type DirectoryChange = { readonly people: number; readonly addresses: number; readonly news: boolean };
export const noChange: DirectoryChange = { people: 0, addresses: 0, news: false };
export const sumOf = (one: DirectoryChange, other: DirectoryChange): DirectoryChange => ({
  people: one.people + other.people,
  addresses: one.addresses + other.addresses,
  news: one.news || other.news,
});

type Place = Pick<EnginePorts, 'table' | 'vault' | 'clock'>;

/**
 * Writes what differs from what is known of these contacts. What leads to a contact comes first and the contact last: whoever dies
 * in between is followed by one that sees the same difference. At most a page of them at once.
 */
export async function savePeople(
  ports: Place,
  firm: string,
  shown: readonly DirectoryPerson[],
): Promise<DirectoryChange> {
  const people = [...new Map(shown.map((person) => [person.contact, person])).values()];
  const before = await readPeople(
    ports,
    firm,
    people.map(({ contact }) => contact),
  );
  const changed = people.filter((person) => !isSame(before.get(person.contact), person));
  await writeAddresses(
    ports,
    firm,
    changed.map((person) => ({ before: before.get(person.contact), after: person })),
  );
  const rows = await Promise.all(changed.map(async (person) => await personRow(ports, firm, person)));
  await ports.table.putMany(rows);
  return changed.reduce((sum, person) => sumOf(sum, changeBy(before.get(person.contact), person)), noChange);
}

/** Those of these contacts that are known are known no more. */
export async function removePeople(ports: Place, firm: string, contacts: readonly string[]): Promise<DirectoryChange> {
  const before = [...(await readPeople(ports, firm, contacts)).values()];
  await writeAddresses(
    ports,
    firm,
    before.map((person) => ({ before: person, after: undefined })),
  );
  await ports.table.removeMany(before.map(({ contact }) => contactKey(firm, contact)));
  return before.reduce((sum, person) => sumOf(sum, changeBy(person, undefined)), noChange);
}

export async function readPeople(
  ports: Pick<EnginePorts, 'table' | 'vault'>,
  firm: string,
  contacts: readonly string[],
): Promise<ReadonlyMap<string, DirectoryPerson>> {
  const rows = await ports.table.getMany([...new Set(contacts)].map((contact) => contactKey(firm, contact)));
  const people = await Promise.all(
    rows.map(async (row) => await unsealed<DirectoryPerson>(ports, firm, 'person', row)),
  );
  return new Map(people.map((person) => [person.contact, person]));
}

/** Who has each of these addresses, which are as `mailKey` makes them. One read unit each. */
export async function peopleAtAddresses(
  ports: Pick<EnginePorts, 'table' | 'vault'>,
  firm: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly MailPerson[]>> {
  const rows = await ports.table.getMany([...new Set(keys)].map((key) => addressKey(firm, key)));
  const found = await Promise.all(rows.map(async (row) => await unsealed<Holders>(ports, firm, 'person', row)));
  return new Map(found.map(({ key, people }) => [key, people]));
}

const isSame = (known: DirectoryPerson | undefined, person: DirectoryPerson): boolean =>
  JSON.stringify(known) === JSON.stringify(person);

function changeBy(before: DirectoryPerson | undefined, after: DirectoryPerson | undefined): DirectoryChange {
  const known = new Set(before?.addresses.map(mailKey));
  return {
    people: (after ? 1 : 0) - (before ? 1 : 0),
    addresses: (after?.addresses.length ?? 0) - (before?.addresses.length ?? 0),
    news: after?.addresses.some((address) => !known.has(mailKey(address))) ?? false,
  };
}

/** `size`: how many addresses it has, for whoever counts without opening it. `at`: by our clock. */
async function personRow(ports: Place, firm: string, person: DirectoryPerson): Promise<Row> {
  const kept = await sealed(ports, firm, 'person', person);
  return {
    ...contactKey(firm, person.contact),
    rev: 1,
    ...kept,
    size: person.addresses.length,
    at: ports.clock.now(),
  };
}

/** Several contacts can share an address. */
type Holders = { readonly key: string; readonly people: readonly MailPerson[] };
type Difference = { readonly before: DirectoryPerson | undefined; readonly after: DirectoryPerson | undefined };

const atOnce = 20;

async function writeAddresses(ports: Place, firm: string, differences: readonly Difference[]): Promise<void> {
  const byKey = new Map<string, Map<string, MailPerson | undefined>>();
  const note = (address: string, contact: string, person: MailPerson | undefined): void => {
    const key = mailKey(address);
    byKey.set(key, (byKey.get(key) ?? new Map()).set(contact, person));
  };
  for (const { before, after } of differences) {
    for (const address of before?.addresses ?? []) note(address, before?.contact ?? '', undefined);
    for (const address of after?.addresses ?? [])
      if (after) note(address, after.contact, { contact: after.contact, name: after.name });
  }
  const all = [...byKey];
  for (let from = 0; from < all.length; from += atOnce)
    await Promise.all(
      all.slice(from, from + atOnce).map(async ([key, people]) => await writeAddress(ports, firm, key, people)),
    );
}

const maximumAttempts = 8;

/** Only over what was read: a worker that lost its place writes over nobody. */
async function writeAddress(
  ports: Place,
  firm: string,
  key: string,
  changes: ReadonlyMap<string, MailPerson | undefined>,
): Promise<void> {
  const at = addressKey(firm, key);
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    const row = await ports.table.get(at);
    const known = row ? (await unsealed<Holders>(ports, firm, 'person', row)).people : [];
    const people = merged(known, changes);
    if (JSON.stringify(people) === JSON.stringify(known)) return;
    const condition = row ? ({ kind: 'rev', rev: row.rev } as const) : ({ kind: 'absent' } as const);
    const kept = people.length === 0 ? undefined : await sealed(ports, firm, 'person', { key, people });
    const isDone =
      kept === undefined
        ? await ports.table.remove(at, condition)
        : await ports.table.put({ ...at, rev: (row?.rev ?? 0) + 1, ...kept }, condition);
    if (isDone) return;
  }
  throw new SyncError('unavailable', 'An address is written by too many at once.', { retryAfterMs: 1000 });
}

/** In the order of their ids, so that it is the same however often it is made. */
function merged(
  known: readonly MailPerson[],
  changes: ReadonlyMap<string, MailPerson | undefined>,
): readonly MailPerson[] {
  const others = known.filter(({ contact }) => !changes.has(contact));
  const fresh = [...changes.values()].filter((person) => person !== undefined);
  return [...others, ...fresh].sort((a, b) => (a.contact < b.contact ? -1 : 1));
}
