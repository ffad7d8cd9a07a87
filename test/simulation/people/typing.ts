import type { ClioContactInput } from '@concord/sandbox';
import { type BookName, sideOf } from '../history/happenings.ts';
import { handsOn } from '../mailboxes/index.ts';
import type { Clouds } from '../stage/clouds.ts';
import type { Draft, Entry, ListName, TextName } from './card.ts';

/** Types a new card into a book. */
export function typeNew(clouds: Clouds, book: BookName, draft: Draft): void {
  if (sideOf(book) === 'right') handsOn(clouds, book).add(draft);
  else clouds.sandbox.clio.contacts.add(toClio(draft), Number(book.slice('clio '.length)));
}

/** Types over one text of a card; an empty one clears it. */
export function typeText(clouds: Clouds, book: BookName, id: string, field: TextName, text: string): void {
  if (sideOf(book) === 'right') handsOn(clouds, book).typeText(id, field, text);
  else clouds.sandbox.clio.contacts.edit(Number(id), { [clioNames[field]]: text || null });
}

/** Every row of one list of a Clio contact. Rows with an id are the old ones, and keep what is not said. */
export function typeClioRows(clouds: Clouds, id: string, list: ListName, rows: readonly ClioRow[]): void {
  const edit = { [clioRows[list]]: rows.map(({ value, ...row }) => ({ ...row, ...valueOf(list, value) })) };
  clouds.sandbox.clio.contacts.edit(Number(id), edit);
}

export type ClioRow = {
  readonly id?: number;
  readonly name?: string;
  /** Makes it the primary one. */
  readonly default?: boolean;
  readonly value?: string;
};

const valueOf = (list: ListName, value: string | undefined): object =>
  value === undefined ? {} : { [clioValues[list]]: value };

/** What Clio calls a row in that slot. */
export const clioSlot = (slot: string): string => (slot === '' ? 'Work' : slot[0]?.toUpperCase() + slot.slice(1));

export const clioRows = {
  emails: 'email_addresses',
  phones: 'phone_numbers',
  addresses: 'addresses',
  sites: 'web_sites',
} as const satisfies Record<ListName, keyof ClioContactInput>;
const clioValues = { emails: 'address', phones: 'number', addresses: 'street', sites: 'address' } as const;
const clioNames = {
  prefix: 'prefix',
  firstName: 'first_name',
  middleName: 'middle_name',
  lastName: 'last_name',
  company: 'company',
  jobTitle: 'title',
  birthday: 'date_of_birth',
} as const satisfies Record<TextName, keyof ClioContactInput>;
export function toClio({ isCompany, tags, texts, lists }: Draft): ClioContactInput {
  const { company, ...own } = texts;
  const person = Object.fromEntries(
    Object.entries(own).map(([name, text]) => [clioNames[name as TextName], text || null]),
  );
  const row = ({ slot }: Entry) => ({ name: clioSlot(slot) });
  return {
    type: isCompany ? 'Company' : 'Person',
    ...(isCompany ? { name: company } : { ...person, company: company || null }),
    email_addresses: lists.emails.map((entry) => ({ ...row(entry), address: entry.value })),
    phone_numbers: lists.phones.map((entry) => ({ ...row(entry), number: entry.value })),
    addresses: lists.addresses.map((entry) => ({ ...row(entry), street: entry.value })),
    web_sites: lists.sites.map((entry) => ({ ...row(entry), address: entry.value })),
    instant_messengers: tags.map((tag) => ({ name: 'Work', address: tag })),
  };
}
