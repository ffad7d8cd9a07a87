import type { GoogleContact, GoogleContactInput } from '@concord/sandbox';
import { type Card, type Draft, type Entry, type ListName, readOnce, type TextName } from '../people/card.ts';
import { rowOf } from '../people/extras.ts';
import { plainEntry, plainText } from '../people/spelling.ts';

type Organization = NonNullable<GoogleContact['organizations']>[number];
type Sourced = { readonly metadata?: { readonly source?: { readonly type?: string | null } | null } | null };

/** What the contact says itself; a profile that Google found for it may say more. */
export const ownIn = <One>(values: readonly One[] | null | undefined): readonly One[] =>
  (values ?? []).filter((value) => (value as Sourced).metadata?.source?.type === 'CONTACT');

export const sourceId = ({ metadata, resourceName }: GoogleContact): string =>
  metadata?.sources?.find(({ type }) => type === 'CONTACT')?.id ?? resourceName;

/** Of several organizations the first that is not over, nor a school. */
export const employerIn = (contact: GoogleContact): Organization | undefined =>
  ownIn(contact.organizations).find(({ current, type }) => current !== false && type !== 'school');

/** How each list sits in a contact: its field, its value, and the labels of slots that are called otherwise there. */
export const googleLists = {
  emails: { field: 'emailAddresses', value: 'value', hasSlots: false },
  phones: { field: 'phoneNumbers', value: 'value', hasSlots: true },
  addresses: { field: 'addresses', value: 'streetAddress', hasSlots: true },
  sites: { field: 'urls', value: 'value', hasSlots: false },
} as const satisfies Record<
  ListName,
  { readonly field: keyof GoogleContactInput; readonly value: string; readonly hasSlots: boolean }
>;

export type GoogleRow = Readonly<Record<string, unknown>>;
export const rowsOf = (contact: GoogleContact, list: ListName): readonly GoogleRow[] =>
  ownIn<GoogleRow>(contact[googleLists[list].field] as readonly GoogleRow[] | undefined);

const textIn = (row: GoogleRow, part: string): string => (typeof row[part] === 'string' ? row[part] : '');
const workFax = 'workFax';
const slotIn = (row: GoogleRow): string => (row['type'] === workFax ? 'fax' : textIn(row, 'type').toLowerCase());
export const typeOf = (slot: string): string => (slot === 'fax' ? workFax : slot);
export const valueIn = (row: GoogleRow, list: ListName): string => textIn(row, googleLists[list].value);

export const fromGoogle = readOnce((contact: GoogleContact): Card => {
  const [name] = ownIn(contact.names);
  const employer = employerIn(contact);
  const list = (of: ListName): readonly Entry[] =>
    rowsOf(contact, of).map((row) => ({
      value: plainEntry[of](valueIn(row, of)),
      slot: googleLists[of].hasSlots ? slotIn(row) : '',
      primary: false,
    }));
  return {
    id: sourceId(contact),
    isCompany: !name?.givenName && !name?.familyName && Boolean(employer?.name),
    tags: ownIn(contact.imClients).flatMap(({ username }) => username ?? []),
    texts: {
      prefix: plainText(name?.honorificPrefix),
      firstName: plainText(name?.givenName),
      middleName: plainText(name?.middleName),
      lastName: plainText(name?.familyName),
      company: plainText(employer?.name),
      jobTitle: plainText(employer?.title),
      birthday: dateIn(contact),
    },
    lists: { emails: list('emails'), phones: list('phones'), addresses: list('addresses'), sites: list('sites') },
    extras: extrasOf(contact),
  };
});

function dateIn(contact: GoogleContact): string {
  const { year, month, day } = ownIn(contact.birthdays)[0]?.date ?? {};
  const padded = (number: number | null | undefined): string => String(number ?? 0).padStart(2, '0');
  return year ? `${year}-${padded(month)}-${padded(day)}` : '';
}

/** All that Concord has no field for, each with a value of its own; absent where there is none. */
function extrasOf(contact: GoogleContact): Readonly<Record<string, string>> {
  const extras: Record<string, string> = {};
  const note = (name: string, value: string | null | undefined): void => {
    if (value) extras[name] = value;
  };
  const [name] = ownIn(contact.names);
  note('suffix', name?.honorificSuffix);
  note('phonetic name', name?.phoneticFamilyName);
  note('department', employerIn(contact)?.department);
  note('nickname', contact.nicknames?.[0]?.value);
  note('note', contact.biographies?.[0]?.value);
  note('relation', contact.relations?.[0]?.person);
  note('own field', contact.userDefined?.[0]?.value);
  note('former employers', formerEmployers(contact));
  note('labels', labelsOf(contact));
  for (const row of rowsOf(contact, 'emails')) note(`${rowOf}${valueIn(row, 'emails')}`, textIn(row, 'displayName'));
  return extras;
}

const formerEmployers = ({ organizations }: GoogleContact): string =>
  ownIn(organizations)
    .flatMap(({ current, name }) => (current === false && name ? [name] : []))
    .join(', ');

const labelsOf = ({ memberships }: GoogleContact): string =>
  (memberships ?? [])
    .flatMap(({ contactGroupMembership }) => contactGroupMembership?.contactGroupId ?? [])
    .filter((id) => id !== 'myContacts')
    .join(', ');

export function toGoogle({ tags, texts, lists }: Draft): GoogleContactInput {
  const rows = Object.fromEntries(
    (Object.keys(lists) as ListName[]).map((list) => [
      googleLists[list].field,
      lists[list].map((entry) => rowFor(list, entry)),
    ]),
  );
  return {
    names: [nameOf(texts)],
    organizations: texts.company || texts.jobTitle ? [{ name: texts.company, title: texts.jobTitle }] : [],
    ...birthdayInput(texts.birthday),
    ...rows,
    imClients: tags.map((username) => ({ username })),
  };
}

const nameOf = ({ prefix, firstName, middleName, lastName }: Draft['texts']) => ({
  honorificPrefix: prefix,
  givenName: firstName,
  middleName,
  familyName: lastName,
});

/** People put no label to an address or a site of the web. */
export const rowFor = (list: ListName, { value, slot }: Entry, old: GoogleRow = {}): GoogleRow => ({
  ...old,
  [googleLists[list].value]: value,
  ...(googleLists[list].hasSlots && slot ? { type: typeOf(slot) } : {}),
});

const nameParts = {
  prefix: 'honorificPrefix',
  firstName: 'givenName',
  middleName: 'middleName',
  lastName: 'familyName',
} as const;
const isNamePart = (field: TextName): field is keyof typeof nameParts => field in nameParts;

/** One text of a contact typed over; what else its field holds stays. */
export function textInput(contact: GoogleContact, field: TextName, text: string): GoogleContactInput {
  if (isNamePart(field)) {
    const { unstructuredName: _, ...name } = ownIn(contact.names)[0] ?? {};
    return { names: [{ ...name, [nameParts[field]]: text }] };
  }
  if (field === 'birthday') return birthdayInput(text);
  const employer = employerIn(contact);
  const changed = { ...employer, [field === 'company' ? 'name' : 'title']: text };
  const all = ownIn(contact.organizations);
  return {
    organizations: employer === undefined ? [changed, ...all] : all.map((one) => (one === employer ? changed : one)),
  };
}

function birthdayInput(text: string): Pick<GoogleContactInput, 'birthdays'> {
  const [year, month, day] = text.split('-').map(Number);
  return { birthdays: year && month && day ? [{ date: { year, month, day } }] : [] };
}
