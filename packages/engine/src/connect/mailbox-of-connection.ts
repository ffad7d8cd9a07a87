import { ringMailbox } from '../mail/bell.ts';
import { forgetMailbox } from '../mail/forget-mailbox.ts';
import { endMailHook } from '../mail/hooks.ts';
import { mailBellKey, mailboxPartition, partsOfMailbox } from '../mail/keys.ts';
import { type LoadedMailWork, readMailWork, saveMailWork } from '../mail/mail-work.ts';
import { openMailbox } from '../mail/open-mailbox.ts';
import type { EnginePorts } from '../ports.ts';
import { leaseAtRest } from '../sync/end-subscriptions.ts';
import { besideSyncs, type Lease } from '../sync/lease.ts';
import { removeAll } from '../sync/remove-all.ts';
import { partsOfWishes, wishPartition } from '../wishes/keys.ts';
import type { Connection } from './connection.ts';
import { providerNamed } from './oauth-context.ts';

/** What a connection's life means for its mailbox: the only place here that knows it. All are safe to repeat. */

/** A worker begins with it, or goes on. */
export async function beginMailbox(ports: EnginePorts, { firm, id }: Connection): Promise<void> {
  const box = { firm, connection: id };
  // Whoever came for an earlier ring may have left again, because it was lost.
  await ports.table.remove(mailBellKey(box));
  await ringMailbox(ports, box, { ids: 'all' });
}

/**
 * Nobody is told of its mail any more. `accessToken`: what is left of its grant; absent when that is dead. Throws `unavailable`
 * while a worker is still at it, and what the provider says that wants to be asked later.
 */
export async function silenceMailbox(
  ports: EnginePorts,
  connection: Connection,
  accessToken: (() => Promise<string>) | undefined,
): Promise<void> {
  await underLease(ports, connection, async (lease) => {
    const loaded = await readMailWork(ports, boxOf(connection));
    await endHook(ports, connection, lease, loaded, accessToken);
    const { hook, ...record } = loaded.record;
    if (hook) await saveMailWork(ports, boxOf(connection), { ...loaded, record });
  });
}

/** Removes all that is known of it, and its part of the firm's engagements. Throws `unavailable` while a worker is still at it, or more is left. */
export async function forgetMailboxOf(ports: EnginePorts, connection: Connection): Promise<void> {
  const box = boxOf(connection);
  await underLease(ports, connection, async (lease) => {
    await endHook(ports, connection, lease, await readMailWork(ports, box), undefined);
    await forgetMailbox(ports, box, lease);
    for (const prefix of partsOfMailbox) await removeAll(ports, mailboxPartition(box), prefix, lease);
    for (const prefix of partsOfWishes) await removeAll(ports, wishPartition(box.firm, box.connection), prefix, lease);
  });
}

async function underLease(
  ports: EnginePorts,
  { firm, id }: Connection,
  work: (lease: Lease) => Promise<void>,
): Promise<void> {
  const lease = await leaseAtRest(ports, { firm, connection: id, sync: besideSyncs.mail });
  try {
    await work(lease);
  } finally {
    await lease.release({});
  }
}

async function endHook(
  ports: EnginePorts,
  connection: Connection,
  lease: Lease,
  { record: { hook } }: LoadedMailWork,
  accessToken: (() => Promise<string>) | undefined,
): Promise<void> {
  const provider = providerNamed(ports, connection.provider);
  if (provider === undefined) return;
  const opened = accessToken && openMailbox(ports, { connection, accessToken }, lease);
  await endMailHook(ports, { provider, connection, note: hook, ...(opened ? { mailbox: opened.mailbox } : {}) });
}

const boxOf = ({ firm, id }: Connection) => ({ firm, connection: id });
