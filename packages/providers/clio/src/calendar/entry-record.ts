import { garbled, toArray, toId, toInstant, toOptionalText, toRecord, toText } from '../json.ts';
import { properties } from './entry-fields.ts';

/** One of our external properties on an entry. */
export type Property = { readonly id: string; readonly value: string };

/** An entry as Clio shows it with `entryFields`: a single one, a series, or an instance of one. */
export type EntryRecord = {
  /** A text: that of an instance is opaque (OpenAPI). */
  readonly id: string;
  /** With its quotes; sent back as it is in If-Match. */
  readonly etag: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly summary: string;
  readonly description: string | null;
  readonly location: string | null;
  readonly allDay: boolean;
  /** ISO 8601 with the user's own offset. */
  readonly startAt: string;
  readonly endAt: string;
  /** `YYYY-MM-DD` in the user's zone. */
  readonly startDate: string;
  readonly endDate: string;
  /** Where its hours were set, as Clio calls it. */
  readonly zone: string | null;
  readonly rule: string | null;
  /** The series of an instance. */
  readonly parent: string | null;
  /** The etag of the series of an instance, where it was asked for. */
  readonly seriesEtag?: string;
  readonly isCourtRule: boolean;
  readonly permission: string | null;
  readonly calendar: string;
  readonly marker?: Property;
  readonly slot?: Property;
};

/** Not to be seen in full by this member: it says nothing about the entry's fields (change log 4.0.12). */
export type RedactedEntry = { readonly id: string; readonly parent: string | null; readonly redacted: true };

export const isRedacted = (entry: EntryRecord | RedactedEntry): entry is RedactedEntry => 'redacted' in entry;

/** Throws `garbled` when a field that was asked for is missing or of another shape. */
export function parseEntry(value: unknown): EntryRecord | RedactedEntry {
  const native = toRecord(value, 'an entry');
  const id = toEntryId(native.id, 'id');
  const parent = native.parent_calendar_entry_id ?? null;
  const series = parent === null ? null : toEntryId(parent, 'parent_calendar_entry_id');
  // No entry can be saved without a summary (OpenAPI), so that one without is one that hides it.
  if (native.redacted === true || native.summary === null) return { id, parent: series, redacted: true };
  const owner = toRecord(native.calendar_owner, 'calendar_owner');
  return {
    id,
    etag: toText(native.etag, 'etag'),
    createdAt: toInstant(native.created_at, 'created_at'),
    updatedAt: toInstant(native.updated_at, 'updated_at'),
    summary: toOptionalText(native.summary, 'summary') ?? '',
    description: toOptionalText(native.description, 'description'),
    location: toOptionalText(native.location, 'location'),
    allDay: native.all_day === true,
    startAt: toText(native.start_at, 'start_at'),
    endAt: toText(native.end_at, 'end_at'),
    startDate: toText(native.start_date, 'start_date'),
    endDate: toText(native.end_date, 'end_date'),
    zone: toOptionalText(native.start_at_time_zone, 'start_at_time_zone'),
    rule: toOptionalText(native.recurrence_rule, 'recurrence_rule') || null,
    parent: series,
    isCourtRule: native.court_rule === true,
    permission: toOptionalText(native.permission, 'permission'),
    calendar: toId(owner.id, 'calendar id'),
    ...seriesEtagOf(native.parent_calendar_entry),
    ...ownProperties(native.external_properties),
  };
}

/** Texts by the document, though most look like numbers. */
export function toEntryId(value: unknown, what: string): string {
  const id = typeof value === 'number' ? String(value) : value;
  if (typeof id === 'string' && id !== '' && id.length <= maxIdLength) return id;
  throw garbled(`${what} is not an id`);
}

const maxIdLength = 200;

function seriesEtagOf(parent: unknown): Pick<EntryRecord, 'seriesEtag'> {
  if (parent === null || parent === undefined) return {};
  return { seriesEtag: toText(toRecord(parent, 'parent_calendar_entry').etag, 'etag of the series') };
}

function ownProperties(value: unknown): Pick<EntryRecord, 'marker' | 'slot'> {
  const rows = toArray(value, 'external_properties').map((row) => toRecord(row, 'an external property'));
  const named = (wanted: string): Property | undefined => {
    const row = rows.find(({ name }) => name === wanted);
    return row && { id: toId(row.id, 'property id'), value: toOptionalText(row.value, 'property value') ?? '' };
  };
  const [marker, slot] = [named(properties.marker), named(properties.slot)];
  return { ...(marker && { marker }), ...(slot && { slot }) };
}
