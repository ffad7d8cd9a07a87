import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HttpRequest, type HttpResponse, SyncError, type Transport } from '@concord/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordExchanges } from '../../functions/recorder.ts';

let directory = '';
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'recording-')), 'inner');
});
afterEach(() => rm(join(directory, '..'), { recursive: true, force: true }));

const hosts = {
  clio: { app: 'http://127.0.0.1:4180/clio' },
  microsoft: { login: 'http://127.0.0.1:4180/login', graph: 'http://127.0.0.1:4180/graph' },
};
const logged: string[] = [];
const log = { info: () => undefined, error: (event: string) => void logged.push(event) };

async function record(request: Partial<HttpRequest>, answer: Partial<HttpResponse> | Transport) {
  const transport: Transport =
    typeof answer === 'function' ? answer : async () => ({ status: 200, headers: {}, body: '', ...answer });
  const recording = recordExchanges(transport, { directory, hosts, clock: { now: () => 1_800_000_000_000 }, log });
  return await recording({ method: 'GET', url: `${hosts.clio.app}/api/v4/contacts`, headers: {}, ...request });
}
const text = () => readFile(join(directory, 'exchanges.jsonl'), 'utf8');
const lines = async () =>
  (await text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('A recording', () => {
  test('has one line for each exchange, with what was sent and what came back', async () => {
    const request = {
      method: 'PATCH',
      url: `${hosts.clio.app}/api/v4/contacts/1.json?fields=id%2Cetag&state=open`,
      headers: { 'if-match': '"e"' },
      body: '{"data":{"first_name":"Ann","addresses":[{"state":"NY"}]}}',
    } as const;
    await record(request, { status: 422, headers: { 'x-ratelimit-limit': '50' }, body: '{"error":{"code":"Bad"}}' });
    await record({ url: `${hosts.microsoft.graph}/v1.0/me` }, { body: '<html>no</html>' });
    await record({ url: `${hosts.microsoft.login}/x` }, {});
    expect(await lines()).toEqual([
      {
        at: '2027-01-15T08:00:00.000Z',
        provider: 'clio',
        method: 'PATCH',
        url: `${hosts.clio.app}/api/v4/contacts/1.json?fields=id%2Cetag&state=%28removed%29`,
        requestHeaders: { 'if-match': '"e"' },
        requestBody: '{"data":{"first_name":"Ann","addresses":[{"state":"NY"}]}}',
        status: 422,
        responseHeaders: { 'x-ratelimit-limit': '50' },
        responseBody: '{"error":{"code":"Bad"}}',
      },
      expect.objectContaining({
        provider: 'microsoft',
        url: `${hosts.microsoft.graph}/v1.0/me`,
        responseBody: '<html>no</html>',
      }),
      expect.objectContaining({ provider: 'microsoft' }),
    ]);
  });

  test('names the provider by the closest address, since a look-alike may live under another', async () => {
    const nested = { clio: { app: 'https://one.example' }, microsoft: { graph: 'https://one.example/graph' } };
    const recording = recordExchanges(async () => ({ status: 200, headers: {}, body: '' }), {
      directory,
      hosts: nested,
      clock: { now: () => 0 },
      log,
    });
    for (const path of ['/graph/me', '/graphic', '']) {
      await recording({ method: 'GET', url: `https://one.example${path}`, headers: {} });
    }
    await recording({ method: 'GET', url: 'https://two.example/', headers: {} });
    expect((await lines()).map((each) => each.provider)).toEqual(['microsoft', 'clio', 'clio', 'unknown']);
  });

  test('has a line for an exchange that got no answer, and the failure goes on', async () => {
    const failing: Transport = () => Promise.reject(new SyncError('timeout', 'no answer'));
    await expect(record({ method: 'POST', body: '{}' }, failing)).rejects.toMatchObject({ code: 'timeout' });
    expect(await lines()).toMatchObject([{ status: 0, responseBody: '', requestBody: '{}' }]);
  });

  test('is for its owner’s eyes only', async () => {
    await record({}, {});
    expect((await stat(join(directory, 'exchanges.jsonl'))).mode & 0o777).toBe(0o600);
  });

  test('that cannot be written stops nothing', async () => {
    await writeFile(directory, 'a file in the way');
    expect(await record({}, { body: 'done' })).toMatchObject({ body: 'done' });
    expect(logged).toEqual(['recording.failed']);
  });

  test('hands on what came back untouched', async () => {
    const body = '{"access_token":"canary-token-0001"}';
    expect(await record({ headers: { authorization: 'Bearer x' } }, { body })).toMatchObject({ body });
  });
});

describe('No secret gets into a recording', () => {
  /** Planted wherever an exchange can carry one; the word is looked for in the whole file. */
  const canary = (where: string) => `canary-${where}-4f1d8c2a`;
  const form = (values: Record<string, string>) => new URLSearchParams(values).toString();
  const jwt = `eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.canary_signature`;

  test.each<[string, Partial<HttpRequest>, Partial<HttpResponse>]>([
    [
      'redeeming a code',
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form({
          grant_type: 'authorization_code',
          client_id: 'app',
          client_secret: canary('secret+/='),
          code: canary('code'),
          code_verifier: canary('verifier'),
        }),
      },
      { body: JSON.stringify({ access_token: canary('access'), refresh_token: canary('refresh'), id_token: jwt }) },
    ],
    [
      'refreshing, refused with an echo',
      { method: 'POST', body: form({ grant_type: 'refresh_token', refresh_token: canary('refresh+/ ') }) },
      {
        status: 400,
        body: JSON.stringify({
          error: 'invalid_grant',
          error_description: `No: ${canary('refresh+/ ')}`,
          error_uri: `https://login.example/?about=${encodeURIComponent(canary('refresh+/ '))}`,
        }),
      },
    ],
    [
      'headers of any spelling',
      { headers: { Authorization: `Bearer ${canary('bearer')}`, COOKIE: canary('cookie') } },
      {
        headers: { 'Set-Cookie': canary('set'), 'x-hook-secret': canary('hook') },
        body: `You sent ${canary('bearer')}`,
      },
    ],
    ['basic credentials', { headers: { authorization: `Basic ${canary('basic')}` } }, {}],
    [
      'addresses',
      { url: `${hosts.clio.app}/cb?code=${canary('code')}&token=${canary('t')}&Access_Token=${canary('a')}` },
      {
        status: 302,
        headers: { location: `https://concord.example/cb?code=${canary('code2')}&state=${canary('state')}` },
      },
    ],
    ['an address with a password', { url: `http://user:${canary('pw')}@127.0.0.1:4180/clio/x` }, {}],
    [
      'subscribing',
      { method: 'POST', body: JSON.stringify({ resource: 'me', clientState: canary('state') }) },
      { status: 201, body: JSON.stringify({ data: { shared_secret: canary('shared') } }) },
    ],
    [
      'a batch',
      {
        method: 'POST',
        body: JSON.stringify({ requests: [{ id: '1', headers: { Authorization: `Bearer ${canary('inner')}` } }] }),
      },
      {
        body: JSON.stringify({
          responses: [{ headers: { 'Set-Cookie': [canary('list')] }, body: { token: canary('t') } }],
        }),
      },
    ],
    ['half an answer', {}, { body: `{"x": "Bearer ${canary('cut')}", "y": "${jwt}` }],
    [
      'refusing with a page that quotes it in HTML and in base64',
      { method: 'POST', body: form({ client_secret: `${canary('page')}&<"x">` }) },
      {
        status: 500,
        body: `<p>${canary('page')}&amp;&lt;&quot;x&quot;&gt;</p>${['', 'a', 'ab'].map((before) => Buffer.from(`${before}${canary('page')}&<"x">`).toString('base64')).join(' ')}`,
      },
    ],
    [
      'a link of a letter turns up',
      {},
      {
        status: 302,
        headers: { location: `https://concord.example/auth/link/${canary('link')}` },
        body: `"removed" https://concord.example/auth/link/${canary('link2')}?x=1`,
      },
    ],
    ['deauthorising', { method: 'POST', body: `token=${canary('token')}` }, {}],
  ])('when %s', async (_what, request, answer) => {
    await record(request, answer);
    const written = await text();
    expect(written).not.toMatch(/canary/iu);
    // `canary` in base64, by where it begins in a group of three bytes.
    expect(written).not.toMatch(/Y2FuYXJ5|NhbmFye|jYW5hcn/u);
    expect(written).toContain('removed');
  });
});
