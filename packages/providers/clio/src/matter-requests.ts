import type {
  HttpRequest,
  HttpResponse,
  Matter,
  MatterPerson,
  MatterStatus,
  MattersFilter,
  Named,
} from '@concord/core';
import { isRedacted } from './contact-record.ts';
import { garbled, toArray, toId, toOptionalText, toRecord } from './json.ts';
import { api } from './profile.ts';
import { get, type Page, parsePage } from './requests.ts';

/** Builders and parsers of what watches are made of: matters as people know them, and their clients (OpenAPI, Matters). */

export const matterFields = [
  'id,display_number,description,status,open_date,close_date',
  'client{id,name}',
  'responsible_attorney{id,name}',
  'practice_area{id,name}',
].join(',');

type Query = readonly (readonly [string, string])[];

/** A page in the order of ids: the only order whose paging has no end (handbook, paging). */
export function browseMatters(host: string, filter: MattersFilter): HttpRequest {
  const { search, status, practiceArea, attorney, openedFrom, openedUntil } = filter;
  return listed(host, '/matters.json', matterFields, [
    ...given('query', search),
    ...given('status', status),
    ...given('practice_area_id', practiceArea),
    ...given('responsible_attorney_id', attorney),
    // Conditions of one name hold together (OpenAPI, Matters).
    ...given('open_date[]', openedFrom && `>=${openedFrom}`),
    ...given('open_date[]', openedUntil && `<=${openedUntil}`),
  ]);
}

export function mattersById(host: string, ids: readonly string[]): HttpRequest {
  return listed(host, '/matters.json', matterFields, among(ids));
}

export function parseMatters(response: HttpResponse): Page<Matter> {
  return parsePage(response, parseMatter);
}

/** `client{…}` of a matter cannot carry its addresses: fields nest one level (handbook, fields). Hence a list of its own. */
export function peopleById(host: string, ids: readonly string[]): HttpRequest {
  const fields = 'id,type,name,first_name,last_name,date_of_birth,addresses{id,city,province,primary}';
  return listed(host, '/contacts.json', fields, among(ids));
}

/** Those that the member sees in full. */
export function parsePeople(response: HttpResponse): readonly MatterPerson[] {
  return parsePage(response, parsePerson).rows.filter((person) => person !== undefined);
}

export function listPracticeAreas(host: string): HttpRequest {
  return listed(host, '/practice_areas.json', 'id,name', []);
}

/** Whether only some users can be responsible for a matter is not documented: all that are enabled are offered. */
export function listAttorneys(host: string): HttpRequest {
  return listed(host, '/users.json', 'id,name', [['enabled', 'true']]);
}

export function parseNamed(response: HttpResponse): Page<Named> {
  return parsePage(response, (row) => named(row, 'a row'));
}

const statuses: Readonly<Record<string, MatterStatus>> = { open: 'open', pending: 'pending', closed: 'closed' };

function parseMatter(value: unknown): Matter {
  const native = toRecord(value, 'a matter');
  const status = statuses[String(native.status).toLowerCase()];
  if (status === undefined) throw garbled('a matter without its status');
  return {
    id: toId(native.id, 'matter id'),
    number: textOf(native.display_number, 'display_number'),
    description: textOf(native.description, 'description'),
    status,
    openedOn: dayOf(native.open_date, 'open_date'),
    closedOn: dayOf(native.close_date, 'close_date'),
    ...nested('client', native.client),
    ...nested('attorney', native.responsible_attorney),
    ...nested('practiceArea', native.practice_area),
  };
}

/** Assumption: a company that is a client has no first and last name, so its name stands for the last one. */
function parsePerson(value: unknown): MatterPerson | undefined {
  const native = toRecord(value, 'a contact');
  const id = toId(native.id, 'contact id');
  if (isRedacted(native)) return undefined;
  const address = addressOf(toArray(native.addresses, 'addresses').map((row) => toRecord(row, 'an address')));
  const isCompany = native.type === 'Company';
  return {
    id,
    firstName: isCompany ? '' : textOf(native.first_name, 'first_name'),
    lastName: isCompany ? textOf(native.name, 'name') : textOf(native.last_name, 'last_name'),
    dateOfBirth: dayOf(native.date_of_birth, 'date_of_birth'),
    city: textOf(address?.city ?? null, 'city'),
    state: textOf(address?.province ?? null, 'province'),
  };
}

type Native = Readonly<Record<string, unknown>>;

/** The primary one, or else the one that was there first, as far as ids tell. */
function addressOf(rows: readonly Native[]): Native | undefined {
  const [first] = rows.toSorted((a, b) => Number(a.id) - Number(b.id));
  return rows.find(({ primary }) => primary === true) ?? first;
}

function nested<Name extends 'client' | 'attorney' | 'practiceArea'>(
  name: Name,
  value: unknown,
): { readonly [Key in Name]?: Named } {
  if (value === null || value === undefined) return {};
  return { [name]: named(value, name) } as { readonly [Key in Name]: Named };
}

function named(value: unknown, what: string): Named {
  const { id, name } = toRecord(value, what);
  return { id: toId(id, `${what} id`), name: textOf(name, `${what} name`) };
}

const textOf = (value: unknown, what: string): string => toOptionalText(value, what)?.trim() ?? '';

/** Dates come as `YYYY-MM-DD` (OpenAPI); of a time only the day is taken. */
function dayOf(value: unknown, what: string): string {
  return /^\d{4}-\d{2}-\d{2}/u.exec(textOf(value, what))?.[0] ?? '';
}

const given = (name: string, value: string | undefined): Query => (value ? [[name, value]] : []);
const among = (ids: readonly string[]): Query => ids.map((id) => ['ids[]', id] as const);

function listed(host: string, path: string, fields: string, filter: Query): HttpRequest {
  const paging: Query = [
    ['fields', fields],
    ['order', 'id(asc)'],
    ['limit', String(api.pageSize)],
  ];
  return get(host, path, [...paging, ...filter]);
}
