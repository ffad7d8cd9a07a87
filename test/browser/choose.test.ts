import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from './fake-api.ts';
import { onThePage } from './on-the-page.ts';
import { heading } from './steps.ts';

const on = onThePage({ records: 30 });
let page: Page;
let api: FakeApi;
beforeEach(async () => {
  ({ page, api } = on);
  api.set({ sync: 'draft' });
  await page.goto(`${api.origin}/syncs/s1`);
  await heading(page, 'Choose what to sync').waitFor();
});

const listIsRead = async (): Promise<void> => await page.getByText('This list was read').waitFor();
const radio = (name: string) => page.getByRole('radio', { name });

async function press(): Promise<unknown> {
  await page.getByRole('checkbox').check();
  const [request] = await Promise.all([
    page.waitForRequest(/\/scan$/),
    page.getByRole('button', { name: 'Sync', exact: true }).click(),
  ]);
  return request.postDataJSON();
}

describe('Which contacts', () => {
  it('is everything, unless somebody chooses', async () => {
    await listIsRead();
    expect(await radio('Everything').isChecked()).toBe(true);
    expect(await press()).toMatchObject({ choice: 'everything' });
  });

  it('is chosen with the keyboard alone, a category with the list beside it', async () => {
    await listIsRead();
    await radio('Everything').focus();
    for (const name of ['Only clients', 'Only contacts of open matters', 'Only one label']) {
      await page.keyboard.press('ArrowDown');
      expect(await radio(name).isChecked()).toBe(true);
    }
    const list = page.getByRole('combobox', { name: 'Label or category' });
    expect(await list.inputValue()).toBe('Court');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    expect(await list.inputValue()).toBe('Experts');
    expect(await press()).toMatchObject({ choice: { side: 'right', group: 'Experts' } });
    expect(api.sync().view().policy.choice?.group.name).toBe('Experts');
  });

  it('is a group that Clio knows, by a click anywhere on its card', async () => {
    await listIsRead();
    await page.getByText('Only contacts of open matters').click();
    expect(await press()).toMatchObject({ choice: { side: 'left', group: 'openMatter' } });
  });

  it('can be chosen anew from a list that is asked for again, and is asked for by itself only once', async () => {
    await listIsRead();
    const asked = () => api.asked().filter((one) => one === 'POST /api/syncs/s1/read-groups').length;
    const before = asked();
    await page.reload();
    await listIsRead();
    expect(asked()).toBe(before);
    await page.getByRole('button', { name: 'Refresh the list' }).click();
    await page.getByText('Asking Clio and Microsoft 365 what can be chosen').waitFor();
    await listIsRead();
    expect(asked()).toBe(before + 1);
  });

  it('stays what it was when somebody starts again, and can be taken back', async () => {
    api.set({ sync: 'stopped' });
    const choice = { side: 'right', group: { id: 'Old', name: 'Old', takesNew: true } } as const;
    api.show({ policy: { ...api.sync().view().policy, choice } });
    await page.goto(`${api.origin}/syncs/s1`);
    await listIsRead();
    expect(await page.getByRole('combobox', { name: 'Label or category' }).inputValue()).toBe('Old');
    await page.getByText('Everything', { exact: true }).click();
    await page.getByRole('checkbox').check();
    const [request] = await Promise.all([
      page.waitForRequest(/\/scan$/),
      page.getByRole('button', { name: 'Start again' }).click(),
    ]);
    expect(request.postDataJSON()).toMatchObject({ choice: 'everything' });
  });
});
