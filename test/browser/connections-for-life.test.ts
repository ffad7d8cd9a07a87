import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Local, startLocal } from '@concord/local';
import { type Sandbox, seedSandbox } from '@concord/sandbox';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, widths } from './looks.ts';
import { type OpenBrowser, openBrowser } from './open-browser.ts';
import { consent, heading, invite, preview, setUp, signIn, start, waitLive } from './steps.ts';

const colleague = 'daniel@quillfeather.example.com';
const stranger = 'lea@quillfeather.example.com';
const timeoutMs = 60_000;

let folder: string;
let local: Local;
let open: OpenBrowser;
let owner: Page;
let person: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concord-connections-'));
  const fill = async (sandbox: Sandbox) => void (await seedSandbox(sandbox, { contacts: 40 }));
  [local, open] = await Promise.all([
    startLocal({ dataDir: folder, port: 0, fresh: true, limits: false, fill }),
    openBrowser(),
  ]);
  const looks = { viewport: widths.wide, colorScheme: 'light' } as const;
  [owner, person] = await Promise.all([open.browser.newPage(looks), open.browser.newPage(looks)]);
}, 120_000);

afterAll(async () => {
  await open?.close();
  await local?.close();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

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

async function until(found: () => boolean, pauseMs = 50): Promise<void> {
  const from = Date.now();
  while (Date.now() - from < timeoutMs) {
    if (found()) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`Not there after ${Date.now() - from} ms`);
}
