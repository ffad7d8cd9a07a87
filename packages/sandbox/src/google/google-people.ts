import { frozen } from '../kernel/frozen.ts';
import type { World } from '../kernel/world.ts';
import type { AddressBook } from './contacts/address-book.ts';
import {
  type FieldName,
  type Fields,
  fieldNames,
  type GoogleContactInput,
  isFieldName,
  type Person,
  sameValue,
  singletons,
} from './contacts/fields.ts';
import { completeName } from './contacts/names.ts';
import { readTyped } from './contacts/read-person.ts';
import type { ContactChange, Profile, StoredContact, StoredGroup } from './contacts/stored-contact.ts';
import { allReadable } from './people/masks.ts';
import { showPerson } from './people/person-view.ts';

/** A contact as the People API would show it, with every field. */
export type GoogleContact = Person & { readonly resourceName: string; readonly etag: string };

/** `touched`: nothing but the etag moved on. `renamed`: it has another resource name. `deleted`: to the trash. `restored`: out of it. */
export type GoogleChange = {
  readonly kind: 'created' | 'changed' | 'touched' | 'renamed' | 'deleted' | 'restored';
  /** Of the CONTACT source: it stays with the contact for good. */
  readonly id: string;
  readonly resourceName: string;
  readonly before?: GoogleContact;
  readonly after?: GoogleContact;
};

/** What a person does in Google Contacts, and what Google does of itself. Etags move on, as with any other write. */
export type GooglePeople = {
  /** Everybody, or those with this label, in the order in which they were made. */
  readonly list: (label?: string) => readonly GoogleContact[];
  /** By the resource name that it has, or had. */
  readonly get: (resourceName: string) => GoogleContact | undefined;
  readonly add: (input: GoogleContactInput, labels?: readonly string[]) => GoogleContact;
  /** Fields that are absent stay; null, undefined and an empty list clear. */
  readonly edit: (resourceName: string, input: GoogleContactInput) => GoogleContact;
  /** To the trash, where it lies for thirty days. */
  readonly remove: (resourceName: string) => void;
  readonly trash: () => readonly GoogleContact[];
  readonly restore: (resourceName: string) => GoogleContact;
  /** "Merge duplicates": the first takes what the second has besides, and the second is deleted. */
  readonly merge: (resourceName: string, other: string) => GoogleContact;
  /** Google moves the etag on, and nothing that anybody can see. */
  readonly touch: (resourceName: string) => GoogleContact;
  /** Google gives it another resource name. */
  readonly rename: (resourceName: string) => GoogleContact;
  /** Google finds somebody's profile for it: another resource name, and a second name from the profile. */
  readonly linkProfile: (resourceName: string, profile: Profile) => GoogleContact;
  readonly groups: () => readonly StoredGroup[];
  /** Makes a label that nobody has yet; one of this name that is there already is that one. */
  readonly addLabel: (name: string) => StoredGroup;
  /** Gives it exactly these labels, which are made when there are none of these names; "starred" is one. */
  readonly label: (resourceName: string, labels: readonly string[]) => GoogleContact;
  readonly labelsOf: (resourceName: string) => readonly string[];
  /** Number that grows with every change. */
  readonly version: () => number;
  /** Tells at once of every change, whoever made it, filling included; returns what ends it. */
  readonly watch: (listener: (change: GoogleChange) => void) => () => void;
};

export function createGooglePeople(world: World, book: AddressBook): GooglePeople {
  const show = (contact: StoredContact): GoogleContact => shownWhole(book, contact);
  const named = (resourceName: string): StoredContact => {
    const contact = book.get(resourceName);
    if (!contact) throw new Error(`There is no contact ${resourceName} in this account`);
    return contact;
  };
  const inTrash = (resourceName: string): StoredContact => {
    const contact = book.trash().find((one) => one.resourceName === resourceName);
    if (!contact) throw new Error(`There is no contact ${resourceName} in this trash`);
    return contact;
  };
  return {
    list: (label) => {
      const group = label === undefined ? undefined : book.groups.named(label)?.resourceName;
      if (label !== undefined && group === undefined) return [];
      return book
        .living()
        .filter(({ groups }) => group === undefined || groups.includes(group))
        .map(show);
    },
    get: (resourceName) => {
      const contact = book.get(resourceName);
      return contact && show(contact);
    },
    add: (input, labels = []) =>
      show(book.add({ fields: typedFields({}, input), groups: book.groups.withLabels(labels) })),
    edit: (resourceName, input) => {
      const contact = named(resourceName);
      return show(book.change(contact, { fields: keptFields(world, typedFields(contact.fields, input)) }));
    },
    remove: (resourceName) => book.remove(named(resourceName)),
    trash: () => book.trash().map(show),
    restore: (resourceName) => show(book.restore(inTrash(resourceName), world.awkward.strikes('google.undeletesAnew'))),
    merge: (resourceName, other) => {
      const [contact, second] = [named(resourceName), named(other)];
      const groups = [...new Set([...contact.groups, ...second.groups])];
      const merged = book.change(contact, { fields: union(contact.fields, second.fields), groups });
      book.remove(second);
      return show(merged);
    },
    touch: (resourceName) => show(book.change(named(resourceName))),
    rename: (resourceName) => show(book.rename(named(resourceName))),
    linkProfile: (resourceName, profile) => show(book.rename(book.change(named(resourceName), { profile }))),
    groups: book.groups.all,
    addLabel: (name) => book.groups.named(name) ?? book.groups.add(name),
    label: (resourceName, labels) => show(book.change(named(resourceName), { groups: book.groups.withLabels(labels) })),
    labelsOf: (resourceName) =>
      named(resourceName)
        .groups.filter((group) => group !== 'contactGroups/myContacts')
        .flatMap((group) => book.groups.get(group)?.formattedName ?? []),
    version: book.head,
    watch: (listener) => book.watch((change) => listener(toShown(change, show))),
  };
}

/** The fields after a person typed this. */
export function typedFields(before: Fields, input: GoogleContactInput): Fields {
  const stranger = Object.keys(input).find((name) => !isFieldName(name));
  if (stranger !== undefined) throw new Error(`People cannot type "${stranger}" into a contact`);
  const typed = readTyped(input);
  const after: Partial<Record<FieldName, readonly object[]>> = { ...before };
  for (const name of Object.keys(input) as FieldName[]) {
    const values: readonly object[] | undefined = typed[name];
    if (values === undefined) delete after[name];
    else after[name] = name === 'names' ? values.map((value) => completeName(value, false)) : values;
  }
  return after as Fields;
}

function keptFields({ awkward }: World, fields: Fields): Fields {
  if (!awkward.strikes('google.losesClientData')) return fields;
  const { clientData, ...rest } = fields;
  if (clientData === undefined) awkward.missed('google.losesClientData');
  return rest;
}

function union(one: Fields, other: Fields): Fields {
  const entries = fieldNames.map((name) => {
    const own: readonly object[] = one[name] ?? [];
    const more: readonly object[] = (other[name] ?? []).filter(
      (value) => !own.some((known) => sameValue(known, value)),
    );
    const all = singletons.has(name) && own.length > 0 ? own : [...own, ...more.map(withoutPrimary)];
    return [name, all] as const;
  });
  return Object.fromEntries(entries.filter(([, values]) => values.length > 0)) as Fields;
}

function withoutPrimary(value: object): object {
  const { metadata: _, ...rest } = value as { readonly metadata?: unknown };
  return rest;
}

function shownWhole(book: AddressBook, contact: StoredContact): GoogleContact {
  const person = showPerson(contact, { mask: allReadable, withProfile: true, region: book.region });
  return person as GoogleContact;
}

function toShown(
  { kind, before, after }: ContactChange,
  show: (contact: StoredContact) => GoogleContact,
): GoogleChange {
  const contact = after ?? before;
  return frozen({
    kind: kind === 'changed' && before && after && isSame(before, after) ? 'touched' : kind,
    id: contact?.id ?? '',
    resourceName: contact?.resourceName ?? '',
    ...(before ? { before: show(before) } : {}),
    ...(after ? { after: show(after) } : {}),
  });
}

/** Whether two versions differ in nothing but the version. */
const isSame = (before: StoredContact, after: StoredContact): boolean =>
  sameValue([before.fields, before.groups, before.profile], [after.fields, after.groups, after.profile]);
