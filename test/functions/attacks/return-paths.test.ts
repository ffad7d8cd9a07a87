import { describe, expect, test } from 'vitest';
import { isAtProvider, type Person } from './person.ts';
import { ada, createScene, publicUrl, work1 } from './scene.ts';

const home = '/settings/sync';

const evil = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https:evil.example',
  'https://evil.example/settings/sync',
  'https:/evil.example',
  `${publicUrl}.evil.example/`,
  `${publicUrl}/settings/sync`,
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '/%0d%0alocation:%20//evil.example',
  '/a%0Ab',
  '/\r\nset-cookie: x=y',
  '/\t/evil.example',
  '/ /evil.example',
  '/.//evil.example',
  '/%2e%2e//evil.example',
  '/%5cevil.example',
  '/syncs/../..//evil.example',
  '/<script>alert(1)</script>',
  '/\u202egnp.exe',
  `/${'x'.repeat(5_000)}`,
  '?return=//evil.example',
  '#//evil.example',
  '',
];

/** Leading there again would begin an authorization, or show data in the place of a page. */
const loops = [
  '/auth/clio/start',
  '/auth/clio/start?return=/auth/clio/start',
  '/auth/microsoft/start',
  '/auth/clio/callback',
  '/auth/link/x',
  '/auth',
  '/auth/',
  '/%61uth/clio/start',
  '/%61%75%74%68/clio/start',
  '/./auth/clio/start',
  '/settings/../auth/clio/start',
  '/settings/%2e%2e/auth/clio/start',
  '/api/session',
  '/%61pi/session',
  '/auth%2fclio/start',
  '/webhooks/clio/x',
];

describe('A return path', () => {
  test.each([...evil, ...loops])('%j is not followed after signing in', async (path) => {
    const person = createScene().browser();
    expect(await person.authorize('clio', ada, { return: path })).toEqual({ lands: home, says: undefined });
    expect((await person.session()).signedIn).toBe(true);
  });

  test.each([...evil, ...loops])('%j is not followed after declining', async (path) => {
    const scene = createScene();
    const person = await scene.signedIn(ada);
    const declined = await person.fillIn(await person.begin('microsoft', { return: path }), [['answer', 'cancel']]);
    expect(await person.comeBack(declined)).toEqual({ lands: home, says: 'Microsoft 365 was not connected' });
  });

  test('given twice is the first one, and it is looked at like any other', async () => {
    const person = createScene().browser();
    const location = (await person.visit('/auth/clio/start?return=//evil.example&return=/syncs/1')).headers['location'];
    expect(await person.comeBack(await person.accept(location ?? '', ada))).toMatchObject({ lands: home });
  });

  test.each(['/syncs/abc?tab=waiting#x', '/', '/authors', '/apiary'])('%j is one of ours', async (path) => {
    const person = createScene().browser();
    expect(await person.authorize('clio', ada, { return: path })).toMatchObject({ lands: path });
  });
});

describe('Redirects', () => {
  const first = [
    '/auth/microsoft/start',
    '/auth/microsoft/start?return=/auth/microsoft/start',
    '/auth/google/callback',
    '/auth/clio/callback?state=x&code=y',
    '/auth/clio/start?connection=x',
    '/auth/clio/start?region=x',
    '/auth/link/x',
    '/auth/link/x?return=/auth/link/x',
    '/auth/link/__proto__',
  ];

  test.each(first)('from %s end at a page of ours after one step, with or without a session', async (address) => {
    const scene = createScene();
    for (const person of [scene.browser(), await scene.signedIn(ada)]) {
      const stops = await follow(person, address);
      expect(stops.length).toBeLessThanOrEqual(1);
      expect(stops.at(-1) === home || isAtProvider(stops.at(-1) ?? '')).toBe(true);
    }
  });

  test('after a callback lead to a page, never back to a provider', async () => {
    const scene = createScene();
    const person = await scene.signedIn(ada);
    const callback = await person.accept(await person.begin('microsoft', { return: '/auth/clio/start' }), work1);
    expect(await follow(person, `${callback.pathname}${callback.search}`)).toEqual([home]);
  });

  test.each([
    ['GET', '/auth/clio/elsewhere', 404],
    ['GET', '/auth/constructor/start', 404],
    ['GET', '/auth/__proto__/callback', 404],
    ['GET', '/auth/memory/start', 404],
    ['GET', '/auth//start', 404],
    ['GET', '/auth/clio/toString', 404],
    ['POST', '/auth/clio/callback', 405],
    ['HEAD', '/auth/clio/start', 405],
    ['DELETE', '/auth/link/x', 405],
  ])('are not what %s %s answers: a sentence is', async (method, address, status) => {
    const scene = createScene();
    const answer = await scene.browser().visit(address, method);
    expect([answer.status, answer.headers['location'], answer.cookies]).toEqual([status, undefined, []]);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.body).toMatch(/^[A-Z].*\.$/u);
    expect(scene.ports.table.rows()).toEqual([]);
  });
});

/** Every stop on the way from this address, until a page or a provider. */
async function follow(person: Person, address: string): Promise<readonly string[]> {
  const stops: string[] = [];
  let next = address;
  for (let step = 0; step < 10 && next.startsWith('/auth/'); step += 1) {
    next = (await person.visit(next)).headers['location'] ?? '';
    stops.push(next);
  }
  return stops;
}
