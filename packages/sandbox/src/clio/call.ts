import { type PlainRequest, type PlainResponse, reply, replyJson } from '../kernel/plain-http.ts';
import type { World } from '../kernel/world.ts';
import type { ClioAwkwardness } from './awkwardness.ts';
import type { Book } from './book.ts';
import type { Calendars } from './calendar/calendars.ts';
import type { Entry } from './calendar/records.ts';
import type { View } from './fields.ts';
import type { Matters } from './matters.ts';
import type { User } from './records.ts';
import type { State } from './state.ts';
import { isoInZone } from './times.ts';

/** What all of the look-alike's parts work on. */
export type Clio = {
  readonly world: World;
  readonly state: State;
  readonly book: Book;
  readonly matters: Matters;
  readonly entries: Book<Entry>;
  readonly calendars: Calendars;
  /** `/clio`, or `/clio-eu` and so on for another region. */
  readonly path: string;
  /** `{publicUrl}{path}`. */
  readonly base: string;
};

/** One authorised request to the API. */
export type Call = {
  readonly clio: Clio;
  readonly request: PlainRequest;
  readonly url: URL;
  /** What the route's pattern caught: ids. */
  readonly params: readonly string[];
  readonly user: User;
  readonly client: string;
  readonly view: View;
};

export type Handler = (call: Call) => PlainResponse | Promise<PlainResponse>;

/** What follows the region's own path, however the request came here. */
export function pathInClio({ pathname }: URL): string {
  return pathname.replace(/^.*?\/clio(?:-[a-z]+)?(?=\/|$)/u, '');
}

export function viewOf(clio: Clio, user: User): View {
  return {
    book: clio.book,
    matters: clio.matters,
    entries: clio.entries,
    calendars: clio.calendars,
    eventTypeOf: (id) => clio.state.eventTypes.get(String(id)),
    has: onceDecided(clio),
    user,
    userOf: (id) => clio.state.users.get(String(id)),
    practiceAreaOf: (id) => clio.state.practiceAreas.get(String(id)),
    firmName: clio.state.firms.get(String(user.firm))?.name ?? '',
    now: clio.world.now,
    time: (instant) => isoInZone(instant, user.time_zone),
  };
}

function onceDecided({ world }: Clio): View['has'] {
  const decided = new Map<ClioAwkwardness, boolean>();
  return (habit) => {
    const known = decided.get(habit) ?? world.awkward.strikes(habit);
    decided.set(habit, known);
    return known;
  };
}

/** The answer to a single read: with etag, or 304 when the asker has it already. */
export function oneResponse(request: PlainRequest, etag: string, updatedAt: number, data: object): PlainResponse {
  const headers = { etag, 'last-modified': new Date(updatedAt).toUTCString() };
  if (request.method === 'GET' && isKnown(request, etag, updatedAt)) return reply(null, { status: 304, headers });
  return replyJson({ data }, { status: request.method === 'POST' ? 201 : 200, headers });
}

/** HTTP dates have whole seconds. When both headers are there, the etag counts. */
function isKnown(request: PlainRequest, etag: string, updatedAt: number): boolean {
  const known = request.headers['if-none-match'];
  if (known !== undefined) return known === etag;
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return Math.floor(updatedAt / 1_000) * 1_000 <= since;
}
