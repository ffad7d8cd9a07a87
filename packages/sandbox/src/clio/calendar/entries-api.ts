import { withoutSome } from '../../kernel/awkwardness.ts';
import { type PlainResponse, reply, replyJson } from '../../kernel/plain-http.ts';
import { droppableOfEntries } from '../awkwardness.ts';
import { isTrue, readData } from '../body.ts';
import type { Book } from '../book.ts';
import { type Call, type Clio, type Handler, oneResponse } from '../call.ts';
import { parseFields, type Selection } from '../fields.ts';
import { chooseHabits } from '../habits.ts';
import { forbidden, invalidArgument, invalidRecord, notFound, preconditionFailed } from '../refusal.ts';
import { mayWrite } from './calendars.ts';
import { chosenEntries } from './entry-list.ts';
import { entryPage } from './entry-page.ts';
import { entryResource, isRedacted, showEntry } from './entry-resource.ts';
import { rulesOfUser } from './entry-rules.ts';
import { applyEntry, blankEntry, type EntryData, requireWhole } from './entry-write.ts';
import { notifyAttendees } from './mails.ts';
import { entryEtag, findEntry } from './occurrences.ts';
import { type Entry, isOccurrence } from './records.ts';
import { branchOff, cancelInstance, endBefore, nextVersion, removeWhole, saveEntry, saveException } from './series.ts';

/** `GET calendar_entries`: without `calendar_id`, of every calendar that the user may view (OpenAPI, Calendar Entries). */
export const listEntries: Handler = (call) => {
  const { awkward } = call.clio.world;
  const query = call.url.searchParams;
  // As with contacts: a search for what is new, which decides whether something is made once more, is never answered so.
  if (!isSearch(query) && awkward.strikes('clio.emptyList')) {
    if (call.clio.entries.all(call.user.firm).length === 0) awkward.missed('clio.emptyList');
    return replyJson({ data: [], meta: { paging: {}, records: 0 } });
  }
  const book = listedBook(call);
  const view = { ...call.view, entries: book };
  const found = chosenEntries(query, book.all(call.user.firm), view);
  const isShort = isOfAll(query) && awkward.strikes('clio.rowsLeftOut');
  const told = isShort ? withoutSome(call.clio.world, 'clio.rowsLeftOut', found) : found;
  return replyJson(
    entryPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/calendar_entries.json`,
      entries: isTextSearch(query) ? searchable(call.clio, told) : told,
      show: (entry, selection) => showEntry(entry, selection, view),
    }),
  );
};

const isTextSearch = (query: URLSearchParams): boolean => query.has('query') || query.has('external_property_name');
const isSearch = (query: URLSearchParams): boolean => query.has('created_since') || query.has('external_property_name');
const isOfAll = (query: URLSearchParams): boolean =>
  !isTextSearch(query) && !['created_since', 'updated_since', 'ids[]'].some((name) => query.has(name));

export const readEntry: Handler = (call) => {
  const selection = selectionOf(call);
  const entry = findEntry(seenBook(call), call.user.firm, idOf(call));
  if (entry === undefined || permissionOf(call, entry) === 'none') throw notFound();
  return entryResponse(call, entry, selection);
};

export const createEntry: Handler = (call) => {
  const selection = selectionOf(call);
  const data = readData(call.request);
  requireWhole(data);
  const { clio, user } = call;
  const base = { id: clio.state.nextEntryId(), firm: user.firm, created_at: clio.world.now() };
  const made = applied(call, blankEntry({ ...base, start_at_time_zone: user.time_zone }), data);
  const entry = { ...made, updated_at: base.created_at, revision: 1 };
  saveEntry(clio, blankEntry({ ...base, start_at_time_zone: user.time_zone }), entry);
  if (isNotifying(call, data)) notifyAttendees(clio, undefined, entry, whyOf(call, data));
  bumpLater(clio, entry);
  return entryResponse(call, entry, selection);
};

export const updateEntry: Handler = (call) => {
  const selection = selectionOf(call);
  const data = readData(call.request);
  const entry = writableEntry(call);
  refuseConflict(call, entry);
  if (data['_deleted'] !== undefined) return deletePart(call, entry, data, selection);
  const after = isOccurrence(entry) ? changeInstance(call, entry, data) : change(call, entry, data);
  if (isNotifying(call, data)) notifyAttendees(call.clio, entry, after, whyOf(call, data));
  if (after !== entry) bumpLater(call.clio, after);
  return entryResponse(call, after, selection);
};

/** Documented: no If-Match, no body. Of a series, everything goes (assumption). */
export const deleteEntry: Handler = (call) => {
  const entry = writableEntry(call);
  removeWhole(call.clio, entry);
  if (call.view.has('clio.calendar.notifiesUnasked')) notifyAttendees(call.clio, entry, undefined, 'DELETE');
  return reply(null, { status: 204 });
};

function change(call: Call, entry: Entry, data: EntryData): Entry {
  return saveEntry(call.clio, entry, applied(call, entry, data));
}

/** How an instance is changed is not documented: by its own id, after which it is an entry with another id (assumption). */
function changeInstance(call: Call, instance: Entry, data: EntryData): Entry {
  const { clio, view } = call;
  if (view.has('clio.calendar.instancesUnwritable')) throw invalidRecord('An instance of a series cannot be changed');
  const { recurrence_rule, ...rest } = data;
  const wanted = applied(call, instance, recurrence_rule === undefined ? rest : data);
  if (wanted.recurrence_rule !== instance.recurrence_rule) throw invalidRecord('An instance has no recurrence rule');
  if (wanted === instance) return instance;
  const exception = branchOff(clio, wanted, false);
  const properties = view.has('clio.calendar.exceptionCopiesProperties')
    ? wanted.external_properties
    : wanted.external_properties.filter((one) => !instance.external_properties.includes(one));
  const whole = { ...exception, external_properties: properties };
  saveException(clio, whole);
  return whole;
}

/** `single` is one instance, `future` that and all later ones: how the words of the document are read (assumption). */
function deletePart(call: Call, entry: Entry, data: EntryData, selection: Selection): PlainResponse {
  const part = data['_deleted'];
  if (part !== 'single' && part !== 'future') throw invalidArgument("'_deleted' must be single or future");
  const { clio } = call;
  const shown = entryResponse(call, entry, selection);
  if (part === 'single') cancelInstance(clio, entry);
  else endBefore(clio, entry);
  if (isNotifying(call, data)) notifyAttendees(clio, entry, undefined, whyOf(call, data));
  return shown;
}

function applied(call: Call, entry: Entry, sent: EntryData): Entry {
  const { clio, user, view } = call;
  const { awkward } = clio.world;
  if (JSON.stringify(sent).includes('[refuse]') && awkward.strikes('clio.refusesValue'))
    throw invalidRecord('A value is not valid');
  const isDropped = (name: string): boolean =>
    droppableOfEntries.some((one) => one === name && awkward.strikes(`clio.calendar.dropsField.${one}`));
  const data = Object.fromEntries(Object.entries(sent).filter(([name]) => !isDropped(name)));
  const habits = chooseHabits(awkward);
  const after = applyEntry(entry, data, rulesOfUser(clio, user, view, habits));
  habits.settle();
  return after;
}

/** Observed: without the word for it, Clio is silent. */
function isNotifying({ view }: Call, { send_email_notification: asked }: EntryData): boolean {
  return asked === undefined ? view.has('clio.calendar.notifiesUnasked') : isTrue(asked);
}

const whyOf = ({ request }: Call, { send_email_notification: asked }: EntryData): string =>
  asked === undefined
    ? `${request.method} without send_email_notification`
    : `${request.method} with send_email_notification`;

/** Documented: If-Match, 412, and nothing is written. */
function refuseConflict({ clio, request }: Call, entry: Entry): void {
  const expected = request.headers['if-match'];
  if (expected === undefined) return;
  if (expected !== entryEtag(entry) || clio.world.awkward.strikes('clio.spuriousConflict')) throw preconditionFailed();
}

function bumpLater({ world, entries }: Clio, { firm, id }: Entry): void {
  if (!world.awkward.strikes('clio.etagBump')) return;
  world.later(world.awkward.amount('clio.etagBump', 1_000), () => {
    const entry = entries.get(firm, id);
    if (entry !== undefined) entries.save({ ...entry, ...nextVersion(entry, world.now()) });
    return Promise.resolve();
  });
}

/** As with contacts: a search for what was just made lags no longer than this. */
const longestSearchLagMs = 5_000;

function listedBook({ clio: { world, entries }, user, url }: Call): Pick<Book<Entry>, 'get' | 'all'> {
  if (!world.awkward.strikes('clio.staleList')) return entries;
  const lagMs = world.awkward.amount('clio.staleList', longestSearchLagMs);
  const then = entries.asOf(world.now() - (isSearch(url.searchParams) ? Math.min(lagMs, longestSearchLagMs) : lagMs));
  const [old, current] = [then.all(user.firm), entries.all(user.firm)];
  const isSame = old.length === current.length && old.every((entry, index) => entry === current[index]);
  if (isSame) world.awkward.missed('clio.staleList');
  return then;
}

function searchable({ world: { awkward, now } }: Clio, found: readonly Entry[]): readonly Entry[] {
  if (!awkward.strikes('clio.queryLag')) return found;
  const grown = found.filter((entry) => entry.created_at <= now() - awkward.amount('clio.queryLag', 5_000));
  if (grown.length === found.length) awkward.missed('clio.queryLag');
  return grown;
}

function seenBook(call: Call): Pick<Book<Entry>, 'get'> {
  const { world, entries } = call.clio;
  if (!world.awkward.strikes('clio.staleRead')) return entries;
  const then = entries.asOf(world.now() - world.awkward.amount('clio.staleRead', 5_000));
  const find = (book: Pick<Book<Entry>, 'get'>) => findEntry(book, call.user.firm, idOf(call));
  if (find(then) === find(entries)) world.awkward.missed('clio.staleRead');
  return then;
}

/** What the user may not see is not there; what they may only see is forbidden. Entries of court rules are Clio's own (assumption). */
function writableEntry(call: Call): Entry {
  const entry = findEntry(call.clio.entries, call.user.firm, idOf(call));
  const permission = entry === undefined ? 'none' : permissionOf(call, entry);
  if (entry === undefined || permission === 'none') throw notFound();
  if (!mayWrite(permission) || isRedacted(entry, call.view)) throw forbidden('You may not change this entry');
  if (entry.court_rule) throw forbidden('Entries of court rules cannot be changed');
  return entry;
}

const permissionOf = ({ clio, user }: Call, entry: Entry) => clio.calendars.entryPermission(entry, user);

const idOf = (call: Call): string => decodeURIComponent(call.params[0] ?? '');

const selectionOf = (call: Call): Selection => parseFields(call.url.searchParams.get('fields'), entryResource);

function entryResponse(call: Call, entry: Entry, selection: Selection): PlainResponse {
  return oneResponse(call.request, entryEtag(entry), entry.updated_at, showEntry(entry, selection, call.view));
}
