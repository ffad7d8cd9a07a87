import { type Communications, SyncError } from '@concord/core';
import { hostsOf } from '../../connect/hosts.ts';
import { gatedBy } from '../../sync/lease.ts';
import type { WatchWork } from '../../watches/open-matters.ts';

export type OpenCommunications = {
  readonly communications: Communications;
  /** How long after it was made a search may still miss one. */
  readonly searchLagMs: number;
};

/** What is logged on the matters behind a connection; no request starts without the lease. */
export function openCommunications({ ports, open, lease }: WatchWork): OpenCommunications {
  const { connection, accessToken } = open;
  const provider = ports.providers[connection.provider];
  const hosts = provider && hostsOf(ports, provider, connection.region);
  if (provider?.communications === undefined || hosts === undefined)
    throw new SyncError('misconfigured', 'This deployment files nothing.', { provider: connection.provider });
  const transport = gatedBy(lease, ports);
  const communications = provider.communications.open({ transport, accessToken, hosts, clock: ports.clock });
  return { communications, searchLagMs: provider.communications.searchLagMs };
}
