import type { Catalogue, CatalogueContext, Listed } from '@concord/core';
import { type ApiRequest, createApi } from '../api.ts';
import { createCalls } from '../calls.ts';
import { type Answer, garbled, recordOf, recordsOf } from '../errors.ts';
import { isWriter } from './event-observations.ts';
import { calendarPageSize, maxCalendarPages } from './profile.ts';

/** The calendars in an account's list: its own first, the others by name. Those that people have hidden are not among them. */
export function openCalendars(context: CatalogueContext): Catalogue {
  const calls = createCalls(createApi(context, 'calendar'), context.clock);
  return {
    list: async () => {
      const all: Listed[] = [];
      let pageToken: string | undefined;
      for (let pages = 0; pages < maxCalendarPages; pages += 1) {
        const page = parseCalendars(await calls(calendarsRequest(pageToken)));
        all.push(...page.calendars);
        pageToken = page.nextPageToken;
        if (pageToken === undefined) return all.toSorted(byKindAndName);
      }
      throw garbled('pages without end');
    },
    /** It stands in the account's list at once (documented). */
    create: async (name) => parseCreated(await calls(createCalendarRequest(name))),
  };
}

export function calendarsRequest(pageToken?: string): ApiRequest {
  const query = { maxResults: String(calendarPageSize), ...(pageToken === undefined ? {} : { pageToken }) };
  return { method: 'GET', path: `/calendar/v3/users/me/calendarList?${new URLSearchParams(query).toString()}` };
}

export const createCalendarRequest = (name: string): ApiRequest => ({
  method: 'POST',
  path: '/calendar/v3/calendars',
  body: { summary: name },
});

/** The name that the account gave it wins over that of its owner. */
export function parseCalendars({ body }: Answer): {
  readonly calendars: readonly Listed[];
  readonly nextPageToken?: string;
} {
  const list = recordOf(body);
  if (list === undefined) throw garbled('no list of calendars');
  const { items, nextPageToken } = list;
  const living = recordsOf(items).filter(({ deleted }) => deleted !== true);
  return {
    calendars: living.flatMap((entry) => listedOf(entry)),
    ...(isText(nextPageToken) ? { nextPageToken } : {}),
  };
}

function listedOf(entry: Readonly<Record<string, unknown>>): readonly Listed[] {
  const { id, summary, summaryOverride, primary, accessRole, timeZone } = entry;
  const name = [summaryOverride, summary, id].find(isText);
  if (!isText(id) || name === undefined) return [];
  const kind = primary === true ? 'mine' : 'shared';
  const writable = isWriter(isText(accessRole) ? accessRole : undefined);
  return [{ id, name, kind, writable, ...(isText(timeZone) ? { zone: timeZone } : {}) }];
}

/** What is created says nothing of what may be done in it: it is its maker's. */
export function parseCreated({ body }: Answer): Listed {
  const [made] = listedOf({ ...recordOf(body), accessRole: 'owner' });
  if (made === undefined) throw garbled('a calendar without an id');
  return made;
}

const byKindAndName = (a: Listed, b: Listed): number =>
  Number(b.kind === 'mine') - Number(a.kind === 'mine') || a.name.localeCompare(b.name, 'en');

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
