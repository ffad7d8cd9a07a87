import type { ClioContactView, OutlookContact } from '@concord/sandbox';
import { type BookName, sideOf } from '../history/happenings.ts';
import type { Clouds } from '../stage/clouds.ts';
import { clioExtras, outlookExtras } from './extras.ts';
import { outlookEntries } from './outlook-entries.ts';
import { outlookOf } from './places.ts';
import { plainEntry, plainText } from './spelling.ts';

export { differences, roomFor } from './differences.ts';

/** A card as either cloud shows it, in words of our own: written for the judge, and sharing nothing with the engine. */
export type Card = {
  readonly id: string;
  readonly isCompany: boolean;
  /** Messenger handles; each person of a story carries one that nobody else has. */
  readonly tags: readonly string[];
  /** But for spelling: see `plainText`. */
  readonly texts: Readonly<Record<TextName, string>>;
  readonly lists: Readonly<Record<ListName, readonly Entry[]>>;
  /** What Concord does not keep in step and has to leave as it is. */
  readonly extras: Readonly<Record<string, string>>;
};
/** `value`: but for spelling, see `plainEntry`. `slot` is empty where a cloud has no such notion for that list. */
export type Entry = { readonly value: string; readonly slot: string; readonly primary: boolean };

export const textNames = ['prefix', 'firstName', 'middleName', 'lastName', 'company', 'jobTitle', 'birthday'] as const;
export type TextName = (typeof textNames)[number];
export const listNames = ['emails', 'phones', 'addresses', 'sites'] as const;
export type ListName = (typeof listNames)[number];

/** Everybody in a book: of a mailbox, in the synced folder or the one of that name. */
export function cardsOn(clouds: Clouds, book: BookName, folder?: string): readonly Card[] {
  if (sideOf(book) === 'right') return outlookOf(clouds, book).list(folder).map(fromOutlook);
  return clouds.sandbox.clio.contacts.list(Number(book.slice('clio '.length))).map(fromClio);
}

/** One card by its id, wherever it lies in that book. */
export function cardAt(clouds: Clouds, book: BookName, id: string): Card | undefined {
  if (sideOf(book) === 'right') {
    const contact = outlookOf(clouds, book).get(id);
    return contact && fromOutlook(contact);
  }
  const view = clouds.sandbox.clio.contacts.get(Number(id));
  return view && fromClio(view);
}

/** Views of one version are one object, so each is read once. */
export const fromClio = once(readClio);
export const fromOutlook = once(readOutlook);

function once<View extends object>(read: (view: View) => Card): (view: View) => Card {
  const known = new WeakMap<View, Card>();
  return (view) => {
    const card = known.get(view) ?? read(view);
    known.set(view, card);
    return card;
  };
}

function readClio(view: ClioContactView): Card {
  const isCompany = view.type === 'Company';
  const slotted = (list: ListName, row: { readonly name: string }, value: string, primary = false): Entry => ({
    value: plainEntry[list](value),
    slot: row.name.toLowerCase(),
    primary,
  });
  return {
    id: String(view.id),
    isCompany,
    tags: view.instant_messengers.map(({ address }) => address),
    texts: {
      prefix: plainText(view.prefix),
      firstName: plainText(view.first_name),
      middleName: plainText(view.middle_name),
      lastName: plainText(view.last_name),
      company: plainText(isCompany ? view.name : view.company?.name),
      jobTitle: plainText(view.title),
      birthday: view.date_of_birth ?? '',
    },
    lists: {
      emails: view.email_addresses.map((row) => ({ ...slotted('emails', row, row.address, row.primary), slot: '' })),
      phones: view.phone_numbers.map((row) => slotted('phones', row, row.number, row.primary)),
      addresses: view.addresses.map((row) => slotted('addresses', row, row.street ?? '')),
      sites: view.web_sites.map((row) => ({ ...slotted('sites', row, row.address, row.default_web_site), slot: '' })),
    },
    extras: clioExtras(view),
  };
}

function readOutlook(contact: OutlookContact): Card {
  const list = (name: ListName): readonly Entry[] =>
    outlookEntries[name](contact).map(({ value, slot }) => ({ value: plainEntry[name](value), slot, primary: false }));
  return {
    id: contact.id,
    isCompany: !contact.givenName && !contact.surname && Boolean(contact.companyName),
    tags: contact.imAddresses ?? [],
    texts: {
      prefix: plainText(contact.title),
      firstName: plainText(contact.givenName),
      middleName: plainText(contact.middleName),
      lastName: plainText(contact.surname),
      company: plainText(contact.companyName),
      jobTitle: plainText(contact.jobTitle),
      birthday: contact.birthday?.slice(0, 10) ?? '',
    },
    lists: { emails: list('emails'), phones: list('phones'), addresses: list('addresses'), sites: list('sites') },
    extras: outlookExtras(contact),
  };
}
