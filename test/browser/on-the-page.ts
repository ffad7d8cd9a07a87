import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type BuiltPage, buildPage } from './build-page.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { widths } from './looks.ts';
import { type OpenBrowser, openBrowser } from './open-browser.ts';

/** What each test of a file finds: the scripted API, and a fresh page in a real browser. */
export type OnThePage = { readonly api: FakeApi; readonly page: Page };

/** Builds the page once for a file of tests. A test fails when the page complains about itself meanwhile. */
export function onThePage({ records }: { readonly records: number }): OnThePage {
  let built: BuiltPage;
  let open: OpenBrowser;
  let complaints: string[];
  const found: { api?: FakeApi; page?: Page } = {};

  beforeAll(async () => {
    [built, open] = await Promise.all([buildPage(), openBrowser()]);
    found.api = await startFakeApi({ page: built.folder, records });
  }, 60_000);

  afterAll(async () => {
    await open?.close();
    await found.api?.close();
    await built?.remove();
  });

  beforeEach(async () => {
    const page = await open.browser.newPage({ viewport: widths.wide, colorScheme: 'light' });
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // The browser itself notes every answer that is not 2xx: the page's own errors are what counts.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(message.text());
    });
    found.page = page;
  }, 30_000);

  afterEach(async () => {
    await found.page?.close();
    expect(complaints, 'errors of the page, or breaches of its security policy').toEqual([]);
  }, 30_000);

  return found as OnThePage;
}
