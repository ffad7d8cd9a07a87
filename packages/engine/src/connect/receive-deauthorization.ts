import type { ProviderName } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { type Connection, readConnection, updateConnection } from './connection.ts';
import { regionsOf } from './hosts.ts';
import { connectionsOfAccount } from './identities.ts';
import { providerNamed } from './oauth-context.ts';

/** Anybody can send such a notice, and as many as they like: an account is tried for it no more often than this. */
const pauseMs = 60_000;

/**
 * A provider says that somebody removed Concord from their apps. What it sends is documented nowhere and proves nothing, so
 * it only makes a worker try the grants of the accounts that it may mean. Resolves to how many will be tried.
 */
export async function receiveDeauthorization(ports: EnginePorts, name: ProviderName, body: string): Promise<number> {
  const provider = providerNamed(ports, name);
  const hints = provider?.webhook.accountHints?.(body) ?? [];
  if (provider === undefined || hints.length === 0) return 0;
  const regions = regionsOf(ports, provider);
  const accounts = hints.flatMap((accountId) => regions.map((region) => ({ provider: name, region, accountId })));
  const found = await Promise.all(accounts.map((account) => connectionsOfAccount(ports, account)));
  let tried = 0;
  for (const { firm, id } of found.flat()) if (await verifySoon(ports, firm, id)) tried += 1;
  return tried;
}

async function verifySoon(ports: EnginePorts, firm: string, id: string): Promise<boolean> {
  const known = await readConnection(ports, firm, id);
  if (known?.state !== 'active' || known.chore?.verify) return false;
  const now = ports.clock.now();
  const at = Math.max(now, (known.triedAt ?? 0) + pauseMs);
  const changed = (connection: Connection): Connection => ({
    ...connection,
    chore: { ...connection.chore, since: now, verify: true },
    triedAt: at,
    dueAt: at,
  });
  await updateConnection(ports, firm, id, (connection) =>
    connection?.state === 'active' ? changed(connection) : undefined,
  );
  if (at === now) await ports.queue.send({ v: 1, kind: 'connection', firm, connection: id });
  return true;
}
