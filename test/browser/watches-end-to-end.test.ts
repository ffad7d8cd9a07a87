import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from './looks.ts';
import { heading, signIn } from './steps.ts';
import { openWholeStack, type WholeStack } from './whole-stack.ts';

let stack: WholeStack;
let page: Page;
let ada: number;

beforeAll(async () => {
  stack = await openWholeStack(40);
  ada = withMatter('Ada', 'Quillon', 'Boston');
  withMatter('Bram', 'Quillon', 'Albany');
  page = await stack.newPage();
  page.setDefaultTimeout(20_000);
}, 120_000);

afterAll(async () => await stack?.close(), 30_000);

describe('watches on everything that npm start runs', () => {
  it('import two matters, keep a note and take over a city that was changed in Clio', {
    timeout: 150_000,
  }, async () => {
    await signIn(page, stack.local.url);
    await page.getByRole('link', { name: 'Watches', exact: true }).click();
    await page.getByText('No watches yet').waitFor();

    await page.getByRole('link', { name: 'Import matters from Clio' }).click();
    await heading(page, 'Import matters from Clio').waitFor();
    await page.getByLabel('Search matters').fill('Quillon');
    await page.getByRole('button', { name: 'Show matters' }).click();
    await page.getByText('2 of 2 shown').waitFor();
    await page.getByRole('checkbox', { name: 'Pick all 2 shown that are not imported' }).check();
    await page.getByRole('button', { name: 'Import as watches' }).click();
    await page.getByText('2 matters imported.').first().waitFor();
    expect(await page.getByRole('link', { name: /^Imported: open the watch of/ }).count()).toBe(2);

    await page.getByRole('link', { name: 'Show the new watches' }).click();
    await page.getByRole('link', { name: 'Ada Quillon' }).click();
    await heading(page, 'Ada Quillon').waitFor();
    expect(await page.getByLabel('City', { exact: true }).inputValue()).toBe('Boston');
    await page.getByLabel('Internal notes').fill('Her sister has the will.');
    await page.getByLabel('Internal notes').blur();
    await page.getByText('Saved', { exact: true }).waitFor();

    await changeCityInClio('Salem');
    await page.getByRole('button', { name: 'Sync from Clio' }).click();
    await page.getByText('One field changed:').first().waitFor();
    await expect.poll(() => page.getByLabel('City', { exact: true }).inputValue()).toBe('Salem');
    expect(await page.getByLabel('Internal notes').inputValue()).toBe('Her sister has the will.');

    await changeCityInClio('Lowell');
    await page.getByRole('link', { name: 'All watches' }).click();
    await page.getByRole('button', { name: 'Sync all now' }).click();
    await page.getByText('2 looked at, 1 changed.').first().waitFor();
    await page.getByRole('link', { name: 'Ada Quillon' }).click();
    await expect.poll(() => page.getByLabel('City', { exact: true }).inputValue()).toBe('Lowell');
    await page.reload();
    await heading(page, 'Ada Quillon').waitFor();
    expect(await page.getByLabel('Internal notes').inputValue()).toBe('Her sister has the will.');
    const history = page.getByRole('region', { name: 'History' });
    for (const cause of ['Imported from Clio', 'Sync from Clio', 'Sync all now'])
      await history.getByText(cause, { exact: true }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(stack.local.guard.denied()).toEqual([]);
  });
});

/** A client with an address, and a matter of theirs. */
function withMatter(first_name: string, last_name: string, city: string): number {
  const clio = stack.local.sandbox?.clio;
  const addresses = [{ name: 'Home', city, province: 'MA', primary: true }];
  const client = clio?.contacts.add({ type: 'Person', first_name, last_name, addresses }) ?? 0;
  clio?.matters.add({ client, description: 'Estate', open_date: '2026-02-11' });
  return client;
}

/** On the page of Clio's look-alike, as a person would. */
async function changeCityInClio(city: string): Promise<void> {
  const clio = await stack.newPage();
  await clio.goto(`${stack.local.sandboxUrl}/clio/contacts/${ada}`);
  await clio.getByLabel('City').first().fill(city);
  await clio.getByRole('button', { name: 'Save' }).click();
  await clio.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
  await clio.close();
}
