import { folded, type Item, mailKey, type QueryPage, SyncError, sideNames } from '@concord/core';
import { type DirectoryPerson, peopleAtAddresses, readPeople } from '../mail/directory-people.ts';
import { listEngaged } from '../mail/engaged.ts';
import { contactPrefix, directoryPartition } from '../mail/keys.ts';
import type { EnginePorts } from '../ports.ts';
import { unsealed } from '../sync/pack.ts';
import type { Found, Wanted } from './find-person.ts';

/** Who somebody is in the mail of a firm: ids of contacts in Clio, and addresses that nobody else has, as `mailKey` makes them. */
export type Correspondent = { readonly contacts: ReadonlySet<string>; readonly keys: ReadonlySet<string> };

export const isKnownInMail = ({ contacts, keys }: Correspondent): boolean => contacts.size > 0 || keys.size > 0;

/**
 * By the cards under which syncs know them; where none does, by what somebody typed: an address, the id of a contact, or a whole name.
 * Throws `refused` where several people fit.
 */
export async function findCorrespondent(
  ports: EnginePorts,
  firm: string,
  wanted: Wanted,
  found: readonly Found[],
): Promise<Correspondent> {
  const cards = found.filter(({ record }) => record.itemType === 'contact');
  const ids = found.length > 0 ? cards.flatMap(contactOf) : await typed(ports, firm, wanted);
  const contacts = new Set(ids);
  const people = [...(await readPeople(ports, firm, ids)).values()];
  const addresses = [...people.flatMap((person) => person.addresses), ...cards.flatMap(addressesOf)];
  return { contacts, keys: await ownKeys(ports, firm, contacts, addresses) };
}

const contactOf = ({ record, mapping }: Found): readonly string[] =>
  record.left.provider === 'clio' && mapping.left !== undefined ? [mapping.left.id] : [];

const addressesOf = ({ mapping }: Found): readonly string[] =>
  sideNames.flatMap((side) => emailsIn(mapping[side]?.shown ?? {}));

function emailsIn({ emails }: Item): readonly string[] {
  if (!Array.isArray(emails)) return [];
  return emails.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

async function typed(ports: EnginePorts, firm: string, { query = '', all }: Wanted): Promise<readonly string[]> {
  const text = query.trim();
  if (text === '') return [];
  const ids = await namedBy(ports, firm, text);
  if (ids.length < 2 || all === true) return ids;
  throw new SyncError(
    'refused',
    `${ids.length} contacts have this name or address: ${ids.join(', ')}. Name one of them by its id, or erase --all of them. Nothing was erased.`,
  );
}

/**
 * Also those who are in Clio no more and still on a timeline. Goes by the contacts themselves and not by what leads to them: an erasure
 * that died takes that away first.
 */
async function namedBy(ports: EnginePorts, firm: string, text: string): Promise<readonly string[]> {
  const key = mailKey(text);
  const people = await directory(ports, firm);
  const fits =
    key === ''
      ? [...people, ...(await listEngaged(ports, firm))].filter(
          ({ contact, name }) => contact === text || folded(name) === folded(text),
        )
      : people.filter(({ addresses }) => addresses.some((address) => mailKey(address) === key));
  return [...new Set(fits.map(({ contact }) => contact))];
}

const rowsAtOnce = 500;
/** Half a million contacts. */
const maximumPages = 1_000;

async function directory(ports: EnginePorts, firm: string): Promise<readonly DirectoryPerson[]> {
  const all: DirectoryPerson[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page: QueryPage = await ports.table.query({
      pk: directoryPartition(firm),
      prefix: contactPrefix,
      limit: rowsAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    for (const row of page.rows) all.push(await unsealed<DirectoryPerson>(ports, firm, 'person', row));
    after = page.after;
    if (after === undefined) return all;
  }
  throw new Error('There is no end of contacts.');
}

/** The address of an office is everybody’s who has it. */
async function ownKeys(
  ports: EnginePorts,
  firm: string,
  contacts: ReadonlySet<string>,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  const keys = [...new Set(addresses.map(mailKey))].filter((key) => key !== '');
  const holders = await peopleAtAddresses(ports, firm, keys);
  return new Set(keys.filter((key) => (holders.get(key) ?? []).every(({ contact }) => contacts.has(contact))));
}
