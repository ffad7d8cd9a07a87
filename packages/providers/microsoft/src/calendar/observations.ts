import { createHash } from 'node:crypto';
import type { Instant, Observation, Present, ReasonCode } from '@concord/core';
import { isRemoved, newestRow, timeOf, versionOf } from '../rows.ts';
import { readEvent } from './events.ts';
import { hasGuests, isInvitation } from './guests.ts';
import { type EventRow, mappedProperties } from './requests.ts';

export type Seeing = {
  readonly askedAt: Instant;
  /** Whether the account may write in the calendar. */
  readonly canEdit: boolean;
};

/** Throws `garbled` when the row does not say which version it is, or from when. A series must be shown with its dates. */
export function toPresent(row: EventRow, { askedAt, canEdit }: Seeing): Present {
  const { item, isClosed } = readEvent(row);
  const oneWay = whyOneWay(row, canEdit);
  return {
    kind: 'present',
    id: row.id,
    version: wholeVersion(row),
    modifiedAt: Math.max(...[row, ...datesOf(row)].map((one) => timeOf(one.lastModifiedDateTime))),
    createdAt: timeOf(row.createdDateTime),
    askedAt,
    item,
    ...(oneWay ? { oneWay } : {}),
    ...(isClosed ? { closed: ['description'] } : {}),
  };
}

function whyOneWay(row: EventRow, canEdit: boolean): ReasonCode | undefined {
  if (!canEdit) return 'oneWayRights';
  if (isInvitation(row)) return 'oneWayGuest';
  return hasGuests(row) ? 'oneWayGuests' : undefined;
}

const datesOf = ({ exceptionOccurrences }: EventRow): readonly EventRow[] => exceptionOccurrences ?? [];

/** Of a series it covers its dates: one of them may change without the series. */
export function wholeVersion(row: EventRow): string {
  const dates = [...datesOf(row).map((one) => `${one.id} ${versionOf(one)}`), ...(row.cancelledOccurrences ?? [])];
  if (dates.length === 0) return versionOf(row);
  return `${versionOf(row)}~${digestOf(dates.toSorted().join('\n'))}`;
}

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16);

export type SortedRows = {
  /** Single events, and what is gone. */
  readonly observations: readonly Observation[];
  /** To be read by id: series, of which a page never shows all, and rows that leave something out. */
  readonly unclear: readonly string[];
  /** Shown both as there and as gone: to be read by id, and where they lie is to be asked. */
  readonly doubtful: readonly string[];
  /** What the page says of those series, so that the next page does not have them read once more. */
  readonly seen: readonly string[];
};

/**
 * One observation per event. Bare rows of dates are passed over, but they name their series; a series itself is shown with
 * the times of some date of it. Of rows that come twice the newest counts. `seen`: what earlier pages said.
 */
export function sortRows(rows: readonly EventRow[], seeing: Seeing, seen: ReadonlySet<string>): SortedRows {
  const observations: Observation[] = [];
  const unclear = new Set<string>();
  const doubtful = new Set<string>();
  const marks = new Set<string>();
  for (const [id, shown] of Map.groupBy(rows, seriesOrSelf)) {
    if (shown.every(isRemoved)) {
      if (!shown.some(isDate)) observations.push({ kind: 'gone', id, askedAt: seeing.askedAt, confirmed: false });
      continue;
    }
    const newest = shown.every(isSingle) ? newestRow(shown, isComplete) : undefined;
    if (shown.some(isRemoved)) doubtful.add(id);
    else if (newest) observations.push(toPresent(newest, seeing));
    else if (!shown.every((row) => isBare(row) && seen.has(markOf(row)))) unclear.add(id);
    for (const row of shown) if (isBare(row)) marks.add(markOf(row));
  }
  return { observations, unclear: [...unclear], doubtful: [...doubtful], seen: [...marks] };
}

const seriesOrSelf = ({ id, seriesMasterId }: EventRow): string => seriesMasterId ?? id;
const isSingle = ({ type, seriesMasterId }: EventRow): boolean => type === 'singleInstance' && !seriesMasterId;
/** A date of a series that is gone, where its row says what it was: its series tells. */
const isDate = ({ type }: EventRow): boolean => type === 'occurrence' || type === 'exception';
const isBare = (row: EventRow): boolean =>
  row.type === 'occurrence' && !isRemoved(row) && row['@odata.etag'] !== undefined;

/** A date that nobody changed has the version of its series. */
const markOf = (row: EventRow): string => digestOf(`${row.seriesMasterId} ${row['@odata.etag']}`).slice(0, 8);

function isComplete(row: EventRow): boolean {
  if (!row.createdDateTime || !row.lastModifiedDateTime) return false;
  return mappedProperties.every((property) => row[property] !== undefined);
}
