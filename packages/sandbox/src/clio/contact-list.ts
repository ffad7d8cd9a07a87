import { type Book, matches } from './book.ts';
import { type Contact, fullName, isVisible, type User } from './records.ts';
import { invalidArgument } from './refusal.ts';

type Filter = (value: string, isClient: IsClient) => (contact: Contact) => boolean;
type IsClient = (contact: number) => boolean;

/** Query parameter → which contacts stay. Parameters that Clio does not know are ignored, so a misspelt one returns everything. */
const filters: Readonly<Record<string, Filter>> = {
  type: (type) => (contact) => contact.type === type,
  initial: (initial) => (contact) =>
    (contact.last_name ?? fullName(contact)).toUpperCase().startsWith(initial.toUpperCase()),
  email_only: (flag) => (contact) => flag !== 'true' || contact.email_addresses.length > 0,
  client_only: (flag, isClient) => (contact) => flag !== 'true' || isClient(contact.id),
  // Clio for Clients does not exist here.
  clio_connect_only: (flag) => () => flag !== 'true',
  created_since: (since) => after(since, (contact) => contact.created_at),
  updated_since: (since) => after(since, (contact) => contact.updated_at),
};

/** Which contacts a list request asks for, in the order of their ids. Throws a 422 for what is not a time or an id. */
export function chosenContacts(
  query: URLSearchParams,
  contacts: readonly Contact[],
  book: Pick<Book, 'get'>,
  isClient: IsClient,
): readonly Contact[] {
  const tests = Object.entries(filters).flatMap(([name, filter]) => {
    const value = query.get(name);
    return value === null ? [] : [filter(value, isClient)];
  });
  if (query.has('ids[]')) tests.push(among(query, 'ids[]'));
  if (query.has('exclude_ids[]')) tests.push(negated(among(query, 'exclude_ids[]')));
  const question = query.get('query')?.trim();
  if (question) tests.push((contact) => matches(contact, question, book));
  return tests.length === 0 ? contacts : contacts.filter((contact) => tests.every((test) => test(contact)));
}

export function visibleTo(user: User, contacts: readonly Contact[]): readonly Contact[] {
  return user.restricted ? contacts.filter((contact) => isVisible(contact, user)) : contacts;
}

/** Strictly after; whether Clio counts equality is not documented. */
export function after<T>(since: string, instantOf: (record: T) => number): (record: T) => boolean {
  const instant = Date.parse(since);
  if (Number.isNaN(instant)) throw invalidArgument(`'${since}' is not a valid time`);
  return (record) => instantOf(record) > instant;
}

export function among(query: URLSearchParams, name: string): (record: { readonly id: number }) => boolean {
  const ids = new Set(query.getAll(name).map(Number));
  return (record) => ids.has(record.id);
}

function negated(test: (contact: Contact) => boolean): (contact: Contact) => boolean {
  return (contact) => !test(contact);
}
