import type { GoogleCalendar, GoogleCalendars } from '../../google-calendars.ts';
import { showEntry } from '../api/calendar-calls.ts';
import type { StoredCalendar } from '../events/calendars.ts';
import type { Person } from './acting.ts';

type ListActs = Pick<
  GoogleCalendars,
  'list' | 'addCalendar' | 'editCalendar' | 'removeCalendar' | 'hideCalendar' | 'share'
>;

/** What a person does to the calendars in their list. */
export function createListActs({ account, calendars, directory, calendarOf }: Person): ListActs {
  const entryOf = (calendar: StoredCalendar) => {
    const entry = calendars.entry(account, calendar.id);
    if (entry === undefined) throw new Error(`${account.email} does not see the calendar ${calendar.id}`);
    return entry;
  };
  const show = (calendar: StoredCalendar): GoogleCalendar => showEntry(calendar, entryOf(calendar)) as GoogleCalendar;
  return {
    list: () => calendars.entries(account).map(({ calendarId }) => show(calendarOf(calendarId))),
    addCalendar: (input) => show(calendars.add(account, input)),
    editCalendar: (id, input) => show(calendars.edit(calendarOf(id), input)),
    removeCalendar: (id) => calendars.remove(calendarOf(id)),
    hideCalendar: (id, isHidden = true) =>
      void calendars.changeEntry(entryOf(calendarOf(id)), { hidden: isHidden ? true : undefined }),
    share: (id, email, role) => {
      const other = directory.byEmail(email);
      if (other === undefined) throw new Error(`There is no Google account ${email} in this sandbox`);
      calendars.share(calendarOf(id), other, role);
    },
  };
}
