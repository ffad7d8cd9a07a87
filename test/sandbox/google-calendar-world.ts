import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { createGoogle } from '../../packages/sandbox/src/google/index.ts';
import { createManualWorld } from '../../packages/sandbox/src/kernel/manual-world.ts';
import type { PlainRequest, PlainResponse } from '../../packages/sandbox/src/kernel/plain-http.ts';
import type { Store } from '../../packages/sandbox/src/kernel/store.ts';
import { queryOf } from './google-contacts-world.ts';

export const ada = { sub: '1083', name: 'Ada Byron', email: 'ada@byron.example', timeZone: 'Europe/Amsterdam' };
export const bo = { sub: '2083', name: 'Bo <b>', email: 'bo@other.example', timeZone: 'Europe/Amsterdam' };
export const outsider = 'guest@elsewhere.example';
const prefix = 'https://www.googleapis.com/auth/calendar';
export const usualScopes = [`${prefix}.events`, `${prefix}.calendarlist.readonly`];
export const allScopes = [prefix];

export type Event = calendar_v3.Schema$Event;
type Json = Readonly<Record<string, unknown>>;

/** Everything that any answer may hold; a test reads what its own has. */
export type Body = Omit<Event, 'kind'> &
  calendar_v3.Schema$Channel & {
    readonly items: readonly (Event & calendar_v3.Schema$CalendarListEntry)[];
    readonly nextPageToken?: string;
    readonly nextSyncToken?: string;
    readonly accessRole?: string;
    readonly timeZone?: string;
    readonly error: {
      readonly code: number;
      readonly message: string;
      readonly errors: readonly Readonly<Record<string, string>>[];
    };
  };
export type Bench = ReturnType<typeof createBench>;
export type Push = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

export type BenchOptions = { limits?: boolean; store?: Store; seed?: number; hear?: (push: Push) => number };

/** A Google look-alike with two accounts, one of them in use, a clock that only `advance` moves, and an ear for pushes. */
export function createBench({ limits = false, hear = () => 200, ...rest }: BenchOptions = {}) {
  const heard: Push[] = [];
  const post = async ({ url, headers }: PlainRequest): Promise<PlainResponse> => {
    heard.push({ url, headers });
    return { status: hear({ url, headers }), headers: {}, body: '' };
  };
  // A Monday, one hour before the clocks of Amsterdam show ten.
  const world = createManualWorld({ seed: 7, startAt: Date.UTC(2026, 7, 3, 7), post, ...rest });
  const { service, control } = createGoogle(world, { limits });
  if (control.accounts().length === 0) for (const account of [ada, bo]) control.addAccount(account);
  let token = control.grant(ada.email, allScopes).accessToken;
  const ask = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await service.answer({
      method,
      url: `http://sandbox.test/google/calendar/v3/${path}`,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, text: answer.body, body: parsed(answer.body) as Body };
  };
  const events = 'calendars/primary/events';
  const list = (query: Json = {}, calendar = 'primary') =>
    ask('GET', `calendars/${encodeURIComponent(calendar)}/events?${queryOf(query)}`);
  return {
    world,
    control,
    service,
    heard,
    mine: control.calendars(ada.email),
    theirs: control.calendars(bo.email),
    ask,
    list,
    get: (id: string, headers?: Readonly<Record<string, string>>) => ask('GET', `${events}/${id}`, undefined, headers),
    insert: (event: unknown, query: Json = {}) => ask('POST', `${events}?${queryOf(query)}`, event),
    imported: (event: unknown, query: Json = {}) => ask('POST', `${events}/import?${queryOf(query)}`, event),
    patch: (id: string, event: unknown, query: Json = {}, headers?: Readonly<Record<string, string>>) =>
      ask('PATCH', `${events}/${id}?${queryOf(query)}`, event, headers),
    put: (id: string, event: unknown, query: Json = {}) => ask('PUT', `${events}/${id}?${queryOf(query)}`, event),
    remove: (id: string, query: Json = {}, headers?: Readonly<Record<string, string>>) =>
      ask('DELETE', `${events}/${id}?${queryOf(query)}`, undefined, headers),
    /** Every page of a list, and its last token. */
    listAll: async (query: Json = {}, calendar?: string) => {
      const rows: Event[] = [];
      let pageToken: string | undefined;
      for (let pages = 1; pages <= 50; pages += 1) {
        const { status, body } = await list(pageToken === undefined ? query : { ...query, pageToken }, calendar);
        if (status !== 200) throw new Error(`the list answered ${status} ${body.error.message}`);
        rows.push(...(body.items ?? []));
        pageToken = body.nextPageToken;
        if (pageToken === undefined) return { rows, pages, syncToken: body.nextSyncToken ?? '' };
      }
      throw new Error('the list does not end');
    },
    signIn: (email: string = ada.email, scopes: readonly string[] = allScopes) => {
      token = control.grant(email, scopes).accessToken;
    },
    on: (name: string, amount?: number, rate = 1) =>
      world.awkward.set(`google.${name}`, amount === undefined ? { rate } : { rate, amount }),
    off: (name: string) => world.awkward.set(`google.${name}`, undefined),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const reasonOf = ({ status, body }: { readonly status: number; readonly body: Body }) => [
  status,
  body.error.errors[0]?.reason,
];

/** An hour on a day of August 2026, by the clocks of Amsterdam. */
export const at = (day: number, hour: number, summary = 'Call') => ({
  summary,
  start: { dateTime: `2026-08-${two(day)}T${two(hour)}:00:00`, timeZone: 'Europe/Amsterdam' },
  end: { dateTime: `2026-08-${two(day)}T${two(hour + 1)}:00:00`, timeZone: 'Europe/Amsterdam' },
});
const two = (number: number): string => String(number).padStart(2, '0');

/** Every Monday from 3 August 2026, nine to ten. */
export const weekly = (rule = 'RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=MO') => ({ ...at(3, 9, 'Standup'), recurrence: [rule] });

export const summaries = (rows: readonly Event[] = []): readonly (string | null | undefined)[] =>
  rows.map(({ summary }) => summary);
