import type { Provider } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import type { Settled } from './adopt-grant.ts';
import { moved, updateConnection } from './connection.ts';
import { spendLink } from './links.ts';
import { oauthOf } from './purpose.ts';
import type { Transaction } from './transaction.ts';

/**
 * An administrator came back. What they say proves nothing about who they are, and gives nobody anything: it only wakes the
 * person who waits, whose own sign-in then succeeds or does not.
 */
export async function approveByAdmin(
  ports: EnginePorts,
  provider: Provider,
  { purpose, link, for: use }: Transaction,
  query: Readonly<Record<string, string>>,
): Promise<Settled> {
  const oauth = oauthOf(provider, use);
  if (purpose.kind !== 'approve' || !oauth.adminConsent?.isApproval(query)) {
    ports.log.info('approval.refused', { provider: provider.name, code: oauth.refusal(query) });
    return { notice: 'notApproved', cookies: [] };
  }
  const now = ports.clock.now();
  await updateConnection(ports, purpose.firm, purpose.connection, (known) => {
    const approved = known && moved(known, 'approved', now);
    const ends = known?.expiresAt === undefined ? {} : { expiresAt: known.expiresAt };
    return approved && { ...approved, ...ends, reminded: 0, dueAt: now };
  });
  await spendLink(ports, link);
  return { notice: 'approved', cookies: [] };
}
