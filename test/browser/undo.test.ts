import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from './fake-api.ts';
import { hasFocus, pressOn } from './keyboard.ts';
import { onThePage } from './on-the-page.ts';
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

  it('is there while the sync is stopped, and not for what changed nothing', { timeout: 40_000 }, async () => {
    await openSync('stopped', 'This sync is stopped');
    await pressOn(page, page.getByRole('button', { name: /^Ellis Shipping/ }));
    await button('What happened before').waitFor();
    expect(await button('Undo this').count()).toBe(0);
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
