import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';

export type EventResource = calendar_v3.Schema$Event;
export type Attendee = calendar_v3.Schema$EventAttendee;
export type Person = { readonly email: string; readonly displayName?: string };

/** A day, or an instant with the zone that came along. */
export type StoredTime =
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'time'; readonly at: number; readonly timeZone?: string };

export type Properties = Readonly<Record<string, string>>;

/** What a client or a person writes of an event. A part that says nothing is absent. */
export type EventFields = {
  readonly summary?: string;
  readonly description?: string;
  readonly location?: string;
  readonly colorId?: string;
  readonly status: 'confirmed' | 'tentative';
  readonly visibility?: 'public' | 'private' | 'confidential';
  readonly transparency?: 'transparent';
  readonly start: StoredTime;
  readonly end: StoredTime;
  readonly recurrence?: readonly string[];
  readonly attendees?: readonly Attendee[];
  readonly guestsCanInviteOthers?: false;
  readonly guestsCanModify?: true;
  readonly guestsCanSeeOtherGuests?: false;
  readonly reminders?: calendar_v3.Schema$Event['reminders'];
  readonly source?: calendar_v3.Schema$Event['source'];
  readonly attachments?: readonly calendar_v3.Schema$EventAttachment[];
  readonly conferenceData?: calendar_v3.Schema$ConferenceData;
  readonly extendedProperties?: { readonly private?: Properties; readonly shared?: Properties };
};

export const eventTypes = ['default', 'birthday', 'focusTime', 'fromGmail', 'outOfOffice', 'workingLocation'] as const;
export type EventType = (typeof eventTypes)[number];

/**
 * One version of a copy of an event in one calendar: a single event, a series, or one changed or cancelled instance of it.
 * Never changed in place: a write makes the next version. A deleted one is kept as its tombstone.
 */
export type StoredEvent = {
  readonly id: string;
  readonly iCalUID: string;
  readonly fields: EventFields;
  readonly eventType: EventType;
  readonly creator: Person;
  readonly organizer: Person;
  /** As iCalendar counts it: the times moved so often. */
  readonly sequence: number;
  /** Not propagated to guests: imported. */
  readonly privateCopy?: true;
  /** Of an instance: its series, and when it would begin by the series. */
  readonly master?: string;
  readonly originalStart?: StoredTime;
  readonly cancelled?: true;
  readonly createdAt: number;
  /** What the API calls `updated`. */
  readonly updatedAt: number;
  readonly changedAt: number;
  /** Its place in the calendar's sequence of changes. */
  readonly seq: number;
  /** The number that the etag quotes. */
  readonly version: number;
  /** From the earliest begin to the latest end that it ever had: a list of changes follows its window by this. */
  readonly reach: readonly [number, number];
};

/** What became of a row, whoever did it. */
export type RowChange = { readonly before?: StoredEvent; readonly after: StoredEvent };
