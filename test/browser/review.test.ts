import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from './fake-api.ts';
import { hasFocus, tabTo } from './keyboard.ts';
import { onThePage } from './on-the-page.ts';
import { heading } from './steps.ts';

const on = onThePage({ records: 100 });
let page: Page;
let api: FakeApi;
beforeEach(async () => {
  ({ page, api } = on);
  api.set({ sync: 'live' });
  await page.goto(`${api.origin}/review`);
  await heading(page, 'Waiting for you').waitFor();
  await row('Anna Berg').waitFor();
});

const row = (name: string) => page.getByRole('listitem', { name: new RegExp(`^${name}`) });
const posted = async (key: string, path: RegExp): Promise<unknown> => {
  const [request] = await Promise.all([page.waitForRequest(path), page.keyboard.press(key)]);
  return request.postDataJSON();
};

describe('the review page by keyboard alone', () => {
  it('is entered once with Tab, and walked with arrows and letters', async () => {
    await tabTo(page, row('Anna Berg'));
    await page.keyboard.press('ArrowDown');
    expect(await hasFocus(row('Bo Berg'))).toBe(true);
    await page.keyboard.press('j');
    expect(await hasFocus(row('Zoë Whitfield'))).toBe(true);
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await page.keyboard.press('ArrowUp');
    expect(await hasFocus(row('Anna Berg'))).toBe(true);
    await page.keyboard.press('End');
    expect(await hasFocus(row('Tomáš Novák'))).toBe(true);
    await page.keyboard.press('Home');
    expect(await hasFocus(row('Anna Berg'))).toBe(true);
  });

  it('decides with one key, and takes it back with another', async () => {
    await tabTo(page, row('Anna Berg'));
    expect(await posted('1', /\/answers$/)).toEqual({
      answers: [{ mapping: 'r1', answer: 'same', candidate: 'r1-other' }],
      mayBeTakenBack: true,
    });
    await row('Anna Berg').getByText('Answered: Same person').waitFor();
    expect(await hasFocus(row('Anna Berg'))).toBe(true);
    expect(await posted('u', /\/take-back$/)).toEqual({ mappings: ['r1'] });
    await page.getByRole('button', { name: 'Same person: Anna Berg' }).waitFor();
  });

  it('answers all alike in one go, and takes all of it back', async () => {
    await tabTo(page, row('Anna Berg'));
    await page.keyboard.press('a');
    expect(await page.getByRole('checkbox', { name: 'for all like this' }).isChecked()).toBe(true);
    expect(await posted('2', /\/answers$/)).toEqual({
      answers: [],
      alike: { kind: 'match', reason: 'nameAndPhone', answer: 'different' },
      mayBeTakenBack: true,
    });
    await row('Bo Berg').getByText('Answered: Different people').waitFor();
    expect(await page.getByRole('checkbox', { name: 'for all like this' }).isChecked()).toBe(false);
    expect(await posted('u', /\/take-back$/)).toEqual({ all: true });
    await page.getByRole('button', { name: 'Different people: Bo Berg' }).waitFor();
  });

  it('does not answer twice, nor by a key that means nothing', async () => {
    const answers = () => api.asked().filter((one) => one === 'POST /api/syncs/s1/answers').length;
    const before = answers();
    await tabTo(page, row('Anna Berg'));
    await page.keyboard.press('9');
    await posted('3', /\/answers$/);
    await row('Anna Berg').getByText('Answered: Leave it out').waitFor();
    await page.keyboard.press('1');
    await page.waitForTimeout(300);
    expect(answers()).toBe(before + 1);
  });

  it('leads to the reasons', async () => {
    await tabTo(page, row('Anna Berg'));
    await page.keyboard.press('w');
    await heading(page, 'Why?').waitFor();
    expect(new URL(page.url()).search).toBe('?about=r1');
  });
});
