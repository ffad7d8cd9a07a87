import { withoutSome } from '../../../kernel/awkwardness.ts';
import type { World } from '../../../kernel/world.ts';
import type { MailBox } from '../../mail/mail-box.ts';
import type { StoredMessage } from '../../mail/message.ts';
import type { LogEntry } from '../../mailbox/change-log.ts';
import type { Answer, Call } from '../call.ts';
import { type IdKind, idOf } from '../contact-body.ts';
import type { DeltaState, DeltaTokens } from '../delta-token.ts';
import { badRequest, GraphRefusal } from '../refusal.ts';
import { messageBody, readMessageSelect } from './message-body.ts';
import { readSince } from './message-filters.ts';

const defaultPageSize = 10;
const maxPageSize = 1_000;
/** Documented: with a filter, a delta gives no more messages than so many. Which ones is assumed: the newest. */
const mostFiltered = 5_000;

type Row = Readonly<Record<string, unknown>>;
type Page = { readonly rows: readonly Row[]; readonly state: DeltaState; readonly more: boolean };

/** `GET /me/mailFolders/{id}/messages/delta`: one page of what changed in a folder since the token. What a first call asks for is frozen into the token. */
export function readMessageDelta(world: World, tokens: DeltaTokens, call: Call, folderId: string): Answer {
  const box = call.mail();
  const token = call.query.get('$deltatoken') ?? call.query.get('$skiptoken');
  const state = token ? tokens.read(call, token) : firstState(tokens, box, call, folderId);
  if (state.folderId !== folderId) throw badRequest('The sync state is invalid.', 'ErrorInvalidSyncStateData');
  const page = readPage(world, box, state, call);
  const rows = [...page.rows, ...repeated(world, page.rows)];
  const link = page.more
    ? { '@odata.nextLink': tokens.link(call, '$skiptoken', page.state) }
    : { '@odata.deltaLink': tokens.link(call, '$deltatoken', { ...page.state, roundFrom: page.state.position }) };
  return {
    status: 200,
    body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(message)', ...link, value: rows },
  };
}

function firstState(tokens: DeltaTokens, box: MailBox, call: Call, folderId: string): DeltaState {
  const { query } = call;
  if (query.has('$expand')) {
    // Observed on a delta of messages with an expansion that filters (docs-contrib issue 8029), whatever the documentation says.
    throw new GraphRefusal(500, 'InternalServerError', 'Value cannot be null.\r\nParameter name: type');
  }
  const order = query.get('$orderby');
  if (order !== null && !/^receivedDateTime desc$/iu.test(order.trim())) {
    throw badRequest(`The order '${order}' is not supported with change tracking.`, 'ErrorInvalidUrlQuery');
  }
  const unsupported = ['$search', '$skip', '$count'].filter((name) => query.has(name));
  if (unsupported.length > 0) {
    throw badRequest(
      `The following parameters are not supported with change tracking over the 'Messages' resource: '${unsupported.join(', ')}'.`,
      'ErrorInvalidUrlQuery',
    );
  }
  const select = readMessageSelect(query.get('$select'));
  const since = readSince(query.get('$filter'));
  return {
    folderId,
    generation: tokens.generation(),
    position: 0,
    startedAt: box.head(),
    roundFrom: 0,
    ...(select === undefined ? {} : { select }),
    ...(since === undefined ? {} : { since: sinceWithin(box, folderId, since) }),
  };
}

/** With the newest 5,000 from then on, and no others. */
function sinceWithin(box: MailBox, folderId: string, since: number): number {
  const times = box.inFolder(folderId).flatMap(({ fields }) => (fields.receivedAt >= since ? [fields.receivedAt] : []));
  return times.length <= mostFiltered
    ? since
    : (times.toSorted((one, other) => other - one)[mostFiltered - 1] ?? since);
}

function readPage(world: World, box: MailBox, state: DeltaState, call: Call): Page {
  if (state.position === 0 && world.awkward.strikes('microsoft.emptyListing')) {
    if (box.inFolder(state.folderId).length === 0) world.awkward.missed('microsoft.emptyListing');
    return { rows: [], state: { ...state, position: box.head() }, more: false };
  }
  if (!state.blank && world.awkward.strikes('microsoft.emptyDeltaPage')) {
    return { rows: [], state: { ...state, blank: true }, more: true };
  }
  const horizon = horizonOf(world, box, state);
  const size = Math.min(call.prefers.pageSize ?? defaultPageSize, maxPageSize);
  const { entries, position, more } = takeEntries(world, box, state, horizon, size);
  const isShort = state.roundFrom === 0 && world.awkward.strikes('microsoft.rowsLeftOut');
  const told = isShort ? withoutSome(world, 'microsoft.rowsLeftOut', entries) : entries;
  const rows = told.map((entry) => rowOf(world, box, state, entry, horizon, call.prefers.idKind));
  if (world.awkward.strikes('microsoft.endlessDelta')) return { rows, state, more: true };
  return { rows, state: { ...state, position, blank: undefined }, more };
}

function horizonOf(world: World, box: MailBox, { folderId, position }: DeltaState): number {
  const now = world.now();
  if (!world.awkward.strikes('microsoft.staleDelta')) return now;
  const horizon = now - world.awkward.amount('microsoft.staleDelta', 5_000);
  const hidden = [...box.log(folderId).after(position, now)].some(({ at }) => at > horizon);
  if (!hidden) world.awkward.missed('microsoft.staleDelta');
  return horizon;
}

function takeEntries(world: World, box: MailBox, state: DeltaState, horizon: number, size: number) {
  const entries: LogEntry[] = [];
  let position = state.position;
  for (const entry of box.log(state.folderId).after(state.position, horizon)) {
    const news = isNews(world, box, state, entry);
    if (news && entries.length === size) return { entries, position, more: true };
    position = entry.seq;
    if (news) entries.push(entry);
  }
  return { entries, position, more: false };
}

/** That the filter counts for as long as the token lives is assumed; a switch lets it count for the first round only. */
function isNews(world: World, box: MailBox, state: DeltaState, entry: LogEntry): boolean {
  if (entry.gone) return entry.seq > state.startedAt;
  const { since } = state;
  if (since === undefined || (box.get(entry.id)?.fields.receivedAt ?? since) >= since) return true;
  return entry.seq > state.startedAt && world.awkward.strikes('microsoft.mail.deltaFiltersOnce');
}

function rowOf(world: World, box: MailBox, state: DeltaState, entry: LogEntry, horizon: number, idKind: IdKind): Row {
  const message = entry.gone ? undefined : box.getAt(entry.id, horizon);
  if (!message) {
    const reason = world.awkward.strikes('microsoft.removedAsChanged') ? 'changed' : 'deleted';
    return { '@odata.type': '#microsoft.graph.message', id: idOf(entry, idKind), '@removed': { reason } };
  }
  const known = state.roundFrom > 0 ? box.history.asOf(message.id, state.roundFrom) : undefined;
  const isPartial = known?.folderId === message.folderId && world.awkward.strikes('microsoft.partialDeltaRows');
  const select = isPartial ? changedNames(known, message, state.select) : state.select;
  return { '@odata.type': '#microsoft.graph.message', ...messageBody(message, idKind, select) };
}

/** At least what changed; the id comes anyway. */
function changedNames(known: StoredMessage, message: StoredMessage, select: readonly string[] | undefined) {
  const [before, after] = [messageBody(known, 'immutable'), messageBody(message, 'immutable')];
  const changed = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return changed.filter((name) => !name.startsWith('@') && (select === undefined || select.includes(name)));
}

function repeated(world: World, rows: readonly Row[]): readonly Row[] {
  if (rows.length === 0 || !world.awkward.strikes('microsoft.duplicateInDelta')) return [];
  return [rows[Math.floor(world.random() * rows.length)] ?? {}];
}
