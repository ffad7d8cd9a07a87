import type { SyncView } from '@concord/core';
import { type Connection, readConnections } from '../connect/connection.ts';
import { listMembers } from '../connect/firm.ts';
import type { EnginePorts } from '../ports.ts';
import { listRecords, type SyncRecord } from './sync-record.ts';
import { viewOf } from './sync-view.ts';

/** What an operator sees of a firm: states, times and numbers, and of people only the e-mail addresses of members. */
export type FirmStatus = {
  readonly firm: string;
  readonly members: readonly string[];
  readonly connections: readonly ConnectionStatus[];
  readonly syncs: readonly SyncStatus[];
};
/** `member`: the e-mail address, or the number of one who has none. */
export type ConnectionStatus = Pick<Connection, 'id' | 'provider' | 'purpose' | 'state' | 'lostCause'> & {
  readonly member: string;
};
export type SyncStatus = Pick<
  SyncView,
  'itemType' | 'state' | 'trouble' | 'progress' | 'freshness' | 'inStepAt' | 'waiting' | 'linked'
> &
  Pick<SyncRecord, 'sync' | 'byOperator' | 'undo'> & { readonly member: string; readonly provider: string };

/** Syncs are looked at so many at once. */
const atOnce = 20;

/** `member`: an e-mail address or number; then only what is theirs. */
export async function firmStatus(ports: EnginePorts, firm: string, member?: string): Promise<FirmStatus> {
  const members = (await listMembers(ports, firm)).filter(
    (each) => member === undefined || each.member === member || each.email.toLowerCase() === member.toLowerCase(),
  );
  const named = new Map(members.map((each) => [each.member, each.email || each.member]));
  const nameOf = (one: { readonly member: string }): string => named.get(one.member) ?? one.member;
  const isMeant = (one: { readonly member: string }): boolean => member === undefined || named.has(one.member);
  const connections = await readConnections(
    ports,
    firm,
    members.flatMap((each) => each.connections),
  );
  const records = (await listRecords(ports, firm)).filter(isMeant);
  const syncs: SyncStatus[] = [];
  for (let first = 0; first < records.length; first += atOnce)
    syncs.push(
      ...(await Promise.all(records.slice(first, first + atOnce).map((each) => syncStatus(ports, each, nameOf(each))))),
    );
  return {
    firm,
    members: [...named.values()],
    connections: connections.map((each) => connectionStatus(each, nameOf(each))),
    syncs,
  };
}

function connectionStatus({ id, provider, purpose, state, lostCause }: Connection, member: string): ConnectionStatus {
  return {
    id,
    provider,
    state,
    member,
    ...(purpose === undefined ? {} : { purpose }),
    ...(lostCause === undefined ? {} : { lostCause }),
  };
}

async function syncStatus(ports: EnginePorts, record: SyncRecord, member: string): Promise<SyncStatus> {
  const { itemType, state, trouble, progress, freshness, inStepAt, waiting, linked } = await viewOf(ports, record);
  const { sync, byOperator, undo, right } = record;
  return {
    sync,
    member,
    provider: right.provider,
    itemType,
    state,
    waiting,
    linked,
    ...(trouble === undefined ? {} : { trouble }),
    ...(progress === undefined ? {} : { progress }),
    ...(freshness === undefined ? {} : { freshness }),
    ...(inStepAt === undefined ? {} : { inStepAt }),
    ...(byOperator === undefined ? {} : { byOperator }),
    ...(undo === undefined ? {} : { undo }),
  };
}
