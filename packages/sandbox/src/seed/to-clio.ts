import type { ClioContactInput } from '../clio/contact-control.ts';
import type { Card, Entry, Label } from './card.ts';
import type { Placing } from './placing.ts';
import { hasYear } from './placing.ts';
import { present } from './present.ts';

/** Since API version 4.0.13 a contact holds 20 of each (API changelog). */
const maxRows = 20;

/** The card as a person would have typed it into Clio. */
export function toClio(card: Card): Placing<ClioContactInput> {
  if (card.kind === 'person' && card.firstName === undefined && card.lastName === undefined) {
    return { kind: 'refused', reason: 'There is no first name, last name or company: Clio needs one of them.' };
  }
  const leftOut = [...card.leftOut, ...withoutPlace(card)];
  const fitting = <Row>(list: readonly Row[], name: string): readonly Row[] => {
    leftOut.push(...list.slice(maxRows).map(() => `${name} beyond the twentieth`));
    return list.slice(0, maxRows);
  };
  const input = {
    ...(card.kind === 'company' ? companyTexts(card) : personTexts(card)),
    email_addresses: fitting(oneDefault(card.emails), 'E-mail address').map(({ label, value, primary }) => ({
      name: emailNames[label] ?? 'Other',
      address: value,
      ...(primary ? { default: true } : {}),
    })),
    phone_numbers: fitting(oneDefault(voiceFirst(card.phones)), 'Phone number').map(({ label, value, primary }) => ({
      name: phoneNames[label] ?? 'Other',
      number: value,
      ...(primary ? { default: true } : {}),
    })),
    addresses: fitting(card.addresses, 'Address').map(({ label, postalCode, ...parts }) => ({
      name: addressNames[label] ?? 'Other',
      ...parts,
      ...present({ postal_code: postalCode }),
    })),
    web_sites: card.sites.map(({ label, value }) => ({ name: siteNames[label] ?? 'Other', address: value })),
    instant_messengers: card.messengers.map(({ label, value }) => ({
      name: messengerNames[label] ?? 'Other',
      address: value,
    })),
  };
  return { kind: 'placed', input, leftOut };
}

type Names = Readonly<Partial<Record<Label, string>>>;
const emailNames: Names = { work: 'Work', home: 'Home' };
const phoneNames: Names = { work: 'Work', home: 'Home', mobile: 'Mobile', fax: 'Fax', pager: 'Pager', skype: 'Skype' };
const addressNames: Names = { work: 'Work', home: 'Home', billing: 'Billing' };
const siteNames: Names = {
  work: 'Work',
  home: 'Personal',
  twitter: 'Twitter',
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
};
const messengerNames: Names = { work: 'Work', home: 'Personal' };

/** Clio has one default in a list; a file may prefer several. */
function oneDefault(list: readonly Entry[]): readonly Entry[] {
  const first = list.findIndex((entry) => entry.primary);
  return list.map(({ label, value }, index) => ({ label, value, ...(index === first ? { primary: true } : {}) }));
}

/** The first number becomes the primary one when no other is, and nobody's primary number is a fax. */
const voiceFirst = (phones: readonly Entry[]): readonly Entry[] =>
  phones.toSorted((one, other) => Number(isSilent(one)) - Number(isSilent(other)));

const isSilent = ({ label }: Entry): boolean => label === 'fax' || label === 'pager';

function personTexts(card: Card): ClioContactInput {
  return {
    type: 'Person',
    ...present({
      prefix: card.prefix,
      first_name: card.firstName,
      middle_name: card.middleName,
      last_name: card.lastName,
      title: card.jobTitle,
      company: card.company,
      date_of_birth: hasYear(card.birthday) ? card.birthday : undefined,
    }),
  };
}

const companyTexts = (card: Card): ClioContactInput => ({ type: 'Company', ...present({ name: card.company }) });

/** Fields of other address books that a Clio contact has not. */
function withoutPlace(card: Card): string[] {
  const names: Readonly<Record<string, unknown>> = {
    Suffix: card.suffix,
    Nickname: card.nickname,
    Department: card.department,
    Notes: card.notes,
    'File as': card.fileAs,
    Categories: card.categories[0],
    'Birthday without a year': card.birthday !== undefined && !hasYear(card.birthday) ? card.birthday : undefined,
    'Birthday of a company': card.kind === 'company' && hasYear(card.birthday) ? card.birthday : undefined,
    'Job title of a company': card.kind === 'company' ? card.jobTitle : undefined,
    'Prefix of a company': card.kind === 'company' ? card.prefix : undefined,
  };
  return Object.keys(names).filter((name) => names[name] !== undefined);
}
