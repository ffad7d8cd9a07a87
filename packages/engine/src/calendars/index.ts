export { calendarsView, makeCalendar, requestCalendars } from './ask-calendars.ts';
export { workOnCalendars } from './work-on-calendars.ts';
