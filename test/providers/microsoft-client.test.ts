import {
  type Collection,
  type HttpRequest,
  type HttpResponse,
  isSyncError,
  type Operation,
  SyncError,
  type Transport,
} from '@concord/core';
import { microsoft } from '@concord/provider-microsoft';
import { describe, expect, test } from 'vitest';
import { createGraph } from '../../packages/providers/microsoft/src/graph.ts';
import { emptyCard } from './microsoft-saved.ts';

const start = Date.UTC(2026, 0, 5, 9);
const canonical = 'https://graph.microsoft.com/v1.0/me/contactFolders/contacts/contacts/delta?';

type Reply = { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };
type ItemRequest = { readonly id: string; readonly method: string; readonly url: string; readonly body?: unknown };
type Script = {
  readonly batch?: (item: ItemRequest) => Reply | undefined;
  readonly other?: (request: HttpRequest) => Reply;
};

/** A collection over scripted answers; time moves by a second with each request. */
function open(script: Script | Transport): { book: Collection; sent: HttpRequest[]; items: ItemRequest[] } {
  const sent: HttpRequest[] = [];
  const items: ItemRequest[] = [];
  let now = start;
  const scripted: Transport = async (request) => {
    if (typeof script === 'function') return script(request);
    if (!request.url.endsWith('/$batch')) return plain(script.other?.(request) ?? {});
    const { requests } = JSON.parse(request.body ?? '') as { requests: ItemRequest[] };
    items.push(...requests);
    const responses = requests.flatMap((item) => {
      const reply = script.batch?.(item);
      return reply ? [{ id: item.id, status: 200, ...reply }] : [];
    });
    return plain({ body: { responses: responses.toReversed() } });
  };
  const openContacts = microsoft.collections.contact;
  if (!openContacts) throw new Error('no contacts');
  const book = openContacts({
    transport: (request) => {
      sent.push(request);
      now += 1000;
      return scripted(request);
    },
    accessToken: async () => 'token-1',
    hosts: { login: 'http://127.0.0.1:4180/login', graph: 'http://127.0.0.1:4180/graph' },
    clock: { now: () => now },
    claims: { take: async () => ({ kind: 'busy' }), bind: async () => {}, release: async () => {} },
    phoneRegion: 'US',
    seesEverything: true,
  });
  return { book, sent, items };
}

function plain({ status = 200, headers = {}, body }: Reply): HttpResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body ?? {}) };
}

const card = (id: string, more: object = {}) => ({
  ...emptyCard,
  id,
  '@odata.etag': `W/"${id}-1"`,
  parentFolderId: 'main',
  createdDateTime: '2026-01-01T00:00:00Z',
  lastModifiedDateTime: '2026-01-02T00:00:00Z',
  givenName: 'Anna',
  ...more,
});
const failure = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers,
  body: { error: { code, message: 'x' } },
});
const anna = { kind: 'person', firstName: 'Anna' };
const create: Operation = { kind: 'create', marker: 'm-1', item: anna };
const update: Operation = {
  kind: 'update',
  id: 'u',
  version: 'W/"u-1"',
  known: { item: anna },
  item: { ...anna, lastName: 'Reyes' },
};
const remove: Operation = { kind: 'delete', id: 'd', version: 'W/"d-1"' };
const every = [create, update, remove];
const last = `${canonical}$deltatoken=d1`;
const failing =
  (error: SyncError): Transport =>
  async () => {
    throw error;
  };

describe('requests', () => {
  test('go to the configured host with the token, a request id and immutable ids', async () => {
    const { book, sent } = open({ other: () => ({ body: { value: [], '@odata.deltaLink': last } }) });
    const { cursor = '' } = await book.scan(undefined);
    await book.changes(cursor);
    expect(sent.map(({ method, url }) => [method, url.split('?')[0]])).toEqual([
      ['GET', 'http://127.0.0.1:4180/graph/v1.0/me/contactFolders/contacts/contacts/delta'],
      ['GET', 'http://127.0.0.1:4180/graph/v1.0/me/contactFolders/contacts/contacts/delta'],
    ]);
    expect(sent[1]?.url).toContain('$deltatoken=d1');
    expect(sent[1]?.url).not.toContain('$select');
    for (const { headers } of sent) {
      expect(headers.authorization).toBe('Bearer token-1');
      expect(headers.prefer).toBe('IdType="ImmutableId", odata.maxpagesize=200');
      expect(headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/u);
      expect(Object.keys(headers).filter((name) => name.startsWith('sdk'))).toEqual([]);
    }
    expect(sent[0]?.headers['client-request-id']).not.toBe(sent[1]?.headers['client-request-id']);
  });

  test('carry the token to Graph and to nobody else', async () => {
    const sent: HttpRequest[] = [];
    const graph = createGraph({
      transport: async (request) => {
        sent.push(request);
        return plain({});
      },
      accessToken: async () => 'token-1',
      hosts: { graph: 'http://127.0.0.1:4180/graph' },
      requestId: () => 'request-1',
    });
    for (const origin of ['https://evil.example', 'https://graph.microsoft.com.evil.example']) {
      await expect(graph({ method: 'GET', url: `${origin}/v1.0/me`, headers: {} })).rejects.toThrow();
    }
    expect(sent).toEqual([]);
    await graph({
      method: 'PATCH',
      url: 'https://graph.microsoft.com/v1.0/me?$top=1',
      headers: { prefer: 'x' },
      body: '{}',
    });
    expect(sent).toMatchObject([{ method: 'PATCH', url: 'http://127.0.0.1:4180/graph/v1.0/me?$top=1', body: '{}' }]);
  });

  test('are sent once, whatever the answer', async () => {
    for (const status of [429, 500, 503, 504, 302]) {
      const { book, sent } = open({ other: () => ({ status, headers: { 'retry-after': '1.5', location: '/x' } }) });
      const error = await book.scan(undefined).catch((thrown: unknown) => thrown);
      expect(isSyncError(error) && error.retryAfterMs).toBe(1500);
      expect(sent).toHaveLength(1);
    }
  });

  test('fail as the transport fails', async () => {
    const lost = new SyncError('leaseLost', 'gone');
    const { book } = open(failing(lost));
    await expect(book.scan(undefined)).rejects.toBe(lost);
    await expect(book.read(['a'])).rejects.toBe(lost);
    await expect(book.write(every)).rejects.toBe(lost);
  });
});

describe('a complete pass', () => {
  test('goes page by page and ends with the cursor', async () => {
    const pages: Reply[] = [
      { body: { value: [card('a'), card('b')], '@odata.nextLink': `${canonical}$skiptoken=s1` } },
      { body: { value: [], '@odata.nextLink': `${canonical}$skiptoken=s2` } },
      { body: { value: [card('c')], '@odata.deltaLink': last } },
    ];
    const { book } = open({ other: () => pages.shift() ?? {} });
    const first = await book.scan(undefined);
    expect(first.observations).toMatchObject([
      { kind: 'present', id: 'a', version: 'W/"a-1"', askedAt: start },
      { kind: 'present', id: 'b' },
    ]);
    const second = await book.scan(first.next);
    expect(second).toMatchObject({ observations: [], next: expect.any(String) });
    const third = await book.scan(second.next);
    expect(third.observations).toMatchObject([{ id: 'c' }]);
    expect(third.next).toBeUndefined();
    expect(third.cursor).toEqual(expect.any(String));
  });

  test.each([
    ['an HTML page', '<html>'],
    ['half an answer', '{"value":[{"id":'],
    ['a page without a way onward', { value: [] }],
  ])('does not end with %s', async (_, body) => {
    const { book } = open({ other: () => ({ body }) });
    await expect(book.scan(undefined)).rejects.toMatchObject({ code: 'garbled' });
  });

  test('ends when the mailbox turns out to have no contacts of its own', async () => {
    const { book } = open({ other: () => failure(404, 'MailboxNotEnabledForRESTAPI') });
    await expect(book.scan(undefined)).rejects.toMatchObject({ code: 'noMailbox' });
  });

  test('is given up when the same page comes again and again', async () => {
    let token = 0;
    const body = () => ({ value: [card('a')], '@odata.nextLink': `${canonical}$skiptoken=${token++}` });
    const { book, sent } = open({ other: () => ({ body: body() }) });
    const walk = async () => {
      let next = (await book.scan(undefined)).next;
      for (let pages = 0; pages < 50; pages += 1) next = (await book.scan(next)).next;
    };
    await expect(walk()).rejects.toMatchObject({ code: 'garbled' });
    expect(sent.length).toBeLessThan(10);
  });

  test.each([
    [410, undefined],
    [400, 'ErrorInvalidIdMalformed'],
    [404, 'SyncStateNotFound'],
  ])('starts anew when a link died in the middle: %i %s', async (status, code) => {
    let calls = 0;
    const first = { body: { value: [card('a')], '@odata.nextLink': `${canonical}$skiptoken=s1` } };
    const { book } = open({ other: () => (calls++ === 0 ? first : code ? failure(status, code) : { status }) });
    const { next } = await book.scan(undefined);
    await expect(book.scan(next)).rejects.toMatchObject({ code: 'cursorExpired' });
  });
});

describe('changes', () => {
  const cursor = JSON.stringify({ link: last, pages: 0, repeats: 0 });

  test('are read again by id where a row leaves something out', async () => {
    const rows = [card('whole'), { id: 'part', jobTitle: 'Judge' }, { id: 'gone', '@removed': { reason: 'deleted' } }];
    const { book, items } = open({
      other: () => ({ body: { value: rows, '@odata.deltaLink': last } }),
      batch: (item) => ({ body: card('part', { jobTitle: 'Judge', surname: item.url }) }),
    });
    const { observations, more } = await book.changes(cursor);
    expect(items.map(({ url }) => url.split('?')[0])).toEqual(['/me/contacts/part']);
    expect(observations.map(({ id, kind }) => [id, kind])).toEqual([
      ['whole', 'present'],
      ['gone', 'gone'],
      ['part', 'present'],
    ]);
    expect(observations[1]).toMatchObject({ confirmed: false });
    expect(more).toBe(false);
  });

  test('of a whole page of partial rows are read twenty at a time', async () => {
    const rows = Array.from({ length: 45 }, (_, index) => ({ id: `p${index}` }));
    const { book, sent } = open({
      other: () => ({ body: { value: [card('whole'), ...rows], '@odata.nextLink': `${canonical}$skiptoken=s` } }),
      batch: (item) => ({ body: card(item.url.split(/[/?]/u)[3] ?? '') }),
    });
    const page = await book.changes(cursor);
    expect(page.observations).toHaveLength(46);
    expect(page.more).toBe(true);
    expect(sent).toHaveLength(4);
  });
});

describe('a read by id', () => {
  const places: Script = {
    batch: ({ url }) => {
      if (url.startsWith('/me/contactFolders/contacts?')) return { body: { id: 'main' } };
      if (url.startsWith('/me/contactFolders?')) return { body: { value: [{ id: 'friends' }] } };
      if (url.startsWith('/me/contactFolders/contacts/childFolders')) return { body: { value: [{ id: 'clients' }] } };
      if (url.startsWith('/me/contactFolders/clients/childFolders')) return { body: { value: [{ id: 'old' }] } };
      if (url.includes('/childFolders')) return { body: { value: [] } };
      const id = url.split(/[/?]/u)[3] ?? '';
      if (id === 'missing') return failure(404, 'ErrorItemNotFound');
      if (id === 'malformed') return failure(400, 'ErrorInvalidIdMalformed');
      return { body: card(id, { parentFolderId: id }) };
    },
  };

  test('tells here, moved and deleted apart by the folder', async () => {
    const { book } = open(places);
    const seen = await book.read(['main', 'friends', 'clients', 'old', 'deleteditems', 'missing', 'malformed']);
    expect(seen.map(({ id, kind }) => [id, kind])).toEqual([
      ['main', 'present'],
      ['friends', 'elsewhere'],
      ['clients', 'elsewhere'],
      ['old', 'elsewhere'],
      ['deleteditems', 'gone'],
      ['missing', 'gone'],
      ['malformed', 'hidden'],
    ]);
    expect(seen.filter(({ kind }) => kind === 'gone')).toMatchObject([{ confirmed: true }, { confirmed: true }]);
  });

  test('asks for the main folder along with the items, and for the others only when it must', async () => {
    const { book, sent, items } = open(places);
    await book.read(['main']);
    await book.read(['main']);
    expect(sent).toHaveLength(2);
    expect(items.filter(({ url }) => url.includes('contactFolders'))).toHaveLength(1);
    await book.read(['friends']);
    await book.read(['deleteditems']);
    expect(items.filter(({ url }) => url.startsWith('/me/contactFolders?'))).toHaveLength(1);
  });

  test('of twenty asks for the folder by itself', async () => {
    const { book, sent } = open(places);
    const ids = Array.from({ length: 20 }, () => 'main');
    expect((await book.read(ids)).every(({ kind }) => kind === 'present')).toBe(true);
    expect(sent).toHaveLength(2);
  });

  test.each([
    [failure(429, 'ApplicationThrottled', { 'Retry-After': '2.128' }), 'rateLimited'],
    [failure(503, 'ErrorServerBusy'), 'unavailable'],
    [failure(404, 'MailboxNotEnabledForRESTAPI'), 'noMailbox'],
    [failure(401, 'InvalidAuthenticationToken'), 'unauthorized'],
    [failure(403, 'ErrorAccessDenied'), 'forbidden'],
    [undefined, 'garbled'],
    [{ body: 'nonsense' }, 'garbled'],
  ])('fails as a whole when one answer is %o', async (reply, code) => {
    const { book } = open({ batch: ({ id }) => (id === '1' ? { body: card('a') } : reply) });
    await expect(book.read(['a', 'b'])).rejects.toMatchObject({ code });
  });

  test('of nothing asks nothing', async () => {
    const { book, sent } = open({});
    expect(await book.read([])).toEqual([]);
    expect(await book.write([])).toEqual([]);
    expect(await book.find([])).toEqual([]);
    expect(sent).toEqual([]);
  });
});

describe('a write', () => {
  test('is one batch, and says per operation what came of it', async () => {
    const { book, sent, items } = open({
      batch: ({ method }) => {
        if (method === 'POST') return { status: 201, body: card('new') };
        return method === 'PATCH' ? { body: card('u', { surname: 'Reyes' }) } : { status: 204 };
      },
    });
    expect(await book.write(every)).toMatchObject([
      { kind: 'written', observation: { id: 'new', askedAt: start } },
      { kind: 'written', observation: { id: 'u', item: { lastName: 'Reyes' } } },
      { kind: 'deleted' },
    ]);
    expect(sent).toHaveLength(1);
    expect(items).toMatchObject([
      { method: 'POST', url: '/me/contacts', body: { singleValueExtendedProperties: [{ value: 'm-1' }] } },
      { method: 'PATCH', url: '/me/contacts/u', headers: { 'If-Match': 'W/"u-1"' }, body: { surname: 'Reyes' } },
      { method: 'DELETE', url: '/me/contacts/d', headers: { 'If-Match': 'W/"d-1"' } },
    ]);
  });

  const outcomesOf = (reply: Reply | undefined) => open({ batch: () => reply }).book.write(every);
  const same = (outcome: object) => [outcome, outcome, outcome];

  test.each([
    ['412', failure(412, 'ErrorIrresolvableConflict'), same({ kind: 'conflict' })],
    [
      '429',
      failure(429, 'ApplicationThrottled', { 'Retry-After': '2.128' }),
      same({ kind: 'notDone', code: 'rateLimited', retryAfterMs: 2128 }),
    ],
    ['503', failure(503, 'ErrorServerBusy'), same({ kind: 'notDone', code: 'unavailable' })],
    ['424', failure(424, 'FailedDependency'), same({ kind: 'notDone', code: 'unavailable' })],
    ['401', failure(401, 'InvalidAuthenticationToken'), same({ kind: 'notDone', code: 'unauthorized' })],
    ['no mailbox', failure(404, 'MailboxNotEnabledForRESTAPI'), same({ kind: 'notDone', code: 'noMailbox' })],
    ['500', failure(500, 'InternalServerError'), same({ kind: 'unknown' })],
    ['504 without JSON', { status: 504, body: '<html>' }, same({ kind: 'unknown' })],
    ['no answer', undefined, same({ kind: 'unknown' })],
  ])('answered %s comes out so for each', async (_, reply, outcomes) => {
    expect(await outcomesOf(reply)).toEqual(outcomes);
  });

  test.each([
    [400, 'ErrorInvalidRequest'],
    [413, 'TooLarge'],
    [507, 'ErrorQuotaExceeded'],
  ])('that Graph will never take (%i) is refused, in words without people’s data', async (status, code) => {
    expect(await outcomesOf(failure(status, code))).toEqual(
      same({ kind: 'refused', code: 'refused', detail: `Microsoft Graph answered ${status} ${code}` }),
    );
  });

  test('answered 404 is gone, and a create that finds no folder is refused', async () => {
    expect(await outcomesOf(failure(404, 'ErrorItemNotFound'))).toMatchObject([
      { kind: 'refused', code: 'notFound' },
      { kind: 'gone' },
      { kind: 'gone' },
    ]);
  });

  test('that succeeded without showing the contact is unknown', async () => {
    expect(await outcomesOf({ status: 204 })).toEqual([{ kind: 'unknown' }, { kind: 'unknown' }, { kind: 'deleted' }]);
    expect(await outcomesOf({ status: 200, body: { id: 'u' } })).toMatchObject([
      { kind: 'unknown' },
      { kind: 'unknown' },
      {},
    ]);
  });

  test('that would change nothing only reads, and is a conflict when somebody else wrote', async () => {
    const idle: Operation = { ...update, item: anna };
    for (const [shown, outcome] of [
      [card('u'), { kind: 'written', observation: { version: 'W/"u-1"' } }],
      [card('u', { '@odata.etag': 'W/"u-2"' }), { kind: 'conflict' }],
    ] as const) {
      const { book, items } = open({ batch: () => ({ body: shown }) });
      expect(await book.write([idle])).toMatchObject([outcome]);
      expect(items).toMatchObject([{ method: 'GET' }]);
    }
  });

  test('whose answer never came is unknown; one that was never sent is not done', async () => {
    const timeout = new SyncError('timeout', 'too late');
    expect(await open(failing(timeout)).book.write(every)).toEqual(same({ kind: 'unknown' }));
    const tooLarge = new SyncError('garbled', 'too large');
    expect(await open(failing(tooLarge)).book.write(every)).toEqual(same({ kind: 'unknown' }));
    const network = new SyncError('network', 'refused');
    expect(await open(failing(network)).book.write(every)).toEqual(same({ kind: 'notDone', code: 'network' }));
  });

  test('whose batch broke inside Graph, or came back unreadable, is unknown', async () => {
    for (const reply of [
      { status: 500 },
      { status: 502, body: '<html>' },
      { status: 504 },
      { body: '<html>' },
      { body: {} },
    ]) {
      const { book } = open(async () => plain(reply));
      expect(await book.write(every)).toEqual(same({ kind: 'unknown' }));
    }
  });

  test.each([
    [
      { status: 429, headers: { 'retry-after': '3' } },
      { code: 'rateLimited', retryAfterMs: 3000 },
    ],
    [{ status: 503 }, { code: 'unavailable' }],
    [failure(401, 'InvalidAuthenticationToken'), { code: 'unauthorized' }],
    [failure(404, 'MailboxNotEnabledForRESTAPI'), { code: 'noMailbox' }],
  ])('whose batch was turned away (%o) throws, because nothing was done', async (reply, error) => {
    const { book } = open(async () => plain(reply));
    await expect(book.write(every)).rejects.toMatchObject(error);
  });

  test('may be told of its items in a 424', async () => {
    const { book } = open(async () => plain({ status: 424, body: { responses: [{ id: '1', ...failure(429, 'X') }] } }));
    expect(await book.write([create])).toEqual([{ kind: 'notDone', code: 'rateLimited' }]);
  });

  test('that fails for a bug of ours is not taken for an answer', async () => {
    const bug = new TypeError('bug');
    const { book } = open(async () => {
      throw bug;
    });
    await expect(book.write(every)).rejects.toBe(bug);
  });
});

describe('a lost create', () => {
  const sought = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ marker: `m${index}`, item: anna, since: start }));

  test('is looked for by its marker, twenty at a time, and found or not', async () => {
    const { book, sent } = open({
      batch: ({ url }) => ({ body: { value: decodeURIComponent(url).includes("eq 'm3'") ? [card('three')] : [] } }),
    });
    const found = await book.find(sought(21));
    expect(found.map((each) => each.map(({ id }) => id))).toEqual(
      sought(21).map((_, index) => (index === 3 ? ['three'] : [])),
    );
    expect(sent).toHaveLength(2);
  });

  test('is not called missing when the search did not work', async () => {
    const { book } = open({ batch: () => failure(429, 'ApplicationThrottled') });
    await expect(book.find(sought(1))).rejects.toMatchObject({ code: 'rateLimited' });
    const lists = open({ batch: () => ({ body: {} }) });
    await expect(lists.book.find(sought(1))).rejects.toMatchObject({ code: 'garbled' });
  });
});

describe('a subscription', () => {
  const url = 'https://concord.example/webhooks/microsoft/hook-1';
  const stray = {
    id: 'old',
    resource: '/me/contacts',
    notificationUrl: 'https://concord.example/webhooks/microsoft/old',
  };

  test('is made for less than seven days', async () => {
    const { book, sent } = open({ other: () => ({ status: 201, body: { id: 's' } }) });
    const { id, expiresAt } = await book.subscribe(url, 'secret');
    expect(id).toBe('s');
    expect(expiresAt - start).toBeLessThan(10_080 * 60_000);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ clientState: 'secret', notificationUrl: url });
  });

  test('that a crash left behind is removed first', async () => {
    let tries = 0;
    const { book, sent } = open({
      other: ({ method }) => {
        if (method === 'GET') return { body: { value: [stray] } };
        if (method === 'DELETE') return { status: 204 };
        tries += 1;
        return tries === 1 ? failure(409, 'Conflict') : { status: 201, body: { id: 's' } };
      },
    });
    expect(await book.subscribe(url, 'secret')).toMatchObject({ id: 's' });
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET', 'DELETE', 'POST']);
    expect(sent[2]?.url).toContain('/subscriptions/old');
  });

  test('that is refused twice is given up for now', async () => {
    const { book, sent } = open({
      other: ({ method }) => (method === 'GET' ? { body: { value: [] } } : failure(409, 'Conflict')),
    });
    await expect(book.subscribe(url, 'secret')).rejects.toMatchObject({ code: 'unavailable' });
    expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  test('that ended cannot be renewed, and need not be removed', async () => {
    const { book } = open({ other: () => failure(404, 'ResourceNotFound') });
    await expect(book.renew('s')).rejects.toMatchObject({ code: 'notFound' });
    await expect(book.unsubscribe('s')).resolves.toBeUndefined();
    const broken = open({ other: () => ({ status: 404, body: '<html>' }) });
    await expect(broken.book.unsubscribe('s')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
