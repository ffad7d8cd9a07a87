import type { Clio } from '../call.ts';
import { newProperty } from '../external-properties.ts';
import { invalidRecord } from '../refusal.ts';
import { mintConference } from './entry-rules.ts';
import { blankEntry, isZone } from './entry-write.ts';
import type { Attendee, Entry } from './records.ts';
import { readRule } from './recurrence.ts';
import { nextVersion } from './series.ts';
import { midnightOf, readInstant } from './wall-time.ts';

/** An entry as people give it. */
export type ClioEntryInput = {
  readonly summary: string;
  /** ISO 8601 (without an offset: in the entry's zone); of an all-day entry `YYYY-MM-DD`. */
  readonly start: string;
  /** As the start; of an all-day entry the day after its last. */
  readonly end: string;
  readonly all_day?: boolean;
  /** By default the firm's own calendar. */
  readonly calendar?: number;
  readonly description?: string | null;
  readonly location?: string | null;
  /** IANA; by default that of the calendar's owner. */
  readonly time_zone?: string;
  /** With or without `RRULE:`. */
  readonly recurrence_rule?: string | null;
  readonly matter?: number | null;
  readonly event_type?: number | null;
  readonly attendees?: readonly Pick<Attendee, 'type' | 'id'>[];
  readonly external_properties?: readonly { readonly name: string; readonly value: string }[];
  /** Seen by the calendar's owner and attendees alone; others get it redacted. */
  readonly private?: boolean;
  /** Made by Clio of a court's rules: nobody else may change it. */
  readonly court_rule?: boolean;
  /** With a Zoom meeting, whose address becomes its place. */
  readonly meeting?: boolean;
};
/** Only what changes. A list that is given is the whole list. `null` unsets. */
export type ClioEntryEdit = Partial<ClioEntryInput>;

export function entryOf(clio: Clio, input: ClioEntryInput, calendar: number): Entry {
  const { state, calendars, world } = clio;
  const own = state.calendars.get(String(calendar));
  if (own === undefined) throw new Error(`There is no calendar ${calendar}`);
  const start_at_time_zone = input.time_zone ?? calendars.ownerOf(own)?.time_zone ?? 'UTC';
  const base = { id: state.nextEntryId(), firm: own.firm, created_at: world.now(), start_at_time_zone };
  const made = editedEntry(clio, { ...blankEntry(base), calendar }, input);
  return { ...made, updated_at: base.created_at, revision: 1 };
}

/** The same entry when nothing changes. Throws a `Refusal`. */
export function editedEntry(clio: Clio, entry: Entry, edit: ClioEntryEdit): Entry {
  const after: Entry = { ...entry, ...plainParts(edit), ...timesOf(entry, edit), ...rowsOf(clio, entry, edit) };
  const whole = edit.meeting === true && after.conference === null ? withMeeting(clio, after) : after;
  if (whole.summary.trim() === '') throw invalidRecord("Summary can't be blank");
  if (whole.end_at < whole.start_at) throw invalidRecord('End at must not be before start at');
  if (JSON.stringify(whole) === JSON.stringify(entry)) return entry;
  return { ...whole, ...nextVersion(entry, clio.world.now()) };
}

const sameNamed = ['summary', 'calendar', 'matter', 'event_type', 'court_rule', 'all_day'] as const;

function plainParts(edit: ClioEntryEdit): Partial<Entry> {
  const same = sameNamed.filter((name) => edit[name] !== undefined).map((name) => [name, edit[name]]);
  return {
    ...(Object.fromEntries(same) as Partial<Entry>),
    ...(edit.description === undefined ? {} : { description: blankIsNone(edit.description) }),
    ...(edit.location === undefined ? {} : { location: blankIsNone(edit.location) }),
    ...(edit.private === undefined ? {} : { is_private: edit.private }),
    ...(edit.recurrence_rule === undefined ? {} : readRule(edit.recurrence_rule, () => true)),
  };
}

const blankIsNone = (text: string | null): string | null => (text?.trim() ? text : null);

function timesOf(entry: Entry, edit: ClioEntryEdit): Partial<Entry> {
  const zone = edit.time_zone ?? entry.start_at_time_zone;
  if (!isZone(zone)) throw invalidRecord('Start at time zone is not valid');
  const all_day = edit.all_day ?? entry.all_day;
  if (all_day !== entry.all_day && (edit.start === undefined || edit.end === undefined)) {
    throw invalidRecord('An entry that becomes all day, or no longer is, needs both its times');
  }
  const read = (text: string): number => {
    const time = readInstant(text, all_day ? 'UTC' : zone);
    if (Number.isNaN(time)) throw invalidRecord(`'${text}' is not a valid time`);
    return all_day ? midnightOf(time) : time;
  };
  const start_at = edit.start === undefined ? entry.start_at : read(edit.start);
  // Whoever drags an event takes its end along.
  const moved = edit.start === undefined ? entry.end_at : start_at + entry.end_at - entry.start_at;
  const end_at = edit.end === undefined ? moved : read(edit.end);
  if (all_day && end_at <= start_at) throw invalidRecord('An all-day entry lasts a day at least');
  return { start_at, end_at, start_at_time_zone: zone };
}

function rowsOf(
  { state, world }: Clio,
  entry: Entry,
  { attendees, external_properties }: ClioEntryEdit,
): Partial<Entry> {
  const now = world.now();
  const rules = { nextId: state.nextCalendarId, now };
  return {
    ...(attendees === undefined
      ? {}
      : { attendees: attendees.map(({ type, id }) => known(entry, type, id) ?? { id, type, created_at: now }) }),
    ...(external_properties === undefined
      ? {}
      : { external_properties: external_properties.map(({ name, value }) => newProperty(name, value, rules)) }),
  };
}

const known = ({ attendees }: Entry, type: Attendee['type'], id: number): Attendee | undefined =>
  attendees.find((attendee) => attendee.type === type && attendee.id === id);

function withMeeting(clio: Clio, entry: Entry): Entry {
  const conference = mintConference(clio);
  return { ...entry, conference, location: conference.join_url };
}
