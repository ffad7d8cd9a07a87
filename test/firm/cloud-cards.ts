import type { SideName } from '@concord/core';
import type { ClioContactView, OutlookContact } from '@concord/sandbox';
import type { OneFirm } from './one-firm.ts';

/** A card as either cloud shows it, in words of our own: written for the judge, and sharing nothing with the engine. */
export type Card = {
  readonly id: string;
  readonly isCompany: boolean;
  /** Messenger handles; each person of a story carries one that nobody else has. */
  readonly tags: readonly string[];
  readonly texts: Readonly<Record<TextName, string>>;
  readonly lists: Readonly<Record<ListName, readonly Entry[]>>;
};
/** `slot` is empty where a cloud has no such notion for that list. */
export type Entry = { readonly value: string; readonly slot: string; readonly primary: boolean };

export const textNames = ['prefix', 'firstName', 'middleName', 'lastName', 'company', 'jobTitle', 'birthday'] as const;
export type TextName = (typeof textNames)[number];
export const listNames = ['emails', 'phones', 'addresses', 'sites'] as const;
export type ListName = (typeof listNames)[number];

export const cardsOn = (firm: OneFirm, side: SideName, folder?: string): readonly Card[] =>
  side === 'left' ? firm.sandbox.clio.contacts.list().map(fromClio) : firm.outlook.list(folder).map(fromOutlook);

function fromClio(view: ClioContactView): Card {
  const slotted = (row: { readonly name: string }, value: string, primary = false): Entry => ({
    value,
    slot: row.name.toLowerCase(),
    primary,
  });
  return {
    id: String(view.id),
    isCompany: view.type === 'Company',
    tags: view.instant_messengers.map(({ address }) => address),
    texts: {
      prefix: view.prefix ?? '',
      firstName: view.first_name ?? '',
      middleName: view.middle_name ?? '',
      lastName: view.last_name ?? '',
      company: view.type === 'Company' ? view.name : (view.company?.name ?? ''),
      jobTitle: view.title ?? '',
      birthday: view.date_of_birth ?? '',
    },
    lists: {
      emails: view.email_addresses.map(({ address, primary }) => ({ value: address.toLowerCase(), slot: '', primary })),
      phones: view.phone_numbers.map((row) => slotted(row, digits(row.number), row.primary)),
      addresses: view.addresses.map((row) => slotted(row, row.street ?? '')),
      sites: view.web_sites.map((row) => ({ value: row.address, slot: '', primary: row.default_web_site })),
    },
  };
}

function fromOutlook(contact: OutlookContact): Card {
  const entry = (value: string | null | undefined, slot = ''): readonly Entry[] =>
    value ? [{ value, slot, primary: false }] : [];
  const phone = (slot: string) => (number: string | null | undefined) => entry(number && digits(number), slot);
  return {
    id: contact.id,
    isCompany: !contact.givenName && !contact.surname && Boolean(contact.companyName),
    tags: contact.imAddresses ?? [],
    texts: {
      prefix: contact.title ?? '',
      firstName: contact.givenName ?? '',
      middleName: contact.middleName ?? '',
      lastName: contact.surname ?? '',
      company: contact.companyName ?? '',
      jobTitle: contact.jobTitle ?? '',
      birthday: contact.birthday?.slice(0, 10) ?? '',
    },
    lists: {
      emails: (contact.emailAddresses ?? []).flatMap(({ address }) => entry(address?.toLowerCase())),
      phones: [
        ...(contact.businessPhones ?? []).flatMap(phone('work')),
        ...(contact.homePhones ?? []).flatMap(phone('home')),
        ...phone('mobile')(contact.mobilePhone),
      ],
      addresses: [
        ...entry(contact.businessAddress?.street, 'work'),
        ...entry(contact.homeAddress?.street, 'home'),
        ...entry(contact.otherAddress?.street, 'other'),
      ],
      sites: entry(contact.businessHomePage),
    },
  };
}

const digits = (number: string): string => number.replace(/\D/gu, '').slice(-10);

/** How many Outlook has room for, by slot; the words of the vendor's limits, not of our profile. */
const room = {
  emails: { '': 3 },
  phones: { work: 2, home: 2, mobile: 1 },
  addresses: { work: 1, home: 1, other: 1 },
  sites: { '': 1 },
} as const satisfies Record<ListName, Readonly<Record<string, number>>>;

export const roomFor = (list: ListName, slot: string): number =>
  (room[list] as Readonly<Record<string, number>>)[slot] ?? 0;

/** What tells the two sides apart, beyond what Outlook has no room for; empty when they are in step. */
export function differences(left: Card, right: Card): readonly string[] {
  const texts = textNames.flatMap((name) =>
    left.texts[name] === right.texts[name] ? [] : [`${name}: "${left.texts[name]}" / "${right.texts[name]}"`],
  );
  return [...texts, ...listNames.flatMap((name) => listDifferences(name, left.lists[name], right.lists[name]))];
}

function listDifferences(name: ListName, left: readonly Entry[], right: readonly Entry[]): readonly string[] {
  const said = (entries: readonly Entry[]): readonly string[] => entries.map(({ slot, value }) => `${slot}:${value}`);
  const slots = new Set([...left, ...right].map(({ slot }) => slot));
  const short = [...slots].some((slot) => {
    const of = (entries: readonly Entry[]): number => entries.filter((entry) => entry.slot === slot).length;
    return of(right) !== Math.min(of(left), roomFor(name, slot));
  });
  const foreign = said(right).some((entry) => !said(left).includes(entry));
  return short || foreign ? [`${name}: [${said(left).join(' ')}] / [${said(right).join(' ')}]`] : [];
}
