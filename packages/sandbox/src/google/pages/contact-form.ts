import type { GoogleContactInput } from '../contacts/fields.ts';
import type { GoogleContact } from '../google-people.ts';

/** Input name → what a person typed: `givenName`, `email.0.value`, `address.1.city` ... */
export type ContactForm = Readonly<Record<string, string>>;

export const nameTexts = ['honorificPrefix', 'givenName', 'middleName', 'familyName', 'honorificSuffix'] as const;
export const workTexts = ['name', 'title', 'department'] as const;
export const addressTexts = ['streetAddress', 'city', 'region', 'postalCode', 'country'] as const;

/** Rows of the form → the field, the parts that a person sees, and the types on offer. */
export const rowLists = {
  email: { field: 'emailAddresses', parts: ['value'], types: ['home', 'work', 'other'] },
  phone: {
    field: 'phoneNumbers',
    parts: ['value'],
    types: ['mobile', 'work', 'home', 'main', 'homeFax', 'workFax', 'pager', 'other'],
  },
  address: { field: 'addresses', parts: addressTexts, types: ['home', 'work', 'other'] },
  site: { field: 'urls', parts: ['value'], types: ['home', 'work', 'homePage', 'blog', 'profile', 'other'] },
  messenger: { field: 'imClients', parts: ['username'], types: ['home', 'work', 'other'] },
} as const satisfies Readonly<Record<string, RowList>>;
type RowList = {
  readonly field: keyof GoogleContactInput;
  readonly parts: readonly string[];
  readonly types: readonly string[];
};
export type ListName = keyof typeof rowLists;
export const listNames = Object.keys(rowLists) as readonly ListName[];

type Value = Readonly<Record<string, unknown>>;

export function formOfContact(contact: GoogleContact): ContactForm {
  const form: Record<string, string> = { etag: sourceEtagOf(contact) };
  const put = (name: string, text: unknown): void => void (form[name] = typeof text === 'string' ? text : '');
  const [organization] = contact.organizations ?? [];
  for (const part of nameTexts) put(part, ownName(contact)[part]);
  for (const part of workTexts) put(`work.${part}`, organization?.[part]);
  put('nickname', contact.nicknames?.[0]?.value);
  put('notes', contact.biographies?.[0]?.value);
  put('birthday', birthdayText(contact));
  for (const list of listNames) {
    valuesOf(contact, list).forEach((value, index) => {
      for (const part of [...rowLists[list].parts, 'type']) put(`${list}.${index}.${part}`, value[part]);
    });
  }
  return form;
}

export const sourceEtagOf = ({ metadata }: GoogleContact): string => metadata?.sources?.[0]?.etag ?? '';

/** Names of a profile are not the contact's. */
const ownName = ({ names }: GoogleContact): Value =>
  (names?.find(({ metadata }) => metadata?.source?.type === 'CONTACT') ?? {}) as Value;

function valuesOf(contact: GoogleContact | undefined, list: ListName): readonly Value[] {
  const values: readonly object[] = contact?.[rowLists[list].field] ?? [];
  return values as readonly Value[];
}

/** Rows on the page: what is there, and room for one more; three at least of what people have several of. */
export function rowCount(form: ContactForm, list: ListName): number {
  const used = Object.keys(form).filter((name) => name.startsWith(`${list}.`) && form[name] !== '');
  const last = Math.max(-1, ...used.map((name) => Number(name.split('.')[1])));
  return Math.max(list === 'email' || list === 'phone' ? 3 : 1, Math.min(last + 2, maxRows));
}
const maxRows = 50;

export const readForm = (body: URLSearchParams): ContactForm => Object.fromEntries(body);

/** What the form asks for. Of a value that stays, the parts that the page does not show stay, too. */
export function inputOfForm(form: ContactForm, before: GoogleContact | undefined): GoogleContactInput {
  const typed = (name: string): string => form[name]?.trim() ?? '';
  const [, ...otherWork] = before?.organizations ?? [];
  const [, ...otherNicknames] = before?.nicknames ?? [];
  const work = { ...before?.organizations?.[0], ...textsOf(typed, workTexts, 'work.') };
  const { unstructuredName: _, ...name } = before ? ownName(before) : {};
  const lists = listNames.map((list) => [rowLists[list].field, rowsOf(typed, list, valuesOf(before, list))] as const);
  return {
    names: [{ ...name, ...textsOf(typed, nameTexts, '') }],
    nicknames: [{ ...before?.nicknames?.[0], value: typed('nickname') }, ...otherNicknames].filter(
      ({ value }) => value,
    ),
    organizations: hasText(work) ? [work, ...otherWork] : otherWork,
    biographies: typed('notes') ? [{ value: typed('notes'), contentType: 'TEXT_PLAIN' }] : [],
    birthdays: birthdayOf(typed('birthday')),
    ...Object.fromEntries(lists),
  };
}

const textsOf = (typed: (name: string) => string, parts: readonly string[], prefix: string): Value =>
  Object.fromEntries(parts.map((part) => [part, typed(`${prefix}${part}`)]));

/** What is only computed does not make a value. */
const hasText = (value: object): boolean =>
  Object.entries(value).some(([part, content]) => !/^(?:metadata|formatted\w+|type|current)$/u.test(part) && content);

function rowsOf(typed: (name: string) => string, list: ListName, before: readonly Value[]): readonly Value[] {
  const { parts } = rowLists[list];
  return Array.from({ length: maxRows }, (_, index) => {
    const texts = textsOf(typed, [...parts, 'type'], `${list}.${index}.`);
    if (!parts.some((part) => texts[part])) return [];
    const known = before[index] ?? {};
    const isMoved = parts.some((part) => (known[part] ?? '') !== texts[part]);
    // A formatted address that somebody set says something else as soon as its parts change.
    const { formattedValue, ...rest } = known;
    return [{ ...rest, ...(isMoved ? {} : { formattedValue }), ...texts }];
  }).flat();
}

function birthdayText({ birthdays }: GoogleContact): string {
  const [birthday] = birthdays ?? [];
  const { year, month, day } = birthday?.date ?? {};
  if (!month || !day) return birthday?.text ?? '';
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${year ? String(year).padStart(4, '0') : '-'}-${two(month)}-${two(day)}`;
}

/** `1815-12-10`, or `--12-10` without a year; anything else is kept as a text. */
function birthdayOf(text: string): GoogleContactInput['birthdays'] {
  if (text === '') return [];
  const [, year, month, day] = /^(\d{4}|-)-(\d\d)-(\d\d)$/u.exec(text) ?? [];
  if (month === undefined) return [{ text }];
  const date = { month: Number(month), day: Number(day) };
  return [{ date: year === '-' ? date : { year: Number(year), ...date } }];
}
