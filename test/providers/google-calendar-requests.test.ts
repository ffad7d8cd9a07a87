import { describe, expect, test } from 'vitest';
import { batchRequest, parseBatch } from '../../packages/providers/google/src/batch.ts';
import {
  calendarsRequest,
  createCalendarRequest,
  parseCalendars,
  parseCreated,
} from '../../packages/providers/google/src/calendar/catalogue.ts';
import { eventIdOf, instanceIdOf } from '../../packages/providers/google/src/calendar/event-ids.ts';
import {
  eventRequests,
  parseEvents,
  parseRound,
  stopRequest,
  tokenAfter,
  tokenWithin,
} from '../../packages/providers/google/src/calendar/event-requests.ts';
import { parseEvent } from '../../packages/providers/google/src/calendar/native-event.ts';
import { parseChannel } from '../../packages/providers/google/src/calendar/subscriptions.ts';

const answered = (body: unknown) => ({ status: 200, headers: {}, body });
const requests = eventRequests('firm#holiday@group.example');
const events = '/calendar/v3/calendars/firm%23holiday%40group.example/events';

describe('requests to a calendar', () => {
  test('list everything, whatever its time, with the most that a page takes', () => {
    expect(eventRequests().list({})).toEqual({
      method: 'GET',
      path: '/calendar/v3/calendars/primary/events?maxResults=2500',
    });
    expect(requests.list({ syncToken: 's=1', pageToken: 'p' }).path).toBe(
      `${events}?maxResults=2500&syncToken=s%3D1&pageToken=p`,
    );
  });

  test('ask for a series by its iCalUID, with the dates that were cancelled', () => {
    const query = 'iCalUID=a%40google.com&showDeleted=true&maxResults=2500';
    expect(requests.series('a@google.com')).toEqual({ method: 'GET', path: `${events}?${query}` });
    expect(requests.series('a@google.com', 'p').path).toBe(`${events}?${query}&pageToken=p`);
  });

  test('write without mailing anybody, over the version that was read', () => {
    expect(requests.create({ id: 'a' })).toEqual({
      method: 'POST',
      path: `${events}?sendUpdates=none`,
      body: { id: 'a' },
    });
    expect(requests.patch('a/b', { summary: 'x' }, '"3"')).toEqual({
      method: 'PATCH',
      path: `${events}/a%2Fb?sendUpdates=none`,
      body: { summary: 'x' },
      headers: { 'if-match': '"3"' },
    });
    expect(requests.replace('a', {}).path).toBe(`${events}/a?sendUpdates=none`);
    expect(requests.remove('a', '"3"')).toEqual({
      method: 'DELETE',
      path: `${events}/a?sendUpdates=none`,
      headers: { 'if-match': '"3"' },
    });
  });

  test('end a channel by both of its ids', () => {
    const channel = { id: 'c', resourceId: 'r' };
    expect(stopRequest(channel)).toEqual({ method: 'POST', path: '/calendar/v3/channels/stop', body: channel });
  });
});

describe('answers of a calendar', () => {
  test('may have no events, and say so by nothing at all', () => {
    expect(parseEvents(answered({ nextSyncToken: 's', accessRole: 'owner' }))).toEqual({
      events: [],
      nextSyncToken: 's',
      role: 'owner',
    });
    expect(parseEvents(answered({ items: [{ id: 'a' }], nextPageToken: 'p' }))).toEqual({
      events: [{ id: 'a' }],
      nextPageToken: 'p',
    });
  });

  test.each([undefined, [], 'text'])('that are no list are garbled (%s)', (body) => {
    expect(() => parseEvents(answered(body))).toThrow('no list of events');
  });

  test('with an event without an id are garbled', () => {
    expect(() => parseEvent({ summary: 'x' })).toThrow('without an id');
  });
});

describe('the place in a list of events', () => {
  test('leads through the pages to the next round, also within a page', () => {
    const first = tokenAfter({ nextPageToken: 'p' }, { pages: 0 });
    expect(parseRound(first)).toEqual({ pageToken: 'p', pages: 1 });
    const within = tokenWithin(parseRound(first), 150);
    expect(parseRound(within)).toEqual({ pageToken: 'p', pages: 1, done: 150 });
    expect(parseRound(tokenAfter({ nextPageToken: 'q' }, parseRound(within)))).toEqual({ pageToken: 'q', pages: 2 });
    expect(parseRound(tokenWithin({ pages: 0 }, 150))).toEqual({ pages: 0, done: 150 });
    expect(parseRound(tokenAfter({ nextSyncToken: 's' }, parseRound(within)))).toEqual({ syncToken: 's', pages: 0 });
  });

  test.each(['', '{}', '{"version":0,"syncToken":"s","pages":0}', '{"version":1,"pages":0}'])(
    'of another version, or that is none, asks for a full pass (%s)',
    (token) => {
      expect(() => parseRound(token)).toThrow(expect.objectContaining({ code: 'cursorExpired' }));
    },
  );
});

describe('ids of events', () => {
  test('are made of the marker, in the characters that Google takes, and differ as it does', () => {
    const markers = ['abcdefghijklmnopqrst_-.1', 'abcdefghijklmnopqrst_-.2', 'ABCDEFGHIJKLMNOPQRST_-.1'];
    const ids = markers.map(eventIdOf);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[a-v0-9]{39}$/u);
    // RFC 4648, 10: base32hex of "foobar".
    expect(eventIdOf('foobar')).toBe('cpnmuoj1e8');
  });

  test('of instances tell when they were to begin', () => {
    expect(instanceIdOf('abc', Date.UTC(2026, 3, 15, 16))).toBe('abc_20260415T160000Z');
    expect(instanceIdOf('abc', '2026-04-15')).toBe('abc_20260415');
  });
});

describe('several requests in one', () => {
  const sent = batchRequest('/batch/calendar/v3', [requests.read('a'), requests.patch('b', { summary: 'Ä' }, '"3"')]);
  const response = (body: string) => ({
    status: 200,
    headers: { 'content-type': 'multipart/mixed; boundary=batch_x' },
    body,
  });
  const part = (name: string, status: number, body: string): string =>
    `--batch_x\r\nContent-Type: application/http\r\nContent-ID: <response-${name}>\r\n\r\nHTTP/1.1 ${status} Any\r\nContent-Type: application/json\r\nRetry-After: 7\r\n\r\n${body}\r\n`;

  test('are parts with a name, a path and headers of their own', () => {
    expect(sent).toMatchObject({
      method: 'POST',
      path: '/batch/calendar/v3',
      headers: { 'content-type': 'multipart/mixed; boundary=concord_part' },
    });
    expect(String(sent.body).split('\r\n')).toEqual([
      '--concord_part',
      'Content-Type: application/http',
      'Content-ID: <item-0>',
      '',
      `GET ${events}/a HTTP/1.1`,
      'accept-language: en',
      '',
      '',
      '--concord_part',
      'Content-Type: application/http',
      'Content-ID: <item-1>',
      '',
      `PATCH ${events}/b?sendUpdates=none HTTP/1.1`,
      'accept-language: en',
      'content-type: application/json; charset=UTF-8',
      'if-match: "3"',
      '',
      '{"summary":"Ä"}',
      '--concord_part--',
      '',
    ]);
  });

  test('are answered in any order, each by its name', () => {
    const body = `${part('item-1', 412, '{"error":{}}')}${part('item-0', 200, '{"id":"a"}')}--batch_x--`;
    expect(parseBatch(response(body), 2)).toEqual([
      { status: 200, headers: { 'content-type': 'application/json', 'retry-after': '7' }, body: { id: 'a' } },
      { status: 412, headers: expect.any(Object), body: { error: {} } },
    ]);
  });

  test('say nothing of what the answer lacks, of a part that broke off, or of no batch at all', () => {
    expect(parseBatch(response(`${part('item-1', 204, '')}--batch_x--`), 2)).toMatchObject([
      undefined,
      { status: 204 },
    ]);
    const whole = `${part('item-0', 200, '{"id":"a"}')}${part('item-1', 200, '{"id":"b"}')}`;
    expect(parseBatch(response(whole.slice(0, -12)), 2)).toMatchObject([{ status: 200 }, undefined]);
    expect(parseBatch({ status: 200, headers: {}, body: '<html>' }, 1)).toEqual([undefined]);
    expect(parseBatch(response(`--batch_x\r\n\r\nnonsense\r\n--batch_x--`), 1)).toEqual([undefined]);
  });
});

describe('the list of calendars', () => {
  test('is asked for page by page', () => {
    expect(calendarsRequest()).toEqual({
      method: 'GET',
      path: '/calendar/v3/users/me/calendarList?maxResults=250',
    });
    expect(calendarsRequest('p=1').path).toMatch(/&pageToken=p%3D1$/u);
  });

  test('tells whose each is and whether it may be written, as far as the role is known', () => {
    const roles = ['owner', 'writer', 'writerWithoutPrivateAccess', 'reader', 'freeBusyReader', 'somethingNew'];
    const items = roles.map((accessRole) => ({ id: accessRole, summary: accessRole, accessRole }));
    const { calendars } = parseCalendars(answered({ items }));
    expect(calendars.filter(({ writable }) => writable).map(({ id }) => id)).toEqual(['owner', 'writer']);
  });

  test('has the name that the account gave, and leaves out what is deleted', () => {
    const items = [
      { id: 'a', summary: 'Team', summaryOverride: 'My team', timeZone: 'Europe/Paris', accessRole: 'owner' },
      { id: 'b', deleted: true, summary: 'Old' },
      { id: 'me@x.org', primary: true, accessRole: 'owner' },
    ];
    expect(parseCalendars(answered({ items, nextPageToken: 'p' }))).toEqual({
      calendars: [
        { id: 'a', name: 'My team', kind: 'shared', writable: true, zone: 'Europe/Paris' },
        { id: 'me@x.org', name: 'me@x.org', kind: 'mine', writable: true },
      ],
      nextPageToken: 'p',
    });
    expect(() => parseCalendars(answered(undefined))).toThrow('no list of calendars');
  });

  test('gains one that is its maker’s', () => {
    expect(createCalendarRequest('Hearings')).toMatchObject({ body: { summary: 'Hearings' } });
    expect(parseCreated(answered({ id: 'a', summary: 'Hearings' }))).toEqual({
      id: 'a',
      name: 'Hearings',
      kind: 'shared',
      writable: true,
    });
    expect(() => parseCreated(answered({}))).toThrow('without an id');
  });
});

describe('a channel', () => {
  test('lives as long as Google says, and no longer than was asked for', () => {
    const channel = { id: 'c', resourceId: 'r' };
    expect(parseChannel(answered({ ...channel, expiration: '500' }), 1_000)).toEqual({ id: 'c r', expiresAt: 500 });
    expect(parseChannel(answered({ ...channel, expiration: '5000' }), 1_000).expiresAt).toBe(1_000);
    expect(parseChannel(answered(channel), 1_000).expiresAt).toBe(1_000);
    expect(() => parseChannel(answered({ id: 'c' }), 1_000)).toThrow('without its ids');
  });
});
