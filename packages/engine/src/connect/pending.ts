import { type Instant, type Provider, SyncError } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { type Connection, moved, ownConnection, updateConnection } from './connection.ts';
import { listConnection, unlistConnection } from './firm.ts';
import { connectionIdOf, connectionKey } from './keys.ts';
import { makeLink } from './links.ts';
import { providerNamed } from './oauth-context.ts';
import { type ConnectionPurpose, labelOf, oauthOf } from './purpose.ts';

/*
 * Before anybody has come back from a provider it is not known which account it will be. Until then a row of its own stands
 * for the attempt: with "Need admin approval" nobody ever comes back, and the page must be able to say what to do. Whoever
 * goes for mail is another one than who goes for syncing.
 */

const daysMs = 24 * 60 * 60 * 1000;
const connectingMs = 7 * daysMs;
const needsAdminMs = 60 * daysMs;

type Attempt = { readonly provider: Provider; readonly purpose: ConnectionPurpose | undefined };

const pendingIdOf = ({ firm, member }: Caller, { provider, purpose }: Attempt): string =>
  connectionIdOf(firm, member, provider.name, '', purpose);

/** Somebody is on the way to the provider. What already waits for an administrator goes on waiting. */
export async function notePending(ports: EnginePorts, caller: Caller, attempt: Attempt): Promise<void> {
  const id = pendingIdOf(caller, attempt);
  const now = ports.clock.now();
  await listConnection(ports, caller, id);
  await updateConnection(ports, caller.firm, id, (known) =>
    known && known.state !== 'connecting' ? undefined : { ...pending(caller, attempt, id, now), rev: known?.rev ?? 0 },
  );
}

/** Somebody is on the way to bring back what was disconnected. */
export async function noteAttempt(ports: EnginePorts, { firm, id }: Connection): Promise<void> {
  await updateConnection(ports, firm, id, (known) =>
    known?.state === 'disconnected' && !known.attempted ? { ...known, attempted: true } : undefined,
  );
}

/** Whoever was on the way has come back, with whatever answer. */
export async function endPending(ports: EnginePorts, caller: Caller, attempt: Attempt): Promise<void> {
  await removeAttempt(ports, caller, pendingIdOf(caller, attempt));
}

export async function removeAttempt(ports: EnginePorts, caller: Caller, id: string): Promise<void> {
  await ports.table.remove(connectionKey(caller.firm, id));
  await unlistConnection(ports, caller, id);
}

/**
 * The provider wants an administrator to approve first: the connection waits, with a link for them. `connection` is the one
 * that was to be brought back; without it the attempt itself waits.
 */
export async function waitForAdmin(
  ports: EnginePorts,
  caller: Caller,
  attempt: Attempt,
  connection: string | undefined,
): Promise<void> {
  const id = connection ?? pendingIdOf(caller, attempt);
  const now = ports.clock.now();
  const { token, until } = await makeLink(ports, { kind: 'approve', firm: caller.firm, target: id });
  const sealed = await ports.vault.seal(token, adminLinkOwner(caller.firm, id));
  await listConnection(ports, caller, id);
  await updateConnection(ports, caller.firm, id, (known) => {
    const waiting = moved(known ?? { ...pending(caller, attempt, id, now), rev: 0 }, 'adminWanted', now);
    if (waiting === undefined) return undefined;
    const ends = waiting.accountId === '' ? { expiresAt: Math.ceil((now + needsAdminMs) / 1000) } : {};
    return { ...waiting, lostCause: 'adminNeeded', adminLink: { sealed, until }, ...ends };
  });
}

/** The member says that the provider wants an administrator. Throws `notFound`, and `refused` where that cannot be. */
export async function askAdmin(ports: EnginePorts, caller: Caller, id: string): Promise<void> {
  const connection = await ownConnection(ports, caller, id);
  const provider = connection && providerNamed(ports, connection.provider);
  if (connection === undefined || provider === undefined)
    throw new SyncError('notFound', 'There is no such connection.');
  const { purpose } = connection;
  if (oauthOf(provider, purpose).adminConsent === undefined || connection.state === 'active')
    throw new SyncError('refused', `${labelOf(provider, purpose)} does not ask for an administrator now.`);
  await waitForAdmin(ports, caller, { provider, purpose }, id);
}

export const adminLinkOwner = (firm: string, connection: string): string => `adminLink:${firm}:${connection}`;

function pending(
  { firm, member }: Caller,
  { provider, purpose }: Attempt,
  id: string,
  now: Instant,
): Omit<Connection, 'rev'> {
  return {
    firm,
    id,
    provider: provider.name,
    ...(purpose === undefined ? {} : { purpose }),
    accountId: '',
    account: '',
    member,
    state: 'connecting',
    since: now,
    seesEverything: true,
    isOwner: false,
    expiresAt: Math.ceil((now + connectingMs) / 1000),
  };
}
