import { showEvent } from '../events/event-view.ts';
import { isSeries } from '../events/series.ts';
import type { EventResource, StoredEvent } from '../events/stored-event.ts';
import { inCalendar } from './access.ts';
import type { Answer, Call } from './call.ts';
import { forbiddenWithSync, type List, parametersOf, readList } from './event-list.ts';
import { inWindow, type Page, readPage } from './event-pages.ts';
import { head } from './list-head.ts';
import { type ListState, writeToken } from './list-tokens.ts';
import { overlaps } from './window.ts';

/** `GET calendars/{id}/events`: one page of all events, or of what changed since a sync token. */
export function listEvents(call: Call): Answer {
  const list = readList(inCalendar(call));
  const { state } = list;
  const { awkward } = call.world;
  if (!state.blank && awkward.strikes('google.emptyPage'))
    return envelope(list, [], { nextPageToken: writeToken({ ...state, kind: 'page', blank: true }) });
  const page = readPage(list);
  const items = [...page.rows.map((row) => shown(list, row)), ...replayed(list, page)];
  const isEndless = awkward.strikes('google.endlessPages');
  const goesOn = page.more || isEndless;
  return envelope(
    list,
    items,
    goesOn ? { nextPageToken: writeToken(nextPage(list, page, isEndless)) } : lastToken(list),
  );
}

function shown({ look, room, window, state }: List, row: StoredEvent): EventResource {
  const hasLeft = state.from !== undefined && !row.cancelled && !isSeries(row) && !overlaps(room, row, window);
  const isCalledCancelled = hasLeft && room.world.awkward.strikes('google.calendar.windowCancels');
  return showEvent(isCalledCancelled ? { ...row, cancelled: true } : row, look);
}

/** Events come again although nothing about them changed. */
function replayed(list: List, { more, rows }: Page): readonly EventResource[] {
  const { state, room } = list;
  const { awkward, random } = room.world;
  if (state.from === undefined || more || !awkward.strikes('google.replays')) return [];
  const coming = new Set(rows.map(({ id }) => id));
  const others = room.book.rows().filter((row) => !row.cancelled && !coming.has(row.id) && inWindow(list, row));
  if (others.length === 0) awkward.missed('google.replays');
  const first = Math.floor(random() * Math.max(1, others.length - 2));
  return others.slice(first, first + 3).map((row) => shown(list, row));
}

const nextPage = ({ state }: List, { position, offset }: Page, isEndless: boolean): ListState => {
  const { blank: _, ...rest } = state;
  return { ...rest, kind: 'page', ...(isEndless ? {} : { position, offset }) };
};

/** Goes on from where the list began, or from where one that lags behind has come to: nothing falls in between. */
function lastToken({ state, call, room, horizon, order }: List): { readonly nextSyncToken?: string } {
  // Observed of an order; that the other parameters which a sync token forbids bring none either is assumed.
  const isFiltered = forbiddenWithSync.some((name) => !name.startsWith('time') && call.query.get(name));
  if (order !== null || isFiltered) return {};
  const { from = 0, startedAt } = state;
  const position = Math.max(from, Math.min(startedAt, room.book.log.headAt(horizon)));
  const without = ['pageToken', 'syncToken', 'showDeleted', 'maxResults', ...forbiddenWithSync];
  const { blank: _, from: __, ...rest } = state;
  const next = { ...rest, kind: 'sync', position, offset: 0, startedAt: position } as const;
  return { nextSyncToken: writeToken({ ...next, parameters: parametersOf(call.query, without) }) };
}

function envelope(list: List, items: readonly EventResource[], token: object): Answer {
  return { ...head(list.call, list.look), items, ...token };
}
