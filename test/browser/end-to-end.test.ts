import type { Local } from '@concord/local';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from './looks.ts';
import { preview, setUp, signIn, start, stop, waitLive } from './steps.ts';
import { openWholeStack, until, type WholeStack } from './whole-stack.ts';

const owner = 'margaret@quillfeather.example.com';

let stack: WholeStack;
let local: Local;
let page: Page;

beforeAll(async () => {
  stack = await openWholeStack(60);
  local = stack.local;
  page = await stack.newPage();
}, 120_000);

afterAll(async () => await stack?.close(), 30_000);

describe('everything that npm start runs', () => {
  it('leads a newcomer from signing in to contacts that follow each other', { timeout: 150_000 }, async () => {
    await signIn(page, local.url);
    await setUp(page, { account: owner });
    await preview(page);
    await start(page);
    await waitLive(page, { timeoutMs: 60_000 });
    const outlook = local.sandbox?.microsoft.contacts(owner);
    const clio = local.sandbox?.clio.contacts;
    expect(outlook?.list().length).toBeGreaterThan(50);

    const added = clio?.add({ type: 'Person', first_name: 'Nadia', last_name: 'Newcomer' });
    await until(() => outlook?.list().find(({ surname }) => surname === 'Newcomer'));
    const there = outlook?.list().find(({ surname }) => surname === 'Newcomer');
    outlook?.edit(there?.id ?? '', { jobTitle: 'Notary' });
    await until(() => clio?.get(added ?? 0)?.title === 'Notary');
    expect(await faultsOf(page)).toEqual([]);
    await stop(page);
    expect(local.guard.denied()).toEqual([]);
  });
});
