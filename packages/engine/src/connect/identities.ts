import type { EnginePorts } from '../ports.ts';
import type { Connection } from './connection.ts';
import { accountConnectionsKey } from './keys.ts';

type Known = Pick<Connection, 'firm' | 'id' | 'provider' | 'region' | 'accountId'>;
export type ConnectionId = Pick<Connection, 'firm' | 'id'>;

const maximum = 100;

const keyOf = ({ firm, id, provider, region, accountId }: Known) => ({
  pk: accountConnectionsKey(provider, region, accountId),
  sk: `CONN#${firm}#${id}`,
});

/** Remembers that this account is used by this connection. Safe to repeat. */
export async function noteIdentity(ports: EnginePorts, connection: Known): Promise<void> {
  const { firm, id } = connection;
  await ports.table.put({ ...keyOf(connection), rev: 1, firm, id }, { kind: 'absent' });
}

export async function forgetIdentity(ports: EnginePorts, connection: Known): Promise<void> {
  await ports.table.remove(keyOf(connection));
}

/** The connections of this account, of whatever member and firm; at most a hundred. */
export async function connectionsOfAccount(
  ports: EnginePorts,
  { provider, region, accountId }: Pick<Connection, 'provider' | 'region' | 'accountId'>,
): Promise<readonly ConnectionId[]> {
  const pk = accountConnectionsKey(provider, region, accountId);
  const { rows } = await ports.table.query({ pk, prefix: 'CONN#', limit: maximum });
  return rows.map((row) => ({ firm: String(row['firm']), id: String(row['id']) }));
}
