import type { Instant, Observation, Present } from '@concord/core';
import { readContact } from './contacts.ts';
import { garbled } from './errors.ts';
import { type ContactRow, mappedProperties } from './requests.ts';

/** Throws `garbled` when the row does not say which version it is, or from when. */
export function toPresent(row: ContactRow, askedAt: Instant, phoneRegion: string): Present {
  return {
    kind: 'present',
    id: row.id,
    version: versionOf(row),
    modifiedAt: instantOf(row.lastModifiedDateTime),
    createdAt: instantOf(row.createdDateTime),
    askedAt,
    ...readContact(row, phoneRegion),
  };
}

/** The etag is the change key in a wrapping (every documented sample); a row may show either. */
function versionOf(row: ContactRow): string {
  if (row['@odata.etag']) return row['@odata.etag'];
  if (row.changeKey) return `W/"${row.changeKey}"`;
  throw garbled('a contact without a version');
}

function instantOf(text: string | null | undefined): Instant {
  const instant = Date.parse(text ?? '');
  if (Number.isNaN(instant)) throw garbled('a contact without its times');
  return instant;
}

export type SortedRows = {
  readonly observations: readonly Observation[];
  /** To be read by id: rows that leave something out, and items that a page shows both there and gone. */
  readonly unclear: readonly string[];
};

/**
 * One observation per item. Pages repeat items and replay old states of them, in no order: the newest by Outlook's clock
 * counts, which knows whole seconds only. An updated row needs to carry only its id and what changed, and an absent
 * property is not an empty one.
 */
export function sortRows(rows: readonly ContactRow[], askedAt: Instant, phoneRegion: string): SortedRows {
  const observations: Observation[] = [];
  const unclear: string[] = [];
  for (const [id, shown] of Map.groupBy(rows, (row) => row.id)) {
    if (shown.every((row) => isRemoved(row))) {
      observations.push({ kind: 'gone', id, askedAt, confirmed: false });
      continue;
    }
    const newest = newestOf(shown);
    if (newest === undefined) unclear.push(id);
    else observations.push(toPresent(newest, askedAt, phoneRegion));
  }
  return { observations, unclear };
}

/** Undefined when a row is not complete (a tombstone never is), or two different ones are from the same second. */
function newestOf(shown: readonly ContactRow[]): ContactRow | undefined {
  if (!shown.every((row) => isComplete(row))) return undefined;
  const latest = Math.max(...shown.map((row) => instantOf(row.lastModifiedDateTime)));
  const newest = shown.filter((row) => instantOf(row.lastModifiedDateTime) === latest);
  return new Set(newest.map((row) => versionOf(row))).size === 1 ? newest[0] : undefined;
}

function isRemoved(row: ContactRow): boolean {
  return row['@removed'] !== undefined;
}

function isComplete(row: ContactRow): boolean {
  if (!row.createdDateTime || !row.lastModifiedDateTime) return false;
  return mappedProperties.every((property) => row[property] !== undefined);
}
