import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from './fake-api.ts';
import { hasFocus, pressOn } from './keyboard.ts';
import { onThePage } from './on-the-page.ts';
import { stoppedDeletes } from './states.ts';
import { heading } from './steps.ts';

const on = onThePage({ records: 100 });
let page: Page;
let api: FakeApi;
beforeEach(() => {
  ({ page, api } = on);
});

const openSync = async (state: 'live' | 'stopped', title: RegExp | string): Promise<void> => {
  api.set({ sync: state });
  await page.goto(`${api.origin}/syncs/s1`);
  await heading(page, title).waitFor();
};
const card = (name: string) => page.getByRole('heading', { name, exact: true, level: 2 });
const started = (): number => api.asked().filter((one) => one.endsWith('/undo/start')).length;
const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('undo', () => {
  it('of a line is shown as a preview first, and begins when a person says so', { timeout: 40_000 }, async () => {
    await openSync('live', /in step$/);
    await pressOn(page, page.getByRole('button', { name: /^Grace Okafor/ }));
    await pressOn(page, button('Undo this'));
    await card('Undo: what will happen').waitFor();
    expect(api.undo().wish()).toEqual({ mapping: 'grace', entry: 'a3' });
    await page.getByText('Removed from Microsoft 365').waitFor();
    await page.getByText('Company in Clio: The service has no way to empty this detail').waitFor();
    expect(await page.getByText('tomas.novak@example.com').count()).toBe(0);
    await pressOn(page, button('Undo'));
    await card('Undone').waitFor();
    await page.getByText('was put back').waitFor();
    await pressOn(page, button('Close'));
    await card('Undone').waitFor({ state: 'detached' });
  });

  it('of a run is offered where something was written in one', { timeout: 40_000 }, async () => {
    const before = started();
    await openSync('live', /in step$/);
    await pressOn(page, page.getByRole('button', { name: /^Tomáš Novák/ }));
    await pressOn(page, button('Undo all of this run'));
    await card('Undo: what will happen').waitFor();
    expect(api.undo().wish()).toEqual({ run: 'run1' });
    await pressOn(page, button('Leave as it is'));
    await card('Undo: what will happen').waitFor({ state: 'detached' });
    expect(started()).toBe(before);
  });

  it('of one detail is offered beside it, where a line has several', { timeout: 40_000 }, async () => {
    await openSync('live', /in step$/);
    await pressOn(page, page.getByRole('button', { name: /^Grace Okafor/ }));
    expect(await page.getByRole('button', { name: /^Undo this detail/ }).count()).toBe(2);
    await pressOn(page, button('Undo this detail: Job title in Clio'));
    await card('Undo: what will happen').waitFor();
    expect(api.undo().wish()).toEqual({ mapping: 'grace', entry: 'a3', field: 'Job title' });
  });

  it('is there while the sync is stopped, and not for what changed nothing', { timeout: 40_000 }, async () => {
    await openSync('stopped', 'This sync is stopped');
    await pressOn(page, page.getByRole('button', { name: /^Ellis Shipping/ }));
    await button('What happened before').waitFor();
    expect(await button('Undo this').count()).toBe(0);
  });
});

describe('what the brake stopped', () => {
  it('is put back on its own side, with a preview', { timeout: 40_000 }, async () => {
    api.set({ sync: 'paused' });
    api.show({ trouble: 'brake.deletes', sentence: 'Concord stopped itself.', brake: stoppedDeletes });
    await page.goto(`${api.origin}/syncs/s1`);
    await pressOn(page, button('Put back in Clio'));
    await card('Put back: what will happen').waitFor();
    expect(api.undo().wish()).toEqual({ stopped: true });
    await page.getByText('Then the sync goes on by itself').waitFor();
    await pressOn(page, button('Put back'));
    await card('Putting back').waitFor();
    expect(await button('Go on, once').getAttribute('aria-disabled')).toBe('true');
    await card('Put back').waitFor();
  });
});

describe('from a line of the activity', () => {
  it('a link leads to why', { timeout: 40_000 }, async () => {
    await openSync('live', /in step$/);
    await pressOn(page, page.getByRole('button', { name: /^Grace Okafor/ }));
    await pressOn(page, page.getByRole('link', { name: 'Why? Grace Okafor' }));
    await heading(page, 'Why?').waitFor();
    expect(new URL(page.url()).searchParams.get('about')).toBe('grace');
  });

  it('the whole history is downloaded, part after part', { timeout: 40_000 }, async () => {
    const parts: Readonly<Record<string, { readonly body: string; readonly after?: string }>> = {
      '': { body: 'at,title\n', after: 'p2' },
      p2: { body: 'one\n', after: 'p3' },
      p3: { body: 'two\n' },
    };
    await page.route(/\/history\?/, async (route) => {
      const { searchParams: query } = new URL(route.request().url());
      const part = parts[query.get('after') ?? ''] ?? { body: '' };
      const headers = { 'content-type': 'text/csv', ...(part.after ? { 'x-concord-after': part.after } : {}) };
      await route.fulfill({ headers, body: query.get('format') === 'csv' ? part.body : '{}' });
    });
    await openSync('live', /in step$/);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      pressOn(page, page.getByRole('button', { name: /^Download CSV/ })),
    ]);
    expect(download.suggestedFilename()).toMatch(/^concord-microsoft-365-\d{4}-\d\d-\d\d\.csv$/);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('at,title\none\ntwo\n');
  });

  it('a download that fails says so, and can be tried again', { timeout: 40_000 }, async () => {
    await openSync('live', /in step$/);
    api.fail(/\/history$/, 503, { code: 'busy', message: 'The history cannot be read just now.' }, 1);
    await pressOn(page, page.getByRole('button', { name: /^Download NDJSON/ }));
    await page.getByText('The history cannot be read just now.').waitFor();
  });
});

describe('the past of a record', () => {
  it('shows what was done, what both sides said then, and keeps it in step again', { timeout: 40_000 }, async () => {
    await openSync('live', /in step$/);
    await pressOn(page, page.getByRole('button', { name: /^Grace Okafor/ }));
    await pressOn(page, button('What happened before'));
    const dialog = page.getByRole('dialog', { name: 'Grace Okafor' });
    await dialog.getByText('Added to Microsoft 365').waitFor();
    expect(await dialog.getByRole('listitem').count()).toBe(2);
    await pressOn(page, dialog.getByRole('button', { name: 'Both sides at that moment' }).first());
    const cells = dialog.getByRole('row', { name: /^Phone/ }).getByRole('cell');
    expect(await cells.allInnerTexts()).toEqual(['+44 7700 900245', '+44 7700 900245', '+44 7700 900245']);
    const [request] = await Promise.all([
      page.waitForRequest(/\/answers$/),
      pressOn(page, dialog.getByRole('button', { name: 'Keep in step again' })),
    ]);
    expect(request.postDataJSON()).toEqual({ answers: [{ mapping: 'grace', answer: 'resume' }] });
    await dialog.waitFor({ state: 'detached' });
    expect(await hasFocus(button('What happened before'))).toBe(true);
  });
});
