import type { Capabilities } from '@concord/core';

/** One request each when they are written. */
export const mostExceptions = 200;

/** What a Clio entry holds of an event. It has no privacy flag and no free/busy; guests are a text in its description. */
export const eventCapabilities: Capabilities = {
  title: { shape: 'scalar' },
  when: { shape: 'scalar', clearable: false },
  location: { shape: 'scalar' },
  description: { shape: 'scalar' },
  exceptions: { shape: 'list', max: mostExceptions, anySlot: true, primary: false },
  guests: { shape: 'scalar' },
};

/** External properties of ours; an entry can have five, and lists can be asked for them by name (OpenAPI, Calendar Entries). */
export const properties = {
  /** The marker of the create that made the entry. */
  marker: 'concord',
  /** Of a changed instance: the date on which its series places it. Clio does not show that of itself. */
  slot: 'concord-slot',
} as const;

const shown = [
  'summary,description,location,all_day,start_at,end_at,start_date,end_date,start_at_time_zone,recurrence_rule',
  'parent_calendar_entry_id,court_rule,permission,calendar_owner{id}',
].join(',');

/** The one list of fields of every read and write: unknown ones answer 400. `redacted` comes unasked. */
export const entryFields = `id,etag,created_at,updated_at,${shown},external_properties{id,name,value}`;

/** Of a write to an instance, with what its series has come to by that. */
export const instanceFields = `${entryFields},parent_calendar_entry{id,etag}`;

/** What a notice carries, and whose changes make one. With the parent, a changed instance tells its series. */
export const noticeFields = `id,etag,${shown}`;

/** Everything of an entry that can be asked for, but what Clio makes of the rest (OpenAPI). */
export const wholeFields = [
  `id,etag,created_at,updated_at,${shown},external_properties{id,name,value}`,
  'time_entries_count,attendees{id,type,name,email},matter{id,display_number},calendar_entry_event_type{id,name}',
  'conference_meeting{id,type,join_url},reminders{id,duration}',
].join(',');
