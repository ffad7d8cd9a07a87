import { withoutSome } from '../../../kernel/awkwardness.ts';
import type { World } from '../../../kernel/world.ts';
import type { CalendarBox } from '../../calendar/calendar-box.ts';
import type { EventItem, StoredEvent } from '../../calendar/event.ts';
import { fieldsOf, instanceId, instancesIn, kindOf, touches, type Window } from '../../calendar/instances.ts';
import type { LogEntry } from '../../mailbox/change-log.ts';
import type { Answer, Call } from '../call.ts';
import { idOf } from '../contact-body.ts';
import type { DeltaState, DeltaTokens } from '../delta-token.ts';
import { badRequest, GraphRefusal } from '../refusal.ts';
import { type EventView, etagOfItem, eventBody, itemId, shownMoment, viewOf } from './event-body.ts';
import { readWindow } from './event-list.ts';
import { findCalendar } from './find-event.ts';

const defaultPageSize = 10;
const maxPageSize = 1_000;

type Row = Readonly<Record<string, unknown>>;
type ViewState = DeltaState & { readonly window: Window };
type Page = { readonly rows: readonly Row[]; readonly state: ViewState; readonly more: boolean };
type Round = {
  readonly world: World;
  readonly box: CalendarBox;
  readonly state: ViewState;
  readonly view: EventView;
  /** Up to when this page shows what happened. */
  readonly horizon: number;
};

/** `GET .../calendarView/delta`: one page of what changed in a window of a calendar since the token, which keeps the window. */
export function readViewDelta(world: World, tokens: DeltaTokens, call: Call, calendarId: string | undefined): Answer {
  const { box } = call.calendars();
  const calendar = findCalendar(box, calendarId);
  const token = call.query.get('$deltatoken') ?? call.query.get('$skiptoken');
  const state = token ? tokens.read(call, token) : firstState(tokens, box, call, calendar.id);
  if (state.folderId !== calendar.id || !hasWindow(state)) {
    throw badRequest('The sync state is invalid.', 'ErrorInvalidSyncStateData');
  }
  const round = { world, box, state, view: viewOf(world, call), horizon: horizonOf(world, box, state) };
  const page = readPage(round, call);
  const rows = [...page.rows, ...repeated(world, page.rows), ...replayed(round)];
  const link = page.more
    ? { '@odata.nextLink': tokens.link(call, '$skiptoken', page.state) }
    : { '@odata.deltaLink': tokens.link(call, '$deltatoken', { ...page.state, roundFrom: page.state.position }) };
  return {
    status: 200,
    body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(event)', ...link, value: rows },
  };
}

function hasWindow(state: DeltaState): state is ViewState {
  return state.window !== undefined;
}

const unsupported = ['$select', '$filter', '$orderby', '$search', '$skip', '$count', '$top'];

function firstState(tokens: DeltaTokens, box: CalendarBox, call: Call, folderId: string): ViewState {
  if (call.query.has('$expand')) {
    // Observed (microsoft-graph-docs#2270); extended properties are not tracked.
    throw new GraphRefusal(500, 'InternalServerError', 'Value cannot be null.\r\nParameter name: type');
  }
  const found = unsupported.filter((name) => call.query.has(name));
  if (found.length > 0) {
    throw badRequest(
      `The following parameters are not supported with change tracking over the 'CalendarView' resource: '${found.join(', ')}'.`,
      'ErrorInvalidUrlQuery',
    );
  }
  const window = readWindow(call);
  return { folderId, generation: tokens.generation(), position: 0, startedAt: box.head(), roundFrom: 0, window };
}

function horizonOf(world: World, box: CalendarBox, { folderId, position }: DeltaState): number {
  const now = world.now();
  if (!world.awkward.strikes('microsoft.staleDelta')) return now;
  const horizon = now - world.awkward.amount('microsoft.staleDelta', 5_000);
  const hidden = [...box.log(folderId).after(position, now)].some(({ at }) => at > horizon);
  if (!hidden) world.awkward.missed('microsoft.staleDelta');
  return horizon;
}

function readPage(round: Round, call: Call): Page {
  const { world, box, state } = round;
  if (state.position === 0 && world.awkward.strikes('microsoft.emptyListing')) {
    if (box.inCalendar(state.folderId).length === 0) world.awkward.missed('microsoft.emptyListing');
    return { rows: [], state, more: false };
  }
  if (!state.blank && world.awkward.strikes('microsoft.emptyDeltaPage')) {
    return { rows: [], state: { ...state, blank: true }, more: true };
  }
  const size = Math.min(call.prefers.pageSize ?? defaultPageSize, maxPageSize);
  const { rows, position, more } = takeRows(round, size);
  const isShort = state.roundFrom === 0 && world.awkward.strikes('microsoft.rowsLeftOut');
  const told = isShort ? withoutSome(world, 'microsoft.rowsLeftOut', rows) : rows;
  if (world.awkward.strikes('microsoft.endlessDelta')) return { rows: told, state, more: true };
  return { rows: told, state: { ...state, position, blank: undefined }, more };
}

/** A series is never split over pages, so that a page may be longer than was asked for. */
function takeRows(round: Round, size: number) {
  const { box, state, horizon } = round;
  const rows: Row[] = [];
  let position = state.position;
  for (const entry of box.log(state.folderId).after(state.position, horizon)) {
    const more = rowsOf(round, entry);
    if (rows.length > 0 && more.length > 0 && rows.length + more.length > size) return { rows, position, more: true };
    position = entry.seq;
    rows.push(...more);
  }
  return { rows, position, more: false };
}

/** What one change means to a client with this window. */
function rowsOf(round: Round, entry: LogEntry): readonly Row[] {
  const { box, state, horizon, view } = round;
  const event = entry.gone ? undefined : box.getAt(entry.id, horizon);
  const isFirst = entry.seq <= state.startedAt;
  if (event !== undefined && touches(event, state.window))
    return [...seriesRows(round, event), ...goneInstances(round, event)];
  // In a first round there is nothing to take back.
  if (isFirst && state.roundFrom === 0) return [];
  if (event === undefined)
    return [tombstone(round, idOf(entry, view.idKind), undefined), ...goneWithSeries(round, entry)];
  return outside(round, event);
}

/** What changed outside the window comes too, as removed, whether the client ever knew it or not (event-delta). */
function outside(round: Round, event: StoredEvent): readonly Row[] {
  const { world, state, view, box } = round;
  const known = box.history.asOf(event.id, Math.max(state.roundFrom, state.startedAt));
  const wasInside = known !== undefined && touches(known, state.window);
  if (!wasInside && world.awkward.strikes('microsoft.calendar.outsideUntold')) return [];
  return [tombstone(round, idOf(event, view.idKind), { event })];
}

/** An event; or a series with its instances in the window, of which those that nobody changed say when they are, and no more. */
function seriesRows(round: Round, event: StoredEvent): readonly Row[] {
  const { world, state, view } = round;
  const master = { '@odata.type': eventType, ...toldOf(round, event) };
  if (event.fields.recurrence === undefined) return [master];
  const isKnown = event.ownSeq <= state.position && state.roundFrom > 0;
  const isAlone = isKnown || (state.roundFrom > 0 && world.awkward.strikes('microsoft.calendar.masterAlone'));
  const instances = instancesIn(event, state.window).filter(
    ({ exception }) => !isAlone || (exception !== undefined && exception.seq > state.position),
  );
  return [master, ...instances.map(({ date }) => instanceRow({ event, date }, view))];
}

/** At least what changed; which kind of event it is comes anyway. */
function toldOf({ world, box, state, view }: Round, event: StoredEvent): Row {
  const body = eventBody({ event }, view);
  const known = box.history.asOf(event.id, state.roundFrom);
  if (known === undefined || !world.awkward.strikes('microsoft.partialDeltaRows')) return body;
  const before = eventBody({ event: known }, view);
  const isTold = ([name, value]: readonly [string, unknown]): boolean =>
    ['@odata.etag', 'id', 'type'].includes(name) || JSON.stringify(value) !== JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(body).filter(isTold));
}

function instanceRow(item: Required<EventItem>, view: EventView): Row {
  if (kindOf(item) === 'exception') return { '@odata.type': eventType, ...eventBody(item, view) };
  const { start, end, isAllDay } = fieldsOf(item);
  return {
    '@odata.type': eventType,
    '@odata.etag': etagOfItem(item),
    id: itemId(item, view.idKind),
    seriesMasterId: idOf(item.event, view.idKind),
    type: 'occurrence',
    start: shownMoment(start, isAllDay, view),
    end: shownMoment(end, isAllDay, view),
  };
}

const eventType = '#microsoft.graph.event';

/** By default nothing tells of an instance that was called off but the master, which has changed (observed). */
function goneInstances(round: Round, event: StoredEvent): readonly Row[] {
  const { world, state, view } = round;
  const dates = Object.entries(event.cancelled).flatMap(([date, seq]) => (seq > state.position ? [date] : []));
  if (state.roundFrom === 0 || dates.length === 0 || !world.awkward.strikes('microsoft.calendar.occurrenceTombstones'))
    return [];
  return dates.map((date) => tombstone(round, itemId({ event, date }, view.idKind), { event, date }));
}

function goneWithSeries(round: Round, entry: LogEntry): readonly Row[] {
  const { world, state, view, box } = round;
  const known = box.history.asOf(entry.id, state.roundFrom);
  const dates = known === undefined ? [] : instancesIn(known, state.window).map(({ date }) => date);
  if (dates.length === 0 || !world.awkward.strikes('microsoft.calendar.occurrenceTombstones')) return [];
  const masterId = idOf(entry, view.idKind);
  return dates.map((date) => tombstone(round, instanceId(masterId, date), known && { event: known, date }));
}

/** Says of what kind it was only where a switch has it so: "tombstones can omit type". */
function tombstone({ world }: Round, id: string, item: EventItem | undefined): Row {
  const reason = world.awkward.strikes('microsoft.removedAsChanged') ? 'changed' : 'deleted';
  const isTyped = item !== undefined && world.awkward.strikes('microsoft.calendar.typedTombstones');
  return { '@odata.type': eventType, id, ...(isTyped ? { type: kindOf(item) } : {}), '@removed': { reason } };
}

function repeated(world: World, rows: readonly Row[]): readonly Row[] {
  if (rows.length === 0 || !world.awkward.strikes('microsoft.duplicateInDelta')) return [];
  return [rows[Math.floor(world.random() * rows.length)] ?? {}];
}

/** Versions from before a newer write, as if an older replica had answered. */
function replayed({ world, box, state, view }: Round): readonly Row[] {
  if (!world.awkward.strikes('microsoft.replayOld')) return [];
  const old = [...box.history.replaced()].filter(
    (event) => event.folderId === state.folderId && box.get(event.id) && touches(event, state.window),
  );
  if (old.length === 0) world.awkward.missed('microsoft.replayOld');
  return old.slice(-3).map((event) => ({ '@odata.type': eventType, ...eventBody({ event }, view) }));
}
