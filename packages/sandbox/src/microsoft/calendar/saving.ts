import type { Attendee } from '@microsoft/microsoft-graph-types';
import type { World } from '../../kernel/world.ts';
import { badRequest, refusal } from '../graph/refusal.ts';
import { dateOf, dayNumber } from './day.ts';
import type { EventFields, EventItem, Exception, Moment } from './event.ts';
import { dayOfStart, fieldsOf, instantOfMoment, neighbourDays } from './instances.ts';
import { type EventPatch, usualFields } from './read-event.ts';
import { readRecurrence } from './read-recurrence.ts';
import { firstDate, type Recurrence } from './recurrence.ts';
import { windowsNameOf } from './zones.ts';

/** The fields of an event or a series after a write, awkward habits included. Refuses what does not fit together. */
export function savedFields(world: World, before: EventFields | undefined, patch: EventPatch): EventFields {
  const merged = mergedFields(world, before, patch);
  const recurrence = savedRecurrence(world, before, merged, patch);
  const fields = recurrence === undefined ? { ...merged, recurrence } : beginning({ ...merged, recurrence });
  checkTimes(fields);
  return fields;
}

/** What is special about one instance after a write to it. */
export function savedException(world: World, item: Required<EventItem>, patch: EventPatch): Exception['fields'] {
  if (patch.recurrence !== undefined && patch.recurrence !== null) throw refusal('invalidValue');
  const before = fieldsOf(item);
  const after = mergedFields(world, before, patch);
  checkTimes(after);
  checkNeighbours(item, after);
  const changed = Object.keys(patch.set).map((name) => [name, after[name as keyof EventFields]]);
  return {
    ...item.event.exceptions[item.date]?.fields,
    ...Object.fromEntries(changed),
    start: after.start,
    end: after.end,
  };
}

function mergedFields(world: World, before: EventFields | undefined, patch: EventPatch): EventFields {
  const set: Partial<EventFields> = Object.fromEntries(
    Object.entries(patch.set)
      .filter(([name]) => !isDropped(world, before, patch, name))
      .map(([name, value]) => [name, savedValue(world, value)]),
  );
  const { start, end } = { ...before, ...set };
  if (start === undefined || end === undefined) throw refusal('invalidValue');
  const merged = { ...usualFields, recurrence: undefined, ...before, ...set, start, end };
  return { ...merged, attendees: merged.attendees.map((attendee) => withAnswer(attendee, before)) };
}

function isDropped({ awkward }: World, before: EventFields | undefined, patch: EventPatch, name: string): boolean {
  if (name === 'start' || name === 'end' || !awkward.strikes(`microsoft.calendar.dropsField.${name}`)) return false;
  const [known, wanted] = [before?.[name as keyof EventFields], patch.set[name as keyof typeof patch.set]];
  if (JSON.stringify(known) === JSON.stringify(wanted)) awkward.missed(`microsoft.calendar.dropsField.${name}`);
  return true;
}

function savedValue(world: World, value: unknown): unknown {
  if (typeof value === 'string' && world.awkward.strikes('microsoft.trimsValues')) {
    const length = world.awkward.amount('microsoft.trimsValues', 255);
    if (value.length <= length) world.awkward.missed('microsoft.trimsValues');
    return value.slice(0, length);
  }
  return isMoment(value) ? savedMoment(world, value) : value;
}

function isMoment(value: unknown): value is Moment {
  return typeof value === 'object' && value !== null && 'wall' in value && 'zone' in value;
}

function savedMoment({ awkward }: World, moment: Moment): Moment {
  if (!awkward.strikes('microsoft.calendar.windowsZonesOnly')) return moment;
  const zone = windowsNameOf(moment.zone);
  if (zone === moment.zone) awkward.missed('microsoft.calendar.windowsZonesOnly');
  return { ...moment, zone };
}

/** What a guest answered stays with them; clients write who is asked, not what was answered. */
function withAnswer(attendee: Attendee, before: EventFields | undefined): Attendee {
  const known = before?.attendees.find((one) => isSameMail(one, attendee));
  return known?.status ? { ...attendee, status: known.status } : attendee;
}

export function isSameMail(one: Attendee, other: Attendee): boolean {
  return one.emailAddress?.address?.toLowerCase() === other.emailAddress?.address?.toLowerCase();
}

function savedRecurrence(
  world: World,
  before: EventFields | undefined,
  merged: EventFields,
  patch: EventPatch,
): Recurrence | undefined {
  if (patch.recurrence === null) return undefined;
  if (patch.recurrence !== undefined && !isDropped(world, before, patch, 'recurrence')) {
    const recurrence = readRecurrence(patch.recurrence, merged.start.zone);
    const { recurrenceTimeZone, startDate } = recurrence.range;
    // "Must be the same value as the start property of the recurring event" (resource type recurrenceRange).
    if (startDate !== dayOfStart(merged, recurrenceTimeZone)) throw refusal('invalidValue');
    return recurrence;
  }
  const known = before?.recurrence;
  if (known === undefined) return undefined;
  const startDate = dayOfStart(merged, known.range.recurrenceTimeZone);
  return { ...known, range: { ...known.range, startDate } };
}

/** A series begins with its first instance, which may be later than what was written. */
function beginning(fields: EventFields & { readonly recurrence: Recurrence }): EventFields {
  const { recurrence } = fields;
  const first = firstDate(recurrence);
  if (first === undefined) throw refusal('invalidValue');
  const days = dayNumber(first) - dayNumber(recurrence.range.startDate);
  if (days === 0) return fields;
  const range = { ...recurrence.range, startDate: first };
  return {
    ...fields,
    start: later(fields.start, days),
    end: later(fields.end, days),
    recurrence: { ...recurrence, range },
  };
}

function later({ wall, zone }: Moment, days: number): Moment {
  return { wall: `${dateOf(dayNumber(wall) + days)}${wall.slice(10)}`, zone };
}

const isMidnight = ({ wall }: Moment): boolean => wall.endsWith('T00:00:00');

/** The words were observed; which codes belong to them was not, so that nobody may lean on these. */
function checkTimes({ start, end, isAllDay }: EventFields): void {
  if (isAllDay) {
    for (const [name, moment] of [['Start', start] as const, ['End', end] as const]) {
      if (isMidnight(moment)) continue;
      throw badRequest(
        `The Event.${name} property for an all-day event needs to be set to midnight.`,
        'ErrorInvalidRequest',
      );
    }
    if (start.zone !== end.zone || end.wall <= start.wall) throw refusal('invalidValue');
  } else if (instantOfMoment(end) < instantOfMoment(start)) throw refusal('invalidValue');
}

/** Code and words from the page of updating an event: no instance passes the day of its neighbour. */
function checkNeighbours({ event, date }: Required<EventItem>, { start }: EventFields): void {
  const { before, after } = neighbourDays(event, date);
  const day = start.wall.slice(0, 10);
  if ((before === undefined || day > before) && (after === undefined || day < after)) return;
  throw badRequest(
    'Modified occurrence is crossing or overlapping adjacent occurrence.',
    'ErrorOccurrenceCrossingBoundary',
  );
}

/** Whether a series has become another one, so that nothing of its instances can stay special. */
export function isAnotherSeries({ awkward }: World, before: EventFields, after: EventFields): boolean {
  const keepsInRange =
    JSON.stringify(before.recurrence) !== JSON.stringify(after.recurrence) &&
    awkward.strikes('microsoft.calendar.rangeKeepsExceptions');
  const shapeOf = ({ start, isAllDay, recurrence }: EventFields): string =>
    JSON.stringify([start, isAllDay, keepsInRange ? recurrence?.pattern : recurrence]);
  return shapeOf(before) !== shapeOf(after);
}
