import { SyncError } from '@concord/core';
import { type Connection, ownConnection, readConnections } from '../connect/connection.ts';
import { readMember } from '../connect/firm.ts';
import type { Caller, EnginePorts } from '../ports.ts';

/** The caller's own mailbox. Another member's, another firm's and an unknown one cannot be told apart. Throws `notFound`. */
export async function ownMailbox(ports: EnginePorts, caller: Caller, id: string): Promise<Connection> {
  const connection = await ownConnection(ports, caller, id);
  if (connection?.purpose !== 'mail') throw new SyncError('notFound', 'There is no such mailbox.');
  return connection;
}

/** The caller's own mailboxes, in the order in which they were first connected. */
export async function ownMailboxes(ports: EnginePorts, caller: Caller): Promise<readonly Connection[]> {
  const member = await readMember(ports, caller);
  const all = await readConnections(ports, caller.firm, member?.connections ?? []);
  return all.filter(({ member: owner, purpose }) => owner === caller.member && purpose === 'mail');
}
