import type { SyncView } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { own } from './own-sync.ts';
import { listRecords } from './sync-record.ts';
import { viewOf } from './sync-view.ts';

export async function syncView(ports: EnginePorts, caller: Caller, sync: string): Promise<SyncView> {
  return await viewOf(ports, await own(ports, caller, sync));
}

/** The caller's own. */
export async function listSyncs(ports: EnginePorts, caller: Caller): Promise<readonly SyncView[]> {
  const records = await listRecords(ports, caller.firm);
  return await Promise.all(
    records.filter(({ member }) => member === caller.member).map((record) => viewOf(ports, record)),
  );
}
