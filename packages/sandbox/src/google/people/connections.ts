import { withoutSome } from '../../kernel/awkwardness.ts';
import type { Person } from '../contacts/fields.ts';
import type { StoredContact } from '../contacts/stored-contact.ts';
import type { Answer, Call } from './call.ts';
import { readMask, readSources } from './masks.ts';
import { type Look, showDeleted, showPerson } from './person-view.ts';
import { badRequest } from './refusal.ts';
import type { ListState } from './sync-tokens.ts';

const maxPageSize = 1_000;
const usualPageSize = 100;
const sortOrders = [
  'LAST_MODIFIED_ASCENDING',
  'LAST_MODIFIED_DESCENDING',
  'FIRST_NAME_ASCENDING',
  'LAST_NAME_ASCENDING',
] as const;
type SortOrder = (typeof sortOrders)[number];

type List = {
  readonly call: Call;
  readonly state: ListState;
  readonly pageSize: number;
  readonly sortOrder: SortOrder;
  readonly wantsToken: boolean;
  readonly look: Look;
  /** Up to when this page shows what happened. */
  readonly horizon: number;
};
type Page = { readonly rows: readonly StoredContact[]; readonly position: number; readonly more: boolean };

/**
 * `GET people/me/connections`: one page of everybody, or of what changed since a sync token. What changes while a list
 * is read still comes, and comes again in the next one; the client's own writes come like any others.
 */
export function listConnections(call: Call): Answer {
  const list = readList(call);
  const { world, tokens } = call;
  if (isBlankNow(list)) return { nextPageToken: tokens.write({ ...list.state, kind: 'page', blank: true }) };
  const page = readPage(list);
  const rows = [...page.rows.map((contact) => shown(contact, list.look)), ...replayed(list, page)];
  const isEndless = world.awkward.strikes('google.endlessPages');
  const total = totalOf(list);
  return {
    ...(rows.length === 0 ? {} : { connections: rows }),
    ...(page.more || isEndless ? { nextPageToken: tokens.write(nextPage(list, page, isEndless)) } : lastToken(list)),
    ...(total === 0 ? {} : { totalPeople: total, totalItems: total }),
  };
}

/** The first request of a list of everybody draws on a quota of its own (documented). */
export const isFirstOfAll = ({ query }: Pick<Call, 'query'>): boolean =>
  !query.get('pageToken') && !query.get('syncToken');

function readList(call: Call): List {
  const { query, book } = call;
  const mask = readMask(query.get('personFields') ?? legacyMask(query), 'personFields');
  const sources = query.getAll('sources');
  const pageSize = readPageSize(query.get('pageSize'));
  const sortOrder = readSortOrder(query.get('sortOrder'));
  const wantsToken = query.get('requestSyncToken') === 'true';
  if (wantsToken && sortOrder !== 'LAST_MODIFIED_ASCENDING')
    throw badRequest('Sort order cannot be used together with a sync token.');
  const parameters = JSON.stringify([
    book.sub,
    mask.join(),
    sources.toSorted().join(),
    pageSize,
    sortOrder,
    wantsToken,
  ]);
  const state = readState(call, parameters);
  const isSync = state.from !== undefined;
  const look = { mask, ...readSources(sources), region: book.region, firstHundred: true, formerNames: isSync };
  return { call, state, pageSize, sortOrder, wantsToken, look, horizon: horizonOf(call, isSync) };
}

function readState(call: Call, parameters: string): ListState {
  const { query, tokens, world, book } = call;
  const pageToken = query.get('pageToken');
  if (pageToken) return tokens.read(pageToken, 'page', parameters);
  const syncToken = query.get('syncToken');
  const startedAt = book.head();
  if (!syncToken)
    return { kind: 'page', parameters, generation: tokens.generation(), position: 0, startedAt, fullAt: world.now() };
  const known = tokens.read(syncToken, 'sync', parameters);
  return { ...known, from: known.position, startedAt };
}

/** Documented as deprecated: `person.names,person.photos`. */
const legacyMask = (query: URLSearchParams): string | undefined =>
  query
    .get('requestMask.includeField')
    ?.split(',')
    .map((path) => path.replace(/^person\./u, ''))
    .join();

function readPageSize(text: string | null): number {
  const size = text === null || text === '' ? 0 : Number(text);
  if (!Number.isInteger(size) || size < 0 || size > maxPageSize)
    throw badRequest(`Page size must be between 1 and ${maxPageSize}.`);
  return size === 0 ? usualPageSize : size;
}

function readSortOrder(text: string | null): SortOrder {
  const order = sortOrders.find((known) => known === (text || sortOrders[0]));
  if (order === undefined) throw badRequest(`Invalid value at 'sort_order' (SortOrder): "${text}".`);
  return order;
}

/** Documented: writes may take minutes until they reach a list with a sync token; observed: others lag, too. */
function horizonOf({ world, book }: Call, isSync: boolean): number {
  const { awkward, now } = world;
  const habit = isSync ? 'google.staleSync' : 'google.staleList';
  if (!(isSync ? awkward.strikes('google.staleSync') : awkward.strikes('google.staleList'))) return now();
  const horizon = now() - awkward.amount(habit, 120_000);
  if (book.log.headAt(horizon) === book.head()) awkward.missed(habit);
  return horizon;
}

function isBlankNow({ state, call }: List): boolean {
  return !state.blank && call.world.awkward.strikes('google.emptyPage');
}

function readPage(list: List): Page {
  const { call, state, sortOrder } = list;
  const { awkward } = call.world;
  const isFull = state.from === undefined;
  if (isFull && state.position === 0 && awkward.strikes('google.emptyListing')) {
    if (call.book.size() === 0) awkward.missed('google.emptyListing');
    return { rows: [], position: 0, more: false };
  }
  const page = sortOrder === 'LAST_MODIFIED_ASCENDING' ? pageByChange(list) : pageSorted(list);
  if (!isFull || !awkward.strikes('google.rowsLeftOut')) return page;
  return { ...page, rows: withoutSome(call.world, 'google.rowsLeftOut', page.rows) };
}

/** Tombstones come in lists with a sync token only (documented). */
function pageByChange({ call, state, pageSize, horizon }: List): Page {
  const rows: StoredContact[] = [];
  let position = state.position;
  for (const version of call.book.log.after(state.position, horizon)) {
    const isNews = !version.deleted || state.from !== undefined;
    if (isNews && rows.length === pageSize) return { rows, position, more: true };
    position = version.seq;
    if (isNews) rows.push(version);
  }
  return { rows, position, more: false };
}

function pageSorted({ call, state, pageSize, sortOrder }: List): Page {
  const all = call.book.living().toSorted((one, other) => compare(sortOrder, one, other));
  const position = state.position + pageSize;
  return { rows: all.slice(state.position, position), position, more: position < all.length };
}

function compare(order: SortOrder, one: StoredContact, other: StoredContact): number {
  if (order === 'LAST_MODIFIED_DESCENDING') return other.seq - one.seq;
  const part = order === 'FIRST_NAME_ASCENDING' ? 'givenName' : 'familyName';
  const nameOf = ({ fields }: StoredContact): string => fields.names?.[0]?.[part] ?? '';
  return nameOf(one).localeCompare(nameOf(other));
}

const shown = (contact: StoredContact, look: Look): Person =>
  contact.deleted ? showDeleted(contact, look) : showPerson(contact, look);

/** Contacts come again although nothing about them changed (observed, for example after writing to them). */
function replayed({ call, state, look }: List, { more, rows }: Page): readonly Person[] {
  if (state.from === undefined || more || !call.world.awkward.strikes('google.replays')) return [];
  const coming = new Set(rows.map(({ id }) => id));
  const others = call.book.living().filter(({ id }) => !coming.has(id));
  if (others.length === 0) call.world.awkward.missed('google.replays');
  const first = Math.floor(call.world.random() * Math.max(1, others.length - 2));
  return others.slice(first, first + 3).map((contact) => showPerson(contact, look));
}

function nextPage({ state }: List, { position }: Page, isEndless: boolean): ListState {
  return { ...state, kind: 'page', position: isEndless ? state.position : position, blank: undefined };
}

/** Goes on from where the list began, or from where a list that lags behind has come to: nothing falls in between. */
function lastToken({ call, state, wantsToken, horizon }: List): { readonly nextSyncToken?: string } {
  if (!wantsToken) return {};
  const { startedAt, parameters, generation, from = 0 } = state;
  // Whether the token of a list of changes lives seven days anew is not known: by the words it does not.
  const isRenewed = state.from !== undefined && call.world.awkward.strikes('google.syncTokenRenewed');
  const fullAt = isRenewed ? call.world.now() : state.fullAt;
  const position = Math.max(from, Math.min(startedAt, call.book.log.headAt(horizon)));
  const next = { kind: 'sync', position, startedAt: position, parameters, generation, fullAt } as const;
  return { nextSyncToken: call.tokens.write(next) };
}

function totalOf({ call, state, horizon }: List): number {
  if (state.from === undefined) return call.book.size();
  return [...call.book.log.after(state.from, horizon)].length;
}
