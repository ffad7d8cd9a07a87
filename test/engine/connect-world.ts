import {
  type ErrorCode,
  type Grant,
  type Identity,
  type OAuth,
  type Provider,
  type ProviderName,
  SyncError,
} from '@concord/core';
import type { EnginePorts } from '@concord/engine';
import {
  createMemoryMailer,
  createMemoryQueue,
  createMemoryTable,
  createMemoryVault,
  type MemoryQueue,
  type MemoryTable,
} from '@concord/local';
import { testSettings } from './test-settings.ts';

/** What a look-alike sign-in server gives, and what it was asked. */
export type Account = {
  readonly identity: Identity;
  readonly lifetimeMs?: number;
  readonly refreshes?: boolean;
  readonly scopes?: readonly string[];
};
export type Scripted = {
  readonly provider: Provider;
  /** Codes that can be redeemed, each once. */
  readonly codes: Map<string, Account>;
  readonly asked: {
    exchanges: { code: string; verifier: string }[];
    refreshes: string[];
    hints: (string | undefined)[];
    revoked: string[];
    hosts: (string | undefined)[];
  };
  /** Runs at the start of each refresh, before the answer: to change the world meanwhile, or to fail. */
  onRefresh: (() => Promise<void> | void) | undefined;
  onRevoke: (() => Promise<void> | void) | undefined;
  /** Whether a refresh brings another refresh token, and makes the old one useless. */
  rotates: boolean;
};

export type World = {
  readonly ports: EnginePorts & { readonly table: MemoryTable; readonly queue: MemoryQueue };
  readonly clio: Scripted;
  readonly microsoft: Scripted;
  readonly logged: string[];
  now: number;
};

export type WorldOptions = { readonly publicUrl?: string; readonly regions?: readonly string[] };

export function createWorld({ publicUrl = 'https://concord.example', regions = ['us'] }: WorldOptions = {}): World {
  const logged: string[] = [];
  const clock = { now: () => world.now };
  let ids = 0;
  const clio = scriptProvider('clio', 'Clio', clock.now);
  const microsoft = scriptProvider('microsoft', 'Microsoft 365', clock.now);
  const ports: World['ports'] = {
    table: createMemoryTable(clock),
    queue: createMemoryQueue(clock),
    vault: createMemoryVault(),
    mailer: createMemoryMailer(),
    secrets: { app: async (provider) => ({ clientId: `${provider}-app`, clientSecret: `${provider}-secret` }) },
    clock,
    random: { id: (bytes = 16) => `${'r'.repeat(Math.ceil((bytes * 4) / 3))}${String(ids++).padStart(4, '0')}` },
    transport: () => Promise.reject(new Error('Nothing here talks to a network.')),
    providers: { clio: clio.provider, microsoft: microsoft.provider },
    hosts: {
      clio: { app: 'https://clio.example', eu: 'https://eu.clio.example' },
      microsoft: { login: 'https://login.example', graph: 'https://graph.example' },
    },
    settings: { ...testSettings, publicUrl, regions },
    log: {
      info: (event, facts) => void logged.push(JSON.stringify({ event, ...facts })),
      error: (event, facts) => void logged.push(JSON.stringify({ event, level: 'error', ...facts })),
    },
  };
  const world: World = { ports, clio, microsoft, logged, now: 1_800_000_000_000 };
  return world;
}

export const ann: Account = {
  identity: {
    accountId: '7001',
    email: 'ann@firm.example',
    name: 'Ann Archer',
    firm: { id: '42', name: 'Archer & Co' },
    isOwner: true,
    seesEverything: true,
  },
};
/** Another member of the same firm. */
export const bob: Account = {
  identity: {
    accountId: '7002',
    email: 'bob@firm.example',
    name: 'Bob Baker',
    firm: { id: '42', name: 'Archer & Co' },
    isOwner: false,
    seesEverything: false,
  },
};
/** A member of another firm. */
export const eve: Account = {
  identity: {
    accountId: '9001',
    email: 'eve@other.example',
    name: 'Eve Other',
    firm: { id: '66', name: 'Other LLP' },
    isOwner: true,
    seesEverything: true,
  },
};
/** Of another firm, with the same user id as Ann: ids of users need not be unique across regions. */
export const twin: Account = { identity: { ...eve.identity, accountId: ann.identity.accountId } };
export const mailbox = (accountId: string, traits: Partial<Account> = {}): Account => ({
  identity: { accountId, email: `${accountId}@outlook.example`, seesEverything: true },
  ...traits,
});

const refusals: Readonly<Record<string, ErrorCode>> = { access_denied: 'consentNeeded', admin: 'adminNeeded' };

/** `grants`: how its tokens are called. */
export function scriptProvider(name: ProviderName, label: string, now: () => number, grants: string = name): Scripted {
  const live = new Map<string, Account>();
  let count = 0;
  const issue = (account: Account): Grant => {
    count += 1;
    const refreshToken = `${grants}-refresh-${count}`;
    live.set(refreshToken, account);
    live.set(`${grants}-access-${count}`, account);
    return {
      accessToken: `${grants}-access-${count}`,
      ...(account.refreshes === false ? {} : { refreshToken }),
      expiresAt: now() + (account.lifetimeMs ?? 3_600_000),
      scopes: account.scopes ?? ['contacts'],
    };
  };
  const oauth: OAuth = {
    authorizeUrl: ({ app, hosts, redirectUri }, { state, challenge, loginHint }) => {
      scripted.asked.hints.push(loginHint);
      scripted.asked.hosts.push(hosts['app']);
      const query = new URLSearchParams({ client_id: app.clientId, redirect_uri: redirectUri, state, challenge });
      return `https://${name}.example/authorize?${query.toString()}`;
    },
    exchange: async (_context, code, verifier) => {
      scripted.asked.exchanges.push({ code, verifier });
      const account = scripted.codes.get(code);
      if (account === undefined || !scripted.codes.delete(code)) throw new SyncError('grantLost', 'used or expired');
      return issue(account);
    },
    refresh: async (_context, refreshToken) => {
      scripted.asked.refreshes.push(refreshToken);
      await scripted.onRefresh?.();
      const account = live.get(refreshToken);
      if (account === undefined) throw new SyncError('grantLost', 'revoked');
      const { refreshToken: rotated, ...grant } = issue(account);
      if (!scripted.rotates || rotated === undefined) return grant;
      live.delete(refreshToken);
      return { ...grant, refreshToken: rotated };
    },
    identify: async (_context, grant) => {
      const account = live.get(grant.accessToken);
      if (account === undefined) throw new SyncError('unauthorized', 'unknown token');
      return account.identity;
    },
    refusal: (query) => refusals[query['error'] ?? ''] ?? 'unavailable',
    adminConsent: {
      url: (_context, { state }) => `https://${name}.example/adminconsent?state=${state}`,
      isApproval: (query) => query['admin_consent'] === 'True' && query['error'] === undefined,
    },
    revoke: async (_context, { accessToken }) => {
      scripted.asked.revoked.push(accessToken);
      await scripted.onRevoke?.();
    },
  };
  const scripted: Scripted = {
    provider: {
      name,
      profile: {
        label,
        collections: { contact: name === 'clio' ? 'Clio Contacts' : 'Outlook Contacts' },
        hosts: {},
        ...(name === 'clio' ? { regions: { us: 'United States', eu: 'Europe', ca: 'Canada' } } : {}),
      },
      oauth,
      webhook: {
        receive: () => ({ kind: 'rejected', response: { status: 401, headers: {}, body: '' } }),
        accountHints: (body) => body.split('&'),
      },
      // Connections are made and lost here; nobody reads a book.
      collections: { contact: () => ({ profile: { subscriptionMs: 1 } }) as never },
    },
    codes: new Map(),
    asked: { exchanges: [], refreshes: [], hints: [], revoked: [], hosts: [] },
    onRefresh: undefined,
    onRevoke: undefined,
    rotates: true,
  };
  return scripted;
}

/** The cookies that a browser keeps: sets and removes them as the answers say. */
export type Browser = Record<string, string>;

export function keepCookies(browser: Browser, cookies: readonly string[]): void {
  for (const cookie of cookies) {
    const [pair = '', ...attributes] = cookie.split('; ');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.includes('Max-Age=0')) delete browser[name];
    else browser[name] = value;
  }
}
