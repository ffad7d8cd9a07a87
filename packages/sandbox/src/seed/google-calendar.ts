import type { GoogleCalendars, GoogleEventInput } from '../google/index.ts';

const dayMs = 86_400_000;
const timeZone = 'America/New_York';

/** Four weeks of a small law practice around today: what people keep in a calendar, and no person's name. */
export function fillGoogleCalendar(calendars: GoogleCalendars, colleague: string): void {
  const monday = mondayOf(calendars.today());
  const on = (day: number): string => new Date(Date.parse(monday) + day * dayMs).toISOString().slice(0, 10);
  calendars.addMany([...meetings(on), ...days(on), ...special(on, colleague)]);
  const [standup = ''] = calendars.addMany([
    { ...at(on(0), '09:00', '09:30', 'Team stand-up'), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=12;BYDAY=MO'] },
  ]);
  const begins = beginsOf(calendars, standup);
  const moved = at(on(8), '10:00', '10:30', 'Team stand-up');
  calendars.editInstance(standup, begins[1] ?? '', { start: moved.start, end: moved.end });
  calendars.cancelInstance(standup, begins[2] ?? '');
}

/** When its instances begin, whatever summer time does in between. */
function beginsOf(calendars: GoogleCalendars, series: string): readonly string[] {
  const from = Date.parse(calendars.get(series)?.start?.dateTime ?? '');
  return calendars
    .agenda(from, from + 90 * dayMs)
    .filter(({ recurringEventId }) => recurringEventId === series)
    .map(({ originalStartTime }) => originalStartTime?.dateTime ?? '');
}

type Day = (day: number) => string;
type Timed = GoogleEventInput & Required<Pick<GoogleEventInput, 'start' | 'end'>>;

const at = (day: string, from: string, to: string, summary: string, more: GoogleEventInput = {}): Timed => ({
  summary,
  ...more,
  start: { dateTime: `${day}T${from}:00`, timeZone },
  end: { dateTime: `${day}T${to}:00`, timeZone },
});

const meetings = (on: Day): readonly GoogleEventInput[] => [
  at(on(-6), '11:00', '12:00', 'Client meeting: lease renewal', { location: 'Small conference room' }),
  at(on(-5), '14:00', '15:00', 'Call with opposing counsel'),
  at(on(-4), '09:30', '11:30', 'Deposition preparation', { location: 'Large conference room' }),
  at(on(0), '10:00', '11:00', 'New client intake'),
  at(on(0), '15:00', '16:00', 'Contract review: supply agreement'),
  at(on(1), '09:00', '12:00', 'Hearing: motion to compel', { location: 'County courthouse, room 4' }),
  at(on(1), '16:30', '17:00', 'Call the clerk of the court'),
  at(on(2), '11:00', '12:00', 'Client meeting: estate plan', { description: 'Bring the draft of the will.' }),
  at(on(2), '18:00', '20:00', 'Bar association evening'),
  at(on(3), '13:00', '14:30', 'Mediation session', { location: 'Offices of the mediator' }),
  at(on(4), '10:00', '10:30', 'Review of the month’s invoices'),
  at(on(7), '14:00', '15:00', 'Closing: purchase of the warehouse'),
  at(on(9), '09:00', '10:00', 'Settlement conference', { status: 'tentative' }),
  at(on(10), '15:00', '17:00', 'Witness interviews'),
  at(on(14), '11:00', '12:00', 'Annual meeting of a client', { location: 'At the client’s' }),
];

const days = (on: Day): readonly GoogleEventInput[] => [
  allDay(on(4), on(5), 'Filing deadline: answer to the complaint'),
  allDay(on(10), on(12), 'Continuing education: two days'),
  allDay(on(18), on(19), 'Office closed', { transparency: 'transparent' }),
  allDay(on(21), on(22), 'Deadline: reply brief'),
];

const allDay = (start: string, end: string, summary: string, more: GoogleEventInput = {}): GoogleEventInput => ({
  summary,
  ...more,
  start: { date: start },
  end: { date: end },
});

const special = (on: Day, colleague: string): readonly GoogleEventInput[] => [
  at(on(3), '08:00', '08:45', 'Doctor', { visibility: 'private' }),
  at(on(8), '13:00', '14:00', 'Case review', { attendees: [{ email: colleague }], location: 'Large conference room' }),
  at(on(2), '15:00', '15:30', 'Video call: status of the appeal', {
    description: '<p>Agenda:</p><ul><li>Record on appeal</li><li>Deadlines</li></ul>',
  }),
  at(on(3), '17:00', '18:00', 'Evening prep for court', { transparency: 'transparent' }),
  {
    ...at(on(4), '12:00', '13:00', 'Lunch of the firm'),
    recurrence: ['RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=6;BYDAY=FR'],
  },
];

/** Of the week of a day. */
function mondayOf(day: string): string {
  const instant = Date.parse(day);
  const sinceMonday = (new Date(instant).getUTCDay() + 6) % 7;
  return new Date(instant - sinceMonday * dayMs).toISOString().slice(0, 10);
}
