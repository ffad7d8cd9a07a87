import { quoted, seesDetails, showEvent } from '../events/event-view.ts';
import type { Act } from '../events/mail-trap.ts';
import { bodyOf, isRecord, type Json, merged, readEvent } from '../events/read-event.ts';
import { findEvent } from '../events/series.ts';
import type { EventFields, Person, StoredEvent } from '../events/stored-event.ts';
import { inCalendar, refuseReader } from './access.ts';
import type { Answer, CalendarCall, Call } from './call.ts';
import { withConference } from './conference.ts';
import { importedId, readId } from './event-ids.ts';
import {
  guestsOf,
  refuseForeign,
  refuseRestricted,
  refuseStale,
  refuseTaken,
  refuseType,
  refuseWord,
} from './event-rules.ts';
import { lookOf } from './look.ts';
import { readSendUpdates } from './parameters.ts';
import { badRequest, refusal, required } from './refusal.ts';

export function getEvent(call: Call): Answer {
  const inside = inCalendar(call);
  const row = seenEvent(inside);
  if (inside.headers['if-none-match'] === quoted(row.version)) return 'notModified';
  return showEvent(row, lookOf(inside, true));
}

export function insertEvent(call: Call): Answer {
  const inside = writable(call);
  const { calendar, writer } = inside;
  const body = bodyRecord(inside);
  const { id, iCalUID } = body;
  if (id !== undefined && iCalUID !== undefined && !inside.world.awkward.strikes('google.calendar.takesIdAndUid'))
    throw badRequest('Only one of id and iCalUID may be set.');
  refuseType(body.eventType);
  refuseTaken(inside, readId(id), typeof iCalUID === 'string' ? iCalUID : undefined);
  const fields = readEvent(withConference(inside, body, undefined));
  const made = { fields, id: readId(id), iCalUID: typeof iCalUID === 'string' ? iCalUID : undefined };
  return showEvent(writer.add(calendar, made, actOf(inside)), lookOf(inside, true));
}

/** Documented: mails nobody. Observed: an iCalUID that is there is updated. */
export function importEvent(call: Call): Answer {
  const inside = writable(call);
  const { calendar, calendars, writer, world } = inside;
  const body = bodyRecord(inside);
  const { iCalUID } = body;
  if (typeof iCalUID !== 'string' || iCalUID === '') throw required('Missing iCalUID.');
  const act = actOf(inside);
  const fields = readEvent(withConference(inside, body, undefined));
  const known = calendars
    .book(calendar.id)
    .byUid(iCalUID)
    .find(({ master }) => master === undefined);
  if (known !== undefined) {
    if (world.awkward.strikes('google.calendar.importDuplicates')) throw refusal('duplicate');
    return showEvent(writer.change(calendar, known, fields, act), lookOf(inside, true));
  }
  const organizer = readPerson(body.organizer);
  const made = { fields, iCalUID, id: importedId(iCalUID), privateCopy: true as const };
  return showEvent(writer.add(calendar, organizer ? { ...made, organizer } : made, act), lookOf(inside, true));
}

/** Merges: maps key by key, lists as a whole (documented). */
export function patchEvent(call: Call): Answer {
  const inside = writable(call);
  const row = seenEvent(inside);
  refuseStale(inside, row);
  const patch = bodyRecord(inside);
  const before = bodyOf(row.fields);
  const isWhole = inside.world.awkward.strikes('google.calendar.patchReplacesTimes');
  const base = isWhole
    ? { ...before, ...(patch.start ? { start: {} } : {}), ...(patch.end ? { end: {} } : {}) }
    : before;
  return save(inside, row, patch, merged(base, patch) as Json);
}

/** Replaces the event whole (documented). */
export function updateEvent(call: Call): Answer {
  const inside = writable(call);
  const row = seenEvent(inside);
  refuseStale(inside, row);
  const body = bodyRecord(inside);
  return save(inside, row, body, body);
}

export function deleteEvent(call: Call): Answer {
  const inside = writable(call);
  const row = seenEvent(inside);
  refuseStale(inside, row);
  if (row.cancelled) throw gone(inside);
  inside.writer.cancel(inside.calendar, row, actOf(inside));
  return undefined;
}

export function moveEvent(call: Call): Answer {
  const inside = writable(call);
  const row = seenEvent(inside);
  const destination = inside.query.get('destination');
  if (!destination) throw required('Required parameter: destination');
  const target = inCalendar(call, destination);
  refuseReader(target);
  if (row.cancelled) throw refusal('notFound');
  if (row.master !== undefined) throw refusal('cannotMove');
  if (row.eventType !== 'default') throw refusal('eventTypeRestriction');
  if (row.organizer.email !== inside.calendar.id) throw refusal('forbiddenForNonOrganizer');
  if (target.calendar.id === inside.calendar.id) return showEvent(row, lookOf(inside, true));
  const moved = inside.writer.move(inside.calendar, target.calendar, row, actOf(inside));
  return showEvent(moved, lookOf(target, true));
}

function writable(call: Call): CalendarCall {
  const inside = inCalendar(call);
  refuseReader(inside);
  return inside;
}

function seenEvent(inside: CalendarCall): StoredEvent {
  const { writer, calendar, path, world, entry } = inside;
  const { awkward, now } = world;
  const room = writer.room(calendar);
  const row = findEvent(room, path.eventId ?? '');
  if (row === undefined) throw refusal('notFound');
  const age = now() - row.changedAt;
  if (row.cancelled && awkward.strikes('google.calendar.deletedVanish')) {
    if (age >= awkward.amount('google.calendar.deletedVanish', 60_000)) throw refusal('notFound');
  }
  // Documented of the role: details of private events are not for it, so it cannot write them either (assumption).
  if (inside.kind.startsWith('GET')) return seenLate(inside, row);
  if (!seesDetails(row, entry.role)) throw refusal('requiredAccessLevel');
  return row;
}

function seenLate({ world: { awkward, now }, writer, calendar }: CalendarCall, row: StoredEvent): StoredEvent {
  if (!awkward.strikes('google.staleRead')) return row;
  const late = writer.room(calendar).book.log.at(row.id, now() - awkward.amount('google.staleRead', 5_000));
  if (late === undefined || late === row) awkward.missed('google.staleRead');
  return late ?? row;
}

function save(inside: CalendarCall, row: StoredEvent, sent: Json, whole: Json): Answer {
  const { calendar, writer } = inside;
  refuseWord(inside, sent);
  if (sent.status === 'cancelled') {
    if (!row.cancelled) writer.cancel(calendar, row, actOf(inside));
    return showEvent(seenEvent(inside), lookOf(inside, true));
  }
  const next = readEvent(withConference(inside, whole, row.fields));
  const fields = row.master === undefined ? next : withoutRecurrence(next);
  const allowed = { ...fields, ...guestsOf(inside, row, sent, fields) };
  refuseForeign(inside, row, allowed);
  refuseRestricted(row, allowed);
  const isRevived = sent.status === 'confirmed' || sent.status === 'tentative';
  if (row.cancelled && !isRevived) {
    writer.touch(calendar, { ...row, fields: allowed });
    return showEvent(seenEvent(inside), lookOf(inside, true));
  }
  const after = writer.change(calendar, row, allowed, actOf(inside));
  bumpLater(inside, after);
  return showEvent(after, lookOf(inside, true));
}

function withoutRecurrence({ recurrence: _, ...fields }: EventFields): EventFields {
  return fields;
}

const gone = ({ world }: CalendarCall) =>
  refusal(world.awkward.strikes('google.calendar.redeleteNotFound') ? 'notFound' : 'deleted');

function bumpLater({ world, writer, calendar }: CalendarCall, { id }: StoredEvent): void {
  if (!world.awkward.strikes('google.etagBump')) return;
  world.later(world.awkward.amount('google.etagBump', 2_000), async () => {
    const row = writer.room(calendar).book.get(id);
    if (row !== undefined) writer.touch(calendar, row);
  });
}

function bodyRecord(inside: CalendarCall): Json {
  if (!isRecord(inside.body)) throw badRequest('Parse Error', 'parseError');
  if (inside.kind.startsWith('POST')) refuseWord(inside, inside.body);
  return inside.body;
}

function readPerson(value: unknown): Person | undefined {
  if (!isRecord(value) || typeof value.email !== 'string') return undefined;
  const { email, displayName } = value;
  return { email: email.toLowerCase(), ...(typeof displayName === 'string' ? { displayName } : {}) };
}

const actOf = ({ query, kind, account }: CalendarCall): Act => ({
  by: 'app',
  cause: kind,
  sendUpdates: readSendUpdates(query),
  email: account.email,
});
