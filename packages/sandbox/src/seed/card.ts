/** What a file or the generator says of one person or company, before it is put into either look-alike. */
export type Card = {
  kind: 'person' | 'company';
  emails: Entry[];
  phones: Entry[];
  addresses: Address[];
  sites: Entry[];
  messengers: Entry[];
  categories: string[];
  /** What the reader understood and a card has no place for, by name: "Second company". Counted in the report. */
  leftOut: string[];
} & { [field in TextField]?: string };

export const textFields = [
  'prefix',
  'firstName',
  'middleName',
  'lastName',
  'suffix',
  'nickname',
  'displayName',
  'fileAs',
  'company',
  'department',
  'jobTitle',
  'notes',
  /** `YYYY-MM-DD`, or `--MM-DD` when the year is not known. */
  'birthday',
] as const;
export type TextField = (typeof textFields)[number];

/** One e-mail address, number, site or messenger. */
export type Entry = { label: Label; value: string; primary?: boolean };

export const addressParts = ['street', 'city', 'province', 'postalCode', 'country'] as const;
export type AddressPart = (typeof addressParts)[number];
export type Address = { label: Label } & { [part in AddressPart]?: string };

/** `none`: the source said nothing. */
export type Label = 'none' | 'work' | 'home' | 'mobile' | 'fax' | 'pager' | 'skype' | 'billing' | 'other' | SocialLabel;
export type SocialLabel = 'twitter' | 'facebook' | 'linkedin';

export function emptyCard(): Card {
  return {
    kind: 'person',
    emails: [],
    phones: [],
    addresses: [],
    sites: [],
    messengers: [],
    categories: [],
    leftOut: [],
  };
}

/** Sets a text that is not blank. The first one stays, so that the better source of a field is asked first. */
export function setText(card: Card, field: TextField, text: string): void {
  const tidy = text.replace(/\r\n?/gu, '\n').trim();
  if (tidy !== '' && card[field] === undefined) card[field] = tidy;
}

export function addEntry(
  card: Card,
  list: 'emails' | 'phones' | 'sites' | 'messengers',
  value: string,
  label: Label,
  primary = false,
): void {
  const trimmed = value.trim();
  if (trimmed === '') return;
  card[list].push({ label, value: trimmed, ...(primary ? { primary } : {}) });
}

/** Adds the groups that a person made; Google's own ("myContacts") say nothing of anybody. */
export function addCategories(card: Card, names: readonly string[]): void {
  const own = names.map((name) => name.trim()).filter((name) => !/^(?:\* .*|mycontacts|starred|)$/iu.test(name));
  card.categories.push(...own);
}

export function addAddress(card: Card, address: Address): void {
  if (addressParts.some((part) => address[part] !== undefined)) card.addresses.push(address);
}

export const hasName = (card: Card): boolean =>
  [card.firstName, card.middleName, card.lastName].some((name) => name !== undefined);

/** A card says nothing when it has neither a text nor a list of anything. */
export const isBlank = (card: Card): boolean =>
  textFields.every((field) => card[field] === undefined) &&
  [card.emails, card.phones, card.addresses, card.sites, card.messengers, card.categories].every(
    (list) => list.length === 0,
  );

/** Splits a name that the source kept in one text: "Reyes, Ana" or "Ana María Reyes". */
export function splitFullName(card: Card, name: string): void {
  const [last, first] = name.split(',', 2).map((part) => part.trim());
  if (last && first) {
    setText(card, 'lastName', last);
    setText(card, 'firstName', first);
    return;
  }
  const words = name.trim().split(/\s+/u);
  setText(card, 'firstName', words.slice(0, Math.max(1, words.length - 1)).join(' '));
  setText(card, 'lastName', words.slice(1).at(-1) ?? '');
}

/** Decides whether the card is a person's or a company's, and takes apart a name that stands in one text only. */
export function settleKind(card: Card): Card {
  if (card.kind === 'company') nameCompany(card);
  else if (!hasName(card) && card.displayName !== undefined && !isSame(card.displayName, card.company)) {
    splitFullName(card, card.displayName);
  }
  if (!hasName(card) && card.company !== undefined) card.kind = 'company';
  return card;
}

function nameCompany(card: Card): void {
  const person = [card.firstName, card.middleName, card.lastName].filter((name) => name !== undefined).join(' ');
  const company = card.company ?? card.displayName ?? person;
  if (company === '') {
    card.kind = 'person';
    return;
  }
  if (person !== '' && !isSame(person, company)) card.leftOut.push("Person's name on the card of a company");
  card.company = company;
  delete card.firstName;
  delete card.middleName;
  delete card.lastName;
}

const isSame = (one: string, other: string | undefined): boolean => one.toLowerCase() === other?.toLowerCase();
