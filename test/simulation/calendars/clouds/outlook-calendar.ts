import type { OutlookCalendars, OutlookEvent, OutlookEventInput } from '@concord/sandbox';
import { isoOf, plain, type Shown, type ShownDate, tagIn } from '../shown.ts';
import { dateOf, type Typed, type TypedRule, type TypedWhen, weekdayOf } from '../typed.ts';
import type { CalendarHands, DateEdit, Edit, Seen, Span } from './hands.ts';

const inviter = { name: 'Somebody Else', address: 'inviter@elsewhere.example' } as const;

/** What somebody does in one of the calendars of Outlook; `other` is one that nobody keeps in step. */
export function outlookHands(calendars: OutlookCalendars, calendar: string, other: string): CalendarHands {
  const existing = (id: string): OutlookEvent => {
    const event = calendars.get(id);
    if (event === undefined) throw new Error(`There is no event ${id}`);
    return event;
  };
  const add = (typed: Typed, isPrivate = false): string =>
    calendars.add({ ...toInput(typed), ...(isPrivate ? { sensitivity: 'private' } : {}) }, calendar).id;
  return {
    list: () => calendars.list(calendar).map((event) => showEvent(event, changedOf(calendars, event))),
    get: (id) => {
      const event = calendars.get(id);
      return event?.calendar === calendar ? showEvent(event, changedOf(calendars, event)) : undefined;
    },
    dates: (id, { from, to }) => itemsOf(calendars, existing(id), { from, to }).map(asDate),
    add,
    edit: (id, edit) => void calendars.edit(id, toInput(edit)),
    remove: (id) => calendars.remove(id),
    slots: (id) => {
      const event = existing(id);
      const span = { from: event.startsAt - 1, to: event.startsAt + 200 * dayMs };
      const items = itemsOf(calendars, event, span).filter(({ type }) => type === 'occurrence');
      return items.map(({ date = '' }) => date).slice(0, 12);
    },
    editDate: (id, slot, edit) => void calendars.editInstance(id, slot, toDateInput(existing(id), slot, edit)),
    cancelDate: (id, slot) => calendars.removeInstance(id, slot),
    editFollowing: (id, slot, edit) => calendars.editFollowing(id, slot, toInput(edit)).id,
    removeFollowing: (id, slot) => calendars.removeFollowing(id, slot),
    moveAway: (id) => void calendars.move(id, other),
    moveBack: (id) => void calendars.move(id, calendar),
    typeExtra: (id, number) => typeExtra(calendars, id, number),
    makePrivate: (id, isPrivate) => void calendars.edit(id, { sensitivity: isPrivate ? 'private' : 'normal' }),
    setGuests: (id, emails) =>
      void calendars.edit(id, { attendees: emails.map((address) => ({ emailAddress: { address, name: address } })) }),
    receive: (typed) => calendars.inviteArrives(toInput(typed), inviter, calendar).id,
    inviterChanges: (id, texts) => void calendars.inviteChanges(id, toInput(texts)),
    respond: (id, answer) => calendars.respond(id, answer),
    format: (id, text) =>
      void calendars.edit(id, { body: { contentType: 'html', content: `<p><b>${text}</b> <i>of it</i></p>` } }),
  };
}

const dayMs = 86_400_000;

function typeExtra(calendars: OutlookCalendars, id: string, number: number): string {
  const how = number % 4;
  if (how === 0) calendars.edit(id, { categories: [`Category ${number}`] });
  else if (how === 1) calendars.edit(id, { reminderMinutesBeforeStart: number });
  else if (how === 2) calendars.edit(id, { importance: number % 8 < 4 ? 'high' : 'low' });
  else calendars.edit(id, { showAs: number % 8 < 4 ? 'oof' : 'free' });
  return ['a category', 'a reminder', 'importance', 'how it shows'][how] ?? '';
}

function toInput({ title, location, description, when }: Edit): OutlookEventInput {
  return {
    ...(title === undefined ? {} : { subject: title }),
    ...(location === undefined ? {} : { location: { displayName: location } }),
    ...(description === undefined ? {} : { body: { contentType: 'text', content: description } }),
    ...(when === undefined ? {} : timesOf(when)),
  };
}

const clock = (text: string): string => (text.length === 10 ? `${text}T00:00:00` : `${text}:00`);

function timesOf({ start, end, allDay, zone, rule }: TypedWhen): OutlookEventInput {
  const at = (text: string) => ({ dateTime: clock(text), timeZone: zone });
  return {
    start: at(start),
    end: at(end),
    isAllDay: allDay,
    recurrence: rule ? recurrenceOf(rule, start.slice(0, 10), zone) : null,
  };
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const indexes = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', '-1': 'last' } as const;

function recurrenceOf(rule: TypedRule, date: string, zone: string): NonNullable<OutlookEventInput['recurrence']> {
  const { interval, days, nth, end } = rule;
  const [day, month] = [Number(date.slice(8)), Number(date.slice(5, 7))];
  const own = weekdays[weekdayOf(date)] ?? 'monday';
  const pattern = {
    daily: { type: 'daily' },
    weekly: { type: 'weekly', daysOfWeek: days.map((one) => weekdays[one] ?? 'monday'), firstDayOfWeek: 'sunday' },
    monthDay: { type: 'absoluteMonthly', dayOfMonth: day },
    monthNth: { type: 'relativeMonthly', daysOfWeek: [own], index: indexes[nth as keyof typeof indexes] },
    yearly: { type: 'absoluteYearly', dayOfMonth: day, month },
  } as const satisfies Record<TypedRule['kind'], object>;
  const range =
    end === undefined
      ? ({ type: 'noEnd' } as const)
      : 'count' in end
        ? ({ type: 'numbered', numberOfOccurrences: end.count } as const)
        : ({ type: 'endDate', endDate: end.until } as const);
  const chosen = pattern[rule.kind];
  const copied = 'daysOfWeek' in chosen ? { ...chosen, daysOfWeek: [...chosen.daysOfWeek] } : chosen;
  return { pattern: { ...copied, interval }, range: { ...range, startDate: date, recurrenceTimeZone: zone } };
}

function toDateInput(series: OutlookEvent, slot: string, { hoursLater, ...texts }: DateEdit): OutlookEventInput {
  if (hoursLater === undefined) return toInput(texts);
  const later = (text: string | null | undefined, days: number) => {
    const base = Date.parse(`${slot}T${(text ?? '').slice(11, 19)}Z`) + days * dayMs;
    return isoOf(base + (series.isAllDay ? dayMs : hoursLater * 3_600_000));
  };
  const zone = series.start?.timeZone ?? 'UTC';
  const [first, last] = [series.start?.dateTime, series.end?.dateTime];
  const lasts = Math.round(
    (Date.parse(`${last?.slice(0, 10)}T00:00Z`) - Date.parse(`${first?.slice(0, 10)}T00:00Z`)) / dayMs,
  );
  return {
    ...toInput(texts),
    start: { dateTime: later(first, 0), timeZone: zone },
    end: { dateTime: later(last, lasts), timeZone: zone },
  };
}

/** A single event, or the dates of a series. */
function itemsOf(calendars: OutlookCalendars, event: OutlookEvent, { from, to }: Span): readonly OutlookEvent[] {
  if (event.type !== 'seriesMaster') return [event];
  return calendars.agenda(from, to, event.calendar).filter(({ seriesMasterId }) => seriesMasterId === event.id);
}

/** The dates of a series that somebody changed. */
function changedOf(calendars: OutlookCalendars, event: OutlookEvent): readonly OutlookEvent[] {
  const { changed, startsAt } = event;
  if (changed.length === 0) return [];
  const span = { from: startsAt - 30 * dayMs, to: startsAt + 400 * dayMs };
  return itemsOf(calendars, event, span).filter(({ type }) => type === 'exception');
}

function asDate(item: OutlookEvent): ShownDate {
  const time = (at: number): string => (item.isAllDay ? dateOf(at) : isoOf(at));
  const wall = (text: string | null | undefined): string => (text ?? '').slice(0, 10);
  return {
    slot: item.date ?? wall(item.start?.dateTime),
    start: item.isAllDay ? wall(item.start?.dateTime) : time(item.startsAt),
    end: item.isAllDay ? wall(item.end?.dateTime) : time(item.endsAt),
    title: plain(item.subject),
    location: plain(item.location?.displayName),
    description: textOf(item),
  };
}

const textOf = ({ body }: OutlookEvent): string =>
  body?.contentType === 'html' ? plain((body.content ?? '').replace(/<[^>]*>/gu, '')) : plain(body?.content);

function showEvent(event: OutlookEvent, changed: readonly OutlookEvent[]): Shown {
  const title = plain(event.subject);
  const location = plain(event.location?.displayName);
  const foreign = Object.entries(event.properties).filter(([, value]) => !/^[\w-]{22}\.\d+$/u.test(value));
  const isFormatted = event.body?.contentType === 'html' && /<(?:b|i|a)\b/u.test(event.body.content ?? '');
  const unmapped = [
    event.categories,
    [event.isReminderOn, event.reminderMinutesBeforeStart],
    event.importance,
    event.showAs,
    event.sensitivity,
    event.attendees,
    event.joinBlock,
    event.hideAttendees,
    foreign,
    isFormatted || event.joinBlock !== 'none' ? event.body : '',
  ];
  const words = [event, ...changed].map((one) => `${one.subject}\n${one.location?.displayName}\n${textOf(one)}`);
  return {
    id: event.id,
    tag: tagIn(title, location, textOf(event)),
    title,
    location,
    description: textOf(event),
    isSeries: event.type === 'seriesMaster',
    allDay: event.isAllDay === true,
    isPrivate: event.sensitivity === 'private' || event.sensitivity === 'confidential',
    guests: (event.attendees ?? []).map(({ emailAddress }) => emailAddress?.address ?? ''),
    hands: event.isOrganizer === false ? 'guest' : (event.attendees ?? []).length > 0 ? 'guests' : 'ours',
    unmapped: JSON.stringify(unmapped),
    isFormatted,
    words: words.join('\n'),
  };
}

/** Tells of every change in that calendar: what leaves it is gone from it. */
export function watchOutlook(calendars: OutlookCalendars, calendar: string, tell: (seen: Seen) => void): void {
  const within = (event: OutlookEvent | undefined): Shown | undefined =>
    event?.calendar === calendar ? showEvent(event, changedOf(calendars, event)) : undefined;
  calendars.watch(({ kind, id, before, after }) => {
    if (kind === 'touched') return;
    const [was, is] = [within(before), within(after)];
    if (was === undefined && is === undefined) return;
    const verb = was === undefined ? 'created' : is === undefined ? 'deleted' : 'changed';
    tell({ verb, id, before: was, after: is, isDate: false });
  });
}
