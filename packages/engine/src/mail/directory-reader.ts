import { type Collection, type CollectionContext, SyncError } from '@concord/core';
import { type Connection, readConnection, readConnections } from '../connect/connection.ts';
import { listMembers, readMember } from '../connect/firm.ts';
import { hostsOf } from '../connect/hosts.ts';
import { type OpenConnection, openConnection } from '../connect/open-connection.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { gatedBy, type Lease } from '../sync/lease.ts';
import { type DirectoryRecord, sharedReader } from './directory-record.ts';

/** With whose Clio the contacts are read, and which reader of the record that is. */
export type Reader = { readonly name: string; readonly connection: string; readonly seesEverything: boolean };

/**
 * Who sees everything and read last goes on; otherwise the member whose mail it is, otherwise another member with a mailbox who sees
 * everything, otherwise what that member sees. Undefined while no Clio of theirs works.
 */
export async function readerFor(
  ports: EnginePorts,
  caller: Caller,
  { by }: Pick<DirectoryRecord, 'by'>,
): Promise<Reader | undefined> {
  const last = by === undefined ? undefined : await readConnection(ports, caller.firm, by);
  if (last && isWorking(last) && last.seesEverything) return shared(last);
  const own = (await connectionsOf(ports, caller)).find(isWorking);
  if (own?.seesEverything) return shared(own);
  const other = await otherReader(ports, caller);
  if (other) return shared(other);
  return own && { name: own.id, connection: own.id, seesEverything: false };
}

const isWorking = ({ provider, state }: Connection): boolean => provider === 'clio' && state === 'active';
const shared = ({ id }: Connection): Reader => ({ name: sharedReader, connection: id, seesEverything: true });

async function connectionsOf(ports: EnginePorts, caller: Caller): Promise<readonly Connection[]> {
  const member = await readMember(ports, caller);
  const connections = await readConnections(ports, caller.firm, member?.connections ?? []);
  return connections.filter((each) => each.member === caller.member);
}

async function otherReader(ports: EnginePorts, { firm, member: own }: Caller): Promise<Connection | undefined> {
  for (const { member } of await listMembers(ports, firm)) {
    if (member === own) continue;
    const connections = await connectionsOf(ports, { firm, member });
    if (!connections.some(({ purpose }) => purpose === 'mail')) continue;
    const clio = connections.find((each) => isWorking(each) && each.seesEverything);
    if (clio) return clio;
  }
  return undefined;
}

export type OpenReader = { readonly open: OpenConnection; readonly contacts: Collection };

/** The contacts of Clio; no request starts without the lease of the mailbox. Throws what `openConnection` throws. */
export async function openReader(
  ports: EnginePorts,
  firm: string,
  { connection: id, seesEverything }: Reader,
  lease: Lease,
): Promise<OpenReader> {
  const open = await openConnection(ports, firm, id);
  const { connection, accessToken } = open;
  const provider = ports.providers[connection.provider];
  const collection = provider?.collections.contact;
  const hosts = provider && hostsOf(ports, provider, connection.region);
  if (collection === undefined || hosts === undefined)
    throw new SyncError('misconfigured', 'This deployment has no contacts of Clio.', { provider: connection.provider });
  const context: CollectionContext = {
    transport: gatedBy(lease, ports),
    accessToken,
    hosts,
    clock: ports.clock,
    claims: noClaims,
    phoneRegion: ports.settings.phoneRegion,
    seesEverything,
  };
  return { open, contacts: collection(context) };
}

/** Nothing is ever written here. */
const noClaims: CollectionContext['claims'] = {
  take: async () => ({ kind: 'busy' }),
  bind: async () => undefined,
  release: async () => undefined,
};
