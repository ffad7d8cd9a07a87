import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../packages/sandbox/src/kernel/store.ts';
import { ada, at, type Bench, type BenchOptions, bo, createBench, reasonOf } from './google-calendar-world.ts';

const address = 'https://hook.example/google';
const channel = { id: 'channel-1', type: 'web_hook', address, token: 's3cret' };
const watchPath = 'calendars/primary/events/watch';

async function watched(options: BenchOptions = {}, change: object = {}) {
  const bench = createBench(options);
  const opened = await bench.ask('POST', watchPath, { ...channel, ...change });
  await bench.world.advance(1_000);
  return { ...bench, opened, states: () => statesOf(bench) };
}

const statesOf = ({ heard }: Pick<Bench, 'heard'>) => heard.map(({ headers }) => headers['x-goog-resource-state']);

describe('a channel of the Google look-alike', () => {
  it('opens with a resource, an end as a text, and a first message', async () => {
    const { opened, heard } = await watched();
    expect([opened.status, opened.body]).toEqual([
      200,
      {
        kind: 'api#channel',
        id: 'channel-1',
        resourceId: expect.stringMatching(/^[\w-]{27}$/u),
        resourceUri: 'https://www.googleapis.com/calendar/v3/calendars/ada%40byron.example/events?alt=json',
        token: 's3cret',
        expiration: String(Date.UTC(2026, 7, 10, 7)),
      },
    ]);
    expect(heard).toEqual([
      {
        url: address,
        headers: {
          'user-agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
          'content-length': '0',
          'x-goog-channel-id': 'channel-1',
          'x-goog-message-number': '1',
          'x-goog-resource-id': opened.body.resourceId,
          'x-goog-resource-state': 'sync',
          'x-goog-resource-uri': opened.body.resourceUri,
          'x-goog-channel-expiration': 'Mon, 10 Aug 2026 07:00:00 GMT',
          'x-goog-channel-token': 's3cret',
        },
      },
    ]);
  });

  it('tells of each change, own writes too, with numbers that grow and skip', async () => {
    const { insert, mine, world, heard, states } = await watched();
    await insert(at(3, 10));
    await world.advance(1_000);
    for (let count = 0; count < 8; count += 1) {
      mine.add(at(3, 10));
      await world.advance(1_000);
    }
    expect(states()).toEqual(['sync', ...Array.from({ length: 9 }, () => 'exists')]);
    const numbers = heard.map(({ headers }) => Number(headers['x-goog-message-number']));
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    expect(new Set(numbers).size).toBe(10);
    expect(numbers.at(-1)).toBeGreaterThan(10);
  });

  it('may have its first message before the answer', async () => {
    const bench = createBench();
    bench.on('calendar.syncBeforeAnswer');
    await bench.ask('POST', watchPath, channel);
    expect(statesOf(bench)).toEqual(['sync']);
    const late = createBench();
    await late.ask('POST', watchPath, channel);
    expect(statesOf(late)).toEqual([]);
  });

  it('refuses what does not fit', async () => {
    const { ask, mine } = await watched();
    const other = { ...channel, id: 'channel-2' };
    const cases: readonly (readonly [object, string])[] = [
      [channel, 'channelIdNotUnique'],
      [{ ...other, address: 'http://hook.example' }, 'push.webhookUrlNotHttps'],
      [{ ...other, address: 'hook' }, 'push.webhookUrlNotHttps'],
      [{ ...other, type: 'mail' }, 'push.channelTypeNotSupported'],
      [{ ...other, id: '' }, 'required'],
      [{ ...other, id: 'x'.repeat(65) }, 'required'],
      [{ ...other, token: 'x'.repeat(257) }, 'invalid'],
    ];
    for (const [body, reason] of cases)
      expect([body, ...reasonOf(await ask('POST', watchPath, body))]).toEqual([body, 400, reason]);
    expect((await ask('POST', watchPath, channel)).body.error.message).toBe('Channel id channel-1 not unique');
    for (const kind of ['holiday', 'imported'] as const) {
      const { id } = mine.addCalendar({ summary: kind, kind });
      const path = `calendars/${encodeURIComponent(id)}/events/watch`;
      expect(reasonOf(await ask('POST', path, other))).toEqual([400, 'pushNotSupportedForRequestedResource']);
    }
    expect((await ask('POST', watchPath, { ...other, address: 'http://127.0.0.1:4173/hook' })).status).toBe(200);
  });

  it('ends when it was asked to, after seven days at most, or sooner', async () => {
    const { ask, world, mine, heard, on, off, signIn } = await watched({}, { params: { ttl: '3600' } });
    const lifeOf = async (id: string, asked: object) =>
      Number((await ask('POST', watchPath, { ...channel, id, ...asked })).body.expiration) - world.now();
    const week = 604_800_000;
    expect(await lifeOf('a', { expiration: world.now() + 5_000 })).toBe(5_000);
    expect(await lifeOf('b', { params: { ttl: 9_999_999 } })).toBe(week);
    on('calendar.longChannels');
    expect(await lifeOf('c', { params: { ttl: 9_999_999 } })).toBe(9_999_999_000);
    off('calendar.longChannels');
    on('calendar.shortChannels', 60);
    expect(await lifeOf('d', {})).toBe(60_000);
    off('calendar.shortChannels');
    await world.advance(3_600_000);
    signIn();
    heard.length = 0;
    mine.add(at(3, 10));
    await world.advance(1_000);
    expect(heard.map(({ headers }) => headers['x-goog-channel-id'])).toEqual(['b', 'c']);
  });

  it('overlaps with the next one: both tell', async () => {
    const { ask, mine, world, heard } = await watched();
    const second = await ask('POST', watchPath, { ...channel, id: 'channel-2' });
    await world.advance(1_000);
    heard.length = 0;
    mine.add(at(3, 10));
    await world.advance(1_000);
    expect(heard.map(({ headers }) => headers['x-goog-channel-id'])).toEqual(['channel-1', 'channel-2']);
    expect(new Set(heard.map(({ headers }) => headers['x-goog-resource-id']))).toEqual(
      new Set([second.body.resourceId]),
    );
  });

  it('is stopped by its own account and client with 204, once; else 404', async () => {
    const { ask, mine, world, opened, states, signIn, control } = await watched();
    const { resourceId } = opened.body;
    const stop = (body: object) => ask('POST', 'channels/stop', body);
    expect(reasonOf(await stop({ id: 'channel-1', resourceId: 'other' }))).toEqual([404, 'notFound']);
    signIn(bo.email);
    expect((await stop({ id: 'channel-1', resourceId })).status).toBe(404);
    signIn(ada.email);
    expect(control.channels()).toHaveLength(1);
    const stopped = await stop({ id: 'channel-1', resourceId });
    expect([stopped.status, stopped.text]).toEqual([204, '']);
    expect((await stop({ id: 'channel-1', resourceId })).status).toBe(404);
    mine.add(at(3, 10));
    await world.advance(1_000);
    expect([states(), control.channels()]).toEqual([['sync'], []]);
    expect(reasonOf(await ask('POST', watchPath, channel))).toEqual([400, 'channelIdNotUnique']);
  });

  it('goes on after it was stopped with google.calendar.channelGhost', async () => {
    const { ask, mine, world, opened, states, on } = await watched();
    on('calendar.channelGhost');
    await ask('POST', 'channels/stop', { id: 'channel-1', resourceId: opened.body.resourceId });
    mine.add(at(3, 10));
    await world.advance(1_000);
    expect(states()).toEqual(['sync', 'exists']);
  });

  it('is tried again after 500, 502, 503 and 504, and after nothing else', async () => {
    for (const status of [500, 502, 503, 504, 400, 404, 429]) {
      let answers = 0;
      const hear = () => (answers++ < 2 ? status : 200);
      const { heard, world } = await watched({ hear });
      await world.advance(60_000);
      expect([status, heard.length]).toEqual([status, status >= 500 ? 3 : 1]);
      expect(new Set(heard.map(({ headers }) => headers['x-goog-message-number'])).size).toBe(1);
    }
  });

  it('can lose, delay, double and storm', async () => {
    const { mine, world, heard, on, off } = await watched();
    const told = async (waitMs = 2_000) => {
      heard.length = 0;
      mine.add(at(3, 10));
      await world.advance(waitMs);
      return heard.length;
    };
    on('calendar.messageLost');
    expect(await told()).toBe(0);
    off('calendar.messageLost');
    on('calendar.messageLate', 30_000);
    expect(await told(29_000)).toBe(0);
    await world.advance(2_000);
    expect(heard).toHaveLength(1);
    off('calendar.messageLate');
    on('calendar.messageDoubled');
    expect(await told()).toBe(2);
    off('calendar.messageDoubled');
    on('calendar.messageStorm', 5);
    expect(await told()).toBe(5);
  });

  it('says not_exists when the access was lost', async () => {
    const bench = createBench();
    bench.theirs.share(bo.email, ada.email, 'reader');
    await bench.ask('POST', `calendars/${encodeURIComponent(bo.email)}/events/watch`, channel);
    await bench.world.advance(1_000);
    bench.theirs.share(bo.email, ada.email, undefined);
    await bench.world.advance(1_000);
    expect(statesOf(bench)).toEqual(['sync', 'not_exists']);
  });

  it('can be of the list of calendars', async () => {
    const bench = createBench();
    const opened = await bench.ask('POST', 'users/me/calendarList/watch', channel);
    expect(opened.body.resourceUri).toContain('/users/me/calendarList');
    await bench.world.advance(1_000);
    bench.mine.addCalendar({ summary: 'New' });
    bench.mine.add(at(3, 10));
    await bench.world.advance(1_000);
    expect(statesOf(bench)).toEqual(['sync', 'exists']);
  });

  it('sends after a restart what it still owed', async () => {
    const store = createMemoryStore();
    await watched({ store, hear: () => 503 });
    const next = createBench({ store });
    await next.world.advance(1_000);
    expect(next.heard.map(({ headers }) => headers['x-goog-message-number'])).toEqual(['1']);
  });
});

describe('a batch of the Google look-alike', () => {
  const part = (id: string, request: string, body?: object, header = 'X-Nothing: at all') =>
    [
      '--B',
      'Content-Type: application/http',
      `Content-ID: <${id}>`,
      '',
      `${request} HTTP/1.1`,
      'Content-Type: application/json',
      header,
      '',
      body === undefined ? '' : JSON.stringify(body),
    ].join('\r\n');
  const events = '/calendar/v3/calendars/primary/events';

  async function send(bench: Bench, parts: readonly string[], headers: Readonly<Record<string, string>> = {}) {
    const token = bench.control.grant(ada.email, ['https://www.googleapis.com/auth/calendar']).accessToken;
    const answer = await bench.service.answer({
      method: 'POST',
      url: 'http://sandbox.test/google/batch/calendar/v3',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/mixed; boundary=B', ...headers },
      body: `${parts.join('\r\n')}\r\n--B--`,
    });
    const boundary = /boundary=(\S+)/u.exec(answer.headers['content-type'] ?? '')?.[1] ?? 'none';
    const answers = answer.body
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((text) => ({
        id: /Content-ID: <(.+)>/u.exec(text)?.[1],
        status: Number(/HTTP\/1\.1 (\d+)/u.exec(text)?.[1]),
        body: /\r\n\r\n(\{[\s\S]*\})\r\n$/u.exec(text)?.[1],
      }));
    return { status: answer.status, answers };
  }

  it('answers each part by its id, with a status of its own', async () => {
    const bench = createBench();
    const { id } = bench.mine.add(at(3, 10, 'Known'));
    const { status, answers } = await send(bench, [
      part('item-0', `GET ${events}/${id}`),
      part('item-1', `POST ${events}?sendUpdates=none`, at(3, 11, 'New')),
      part('item-2', `DELETE ${events}/nothing`),
      part('item-3', `DELETE ${events}/${id}`),
    ]);
    expect([status, ...answers.map((one) => [one.id, one.status])]).toEqual([
      200,
      ['response-item-0', 200],
      ['response-item-1', 200],
      ['response-item-2', 404],
      ['response-item-3', 204],
    ]);
    expect(JSON.parse(answers[1]?.body ?? '').summary).toBe('New');
    expect(JSON.parse(answers[2]?.body ?? '').error.errors[0].reason).toBe('notFound');
    expect(bench.control.requests()['DELETE calendars/{calendarId}/events/{eventId}']).toBe(2);
  });

  it('hears the headers of each part', async () => {
    const bench = createBench();
    const { id, etag } = bench.mine.add(at(3, 10));
    const { answers } = await send(bench, [
      part('a', `PATCH ${events}/${id}`, { summary: 'A' }, 'If-Match: "1"'),
      part('b', `PATCH ${events}/${id}`, { summary: 'B' }, `If-Match: ${etag}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([412, 200]);
  });

  it('refuses a body that is none, and more parts than it takes', async () => {
    const bench = createBench();
    const many = Array.from({ length: 51 }, (_, n) => part(`i${n}`, `GET ${events}`));
    expect((await send(bench, many)).answers).toHaveLength(51);
    bench.on('calendar.batchOfFifty');
    expect((await send(bench, many)).status).toBe(400);
    expect((await send(bench, [part('a', 'GET /gmail/v1/users/me/messages')])).status).toBe(400);
    expect((await send(bench, [part('a', `GET ${events}`)], { 'content-type': 'text/plain' })).status).toBe(400);
  });

  it('can answer in another order, conflict with itself, and break in the middle', async () => {
    const bench = createBench();
    const { id } = bench.mine.add(at(3, 10));
    const twice = [
      part('a', `PATCH ${events}/${id}`, { summary: 'A' }),
      part('b', `PATCH ${events}/${id}`, { summary: 'B' }),
    ];
    bench.on('shufflesBatches');
    expect((await send(bench, twice)).answers.map((one) => one.id)).toEqual(['response-b', 'response-a']);
    bench.off('shufflesBatches');
    bench.on('calendar.batchConflict');
    expect((await send(bench, twice)).answers.map(({ status }) => status)).toEqual([200, 409]);
    bench.on('timeoutAfterCommit');
    await expect(
      send(bench, [part('a', `POST ${events}`, at(3, 11)), part('b', `POST ${events}`, at(3, 12))]),
    ).rejects.toThrow();
    expect(bench.mine.events()).toHaveLength(2);
  });
});
