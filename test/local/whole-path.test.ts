import type { FirmView, PreviewPage, SyncView } from '@concord/core';
import { sampleFirm } from '@concord/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Permission } from '../../packages/local/src/iam/policy.ts';
import { fillSandbox } from '../../packages/local/src/setup/fill-sandbox.ts';
import { type Local, startLocal } from '../../packages/local/src/start.ts';
import { removeFolder, temporaryFolder, until } from './local-under-test.ts';
import { createPerson, type Person } from './person.ts';

const patienceMs = 240_000;
const [{ email, id: owner }, invited] = sampleFirm.users;

describe('the whole path on one machine', () => {
  let local: Local;
  let person: Person;
  let sync: SyncView;
  beforeAll(async () => {
    local = await startLocal({
      dataDir: temporaryFolder(),
      port: 0,
      page: false,
      limits: false,
      fill: (sandbox) => fillSandbox(sandbox, { contacts: 30 }, () => undefined),
    });
    person = createPerson(local.url);
  }, patienceMs);
  afterAll(async () => {
    await local.close();
    removeFolder(local.dataDir);
  });
  const sandbox = () => {
    if (local.sandbox === undefined) throw new Error('There is no sandbox.');
    return local.sandbox;
  };
  const clio = () => sandbox().clio.contacts;
  const outlook = () => sandbox().microsoft.contacts(email);

  const microsoftAccount = (): string =>
    sandbox()
      .microsoft.accounts()
      .find((known) => known.email === email)?.oid ?? '';
  /** The way that the newest letter to somebody shows, once it was sent. */
  const linkTo = async (address: string): Promise<string> => {
    await local.invoke('poll', { source: 'aws.events' });
    const mail = await until(async () => local.mails().find(({ to }) => to === address), 70_000);
    return new URL(/https?:\S+\/auth\/link\/[\w-]+/u.exec(mail.text)?.[0] ?? '').pathname;
  };

  it('signs in with Clio and connects Microsoft 365', { timeout: patienceMs }, async () => {
    await person.signIn(String(owner));
    await person.connectMicrosoft(microsoftAccount());
    const { connections } = await person.session();
    expect(connections.map(({ provider, state }) => [provider, state])).toEqual([
      ['clio', 'active'],
      ['microsoft', 'active'],
    ]);
  });

  it('connects Google, whose grant a worker ends when it is disconnected', { timeout: patienceMs }, async () => {
    const account = sandbox()
      .google.accounts()
      .find((known) => known.email === email);
    await person.connectGoogle(account?.sub ?? '');
    const google = (await person.session()).connections.find(({ provider }) => provider === 'google');
    expect(google?.state).toBe('active');
    await person.post(`/api/connections/${google?.id}/disconnect`, {});
    await until(async () => (sandbox().google.requests()['POST revoke'] === 1 ? true : undefined), 30_000);
  });

  it('connects a mailbox of Google, which tells of new mail at once', { timeout: patienceMs }, async () => {
    const { google } = sandbox();
    const account = google.accounts().find((known) => known.email === email);
    await person.connectGmail(account?.sub ?? '');
    await until(async () => (google.mailWatches().length === 1 ? true : undefined), 60_000);
    await until(async () => (google.notices().accepted === 1 ? true : undefined), 30_000);
    google.mailbox(email).deliver({ from: 'somebody@example.com', subject: 'News' });
    await until(async () => (google.notices().accepted === 2 ? true : undefined), 30_000);
    expect(google.notices().refused).toBe(0);
    // It is shown with its mail, and not among what is synced.
    expect((await person.session()).connections.map(({ label }) => label)).not.toContain('Gmail');
  });

  it('mails an invitation, whose link brings in the one who was invited', { timeout: patienceMs }, async () => {
    const emails = [invited.email, 'nobody@example.com'];
    const { invites } = await person.post<FirmView>('/api/firm/invites', { emails });
    const withdrawn = invites.find((invite) => invite.email === 'nobody@example.com');
    await person.post(`/api/firm/invites/${withdrawn?.id}/withdraw`, {});
    const link = await linkTo(invited.email);
    await createPerson(local.url).follow(link, { user: String(invited.id), decision: 'allow' });
    const view = await person.get<FirmView>('/api/firm');
    expect(view.members.map((member) => member.email).sort()).toEqual([email, invited.email].sort());
    // Accepted, and withdrawn.
    expect(view.invites).toEqual([]);
  });

  it('shows a preview of every record', { timeout: patienceMs }, async () => {
    const { connections } = await person.session();
    const right = connections.find(({ provider }) => provider === 'microsoft')?.id;
    sync = await person.post<SyncView>('/api/syncs', { right, itemType: 'contact' });
    await person.post(`/api/syncs/${sync.id}/scan`, { clioSyncOff: true, conflicts: 'left' });
    sync = await person.untilSync('previewed', 60_000);
    const { rows } = await person.get<PreviewPage>(`/api/syncs/${sync.id}/preview?filter=all`);
    expect(rows.length).toBeGreaterThan(0);
    expect(sync.preview?.addedRight).toBeGreaterThan(0);
  });

  it('brings both sides in step', { timeout: patienceMs }, async () => {
    await person.post(`/api/syncs/${sync.id}/start`, { run: sync.preview?.run });
    sync = await person.untilSync('live', 120_000);
    expect(sync.waiting.parked).toBe(0);
    expect(clio().list().length).toBeGreaterThanOrEqual(30);
  });

  it('carries an edit over in either direction', { timeout: patienceMs }, async () => {
    const id = clio().add({ type: 'Person', first_name: 'Zora', last_name: 'Quickly' });
    const card = await until(
      async () =>
        outlook()
          .list()
          .find(({ surname }) => surname === 'Quickly'),
      30_000,
    );
    outlook().edit(card.id, { jobTitle: 'Notary' });
    await until(async () => (clio().get(id)?.title === 'Notary' ? true : undefined), 30_000);
  });

  it('carries a delete in Clio over, and keeps in Clio what was deleted in Outlook', {
    timeout: patienceMs,
  }, async () => {
    const kept = clio().add({ type: 'Person', first_name: 'Kept', last_name: 'Anyway' });
    const card = await until(
      async () =>
        outlook()
          .list()
          .find(({ surname }) => surname === 'Anyway'),
      30_000,
    );
    outlook().remove(card.id);
    const contact = clio()
      .list()
      .find(({ last_name }) => last_name === 'Quickly');
    clio().remove(contact?.id ?? 0);
    const isGone = () =>
      !outlook()
        .list()
        .some(({ surname }) => surname === 'Quickly');
    await until(async () => (isGone() ? true : undefined), 90_000);
    expect(clio().get(kept)?.last_name).toBe('Anyway');
    expect(
      outlook()
        .list()
        .filter(({ surname }) => surname === 'Anyway'),
    ).toEqual([]);
  });

  it('goes on where it was when a lost grant is given again', { timeout: patienceMs }, async () => {
    sandbox().microsoft.revoke(email, 'passwordChanged');
    clio().add({ type: 'Person', first_name: 'Late', last_name: 'Comer' });
    await person.untilSync('paused', 60_000);
    sandbox().microsoft.restore(email);
    await person.follow(await linkTo(email), { account: microsoftAccount(), answer: 'accept' });
    await person.untilSync('live', 60_000);
    await until(
      async () =>
        outlook()
          .list()
          .find(({ surname }) => surname === 'Comer'),
      60_000,
    );
  });

  it('pauses for a lost grant of Clio, too', { timeout: patienceMs }, async () => {
    sandbox().clio.revoke(owner);
    outlook().add({ givenName: 'Even', surname: 'Later' });
    await person.untilSync('paused', 60_000);
    await person.signIn(String(owner));
    await person.untilSync('live', 60_000);
    await until(
      async () =>
        clio()
          .list()
          .find(({ last_name }) => last_name === 'Later'),
      60_000,
    );
  });

  it('hears from Clio that somebody removed Concord from their apps', { timeout: patienceMs }, async () => {
    sandbox().clio.removeApp(owner);
    await person.untilSync('paused', 60_000);
    await person.signIn(String(owner));
    await person.untilSync('live', 60_000);
  });

  it('polls, stops, and disconnects', { timeout: patienceMs }, async () => {
    await local.invoke('poll', { source: 'aws.events' });
    for (const what of ['waiting', 'activity']) await person.get(`/api/syncs/${sync.id}/${what}`);
    await person.post(`/api/syncs/${sync.id}/stop`, {});
    expect((await person.session()).syncs[0]?.state).toBe('stopped');
    const { connections } = await person.session();
    const right = connections.find(({ provider }) => provider === 'microsoft')?.id ?? '';
    await person.post(`/api/connections/${right}/disconnect`, {});
  });

  it('was refused nothing that it needs', () => {
    expect(local.guard.denied()).toEqual([]);
  });

  it('used every permission of the template, but for those that need more time', () => {
    const unused = local.guard.unused().map(short);
    expect(unused.filter((permission) => !Object.hasOwn(notReachedHere, permission))).toEqual([]);
  });
});

/** What this test does not always wait for. */
const notReachedHere = {
  'poll dynamodb:GetItem': 'an account is due an hour after its last look',
  'poll dynamodb:PutItem': 'an account comes to rest when it is due and none of its syncs is at work',
};

function short({ functionName, action, resource }: Permission): string {
  return `${functionName.replace('concord-dev-', '')} ${action} ${/secret(clio|microsoft|google|keys)/.exec(resource)?.[1] ?? ''}`.trim();
}
