import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseAddresses } from '../../packages/console/src/firm/addresses.ts';
import type { FakeApi } from './fake-api.ts';
import { hasFocus, pressOn } from './keyboard.ts';
import { onThePage } from './on-the-page.ts';
import { heading, invite } from './steps.ts';

const on = onThePage({ records: 100 });
let page: Page;
let api: FakeApi;
beforeEach(() => {
  ({ page, api } = on);
});

const openFirm = async (): Promise<void> => {
  api.set({});
  await page.goto(`${api.origin}/settings/firm`);
  await page.getByRole('heading', { name: 'Zoë Whitfield' }).waitFor();
};
const invitations = () => page.getByRole('group', { name: 'Invitations so far' });
const box = () => page.getByRole('textbox', { name: 'Invite people by e‑mail' });

describe('the firm', () => {
  it('is in the menu of the account owner', async () => {
    api.set({});
    await page.goto(`${api.origin}/settings/sync`);
    await pressOn(page, page.getByRole('button', { name: /^Your account/ }));
    await pressOn(page, page.getByRole('link', { name: 'Your firm' }));
    await heading(page, 'Your firm').waitFor();
    expect(await page.title()).toBe('Your firm · Concord');
    await page.getByRole('button', { name: 'Sign out' }).waitFor({ state: 'detached' });
  });

  it('is neither shown to others nor asked for, and they are told why', async () => {
    api.set({ isOwner: false });
    await page.goto(`${api.origin}/settings/sync`);
    await pressOn(page, page.getByRole('button', { name: /^Your account/ }));
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await page.getByRole('link', { name: 'Your firm' }).count()).toBe(0);
    const before = api.asked().length;
    await page.goto(`${api.origin}/settings/firm`);
    await page.getByText('Only the account owner of Harbour & Finch LLP sees this page').waitFor();
    expect(
      api
        .asked()
        .slice(before)
        .filter((one) => one.includes('/firm')),
    ).toEqual([]);
  });

  it('lists first who needs to do something, with what is wrong and since when', async () => {
    await openFirm();
    const members = page.getByRole('region', { name: 'Members' });
    expect(await members.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'Zoë Whitfield',
      'Mateusz Núñez',
      'Amélie Haddad',
      'Grace Okafor',
      'Robin Ashworth',
    ]);
    await members.getByText('2 members need to do something').waitFor();
    const zoe = members.getByRole('list', { name: 'Accounts of Zoë Whitfield' });
    expect(await zoe.innerText()).toMatch(/Not working\s+Microsoft 365 ended the permission.*\s+Since .* \(5 h ago\)/);
  });

  it('says when nobody needs anything', async () => {
    api.set({ areCalm: true });
    await page.goto(`${api.origin}/settings/firm`);
    await page.getByText('Nobody needs to do anything').waitFor();
  });

  it('says what the API said when it cannot be shown', async () => {
    api.set({});
    api.fail(/\/firm$/, 403, { code: 'forbidden', message: 'Only the account owner may see this.' });
    await page.goto(`${api.origin}/settings/firm`);
    await page.getByText('Only the account owner may see this.').waitFor();
  });
});

describe('an invitation', () => {
  it('goes to each address that was pasted; what is none stays in the box', async () => {
    await openFirm();
    const pasted = 'Olu Chen <olu@harbourfinch.example.com>; "Pereira, Ana" <ana@harbourfinch.example.com>, no@body';
    const [request] = await Promise.all([page.waitForRequest(/\/invites$/), invite(page, pasted)]);
    expect(request.postDataJSON()).toEqual({
      emails: ['olu@harbourfinch.example.com', 'ana@harbourfinch.example.com'],
    });
    await page.getByText('Not an e-mail address: no@body').waitFor();
    expect(await box().inputValue()).toBe('no@body');
    expect(await hasFocus(box())).toBe(true);
    const results = page.getByRole('list', { name: 'What became of each address' });
    expect(await results.getByRole('listitem').count()).toBe(2);
    await results.getByText('Being sent').first().waitFor();
  });

  it('shows by itself when its mail was sent', async () => {
    await openFirm();
    await invite(page, 'olu@harbourfinch.example.com');
    const results = page.getByRole('list', { name: 'What became of each address' });
    await results.getByText('Being sent').waitFor();
    await results.getByText('Sent', { exact: true }).waitFor({ timeout: 6000 });
  });

  it('is not made for somebody who is there already, which is said', async () => {
    await openFirm();
    await invite(page, 'Grace@harbourfinch.example.com, amelie@harbourfinch.example.com');
    await page.getByText('Uses Concord already; no mail was sent.').waitFor();
  });

  it.each([
    ['   ', 'Type at least one address.'],
    ['nobody', 'Not an e-mail address: nobody'],
    [
      Array.from({ length: 51 }, (_, index) => `p${index}@example.com`).join(' '),
      'These are 51 addresses; at most 50 at once.',
    ],
  ])('is not asked for with nothing, nonsense or too many: %s', async (pasted, said) => {
    await openFirm();
    const before = api.asked().length;
    await invite(page, pasted);
    await page.getByText(said).waitFor();
    expect(await hasFocus(box())).toBe(true);
    expect(api.asked().slice(before)).not.toContain('POST /api/firm/invites');
  });

  it('keeps what was typed when the API refuses it', async () => {
    await openFirm();
    api.fail(/\/invites$/, 503, { code: 'unavailable', message: 'Mails cannot be sent now.' });
    await invite(page, 'olu@harbourfinch.example.com');
    await page.getByText('Mails cannot be sent now.').waitFor();
    expect(await box().inputValue()).toBe('olu@harbourfinch.example.com');
  });

  it('that expired or failed says so, and is sent again', async () => {
    await openFirm();
    await invitations().getByText('Nobody used the link within 7 days.').waitFor();
    await invitations().getByText('The mail server refused this address.').waitFor();
    const again = invitations().getByRole('button', { name: 'Send again: ingrid@harbourfinch.example.com' });
    const [request] = await Promise.all([page.waitForRequest(/\/send$/), pressOn(page, again)]);
    expect(new URL(request.url()).pathname).toBe('/api/firm/invites/i2/send');
    await invitations().getByText('The mail is on its way.').waitFor();
    expect(await hasFocus(again)).toBe(true);
  });

  it('is withdrawn, and the keyboard keeps its place', async () => {
    await openFirm();
    await pressOn(page, invitations().getByRole('button', { name: 'Withdraw: tomas@harbourfinch.example.com' }));
    await invitations().getByText('tomas@harbourfinch.example.com').waitFor({ state: 'detached' });
    expect(await hasFocus(invitations())).toBe(true);
  });

  it('that was accepted can neither be sent again nor withdrawn', async () => {
    await openFirm();
    await invitations().getByText('Accepted').waitFor();
    expect(
      await invitations()
        .getByRole('button', { name: /grace@/ })
        .count(),
    ).toBe(0);
  });
});

describe('addresses', () => {
  it.each([
    ['a@example.com', ['a@example.com'], []],
    [
      'a@example.com,b@example.com;c@example.com\nd@example.com',
      ['a@', 'b@', 'c@', 'd@'].map((one) => `${one}example.com`),
      [],
    ],
    ['A@Example.com a@example.com', ['a@example.com'], []],
    ['Chen, Mei <mei@example.com>', ['mei@example.com'], []],
    ["o'connor@example.com", ["o'connor@example.com"], []],
    ['a@b@example.com @example.com a@example', [], ['a@b@example.com', '@example.com', 'a@example']],
    ['mei', [], ['mei']],
    [`${'a'.repeat(250)}@example.com`, [], [`${'a'.repeat(250)}@example.com`]],
    ['a@example..com a@.example.com', [], ['a@example..com', 'a@.example.com']],
  ])('in %j are told from what is none', (text, emails, wrong) => {
    expect(parseAddresses(text)).toEqual({ emails, wrong });
  });
});
