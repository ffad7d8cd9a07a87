import { sealSession } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { createApiHandler } from '../../functions/api/handler.ts';
import {
  parseAnswers,
  parseLook,
  parseNewCalendar,
  parseNewSync,
  parsePreviewQuery,
  parseScanRequest,
  parseTakeBack,
  parseWeek,
  parseWhy,
} from '../../functions/api/inputs.ts';
import { matchRoute } from '../../functions/api/match.ts';
import { routes } from '../../functions/api/routes.ts';
import { authorize } from '../engine/connect-steps.ts';
import { ann, type Browser, createWorld, eve, keepCookies, mailbox, type World } from '../engine/connect-world.ts';
import { context, given, httpEvent, placeIn, type Wanted } from './events.ts';

const fromPage = { 'x-concord': '1', 'content-type': 'application/json' };

/** A browser in which Ann is signed in and has a mailbox connected. */
async function signedIn(world: World = createWorld()) {
  const cookies: Browser = {};
  await authorize(world, cookies, 'clio', ann);
  await authorize(world, cookies, 'microsoft', mailbox('m1'));
  const page = pageOf(world, cookies);
  const session = await page.get('/api/session');
  const connection: string = session.view.connections[1].id;
  return { world, cookies, connection, ...page };
}

function pageOf(world: World, cookies: Browser) {
  const place = placeIn(world);
  const handler = createApiHandler(place);
  const send = async (wanted: Wanted) => {
    const answer = given(await handler(httpEvent({ cookies, ...wanted }), context));
    keepCookies(cookies, answer.cookies);
    return { ...answer, view: JSON.parse(answer.body) };
  };
  return {
    send,
    printed: place.printed,
    get: (path: string, query = '') => send({ path, query }),
    post: (path: string, body: unknown, headers: Record<string, string> = fromPage) =>
      send({ method: 'POST', path, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
}

describe('GET /api/session', () => {
  test('says who is signed in, and what the last redirect left to say until somebody does something', async () => {
    const { get, post, connection } = await signedIn();
    const { status, view, headers } = await get('/api/session');
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(view).toMatchObject({ signedIn: true, notice: { title: 'Microsoft 365 is connected' }, syncs: [] });
    await post(`/api/connections/${connection}/disconnect`, {});
    expect((await get('/api/session')).view).not.toHaveProperty('notice');
  });

  test('without a session says where to sign in', async () => {
    const { get } = pageOf(createWorld(), {});
    expect((await get('/api/session')).view).toEqual({
      signedIn: false,
      signInUrl: '/auth/clio/start?return=%2Fsettings%2Fsync',
      regions: [{ label: 'United States', signInUrl: '/auth/clio/start?return=%2Fsettings%2Fsync&region=us' }],
    });
  });
});

describe('A POST', () => {
  test.each([
    ['without the page’s header', {}, 403, 'notFromPage'],
    ['with another value of it', { 'x-concord': 'true' }, 403, 'notFromPage'],
    ['of another site', { ...fromPage, origin: 'https://evil.example' }, 403, 'otherOrigin'],
    ['of a look-alike of ours', { ...fromPage, origin: 'https://concord.example.evil' }, 403, 'otherOrigin'],
    ['of our name without encryption', { ...fromPage, origin: 'http://concord.example' }, 403, 'otherOrigin'],
    ['of a sandboxed frame', { ...fromPage, origin: 'null' }, 403, 'otherOrigin'],
  ])('%s is refused before anything happens', async (_what, headers, status, code) => {
    const { post, get, connection } = await signedIn();
    for (const path of [`/api/connections/${connection}/disconnect`, '/api/sign-out', '/api/syncs']) {
      const answer = await post(path, {}, headers);
      expect([answer.status, answer.view.error.code]).toEqual([status, code]);
      expect(answer.view.error.action).toMatch(/\.$/u);
    }
    expect((await get('/api/session')).view).toMatchObject({ signedIn: true, connections: [{}, { state: 'active' }] });
  });

  test('from a page of ours is done', async () => {
    const { post, connection } = await signedIn();
    const headers = { ...fromPage, origin: 'https://concord.example' };
    const { status, view } = await post(`/api/connections/${connection}/disconnect`, {}, headers);
    expect([status, view.connections[1].state]).toEqual([200, 'disconnected']);
  });

  test.each(['', '{', 'null', '"x"', '1', '{"right":5,"itemType":"contact"}', '{"right":"x"}', '[1]', '\ufeff{}'])(
    'with the body %j is told that it was not understood, or finds nothing',
    async (body) => {
      const { post } = await signedIn();
      const { status, view } = await post('/api/syncs', body);
      expect([status, view.error.code]).toEqual([400, 'badRequest']);
    },
  );

  test('of more than Concord takes is refused unread', async () => {
    const { post } = await signedIn();
    expect((await post('/api/syncs', `{"x":"${'x'.repeat(300_000)}"}`)).status).toBe(413);
  });

  test('to sign out removes the session, with or without one', async () => {
    const { post, get, cookies } = await signedIn();
    expect((await post('/api/sign-out', {})).view).toEqual({});
    expect(Object.keys(cookies)).toEqual([]);
    expect((await get('/api/session')).view.signedIn).toBe(false);
    expect((await post('/api/sign-out', {})).status).toBe(200);
  });
});

describe('Somebody who is not signed in', () => {
  test.each([
    ['GET', '/api/syncs/s1'],
    ['GET', '/api/syncs/s1/preview'],
    ['GET', '/api/unknown'],
    ['POST', '/api/syncs'],
    ['POST', '/api/syncs/s1/start'],
    ['POST', '/api/connections/c1/disconnect'],
  ])('is told so at %s %s', async (method, path) => {
    const { send } = pageOf(createWorld(), {});
    const { status, view } = await send({ method, path, headers: fromPage, body: '{}' });
    expect([status, view.error.code, view.error.action]).toEqual([401, 'signedOut', 'Sign in with Clio again.']);
  });

  test('is everybody whose session is thirty days old', async () => {
    const { world, get } = await signedIn();
    world.now += 30 * 86_400_000;
    expect((await get('/api/syncs/s1')).status).toBe(401);
  });
});

describe('Ids of others', () => {
  const body = { run: 'r1', clioSyncOff: true, conflicts: 'left', answers: [] };
  const paths = [
    ['GET', '/api/syncs/{id}'],
    ['GET', '/api/syncs/{id}/preview'],
    ['GET', '/api/syncs/{id}/waiting'],
    ['GET', '/api/syncs/{id}/activity'],
    ['GET', '/api/syncs/{id}/groups'],
    ['POST', '/api/syncs/{id}/read-groups'],
    ['POST', '/api/syncs/{id}/scan'],
    ['POST', '/api/syncs/{id}/start'],
    ['POST', '/api/syncs/{id}/stop'],
    ['POST', '/api/syncs/{id}/answers'],
    ['POST', '/api/connections/{id}/disconnect'],
  ] as const;

  test.each(paths)('%s %s answers unknown and impossible ids alike', async (method, path) => {
    const { send } = await signedIn();
    const answers = await Promise.all(
      ['unknown', '..', '%2e%2e', 'x#y', '', '__proto__', 'x'.repeat(200)].map((id) =>
        send({ method, path: path.replace('{id}', id), headers: fromPage, body: JSON.stringify(body) }),
      ),
    );
    for (const { status, view } of answers) {
      expect([status, view.error.message]).toEqual([404, 'There is nothing here.']);
    }
  });

  test('ids that none of ours can be never reach a use case', () => {
    for (const id of ['', 'x#y', 'x%2Fy', 'x y', 'ä', 'x'.repeat(129)]) {
      expect(matchRoute(routes, 'GET', `/api/syncs/${id}`)).toEqual({ kind: 'none' });
    }
    expect(matchRoute(routes, 'GET', '/api/syncs/s-1_x')).toMatchObject({ kind: 'found', id: 's-1_x' });
  });

  test('a connection of another firm cannot be disconnected or synced', async () => {
    const { world, connection, get } = await signedIn();
    const eves: Browser = {};
    await authorize(world, eves, 'clio', eve);
    const other = pageOf(world, eves);
    expect((await other.post(`/api/connections/${connection}/disconnect`, {})).status).toBe(404);
    expect((await other.post('/api/syncs', { right: connection, itemType: 'contact' })).status).toBe(404);
    expect((await get('/api/session')).view.connections[1].state).toBe('active');
  });

  test('a sync of another firm is no different from an unknown one, whatever is done to it', async () => {
    const { world, connection, post, get } = await signedIn();
    const { view } = await post('/api/syncs', { right: connection, itemType: 'contact' });
    const eves: Browser = {};
    await authorize(world, eves, 'clio', eve);
    const other = pageOf(world, eves);
    for (const [method, path] of paths) {
      const address = path.replace('{id}', path.includes('connection') ? connection : view.id);
      const refused = await other.send({ method, path: address, headers: fromPage, body: JSON.stringify(body) });
      expect([refused.status, refused.view.error.message]).toEqual([404, 'There is nothing here.']);
    }
    expect((await get(`/api/syncs/${view.id}`)).view).toEqual(view);
  });

  test('a firm or member named in a body is not listened to', async () => {
    const { world, connection } = await signedIn();
    const eves: Browser = {};
    await authorize(world, eves, 'clio', eve);
    const forged = { right: connection, itemType: 'contact', firm: '42', member: '7001', tenantId: '42' };
    expect((await pageOf(world, eves).post('/api/syncs', forged)).status).toBe(404);
    expect(parseNewSync(forged)).toEqual({ right: connection, itemType: 'contact' });
  });
});

describe('The way of a sync', () => {
  test('goes through the routes in the order of the page', async () => {
    const { post, get, connection } = await signedIn();
    const draft = await post('/api/syncs', { right: connection, itemType: 'contact' });
    expect([draft.status, draft.view.state]).toEqual([200, 'draft']);
    const address = `/api/syncs/${draft.view.id}`;
    expect((await post('/api/syncs', { right: connection, itemType: 'contact' })).view.id).toBe(draft.view.id);
    expect(draft.view.policy.deletes).toEqual({ left: 'propagate', right: 'release' });
    const deletes = { left: 'ask', right: 'propagate' };
    const scanning = await post(`${address}/scan`, { clioSyncOff: true, conflicts: 'ask', deletes });
    const policy = { conflicts: 'ask', deletes, clioSyncOff: true, resend: true };
    expect([scanning.view.state, scanning.view.policy]).toEqual(['scanning', policy]);
    expect((await get(address)).view.state).toBe('scanning');
    expect((await get(`${address}/waiting`)).view).toEqual({ rows: [] });
    expect((await get(`${address}/activity`, 'after=x')).view).toEqual({ rows: [] });
    expect((await post(`${address}/answers`, { answers: [] })).view.state).toBe('scanning');
    expect((await post(`${address}/stop`, {})).view.state).toBe('draft');
    const again = await post(`${address}/scan`, { clioSyncOff: true, conflicts: 'left' });
    expect(again.view.policy).toEqual({ ...policy, conflicts: 'left' });
    expect((await get('/api/session')).view.syncs).toHaveLength(1);
  });

  test('is refused with the sentence of the use case when it cannot be gone', async () => {
    const { post, connection } = await signedIn();
    const { view } = await post('/api/syncs', { right: connection, itemType: 'contact' });
    const both = await post(`/api/syncs/${view.id}/scan`, { clioSyncOff: false, conflicts: 'left' });
    expect([both.status, both.view.error.code, both.view.error.message]).toEqual([
      422,
      'refused',
      'Turn off Clio’s own sync first: two syncs of the same contacts make duplicates.',
    ]);
    const early = await post(`/api/syncs/${view.id}/start`, { run: 'r1' });
    expect([early.status, early.view.error.code]).toEqual([409, 'conflict']);
    expect(early.view.error.message).toContain('Nothing was done');
    expect((await post(`/api/syncs/${view.id}/scan`, { conflicts: 'left' })).status).toBe(400);
  });
});

test('An address that is known for something else says what it takes', async () => {
  const { send } = await signedIn();
  const { status, headers } = await send({ method: 'DELETE', path: '/api/syncs/s1' });
  expect([status, headers['allow']]).toEqual([405, 'GET']);
});

test('A failure inside tells a person what to do, and neither page nor log what is in the data', async () => {
  const world = createWorld();
  const { get, printed } = await signedIn(world);
  Object.assign(world.ports.table, { getMany: async () => JSON.parse('Ann Archer') as never });
  const { status, view } = await get('/api/session');
  expect([status, view.error.code]).toEqual([500, 'bug']);
  expect(JSON.stringify(view) + printed.join()).not.toContain('Ann Archer');
  expect(printed.join()).toContain('SyntaxError');
});

test('A forged session is nobody’s', async () => {
  const world = createWorld();
  const cookies: Browser = {};
  keepCookies(cookies, [await sealSession(createWorld().ports, { firm: '42', member: '7001' })]);
  expect((await pageOf(world, cookies).get('/api/syncs/s1')).status).toBe(401);
});

describe('Inputs', () => {
  test('of a scan need a straight answer to both questions', () => {
    expect(parseScanRequest({ clioSyncOff: true, conflicts: 'ask', firm: 'x' })).toEqual({
      clioSyncOff: true,
      conflicts: 'ask',
    });
    for (const bad of [
      { clioSyncOff: 'true', conflicts: 'left' },
      { clioSyncOff: true, conflicts: 'up' },
      {},
      null,
      [],
    ]) {
      expect(parseScanRequest(bad)).toBeUndefined();
    }
  });

  test('of a scan may name one group of a side, and nothing about it: what that is, only a worker says', () => {
    const asked = { clioSyncOff: true, conflicts: 'left' };
    const choice = { side: 'right', group: 'Court & experts' };
    expect(parseScanRequest({ ...asked, choice: { ...choice, takesNew: true, name: 'x' } })).toEqual({
      ...asked,
      choice,
    });
    expect(parseScanRequest({ ...asked, choice: 'everything' })).toEqual({ ...asked, choice: 'everything' });
    const withBoth = { ...asked, resend: false, deletes: { left: 'ask', right: 'ask' }, choice };
    expect(parseScanRequest(withBoth)).toEqual(withBoth);
    const strange = [null, 'all', {}, [], { side: 'up', group: 'x' }, { side: 'left' }, { side: 'left', group: 1 }];
    const sizes = [
      { side: 'left', group: '' },
      { side: 'left', group: 'x'.repeat(301) },
    ];
    for (const bad of [...strange, ...sizes]) expect(parseScanRequest({ ...asked, choice: bad })).toBeUndefined();
  });

  test('of a scan may say what becomes of private events and of guests', () => {
    const asked = { clioSyncOff: true, conflicts: 'left', private: 'skip', guests: false };
    expect(parseScanRequest({ ...asked, exceptions: 'all' })).toEqual(asked);
    for (const hidden of [null, 'none', true, ['skip']])
      expect(parseScanRequest({ ...asked, private: hidden })).toBeUndefined();
    for (const guests of [null, 'no', 1]) expect(parseScanRequest({ ...asked, guests })).toBeUndefined();
  });

  test('of a new sync name both calendars, and of contacts none', () => {
    const event = { right: 'c1', itemType: 'event', calendars: { left: '7', right: 'AAMk+/==' } };
    expect(parseNewSync({ ...event, calendars: { ...event.calendars, name: 'x' } })).toEqual(event);
    const half = [undefined, null, {}, { left: '7' }, { left: '7', right: '' }, { left: 7, right: 'a' }];
    for (const calendars of [...half, { left: '7', right: 'x'.repeat(513) }])
      expect(parseNewSync({ ...event, calendars })).toBeUndefined();
    expect(parseNewSync({ ...event, itemType: 'contact' })).toBeUndefined();
    expect(parseNewSync({ ...event, itemType: 'note' })).toBeUndefined();
  });

  test('of a new calendar have a name that people can read', () => {
    expect(parseNewCalendar({ side: 'left', name: '  Court \n dates ', id: 'x' })).toEqual({
      side: 'left',
      name: 'Court dates',
    });
    for (const name of [undefined, '', '  ', 7, 'x'.repeat(121)])
      expect(parseNewCalendar({ side: 'left', name })).toBeUndefined();
    expect(parseNewCalendar({ side: 'middle', name: 'Court' })).toBeUndefined();
  });

  test('of a week are a span of at most six of them', () => {
    const weekMs = 7 * 24 * 60 * 60 * 1000;
    expect(parseWeek({ from: '1000' })).toEqual({ from: 1000, to: 1000 + weekMs });
    expect(parseWeek({ from: '0', to: String(6 * weekMs) })).toEqual({ from: 0, to: 6 * weekMs });
    for (const bad of [
      {},
      { from: '' },
      { from: 'today' },
      { from: '1.5' },
      { from: '5', to: '5' },
      { from: '0', to: '9e99' },
    ])
      expect(parseWeek(bad)).toBeUndefined();
    expect(parseWeek({ from: '0', to: String(6 * weekMs + 1) })).toBeUndefined();
  });

  test('of a scan may say what deletes do, but then for both sides and in words that are known', () => {
    const asked = { clioSyncOff: true, conflicts: 'left', deletes: { left: 'release', right: 'ask' } };
    expect(parseScanRequest({ ...asked, deletes: { ...asked.deletes, up: 'ask' } })).toEqual(asked);
    for (const deletes of [null, 'ask', {}, { left: 'ask' }, { left: 'ask', right: 'archive' }, ['ask', 'ask']])
      expect(parseScanRequest({ ...asked, deletes })).toBeUndefined();
  });

  test('of answers are all good or none is taken', () => {
    const good = { mapping: 'm1', answer: 'same', candidate: 'm2' };
    expect(parseAnswers({ answers: [good, { mapping: 'm3', answer: 'different' }] })?.answers).toHaveLength(2);
    for (const answer of ['same', 'retry', 'keep', 'left', 'right', 'delete', 'resend'])
      expect(parseAnswers({ answers: [{ ...good, answer }] })?.answers).toEqual([{ ...good, answer }]);
    expect(parseAnswers({ answers: [], allDifferent: true })).toEqual({ answers: [], allDifferent: true });
    for (const bad of [{ mapping: 'm1', answer: 'same' }, { mapping: 'm1', answer: 'remove' }, { answer: 'keep' }, 1]) {
      expect(parseAnswers({ answers: [good, bad] })).toBeUndefined();
    }
    expect(parseAnswers({ answers: Array.from({ length: 501 }, () => good) })).toBeUndefined();
    expect(parseAnswers({ answers: [], allDifferent: 'yes' })).toBeUndefined();
  });

  test('of answers may be for all alike, and be taken back', () => {
    const alike = { kind: 'match', reason: 'nameAndPhone', answer: 'same' };
    const taken = { answers: [], alike, mayBeTakenBack: true };
    expect(parseAnswers({ ...taken, other: 1 })).toEqual(taken);
    for (const bad of [null, {}, { ...alike, kind: 'x' }, { ...alike, reason: 'toString' }, { ...alike, answer: 'no' }])
      expect(parseAnswers({ answers: [], alike: bad })).toBeUndefined();
    expect(parseAnswers({ answers: [], mayBeTakenBack: 'yes' })).toBeUndefined();
    expect(parseTakeBack({ mappings: ['m1'] })).toEqual({ mappings: ['m1'] });
    expect(parseTakeBack({ all: true })).toEqual({});
    for (const bad of [{}, { mappings: [] }, { mappings: ['a b'] }, { all: false }, { all: true, mappings: 'x' }])
      expect(parseTakeBack(bad)).toBeUndefined();
  });

  test('of a question are a few words, and of a look one mapping', () => {
    expect(parseWhy({ query: 'Anna Berg', other: 'x' })).toEqual({ query: 'Anna Berg' });
    for (const query of ['', '  ', 'x'.repeat(513)]) expect(parseWhy({ query })).toBeUndefined();
    expect(parseWhy({})).toBeUndefined();
    expect(parseLook({ mapping: 'm1', sync: 's1' })).toEqual({ mapping: 'm1' });
    for (const bad of [null, {}, { mapping: 5 }, { mapping: 'a b' }]) expect(parseLook(bad)).toBeUndefined();
  });

  test('of a preview are one of the filters, and a short search', () => {
    expect(parsePreviewQuery({})).toEqual({ filter: 'all' });
    expect(parsePreviewQuery({ filter: 'held', after: 'p2', search: 'müller' })).toEqual({
      filter: 'held',
      after: 'p2',
      search: 'müller',
    });
    expect(parsePreviewQuery({ search: 'x'.repeat(500) })?.search).toHaveLength(200);
    expect(parsePreviewQuery({ filter: 'everything' })).toBeUndefined();
    expect(parsePreviewQuery({ after: 'x'.repeat(5000) })).toBeUndefined();
  });
});
