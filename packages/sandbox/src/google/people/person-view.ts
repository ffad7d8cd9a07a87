import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { frozen } from '../../kernel/frozen.ts';
import { formattedAddress } from '../contacts/addresses.ts';
import { type FieldName, isFieldName, type Person } from '../contacts/fields.ts';
import { displayName, lastNameFirst } from '../contacts/names.ts';
import type { StoredContact } from '../contacts/stored-contact.ts';
import { personEtag, sourceEtag } from './etags.ts';

/** How an answer shows people. */
export type Look = {
  /** Sorted. */
  readonly mask: readonly string[];
  readonly withProfile: boolean;
  /** ISO 3166, of the account. */
  readonly region: string;
  /** Former names show in lists with a sync token only (documented). */
  readonly formerNames?: boolean;
  /** Lists show the first hundred e-mails and numbers (documented). */
  readonly firstHundred?: boolean;
};

type Value = Readonly<Record<string, unknown>>;

const views = new WeakMap<StoredContact, Map<string, Person>>();

/** A version never changes, so each view of it is made once. */
export function showPerson(contact: StoredContact, look: Look): Person {
  const { mask, withProfile, formerNames, firstHundred } = look;
  const key = `${mask.join()}/${withProfile}/${formerNames}/${firstHundred}`;
  const known = views.get(contact) ?? new Map<string, Person>();
  views.set(contact, known);
  const view = known.get(key) ?? frozen(makeView(contact, look));
  known.set(key, view);
  return view;
}

function makeView(contact: StoredContact, look: Look): Person {
  const person: Record<string, unknown> = {
    resourceName: contact.resourceName,
    etag: personEtag(contact, look.mask),
  };
  for (const name of look.mask) {
    const shown = isFieldName(name) ? shownValues(contact, name, look) : others[name]?.(contact, look);
    if (shown !== undefined) person[name] = shown;
  }
  return person;
}

const others: Readonly<Record<string, (contact: StoredContact, look: Look) => unknown>> = {
  metadata: personMetadata,
  memberships: (contact) =>
    contact.groups.map((resourceName) => ({
      metadata: { source: sourceOf(contact) },
      contactGroupMembership: {
        contactGroupId: resourceName.replace('contactGroups/', ''),
        contactGroupResourceName: resourceName,
      },
    })),
  photos: (contact) => [
    {
      metadata: { primary: true, source: sourceOf(contact) },
      url: 'https://lh3.googleusercontent.com/contact-photo-placeholder=s100',
      default: true,
    },
  ],
};

const sourceOf = ({ id }: StoredContact) => ({ type: 'CONTACT', id }) as const;

function personMetadata(contact: StoredContact, { withProfile, formerNames }: Look): Person['metadata'] {
  const source = { ...sourceOf(contact), etag: sourceEtag(contact), updateTime: timeOf(contact.changedAt) };
  const { profile } = contact;
  return {
    sources: withProfile && profile ? [source, { type: 'PROFILE', id: profile.id }] : [source],
    ...(formerNames && contact.formerNames.length > 0 ? { previousResourceNames: [...contact.formerNames] } : {}),
    objectType: 'PERSON',
  };
}

/** Microseconds, as in the captures. */
export const timeOf = (instant: number): string => new Date(instant).toISOString().replace('Z', '000Z');

/** A tombstone: of its time nothing is left but the epoch (capture). */
export function showDeleted(contact: StoredContact, look: Look): Person {
  return {
    resourceName: contact.resourceName,
    etag: personEtag(contact, look.mask),
    metadata: {
      sources: [{ ...sourceOf(contact), etag: sourceEtag(contact), updateTime: '1970-01-01T00:00:00Z' }],
      deleted: true,
      objectType: 'PERSON',
    },
  };
}

function shownValues(contact: StoredContact, name: FieldName, look: Look): readonly Value[] | undefined {
  const all: readonly object[] = contact.fields[name] ?? [];
  const isLong = look.firstHundred && (name === 'emailAddresses' || name === 'phoneNumbers');
  const values = (isLong ? all.slice(0, 100) : all) as readonly Value[];
  const primary = Math.max(
    0,
    values.findIndex(({ metadata }) => metadata !== undefined),
  );
  const own = values.map((value, index) => {
    const { metadata: chosen, ...parts } = value;
    const metadata = {
      ...(index === primary ? { primary: true } : {}),
      source: sourceOf(contact),
      ...(chosen !== undefined || name === 'names' ? { sourcePrimary: true } : {}),
    };
    return { metadata, ...parts, ...computed[name]?.(parts, look) };
  });
  const shown = name === 'names' ? [...own, ...profileNames(contact, look, own.length === 0)] : own;
  return shown.length === 0 ? undefined : shown;
}

function profileNames({ profile }: StoredContact, { withProfile }: Look, isOnly: boolean): readonly Value[] {
  if (profile === undefined || !withProfile) return [];
  const { id, givenName, familyName } = profile;
  const metadata = { ...(isOnly ? { primary: true } : {}), source: { type: 'PROFILE', id }, sourcePrimary: true };
  return [{ metadata, givenName, familyName, ...nameForms({ givenName, familyName }) }];
}

/** What Google adds to a value. */
const computed: Readonly<Partial<Record<FieldName, (value: Value, look: Look) => Value>>> = {
  names: nameForms,
  biographies: ({ contentType }) => ({ contentType: contentType ?? 'TEXT_PLAIN' }),
  phoneNumbers: (value, { region }) => ({ ...formattedType(value), ...canonicalForm(value, region) }),
  addresses: (value) => ({ ...formattedType(value), formattedValue: value.formattedValue ?? formattedAddress(value) }),
  emailAddresses: formattedType,
  urls: formattedType,
  relations: formattedType,
  events: formattedType,
  organizations: formattedType,
  imClients: formattedType,
  sipAddresses: formattedType,
  calendarUrls: formattedType,
};

function nameForms(name: Value): Value {
  const display = displayName(name);
  return display === '' ? {} : { displayName: display, displayNameLastFirst: lastNameFirst(name) };
}

/** "homeFax" → "Home Fax"; a type of one's own stays. Only "Work", "Home", "Mobile" and an unknown one were captured. */
function formattedType({ type }: Value): Value {
  if (typeof type !== 'string') return {};
  const isOwn = /[^a-zA-Z]/u.test(type) || !knownTypes.has(type);
  const spaced = type.replace(/(?=[A-Z])/gu, ' ');
  return { formattedType: isOwn ? type : spaced.charAt(0).toUpperCase() + spaced.slice(1) };
}

const knownTypes: ReadonlySet<string> = new Set(
  'home work other mobile homeFax workFax otherFax pager workMobile workPager main googleVoice blog profile homePage ftp school anniversary'.split(
    ' ',
  ),
);

/** By the account's region; absent when it is no number (assumption). */
function canonicalForm({ value }: Value, region: string): Value {
  const number = typeof value === 'string' ? parsePhoneNumberFromString(value, region as CountryCode) : undefined;
  return number?.isPossible() ? { canonicalForm: number.number } : {};
}
