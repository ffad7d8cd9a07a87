import { ownFields, watchFields, watchPriorities, watchStatuses } from '@concord/core';
import type { Page, Request } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseTags } from '../../packages/console/src/watches/tags.ts';
import {
  fieldWords,
  ownWords,
  priorityWords,
  sayDate,
  statusWords,
} from '../../packages/console/src/watches/watch-words.ts';
import type { FakeApi } from './fake-api.ts';
import { hasFocus, pressOn, tabTo, tickOn } from './keyboard.ts';
import { onThePage } from './on-the-page.ts';
import { heading } from './steps.ts';

const on = onThePage({ records: 10 });
let page: Page;
let api: FakeApi;
/** How many requests there were before the test. */
let before = 0;
beforeEach(() => {
  ({ page, api } = on);
  before = api.asked().length;
  page.setDefaultTimeout(8000);
});

const open = async (path: string, title: string, firm = { watches: 45, matters: 45 }): Promise<void> => {
  api.set(firm);
  await page.goto(api.origin + path);
  await heading(page, title).waitFor();
};
const button = (name: string) => page.getByRole('button', { name, exact: true });
const rows = () => page.getByRole('list', { name: 'Watches', exact: true }).getByRole('listitem').getByRole('link');
const watch = (id: string) => api.watching().watches.view(id);
const sent = (path: string): Promise<Request> =>
  page.waitForRequest((request) => request.method() === 'POST' && new URL(request.url()).pathname === path);
const postsTo = (path: string): number =>
  api
    .asked()
    .slice(before)
    .filter((one) => one === `POST ${path}`).length;
const saved = (): Promise<void> => page.getByText('Saved', { exact: true }).waitFor();

describe('the list of watches', () => {
  it('is reached from every page, and opens a watch and comes back to the same list', async () => {
    await open('/settings/sync', 'Contact and Calendar Sync');
    await pressOn(page, page.getByRole('link', { name: 'Watches', exact: true }));
    await heading(page, 'Watches').waitFor();
    await page.getByLabel('Search watches').fill('okafor cambridge');
    await page.getByText('2 watches', { exact: true }).waitFor();
    expect(await rows().allInnerTexts()).toEqual(['Noah Okafor', 'Noah Okafor']);
    await rows().first().click();
    await heading(page, 'Noah Okafor').waitFor();
    await page.goBack();
    await heading(page, 'Watches').waitFor();
    expect(await page.getByLabel('Search watches').inputValue()).toBe('okafor cambridge');
    expect(await rows().allInnerTexts()).toEqual(['Noah Okafor', 'Noah Okafor']);
  });

  it('is asked for page by page, with what is searched, filtered and sorted by', async () => {
    await open('/watches', 'Watches');
    await rows().first().waitFor();
    expect(await rows().count()).toBe(20);
    await pressOn(page, button('Show more'));
    await page.getByText('40 of 44 shown').waitFor();
    await page.getByLabel('Sort by').selectOption('City');
    await page.getByLabel('Order').selectOption('Last to first');
    await button('Filters').click();
    await page.getByLabel('Priority').selectOption('Urgent');
    await page.getByText('1 watch', { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?sort=city&descending=true&priority=urgent');
    expect(api.asked()).toContain('GET /api/watches?sort=city&descending=true&priority=urgent');
    await pressOn(page, button('Clear filters'));
    await page.getByText('44 watches', { exact: true }).waitFor();
    expect(await hasFocus(button('Filters'))).toBe(true);
    expect(new URL(page.url()).search).toBe('?sort=city&descending=true');
  });

  it.each([
    ['Status', 'On hold', 1],
    ['Tag', 'estate', 1],
    ['Case type', 'Family', 14],
    ['Made', 'By hand', 0],
    ['Matter in Clio', 'Waits for you', 1],
    ['Archived', 'Show only those', 1],
  ])('can be narrowed by %s', async (label, choice, count) => {
    await open('/watches', 'Watches');
    await button('Filters').click();
    await page.getByLabel(label, { exact: true }).selectOption(choice);
    if (count === 0) await page.getByText('Nothing found').waitFor();
    else await page.getByText(`${count} ${count === 1 ? 'watch' : 'watches'}`, { exact: true }).waitFor();
  });

  it('passes over what an old or mistyped address asks for', async () => {
    await open('/watches?status=asleep&colour=red&priority=urgent', 'Watches');
    await page.getByText('1 watch', { exact: true }).waitFor();
    expect(api.asked().at(-1)).not.toContain('asleep');
  });

  it('says what to do when there are none, and when none is found', async () => {
    await open('/watches?search=nobody', 'Watches');
    await pressOn(page, button('Show all watches'));
    await page.getByText('44 watches', { exact: true }).waitFor();
    expect(await page.getByLabel('Search watches').inputValue()).toBe('');
    await open('/watches', 'Watches', { watches: 0, matters: 0 });
    await page.getByText('No watches yet').waitFor();
    await page.getByText('Open the matter browser to import some').waitFor();
    expect(await page.getByLabel('Search watches').count()).toBe(0);
  });

  it('tags all that are picked, by keyboard alone, and never what a later search shows', async () => {
    await open('/watches?search=ashworth', 'Watches');
    await tickOn(page, page.getByRole('checkbox', { name: /^Pick Amélie Ashworth/ }).first());
    await page.getByText('1 watch picked').waitFor();
    await tabTo(page, page.getByLabel('Tags, with commas between them'));
    await page.keyboard.insertText('obituary,  Obituary , probate court');
    const [request] = await Promise.all([sent('/api/watching/tags'), pressOn(page, button('Add tags'))]);
    expect(request.postDataJSON()).toEqual({ watches: ['c0'], add: ['obituary', 'probate court'], remove: [] });
    await page.getByText('1 watch changed').first().waitFor();
    await page.getByRole('list', { name: 'Tags of Amélie Ashworth' }).getByText('obituary').first().waitFor();
    await page.getByLabel('Search watches').fill('bianchi');
    await page.getByText('6 watches', { exact: true }).waitFor();
    expect(await page.getByText('picked', { exact: false }).count()).toBe(0);
  });

  it('takes tags off, and wants one first', async () => {
    await open('/watches?tag=estate', 'Watches');
    await page.getByRole('checkbox', { name: 'Pick all 1 shown' }).check();
    await pressOn(page, button('Remove tags'));
    await page.getByText('Type at least one tag.').waitFor();
    expect(postsTo('/api/watching/tags')).toBe(0);
    await page.keyboard.insertText('call back');
    await pressOn(page, button('Remove tags'));
    await page.getByText('1 watch changed').first().waitFor();
    expect(watch('c0')?.tags).toEqual(['estate']);
  });

  it('is saved as one file with all pages of what it shows', async () => {
    await open('/watches?search=boston', 'Watches', { watches: 100, matters: 0 });
    await page.getByText('33 watches', { exact: true }).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), pressOn(page, button('Export as CSV'))]);
    expect(download.suggestedFilename()).toBe('watches-2026-11-21.csv');
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(34);
    expect(lines[0]).toMatch(/^\ufeffFirst name,Last name/u);
  });
});

describe('"Sync all now"', () => {
  it('shows how far it is, how long still, and what came of it', async () => {
    await open('/watches', 'Watches');
    await pressOn(page, button('Sync all now'));
    const bar = page.getByRole('progressbar', { name: 'Refreshing watches' });
    await bar.waitFor();
    await page.getByText(/About \d+ minutes to finish|A few seconds to finish/).waitFor();
    expect(await button('Sync all now').getAttribute('aria-disabled')).toBe('true');
    await page.getByText('44 looked at, 4 changed.').first().waitFor();
    expect(await bar.count()).toBe(0);
    expect(postsTo('/api/watching/run')).toBe(1);
  });

  it('can be stopped, and says that what was done stays', async () => {
    await open('/watches', 'Watches');
    await pressOn(page, button('Sync all now'));
    await pressOn(page, button('Stop'));
    await page.getByText('what was refreshed stays').first().waitFor();
  });

  it('is not offered where nothing is linked, or where Clio is not connected: there the way back is', async () => {
    await open('/watches', 'Watches', { watches: 0, matters: 0 });
    await page.getByText('Open the matter browser').waitFor();
    expect(await button('Sync all now').count()).toBe(0);
    api.set({ watches: 5 });
    api.watching().show({ canRun: false, sentence: 'Your Clio account is not connected just now.' });
    await page.reload();
    const back = page.getByRole('link', { name: 'Sign in with Clio' });
    expect(await back.getAttribute('href')).toMatch(/\/auth\/clio\/start\?return=%2Fwatches$/u);
    expect(await button('Sync all now').count()).toBe(0);
  });
});

describe('a watch', () => {
  it('says where each value comes from, why it is so, and what Clio says instead', async () => {
    await open('/watches/c0', 'Amélie Ashworth');
    const city = page.getByRole('listitem').filter({ has: page.getByLabel('City', { exact: true }) });
    await city.getByText('Clio says “Boston”.').waitFor();
    await pressOn(page, city.getByText('Why this?'));
    await city.getByText('It was edited here, and Clio has not changed since').waitFor();
    await city.getByText('In Clio: the client’s primary address, or else the first one.').waitFor();
    await pressOn(page, button('Use Clio’s: City'));
    await city.getByText('Clio says “').waitFor({ state: 'detached' });
    expect(watch('c0')?.values.city).toBe('Boston');
    expect(await hasFocus(page.getByLabel('City', { exact: true }))).toBe(true);
  });

  it('saves each part as it is changed, and nothing else with it', async () => {
    await open('/watches/c0', 'Amélie Ashworth');
    const [status] = await Promise.all([sent('/api/watches/c0'), page.getByLabel('Status').selectOption('Done')]);
    expect(status.postDataJSON()).toEqual({ rev: 1, status: 'done' });
    await saved();
    await page.getByLabel('City', { exact: true }).fill('Lowell');
    const [city] = await Promise.all([sent('/api/watches/c0'), page.keyboard.press('Enter')]);
    expect(city.postDataJSON()).toEqual({ rev: 2, values: { city: 'Lowell' } });
    const notes = page.getByLabel('Internal notes');
    await notes.fill('Ask her sister about the will. Called.');
    // Whoever only stops typing has it saved too.
    const paused = await sent('/api/watches/c0');
    expect(paused.postDataJSON()).toEqual({ rev: 3, notes: 'Ask her sister about the will. Called.' });
    await pressOn(page, button('Take off estate'));
    await page.getByRole('list', { name: 'Tags of this watch' }).getByText('estate').waitFor({ state: 'detached' });
    await page.keyboard.insertText('obituary');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Tags of this watch' }).getByText('obituary').waitFor();
    await expect.poll(() => watch('c0')?.tags).toEqual(['call back', 'obituary']);
  });

  it('does not send what was not changed', async () => {
    await open('/watches/c0', 'Amélie Ashworth');
    await page.getByLabel('City', { exact: true }).fill('Elsewhere');
    await page.getByLabel('City', { exact: true }).fill('Brookline');
    await page.getByLabel('City', { exact: true }).blur();
    await page.getByLabel('State', { exact: true }).fill('Nowhere');
    await page.keyboard.press('Escape');
    await page.getByLabel('State', { exact: true }).blur();
    await page.waitForTimeout(300);
    expect(postsTo('/api/watches/c0')).toBe(0);
    expect(await page.getByLabel('State', { exact: true }).inputValue()).toBe('MA');
  });

  it('sends an edit once, though Enter and then leaving the box both ask for it', async () => {
    await open('/watches/c0', 'Amélie Ashworth');
    await page.route('**/api/watches/c0', async (route) => {
      await page.waitForTimeout(300);
      await route.continue();
    });
    await page.getByLabel('City', { exact: true }).fill('Lowell');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await saved();
    await page.unrouteAll({ behavior: 'wait' });
    expect(postsTo('/api/watches/c0')).toBe(1);
  });

  it('notices also what somebody else saved and this page has read meanwhile', async () => {
    await open('/watches/c5', 'דנה כהן');
    await page.getByLabel('City', { exact: true }).fill('Lowell');
    api.watching().watches.meddle('c5', { values: { city: 'Worcester', state: 'CT' } });
    // Longer than what was read counts as new; then as if the window had been left and come back to.
    await page.waitForTimeout(700);
    await page.evaluate('window.dispatchEvent(new Event("visibilitychange", { bubbles: true }))');
    await expect.poll(() => page.getByLabel('State', { exact: true }).inputValue()).toBe('CT');
    await page.getByLabel('City', { exact: true }).blur();
    await button('Save mine: City').waitFor();
    expect(watch('c5')?.values.city).toBe('Worcester');
  });

  it('keeps what was typed when it cannot be saved, and says so', async () => {
    await open('/watches/c0', 'Amélie Ashworth');
    api.fail(/\/watches\/c0$/, 503, { code: 'unavailable', message: 'Something is not answering just now.' });
    await page.getByLabel('Internal notes').fill('Not to be lost');
    await page.getByLabel('Internal notes').blur();
    await page.getByText('Something is not answering just now.').first().waitFor();
    expect(await page.getByLabel('Internal notes').inputValue()).toBe('Not to be lost');
    api.heal();
    await pressOn(page, button('Try again'));
    await saved();
    expect(watch('c0')?.notes).toBe('Not to be lost');
  });

  it('shows what holds again when a choice could not be saved', async () => {
    await open('/watches/c0', 'Amélie Ashworth');
    api.fail(/\/watches\/c0$/, 503, { code: 'unavailable', message: 'Something is not answering just now.' });
    await page.getByLabel('Priority').selectOption('Low');
    await page.getByText('Something is not answering just now.').first().waitFor();
    expect(await page.getByLabel('Priority').inputValue()).toBe('high');
  });

  it('never writes over what somebody else saved in the same field, and goes on past other fields', async () => {
    await open('/watches/c5', 'דנה כהן');
    const city = page.getByLabel('City', { exact: true });
    await city.fill('Lowell');
    api.watching().watches.meddle('c5', { notes: 'From a colleague' });
    await city.blur();
    await saved();
    expect(watch('c5')).toMatchObject({ notes: 'From a colleague', values: { city: 'Lowell' } });

    await city.fill('Salem');
    api.watching().watches.meddle('c5', { values: { city: 'Worcester' } });
    await city.blur();
    await page.getByRole('alert').getByText('Worcester').waitFor();
    expect(watch('c5')?.values.city).toBe('Worcester');
    expect(await city.inputValue()).toBe('Salem');
    await pressOn(page, button('Save mine: City'));
    await expect.poll(() => watch('c5')?.values.city).toBe('Salem');

    await city.fill('Quincy');
    api.watching().watches.meddle('c5', { values: { city: 'Albany' } });
    await city.blur();
    await pressOn(page, button('Leave theirs: City'));
    expect(await city.inputValue()).toBe('Albany');
    expect(watch('c5')?.values.city).toBe('Albany');
  });

  it('asks where both sides changed, field by field', async () => {
    await open('/watches/c1', 'Noah Okafor');
    await page.getByText('Here: Quincy. In Clio: Salem.').waitFor();
    const [request] = await Promise.all([sent('/api/watches/c1/answer'), pressOn(page, button('Take Clio’s: City'))]);
    expect(request.postDataJSON()).toEqual({ field: 'city', use: 'clio', asked: 'Salem' });
    await button('Take Clio’s: City').waitFor({ state: 'detached' });
    expect(await page.getByLabel('City', { exact: true }).inputValue()).toBe('Salem');
    expect(await hasFocus(page.getByLabel('City', { exact: true }))).toBe(true);
  });

  it('is refreshed at once, shows what changed, and the refresh is undone', async () => {
    await open('/watches/c5', 'דנה כהן');
    api.watching().says({ city: 'Salem' });
    await pressOn(page, button('Sync from Clio'));
    await page.getByText('One field changed:').first().waitFor();
    expect(await page.getByLabel('City', { exact: true }).inputValue()).toBe('Salem');
    const history = page.getByRole('region', { name: 'History' });
    await history.getByText('Sync from Clio').waitFor();
    await pressOn(page, button('Undo that refresh'));
    await button('Undo that refresh').waitFor({ state: 'detached' });
    expect(await page.getByLabel('City', { exact: true }).inputValue()).toBe('Albany');
    expect(await hasFocus(heading(page, 'דנה כהן'))).toBe(true);
  });

  it('says that nothing changed, and what Clio refused', async () => {
    await open('/watches/c0', 'Amélie Ashworth');
    api.watching().says({ city: 'Boston' });
    await pressOn(page, button('Sync from Clio'));
    await page.getByText('Nothing changed').first().waitFor();
    expect(watch('c0')?.values.city).toBe('Brookline');
    api.watching().refuse('Clio does not answer as it should just now.');
    await pressOn(page, button('Sync from Clio'));
    await page.getByText('Clio does not answer as it should just now.').first().waitFor();
  });

  it('waits through an answer that is lost without asking Clio twice', async () => {
    await open('/watches/c5', 'דנה כהן');
    api.fail(/\/wishes\//, 503, { code: 'unavailable', message: 'Not now.' }, 2);
    await pressOn(page, button('Sync from Clio'));
    await page.getByText('Nothing changed').first().waitFor();
    expect(postsTo('/api/watches/c5/refresh')).toBe(1);
  });

  it('is archived and taken back, each only by a person who was asked', async () => {
    await open('/watches/c0', 'Amélie Ashworth');
    await pressOn(page, button('Archive'));
    const dialog = page.getByRole('dialog', { name: 'Archive this watch?' });
    await pressOn(page, dialog.getByRole('button', { name: 'Keep it' }));
    await dialog.waitFor({ state: 'detached' });
    expect(watch('c0')?.archived).toBe(false);
    await pressOn(page, button('Archive'));
    await pressOn(page, dialog.getByRole('button', { name: 'Archive' }));
    await page.getByText('This watch is archived').waitFor();
    expect(await button('Sync from Clio').count()).toBe(0);
    await pressOn(page, button('Take it back'));
    await page.getByText('This watch is archived').waitFor({ state: 'detached' });
    expect(watch('c0')?.archived).toBe(false);
  });

  it('is deleted for good after a question, and the list is without it', async () => {
    await open('/watches/c3', 'Kwame Bianchi');
    await pressOn(page, button('Delete'));
    await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }));
    await heading(page, 'Watches').waitFor();
    await page.getByText('43 watches', { exact: true }).waitFor();
    expect(watch('c3')).toBeUndefined();
  });

  it('that was deleted by somebody else says so', async () => {
    await open('/watches/c999', 'This watch cannot be shown');
    await page.getByText('There is no such watch any more').waitFor();
  });
});

describe('a watch made by hand', () => {
  it('needs a name or a number, and opens when it is made', async () => {
    await open('/watches/new', 'Add a watch by hand');
    await pressOn(page, button('Add this watch'));
    await page.getByText('Type a first name, a last name or a case number.').waitFor();
    expect(await hasFocus(page.getByLabel('First name'))).toBe(true);
    await page.keyboard.insertText('Olu');
    await page.getByLabel('Date of birth').fill('1931-05-02');
    await page.getByRole('textbox', { name: 'Tags' }).fill('estate');
    await page.keyboard.press('Enter');
    await page.getByLabel('Internal notes').fill('Friend of the firm');
    const [request] = await Promise.all([sent('/api/watches'), pressOn(page, button('Add this watch'))]);
    expect(request.postDataJSON()).toEqual({
      values: { firstName: 'Olu', dateOfBirth: '1931-05-02' },
      tags: ['estate'],
      priority: 'normal',
      status: 'active',
      notes: 'Friend of the firm',
    });
    await heading(page, 'Olu').waitFor();
    await page.getByText('Made by hand').waitFor();
    expect(await button('Sync from Clio').count()).toBe(0);
  });
});

describe('the matter browser', () => {
  it('imports what was picked on several pages at once, and marks it', async () => {
    await open('/watches/matters', 'Import matters from Clio');
    await tickOn(page, page.getByRole('checkbox', { name: 'Pick 00102-Chen Estate' }));
    await pressOn(page, button('Show more'));
    await page.getByText('40 of 45 shown').waitFor();
    await page.getByRole('checkbox', { name: 'Pick 00130-None Estate' }).check();
    await page.getByText('2 matters picked').waitFor();
    const [request] = await Promise.all([sent('/api/matters/import'), pressOn(page, button('Import as watches'))]);
    expect(request.postDataJSON()).toEqual({ matters: ['1001', '1029'] });
    await page.getByText('2 matters imported.').first().waitFor();
    await page.getByRole('link', { name: 'Imported: open the watch of 00130-None' }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Pick 00102-Chen Estate' }).isDisabled()).toBe(true);
    await page.getByText('0 matters picked').waitFor();
    expect(postsTo('/api/matters')).toBe(2);
    await pressOn(page, page.getByRole('link', { name: 'Imported: open the watch of 00102-Chen' }));
    await heading(page, 'Olu Chen').waitFor();
  });

  it('asks Clio when the form is sent, with all filters, and not at every key', async () => {
    await open('/watches/matters', 'Import matters from Clio');
    await page.getByRole('checkbox', { name: /^Pick 00101/ }).waitFor();
    const asked = postsTo('/api/matters');
    await page.getByLabel('Search matters').fill('estate');
    await page.getByLabel('Status').selectOption('Open');
    await page.getByLabel('Practice area').selectOption('Family');
    await page.getByLabel('Responsible attorney').selectOption('Robin Ashworth');
    await page.getByLabel('Opened from').fill('2026-01-01');
    await page.getByLabel('Opened until').fill('2025-01-01');
    await pressOn(page, button('Show matters'));
    await page.getByText('This day is before the other one.').waitFor();
    await page.getByLabel('Opened until').fill('2026-04-30');
    expect(postsTo('/api/matters')).toBe(asked);
    const [request] = await Promise.all([sent('/api/matters'), pressOn(page, button('Show matters'))]);
    expect(request.postDataJSON()).toEqual({
      search: 'estate',
      status: 'open',
      practiceArea: '1',
      attorney: '11',
      openedFrom: '2026-01-01',
      openedUntil: '2026-04-30',
    });
    await page.getByText(/\d+ of \d+ shown/).waitFor();
    await pressOn(page, button('Show all matters'));
    await page.getByText('20 of 45 shown').waitFor();
  });

  it('keeps what was picked while another search is made', async () => {
    await open('/watches/matters', 'Import matters from Clio');
    await page.getByRole('checkbox', { name: /^Pick 00101/ }).check();
    await page.getByLabel('Search matters').fill('00103');
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: /^Pick 00103/ }).check();
    const [request] = await Promise.all([sent('/api/matters/import'), pressOn(page, button('Import as watches'))]);
    expect(request.postDataJSON()).toEqual({ matters: ['1000', '1002'] });
  });

  it('imports more than a hundred in parts, and wants one first', async () => {
    await open('/watches/matters', 'Import matters from Clio', { watches: 0, matters: 120 });
    await pressOn(page, button('Import as watches'));
    await page.getByText('Pick at least one matter first.').first().waitFor();
    for (let shown = 20; shown < 120; shown += 20) {
      await page.getByText(`${shown} of 120 shown`).waitFor();
      await button('Show more').click();
    }
    await page.getByText('120 of 120 shown').waitFor();
    await page.getByRole('checkbox', { name: /^Pick all 120 shown/ }).check();
    api.watching().slowAfter(1);
    await button('Import as watches').click();
    await page.getByText('100 of 120 imported.').first().waitFor();
    api.watching().slow(false);
    await page.getByText('120 matters imported.').first().waitFor();
    expect(postsTo('/api/matters/import')).toBe(2);
  });

  it('says what Clio refused, and tries again when told to', async () => {
    api.set({ watches: 0, matters: 5 });
    api.watching().refuse('Clio does not answer as it should just now. Try again in a few minutes.');
    await page.goto(`${api.origin}/watches/matters`);
    await page.getByText('Clio does not answer as it should').waitFor();
    api.watching().heal();
    await pressOn(page, button('Try again'));
    await page.getByText('5 of 5 shown').waitFor();
  });

  it('says when there is nothing, with and without filters', async () => {
    await open('/watches/matters', 'Import matters from Clio', { watches: 0, matters: 0 });
    await page.getByText('Clio shows no matter to your account').waitFor();
    await open('/watches/matters?search=nothing', 'Import matters from Clio');
    await page.getByText('No matter is like that').waitFor();
  });
});

describe('the settings of refreshes', () => {
  it('are saved one by one, for the whole firm', async () => {
    await open('/watches/settings', 'Refresh settings');
    const saves = async (act: () => Promise<unknown>): Promise<unknown> => {
      const [request] = await Promise.all([sent('/api/watching/settings'), act()]);
      return request.postDataJSON();
    };
    expect(await saves(() => tickOn(page, page.getByRole('switch', { name: 'Auto-sync' })))).toEqual({
      autoSync: true,
    });
    await page.getByText('Watches are refreshed daily').waitFor();
    expect(await saves(() => page.getByLabel('How often').selectOption('Every week'))).toEqual({ frequency: 'weekly' });
    expect(await saves(() => tickOn(page, page.getByRole('switch', { name: 'Sync on login' })))).toEqual({
      onLogin: true,
    });
    expect(await saves(() => page.getByRole('radio', { name: 'Ask' }).click())).toEqual({ conflicts: 'ask' });
    expect(await saves(() => page.getByLabel('City', { exact: true }).selectOption('Take Clio’s'))).toEqual({
      byField: { city: 'clio' },
    });
    await page.getByText('Saved', { exact: true }).nth(1).waitFor();
    expect(await saves(() => page.getByLabel('State', { exact: true }).selectOption('Keep ours'))).toEqual({
      byField: { city: 'clio', state: 'local' },
    });
    await expect.poll(() => page.getByLabel('State', { exact: true }).inputValue()).toBe('local');
    expect(await saves(() => page.getByLabel('City', { exact: true }).selectOption('As above'))).toEqual({
      byField: { state: 'local' },
    });
  });

  it('map practice areas to case types', async () => {
    await open('/watches/settings', 'Refresh settings');
    const way = page.getByRole('combobox', { name: 'Case type of Family' });
    await way.selectOption('Another name');
    await page.getByRole('textbox', { name: 'Name of the case type of Family' }).fill('Divorce');
    const [named] = await Promise.all([sent('/api/watching/settings'), page.keyboard.press('Enter')]);
    expect(named.postDataJSON()).toEqual({ caseTypes: { 1: 'Divorce' } });
    await saved();
    const [none] = await Promise.all([sent('/api/watching/settings'), way.selectOption('No case type')]);
    expect(none.postDataJSON()).toEqual({ caseTypes: { 1: '' } });
    const [own] = await Promise.all([sent('/api/watching/settings'), way.selectOption('Its own name')]);
    expect(own.postDataJSON()).toEqual({ caseTypes: { 1: null } });
  });

  it('show what holds again when they could not be saved', async () => {
    await open('/watches/settings', 'Refresh settings');
    api.fail(/settings$/, 503, { code: 'unavailable', message: 'Something is not answering just now.' });
    await page.getByRole('switch', { name: 'Auto-sync' }).click();
    await page.getByText('Something is not answering just now.').first().waitFor();
    expect(await page.getByRole('switch', { name: 'Auto-sync' }).isChecked()).toBe(false);
  });
});

describe('the words of watches', () => {
  it('are those of the table of fields', () => {
    const labels = (table: Readonly<Record<string, { readonly label: string }>>) =>
      Object.entries(table).map(([name, { label }]) => [name, label]);
    expect(labels(fieldWords)).toEqual(labels(watchFields));
    const inputs = Object.entries(watchFields).map(([name, { shape }]) => [name, shape]);
    expect(Object.entries(fieldWords).map(([name, { input }]) => [name, input])).toEqual(inputs);
    expect(Object.entries(ownWords)).toEqual(labels(ownFields));
    expect(priorityWords).toEqual(watchPriorities);
    expect(statusWords).toEqual(watchStatuses);
  });

  it('write days as people do, and leave alone what is none', () => {
    expect(sayDate('2026-05-01')).toBe('1 May 2026');
    expect(sayDate('soon')).toBe('soon');
    expect(sayDate('')).toBe('');
  });

  it.each([
    ['a, B;b\nc', ['a', 'B', 'c'], undefined],
    ['  probate   court ', ['probate court'], undefined],
    [' , ', [], 'Type at least one tag.'],
    ['x'.repeat(61), ['x'.repeat(61)], 'A tag has at most 60 characters.'],
  ])('read the tags in %j', (text, tags, fault) => {
    expect(parseTags(text)).toEqual(fault === undefined ? { tags } : { tags, fault });
  });
});
