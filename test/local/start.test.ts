import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Row } from '@concord/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalUnderTest, removeFolder, startTestLocal, temporaryFolder, until } from './local-under-test.ts';

const patienceMs = 120_000;
let local: LocalUnderTest;
beforeAll(async () => {
  local = await startTestLocal();
}, patienceMs);
afterAll(async () => {
  await local.close();
  removeFolder(local.dataDir);
});

const rows = async (pk: string): Promise<readonly Row[]> =>
  (await (await local.get(`/api/rows?pk=${pk}`)).json()) as Row[];
const receipts = async (sync: string): Promise<readonly Row[]> =>
  (await rows('merged')).filter(({ sk }) => sk.startsWith(`${sync}#`));
const ring = (sync: string): Promise<Response> => local.get('/webhooks/clio/hook-1', { method: 'POST', body: sync });
const log = (): string => readFileSync(join(local.dataDir, 'logs', 'functions.log'), 'utf8');

describe('routes', () => {
  it('hand a function the event of an HTTP API', async () => {
    const answer = await local.get('/api/echo?a=1&a=2&b=%20', { headers: { cookie: 'x=1; y=2', 'x-Own': 'Z' } });
    const { event } = (await answer.json()) as { event: Record<string, unknown> };
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /api/{proxy+}',
      rawPath: '/api/echo',
      rawQueryString: 'a=1&a=2&b=%20',
      cookies: ['x=1', 'y=2'],
      queryStringParameters: { a: '1,2', b: ' ' },
      pathParameters: { proxy: 'echo' },
      isBase64Encoded: false,
      requestContext: { stage: '$default', http: { method: 'GET', path: '/api/echo', sourceIp: '127.0.0.1' } },
    });
    expect(event['headers']).toMatchObject({ 'x-own': 'Z', host: new URL(local.url).host });
    expect(event['headers']).not.toHaveProperty('cookie');
  });

  it('join a header that is sent twice', async () => {
    const { port } = new URL(local.url);
    const { body } = await ask(Number(port), { 'x-twice': ['1', '2'], cookie: ['a=1', 'b=2'] });
    const { event } = JSON.parse(body) as { event: { headers: Record<string, string>; cookies: string[] } };
    expect(event.headers['x-twice']).toBe('1,2');
    expect(event.cookies).toEqual(['a=1', 'b=2']);
  });

  it.each([
    ['application/json', '{"a":"é"}', false],
    ['text/plain', 'é', false],
    ['application/x-www-form-urlencoded', 'a=1', true],
    ['application/octet-stream', 'é', true],
  ])('deliver a body of %s as an HTTP API does', async (type, body, isBase64Encoded) => {
    const answer = await local.get('/api/echo', { method: 'POST', headers: { 'content-type': type }, body });
    const { event } = (await answer.json()) as { event: { body: string; isBase64Encoded: boolean } };
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body).toBe(body);
  });

  it('carry status, headers, cookies and bytes back', async () => {
    const redirect = await local.get('/auth/clio/start');
    expect(redirect.status).toBe(302);
    expect(redirect.headers.getSetCookie().slice(0, 2)).toEqual(['first=1; HttpOnly', 'second=2; HttpOnly']);
    const image = await local.get('/api/bytes');
    expect([...new Uint8Array(await image.arrayBuffer())]).toEqual([0, 1, 255]);
  });

  it('answer 413 for more than an HTTP API takes', async () => {
    const answer = await local.get('/api/echo', { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) });
    expect(answer.status).toBe(413);
  });

  it('do not exist for other methods and paths', async () => {
    expect((await local.get('/auth/clio/start', { method: 'POST' })).status).toBe(404);
    expect((await local.get('/webhooks/clio', { method: 'POST' })).status).toBe(404);
  });

  it('answer under this machine’s own names only', async () => {
    const { port } = new URL(local.url);
    const asked = async (host: string) => {
      const { status, location } = await ask(Number(port), { host });
      return [status, location];
    };
    expect(await asked(`127.0.0.1:${port}`)).toEqual([200, undefined]);
    expect(await asked(`localhost:${port}`)).toEqual([307, `${local.url}/api/echo`]);
    expect(await asked('evil.example')).toEqual([421, undefined]);
    expect(await asked(`evil.example:${port}`)).toEqual([421, undefined]);
  });
});

describe('functions', () => {
  it('find their secrets and the credentials that the operator gave', async () => {
    const location = (await local.get('/auth/clio/start')).headers.get('location');
    expect(location).toBe('https://example.com/?client=clio-id&opened=clio/start');
  });

  it('answer 500 when they throw, and their words go to the log', async () => {
    const answer = await local.get('/api/throw');
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(log()).toContain('On purpose.');
  });

  it('that fail at a link of a letter do not put its token into the log', async () => {
    expect((await local.get('/auth/link/token-of-a-letter')).status).toBe(500);
    await until(async () => (log().includes('GET /auth/link/(removed)') ? true : undefined));
    expect(log()).not.toContain('token-of-a-letter');
  });

  it('answer 500 when they end their process, and the next request finds a new container', async () => {
    expect((await local.get('/api/crash')).status).toBe(500);
    expect((await local.get('/api/echo')).status).toBe(200);
  });

  it('know how much time they have', async () => {
    const { remainingMs } = (await (await local.get('/api/echo')).json()) as { remainingMs: number };
    expect(remainingMs).toBeGreaterThan(28_000);
    expect(remainingMs).toBeLessThanOrEqual(29_000);
  });

  it('run side by side', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => local.get('/api/rows?pk=none')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  it('see the template’s environment and nothing of the operator’s', async () => {
    process.env['CONCORD_TEST_LEAK'] = 'leaked';
    const environment = (await (await local.get('/api/environment')).json()) as Record<string, string>;
    delete process.env['CONCORD_TEST_LEAK'];
    expect(environment).toMatchObject({ CONCORD_STAGE: 'dev', CONCORD_PUBLIC_URL: local.url });
    expect(environment).not.toHaveProperty('CONCORD_TEST_LEAK');
    expect(environment).not.toHaveProperty('HOME');
  });
});

describe('the queue', () => {
  it('brings a message from the webhook to the worker', async () => {
    const started = performance.now();
    expect((await ring('one')).status).toBe(202);
    const [receipt] = await until(async () => {
      const found = await receipts('one');
      return found.length > 0 ? found : undefined;
    });
    expect(receipt?.sk).toBe('one#1');
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('delivers each of many messages once, in batches', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => ring(`many-${index}`)));
    const found = await until(async () => {
      const all = (await rows('merged')).filter(({ sk }) => sk.startsWith('many-'));
      return all.length >= 30 ? all : undefined;
    });
    expect(new Set(found.map(({ sk }) => sk)).size).toBe(30);
    expect(found.every(({ sk }) => sk.endsWith('#1'))).toBe(true);
    expect(found.every(({ batch }) => Number(batch) <= 5)).toBe(true);
  });

  it('keeps only what the worker reports as failed, and all of a batch that failed whole', async () => {
    for (const sync of ['bad-1', 'good-1', 'worse-1']) await ring(sync);
    await until(async () => {
      const all = await Promise.all(['bad-1', 'good-1', 'worse-1'].map(receipts));
      return all.every(({ length }) => length > 0) ? true : undefined;
    });
    // They stay invisible for the visibility time; a new start gives them back (see restart.test.ts).
    expect(await receipts('good-1')).toHaveLength(1);
    // The log follows the receipts at its own pace.
    await until(async () => (log().includes('A whole batch fails.') ? true : undefined));
  });
});

describe('schedules', () => {
  it('call the function with an event of EventBridge, which finds what is due', async () => {
    const due = { pk: 'due', sk: 'from-poll', rev: 1, dueAt: 1 };
    await local.get('/api/put', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(due),
    });
    expect(await local.invoke('poll', { source: 'aws.events' })).toEqual({ rung: 1 });
    await until(async () => ((await receipts('from-poll')).length > 0 ? true : undefined));
  });
});

describe('the inbox', () => {
  const put = (row: object): Promise<Response> =>
    local.get('/api/put', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(row),
    });
  const page = async (path: string) => {
    const answer = await local.get(path);
    return {
      status: answer.status,
      policy: answer.headers.get('content-security-policy') ?? '',
      text: await answer.text(),
    };
  };

  it('says that nothing was sent yet', async () => {
    const { status, text } = await page('/inbox');
    expect([status, text.includes('Nothing was sent yet.')]).toEqual([200, true]);
  });

  it('shows what was sent, the newest first', async () => {
    for (const to of ['ann@firm.example', 'bob@firm.example']) {
      await put({ pk: `mail ${to}`, sk: to, rev: 1, dueAt: 1 });
      await local.invoke('poll', { source: 'aws.events' });
      await put({ pk: `mail ${to}`, sk: to, rev: 2 });
    }
    expect(local.mails().slice(-1)).toMatchObject([
      { to: 'ann@firm.example', from: 'concord@concord.example.com', id: 'letter-1' },
    ]);
    const { text } = await page('/inbox');
    expect(text.indexOf('to bob@firm.example')).toBeGreaterThan(0);
    expect(text.indexOf('to bob@firm.example')).toBeLessThan(text.indexOf('to ann@firm.example'));
    expect(text).toContain('Hello &lt;Ann&gt;');
  });

  it('shows a mail as text, and as HTML in a frame without scripts and without our origin', async () => {
    const [mail] = local.mails();
    const { text, policy } = await page(`/inbox/${mail?.key}`);
    expect(text).toContain(
      `sandbox="allow-top-navigation-by-user-activation allow-popups" src="/inbox/${mail?.key}/html"`,
    );
    expect(text).toContain('<a href="https://concord.example/auth/link/t1">https://concord.example/auth/link/t1</a>');
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toContain('<script>');
    expect(policy).toContain("default-src 'none'");
    const inner = await page(`/inbox/${mail?.key}/html`);
    expect(inner.text).toContain(
      '<!doctype html><base target="_top"><p>Go <a href="https://concord.example/auth/link/t1">',
    );
    expect(inner.policy).toMatch(/^sandbox allow-top-navigation-by-user-activation allow-popups;/u);
    expect(inner.policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/u);
  });

  it('has no other mail, and nothing else under its name', async () => {
    expect((await page('/inbox/nobody')).status).toBe(404);
    expect((await page('/inbox/a/b/c')).text).not.toContain('<h1>Inbox</h1>');
    expect((await local.get('/inbox', { method: 'POST' })).status).toBe(404);
  });

  it('is kept for this user only', () => {
    const dir = join(local.dataDir, 'mails');
    expect(readdirSync(dir)).toHaveLength(2);
    for (const file of readdirSync(dir)) expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600);
  });
});

describe('the IAM check', () => {
  it('lets only the poller send letters', async () => {
    expect(await (await local.get('/api/mail?from=concord@concord.example.com')).json()).toBe('misconfigured');
    expect(local.guard.denied()).toContainEqual({
      functionName: 'concord-dev-api',
      action: 'ses:SendEmail',
      resource: 'arn:aws:ses:us-east-1:000000000000:identity/concord.example.com',
    });
  });

  it('refuses what the policy of the template does not allow, and says so', async () => {
    expect(await (await local.get('/api/due')).json()).toBe('misconfigured');
    const denial = local.guard.denied().find(({ action }) => action === 'dynamodb:Query');
    expect(denial).toMatchObject({ functionName: 'concord-dev-api', action: 'dynamodb:Query' });
    expect(denial?.resource).toMatch(/\/index\/due$/);
    expect(log()).toContain('denied: concord-dev-api dynamodb:Query');
  });

  it('knows what is allowed and not used', async () => {
    const used = (functionName: string, action: string) =>
      !local.guard.unused().some((entry) => entry.functionName === functionName && entry.action === action);
    expect(used('concord-dev-merge', 'sqs:DeleteMessage')).toBe(true);
    expect(used('concord-dev-webhook', 'sqs:SendMessage')).toBe(true);
    expect(used('concord-dev-merge', 'dynamodb:BatchWriteItem')).toBe(false);
  });

  it('refuses a caller without a name', async () => {
    const environment = (await (await local.get('/api/environment')).json()) as Record<string, string>;
    const answer = await fetch(environment['AWS_ENDPOINT_URL'] ?? '', {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
      body: JSON.stringify({ TableName: environment['CONCORD_TABLE'], Key: {} }),
    });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('AccessDenied')]);
  });
});

describe('a second start', () => {
  it('says that a port is in use', async () => {
    const dataDir = temporaryFolder();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const started = startTestLocal({ dataDir, port });
    await expect(started).rejects.toThrow(`Port ${port} is in use: stop what uses it, or choose another with --port.`);
    taken.close();
    removeFolder(dataDir);
  });
});

type RawAnswer = { readonly status: number | undefined; readonly location: string | undefined; readonly body: string };

/** `fetch` lets a test neither choose the host nor send a header twice. */
function ask(port: number, headers: OutgoingHttpHeaders): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = { host: `127.0.0.1:${port}`, ...headers };
    request({ port, host: '127.0.0.1', path: '/api/echo', headers: sent }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => (body += text));
      answer.on('end', () => resolve({ status: answer.statusCode, location: answer.headers.location, body }));
    })
      .on('error', reject)
      .end();
  });
}
