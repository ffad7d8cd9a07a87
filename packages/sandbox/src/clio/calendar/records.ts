/** What the look-alike keeps of calendars, in Clio's own field names where Clio has them; instants are milliseconds since 1970. */
export const calendarTypes = ['AccountCalendar', 'UserCalendar', 'AdhocCalendar'] as const;
export type CalendarType = (typeof calendarTypes)[number];

/** From none to all. Documented in OpenAPI, Calendar. */
export const permissions = ['none', 'limited_viewer', 'viewer', 'editor', 'owner'] as const;
export type Permission = (typeof permissions)[number];
export type SharedPermission = Exclude<Permission, 'owner'>;

export const colors = [
  '#367B9C',
  '#FFA5A4',
  '#83D17F',
  '#FFAC7B',
  '#8E3F64',
  '#C75300',
  '#009CEC',
  '#62D6B1',
  '#9EEDCB',
  '#F9A2C4',
  '#616161',
  '#BBDA81',
  '#DFD3F8',
  '#D6C4A5',
  '#FFD478',
  '#6AC9DE',
  '#EABBB0',
  '#BFC2E1',
  '#DADADA',
  '#CDE2F5',
] as const;

export type Calendar = {
  readonly id: number;
  readonly firm: number;
  readonly name: string;
  readonly type: CalendarType;
  readonly color: string;
  /** Id of a user; null is the firm's own, which belongs to whoever is the account owner. */
  readonly owner: number | null;
  /** By user id. Who is not named sees nothing of it, but of the firm's calendar everything. */
  readonly shares: Readonly<Record<string, SharedPermission>>;
  /** Users who have switched it off in their view. */
  readonly hidden_by: readonly number[];
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision: number;
};

/** A contact or a calendar, by its id. */
export type Attendee = {
  readonly id: number;
  readonly type: 'Contact' | 'Calendar';
  readonly created_at: number;
};

export type ExternalProperty = {
  readonly id: number;
  readonly name: string;
  readonly value: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision: number;
};

export type Conference = {
  readonly id: number;
  readonly type: 'zoom';
  readonly join_url: string;
  readonly conference_id: number;
  readonly conference_password: string;
  readonly created_at: number;
};

/** A single event, a series, or one instance of a series that became an entry of its own. */
export type Entry = {
  readonly id: number;
  readonly firm: number;
  /** Id of the calendar that owns it. */
  readonly calendar: number;
  readonly summary: string;
  readonly description: string | null;
  readonly location: string | null;
  /** Of an all-day entry both are days, as midnights in UTC; its end is the day after its last. */
  readonly start_at: number;
  readonly end_at: number;
  readonly all_day: boolean;
  /** The zone whose wall clock a series follows. */
  readonly start_at_time_zone: string;
  /** Without `RRULE:`. */
  readonly recurrence_rule: string | null;
  /** Lines that came along with the rule. */
  readonly exdates: readonly string[];
  /** Of a series: starts of instances that no longer show, because they were cancelled or became entries of their own. */
  readonly gone: readonly number[];
  /** Id of the series. An unmodified instance, which is never kept, has its own id here. */
  readonly parent: number | null;
  /** When the instance would have begun. Clio never shows it. */
  readonly slot: number | null;
  readonly court_rule: boolean;
  /** By a person: only the calendar's owner and the attendees see what it is about. */
  readonly is_private: boolean;
  readonly matter: number | null;
  readonly event_type: number | null;
  readonly attendees: readonly Attendee[];
  readonly external_properties: readonly ExternalProperty[];
  readonly conference: Conference | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision: number;
};

export type EventType = {
  readonly id: number;
  readonly firm: number;
  readonly name: string;
  readonly color: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision: number;
};

/** Mail that Clio would have sent, and that ended here. */
export type Mail = {
  readonly id: number;
  readonly firm: number;
  readonly at: number;
  readonly kind: 'invite' | 'update' | 'cancellation';
  readonly to: readonly string[];
  /** The entry's id as the API shows it. */
  readonly entry: string;
  readonly calendar: number;
  readonly summary: string;
  /** Sent along word for word (observed). */
  readonly description: string | null;
  /** What made Clio send it. */
  readonly why: string;
};

/** An instance of a series as the rule makes it. */
export const isOccurrence = (entry: Entry): boolean => entry.parent === entry.id;

export const dayMs = 24 * 60 * 60_000;
