import { contactPolicy, contactType, type ItemType, type ItemTypeName, type Policy } from '@concord/core';
import { hash } from './keys.ts';
import type { SyncRecord } from './sync-record.ts';

/** What the engine can keep in step. The only place of the engine that knows them apart. */
const itemTypes = {
  contact: { type: contactType, policy: contactPolicy },
} as const satisfies Record<ItemTypeName, { readonly type: ItemType; readonly policy: Policy }>;

export const typeOf = ({ itemType }: Pick<SyncRecord, 'itemType'>): ItemType => itemTypes[itemType].type;

/** The item type's policy, with what a person chose for this sync. */
export function policyOf({ itemType, policy }: Pick<SyncRecord, 'itemType' | 'policy'>): Policy {
  const { conflicts, deletes, choice } = policy;
  const chosen = { conflicts, ...(deletes ? { deletes } : {}), ...(choice ? { choice } : {}) };
  return { ...itemTypes[itemType].policy, ...chosen };
}

/** The same for the same choices: a preview holds for those under which it was made. */
export const policyDigest = ({ conflicts, deletes, choice }: Policy): string =>
  hash(JSON.stringify([conflicts, deletes.left, deletes.right, choice?.side, choice?.group.id]));
