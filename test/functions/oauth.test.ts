import { readNotice } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { createOauthHandler } from '../../functions/oauth/handler.ts';
import { ann, type Browser, createWorld, keepCookies, mailbox, type World } from '../engine/connect-world.ts';
import { createMailWorld, mailCode } from '../engine/mail-world.ts';
import { context, given, httpEvent, placeIn } from './events.ts';

function createBrowser(world: World) {
  const cookies: Browser = {};
  const place = placeIn(world);
  const handler = createOauthHandler(place);
  const visit = async (path: string, query = '', method = 'GET') => {
    const answer = given(await handler(httpEvent({ path, query, cookies, method }), context));
    keepCookies(cookies, answer.cookies);
    return answer;
  };
  return { cookies, visit, printed: place.printed };
}

describe('The way to Clio and back', () => {
  test('is two redirects, and the second one signs in', async () => {
    const world = createWorld();
    const { visit, cookies } = createBrowser(world);
    const out = await visit('/auth/clio/start', 'return=%2Fsyncs%2F1');
    expect(out.status).toBe(302);
    const state = new URL(out.headers['location'] ?? '').searchParams.get('state');
    world.clio.codes.set('c1', ann);
    const back = await visit('/auth/clio/callback', `code=c1&state=${state}`);
    expect([back.status, back.headers['location']]).toEqual([302, '/syncs/1']);
    expect(Object.keys(cookies)).toEqual(['__Host-concord_session']);
  });

  test('a page that another site was to be returned to is ours', async () => {
    const world = createWorld();
    const { visit } = createBrowser(world);
    const out = await visit('/auth/clio/start', 'return=//evil.example');
    const state = new URL(out.headers['location'] ?? '').searchParams.get('state');
    const back = await visit('/auth/clio/callback', `error=access_denied&state=${state}`);
    expect(back.headers['location']).toBe('/settings/sync');
  });

  test('a state given twice is the first one', async () => {
    const world = createWorld();
    const { visit, cookies } = createBrowser(world);
    const out = await visit('/auth/clio/start');
    const state = new URL(out.headers['location'] ?? '').searchParams.get('state');
    world.clio.codes.set('c1', ann);
    await visit('/auth/clio/callback', `state=x&state=${state}&code=c1`);
    expect(Object.keys(cookies)).not.toContain('__Host-concord_session');
    await visit('/auth/clio/callback', `state=${state}&state=x&code=c1`);
    expect(Object.keys(cookies)).toContain('__Host-concord_session');
  });

  test('leads on to a mailbox, when that is what is wanted, and back to the page of mail', async () => {
    const world = createMailWorld();
    const { visit } = createBrowser(world);
    const stateIn = (answer: { readonly headers: Readonly<Record<string, string>> }) =>
      new URL(answer.headers['location'] ?? '').searchParams.get('state');
    world.clio.codes.set('c1', ann);
    await visit('/auth/clio/callback', `code=c1&state=${stateIn(await visit('/auth/clio/start'))}`);
    const out = await visit('/auth/microsoft/start', 'for=mail&return=//evil.example');
    expect(new URL(out.headers['location'] ?? '').pathname).toBe('/authorize-mail');
    const code = mailCode(world, mailbox('m1'));
    const back = await visit('/auth/microsoft/callback', `code=${code}&state=${stateIn(out)}`);
    expect([back.status, back.headers['location']]).toEqual([302, '/settings/mail']);
    expect((await visit('/auth/microsoft/start', 'for=contacts')).headers['location']).toBe('/settings/sync');
  });

  test('Microsoft 365 first is sent to sign in', async () => {
    const world = createWorld();
    const { visit, cookies } = createBrowser(world);
    const answer = await visit('/auth/microsoft/start');
    expect([answer.status, answer.headers['location']]).toEqual([302, '/settings/sync']);
    expect((await readNotice(world.ports, cookies))?.title).toBe('Sign in with Clio first');
  });
});

test.each([
  ['/auth/google/start', 'GET', 404],
  ['/auth/clio', 'GET', 404],
  ['/auth/clio/start/x', 'GET', 404],
  ['/auth/clio/constructor', 'GET', 404],
  ['/auth/__proto__/start', 'GET', 404],
  ['/auth/clio/start', 'POST', 405],
  ['/auth/clio/callback', 'HEAD', 405],
])('%s with %s answers %i and sets nothing', async (path, method, status) => {
  const answer = await createBrowser(createWorld()).visit(path, '', method);
  expect([answer.status, answer.cookies]).toEqual([status, []]);
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
});

test('A bug is a sentence for the person, and a log line without a code, state or name', async () => {
  const world = createWorld();
  const { visit, printed } = createBrowser(world);
  const out = await visit('/auth/clio/start');
  const state = new URL(out.headers['location'] ?? '').searchParams.get('state') ?? '';
  world.clio.codes.set('secret-code', { identity: mailbox('m1').identity });
  Object.assign(world.clio.provider.oauth, {
    identify: async () => JSON.parse('Ann Archer <ann@firm.example>') as unknown,
  });
  const answer = await visit('/auth/clio/callback', `code=secret-code&state=${state}`);
  expect([answer.status, answer.body]).toEqual([
    500,
    'Something went wrong in Concord. Nothing was changed. Go back to Concord and try again.',
  ]);
  expect(printed.join()).toContain('SyntaxError');
  expect(printed.join()).not.toMatch(/Ann|ann@|secret-code/u);
  expect(printed.join()).not.toContain(state);
});
