import { randomBytes } from 'node:crypto';
import { SyncError } from '@concord/core';
import { type EnginePorts, openConnection, openSession, readNotice, sessionView } from '@concord/engine';
import { createMemoryMailer, createMemoryQueue, createMemoryTable, createMemoryVault } from '@concord/local';
import { clio } from '@concord/provider-clio';
import { microsoft } from '@concord/provider-microsoft';
import { createManualWorld, createSandbox } from '@concord/sandbox';
import { describe, expect, test } from 'vitest';
import { createOauthHandler } from '../../functions/oauth/handler.ts';
import { type Browser, keepCookies } from '../engine/connect-world.ts';
import { testSettings } from '../engine/test-settings.ts';
import { transportTo } from '../sandbox/transport-to.ts';
import { context, given, httpEvent, placeIn } from './events.ts';

const origin = 'http://127.0.0.1:4180';
const publicUrl = 'http://127.0.0.1:4179';
const ada = { id: 71, name: 'Ada Abbott', email: 'ada@abbott.example', account_owner: true };
const cleo = { id: 72, name: 'Cleo Clerk', email: 'cleo@abbott.example', restricted: true };
const work = {
  tenantId: 't-1',
  oid: 'o-1',
  name: 'Ada Abbott',
  email: 'ada@abbott.onmicrosoft.example',
  mailbox: true,
};
const home = { ...work, oid: 'o-2', email: 'ada.abbott@home.example' };

/** The real providers against the look-alikes, and a person with a browser between them and Concord. */
function createScene() {
  const world = createManualWorld();
  const sandbox = createSandbox(world, { limits: false });
  sandbox.clio.addFirm({ id: 501, name: 'Abbott & Bell LLP', users: [ada, cleo] });
  for (const account of [work, home]) sandbox.microsoft.addAccount(account);
  const clock = { now: world.now };
  const logged: string[] = [];
  const ports: EnginePorts & { readonly table: ReturnType<typeof createMemoryTable> } = {
    table: createMemoryTable(clock),
    queue: createMemoryQueue(clock),
    vault: createMemoryVault(),
    mailer: createMemoryMailer(),
    secrets: {
      app: async (provider) => (provider === 'clio' ? sandbox.clio.appCredentials : sandbox.microsoft.appCredentials),
    },
    clock,
    random: { id: (bytes = 16) => randomBytes(bytes).toString('base64url') },
    transport: transportTo(sandbox.handle),
    providers: { clio, microsoft },
    hosts: { clio: { app: `${origin}/clio` }, microsoft: { login: `${origin}/login`, graph: `${origin}/graph` } },
    settings: { ...testSettings, publicUrl },
    log: { info: () => undefined, error: (event) => void logged.push(event) },
  };
  return { world, sandbox, ports, logged, ...createPerson(ports, sandbox.handle) };
}

function createPerson(ports: EnginePorts, handle: (request: Request) => Promise<Response>) {
  const cookies: Browser = {};
  const handler = createOauthHandler({ ...placeIn({ ports } as never), ports: () => ports });
  const visit = async (address: string) => {
    const { pathname: path, search } = new URL(address, publicUrl);
    const answer = given(await handler(httpEvent({ path, query: search.slice(1), cookies }), context));
    keepCookies(cookies, answer.cookies);
    return answer.headers['location'] ?? '';
  };
  const send = async (address: string, form: Record<string, string>) => {
    const body = new URLSearchParams([...new URL(address).searchParams, ...Object.entries(form)]);
    const response = await handle(new Request(address, { method: 'POST', body }));
    return response.headers.get('location') ?? (await response.text());
  };
  /** From "Authorize" to the page that it ends at. */
  const authorize = async (provider: string, form: Record<string, string>) => {
    const asked = await visit(`/auth/${provider}/start?return=/settings/sync`);
    expect((await handle(new Request(asked))).status).toBe(200);
    return await visit(await send(asked, form));
  };
  const session = async () => {
    const view = await sessionView(ports, await openSession(ports, cookies), await readNotice(ports, cookies));
    if (!view.signedIn) throw new Error('Nobody is signed in.');
    return view;
  };
  const signIn = (user: { readonly id: number }) => authorize('clio', { decision: 'allow', user: String(user.id) });
  const accept = ({ oid }: { readonly oid: string }) => authorize('microsoft', { answer: 'accept', account: oid });
  return { cookies, visit, authorize, session, signIn, accept };
}

describe('A person with a browser', () => {
  test('signs in with Clio and connects Microsoft 365', async () => {
    const { signIn, accept, session } = createScene();
    expect(await signIn(ada)).toBe('/settings/sync');
    expect(await accept(work)).toBe('/settings/sync');
    expect(await session()).toMatchObject({
      member: { name: 'Ada Abbott', email: 'ada@abbott.example', isOwner: true },
      firm: { name: 'Abbott & Bell LLP' },
      connections: [
        { label: 'Clio', account: 'ada@abbott.example', state: 'active' },
        { label: 'Microsoft 365', account: 'ada@abbott.onmicrosoft.example', state: 'active' },
      ],
      notice: { tone: 'success', title: 'Microsoft 365 is connected' },
    });
  });

  test('is asked again for what a grant lacks, although the connection works', async () => {
    const { ports, signIn, accept, session, visit } = createScene();
    const asked: (boolean | undefined)[] = [];
    const authorizeUrl: typeof microsoft.oauth.authorizeUrl = (where, request) => {
      asked.push(request.askAgain);
      return microsoft.oauth.authorizeUrl(where, request);
    };
    Object.assign(ports.providers, { microsoft: { ...microsoft, oauth: { ...microsoft.oauth, authorizeUrl } } });
    await signIn(ada);
    await accept(work);
    const id = (await session()).connections[1]?.id ?? '';
    const address = `/auth/microsoft/start?return=/syncs/s1&connection=${id}`;
    for (const more of ['', '&again=1']) await visit(`${address}${more}`);
    expect(asked).toEqual([undefined, undefined, true]);
  });

  test('whom Clio shows only some contacts is known to be so', async () => {
    const { signIn, ports } = createScene();
    await signIn(cleo);
    const [row] = ports.table.rows().filter((each) => each['provider'] === 'clio');
    expect(row).toMatchObject({ seesEverything: false, isOwner: false });
  });

  test('who declines in Clio is back where it began, and signed in nowhere', async () => {
    const { authorize, ports, cookies } = createScene();
    await authorize('clio', { decision: 'decline' });
    expect((await readNotice(ports, cookies))?.title).toBe('Clio was not connected');
    expect(await openSession(ports, cookies)).toBeUndefined();
  });

  test('who cancels at Microsoft is told that nothing was connected', async () => {
    const { signIn, authorize, session } = createScene();
    await signIn(ada);
    await authorize('microsoft', { answer: 'cancel' });
    expect(await session()).toMatchObject({
      connections: [{ label: 'Clio' }],
      notice: { tone: 'info', title: 'Microsoft 365 was not connected' },
    });
  });

  test.each([
    ['adminRequired', 'Your organization wants an administrator to approve Concord'],
    ['consentRequired', 'Your organization wants an administrator to approve Concord'],
  ])('whose organization blocks consent (%s) is told whom to ask', async (block, title) => {
    const { signIn, accept, session, sandbox } = createScene();
    await signIn(ada);
    sandbox.awkward.set(`microsoft.consentBlocked.${block}`, { rate: 1 });
    await accept(work);
    expect((await session()).notice).toMatchObject({ tone: 'warning', title });
  });

  test('who comes back while the token endpoint is out of order can simply try again', async () => {
    const { signIn, accept, session, sandbox } = createScene();
    await signIn(ada);
    for (const awkwardness of ['microsoft.loginUnavailable', 'microsoft.loginTimeout']) {
      sandbox.awkward.set(awkwardness, { rate: 1 });
      await accept(work);
      expect((await session()).notice?.title).toBe('Microsoft 365 did not answer as it should');
      sandbox.awkward.set(awkwardness, undefined);
    }
    await accept(work);
    expect((await session()).connections).toHaveLength(2);
  });

  test('is not blamed for an app secret of ours that has run out', async () => {
    const { signIn, accept, session, ports, logged } = createScene();
    await signIn(ada);
    const { app } = ports.secrets;
    Object.assign(ports.secrets, {
      app: async (name: string) => ({ ...(await app(name)), clientSecret: 'of last year' }),
    });
    await accept(work);
    expect((await session()).notice?.title).toBe('Concord is not set up correctly for Microsoft 365');
    expect(logged).toContain('authorization.failed');
  });
});

describe('A connection to the look-alikes', () => {
  async function connectedScene() {
    const scene = createScene();
    await scene.signIn(ada);
    await scene.accept(work);
    const id = (await scene.session()).connections[1]?.id ?? '';
    return { ...scene, id, open: () => openConnection(scene.ports, '501', id) };
  }
  const callGraph = async ({ sandbox, open }: Awaited<ReturnType<typeof connectedScene>>) => {
    const headers = { authorization: `Bearer ${await (await open()).accessToken()}` };
    return (await sandbox.handle(new Request(`${origin}/graph/v1.0/me/contacts`, { headers }))).status;
  };

  test('lives for half a year of days, each with a rotated token that Graph takes', async () => {
    const scene = await connectedScene();
    for (let day = 0; day < 180; day += 1) {
      await scene.world.advance(86_400_000);
      expect(await callGraph(scene)).toBe(200);
    }
  });

  test.each(['passwordChanged', 'inactive', 'consentWithdrawn', 'interactionRequired'] as const)(
    'that dies (%s) is shown as lost, and comes back as the same connection',
    async (mode) => {
      const scene = await connectedScene();
      scene.sandbox.microsoft.revoke(work.email, mode);
      await scene.world.advance(3_600_000);
      await expect(callGraph(scene)).rejects.toBeInstanceOf(SyncError);
      expect((await scene.session()).connections[1]).toMatchObject({
        id: scene.id,
        state: mode === 'consentWithdrawn' ? 'needsConsent' : 'lost',
      });
      scene.sandbox.microsoft.restore(work.email);
      await scene.accept(work);
      expect((await scene.session()).notice?.title).toBe('Microsoft 365 is connected again');
      expect((await scene.session()).connections[1]).toMatchObject({ id: scene.id, state: 'active' });
      expect(await callGraph(scene)).toBe(200);
    },
  );

  test('outlives an app secret that has run out', async () => {
    const scene = await connectedScene();
    scene.sandbox.microsoft.revoke(work.email, 'secretExpired');
    await scene.world.advance(3_600_000);
    await expect(callGraph(scene)).rejects.toMatchObject({ code: 'appRejected' });
    expect((await scene.session()).connections[1]?.state).toBe('active');
    scene.sandbox.microsoft.restore(work.email);
    expect(await callGraph(scene)).toBe(200);
  });

  test('is not handed to another account that a person picks by mistake', async () => {
    const scene = await connectedScene();
    scene.sandbox.microsoft.revoke(work.email, 'passwordChanged');
    await scene.world.advance(3_600_000);
    await expect(callGraph(scene)).rejects.toBeInstanceOf(SyncError);
    await scene.accept(home);
    expect((await scene.session()).notice?.title).toBe('You connected another Microsoft 365 account');
    expect((await scene.session()).connections.map(({ account, state }) => [account, state])).toEqual([
      [ada.email, 'active'],
      [work.email, 'lost'],
      [home.email, 'active'],
    ]);
  });

  test('to Clio that was ended inside Clio is lost at the first refused request, and signing in again mends it', async () => {
    const { sandbox, ports, session, signIn } = await connectedScene();
    const id = (await session()).connections[0]?.id ?? '';
    sandbox.clio.revoke(ada.id);
    const open = await openConnection(ports, '501', id);
    open.invalidate();
    await expect(open.accessToken()).rejects.toMatchObject({ code: 'grantLost' });
    expect((await session()).connections[0]?.sentence).toContain('Sign in with Clio again as ada@abbott.example');
    await signIn(ada);
    expect((await session()).notice?.title).toBe('Clio is connected again');
    expect((await session()).connections[0]).toMatchObject({ id, state: 'active' });
  });
});
