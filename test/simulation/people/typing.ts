import type { ClioContactInput, OutlookContactInput } from '@concord/sandbox';
import { type BookName, sideOf } from '../history/happenings.ts';
import type { Clouds } from '../stage/clouds.ts';
import type { Entry, ListName, TextName } from './cards.ts';
import type { Draft } from './drafts.ts';
import { outlookList } from './outlook-entries.ts';
import { outlookOf } from './places.ts';

/** How a person types something into either cloud. */

/** Types a new card into a book. */
export function typeNew(clouds: Clouds, book: BookName, draft: Draft): void {
  if (sideOf(book) === 'right') outlookOf(clouds, book).add(toOutlook(draft));
  else clouds.sandbox.clio.contacts.add(toClio(draft), Number(book.slice('clio '.length)));
}

/** Types over one text of a card; an empty one clears it. */
export function typeText(clouds: Clouds, book: BookName, id: string, field: TextName, text: string): void {
  if (sideOf(book) === 'right') outlookOf(clouds, book).edit(id, outlookText(field, text));
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
const outlookNames = {
  prefix: 'title',
  firstName: 'givenName',
  middleName: 'middleName',
  lastName: 'surname',
  company: 'companyName',
  jobTitle: 'jobTitle',
  birthday: 'birthday',
} as const satisfies Record<TextName, keyof OutlookContactInput>;

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

export function toOutlook({ tags, texts, lists }: Draft): OutlookContactInput {
  return {
    ...Object.assign({}, ...(Object.keys(texts) as TextName[]).map((name) => outlookText(name, texts[name]))),
    ...Object.assign({}, ...(Object.keys(lists) as ListName[]).map((list) => outlookList[list](lists[list]))),
    imAddresses: [...tags],
  };
}

const outlookText = (field: TextName, text: string): OutlookContactInput => ({
  [outlookNames[field]]: field === 'birthday' && text ? `${text}T11:59:00Z` : text || null,
});
