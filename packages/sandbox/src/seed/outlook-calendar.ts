import { dateOf, weekdayOf } from '../microsoft/calendar/day.ts';
import type { OutlookEventInput } from '../microsoft/calendar/read-event.ts';
import type { MicrosoftControl } from '../microsoft/control.ts';

/** Where the firm is: the zone as Windows names it. */
const zone = 'Eastern Standard Time';
const dayMs = 86_400_000;

/**
 * Fills a mailbox's calendar with some weeks of a small practice around the day that the sandbox's clock shows: single events,
 * series with a moved and a cancelled instance, whole days, a private event, one with guests, and an invitation.
 * Guests are the colleagues. Nobody is told of anything.
 */
export function fillOutlookCalendar(
  { calendars, addManyEvents, now }: Pick<MicrosoftControl, 'calendars' | 'addManyEvents' | 'now'>,
  email: string,
  colleagues: readonly { readonly name: string; readonly email: string }[],
): number {
  const today = Math.floor(now() / dayMs);
  const monday = today - ((weekdayOf(today) + 6) % 7);
  const inputs = [...singles(monday), ...series(monday), withGuests(monday, colleagues)];
  const ids = addManyEvents(email, inputs);
  const own = calendars(email);
  const meeting = ids[inputs.findIndex(({ subject }) => subject === teamMeeting)] ?? '';
  // The team meets on Wednesday next week, and not at all the week after.
  own.editInstance(meeting, dateOf(monday + 7), between(monday + 9, '09:00', '09:30'));
  own.removeInstance(meeting, dateOf(monday + 14));
  const [organizer] = colleagues;
  if (organizer === undefined) return ids.length;
  const invitation = { subject: 'Partners’ lunch', location: { displayName: 'Restaurant by the court' } };
  own.inviteArrives(
    { ...invitation, ...between(monday + 10, '12:00', '13:30') },
    { name: organizer.name, address: organizer.email },
  );
  return ids.length + 1;
}

const teamMeeting = 'Team meeting';

const at = (day: number, time: string) => ({ dateTime: `${dateOf(day)}T${time}:00`, timeZone: zone });
const between = (day: number, from: string, to: string): OutlookEventInput => ({
  start: at(day, from),
  end: at(day, to),
});
const days = (first: number, count: number): OutlookEventInput => ({
  isAllDay: true,
  start: at(first, '00:00'),
  end: at(first + count, '00:00'),
});
const text = (content: string): OutlookEventInput => ({ body: { contentType: 'text', content } });

/** Days from the Monday of this week. */
function singles(monday: number): readonly OutlookEventInput[] {
  const on = (
    day: number,
    from: string,
    to: string,
    subject: string,
    more: OutlookEventInput = {},
  ): OutlookEventInput => ({
    subject,
    ...between(monday + day, from, to),
    ...more,
  });
  const court = { location: { displayName: 'Courthouse, room 4' }, categories: ['Court'] };
  const office = { location: { displayName: 'Meeting room' } };
  return [
    on(-7, '10:00', '11:00', 'Intake call', text('New client, purchase of a house.')),
    on(-6, '14:00', '15:30', 'Closing: purchase of a house', office),
    on(-4, '09:30', '12:00', 'Hearing: dismissal', court),
    on(-3, '16:00', '17:00', 'Call with the insurer'),
    on(0, '11:00', '12:00', 'Client meeting: incorporation', office),
    on(1, '10:00', '10:30', 'Intake call'),
    on(1, '15:00', '16:00', 'Signing: will and powers of attorney', {
      ...office,
      ...text('Two witnesses.\nOriginals to the safe.'),
    }),
    on(2, '13:00', '17:00', 'Mediation: custody', { location: { displayName: 'Mediation centre' } }),
    on(3, '08:30', '09:15', 'Doctor', { sensitivity: 'private', showAs: 'oof' }),
    on(4, '10:00', '11:30', 'Deposition: accident at work', court),
    on(4, '15:00', '15:30', 'Call with the land registry', { showAs: 'tentative' }),
    on(8, '09:00', '11:00', 'Hearing: unpaid invoice', court),
    on(9, '14:00', '15:00', 'Client meeting: lease of an office', office),
    on(11, '11:00', '12:00', 'Review: shareholders’ agreement'),
    on(15, '10:00', '12:00', 'Trial preparation', { categories: ['Court'] }),
    on(22, '09:00', '17:00', 'Trial: accident at work', court),
    {
      subject: 'Limitation period ends: unpaid invoice',
      ...days(monday + 5 + 7, 1),
      categories: ['Deadline'],
      showAs: 'free',
    },
    { subject: 'Conference of the bar association', ...days(monday + 16, 2), showAs: 'oof' },
  ];
}

function series(monday: number): readonly OutlookEventInput[] {
  const every = (
    pattern: NonNullable<NonNullable<OutlookEventInput['recurrence']>['pattern']>,
    first: number,
    count: number,
  ) => ({
    recurrence: {
      pattern: { interval: 1, ...pattern },
      range: { type: 'numbered', startDate: dateOf(first), numberOfOccurrences: count },
    } as const,
  });
  const friday = monday - 10;
  return [
    {
      subject: teamMeeting,
      ...between(monday - 14, '09:00', '09:30'),
      ...every({ type: 'weekly', daysOfWeek: ['monday'] }, monday - 14, 12),
      location: { displayName: 'Meeting room' },
    },
    {
      subject: 'Time sheets',
      ...between(friday, '16:30', '17:00'),
      ...every({ type: 'weekly', daysOfWeek: ['friday'] }, friday, 20),
      showAs: 'free',
    },
    {
      subject: 'Trust account reconciliation',
      ...between(monday + 1, '11:00', '12:00'),
      ...every({ type: 'absoluteMonthly', dayOfMonth: Number(dateOf(monday + 1).slice(8)) }, monday + 1, 6),
    },
  ];
}

function withGuests(
  monday: number,
  colleagues: readonly { readonly name: string; readonly email: string }[],
): OutlookEventInput {
  return {
    subject: 'Case conference: trademark',
    ...between(monday + 3, '14:00', '15:00'),
    location: { displayName: 'Meeting room' },
    attendees: colleagues.map(({ name, email }) => ({ type: 'required', emailAddress: { name, address: email } })),
  };
}
