import type { Attendee, Location } from '@microsoft/microsoft-graph-types';
import type { Recurrence } from './recurrence.ts';
import type { Wall } from './zones.ts';

/** A time as somebody wrote it: on the wall clock of a zone, under the zone's Windows or IANA name. */
export type Moment = { readonly wall: Wall; readonly zone: string };

export type Body = { readonly contentType: 'html' | 'text'; readonly content: string };

/** What an event says. Everything has a value: what nobody set has the service's default. */
export type EventFields = {
  readonly subject: string;
  readonly body: Body;
  readonly start: Moment;
  readonly end: Moment;
  readonly isAllDay: boolean;
  readonly locations: readonly Location[];
  readonly attendees: readonly Attendee[];
  readonly isReminderOn: boolean;
  readonly reminderMinutesBeforeStart: number;
  readonly showAs: string;
  readonly sensitivity: string;
  readonly importance: string;
  readonly categories: readonly string[];
  readonly responseRequested: boolean;
  readonly allowNewTimeProposals: boolean;
  readonly hideAttendees: boolean;
  readonly recurrence: Recurrence | undefined;
};

export type Properties = Readonly<Record<string, string>>;
export type Mailer = { readonly name: string; readonly address: string };
export type Response = 'none' | 'organizer' | 'tentativelyAccepted' | 'accepted' | 'declined' | 'notResponded';

/** One changed instance of a series: what differs from the series, and always its own times. */
export type Exception = {
  readonly fields: Partial<EventFields> & Pick<EventFields, 'start' | 'end'>;
  readonly properties: Properties;
  readonly changeKey: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly seq: number;
};

export type Join = { readonly url: string; readonly conferenceId: string; readonly block: 'present' | 'destroyed' };

/**
 * One version of an event, or of a series with all that is special about its instances, as Exchange keeps them in one
 * item. Never changed in place: a write makes the next version.
 */
export type StoredEvent = {
  /** Immutable id: survives a move between calendars. */
  readonly id: string;
  /** Changes with every move. */
  readonly classicId: string;
  /** The calendar. */
  readonly folderId: string;
  readonly fields: EventFields;
  /** Single-value extended properties: canonical id → value. */
  readonly properties: Properties;
  /** By the day on which the series would have had the instance. */
  readonly exceptions: Readonly<Record<string, Exception>>;
  /** Day of an instance that is no more → place of its cancellation in the sequence of changes. */
  readonly cancelled: Readonly<Record<string, number>>;
  readonly transactionId?: string;
  /** What the client sent with that id. */
  readonly payload?: string;
  readonly iCalUId: string;
  readonly organizer: Mailer;
  readonly isOrganizer: boolean;
  readonly response: { readonly response: Response; readonly at?: number };
  /** The organizer called it off; it stays in a guest's calendar until it is removed. */
  readonly isCancelled: boolean;
  readonly join?: Join;
  /** Instead of the names of its zones: made by hand in desktop Outlook. */
  readonly zoneShown?: string;
  readonly changeKey: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Its place in the calendars' sequence of changes. */
  readonly seq: number;
  /** Place of the latest change to the event itself, not to single instances only. */
  readonly ownSeq: number;
};

/** What a new event is made of; ids, versions and times are added. */
export type EventDraft = Omit<
  StoredEvent,
  'id' | 'classicId' | 'folderId' | 'iCalUId' | 'changeKey' | 'createdAt' | 'modifiedAt' | 'seq' | 'ownSeq'
>;

export type Calendar = {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly canEdit: boolean;
  readonly isDefault: boolean;
  readonly changeKey: string;
};

/** What became of an event as a whole, whoever did it. */
export type EventChange =
  | { readonly kind: 'created'; readonly after: StoredEvent }
  | { readonly kind: 'changed' | 'moved'; readonly before: StoredEvent; readonly after: StoredEvent }
  | { readonly kind: 'deleted'; readonly before: StoredEvent };

/** An event or a whole series; with a day, one instance of it. */
export type EventItem = { readonly event: StoredEvent; readonly date?: string };
