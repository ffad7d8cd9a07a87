import {
  type ClioRegion,
  createClio,
  createManualWorld,
  createMemoryStore,
  createMicrosoft,
  createSandbox,
  type PlainRequest,
  type Store,
} from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { firm, owner } from './clio-world.ts';

const redirect = 'http://127.0.0.1:4179/auth/clio/callback';

/** Two regions with a firm of the same ids, and an ear at every address. */
function twoRegions(store: Store = createMemoryStore()) {
  const told: PlainRequest[] = [];
  const world = createManualWorld({
    store,
    post: async (request) => {
      told.push(request);
      return { status: 200, headers: {}, body: '' };
    },
  });
  const sandbox = createSandbox(world, { limits: false });
  if (sandbox.clio.firms().length === 0) {
    sandbox.clio.addFirm({ ...firm, users: [owner] });
    sandbox.clioIn('eu').addFirm({ ...firm, name: 'Abbott Europe', users: [{ ...owner, name: 'Ada in Europe' }] });
  }
  const ask = (method: string, path: string, headers: Readonly<Record<string, string>> = {}, body?: string) =>
    sandbox.answer({ method, url: `http://sandbox.test${path}`, headers, ...(body === undefined ? {} : { body }) });
  const post = (path: string, fields: Record<string, string>) =>
    ask('POST', path, { 'content-type': 'application/x-www-form-urlencoded' }, new URLSearchParams(fields).toString());
  const credentials = (region: ClioRegion) => {
    const { clientId, clientSecret } = sandbox.clioIn(region).appCredentials;
    return { client_id: clientId, client_secret: clientSecret };
  };
  const whoAmI = (path: string, token: string) =>
    ask('GET', `${path}/api/v4/users/who_am_i?fields=name`, { authorization: `Bearer ${token}` });
  return { world, sandbox, told, ask, post, credentials, whoAmI };
}

describe('the regions of the Clio look-alike', () => {
  it('have their own firms, users and tokens', async () => {
    const { sandbox, whoAmI } = twoRegions();
    const token = sandbox.clioIn('eu').grant(owner.id).access_token;
    expect(JSON.parse((await whoAmI('/clio-eu', token)).body).data).toEqual({ name: 'Ada in Europe' });
    expect((await whoAmI('/clio', token)).status).toBe(401);
    expect(sandbox.clioIn('ca').firms()).toEqual([]);
    expect(sandbox.clioIn('us').firms()).toEqual(sandbox.clio.firms());
  });

  it('have their own app: the credentials of one are an invalid client in another', async () => {
    const { sandbox, post, credentials } = twoRegions();
    const refresh_token = sandbox.clioIn('eu').grant(owner.id).refresh_token;
    const fields = { grant_type: 'refresh_token', refresh_token };
    expect((await post('/clio-eu/oauth/token', { ...credentials('eu'), ...fields })).status).toBe(200);
    const wrong = await post('/clio-eu/oauth/token', { ...credentials('us'), ...fields });
    expect([wrong.status, JSON.parse(wrong.body).error]).toEqual([401, 'invalid_client']);
    const foreign = await post('/clio/oauth/token', { ...credentials('us'), ...fields });
    expect(JSON.parse(foreign.body).error).toBe('invalid_grant');
  });

  it('sign people in and show their contacts under their own path', async () => {
    const { sandbox, ask, post, credentials } = twoRegions();
    const { client_id } = credentials('eu');
    const asked = { response_type: 'code', client_id, redirect_uri: redirect, state: 's' };
    const page = await ask('GET', `/clio-eu/oauth/authorize?${new URLSearchParams(asked).toString()}`);
    expect(page.body).toContain('action="/clio-eu/oauth/authorize"');
    expect(page.body).toContain('Ada in Europe');
    const back = await post('/clio-eu/oauth/authorize', { ...asked, user: String(owner.id), decision: 'allow' });
    expect(back.headers.location).toContain('code=');
    const id = sandbox.clioIn('eu').contacts.add({ type: 'Person', first_name: 'Zoë' }, firm.id);
    for (const path of [
      '/clio-eu/contacts',
      `/clio-eu/contacts/${id}`,
      `/clio-eu/contacts/${id}/delete`,
      '/clio-eu/apps',
    ]) {
      const { status, body } = await ask('GET', path);
      expect([path, status]).toEqual([path, 200]);
      expect(body.match(/(?:href|action)="\/clio\/(?!(?:contacts|calendars)" aria-current)/gu) ?? []).toEqual([]);
    }
    const removed = await post(`/clio-eu/contacts/${id}/delete`, {});
    expect(removed.headers.location).toBe('/clio-eu/contacts?done=deleted');
    expect(sandbox.clio.contacts.list()).toEqual([]);
  });

  it('leave a world that has no other region as it ever was, and are there again after a restart', () => {
    const [before, now] = [createManualWorld({ seed: 3 }), createManualWorld({ seed: 3 })];
    createClio(before, { limits: false });
    createMicrosoft(before, { limits: false });
    createSandbox(now, { limits: false });
    expect(now.random()).toBe(before.random());
    const store = createMemoryStore();
    const { clientId } = twoRegions(store).sandbox.clioIn('eu').appCredentials;
    expect(twoRegions(store).sandbox.clioIn('eu').appCredentials.clientId).toBe(clientId);
  });
});

describe('removing the app in the Clio look-alike', () => {
  const removed = async (habit?: string) => {
    const scene = twoRegions();
    const { sandbox, world, told } = scene;
    sandbox.clio.registerDeauthorization('https://concord.test/deauthorized');
    const { access_token } = sandbox.clio.grant(owner.id);
    if (habit !== undefined) sandbox.awkward.set(habit, { rate: 1 });
    sandbox.clio.removeApp(owner.id);
    await world.advance(0);
    return { ...scene, access_token, message: told[0] };
  };

  it('ends the user’s tokens and tells the registered address', async () => {
    const { message, told, whoAmI, access_token } = await removed();
    expect((await whoAmI('/clio', access_token)).status).toBe(401);
    expect(told).toHaveLength(1);
    expect(message).toMatchObject({ method: 'POST', url: 'https://concord.test/deauthorized' });
    expect(JSON.parse(message?.body ?? '')).toEqual({ user_id: owner.id, account_id: firm.id });
  });

  it('tells nobody when no address is registered, or when somebody else ended the tokens', async () => {
    const { sandbox, world, told } = twoRegions();
    sandbox.clio.removeApp(owner.id);
    sandbox.clio.registerDeauthorization('https://concord.test/deauthorized');
    sandbox.clio.revoke(owner.id);
    sandbox.clio.removeApp(999);
    await world.advance(0);
    expect(told).toEqual([]);
  });

  it.each([
    ['clio.deauthorizationForm', `user_id=${owner.id}&account_id=${firm.id}`],
    [
      'clio.deauthorizationNested',
      `{"data":{"user":{"id":${owner.id},"account":{"id":${firm.id}}}},"meta":{"event":"deauthorized"}}`,
    ],
    ['clio.deauthorizationLost', undefined],
    ['clio.cutOff', undefined],
  ])('can be told otherwise, as nothing of it is documented: %s', async (habit, body) => {
    expect((await removed(habit)).message?.body).toBe(body);
  });

  it('can be told without a name: clio.deauthorizationNameless', async () => {
    const { message, credentials } = await removed('clio.deauthorizationNameless');
    expect(JSON.parse(message?.body ?? '')).toEqual({ client_id: credentials('us').client_id });
  });

  it('is a button on a page, for those who are connected', async () => {
    const { sandbox, ask, post, whoAmI } = twoRegions();
    expect((await ask('GET', '/clio/apps')).body).toContain('not connected');
    const { access_token } = sandbox.clio.grant(owner.id);
    expect((await ask('GET', '/clio/apps')).body).toContain(`name="user" value="${owner.id}"`);
    const done = await post('/clio/apps', { user: String(owner.id) });
    expect([done.status, done.headers.location]).toEqual([303, '/clio/apps?done=removed']);
    expect((await ask('GET', '/clio/apps?done=removed')).body).toContain('The app was removed.');
    expect((await whoAmI('/clio', access_token)).status).toBe(401);
  });
});
