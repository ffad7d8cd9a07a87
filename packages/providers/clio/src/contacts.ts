import {
  addressElement,
  type Contact,
  contactType,
  type Element,
  type ElementTraits,
  emailElement,
  folded,
  type Item,
  type List,
  messengerElement,
  phoneElement,
  restrict,
  siteElement,
  tidy,
} from '@concord/core';
import {
  contactCapabilities,
  factsOf,
  type ListName,
  listNames,
  personTextNames,
  personTexts,
} from './contact-fields.ts';
import type { ContactRecord, Row } from './contact-record.ts';
import type { Json, JsonRecord } from './json.ts';
import { listOf, writeRows } from './rows.ts';

/** What to send for one contact. `companyName`, when given, still has to become a company's id. */
export type ContactPatch = { readonly data: JsonRecord; readonly companyName?: string };

/** The contact that a record shows. A company shows its name and its lists, a person everything. */
export function readContact(record: ContactRecord, phoneRegion: string): Contact {
  const contact: Record<string, string | List> =
    record.type === 'Company'
      ? { kind: 'company', ...texts({ company: record.name }) }
      : { kind: 'person', ...personOf(record) };
  for (const name of listNames) {
    const list = record.rows[name].flatMap((row) => readRow(name, row, phoneRegion) ?? []);
    if (list.length > 0) contact[name] = list;
  }
  return contact as Contact;
}

function personOf({ texts: native, company }: ContactRecord): Record<string, string> {
  const own = Object.fromEntries(personTextNames.map((name) => [name, native[personTexts[name]]]));
  return texts({ ...own, company: company?.name });
}

function texts(values: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  const present = Object.entries(values).flatMap(([name, value]) =>
    value && tidy(value) !== '' ? [[name, value.trim()] as const] : [],
  );
  return Object.fromEntries(present);
}

function readRow(name: ListName, row: Row, phoneRegion: string): Element | undefined {
  const { slots, flag } = factsOf(name);
  const slot = Object.keys(slots).find((known) => slots[known] === row.name) ?? 'other';
  const traits = { slot, ref: row.id, ...(flag ? { primary: row.isPrimary } : {}) };
  return toElement[name](row.texts, traits, phoneRegion);
}

type ToElement = (texts: Row['texts'], traits: ElementTraits, phoneRegion: string) => Element | undefined;
const toElement = {
  emails: ({ address }, traits) => emailElement(address, traits),
  phones: ({ number }, traits, phoneRegion) => phoneElement(number, phoneRegion, traits),
  addresses: ({ street, city, province, postal_code, country }, traits) =>
    addressElement({ street, city, province, postalCode: postal_code, country }, traits),
  sites: ({ address }, traits) => siteElement(address, traits),
  messengers: ({ address }, traits) => messengerElement(address, traits),
} as const satisfies Record<ListName, ToElement>;

/**
 * What to send so that a contact that shows `known` (none: a new one) shows `item`; undefined when nothing has to be sent.
 * Only what Clio can hold is written. A company cannot be taken off a person (OpenAPI: `null` is not valid), so clearing it
 * writes nothing; and one that differs in case only is the same company.
 */
export function writeContact(known: Item | undefined, item: Item): ContactPatch | undefined {
  const isCompany = (known ?? item).kind === 'company';
  const companyName = isCompany ? undefined : newCompany(known, item);
  const data: Record<string, Json> = {
    ...(known ? {} : { type: isCompany ? 'Company' : 'Person' }),
    ...(isCompany ? companyTexts(known, item) : personFields(known, item)),
    ...listRows(known, item),
  };
  if (Object.keys(data).length === 0 && companyName === undefined) return undefined;
  return companyName === undefined ? { data } : { data, companyName };
}

function newCompany(known: Item | undefined, item: Item): string | undefined {
  const wanted = textOf(item.company);
  return wanted === '' || folded(wanted) === folded(textOf(known?.company)) ? undefined : wanted;
}

function companyTexts(known: Item | undefined, item: Item): JsonRecord {
  const name = textOf(item.company);
  return name === '' || name === textOf(known?.company) ? {} : { name };
}

/**
 * `name` is never sent for a person: Clio would split it anew. Assumption: `null` clears a text, which the documents
 * neither say nor deny.
 */
function personFields(known: Item | undefined, item: Item): JsonRecord {
  const changed = personTextNames.flatMap((name): readonly (readonly [string, Json])[] => {
    const wanted = textOf(item[name]);
    return wanted === textOf(known?.[name]) ? [] : [[personTexts[name], wanted === '' ? null : wanted]];
  });
  return Object.fromEntries(changed);
}

function listRows(known: Item | undefined, item: Item): JsonRecord {
  const changed = listNames.flatMap((name): readonly (readonly [string, Json])[] => {
    const rows = writeRows(name, listOf(known?.[name]), listOf(item[name]));
    return rows.length === 0 ? [] : [[factsOf(name).rows, rows]];
  });
  return Object.fromEntries(changed);
}

const textOf = (value: Item[string]): string => (typeof value === 'string' ? tidy(value) : '');

/**
 * Whether what Clio shows may be what writing `item` made. Somebody may have edited it since, so whoever is the same by name
 * and e-mail is the one. Otherwise it has the name, the e-mails and the numbers, but for spelling, slots and order; and of
 * somebody without either everything that was sent, because a name alone proves nothing. What was added to it does not
 * count, unless there is nothing but a name; nor do other texts: Clio may have cut or reformatted them.
 */
export function mayBe(shown: Item, item: Item): boolean {
  const held = restrict(item, contactCapabilities);
  if (contactType.likeness(shown, held).kind === 'same') return true;
  const isReachable = listOf(held.emails).length > 0 || listOf(held.phones).length > 0;
  const isCompany = held.kind === 'company';
  const names = isCompany ? ['company'] : ['firstName', 'middleName', 'lastName'];
  const texts = isReachable || isCompany ? names : [...personTextNames, 'company'];
  const fields = isReachable ? (['emails', 'phones'] as const) : listNames;
  const hasDetails = isReachable || isCompany || saysMore(held);
  return (
    (shown.kind === 'company') === isCompany &&
    names.every((name) => isText(shown, held, name)) &&
    texts.every((name) => (hasDetails && textOf(held[name]) === '') || isText(shown, held, name)) &&
    fields.every((name) => hasKeys(shown[name], held[name]) && (hasDetails || listOf(shown[name]).length === 0))
  );
}

/**
 * Somebody may have edited what writing `item` made into less than that, or it is another person of that name. Companies
 * are claimed by their names before they are made.
 */
export function isNamesake(shown: Item, item: Item): boolean {
  if (shown.kind === 'company') return false;
  const nameOf = (one: Item) => contactType.matchKeys(one).find((key) => key.startsWith('name:'));
  const isNamedSo = shown.kind === item.kind && nameOf(item) !== undefined && nameOf(shown) === nameOf(item);
  return isNamedSo || contactType.likeness(shown, item).kind !== 'different';
}

/** Than a name. */
const saysMore = (held: Item): boolean =>
  (['prefix', 'jobTitle', 'birthday', 'company'] as const).some((name) => textOf(held[name]) !== '') ||
  listNames.some((name) => listOf(held[name]).length > 0);

const isText = (shown: Item, sent: Item, name: string): boolean =>
  folded(textOf(shown[name])) === folded(textOf(sent[name]));

function hasKeys(shown: Item[string], sent: Item[string]): boolean {
  const keys = new Set(listOf(shown).map(({ key }) => key));
  return listOf(sent).every(({ key }) => keys.has(key));
}
