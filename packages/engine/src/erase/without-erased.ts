import type { Collection, Observation, SideName } from '@concord/core';
import { typeOf } from '../sync/item-types.ts';
import type { SyncRecord } from '../sync/sync-record.ts';
import { type Erased, isErased } from './tombstones.ts';

/**
 * The collection without the cards of people who were erased: complete passes and changes leave them out, and read by id they
 * are not to be seen, so that nothing of them is kept, and nothing is made, changed or deleted for want of them.
 */
export function withoutErased(collection: Collection, record: SyncRecord, side: SideName, erased: Erased): Collection {
  if (erased.size === 0) return collection;
  const type = typeOf(record);
  const isGone = (one: Observation): boolean => isErased(erased, record, type, side, one);
  const { scan, changes, read } = collection;
  return {
    ...collection,
    scan: async (next) => {
      const page = await scan(next);
      return { ...page, observations: page.observations.filter((one) => !isGone(one)) };
    },
    changes: async (cursor) => {
      const page = await changes(cursor);
      return { ...page, observations: page.observations.filter((one) => !isGone(one)) };
    },
    read: async (ids) => (await read(ids)).map((one) => (isGone(one) ? hiddenOf(one) : one)),
  };
}

const hiddenOf = ({ id, askedAt }: Observation): Observation => ({ kind: 'hidden', id, askedAt });
