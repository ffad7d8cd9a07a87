import { isRecord, isTrue, readText } from '../body.ts';
import { applyProperties, readRows } from '../external-properties.ts';
import type { User } from '../records.ts';
import { invalidArgument, invalidRecord } from '../refusal.ts';
import { type AllDayEnd, endOf, startOf } from './all-day.ts';
import type { Attendee, Conference, Entry } from './records.ts';
import { dayMs } from './records.ts';
import { readRule } from './recurrence.ts';
import { nextVersion } from './series.ts';
import { midnightOf, readInstant, toWall } from './wall-time.ts';

/** What a write has to know of the world around it. */
export type EntryRules = {
  readonly now: number;
  readonly user: Pick<User, 'time_zone'>;
  readonly nextId: () => number;
  readonly text: (text: string) => string;
  readonly allDayEnd: () => AllDayEnd;
  readonly takesExdates: () => boolean;
  readonly takesTimeZone: () => boolean;
  /** Whether a change of nested rows alone leaves the entry's own etag and time as they were. */
  readonly rowEditsUnseen: () => boolean;
  /** Refuse what the user may not name. */
  readonly calendar: (id: number) => number;
  readonly matter: (id: number) => number;
  readonly eventType: (id: number) => number;
  readonly attendee: (type: Attendee['type'], id: number) => number;
  readonly conference: () => Conference | null;
};

export type EntryData = Readonly<Record<string, unknown>>;

export function blankEntry(base: Pick<Entry, 'id' | 'firm' | 'created_at' | 'start_at_time_zone'>): Entry {
  return {
    ...base,
    calendar: 0,
    summary: '',
    description: null,
    location: null,
    start_at: 0,
    end_at: 0,
    all_day: false,
    recurrence_rule: null,
    exdates: [],
    gone: [],
    parent: null,
    slot: null,
    court_rule: false,
    is_private: false,
    matter: null,
    event_type: null,
    attendees: [],
    external_properties: [],
    conference: null,
    updated_at: base.created_at,
    revision: 1,
  };
}

/** Documented as required on POST. */
export function requireWhole(data: EntryData): void {
  for (const name of ['summary', 'start_at', 'end_at', 'calendar_owner']) {
    if (data[name] === undefined || data[name] === null) throw invalidRecord(`${name} can't be blank`);
  }
}

/**
 * An entry with the changes of a sparse body; keys that Clio does not know are dropped without a word. Returns the very same
 * object when nothing changes; otherwise with the next revision. Throws a 422.
 */
export function applyEntry(entry: Entry, data: EntryData, rules: EntryRules): Entry {
  const plain = {
    ...readTexts(data, rules),
    ...readRelated(data, rules),
    ...readZone(data, rules),
    ...readTimes(entry, data, rules),
    ...(data.recurrence_rule === undefined ? {} : readRule(data.recurrence_rule, rules.takesExdates)),
    ...readConference(data, rules),
  };
  const rows = {
    attendees: applyAttendees(entry.attendees, data.attendees, rules),
    external_properties: applyProperties(entry.external_properties, data.external_properties, rules),
  };
  const after = { ...entry, ...plain, ...rows };
  if (after.end_at < after.start_at) throw invalidRecord('End at must not be before start at');
  const plainChanged = Object.keys(plain).some((name) => differs(entry, after, name as keyof Entry));
  const rowsChanged = rows.attendees !== entry.attendees || rows.external_properties !== entry.external_properties;
  if (!plainChanged && !rowsChanged) return entry;
  const isSeen = plainChanged || !rules.rowEditsUnseen();
  return isSeen ? { ...after, ...nextVersion(entry, rules.now) } : after;
}

const differs = (before: Entry, after: Entry, name: keyof Entry): boolean =>
  JSON.stringify(before[name]) !== JSON.stringify(after[name]);

function readTexts(data: EntryData, { text }: EntryRules): Partial<Entry> {
  const read = (name: string): string | null => {
    const value = readText(data[name], name);
    return value === null ? null : text(value);
  };
  const summary = data.summary === undefined ? undefined : read('summary');
  if (summary === null) throw invalidRecord("Summary can't be blank");
  return {
    ...(summary === undefined ? {} : { summary }),
    ...(data.description === undefined ? {} : { description: read('description') }),
    ...(data.location === undefined ? {} : { location: read('location') }),
  };
}

function readRelated(data: EntryData, rules: EntryRules): Partial<Entry> {
  const owner = readId(data.calendar_owner, 'calendar_owner');
  if (owner === null) throw invalidArgument("'calendar_owner' must have an id");
  const matter = readId(data.matter, 'matter');
  const type = readId(data.calendar_entry_event_type, 'calendar_entry_event_type');
  return {
    ...(owner === undefined ? {} : { calendar: rules.calendar(owner) }),
    ...(matter === undefined ? {} : { matter: matter === null ? null : rules.matter(matter) }),
    ...(type === undefined ? {} : { event_type: type === null ? null : rules.eventType(type) }),
  };
}

/** `{ id }`; `{ id: null }` and null itself say "none" where that is allowed. */
function readId(value: unknown, field: string): number | null | undefined {
  if (value === undefined) return undefined;
  const id = isRecord(value) ? value.id : value;
  if (id === null) return null;
  if (!Number.isInteger(Number(id)) || (isRecord(value) ? id === undefined : true)) {
    throw invalidArgument(`'${field}' must have an id`);
  }
  return Number(id);
}

/** Documented as read-only: by default it is dropped as every other unknown key. */
function readZone(data: EntryData, { takesTimeZone }: EntryRules): Partial<Entry> {
  const zone = data.start_at_time_zone;
  if (typeof zone !== 'string' || !takesTimeZone()) return {};
  if (!isZone(zone)) throw invalidRecord('Start at time zone is not valid');
  return { start_at_time_zone: zone };
}

export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Times that do not come along are those that the entry showed: an all-day entry becomes one of its days, from midnight to midnight. */
function readTimes(entry: Entry, data: EntryData, rules: EntryRules): Partial<Entry> {
  if (data.start_at === undefined && data.end_at === undefined && data.all_day === undefined) return {};
  const all_day = data.all_day === undefined ? entry.all_day : isTrue(data.all_day);
  const zone = rules.user.time_zone;
  const start = readTime(data.start_at, 'start_at', zone) ?? startOf(entry, zone);
  const sentEnd = readTime(data.end_at, 'end_at', zone);
  const end = sentEnd ?? endOf(entry, zone, entry.all_day ? rules.allDayEnd() : 'nextMidnight');
  return { all_day, ...(all_day ? daysOf(start, end, zone, rules.allDayEnd()) : { start_at: start, end_at: end }) };
}

function daysOf(start: number, end: number, zone: string, allDayEnd: AllDayEnd): Pick<Entry, 'start_at' | 'end_at'> {
  const start_at = midnightOf(toWall(start, zone));
  const last = toWall(end, zone);
  const isNextMidnight = allDayEnd === 'nextMidnight' && last === midnightOf(last) && last > start_at;
  return { start_at, end_at: isNextMidnight ? last : midnightOf(last) + dayMs };
}

const firstInstant = Date.parse('1900-01-01T00:00:00Z');

function readTime(value: unknown, field: string, zone: string): number | undefined {
  if (value === undefined) return undefined;
  const instant = typeof value === 'string' ? readInstant(value, zone) : Number.NaN;
  if (Number.isNaN(instant)) throw invalidArgument(`'${field}' is not a valid time`);
  return instant < firstInstant ? pulledForward(instant) : Math.floor(instant / 1_000) * 1_000;
}

/** "the year of that date will be pulled forward to 1900" (OpenAPI, Calendar Entries). */
function pulledForward(instant: number): number {
  return new Date(instant).setUTCFullYear(1900);
}

/** A meeting is made once, and its address becomes the place (observed). */
function readConference(data: EntryData, { conference }: EntryRules): Partial<Entry> {
  if (data.conference_meeting === undefined || data.conference_meeting === null) return {};
  if (!isRecord(data.conference_meeting) || data.conference_meeting.type !== 'zoom') {
    throw invalidArgument("'conference_meeting' must be of type zoom");
  }
  const meeting = conference();
  return meeting === null ? {} : { conference: meeting, location: meeting.join_url };
}

/** Appended by their ids; `_destroy` takes off; who is not mentioned stays (OpenAPI, Associations). */
function applyAttendees(attendees: readonly Attendee[], changes: unknown, rules: EntryRules): readonly Attendee[] {
  return readRows(changes, 'attendees').reduce((result, { id, type, _destroy }) => {
    const is = (one: Attendee) => one.id === Number(id) && (type === undefined || one.type === type);
    if (isTrue(_destroy)) return result.some(is) ? result.filter((one) => !is(one)) : result;
    if (type !== 'Contact' && type !== 'Calendar')
      throw invalidArgument("'type' of an attendee must be Contact or Calendar");
    if (result.some(is)) return result;
    return [...result, { id: rules.attendee(type, Number(id)), type, created_at: rules.now }];
  }, attendees);
}
