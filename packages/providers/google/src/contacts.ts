import { type Contact, type Item, type List, restrict } from '@concord/core';
import { capabilities, factsOf, listNames, nameParts, organizationParts } from './contact-fields.ts';
import { readList, sameList, writeList } from './contact-lists.ts';
import { isBlank, type Organization, ownEntries, type Person, withoutBlanks } from './person.ts';

/** What a write needs to know: what was decided upon, and the person as it is now, with the same version. */
export type Shown = { readonly item: Item; readonly person: Person };

/**
 * Reads a person as a contact. Google has no companies: what has an organization and no name, job title or birthday is one.
 * Of several organizations the primary present one is read; a school is nobody's employer.
 */
export function readContact(person: Person, region: string): Contact {
  const texts = { ...readTexts(nameOf(person), nameParts), ...readTexts(employerOf(person), organizationParts) };
  const birthday = birthdayOf(person);
  const personal = [texts.prefix, texts.firstName, texts.middleName, texts.lastName, texts.jobTitle, birthday];
  const isCompany = texts.company !== undefined && personal.every((text) => text === undefined);
  const found = listNames.map((name) => [name, readList(name, person, region)] as const);
  return {
    kind: isCompany ? 'company' : 'person',
    ...texts,
    ...(birthday === undefined ? {} : { birthday }),
    ...Object.fromEntries(found.filter(([, list]) => list.length > 0)),
  };
}

function readTexts(native: object | undefined, parts: Readonly<Record<string, string>>): Record<string, string> {
  const read: Record<string, string> = {};
  const said = new Map<string, unknown>(Object.entries(native ?? {}));
  for (const [field, property] of Object.entries(parts)) {
    const text = said.get(property);
    if (typeof text === 'string' && !isBlank(text)) read[field] = text.trim();
  }
  return read;
}

const nameOf = (person: Person) => ownEntries(person.names)[0];

function employerOf(person: Person): Organization | undefined {
  const present = ownEntries(person.organizations).filter(
    ({ type, current }) => type !== 'school' && current !== false,
  );
  const telling = present.filter(({ name, title }) => !isBlank(name) || !isBlank(title));
  const [first] = telling.length > 0 ? telling : present;
  return telling.find(({ metadata }) => metadata?.primary) ?? first;
}

/** A date without a year is not a birthday that others could hold: it stays where it is. */
function birthdayOf(person: Person): string | undefined {
  const { year, month, day } = ownEntries(person.birthdays)[0]?.date ?? {};
  if (!year || !month || !day) return undefined;
  const text = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
  const instant = Date.parse(text);
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text ? undefined : text;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/**
 * The smallest change (without `shown`: a new person) after which the person shows `target`, as far as Google can hold it.
 * Its properties are the update mask: Google replaces each of them as a whole, so each is whole. Undefined when there is
 * nothing to write.
 */
export function writeContact(shown: Shown | undefined, target: Item, region: string): Person | undefined {
  const wanted = restrict(target, capabilities);
  const before = shown?.item ?? {};
  const person = shown?.person ?? {};
  const patch: Person = {};
  if (differ(before, wanted, Object.keys(nameParts))) patch.names = writeName(person, wanted);
  if (differ(before, wanted, Object.keys(organizationParts))) patch.organizations = writeEmployer(person, wanted);
  if (before.birthday !== wanted.birthday) patch.birthdays = writeBirthday(wanted);
  for (const name of listNames) {
    const change = { known: listOf(before[name]), wanted: listOf(wanted[name]) };
    if (sameList(change.known, change.wanted)) continue;
    Object.assign(patch, { [factsOf(name).property]: writeList(name, person, change, region) });
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

const differ = (before: Item, wanted: Item, fields: readonly string[]): boolean =>
  fields.some((field) => before[field] !== wanted[field]);

/** Suffix and phonetic names stay. The names that Google makes of the others are left to Google. */
function writeName(person: Person, wanted: Item): NonNullable<Person['names']> {
  const { displayName: _, displayNameLastFirst: __, unstructuredName: ___, ...rest } = nameOf(person) ?? {};
  const name = withoutBlanks({ ...rest, ...partsOf(wanted, nameParts) });
  return hasMore(name) ? [name] : [];
}

/** Other organizations stay, and so does the department; an entry that says nothing any more goes. */
function writeEmployer(person: Person, wanted: Item): Organization[] {
  const employer = employerOf(person);
  const written: Organization = withoutBlanks({ ...employer, ...partsOf(wanted, organizationParts) });
  const replacement = hasMore(written) ? [written] : [];
  const all = ownEntries(person.organizations);
  if (employer === undefined) return [...all.map((one) => withoutBlanks(one)), ...replacement];
  return all.flatMap((one) => (one === employer ? replacement : [withoutBlanks(one)]));
}

function partsOf(wanted: Item, parts: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(parts).map(([field, property]) => [property, scalarOf(wanted[field])]));
}

/** More than what tells of itself. */
const hasMore = (entry: object): boolean =>
  Object.keys(entry).some((property) => !['metadata', 'type', 'formattedType', 'current'].includes(property));

function writeBirthday(wanted: Item): NonNullable<Person['birthdays']> {
  const [year, month, day] = (scalarOf(wanted.birthday) ?? '').split('-').map(Number);
  return year && month && day ? [{ date: { year, month, day } }] : [];
}

/** A patch for one of several in a batch, which have one mask for all: what it does not change is sent as it was. */
export function patchFor(properties: readonly PatchProperty[], person: Person, patch: Person): Person {
  const whole = properties.map((property) => [
    property,
    patch[property] ?? ownEntries(person[property]).map((entry) => withoutBlanks(entry)),
  ]);
  return Object.fromEntries(whole) as Person;
}

export type PatchProperty = 'names' | 'organizations' | 'birthdays' | ReturnType<typeof factsOf>['property'];

export const propertiesOf = (patch: Person): readonly PatchProperty[] => Object.keys(patch) as PatchProperty[];

type Value = Item[string];
const listOf = (value: Value): List => (typeof value === 'object' ? value : []);
const scalarOf = (value: Value): string | undefined => (typeof value === 'string' ? value : undefined);
