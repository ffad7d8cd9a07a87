import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SyncView } from '@concord/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDeployment } from '../../packages/cli/src/deployment.ts';
import { scanRows } from '../../packages/cli/src/keys/scan-rows.ts';
import { parseCommand } from '../../packages/cli/src/parse-command.ts';
import { run } from '../../packages/cli/src/run.ts';
import { type Local, startLocal } from '../../packages/local/src/start.ts';
import { removeFolder, temporaryFolder, until } from './local-under-test.ts';
import { createPerson, type Person } from './person.ts';
import { fillTagged, owner } from './tagged-firm.ts';

const patienceMs = 240_000;
const dataDir = temporaryFolder();
let local: Local;
let person: Person;
let sync: string;

beforeAll(async () => {
  local = await startLocal({ dataDir, port: 0, page: false, limits: false, fill: fillTagged(20) });
  person = createPerson(local.url);
  await person.signIn(owner.clioUser);
  await person.connectMicrosoft(owner.accountId);
  const { connections } = await person.session();
  const right = connections.find(({ provider }) => provider === 'microsoft')?.id ?? '';
  sync = (await person.post<SyncView>('/api/syncs', { right, itemType: 'contact' })).id;
  await person.post(`/api/syncs/${sync}/scan`, { clioSyncOff: true, conflicts: 'left' });
  const { preview } = await person.untilSync('previewed', 60_000);
  await person.post(`/api/syncs/${sync}/start`, { run: preview?.run ?? '' });
  await person.untilSync('live', 60_000);
}, patienceMs);
afterAll(async () => {
  await local.close();
  removeFolder(dataDir);
});

/** What a command says, on what runs here, and how it ends. */
async function concord(...words: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const said: string[] = [];
  const context = {
    environment: {},
    clock: { now: () => Date.now() },
    pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.min(ms, 200))),
    say: (line: string) => void said.push(line),
    write: (text: string) => void said.push(text),
  };
  const code = await run(parseCommand([...words, '--local', dataDir]), context);
  return { code, said: said.join('\n') };
}
const contacts = () => local.sandbox?.clio.contacts;
const outlook = () => local.sandbox?.microsoft.contacts(owner.email);
const jobsThere = () =>
  outlook()
    ?.list()
    .map(({ jobTitle }) => jobTitle ?? '') ?? [];
const firm = async (): Promise<string> => {
  const { firms } = JSON.parse((await concord('status', '--json')).said) as { firms: { firm: string }[] };
  return firms[0]?.firm ?? '';
};

describe('an operator of what runs on this machine', { timeout: patienceMs }, () => {
  it('sees how it goes, in 80 columns and as JSON, with no name but the address of the member', async () => {
    const { code, said } = await concord('status');
    expect(code).toBe(0);
    expect(said).toMatch(/^Firm \d+: 1 members\n {2}2 connections \(2 active\)\n {2}1 syncs \(1 live\)\nMEMBER/u);
    expect(said).toContain(`${owner.email} `.slice(0, 20));
    expect(said).toContain(`  ${sync} contact`);
    expect(said).toContain('0 dead letters');
    expect(said.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const { said: json } = await concord('status', '--firm', await firm(), '--json');
    expect(JSON.parse(json)).toMatchObject({
      deadLetters: 0,
      firms: [{ syncs: [{ sync, state: 'live', member: owner.email, waiting: { parked: 0 } }] }],
    });
    for (const { name } of contacts()?.list() ?? []) expect(json).not.toContain(name);
  });

  it('lets a sync rest and go on, and its member reads why', async () => {
    expect(await concord('pause', sync, '--reason', 'Moving house')).toEqual({
      code: 0,
      said: '1 syncs rest from now on.',
    });
    expect((await person.session()).syncs[0]).toMatchObject({
      state: 'paused',
      sentence: expect.stringContaining('Your operator has paused this sync: Moving house.'),
    });
    expect((await concord('status')).said).toContain('  paused by the operator: Moving house');
    expect((await concord('pause', '--all', '--reason', 'Moving house')).said).toContain('1 rested before');
    const card = contacts()
      ?.list()
      .find(({ type }) => type === 'Person');
    contacts()?.edit(card?.id ?? 0, { title: 'Paused meanwhile' });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(jobsThere()).not.toContain('Paused meanwhile');
    expect((await concord('resume', '--firm', await firm())).said).toBe('1 syncs go on.');
    await until(async () => (jobsThere().includes('Paused meanwhile') ? true : undefined), 60_000);
  });

  it('invites people as the account owner, whose letter leaves', async () => {
    const { code, said } = await concord('invite', 'New@example.com');
    expect([code, said]).toEqual([0, 'new@example.com: the letter leaves within a minute']);
    expect((await concord('invite', 'no address')).code).toBe(2);
    await local.invoke('poll', { source: 'aws.events' });
    await until(async () => local.mails().find(({ to }) => to === 'new@example.com'), 70_000);
  });

  it('says what a dead letter is, and puts it back', async () => {
    const deployment = await openDeployment({ kind: 'local', dataDir }, {});
    const queues = await deployment.queues?.();
    const body = JSON.stringify({ v: 1, kind: 'change', firm: await firm(), sync, why: 'poll' });
    await queues?.client.send(new SendMessageCommand({ QueueUrl: queues.deadLettersUrl, MessageBody: body }));
    await deployment.close();
    expect((await concord('status')).said).toContain('1 dead letters: see redrive');
    const { code, said } = await concord('redrive');
    expect([code, said]).toEqual([0, expect.stringContaining(`  1 change poll: ${sync}\n1 were put back.`)]);
  });

  it('erases somebody, of whom nothing is left but in the clouds', async () => {
    const card = contacts()
      ?.list()
      .find(({ title }) => title === 'Paused meanwhile');
    const { first_name: first = '', last_name: last = '' } = card ?? {};
    const query = String(card?.id);
    const looked = await concord('erase', query, '--firm', await firm(), '--dry-run');
    expect([looked.code, looked.said]).toEqual([0, expect.stringContaining('Would be erased:')]);
    const { said, code } = await until(async () => {
      const tried = await concord('erase', query, '--firm', await firm());
      return tried.code === 0 ? tried : undefined;
    }, 60_000);
    expect([code, said]).toEqual([
      0,
      expect.stringContaining('What stands in Clio and in the other accounts is not touched.'),
    ]);
    expect((await concord('why', `${first} ${last}`)).said).toContain('0 found');
    expect(contacts()?.list()).toContainEqual(card);
    const deployment = await openDeployment({ kind: 'local', dataDir }, {});
    const keys: string[] = [];
    for await (const { rows } of scanRows(deployment)) keys.push(...rows.map(({ sk }) => sk.toLowerCase()));
    await deployment.close();
    expect(keys.filter((sk) => sk.startsWith('key#') && sk.includes(`${first}|${last}`.toLowerCase()))).toEqual([]);
  });

  it('takes a run back, and says how far it is', async () => {
    const { preview } = (await person.session()).syncs[0] ?? {};
    const words = ['undo', '--sync', sync, '--run', preview?.run ?? ''];
    const looked = await concord(...words, '--dry-run');
    expect([looked.code, looked.said]).toEqual([0, expect.stringMatching(/To do: \d+ restored, [1-9]\d* removed/u)]);
    const { code, said } = await concord(...words);
    expect([code, said]).toEqual([0, expect.stringMatching(/Done: \d+ restored, [1-9]\d* removed/u)]);
    expect((await concord('undo', '--sync', sync, '--run', 'none')).code).toBe(2);
  });
});
