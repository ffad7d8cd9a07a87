import type { Elsewhere, Hidden, Instant, Keep, Present, ReasonCode } from '@concord/core';
import { versionFrom } from '../version.ts';
import type { EntryRecord } from './entry-record.ts';
import { readEvent } from './events.ts';
import type { Whole } from './wholes.ts';

/** What a whole entry shows in a calendar: an entry may be shown in several, and belongs to its owner's. */
export function toObservation(whole: Whole, calendar: string, askedAt: Instant): Present | Hidden | Elsewhere {
  const { entry } = whole;
  if (whole.isPartial) return { kind: 'hidden', id: entry.id, askedAt };
  if (entry.calendar !== calendar) return { kind: 'elsewhere', id: entry.id, askedAt };
  return presentOf(whole, askedAt);
}

export function presentOf({ entry, instances, telling }: Whole, askedAt: Instant): Present {
  const item = readEvent(entry, instances, telling);
  const oneWay = oneWayOf(entry);
  const keep = keepOf(entry, telling.dayEnd);
  return {
    kind: 'present',
    id: entry.id,
    version: versionFrom(entry.etag, [shownOf(entry), item.exceptions ?? []]),
    createdAt: entry.createdAt,
    modifiedAt: Math.max(entry.updatedAt, ...instances.map(({ row }) => row?.updatedAt ?? 0)),
    askedAt,
    item,
    ...(keep && { keep }),
    ...(oneWay && { oneWay }),
  };
}

/** Whether a change of an instance gives its series another etag is not documented, nor what else may not. */
function shownOf(entry: EntryRecord) {
  const { summary, description, location, allDay, startAt, endAt, zone, rule, isCourtRule, permission } = entry;
  return [summary, description, location, allDay, startAt, endAt, zone, rule, isCourtRule, permission];
}

function oneWayOf({ isCourtRule, permission }: EntryRecord): ReasonCode | undefined {
  if (isCourtRule) return 'oneWayCourtRule';
  return permission !== null && readers.includes(permission) ? 'oneWayRights' : undefined;
}

const readers: readonly string[] = ['viewer', 'limited_viewer', 'none'];

/** A write of an all-day entry need not find out again how ends are told. */
const keepOf = ({ allDay }: EntryRecord, dayEnd: string): Keep | undefined => (allDay ? { dayEnd } : undefined);
