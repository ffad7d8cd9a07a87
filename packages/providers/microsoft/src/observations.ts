import type { Instant, Observation, Present } from '@concord/core';
import { readContact } from './contacts.ts';
import { garbled } from './errors.ts';
import { isOutside } from './groups.ts';
import { type ContactRow, mappedProperties } from './requests.ts';

export type Seeing = {
  readonly askedAt: Instant;
  readonly phoneRegion: string;
  /** The category that was chosen, if any. */
  readonly group?: string | undefined;
};

/** Throws `garbled` when the row does not say which version it is, from when, or in which categories if one was chosen. */
export function toPresent(row: ContactRow, { askedAt, phoneRegion, group }: Seeing): Present {
  const outside = isOutside(row, group);
  return {
    kind: 'present',
    id: row.id,
    version: outside ? `${versionOf(row)}${outsideMark}` : versionOf(row),
    modifiedAt: instantOf(row.lastModifiedDateTime),
    createdAt: instantOf(row.createdDateTime),
    askedAt,
    ...readContact(row, phoneRegion),
    ...(outside ? { outside } : {}),
  };
}

/** Whether a change of categories alone moves the change key is not documented: this way the version tells in any case. */
const outsideMark = '~outside';

/** What guards a write. */
export const etagOf = (version: string): string =>
  version.endsWith(outsideMark) ? version.slice(0, -outsideMark.length) : version;

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
export function sortRows(rows: readonly ContactRow[], seeing: Seeing): SortedRows {
  const observations: Observation[] = [];
  const unclear: string[] = [];
  for (const [id, shown] of Map.groupBy(rows, (row) => row.id)) {
    if (shown.every((row) => isRemoved(row))) {
      observations.push({ kind: 'gone', id, askedAt: seeing.askedAt, confirmed: false });
      continue;
    }
    const newest = newestOf(shown, seeing);
    if (newest === undefined) unclear.push(id);
    else observations.push(toPresent(newest, seeing));
  }
  return { observations, unclear };
}

/** Undefined when a row is not complete (a tombstone never is), or two different ones are from the same second. */
function newestOf(shown: readonly ContactRow[], { group }: Seeing): ContactRow | undefined {
  if (!shown.every((row) => isComplete(row, group))) return undefined;
  const latest = Math.max(...shown.map((row) => instantOf(row.lastModifiedDateTime)));
  const newest = shown.filter((row) => instantOf(row.lastModifiedDateTime) === latest);
  return new Set(newest.map((row) => versionOf(row))).size === 1 ? newest[0] : undefined;
}

function isRemoved(row: ContactRow): boolean {
  return row['@removed'] !== undefined;
}

function isComplete(row: ContactRow, group: string | undefined): boolean {
  if (!row.createdDateTime || !row.lastModifiedDateTime) return false;
  if (group !== undefined && row.categories === undefined) return false;
  return mappedProperties.every((property) => row[property] !== undefined);
}
