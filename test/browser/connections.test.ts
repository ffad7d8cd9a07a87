import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from './fake-api.ts';
import { approvalLink, robin, wrongAccount } from './fake-connections.ts';
import { hasFocus, pressOn, tickOn } from './keyboard.ts';
import { onThePage } from './on-the-page.ts';
import { disconnect, heading, signIn } from './steps.ts';

const on = onThePage({ records: 1000 });
let page: Page;
let api: FakeApi;
beforeEach(() => {
  ({ page, api } = on);
});

const openSettings = async (state: Parameters<FakeApi['set']>[0]): Promise<void> => {
  api.set(state);
  await page.goto(`${api.origin}/settings/sync`);
  await heading(page, 'Contact and Calendar Sync').waitFor();
};

/** The row of Robin's Microsoft account. */
const row = () => page.getByRole('region', { name: 'Connected accounts' }).getByRole('listitem').nth(1);

describe('signing in', () => {
  it('asks nothing where there is one region of Clio', async () => {
    api.set({ signedIn: false, regions: ['eu'] });
    await page.goto(api.origin);
    const href = await page.getByRole('link', { name: 'Sign in with Clio' }).getAttribute('href');
    expect(href).toContain('region=eu');
    expect(await page.getByText('Where is your Clio account?').count()).toBe(0);
  });

  it('asks where the Clio account is, says how to find out, and comes back to the page that was asked for', async () => {
    api.set({ signedIn: false, regions: ['us', 'eu', 'au'], sync: 'live' });
    await signIn(page, api.origin, { region: 'Europe' });
    api.set({ signedIn: false, regions: ['us', 'eu', 'au'] });
    await page.goto(`${api.origin}/syncs/s1`);
    await page.getByText('eu.app.clio.com').waitFor();
    const href = await page.getByRole('link', { name: 'Australia: sign in with Clio' }).getAttribute('href');
    expect(href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/auth\/clio\/start\?return=%2Fsyncs%2Fs1&region=au$/);
  });

  it('asks for the region again when a session has ended', async () => {
    api.set({ sync: 'live' });
    await page.goto(`${api.origin}/syncs/s1`);
    await heading(page, /in step$/).waitFor();
    api.set({ signedIn: false, regions: ['us', 'eu'] });
    await page.getByText('Where is your Clio account?').waitFor({ timeout: 5000 });
  });
});

describe('an account', () => {
  it.each([
    ['connecting', 'Connecting', 'Nobody has come back from Microsoft 365 yet.'],
    ['needsConsent', 'Needs your permission', 'An administrator has approved Concord'],
    ['needsAdmin', 'Needs an administrator', 'wants an administrator of your organization to approve'],
    ['lost', 'Not working', 'ended the permission, as it does after a password was changed'],
    ['disconnected', 'Disconnected', 'is disconnected. Authorize again to use it'],
  ] as const)('that is %s says so, since when, and offers one thing to press', async (microsoft, said, sentence) => {
    await openSettings({ microsoft });
    await row().getByText(said, { exact: true }).waitFor();
    await row().getByText(sentence).waitFor();
    await row()
      .getByText(/^Since \d+ \w+ \d+, \d\d:\d\d \(3 h ago\)$/)
      .waitFor();
    const link = row().getByRole('link', { name: 'Authorize again: Microsoft 365' });
    expect(await link.getAttribute('href')).toContain('connection=c-microsoft');
  });

  it('that works says whose it is and offers nothing but to leave it', async () => {
    await openSettings({ microsoft: 'active' });
    expect(await row().innerText()).toContain(`You are currently authorized as ${robin}`);
    expect(await row().getByRole('link').count()).toBe(0);
    expect(await row().getByRole('button').allInnerTexts()).toEqual(['Disconnect account']);
  });

  it('that nobody came back with cannot be disconnected', async () => {
    await openSettings({ microsoft: 'connecting' });
    expect(
      await row()
        .getByRole('button', { name: /^Disconnect/ })
        .count(),
    ).toBe(0);
  });

  it('comes back to the page on which it was authorized again', async () => {
    api.set({ sync: 'paused', microsoft: 'lost' });
    await page.goto(`${api.origin}/syncs/s1`);
    const link = page.getByRole('link', { name: 'Authorize again: Microsoft 365' });
    expect(await link.getAttribute('href')).toContain('return=%2Fsyncs%2Fs1');
  });
});

describe('an administrator', () => {
  it('can be asked by somebody who saw "Need admin approval" and came back on their own', async () => {
    api.set({ microsoft: 'connecting' });
    await page.goto(`${api.origin}/syncs/new/microsoft/contact`);
    await pressOn(page, page.getByRole('button', { name: 'Ask an administrator: Microsoft 365' }));
    const link = page.getByRole('textbox', { name: 'Link for your administrator' });
    await link.waitFor();
    expect(await link.inputValue()).toBe(approvalLink);
    expect(await hasFocus(page.getByRole('group', { name: 'Microsoft 365: administrator' }))).toBe(true);
    expect(api.asked()).toContain('POST /api/connections/c-microsoft/ask-admin');
  });

  it('gets a link that is copied with one press, which is said', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await openSettings({ microsoft: 'needsAdmin' });
    await pressOn(page, page.getByRole('button', { name: 'Copy the link' }));
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await expectSaid('Copy the link: Copied.');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(approvalLink);
    await page.getByRole('button', { name: 'Copy the link' }).waitFor({ timeout: 6000 });
  });

  it('gets a link that is selected where the browser lets no page copy', async () => {
    await page.addInitScript(
      'Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("no")) } })',
    );
    await openSettings({ microsoft: 'needsAdmin' });
    await pressOn(page, page.getByRole('button', { name: 'Copy the link' }));
    await page.getByRole('button', { name: 'Press Ctrl+C to copy' }).waitFor();
    expect(await hasFocus(page.getByRole('textbox', { name: 'Link for your administrator' }))).toBe(true);
    expect(await page.evaluate('getSelection().toString()')).toBe(approvalLink);
    await pressOn(page, page.getByRole('button', { name: 'Copy the mail' }));
    await page.getByRole('button', { name: 'Your browser does not allow it' }).waitFor();
  });

  it('gets a ready mail', async () => {
    await openSettings({ microsoft: 'needsAdmin' });
    const href = (await page.getByRole('link', { name: 'Write the mail' }).getAttribute('href')) ?? '';
    const mail = new URL(href);
    expect(mail.protocol + mail.pathname).toBe('mailto:');
    expect(mail.searchParams.get('subject')).toBe('Please approve Concord for Microsoft 365');
    expect(mail.searchParams.get('body')).toMatch(/^Hello,\r\n\r\nour firm/);
    expect(mail.searchParams.get('body')).toContain(approvalLink);
    expect(href).not.toContain('+');
  });

  it.each(['/settings/sync', '/syncs/new/microsoft/contact', '/syncs/s1'])(
    'who approved is told of on the open page %s, which offers the next step and goes nowhere by itself',
    async (path) => {
      api.set({ microsoft: 'needsAdmin', sync: path === '/syncs/s1' ? 'paused' : 'none' });
      await page.goto(api.origin + path);
      await page.getByRole('button', { name: 'Copy the link' }).waitFor();
      api.connect('needsConsent');
      await page.getByText('an administrator approved Concord').first().waitFor({ timeout: 8000 });
      await expectSaid('Microsoft 365: an administrator approved Concord. One step is left: press Authorize again.');
      expect(await page.getByRole('link', { name: /^Authorize (?:again|Microsoft)/ }).count()).toBe(1);
      expect(new URL(page.url()).pathname).toBe(path);
    },
  );
});

describe('a permission that is wanted for another reason', () => {
  it('is not called an approval', async () => {
    await openSettings({ microsoft: 'connecting' });
    api.connect('needsConsent');
    await row().getByText('Needs your permission').waitFor({ timeout: 8000 });
    expect(await page.getByText('an administrator approved Concord').count()).toBe(0);
  });
});

describe('another account than before', () => {
  it('is refused with both names, and with the ways on', async () => {
    api.set({ sync: 'paused', microsoft: 'lost' });
    api.notify(wrongAccount);
    await page.goto(`${api.origin}/settings/sync`);
    const notice = page.getByRole('status').filter({ hasText: 'You signed in as another account' });
    await notice.getByText(`authorized as ${robin}, you signed in as robin.private@example.com`).waitFor();
    const links = await notice.getByRole('link').all();
    expect(await Promise.all(links.map((link) => link.innerText()))).toEqual(
      wrongAccount.actions.map(({ label }) => label),
    );
    expect(await links[1]?.getAttribute('href')).toContain('move=1');
    await pressOn(page, notice.getByRole('link', { name: /^Go back/ }));
    await page.getByRole('button', { name: 'Accept' }).waitFor();
  });

  it('stays on the page until it is answered, unlike news that ask for nothing', async () => {
    await page.clock.install();
    api.set({});
    api.notify({ ...wrongAccount, tone: 'info' });
    await page.goto(`${api.origin}/settings/sync`);
    await page.getByText(wrongAccount.title).waitFor();
    api.notify({ tone: 'info', title: 'Nothing to do', message: 'Only news.' });
    await page.clock.runFor(21_000);
    await page.getByText('Only news.').waitFor();
    await page.clock.runFor(21_000);
    await page.getByText('Only news.').waitFor({ state: 'detached' });
    api.notify({ ...wrongAccount, tone: 'info' });
    await page.clock.runFor(16_000);
    await page.getByText(wrongAccount.title).waitFor();
    await page.clock.runFor(40_000);
    expect(await page.getByText(wrongAccount.title).count()).toBe(1);
  });
});

describe('leaving an account', () => {
  it('says what stays, and asks for nothing to be forgotten', async () => {
    await openSettings({ sync: 'live' });
    const [request] = await Promise.all([page.waitForRequest(/\/disconnect$/), disconnect(page, 'Microsoft 365')]);
    expect(request.postDataJSON()).toEqual({});
    await row().getByText('Disconnected', { exact: true }).waitFor();
  });

  it('forgets everything only after a second question, which a second press of Enter does not answer', async () => {
    await openSettings({ sync: 'live' });
    await pressOn(page, page.getByRole('button', { name: 'Disconnect account: Microsoft 365' }));
    await tickOn(page, page.getByRole('dialog').getByRole('checkbox', { name: 'Forget everything' }));
    await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Continue' }));
    const dialog = page.getByRole('dialog', { name: 'Forget everything about Microsoft 365?' });
    await dialog.getByText('Nothing brings that back.').waitFor();
    expect(await hasFocus(dialog.getByRole('button', { name: 'Stay connected' }))).toBe(true);
    const before = api.asked().length;
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(api.asked().slice(before)).not.toContain('POST /api/connections/c-microsoft/disconnect');
    await pressOn(page, page.getByRole('button', { name: 'Disconnect account: Microsoft 365' }));
    expect(await page.getByRole('dialog').getByRole('checkbox').isChecked()).toBe(false);
  });

  it('and forgetting it ends on the list of accounts, also from a sync that is no more', async () => {
    api.set({ sync: 'live' });
    await page.goto(`${api.origin}/syncs/s1`);
    await pressOn(page, page.getByRole('button', { name: 'Disconnect account' }));
    const dialog = page.getByRole('dialog');
    await tickOn(page, dialog.getByRole('checkbox', { name: 'Forget everything' }));
    await pressOn(page, dialog.getByRole('button', { name: 'Continue' }));
    const [request] = await Promise.all([
      page.waitForRequest(/\/disconnect$/),
      pressOn(page, dialog.getByRole('button', { name: 'Forget everything' })),
    ]);
    expect(request.postDataJSON()).toEqual({ forget: true });
    await heading(page, 'Contact and Calendar Sync').waitFor();
    await page.getByText('Keep your Clio contacts and Outlook Contacts the same.').waitFor();
    await expectSaid(/^(?:Everything about Microsoft 365 is being forgotten\.|Contact and Calendar Sync)$/);
  });

  it('that is Clio says that all syncs stop', async () => {
    await openSettings({ sync: 'live' });
    await pressOn(page, page.getByRole('button', { name: 'Disconnect account: Clio' }));
    await page.getByRole('dialog').getByText('Clio is one side of every sync, so all of your syncs stop.').waitFor();
  });

  it('says what the API said when it could not be done', async () => {
    await openSettings({ sync: 'live' });
    api.fail(/\/disconnect$/, 503, { code: 'unavailable', message: 'Not now.', action: 'Try again in a minute.' });
    await pressOn(page, page.getByRole('button', { name: 'Disconnect account: Microsoft 365' }));
    await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }));
    await page.getByRole('dialog').getByText('Try again in a minute.').waitFor();
  });
});

/** What a screen reader was told last. */
async function expectSaid(text: string | RegExp): Promise<void> {
  await page.locator('[aria-live="polite"]').getByText(text).waitFor({ state: 'attached', timeout: 5000 });
}
