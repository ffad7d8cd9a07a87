import type { Locator, Page } from 'playwright-core';
import { pressOn, tabTo, tickOn } from './keyboard.ts';

/** Milliseconds that a step may take. A real stack with real limits needs more than a scripted one. */
type Patience = { readonly timeoutMs?: number };

type SignIn = {
  /** One of several people on Clio's own page. */
  readonly user?: string;
  /** As the first page calls it, where it asks. */
  readonly region?: string;
};

/** From the first page, through Clio's own page, to Contact and Calendar Sync. */
export async function signIn(page: Page, origin: string, { user, region }: SignIn = {}): Promise<void> {
  await page.goto(origin);
  const name = region === undefined ? 'Sign in with Clio' : `${region}: sign in with Clio`;
  await pressOn(page, page.getByRole('link', { name }));
  await consent(page, /^Allow/, user);
  await heading(page, 'Contact and Calendar Sync').waitFor();
}

/** From Contact and Calendar Sync, through Microsoft's own page, to the choices of the new sync of contacts. */
export async function setUp(page: Page, { account }: { readonly account?: string } = {}): Promise<void> {
  await pressOn(page, page.getByRole('link', { name: /^Set up sync: Contacts/ }).first());
  await pressOn(page, page.getByRole('link', { name: /^Authorize .* Access$/ }));
  await consent(page, /^Accept/, account);
  await heading(page, 'Choose what to sync').waitFor();
}

/** Says that Clio's own sync is off, presses Sync (or Start again), and waits for the preview. */
export async function preview(page: Page, { timeoutMs = 30_000 }: Patience = {}): Promise<void> {
  const isOff = page.getByRole('checkbox', { name: /Clio's own contact sync .* is off/ });
  if (!(await isOff.isChecked())) await tickOn(page, isOff);
  await pressOn(page, page.getByRole('button', { name: /^(?:Sync|Start again)$/ }));
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

/** Disconnects an account from the list of accounts; `forget` also destroys what Concord remembers of its syncs. */
export async function disconnect(page: Page, label: string, { forget = false } = {}): Promise<void> {
  await pressOn(page, page.getByRole('button', { name: `Disconnect account: ${label}` }));
  const dialog = page.getByRole('dialog');
  if (forget) {
    await tickOn(page, dialog.getByRole('checkbox', { name: 'Forget everything' }));
    await pressOn(page, dialog.getByRole('button', { name: 'Continue' }));
  }
  await pressOn(page, dialog.getByRole('button', { name: forget ? 'Forget everything' : 'Disconnect', exact: true }));
  await dialog.waitFor({ state: 'detached' });
}

/** Invites people from the firm page; the addresses as somebody would paste them. */
export async function invite(page: Page, pasted: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Invite people by e‑mail' });
  await tabTo(page, box);
  await page.keyboard.insertText(pasted);
  await pressOn(page, page.getByRole('button', { name: 'Invite', exact: true }));
}

export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name, ...(typeof name === 'string' ? { exact: true } : {}) });
}

/** A provider's own page: chooses who one is, where there are several, and agrees. */
export async function consent(page: Page, button: RegExp, who: string | RegExp | undefined): Promise<void> {
  const agree = page.getByRole('button', { name: button }).first();
  await agree.waitFor();
  if (who !== undefined) await page.getByRole('radio', { name: who }).check();
  await pressOn(page, agree);
}
