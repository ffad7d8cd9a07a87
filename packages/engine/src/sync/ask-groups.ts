import { type Choice, type ChoiceRequest, type GroupsView, SyncError } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { readGroupsRecord } from './groups-record.ts';
import { refuseWhilePaused } from './operator-pause.ts';
import { cannotNow, own } from './own-sync.ts';
import { type SyncRecord, updateSync } from './sync-record.ts';
import { nameOf } from './sync-view.ts';

/** What can be chosen instead of everything, as it was read last. */
export async function groupsView(ports: EnginePorts, caller: Caller, sync: string): Promise<GroupsView> {
  return await viewOf(ports, await own(ports, caller, sync));
}

/** Has a worker read them. Throws `conflict` while the sync is at work: nothing could be chosen then. */
export async function requestGroups(ports: EnginePorts, caller: Caller, sync: string): Promise<GroupsView> {
  const { firm } = await own(ports, caller, sync);
  const now = ports.clock.now();
  const record = await updateSync(ports, { firm, sync }, (known) => {
    refuseWhilePaused(known);
    if (!isChoosing(known)) throw cannotNow(known);
    return { ...known, groupsAskedAt: now, dueAt: now + ports.settings.leaseMs };
  });
  await ports.queue.send({ v: 1, kind: 'change', firm, sync, why: 'person' });
  return await viewOf(ports, record);
}

const isChoosing = ({ state }: SyncRecord): boolean =>
  state === 'draft' || state === 'previewed' || state === 'stopped';

async function viewOf(ports: EnginePorts, record: SyncRecord): Promise<GroupsView> {
  const { left, right, readAt, failed } = await readGroupsRecord(ports, record);
  return {
    left,
    right,
    isAsked: record.groupsAskedAt !== undefined,
    ...(readAt === undefined ? {} : { readAt }),
    ...(failed ? { failure: `${nameOf(ports, record, failed).label} gave no answer. Try again in a moment.` } : {}),
  };
}

/** What a page asked for, as it was read from the service itself. Throws `refused` when it is none of what can be chosen. */
export async function chosen(
  ports: EnginePorts,
  record: SyncRecord,
  wanted: ChoiceRequest | undefined,
): Promise<Choice | undefined> {
  const known = record.policy.choice;
  if (wanted === undefined || wanted === 'everything') return wanted === undefined ? known : undefined;
  const { side } = wanted;
  const group = (await readGroupsRecord(ports, record))[side].find(({ id }) => id === wanted.group);
  if (group) return { side, group };
  if (known?.side === side && known.group.id === wanted.group) return known;
  throw new SyncError('refused', 'What you chose is not there any more. Read the list again, and choose anew.');
}
