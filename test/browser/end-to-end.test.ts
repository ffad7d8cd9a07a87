import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Local, startLocal } from '@concord/local';
import { seedSandbox } from '@concord/sandbox';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, widths } from './looks.ts';
import { type OpenBrowser, openBrowser } from './open-browser.ts';
import { preview, setUp, signIn, start, stop, waitLive } from './steps.ts';

const owner = 'margaret@quillfeather.example.com';

let folder: string;
let local: Local;
let open: OpenBrowser;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concord-end-to-end-'));
  const fill = async (sandbox: Parameters<typeof seedSandbox>[0]) =>
    void (await seedSandbox(sandbox, { contacts: 60 }));
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

async function until(found: () => unknown): Promise<void> {
  const from = Date.now();
  for (let round = 0; round < 400; round += 1) {
    if (found()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Not there after ${Date.now() - from} ms`);
}
