import { type Matters, SyncError } from '@concord/core';
import { hostsOf } from '../connect/hosts.ts';
import type { OpenConnection } from '../connect/open-connection.ts';
import type { EnginePorts } from '../ports.ts';
import { gatedBy, type Lease } from '../sync/lease.ts';

/** Everything one slice of work on watches needs. Lives for seconds, in one worker, under one lease. */
export type WatchWork = {
  readonly ports: EnginePorts;
  readonly firm: string;
  readonly connection: string;
  readonly matters: Matters;
  readonly open: OpenConnection;
  readonly lease: Lease;
};

/** The matters behind a connection; no request of theirs starts without the lease. */
export async function openMatters(ports: EnginePorts, open: OpenConnection, lease: Lease): Promise<WatchWork> {
  const { connection, accessToken } = open;
  const provider = ports.providers[connection.provider];
  const hosts = provider && hostsOf(ports, provider, connection.region);
  if (provider?.matters === undefined || hosts === undefined)
    throw new SyncError('misconfigured', 'This deployment has no matters.', { provider: connection.provider });
  const matters = provider.matters.open({
    transport: gatedBy(lease, ports),
    accessToken,
    hosts,
    clock: ports.clock,
  });
  return { ports, firm: connection.firm, connection: connection.id, matters, open, lease };
}
