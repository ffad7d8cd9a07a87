import { describe, expect, test } from 'vitest';
import { BrokenConnection } from '../../packages/sandbox/src/kernel/world.ts';
import { ada, type Bench, createBench } from './microsoft-world.ts';

const json = { 'Content-Type': 'application/json' };
const immutable = { Prefer: 'IdType="ImmutableId"' };
const creates = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: String(n),
    method: 'POST',
    url: '/me/contacts',
    headers: { ...json, ...immutable },
    body: { givenName: `P${n}` },
  }));
const post = (bench: Bench, requests: readonly unknown[]) => bench.graph('POST', '/$batch', { requests });

describe('a batch', () => {
  test('answers each item with its own status, headers and body, in any order', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    const reply = await post(bench, [
      ...creates(8),
      { id: 'get', method: 'GET', url: `/me/contacts/${id}?$select=givenName`, headers: immutable },
      { id: 'gone', method: 'GET', url: 'me/contacts/AAkALgnowhere000000000000000000000000000000000000=' },
      { id: 'delete', method: 'DELETE', url: `/me/contacts/${id}` },
    ]);
    expect(reply.status).toBe(200);
    const { responses } = reply.body;
    expect(responses.map((item) => item.id)).not.toEqual([
      ...creates(8).map((item) => item.id),
      'get',
      'gone',
      'delete',
    ]);
    const byId = new Map(responses.map((item) => [item.id, item]));
    expect(byId.get('3')).toMatchObject({ status: 201, body: { givenName: 'P3' } });
    expect(byId.get('3')?.headers).toMatchObject({ 'Content-Type': 'application/json' });
    expect(byId.get('3')?.headers.Location).toContain(byId.get('3')?.body.id);
    expect(byId.get('3')?.body.id).toHaveLength(72);
    expect(byId.get('get')?.body.givenName).toBe('Ada');
    expect(byId.get('gone')).toMatchObject({ status: 404, body: { error: { code: 'ErrorItemNotFound' } } });
    expect(byId.get('delete')).toMatchObject({ status: 204 });
    expect(byId.get('delete')).not.toHaveProperty('body');
    expect(byId.get('delete')?.headers).not.toHaveProperty('Content-Type');
  });

  test('takes the id format from each item alone', async () => {
    const bench = createBench();
    const [item] = creates(1);
    const reply = await post(bench, [{ ...item, headers: json }]);
    expect(reply.body.responses[0]?.body.id.length).toBeGreaterThanOrEqual(140);
  });

  test('takes twenty items and refuses more, and whatever is malformed', async () => {
    const bench = createBench();
    expect((await post(bench, creates(20))).body.responses).toHaveLength(20);
    const [item] = creates(1);
    const malformed = [
      creates(21),
      [],
      [item, item],
      [{ ...item, headers: {} }],
      [{ ...item, id: 7 }],
      [{ ...item, dependsOn: ['nobody'] }],
    ];
    for (const requests of malformed) expect((await post(bench, requests)).status).toBe(400);
    expect((await bench.graph('POST', '/$batch', {})).status).toBe(400);
    expect(bench.people.list()).toHaveLength(20);
  });

  test('refuses the version inside an item, with the words of the real service', async () => {
    const bench = createBench();
    const { body } = await post(bench, [{ id: '1', method: 'GET', url: '/v1.0/me/contacts' }]);
    expect(body.responses[0]).toMatchObject({
      status: 400,
      body: { error: { code: 'BadRequest', message: "Resource not found for the segment 'v1.0'." } },
    });
    for (const url of ['https://graph.microsoft.com/v1.0/me', '/$batch']) {
      expect((await post(bench, [{ id: '1', method: 'GET', url }])).body.responses[0]?.status).toBe(400);
    }
  });

  test('runs an item after those it depends on, and fails it with them', async () => {
    const bench = createBench();
    const [first, second, third] = creates(3);
    const { body } = await post(bench, [
      { ...third, dependsOn: ['1'] },
      { ...second, dependsOn: ['0'], body: { birthday: 'never' } },
      { ...first },
      { id: 'x', method: 'GET', url: '/me', dependsOn: ['y'] },
      { id: 'y', method: 'GET', url: '/me', dependsOn: ['x'] },
    ]);
    const statuses = Object.fromEntries(body.responses.map((item) => [item.id, item.status]));
    expect(statuses).toEqual({ 0: 201, 1: 400, 2: 424, x: 424, y: 424 });
    expect(bench.people.list().map((card) => card.givenName)).toEqual(['P0']);
  });

  test('throttles or fails single items by name', async () => {
    const bench = createBench();
    bench.on('batchItemThrottled', 1, 3);
    const throttled = (await post(bench, creates(2))).body.responses[0];
    expect(throttled).toMatchObject({ status: 429, headers: { 'Retry-After': '3' } });
    bench.off('batchItemThrottled');
    bench.on('batchItemFailed');
    expect((await post(bench, creates(2))).body.responses[0]).toMatchObject({ status: 503 });
    expect(bench.people.list()).toHaveLength(0);
  });

  test('counts as one request, and its items by kind', async () => {
    const bench = createBench();
    await post(bench, [...creates(3), { id: 'x', method: 'GET', url: '/me/contacts/abc' }]);
    await bench.graph('GET', '/me/contacts/delta');
    expect(bench.control.requests()).toEqual({
      'POST $batch': 1,
      'batch POST contact': 3,
      'batch GET contact': 1,
      'GET delta': 1,
    });
    bench.control.resetRequests();
    expect(bench.control.requests()).toEqual({});
  });
});

describe('access', () => {
  test('needs a good token', async () => {
    const bench = createBench();
    const call = async (authorization: string) => {
      const { status, body } = await bench.graph('GET', '/me', undefined, { authorization });
      return [status, body.error.code, body.error.message];
    };
    expect(await call('')).toEqual([401, 'InvalidAuthenticationToken', 'Access token is empty.']);
    expect(await call('Bearer x')).toEqual([
      401,
      'InvalidAuthenticationToken',
      'Access token validation failure. Invalid audience.',
    ]);
    await bench.advance(3_599_000);
    const late = await bench.graph('GET', '/me');
    expect([late.status, late.body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
  });

  test('is as wide as the scopes that were granted', async () => {
    const bench = createBench();
    bench.useToken(bench.control.grant(ada.email, ['openid', 'Contacts.Read']).accessToken);
    expect((await bench.graph('GET', '/me/contacts')).status).toBe(200);
    const write = await bench.graph('POST', '/me/contacts', { givenName: 'X' });
    expect([write.status, write.body.error.code]).toEqual([403, 'ErrorAccessDenied']);
    bench.useToken(bench.control.grant(ada.email, ['User.Read']).accessToken);
    expect((await bench.graph('GET', '/me/contacts')).status).toBe(403);
    expect((await bench.graph('GET', '/me')).body).toMatchObject({ id: ada.oid, mail: ada.email });
  });

  test('is to one’s own mailbox, also by id, and to contacts only', async () => {
    const bench = createBench();
    bench.people.add({ givenName: 'Ada' });
    expect((await bench.graph('GET', `/users/${ada.oid}/contacts`)).body.value).toHaveLength(1);
    expect((await bench.graph('GET', '/users/somebody@else.example/contacts')).status).toBe(403);
    expect((await bench.graph('GET', '/me/mailFolders/deleteditems')).status).toBe(403);
    expect((await bench.graph('GET', '/me/planner')).body.error.message).toBe(
      "Resource not found for the segment 'planner'.",
    );
    expect((await bench.graph('DELETE', '/me/contacts')).status).toBe(405);
  });

  test('finds no mailbox where there is none, although signing in worked', async () => {
    const bench = createBench();
    bench.control.addAccount({
      ...ada,
      oid: '99999999-9999-4999-8999-999999999999',
      email: 'no@box.example',
      mailbox: false,
    });
    bench.useToken(bench.control.grant('no@box.example').accessToken);
    expect((await bench.graph('GET', '/me')).body).toMatchObject({ mail: null, userPrincipalName: 'no@box.example' });
    for (const path of ['/me/contacts', '/me/contacts/delta', '/me/contactFolders']) {
      const reply = await bench.graph('GET', path);
      expect([reply.status, reply.body.error.code]).toEqual([404, 'MailboxNotEnabledForRESTAPI']);
    }
  });

  test('answers errors in the envelope, and every answer with the ids of the request', async () => {
    const bench = createBench();
    const { headers, body } = await bench.graph('GET', '/me/contacts/x', undefined, { 'client-request-id': 'mine' });
    expect(body.error.innerError).toEqual({
      date: '2026-01-05T09:00:00',
      'request-id': headers.get('request-id'),
      'client-request-id': 'mine',
    });
    expect(headers.get('client-request-id')).toBe('mine');
    expect(headers.get('odata-version')).toBe('4.0');
    expect(headers.get('content-type')).toContain('odata.metadata=minimal');
    expect(headers.get('date')).toBe('Mon, 05 Jan 2026 09:00:00 GMT');
  });
});

describe('limits', () => {
  const running = (bench: Bench, count: number) => {
    bench.on('slow', 1, 1_000);
    return Array.from({ length: count }, () => bench.graph('GET', '/me/contacts'));
  };
  const finish = async <T>(bench: Bench, replies: readonly Promise<T>[]) => {
    await bench.advance(5_000);
    return Promise.all(replies);
  };

  test('let four requests run at once on a mailbox and refuse the fifth', async () => {
    const bench = createBench({ limits: true });
    const replies = await finish(bench, running(bench, 5));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
    const refused = replies.find(({ status }) => status === 429);
    expect(refused?.body.error).toMatchObject({
      code: 'ApplicationThrottled',
      message: 'Application is over its MailboxConcurrency limit.',
    });
    expect(refused?.headers.get('retry-after')).toBe('1');
    const later = await finish(bench, running(bench, 4));
    expect(later.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  test('let one batch take the four places: a second one has all its items refused', async () => {
    const bench = createBench({ limits: true });
    bench.on('slow', 1, 1_000);
    const [one, two] = await finish(bench, [post(bench, creates(20)), post(bench, creates(3))]);
    expect(one?.body.responses.every((item) => item.status === 201)).toBe(true);
    expect(two?.body.responses.map((item) => item.status)).toEqual([429, 429, 429]);
    expect(bench.people.list()).toHaveLength(20);
  });

  test('allow 10,000 requests in ten minutes, batch items and refused ones counted', async () => {
    const bench = createBench({ limits: true });
    const reads = Array.from({ length: 20 }, (_, n) => ({ id: String(n), method: 'GET', url: '/me' }));
    for (let batch = 0; batch < 500; batch += 1) await post(bench, reads);
    expect((await bench.graph('GET', '/me')).status).toBe(429);
    expect((await post(bench, reads)).body.responses.every((item) => item.status === 429)).toBe(true);
    await bench.advance(599_000);
    expect((await bench.graph('GET', '/me')).status).toBe(429);
    await bench.advance(11_000);
    expect((await bench.graph('GET', '/me')).status).toBe(200);
  });

  test('do not exist when they are switched off', async () => {
    const bench = createBench({ limits: false });
    const replies = await finish(bench, running(bench, 9));
    expect(replies.every(({ status }) => status === 200)).toBe(true);
  });
});

describe('faults by name', () => {
  const create = (bench: Bench) => bench.graph('POST', '/me/contacts', { givenName: 'Ada' });

  test.each([
    ['rateLimited', 7, 429, '7'],
    ['rateLimited.fractional', 2.128, 429, '2.128'],
    ['rateLimited.absent', undefined, 429, null],
    ['concurrencyLimited', 2, 429, '2'],
    ['serverError', undefined, 503, null],
    ['tokenExpired', undefined, 401, null],
  ])('%s refuses before anything happened', async (name, amount, status, retryAfter) => {
    const bench = createBench();
    bench.on(name, 1, amount);
    const reply = await create(bench);
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(reply.body.error.code).toBeTruthy();
    expect(bench.people.list()).toHaveLength(0);
  });

  test('htmlGateway and htmlOk answer pages that are no JSON, before anything happened', async () => {
    const bench = createBench();
    bench.on('htmlGateway');
    const gateway = await create(bench);
    expect([502, 504]).toContain(gateway.status);
    bench.off('htmlGateway');
    bench.on('htmlOk');
    const ok = await create(bench);
    expect([ok.status, ok.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(ok.text).toContain('<html>');
    expect(bench.people.list()).toHaveLength(0);
  });

  test('brokenBeforeEffect breaks the connection and leaves nothing behind', async () => {
    const bench = createBench();
    bench.on('brokenBeforeEffect');
    await expect(create(bench)).rejects.toThrow(BrokenConnection);
    expect(bench.people.list()).toHaveLength(0);
  });

  test('timeoutAfterCommit breaks the connection after a write took effect, and spares reads', async () => {
    const bench = createBench();
    bench.on('timeoutAfterCommit');
    await expect(create(bench)).rejects.toThrow(BrokenConnection);
    expect(bench.people.list()).toHaveLength(1);
    expect((await bench.graph('GET', '/me/contacts')).status).toBe(200);
  });

  test.each([0, 7, 20])('timeoutAfterCommit breaks a batch after %i of its items', async (amount) => {
    const bench = createBench();
    bench.on('timeoutAfterCommit', 1, amount);
    await expect(post(bench, creates(20))).rejects.toThrow(BrokenConnection);
    expect(bench.people.list()).toHaveLength(amount);
  });

  test('timeoutAfterCommit breaks a batch after any number of items when none is given', async () => {
    const counts = new Set<number>();
    for (let seed = 1; seed <= 30; seed += 1) {
      const bench = createBench({ seed });
      bench.on('timeoutAfterCommit');
      await expect(post(bench, creates(3))).rejects.toThrow(BrokenConnection);
      counts.add(bench.people.list().length);
    }
    expect(counts).toEqual(new Set([0, 1, 2, 3]));
  });

  test('truncatedJson cuts the answer off after the effect', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    bench.on('truncatedJson');
    const reply = await bench.graph('PATCH', `/me/contacts/${id}`, { surname: 'King' });
    expect([reply.status, reply.body]).toEqual([200, undefined]);
    expect(reply.text).toMatch(/^\{/u);
    expect(bench.people.get(id)?.surname).toBe('King');
  });

  test('strikes as often as its rate says, the same for the same seed', async () => {
    const run = async () => {
      const bench = createBench({ seed: 5 });
      bench.on('serverError', 0.3);
      const statuses: number[] = [];
      for (let n = 0; n < 100; n += 1) statuses.push((await bench.graph('GET', '/me')).status);
      return statuses;
    };
    const statuses = await run();
    const failed = statuses.filter((status) => status === 503).length;
    expect(failed).toBeGreaterThan(15);
    expect(failed).toBeLessThan(45);
    expect(await run()).toEqual(statuses);
  });
});
