import { type AccessRole, accessRoles } from '../events/calendars.ts';
import type { CalendarCall, Call } from './call.ts';
import { CalendarRefusal, refusal } from './refusal.ts';

export const isAtLeast = (role: AccessRole, least: AccessRole): boolean =>
  accessRoles.indexOf(role) >= accessRoles.indexOf(least);

/** The calendar of the path; `primary` is the account's own. One that the account may not see is not there. */
export function inCalendar(call: Call, id = call.path.calendarId ?? ''): CalendarCall {
  const { calendars, account } = call;
  const own = id === 'primary' ? account.email : id;
  const calendar = own === account.email ? calendars.primary(account) : calendars.calendar(own);
  const entry = calendar && calendars.entry(account, calendar.id);
  if (calendar === undefined || calendar.deleted || entry === undefined) throw missing(call, own);
  return { ...call, calendar, entry };
}

/** Observed: either; it was there before, so the habit has something to harm. */
function missing({ calendars, account, world }: Call, id: string): CalendarRefusal {
  const wasThere = calendars.entries(account, true).some(({ calendarId }) => calendarId === id);
  if (!wasThere || !world.awkward.strikes('google.calendar.lossGone')) return refusal('notFound');
  return refusal('deleted');
}

export function refuseReader({ entry }: CalendarCall): void {
  if (!isAtLeast(entry.role, 'writerWithoutPrivateAccess')) throw refusal('requiredAccessLevel');
}
