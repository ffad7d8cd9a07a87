import type { Capabilities, ListCapability } from '@concord/core';

/** How one list of the canonical contact sits in Clio's nested rows (OpenAPI, Contacts). */
export type ListFacts = {
  readonly rows: 'email_addresses' | 'phone_numbers' | 'addresses' | 'web_sites' | 'instant_messengers';
  readonly texts: readonly string[];
  /** Read and written under different names: `primary` comes back, `default_email` goes out. */
  readonly flag?: { readonly read: string; readonly write: string };
  /** Our slot → Clio's `name` of the row. Names beyond these are read as `other` and never rewritten. */
  readonly slots: Readonly<Record<string, string>>;
};

/** An element without a slot, as Microsoft's e-mails are, is written as `Work`: these are the contacts of a firm. */
export const slotWhenNone = 'work';

export const lists = {
  emails: {
    rows: 'email_addresses',
    texts: ['address'],
    flag: { read: 'primary', write: 'default_email' },
    slots: { work: 'Work', home: 'Home', other: 'Other' },
  },
  phones: {
    rows: 'phone_numbers',
    texts: ['number'],
    flag: { read: 'primary', write: 'default_number' },
    slots: {
      work: 'Work',
      home: 'Home',
      mobile: 'Mobile',
      fax: 'Fax',
      pager: 'Pager',
      skype: 'Skype',
      other: 'Other',
    },
  },
  // `primary` of an address can be read and not written, so it is not looked at.
  addresses: {
    rows: 'addresses',
    texts: ['street', 'city', 'province', 'postal_code', 'country'],
    slots: { work: 'Work', home: 'Home', billing: 'Billing', other: 'Other' },
  },
  sites: {
    rows: 'web_sites',
    texts: ['address'],
    flag: { read: 'default_web_site', write: 'default_web_site' },
    slots: {
      work: 'Work',
      personal: 'Personal',
      twitter: 'Twitter',
      facebook: 'Facebook',
      linkedin: 'LinkedIn',
      instantMessenger: 'Instant Messenger',
      other: 'Other',
    },
  },
  messengers: {
    rows: 'instant_messengers',
    texts: ['address'],
    slots: { work: 'Work', personal: 'Personal', other: 'Other' },
  },
} as const satisfies Record<string, ListFacts>;

export type ListName = keyof typeof lists;
export const listNames = Object.keys(lists) as readonly ListName[];
export const factsOf = (name: ListName): ListFacts => lists[name];

/** Scalars of a person. A company has only its name. */
export const personTexts = {
  prefix: 'prefix',
  firstName: 'first_name',
  middleName: 'middle_name',
  lastName: 'last_name',
  jobTitle: 'title',
  birthday: 'date_of_birth',
} as const;

export type PersonText = keyof typeof personTexts;
export const personTextNames = Object.keys(personTexts) as readonly PersonText[];

/** Twenty e-mails, phones and addresses a contact since 4.0.13 (change log); the same is assumed of sites and messengers. */
const maxRows = 20;

function capabilityOf({ slots, flag }: ListFacts): ListCapability {
  return {
    shape: 'list',
    max: maxRows,
    slots: Object.fromEntries(Object.keys(slots).map((slot) => [slot, maxRows])),
    primary: flag !== undefined,
  };
}

export const contactCapabilities: Capabilities = {
  kind: { shape: 'scalar' },
  ...Object.fromEntries(personTextNames.map((name) => [name, { shape: 'scalar' }])),
  company: { shape: 'scalar', clearable: false },
  ...Object.fromEntries(listNames.map((name) => [name, capabilityOf(lists[name])])),
};

function nested(name: ListName): string {
  const { rows, texts, flag } = factsOf(name);
  return `${rows}{${['id', 'name', ...texts, ...(flag ? [flag.read] : [])].join(',')}}`;
}

/** The one list of fields of every read, write and webhook: `fields` are nested one level at most, unknown ones answer 400. */
export const contactFields = [
  'id,etag,created_at,updated_at,type,name',
  ...Object.values(personTexts),
  'company{id,name}',
  ...listNames.map(nested),
].join(',');

/** Where only clients were chosen, whoever reads a contact asks for this, too. */
export const contactAndClientFields = `${contactFields},is_client`;
