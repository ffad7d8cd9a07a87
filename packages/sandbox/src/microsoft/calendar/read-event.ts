import type { Attendee, Event, Location } from '@microsoft/microsoft-graph-types';
import { badRequest, refusal } from '../graph/refusal.ts';
import { readProperties } from '../mailbox/read-fields.ts';
import { isDate } from './day.ts';
import type { Body, EventFields, Moment } from './event.ts';
import { unknownZone } from './read-recurrence.ts';
import { ianaOf, wallOf } from './zones.ts';

/** What a write asks for. Times and the recurrence are looked at together later; everything else in the body is ignored. */
export type EventPatch = {
  readonly set: Partial<Omit<EventFields, 'recurrence'>>;
  /** As the client wrote it; null ends a series. */
  readonly recurrence?: unknown;
  /** By the property's id; `null` removes it. */
  readonly properties: Readonly<Record<string, string | null>>;
  readonly goesOnline: boolean;
  readonly transactionId?: string;
};

/** What a person types into Outlook or a client sends. */
export type OutlookEventInput = { readonly [F in EventFieldName]?: Event[F] | undefined };

type FieldReaders = { readonly [F in keyof Omit<EventFields, 'recurrence'>]: (value: unknown) => EventFields[F] };

export const showAsValues = ['unknown', 'free', 'tentative', 'busy', 'oof', 'workingElsewhere'] as const;
export const sensitivities = ['normal', 'personal', 'private', 'confidential'] as const;
const importances = ['low', 'normal', 'high'] as const;
const maxAttendees = 500;

/** A null means what the service would have set by itself. */
const readers = {
  subject: (value) => text(value ?? ''),
  body: (value) => readBody(value),
  start: (value) => readMoment(value),
  end: (value) => readMoment(value),
  isAllDay: (value) => flag(value ?? false),
  locations: (value) => placesIn(list(value ?? [])),
  attendees: (value) => readAttendees(value ?? []),
  isReminderOn: (value) => flag(value ?? true),
  reminderMinutesBeforeStart: (value) => whole(value ?? 15),
  showAs: (value) => oneOf(showAsValues, value ?? 'busy'),
  sensitivity: (value) => oneOf(sensitivities, value ?? 'normal'),
  importance: (value) => oneOf(importances, value ?? 'normal'),
  categories: (value) => list(value ?? []).map(text),
  responseRequested: (value) => flag(value ?? true),
  allowNewTimeProposals: (value) => flag(value ?? true),
  hideAttendees: (value) => flag(value ?? false),
} as const satisfies FieldReaders;

type ReadName = keyof typeof readers;
export type EventFieldName = ReadName | 'location' | 'recurrence' | 'isOnlineMeeting' | 'onlineMeetingProvider';
export const eventFieldNames = [...Object.keys(readers), 'recurrence'] as readonly (ReadName | 'recurrence')[];

/** What an event says where its maker said nothing. */
export const usualFields = Object.fromEntries(
  Object.entries(readers)
    .filter(([name]) => name !== 'start' && name !== 'end')
    .map(([name, read]) => [name, read(null)]),
) as Omit<EventFields, 'start' | 'end' | 'recurrence'>;

/** Reads the body of a create or an update; one value that does not fit refuses the whole write. */
export function readEvent(body: unknown): EventPatch {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('Empty Payload. JSON content expected.');
  }
  const json = body as Readonly<Record<string, unknown>>;
  const set: Record<string, unknown> = {};
  // A location replaces what was in the list of locations (resource type event).
  if (json.location !== undefined) set.locations = json.location === null ? [] : placesIn([json.location]);
  for (const [name, value] of Object.entries(json)) {
    if (isReadName(name) && value !== undefined) set[name] = readers[name](value);
  }
  const { transactionId } = json;
  return {
    set,
    ...(json.recurrence === undefined ? {} : { recurrence: json.recurrence }),
    properties: readProperties(body),
    goesOnline: json.isOnlineMeeting === true,
    ...(typeof transactionId === 'string' && transactionId !== '' ? { transactionId } : {}),
  };
}

function isReadName(name: string): name is ReadName {
  return Object.hasOwn(readers, name);
}

function readBody(value: unknown): Body {
  const { contentType, content } = recordOf(value ?? { contentType: 'text', content: '' });
  return { contentType: oneOf(['html', 'text'] as const, contentType ?? 'text'), content: text(content ?? '') };
}

const instantPattern = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/u;

/** A wall time; one with an offset is moved to the zone that stands beside it. Without a zone it is UTC. */
function readMoment(value: unknown): Moment {
  const { dateTime, timeZone } = recordOf(value);
  const zone = timeZone === undefined || timeZone === null ? 'UTC' : text(timeZone);
  const iana = ianaOf(zone);
  if (iana === undefined) throw unknownZone(zone);
  const [, date = '', time, seconds = ':00', offset] = instantPattern.exec(String(dateTime)) ?? [];
  const instant = isDate(date) ? Date.parse(`${date}T${time}${seconds}${offset ?? 'Z'}`) : Number.NaN;
  if (Number.isNaN(instant)) throw invalid();
  return { wall: wallOf(instant, offset === undefined ? 'UTC' : iana), zone };
}

/** A place without a name is none. */
function placesIn(entries: readonly unknown[]): readonly Location[] {
  return entries.map(readLocation).filter(({ displayName, locationUri }) => displayName || locationUri);
}

function readLocation(value: unknown): Location {
  const location = recordOf(value);
  const displayName = text(location.displayName ?? '');
  const { address = {}, coordinates = {}, locationUri, locationEmailAddress } = location as Location;
  return {
    displayName,
    ...(locationUri ? { locationUri } : {}),
    ...(locationEmailAddress ? { locationEmailAddress } : {}),
    locationType: 'default',
    uniqueId: displayName,
    uniqueIdType: 'private',
    address,
    coordinates,
  };
}

/** Nobody's answer is written by a client: it is carried over from what was there. */
function readAttendees(value: unknown): readonly Attendee[] {
  const entries = list(value);
  if (entries.length > maxAttendees) {
    throw badRequest(
      `The multi value property Attendees has ${entries.length} entries, that exceeds the max allowed value of ${maxAttendees}`,
      'ErrorInvalidRequest',
    );
  }
  return entries.map((entry) => {
    const { emailAddress, type } = recordOf(entry);
    const { name, address } = recordOf(emailAddress);
    const mail = text(address);
    if (mail === '') throw invalid();
    return {
      type: oneOf(['required', 'optional', 'resource'] as const, type ?? 'required'),
      status: { response: 'none', time: never },
      emailAddress: { name: text(name ?? '') || mail, address: mail },
    };
  });
}

/** How an answer says that something never happened. */
export const never = '0001-01-01T00:00:00Z';

function text(value: unknown): string {
  if (typeof value !== 'string') throw invalid();
  return value;
}

function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw invalid();
  return value;
}

function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalid();
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid();
  return value;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid();
  return value as Record<string, unknown>;
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T {
  const found = values.find((known) => typeof value === 'string' && known.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw invalid();
  return found;
}

const invalid = () => refusal('invalidValue');
