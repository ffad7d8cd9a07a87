import {
  contactPolicy,
  contactType,
  type DeletePolicies,
  type DeletePolicy,
  eventPolicy,
  eventType,
  type ItemType,
  type ItemTypeName,
  type Policy,
} from '@concord/core';
import type { Connection } from '../connect/connection.ts';
import { hash } from './keys.ts';
import type { SyncRecord } from './sync-record.ts';

/** What the engine can keep in step. The only place of the engine that knows them apart. */
const itemTypes = {
  contact: { type: contactType, policy: contactPolicy, isShownInPart: true },
  event: { type: eventType, policy: eventPolicy, isShownInPart: false },
} as const satisfies Record<ItemTypeName, ItemTypeFacts>;

type ItemTypeFacts = {
  readonly type: ItemType;
  readonly policy: Policy;
  /** A member who does not see everything of a firm may be shown only some: who is not shown would be made once more. */
  readonly isShownInPart: boolean;
};

export const typeOf = ({ itemType }: Pick<SyncRecord, 'itemType'>): ItemType => itemTypes[itemType].type;

/** Whether what this connection does not show may be there all the same. */
export const mayBeUnseen = (
  { itemType }: Pick<SyncRecord, 'itemType'>,
  connection: Pick<Connection, 'seesEverything'> | undefined,
): boolean => itemTypes[itemType].isShownInPart && connection?.seesEverything === false;

/**
 * The item type's policy, with what a person chose for this sync. Where it comes from a backup, nobody knows whether they were
 * asked about a delete since, and what they said: so they are asked.
 */
export function policyOf({
  itemType,
  policy,
  restoredAt,
}: Pick<SyncRecord, 'itemType' | 'policy' | 'restoredAt'>): Policy {
  const { conflicts, deletes, choice, private: hidden, guests } = policy;
  const chosen = { conflicts, ...(deletes ? { deletes } : {}), ...(choice ? { choice } : {}) };
  const ofEvents = { ...(hidden ? { private: hidden } : {}), ...(guests === undefined ? {} : { guests }) };
  const whole: Policy = { ...itemTypes[itemType].policy, ...chosen, ...ofEvents };
  return restoredAt === undefined ? whole : { ...whole, deletes: asking(whole.deletes) };
}

function asking({ left, right }: DeletePolicies): DeletePolicies {
  const asked = (chosen: DeletePolicy): DeletePolicy => (chosen === 'propagate' ? 'ask' : chosen);
  return { left: asked(left), right: asked(right) };
}

/** The same for the same choices: a preview holds for those under which it was made. */
export const policyDigest = ({ conflicts, deletes, choice, private: hidden, guests }: Policy): string =>
  hash(JSON.stringify([conflicts, deletes.left, deletes.right, choice?.side, choice?.group.id, hidden, guests]));
