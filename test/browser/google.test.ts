import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Local, startLocal } from '@concord/local';
import { type Sandbox, seedSandbox } from '@concord/sandbox';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pressOn } from './keyboard.ts';
import { faultsOf, widths } from './looks.ts';
import { type OpenBrowser, openBrowser } from './open-browser.ts';
import { heading, preview, signIn, start, stop, waitLive } from './steps.ts';

const owner = 'margaret@quillfeather.example.com';
const timeoutMs = 60_000;

let folder: string;
let local: Local;
let open: OpenBrowser;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concord-google-'));
  const fill = async (sandbox: Sandbox) => void (await seedSandbox(sandbox, { contacts: 40 }));
  [local, open] = await Promise.all([
    startLocal({ dataDir: folder, port: 0, fresh: true, limits: false, fill }),
    openBrowser(),
  ]);
  page = await open.browser.newPage({ viewport: widths.wide, colorScheme: 'light' });
}, 120_000);

afterAll(async () => {
  await open?.close();
  await local?.close();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

describe('a Google account', () => {
  it('is synced like any other, without anybody telling of its changes', { timeout: 180_000 }, async () => {
    const google = local.sandbox?.google.contacts(owner);
    const clio = local.sandbox?.clio.contacts;
    if (google === undefined || clio === undefined) throw new Error('There is no sandbox.');
    await signIn(page, local.url);
    const offers = page.getByRole('link', { name: /^Set up sync/ });
    await pressOn(page, offers.nth((await offers.count()) - 1));
    await pressOn(page, page.getByRole('link', { name: /^Authorize Google/ }));
    await page.getByRole('button', { name: new RegExp(owner, 'u') }).click();
    await page.getByRole('button', { name: 'Continue' }).waitFor();
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await heading(page, 'Choose what to sync').waitFor();
    await preview(page);
    await start(page);
    await waitLive(page, { timeoutMs });
    await page.getByText('Google tells nobody of changes').waitFor();
    expect(google.list().length).toBeGreaterThan(30);

    const added = clio.add({ type: 'Person', first_name: 'Nadia', last_name: 'Newcomer' });
    await until(() => google.list().some((one) => JSON.stringify(one).includes('Newcomer')));
    expect(clio.get(added)).toBeDefined();
    expect(await faultsOf(page)).toEqual([]);
    await stop(page);
    expect(local.guard.denied()).toEqual([]);
  });
});

async function until(found: () => boolean): Promise<void> {
  const from = Date.now();
  while (Date.now() - from < timeoutMs) {
    if (found()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Not there after ${Date.now() - from} ms`);
}
