import type { Collection } from '../kernel/store.ts';
import { randomId, type World } from '../kernel/world.ts';
import type { RevokeMode } from './awkwardnesses.ts';

/** A person in the sandbox's Microsoft Entra directory. */
export type Account = {
  readonly tenantId: string;
  /** The person's id in the tenant; Graph's `/me` id. */
  readonly oid: string;
  readonly name: string;
  readonly email: string;
  /** False: signing in works, and there is no Exchange Online mailbox. */
  readonly mailbox: boolean;
  /** Further addresses of the mailbox. */
  readonly aliases?: readonly string[];
};

export type App = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Empty: any address on this machine will do. */
  readonly redirectUris: readonly string[];
};

/** What the sandbox's own app signs in with, until another is registered. */
export const appCredentials = {
  clientId: '5a4d0b7e-0000-4000-8000-c04c04d5a11d',
  clientSecret: 'stand-in-secret-of-the-microsoft-sandbox',
} as const;

export type Code = {
  readonly oid: string;
  readonly clientId: string;
  /** The tenant in the path of /authorize; /token must use the same. */
  readonly tenant: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  readonly used: boolean;
  readonly challenge?: { readonly method: string; readonly value: string };
  readonly nonce?: string;
};

export type Token = {
  readonly oid: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly revoked?: Revocation;
};

export type Revocation = { readonly mode: RevokeMode; readonly at: number };

/** Accounts, apps, consents and tokens, in the store. */
export type Directory = ReturnType<typeof createDirectory>;

/** Refresh tokens of confidential clients end after 90 days without use. */
export const refreshTokenMs = 90 * 86_400_000;

export function createDirectory(world: World) {
  const accounts = world.store.collection<Account>('microsoft.accounts');
  const apps = world.store.collection<App>('microsoft.apps');
  const codes = world.store.collection<Code>('microsoft.codes');
  const accessTokens = world.store.collection<Token>('microsoft.accessTokens');
  const refreshTokens = world.store.collection<Token>('microsoft.refreshTokens');
  const consents = world.store.collection<readonly string[]>('microsoft.consents');
  /** Tenants in which only an administrator may accept an app. */
  const strictTenants = world.store.collection<true>('microsoft.strictTenants');
  if (apps.size() === 0) apps.set(appCredentials.clientId, { ...appCredentials, redirectUris: [] });

  const byEmail = (email: string): Account | undefined =>
    [...accounts.values()].find((account) => account.email.toLowerCase() === email.trim().toLowerCase());
  /** By the address or one of the aliases. */
  const byAddress = (address: string): Account | undefined => {
    const wanted = address.trim().toLowerCase();
    const has = ({ email, aliases = [] }: Account): boolean =>
      [email, ...aliases].some((known) => known.toLowerCase() === wanted);
    return [...accounts.values()].find(has);
  };
  const consentKey = (oid: string, clientId: string): string => `${oid}/${clientId}`;
  const issue = (tokens: typeof accessTokens, prefix: string, token: Token): string => {
    for (const [text, { expiresAt }] of tokens.entries()) {
      // In order of issue, so the first that lives ends the search.
      if (expiresAt > world.now() - refreshTokenMs) break;
      tokens.delete(text);
    }
    const text = prefix + randomId(world, 64);
    tokens.set(text, token);
    return text;
  };

  return {
    addAccount: (account: Account): void => accounts.set(account.oid, account),
    accounts: (): readonly Account[] => [...accounts.values()],
    account: (oid: string): Account | undefined => accounts.get(oid),
    byEmail,
    byAddress,
    addApp: (app: App): void => apps.set(app.clientId, app),
    app: (clientId: string): App | undefined => apps.get(clientId),
    addCode: (code: Code): string => {
      const text = `1.AX${randomId(world, 60)}`;
      codes.set(text, code);
      return text;
    },
    code: (text: string): Code | undefined => codes.get(text),
    spendCode: (text: string, code: Code): void => codes.set(text, { ...code, used: true }),
    issueAccessToken: (token: Token): string => issue(accessTokens, 'eyJ0eXAi.', token),
    issueRefreshToken: (token: Token): string => issue(refreshTokens, '0.AX', token),
    accessToken: (text: string): Token | undefined => accessTokens.get(text),
    refreshToken: (text: string): Token | undefined => refreshTokens.get(text),
    consented: (oid: string, clientId: string): readonly string[] => consents.get(consentKey(oid, clientId)) ?? [],
    consent: (oid: string, clientId: string, scopes: readonly string[]): void =>
      consents.set(consentKey(oid, clientId), [
        ...new Set([...(consents.get(consentKey(oid, clientId)) ?? []), ...scopes]),
      ]),
    demandsAdminConsent: (tenantId: string): boolean => strictTenants.get(tenantId) === true,
    demandAdminConsent: (tenantId: string, demanded: boolean): void => {
      if (demanded) strictTenants.set(tenantId, true);
      else strictTenants.delete(tenantId);
    },
    /** Every token that the account has by now is void; `undefined` makes them good again. */
    revoke: (oid: string, mode: RevokeMode | undefined): void => {
      const revocation = mode && { mode, at: world.now() };
      for (const tokens of [accessTokens, refreshTokens]) mark(tokens, oid, revocation);
      if (mode !== 'consentWithdrawn') return;
      for (const [key] of consents.entries()) if (key.startsWith(`${oid}/`)) consents.delete(key);
    },
  };
}

function mark(tokens: Collection<Token>, oid: string, revocation: Revocation | undefined): void {
  for (const [text, token] of tokens.entries()) {
    if (token.oid !== oid) continue;
    const { revoked: _, ...good } = token;
    tokens.set(text, revocation ? { ...good, revoked: revocation } : good);
  }
}
