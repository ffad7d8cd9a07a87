import type { Instant, Observation, Present } from '@concord/core';
import { readContact } from './contacts.ts';
import { isOutside } from './groups.ts';
import { type ContactRow, mappedProperties } from './requests.ts';
import { isRemoved, newestRow, timeOf, versionOf } from './rows.ts';

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
    modifiedAt: timeOf(row.lastModifiedDateTime),
    createdAt: timeOf(row.createdDateTime),
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
    if (shown.every(isRemoved)) {
      observations.push({ kind: 'gone', id, askedAt: seeing.askedAt, confirmed: false });
      continue;
    }
    const newest = newestRow(shown, (row) => isComplete(row, seeing.group));
    if (newest === undefined) unclear.push(id);
    else observations.push(toPresent(newest, seeing));
  }
  return { observations, unclear };
}

function isComplete(row: ContactRow, group: string | undefined): boolean {
  if (!row.createdDateTime || !row.lastModifiedDateTime) return false;
  if (group !== undefined && row.categories === undefined) return false;
  return mappedProperties.every((property) => row[property] !== undefined);
}
