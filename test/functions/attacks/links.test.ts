import { createHash } from 'node:crypto';
import { openConnection } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import type { Page, Person } from './person.ts';
import { ada, cleo, createScene, eve, eves, gmail1, publicUrl, type Scene, work1, work2 } from './scene.ts';
import { keptIn, writtenBetween } from './written.ts';

const home = '/settings/sync';
const says = (title: string): Page => ({ lands: home, says: title });
const ended = says('This link does not work any more');
const stale = says('That authorization could not be completed');
const dayMs = 86_400_000;

const lastLink = ({ ports }: Scene): string => {
  const url = /http\S+\/auth\/link\/[\w-]+/u.exec(ports.mailer.sent.at(-1)?.text ?? '')?.[0];
  if (url === undefined) throw new Error('No letter with a link was sent.');
  return url;
};

/** Follows a link to the provider's page; its address. */
const follow = async (person: Person, link: string): Promise<string> =>
  (await person.visit(link)).headers['location'] ?? '';

/** Ada's mailbox was connected and lost, and a letter was sent. */
async function lost() {
  const scene = createScene();
  const owner = await scene.signedIn(ada);
  await owner.authorize('microsoft', work1);
  const id = (await owner.connections())[1]?.id ?? '';
  scene.sandbox.microsoft.revoke(work1.email, 'sessionsRevoked');
  await scene.world.advance(3_600_000);
  await (await openConnection(scene.ports, '501', id)).accessToken().catch(() => undefined);
  scene.sandbox.microsoft.restore(work1.email);
  await scene.settle();
  const [colleague, stranger] = [await scene.signedIn(cleo), await scene.signedIn(eve)];
  return { scene, owner, id, link: lastLink(scene), colleague, stranger };
}
type Lost = Awaited<ReturnType<typeof lost>>;

describe('A link to bring an account back', () => {
  test('that scanners fetched a hundred times, and asked for in other ways, still works for its person', async () => {
    const { scene, link, id, owner } = await lost();
    const before = keptIn(scene.ports);
    for (let fetch = 0; fetch < 100; fetch += 1) expect((await scene.browser().visit(link)).status).toBe(302);
    for (const method of ['HEAD', 'OPTIONS', 'POST', 'PUT']) {
      const answer = await scene.browser().visit(link, method);
      expect([answer.status, answer.headers['allow'], answer.cookies]).toEqual([405, 'GET', []]);
    }
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    const person = scene.browser();
    const page = await person.comeBack(await person.accept(await follow(person, link), work1));
    expect(page).toEqual({ lands: home, says: 'Microsoft 365 is connected again' });
    expect((await owner.connections())[1]).toMatchObject({ id, state: 'active' });
    expect((await person.session()).signedIn).toBe(false);
  });

  type Attack = readonly [what: string, page: Page, act: (lost: Lost) => Promise<Page>];
  const other = says('You signed in as another account');
  const comeAs = async (person: Person, link: string, account: typeof work1): Promise<Page> =>
    await person.comeBack(await person.accept(await follow(person, link), account));

  const attacks: readonly Attack[] = [
    ['is forwarded to a colleague', other, ({ colleague, link }) => comeAs(colleague, link, work2)],
    ['is forwarded to somebody of another firm', other, ({ stranger, link }) => comeAs(stranger, link, eves)],
    ['is forwarded to somebody without a session', other, ({ scene, link }) => comeAs(scene.browser(), link, eves)],
    [
      'is finished in another browser than the one that followed it',
      stale,
      async ({ owner, stranger, link }) => stranger.comeBack(await owner.accept(await follow(owner, link), work1)),
    ],
    [
      'is finished at the callback of another provider',
      stale,
      async ({ owner, link }) => {
        const callback = await owner.accept(await follow(owner, link), work1);
        return await owner.comeBack(`/auth/google/callback${callback.search}`);
      },
    ],
    [
      'is followed by somebody who then says that an administrator approved',
      stale,
      async ({ stranger, link }) => {
        const state = new URL(await follow(stranger, link)).searchParams.get('state');
        return await stranger.comeBack(`/auth/microsoft/callback?state=${state}&admin_consent=True&tenant=t-9`);
      },
    ],
    [
      'is followed by somebody who declines',
      says('Microsoft 365 was not connected'),
      async ({ stranger, link }) =>
        await stranger.comeBack(await stranger.fillIn(await follow(stranger, link), [['answer', 'cancel']])),
    ],
    ['loses its last character', ended, ({ stranger, link }) => stranger.comeBack(link.slice(0, -1))],
    ['is guessed', ended, ({ stranger }) => stranger.comeBack(`${publicUrl}/auth/link/${'A'.repeat(43)}`)],
    [
      'is made of what the table holds of it',
      ended,
      ({ stranger, link }) => {
        const digest = createHash('sha256')
          .update(link.split('/').at(-1) ?? '')
          .digest('base64url');
        return stranger.comeBack(`${publicUrl}/auth/link/${digest}`);
      },
    ],
    ...['x'.repeat(5_000), '%00', '__proto__', 'constructor', '..%2f..', 'LINK', 'a:b', '%F0%9F%92%A9'].map(
      (token): Attack => [
        `is ${token.slice(0, 20)}`,
        ended,
        ({ stranger }) => stranger.comeBack(`${publicUrl}/auth/link/${token}`),
      ],
    ),
  ];

  test.each(attacks)('that %s: %j', async (_what, page, act) => {
    const it = await lost();
    const before = keptIn(it.scene.ports);
    expect(await act(it)).toEqual(page);
    expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
    expect((await it.owner.connections())[1]).toMatchObject({ id: it.id, state: 'lost' });
    // It is still good for the one it was made for.
    const person = it.scene.browser();
    expect(await comeAs(person, it.link, work1)).toEqual(says('Microsoft 365 is connected again'));
  });

  test('that has expired leads home', async () => {
    const { scene, link } = await lost();
    await scene.world.advance(7 * dayMs);
    const before = keptIn(scene.ports);
    expect(await scene.browser().comeBack(link)).toEqual(ended);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test('of an older letter leads home once a newer one was sent', async () => {
    const { scene, link } = await lost();
    await scene.world.advance(3 * dayMs);
    await scene.settle();
    expect(lastLink(scene)).not.toBe(link);
    const before = keptIn(scene.ports);
    expect(await scene.browser().comeBack(link)).toEqual(ended);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect(await comeAs(scene.browser(), lastLink(scene), work1)).toEqual(says('Microsoft 365 is connected again'));
  });

  test('that has done its work leads home, also when its account is lost again', async () => {
    const { scene, link, id, owner } = await lost();
    await comeAs(scene.browser(), link, work1);
    const before = keptIn(scene.ports);
    expect(await scene.browser().comeBack(link)).toEqual(ended);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    scene.sandbox.microsoft.revoke(work1.email, 'sessionsRevoked');
    await scene.world.advance(3_600_000);
    await (await openConnection(scene.ports, '501', id)).accessToken().catch(() => undefined);
    expect((await owner.connections())[1]?.state).toBe('lost');
    expect(await scene.browser().comeBack(link)).toEqual(ended);
  });

  test('of an account that its person disconnected meanwhile brings nothing back, not even from halfway', async () => {
    const { scene, link, id, owner } = await lost();
    const person = scene.browser();
    const halfway = await person.accept(await follow(person, link), work1);
    expect((await owner.post(`/api/connections/${id}/disconnect`, {})).status).toBe(200);
    const before = keptIn(scene.ports);
    expect(await person.comeBack(halfway)).toEqual(ended);
    expect(await scene.browser().comeBack(link)).toEqual(ended);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect((await owner.connections())[1]?.state).toBe('disconnected');
  });

  test('of Clio signs in its own user and nobody else', async () => {
    const scene = createScene();
    const owner = await scene.signedIn(ada);
    const id = (await owner.connections())[0]?.id ?? '';
    scene.sandbox.clio.revoke(ada.id);
    const open = await openConnection(scene.ports, '501', id);
    open.invalidate();
    await open.accessToken().catch(() => undefined);
    await scene.settle();
    const before = keptIn(scene.ports);
    for (const user of [cleo, eve]) {
      const thief = scene.browser();
      const page = await thief.comeBack(await thief.accept(await follow(thief, lastLink(scene)), user));
      expect(page).toEqual(says('You signed in as another account'));
      expect((await thief.session()).signedIn).toBe(false);
    }
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });
});

describe('A link for an administrator', () => {
  /** Ada's organization wants an administrator to approve; she has the link for them. */
  async function waiting() {
    const scene = createScene();
    const owner = await scene.signedIn(ada);
    scene.sandbox.awkward.set('microsoft.consentBlocked.adminRequired', { rate: 1 });
    expect((await owner.authorize('microsoft', work1)).says).toMatch(/wants an administrator/u);
    const connection = (await owner.connections())[1];
    return { scene, owner, id: connection?.id ?? '', link: connection?.admin?.url ?? '' };
  }
  const approve = '&admin_consent=True&tenant=t-1';

  test('whose approval is forged gives the forger nothing, and the account is still not connected', async () => {
    const { scene, owner, link } = await waiting();
    const forger = await scene.signedIn(eve);
    const asked = await follow(forger, link);
    expect(asked).toContain('/adminconsent?');
    const before = keptIn(scene.ports);
    const state = new URL(asked).searchParams.get('state');
    const page = await forger.comeBack(`/auth/microsoft/callback?state=${state}${approve}&code=made-up`);
    expect(page).toEqual(says('Thank you: Concord is approved'));
    // The connection wakes up, and the link is spent: no grant, no token, no session.
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual(['CONN', 'LINK']);
    expect(scene.ports.table.rows().filter((row) => row['provider'] === 'microsoft' && row['sealed'])).toEqual([]);
    expect(await forger.session()).toMatchObject({ firm: { name: 'Other LLP' }, connections: [{ label: 'Clio' }] });
    expect((await owner.connections())[1]).toMatchObject({ state: 'needsConsent' });
    // Whoever was woken for nothing meets the same wall, and gets a new link.
    expect((await owner.authorize('microsoft', work1)).says).toMatch(/wants an administrator/u);
    expect((await owner.connections())[1]).toMatchObject({ state: 'needsAdmin', admin: { url: expect.any(String) } });
  });

  test.each([
    ['with an error beside it', `${approve}&error=consent_required`],
    ['that says False', '&admin_consent=False'],
    ['that says nothing', ''],
    ['with a code instead', '&code=made-up'],
  ])('is not approved by an answer %s', async (_what, query) => {
    const { scene, link } = await waiting();
    const person = scene.browser();
    const state = new URL(await follow(person, link)).searchParams.get('state');
    const [before, count] = [keptIn(scene.ports), scene.redeemed()];
    const page = await person.comeBack(`/auth/microsoft/callback?state=${state}${query}`);
    expect(page).toEqual(says('Concord was not approved'));
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect(scene.redeemed()).toBe(count);
  });

  test('is not approved by somebody who has seen no link', async () => {
    const { scene, owner, link } = await waiting();
    const thief = await scene.signedIn(eve);
    const own = new URL(await thief.begin('microsoft')).searchParams.get('state');
    const theirs = new URL(await follow(owner, link)).searchParams.get('state');
    const before = keptIn(scene.ports);
    for (const state of [own, theirs, 'guess', ''])
      expect(await thief.comeBack(`/auth/microsoft/callback?state=${state}${approve}`)).toEqual(stale);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test('is shown to the person who waits, and not to the owner of the firm or anybody else', async () => {
    const scene = createScene();
    const [owner, member, stranger] = [
      await scene.signedIn(ada),
      await scene.signedIn(cleo),
      await scene.signedIn(eve),
    ];
    scene.sandbox.awkward.set('microsoft.consentBlocked.adminRequired', { rate: 1 });
    await member.authorize('microsoft', work2);
    const link = (await member.connections())[1]?.admin?.url ?? '';
    expect(link).toContain('/auth/link/');
    for (const view of [await owner.firm(), await owner.session(), await stranger.session()])
      expect(JSON.stringify(view)).not.toContain(link);
  });
});

describe('An invitation', () => {
  /** Ada has invited Cleo, whose letter was sent. */
  async function invited() {
    const scene = createScene();
    const owner = await scene.signedIn(ada);
    expect((await owner.post('/api/firm/invites', { emails: [cleo.email] })).status).toBe(200);
    await scene.settle();
    const id = (await owner.firm()).invites[0]?.id ?? '';
    return { scene, owner, id, link: lastLink(scene) };
  }
  const forOther = says('This invitation is for another Clio user');
  const comeAs = async (person: Person, link: string, user: { readonly id: number }): Promise<Page> =>
    await person.comeBack(await person.accept(await follow(person, link), user));

  test.each([
    ['another user of the firm', ada],
    ['a user of another firm', eve],
  ])('accepted by %s signs nobody in, and stays open', async (_who, user) => {
    const { scene, link, owner } = await invited();
    const thief = scene.browser();
    const before = keptIn(scene.ports);
    expect(await comeAs(thief, link, user)).toEqual(forOther);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect((await thief.session()).signedIn).toBe(false);
    expect((await owner.firm()).invites).toMatchObject([{ state: 'sent' }]);
    expect(await comeAs(scene.browser(), link, cleo)).toEqual(says('Welcome to Concord'));
  });

  test('accepted with the right address in another firm, or in another region, signs nobody in', async () => {
    const { scene, link } = await invited();
    const doubles = [
      { id: 801, name: 'Cleo Double', email: cleo.email },
      { id: cleo.id, name: 'Cleo Europe', email: cleo.email },
    ];
    scene.sandbox.clio.addFirm({ id: 503, name: 'Double LLP', users: doubles.slice(0, 1) });
    scene.sandbox.clioIn('eu').addFirm({ id: 501, name: 'Abbott Europe', users: doubles.slice(1) });
    const before = keptIn(scene.ports);
    expect(await comeAs(scene.browser(), link, { id: 801 })).toEqual(forOther);
    const thief = scene.browser();
    const state = new URL(await follow(thief, link)).searchParams.get('state') ?? '';
    const european = await thief.accept(await thief.begin('clio', { region: 'eu' }), { id: cleo.id });
    european.searchParams.set('state', state);
    expect(await thief.comeBack(european)).toEqual(stale);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test('that was withdrawn, also while its person is at Clio, signs nobody in', async () => {
    const { scene, link, owner, id } = await invited();
    const person = scene.browser();
    const halfway = await person.accept(await follow(person, link), cleo);
    await owner.post(`/api/firm/invites/${id}/withdraw`, {});
    const before = keptIn(scene.ports);
    expect(await person.comeBack(halfway)).toEqual(ended);
    expect(await scene.browser().comeBack(link)).toEqual(ended);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect((await person.session()).signedIn).toBe(false);
  });

  test('that was accepted leads nowhere, also for the same person in a second tab', async () => {
    const { scene, link } = await invited();
    const [first, second] = [scene.browser(), scene.browser()];
    const halfway = await second.accept(await follow(second, link), cleo);
    expect(await comeAs(first, link, cleo)).toEqual(says('Welcome to Concord'));
    const before = keptIn(scene.ports);
    expect(await second.comeBack(halfway)).toEqual(ended);
    expect(await scene.browser().comeBack(link)).toEqual(ended);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test('that was sent again ends the link that was sent before', async () => {
    const { scene, owner, id, link } = await invited();
    await scene.world.advance(120_000);
    expect((await owner.post(`/api/firm/invites/${id}/send`, {})).status).toBe(200);
    const before = keptIn(scene.ports);
    expect(await scene.browser().comeBack(link)).toEqual(ended);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    await scene.settle();
    expect(lastLink(scene)).not.toBe(link);
    expect(await scene.browser().comeBack(link)).toEqual(ended);
    expect(await comeAs(scene.browser(), lastLink(scene), cleo)).toEqual(says('Welcome to Concord'));
  });

  test('makes nobody an owner, and nobody of another firm a colleague', async () => {
    const { scene, link } = await invited();
    const person = scene.browser();
    await comeAs(person, link, cleo);
    expect(await person.session()).toMatchObject({ member: { isOwner: false }, firm: { name: 'Abbott & Bell LLP' } });
    expect((await person.get('/api/firm')).status).toBe(422);
  });

  test('cannot be finished at another provider', async () => {
    const { scene, link } = await invited();
    const thief = await scene.signedIn(eve);
    const state = new URL(await follow(thief, link)).searchParams.get('state') ?? '';
    const google = await thief.accept(await thief.begin('google'), gmail1);
    google.searchParams.set('state', state);
    const before = keptIn(scene.ports);
    expect(await thief.comeBack(google)).toEqual(stale);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });
});
