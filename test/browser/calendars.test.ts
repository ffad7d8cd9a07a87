import type { Locator, Page, Request } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
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

type Scene = Parameters<FakeApi['set']>[0];
const open = async (path: string, title: string | RegExp, scene: Scene): Promise<void> => {
  api.set({ calendars: 'yes', ...scene });
  await page.goto(api.origin + path);
  await heading(page, title).waitFor();
};
const openLists = async (scene: Scene = {}): Promise<void> => {
  await open('/syncs/new/microsoft/event', 'Which calendars', scene);
  await page.getByText('These lists were read').waitFor();
};
const openPreview = async (): Promise<void> => {
  await open('/syncs/s1', 'Preview', { sync: 'previewed' });
  await page.getByText('Times are those of').waitFor();
};
const button = (name: string | RegExp) =>
  page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) });
const sent = (path: string): Promise<Request> =>
  page.waitForRequest((request) => request.method() === 'POST' && new URL(request.url()).pathname === path);
const postsTo = (path: string): number =>
  api
    .asked()
    .slice(before)
    .filter((one) => one === `POST ${path}`).length;
const column = (name: string): Locator => page.getByRole('region', { name });
const cardOf = (name: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });

describe('calendars in the settings', () => {
  const row = (): Locator => cardOf('Calendars: Clio and Microsoft 365').first();

  it('have a row of their own, and a line for each pair with its state', async () => {
    await open('/settings/sync', 'Contact and Calendar Sync', { sync: 'live' });
    const lines = page.getByRole('list', { name: /^Calendars kept in step/ }).getByRole('listitem');
    expect(await lines.count()).toBe(2);
    expect(await lines.nth(0).innerText()).toMatch(/^Hearings and Court\s+Live\s+Last change/);
    expect(await lines.nth(1).innerText()).toMatch(/^Deadlines and Dates\s+Stopped/);
    expect(await cardOf('Contacts: Clio and Microsoft 365').count()).toBe(1);
  });

  it('are stopped there, and started anew on their own page, where a preview comes first', async () => {
    await open('/settings/sync', 'Contact and Calendar Sync', { sync: 'live' });
    const pair = 'Clio calendar “Hearings” and Outlook calendar “Court”';
    await pressOn(page, button(`Stop Sync: ${pair}`));
    const dialog = page.getByRole('dialog', { name: 'Stop Sync?' });
    expect(await dialog.innerText()).not.toContain('is offered again');
    const [request] = await Promise.all([
      sent('/api/syncs/s1/stop'),
      pressOn(page, dialog.getByRole('button', { name: 'Stop Sync' })),
    ]);
    expect(request.postDataJSON()).toEqual({});
    await pressOn(page, page.getByRole('link', { name: `Start again: ${pair}` }));
    await heading(page, 'This sync is stopped').waitFor();
  });

  it('lead from the first word to the draft of a sync, by keyboard alone', async () => {
    await open('/settings/sync', 'Contact and Calendar Sync', { microsoft: 'none' });
    await pressOn(page, page.getByRole('link', { name: 'Set up sync: Calendars: Clio and Microsoft 365' }));
    await heading(page, 'Connect Microsoft 365').waitFor();
    await page.getByText('read and write your Outlook calendars').waitFor();
    await pressOn(page, page.getByRole('link', { name: 'Authorize Microsoft 365 Access' }));
    await pressOn(page, button('Accept'));
    await heading(page, 'Which calendars').waitFor();
    await page.getByText('These lists were read').waitFor();
    await tabTo(page, page.getByLabel('Sync with: Robin Ashworth'));
    await page.keyboard.press('ArrowDown');
    const [request] = await Promise.all([sent('/api/syncs'), pressOn(page, button('Set up: Robin Ashworth'))]);
    expect(request.postDataJSON()).toEqual({
      right: 'c-microsoft',
      itemType: 'event',
      calendars: { left: '1', right: 'own' },
    });
    await heading(page, 'Choose what to sync').waitFor();
  });

  it('say what a grant lacks, and come back from granting it', async () => {
    await open('/settings/sync', 'Contact and Calendar Sync', { calendars: 'noGrant' });
    expect(await row().innerText()).toContain('Concord may not look into your calendars in Microsoft 365 yet.');
    const link = page.getByRole('link', { name: 'Authorize calendars: Microsoft 365' });
    const url = new URL((await link.getAttribute('href')) ?? '');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      connection: 'c-microsoft',
      again: '1',
      return: '/settings/sync',
    });
    expect(await page.getByRole('link', { name: /^Configure: Calendars/ }).count()).toBe(0);
  });
});

describe('which calendars', () => {
  it('are read once by themselves, and again when somebody asks', async () => {
    await openLists();
    expect(postsTo('/api/connections/c-microsoft/read-calendars')).toBe(1);
    await page.reload();
    await page.getByText('These lists were read').waitFor();
    expect(postsTo('/api/connections/c-microsoft/read-calendars')).toBe(1);
    await pressOn(page, button('Read again'));
    await page.getByText('Asking Clio and Microsoft 365 for your calendars.').waitFor();
    await page.getByText('These lists were read').waitFor();
    expect(postsTo('/api/connections/c-microsoft/read-calendars')).toBe(2);
  });

  it('stand in two columns, each with what it is and why it cannot be chosen', async () => {
    await openLists({ sync: 'live', isOwner: false });
    const names = (region: string): Promise<readonly string[]> =>
      column(region).getByRole('heading', { level: 3 }).allInnerTexts();
    expect(await names('Your Clio calendars')).toEqual([
      'Robin Ashworth',
      'Hearings',
      'Harbour & Finch LLP',
      'Court of Appeal',
    ]);
    expect(await names('Your Outlook calendars')).toEqual(['Calendar', 'Court', 'Holidays in Germany']);
    expect(await cardOf('Harbour & Finch LLP').innerText()).toContain('Only the account owner can sync the firm');
    expect(await cardOf('Court of Appeal').innerText()).toContain('may look at it and not change it');
    expect(await cardOf('Holidays in Germany').innerText()).toContain('may look at it and not change it');
    expect(await page.getByRole('combobox').count()).toBe(2);
    const choices = await page.getByLabel('Sync with: Robin Ashworth').getByRole('option').allInnerTexts();
    expect(choices).toEqual(['Not synced', 'Calendar', 'A new Outlook calendar']);
  });

  it('offer the calendar of the firm to the account owner', async () => {
    await openLists();
    await page.getByLabel('Sync with: Harbour & Finch LLP').waitFor();
  });

  it('say with what they are in a sync already, and lead there', async () => {
    await openLists({ sync: 'live' });
    expect(await cardOf('Hearings').innerText()).toContain('In a sync with Outlook calendar “Court”');
    await pressOn(page, cardOf('Court').getByRole('link', { name: 'Clio calendar “Hearings”' }));
    await heading(page, /are in step$/).waitFor();
  });

  it('can be new: named like the one in Clio, or otherwise, made, and then set up', async () => {
    await openLists();
    await page.getByLabel('Sync with: Hearings').selectOption('A new Outlook calendar');
    const name = page.getByLabel('Name of the new calendar');
    expect(await name.inputValue()).toBe('Hearings');
    await name.fill('  ');
    await pressOn(page, button('Set up: Hearings'));
    await page.getByText('Give it a name first.').waitFor();
    await name.fill('Hearings of mine');
    const [make] = await Promise.all([
      sent('/api/connections/c-microsoft/make-calendar'),
      button('Set up: Hearings').click(),
    ]);
    expect(make.postDataJSON()).toEqual({ side: 'right', name: 'Hearings of mine' });
    await page.getByText('Making “Hearings of mine” in Microsoft 365.').waitFor();
    const draft = await sent('/api/syncs');
    expect(draft.postDataJSON()).toMatchObject({ calendars: { left: '2', right: 'new Hearings of mine' } });
    await heading(page, 'Choose what to sync').waitFor();
  });

  it('that could not be made say why, and nothing is set up', async () => {
    await openLists();
    api.calendars().failNext('Microsoft 365 does not take a calendar of that name. Try another one.');
    await page.getByLabel('Sync with: Hearings').selectOption('A new Outlook calendar');
    await pressOn(page, button('Set up: Hearings'));
    await page.getByRole('alert').getByText('does not take a calendar of that name').waitFor();
    expect(postsTo('/api/syncs')).toBe(0);
  });

  it('that cannot be read say why, and how to try again', async () => {
    api.set({ calendars: 'yes' });
    api.calendars().failNext('Microsoft 365 gave no answer. Try again in a moment.');
    await page.goto(`${api.origin}/syncs/new/microsoft/event`);
    await page.getByText('Microsoft 365 gave no answer').first().waitFor();
    await pressOn(page, button('Read again'));
    await column('Your Clio calendars').waitFor();
  });

  it('say what the API refused, beside the calendar that it is about', async () => {
    await openLists();
    api.fail(/^\/api\/syncs$/, 409, { code: 'conflict', message: 'Zoë Whitfield keeps that calendar in step.' }, 1);
    await page.getByLabel('Sync with: Hearings').selectOption('Calendar');
    await pressOn(page, button('Set up: Hearings'));
    await cardOf('Hearings').getByText('Zoë Whitfield keeps that calendar in step.').waitFor();
    expect(await cardOf('Robin Ashworth').getByRole('alert').count()).toBe(0);
  });
});

describe('what is chosen for events', () => {
  const press = async (name: string): Promise<unknown> => {
    const [request] = await Promise.all([sent('/api/syncs/s1/scan'), pressOn(page, button(name))]);
    return request.postDataJSON();
  };

  it('is that of private ones only "busy" is shown and guests are named, unless somebody says otherwise', async () => {
    await open('/syncs/s1', 'Choose what to sync', { sync: 'draft' });
    expect(await page.getByRole('radio', { name: 'Show only that I am busy' }).isChecked()).toBe(true);
    await tickOn(page, page.getByRole('checkbox', { name: /^Clio's own calendar sync with Microsoft 365/ }));
    expect(await press('Sync')).toEqual({
      clioSyncOff: true,
      conflicts: 'left',
      resend: true,
      private: 'busy',
      guests: true,
    });
    await heading(page, 'Preview').waitFor();
    expect(postsTo('/api/syncs/s1/read-groups')).toBe(0);
  });

  it('is sent as it was chosen, and kept when somebody starts again', async () => {
    await open('/syncs/s1', 'Choose what to sync', { sync: 'draft' });
    await tabTo(page, page.getByRole('radio', { name: 'Show only that I am busy' }));
    await page.keyboard.press('ArrowUp');
    expect(await page.getByRole('radio', { name: 'Skip' }).isChecked()).toBe(true);
    await tickOn(page, page.getByRole('switch', { name: 'Name the guests in Clio' }));
    await tickOn(page, page.getByRole('checkbox', { name: /calendar sync/ }));
    expect(await press('Sync')).toMatchObject({ private: 'skip', guests: false });
    await heading(page, 'Preview').waitFor();
    await page.getByText('Private events are skipped.').waitFor();
    await pressOn(page, button('Change choices'));
    await heading(page, 'Choose what to sync').waitFor();
    expect(await page.getByRole('radio', { name: 'Skip' }).isChecked()).toBe(true);
    expect(await page.getByRole('switch', { name: 'Name the guests in Clio' }).isChecked()).toBe(false);
  });

  it('can be given up for other calendars', async () => {
    await open('/syncs/s1', 'Choose what to sync', { sync: 'draft' });
    await pressOn(page, page.getByRole('link', { name: 'Choose other calendars' }));
    await heading(page, 'Which calendars').waitFor();
  });

  it('does not ask about sending again what was deleted: a delete is carried over', async () => {
    await open('/syncs/s1', 'This sync is stopped', { sync: 'stopped' });
    expect(await page.getByRole('switch', { name: 'Send them again' }).count()).toBe(0);
  });
});

describe('the preview of events', () => {
  it('says that nobody is mailed, and how many go one way', async () => {
    await openPreview();
    await page.getByText('mails to others: 0').first().waitFor();
    await page.getByText('2 events go one way only, from Microsoft 365 to Clio: they have guests').waitFor();
  });

  it('shows when an event is, and other dates of a series, as people say them', async () => {
    await openPreview();
    await pressOn(page, button(/^Hearing Ashworth v. Quay Wed 15 Apr/));
    await page.getByText('12:00-13:00 (New York), weekly on Wednesday until 30 Dec 2026').waitFor();
    await page.getByText('Wed 22 Apr 2026: cancelled').waitFor();
  });

  it('has words of its own where nothing is found', async () => {
    await openPreview();
    const box = page.getByRole('searchbox', { name: 'Search records' });
    expect(await box.getAttribute('placeholder')).toBe('Search title, place, date');
    await box.fill('nothing of this name');
    await page.getByText('Try a part of the title or of the place.').waitFor();
  });
});

describe('the week of a preview', () => {
  const events = (): Locator => page.getByRole('group', { name: 'Events of the week' }).getByRole('button');
  const event = (name: RegExp): Locator =>
    page.getByRole('group', { name: 'Events of the week' }).getByRole('button', { name });
  const week = (): Locator => page.getByRole('region', { name: /^Week of/ });

  it('says of each event when it is and what will happen to it, and what the signs mean', async () => {
    await openPreview();
    const said = await events().evaluateAll(
      (all: readonly { querySelectorAll(of: string): Iterable<{ textContent: string }> }[]) =>
        all.map((one) =>
          Array.from(one.querySelectorAll('bdi, bdi ~ :not([aria-hidden])'), ({ textContent }) => textContent)
            .join(' ')
            .replace(/ (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w+/u, ''),
        ),
    );
    expect(said).toEqual([
      expect.stringMatching(/^Conference.*all day, Added to Clio$/u),
      'Hearing Ashworth v. Quay, 09:00 to 10:30, one of a series, Added to Microsoft 365',
      'Call with the registry, 09:30 to 10:30, Added to Clio',
      'Partners’ meeting, 10:00 to 12:00, Linked',
      'Lunch with Brightwater, 12:00 to 13:00, One way only',
      'Hearing, moved, 13:00 to 14:00, one of a series, Added to Microsoft 365',
      'Deposition, 15:00 to 16:30, Changes',
      'Busy, 08:00 to 08:15, Added to Clio, one way only',
      'Mediation, 16:00 to 18:00, Held for you',
      expect.stringMatching(/^Old reminder.*Left out$/u),
      'Weekend duty, 07:00 to 10:00, Stays as it is',
    ]);
    const signs = await page.getByRole('list', { name: 'What the signs mean' }).getByRole('listitem').allInnerTexts();
    expect(signs).toEqual([
      'Stays as it is',
      'Linked',
      'Added to Clio',
      'Added to Microsoft 365',
      'Changes',
      'One way only',
      'Left out',
      'Held for you',
      'One way only, because of guests',
    ]);
  });

  it('is walked with the arrow keys from one stop of Tab, and Enter opens the record', async () => {
    await openPreview();
    await tabTo(page, event(/^Hearing Ashworth v. Quay Tue/));
    await page.keyboard.press('ArrowDown');
    expect(await hasFocus(event(/^Call with the registry Tue/))).toBe(true);
    await page.keyboard.press('ArrowRight');
    expect(await hasFocus(event(/^Lunch with Brightwater Wed/))).toBe(true);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Lunch with Brightwater' });
    await dialog.getByText('It has guests: a write in Microsoft 365 would mail them').waitFor();
    await dialog.getByText('Both sides say the same.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await hasFocus(event(/^Lunch with Brightwater Wed/))).toBe(true);
    await page.keyboard.press('End');
    expect(await hasFocus(event(/^Weekend duty Sat/))).toBe(true);
    await page.keyboard.press('Tab');
    expect(await hasFocus(event(/^Weekend duty Sat/))).toBe(false);
    expect(await page.evaluate('document.activeElement.closest("[data-at]")')).toBeNull();
  });

  it('opens the record of a series from a date that has a title of its own', async () => {
    await openPreview();
    await event(/^Hearing, moved Thu/).click();
    const dialog = page.getByRole('dialog', { name: 'Hearing, moved' });
    await dialog.getByText('weekly on Wednesday until 30 Dec 2026').waitFor();
    expect(api.asked().at(-1)).toBe('GET /api/syncs/s1/preview?search=e0');
  });

  it('marks today, and goes to other weeks', async () => {
    await openPreview();
    const title = (): Promise<string> => week().getByRole('heading', { level: 2 }).innerText();
    const now = await title();
    await page.getByRole('heading', { level: 3, name: /Today$/ }).waitFor();
    await pressOn(page, button('The week after'));
    await expect.poll(title).not.toBe(now);
    expect(await page.getByRole('heading', { level: 3, name: /Today$/ }).count()).toBe(0);
    await pressOn(page, button('This week'));
    await expect.poll(title).toBe(now);
    await page.getByLabel('Go to the week of').fill('2026-04-15');
    await expect.poll(title).toMatch(/13.*19 April 2026/u);
    expect(await page.getByLabel('Go to the week of').inputValue()).toBe('2026-04-13');
  });

  it('is that of the reader, with their zone named, and 23 hours shorter by one where clocks go forward', async () => {
    const there = await page.context().browser()?.newPage({ timezoneId: 'America/New_York' });
    if (!there) throw new Error('There is no browser.');
    api.set({ calendars: 'yes', sync: 'previewed' });
    await there.goto(`${api.origin}/syncs/s1`);
    await there.getByText('Times are those of America/New York').waitFor();
    const [request] = await Promise.all([
      there.waitForRequest(/from=1772427600000/u),
      there.getByLabel('Go to the week of').fill('2026-03-08'),
    ]);
    const { searchParams } = new URL(request.url());
    const hours = (Number(searchParams.get('to')) - Number(searchParams.get('from'))) / 3_600_000;
    expect(hours).toBe(7 * 24 - 1);
    await there.getByRole('button', { name: /^Hearing Ashworth v. Quay Tue 3 Mar, 09:00 to 10:30/ }).waitFor();
    await there.close();
  });

  it('is a list for whoever prefers one, and on a phone', async () => {
    await openPreview();
    await page.getByText('List', { exact: true }).click();
    expect(await events().count()).toBe(0);
    const listed = week().getByRole('listitem').getByRole('button');
    expect(await listed.count()).toBe(11);
    expect(await listed.nth(0).innerText()).toMatch(
      /^Hearing Ashworth v. Quay\s+09:00 to 10:30 · one of a series\s+Added to/,
    );
    await pressOn(page, button(/^Lunch with Brightwater 12:00 to 13:00/));
    await page.getByRole('dialog', { name: 'Lunch with Brightwater' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Picture', { exact: true }).click();
    expect(await events().count()).toBe(11);
    await page.setViewportSize({ width: 400, height: 740 });
    await listed.nth(0).waitFor();
    expect(await events().count()).toBe(0);
    expect(await page.getByText('Picture', { exact: true }).count()).toBe(0);
  });

  it('says what went wrong, and tries again', async () => {
    api.set({ calendars: 'yes', sync: 'previewed' });
    api.fail(/week$/, 403, { code: 'forbidden', message: 'This preview is not yours.' }, 1);
    await page.goto(`${api.origin}/syncs/s1`);
    await week().getByText('This preview is not yours.').waitFor();
    await pressOn(page, week().getByRole('button', { name: 'Try again' }));
    await page.getByText('Times are those of').waitFor();
  });
});

describe('a live sync of calendars', () => {
  it('names the calendars, and asks about events', async () => {
    await open('/syncs/s1', 'Clio calendar “Hearings” and Outlook calendar “Court” are in step', { sync: 'live' });
    await page.getByText('2 matches are not sure').waitFor();
    await button('Treat all as different events').waitFor();
  });

  it.each([
    ['/settings/sync', {}],
    ['/syncs/new/microsoft/event', {}],
    ['/syncs/s1', { sync: 'draft' }],
    ['/syncs/s1', { sync: 'scanning' }],
    ['/syncs/s1', { sync: 'previewed' }],
    ['/syncs/s1', { sync: 'running' }],
    ['/syncs/s1', { sync: 'live' }],
    ['/syncs/s1', { sync: 'stopped' }],
  ] as const)('never speaks of people on a page of calendars: %s %o', async (path, scene) => {
    await open(path, /./, { calendars: 'yes', ...scene });
    const main = page.getByRole('main');
    const own = path === '/settings/sync' ? main.getByRole('listitem').filter({ hasText: 'Calendars:' }) : main;
    const said = (await own.first().innerText()).replaceAll('Contact and Calendar Sync', '');
    expect(said).not.toMatch(/contact|somebody|nobody in|person|e-mail/iu);
  });
});
