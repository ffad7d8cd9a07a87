import { propertyResource } from '../external-properties.ts';
import { many, neverAny, one, type Resource, render, type Selection, type View } from '../fields.ts';
import { matterResource } from '../matter-resources.ts';
import { fullName, type Matter } from '../records.ts';
import { etagOf } from '../state.ts';
import { allDayEndOf, endOf, startOf } from './all-day.ts';
import { calendarResource, eventTypeResource } from './calendar-resources.ts';
import { entryEtag, shownId } from './occurrences.ts';
import {
  type Attendee,
  type Calendar,
  type Conference,
  type Entry,
  type EventType,
  type ExternalProperty,
  isOccurrence,
} from './records.ts';
import { clockOf, dateOf, toWall } from './wall-time.ts';

/** What entries can show: the names of Clio's OpenAPI document (`CalendarEntry` and its rows). */
const conferenceResource: Resource<Conference> = {
  scalars: {
    id: (meeting) => meeting.id,
    etag: (meeting) => etagOf('conference_meeting', { id: meeting.id, revision: 1 }),
    type: (meeting) => meeting.type,
    join_url: (meeting) => meeting.join_url,
    conference_id: (meeting) => meeting.conference_id,
    conference_password: (meeting) => meeting.conference_password,
    source_id: (meeting) => meeting.conference_id,
    created_at: (meeting, view) => view.time(meeting.created_at),
    updated_at: (meeting, view) => view.time(meeting.created_at),
  },
  nested: {},
};

type ShownAttendee = Attendee & {
  readonly name: string;
  readonly email: string | undefined;
  readonly enabled: boolean;
};

const attendeeResource: Resource<ShownAttendee> = {
  scalars: {
    id: ({ id }) => id,
    etag: ({ id, type }) => etagOf(`attendee:${type}`, { id, revision: 1 }),
    type: ({ type }) => type,
    name: ({ name }) => name,
    email: ({ email }) => email,
    enabled: ({ enabled }) => enabled,
    created_at: ({ created_at }, view) => view.time(created_at),
    updated_at: ({ created_at }, view) => view.time(created_at),
  },
  nested: {},
};

/** Whoever is gone attends no more. */
function attendeesOf({ firm, attendees }: Entry, view: View): readonly ShownAttendee[] {
  return attendees.flatMap((attendee): readonly ShownAttendee[] => {
    if (attendee.type === 'Calendar') {
      const calendar = view.calendars.get(firm, attendee.id);
      const owner = calendar && view.calendars.ownerOf(calendar);
      return calendar
        ? [{ ...attendee, name: calendar.name, email: owner?.email, enabled: owner?.enabled ?? true }]
        : [];
    }
    const contact = view.book.get(firm, attendee.id);
    const address = contact?.email_addresses.find((row) => row.primary) ?? contact?.email_addresses[0];
    const email = address?.parts.address ?? undefined;
    return contact ? [{ ...attendee, name: fullName(contact), email, enabled: true }] : [];
  });
}

const shownStart = (entry: Entry, { user }: View): number => startOf(entry, user.time_zone);
const shownEnd = (entry: Entry, { user, has }: View): number =>
  endOf(entry, user.time_zone, entry.all_day ? allDayEndOf(has) : 'nextMidnight');
const dateIn = (instant: number, { user }: View): string => dateOf(toWall(instant, user.time_zone));

function shownRule({ recurrence_rule, exdates }: Entry, { has }: View): string | null {
  if (recurrence_rule === null) return null;
  const rule = has('clio.calendar.ruleRewritten') ? rewritten(recurrence_rule) : recurrence_rule;
  return [has('clio.calendar.rulePrefix') ? `RRULE:${rule}` : rule, ...exdates].join('\n');
}

function rewritten(rule: string): string {
  const parts = rule.split(';');
  return (rule.includes('INTERVAL=') ? parts : [...parts, 'INTERVAL=1']).toReversed().join(';');
}

const idOf = (entry: Entry, view: View): string =>
  shownId(entry, isOccurrence(entry) && view.has('clio.calendar.opaqueInstanceIds'));

const parentOf = ({ firm, parent }: Entry, view: View): Entry | undefined =>
  parent === null ? undefined : view.entries.get(firm, parent);

export const entryResource: Resource<Entry> = {
  scalars: {
    id: idOf,
    etag: entryEtag,
    summary: (entry) => entry.summary,
    description: (entry) => entry.description,
    location: (entry) => entry.location,
    start_at: (entry, view) => view.time(shownStart(entry, view)),
    start_date: (entry, view) => dateIn(shownStart(entry, view), view),
    start_time: (entry, view) => clockOf(shownStart(entry, view), view.user.time_zone),
    end_at: (entry, view) => view.time(shownEnd(entry, view)),
    end_date: (entry, view) => dateIn(shownEnd(entry, view), view),
    end_time: (entry, view) => clockOf(shownEnd(entry, view), view.user.time_zone),
    all_day: (entry) => entry.all_day,
    recurrence_rule: shownRule,
    parent_calendar_entry_id: (entry) => entry.parent,
    court_rule: (entry) => entry.court_rule,
    permission: (entry, view) => view.calendars.entryPermission(entry, view.user),
    calendar_owner_id: (entry) => entry.calendar,
    start_at_time_zone: (entry) => entry.start_at_time_zone,
    time_entries_count: () => 0,
    created_at: (entry, view) => view.time(entry.created_at),
    updated_at: (entry, view) => view.time(entry.updated_at),
  },
  nested: {
    calendar_owner: one<Entry, Calendar>(
      () => calendarResource,
      (entry, view) => view.calendars.get(entry.firm, entry.calendar),
    ),
    calendars: many<Entry, Calendar>(
      () => calendarResource,
      (entry, view) => view.calendars.showing(entry),
    ),
    attendees: many<Entry, ShownAttendee>(() => attendeeResource, attendeesOf),
    external_properties: many<Entry, ExternalProperty>(
      () => propertyResource,
      (entry) => entry.external_properties,
    ),
    matter: one<Entry, Matter>(
      () => matterResource,
      (entry, view) => (entry.matter === null ? undefined : shownMatter(entry.matter, view)),
    ),
    calendar_entry_event_type: one<Entry, EventType>(
      () => eventTypeResource,
      (entry, view) => (entry.event_type === null ? undefined : view.eventTypeOf(entry.event_type)),
    ),
    conference_meeting: one<Entry, Conference>(
      () => conferenceResource,
      (entry) => entry.conference ?? undefined,
    ),
    parent_calendar_entry: one<Entry, Entry>(() => entryResource, parentOf),
    matter_docket: neverAny(null),
    reminders: neverAny([]),
    time_entries: neverAny([]),
  },
};

/** A matter that is hidden from the user shows as none (assumption). */
function shownMatter(id: number, { matters, user }: View): Matter | undefined {
  const matter = matters.get(id);
  return matter?.hidden_from.includes(user.id) ? undefined : matter;
}

/** What of a redacted entry is still shown: the changelog names no fields, so this is an assumption. */
const redactedShows: ReadonlySet<string> = new Set([
  'id',
  'etag',
  'start_at',
  'start_date',
  'start_time',
  'end_at',
  'end_date',
  'end_time',
  'all_day',
  'start_at_time_zone',
  'recurrence_rule',
  'parent_calendar_entry_id',
  'permission',
  'calendar_owner',
  'calendar_owner_id',
  'created_at',
  'updated_at',
]);

/** An entry through a user's eyes: who has less than a viewer's rights gets nulls, and is told so (API changelog, 4.0.12). */
export function showEntry(entry: Entry, selection: Selection, view: View): Record<string, unknown> {
  const shown = render(entryResource, entry, selection, view);
  if (!isRedacted(entry, view)) return shown;
  const kept = Object.entries(shown).map(([name, value]) => [name, redactedShows.has(name) ? value : emptied(value)]);
  return { ...Object.fromEntries(kept), redacted: true };
}

const emptied = (value: unknown): null | [] => (Array.isArray(value) ? [] : null);

export function isRedacted(entry: Entry, { calendars, user }: Pick<View, 'calendars' | 'user'>): boolean {
  if (calendars.entryPermission(entry, user) === 'limited_viewer') return true;
  const knows = calendars.showing(entry).some((calendar) => calendars.permission(calendar, user) === 'owner');
  return entry.is_private && !knows;
}
