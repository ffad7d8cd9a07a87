import type { FakeApi } from './fake-api.ts';
import type { State } from './states.ts';

const listsAreRead = 'These lists were read';
const whichPath = '/syncs/new/microsoft/event';
type Scene = Parameters<FakeApi['set']>[0];
const set =
  (scene: Scene) =>
  (api: FakeApi): void =>
    api.set({ calendars: 'yes', ...scene });

/** Every state of calendars that a person can see. */
export const calendarStates: readonly State[] = [
  {
    name: 'settings-calendars',
    path: '/settings/sync',
    heading: 'Contact and Calendar Sync',
    set: set({ sync: 'live' }),
  },
  {
    name: 'settings-calendars-not-granted',
    path: '/settings/sync',
    heading: 'Contact and Calendar Sync',
    set: set({ calendars: 'noGrant' }),
  },
  {
    name: 'calendars-not-granted',
    path: whichPath,
    heading: 'Which calendars',
    set: set({ calendars: 'noGrant' }),
  },
  {
    name: 'calendars-reading',
    path: whichPath,
    heading: 'Which calendars',
    set: (api) => {
      set({})(api);
      api.calendars().hold();
    },
    act: async (page) => {
      await page.getByRole('progressbar').waitFor();
    },
  },
  {
    name: 'calendars',
    path: whichPath,
    heading: 'Which calendars',
    set: set({ sync: 'live', isOwner: false }),
    act: async (page) => {
      await page.getByText(listsAreRead).waitFor();
      await page.getByLabel('Sync with: Robin Ashworth').selectOption('A new Outlook calendar');
    },
  },
  {
    name: 'calendars-failed',
    path: whichPath,
    heading: 'Which calendars',
    set: (api) => {
      set({})(api);
      api.calendars().failNext('Microsoft 365 gave no answer. Try again in a moment.');
    },
    act: async (page) => {
      await page.getByText('gave no answer').first().waitFor();
    },
  },
  {
    name: 'choose-events',
    path: '/syncs/s1',
    heading: 'Choose what to sync',
    set: set({ sync: 'draft' }),
  },
  {
    name: 'preview-events',
    path: '/syncs/s1',
    heading: 'Preview',
    set: set({ sync: 'previewed' }),
    act: async (page) => {
      await page.getByText('Times are those of').waitFor();
      await page.getByRole('button', { name: /^Hearing Ashworth v. Quay Wed 15 Apr/ }).click();
      await page.getByText('Wed 22 Apr 2026: cancelled').waitFor();
    },
  },
  {
    name: 'preview-events-list',
    path: '/syncs/s1',
    heading: 'Preview',
    set: set({ sync: 'previewed' }),
    act: async (page) => {
      await page.getByText('List', { exact: true }).click();
      await page.getByRole('heading', { name: /^Tuesday/ }).waitFor();
    },
  },
  {
    name: 'preview-event',
    path: '/syncs/s1',
    heading: 'Preview',
    set: set({ sync: 'previewed' }),
    act: async (page) => {
      const week = page.getByRole('group', { name: 'Events of the week' });
      await week.getByRole('button', { name: /^Lunch with Brightwater/ }).click();
      await page.getByRole('dialog').getByText('Both sides say the same').waitFor();
    },
  },
  {
    name: 'live-events',
    path: '/syncs/s1',
    heading: /are in step$/,
    set: set({ sync: 'live' }),
    act: async (page) => {
      await page.getByRole('button', { name: /^Deposition/ }).click();
      await page.getByText('Written to Microsoft 365').waitFor();
    },
  },
  { name: 'help-calendars', path: '/help/calendars', heading: 'Calendars', set: set({}) },
];
