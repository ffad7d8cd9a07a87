import { retryAfterOf } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { batchRequest, hasItemAnswers, parseBatch } from '../../packages/providers/microsoft/src/batch.ts';
import { parseRound, tokenAfter } from '../../packages/providers/microsoft/src/delta.ts';
import { type Answer, answerOf, errorOf } from '../../packages/providers/microsoft/src/errors.ts';
import { type BatchItem, parseDeltaPage, parseRows } from '../../packages/providers/microsoft/src/graph-requests.ts';
import { sortRows } from '../../packages/providers/microsoft/src/observations.ts';
import { maxPagesPerRound } from '../../packages/providers/microsoft/src/profile.ts';
import {
  type ContactRow,
  createItem,
  deleteItem,
  findItem,
  foldersItem,
  followRequest,
  readItem,
  scanRequest,
  updateItem,
} from '../../packages/providers/microsoft/src/requests.ts';
import {
  parseStrays,
  parseSubscription,
  renewRequest,
  subscribeRequest,
} from '../../packages/providers/microsoft/src/subscription-requests.ts';
import { emptyCard } from './microsoft-saved.ts';

const now = Date.UTC(2026, 0, 5, 9);
const ok = (body: unknown): Answer => ({ status: 200, headers: {}, body });
const link = (token: string) => `https://graph.microsoft.com/v1.0/me/contactFolders/contacts/contacts/delta?${token}`;
const prefer = 'IdType="ImmutableId"';

describe('requests', () => {
  test('a pass begins at the delta of the main folder, with all that the lens reads', () => {
    const { url, headers, method } = scanRequest();
    expect(method).toBe('GET');
    expect(url.startsWith(link('$select=id,changeKey,parentFolderId,createdDateTime,lastModifiedDateTime,'))).toBe(
      true,
    );
    for (const property of ['emailAddresses', 'otherAddress', 'displayName', 'generation'])
      expect(url).toContain(property);
    expect(headers.prefer).toBe(`${prefer}, odata.maxpagesize=200`);
  });

  test('a link is followed as it is, with the same preferences', () => {
    expect(followRequest(link('$deltatoken=a%2Bb'))).toMatchObject({
      url: link('$deltatoken=a%2Bb'),
      headers: { prefer: `${prefer}, odata.maxpagesize=200` },
    });
  });

  test.each([
    'https://evil.example/v1.0/me/contacts',
    'https://graph.microsoft.com.evil.example/v1.0/me',
    'https://graph.microsoft.com@evil.example/v1.0/me',
    'http://graph.microsoft.com/v1.0/me',
    'https://graph.microsoft.com/beta/me',
    'https://graph.microsoft.com/v1.0',
    '/me/contacts',
  ])('a link to %s is not followed', (bad) => {
    expect(() => followRequest(bad)).toThrow(expect.objectContaining({ code: 'garbled' }));
    expect(() => parseDeltaPage(ok({ value: [], '@odata.nextLink': bad }))).toThrow();
    expect(() => parseDeltaPage(ok({ value: [], '@odata.deltaLink': bad }))).toThrow();
  });

  test('every item of a batch asks for immutable ids, and names its id safely', () => {
    const items: readonly BatchItem[] = [
      readItem('a/b+c='),
      createItem('marker', {}),
      updateItem('a/b+c=', 'W/"v"', {}),
      deleteItem('a/b+c=', 'W/"v"'),
      findItem('marker'),
      foldersItem('top'),
      foldersItem({ id: 'a/b' }),
    ];
    for (const { headers, url } of items) {
      expect(headers.Prefer).toBe(prefer);
      expect(url).toMatch(/^\/me\//u);
    }
    expect(items[0]?.url).toContain('/me/contacts/a%2Fb%2Bc%3D?$select=');
    expect(items[2]).toMatchObject({
      method: 'PATCH',
      url: '/me/contacts/a%2Fb%2Bc%3D',
      headers: { 'If-Match': 'W/"v"' },
    });
    expect(items[3]).toMatchObject({ method: 'DELETE', headers: { 'If-Match': 'W/"v"' } });
    expect(items[3]).not.toHaveProperty('body');
    expect(items[6]?.url).toContain('/me/contactFolders/a%2Fb/childFolders');
  });

  test('a create carries its marker, and the same marker finds it in the main folder', () => {
    const { body } = createItem("it's+1&2", { givenName: 'Anna' });
    const [property] = (body as { singleValueExtendedProperties: { id: string; value: string }[] })
      .singleValueExtendedProperties;
    expect(body).toMatchObject({ givenName: 'Anna' });
    expect(property?.value).toBe("it's+1&2");
    const url = new URL(`https://graph.microsoft.com/v1.0${findItem("it's+1&2").url}`);
    expect(url.pathname).toBe('/v1.0/me/contactFolders/contacts/contacts');
    expect(url.searchParams.get('$filter')).toBe(
      `singleValueExtendedProperties/any(ep: ep/id eq '${property?.id}' and ep/value eq 'it''s+1&2')`,
    );
  });
});

describe('a batch', () => {
  test('numbers its items, leaves the version out of their addresses, and says what its bodies are', () => {
    const { url, body, headers } = batchRequest([readItem('a'), createItem('m', { givenName: 'Anna' })]);
    expect(url).toBe('https://graph.microsoft.com/v1.0/$batch');
    expect(headers).toMatchObject({ prefer, 'content-type': 'application/json' });
    const { requests } = JSON.parse(body ?? '') as { requests: (BatchItem & { id: string })[] };
    expect(requests.map(({ id, method }) => [id, method])).toEqual([
      ['1', 'GET'],
      ['2', 'POST'],
    ]);
    expect(requests[0]?.url).toMatch(/^\/me\/contacts\/a\?/u);
    expect(requests[1]?.headers['Content-Type']).toBe('application/json');
  });

  test('has between one and twenty items', () => {
    const items = Array.from({ length: 21 }, (_, index) => readItem(String(index)));
    expect(() => batchRequest(items)).toThrow(RangeError);
    expect(() => batchRequest([])).toThrow(RangeError);
    expect(batchRequest(items.slice(1)).method).toBe('POST');
  });

  test('is answered in any order, with headers in any case, and with gaps', () => {
    const body = {
      responses: [
        { id: '3', status: 429, headers: { 'RETRY-after': 7 }, body: {} },
        { id: '1', status: 204 },
        { id: '2', status: 'odd' },
        null,
      ],
    };
    expect(parseBatch(ok(body), 4)).toEqual([
      { status: 204, headers: {}, body: undefined },
      undefined,
      { status: 429, headers: { 'retry-after': '7' }, body: {} },
      undefined,
    ]);
    expect(() => parseBatch(ok({}), 1)).toThrow(expect.objectContaining({ code: 'garbled' }));
  });

  test('may itself be a 424 that carries the answers of its items', () => {
    expect(hasItemAnswers({ status: 424, headers: {}, body: { responses: [] } })).toBe(true);
    expect(hasItemAnswers({ status: 424, headers: {}, body: { error: {} } })).toBe(false);
    expect(hasItemAnswers({ status: 429, headers: {}, body: { responses: [] } })).toBe(false);
  });
});

describe('pages of changes', () => {
  const row = (id: string, more: object = {}): ContactRow => ({
    ...emptyCard,
    id,
    '@odata.etag': `W/"${id}"`,
    createdDateTime: '2026-01-01T00:00:00Z',
    lastModifiedDateTime: '2026-01-02T00:00:00Z',
    ...more,
  });
  const sort = (...rows: ContactRow[]) => sortRows(rows, { askedAt: now, phoneRegion: 'US' });

  test('have one way onward', () => {
    const next = { value: [], '@odata.nextLink': link('a') };
    const last = { value: [], '@odata.deltaLink': link('b') };
    expect(parseDeltaPage(ok(next))).toEqual({ rows: [], nextLink: link('a') });
    expect(parseDeltaPage(ok(last))).toEqual({ rows: [], deltaLink: link('b') });
    for (const body of [{ value: [] }, { ...next, ...last }, { '@odata.nextLink': link('a') }, undefined, []]) {
      expect(() => parseDeltaPage(ok(body))).toThrow(expect.objectContaining({ code: 'garbled' }));
    }
    expect(() => parseRows(ok({ value: [{ givenName: 'nobody' }] }))).toThrow();
  });

  test('show the newest state of an item that comes twice, in whatever order', () => {
    const old = row('a', { '@odata.etag': 'W/"old"', lastModifiedDateTime: '2026-01-01T00:00:00Z' });
    for (const rows of [
      [row('a'), old],
      [old, row('a')],
    ]) {
      expect(sort(...rows)).toMatchObject({
        observations: [{ kind: 'present', id: 'a', version: 'W/"a"' }],
        unclear: [],
      });
    }
  });

  test('leave to a read which of two states of the same second is the newer', () => {
    expect(sort(row('a'), row('a', { '@odata.etag': 'W/"other"' }))).toEqual({ observations: [], unclear: ['a'] });
    expect(sort(row('a'), row('a'))).toMatchObject({ observations: [{ id: 'a' }], unclear: [] });
  });

  test('tell what is gone, unconfirmed, whatever the reason is called', () => {
    const removed = { id: 'a', '@removed': { reason: 'changed' } };
    expect(sort(removed, removed)).toEqual({
      observations: [{ kind: 'gone', id: 'a', askedAt: now, confirmed: false }],
      unclear: [],
    });
  });

  test('leave to a read what they show in part, or both there and gone', () => {
    const { jobTitle: _, ...partial } = row('part');
    const undated = row('undated', { lastModifiedDateTime: undefined });
    expect(sort(partial, undated, row('both'), { id: 'both', '@removed': {} }, row('clear'))).toMatchObject({
      observations: [{ id: 'clear' }],
      unclear: ['part', 'undated', 'both'],
    });
  });

  test('need not show a suffix', () => {
    const { generation: _, ...rest } = row('a');
    expect(sort(rest).unclear).toEqual([]);
  });

  test('take the change key where there is no etag', () => {
    expect(sort(row('a', { '@odata.etag': undefined, changeKey: 'EQ' })).observations).toMatchObject([
      { version: 'W/"EQ"', createdAt: Date.UTC(2026, 0, 1), modifiedAt: Date.UTC(2026, 0, 2), askedAt: now },
    ]);
    expect(() => sort(row('a', { '@odata.etag': undefined }))).toThrow(expect.objectContaining({ code: 'garbled' }));
  });
});

describe('the place in a round of changes', () => {
  const rows = (...ids: string[]): ContactRow[] => ids.map((id) => ({ id }));
  const walk = (pages: readonly ContactRow[][]) => {
    let token: string | undefined;
    for (const [index, page] of pages.entries()) {
      token = tokenAfter(
        { rows: page, nextLink: link(`$skiptoken=${index}`) },
        token === undefined ? undefined : parseRound(token),
      );
    }
    return parseRound(token ?? '');
  };

  test('is the link, and starts anew with each round', () => {
    expect(walk([rows('a'), rows('b')])).toMatchObject({ link: link('$skiptoken=1'), pages: 2, repeats: 0 });
    expect(parseRound(tokenAfter({ rows: [], deltaLink: link('d') }, walk([rows('a')])))).toEqual({
      link: link('d'),
      pages: 0,
      repeats: 0,
    });
  });

  test.each(['', 'nonsense', '{}', '[]', '{"link":1,"pages":0,"repeats":0}', link('d')])('%s is no place', (token) => {
    expect(() => parseRound(token)).toThrow(expect.objectContaining({ code: 'cursorExpired' }));
  });

  test('a round that keeps coming back to its first page is given up', () => {
    const loop = [rows('a', 'b'), rows('c'), rows('b', 'a'), rows('c'), rows('a', 'b'), rows('c')];
    expect(walk(loop).repeats).toBe(2);
    expect(() => walk([...loop, rows('b', 'a')])).toThrow(expect.objectContaining({ code: 'garbled' }));
  });

  test('empty pages are no repetition, and even they come to an end', () => {
    const empty = Array.from({ length: maxPagesPerRound - 1 }, () => []);
    expect(walk(empty)).toMatchObject({ pages: maxPagesPerRound - 1, repeats: 0 });
    expect(() => walk([...empty, []])).toThrow(expect.objectContaining({ code: 'garbled' }));
  });
});

describe('errors', () => {
  const failed = (status: number, code?: string, place?: 'link' | 'subscription', headers = {}) => {
    const body =
      code === undefined
        ? undefined
        : { error: { code, message: 'about anna@x.org', innerError: { 'request-id': 'r-1' } } };
    return errorOf({ status, headers, body }, now, place);
  };

  test.each([
    [401, 'InvalidAuthenticationToken', 'unauthorized'],
    [401, undefined, 'unauthorized'],
    [403, 'ErrorAccessDenied', 'forbidden'],
    [403, 'Authorization_RequestDenied', 'forbidden'],
    [403, 'insufficient_claims', 'interactionNeeded'],
    [403, undefined, 'unavailable'],
    [404, 'ErrorItemNotFound', 'notFound'],
    [404, 'erroritemnotfound', 'notFound'],
    [404, 'ResourceNotFound', 'notFound'],
    [404, 'MailboxNotEnabledForRESTAPI', 'noMailbox'],
    [404, 'ErrorInvalidUser', 'noMailbox'],
    [404, 'SyncStateNotFound', 'cursorExpired'],
    [404, undefined, 'unavailable'],
    [400, 'ErrorInvalidRequest', 'refused'],
    [400, 'constructor', 'refused'],
    [413, 'RequestEntityTooLarge', 'refused'],
    [507, 'ErrorQuotaExceeded', 'refused'],
    [501, 'NotImplemented', 'refused'],
    [409, 'Conflict', 'conflict'],
    [412, 'ErrorIrresolvableConflict', 'conflict'],
    [412, undefined, 'conflict'],
    [429, 'ApplicationThrottled', 'rateLimited'],
    [429, undefined, 'rateLimited'],
    [424, 'FailedDependency', 'unavailable'],
    [500, 'InternalServerError', 'unavailable'],
    [503, 'ErrorServerBusy', 'unavailable'],
    [504, undefined, 'unavailable'],
    [520, undefined, 'unavailable'],
  ] as const)('%i %s is %s', (status, code, expected) => {
    expect(failed(status, code)).toMatchObject({ code: expected, status, provider: 'microsoft' });
  });

  test.each([
    [410, undefined],
    [410, 'resyncRequired'],
    [404, 'syncStateNotFound'],
    [400, 'SyncStateNotFound'],
    [400, 'ErrorInvalidIdMalformed'],
    [400, 'BadRequest'],
    [400, undefined],
  ] as const)('%i %s on a stored link means a full pass', (status, code) => {
    expect(failed(status, code, 'link').code).toBe('cursorExpired');
  });

  test.each([
    [404, 'MailboxNotEnabledForRESTAPI', 'noMailbox'],
    [401, 'InvalidAuthenticationToken', 'unauthorized'],
    [429, 'ApplicationThrottled', 'rateLimited'],
  ] as const)('%i %s on a stored link is still %s', (status, code, expected) => {
    expect(failed(status, code, 'link').code).toBe(expected);
  });

  test('a subscription that is not to be had pauses nothing', () => {
    for (const status of [400, 403, 409]) expect(failed(status, 'Whatever', 'subscription').code).toBe('unavailable');
    expect(failed(403, 'ErrorAccessDenied', 'subscription').code).toBe('unavailable');
    expect(failed(404, 'ResourceNotFound', 'subscription').code).toBe('notFound');
    expect(failed(401, 'InvalidAuthenticationToken', 'subscription').code).toBe('unauthorized');
  });

  test('say Graph’s code and request id, and nothing about people', () => {
    const error = failed(400, 'ErrorInvalidRequest');
    expect(error.message).toBe('Microsoft Graph answered 400 ErrorInvalidRequest');
    expect(error.requestId).toBe('r-1');
    expect(failed(400, 'ErrorInvalidRequest', undefined, { 'request-id': 'r-2' }).requestId).toBe('r-2');
    expect(answerOf({ status: 502, headers: {}, body: '<html>' }).body).toBeUndefined();
  });

  test.each([
    ['3', 3000],
    ['2.128', 2128],
    ['0', 0],
    ['Mon, 05 Jan 2026 09:00:30 GMT', 30_000],
    ['Mon, 05 Jan 2026 08:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ])('Retry-After %s is %s ms', (text, ms) => {
    expect(retryAfterOf({ 'retry-after': text }, now)).toBe(ms);
    expect(retryAfterOf({}, now)).toBeUndefined();
  });

  test('a Retry-After that is a date counts from the date of the answer, whatever our clock says', () => {
    const headers = { 'retry-after': 'Mon, 05 Jan 2026 08:00:30 GMT', date: 'Mon, 05 Jan 2026 08:00:00 GMT' };
    expect(retryAfterOf(headers, now)).toBe(30_000);
  });
});

describe('subscriptions', () => {
  const url = 'https://concord.example/webhooks/microsoft/hook-1';

  test('are asked for with one address for changes and for lifecycle events', () => {
    const { body, headers } = subscribeRequest({ resource: '/me/contacts' }, url, 'secret', now);
    expect(headers.prefer).toBe(prefer);
    expect(JSON.parse(body ?? '')).toEqual({
      changeType: 'created,updated,deleted',
      resource: '/me/contacts',
      notificationUrl: url,
      lifecycleNotificationUrl: url,
      expirationDateTime: '2026-01-05T09:00:00.000Z',
      clientState: 'secret',
      latestSupportedTlsVersion: 'v1_2',
    });
    expect(renewRequest('a b', now)).toMatchObject({
      method: 'PATCH',
      url: 'https://graph.microsoft.com/v1.0/subscriptions/a%20b',
    });
  });

  test('last as long as Graph says, else as long as asked', () => {
    expect(parseSubscription(ok({ id: 's', expirationDateTime: '2026-01-05T10:00:00.0000000Z' }), now)).toEqual({
      id: 's',
      expiresAt: Date.UTC(2026, 0, 5, 10),
    });
    expect(parseSubscription(ok({ id: 's' }), now).expiresAt).toBe(now);
    expect(() => parseSubscription(ok({}), now)).toThrow(expect.objectContaining({ code: 'garbled' }));
  });

  test('strays are those to the same contacts that come to the same host', () => {
    const one = (id: string, resource: string, notificationUrl: unknown) => ({ id, resource, notificationUrl });
    const value = [
      one('ours', '/me/contacts', 'https://concord.example/webhooks/microsoft/old'),
      one('elsewhere', '/me/contacts', 'https://other.example/webhooks/microsoft/old'),
      one('events', '/me/events', url),
      one('odd', '/me/contacts', 'nonsense'),
      null,
    ];
    expect(parseStrays(ok({ value }), '/me/contacts', url)).toEqual(['ours']);
  });
});
