import { beginAuthorization, finishAuthorization, openSession, type Redirect } from '@concord/engine';
import { expect } from 'vitest';
import { type Account, type Browser, keepCookies, type World } from './connect-world.ts';

let codes = 0;

/** Goes to the provider and stops before coming back. */
export async function begin(
  world: World,
  browser: Browser,
  provider: string,
  returnTo = '/settings/sync',
): Promise<{ readonly state: string; readonly redirect: URL }> {
  const member = await openSession(world.ports, browser);
  const begun = await beginAuthorization(world.ports, { provider, returnTo, ...(member ? { member } : {}) });
  expect(begun?.notice).toBeUndefined();
  keepCookies(browser, begun?.cookies ?? []);
  const redirect = new URL(begun?.redirect ?? '');
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
): Promise<Redirect> {
  const { state } = await begin(world, browser, provider);
  return await finish(world, browser, provider, { state, code: grantCode(world, provider, account) });
}
