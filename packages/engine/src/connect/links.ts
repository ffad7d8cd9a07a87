import type { Instant } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { digest, isKeyPart, linkKey } from './keys.ts';

/** What a link in a letter is for. It proves nothing about who follows it: whoever comes back must be the one it names. */
export type Link = {
  readonly kind: 'reconnect' | 'invite' | 'approve';
  readonly firm: string;
  /** A connection, or an invitation. */
  readonly target: string;
};

export type FoundLink = Link & { readonly digest: string };

export const linkLifetimeMs = 7 * 24 * 60 * 60 * 1000;

export type MadeLink = {
  readonly url: string;
  readonly token: string;
  readonly digest: string;
  readonly until: Instant;
};

/** A new link that works for seven days. Only a digest of its token is kept. */
export async function makeLink(ports: EnginePorts, link: Link): Promise<MadeLink> {
  const token = ports.random.id(32);
  const until = ports.clock.now() + linkLifetimeMs;
  const key = digest(token);
  await ports.table.put({ ...linkKey(key), rev: 1, ...link, expiresAt: Math.ceil(until / 1000) });
  return { url: linkUrl(ports, token), token, digest: key, until };
}

export const linkUrl = (ports: EnginePorts, token: string): string => `${ports.settings.publicUrl}/auth/link/${token}`;

/** Reading it spends nothing: mail scanners follow links before people do. Undefined when unknown, expired or spent. */
export async function readLink(ports: EnginePorts, token: string): Promise<FoundLink | undefined> {
  if (!isKeyPart(token)) return undefined;
  const key = digest(token);
  const row = await ports.table.get(linkKey(key));
  if (row === undefined || Number(row.expiresAt) * 1000 <= ports.clock.now()) return undefined;
  return { kind: row['kind'] as Link['kind'], firm: String(row['firm']), target: String(row['target']), digest: key };
}

/** Somebody whom it names came back. Safe to repeat. */
export async function spendLink(ports: EnginePorts, link: string | undefined): Promise<void> {
  if (link !== undefined) await ports.table.remove(linkKey(link));
}
