import type { Capabilities, ListCapability } from '@concord/core';

/** Raised with any change of `personFields`, of the sources or of the page size: a sync token is good for the call that it came from. */
export const listVersion = 2;

/**
 * The one mask of every list, read and answer to a write: the etag of a person differs by mask, that of its source does not.
 * What is pulled is all that may be pushed, so that a whole field can be written again without losing what nobody maps;
 * memberships are looked at for a chosen group, and given to newcomers only.
 */
export const personFields = [
  'addresses',
  'birthdays',
  'clientData',
  'emailAddresses',
  'imClients',
  'memberships',
  'metadata',
  'names',
  'organizations',
  'phoneNumbers',
  'urls',
] as const;

/** All that a contact of one's own can have; what is left out belongs to profiles (discovery document, rev. 20251117). */
export const wholeFields = [
  ...personFields,
  'biographies',
  'calendarUrls',
  'events',
  'externalIds',
  'genders',
  'interests',
  'locales',
  'locations',
  'memberships',
  'miscKeywords',
  'nicknames',
  'occupations',
  'photos',
  'relations',
  'sipAddresses',
  'skills',
  'userDefined',
] as const;

/** How one list of the canonical contact sits in a person (discovery document, rev. 20251117). */
type ListFacts = {
  readonly property: 'emailAddresses' | 'phoneNumbers' | 'addresses' | 'urls' | 'imClients';
  /** Our slot → the type that is written for it. One that Google does not know is shown to people as its label. */
  readonly slots: Readonly<Record<string, string>>;
  /** Types that mean one of our slots, and are never written. Any other is read as `other`, and stays as it is. */
  readonly alsoRead: Readonly<Record<string, string>>;
};

export const lists = {
  emails: { property: 'emailAddresses', slots: { work: 'work', home: 'home', other: 'other' }, alsoRead: {} },
  phones: {
    property: 'phoneNumbers',
    slots: {
      work: 'work',
      home: 'home',
      mobile: 'mobile',
      fax: 'workFax',
      pager: 'pager',
      skype: 'Skype',
      other: 'other',
    },
    alsoRead: {
      main: 'work',
      workMobile: 'mobile',
      homeFax: 'fax',
      otherFax: 'fax',
      workPager: 'pager',
    },
  },
  addresses: {
    property: 'addresses',
    slots: { work: 'work', home: 'home', billing: 'Billing', other: 'other' },
    alsoRead: {},
  },
  sites: {
    property: 'urls',
    slots: {
      work: 'work',
      personal: 'home',
      twitter: 'Twitter',
      facebook: 'Facebook',
      linkedin: 'LinkedIn',
      instantMessenger: 'Instant Messenger',
      other: 'other',
    },
    alsoRead: {},
  },
  messengers: { property: 'imClients', slots: { work: 'work', personal: 'home', other: 'other' }, alsoRead: {} },
} as const satisfies Readonly<Record<string, ListFacts>>;

export type ListName = keyof typeof lists;
export const listNames = Object.keys(lists) as readonly ListName[];
export const factsOf = (name: ListName): ListFacts => lists[name];

/** An entry without a type has no slot: it agrees with any, and nobody's label is made up. */
export function slotOf(name: ListName, type: string | null | undefined): string | undefined {
  if (!type) return undefined;
  const { slots, alsoRead } = factsOf(name);
  const isIt = (known: string | undefined): boolean => known?.toLowerCase() === type.toLowerCase();
  const also = Object.keys(alsoRead).find(isIt);
  return also === undefined ? (Object.keys(slots).find((slot) => isIt(slots[slot])) ?? 'other') : alsoRead[also];
}

export const nameParts = {
  prefix: 'honorificPrefix',
  firstName: 'givenName',
  middleName: 'middleName',
  lastName: 'familyName',
} as const;
export const organizationParts = { company: 'name', jobTitle: 'title' } as const;

/** "1,024 characters per field", "500 fields per contact" (Google's help on Contacts). */
const maxLength = 1_024;
const maxEntries = 500;

const text = { shape: 'scalar', maxLength } as const;

/** No `primary`: Google's follows from all sources of a person and can only be read. */
const listCapability = (name: ListName): ListCapability => ({
  shape: 'list',
  max: maxEntries,
  slots: Object.fromEntries(Object.keys(factsOf(name).slots).map((slot) => [slot, maxEntries])),
  primary: false,
});

export const capabilities: Capabilities = {
  kind: { shape: 'scalar' },
  ...Object.fromEntries([...Object.keys(nameParts), ...Object.keys(organizationParts)].map((name) => [name, text])),
  birthday: { shape: 'scalar' },
  ...Object.fromEntries(listNames.map((name) => [name, listCapability(name)])),
};
