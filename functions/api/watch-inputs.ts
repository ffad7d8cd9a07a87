import {
  type BulkTags,
  type ConflictPolicy,
  isDay,
  type MatterQuery,
  type NewWatch,
  type WatchAnswer,
  type WatchEdit,
  type WatchFrequency,
  type WatchPriority,
  type WatchQuery,
  type WatchSettingsEdit,
  type WatchSort,
  type WatchStatus,
  type WatchValues,
  watchFieldNames,
  watchFields,
  watchPriorities,
  watchStatuses,
} from '@concord/core';
import type { ListRequest } from '@concord/engine';
import { isId, isOneOf, members, parsePlace } from './inputs.ts';

/** Parsers of what the pages of watches send: unknown in, typed out, undefined when it is not what was asked for. */

const maximumTextLength = 500;
const maximumNotesLength = 20_000;
const maximumTags = 50;
const maximumTagLength = 60;
const maximumWatches = 200;
const maximumMatters = 100;
const maximumCaseTypes = 500;

const priorities = Object.keys(watchPriorities) as readonly WatchPriority[];
const statuses = Object.keys(watchStatuses) as readonly WatchStatus[];
const policies = ['local', 'clio', 'ask'] as const satisfies readonly ConflictPolicy[];
const frequencies = ['daily', 'weekly', 'manual'] as const satisfies readonly WatchFrequency[];
const sorts: readonly WatchSort[] = ['name', 'created', 'priority', 'status', ...watchFieldNames];

type Body = Readonly<Record<string, unknown>>;
/** For what is there and no good; what is absent is undefined. */
type Wrong = { readonly isWrong: true };
const wrong: Wrong = { isWrong: true };
type Part<Value> = Value | undefined | Wrong;

export function parseNewWatch(body: unknown): NewWatch | undefined {
  const parsed = watchParts(members(body));
  return parsed === undefined ? undefined : { ...parsed, values: parsed.values ?? {} };
}

export function parseWatchEdit(body: unknown): WatchEdit | undefined {
  const { rev } = members(body);
  const parsed = watchParts(members(body));
  return parsed === undefined || typeof rev !== 'number' || !Number.isSafeInteger(rev) ? undefined : { ...parsed, rev };
}

function watchParts(body: Body): Partial<NewWatch> | undefined {
  return complete({
    values: optional(body['values'], parseValues),
    notes: optional(body['notes'], (notes) => textOf(notes, maximumNotesLength)),
    tags: optional(body['tags'], parseTags),
    priority: optional(body['priority'], (word) => oneOf(word, priorities)),
    status: optional(body['status'], (word) => oneOf(word, statuses)),
  });
}

/** A blank text takes a value out. Fields that no watch has are dropped. */
function parseValues(value: unknown): Part<WatchValues> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong;
  const given = members(value);
  const texts = watchFieldNames.flatMap((field) =>
    given[field] === undefined ? [] : [[field, textOf(given[field], maximumTextLength)] as const],
  );
  const isFit = ([field, text]: (typeof texts)[number]): boolean =>
    typeof text === 'string' && (watchFields[field].shape !== 'date' || text === '' || isDay(text));
  return texts.every(isFit) ? (Object.fromEntries(texts) as WatchValues) : wrong;
}

function parseTags(value: unknown): Part<readonly string[]> {
  if (!Array.isArray(value) || value.length > maximumTags) return wrong;
  const tags = value.map((tag) => textOf(tag, maximumTagLength));
  return tags.every((tag): tag is string => typeof tag === 'string' && tag !== '') ? tags : wrong;
}

export function parseArchive(body: unknown): { readonly archived: boolean } | undefined {
  const { archived } = members(body);
  return typeof archived === 'boolean' ? { archived } : undefined;
}

export function parseUndo(body: unknown): { readonly refresh: string } | undefined {
  const { refresh } = members(body);
  return isId(refresh) ? { refresh } : undefined;
}

export function parseWatchAnswer(body: unknown): WatchAnswer | undefined {
  const { field, use, asked } = members(body);
  const isFit = isOneOf(field, watchFieldNames) && isOneOf(use, ['local', 'clio'] as const);
  return isFit && typeof asked === 'string' ? { field, use, asked } : undefined;
}

export function parseBulkTags(body: unknown): BulkTags | undefined {
  const { watches, add = [], remove = [] } = members(body);
  const ids = idsOf(watches, maximumWatches);
  const [added, removed] = [parseTags(add), parseTags(remove)];
  if (ids === undefined || !Array.isArray(added) || !Array.isArray(removed)) return undefined;
  return { watches: ids, add: added, remove: removed };
}

export function parseMatterIds(body: unknown): { readonly matters: readonly string[] } | undefined {
  const matters = idsOf(members(body)['matters'], maximumMatters)?.filter((id) => matterId.test(id));
  return matters === undefined || matters.length === 0 ? undefined : { matters };
}

/** Ids of Clio's are numbers. */
const matterId = /^\d{1,15}$/u;

function idsOf(value: unknown, most: number): readonly string[] | undefined {
  const isFit = Array.isArray(value) && value.length > 0 && value.length <= most && value.every(isId);
  return isFit ? value : undefined;
}

export function parseWatchSettings(body: unknown): WatchSettingsEdit | undefined {
  const given = members(body);
  return complete({
    autoSync: optional(given['autoSync'], flag),
    frequency: optional(given['frequency'], (word) => oneOf(word, frequencies)),
    onLogin: optional(given['onLogin'], flag),
    conflicts: optional(given['conflicts'], (word) => oneOf(word, policies)),
    byField: optional(given['byField'], parseByField),
    caseTypes: optional(given['caseTypes'], parseCaseTypes),
  });
}

function parseByField(value: unknown): Part<WatchSettingsEdit['byField']> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong;
  const rows = Object.entries(value);
  const isFit = rows.every(([field, policy]) => isOneOf(field, watchFieldNames) && isOneOf(policy, policies));
  return isFit ? (Object.fromEntries(rows) as WatchSettingsEdit['byField']) : wrong;
}

function parseCaseTypes(value: unknown): Part<WatchSettingsEdit['caseTypes']> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong;
  const rows = Object.entries(value);
  const isFit = ([area, name]: readonly [string, unknown]): boolean =>
    matterId.test(area) && (name === null || typeof textOf(name, maximumTextLength) === 'string');
  return rows.length <= maximumCaseTypes && rows.every(isFit)
    ? (Object.fromEntries(rows) as WatchSettingsEdit['caseTypes'])
    : wrong;
}

export function parseMatterQuery(body: unknown): MatterQuery | undefined {
  const { search, status, practiceArea, attorney, openedFrom, openedUntil, after } = members(body);
  return complete({
    search: optional(search, (text) => textOf(text, maximumTextLength)),
    status: optional(status, (word) => oneOf(word, ['open', 'pending', 'closed'] as const)),
    practiceArea: optional(practiceArea, numberOf),
    attorney: optional(attorney, numberOf),
    openedFrom: optional(openedFrom, dayOf),
    openedUntil: optional(openedUntil, dayOf),
    after: optional(after, (id) => (isId(id) ? id : wrong)),
  });
}

type Query = Readonly<Record<string, string>>;

export function parseListRequest(query: Query): ListRequest | undefined {
  const place = parsePlace(query);
  const word = <Word extends string>(name: string, words: readonly Word[]): Part<Word> =>
    optional(query[name] === '' ? undefined : query[name], (text) => oneOf(text, words));
  const text = (name: string): Part<string> =>
    optional(query[name] === '' ? undefined : query[name], (value) => textOf(value, maximumTextLength));
  const parsed: WatchQuery | undefined = complete({
    search: text('search'),
    sort: word('sort', sorts),
    descending: word('descending', ['true'] as const),
    status: word('status', statuses),
    priority: word('priority', priorities),
    tag: text('tag'),
    caseType: text('caseType'),
    assignedTo: text('assignedTo'),
    source: word('source', ['clio', 'hand'] as const),
    matter: word('matter', ['open', 'pending', 'closed', 'missing', 'asks'] as const),
    archived: word('archived', ['only', 'too'] as const),
  });
  return place === undefined || parsed === undefined ? undefined : { query: parsed, ...place };
}

const flag = (value: unknown): Part<boolean> => (typeof value === 'boolean' ? value : wrong);
const oneOf = <Word extends string>(value: unknown, words: readonly Word[]): Part<Word> =>
  isOneOf(value, words) ? value : wrong;
const numberOf = (value: unknown): Part<string> => (typeof value === 'string' && matterId.test(value) ? value : wrong);
const dayOf = (value: unknown): Part<string> => (typeof value === 'string' && isDay(value) ? value : wrong);
const textOf = (value: unknown, most: number): Part<string> =>
  typeof value === 'string' && value.length <= most ? value.trim() : wrong;

function optional<Value>(value: unknown, parse: (value: unknown) => Part<Value>): Part<Value> {
  return value === undefined ? undefined : parse(value);
}

/** Without the parts that are absent; undefined when one of them is wrong. */
function complete<Parts extends Readonly<Record<string, unknown>>>(
  parts: Parts,
): { readonly [Name in keyof Parts]?: Exclude<Parts[Name], undefined | Wrong> } | undefined {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  if (given.some(([, value]) => value === wrong)) return undefined;
  return Object.fromEntries(given) as {
    readonly [Name in keyof Parts]?: Exclude<Parts[Name], undefined | Wrong>;
  };
}
