import type { Local } from '@concord/local';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from './looks.ts';
import { consent, heading, invite, preview, setUp, signIn, start, waitLive } from './steps.ts';
import { openWholeStack, until, type WholeStack } from './whole-stack.ts';

const colleague = 'daniel@quillfeather.example.com';
const stranger = 'lea@quillfeather.example.com';
const timeoutMs = 60_000;

let stack: WholeStack;
let local: Local;
let owner: Page;
let person: Page;

beforeAll(async () => {
  stack = await openWholeStack(40);
  local = stack.local;
  [owner, person] = await Promise.all([stack.newPage(), stack.newPage()]);
}, 120_000);

afterAll(async () => await stack?.close(), 30_000);

describe('a connection, for life', () => {
  it('begins with an invitation, and its mail leads to contacts in step', { timeout: 180_000 }, async () => {
    await signIn(owner, local.url);
    await owner.goto(`${local.url}/settings/firm`);
    await invite(owner, colleague);
    await owner.getByText(colleague).first().waitFor();

    await openMail(person, /invites you/);
    await person.frameLocator('iframe').getByRole('link', { name: 'Sign in with Clio' }).click();
    await consent(person, /^Allow/, /Daniel/);
    await heading(person, 'Contact and Calendar Sync').waitFor();
    await person.getByText('Welcome to Concord').waitFor();

    await setUp(person, { account: colleague });
    await preview(person);
    await start(person);
    await waitLive(person, { timeoutMs });
    expect(outlook().list().length).toBeGreaterThan(20);
  });

  it('that is lost is mailed, refuses another account, and goes on with the same one', {
    timeout: 180_000,
  }, async () => {
    local.sandbox?.microsoft.act(colleague, 'resetPassword');
    const nadia = local.sandbox?.clio.contacts.add({ type: 'Person', first_name: 'Nadia', last_name: 'Newcomer' });
    expect(nadia).toBeDefined();

    await openMail(person, /has stopped syncing/);
    await person
      .frameLocator('iframe')
      .getByRole('link', { name: /^Authorize/ })
      .click();
    await consent(person, /^Accept/, new RegExp(stranger, 'u'));
    await person.getByText('You signed in as another account').waitFor();
    await person.getByText(`You are currently authorized as ${colleague}, you signed in as ${stranger}.`).waitFor();
    expect(await faultsOf(person)).toEqual([]);
    expect(
      outlook(stranger)
        .list()
        .some(({ surname }) => surname === 'Newcomer'),
    ).toBe(false);

    await person.getByRole('link', { name: `Go back to ${colleague}` }).click();
    await consent(person, /^Accept/, new RegExp(colleague, 'u'));
    await person.getByText('Microsoft 365 is connected again').waitFor();
    await until(
      () =>
        outlook()
          .list()
          .filter(({ surname }) => surname === 'Newcomer').length === 1,
    );
    expect(local.guard.denied()).toEqual([]);
  });
});

const outlook = (email = colleague) => {
  const contacts = local.sandbox?.microsoft.contacts(email);
  if (contacts === undefined) throw new Error('There is no sandbox.');
  return contacts;
};

/** Opens the newest mail with such a subject in the inbox, as soon as it is there. */
async function openMail(page: Page, subject: RegExp): Promise<void> {
  await until(() => {
    void local.invoke('poll', { source: 'aws.events' });
    return local.mails().some((mail) => subject.test(mail.subject));
  }, 2_000);
  await page.goto(`${local.url}/inbox`);
  await page.getByRole('link', { name: subject }).first().click();
}
