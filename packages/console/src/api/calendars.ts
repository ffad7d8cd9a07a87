import type { CalendarsView, NewCalendar } from '@concord/core';
import type { QueryClient } from '@tanstack/react-query';
import { useAskedList } from './asked-list.ts';
import { ApiError, getJson, postJson } from './client.ts';
import { calendarsKey } from './keys.ts';

const pathOf = (connection: string, what: 'calendars' | 'read-calendars' | 'make-calendar'): string =>
  `/api/connections/${encodeURIComponent(connection)}/${what}`;

/** The calendars of Clio and of this account. */
export const useCalendars = (connection: string) =>
  useAskedList<CalendarsView>({
    queryKey: calendarsKey(connection),
    path: pathOf(connection, 'calendars'),
    askPath: pathOf(connection, 'read-calendars'),
  });

const pauseMs = 1000;
/** About five minutes: a worker that has not answered by then is looked for by the page itself, in its lists. */
const mostLooks = 300;

/** Has a calendar made, and waits until it stands in the list: returns its id. Throws `ApiError` with the sentence why not. */
export async function makeCalendar(queries: QueryClient, connection: string, wish: NewCalendar): Promise<string> {
  let view = await postJson<CalendarsView>(pathOf(connection, 'make-calendar'), wish);
  for (let looks = 0; view.isAsked && looks < mostLooks; looks++) {
    queries.setQueryData(calendarsKey(connection), view);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    view = await lookOnce(view, connection);
  }
  queries.setQueryData(calendarsKey(connection), view);
  const named = view[wish.side].filter(({ name }) => name === wish.name);
  const made = named.find(({ unavailable }) => unavailable === undefined);
  if (made && view.failure === undefined) return made.id;
  throw new ApiError(422, { code: 'calendar', message: view.failure ?? named[0]?.unavailable ?? unanswered });
}

/** A look without an answer says nothing about the wish. */
async function lookOnce(view: CalendarsView, connection: string): Promise<CalendarsView> {
  try {
    return await getJson<CalendarsView>(pathOf(connection, 'calendars'));
  } catch (error) {
    if (error instanceof ApiError && (error.status === 0 || error.status >= 500)) return view;
    throw error;
  }
}

const unanswered =
  'The new calendar is not in the list so far. Read the list again in a minute: it may have been made.';
