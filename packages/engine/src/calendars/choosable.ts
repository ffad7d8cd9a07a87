import { type Listed, type SideName, SyncError } from '@concord/core';
import type { Connection } from '../connect/connection.ts';
import { readMember } from '../connect/firm.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import type { SyncEnd } from '../sync/sync-record.ts';
import { readCalendarsRecord } from './calendars-record.ts';

type Sides = Readonly<Record<SideName, Connection>>;

/** Whether somebody may keep this one in step; undefined: they may, otherwise why not. */
export function whyNot({ kind, writable }: Listed, isOwner: boolean): string | undefined {
  if (kind === 'firm' && !isOwner)
    return 'Only the account owner can sync the firm calendar, so that it is not doubled.';
  return writable ? undefined : 'This account may look at it and not change it.';
}

export const isOwner = async (ports: EnginePorts, caller: Caller): Promise<boolean> =>
  (await readMember(ports, caller))?.isOwner === true;

const notThere = 'That calendar is not in the list any more. Read the list again, and choose anew.';

/**
 * The calendars that these ids stand for, as a worker read them from the services themselves. Throws `refused` for one that is
 * in no list, or that this member may not keep in step.
 */
export async function chosenCalendars(
  ports: EnginePorts,
  caller: Caller,
  { right }: Sides,
  wanted: Readonly<Record<SideName, string>> | undefined,
): Promise<Readonly<Record<SideName, NonNullable<SyncEnd['collection']>>>> {
  if (wanted === undefined) throw new SyncError('refused', 'Choose a calendar on either side first.');
  const lists = await readCalendarsRecord(ports, { firm: caller.firm, connection: right.id });
  const owner = await isOwner(ports, caller);
  const find = (side: SideName): NonNullable<SyncEnd['collection']> => {
    const listed = lists[side].find(({ id }) => id === wanted[side]);
    const refusal = listed ? whyNot(listed, owner) : notThere;
    if (listed === undefined || refusal !== undefined) throw new SyncError('refused', refusal ?? notThere);
    return { id: listed.id, name: listed.name };
  };
  return { left: find('left'), right: find('right') };
}
