import type { RecurrencePattern } from '@microsoft/microsoft-graph-types';
import { textOf } from '../../calendar/bodies.ts';
import { dateOf, dayNumber, isDate, weekdayOf } from '../../calendar/day.ts';
import type { OutlookEvent } from '../../calendar/event-view.ts';
import type { OutlookEventInput } from '../../calendar/read-event.ts';
import { weekdays } from '../../calendar/recurrence.ts';
import { ianaOf, wallOf } from '../../calendar/zones.ts';

/** Input name → what a person typed. */
export type EventForm = Readonly<Record<string, string>>;

export const usualZone = 'Eastern Standard Time';
/** What the form offers; any other pattern is shown in words and stays as it is. */
export const repeats = {
  none: 'Does not repeat',
  daily: 'Every day',
  weekly: 'Every week',
  monthly: 'Every month',
  yearly: 'Every year',
} as const;
type Repeat = keyof typeof repeats;

/** An hour from the next full one, on the clocks of the usual zone. */
export function newForm(now: number): EventForm {
  const hourMs = 3_600_000;
  const start = wallOf((Math.floor(now / hourMs) + 1) * hourMs, ianaOf(usualZone) ?? 'UTC');
  const end = wallOf((Math.floor(now / hourMs) + 2) * hourMs, ianaOf(usualZone) ?? 'UTC');
  return { ...timesOf(start, end, false), zone: usualZone, showAs: 'busy', sensitivity: 'normal', repeat: 'none' };
}

export function formOfEvent(event: OutlookEvent): EventForm {
  const { start, end } = event;
  const isAllDay = event.isAllDay === true;
  return {
    ...timesOf(start?.dateTime ?? '', end?.dateTime ?? '', isAllDay),
    changeKey: event.changeKey,
    subject: event.subject ?? '',
    ...(isAllDay ? { isAllDay: 'on' } : {}),
    zone: start?.timeZone ?? usualZone,
    location: event.location?.displayName ?? '',
    guests: guestsOf(event).join(', '),
    showAs: event.showAs ?? 'busy',
    sensitivity: event.sensitivity ?? 'normal',
    categories: event.categories?.join(', ') ?? '',
    notes: notesOf(event),
    repeat: event.type === 'seriesMaster' ? 'kept' : 'none',
    scope: 'one',
  };
}

/** The last day of an event of whole days is a day of it: in the form, unlike on the wire. */
function timesOf(start: string, end: string, isAllDay: boolean): EventForm {
  const endDate = isAllDay ? dateOf(dayNumber(end) - 1) : end.slice(0, 10);
  return { startDate: start.slice(0, 10), startTime: start.slice(11, 16), endDate, endTime: end.slice(11, 16) };
}

/**
 * What the form asks for: of an event that is there, only what somebody changed. So a body in HTML, with the way into an online
 * meeting, stays as it is unless its text is edited; and an instance stays as its series is in everything else.
 */
export function inputOfForm(form: EventForm, before: OutlookEvent | undefined): OutlookEventInput {
  const input = { ...wholeInput(form), ...recurrenceOf(form, before) };
  if (before === undefined) return input;
  const known: OutlookEventInput = wholeInput(formOfEvent(before));
  const isNews = ([name, value]: readonly [string, unknown]): boolean =>
    JSON.stringify(value) !== JSON.stringify(known[name as keyof OutlookEventInput]);
  return Object.fromEntries(Object.entries(input).filter(isNews));
}

function wholeInput(form: EventForm) {
  const typed = typedIn(form);
  const isAllDay = typed('isAllDay') === 'on';
  const zone = typed('zone') || usualZone;
  const at = (date: string, time: string) => ({ dateTime: `${date}T${isAllDay ? '00:00' : time}:00`, timeZone: zone });
  const endDate = isAllDay && isDate(typed('endDate')) ? dateOf(dayNumber(typed('endDate')) + 1) : typed('endDate');
  return {
    subject: typed('subject'),
    start: at(typed('startDate'), typed('startTime')),
    end: at(endDate, typed('endTime')),
    isAllDay,
    location: { displayName: typed('location') },
    showAs: typed('showAs') as NonNullable<OutlookEvent['showAs']>,
    sensitivity: typed('sensitivity') as NonNullable<OutlookEvent['sensitivity']>,
    categories: listIn(typed('categories')),
    attendees: listIn(typed('guests')).map((address) => ({ emailAddress: { address } })),
    body: { contentType: 'text', content: form.notes?.replaceAll('\r\n', '\n') ?? '' },
  } as const satisfies OutlookEventInput;
}

const typedIn =
  (form: EventForm) =>
  (name: string): string =>
    form[name]?.trim() ?? '';

function recurrenceOf(form: EventForm, before: OutlookEvent | undefined): OutlookEventInput {
  const typed = typedIn(form);
  const repeat = typed('repeat');
  if (repeat === 'kept' || repeat === '') return {};
  if (repeat === 'none') return before?.type === 'seriesMaster' ? { recurrence: null } : {};
  const startDate = typed('startDate');
  if (!isDate(startDate)) return {};
  const day = dayNumber(startDate);
  const weekday = weekdays[weekdayOf(day)] ?? 'monday';
  const [, month = 1, dayOfMonth = 1] = startDate.split('-').map(Number);
  const patterns: Readonly<Record<string, RecurrencePattern>> = {
    daily: { type: 'daily' },
    weekly: { type: 'weekly', daysOfWeek: [weekday] },
    monthly: { type: 'absoluteMonthly', dayOfMonth },
    yearly: { type: 'absoluteYearly', dayOfMonth, month },
  } satisfies Record<Exclude<Repeat, 'none'>, RecurrencePattern>;
  const pattern = patterns[repeat];
  if (pattern === undefined) return {};
  const until = typed('until');
  const range = until === '' ? ({ type: 'noEnd' } as const) : ({ type: 'endDate', endDate: until } as const);
  return { recurrence: { pattern: { interval: 1, ...pattern }, range: { startDate, ...range } } };
}

const listIn = (text: string): string[] => [...new Set(text.split(/\s*,\s*/u))].filter(Boolean);

const guestsOf = ({ attendees }: OutlookEvent): readonly string[] =>
  attendees?.flatMap(({ emailAddress }) => emailAddress?.address ?? []) ?? [];

const notesOf = ({ body }: OutlookEvent): string =>
  textOf({ contentType: body?.contentType === 'html' ? 'html' : 'text', content: body?.content ?? '' });
