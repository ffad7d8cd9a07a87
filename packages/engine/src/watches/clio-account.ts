import { SyncError } from '@concord/core';
import { type Connection, readConnections } from '../connect/connection.ts';
import { readMember } from '../connect/firm.ts';
import type { Caller, EnginePorts } from '../ports.ts';

/** The caller's own connection with the book that has matters; undefined before they ever signed in with it. */
export async function clioOf(ports: EnginePorts, caller: Caller): Promise<Connection | undefined> {
  const member = await readMember(ports, caller);
  const connections = await readConnections(ports, caller.firm, member?.connections ?? []);
  const own = connections.filter(
    ({ provider, member: owner }) => owner === caller.member && ports.providers[provider]?.matters !== undefined,
  );
  return own.find(({ state }) => state === 'active') ?? own[0];
}

/** Throws `refused` where it does not work just now. */
export async function workingClioOf(ports: EnginePorts, caller: Caller): Promise<Connection> {
  const connection = await clioOf(ports, caller);
  if (connection?.state !== 'active') throw new SyncError('refused', notConnected);
  return connection;
}

export const notConnected = 'Your Clio account is not connected just now. Sign in with Clio again, then retry.';
