import { type QueryPage, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import type { Lease } from '../sync/lease.ts';
import { type StoredEngagement, storedIn, updateEngagement } from './engagement-record.ts';
import {
  type BoxId,
  engagedPrefix,
  engagementKey,
  engagementPartition,
  engagementPrefix,
  forgettingKey,
  timelineKey,
} from './keys.ts';
import { updateMailSettings } from './mail-settings.ts';

const atOnce = 100;
/** More than a slice ever gets through. */
const maximumPages = 10_000;

/**
 * Takes a mailbox out of the engagements of its firm: those that lie in no other go, with what leads to them. Goes on where it was when
 * it is repeated. Throws `unavailable` at the end of a slice that did not come to the last of them.
 */
export async function forgetMailbox(ports: EnginePorts, box: BoxId, lease: Lease): Promise<void> {
  const until = ports.clock.now() + ports.settings.sliceMs;
  const { table, clock } = ports;
  const before = (await table.get(forgettingKey(box)))?.['after'];
  let after = typeof before === 'string' ? before : undefined;
  for (let pages = 0; pages < maximumPages && (pages === 0 || clock.now() < until); pages += 1) {
    await lease.confirm();
    const page: QueryPage = await table.query({
      pk: engagementPartition(box.firm),
      prefix: engagementPrefix,
      limit: atOnce,
      ...(after === undefined ? {} : { after }),
    });
    for (const row of page.rows) await leaveEngagement(ports, box, storedIn(box.firm, row));
    after = page.after;
    if (after === undefined) return await countAnew(ports, box.firm);
    await table.put({ ...forgettingKey(box), rev: 1, after });
  }
  throw new SyncError('unavailable', 'There are more engagements to look through.', { retryAfterMs: 1000 });
}

async function leaveEngagement(
  ports: EnginePorts,
  { firm, connection }: BoxId,
  stored: StoredEngagement,
): Promise<void> {
  const { id, at, boxes, contacts } = stored.engagement;
  const isOther = (one: { readonly connection: string }): boolean => one.connection !== connection;
  if (boxes.every(isOther)) return;
  if (!boxes.some(isOther)) {
    // Only as it was read: another mailbox may have got the same message meanwhile. A pointer that leads nowhere is passed over.
    const isGone = await ports.table.remove(engagementKey(firm, id), { kind: 'rev', rev: stored.rev });
    if (isGone) return await ports.table.removeMany(contacts.map((contact) => timelineKey(firm, contact, at, id)));
  }
  await updateEngagement(ports, firm, id, (known) => ({ ...known, boxes: known.boxes.filter(isOther) }));
}

/** Who is on the timelines, and how often, is counted by whoever goes through them when they are kept for another time. */
async function countAnew(ports: EnginePorts, firm: string): Promise<void> {
  const sweep = { id: ports.random.id(9), after: engagedPrefix };
  const dueAt = ports.clock.now();
  await updateMailSettings(ports, firm, (known) => {
    // One that has not come to the people yet will.
    const isComing = known?.sweep !== undefined && known.sweep.after?.startsWith(engagedPrefix) !== true;
    return known === undefined || isComing ? undefined : { ...known, sweep, dueAt };
  });
}
