import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTable } from '@concord/aws';
import type { MailView } from '@concord/core';
import type { Local } from '@concord/local';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailWorkKey } from '../../packages/engine/src/mail/keys.ts';
import type { MailWorkRecord } from '../../packages/engine/src/mail/mail-work.ts';
import { dynamoClientFor } from '../contract/test-dynamo.ts';
import { pressOn } from './keyboard.ts';
import { faultsOf } from './looks.ts';
import { consent, heading, signIn } from './steps.ts';
import { openWholeStack, until, type WholeStack } from './whole-stack.ts';

const owner = 'margaret@quillfeather.example.com';
const client = { address: 'ada@byron.example.org', name: 'Ada Byron' };
const timeoutMs = 60_000;
const hourMs = 3_600_000;

let stack: WholeStack;
let local: Local;
let page: Page;

beforeAll(async () => {
  stack = await openWholeStack(20);
  local = stack.local;
  page = await stack.newPage();
  page.setDefaultTimeout(timeoutMs);
}, 120_000);

afterAll(async () => await stack?.close(), 30_000);

describe('a mailbox', () => {
  it('is connected, and mail with a contact appears on the timeline: of the past day, and as it comes', {
    timeout: 240_000,
  }, async () => {
    const { clio } = clouds();
    clio.contacts.add({
      type: 'Person',
      first_name: 'Ada',
      last_name: 'Byron',
      email_addresses: [{ name: 'Work', address: client.address }],
    });
    arrives('Yesterday’s question', 20 * hourMs);
    arrives('Last week’s question', 6 * 24 * hourMs);
    await signIn(page, local.url);
    await pressOn(page, page.getByRole('link', { name: 'Email Authentication' }));
    await pressOn(page, page.getByRole('link', { name: 'Connect Outlook mail' }));
    await consent(page, /^Accept/, owner);
    await page.getByText(`You are currently authorized as ${owner}`).waitFor();
    await timelineHas('Yesterday’s question');
    arrives('A question just now');
    await timelineHas('A question just now');
    expect(await faultsOf(page)).toEqual([]);
    expect(await subjects()).toEqual(['A question just now', 'Yesterday’s question']);
  });

  it('that is lost for two days and connected again has the past day by itself, shows the gap, and fills it with a click', {
    timeout: 240_000,
  }, async () => {
    clouds().microsoft.act(owner, 'resetPassword');
    arrives('Something while it was lost', 40 * hourMs);
    arrives('Something this morning', 3 * hourMs);
    await until(async () => (await box()).connection.state === 'lost', 1000);
    await wasLostFor(48 * hourMs);
    await page.goto(`${local.url}/settings/mail`);
    await pressOn(page, page.getByRole('link', { name: /^Authorize again/ }).first());
    await consent(page, /^Accept/, new RegExp(owner, 'u'));
    await page.getByText(`You are currently authorized as ${owner}`).waitFor();
    await timelineHas('Something this morning');
    expect(await subjects()).not.toContain('Something while it was lost');

    await page.goto(`${local.url}/settings/mail`);
    await pressOn(page, page.getByRole('button', { name: /^Fill this gap/ }));
    await timelineHas('Something while it was lost');
    await until(async () => (await box()).gaps.length === 0, 500);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('has older mail looked through after it was counted, and doubles nothing', { timeout: 240_000 }, async () => {
    await page.goto(`${local.url}/settings/mail`);
    await page.getByText('Look through older mail').first().click();
    await pressOn(page, page.getByRole('button', { name: 'Count messages' }));
    await pressOn(page, page.getByRole('button', { name: /^Start/ }));
    await timelineHas('Last week’s question');
    await until(async () => (await box()).run?.state === 'done', 500);
    const all = await subjects();
    expect(all.toSorted()).toEqual([
      'A question just now',
      'Last week’s question',
      'Something this morning',
      'Something while it was lost',
      'Yesterday’s question',
    ]);
    expect(clouds().microsoft.mails()).toEqual([]);
    expect(local.guard.denied()).toEqual([]);
  });
});

function clouds() {
  if (local.sandbox === undefined) throw new Error('There is no sandbox.');
  return local.sandbox;
}

/** A letter from the client, so long ago. */
function arrives(subject: string, agoMs = 0): void {
  const at = clouds().microsoft.now() - agoMs;
  clouds()
    .microsoft.mail(owner)
    .deliver({ from: client, subject, text: `${subject}?`, sentAt: at, receivedAt: at });
}

/** The page shows it by itself. */
async function timelineHas(subject: string): Promise<void> {
  await until(async () => {
    await page.goto(`${local.url}/engagements`);
    await heading(page, 'Engagements').waitFor();
    return (await page.getByRole('link', { name: client.name }).count()) > 0;
  }, 500);
  await pressOn(page, page.getByRole('link', { name: client.name }));
  await heading(page, client.name).waitFor();
  await page.getByText(subject).first().waitFor();
}

async function subjects(): Promise<readonly string[]> {
  const { people } = await get<{ people: readonly { contact: string; name: string }[] }>('/api/engagements/people');
  const contact = people.find(({ name }) => name === client.name)?.contact ?? '';
  const { rows } = await get<{ rows: readonly { subject: string }[] }>(`/api/engagements?contact=${contact}`);
  return rows.map(({ subject }) => subject);
}

async function box(): Promise<MailView['boxes'][number]> {
  const [first] = (await get<MailView>('/api/mail')).boxes;
  if (first === undefined) throw new Error('No mailbox is connected.');
  return first;
}

const get = async <Body>(path: string): Promise<Body> =>
  (await (await page.request.get(local.url + path)).json()) as Body;

/** As if the last look had been so long ago: nobody waits for two days in a test. */
async function wasLostFor(agoMs: number): Promise<void> {
  const { dynamoUrl, tableName } = JSON.parse(readFileSync(join(local.dataDir, 'services.json'), 'utf8'));
  const table = createTable({ client: dynamoClientFor(dynamoUrl), tableName });
  const row = await table.get(mailWorkKey({ firm: '7001', connection: (await box()).connection.id }));
  if (row === undefined) throw new Error('The mailbox has no row of its work.');
  const record = row['record'] as MailWorkRecord;
  const looked = { ...record, lookedAt: Date.now() - agoMs, lookedFrom: Date.now() - agoMs - 24 * hourMs };
  expect(await table.put({ ...row, record: looked, rev: row.rev + 1 }, { kind: 'rev', rev: row.rev })).toBe(true);
}
