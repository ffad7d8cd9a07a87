import type { FakeApi } from './fake-api.ts';
import type { State } from './states.ts';
import { heading } from './steps.ts';

const firm = { watches: 45, matters: 45 } as const;
const full = (api: FakeApi): void => api.set(firm);
const ageMs = 3 * 60 * 60 * 1000;

/** Every state of watches that a person can see. */
export const watchStates: readonly State[] = [
  {
    name: 'watches',
    path: '/watches',
    heading: 'Watches',
    set: full,
    act: async (page) => {
      await page.getByRole('link', { name: 'Amélie Ashworth' }).first().waitFor();
    },
  },
  {
    name: 'watches-none',
    path: '/watches',
    heading: 'Watches',
    set: (api) => api.set({ watches: 0 }),
    act: async (page) => {
      await page.getByText('No watches yet').waitFor();
    },
  },
  {
    name: 'watches-not-found',
    path: '/watches?search=nobody&status=done',
    heading: 'Watches',
    set: full,
    act: async (page) => {
      await page.getByRole('button', { name: 'Show all watches' }).waitFor();
    },
  },
  {
    name: 'watches-picked',
    path: '/watches',
    heading: 'Watches',
    set: full,
    act: async (page) => {
      await page.getByRole('checkbox', { name: /^Pick all/ }).check();
      await page.getByRole('button', { name: 'Add tags' }).click();
      await page.getByText('Type at least one tag.').waitFor();
    },
  },
  {
    name: 'watches-refreshing',
    path: '/watches',
    heading: 'Watches',
    set: (api) => {
      full(api);
      const run = { id: 'r1', state: 'running', cause: 'Sync all now', startedAt: Date.now() - 20_000 } as const;
      const counts = { done: 1200, total: 10_000, changed: 31, asks: 0, closed: 2, missing: 0 };
      const sentence = 'Clio allows only so many requests a minute, or does not answer; going on in 20 seconds.';
      api.watching().show({ run: { ...run, ...counts, remainingMs: 260_000, sentence }, canRun: false });
    },
    act: async (page) => {
      await page.getByRole('progressbar', { name: 'Refreshing watches' }).waitFor();
    },
  },
  {
    name: 'watches-refresh-failed',
    path: '/watches',
    heading: 'Watches',
    set: (api) => {
      full(api);
      const startedAt = Date.now() - ageMs;
      const run = { id: 'r1', state: 'failed', cause: 'Refresh by itself', startedAt, finishedAt: startedAt } as const;
      const counts = { done: 0, total: 43, changed: 0, asks: 0, closed: 0, missing: 0 };
      const sentence = 'The Clio account that was used is not connected any more. Sign in with Clio again, then retry.';
      api.watching().show({ run: { ...run, ...counts, sentence }, canRun: false, sentence });
    },
    act: async (page) => {
      await page.getByText('Refresh by itself, failed').waitFor();
    },
  },
  {
    name: 'watches-failed',
    path: '/watches',
    heading: 'Watches',
    set: (api) => {
      full(api);
      api.fail(/\/watches$/, 403, { code: 'forbidden', message: 'Watches cannot be read.', action: 'Ask your firm.' });
    },
    act: async (page) => {
      await page.getByText('Watches cannot be read.').waitFor();
    },
  },
  {
    name: 'watch',
    path: '/watches/c0',
    heading: 'Amélie Ashworth',
    set: full,
    act: async (page) => {
      await page.getByRole('button', { name: 'Use Clio’s: City' }).waitFor();
      await page.getByText('Why this?').first().click();
    },
  },
  {
    name: 'watch-asks',
    path: '/watches/c1',
    heading: 'Noah Okafor',
    set: full,
    act: async (page) => {
      await page.getByRole('button', { name: 'Keep ours: City' }).waitFor();
    },
  },
  {
    name: 'watch-closed',
    path: '/watches/c2',
    heading: 'Siobhán Núñez',
    set: full,
    act: async (page) => {
      await page.getByText('was closed in Clio on').waitFor();
    },
  },
  {
    name: 'watch-archived',
    path: '/watches/c4',
    heading: 'Zoë Whitfield',
    set: full,
    act: async (page) => {
      await page.getByRole('button', { name: 'Take it back' }).waitFor();
    },
  },
  {
    name: 'watch-refreshed',
    path: '/watches/c5',
    heading: 'דנה כהן',
    set: (api) => {
      full(api);
      api.watching().says({ city: 'Salem', assignedTo: 'Grace Okafor' });
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Sync from Clio' }).click();
      await page.getByText('2 fields changed:').first().waitFor();
      await page.getByText('What Clio said, field by field').click();
    },
  },
  {
    name: 'watch-refresh-waits',
    path: '/watches/c5',
    heading: 'דנה כהן',
    set: (api) => {
      full(api);
      api.watching().slow(true);
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Sync from Clio' }).click();
      await page.getByText('going on in 20 seconds').first().waitFor();
    },
  },
  {
    name: 'watch-refresh-refused',
    path: '/watches/c5',
    heading: 'דנה כהן',
    set: (api) => {
      full(api);
      api.watching().refuse('Clio does not answer as it should just now. Try again in a few minutes.');
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Sync from Clio' }).click();
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  {
    name: 'watch-clash',
    path: '/watches/c5',
    heading: 'דנה כהן',
    set: full,
    act: async (page, api) => {
      await page.getByLabel('City').fill('Lowell');
      api.watching().watches.meddle('c5', { values: { city: 'Worcester' } });
      await page.getByLabel('City').blur();
      await page.getByRole('button', { name: 'Save mine: City' }).waitFor();
    },
  },
  {
    name: 'watch-delete',
    path: '/watches/c0',
    heading: 'Amélie Ashworth',
    set: full,
    act: async (page) => {
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('dialog', { name: 'Delete this watch?' }).waitFor();
    },
  },
  { name: 'watch-gone', path: '/watches/c999', heading: 'This watch cannot be shown', set: full },
  {
    name: 'watch-new',
    path: '/watches/new',
    heading: 'Add a watch by hand',
    set: full,
    act: async (page) => {
      await page.getByRole('button', { name: 'Add this watch' }).click();
      await page.getByText('Type a first name').waitFor();
    },
  },
  {
    name: 'watch-by-hand',
    path: '/watches/new',
    heading: 'Add a watch by hand',
    set: full,
    act: async (page) => {
      await page.getByLabel('First name').fill('Olu');
      await page.getByRole('button', { name: 'Add this watch' }).click();
      await heading(page, 'Olu').waitFor();
    },
  },
  {
    name: 'matters',
    path: '/watches/matters',
    heading: 'Import matters from Clio',
    set: full,
    act: async (page) => {
      await page.getByRole('checkbox', { name: /^Pick 00101/ }).waitFor();
    },
  },
  {
    name: 'matters-imported',
    path: '/watches/matters',
    heading: 'Import matters from Clio',
    set: full,
    act: async (page) => {
      await page.getByRole('checkbox', { name: /^Pick 00101/ }).check();
      await page.getByRole('checkbox', { name: /^Pick 00103/ }).check();
      await page.getByRole('button', { name: 'Import as watches' }).click();
      await page.getByText('2 matters imported.').first().waitFor();
      await page.getByRole('link', { name: 'Imported: open the watch of 00101-Haddad' }).waitFor();
    },
  },
  {
    name: 'matters-none',
    path: '/watches/matters?search=nothing',
    heading: 'Import matters from Clio',
    set: full,
    act: async (page) => {
      await page.getByText('No matter is like that').waitFor();
    },
  },
  {
    name: 'matters-waiting',
    path: '/watches/matters',
    heading: 'Import matters from Clio',
    set: (api) => {
      full(api);
      api.watching().slow(true);
    },
    act: async (page) => {
      await page.getByText('going on in 20 seconds').first().waitFor();
    },
  },
  {
    name: 'matters-refused',
    path: '/watches/matters',
    heading: 'Import matters from Clio',
    set: (api) => {
      full(api);
      api.watching().refuse('This Clio account may not read matters. Ask your Clio administrator for the permission.');
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  {
    name: 'watch-settings',
    path: '/watches/settings',
    heading: 'Refresh settings',
    set: full,
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Case type of Wills and estates' }).waitFor();
    },
  },
  {
    name: 'watch-settings-saved',
    path: '/watches/settings',
    heading: 'Refresh settings',
    set: full,
    act: async (page, api) => {
      await page.getByRole('switch', { name: 'Auto-sync' }).click();
      await page.getByText('Watches are refreshed daily').waitFor();
      api.fail(/settings$/, 503, { code: 'unavailable', message: 'Something is not answering.', action: 'Try again.' });
      await page.getByRole('combobox', { name: 'City' }).selectOption('Ask');
      await page.getByText('Something is not answering.').waitFor();
    },
  },
];
