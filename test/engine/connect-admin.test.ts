import { openSession, readNotice, sessionView } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { authorize, begin, finish, grantCode } from './connect-steps.ts';
import { ann, type Browser, createWorld, mailbox, type World } from './connect-world.ts';
import { comeBack, dayMs, follow, linkIn, mailsOf, minuteMs, pass } from './letters-world.ts';

async function view(world: World, browser: Browser) {
  const found = await sessionView(
    world.ports,
    await openSession(world.ports, browser),
    await readNotice(world.ports, browser),
  );
  if (!found.signedIn) throw new Error('Nobody is signed in.');
  return found;
}

const outlookOf = async (world: World, browser: Browser) =>
  (await view(world, browser)).connections.filter(({ provider }) => provider === 'microsoft');

/** Ann went to Microsoft, which said that an administrator must approve first. */
async function blocked() {
  const world = createWorld();
  const browser: Browser = {};
  await authorize(world, browser, 'clio', ann);
  const { state } = await begin(world, browser, 'microsoft');
  const back = await finish(world, browser, 'microsoft', { state, error: 'admin' });
  return { world, browser, back, row: async () => (await outlookOf(world, browser))[0] };
}

/** An administrator, in a browser of their own, follows the link and answers. */
async function answer(world: World, url: string, query: Record<string, string>) {
  const admin: Browser = {};
  const { redirect, notice } = await follow(world, admin, url.split('/').at(-1) ?? '');
  if (notice) return { redirect, notice };
  expect(redirect).toContain('/adminconsent?');
  const state = new URL(redirect).searchParams.get('state') ?? '';
  return await comeBack(world, admin, 'microsoft', { state, ...query });
}

const approval = { admin_consent: 'True', tenant: 'whatever' };

describe('Somebody who has not come back', () => {
  test('is shown as connecting, with what to do, until they come back', async () => {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    const { state } = await begin(world, browser, 'microsoft');
    const [waiting] = await outlookOf(world, browser);
    expect(waiting).toMatchObject({ state: 'connecting', account: '', next: { label: 'Authorize again' } });
    expect(waiting?.sentence).toContain('approval of an administrator');
    await finish(world, browser, 'microsoft', { state, code: grantCode(world, 'microsoft', mailbox('m1')) });
    expect((await outlookOf(world, browser)).map((each) => [each.state, each.account])).toEqual([
      ['active', 'm1@outlook.example'],
    ]);
  });

  test('is forgotten when they decline, and after a week', async () => {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    const { state } = await begin(world, browser, 'microsoft');
    await finish(world, browser, 'microsoft', { state, error: 'access_denied' });
    expect(await outlookOf(world, browser)).toEqual([]);
    await begin(world, browser, 'microsoft');
    world.now += 8 * dayMs;
    expect(await outlookOf(world, browser)).toEqual([]);
  });

  test('does not disturb an account that works', async () => {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    await authorize(world, browser, 'microsoft', mailbox('m1'));
    await begin(world, browser, 'microsoft');
    expect((await outlookOf(world, browser)).map((each) => each.state)).toEqual(['active', 'connecting']);
  });
});

describe('An organization that wants an administrator to approve', () => {
  test('gets a ready link and a ready letter for them', async () => {
    const { row, back } = await blocked();
    expect(back.notice).toBe('adminNeeded');
    const waiting = await row();
    expect(waiting).toMatchObject({ state: 'needsAdmin', account: '' });
    expect(waiting?.admin?.url).toMatch(/^https:\/\/concord\.example\/auth\/link\/[\w-]{40,}$/u);
    expect(waiting?.admin?.body).toContain(waiting?.admin?.url);
    expect(waiting?.admin?.body).toContain('Archer & Co');
  });

  test('is done when they approve: the person gets a letter, and finishes with one click', async () => {
    const { world, browser, row } = await blocked();
    const said = await answer(world, (await row())?.admin?.url ?? '', approval);
    expect(said.notice).toBe('approved');
    const waiting = await row();
    expect(waiting).toMatchObject({ state: 'needsConsent', sentence: expect.stringContaining('has approved Concord') });
    await pass(world, minuteMs);
    expect(mailsOf(world).map(({ to, subject }) => [to, subject])).toEqual([
      ['ann@firm.example', 'An administrator approved Concord for Microsoft 365'],
    ]);
    expect(linkIn(mailsOf(world)[0])).toBe('https://concord.example/settings/sync');
    await pass(world, 10 * dayMs);
    expect(mailsOf(world)).toHaveLength(1);
    await authorize(world, browser, 'microsoft', mailbox('m1'));
    expect((await outlookOf(world, browser)).map((each) => each.state)).toEqual(['active']);
  });

  const noes: readonly [string, Record<string, string>][] = [
    ['an error beside the word', { ...approval, error: 'access_denied' }],
    ['nothing', {}],
    ['only a tenant', { tenant: 'x' }],
    ['another word', { admin_consent: 'False' }],
  ];
  test.each(noes)('is not done by %s', async (_what, query) => {
    const { world, row } = await blocked();
    const said = await answer(world, (await row())?.admin?.url ?? '', query);
    expect(said.notice).toBe('notApproved');
    expect((await row())?.state).toBe('needsAdmin');
    expect((await answer(world, (await row())?.admin?.url ?? '', approval)).notice).toBe('approved');
  });

  test('gives an administrator no session, and their answer no grant', async () => {
    const { world, row } = await blocked();
    await answer(world, (await row())?.admin?.url ?? '', { ...approval, code: 'code-1' });
    expect(world.microsoft.asked.exchanges).toEqual([]);
    expect((await row())?.state).toBe('needsConsent');
  });

  test('gets a new link for another week when somebody authorizes again', async () => {
    const { world, browser, row } = await blocked();
    const old = (await row())?.admin?.url ?? '';
    world.now += 8 * dayMs;
    expect((await row())?.admin).toBeUndefined();
    expect((await row())?.sentence).toContain('Ask for a new link');
    expect((await answer(world, old, approval)).notice).toBe('linkEnded');
    const { state } = await begin(world, browser, 'microsoft');
    await finish(world, browser, 'microsoft', { state, error: 'admin' });
    expect((await answer(world, (await row())?.admin?.url ?? '', approval)).notice).toBe('approved');
  });
});
