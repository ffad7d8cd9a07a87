import {
  addressElement,
  type Element,
  emailElement,
  messengerElement,
  phoneElement,
  siteElement,
  tidy,
} from '@concord/core';
import * as fc from 'fast-check';
import type { ListName, TextName } from './arbitrary-items.ts';
import { awkwardText, oddDates, oddEmails, oddPhones, oddSites, respellings } from './awkward-texts.ts';

/** What generated contacts are made of. */
export type Vocabulary = {
  readonly texts: Readonly<Record<TextName, fc.Arbitrary<string>>>;
  /** Without slot, flag and handle. */
  readonly elements: Readonly<Record<ListName, fc.Arbitrary<Element>>>;
};

export const region = 'US';

/** As a lens reads a text: never blank, without blanks around it. */
const read = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  text.filter((one) => tidy(one) !== '').map((one) => one.trim());

const elementOf = <T>(value: fc.Arbitrary<T>, toElement: (value: T) => Element | undefined): fc.Arbitrary<Element> =>
  value.map(toElement).filter((element) => element !== undefined);

const addressOf = (part: fc.Arbitrary<string>): fc.Arbitrary<Element> =>
  elementOf(
    fc.record({ street: part, city: part, province: part, postalCode: part, country: part }, { requiredKeys: [] }),
    addressElement,
  );

const plain = fc.constantFrom('Ada', 'Bo', 'Cy', 'Dr Berg', 'ada');
/** Little to say, so that two sides often say the same, or nearly. */
export const plainWords: Vocabulary = {
  texts: textsOf(plain, fc.constantFrom(...oddDates)),
  elements: {
    emails: elementOf(fc.constantFrom('a@x.org', 'A@X.org', 'b@x.org', 'c@x.org', 'd@x.org'), (text) =>
      emailElement(text),
    ),
    phones: elementOf(fc.constantFrom('416 555 0101', '+1 416-555-0101', '416 555 0102', '0103'), (text) =>
      phoneElement(text, region),
    ),
    addresses: elementOf(fc.constantFrom('1 Main St', '1 main st', '2 Main St'), (street) =>
      addressElement({ street }),
    ),
    sites: elementOf(fc.constantFrom('x.org', 'https://www.x.org/', 'y.org'), (text) => siteElement(text)),
    messengers: elementOf(fc.constantFrom('anna', 'Anna', 'bo'), (text) => messengerElement(text)),
  },
};

const respelt = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...texts) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...texts), fc.constantFrom(...respellings))
        .map(([text, spell]) => spell(text)),
    },
    { weight: 1, arbitrary: awkwardText },
  );

/** Everything that has made trouble somewhere. */
export const awkwardWords: Vocabulary = {
  texts: textsOf(awkwardText, fc.constantFrom(...oddDates)),
  elements: {
    emails: elementOf(respelt(oddEmails), (text) => emailElement(text)),
    phones: elementOf(respelt(oddPhones), (text) => phoneElement(text, region)),
    addresses: addressOf(fc.oneof(plain, awkwardText, fc.constant(','))),
    sites: elementOf(respelt(oddSites), (text) => siteElement(text)),
    messengers: elementOf(awkwardText, (text) => messengerElement(text)),
  },
};

function textsOf(text: fc.Arbitrary<string>, date: fc.Arbitrary<string>): Vocabulary['texts'] {
  const one = read(text);
  return {
    prefix: one,
    firstName: one,
    middleName: one,
    lastName: one,
    company: one,
    jobTitle: one,
    birthday: date,
  };
}

/** The same value, read once more. */
export const elementAgain = {
  emails: ({ value }) => emailElement(String(value)),
  phones: ({ value }) => phoneElement(String(value), region),
  addresses: ({ value }) => (typeof value === 'object' ? addressElement(value) : undefined),
  sites: ({ value }) => siteElement(String(value)),
  messengers: ({ value }) => messengerElement(String(value)),
} as const satisfies Readonly<Record<ListName, (element: Element) => Element | undefined>>;
