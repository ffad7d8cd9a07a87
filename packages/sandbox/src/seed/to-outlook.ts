import type { OutlookContactInput } from '../microsoft/mailbox/contact-fields.ts';
import type { Address, Card, Entry, Label } from './card.ts';
import type { Placing } from './placing.ts';
import { hasYear } from './placing.ts';
import { present } from './present.ts';

/** The card as a person would have typed it into Outlook: 3 e-mails, 2 + 2 + 1 phones, one address of each kind (what Graph holds). */
export function toOutlook(card: Card): Placing<OutlookContactInput> {
  const leftOut = [...card.leftOut];
  const input = {
    ...present({
      title: card.prefix,
      givenName: card.firstName,
      middleName: card.middleName,
      surname: card.lastName,
      generation: card.suffix,
      nickName: card.nickname,
      displayName: chosenName(card),
      fileAs: card.fileAs,
      companyName: card.company,
      department: card.department,
      jobTitle: card.jobTitle,
      personalNotes: card.notes,
      birthday: birthdayOf(card, leftOut),
      categories: card.categories.length > 0 ? card.categories : undefined,
    }),
    emailAddresses: fitting(card.emails, 'E-mail address', leftOut).map(({ value }) => ({
      name: nameFor(card, value),
      address: value,
    })),
    imAddresses: fitting(card.messengers, 'Instant messenger', leftOut).map(({ value }) => value),
    ...placePhones(card.phones, leftOut),
    ...placeAddresses(card.addresses, leftOut),
    ...placeSite(card.sites, leftOut),
  };
  return { kind: 'placed', input, leftOut };
}

const maxEntries = 3;

/** Primaries first: with one place too few, nobody would have left out the one they use. */
function fitting(list: readonly Entry[], name: string, leftOut: string[]): readonly Entry[] {
  const byPrecedence = [...list.filter(({ primary }) => primary), ...list.filter(({ primary }) => !primary)];
  const kept = new Set(byPrecedence.slice(0, maxEntries));
  leftOut.push(...list.slice(maxEntries).map(() => `${name} beyond the third`));
  return list.filter((entry) => kept.has(entry));
}

function birthdayOf(card: Card, leftOut: string[]): string | undefined {
  if (card.birthday === undefined) return undefined;
  if (hasYear(card.birthday)) return `${card.birthday}T11:59:00Z`;
  leftOut.push('Birthday without a year');
  return undefined;
}

/** Only a display name that is not made of the parts was chosen by somebody. */
export function chosenName(card: Card): string | undefined {
  const { prefix, firstName, middleName, lastName, suffix, company, displayName } = card;
  const made = [
    [firstName, lastName],
    [firstName, middleName, lastName],
    [firstName, middleName, lastName, suffix],
    [firstName, lastName, suffix],
    [prefix, firstName, middleName, lastName],
    [prefix, firstName, lastName],
    [prefix, firstName, middleName, lastName, suffix],
    [prefix, firstName, lastName, suffix],
    [company],
  ].map((parts) => joined(parts));
  return displayName === undefined || made.includes(joined([displayName])) ? undefined : displayName;
}

const joined = (parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined)
    .join(' ')
    .replace(/[\s,]+/gu, ' ')
    .trim();

const nameFor = (card: Card, address: string): string =>
  joined([card.firstName, card.lastName]) || card.company || address;

type Phones = Pick<OutlookContactInput, 'businessPhones' | 'homePhones' | 'mobilePhone'>;
type PhonePlace = 'work' | 'home' | 'mobile';
const room: Readonly<Record<PhonePlace, number>> = { work: 2, home: 2, mobile: 1 };

/** Numbers go where their label says; those of no certain place take what room is left. Graph shows no fax, pager or Skype number. */
function placePhones(phones: readonly Entry[], leftOut: string[]): Phones {
  const placed: Record<PhonePlace, string[]> = { work: [], home: [], mobile: [] };
  const place = (value: string, wanted: readonly PhonePlace[], name: string): void => {
    const free = wanted.find((slot) => placed[slot].length < room[slot]);
    if (free === undefined) leftOut.push(name);
    else placed[free].push(value);
  };
  const certain = phones.filter(({ label }) => label in room);
  for (const { label, value } of certain) place(value, [label as PhonePlace], `Another ${label} phone`);
  for (const { label, value } of phones.filter((phone) => !certain.includes(phone))) {
    const isVoice = label === 'none' || label === 'other';
    place(value, isVoice ? ['work', 'home', 'mobile'] : [], isVoice ? 'Another phone' : `Phone number: ${label}`);
  }
  const [mobilePhone] = placed.mobile;
  return { businessPhones: placed.work, homePhones: placed.home, ...present({ mobilePhone }) };
}

type AddressPlace = 'businessAddress' | 'homeAddress' | 'otherAddress';
const addressPlaces: Readonly<Partial<Record<Label, AddressPlace>>> = { work: 'businessAddress', home: 'homeAddress' };

/** A second address of a kind takes the place of the other address while that is free. */
function placeAddresses(addresses: readonly Address[], leftOut: string[]): Pick<OutlookContactInput, AddressPlace> {
  const placed: Partial<Record<AddressPlace, ReturnType<typeof graphAddress>>> = {};
  for (const address of addresses) {
    const wanted = [addressPlaces[address.label] ?? 'otherAddress', 'otherAddress'] as const;
    const free = wanted.find((place) => placed[place] === undefined);
    if (free === undefined) leftOut.push('Another address');
    else placed[free] = graphAddress(address);
  }
  return placed;
}

const graphAddress = ({ street, city, province, postalCode, country }: Address) =>
  present({ street, city, state: province, postalCode, countryOrRegion: country });

function placeSite(sites: readonly Entry[], leftOut: string[]): Pick<OutlookContactInput, 'businessHomePage'> {
  const best = sites.find(({ label }) => label === 'work') ?? sites[0];
  leftOut.push(...sites.filter((site) => site !== best).map(() => 'Another web site'));
  return present({ businessHomePage: best?.value });
}
