import { badRequest } from '../people/refusal.ts';
import { formattedAddress } from './addresses.ts';
import {
  type FieldName,
  type Fields,
  fieldNames,
  fieldParts,
  isFieldName,
  outputParts,
  type PartKind,
  readOnlyNames,
  singletons,
} from './fields.ts';

type Json = Readonly<Record<string, unknown>>;
type Value = Readonly<Record<string, unknown>>;

/** What a body says of a person: the values of each field, and its groups. A field without any value is absent. */
export type PersonBody = {
  readonly fields: Fields;
  readonly groups: readonly string[];
  readonly etag: string | undefined;
  readonly sources: readonly Source[] | undefined;
};
export type Source = { readonly type: string; readonly id: string | undefined; readonly etag: string | undefined };

/** Names beside the fields that a person has, in a body. */
const otherNames: ReadonlySet<string> = new Set([
  ...readOnlyNames,
  'resourceName',
  'etag',
  'memberships',
  'fileAses',
  'ageRange',
  'braggingRights',
  'relationshipInterests',
  'relationshipStatuses',
  'residences',
  'taglines',
]);

/**
 * Reads a Person that a client sent. One value that does not fit refuses it all; what Google computes is passed over.
 * Values of another source than the contact's are dropped (documented: "will be ignored"), unless `refusesOthers`: then
 * they count as further ones (observed).
 */
export function readPerson(body: unknown, at: string, refusesOthers: boolean): PersonBody {
  const person = recordOf(body, at);
  const stranger = Object.keys(person).find((name) => !isFieldName(name) && !otherNames.has(name));
  if (stranger !== undefined) throw unknownName(stranger, at);
  const fields: Partial<Record<FieldName, readonly object[]>> = {};
  for (const name of fieldNames) {
    const values = readValues(name, person[name], `${at}.${name}`, refusesOthers);
    if (values.length > 1 && singletons.has(name))
      throw badRequest(`Cannot have more than one person.${name} per source.`);
    if (values.length > 0) fields[name] = values;
  }
  return {
    fields: fields as Fields,
    groups: readGroups(person.memberships, `${at}.memberships`),
    etag: typeof person.etag === 'string' && person.etag !== '' ? person.etag : undefined,
    sources: readSources(person.metadata, `${at}.metadata`),
  };
}

/** What a person typed: the same, but for what only a program can get wrong. */
export const readTyped = (input: unknown): Fields => readPerson(input, 'person', false).fields;

function readValues(name: FieldName, list: unknown, at: string, refusesOthers: boolean): readonly Value[] {
  const values = listOf(list, at)
    .map((entry, index) => [recordOf(entry, `${at}[${index}]`), `${at}[${index}]`] as const)
    .filter(([entry]) => refusesOthers || isOfContact(entry))
    .map(([entry, where]) => readValue(name, entry, where))
    .filter((value) => Object.keys(value).some((part) => !sayNothing.has(part)));
  const primaries = values.filter(({ metadata }) => metadata !== undefined);
  // Documented as "at most one"; how a second is refused is assumed.
  if (primaries.length > 1) throw badRequest(`Cannot have more than one primary person.${name} per source.`);
  return values;
}

/** Alone these do not make a value. */
const sayNothing: ReadonlySet<string> = new Set(['metadata', 'type', 'contentType']);

function isOfContact({ metadata }: Json): boolean {
  const type = (metadata as { source?: { type?: unknown } } | null | undefined)?.source?.type;
  return type === undefined || type === null || type === 'CONTACT';
}

/**
 * In the order of the table, so that equal values are equal texts, and without what is empty: a value of which nothing
 * is left says nothing (assumption).
 */
function readValue(name: FieldName, entry: Json, at: string): Value {
  const parts: Readonly<Record<string, PartKind>> = fieldParts[name];
  const stranger = Object.keys(entry).find((part) => !Object.hasOwn(parts, part) && !outputParts.has(part));
  if (stranger !== undefined) throw unknownName(stranger, at);
  const value: Record<string, unknown> = {};
  for (const [part, kind] of Object.entries(parts)) {
    const content = entry[part] ?? undefined;
    const read = content === undefined ? undefined : readers[kind](content, `${at}.${part}`);
    if (read !== undefined && read !== composed[name]?.[part]?.(value)) value[part] = read;
  }
  return isPrimary(entry) && !singletons.has(name) ? { ...value, metadata: { sourcePrimary: true } } : value;
}

/** What Google composes, and a client sends back as it was, was written by nobody. */
const composed: Readonly<Partial<Record<FieldName, Readonly<Record<string, (value: Value) => unknown>>>>> = {
  addresses: { formattedValue: formattedAddress },
  biographies: { contentType: () => 'TEXT_PLAIN' },
};

const isPrimary = ({ metadata }: Json): boolean =>
  (metadata as { sourcePrimary?: unknown } | null | undefined)?.sourcePrimary === true;

const readers = {
  text: readText,
  note: readText,
  flag: (value, at) => {
    if (typeof value !== 'boolean') throw invalidValue(at, 'TYPE_BOOL');
    return value;
  },
  number: (value, at) => {
    if (typeof value !== 'number') throw invalidValue(at, 'TYPE_INT32');
    return value;
  },
  date: readDate,
} as const satisfies Record<PartKind, (value: unknown, at: string) => unknown>;

function readText(value: unknown, at: string): string | undefined {
  if (typeof value !== 'string') throw invalidValue(at, 'TYPE_STRING');
  return value === '' ? undefined : value;
}

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A date without a year has the year 0 or none; one without a day or a month is a date, too (documented). */
function readDate(value: unknown, at: string): object | undefined {
  const { year, month, day } = recordOf(value, at);
  const numbers = [year ?? 0, month ?? 0, day ?? 0];
  if (!numbers.every((number) => typeof number === 'number' && Number.isInteger(number)))
    throw invalidValue(at, 'TYPE_INT32');
  const [ofYear = 0, ofMonth = 0, ofDay = 0] = numbers as number[];
  if (ofYear < 0 || ofYear > 9_999 || ofMonth < 0 || ofMonth > 12) throw badRequest(`Invalid date at '${at}'.`);
  const days = ofMonth === 2 && !isLeap(ofYear) ? 28 : (daysIn[ofMonth - 1] ?? 0);
  if (ofDay < 0 || ofDay > days) throw badRequest(`Invalid date at '${at}'.`);
  const date = Object.fromEntries(
    Object.entries({ year: ofYear, month: ofMonth, day: ofDay }).filter(([, number]) => number > 0),
  );
  return Object.keys(date).length === 0 ? undefined : date;
}

/** The year 0, which stands for none, is one. */
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

function readGroups(list: unknown, at: string): readonly string[] {
  const names = listOf(list, at).flatMap((entry, index) => {
    const { contactGroupMembership } = recordOf(entry, `${at}[${index}]`);
    if (contactGroupMembership === undefined || contactGroupMembership === null) return [];
    const where = `${at}[${index}].contactGroupMembership`;
    return readText(recordOf(contactGroupMembership, where).contactGroupResourceName, where) ?? [];
  });
  return [...new Set(names)];
}

function readSources(metadata: unknown, at: string): readonly Source[] | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  const { sources } = recordOf(metadata, at);
  if (sources === undefined || sources === null) return undefined;
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
  return listOf(sources, `${at}.sources`).map((entry, index) => {
    const { type, id, etag } = recordOf(entry, `${at}.sources[${index}]`);
    return { type: text(type) ?? '', id: text(id), etag: text(etag) };
  });
}

function listOf(value: unknown, at: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalidValue(at, 'a list');
  return value;
}

function recordOf(value: unknown, at: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidValue(at, 'an object');
  return value as Json;
}

const unknownName = (name: string, at: string) =>
  badRequest(`Invalid JSON payload received. Unknown name "${name}" at '${at}': Cannot find field.`);

const invalidValue = (at: string, type: string) => badRequest(`Invalid value at '${at}' (${type}).`);
