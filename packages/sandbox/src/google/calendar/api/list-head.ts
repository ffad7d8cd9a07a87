import { type Look, listEtag } from '../events/event-view.ts';
import type { CalendarCall } from './call.ts';

/** What a list of events says of its calendar. */
export function head({ calendar, calendars }: CalendarCall, { zone, role }: Look): object {
  const book = calendars.book(calendar.id);
  return {
    kind: 'calendar#events',
    etag: listEtag(calendar.id, book.head()),
    summary: calendar.summary,
    description: calendar.description ?? '',
    updated: new Date(book.changedAt()).toISOString(),
    timeZone: zone,
    accessRole: role,
    defaultReminders: calendar.kind === 'primary' ? [{ method: 'popup', minutes: 30 }] : [],
  };
}
