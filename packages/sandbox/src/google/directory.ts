import type { Collection } from '../kernel/store.ts';
import { randomId, type World } from '../kernel/world.ts';
import { isMailScope } from './scopes.ts';

export type GoogleAccount = {
  /** Never given to anybody else; the e-mail address may change. */
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  /** The Workspace domain. */
  readonly hd?: string;
  /** ISO 3166 two letters, by which it reads telephone numbers: the United States unless given. */
  readonly region?: string;
  /** Of its own calendar: New York unless given. */
  readonly timeZone?: string;
};

export type GoogleApp = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Grants belong to the project: several client ids can share them. */
  readonly project: string;
  /** Empty: any address on this machine will do. */
  readonly redirectUris: readonly string[];
};

/** What the sandbox's own app signs in with, until another is registered. */
export const appCredentials = {
  clientId: '418000000418-concord.apps.googleusercontent.com',
  clientSecret: 'stand-in-secret-of-the-google-sandbox',
} as const;

export type Code = {
  readonly sub: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** Whether a refresh token comes with it. */
  readonly offline: boolean;
  readonly expiresAt: number;
  readonly challenge?: { readonly method: string; readonly value: string };
  readonly nonce?: string;
};

export type AccessToken = {
  readonly sub: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  readonly refresh?: string;
};

export type RefreshToken = {
  readonly sub: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly usedAt: number;
  readonly expiresAt?: number;
  /** Workspace session control wants the person to sign in again. */
  readonly sessionEnded?: true;
};

/** Accounts, apps, consents and tokens, in the store. A token that is dead is not there any more. */
export type Directory = ReturnType<typeof createDirectory>;

/** Documented: "six months" without use. */
const unusedMs = 183 * 86_400_000;
/** Documented: for one account and client id. */
const usualTokenLimit = 100;

export function createDirectory(world: World) {
  const { awkward } = world;
  const accounts = world.store.collection<GoogleAccount>('google.accounts');
  const apps = world.store.collection<GoogleApp>('google.apps');
  const codes = world.store.collection<Code>('google.codes');
  const accessTokens = world.store.collection<AccessToken>('google.accessTokens');
  const refreshTokens = world.store.collection<RefreshToken>('google.refreshTokens');
  const consents = world.store.collection<readonly string[]>('google.consents');
  if (apps.size() === 0) apps.set(appCredentials.clientId, { ...appCredentials, project: 'sandbox', redirectUris: [] });

  const projectOf = (clientId: string): string => apps.get(clientId)?.project ?? clientId;
  const consentKey = (sub: string, clientId: string): string => `${projectOf(clientId)}/${sub}`;
  const consented = (sub: string, clientId: string): readonly string[] => consents.get(consentKey(sub, clientId)) ?? [];
  const endRefresh = (ends: (token: RefreshToken, text: string) => boolean): void => removeWhere(refreshTokens, ends);
  /** The oldest go without a warning; their access tokens live out their hour. */
  const evict = (sub: string, clientId: string): void => {
    const own = [...refreshTokens.entries()].filter(([, token]) => token.sub === sub && token.clientId === clientId);
    const isLow = own.length > 1 && awkward.strikes('google.tokenLimit');
    const limit = isLow ? awkward.amount('google.tokenLimit', 2) : usualTokenLimit;
    const surplus = own.slice(0, Math.max(0, own.length - limit));
    if (isLow && surplus.length === 0) awkward.missed('google.tokenLimit');
    for (const [text] of surplus) refreshTokens.delete(text);
  };

  return {
    addAccount: (account: GoogleAccount): void => accounts.set(account.sub, account),
    accounts: (): readonly GoogleAccount[] => [...accounts.values()],
    account: (sub: string): GoogleAccount | undefined => accounts.get(sub),
    byEmail: (email: string): GoogleAccount | undefined =>
      [...accounts.values()].find((account) => account.email.toLowerCase() === email.trim().toLowerCase()),
    addApp: (app: GoogleApp): void => apps.set(app.clientId, app),
    app: (clientId: string): GoogleApp | undefined => apps.get(clientId),
    addCode: (code: Code): string => {
      const text = `4/0A${randomId(world, 60)}`;
      codes.set(text, code);
      return text;
    },
    /** Codes are spent by any try. */
    takeCode: (text: string): Code | undefined => {
      const code = codes.get(text);
      codes.delete(text);
      return code;
    },
    consented,
    consent: (sub: string, clientId: string, scopes: readonly string[]): void =>
      consents.set(consentKey(sub, clientId), [...new Set([...consented(sub, clientId), ...scopes])]),
    issueAccessToken: (token: AccessToken): string => {
      const text = `ya29.${randomId(world, 64)}`;
      accessTokens.set(text, token);
      return text;
    },
    issueRefreshToken: (token: Omit<RefreshToken, 'usedAt'>): string => {
      const text = `1//0${randomId(world, 64)}`;
      refreshTokens.set(text, { ...token, usedAt: world.now() });
      evict(token.sub, token.clientId);
      return text;
    },
    accessToken: (text: string): AccessToken | undefined => {
      const token = accessTokens.get(text);
      return token !== undefined && token.expiresAt > world.now() ? token : undefined;
    },
    refreshToken: (text: string): RefreshToken | undefined => {
      const token = refreshTokens.get(text);
      if (token === undefined) return undefined;
      const end = Math.min(token.usedAt + unusedMs, token.expiresAt ?? Number.POSITIVE_INFINITY);
      return end > world.now() ? token : undefined;
    },
    use: (text: string, token: RefreshToken): void => refreshTokens.set(text, { ...token, usedAt: world.now() }),
    /** Documented: all that the project was granted by the account goes, through whichever client and token. */
    revoke: (sub: string, project: string): void => {
      const isMeant = (token: { readonly sub: string; readonly clientId: string }): boolean =>
        token.sub === sub && projectOf(token.clientId) === project;
      endRefresh(isMeant);
      removeWhere(accessTokens, isMeant);
      consents.delete(`${project}/${sub}`);
    },
    endMailGrants: (sub: string): void => {
      const isMeant = (token: { readonly sub: string; readonly scopes: readonly string[] }): boolean =>
        token.sub === sub && token.scopes.some(isMailScope);
      endRefresh(isMeant);
      removeWhere(accessTokens, isMeant);
    },
    endSessions: (sub: string): void => {
      for (const [text, token] of refreshTokens.entries())
        if (token.sub === sub) refreshTokens.set(text, { ...token, sessionEnded: true });
      removeWhere(accessTokens, (token) => token.sub === sub);
    },
    projects: (): readonly string[] => [...new Set([...apps.values()].map(({ project }) => project))],
  };
}

function removeWhere<T>(collection: Collection<T>, isMeant: (value: T, id: string) => boolean): void {
  for (const [id, value] of collection.entries()) if (isMeant(value, id)) collection.delete(id);
}
