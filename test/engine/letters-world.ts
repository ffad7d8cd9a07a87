import { type Mail } from '@concord/core';
import { finishAuthorization, openLink, poll, type Redirect } from '@concord/engine';
import type { MemoryMailer } from '@concord/local';
import { grantCode } from './connect-steps.ts';
import { type Account, type Browser, keepCookies, type World } from './connect-world.ts';

export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

export const mailsOf = (world: World): readonly Mail[] => (world.ports.mailer as MemoryMailer).sent;

/** The link that a person sees in the text of a letter. */
export function linkIn(mail: Mail | undefined): string {
  const url = /https:\/\/\S+/u.exec(mail?.text ?? '')?.[0];
  if (url === undefined) throw new Error('The letter has no link.');
  return url;
}

export const tokenIn = (mail: Mail | undefined): string => linkIn(mail).split('/').at(-1) ?? '';

/** Time passes; the poll looks every minute at first, and at the end. */
export async function pass(world: World, ms: number): Promise<void> {
  await poll(world.ports);
  world.now += ms;
  await poll(world.ports);
}

/** Follows the link of a letter to the provider's page. */
export async function follow(world: World, browser: Browser, token: string): Promise<Redirect> {
  const redirect = await openLink(world.ports, token);
  keepCookies(browser, redirect.cookies);
  return redirect;
}

/** Follows the link, says yes as this account, and comes back. */
export async function followAs(
  world: World,
  browser: Browser,
  token: string,
  provider: 'clio' | 'microsoft',
  account: Account,
): Promise<Redirect> {
  const { redirect } = await follow(world, browser, token);
  const state = new URL(redirect).searchParams.get('state') ?? '';
  return await comeBack(world, browser, provider, { state, code: grantCode(world, provider, account) });
}

export async function comeBack(
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
