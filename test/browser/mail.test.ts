import type { Page, Request } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from './fake-api.ts';
import { approvalLink, robin } from './fake-connections.ts';
import { type MailScene, sentences } from './fake-mail.ts';
import { hasFocus, pressOn, tabTo, tickOn } from './keyboard.ts';
import { onThePage } from './on-the-page.ts';
import { consent, heading } from './steps.ts';

const on = onThePage({ records: 10 });
let page: Page;
let api: FakeApi;
beforeEach(() => {
  ({ page, api } = on);
  page.setDefaultTimeout(8000);
});

const dayMs = 24 * 60 * 60 * 1000;
const open = async (scene: MailScene, path = '/settings/mail', title = 'Email Authentication'): Promise<void> => {
  api.set({ mail: scene });
  await page.goto(api.origin + path);
  await heading(page, title).waitFor();
};
const button = (name: string | RegExp) =>
  page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) });
const box = () => page.getByRole('region', { name: 'Outlook mail' });
const runs = () => page.getByRole('group', { name: 'Looking through Outlook mail' });
const band = () => page.getByRole('img', { name: /^The last 30 days/ });
const sent = (path: string): Promise<Request> =>
  page.waitForRequest((request) => request.method() === 'POST' && new URL(request.url()).pathname === path);
const ofBox = (what: string): string => `/api/mail/boxes/m-microsoft/${what}`;

describe('Email Authentication', () => {
  it('is a tab of My Settings, which the account menu opens', async () => {
    api.set({ mail: 'active' });
    await page.goto(`${api.origin}/watches`);
    await heading(page, 'Watches').waitFor();
    await pressOn(page, button(/^Your account/));
    await pressOn(page, page.getByRole('link', { name: 'My Settings', exact: true }));
    await heading(page, 'Contact and Calendar Sync').waitFor();
    const tabs = page.getByRole('navigation', { name: 'My Settings' });
    await pressOn(page, tabs.getByRole('link', { name: 'Email Authentication' }));
    await heading(page, 'Email Authentication').waitFor();
    expect(await page.title()).toBe('Email Authentication · Concord');
    expect(await tabs.locator('[aria-current=page]').innerText()).toBe('Email Authentication');
  });

  it('says before anything is connected what will happen, and what will not', async () => {
    await open('none');
    await page.getByText('The past 24 hours are looked through at once').waitFor();
    await page.getByText('No mail is sent to anyone.').waitFor();
    await page.getByText('Of what is left out, nothing is kept').waitFor();
    expect(await button('Disconnect: Outlook mail').count()).toBe(0);
    const href = await page.getByRole('link', { name: 'Connect Gmail' }).getAttribute('href');
    expect(href).toMatch(/\/auth\/google\/start\?return=%2Fsettings%2Fmail&for=mail$/u);
  });

  it('says that nothing can be connected where no provider of mail is set up', async () => {
    await open('noOffers');
    await page.getByText('This Concord has no mail set up yet.').waitFor();
    expect(await page.getByRole('link', { name: /^Connect/ }).count()).toBe(0);
  });

  it('connects through the provider’s own page and looks through the past 24 hours', async () => {
    await open('none');
    await pressOn(page, page.getByRole('link', { name: 'Connect Outlook mail' }));
    await consent(page, /^Accept/, undefined);
    await heading(page, 'Email Authentication').waitFor();
    await box().getByText('You are currently authorized as').waitFor();
    await runs().getByText('The past 24 hours', { exact: true }).waitFor();
    await runs().getByText('The past 24 hours, done:').waitFor();
    await runs().getByText('1,240 looked at · 155 new engagements · 31 there already · 1,054 left out').waitFor();
    await expectSaid('Everything was looked at.');
  });

  it.each([
    ['connecting', 'Connecting'],
    ['needsConsent', 'Needs your permission'],
    ['needsAdmin', 'Needs an administrator'],
    ['lost', 'Not working'],
    ['disconnected', 'Disconnected'],
  ] as const)(
    'says of a mailbox that is %s what happens, since when, and offers one thing to press',
    async (scene, said) => {
      await open(scene);
      await box().getByText(said, { exact: true }).waitFor();
      await box().getByText(sentences[scene]).waitFor();
      await box()
        .getByText(/^Since .* \(3 h ago\)$/)
        .waitFor();
      const link = box().getByRole('link', { name: 'Authorize again: Outlook mail' });
      const href = new URL((await link.getAttribute('href')) ?? '');
      expect(href.searchParams.get('connection')).toBe('m-microsoft');
      expect(href.searchParams.get('return')).toBe('/settings/mail');
      expect(await box().getByText('Look through older mail').count()).toBe(0);
      expect(
        await box()
          .getByRole('link', { name: /^Help: / })
          .count(),
      ).toBe(1);
    },
  );

  it('has the link and the mail for an administrator, and goes on by itself when they approved', async () => {
    await open('connecting');
    await pressOn(page, button('Ask an administrator: Outlook mail'));
    const link = page.getByRole('textbox', { name: 'Link for your administrator' });
    await link.waitFor();
    expect(await link.inputValue()).toBe(approvalLink);
    api.mail().become('needsConsent');
    await box().getByText('an administrator approved Concord').first().waitFor({ timeout: 8000 });
    await expectSaid('Outlook mail: an administrator approved Concord. One step is left: press Authorize again.');
  });

  it('offers a link of its own where the permission to send is missing, and goes on reading', async () => {
    api.set({ mail: 'active' });
    api.mail().readOnly();
    await page.goto(`${api.origin}/settings/mail`);
    await box().getByText('Mail is read and kept all the same.').waitFor();
    const link = box().getByRole('link', { name: 'Authorize again: to send from Outlook mail' });
    const href = new URL((await link.getAttribute('href')) ?? '');
    expect(href.searchParams.get('again')).toBe('1');
    expect(href.searchParams.get('return')).toBe('/settings/mail');
    await box().getByText('Connected', { exact: true }).waitFor();
  });

  it('says how fresh and how full a mailbox is, and whether news come at once or hourly', async () => {
    await open('active');
    await box()
      .getByText(/^Up to date as of \d+ s ago · its provider tells of new mail at once$/)
      .waitFor();
    expect(await box().innerText()).toContain('1,204 kept, 8,311 left out since it was connected');
    api.mail().show({ isPushed: false });
    await page.reload();
    await box().getByText('new mail is looked for every hour').waitFor();
  });

  it('says in words of its own what disconnecting stops and what stays', async () => {
    await open('active');
    await pressOn(page, button('Disconnect: Outlook mail'));
    const dialog = page.getByRole('dialog', { name: 'Disconnect Outlook mail?' });
    await dialog.getByText(`Concord stops looking at the mail of ${robin}`).waitFor();
    await dialog.getByText('the past 24 hours are looked through by themselves').waitFor();
    expect(await dialog.innerText()).not.toMatch(/sync/iu);
    await pressOn(page, dialog.getByRole('button', { name: 'Disconnect', exact: true }));
    await dialog.waitFor({ state: 'detached' });
    // At once, not only when the page looks again.
    await box().getByText('Disconnected', { exact: true }).waitFor({ timeout: 2000 });
    expect(api.asked()).toContain('POST /api/connections/m-microsoft/disconnect');
    expect(new URL(page.url()).pathname).toBe('/settings/mail');
  });

  it('forgets a mailbox only after a second question, and then offers to connect it anew', async () => {
    await open('active');
    await pressOn(page, button('Disconnect: Outlook mail'));
    await tickOn(page, page.getByRole('dialog').getByRole('checkbox', { name: 'Forget everything' }));
    await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Continue' }));
    const dialog = page.getByRole('dialog', { name: 'Forget everything about Outlook mail?' });
    await dialog.getByText('Engagements that lie in no other mailbox of your firm go').waitFor();
    await pressOn(page, dialog.getByRole('button', { name: 'Forget everything' }));
    await page.getByRole('link', { name: 'Connect Outlook mail' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/settings/mail');
  });

  it('says what went wrong, and tries again', async () => {
    api.set({ mail: 'active' });
    api.fail(/^\/api\/mail$/, 403, { code: 'refused', message: 'Not now.', action: 'Try again in a minute.' }, 1);
    await page.goto(`${api.origin}/settings/mail`);
    await page.getByText('Try again in a minute.').waitFor();
    await pressOn(page, button('Try again'));
    await box().getByText('You are currently authorized as').waitFor();
  });
});

describe('after an outage of two days', () => {
  it('the past 24 hours come by themselves, and the gap is shown and filled with one press of Enter', async () => {
    await open('lost');
    expect(await band().getAttribute('aria-label')).toMatch(/Not looked at since: .* to /u);
    await pressOn(page, page.getByRole('link', { name: 'Authorize again: Outlook mail' }));
    await consent(page, /^Accept/, undefined);
    await box().getByText('You are currently authorized as').waitFor();
    const gaps = page.getByRole('list', { name: 'Gaps of Outlook mail' }).getByRole('listitem');
    await gaps.getByText('In this time nothing was looked at.').waitFor();
    await gaps.getByText('Can be filled after the run below').waitFor();
    await runs().getByText('The past 24 hours, done:').waitFor();
    expect(await band().getAttribute('aria-label')).toMatch(/Gap: not looked at: .* to /u);
    const [request] = await Promise.all([sent(ofBox('fill')), pressOn(page, button(/^Fill this gap: /))]);
    expect(request.postDataJSON()).toEqual({ gap: expect.stringMatching(/^g\d+$/u) });
    await runs().getByText('Filling a gap', { exact: true }).waitFor();
    expect(await hasFocus(runs())).toBe(true);
    await gaps.getByText('Being filled now').waitFor();
    await page.getByRole('progressbar', { name: 'Looking through mail' }).waitFor();
    await runs().getByText('Filling a gap, done:').waitFor();
    await gaps.waitFor({ state: 'detached' });
    await expectSaid('Everything was looked at.');
  });

  it('a gap that cannot be filled now says why', async () => {
    api.set({ mail: 'active' });
    const now = Date.now();
    api.mail().gap(now - 6 * dayMs, now - 5 * dayMs);
    api.fail(/\/fill$/, 409, { code: 'busy', message: 'Outlook mail is busy.', action: 'Try again in a minute.' });
    await page.goto(`${api.origin}/settings/mail`);
    await pressOn(page, button(/^Fill this gap: /));
    await box().getByText('Try again in a minute.').waitFor();
    expect(await button(/^Fill this gap: /).count()).toBe(1);
  });

  it('a gap of a mailbox that does not work is shown, and not offered to be filled', async () => {
    api.set({ mail: 'lost' });
    const now = Date.now();
    api.mail().gap(now - 6 * dayMs, now - 5 * dayMs);
    await page.goto(`${api.origin}/settings/mail`);
    await page.getByRole('list', { name: 'Gaps of Outlook mail' }).waitFor();
    expect(await button(/^Fill this gap: /).count()).toBe(0);
  });
});

describe('the band of time', () => {
  it('says in words what was looked at, the gap, and the run that fills it', async () => {
    api.set({ mail: 'active' });
    const now = Date.now();
    const span = { from: now - 10 * dayMs, until: now - 8 * dayMs };
    api.mail().gap(span.from, span.until);
    const run = { id: 'r1', kind: 'gap', state: 'running', ...span, sentence: 'Reading.' } as const;
    api.mail().show({ run: { ...run, expected: 200, looked: 50, kept: 5, known: 0, leftOut: 45 } });
    await page.goto(`${api.origin}/settings/mail`);
    const said = (await band().getAttribute('aria-label')) ?? '';
    const order = ['Before it was connected', 'Looked at', 'Gap: not looked at', 'Looked at', 'Being looked at now'];
    expect(
      said
        .split('. ')
        .slice(1)
        .map((part) => order.find((word) => part.startsWith(word))),
    ).toEqual(order);
    expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25');
  });
});

describe('looking through older mail', () => {
  const choose = async (from: string, to: string): Promise<void> => {
    await pressOn(page, page.getByText('Look through older mail'));
    await page.getByLabel('From', { exact: true }).fill(from);
    await page.getByLabel('To', { exact: true }).fill(to);
  };

  it('counts first, in the reader’s own zone, and begins only when somebody presses Start', async () => {
    const there = await page.context().browser()?.newContext({ timezoneId: 'Pacific/Auckland' });
    if (!there) throw new Error('There is no browser.');
    page = await there.newPage();
    await open('active');
    await choose('2026-08-01', '2026-08-31');
    const [asked] = await Promise.all([sent(ofBox('back-sync')), pressOn(page, button('Count messages'))]);
    expect(asked.postDataJSON()).toEqual({ from: '2026-08-01', to: '2026-08-31', zone: 'Pacific/Auckland' });
    await expectSaid('Counting messages.');
    await runs().getByText('About 1,240 messages, about 5 minutes').waitFor();
    expect(await hasFocus(runs())).toBe(true);
    await expectSaid('About 1,240 messages, about 5 minutes.');
    expect(api.asked()).not.toContain(`POST ${ofBox('start')}`);
    const [started] = await Promise.all([sent(ofBox('start')), pressOn(page, button('Start'))]);
    expect(started.postDataJSON()).toEqual({ run: expect.stringMatching(/^r\d+$/u) });
    await runs()
      .getByText(/ of about 1,240 looked at/)
      .waitFor();
    await runs()
      .getByText(/minutes to finish\. You can close this page\./)
      .waitFor();
    await runs().getByText('Older mail, done:').waitFor();
    await there.close();
  });

  it('can be given up before, and stopped while it goes', async () => {
    await open('active');
    await choose('2026-08-01', '2026-08-31');
    await pressOn(page, button('Count messages'));
    await pressOn(page, button('Not now'));
    await runs().getByText('Older mail, stopped:').waitFor();
    await page.getByText('Look through older mail').click();
    await pressOn(page, button('Count messages'));
    await pressOn(page, button('Start'));
    await pressOn(page, button('Stop'));
    await runs().getByText('What was found stays.').waitFor();
    expect(await hasFocus(runs())).toBe(true);
  });

  it.each([
    ['', '2026-08-31', 'Choose both days.'],
    ['2026-09-01', '2026-08-31', 'The first day is after the last.'],
    ['2999-01-01', '2999-01-02', 'These days are still to come.'],
  ])('refuses days from %j to %j', async (from, to, fault) => {
    await open('active');
    const before = api.asked().length;
    await choose(from, to);
    await pressOn(page, button('Count messages'));
    await page.getByText(fault).waitFor();
    expect(api.asked().slice(before)).not.toContain(`POST ${ofBox('back-sync')}`);
  });

  it('says why a run failed', async () => {
    api.set({ mail: 'active' });
    const now = Date.now();
    const run = { id: 'r1', kind: 'backSync', state: 'failed', from: now - 9 * dayMs, until: now - dayMs } as const;
    const counts = { looked: 40, kept: 2, known: 0, leftOut: 38, finishedAt: now - dayMs };
    api
      .mail()
      .show({ run: { ...run, ...counts, sentence: 'The permission was lost. Authorize again, then repeat it.' } });
    await page.goto(`${api.origin}/settings/mail`);
    await runs().getByText('Older mail, failed:').waitFor();
    await runs().getByText('Authorize again, then repeat it.').waitFor();
    await runs().getByText('40 looked at').waitFor();
  });
});

describe('aliases', () => {
  it('are told by the provider, added and taken off by the person, and saved at once', async () => {
    await open('active');
    await pressOn(page, page.getByText('Aliases: your other addresses'));
    await box().getByText('r.ashworth@harbourfinch.example.com').waitFor();
    const input = page.getByRole('textbox', { name: 'Your aliases' });
    await tabTo(page, input);
    await page.keyboard.insertText('Robin <desk@harbourfinch.example.com>, R.Ashworth@harbourfinch.example.com');
    const [added] = await Promise.all([sent(ofBox('aliases')), page.keyboard.press('Enter')]);
    expect(added.postDataJSON()).toEqual({ aliases: ['robin@old-firm.example', 'desk@harbourfinch.example.com'] });
    await page.getByText('Saved', { exact: true }).waitFor();
    const [removed] = await Promise.all([
      sent(ofBox('aliases')),
      pressOn(page, button('Take off robin@old-firm.example')),
    ]);
    expect(removed.postDataJSON()).toEqual({ aliases: ['desk@harbourfinch.example.com'] });
    expect(await hasFocus(input)).toBe(true);
    await page.keyboard.insertText('nobody');
    await page.keyboard.press('Enter');
    await page.getByText('Not an e-mail address: nobody').waitFor();
  });
});

describe('the firm’s mail settings', () => {
  const path = '/settings/mail/firm';
  const title = 'Your firm’s mail settings';
  const save = async (act: () => Promise<unknown>): Promise<unknown> => {
    const [request] = await Promise.all([sent('/api/mail/settings'), act()]);
    await page.waitForResponse(/\/api\/mail\/settings$/u).catch(() => undefined);
    return request.postDataJSON();
  };

  it('are saved one by one, each alone', async () => {
    await open('active', path, title);
    const flip = (name: string) => () => tickOn(page, page.getByRole('switch', { name }));
    expect(await save(flip('Copies count'))).toEqual({ copiesCount: false });
    expect(await save(flip('Look back for new contacts'))).toEqual({ fillNewContacts: true });
    expect(await save(flip('Keep a few lines of the text'))).toEqual({ keepPreview: false });
    const type = (name: string, text: string) => async () => {
      await tabTo(page, page.getByRole('textbox', { name }));
      await page.keyboard.insertText(text);
      await page.keyboard.press('Enter');
    };
    expect(await save(type('Your firm’s own domains', 'https://Harbour-Finch.example/about'))).toEqual({
      ownDomains: ['harbourfinch.example.com', 'harbour-finch.example'],
    });
    expect(await save(type('Excluded domains', '*.news.example'))).toEqual({
      excludedDomains: ['bank.example', 'news.example'],
    });
    expect(await save(type('Labels, categories and folders', 'Personal, no concord'))).toEqual({
      excludedLabels: ['No Concord', 'Personal'],
    });
    const forget = page.getByRole('combobox', { name: 'Forget engagements' });
    expect(await save(() => forget.selectOption('After 2 years'))).toEqual({ retentionDays: 730 });
    expect(await save(() => forget.selectOption('Never'))).toEqual({ retentionDays: null });
    expect(await page.getByRole('switch', { name: 'Copies count' }).isChecked()).toBe(false);
    await expectSaid('The mail settings are saved.');
  });

  it('come back as they were when they could not be saved', async () => {
    await open('active', path, title);
    api.fail(/settings$/, 503, { code: 'unavailable', message: 'Something is not answering.' }, 1);
    await page.getByRole('switch', { name: 'Copies count' }).click();
    await page.getByText('Something is not answering.').waitFor();
    expect(await page.getByRole('switch', { name: 'Copies count' }).isChecked()).toBe(true);
  });

  it('can be read by everybody, and changed by the account owner alone', async () => {
    api.set({ mail: 'active', isOwner: false });
    await page.goto(api.origin + path);
    await page.getByText('The account owner changes them').waitFor();
    await page.getByRole('definition').filter({ hasText: 'bank.example' }).waitFor();
    expect(await page.getByRole('main').locator('input, select, button').count()).toBe(0);
  });
});

/** What a screen reader was told last. */
async function expectSaid(text: string | RegExp): Promise<void> {
  await page.locator('[aria-live="polite"]').getByText(text).waitFor({ state: 'attached', timeout: 5000 });
}
