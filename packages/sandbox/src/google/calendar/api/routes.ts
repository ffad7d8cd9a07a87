import { deleteCalendar, getCalendar, getEntry, insertCalendar, listCalendars } from './calendar-calls.ts';
import type { Answer, Call } from './call.ts';
import { stopChannel, watchCalendarList, watchEvents } from './channel-calls.ts';
import { deleteEvent, getEvent, importEvent, insertEvent, moveEvent, patchEvent, updateEvent } from './event-calls.ts';
import { listEvents } from './list-events.ts';
import { listInstances } from './list-instances.ts';

export type Route = {
  /** How the request log calls it. */
  readonly kind: string;
  readonly writes: boolean;
  readonly scopes: readonly string[];
  readonly answer: (call: Call) => Answer | Promise<Answer>;
};

const prefix = 'https://www.googleapis.com/auth/calendar';
const named = (names: string): readonly string[] => names.split(' ').map((name) => `${prefix}${name && `.${name}`}`);

/** Documented for each method (discovery document, revision 20260708); any one of them will do. */
const scopes = {
  readEvents: [
    ...named('app.created events events.freebusy events.owned events.owned.readonly events.readonly readonly'),
    prefix,
  ],
  writeEvents: [...named('app.created events events.owned'), prefix],
  moveEvents: [...named('events events.owned'), prefix],
  list: [...named('calendarlist calendarlist.readonly readonly'), prefix],
  readCalendars: [...named('app.created calendars calendars.readonly readonly'), prefix],
  writeCalendars: [...named('app.created calendars'), prefix],
  stop: [
    ...named('app.created calendarlist calendarlist.readonly events events.owned events.readonly readonly'),
    prefix,
  ],
} as const;

const route = (needs: keyof typeof scopes, answer: Route['answer'], writes = false) => ({
  scopes: scopes[needs],
  answer,
  writes,
});

/** `{calendarId}` and `{eventId}` stand for one part of a path each. */
const routes: Readonly<Record<string, Omit<Route, 'kind'>>> = {
  'GET users/me/calendarList': route('list', listCalendars),
  'POST users/me/calendarList/watch': route('list', watchCalendarList, true),
  'GET users/me/calendarList/{calendarId}': route('list', getEntry),
  'POST calendars': route('writeCalendars', insertCalendar, true),
  'GET calendars/{calendarId}': route('readCalendars', getCalendar),
  'DELETE calendars/{calendarId}': route('writeCalendars', deleteCalendar, true),
  'GET calendars/{calendarId}/events': route('readEvents', listEvents),
  'POST calendars/{calendarId}/events': route('writeEvents', insertEvent, true),
  'POST calendars/{calendarId}/events/import': route('writeEvents', importEvent, true),
  'POST calendars/{calendarId}/events/watch': route('readEvents', watchEvents, true),
  'GET calendars/{calendarId}/events/{eventId}': route('readEvents', getEvent),
  'PATCH calendars/{calendarId}/events/{eventId}': route('writeEvents', patchEvent, true),
  'PUT calendars/{calendarId}/events/{eventId}': route('writeEvents', updateEvent, true),
  'DELETE calendars/{calendarId}/events/{eventId}': route('writeEvents', deleteEvent, true),
  'GET calendars/{calendarId}/events/{eventId}/instances': route('readEvents', listInstances),
  'POST calendars/{calendarId}/events/{eventId}/move': route('moveEvents', moveEvent, true),
  'POST channels/stop': route('stop', stopChannel, true),
};

export type FoundRoute = { readonly route: Route; readonly path: Readonly<Record<string, string>> };

const known = Object.entries(routes).map(([kind, one]) => ({
  route: { kind, ...one },
  parts: kind.replace(' ', '/').split('/'),
}));

/** By method and path below `/calendar/v3/`, still encoded; a fixed part counts more than a placeholder. */
export function findRoute(method: string, encodedPath: string): FoundRoute | undefined {
  const parts = [method, ...encodedPath.split('/')].map(decoded);
  const fits = known.find(
    (one) =>
      one.parts.length === parts.length &&
      one.parts.every((part, index) => part === parts[index] || (part.startsWith('{') && parts[index] !== '')),
  );
  if (fits === undefined) return undefined;
  const path = fits.parts.flatMap((part, index) =>
    part.startsWith('{') ? [[part.slice(1, -1), parts[index] ?? '']] : [],
  );
  return { route: fits.route, path: Object.fromEntries(path) as Readonly<Record<string, string>> };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
