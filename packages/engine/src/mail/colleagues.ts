import { domainOf, mailKey } from '@concord/core';
import { readConnections } from '../connect/connection.ts';
import { listMembers } from '../connect/firm.ts';
import type { EnginePorts } from '../ports.ts';
import { colleaguesKey } from './keys.ts';
import { isPublicDomain } from './public-domains.ts';

/** The addresses of all members of a firm and of their accounts, as core's `mailKey` makes them. */
export async function readColleagues(ports: EnginePorts, firm: string): Promise<readonly string[]> {
  const members = await listMembers(ports, firm);
  const connections = await readConnections(
    ports,
    firm,
    members.flatMap((member) => member.connections),
  );
  const addresses = [...members.map(({ email }) => email), ...connections.map(({ account }) => account)];
  return [...new Set(addresses.filter((address) => address.includes('@')).map(mailKey))].filter((key) => key !== '');
}

/** So long a new member without a mailbox here, and outside of the firm's own domains, may be taken for somebody else. */
const keptMs = 6 * 60 * 60_000;

/** The same, from what was gathered last, as long as that is not old. One read unit, mostly. `anew`: somebody has just come. */
export async function colleaguesOf(ports: EnginePorts, firm: string, anew: boolean): Promise<readonly string[]> {
  const row = await ports.table.get(colleaguesKey(firm));
  const now = ports.clock.now();
  const [known, at] = [row?.['addresses'], Number(row?.['at'] ?? 0)];
  if (!anew && Array.isArray(known) && now - at < keptMs) return known.map(String);
  const addresses = await readColleagues(ports, firm);
  await ports.table.put({ ...colleaguesKey(firm), rev: (row?.rev ?? 0) + 1, addresses, at: now });
  return addresses;
}

/** The domains that are the firm's own, by the addresses of its members. */
export function ownDomainsOf(colleagues: readonly string[]): readonly string[] {
  const domains = new Set(colleagues.map(domainOf).filter((domain) => domain !== '' && !isPublicDomain(domain)));
  return [...domains].sort();
}
