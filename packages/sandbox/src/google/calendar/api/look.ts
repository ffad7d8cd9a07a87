import type { Look } from '../events/event-view.ts';
import type { CalendarCall } from './call.ts';
import { readCount, readZone } from './parameters.ts';

/** How an answer shows events. `whole`: details of what was cancelled. */
export function lookOf({ query, calendar, entry, world }: CalendarCall, whole: boolean): Look {
  const most = query.get('maxAttendees');
  return {
    calendar,
    role: entry.role,
    zone: readZone(query, calendar.timeZone),
    whole,
    omitsZones: world.awkward.strikes('google.calendar.omitsTimeZone'),
    ...(most === null ? {} : { maxAttendees: readCount(query, 'maxAttendees', 1, 1_000_000) }),
  };
}
