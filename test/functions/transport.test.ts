import { createServer as createPlainServer, type Server } from 'node:http';
import { type AddressInfo, createServer, type Server as NetServer } from 'node:net';
import type { HttpRequest } from '@concord/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTransport } from '../../functions/transport.ts';

/** What the look-alike of a service saw. */
const seen: { method: string; url: string; headers: Record<string, unknown>; body: string }[] = [];
let server: Server;
let base = '';
/** Where nobody listens any more. */
let closed = '';

async function listening(server: Server | NetServer): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  server = createPlainServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      if (url === '/moved') response.writeHead(302, { location: `${base}/elsewhere` }).end();
      else if (url === '/slow') setTimeout(() => response.end('late'), 2000).unref();
      else if (url === '/half')
        response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
      else if (url === '/reset') request.socket.resetAndDestroy();
      else if (url === '/large') response.end('x'.repeat(2000));
      else
        response.writeHead(418, { 'X-Upper': 'Y', 'content-type': 'text/plain; charset=utf-8' }).end('tëa \u{1f375}');
    });
  });
  base = await listening(server);
  const gone = createServer();
  closed = await listening(gone);
  await new Promise<void>((resolve) => void gone.close(() => resolve()));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const send = (request: Partial<HttpRequest> & { url: string }, timeoutMs = 5000) =>
  createTransport({ timeoutMs, hosts: [base, closed, 'http://nowhere.invalid'], maximumBytes: 1000 })({
    method: 'GET',
    headers: {},
    ...request,
  });

describe('A request', () => {
  test('goes out as it is, and whatever comes back is the answer', async () => {
    const request = { url: `${base}/a?b=%2B`, method: 'PATCH', headers: { 'x-a': '1' }, body: '{"a":"é"}' } as const;
    expect(await send(request)).toMatchObject({ status: 418, headers: { 'x-upper': 'Y' }, body: 'tëa \u{1f375}' });
    expect(seen.at(-1)).toMatchObject({
      method: 'PATCH',
      url: '/a?b=%2B',
      headers: { 'x-a': '1', 'user-agent': 'Concord' },
      body: '{"a":"é"}',
    });
  });

  test('may name itself', async () => {
    await send({ url: `${base}/a`, headers: { 'user-agent': 'Mine' } });
    expect(seen.at(-1)?.headers['user-agent']).toBe('Mine');
  });

  test('is not led elsewhere by a redirect', async () => {
    const before = seen.length;
    expect(await send({ url: `${base}/moved` })).toMatchObject({
      status: 302,
      headers: { location: `${base}/elsewhere` },
    });
    expect(seen.length).toBe(before + 1);
  });

  test.each(['http://169.254.169.254/latest/meta-data', 'file:///etc/passwd', 'not an address', 'https://127.0.0.1/'])(
    'to %s, which is no host of ours, is never sent',
    async (url) => {
      await expect(send({ url })).rejects.toMatchObject({ code: 'garbled' });
    },
  );
});

describe('What goes wrong', () => {
  test('before anything was sent is `network`', async () => {
    await expect(send({ url: `${closed}/x`, method: 'POST' })).rejects.toMatchObject({ code: 'network' });
    await expect(send({ url: 'http://nowhere.invalid/x' })).rejects.toMatchObject({ code: 'network' });
  });

  test.each(['/slow', '/half', '/reset'])(
    'at %s after it was sent is `timeout`: nobody knows what was done',
    async (path) => {
      await expect(send({ url: base + path, method: 'POST', body: 'x' }, 300)).rejects.toMatchObject({
        code: 'timeout',
      });
    },
  );

  test('with a server that never says a word is `timeout`', async () => {
    const silent = createServer(() => undefined);
    const url = await listening(silent);
    const transport = createTransport({ timeoutMs: 200, hosts: [url] });
    await expect(transport({ method: 'GET', url, headers: {} })).rejects.toMatchObject({ code: 'timeout' });
    silent.close();
  });

  test('with an answer larger than any we ask for is `garbled`', async () => {
    await expect(send({ url: `${base}/large` })).rejects.toMatchObject({ code: 'garbled', status: 200 });
  });

  test('says nothing of the address or the body', async () => {
    const failure = await send({ url: `${closed}/people?q=Ann`, body: 'Ann', method: 'POST' }).catch(String);
    expect(failure).not.toContain('Ann');
  });
});
