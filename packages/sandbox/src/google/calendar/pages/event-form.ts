import type { GoogleEvent, GoogleEventInput, GoogleTime } from '../../google-calendars.ts';
import { rfc3339 } from '../events/zones.ts';

/** Input name → what a person typed or ticked. */
export type EventForm = Readonly<Record<string, string>>;

export const readForm = (body: URLSearchParams): EventForm => Object.fromEntries(body);

/** An hour of the day that comes next, as Google Calendar offers it. */
export const blankForm = (day: string, timeZone: string): EventForm => ({
  startDate: day,
  startTime: '09:00',
  endDate: day,
  endTime: '10:00',
  timeZone,
});

/** Times show on the clock of the event's own zone, so that saving them as they are moves nothing. */
export function formOfEvent(event: GoogleEvent, calendarZone: string): EventForm {
  const [start, end] = [event.start ?? {}, event.end ?? {}];
  const timeZone = start.timeZone ?? calendarZone;
  const onClock = (dateTime: string | null | undefined): string =>
    dateTime ? rfc3339(Date.parse(dateTime), timeZone) : '';
  const isDay = typeof start.date === 'string';
  const lastDay = end.date ? new Date(Date.parse(end.date) - 86_400_000).toISOString().slice(0, 10) : '';
  const guests = (event.attendees ?? []).filter(({ self }) => !self).map(({ email }) => email ?? '');
  return {
    etag: event.etag,
    summary: event.summary ?? '',
    ...(isDay ? { allDay: 'yes' } : {}),
    startDate: start.date ?? onClock(start.dateTime).slice(0, 10),
    startTime: onClock(start.dateTime).slice(11, 16),
    endDate: isDay ? lastDay : onClock(end.dateTime).slice(0, 10),
    endTime: onClock(end.dateTime).slice(11, 16),
    timeZone,
    location: event.location ?? '',
    description: event.description ?? '',
    recurrence: (event.recurrence ?? []).join('\n'),
    guests: guests.join(', '),
    ...(event.visibility === 'private' ? { private: 'yes' } : {}),
    ...(event.transparency === 'transparent' ? { free: 'yes' } : {}),
  };
}

/** What the form asks for. The times count on the clock of the zone that the form names. */
export function inputOfForm(form: EventForm, before: GoogleEvent | undefined): GoogleEventInput {
  const typed = (name: string): string | null => form[name]?.trim() || null;
  const lines = (typed('recurrence') ?? '').split('\n').flatMap((line) => line.trim() || []);
  const isInstance = typeof before?.recurringEventId === 'string';
  return {
    summary: typed('summary'),
    location: typed('location'),
    description: typed('description'),
    visibility: form.private === 'yes' ? 'private' : keptVisibility(before),
    transparency: form.free === 'yes' ? 'transparent' : null,
    start: timeOf(form, 'start'),
    end: timeOf(form, 'end'),
    attendees: guestsOf(form, before),
    ...(isInstance ? {} : { recurrence: lines.length === 0 ? null : lines }),
  };
}

/** The page knows private and not private; what else it was stays. */
const keptVisibility = (before: GoogleEvent | undefined): string | null =>
  before?.visibility && before.visibility !== 'private' ? before.visibility : null;

function timeOf(form: EventForm, side: 'start' | 'end'): GoogleTime {
  const date = form[`${side}Date`]?.trim() ?? '';
  if (form.allDay !== 'yes')
    return { dateTime: `${date}T${form[`${side}Time`] ?? ''}:00`, timeZone: form.timeZone ?? '' };
  const day = Date.parse(date);
  // People name the last day; Google the one after.
  if (side === 'start' || Number.isNaN(day)) return { date };
  return { date: new Date(day + 86_400_000).toISOString().slice(0, 10) };
}

function guestsOf(form: EventForm, before: GoogleEvent | undefined): GoogleEventInput['attendees'] {
  const known = before?.attendees ?? [];
  const emails = (form.guests ?? '').split(/[,;\s]+/u).filter(Boolean);
  const own = known.filter(({ self }) => self);
  const guests = emails.map((email) => known.find((guest) => guest.email === email.toLowerCase()) ?? { email });
  const all = [...own, ...guests];
  return all.length === 0 ? null : all;
}
