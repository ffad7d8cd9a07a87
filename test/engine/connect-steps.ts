import {
  type AuthorizationRequest,
  beginAuthorization,
  finishAuthorization,
  type NoticeCode,
  openSession,
  type Redirect,
} from '@concord/engine';
import { expect } from 'vitest';
import { type Account, type Browser, keepCookies, type World } from './connect-world.ts';

let codes = 0;

export type BeginOptions = Partial<Pick<AuthorizationRequest, 'connection' | 'for' | 'move' | 'region'>> & {
  readonly expect?: NoticeCode;
};

/** Goes to the provider and stops before coming back. */
export async function begin(
  world: World,
  browser: Browser,
  provider: string,
  returnTo = '/settings/sync',
  { expect: notice, ...more }: BeginOptions = {},
): Promise<{ readonly state: string; readonly redirect: URL }> {
  const member = await openSession(world.ports, browser);
  const begun = await beginAuthorization(world.ports, { provider, returnTo, ...(member ? { member } : {}), ...more });
  expect(begun?.notice).toBe(notice);
  keepCookies(browser, begun?.cookies ?? []);
  const redirect = new URL(begun?.redirect ?? '', world.ports.settings.publicUrl);
  return { state: redirect.searchParams.get('state') ?? '', redirect };
}

export async function finish(
  world: World,
  browser: Browser,
  provider: string,
  query: Record<string, string>,
): Promise<Redirect> {
  const finished = await finishAuthorization(world.ports, { provider, query, cookies: browser });
  if (finished === undefined) throw new Error('There is no such provider.');
  keepCookies(browser, finished.cookies);
  return finished;
}

/** A code that this account granted. */
export function grantCode(world: World, provider: 'clio' | 'microsoft', account: Account): string {
  codes += 1;
  world[provider].codes.set(`code-${codes}`, account);
  return `code-${codes}`;
}

/** The whole way: to the provider, yes, and back. */
export async function authorize(
  world: World,
  browser: Browser,
  provider: 'clio' | 'microsoft',
  account: Account,
  more: BeginOptions = {},
): Promise<Redirect> {
  const { state } = await begin(world, browser, provider, '/settings/sync', more);
  return await finish(world, browser, provider, { state, code: grantCode(world, provider, account) });
}
