import { createHash } from 'node:crypto';
import type { Key, ProviderName } from '@concord/core';
import type { ConnectionPurpose } from './purpose.ts';

/** Rows of a firm share one partition; the firm's id is in every key. */
export const firmKey = (firm: string): Key => ({ pk: `FIRM#${firm}`, sk: 'FIRM' });
export const memberPrefix = 'MEMBER#';
export const memberKey = (firm: string, member: string): Key => ({
  pk: `FIRM#${firm}`,
  sk: `${memberPrefix}${member}`,
});
export const connectionKey = (firm: string, connection: string): Key => ({
  pk: `FIRM#${firm}`,
  sk: `CONN#${connection}`,
});
export const inviteKey = (firm: string, invite: string): Key => ({ pk: `FIRM#${firm}`, sk: `INVITE#${invite}` });
/** A link in a letter, by the digest of its token. */
export const linkKey = (link: string): Key => ({ pk: `LINK#${link}`, sk: 'LINK' });
/** Every connection that somebody made to this account, in whatever firm. */
export const accountConnectionsKey = (provider: string, region: string | undefined, accountId: string): string =>
  `IDENTITY#${provider}#${region ?? ''}#${accountId}`;
/** One authorization under way. It has no firm yet: the first sign-in is what tells the firm. */
export const transactionKey = (state: string): Key => ({ pk: `AUTH#${state}`, sk: 'AUTH' });

/** Ids that come from a provider and become part of a key: nothing that could end one part and begin another. */
export const isKeyPart = (text: string): boolean => /^[\w.:-]{1,128}$/u.test(text);

/**
 * The same member granting the same account always finds the same connection; another account is another connection, so
 * that mappings are never pointed at somebody else's mailbox. What has a grant of its own is a connection of its own.
 */
export function connectionIdOf(
  firm: string,
  member: string,
  provider: ProviderName,
  accountId: string,
  purpose?: ConnectionPurpose,
): string {
  return digest(JSON.stringify([firm, member, provider, accountId, ...(purpose ? [purpose] : [])])).slice(0, 22);
}

/** SHA-256, base64url: also what PKCE S256 asks for. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
