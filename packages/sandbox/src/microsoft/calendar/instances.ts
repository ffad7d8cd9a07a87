import { dateOf, dayNumber } from './day.ts';
import type { EventFields, EventItem, Exception, Moment, StoredEvent } from './event.ts';
import { seriesDates } from './recurrence.ts';
import { ianaOf, instantOf, wallOf } from './zones.ts';

/** In milliseconds since 1970; the end is not in it any more. */
export type Window = { readonly from: number; readonly to: number };

export type Instance = {
  readonly date: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly exception: Exception | undefined;
};

export function instantOfMoment({ wall, zone }: Moment): number {
  return instantOf(wall, ianaOf(zone) ?? 'UTC');
}

export type Kind = 'singleInstance' | 'seriesMaster' | 'occurrence' | 'exception';

export function kindOf({ event, date }: EventItem): Kind {
  if (event.fields.recurrence === undefined) return 'singleInstance';
  if (date === undefined) return 'seriesMaster';
  return event.exceptions[date] === undefined ? 'occurrence' : 'exception';
}

/** What an event, a series or one instance of it says. */
export function fieldsOf({ event, date }: EventItem): EventFields {
  if (date === undefined) return event.fields;
  const changed = event.exceptions[date]?.fields ?? slotOf(event, date);
  return { ...event.fields, ...changed, recurrence: undefined };
}

/** When the series has its instance of a day, on the clocks of the series' zone. */
export function slotOf({ fields }: StoredEvent, date: string): Pick<EventFields, 'start' | 'end'> {
  const zone = fields.recurrence?.range.recurrenceTimeZone ?? fields.start.zone;
  const [start, end] = [inZone(fields.start, zone, fields.isAllDay), inZone(fields.end, zone, fields.isAllDay)];
  const days = dayNumber(end) - dayNumber(start);
  return {
    start: { wall: `${date}${start.slice(10)}`, zone },
    end: { wall: `${dateOf(dayNumber(date) + days)}${end.slice(10)}`, zone },
  };
}

/** A whole day is the same day in every zone. */
function inZone(moment: Moment, zone: string, isAllDay: boolean): string {
  if (isAllDay || moment.zone === zone) return moment.wall;
  return wallOf(instantOfMoment(moment), ianaOf(zone) ?? 'UTC');
}

/** On which day, in the zone of the series, its first instance would be. */
export const dayOfStart = (fields: EventFields, zone: string): string =>
  inZone(fields.start, zone, fields.isAllDay).slice(0, 10);

/** Whether the series has, or had but for a cancellation, an instance on this day. */
export function isSlot({ fields }: StoredEvent, date: string): boolean {
  if (fields.recurrence === undefined) return false;
  for (const found of seriesDates(fields.recurrence, date)) if (found >= date) return found === date;
  return false;
}

export function instanceOf(event: StoredEvent, date: string): Instance {
  const { start, end } = fieldsOf({ event, date });
  return {
    date,
    startsAt: instantOfMoment(start),
    endsAt: instantOfMoment(end),
    exception: event.exceptions[date],
  };
}

const dayMs = 86_400_000;

/** The instances of a series in a window, changed ones where they are now, in the order of time. */
export function instancesIn(event: StoredEvent, window: Window): readonly Instance[] {
  const { recurrence } = event.fields;
  if (recurrence === undefined) return [];
  const usual: Instance[] = [];
  // Two days more: zones differ by up to 26 hours.
  for (const date of seriesDates(recurrence, dateOf(Math.floor(window.to / dayMs) + 2))) {
    if (event.cancelled[date] !== undefined || event.exceptions[date] !== undefined) continue;
    if (dayNumber(date) * dayMs < window.from - longestMs(event) - 2 * dayMs) continue;
    usual.push(instanceOf(event, date));
  }
  const changed = Object.keys(event.exceptions).map((date) => instanceOf(event, date));
  return [...usual, ...changed]
    .filter((instance) => isWithin(instance, window))
    .toSorted((one, other) => one.startsAt - other.startsAt);
}

const longestMs = ({ fields }: StoredEvent): number => instantOfMoment(fields.end) - instantOfMoment(fields.start);

export function isWithin({ startsAt, endsAt }: Pick<Instance, 'startsAt' | 'endsAt'>, { from, to }: Window): boolean {
  return startsAt < to && (endsAt > from || startsAt >= from);
}

/** Whether anything of the event is in the window. */
export function touches(event: StoredEvent, window: Window): boolean {
  if (event.fields.recurrence !== undefined) return instancesIn(event, window).length > 0;
  const { start, end } = event.fields;
  return isWithin({ startsAt: instantOfMoment(start), endsAt: instantOfMoment(end) }, window);
}

/** The days of the neighbours of an instance, cancelled ones left out, where they are now. */
export function neighbourDays(event: StoredEvent, date: string): { readonly before?: string; readonly after?: string } {
  const { recurrence } = event.fields;
  if (recurrence === undefined) return {};
  let before: string | undefined;
  const far = dateOf(dayNumber(date) + 366 * 10);
  for (const found of seriesDates(recurrence, far)) {
    if (event.cancelled[found] !== undefined || found === date) continue;
    const day = fieldsOf({ event, date: found }).start.wall.slice(0, 10);
    if (found > date) return { ...(before === undefined ? {} : { before }), after: day };
    before = day;
  }
  return before === undefined ? {} : { before };
}

const mark = 'FRAAgI';
const instancePattern = /^(.+)FRAAgI([\w-]{14})AAA=$/u;

/** The id of an instance, changed or not: made of the series' id and the day, as Exchange makes it. */
export function instanceId(masterId: string, date: string): string {
  return `${masterId.replace(/=$/u, '')}${mark}${Buffer.from(date).toString('base64url')}AAA=`;
}

/** The series' id and the day in the id of an instance. */
export function readInstanceId(id: string): { readonly masterId: string; readonly date: string } | undefined {
  const [, master, day] = instancePattern.exec(id) ?? [];
  if (master === undefined || day === undefined) return undefined;
  return { masterId: `${master}=`, date: Buffer.from(day, 'base64url').toString() };
}
