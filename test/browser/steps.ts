import type { Locator, Page } from 'playwright-core';
import { pressOn, tickOn } from './keyboard.ts';

/** Milliseconds that a step may take. A real stack with real limits needs more than a scripted one. */
type Patience = { readonly timeoutMs?: number };

/** From the first page, through Clio's own page, to Contact and Calendar Sync. `user` names one of several people there. */
export async function signIn(page: Page, origin: string, { user }: { readonly user?: string } = {}): Promise<void> {
  await page.goto(origin);
  await pressOn(page, page.getByRole('link', { name: 'Sign in with Clio' }));
  await consent(page, /^Allow/, user);
  await heading(page, 'Contact and Calendar Sync').waitFor();
}

/** From Contact and Calendar Sync, through Microsoft's own page, to the choices of the new sync. */
export async function setUp(page: Page, { account }: { readonly account?: string } = {}): Promise<void> {
  await pressOn(page, page.getByRole('link', { name: /^Set up sync/ }).first());
  await pressOn(page, page.getByRole('link', { name: /^Authorize .* Access$/ }));
  await consent(page, /^Accept/, account);
  await heading(page, 'Choose what to sync').waitFor();
}

/** Says that Clio's own sync is off, presses Sync, and waits for the preview. */
export async function preview(page: Page, { timeoutMs = 30_000 }: Patience = {}): Promise<void> {
  const isOff = page.getByRole('checkbox', { name: /Clio's own contact sync .* is off/ });
  if (!(await isOff.isChecked())) await tickOn(page, isOff);
  await pressOn(page, page.getByRole('button', { name: 'Sync', exact: true }));
  await heading(page, 'Preview').waitFor({ timeout: timeoutMs });
}

export async function start(page: Page): Promise<void> {
  await pressOn(page, page.getByRole('button', { name: 'Start Sync' }));
}

export async function waitLive(page: Page, { timeoutMs = 30_000 }: Patience = {}): Promise<void> {
  await heading(page, /are in step$/).waitFor({ timeout: timeoutMs });
}

/** Stops the sync and confirms it. */
export async function stop(page: Page): Promise<void> {
  await pressOn(page, page.getByRole('button', { name: 'Stop Sync' }));
  await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Stop Sync' }));
  await heading(page, 'This sync is stopped').waitFor();
}

export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name, ...(typeof name === 'string' ? { exact: true } : {}) });
}

/** A provider's own page: chooses who one is, where there are several, and agrees. */
async function consent(page: Page, button: RegExp, who: string | undefined): Promise<void> {
  const agree = page.getByRole('button', { name: button }).first();
  await agree.waitFor();
  if (who !== undefined) await page.getByRole('radio', { name: who }).check();
  await pressOn(page, agree);
}
