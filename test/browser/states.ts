import type { BrakeView } from '@concord/core';
import type { Page } from 'playwright-core';
import { calendarStates } from './calendar-states.ts';
import type { FakeApi } from './fake-api.ts';
import { wrongAccount } from './fake-connections.ts';
import { mailStates } from './mail-states.ts';
import { heading } from './steps.ts';
import { watchStates } from './watch-states.ts';

export type State = {
  readonly name: string;
  readonly path: string;
  /** The heading that says that the page has arrived. */
  readonly heading: string | RegExp;
  readonly set: (api: FakeApi) => void;
  /** What a person does there before the page is looked at. */
  readonly act?: (page: Page, api: FakeApi) => Promise<void>;
};

/** What the page shows of a brake. */
export const stoppedDeletes = {
  what: 'deletes',
  side: 'right',
  count: 42,
  limit: 5,
  planned: { left: { deletes: 0, overwrites: 0 }, right: { deletes: 42, overwrites: 3 } },
  names: ['Zoë Whitfield', 'Amélie Ashworth', 'Quay Ltd'].map((title, index) => ({
    mapping: `m${index}`,
    title,
    side: 'right',
    what: 'deleted',
  })),
  more: 42,
} as const satisfies BrakeView;

const inStep = 'Clio and Microsoft 365 are in step';

/** Every state that a person can see, each with what brings it about. */
export const states: readonly State[] = [
  { name: 'welcome', path: '/', heading: /in accord$/, set: (api) => api.set({ signedIn: false }) },
  {
    name: 'welcome-regions',
    path: '/',
    heading: /in accord$/,
    set: (api) => api.set({ signedIn: false, regions: ['us', 'eu', 'ca', 'au'] }),
  },
  {
    name: 'settings-empty',
    path: '/settings/sync',
    heading: 'Contact and Calendar Sync',
    set: (api) => {
      api.set({ microsoft: 'none' });
      api.notify({ tone: 'error', title: 'Microsoft 365 was not connected', message: 'You pressed Cancel there.' });
    },
  },
  {
    name: 'settings',
    path: '/settings/sync',
    heading: 'Contact and Calendar Sync',
    set: (api) => api.set({ sync: 'live' }),
  },
  {
    name: 'settings-lost',
    path: '/settings/sync',
    heading: 'Contact and Calendar Sync',
    set: (api) => api.set({ sync: 'paused', microsoft: 'lost' }),
  },
  ...(['connecting', 'needsConsent', 'disconnected'] as const).map(
    (microsoft): State => ({
      name: `settings-${microsoft}`,
      path: '/settings/sync',
      heading: 'Contact and Calendar Sync',
      set: (api) => api.set({ microsoft }),
    }),
  ),
  {
    name: 'settings-admin',
    path: '/settings/sync',
    heading: 'Contact and Calendar Sync',
    set: (api) => api.set({ microsoft: 'needsAdmin' }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Copy the link' }).waitFor();
    },
  },
  {
    name: 'settings-approved',
    path: '/settings/sync',
    heading: 'Contact and Calendar Sync',
    set: (api) => api.set({ microsoft: 'needsAdmin' }),
    act: async (page, api) => {
      await page.getByRole('button', { name: 'Copy the link' }).waitFor();
      api.connect('needsConsent');
      await page.getByText('an administrator approved Concord').first().waitFor({ timeout: 8000 });
    },
  },
  {
    name: 'wrong-account',
    path: '/settings/sync',
    heading: 'Contact and Calendar Sync',
    set: (api) => {
      api.set({ sync: 'paused', microsoft: 'lost' });
      api.notify(wrongAccount);
    },
  },
  {
    name: 'authorize-connecting',
    path: '/syncs/new/microsoft/contact',
    heading: 'Connect Microsoft 365',
    set: (api) => api.set({ microsoft: 'connecting' }),
    act: async (page) => {
      await page.getByText('Nobody has come back').first().waitFor();
    },
  },
  {
    name: 'firm',
    path: '/settings/firm',
    heading: 'Your firm',
    set: (api) => api.set({}),
    act: async (page) => {
      await page.getByRole('heading', { name: 'Zoë Whitfield' }).waitFor();
    },
  },
  {
    name: 'firm-invited',
    path: '/settings/firm',
    heading: 'Your firm',
    set: (api) => api.set({}),
    act: async (page) => {
      await page.getByRole('textbox').fill('olu@harbourfinch.example.com, nobody');
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      await page.getByText('Not an e-mail address: nobody').waitFor();
    },
  },
  {
    name: 'firm-calm',
    path: '/settings/firm',
    heading: 'Your firm',
    set: (api) => api.set({ areCalm: true }),
    act: async (page) => {
      await page.getByText('Nobody is invited').waitFor();
    },
  },
  {
    name: 'firm-of-another',
    path: '/settings/firm',
    heading: 'Your firm',
    set: (api) => api.set({ isOwner: false }),
  },
  {
    name: 'authorize',
    path: '/syncs/new/microsoft/contact',
    heading: 'Connect Microsoft 365',
    set: (api) => api.set({ microsoft: 'none' }),
  },
  {
    name: 'choose',
    path: '/syncs/s1',
    heading: 'Choose what to sync',
    set: (api) => api.set({ sync: 'draft' }),
    act: async (page) => {
      await page.getByText('This list was read').waitFor();
    },
  },
  {
    name: 'choose-label',
    path: '/syncs/s1',
    heading: 'Choose what to sync',
    set: (api) => api.set({ sync: 'draft' }),
    act: async (page) => {
      await page.getByText('Only one label').click();
      await page.getByRole('combobox', { name: 'Label or category' }).selectOption('Experts');
    },
  },
  {
    name: 'choose-clients',
    path: '/syncs/s1',
    heading: 'This sync is stopped',
    set: (api) => {
      api.set({ sync: 'stopped' });
      const group = { id: 'client', name: 'Clients', takesNew: false };
      api.show({ policy: { ...api.sync().view().policy, choice: { side: 'left', group } }, outside: 412 });
    },
    act: async (page) => {
      await page.getByText('This list was read').waitFor();
    },
  },
  {
    name: 'choose-unanswered',
    path: '/syncs/s1',
    heading: 'Choose what to sync',
    set: (api) => api.set({ sync: 'draft' }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Sync', exact: true }).click();
      await page.getByText('Tick this once').waitFor();
    },
  },
  {
    name: 'scanning',
    path: '/syncs/s1',
    heading: 'Preparing your preview',
    set: (api) => {
      api.set({ sync: 'draft' });
      api.show({ state: 'scanning', progress: { phase: 'readingLeft', done: 1400 } });
    },
  },
  {
    name: 'comparing',
    path: '/syncs/s1',
    heading: 'Preparing your preview',
    set: (api) => {
      api.set({ sync: 'draft' });
      api.show({ state: 'scanning', progress: { phase: 'matching', done: 20_800, total: 50_000 } });
    },
    act: async (page) => {
      await page.getByText('20,800 of 50,000 contacts').waitFor();
      await page.getByRole('progressbar', { name: 'Comparing the two sides' }).waitFor();
    },
  },
  {
    name: 'preview',
    path: '/syncs/s1',
    heading: 'Preview',
    set: (api) => api.set({ sync: 'previewed' }),
    act: async (page) => {
      await page.getByRole('button', { name: /^Amélie Ashworth/ }).click();
      await page.getByText('Stays where it is').waitFor();
    },
  },
  {
    name: 'preview-held',
    path: '/syncs/s1',
    heading: 'Preview',
    set: (api) => api.set({ sync: 'previewed' }),
    act: async (page) => {
      await page.getByRole('tab', { name: /^Held/ }).click();
      await page.getByRole('button', { name: 'Treat all as different people' }).waitFor();
    },
  },
  {
    name: 'preview-nothing-found',
    path: '/syncs/s1',
    heading: 'Preview',
    set: (api) => api.set({ sync: 'previewed' }),
    act: async (page) => {
      await page.getByRole('searchbox', { name: 'Search records' }).fill('nobody of this name');
      await page.getByText('Nothing found for').first().waitFor();
    },
  },
  {
    name: 'preview-after-stop',
    path: '/syncs/s1',
    heading: 'This sync is stopped',
    set: (api) => api.set({ sync: 'stopped' }),
    act: async (page) => {
      await page.getByRole('checkbox', { name: /Clio's own contact sync/ }).check();
      await page.getByRole('button', { name: 'Start again' }).click();
      await heading(page, 'Preview').waitFor();
    },
  },
  {
    name: 'preview-without-resending',
    path: '/syncs/s1',
    heading: 'This sync is stopped',
    set: (api) => api.set({ sync: 'stopped' }),
    act: async (page) => {
      await page.getByRole('checkbox', { name: /Clio's own contact sync/ }).check();
      await page.getByRole('switch', { name: 'Send them again' }).click();
      await page.getByRole('button', { name: 'Start again' }).click();
      await heading(page, 'Preview').waitFor();
    },
  },
  {
    name: 'running',
    path: '/syncs/s1',
    heading: 'Syncing',
    set: (api) => {
      api.set({ sync: 'draft' });
      api.show({
        state: 'running',
        sentence: 'The preview is being carried out.',
        progress: {
          phase: 'writing',
          done: 6180,
          total: 10_000,
          remainingMs: 260_000,
          waitingFor: 'Clio allows 50 requests a minute; going on in 20 seconds.',
        },
      });
    },
  },
  {
    name: 'live',
    path: '/syncs/s1',
    heading: inStep,
    set: (api) => {
      api.set({ sync: 'live' });
      api.sync().edit('Zoë Whitfield');
    },
    act: async (page) => {
      await page.getByRole('button', { name: /^Zoë Whitfield/ }).click();
      await page.getByText('Written to Microsoft 365').waitFor();
    },
  },
  {
    name: 'live-nothing-waits',
    path: '/syncs/s1',
    heading: inStep,
    set: (api) => {
      api.set({ sync: 'live' });
      api.show({ waiting: { held: 0, parked: 0 } });
    },
  },
  {
    name: 'refreshing',
    path: '/syncs/s1',
    heading: inStep,
    set: (api) => {
      api.set({ sync: 'live' });
      api.show({ progress: { phase: 'readingRight', done: 1200, total: 10_000, remainingMs: 30_000 } });
    },
    act: async (page) => {
      await page.getByRole('progressbar').waitFor();
    },
  },
  {
    name: 'paused-for-admin',
    path: '/syncs/s1',
    heading: 'Paused',
    set: (api) => api.set({ sync: 'paused', microsoft: 'needsAdmin' }),
  },
  {
    name: 'paused',
    path: '/syncs/s1',
    heading: 'Paused',
    set: (api) => api.set({ sync: 'paused', microsoft: 'lost' }),
  },
  {
    name: 'paused-by-brake',
    path: '/syncs/s1',
    heading: 'Paused',
    set: (api) => {
      api.set({ sync: 'paused' });
      api.show({
        trouble: 'brake.deletes',
        sentence:
          'Concord stopped itself before it could delete 42 of your contacts in Microsoft 365: more than 5 within a day are not touched without asking you. Nothing of it was done.',
        brake: stoppedDeletes,
      });
    },
    act: async (page) => {
      await page.getByText('To whom').click();
      await page.getByText('and 42 others').waitFor();
    },
  },
  {
    name: 'put-back',
    path: '/syncs/s1',
    heading: 'Paused',
    set: (api) => {
      api.set({ sync: 'paused' });
      api.show({ trouble: 'brake.deletes', sentence: 'Concord stopped itself.', brake: stoppedDeletes });
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Put back in Clio' }).click();
      await page.getByRole('heading', { name: 'Put back: what will happen' }).waitFor();
    },
  },
  {
    name: 'stop',
    path: '/syncs/s1',
    heading: inStep,
    set: (api) => api.set({ sync: 'live' }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Stop Sync' }).click();
      await page.getByRole('dialog', { name: 'Stop Sync?' }).waitFor();
    },
  },
  {
    name: 'disconnect',
    path: '/settings/sync',
    heading: 'Contact and Calendar Sync',
    set: (api) => api.set({ sync: 'live' }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Disconnect account: Microsoft 365' }).click();
      await page.getByRole('dialog', { name: 'Disconnect Microsoft 365?' }).waitFor();
    },
  },
  {
    name: 'forget',
    path: '/settings/sync',
    heading: 'Contact and Calendar Sync',
    set: (api) => api.set({ sync: 'live' }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Disconnect account: Microsoft 365' }).click();
      await page.getByRole('checkbox', { name: 'Forget everything' }).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('dialog', { name: 'Forget everything about Microsoft 365?' }).waitFor();
    },
  },
  {
    name: 'stopped',
    path: '/syncs/s1',
    heading: 'This sync is stopped',
    set: (api) => api.set({ sync: 'stopped' }),
  },
  {
    name: 'account-menu',
    path: '/settings/sync',
    heading: 'Contact and Calendar Sync',
    set: (api) => api.set({ sync: 'live' }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Your account' }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
    },
  },
  {
    name: 'failed',
    path: '/syncs/s1',
    heading: 'This sync cannot be shown',
    set: (api) => {
      api.set({ sync: 'live' });
      api.fail(/s1$/, 403, { code: 'forbidden', message: 'This sync belongs to another member.', action: 'Ask them.' });
    },
  },
  {
    name: 'review',
    path: '/review',
    heading: 'Waiting for you',
    set: (api) => api.set({ sync: 'live' }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Use what Clio says: Zoë Whitfield' }).click();
      await page.getByRole('button', { name: 'Take back: Zoë Whitfield' }).waitFor();
    },
  },
  {
    name: 'review-empty',
    path: '/review',
    heading: 'Waiting for you',
    set: (api) => api.set({ sync: 'live', areCalm: true }),
    act: async (page) => {
      await page.getByText('Nothing waits for you').waitFor();
    },
  },
  { name: 'why', path: '/why', heading: 'Why?', set: (api) => api.set({ sync: 'live' }) },
  ...(
    [
      ['why-in-step', 'zoe@quay.example.com', 'What happened lately'],
      ['why-held', 'Anna Berg', 'What was thought of on the other side'],
      ['why-conflict', 'conflict', 'What it waits for'],
      ['why-of-member', 'member', 'What Clio says'],
      ['why-left-out', 'nobody@example.com', 'Not linked'],
      ['why-never-shown', 'Nobody Known', 'Where nothing is known'],
    ] as const
  ).map(
    ([name, query, part]): State => ({
      name,
      path: `/why?${new URLSearchParams({ about: query }).toString()}`,
      heading: 'Why?',
      set: (api) => api.set({ sync: 'live' }),
      act: async (page) => {
        await page.getByRole('heading', { name: part }).waitFor();
      },
    }),
  ),
  ...calendarStates,
  ...mailStates,
  ...watchStates,
  { name: 'help', path: '/help', heading: 'Help', set: (api) => api.set({ signedIn: false }) },
  { name: 'help-states', path: '/help/states', heading: 'What each state means', set: (api) => api.set({}) },
  {
    name: 'help-rotation',
    path: '/help/rotation',
    heading: 'What belongs in a credential-rotation runbook',
    set: (api) => api.set({}),
  },
  { name: 'unknown', path: '/nowhere', heading: 'There is nothing here', set: (api) => api.set({}) },
];

/** The pictures that the documentation shows: a state in a width and in colours. */
export const pictured: ReadonlySet<string> = new Set([
  'welcome-wide-light',
  'choose-wide-light',
  'preview-wide-light',
  'preview-wide-dark',
  'preview-phone-light',
  'preview-held-wide-light',
  'running-wide-light',
  'live-wide-light',
  'live-phone-dark',
  'firm-wide-light',
  'settings-admin-wide-light',
  'wrong-account-wide-light',
  'why-held-wide-light',
  'review-wide-light',
  'watches-wide-light',
  'watch-asks-wide-light',
  'matters-imported-wide-light',
  'calendars-wide-light',
  'choose-events-wide-light',
  'preview-events-wide-light',
  'preview-events-phone-dark',
  'mail-filling-wide-light',
  'timeline-wide-light',
  'timeline-phone-dark',
  'trace-wide-light',
]);
