import type { Item, List } from '@concord/core';
import type { Contact, PhysicalAddress } from '@microsoft/microsoft-graph-types';
import * as fc from 'fast-check';
import { readContact, writeContact } from '../../packages/providers/microsoft/src/contacts.ts';
import { capabilities } from '../../packages/providers/microsoft/src/profile.ts';
import { emptyCard, type Habits, saved } from '../providers/microsoft-saved.ts';
import { awkwardText, oddEmails, oddPhones, oddSites } from './awkward-texts.ts';
import type { Lens } from './lens.ts';
import { region } from './vocabulary.ts';

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 2 });
const oddText = fc.oneof(awkwardText, fc.constantFrom('', '  ', '\u200b', 'Anna'));
const number = fc.oneof(fc.constantFrom<string>(...oddPhones), oddText);
const moment = fc.constantFrom(
  '1974-07-22T11:59:00Z',
  '1604-02-29T00:00:00Z',
  '2000-12-31T23:59:59.9999999Z',
  '1980-02-29',
  '1980-02-29T00:00:00',
  '0001-01-01T00:00:00Z',
  '1974-07-22T23:00:00-05:00',
  '9999-12-31T23:00:00-05:00',
  '0000-00-00',
  '2021-99-99T00:00:00',
  'soon',
  '',
);

const address: fc.Arbitrary<PhysicalAddress> = fc.record(
  {
    street: maybe(oddText),
    city: maybe(oddText),
    state: maybe(oddText),
    postalCode: maybe(oddText),
    countryOrRegion: maybe(oddText),
  },
  { requiredKeys: [] },
);

const natives: fc.Arbitrary<Contact> = fc
  .record(
    {
      title: maybe(oddText),
      givenName: maybe(oddText),
      middleName: maybe(oddText),
      surname: maybe(oddText),
      generation: maybe(fc.constantFrom('Jr.', 'III', '')),
      companyName: maybe(oddText),
      jobTitle: maybe(oddText),
      birthday: maybe(moment),
      displayName: maybe(fc.oneof(oddText, fc.constantFrom('The Boss', 'Anna'))),
      fileAs: maybe(oddText),
      emailAddresses: fc.array(
        fc.record({ name: maybe(oddText), address: fc.oneof(fc.constantFrom<string>(...oddEmails), oddText) }),
        { maxLength: 3 },
      ),
      businessPhones: fc.array(number, { maxLength: 2 }),
      homePhones: fc.array(number, { maxLength: 2 }),
      mobilePhone: maybe(number),
      imAddresses: fc.array(oddText, { maxLength: 3 }),
      businessAddress: address,
      homeAddress: address,
      otherAddress: address,
      businessHomePage: maybe(fc.oneof(fc.constantFrom<string>(...oddSites), oddText)),
      personalNotes: maybe(oddText),
      department: maybe(oddText),
    },
    { requiredKeys: [] },
  )
  .map((fields) => ({ ...emptyCard, ...(fields as Contact) }));

export function microsoftLens(habits: Habits): Lens<Contact, Contact> {
  return {
    name: 'microsoft',
    capabilities,
    empty: emptyCard,
    read: (card) => readContact(card, region),
    write: writeContact,
    saved: (card, patch) => saved(card, patch, habits),
    natives,
    harm,
  };
}

const propertiesOf = {
  prefix: ['title'],
  firstName: ['givenName'],
  middleName: ['middleName'],
  lastName: ['surname'],
  company: ['companyName'],
  jobTitle: ['jobTitle'],
  birthday: ['birthday'],
  emails: ['emailAddresses'],
  phones: ['businessPhones', 'homePhones', 'mobilePhone'],
  addresses: ['businessAddress', 'homeAddress', 'otherAddress'],
  sites: ['businessHomePage'],
  messengers: ['imAddresses'],
} as const satisfies Readonly<Record<string, readonly (keyof Contact)[]>>;
const nobodys = ['personalNotes', 'department', 'generation'] as const satisfies readonly (keyof Contact)[];

function harm(before: Contact, after: Contact, known: Item, target: Item): string | undefined {
  const same = Object.entries(propertiesOf).filter(([field]) => known[field] === target[field]);
  const properties = [...nobodys, ...same.flatMap(([, names]) => names)];
  const changed = properties.find((property) => before[property] !== after[property]);
  if (changed) return `${changed} changed though nobody asked`;
  const chosen = readContact(before, region).keep ?? {};
  for (const name of ['displayName', 'fileAs'] as const)
    if (chosen[name] !== undefined && after[name] !== chosen[name]) return `the ${name} that a person chose is gone`;
  return renamedEmail(before, after, listOf(target.emails));
}

/** An address that stays keeps the name that goes with it. */
function renamedEmail(before: Contact, after: Contact, wanted: List): string | undefined {
  if (before.emailAddresses === after.emailAddresses) return undefined;
  const names = (card: Contact, key: string): readonly string[] =>
    readContact(card, region)
      .item.emails?.filter((element) => element.key === key)
      .map(({ ref }) => ref ?? '')
      .sort() ?? [];
  const kept = wanted.find(({ key, ref }) => {
    const old = names(before, key);
    return ref !== undefined && old.includes(ref) && !names(after, key).includes(ref);
  });
  return kept && `${kept.key} lost its name ${kept.ref}`;
}

const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);
