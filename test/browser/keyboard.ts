import type { Locator, Page } from 'playwright-core';

/** How often a person may press Tab before they give up. */
const patience = 120;

/** Walks to a control with Tab alone. Fails when the keyboard cannot reach it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses <= patience; presses++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${target.toString()} with ${patience} presses of Tab.`);
}

/** Walks to a button or link and presses Enter. */
export async function pressOn(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Walks to a box or a radio and presses Space. */
export async function tickOn(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Space');
}

export async function hasFocus(target: Locator): Promise<boolean> {
  return await target.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'));
}
