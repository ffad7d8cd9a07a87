import type { people_v1 } from 'googleapis/build/src/apis/people/v1.js';

export type Person = people_v1.Schema$Person;

/** What a part of a value holds. A `note` may be longer than any other text. */
export type PartKind = 'text' | 'note' | 'date' | 'flag' | 'number';

/** Every field that a client may write (memberships are apart), with the parts of its values (discovery document, revision 20251117). */
export const fieldParts = {
  addresses: texts(
    'type poBox streetAddress extendedAddress city region postalCode country countryCode formattedValue',
  ),
  biographies: { value: 'note', contentType: 'text' },
  birthdays: { date: 'date', text: 'text' },
  calendarUrls: texts('url type'),
  clientData: texts('key value'),
  emailAddresses: texts('value type displayName'),
  events: { date: 'date', type: 'text' },
  externalIds: texts('value type'),
  genders: texts('value addressMeAs'),
  imClients: texts('username protocol type'),
  interests: texts('value'),
  locales: texts('value'),
  locations: { ...texts('value type buildingId floor floorSection deskCode'), current: 'flag' },
  miscKeywords: texts('value type'),
  names: texts(
    'honorificPrefix givenName middleName familyName honorificSuffix phoneticHonorificPrefix phoneticGivenName phoneticMiddleName phoneticFamilyName phoneticHonorificSuffix phoneticFullName unstructuredName',
  ),
  nicknames: texts('value type'),
  occupations: texts('value'),
  organizations: {
    ...texts('name phoneticName title department jobDescription location domain symbol costCenter type'),
    startDate: 'date',
    endDate: 'date',
    current: 'flag',
    fullTimeEquivalentMillipercent: 'number',
  },
  phoneNumbers: texts('value type'),
  relations: texts('person type'),
  sipAddresses: texts('value type'),
  urls: texts('value type'),
  userDefined: texts('key value'),
} as const satisfies Partial<Record<keyof Person, Readonly<Record<string, PartKind>>>>;

function texts(names: string): Readonly<Record<string, 'text'>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, 'text']));
}

export type FieldName = keyof typeof fieldParts;
export const fieldNames = Object.keys(fieldParts) as readonly FieldName[];
export const isFieldName = (name: string): name is FieldName => Object.hasOwn(fieldParts, name);

/** The values of each field that has any, as Google keeps them: of `metadata` only what a client may set. */
export type Fields = { readonly [F in FieldName]?: NonNullable<Person[F]> };

/** What a person types into Google Contacts, or a client sends. Null, undefined and an empty list mean "nothing". */
export type GoogleContactInput = { readonly [F in FieldName]?: Person[F] | null | undefined };

/** A contact holds one value of each at most (documented). */
export const singletons: ReadonlySet<FieldName> = new Set(['biographies', 'birthdays', 'genders', 'names']);

/** Computed by Google: a client's own are passed over. */
export const outputParts: ReadonlySet<string> = new Set([
  'metadata',
  'displayName',
  'displayNameLastFirst',
  'canonicalForm',
  'formattedType',
  'formattedName',
  'formattedValue',
  'formattedProtocol',
]);

/** Shown and never written: the rest of what `personFields` may name (discovery document). */
export const readOnlyNames = ['ageRanges', 'coverPhotos', 'metadata', 'photos', 'skills'] as const;

export const sameValue = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);
