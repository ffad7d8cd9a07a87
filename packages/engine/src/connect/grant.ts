import type { Grant, Instant } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import type { Connection } from './connection.ts';

/** What is kept of a grant. */
export type StoredGrant = {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly expiresAt: Instant;
  /** By our clock. */
  readonly obtainedAt: Instant;
  readonly scopes: readonly string[];
};

const refreshAheadMs = 120_000;
/** A token is used this long whatever its lifetime says, or one with a lifetime of nothing would be refreshed for every request. */
const leastUseMs = 30_000;

export const isFresh = (grant: StoredGrant, now: Instant): boolean =>
  now < Math.max(grant.expiresAt - refreshAheadMs, grant.obtainedAt + leastUseMs);

export const isUsable = (grant: StoredGrant, now: Instant): boolean => now < grant.expiresAt;

/** `previous`: its refresh token stays when the new grant brings none. */
export function toStored(grant: Grant, obtainedAt: Instant, previous?: StoredGrant): StoredGrant {
  const refreshToken = grant.refreshToken ?? previous?.refreshToken;
  return {
    accessToken: grant.accessToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    expiresAt: grant.expiresAt,
    obtainedAt,
    scopes: grant.scopes,
  };
}

type Owner = Pick<Connection, 'firm' | 'id'>;

export async function sealGrant(ports: EnginePorts, owner: Owner, grant: StoredGrant): Promise<string> {
  return await ports.vault.seal(JSON.stringify(grant), ownerOf(owner));
}

/** Throws `misconfigured` for a grant that was sealed for another connection or firm. */
export async function openGrant(ports: EnginePorts, owner: Owner, sealed: string): Promise<StoredGrant> {
  return JSON.parse(await ports.vault.open(sealed, ownerOf(owner))) as StoredGrant;
}

const ownerOf = ({ firm, id }: Owner): string => `grant:${firm}:${id}`;
