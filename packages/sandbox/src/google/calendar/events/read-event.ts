import { badRequest, refusal, required } from '../api/refusal.ts';
import { lengthMs, readTime, showTime } from './event-times.ts';
import { readRecurrence } from './recurrence.ts';
import type { Attendee, EventFields, Properties } from './stored-event.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Documented limits. */
const maxKey = 44;
const maxValue = 1_024;
const maxProperties = 300;
const maxPropertyBytes = 32 * 1_024;
const maxOverrides = 5;

const responses: ReadonlySet<string> = new Set(['needsAction', 'declined', 'tentative', 'accepted']);

/** Reads what an event is to be, whole. Unknown names are passed over: `sendUpdates` in a body says nothing (observed). */
export function readEvent(body: Json): EventFields {
  const start = readTime(body.start, 'start');
  const end = readTime(body.end, 'end');
  if (start.kind !== end.kind) throw badRequest('Start and end times must either both be date or both be dateTime.');
  const length = lengthMs(start, end);
  if (length < 0 || (length === 0 && start.kind === 'date')) throw refusal('timeRangeEmpty');
  const recurrence = readRecurrence(body.recurrence);
  // Documented: a series needs its zone.
  if (recurrence !== undefined && start.kind === 'time' && start.timeZone === undefined)
    throw required('Missing time zone definition for start time.');
  const visibility = choice(body.visibility, 'visibility', ['default', 'public', 'private', 'confidential'] as const);
  const transparency = choice(body.transparency, 'transparency', ['opaque', 'transparent'] as const);
  return present({
    summary: text(body.summary, 'summary'),
    description: text(body.description, 'description'),
    location: text(body.location, 'location'),
    colorId: text(body.colorId, 'colorId'),
    status: choice(body.status, 'status', ['confirmed', 'tentative'] as const) ?? 'confirmed',
    visibility: visibility === 'default' ? undefined : visibility,
    transparency: transparency === 'opaque' ? undefined : transparency,
    start,
    end,
    recurrence,
    attendees: readAttendees(body.attendees),
    guestsCanInviteOthers: body.guestsCanInviteOthers === false ? false : undefined,
    guestsCanModify: body.guestsCanModify === true ? true : undefined,
    guestsCanSeeOtherGuests: body.guestsCanSeeOtherGuests === false ? false : undefined,
    reminders: readReminders(body.reminders),
    source: record(body.source),
    attachments: list(body.attachments),
    conferenceData: record(body.conferenceData),
    extendedProperties: readProperties(body.extendedProperties),
  }) as EventFields;
}

/** The same as a body: reading it gives the fields again. */
export function bodyOf(fields: EventFields): Json {
  const { start, end, ...rest } = fields;
  const shown = (time: EventFields['start']): object =>
    showTime(time, time.kind === 'time' ? (time.timeZone ?? 'UTC') : 'UTC', true);
  return { ...rest, start: shown(start), end: shown(end) };
}

/** A patch: objects are merged key by key, lists are replaced, and null stays, which says nothing (documented). */
export function merged(before: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(before) ? { ...before } : {};
  for (const [name, value] of Object.entries(patch)) {
    result[name] = merged(result[name], value);
  }
  return result;
}

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const present = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([, content]) => content !== undefined));

const record = (value: unknown): object | undefined => (isRecord(value) ? value : undefined);

const list = (value: unknown): readonly unknown[] | undefined =>
  Array.isArray(value) && value.length > 0 ? value : undefined;

function text(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw badRequest(`Invalid value for: ${name}`);
  return value;
}

function choice<T extends string>(value: unknown, name: string, known: readonly T[]): T | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const found = known.find((one) => one === value);
  if (found === undefined) throw badRequest(`Invalid value for: ${name}`);
  return found;
}

/** What only Google says of a guest is passed over: `self`, `organizer`, `id`. */
function readAttendees(value: unknown): readonly Attendee[] | undefined {
  const guests = (list(value) ?? []).map((entry) => {
    const { email, displayName, responseStatus, optional, resource, additionalGuests, comment } = isRecord(entry)
      ? entry
      : {};
    if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+$/u.test(email)) throw badRequest('Invalid attendee email.');
    return present({
      email: email.toLowerCase(),
      displayName: text(displayName, 'displayName'),
      optional: optional === true ? true : undefined,
      resource: resource === true ? true : undefined,
      responseStatus: responses.has(String(responseStatus)) ? responseStatus : 'needsAction',
      comment: text(comment, 'comment'),
      additionalGuests: typeof additionalGuests === 'number' && additionalGuests > 0 ? additionalGuests : undefined,
    }) as Attendee;
  });
  const unique = [...new Map(guests.map((guest) => [guest.email, guest])).values()];
  return unique.length === 0 ? undefined : unique;
}

function readReminders(value: unknown): EventFields['reminders'] | undefined {
  if (!isRecord(value) || value.useDefault === true) {
    if (isRecord(value) && list(value.overrides))
      throw badRequest(
        'Cannot specify both default reminders and overrides at the same time.',
        'cannotUseDefaultRemindersAndSpecifyOverride',
      );
    return undefined;
  }
  const overrides = list(value.overrides) ?? [];
  if (overrides.length > maxOverrides) throw badRequest('Invalid value for: reminders');
  return { useDefault: false, ...(overrides.length === 0 ? {} : { overrides: overrides as object[] }) };
}

/** Documented: a key that is too long is dropped without a word, and a value cut. What too many of them get is assumed. */
function readProperties(value: unknown): EventFields['extendedProperties'] | undefined {
  if (!isRecord(value)) return undefined;
  const kept = present({ private: keptProperties(value.private), shared: keptProperties(value.shared) });
  const sizes = Object.values(kept).map((map) => Object.keys(map as object).length);
  const count = sizes.reduce((sum, size) => sum + size, 0);
  if (count > maxProperties || Buffer.byteLength(JSON.stringify(kept)) > maxPropertyBytes)
    throw badRequest('Invalid value for: extendedProperties');
  return count === 0 ? undefined : kept;
}

function keptProperties(value: unknown): Properties | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value)
    .filter(([key, content]) => key.length <= maxKey && content !== null && content !== undefined)
    .map(([key, content]) => [key, String(content).slice(0, maxValue)]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
