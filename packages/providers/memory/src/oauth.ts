import { type Grant, type Identity, type OAuth, SyncError } from '@concord/core';

const hourMs = 3_600_000;

/**
 * Grants without a network: the code is the account, and `lost` as a code or refresh token stands for a revoked grant. `scopes`: what
 * a grant is said to cover; none says nothing.
 */
export function oauth(identify: (accessToken: string) => Identity, scopes: readonly string[] = []): OAuth {
  const grant = (account: string, now: number): Grant => {
    if (account === 'lost') throw new SyncError('grantLost', 'the grant is gone', { provider: 'memory' });
    return { accessToken: account, refreshToken: account, expiresAt: now + hourMs, scopes };
  };
  return {
    authorizeUrl: ({ app, hosts, redirectUri }, { state, challenge }) => {
      const query = { client_id: app.clientId, redirect_uri: redirectUri, state, code_challenge: challenge };
      return `${hosts.app ?? ''}/authorize?${new URLSearchParams(query).toString()}`;
    },
    exchange: async ({ clock }, code) => grant(code, clock.now()),
    refresh: async ({ clock }, refreshToken) => grant(refreshToken, clock.now()),
    identify: async (_, { accessToken }) => identify(accessToken),
    refusal: () => 'consentNeeded',
  };
}
