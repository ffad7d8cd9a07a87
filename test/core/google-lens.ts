import { isDeepStrictEqual } from 'node:util';
import type { Item, List } from '@concord/core';
import * as fc from 'fast-check';
import { capabilities, factsOf, type ListName, listNames } from '../../packages/providers/google/src/contact-fields.ts';
import { entriesOf, readList } from '../../packages/providers/google/src/contact-lists.ts';
import { readContact, writeContact } from '../../packages/providers/google/src/contacts.ts';
import { ownEntries, type Person } from '../../packages/providers/google/src/person.ts';
import { emptyPerson, type Habits, saved } from '../providers/google-saved.ts';
import { awkwardText, oddEmails, oddPhones, oddSites } from './awkward-texts.ts';
import type { Lens } from './lens.ts';
import { region } from './vocabulary.ts';

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 2 });
const oddText = fc.oneof(awkwardText, fc.constantFrom('', '  ', '\u200b', 'Anna'));
const said = awkwardText.filter((text) => text !== '');
const own = fc.constant({ source: { type: 'CONTACT', id: '1f' } });
const anySource = fc.oneof(
  { weight: 9, arbitrary: own },
  { weight: 1, arbitrary: fc.constant({ source: { type: 'PROFILE', id: '9' } }) },
);
const type = (...known: readonly string[]) =>
  maybe(fc.constantFrom(...known, 'work', 'home', 'other', 'Court', 'WORK'));

const entry = <T extends object>(parts: { readonly [Part in keyof T]: fc.Arbitrary<T[Part]> }) =>
  fc.record({ ...parts, metadata: anySource }).map((made) => withoutNothing(made));
const withoutNothing = (made: object): object =>
  Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined));
const some = (one: fc.Arbitrary<object>, maxLength = 3) => fc.array(one, { maxLength });

const date = fc.constantFrom(
  { year: 1974, month: 7, day: 22 },
  { year: 1980, month: 2, day: 29 },
  { year: 1981, month: 2, day: 29 },
  { year: 1, month: 1, day: 1 },
  { year: 9999, month: 12, day: 31 },
  { month: 7, day: 22 },
  { year: 0, month: 7, day: 22 },
  { year: 1974 },
);

const name = fc
  .record({
    honorificPrefix: maybe(oddText),
    givenName: maybe(oddText),
    middleName: maybe(oddText),
    familyName: maybe(oddText),
    honorificSuffix: maybe(fc.constantFrom('Jr.', 'III')),
    phoneticGivenName: maybe(said),
    displayName: fc.constant('made by Google'),
    unstructuredName: fc.constant('made by Google'),
    metadata: own,
  })
  .map((made) => withoutNothing(made));
const employer = fc
  .record({
    name: maybe(oddText),
    title: maybe(oddText),
    department: maybe(said),
    type: maybe(fc.constant('work')),
    metadata: own,
  })
  .map((made) => withoutNothing(made));
const elsewhere = fc.constantFrom(
  { name: 'Law School', title: 'Student', type: 'school', metadata: { primary: true, source: { type: 'CONTACT' } } },
  { name: 'Before Inc.', title: 'Clerk', current: false },
);

const natives: fc.Arbitrary<Person> = fc
  .record({
    names: fc.array(name, { maxLength: 1 }),
    organizations: fc
      .tuple(fc.array(elsewhere, { maxLength: 2 }), fc.array(employer, { maxLength: 1 }))
      .map((parts) => parts.flat()),
    birthdays: fc.array(fc.record({ date, metadata: own }), { maxLength: 1 }),
    emailAddresses: some(
      entry({
        value: fc.oneof(fc.constantFrom<string>(...oddEmails), oddText),
        type: type(),
        displayName: maybe(said),
      }),
    ),
    phoneNumbers: some(
      entry({
        value: fc.oneof(fc.constantFrom<string>(...oddPhones), oddText),
        type: type('mobile', 'main', 'workFax', 'homeFax', 'workMobile', 'pager', 'skype'),
        canonicalForm: maybe(fc.constant('+1')),
      }),
    ),
    addresses: some(
      entry({
        streetAddress: maybe(oddText),
        extendedAddress: maybe(said),
        poBox: maybe(said),
        city: maybe(oddText),
        region: maybe(oddText),
        postalCode: maybe(oddText),
        country: maybe(oddText),
        countryCode: maybe(fc.constant('CA')),
        formattedValue: maybe(fc.constantFrom('1 Main St\nToronto', 'x')),
        type: type('billing'),
      }),
    ),
    urls: some(
      entry({
        value: fc.oneof(fc.constantFrom<string>(...oddSites), oddText),
        type: type('blog', 'homePage', 'linkedin'),
      }),
    ),
    imClients: some(entry({ username: oddText, protocol: maybe(fc.constant('jabber')), type: type() })),
    biographies: fc.constant([{ value: 'Met in court' }]),
    relations: fc.constant([{ person: 'Bo', type: 'spouse' }]),
    clientData: fc.constant([{ key: 'other-app', value: '7' }]),
  })
  .map((fields) => Object.assign({}, emptyPerson, fields));

/** A write starts from the person that was read: remembered by the item that it was read as. */
export function googleLens(habits: Habits): Lens<Person, Person> {
  const people = new WeakMap<Item, Person>();
  return {
    name: 'google',
    capabilities,
    empty: emptyPerson,
    read: (person) => {
      const item = readContact(person, region);
      people.set(item, person);
      return { item };
    },
    write: (known, item) => {
      if (known === undefined) return writeContact(undefined, item, region);
      const person = people.get(known.item);
      if (person === undefined) throw new Error('it was not read');
      return writeContact({ item: known.item, person }, item, region);
    },
    saved: (person, patch) => saved(person, patch, habits),
    natives,
    harm,
  };
}

const propertyOf = {
  prefix: 'names',
  firstName: 'names',
  middleName: 'names',
  lastName: 'names',
  company: 'organizations',
  jobTitle: 'organizations',
  birthday: 'birthdays',
  ...(Object.fromEntries(listNames.map((list) => [list, factsOf(list).property])) as Record<ListName, keyof Person>),
} as const satisfies Readonly<Record<string, keyof Person>>;
const nobodys = ['biographies', 'relations', 'clientData'] as const satisfies readonly (keyof Person)[];

function harm(before: Person, after: Person, known: Item, target: Item): string | undefined {
  const touched = new Set<keyof Person>(
    Object.entries(propertyOf)
      .filter(([field]) => known[field] !== target[field])
      .map(([, property]) => property),
  );
  const untouched = [...nobodys, ...new Set(Object.values(propertyOf))].filter((property) => !touched.has(property));
  const changed = untouched.find((property) => before[property] !== after[property]);
  if (changed) return `${changed} changed though nobody asked`;
  return lostName(before, after) ?? lostOrganization(before, after) ?? lostEntry(before, after, target);
}

function lostName(before: Person, after: Person): string | undefined {
  const [old, now] = [ownEntries(before.names)[0], ownEntries(after.names)[0]];
  const kept = ['honorificSuffix', 'phoneticGivenName'] as const;
  const lost = kept.find((part) => old?.[part] !== now?.[part]);
  return lost && `the ${lost} is gone`;
}

function lostOrganization(before: Person, after: Person): string | undefined {
  const told = ({ organizations }: Person) =>
    ownEntries(organizations).flatMap(({ name, department, type, current }) => [
      ...(department ? [department] : []),
      ...(type === 'school' || current === false ? [name] : []),
    ]);
  return isDeepStrictEqual(told(before).sort(), told(after).sort())
    ? undefined
    : 'an organization that nobody reads changed';
}

/** An entry that stays, and one that nobody reads, keeps everything that it had. */
function lostEntry(before: Person, after: Person, target: Item): string | undefined {
  for (const list of listNames) {
    const wanted = listOf(target[list]);
    const now = entriesOf(list, after).map((one) => contentOf(one));
    const lost = entriesOf(list, before).find((one) => {
      const [element] = readList(list, { [factsOf(list).property]: [one] }, region);
      const isAlone = readList(list, before, region).filter(({ key }) => key === element?.key).length === 1;
      const same = wanted.filter(({ key }) => key === element?.key);
      const stays = same.length === 1 && isAlone && same[0]?.slot === element?.slot;
      const isKept = element === undefined ? Object.keys(contentOf(one)).length > 0 : stays;
      return isKept && !now.some((other) => isDeepStrictEqual(other, contentOf(one)));
    });
    if (lost) return `an entry of ${list} is gone: ${JSON.stringify(lost)}`;
  }
  return undefined;
}

/** Without what Google adds, and without blanks. What has only a type holds nothing. */
function contentOf(one: object): object {
  const { metadata: _, formattedType: __, ...parts } = one as Readonly<Record<string, unknown>>;
  const said = Object.entries(parts).filter(([, value]) => value !== '');
  return said.every(([part]) => part === 'type') ? {} : Object.fromEntries(said);
}

const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);
