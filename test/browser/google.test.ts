import type { Local } from '@concord/local';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pressOn } from './keyboard.ts';
import { faultsOf } from './looks.ts';
import { heading, preview, signIn, start, stop, waitLive } from './steps.ts';
import { openWholeStack, until, type WholeStack } from './whole-stack.ts';

const owner = 'margaret@quillfeather.example.com';
const timeoutMs = 60_000;

let stack: WholeStack;
let local: Local;
let page: Page;

beforeAll(async () => {
  stack = await openWholeStack(40);
  local = stack.local;
  page = await stack.newPage();
}, 120_000);

afterAll(async () => await stack?.close(), 30_000);

describe('a Google account', () => {
  it('is synced like any other, without anybody telling of its changes', { timeout: 180_000 }, async () => {
    const google = local.sandbox?.google.contacts(owner);
    const clio = local.sandbox?.clio.contacts;
    if (google === undefined || clio === undefined) throw new Error('There is no sandbox.');
    await signIn(page, local.url);
    await pressOn(page, page.getByRole('link', { name: 'Set up sync: Contacts: Clio and Google' }));
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
