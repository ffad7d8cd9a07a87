import { type RawRequest, type SharedPush, SyncError } from '@concord/core';
import { google } from '@concord/provider-google';
import { describe, expect, test } from 'vitest';
import { createWebhookHandler } from '../../functions/webhook/handler.ts';
import { createWorld } from '../engine/connect-world.ts';
import { answered, createMailWorld } from '../engine/mail-world.ts';
import { context, given, httpEvent, placeIn, type Wanted } from './events.ts';

const path = '/webhooks/microsoft/hook-id-of-ours';

function createSender(world = createWorld()) {
  const place = placeIn(world);
  const handler = createWebhookHandler(place);
  const send = async (wanted: Partial<Wanted>) =>
    given(await handler(httpEvent({ method: 'POST', path, ...wanted }), context));
  return { send, world, printed: place.printed };
}

describe('A webhook address', () => {
  test.each([
    ['/webhooks/google/h', 404],
    ['/webhooks/__proto__/h', 404],
    ['/webhooks/constructor/h', 404],
    ['/webhooks/microsoft/', 404],
    ['/webhooks/microsoft/..', 404],
    ['/webhooks/microsoft/a/b', 404],
    ['/webhooks/microsoft/a#b', 404],
    [`/webhooks/microsoft/${'x'.repeat(200)}`, 404],
  ])('%s is none of ours', async (unknown, status) => {
    const answer = await createSender().send({ path: unknown, body: '{}' });
    expect([answer.status, answer.body]).toEqual([status, 'There is nothing at this address.']);
  });

  test.each(['PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'])('does not take %s', async (method) => {
    const answer = await createSender().send({ method, body: '{}' });
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, POST']);
  });

  test.each([
    ['plain', false],
    ['base64', true],
  ])('takes 1 MB and no more (%s)', async (_how, isBase64Encoded) => {
    const bytes = (count: number) => {
      const text = 'x'.repeat(count);
      return isBase64Encoded ? Buffer.from(text).toString('base64') : text;
    };
    const { send } = createSender();
    expect((await send({ body: bytes(1024 * 1024), isBase64Encoded })).status).not.toBe(413);
    expect((await send({ body: bytes(1024 * 1024 + 1), isBase64Encoded })).status).toBe(413);
  });

  test('hands the raw bytes to the verification, however they travelled', async () => {
    const { send, world } = createSender();
    const seen: RawRequest[] = [];
    Object.assign(world.microsoft.provider.webhook, {
      receive: (request: RawRequest) => {
        seen.push(request);
        return { kind: 'rejected', response: { status: 418, headers: { 'content-type': 'text/plain' }, body: 'no' } };
      },
    });
    const raw = '{"b": 1.0,  "a":"\u00e9", "a":2}\r\n';
    const headers = { 'X-Hook-Signature': 'abc' };
    const query = 'validationToken=%3Cb%3E%20x';
    const answer = await send({ body: Buffer.from(raw).toString('base64'), isBase64Encoded: true, headers, query });
    await send({ body: raw, headers, query });
    expect(seen[0]).toEqual({
      method: 'POST',
      headers: { 'x-hook-signature': 'abc' },
      query: { validationToken: '<b> x' },
      body: raw,
    });
    expect(seen[1]).toEqual(seen[0]);
    expect([answer.status, answer.body, answer.headers['x-content-type-options']]).toEqual([418, 'no', 'nosniff']);
  });

  test('that cannot reach the table asks to be tried again', async () => {
    const { send, world } = createSender();
    Object.assign(world.ports.table, { get: () => Promise.reject(new SyncError('unavailable', 'throttled')) });
    const answer = await send({ body: '{}' });
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
  });

  test('that nobody subscribed changes nothing, whatever is sent there', async () => {
    const { send, world } = createSender();
    for (const body of [
      '',
      'null',
      '[]',
      '{"value":{}}',
      '{"__proto__":{"x":1}}',
      '['.repeat(1000),
      '\ufeff{}',
      '\0',
    ]) {
      const { status } = await send({ body });
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
    }
    expect(world.ports.table.rows()).toEqual([]);
    expect(world.ports.queue.size()).toBe(0);
  });
});

describe('The address at which all mailboxes are told of', () => {
  const address = '/webhooks/microsoft/mail';

  function createReceiver(receive: SharedPush['receive']) {
    const world = createMailWorld({ sharedPush: { receive }, topic: 'projects/p/topics/mail' });
    return createSender(world);
  }

  test('hands the raw bytes to the verification, and answers what that says', async () => {
    const seen: RawRequest[] = [];
    const { send, world } = createReceiver(async (request) => {
      seen.push(request);
      return { addresses: [], response: answered(204) };
    });
    const body = '{"message": {"data":"x"} }\r\n';
    const sent = { path: address, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
    expect((await send({ ...sent, headers: { Authorization: 'Bearer a' } })).status).toBe(204);
    expect(seen).toEqual([{ method: 'POST', headers: { authorization: 'Bearer a' }, query: {}, body }]);
    expect(world.ports.table.rows()).toEqual([]);
  });

  test('is one of those that have mail, and of no others', async () => {
    const without = createSender();
    expect((await without.send({ path: address, body: '{}' })).status).toBe(404);
    expect((await without.send({ path: '/webhooks/clio/mail', body: '{}' })).status).toBe(404);
  });

  test('takes neither more than 1 MB nor another method, and verifies nothing of that', async () => {
    let asked = 0;
    const { send } = createReceiver(async () => {
      asked += 1;
      return { addresses: [], response: answered(204) };
    });
    expect((await send({ path: address, body: 'x'.repeat(1024 * 1024 + 1) })).status).toBe(413);
    expect((await send({ path: address, method: 'PUT', body: '{}' })).status).toBe(405);
    expect(asked).toBe(0);
  });

  test('is told to come again where the table does not answer', async () => {
    const { send, world } = createReceiver(async () => ({
      addresses: ['ann@mail.example'],
      response: answered(204),
    }));
    Object.assign(world.ports.table, { query: () => Promise.reject(new SyncError('unavailable', 'throttled')) });
    expect((await send({ path: address, body: '{}' })).status).toBe(503);
  });

  const unsigned = (header: object) =>
    `Bearer ${Buffer.from(JSON.stringify(header)).toString('base64url')}.${Buffer.from('{}').toString('base64url')}.x`;
  const named = { message: { data: Buffer.from('{"emailAddress":"ann@mail.example"}').toString('base64') } };
  test.each([
    ['no token', undefined, JSON.stringify(named)],
    ['another scheme', 'Basic YTpi', JSON.stringify(named)],
    ['a token that nobody signed', unsigned({ alg: 'none', kid: 'k' }), JSON.stringify(named)],
    ['a token signed with a secret', unsigned({ alg: 'HS256', kid: 'k' }), JSON.stringify(named)],
    ['a token without an end', `Bearer ${'a.'.repeat(10_000)}`, JSON.stringify(named)],
    ['a token that is none', 'Bearer ..', '{}'],
    ['no JSON', 'Bearer a.b.c', '{'],
    ['a prototype', 'Bearer a.b.c', '{"__proto__":{"message":{}}}'],
    ['nesting', 'Bearer a.b.c', '['.repeat(10_000)],
    ['nothing', 'Bearer a.b.c', ''],
    ['bytes', 'Bearer \0', '\0\ufeff'],
  ])('refuses %s before anything is read or asked', async (_what, authorization, body) => {
    const world = createMailWorld({ topic: 'projects/p/topics/mail' });
    Object.assign(world.ports.providers, { google });
    Object.assign(world.ports.hosts, { google: { certs: 'https://certs.example' } });
    const reads: unknown[] = [];
    Object.assign(world.ports.table, {
      query: (asked: unknown) => reads.push(asked),
      get: (key: unknown) => reads.push(key),
    });
    const { send } = createSender(world);
    const headers = authorization === undefined ? {} : { authorization };
    expect((await send({ path: '/webhooks/google/mail', headers, body })).status).toBe(401);
    expect([reads, world.ports.table.rows(), world.ports.queue.size()]).toEqual([[], [], 0]);
  });
});
