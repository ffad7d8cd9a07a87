import {
  type Collection,
  type HttpRequest,
  type HttpResponse,
  isSyncError,
  type Operation,
  SyncError,
  type Transport,
} from '@concord/core';
import { google } from '@concord/provider-google';
import { describe, expect, test } from 'vitest';

const start = Date.UTC(2026, 0, 5, 9);

type Reply = { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };
type Sent = {
  readonly call: string;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly request: HttpRequest;
};
type Json = Readonly<Record<string, unknown>>;

/** A collection over scripted answers; time moves by a second with each request. */
function open(script: (sent: Sent, index: number) => Reply | SyncError): { book: Collection; sent: Sent[] } {
  const sent: Sent[] = [];
  let now = start;
  const transport: Transport = async (request) => {
    const url = new URL(request.url);
    const body = JSON.parse(request.body ?? '{}') as Json;
    const one = {
      call: `${request.method} ${url.pathname.slice('/people/v1/'.length)}`,
      query: url.searchParams,
      body,
      request,
    };
    sent.push(one);
    now += 1_000;
    const reply = script(one, sent.length - 1);
    if (isSyncError(reply)) throw reply;
    return plain(reply);
  };
  const openContacts = google.collections.contact;
  if (!openContacts) throw new Error('no contacts');
  const book = openContacts({
    transport,
    accessToken: async () => 'token-1',
    hosts: { people: 'http://127.0.0.1:4180/people' },
    clock: { now: () => now },
    claims: { take: async () => ({ kind: 'busy' }), bind: async () => {}, release: async () => {} },
    phoneRegion: 'US',
    seesEverything: true,
  });
  return { book, sent };
}

const plain = ({ status = 200, headers = {}, body }: Reply): HttpResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body ?? {}),
});

const person = (id: string, more: object = {}, etag = `#${id}-1`) => ({
  resourceName: `people/${id}`,
  etag: `%${id}`,
  metadata: { sources: [{ type: 'CONTACT', id: `5${id}`, etag, updateTime: '2026-01-02T00:00:00.123456Z' }] },
  names: [{ givenName: 'Anna', metadata: { primary: true, source: { type: 'CONTACT', id: `5${id}` } } }],
  ...more,
});
const marked = (id: string, marker: string) => person(id, { clientData: [{ key: 'concord', value: marker }] });
const tombstone = (id: string) => ({
  resourceName: `people/${id}`,
  metadata: { deleted: true, sources: [{ type: 'CONTACT', id: `5${id}`, updateTime: '1970-01-01T00:00:00Z' }] },
});
const failure = (status: number, code: string, more: object = {}): Reply => ({
  status,
  body: { error: { code: status, message: 'x', status: code, ...more } },
});
const notFound = failure(404, 'NOT_FOUND');
const badArgument = failure(400, 'INVALID_ARGUMENT');
const tooMuch = failure(429, 'RESOURCE_EXHAUSTED');

const anna = { kind: 'person', firstName: 'Anna' };
const create = (marker: string): Operation => ({ kind: 'create', marker, item: anna });
const update = (id: string): Operation => ({
  kind: 'update',
  id: `people/${id}`,
  version: `#${id}-1`,
  known: { item: anna },
  item: { ...anna, lastName: 'Reyes' },
});
const remove = (id: string): Operation => ({ kind: 'delete', id: `people/${id}`, version: `#${id}-1` });

/** What a working Google answers. */
function works({ call, query, body }: Sent): Reply {
  const idIn = (name: unknown): string => String(name).replace('people/', '');
  if (call === 'GET people:batchGet') {
    const responses = query
      .getAll('resourceNames')
      .map((name) => ({ requestedResourceName: name, person: person(idIn(name)) }));
    return { body: { responses } };
  }
  if (call === 'POST people:batchCreateContacts') {
    const contacts = body.contacts as { contactPerson: { clientData: { value: string }[] } }[];
    const markers = contacts.map(({ contactPerson }) => contactPerson.clientData[0]?.value ?? '');
    return {
      body: {
        createdPeople: markers.map((marker) => ({ httpStatusCode: 200, person: marked(`new-${marker}`, marker) })),
      },
    };
  }
  if (call === 'POST people:batchUpdateContacts') {
    const names = Object.keys(body.contacts as object);
    const entries = names.map((name) => [name, { person: person(idIn(name), {}, '#2') }]);
    return { body: { updateResult: Object.fromEntries(entries) } };
  }
  if (call.startsWith('GET people/')) return { body: person(idIn(call.slice('GET '.length))) };
  if (call.startsWith('PATCH')) return { body: person(idIn(body.resourceName), {}, '#2') };
  return { body: call === 'POST people:createContact' ? person('new') : {} };
}

describe('requests', () => {
  test('go to the configured host with the token, in one language', async () => {
    const { book, sent } = open(() => ({ body: { nextSyncToken: 's1' } }));
    await book.scan(undefined);
    expect(sent[0]?.request.url).toMatch(/^http:\/\/127\.0\.0\.1:4180\/people\/v1\/people\/me\/connections\?/u);
    expect(sent[0]?.request.headers).toEqual({
      authorization: 'Bearer token-1',
      accept: 'application/json',
      'accept-language': 'en',
    });
  });

  test('are sent once, whatever the answer', async () => {
    for (const status of [302, 408, 429, 500, 503, 504]) {
      const { book, sent } = open(() => ({ status, headers: { 'retry-after': '2' } }));
      const error = await book.scan(undefined).catch((thrown: unknown) => thrown);
      expect(isSyncError(error) && error.retryAfterMs).toBe(2_000);
      expect(sent).toHaveLength(1);
    }
  });

  test('fail as the transport fails', async () => {
    const lost = new SyncError('leaseLost', 'gone');
    const { book } = open(() => lost);
    await expect(book.scan(undefined)).rejects.toBe(lost);
    await expect(book.read(['people/a'])).rejects.toBe(lost);
    await expect(book.read(['people/a', 'people/b'])).rejects.toBe(lost);
    await expect(book.write([create('m')])).rejects.toBe(lost);
    await expect(book.write([remove('a')])).rejects.toBe(lost);
  });

  test('for nothing are none', async () => {
    const { book, sent } = open(works);
    expect([await book.read([]), await book.write([]), await book.find([])]).toEqual([[], [], []]);
    expect(sent).toEqual([]);
  });
});

describe('a page of a list', () => {
  const scan = (connections: readonly object[]) =>
    open(({ call }) =>
      call === 'GET people/me/connections'
        ? { body: { connections, nextSyncToken: 's1' } }
        : { body: person('a', {}, '#a-9') },
    );

  test('says when it was asked for, and by Google’s clock when somebody changed', async () => {
    const { observations } = await scan([person('a')]).book.scan(undefined);
    const modifiedAt = Date.UTC(2026, 0, 2, 0, 0, 0, 123);
    expect(observations).toEqual([
      {
        kind: 'present',
        id: 'people/a',
        version: '#a-1',
        modifiedAt,
        createdAt: modifiedAt,
        askedAt: start,
        item: anna,
        keep: { source: '5a' },
      },
    ]);
  });

  test.each([
    ['twice differently', [person('a'), person('a', {}, '#a-2')]],
    ['both there and gone', [person('a'), tombstone('a')]],
    [
      'with as many e-mails as a list shows',
      [person('a', { emailAddresses: Array.from({ length: 100 }, () => ({ value: 'a@x.org' })) })],
    ],
  ])('that shows somebody %s is followed by a read', async (_, connections) => {
    const { book, sent } = scan(connections);
    expect((await book.scan(undefined)).observations).toMatchObject([{ id: 'people/a', version: '#a-9' }]);
    expect(sent.map(({ call }) => call)).toEqual(['GET people/me/connections', 'GET people/a']);
  });

  test('that shows somebody twice alike shows them once', async () => {
    const { book, sent } = scan([person('a'), person('a'), tombstone('b'), tombstone('b')]);
    expect((await book.scan(undefined)).observations).toMatchObject([
      { id: 'people/a' },
      { kind: 'gone', id: 'people/b' },
    ]);
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['its version', { metadata: { sources: [{ type: 'CONTACT', updateTime: '2026-01-02T00:00:00Z' }] } }],
    ['its time', { metadata: { sources: [{ type: 'CONTACT', etag: '#1' }] } }],
  ])('is no page when a contact lacks %s', async (_, more) => {
    await expect(scan([person('a', more)]).book.scan(undefined)).rejects.toMatchObject({ code: 'garbled' });
  });

  test('from another version of the mask is not asked for', async () => {
    const { book, sent } = scan([]);
    const { cursor = '' } = await book.scan(undefined);
    const older = JSON.stringify({ ...(JSON.parse(cursor) as object), version: 0 });
    await expect(book.changes(older)).rejects.toMatchObject({ code: 'cursorExpired' });
    expect(sent).toHaveLength(1);
  });
});

describe('a read', () => {
  test('tells somebody who is no contact any more from somebody who is gone', async () => {
    const other = { ...person('o'), metadata: { sources: [{ type: 'OTHER_CONTACT', id: '7' }] } };
    const responses = [
      { requestedResourceName: 'people/o', person: other },
      { requestedResourceName: 'people/g', status: { code: 5 } },
      { requestedResourceName: 'people/h', httpStatusCode: 404 },
      { requestedResourceName: 'people/a', person: person('a') },
    ];
    const { book, sent } = open(() => ({ body: { responses } }));
    expect(await book.read(['people/a', 'people/g', 'people/h', 'people/o'])).toMatchObject([
      { kind: 'present', id: 'people/a' },
      { kind: 'gone', id: 'people/g', confirmed: true },
      { kind: 'gone', id: 'people/h', confirmed: true },
      { kind: 'elsewhere', id: 'people/o' },
    ]);
    expect(sent).toHaveLength(1);
  });

  test('asks again for who is left out of an answer, or answered with a failure', async () => {
    const responses = [{ requestedResourceName: 'people/f', status: { code: 14 } }];
    const { book, sent } = open((one) => (one.call === 'GET people:batchGet' ? { body: { responses } } : works(one)));
    expect(await book.read(['people/l', 'people/f'])).toMatchObject([{ id: 'people/l' }, { id: 'people/f' }]);
    expect(sent).toHaveLength(3);
  });

  test('of a name that Google will not look at says nothing of the contact', async () => {
    const { book } = open((one) => (one.call === 'GET people/a' ? works(one) : badArgument));
    expect(await book.read(['nonsense', 'people/a'])).toMatchObject([
      { kind: 'hidden', id: 'nonsense' },
      { kind: 'present', id: 'people/a' },
    ]);
  });

  test('of more than a batch holds takes several', async () => {
    const ids = Array.from({ length: 401 }, (_, index) => `people/${index}`);
    const { book, sent } = open(works);
    expect((await book.read(ids)).map(({ id }) => id)).toEqual(ids);
    expect(sent).toHaveLength(3);
  });

  test.each([
    [tooMuch, 'rateLimited'],
    [failure(401, 'UNAUTHENTICATED'), 'unauthorized'],
    [{ status: 404, body: '<html>' }, 'unavailable'],
    [{ body: '<html>' }, 'garbled'],
  ])('fails when it is answered %o', async (reply, code) => {
    await expect(open(() => reply).book.read(['people/a'])).rejects.toMatchObject({ code });
    await expect(open(() => reply).book.read(['people/a', 'people/b'])).rejects.toMatchObject({ code });
  });
});

describe('a write', () => {
  test('sends creates, then updates, then deletes, each in one batch, after one look', async () => {
    const { book, sent } = open(works);
    const operations = [remove('d'), update('u'), create('m1'), remove('e'), create('m2'), update('v')];
    expect(await book.write(operations)).toMatchObject([
      { kind: 'deleted' },
      { kind: 'written', observation: { id: 'people/u', version: '#2' } },
      { kind: 'written', observation: { id: 'people/new-m1' } },
      { kind: 'deleted' },
      { kind: 'written', observation: { id: 'people/new-m2' } },
      { kind: 'written', observation: { id: 'people/v', version: '#2' } },
    ]);
    expect(sent.map(({ call }) => call)).toEqual([
      'GET people:batchGet',
      'POST people:batchCreateContacts',
      'POST people:batchUpdateContacts',
      'POST people:batchDeleteContacts',
    ]);
    expect(sent[3]?.body).toEqual({ resourceNames: ['people/d', 'people/e'] });
  });

  test('of one by itself is no batch, which would count six times as much', async () => {
    const { book, sent } = open(works);
    for (const operation of [create('m'), update('u'), remove('d')]) await book.write([operation]);
    expect(sent.map(({ call }) => call)).toEqual([
      'POST people:createContact',
      'GET people/u',
      'PATCH people/u:updateContact',
      'GET people/d',
      'DELETE people/d:deleteContact',
    ]);
  });

  test('that would change nothing only reads, and is a conflict when somebody else wrote', async () => {
    const idle: Operation = { kind: 'update', id: 'people/u', version: '#u-1', known: { item: anna }, item: anna };
    for (const [etag, outcome] of [
      ['#u-1', { kind: 'written', observation: { version: '#u-1' } }],
      ['#u-2', { kind: 'conflict' }],
    ] as const) {
      const { book, sent } = open(() => ({ body: person('u', {}, etag) }));
      expect(await book.write([idle])).toMatchObject([outcome]);
      expect(sent).toHaveLength(1);
    }
  });

  test('of somebody who is no contact any more is decided upon again', async () => {
    const { book } = open(() => ({ body: { ...person('u'), metadata: { sources: [] } } }));
    expect(await book.write([update('u')])).toEqual([{ kind: 'conflict' }]);
  });

  test('that certainly was not begun throws; what follows one that was is not done', async () => {
    const network = new SyncError('network', 'refused', { retryAfterMs: 7 });
    await expect(open(() => network).book.write([create('m')])).rejects.toBe(network);
    const { book } = open((one) => (one.call.startsWith('DELETE') ? network : works(one)));
    expect(await book.write([create('m'), remove('d')])).toMatchObject([
      { kind: 'written' },
      { kind: 'notDone', code: 'network', retryAfterMs: 7 },
    ]);
  });

  test('that was conflicted or gone before, and else not begun, throws too', async () => {
    const { book } = open((one) => (one.call === 'GET people:batchGet' ? works(one) : tooMuch));
    await expect(book.write([{ ...update('u'), version: '#old' } as Operation, remove('d')])).rejects.toMatchObject({
      code: 'rateLimited',
    });
  });

  test.each([
    ['timeout', new SyncError('timeout', 'too late')],
    ['an answer that is too large', new SyncError('garbled', 'too large')],
    ['500', failure(500, 'INTERNAL')],
    ['503', failure(503, 'UNAVAILABLE')],
    ['504', { status: 504, body: '<html>' }],
  ])('is unknown after %s, and the next kind is still sent', async (_, reply) => {
    const { book } = open((one) => (one.call === 'POST people:batchCreateContacts' ? reply : works(one)));
    expect(await book.write([create('m1'), create('m2'), remove('d')])).toMatchObject([
      { kind: 'unknown' },
      { kind: 'unknown' },
      { kind: 'deleted' },
    ]);
  });

  test('that succeeded without showing the contact is unknown', async () => {
    const shown = [{ person: marked('n', 'm1') }, { httpStatusCode: 200 }];
    const { book } = open(() => ({ body: { createdPeople: shown } }));
    expect(await book.write([create('m1'), create('m2')])).toMatchObject([{ kind: 'written' }, { kind: 'unknown' }]);
    expect(await open(() => ({ body: {} })).book.write([create('m')])).toEqual([{ kind: 'unknown' }]);
  });

  test('says of each in a batch what Google says of it', async () => {
    const shown = [
      { person: marked('n', 'm1'), status: {} },
      { status: { code: 3, message: 'bad anna@x.org' } },
      { status: { code: 8 } },
      { status: { code: 13 } },
    ];
    const { book } = open(() => ({ body: { createdPeople: shown } }));
    expect(await book.write(['m1', 'm2', 'm3', 'm4'].map(create))).toMatchObject([
      { kind: 'written', observation: { id: 'people/n' } },
      { kind: 'refused', code: 'refused', detail: 'Google answered 400 INVALID_ARGUMENT' },
      { kind: 'notDone', code: 'rateLimited', retryAfterMs: 60_000 },
      { kind: 'unknown' },
    ]);
  });

  test('in a batch that is refused without a name is sent one by one, until that is too much', async () => {
    const { book, sent } = open((one) => {
      if (one.call === 'POST people:batchCreateContacts') return badArgument;
      if (sent.length === 3) return badArgument;
      return sent.length === 5 ? tooMuch : { body: person(`n${sent.length}`) };
    });
    expect(await book.write(['m1', 'm2', 'm3', 'm4', 'm5'].map(create))).toMatchObject([
      { kind: 'written', observation: { id: 'people/n2' } },
      { kind: 'refused' },
      { kind: 'written', observation: { id: 'people/n4' } },
      { kind: 'notDone', code: 'rateLimited', retryAfterMs: 60_000 },
      { kind: 'notDone', code: 'rateLimited' },
    ]);
    expect(sent).toHaveLength(5);
  });

  test('of updates that are refused by name is sent again without those', async () => {
    const contactErrors = { 'people/u': { code: 9, message: 'Request person.etag is different.' } };
    const { book, sent } = open((one) => {
      const names = Object.keys((one.body.contacts as object | undefined) ?? {});
      const isBad = one.call === 'POST people:batchUpdateContacts' && names.includes('people/u');
      return isBad ? failure(400, 'INVALID_ARGUMENT', { details: [{ contactErrors }] }) : works(one);
    });
    expect(await book.write([update('u'), update('v'), update('w')])).toMatchObject([
      { kind: 'conflict' },
      { kind: 'written', observation: { id: 'people/v' } },
      { kind: 'written', observation: { id: 'people/w' } },
    ]);
    expect(sent).toHaveLength(3);
  });

  test('reaches somebody whose resource name changed, before it or by it', async () => {
    const renamed = (etag: string) => ({ ...person('u', {}, etag), resourceName: 'people/now' });
    const { book, sent } = open((one) => {
      if (one.call.startsWith('GET')) {
        const responses = ['u', 'v'].map((id) => ({
          requestedResourceName: `people/${id}`,
          person: id === 'u' ? renamed('#u-1') : person('v'),
        }));
        return { body: { responses } };
      }
      const later = { ...renamed('#2'), resourceName: 'people/later' };
      return {
        body: { updateResult: { 'people/later': { person: later }, 'people/v': { person: person('v', {}, '#2') } } },
      };
    });
    expect(await book.write([update('u'), update('v')])).toMatchObject([
      { kind: 'written', observation: { id: 'people/u', version: '#2' } },
      { kind: 'written', observation: { id: 'people/v' } },
    ]);
    expect(Object.keys(sent[1]?.body.contacts as object)).toEqual(['people/now', 'people/v']);
    await book.write([remove('u'), remove('v')]);
    expect(sent[3]?.body).toEqual({ resourceNames: ['people/now', 'people/v'] });
  });

  test('that deletes what somebody deleted meanwhile is done, and so are the others', async () => {
    const { book, sent } = open((one) => {
      if (one.call === 'POST people:batchDeleteContacts' || one.call.startsWith('DELETE people/d')) return notFound;
      return works(one);
    });
    expect(await book.write([remove('d'), remove('e')])).toEqual([{ kind: 'deleted' }, { kind: 'deleted' }]);
    expect(sent.map(({ call }) => call).slice(2)).toEqual([
      'DELETE people/d:deleteContact',
      'DELETE people/e:deleteContact',
    ]);
  });

  test('that finds nobody to change meanwhile says so', async () => {
    const { book } = open((one) => (one.call.startsWith('PATCH') ? notFound : works(one)));
    expect(await book.write([update('u')])).toEqual([{ kind: 'gone' }]);
  });

  test('of a page that stands in between for Google is no news of a contact', async () => {
    const { book } = open((one) => (one.call.startsWith('PATCH') ? { status: 404, body: '<html>' } : works(one)));
    await expect(book.write([update('u')])).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('of more than a batch holds is a mistake of ours', async () => {
    await expect(open(works).book.write(Array.from({ length: 201 }, () => create('m')))).rejects.toThrow(RangeError);
  });
});

describe('looking for a lost create', () => {
  test('finds the older of two that carry its marker, and nobody else’s', async () => {
    const pages = [
      { connections: [marked('copy', 'm1'), person('x'), marked('other', 'm9')], nextPageToken: 'p2' },
      { connections: [marked('made', 'm1'), person('y')] },
    ];
    const { book, sent } = open((_, index) => ({ body: pages[index] }));
    const since = Date.UTC(2026, 0, 1);
    const found = await book.find([
      { marker: 'm1', item: anna, since },
      { marker: 'm2', item: anna, since },
    ]);
    expect(found.map((each) => each.map(({ id }) => id))).toEqual([['people/made'], []]);
    expect(sent.map(({ query }) => [query.get('pageToken'), query.get('sortOrder')])).toEqual([
      [null, 'LAST_MODIFIED_DESCENDING'],
      ['p2', 'LAST_MODIFIED_DESCENDING'],
    ]);
  });

  test('allows for clocks that differ, and ends', async () => {
    const page = { connections: [person('x')], nextPageToken: 'p' };
    const at = Date.UTC(2026, 0, 2);
    const near = open(() => ({ body: page }));
    await expect(near.book.find([{ marker: 'm', item: anna, since: at + 60_000 }])).rejects.toMatchObject({
      code: 'garbled',
    });
    const far = open(() => ({ body: page }));
    expect(await far.book.find([{ marker: 'm', item: anna, since: at + 3_600_000 }])).toEqual([[]]);
    expect(far.sent).toHaveLength(1);
  });
});

test('there is no push: nobody is asked for one', async () => {
  const { book, sent } = open(works);
  expect(book.profile.subscriptionMs).toBe(0);
  await expect(book.subscribe('https://x.example', 's')).rejects.toMatchObject({ code: 'refused' });
  await expect(book.renew('1')).rejects.toMatchObject({ code: 'notFound' });
  await expect(book.unsubscribe('1')).resolves.toBeUndefined();
  expect(sent).toEqual([]);
});
