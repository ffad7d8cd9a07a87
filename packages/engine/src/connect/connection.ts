import type { ConnectionState, ErrorCode, Identity, Instant, ProviderName, Row } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { connectionKey } from './keys.ts';
import { updateRow } from './update-row.ts';

/** One member's grant at one provider, bound to one account there. */
export type Connection = {
  readonly firm: string;
  readonly id: string;
  readonly provider: ProviderName;
  /** Stable and unique within the provider; never shown. */
  readonly accountId: string;
  /** The account's e-mail or name, for people to read. */
  readonly account: string;
  readonly member: string;
  readonly state: ConnectionState;
  /** Why it is lost. */
  readonly reason?: ErrorCode;
  /** The grant (tokens), for the vault to open. Present only while the connection is active. */
  readonly sealed?: string;
  /** The worker that refreshes the grant just now, and until when it may. */
  readonly refreshing?: { readonly by: string; readonly until: Instant };
  /** False when this account sees only part of the firm's contacts: what it does not find may still be there. */
  readonly seesEverything: boolean;
  readonly isOwner: boolean;
  readonly rev: number;
};

export async function readConnection(ports: EnginePorts, firm: string, id: string): Promise<Connection | undefined> {
  const row = await ports.table.get(connectionKey(firm, id));
  return row && toConnection(row);
}

/** The member's own connection. Another member's, another firm's and an unknown one cannot be told apart. */
export async function ownConnection(ports: EnginePorts, caller: Caller, id: string): Promise<Connection | undefined> {
  const connection = await readConnection(ports, caller.firm, id);
  return connection?.member === caller.member ? connection : undefined;
}

/** In the order of the ids; those that lead nowhere are left out. */
export async function readConnections(
  ports: EnginePorts,
  firm: string,
  ids: readonly string[],
): Promise<readonly Connection[]> {
  const rows = await ports.table.getMany(ids.map((id) => connectionKey(firm, id)));
  const found = new Map(rows.map(toConnection).map((connection) => [connection.id, connection]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Saves only over the revision it carries; false when somebody else was quicker. The saved row has the next revision. */
export async function saveConnection(ports: EnginePorts, connection: Connection): Promise<boolean> {
  const row = { ...connection, ...connectionKey(connection.firm, connection.id), rev: connection.rev + 1 };
  return await ports.table.put(row, { kind: 'rev', rev: connection.rev });
}

/** `change` returns undefined to leave it as it is. Resolves to the connection as it then stands. */
export async function updateConnection(
  ports: EnginePorts,
  firm: string,
  id: string,
  change: (connection: Connection | undefined) => Connection | undefined,
): Promise<Connection | undefined> {
  const row = await updateRow(ports.table, connectionKey(firm, id), (row) => change(row && toConnection(row)));
  return row && toConnection(row);
}

export const accountLabel = (identity: Identity): string => identity.email ?? identity.name ?? identity.accountId;

/** Without its grant and whoever refreshes it. */
export function withoutGrant(connection: Connection): Connection {
  const { sealed: _sealed, refreshing: _refreshing, reason: _reason, ...rest } = connection;
  return rest;
}

/** Only this file writes these rows. */
function toConnection(row: Row): Connection {
  const { pk: _pk, sk: _sk, ...connection } = row;
  return connection as unknown as Connection;
}
