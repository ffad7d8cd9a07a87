import type { SyncView } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { refuseWhilePaused } from './operator-pause.ts';
import { cannotNow, due, own, rung } from './own-sync.ts';
import { updateSync } from './sync-record.ts';
import { viewOf } from './sync-view.ts';

/**
 * A full pass of a live sync on a person's wish: it looks at everything on both sides, and writes only what differs. While one
 * that was asked for is not done, asking again does nothing. Throws `conflict` unless the sync is live.
 */
export async function requestRefresh(ports: EnginePorts, caller: Caller, sync: string): Promise<SyncView> {
  const known = await own(ports, caller, sync);
  if (known.state === 'live' && known.refresh !== undefined) return await viewOf(ports, known);
  const run = ports.random.id(9);
  const record = await updateSync(ports, { firm: caller.firm, sync }, (found) => {
    refuseWhilePaused(found);
    if (found.state !== 'live') throw cannotNow(found);
    return found.refresh === undefined ? due(ports, { ...found, refresh: run }) : undefined;
  });
  return await rung(ports, record);
}
