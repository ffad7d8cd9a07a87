import type { ClioCalendarControl, ClioEntryInput } from '../clio/index.ts';

const dayMs = 86_400_000;

export type ClioCalendarOptions = {
  readonly firm: number;
  /** Whose own calendar is filled; the firm's gets what concerns everybody. */
  readonly owner: number;
  readonly colleagues: readonly number[];
  /** Matters with their clients, that some events are about. */
  readonly matters: readonly { readonly id: number; readonly client: number }[];
};

/** Some weeks of a small law practice around today, without a person's name. Nobody is told of anything. Returns how many events. */
export function fillClioCalendar(calendar: ClioCalendarControl, options: ClioCalendarOptions): number {
  const monday = mondayOf(calendar.today());
  const on = (day: number): string => new Date(Date.parse(monday) + day * dayMs).toISOString().slice(0, 10);
  const own = calendar.calendarOf(options.owner);
  const firm = calendar.firmCalendar(options.firm);
  const inputs = [
    ...meetings(on).map((input) => ({ ...input, calendar: own })),
    ...ofMatters(on, options).map((input) => ({ ...input, calendar: own })),
    ...ofFirm(on).map((input) => ({ ...input, calendar: firm })),
    withGuests(
      on,
      own,
      options.colleagues.map((id) => calendar.calendarOf(id)),
    ),
  ];
  const ids = calendar.addMany(inputs);
  const series = ids[inputs.findIndex(({ summary }) => summary === teamMeeting)] ?? '';
  const [, , , moved, cancelled] = calendar.instances(series);
  // The team meets on Wednesday next week, and not at all the week after.
  calendar.editInstance(series, moved?.start ?? '', { start: `${on(9)}T09:00:00`, end: `${on(9)}T09:30:00` });
  calendar.cancelInstance(series, cancelled?.start ?? '');
  return ids.length;
}

type On = (day: number) => string;

const teamMeeting = 'Team meeting';

const at = (
  day: string,
  from: string,
  to: string,
  summary: string,
  more: Partial<ClioEntryInput> = {},
): ClioEntryInput => ({
  summary,
  start: `${day}T${from}:00`,
  end: `${day}T${to}:00`,
  ...more,
});

const days = (start: string, end: string, summary: string, more: Partial<ClioEntryInput> = {}): ClioEntryInput => ({
  summary,
  start,
  end,
  all_day: true,
  ...more,
});

/** Days from the Monday of this week. */
const meetings = (on: On): readonly ClioEntryInput[] => [
  at(on(-7), '10:00', '11:00', 'Intake call', { description: 'Purchase of a house.\nCheck for conflicts first.' }),
  at(on(-4), '14:00', '15:00', 'Call with opposing counsel'),
  at(on(0), '11:00', '12:00', 'New client intake'),
  at(on(1), '16:00', '16:30', 'Call the clerk of the court'),
  at(on(2), '18:00', '20:00', 'Bar association evening', { location: 'Law library' }),
  at(on(3), '08:00', '08:45', 'Doctor', { private: true }),
  at(on(4), '10:00', '10:30', 'Review of the month’s invoices'),
  at(on(8), '13:00', '14:30', 'Witness interviews', { location: 'Large conference room' }),
  at(on(16), '15:00', '16:00', 'Trust account reconciliation', { recurrence_rule: 'FREQ=MONTHLY;COUNT=6' }),
  at(on(4), '16:30', '17:00', 'Time sheets', { recurrence_rule: 'FREQ=WEEKLY;BYDAY=FR;COUNT=20' }),
  days(on(15), on(17), 'Continuing education: two days'),
];

function ofMatters(on: On, { matters }: ClioCalendarOptions): readonly ClioEntryInput[] {
  const about = (index: number): Partial<ClioEntryInput> => {
    const matter = matters[index];
    return matter === undefined ? {} : { matter: matter.id, attendees: [{ type: 'Contact', id: matter.client }] };
  };
  return [
    at(on(-5), '09:30', '12:00', 'Hearing: motion to dismiss', { location: 'Courthouse, room 4', ...about(0) }),
    at(on(1), '09:00', '11:00', 'Deposition', { location: 'Large conference room', ...about(1) }),
    at(on(2), '14:00', '15:00', 'Client meeting: estate plan', {
      description: 'Bring the draft of the will.',
      ...about(2),
    }),
    at(on(3), '13:00', '16:00', 'Mediation', { location: 'Offices of the mediator', ...about(3) }),
    at(on(7), '15:00', '16:00', 'Signing: lease of an office', { location: 'Small conference room', ...about(4) }),
    at(on(10), '10:00', '11:00', 'Closing: purchase of a house', { ...about(5) }),
    days(on(11), on(12), 'Filing deadline: answer to the complaint', { ...about(0) }),
    at(on(22), '09:00', '17:00', 'Trial', { location: 'Courthouse, room 2', ...about(1) }),
  ];
}

const ofFirm = (on: On): readonly ClioEntryInput[] => [
  at(on(-14), '09:00', '09:30', teamMeeting, { recurrence_rule: 'FREQ=WEEKLY;COUNT=12', location: 'Library' }),
  at(on(4), '12:30', '13:30', 'Partners’ lunch'),
  days(on(18), on(19), 'Office closed'),
  days(on(25), on(26), 'Limitation period ends', { court_rule: true }),
];

const withGuests = (on: On, calendar: number, colleagues: readonly number[]): ClioEntryInput =>
  at(on(9), '14:00', '15:00', 'Case conference', {
    calendar,
    location: 'Large conference room',
    attendees: colleagues.map((id) => ({ type: 'Calendar', id })),
  });

/** Of the week of a day. */
function mondayOf(day: string): string {
  const sinceMonday = (new Date(Date.parse(day)).getUTCDay() + 6) % 7;
  return new Date(Date.parse(day) - sinceMonday * dayMs).toISOString().slice(0, 10);
}
