import type { Page, Request } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from './fake-api.ts';
import { ada, hostile, mallory } from './fake-engagements.ts';
import { hasFocus, pressOn, tabTo } from './keyboard.ts';
import { onThePage } from './on-the-page.ts';
import { heading } from './steps.ts';

const on = onThePage({ records: 10 });
let page: Page;
let api: FakeApi;
/** Every address that the page asked for. */
let loaded: string[];
/** How many requests there were before the test. */
let before = 0;
beforeEach(() => {
  ({ page, api } = on);
  page.setDefaultTimeout(8000);
  loaded = [];
  before = api.asked().length;
  page.on('request', (request) => loaded.push(request.url()));
});

const open = async (path: string, title: string | RegExp): Promise<void> => {
  api.set({ mail: 'active' });
  await page.goto(api.origin + path);
  await heading(page, title).waitFor();
};
const openAda = async (): Promise<void> => await open(`/engagements/${ada.id}`, ada.name);
const openMessage = async (name: RegExp): Promise<void> => {
  await pressOn(page, page.getByRole('button', { name }).first());
  await button('Reply').waitFor();
};
const button = (name: string) => page.getByRole('button', { name, exact: true });
const conversations = () => page.getByRole('list', { name: 'Timeline' }).locator('> li');
const sent = (path: string | RegExp): Promise<Request> =>
  page.waitForRequest((request) => {
    const { pathname } = new URL(request.url());
    return request.method() === 'POST' && (typeof path === 'string' ? pathname === path : path.test(pathname));
  });
const posts = (path: string): number =>
  api
    .asked()
    .slice(before)
    .filter((one) => one === `POST ${path}`).length;

describe('engagements', () => {
  it('are reached from every page: who wrote last stands first, and more are read on demand', async () => {
    await open('/settings/sync', 'Contact and Calendar Sync');
    const places = page.getByRole('navigation', { name: 'Concord' });
    await pressOn(page, places.getByRole('link', { name: 'Engagements' }));
    await heading(page, 'Engagements').waitFor();
    const people = page.getByRole('list', { name: 'Contacts with engagements' }).getByRole('link');
    await people.first().waitFor();
    expect((await people.allInnerTexts()).slice(0, 2)).toEqual([ada.name, 'Charles Babbage']);
    await page.getByText('20 of 45 shown').waitFor();
    await pressOn(page, button('Show more'));
    await page.getByText('40 of 45 shown').waitFor();
  });

  it('are found by a name, which stays in the address of the page', async () => {
    await open('/engagements', 'Engagements');
    await page.getByLabel('Search contacts').fill('lovelace');
    await page.getByText('1 contact', { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?search=lovelace');
    await pressOn(page, page.getByRole('link', { name: ada.name }));
    await heading(page, ada.name).waitFor();
    await page.goBack();
    await page.getByText('1 contact', { exact: true }).waitFor();
    expect(await page.getByLabel('Search contacts').inputValue()).toBe('lovelace');
    await page.getByLabel('Search contacts').fill('nobody');
    await page.getByText('Nobody found').waitFor();
    await pressOn(page, button('Show all contacts'));
    await page.getByText('45 contacts', { exact: true }).waitFor();
  });

  it('say how they come about where there are none', async () => {
    api.set({ mail: 'none' });
    api.mail().engagements.empty();
    await page.goto(`${api.origin}/engagements`);
    await page.getByText('As soon as a mailbox is connected').waitFor();
    const way = page.getByRole('main').getByRole('link', { name: 'Email Authentication' });
    await pressOn(page, way);
    await heading(page, 'Email Authentication').waitFor();
  });
});

describe('a timeline', () => {
  it('keeps the messages of a conversation together, under one subject', async () => {
    await openAda();
    const [first, second] = await conversations().all();
    expect(await first?.getByText('Lease of the engine house', { exact: true }).count()).toBe(1);
    expect(await first?.getByText('3 messages').count()).toBe(1);
    const rows = first?.getByRole('button');
    expect(await rows?.count()).toBe(3);
    expect(await rows?.nth(0).innerText()).toMatch(/Ada Lovelace →\s+to\s+Robin Ashworth/u);
    expect(await rows?.nth(1).innerText()).toMatch(/Robin Ashworth →\s+to\s+Ada Lovelace/u);
    expect(await rows?.nth(2).innerText()).toContain('Could we ask for six months');
    expect(await second?.innerText()).toContain('Photographs of the roof');
  });

  it('says of a message who, when, what is kept of it, and in whose mailbox it lies', async () => {
    await openAda();
    await openMessage(/^Received: Ada Lovelace.*Thank you/u);
    const row = conversations().first();
    await row.getByText(/^Thank you, that answers it\. .* wants to see\?$/u).waitFor();
    expect(await row.innerText()).toMatch(/Cc\s+Charles Babbage babbage@analytical\.example/u);
    await row.getByText('Has attachments').waitFor();
    expect(await row.getByRole('link', { name: 'Charles Babbage' }).getAttribute('href')).toBe('/engagements/k2');
    await pressOn(page, row.getByRole('button', { name: /^Sent: Robin/u }));
    await row.getByText('Filed on').waitFor();
    expect(await row.innerText()).toContain('robin@harbourfinch.example.com (yours), grace@harbourfinch.example.com');
  });

  it('opens whole messages in the own mailbox alone, in a tab that knows nothing of this one', async () => {
    await openAda();
    await openMessage(/Thank you/u);
    const link = page.getByRole('link', { name: /^Open in mailbox/u });
    expect(await link.getAttribute('href')).toBe('https://mail.example.com/open/e1');
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    await pressOn(page, page.getByRole('button', { name: /Redacted/u }).first());
    await page.getByText('were redacted by').waitFor();
    expect(await link.count()).toBe(1);
  });

  it('is read page by page', async () => {
    await openAda();
    await conversations().first().waitFor();
    const before = await conversations().count();
    await pressOn(page, button('Show more'));
    await page.getByText('Notes of meeting 1', { exact: true }).waitFor();
    expect(await conversations().count()).toBe(before + 15);
  });

  it('that nobody may see, or that there is none of, says so', async () => {
    await open('/engagements/nobody', 'This timeline cannot be shown');
    await page.getByRole('alert').waitFor();
  });
});

/** What turns the direction of a line, or cannot be seen. */
const unseen = /[\u202a-\u202e\u2060-\u2069\u200b\ufeff\u3164]/u;

describe('what strangers write', () => {
  it('is shown as the characters it is, and loads, runs and turns nothing', async () => {
    await open(`/engagements/${mallory.id}`, /Quill/u);
    const rows = conversations().getByRole('button', { name: /^Received/u });
    expect(await rows.count()).toBe(Object.keys(hostile).length);
    expect(await page.getByRole('main').innerText()).not.toMatch(unseen);
    for (let index = 0; index < Object.keys(hostile).length; index++) await rows.nth(index).click();
    await page.getByText('In the mailbox of').nth(5).waitFor();
    const main = page.getByRole('main');
    await main.getByText(hostile.image, { exact: true }).first().waitFor();
    expect(await main.locator('img, script, link, iframe, b, style, object').count()).toBe(0);
    expect(await page.title()).not.toBe('1');
    const text = await main.innerText();
    expect(text).not.toMatch(unseen);
    expect(text).toContain('invoice fdp.exe end');
    expect(text).toContain('(no subject)');
    expect(/\p{M}{4}/u.test(text)).toBe(false);
  });

  it('stands apart from the words of the page, whatever its direction', async () => {
    await open(`/engagements/${mallory.id}`, /Quill/u);
    await conversations().getByRole('button').first().click();
    const loose = await page.evaluate<readonly string[]>(`[...document.querySelectorAll('main li *')]
      .filter((one) => one.children.length === 0 && /tracker|document.title|fdp/u.test(one.textContent))
      .filter((one) => one.closest('bdi') === null)
      .map((one) => one.outerHTML)`);
    expect(loose).toEqual([]);
  });

  it('makes no link but one to a web address', async () => {
    await open(`/engagements/${mallory.id}`, /Quill/u);
    const rows = conversations().getByRole('button', { name: /^Received/u });
    for (let index = 0; index < Object.keys(hostile).length; index++) await rows.nth(index).click();
    await page
      .getByRole('link', { name: /^Open in mailbox/u })
      .first()
      .waitFor();
    const links = await page.locator('a[target=_blank]').all();
    const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')));
    expect(new Set(hrefs)).toEqual(new Set(['https://mail.example.com/open/h2']));
  });

  it.each([
    ['/engagements', 'Engagements'],
    [`/engagements/${mallory.id}`, /Quill/u],
    [`/engagements/${ada.id}`, ada.name],
    ['/settings/mail', 'Email Authentication'],
    ['/settings/mail/troubleshoot?box=m-microsoft&engagement=e1', 'Troubleshoot a message'],
  ] as const)('makes %s ask for nothing outside its own origin', async (path, title) => {
    await open(path, title);
    await page.waitForLoadState('networkidle');
    const closed = page.getByRole('main').locator('[aria-expanded=false]');
    while ((await closed.count()) > 0) await closed.first().click();
    await page.waitForTimeout(300);
    expect(loaded.length).toBeGreaterThan(2);
    expect(loaded.filter((url) => !url.startsWith('data:') && new URL(url).origin !== api.origin)).toEqual([]);
  });
});

describe('writing', () => {
  it('answers from the own mailbox, once, and the message appears by itself', async () => {
    await openAda();
    await openMessage(/Thank you/u);
    await pressOn(page, button('Reply'));
    const dialog = page.getByRole('dialog', { name: 'Reply' });
    const text = dialog.getByRole('textbox', { name: 'Text' });
    await text.waitFor();
    expect(await hasFocus(text)).toBe(true);
    expect(await dialog.getByLabel('To', { exact: true }).inputValue()).toBe(ada.address);
    expect(await dialog.getByLabel('Subject').inputValue()).toBe('Re: Lease of the engine house');
    await page.keyboard.insertText('The other side is content.');
    const [request] = await Promise.all([
      sent('/api/mail/boxes/m-microsoft/send'),
      pressOn(page, dialog.getByRole('button', { name: 'Send' })),
    ]);
    await page.keyboard.press('Enter');
    expect(request.postDataJSON()).toEqual({
      to: [ada.address],
      subject: 'Re: Lease of the engine house',
      text: 'The other side is content.',
      answers: 'e1',
    });
    await dialog.waitFor({ state: 'detached' });
    await expectSaid('Sent as robin@harbourfinch.example.com. It appears on the timeline in a moment.');
    await conversations().first().getByText('4 messages').waitFor();
    await conversations().first().getByText('The other side is content.').waitFor();
    expect(posts('/api/mail/boxes/m-microsoft/send')).toBe(1);
  });

  it('keeps what was written until it is sent, and says what is missing', async () => {
    await openAda();
    await pressOn(page, button('Write'));
    const dialog = page.getByRole('dialog', { name: 'New message' });
    await dialog.getByLabel('To', { exact: true }).fill('nobody');
    await pressOn(page, dialog.getByRole('button', { name: 'Send' }));
    await dialog.getByText('Not an e-mail address: nobody').waitFor();
    await dialog.getByText('Write something first.').waitFor();
    await dialog.getByRole('textbox', { name: 'Text' }).fill('Dear Ada,');
    await pressOn(page, dialog.getByRole('button', { name: 'Close' }));
    await dialog.waitFor({ state: 'detached' });
    expect(await hasFocus(button('Write'))).toBe(true);
    await page.keyboard.press('Enter');
    expect(await dialog.getByRole('textbox', { name: 'Text' }).inputValue()).toBe('Dear Ada,');
    expect(posts('/api/mail/boxes/m-microsoft/send')).toBe(0);
  });

  it('says what the mailbox said when it could not be sent, with what to press, and keeps the text', async () => {
    await openAda();
    const next = { label: 'Authorize again', url: '/auth/microsoft/start?connection=m-microsoft' };
    api.mail().refuse({ sentence: 'Microsoft 365 asks for a second proof that it is you.', next });
    await pressOn(page, button('Write'));
    const dialog = page.getByRole('dialog', { name: 'New message' });
    await dialog.getByRole('textbox', { name: 'Text' }).fill('Dear Ada,');
    await pressOn(page, dialog.getByRole('button', { name: 'Send' }));
    await dialog.getByText('Microsoft 365 asks for a second proof').waitFor();
    const href = await dialog.getByRole('link', { name: 'Authorize again' }).getAttribute('href');
    expect(href).toContain('connection=m-microsoft');
    expect(await dialog.getByRole('textbox', { name: 'Text' }).inputValue()).toBe('Dear Ada,');
  });

  it('says what is being waited for', async () => {
    await openAda();
    api.mail().slow();
    await pressOn(page, button('Write'));
    const dialog = page.getByRole('dialog', { name: 'New message' });
    await dialog.getByRole('textbox', { name: 'Text' }).fill('Dear Ada,');
    await pressOn(page, dialog.getByRole('button', { name: 'Send' }));
    await dialog.getByText('Outlook is busy; going on in 20 seconds.').waitFor();
    api.mail().heal();
    await dialog.waitFor({ state: 'detached' });
  });

  it('is not possible without the permission to send, and says how to get it', async () => {
    api.set({ mail: 'active' });
    api.mail().readOnly();
    await page.goto(`${api.origin}/engagements/${ada.id}`);
    await pressOn(page, button('Write'));
    const dialog = page.getByRole('dialog', { name: 'New message' });
    await dialog.getByText('the permission to send was not given').waitFor();
    expect(await dialog.getByRole('link', { name: 'Authorize again' }).getAttribute('href')).toContain(
      `return=${encodeURIComponent(`/engagements/${ada.id}`)}`,
    );
    expect(await dialog.getByRole('button', { name: 'Send' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('is not offered where no mailbox of one’s own works', async () => {
    api.set({ mail: 'lost' });
    await page.goto(`${api.origin}/engagements/${ada.id}`);
    await heading(page, ada.name).waitFor();
    await pressOn(page, page.getByRole('button', { name: /Thank you/u }));
    await page.getByRole('link', { name: /^Open in mailbox/u }).waitFor();
    expect(await button('Write').count()).toBe(0);
    expect(await button('Reply').count()).toBe(0);
  });
});

describe('a message', () => {
  it('is redacted after a question, for good', async () => {
    await openAda();
    await openMessage(/Thank you/u);
    await pressOn(page, button('Redact'));
    const dialog = page.getByRole('dialog', { name: 'Redact this engagement?' });
    await dialog.getByText('go from Concord for good').waitFor();
    expect(await hasFocus(dialog.getByRole('button', { name: 'Keep it' }))).toBe(true);
    await pressOn(page, dialog.getByRole('button', { name: 'Redact', exact: true }));
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('were redacted by').waitFor();
    await expectSaid('The engagement was redacted.');
    expect(await page.getByRole('main').innerText()).not.toContain('Thank you, that answers it');
    expect(await button('Redact').count()).toBe(0);
  });

  it('is filed on one of the contact’s open matters, once a matter', async () => {
    await openAda();
    await openMessage(/Thank you/u);
    await pressOn(page, button('File on a matter'));
    const dialog = page.getByRole('dialog', { name: 'File on a matter' });
    await tabTo(page, dialog.getByRole('radio', { name: '00101-Lovelace' }));
    await page.keyboard.press('ArrowDown');
    const [request] = await Promise.all([
      sent('/api/engagements/e1/file'),
      pressOn(page, dialog.getByRole('button', { name: 'File', exact: true })),
    ]);
    expect(request.postDataJSON()).toEqual({ matter: '104' });
    await dialog.waitFor({ state: 'detached' });
    await expectSaid('Filed on 00104-Lovelace.');
    await page.getByText('Filed in Clio').first().waitFor();
    await pressOn(page, button('File on a matter'));
    await dialog.getByText('Filed already on').waitFor();
    expect(await dialog.getByRole('radio').count()).toBe(1);
    expect(await dialog.getByRole('radio', { name: '00104-Lovelace' }).count()).toBe(0);
  });

  it('that Clio refuses to tell matters for says why, and can be tried again', async () => {
    await openAda();
    await openMessage(/Thank you/u);
    api.mail().refuse({ sentence: 'This Clio account may not read matters.' });
    await pressOn(page, button('File on a matter'));
    const dialog = page.getByRole('dialog', { name: 'File on a matter' });
    await dialog.getByText('This Clio account may not read matters.').waitFor();
  });

  it('leads to why it is here', async () => {
    await openAda();
    await openMessage(/Thank you/u);
    const [request] = await Promise.all([
      sent('/api/mail/boxes/m-microsoft/trace'),
      pressOn(page, page.getByRole('link', { name: 'Why is it here?' })),
    ]);
    expect(request.postDataJSON()).toEqual({ engagement: 'e1' });
    await page.getByRole('heading', { name: 'It is kept' }).waitFor();
    await expectSaid(`It is kept: ${ada.address} belongs to ${ada.name}.`);
    const way = page.getByRole('link', { name: 'Show it on the timeline' });
    await pressOn(page, way);
    await heading(page, ada.name).waitFor();
  });
});

describe('troubleshooting a message', () => {
  const path = '/settings/mail/troubleshoot';
  const box = () => page.getByRole('textbox', { name: 'Internet headers, message source, or message id' });

  it('says which rule answered, what would change that, where it is, and what each address was taken for', async () => {
    await open('/settings/mail', 'Email Authentication');
    await pressOn(page, page.getByRole('link', { name: 'Why is a message missing?' }));
    await heading(page, 'Troubleshoot a message').waitFor();
    await tabTo(page, box());
    await page.keyboard.insertText('Message-ID: <roof-7@home.example>');
    const [request] = await Promise.all([
      sent('/api/mail/boxes/m-microsoft/trace'),
      pressOn(page, button('Find out why')),
    ]);
    expect(request.postDataJSON()).toEqual({ source: 'Message-ID: <roof-7@home.example>' });
    const answer = page.getByRole('region', { name: 'It is left out' });
    await answer.getByText('Adding ada.private@home.example to a contact in Clio').waitFor();
    expect(await hasFocus(page.getByRole('group', { name: 'Answer' }))).toBe(true);
    const steps = answer.locator('ol > li');
    expect(await steps.count()).toBe(10);
    expect(await answer.getByText('This rule answered.').count()).toBe(1);
    expect(await steps.last().innerText()).toContain('No contact in it?');
    expect(await answer.innerText()).toMatch(/Where it is\s+Inbox, Clients/u);
    const row = answer.getByRole('row').filter({ hasText: 'ada.private@home.example' });
    expect(await row.innerText()).toContain('No contact has this address.');
    await answer.getByText('<img src=x onerror="document.title=1"> The roof again', { exact: true }).waitFor();
    expect(await answer.locator('img').count()).toBe(0);
  });

  it('shows how large what was pasted is, and sends nothing that is too large or blank', async () => {
    await open(path, 'Troubleshoot a message');
    await pressOn(page, button('Find out why'));
    await page.getByText('Paste the headers, the source or the id').waitFor();
    expect(await hasFocus(box())).toBe(true);
    await box().fill('é'.repeat(131_072));
    await page.getByText('256 KB of 256 KB').waitFor();
    await box().fill('é'.repeat(131_073));
    await page.getByText('The header lines at its beginning are enough.').waitFor();
    await pressOn(page, button('Find out why'));
    expect(posts('/api/mail/boxes/m-microsoft/trace')).toBe(0);
  });

  it('says what the mailbox could not do, and what to press', async () => {
    await open(path, 'Troubleshoot a message');
    const next = { label: 'Authorize again', url: '/auth/microsoft/start?connection=m-microsoft' };
    api.mail().refuse({ sentence: 'Microsoft 365 ended the permission.', next });
    await box().fill('<roof-7@home.example>');
    await pressOn(page, button('Find out why'));
    await page.getByText('Microsoft 365 ended the permission.').first().waitFor();
    await page.getByRole('link', { name: 'Authorize again' }).waitFor();
  });
});

/** What a screen reader was told last. */
async function expectSaid(text: string | RegExp): Promise<void> {
  await page.locator('[aria-live="polite"]').getByText(text).waitFor({ state: 'attached', timeout: 5000 });
}
