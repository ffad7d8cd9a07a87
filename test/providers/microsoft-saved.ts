import type { Contact, PhysicalAddress } from '@microsoft/microsoft-graph-types';

/** What Outlook makes of a write, as far as its documentation says: the smallest model that the lens must get along with. */
export type Habits = {
  /** Whether a PATCH of an address replaces it, or merges into it: documented nowhere. */
  readonly addresses: 'replaced' | 'merged';
};

const limits = { emailAddresses: 3, businessPhones: 2, homePhones: 2, imAddresses: 3 } as const;
const addresses = ['businessAddress', 'homeAddress', 'otherAddress'] as const;
const names = ['title', 'givenName', 'middleName', 'surname', 'generation', 'companyName'] as const;

export const emptyCard: Contact = {
  givenName: null,
  middleName: null,
  surname: null,
  title: null,
  generation: null,
  companyName: null,
  jobTitle: null,
  birthday: null,
  displayName: null,
  fileAs: null,
  emailAddresses: [],
  businessPhones: [],
  homePhones: [],
  mobilePhone: null,
  imAddresses: [],
  businessAddress: {},
  homeAddress: {},
  otherAddress: {},
  businessHomePage: null,
  personalNotes: null,
  department: null,
};

/** The card after a write; throws where Outlook refuses the whole of it. */
export function saved(before: Contact, patch: Contact, habits: Habits = { addresses: 'replaced' }): Contact {
  for (const [property, max] of Object.entries(limits)) {
    const entries = patch[property as keyof typeof limits];
    if (entries && entries.length > max) throw new Error(`400: ${property} has more than ${max} entries`);
  }
  const after: Contact = { ...before, ...patch };
  for (const property of addresses) {
    if (patch[property] !== undefined) after[property] = savedAddress(before[property], patch[property], habits);
  }
  if (names.some((property) => before[property] !== after[property])) {
    if (patch.displayName === undefined) after.displayName = madeDisplayName(after);
    if (patch.fileAs === undefined) after.fileAs = madeFileAs(after);
  }
  return after;
}

type Address = PhysicalAddress | null | undefined;

function savedAddress(before: Address, patch: Address, { addresses: habit }: Habits): PhysicalAddress {
  const parts = habit === 'merged' ? { ...before, ...patch } : { ...patch };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null));
}

export function madeDisplayName(card: Contact): string | null {
  const name = [card.givenName, card.middleName, card.surname, card.generation].filter(Boolean).join(' ');
  return name || card.companyName || null;
}

function madeFileAs(card: Contact): string | null {
  const given = [card.givenName, card.middleName].filter(Boolean).join(' ');
  return [card.surname, given].filter(Boolean).join(', ') || card.companyName || null;
}
