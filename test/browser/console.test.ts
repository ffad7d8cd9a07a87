import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from './fake-api.ts';
import { hasFocus, pressOn, tabTo } from './keyboard.ts';
import { faultsOf, keepPicture, looks, sidewaysPixels, widths } from './looks.ts';
import { onThePage } from './on-the-page.ts';
import { pictured, states, stoppedDeletes } from './states.ts';
import { heading, preview, setUp, signIn, start, stop, waitLive } from './steps.ts';

const on = onThePage({ records: 10_000 });
let page: Page;
let api: FakeApi;
beforeEach(() => {
  ({ page, api } = on);
});

const openSync = async (state: Parameters<FakeApi['set']>[0]['sync'], title: string | RegExp): Promise<void> => {
  api.set(state === undefined ? {} : { sync: state });
  await page.goto(`${api.origin}/syncs/s1`);
  await heading(page, title).waitFor();
};

describe('the whole path', () => {
  it('leads from signing in to a live sync and its end, by keyboard alone', { timeout: 60_000 }, async () => {
    api.set({ signedIn: false, microsoft: 'none' });
    await signIn(page, api.origin);
    await setUp(page);
    expect(await page.title()).toBe('Choose · Concord');
    await preview(page);
    expect(await page.title()).toBe('Preview · Concord');
    await expectText(page, '1,417 added to Clio');
    await expectText(page, '6,402 added to Microsoft 365');
    await expectText(page, 'mails to others: 0');
    await start(page);
    await page.getByRole('progressbar').waitFor();
    await page.getByText(/about .* to finish/i).waitFor();
    await page.getByText('Clio allows 50 requests a minute').waitFor();
    await waitLive(page);
    expect(await page.title()).toBe('Live · Concord');
    await stop(page);
    expect(api.asked().filter((one) => one.startsWith('POST'))).toEqual([
      'POST /api/syncs',
      'POST /api/syncs/s1/read-groups',
      'POST /api/syncs/s1/scan',
      'POST /api/syncs/s1/start',
      'POST /api/syncs/s1/stop',
    ]);
  });

  it('brings the focus to the new heading when a click takes its own button away', async () => {
    await openSync('previewed', 'Preview');
    await start(page);
    await heading(page, 'Syncing').waitFor();
    expect(await hasFocus(heading(page, 'Syncing'))).toBe(true);
  });

  it('comes back to the page that was asked for after signing in', async () => {
    api.set({ signedIn: false, sync: 'live' });
    await page.goto(`${api.origin}/syncs/s1`);
    await pressOn(page, page.getByRole('link', { name: 'Sign in with Clio' }));
    await pressOn(page, page.getByRole('button', { name: 'Allow' }));
    await waitLive(page);
  });
});

describe('setting up', () => {
  it('does not read anything before a person said that the sync of Clio itself is off', async () => {
    await openSync('draft', 'Choose what to sync');
    const before = api.asked().length;
    await pressOn(page, page.getByRole('button', { name: 'Sync', exact: true }));
    await page.getByText('Tick this once').waitFor();
    expect(await hasFocus(page.getByRole('checkbox'))).toBe(true);
    expect(
      api
        .asked()
        .slice(before)
        // Which groups can be chosen is asked for as soon as the page is there.
        .filter((one) => one.startsWith('POST') && !one.endsWith('/read-groups')),
    ).toEqual([]);
  });

  it('sends who wins as it was chosen', async () => {
    await openSync('draft', 'Choose what to sync');
    await tabTo(page, page.getByRole('radio', { name: 'Clio wins' }));
    await page.keyboard.press('ArrowUp');
    expect(await page.getByRole('radio', { name: 'Ask me' }).isChecked()).toBe(true);
    await preview(page);
    expect(api.sync().view().policy).toMatchObject({ clioSyncOff: true, conflicts: 'ask' });
  });
});

describe('before the start', () => {
  it('can be cancelled while both sides are read, and changed while the preview is there', async () => {
    await openSync('scanning', 'Preparing your preview');
    await pressOn(page, page.getByRole('button', { name: 'Cancel' }));
    await heading(page, 'Choose what to sync').waitFor();
    await openSync('previewed', 'Preview');
    await pressOn(page, page.getByRole('button', { name: 'Change choices' }));
    await heading(page, 'Choose what to sync').waitFor();
  });

  it('keeps telling trouble on the way until a person closes it, and no longer', async () => {
    api.set({ microsoft: 'none' });
    api.notify({ tone: 'error', title: 'Microsoft 365 was not connected', message: 'You pressed Cancel there.' });
    await page.goto(`${api.origin}/settings/sync`);
    const notice = page.getByRole('alert').filter({ hasText: 'You pressed Cancel there.' });
    await notice.waitFor();
    api.notify(undefined);
    await page.getByRole('link', { name: /^Set up sync/ }).click();
    await heading(page, 'Connect Microsoft 365').waitFor();
    expect(await notice.count()).toBe(1);
    await page.getByRole('button', { name: 'Close this notice' }).click();
    expect(await notice.count()).toBe(0);
  });
});

describe('a preview of 10,000 records', () => {
  it('shows what happens to a record, why, what changes and what will not fit', async () => {
    await openSync('previewed', 'Preview');
    await pressOn(page, page.getByRole('button', { name: /^Amélie Ashworth/ }));
    await expectText(page, 'nobody in Microsoft 365 resembles it');
    await expectText(page, 'contact0@harbourfinch.example.com');
    await expectText(page, 'Microsoft 365 holds two business phones');
  });

  it('shows details before and after', async () => {
    await openSync('previewed', 'Preview');
    await page.getByRole('button', { name: /^Mateusz Núñez/ }).click();
    const change = page.getByRole('definition').filter({ hasText: 'Partner' });
    expect(await change.innerText()).toMatch(/before: ?\s*Associate[\s→]*, after: ?\s*Partner/);
  });

  it('is read page by page, by outcome and by search', async () => {
    await openSync('previewed', 'Preview');
    const rows = page.getByRole('tabpanel').getByRole('listitem');
    await expectText(page, '20 of 10,000 shown');
    await pressOn(page, page.getByRole('button', { name: 'Show more' }));
    await expectText(page, '40 of 10,000 shown');
    await page.getByRole('tab', { name: /^To Clio/ }).click();
    await expectText(page, '20 of 1,417 shown');
    expect(await rows.filter({ hasText: 'Added to Clio' }).count()).toBe(20);
    await page.getByRole('tab', { name: /^All/ }).click();
    await page.getByRole('searchbox', { name: 'Search records' }).fill('contact9999@');
    await rows.getByText('contact9999@').waitFor();
    expect(await rows.count()).toBe(1);
  });

  it('starts exactly the run that was shown', async () => {
    await openSync('draft', 'Choose what to sync');
    await preview(page);
    const run = api.sync().view().preview?.run;
    const [request] = await Promise.all([page.waitForRequest(/\/start$/), start(page)]);
    expect(request.postDataJSON()).toEqual({ run });
    expect(request.headers()['x-concord']).toBe('1');
  });
});

describe('what waits for a person', () => {
  it('is answered one by one: the same person, with the candidate that was meant', async () => {
    await openSync('live', /in step$/);
    const same = page.getByRole('button', { name: /^Same person: Đorđe Bianchi/ });
    const [request] = await Promise.all([page.waitForRequest(/\/answers$/), pressOn(page, same)]);
    expect(request.postDataJSON()).toEqual({ answers: [{ mapping: 'm3', answer: 'same', candidate: 'm3c' }] });
    await same.waitFor({ state: 'detached' });
    await heading(page, /in step$/).waitFor();
    await expectText(page, 'Waiting for you (26)');
  });

  it('keeps the place of the keyboard when the answered one goes', async () => {
    await openSync('live', /in step$/);
    await pressOn(page, page.getByRole('button', { name: 'Different people: Đorđe Bianchi' }));
    await expectText(page, 'Waiting for you (26)');
    expect(await hasFocus(page.getByRole('group', { name: 'Waiting for you' }))).toBe(true);
  });

  it('shows what was answered until a worker has come to it', async () => {
    await openSync('live', /in step$/);
    await page.route('**/answers', (route) => route.fulfill({ json: api.sync().view() }));
    await page.getByRole('button', { name: 'Different people: Đorđe Bianchi' }).click();
    await expectText(page, 'Answered: Different people');
    expect(await page.getByRole('button', { name: 'Different people: Đorđe Bianchi' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Same person: Đorđe Bianchi/ }).count()).toBe(0);
  });

  it('is answered at once: all are different people', async () => {
    await openSync('previewed', 'Preview');
    await page.getByRole('tab', { name: /^Held/ }).click();
    await pressOn(page, page.getByRole('button', { name: 'Treat all as different people' }));
    await expectText(page, 'Nothing waits for you');
    await expectText(page, '6,428 added to Microsoft 365');
  });

  it('says why a record was put aside, and tries it again', async () => {
    await openSync('live', /in step$/);
    await page.getByRole('button', { name: 'Show all that wait' }).click();
    await page.getByRole('button', { name: 'Show more' }).click();
    await expectText(page, 'Microsoft 365 refused the birthday');
    await pressOn(page, page.getByRole('button', { name: 'Try again: Amélie Haddad' }));
    await page.getByText('Microsoft 365 refused the birthday').waitFor({ state: 'detached' });
  });
});

describe('a live sync', () => {
  it('shows an edit within two seconds and counts how long ago it was', async () => {
    await openSync('live', /in step$/);
    api.sync().edit('Zoë Whitfield');
    await page.getByRole('button', { name: /^Zoë Whitfield/ }).waitFor({ timeout: 2000 });
    const fresh = page.getByText(/^Last change \d+ s ago$/);
    const first = Number.parseInt((await fresh.innerText()).replace(/\D/g, ''), 10);
    await page.getByText(`Last change ${first + 2} s ago`).waitFor({ timeout: 5000 });
  });

  it('is not asked for while nobody sees the page', async () => {
    await openSync('live', /in step$/);
    await page.evaluate(`Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'))`);
    await page.waitForTimeout(1200);
    const before = api.asked().length;
    await page.waitForTimeout(1500);
    expect(api.asked().length).toBe(before);
  });

  it('says that it is paused, why, and how to go on', async () => {
    api.set({ sync: 'paused', microsoft: 'lost' });
    await page.goto(`${api.origin}/syncs/s1`);
    await expectText(page, 'most likely after a password change');
    await pressOn(page, page.getByRole('link', { name: 'Authorize again: Microsoft 365' }));
    await pressOn(page, page.getByRole('button', { name: 'Accept' }));
    await page.waitForURL(`${api.origin}/syncs/s1`);
  });

  it('goes on from a brake when a person says that it was meant', async () => {
    api.set({ sync: 'paused' });
    api.show({
      trouble: 'brake.deletes',
      sentence: 'Concord stopped itself before it could delete 42 of your contacts.',
      brake: stoppedDeletes,
    });
    await page.goto(`${api.origin}/syncs/s1`);
    await expectText(page, 'Concord stopped itself');
    const [request] = await Promise.all([
      page.waitForRequest(/\/start$/),
      pressOn(page, page.getByRole('button', { name: 'Go on, once' })),
    ]);
    expect(request.postDataJSON()).toEqual({ run: api.sync().view().preview?.run });
  });

  it('lets go of an account only after asking', async () => {
    await openSync('live', /in step$/);
    await pressOn(page, page.getByRole('button', { name: 'Disconnect account' }));
    const dialog = page.getByRole('dialog', { name: 'Disconnect Microsoft 365?' });
    expect(await hasFocus(dialog.getByRole('button', { name: 'Stay connected' }))).toBe(true);
    await pressOn(page, dialog.getByRole('button', { name: 'Disconnect' }));
    await heading(page, 'This sync is stopped').waitFor();
    await expectText(page, 'is disconnected. Authorize again to use it');
  });
});

describe('when something fails', () => {
  it('says what the API said, and what to do', async () => {
    await openSync('previewed', 'Preview');
    const message = 'This preview is out of date.';
    api.fail(/\/start$/, 409, { code: 'stale', message, action: 'Look again, then start.' }, 1);
    await start(page);
    const alert = page.getByRole('alert');
    expect(await alert.innerText()).toContain(`${message}\nLook again, then start.`);
    await start(page);
    await heading(page, 'Syncing').waitFor();
  });

  it('keeps showing what was known while Concord cannot be reached, and recovers', async () => {
    await openSync('live', /in step$/);
    await page.route('**/api/**', (route) => route.abort());
    await page.getByText('Concord cannot be reached right now').waitFor({ timeout: 15_000 });
    expect(await heading(page, /in step$/).count()).toBe(1);
    await page.unroute('**/api/**');
    await page.getByText('Concord cannot be reached right now').waitFor({ state: 'detached', timeout: 15_000 });
  });

  it('offers to sign in again when the session has ended', async () => {
    api.set({ sync: 'live' });
    api.fail(/s1$/, 401, { code: 'signedOut', message: 'You have been signed out.' });
    await page.goto(`${api.origin}/syncs/s1`);
    const link = page.getByRole('link', { name: 'Sign in with Clio' });
    expect(await link.getAttribute('href')).toContain('/auth/clio/start?return=%2Fsyncs%2Fs1');
  });
});

describe('how it looks', () => {
  it('follows the system, and keeps the colours that a person chose instead', async () => {
    api.set({ signedIn: false });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(api.origin);
    const scheme = (): Promise<string> =>
      page.evaluate<string>('document.documentElement.dataset.mantineColorScheme ?? ""');
    await heading(page, /in accord$/).waitFor();
    expect(await scheme()).toBe('dark');
    await pressOn(page, page.getByRole('button', { name: /^Colours follow your system/ }));
    expect(await scheme()).toBe('light');
    await page.reload();
    await heading(page, /in accord$/).waitFor();
    expect(await scheme()).toBe('light');
  });

  it('stands still for people who asked for less motion', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    api.set({ sync: 'draft' });
    api.show({ state: 'scanning', progress: { phase: 'readingLeft', done: 1400 } });
    await page.goto(`${api.origin}/syncs/s1`);
    await page.getByRole('progressbar').waitFor();
    await page.waitForTimeout(200);
    const moving = 'document.getAnimations().filter((one) => one.playState === "running").length';
    expect(await page.evaluate<number>(moving)).toBe(0);
  });

  it('shows where the keyboard is', async () => {
    await openSync('draft', 'Choose what to sync');
    for (const target of [page.getByRole('button', { name: 'Sync', exact: true }), page.getByRole('checkbox')]) {
      await tabTo(page, page.getByRole('radio', { name: 'Clio wins' }));
      await tabTo(page, target);
      const outline = await target.evaluate('(element) => getComputedStyle(element).outlineStyle');
      expect(outline).not.toBe('none');
    }
  });

  it.each(states)('has no fault that axe finds, in any colours or width: $name', { timeout: 20_000 }, async (state) => {
    state.set(api);
    await page.goto(api.origin + state.path);
    await heading(page, state.heading).waitFor();
    await state.act?.(page, api);
    for (const { width, colorScheme } of looks) {
      await page.setViewportSize(widths[width]);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForTimeout(60);
      const where = `${state.name}, ${width}, ${colorScheme}`;
      expect(await faultsOf(page), where).toEqual([]);
      expect(await sidewaysPixels(page), `${where}: moves sideways`).toBe(0);
      const picture = `${state.name}-${width}-${colorScheme}`;
      if (pictured.has(picture)) await keepPicture(page, picture);
    }
  });
});

async function expectText(on: Page, text: string): Promise<void> {
  await on.getByText(text).first().waitFor({ timeout: 5000 });
}
