import {
  addressElement,
  type Capabilities,
  type Element,
  type ElementTraits,
  emailElement,
  type Item,
  type List,
  messengerElement,
  phoneElement,
  restrict,
  siteElement,
} from '@concord/core';
import * as fc from 'fast-check';

/** Numbers without a country code belong there, in the generated contacts and in the collections under test. */
export const phoneRegion = 'US';

/** The same contacts on every run, unless another seed is asked for. */
export const propertySettings = { seed: Number(process.env.CONCORD_SEED ?? 20_260_101), numRuns: 40 };

const name = fc.oneof(
  fc.constantFrom(
    'Ana',
    'José',
    'Zoë',
    "O'Neil",
    'Smith-Jones',
    '李',
    'محمد',
    'Åsa',
    'van der Berg',
    'Łukasz',
    '👩‍⚖️ Judge',
  ),
  fc.stringMatching(/^[A-Z][a-z]{1,9}$/),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const slotOf = (...slots: readonly string[]): fc.Arbitrary<string | undefined> => optional(fc.constantFrom(...slots));
const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^\\d{${length}}$`, 'u'));

const emailText = fc
  .tuple(
    fc.stringMatching(/^[a-zA-Z][a-z0-9]{0,8}$/),
    fc.constantFrom('example.org', 'Firm.example', 'mail.example.co.uk'),
  )
  .map(([local, domain]) => `${local}@${domain}`);
const phoneText = fc.oneof(
  digits(4).map((end) => `+1 415 555 ${end}`),
  digits(4).map((end) => `(212) 555-${end}`),
  digits(4).map((end) => `+44 20 7946 ${end}`),
  digits(2).map((end) => `415-555-0100 ext. 1${end}`),
);
const addressParts = fc
  .record({
    street: optional(fc.stringMatching(/^[1-9]\d{0,3} [A-Z][a-z]{2,8} St$/)),
    city: optional(name),
    province: optional(fc.constantFrom('CA', 'NY', 'Île-de-France')),
    postalCode: optional(digits(5)),
    country: optional(fc.constantFrom('United States', 'Canada', 'France')),
  })
  .filter((parts) => parts.street !== undefined || parts.city !== undefined);

function list<T>(
  value: fc.Arbitrary<T>,
  slot: fc.Arbitrary<string | undefined>,
  toElement: (value: T, traits: ElementTraits) => Element | undefined,
  maxLength: number,
): fc.Arbitrary<List | undefined> {
  const element = fc
    .tuple(value, slot)
    .map(([text, place]) => toElement(text, place === undefined ? {} : { slot: place }))
    .filter((made) => made !== undefined);
  const elements = fc.uniqueArray(element, { minLength: 0, maxLength, selector: ({ key }) => key });
  return fc
    .tuple(elements, fc.nat())
    .map(([found, pick]) => (found.length === 0 ? undefined : withPrimary(found, pick % (found.length + 1))));
}

/** One of them is the primary, or, as on a side without that notion, nothing is said about it. */
function withPrimary(list: List, chosen: number): List {
  if (chosen === list.length) return list;
  return list.map((element, index) => ({ ...element, primary: index === chosen }));
}

const details = {
  emails: list(emailText, slotOf('work', 'home', 'other'), emailElement, 6),
  phones: list(
    phoneText,
    slotOf('work', 'home', 'mobile', 'fax', 'pager', 'other'),
    (text, traits) => phoneElement(text, phoneRegion, traits),
    8,
  ),
  addresses: list(addressParts, slotOf('work', 'home', 'other'), addressElement, 4),
  sites: list(
    fc.webUrl({ validSchemes: ['https'], withQueryParameters: false }),
    slotOf('work', 'personal'),
    siteElement,
    2,
  ),
  messengers: list(fc.stringMatching(/^[a-z]{3,10}\.[a-z]{2,8}$/), slotOf('work', 'personal'), messengerElement, 4),
};

const companyName = fc
  .tuple(name, fc.stringMatching(/^[A-Z][a-z]{3,9}$/))
  .map(([first, rest]) => `${first} ${rest} LLP`);

export const arbitraryPerson: fc.Arbitrary<Item> = fc
  .record({
    kind: fc.constant('person'),
    prefix: optional(fc.constantFrom('Dr', 'Ms', 'Hon.')),
    firstName: optional(name),
    middleName: optional(name),
    lastName: name,
    company: optional(companyName),
    jobTitle: optional(fc.constantFrom('Partner', 'Paralegal', 'Directrice générale')),
    birthday: optional(
      fc
        .date({ min: new Date('1901-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
    ),
    ...details,
  })
  .map(withoutBlanks);

export const arbitraryCompany: fc.Arbitrary<Item> = fc
  .record({ kind: fc.constant('company'), company: companyName, ...details })
  .map(withoutBlanks);

/** A target as the merge makes it: some of what is there, some of it with another value in its own row, and something new. */
export function targetFrom(shown: Item, wanted: Item, choices: readonly number[], capabilities: Capabilities): Item {
  const target: Record<string, Item[string]> = {};
  for (const [field, capability] of Object.entries(capabilities)) {
    const before = shown[field];
    const after = wanted[field];
    const value = capability.shape === 'scalar' ? after : mixed(listOf(before), listOf(after), choices);
    if (value !== undefined && value.length > 0) target[field] = value;
  }
  // Kinds never change, and a company that was cleared elsewhere stays: both are rules of core.
  if (shown.kind !== undefined) target.kind = shown.kind;
  if (target.company === undefined && shown.company !== undefined) target.company = shown.company;
  return restrict(target, capabilities);
}

function mixed(before: List, after: List, choices: readonly number[]): List {
  const fresh = [...after];
  const kept = before.flatMap((element, index) => {
    const choice = (choices[index % choices.length] ?? 0) % 3;
    if (choice === 0) return [];
    const edited = choice === 1 ? fresh.shift() : undefined;
    if (edited === undefined) return [element];
    return [element.ref === undefined ? edited : { ...edited, ref: element.ref }];
  });
  const known = new Set(kept.map(({ key }) => key));
  const united = [...kept, ...fresh.filter(({ key }) => !known.has(key))];
  const primary = united.findLast((element) => element.primary);
  return united.map((element) =>
    element.primary === undefined ? element : { ...element, primary: element === primary },
  );
}

const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);

function withoutBlanks(fields: Readonly<Record<string, Item[string]>>): Item {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
