import { withoutSome } from '../../kernel/awkwardness.ts';
import type { World } from '../../kernel/world.ts';
import type { Card } from '../mailbox/card.ts';
import type { LogEntry } from '../mailbox/change-log.ts';
import { changedFields } from '../mailbox/contact-fields.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { Answer, Call } from './call.ts';
import { contactBody, type IdKind, idOf, readSelect } from './contact-body.ts';
import type { DeltaState, DeltaTokens } from './delta-token.ts';
import { badRequest, GraphRefusal } from './refusal.ts';

const defaultPageSize = 10;
const maxPageSize = 1_000;

type Row = Readonly<Record<string, unknown>>;
type Page = { readonly rows: readonly Row[]; readonly state: DeltaState; readonly more: boolean };

/**
 * `GET .../contacts/delta`: one page of what changed in a folder since the token. A round runs up to the present, so what
 * changes while it runs still comes. The client's own writes come back like any others.
 */
export function readDelta(world: World, tokens: DeltaTokens, call: Call, folderId: string): Answer {
  const mailbox = call.mailbox();
  const token = call.query.get('$deltatoken') ?? call.query.get('$skiptoken');
  const state = token ? tokens.read(call, token) : firstState(tokens, mailbox, call, folderId);
  // A token is good for the folder that it was made for; which words refuse another's is not known.
  if (state.folderId !== folderId) throw badRequest('The sync state is invalid.', 'ErrorInvalidSyncStateData');
  const page = readPage(world, mailbox, state, call);
  const rows = [...page.rows, ...repeated(world, page.rows), ...replayed(world, mailbox, page.state, call)];
  const link = page.more
    ? { '@odata.nextLink': tokens.link(call, '$skiptoken', page.state) }
    : { '@odata.deltaLink': tokens.link(call, '$deltatoken', { ...page.state, roundFrom: page.state.position }) };
  return {
    status: 200,
    body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(contact)', ...link, value: rows },
  };
}

/** Options count on the first call only: the token freezes them. */
function firstState(tokens: DeltaTokens, mailbox: Mailbox, call: Call, folderId: string): DeltaState {
  if (call.query.has('$expand')) {
    // Observed on delta with $expand; extended properties are not tracked.
    throw new GraphRefusal(500, 'InternalServerError', 'Value cannot be null.\r\nParameter name: type');
  }
  const unsupported = ['$filter', '$orderby', '$search', '$skip', '$count'].filter((name) => call.query.has(name));
  if (unsupported.length > 0) {
    throw badRequest(
      `The following parameters are not supported with change tracking over the 'Contacts' resource: '${unsupported.join(', ')}'.`,
      'ErrorInvalidUrlQuery',
    );
  }
  const select = readSelect(call.query.get('$select'));
  return {
    folderId,
    generation: tokens.generation(),
    position: 0,
    startedAt: mailbox.head(),
    roundFrom: 0,
    ...(select === undefined ? {} : { select }),
  };
}

function readPage(world: World, mailbox: Mailbox, state: DeltaState, call: Call): Page {
  if (state.position === 0 && world.awkward.strikes('microsoft.emptyListing')) {
    if (mailbox.inFolder(state.folderId).length === 0) world.awkward.missed('microsoft.emptyListing');
    return { rows: [], state, more: false };
  }
  if (!state.blank && world.awkward.strikes('microsoft.emptyDeltaPage')) {
    return { rows: [], state: { ...state, blank: true }, more: true };
  }
  const horizon = horizonOf(world, mailbox, state);
  const size = Math.min(call.prefers.pageSize ?? defaultPageSize, maxPageSize);
  const { entries, position, more } = takeEntries(mailbox, state, horizon, size);
  const isShort = state.roundFrom === 0 && world.awkward.strikes('microsoft.rowsLeftOut');
  const told = isShort ? withoutSome(world, 'microsoft.rowsLeftOut', entries) : entries;
  const rows = told.map((entry) => rowOf(world, mailbox, state, entry, horizon, call.prefers.idKind));
  if (world.awkward.strikes('microsoft.endlessDelta')) return { rows, state, more: true };
  return { rows, state: { ...state, position, blank: undefined }, more };
}

/** Up to when this page shows what happened. */
function horizonOf(world: World, mailbox: Mailbox, { folderId, position }: DeltaState): number {
  const now = world.now();
  if (!world.awkward.strikes('microsoft.staleDelta')) return now;
  const horizon = now - world.awkward.amount('microsoft.staleDelta', 5_000);
  const hidden = [...mailbox.log(folderId).after(position, now)].some(({ at }) => at > horizon);
  if (!hidden) world.awkward.missed('microsoft.staleDelta');
  return horizon;
}

function takeEntries(mailbox: Mailbox, state: DeltaState, horizon: number, size: number) {
  const entries: LogEntry[] = [];
  let position = state.position;
  for (const entry of mailbox.log(state.folderId).after(state.position, horizon)) {
    const news = !entry.gone || entry.seq > state.startedAt;
    if (news && entries.length === size) return { entries, position, more: true };
    position = entry.seq;
    if (news) entries.push(entry);
  }
  return { entries, position, more: false };
}

function rowOf(
  world: World,
  mailbox: Mailbox,
  state: DeltaState,
  entry: LogEntry,
  horizon: number,
  idKind: IdKind,
): Row {
  const card = entry.gone ? undefined : mailbox.getAt(entry.id, horizon);
  if (!card) return tombstone(world, entry, idKind);
  const known = state.roundFrom > 0 ? mailbox.history.asOf(card.id, state.roundFrom) : undefined;
  if (known && world.awkward.strikes('microsoft.partialDeltaRows')) {
    return cardRow(card, idKind, changedNames(known, card, state.select));
  }
  return cardRow(card, idKind, state.select);
}

function tombstone(world: World, entry: LogEntry, idKind: IdKind): Row {
  const reason = world.awkward.strikes('microsoft.removedAsChanged') ? 'changed' : 'deleted';
  return { '@odata.type': '#microsoft.graph.contact', id: idOf(entry, idKind), '@removed': { reason } };
}

function cardRow(card: Card, idKind: IdKind, select: readonly string[] | undefined): Row {
  return { '@odata.type': '#microsoft.graph.contact', ...contactBody(card, idKind, select) };
}

/** At least what changed; the id comes anyway. */
function changedNames(known: Card, card: Card, select: readonly string[] | undefined): readonly string[] {
  const names: string[] = [...changedFields(known.fields, card.fields), 'changeKey', 'lastModifiedDateTime'];
  return select === undefined ? names : names.filter((name) => select.includes(name));
}

function repeated(world: World, rows: readonly Row[]): readonly Row[] {
  if (rows.length === 0 || !world.awkward.strikes('microsoft.duplicateInDelta')) return [];
  return [rows[Math.floor(world.random() * rows.length)] ?? {}];
}

/** Versions from before a newer write, as if an older replica had answered. */
function replayed(world: World, mailbox: Mailbox, state: DeltaState, call: Call): readonly Row[] {
  if (!world.awkward.strikes('microsoft.replayOld')) return [];
  const old = [...mailbox.history.replaced()].filter(
    (card) => card.folderId === state.folderId && mailbox.get(card.id),
  );
  if (old.length === 0) world.awkward.missed('microsoft.replayOld');
  return old.slice(-3).map((card) => cardRow(card, call.prefers.idKind, state.select));
}
