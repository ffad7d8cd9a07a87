import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from './fake-api.ts';
import { hasFocus, pressOn, tabTo, tickOn } from './keyboard.ts';
import { onThePage } from './on-the-page.ts';
import { heading, preview, start, stop, waitLive } from './steps.ts';

const on = onThePage({ records: 1000 });
let page: Page;
let api: FakeApi;
beforeEach(() => {
  ({ page, api } = on);
});

const openSync = async (state: Parameters<FakeApi['set']>[0], title: string | RegExp): Promise<void> => {
  api.set(state);
  await page.goto(`${api.origin}/syncs/s1`);
  await heading(page, title).waitFor();
};
const resend = () => page.getByRole('switch', { name: 'Send them again' });

describe('stopping', () => {
  it('says what stops and what stays before it is done', async () => {
    await openSync({ sync: 'live' }, /in step$/);
    await pressOn(page, page.getByRole('button', { name: 'Stop Sync' }));
    const said = await page.getByRole('dialog', { name: 'Stop Sync?' }).getByRole('list').innerText();
    expect(said).toContain('in either direction');
    expect(said).toContain('Nothing is deleted on either side, both accounts stay connected');
    expect(said).toContain('You will see a preview first');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await hasFocus(page.getByRole('button', { name: 'Stop Sync' }))).toBe(true);
  });
});

describe('starting again', () => {
  it('shows a preview first, with what was deleted outside and is sent again', { timeout: 40_000 }, async () => {
    await openSync({ sync: 'live' }, /in step$/);
    await stop(page);
    expect(await resend().isChecked()).toBe(true);
    const [request] = await Promise.all([page.waitForRequest(/\/scan$/), preview(page)]);
    expect(request.postDataJSON()).toMatchObject({ resend: true });
    const count = api.sync().view().preview?.resent;
    expect(count).toBeGreaterThan(1);
    await page
      .getByText(`${count} contacts were deleted in Microsoft 365 and kept in Clio. Start Sync adds them`)
      .waitFor();
    await tabTo(page, page.getByRole('tab', { name: /^All/ }));
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    expect(await hasFocus(page.getByRole('tab', { name: `Sent again ${count}` }))).toBe(true);
    await page.getByText(`${count} of ${count} shown`).waitFor();
    await start(page);
    await waitLive(page);
  });

  it('leaves them where they are when a person says so on the preview', { timeout: 40_000 }, async () => {
    await openSync({ sync: 'stopped' }, 'This sync is stopped');
    await preview(page);
    const [request] = await Promise.all([page.waitForRequest(/\/scan$/), tickOn(page, resend())]);
    expect(request.postDataJSON()).toEqual({ clioSyncOff: true, conflicts: 'left', resend: false });
    await heading(page, 'Preview').waitFor();
    await page.getByText('What was deleted in Microsoft 365 and kept in Clio is not sent again.').waitFor();
    await page.getByRole('tab', { name: /^Sent again/ }).waitFor({ state: 'detached' });
    const again = page.getByRole('button', { name: 'Look again' });
    const [second] = await Promise.all([page.waitForRequest(/\/scan$/), pressOn(page, again)]);
    expect(second.postDataJSON()).toMatchObject({ resend: false });
    await heading(page, 'Preview').waitFor();
    expect(await resend().isChecked()).toBe(false);
  });

  it('leaves them where they are when a person says so before', async () => {
    await openSync({ sync: 'stopped' }, 'This sync is stopped');
    await tickOn(page, resend());
    const [request] = await Promise.all([page.waitForRequest(/\/scan$/), preview(page)]);
    expect(request.postDataJSON()).toMatchObject({ resend: false });
  });

  it('is offered only where something was synced before', async () => {
    await openSync({ sync: 'draft' }, 'Choose what to sync');
    expect(await resend().count()).toBe(0);
    await preview(page);
    expect(await resend().count()).toBe(0);
    expect(await page.getByRole('tab', { name: /^Sent again/ }).count()).toBe(0);
  });

  it('is refused where the person pressed, when somebody else syncs that mailbox meanwhile', async () => {
    await openSync({ sync: 'stopped' }, 'This sync is stopped');
    const message = 'These Outlook Contacts are synced already by zoe@harbourfinch.example.com.';
    api.fail(/\/scan$/, 409, { code: 'conflict', message, action: 'Ask them to disconnect it.' });
    await tickOn(page, page.getByRole('checkbox', { name: /Clio's own contact sync/ }));
    await pressOn(page, page.getByRole('button', { name: 'Start again' }));
    expect(await page.getByRole('form').or(page.locator('form')).getByRole('alert').innerText()).toContain(
      `${message}\nAsk them to disconnect it.`,
    );
  });
});

describe('a new sync', () => {
  it('of a mailbox that is in another one says which, and leads back', async () => {
    api.set({ microsoft: 'active' });
    const message = 'These Outlook Contacts are synced already by zoe@harbourfinch.example.com.';
    api.fail(/\/syncs$/, 409, { code: 'conflict', message, action: 'Ask them to disconnect it.' });
    await page.goto(`${api.origin}/settings/sync`);
    await pressOn(page, page.getByRole('link', { name: /^Configure/ }));
    await heading(page, 'This sync could not be set up').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain(`${message}\nAsk them to disconnect it.`);
    await pressOn(page, page.getByRole('link', { name: 'Contact and Calendar Sync' }));
    await heading(page, 'Contact and Calendar Sync').waitFor();
  });
});

describe('refreshing', () => {
  it('says what it does, shows how far it is, and says when it is done', async () => {
    await openSync({ sync: 'live' }, /in step$/);
    const card = page.getByRole('region', { name: 'Refresh' });
    await card.getByText('writes only what really differs').waitFor();
    const button = card.getByRole('button', { name: 'Refresh' });
    const [request] = await Promise.all([page.waitForRequest(/\/refresh$/), pressOn(page, button)]);
    expect(request.postDataJSON()).toEqual({});
    await card.getByRole('progressbar', { name: 'Reading Microsoft 365' }).waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await card.getByText('Refreshed. Both sides were read completely.').waitFor({ timeout: 8000 });
    expect(await hasFocus(button)).toBe(true);
    expect(await button.getAttribute('aria-disabled')).toBeNull();
  });

  it('claims nothing about a pass that it did not see', async () => {
    await openSync({ sync: 'live' }, /in step$/);
    await page.route('**/refresh', (route) => route.fulfill({ json: api.sync().view() }));
    await pressOn(page, page.getByRole('button', { name: 'Refresh' }));
    await page.getByText('Both sides are being read again. You can close this page.').waitFor();
    await page.waitForTimeout(2500);
    expect(await page.getByText('Refreshed.').count()).toBe(0);
  });

  it('is not offered while the sync is paused', async () => {
    await openSync({ sync: 'paused', microsoft: 'lost' }, 'Paused');
    expect(await page.getByRole('button', { name: 'Refresh' }).count()).toBe(0);
  });
});

describe('a paused sync', () => {
  it('has the button of its account when that is what is wrong', async () => {
    await openSync({ sync: 'paused', microsoft: 'needsConsent' }, 'Paused');
    const alert = page.getByRole('alert');
    await alert.getByRole('link', { name: 'Authorize again: Microsoft 365' }).waitFor();
    expect(await page.getByRole('button', { name: /^(?:Go on, once|Try again)$/ }).count()).toBe(0);
  });

  it('has the letter for the administrator when one must approve', async () => {
    await openSync({ sync: 'paused', microsoft: 'needsAdmin' }, 'Paused');
    await page.getByRole('alert').getByRole('button', { name: 'Copy the link' }).waitFor();
  });

  it('is tried again when its accounts are fine and no brake held it', async () => {
    api.set({ sync: 'paused' });
    api.show({ trouble: 'noMailbox', sentence: 'This account has no Outlook contacts.' });
    await page.goto(`${api.origin}/syncs/s1`);
    const [request] = await Promise.all([
      page.waitForRequest(/\/start$/),
      pressOn(page, page.getByRole('button', { name: 'Try again' })),
    ]);
    expect(request.postDataJSON()).toHaveProperty('run');
  });
});
