import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  awkwardnesses,
  BrokenConnection,
  createAwkwardnesses,
  createFileStore,
  createLiveWorld,
  createManualWorld,
  createSandbox,
  type PlainRequest,
  serve,
} from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { firm, owner } from './clio-world.ts';

function frontDoor() {
  const world = createManualWorld();
  const sandbox = createSandbox(world, { limits: false });
  sandbox.clio.addFirm({ ...firm, users: [owner] });
  const visit = async (path: string, init?: RequestInit) => {
    const response = await sandbox.handle(new Request(`http://sandbox.test${path}`, init));
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const submit = (fields: Record<string, string>) =>
    visit('/awkwardnesses', { method: 'POST', body: new URLSearchParams(fields) });
  return { world, sandbox, visit, submit };
}

describe('the front door of the sandbox', () => {
  it('leads by the first part of the path to Clio, to Microsoft and to the start page', async () => {
    const { visit } = frontDoor();
    expect((await visit('/clio/contacts')).text).toContain('stand-in for Clio');
    expect((await visit('/clio/api/v4/contacts')).status).toBe(401);
    expect((await visit('/graph/v1.0/me/contacts')).status).toBe(401);
    expect((await visit('/outlook/people')).text).toContain('stand-in for Microsoft 365');
    expect((await visit('/login/common/oauth2/v2.0/authorize')).headers.get('content-type')).toContain('text/html');
    const start = await visit('/');
    for (const href of ['/clio/contacts', '/outlook/people', '/awkwardnesses'])
      expect(start.text).toContain(`href="${href}"`);
  });

  it.each(['/nowhere', '/cliox/contacts', '/constructor', '/__proto__'])('knows no %s', async (path) => {
    const { status, text } = await frontDoor().visit(path);
    expect(status).toBe(404);
    expect(text).toContain('There is no such page in the sandbox.');
  });

  it('takes no form that another site sends', async () => {
    const { sandbox } = frontDoor();
    const id = sandbox.clio.contacts.add({ type: 'Person', first_name: 'Zoë' });
    const post = (site: string) =>
      sandbox.handle(
        new Request(`http://sandbox.test/clio/contacts/${id}/delete`, {
          method: 'POST',
          headers: { 'sec-fetch-site': site },
        }),
      );
    expect((await post('cross-site')).status).toBe(403);
    expect(sandbox.clio.contacts.get(id)).toBeDefined();
    expect((await post('same-origin')).status).toBe(303);
  });
});

describe('plain requests', () => {
  const paths = ['/', '/nowhere', '/clio/contacts', '/clio/api/v4/contacts', '/graph/v1.0/me', '/login/common/x'];

  it.each(paths)('are answered as web requests are: %s', async (path) => {
    const url = `http://sandbox.test${path}`;
    const web = await frontDoor().sandbox.handle(new Request(url, { headers: { 'client-request-id': 'same' } }));
    const plain = await frontDoor().sandbox.answer({ method: 'GET', url, headers: { 'client-request-id': 'same' } });
    const { status, headers } = web;
    expect(plain).toEqual({ status, headers: Object.fromEntries(headers), body: await web.text() });
  });

  it('carry a body, may have no answer to read, and break as connections do', async () => {
    const { sandbox } = frontDoor();
    const { access_token } = sandbox.clio.grant(owner.id);
    const headers = { authorization: `Bearer ${access_token}`, 'user-agent': 'Concord' };
    const url = 'http://sandbox.test/clio/api/v4/contacts';
    const body = JSON.stringify({ data: { type: 'Person', first_name: 'Zoë' } });
    const made = await sandbox.answer({ method: 'POST', url, headers, body });
    const { id } = JSON.parse(made.body).data;
    const deleted = await sandbox.answer({ method: 'DELETE', url: `${url}/${id}`, headers });
    expect([made.status, deleted.status, deleted.body]).toEqual([201, 204, '']);
    sandbox.awkward.set('clio.brokenBeforeEffect', { rate: 1 });
    await expect(sandbox.answer({ method: 'GET', url, headers })).rejects.toMatchObject({ wasRefused: false });
  });

  it('are what a world posts that takes them', async () => {
    const posted: PlainRequest[] = [];
    const world = createManualWorld({
      post: async (request) => {
        posted.push(request);
        return { status: 200, headers: { 'x-hook-secret': request.headers['x-hook-secret'] ?? '' }, body: '' };
      },
    });
    const sandbox = createSandbox(world, { limits: false });
    sandbox.clio.addFirm({ ...firm, users: [owner] });
    const headers = { authorization: `Bearer ${sandbox.clio.grant(owner.id).access_token}`, 'user-agent': 'Concord' };
    const body = JSON.stringify({ data: { url: 'https://hook.test/a?b=c', model: 'contact', fields: 'id' } });
    await sandbox.answer({ method: 'POST', url: 'http://sandbox.test/clio/api/v4/webhooks', headers, body });
    await world.advance(0);
    sandbox.clio.contacts.add({ type: 'Person', first_name: 'Zoë' });
    await world.advance(0);
    expect(posted.map(({ method, url }) => `${method} ${url}`)).toEqual(Array(2).fill('POST https://hook.test/a?b=c'));
    expect(posted[1]?.headers['x-hook-signature']).toMatch(/^[0-9a-f]{64}$/u);
    expect(JSON.parse(posted[1]?.body ?? '').meta.event).toBe('created');
  });
});

describe('the page of awkwardnesses', () => {
  it('lists every awkwardness of both services by name', async () => {
    const { text } = await frontDoor().visit('/awkwardnesses');
    for (const name of Object.keys(awkwardnesses)) expect(text).toContain(`<code>${name}</code>`);
    expect(Object.keys(awkwardnesses).some((name) => name.startsWith('microsoft.'))).toBe(true);
  });

  it('switches one on with share and amount, changes it, and off again', async () => {
    const { sandbox, submit, visit } = frontDoor();
    const answer = await submit({ name: 'clio.slow', rate: '0.5', amount: '250', set: 'on' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/awkwardnesses#clio.slow']);
    expect(sandbox.awkward.settings()).toEqual({ 'clio.slow': { rate: 0.5, amount: 250 } });
    expect((await visit('/awkwardnesses')).text).toMatch(/name="amount" min="0" step="any" value="250"/u);
    await submit({ name: 'clio.slow', rate: '1', amount: '', set: 'on' });
    expect(sandbox.awkward.settings()).toEqual({ 'clio.slow': { rate: 1 } });
    await submit({ name: 'clio.slow', rate: '1', set: 'off' });
    expect(sandbox.awkward.settings()).toEqual({});
  });

  it('switches all off at once', async () => {
    const { sandbox, submit } = frontDoor();
    await submit({ name: 'clio.slow', rate: '1', set: 'on' });
    await submit({ name: 'clio.emptyList', rate: '1', set: 'on' });
    expect((await submit({ clear: 'all' })).text).toContain('All are off now.');
    expect(sandbox.awkward.settings()).toEqual({});
  });

  it.each([
    { name: 'clio.unheardOf', rate: '1' },
    { name: 'clio.slow', rate: '2' },
    { name: 'clio.slow', rate: 'often' },
    { name: 'clio.slow', rate: '1', amount: '-5' },
    { name: 'toString', rate: '1' },
  ])('refuses %o', async (fields) => {
    const { sandbox, submit } = frontDoor();
    expect((await submit({ ...fields, set: 'on' })).status).toBe(422);
    expect(sandbox.awkward.settings()).toEqual({});
  });
});

describe('serving the sandbox', () => {
  it('brings bytes there and back unchanged, with method, address and headers', async () => {
    const bytes = new Uint8Array([0, 255, 254, 10, 13, 200]);
    const handle = async (request: Request) => {
      const body = await request.arrayBuffer();
      const seen = `${request.method} ${new URL(request.url).pathname}${new URL(request.url).search} ${request.headers.get('x-seen')}`;
      return new Response(body, { status: 207, headers: { 'x-seen': seen } });
    };
    await using served = disposable(await serve({ handle }, 0));
    const response = await fetch(`${served.url}/a%20b?c=%2B`, {
      method: 'PUT',
      body: bytes,
      headers: { 'x-seen': 'yes' },
    });
    expect([response.status, response.headers.get('x-seen')]).toEqual([207, 'PUT /a%20b?c=%2B yes']);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('breaks the connection when the sandbox does', async () => {
    await using served = disposable(await serve({ handle: () => Promise.reject(new BrokenConnection()) }, 0));
    await expect(fetch(served.url)).rejects.toThrow('fetch failed');
  });

  it('refuses a body of more than 20 MB', async () => {
    await using served = disposable(await serve({ handle: () => Promise.resolve(new Response('taken')) }, 0));
    const response = await fetch(served.url, { method: 'POST', body: new Uint8Array(21 * 1024 * 1024) });
    expect(response.status).toBe(413);
  });

  it('says so when the port is in use', async () => {
    const handle = () => Promise.resolve(new Response());
    await using served = disposable(await serve({ handle }, 0));
    await expect(serve({ handle }, Number(new URL(served.url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('reaches a webhook through the live world, without waiting for the clock of a test', async () => {
    const received = Promise.withResolvers<string>();
    const receiver = createServer((incoming, outgoing) => {
      outgoing.setHeader('x-hook-secret', incoming.headers['x-hook-secret'] ?? '').end();
      received.resolve(String(incoming.headers['x-hook-secret']));
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const address = receiver.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    try {
      const sandbox = createSandbox(createLiveWorld({ publicUrl: 'http://sandbox.test', seed: 1 }), { limits: false });
      sandbox.clio.addFirm({ ...firm, users: [owner] });
      const { access_token } = sandbox.clio.grant(owner.id);
      const body = JSON.stringify({ data: { url: `http://127.0.0.1:${port}/hook`, model: 'contact', fields: 'id' } });
      const headers = { authorization: `Bearer ${access_token}` };
      await sandbox.handle(new Request('http://sandbox.test/clio/api/v4/webhooks', { method: 'POST', body, headers }));
      expect(await received.promise).toMatch(/^[A-Za-z0-9]{48}$/u);
    } finally {
      receiver.closeAllConnections();
      receiver.close();
    }
  });
});

describe('the kernel of the sandbox', () => {
  it('runs delayed tasks at their time and in the order of asking, and those that they ask for in turn', async () => {
    const world = createManualWorld({ startAt: 0 });
    const ran: string[] = [];
    const note = (name: string) => () => {
      ran.push(`${name}@${world.now()}`);
      return Promise.resolve();
    };
    world.later(20, note('late'));
    world.later(10, note('first'));
    world.later(10, note('second'));
    world.later(5, async () => {
      await note('early')();
      world.later(5, note('third'));
      world.later(100, note('never'));
    });
    await world.advance(20);
    expect(ran).toEqual(['early@5', 'first@10', 'second@10', 'third@10', 'late@20']);
    expect(world.now()).toBe(20);
  });

  it('passes on the failure of a delayed task', async () => {
    const world = createManualWorld();
    world.later(1, () => Promise.reject(new Error('broken task')));
    await expect(world.advance(1)).rejects.toThrow('broken task');
  });

  it('repeats random choices from a seed', () => {
    const draws = (seed: number) => Array.from({ length: 5 }, createManualWorld({ seed }).random);
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
  });

  it('draws for an awkwardness only when chance is involved', () => {
    let drawn = 0;
    const awkward = createAwkwardnesses(() => {
      drawn += 1;
      return 0.3;
    });
    awkward.set('clio.always', { rate: 1 });
    awkward.set('clio.sometimes', { rate: 0.5 });
    awkward.set('clio.seldom', { rate: 0.2 });
    const strikes = ['clio.never', 'clio.always', 'clio.sometimes', 'clio.seldom'].map(awkward.strikes);
    expect([strikes, drawn]).toEqual([[false, true, true, false], 2]);
    expect(awkward.struck()).toEqual({ 'clio.always': 1, 'clio.sometimes': 1 });
    awkward.missed('clio.always');
    expect(awkward.struck()).toEqual({ 'clio.sometimes': 1 });
  });

  it('keeps a file store over a restart, in the order of first insertion, and forgets what was deleted', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-store-'));
    try {
      const path = join(folder, 'store.sqlite');
      const things = createFileStore(path).collection<{ n: number }>('things');
      for (const [id, n] of [
        ['b', 1],
        ['a', 2],
        ['c', 3],
        ['b', 4],
      ] as const)
        things.set(id, { n });
      things.delete('a');
      const again = createFileStore(path).collection<{ n: number }>('things');
      expect([...again.entries()]).toEqual([
        ['b', { n: 4 }],
        ['c', { n: 3 }],
      ]);
      createFileStore(path).clear();
      expect(createFileStore(path).collection('things').size()).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function disposable<T extends { readonly close: () => Promise<void> }>(thing: T): T & AsyncDisposable {
  return { ...thing, [Symbol.asyncDispose]: thing.close };
}
