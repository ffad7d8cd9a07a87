import type { ProviderName } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { type Cookies, readCookie, setCookie } from './cookies.ts';
import { digest, isKeyPart, transactionKey } from './keys.ts';
import type { ConnectionPurpose } from './purpose.ts';

/** One authorization under way: from the redirect to the provider until its callback. */
export type Transaction = {
  readonly provider: ProviderName;
  readonly region?: string;
  /** What the connection is for, when that is not syncing. */
  readonly for?: ConnectionPurpose;
  /** Who was signed in when it began. */
  readonly caller?: Caller;
  readonly purpose: Purpose;
  /** The link of a letter that began it, by its digest: spent when it succeeds. */
  readonly link?: string;
  readonly returnTo: string;
  /** PKCE. */
  readonly verifier: string;
};

/** What the grant is for, and so whose it has to be. */
export type Purpose =
  /** Sign in with Clio, or connect whatever account comes back. */
  | { readonly kind: 'connect' }
  /** Bring back this connection: the same account and no other. */
  | { readonly kind: 'reconnect'; readonly firm: string; readonly connection: string }
  /** Sync with another account instead of this connection's. */
  | { readonly kind: 'move'; readonly firm: string; readonly connection: string }
  /** The Clio user who was invited. */
  | { readonly kind: 'invite'; readonly firm: string; readonly invite: string }
  /** No grant: an administrator approves what this connection waits for. */
  | { readonly kind: 'approve'; readonly firm: string; readonly connection: string };

type Sealed = Transaction & {
  /** Digest of the secret that the browser holds. */
  readonly browser: string;
};

const lifetimeMs = 600_000;

export type BegunTransaction = { readonly state: string; readonly challenge: string; readonly cookie: string };

/** Keeps what the callback will need, sealed, for ten minutes; only the browser that gets `cookie` can finish it. */
export async function saveTransaction(
  ports: EnginePorts,
  wanted: Omit<Transaction, 'verifier'>,
): Promise<BegunTransaction> {
  const state = ports.random.id();
  const verifier = ports.random.id(32);
  const browser = ports.random.id();
  const transaction: Sealed = { ...wanted, verifier, browser: digest(browser) };
  const key = transactionKey(state);
  await ports.table.put({
    ...key,
    rev: 1,
    expiresAt: Math.ceil((ports.clock.now() + lifetimeMs) / 1000),
    sealed: await ports.vault.seal(JSON.stringify(transaction), key.pk),
  });
  const cookie = setCookie(ports, cookieName(state), browser, lifetimeMs);
  return { state, challenge: digest(verifier), cookie };
}

export type TakenTransaction = { readonly transaction: Transaction; readonly spentCookie: string };

/**
 * The transaction of this state, once: undefined when it is unknown, expired, used already, or began in another browser.
 * Another browser does not spend it, so nobody who saw an address can get in the way of the person who is signing in.
 */
export async function takeTransaction(
  ports: EnginePorts,
  state: string | undefined,
  cookies: Cookies,
): Promise<TakenTransaction | undefined> {
  if (state === undefined || !isKeyPart(state)) return undefined;
  const key = transactionKey(state);
  const browser = readCookie(ports, cookies, cookieName(state));
  const row = browser === undefined ? undefined : await ports.table.get(key);
  if (browser === undefined || row === undefined) return undefined;
  const { browser: bound, ...transaction } = JSON.parse(
    await ports.vault.open(String(row['sealed']), key.pk),
  ) as Sealed;
  if (bound !== digest(browser)) return undefined;
  const first = await ports.table.remove(key, { kind: 'rev', rev: row.rev });
  return first ? { transaction, spentCookie: setCookie(ports, cookieName(state), '', 0) } : undefined;
}

/** A cookie for each, so that two tabs do not spoil each other's. */
const cookieName = (state: string): string => `auth_${digest(state).slice(0, 16)}`;
