import {
  contactPolicy,
  contactType,
  eventPolicy,
  eventType,
  type ItemType,
  type ItemTypeName,
  type Policy,
} from '@concord/core';
import { hash } from './keys.ts';
import type { SyncRecord } from './sync-record.ts';

/** What the engine can keep in step. The only place of the engine that knows them apart. */
const itemTypes = {
  contact: { type: contactType, policy: contactPolicy },
  event: { type: eventType, policy: eventPolicy },
} as const satisfies Record<ItemTypeName, { readonly type: ItemType; readonly policy: Policy }>;

export const typeOf = ({ itemType }: Pick<SyncRecord, 'itemType'>): ItemType => itemTypes[itemType].type;

/** The item type's policy, with what a person chose for this sync. */
export function policyOf({ itemType, policy }: Pick<SyncRecord, 'itemType' | 'policy'>): Policy {
  const { conflicts, deletes, choice, private: hidden, guests } = policy;
  const chosen = { conflicts, ...(deletes ? { deletes } : {}), ...(choice ? { choice } : {}) };
  const ofEvents = { ...(hidden ? { private: hidden } : {}), ...(guests === undefined ? {} : { guests }) };
  return { ...itemTypes[itemType].policy, ...chosen, ...ofEvents };
}

/** The same for the same choices: a preview holds for those under which it was made. */
export const policyDigest = ({ conflicts, deletes, choice, private: hidden, guests }: Policy): string =>
  hash(JSON.stringify([conflicts, deletes.left, deletes.right, choice?.side, choice?.group.id, hidden, guests]));
