import type { GoogleFilling } from '../google/control.ts';
import type { Address, Card, Entry, Label } from './card.ts';
import type { Placing } from './placing.ts';
import { present } from './present.ts';
import { chosenName } from './to-outlook.ts';

/** The card as a person would have typed it into Google Contacts, which has room for nearly everything. */
export function toGoogle(card: Card): Placing<GoogleFilling> {
  const { prefix, firstName, middleName, lastName, suffix, nickname, company, jobTitle, department, notes } = card;
  const name = present({
    honorificPrefix: prefix,
    givenName: firstName,
    middleName,
    familyName: lastName,
    honorificSuffix: suffix,
  });
  const work = present({ name: company, title: jobTitle, department });
  const input: GoogleFilling = {
    names: unlessBlank(name),
    nicknames: unlessBlank(present({ value: nickname })),
    organizations: unlessBlank(work),
    biographies: unlessBlank(present({ value: notes })),
    birthdays: card.birthday === undefined ? [] : [{ date: dateOf(card.birthday) }],
    emailAddresses: onePrimary(card.emails).map((entry) => ({ ...typed(entry, types), value: entry.value })),
    phoneNumbers: onePrimary(card.phones).map((entry) => ({ ...typed(entry, phoneTypes), value: entry.value })),
    addresses: card.addresses.map(addressOf),
    urls: card.sites.map((entry) => ({ ...typed(entry, types), value: entry.value })),
    imClients: card.messengers.map((entry) => ({ ...typed(entry, types), username: entry.value })),
    labels: card.categories,
  };
  return { kind: 'placed', input, leftOut: [...card.leftOut, ...withoutPlace(card)] };
}

const unlessBlank = <T extends object>(value: T): T[] => (Object.keys(value).length === 0 ? [] : [value]);

/** `1990-12-31`, or `--12-31` without a year. */
function dateOf(birthday: string): { readonly year?: number; readonly month: number; readonly day: number } {
  const [year, month, day] = birthday.replace(/^--/u, '0-').split('-').map(Number);
  return { ...(year ? { year } : {}), month: month ?? 0, day: day ?? 0 };
}

/** A label that is none of Google's is one's own. */
type Types = Readonly<Partial<Record<Label, string>>>;
const types: Types = {};
const phoneTypes: Types = { fax: 'workFax' };

function typed({ label, primary }: Pick<Entry, 'label' | 'primary'>, own: Types) {
  return {
    ...(label === 'none' ? {} : { type: own[label] ?? label }),
    ...(primary ? { metadata: { sourcePrimary: true } } : {}),
  };
}

/** A contact has one primary value in a list; a file may prefer several. */
function onePrimary(list: readonly Entry[]): readonly Entry[] {
  const first = list.findIndex(({ primary }) => primary);
  return list.map(({ label, value }, index) => ({ label, value, ...(index === first ? { primary: true } : {}) }));
}

const addressOf = ({ label, street, city, province, postalCode, country }: Address) => ({
  ...typed({ label }, types),
  ...present({ streetAddress: street, city, region: province, postalCode, country }),
});

/** Google makes the name that it shows, and nobody files by another. */
function withoutPlace(card: Card): string[] {
  const names: Readonly<Record<string, unknown>> = { 'File as': card.fileAs, 'Display name': chosenName(card) };
  return Object.keys(names).filter((name) => names[name] !== undefined);
}
