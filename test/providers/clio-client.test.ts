import {
  type Collection,
  type HttpRequest,
  type HttpResponse,
  type Item,
  type Operation,
  type Present,
  SyncError,
} from '@concord/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { type ClioSetup, setUpClio } from '../contract/clio-look-alike.ts';
import { named } from '../contract/collection-contract.ts';

let clio: ClioSetup;
beforeEach(async () => {
  clio = await setUpClio();
});

const create = (item: Item): Operation => ({ kind: 'create', marker: 'm', item });
const update = ({ id, version, item }: Present, target: Item): Operation => ({
  kind: 'update',
  id,
  version,
  known: { item },
  item: target,
});
const strike = (habit: string, rate = 1): void => clio.manual.awkward.set(`clio.${habit}`, { rate });
const names = (): readonly (string | null)[] => clio.control.contacts.list().map(({ first_name: name }) => name);

async function createOne(item: Item): Promise<Present> {
  const [outcome] = await clio.collection.write([create(item)]);
  if (outcome?.kind !== 'written') throw new Error(`not written: ${JSON.stringify(outcome)}`);
  return outcome.observation;
}

/** The collection with a transport that fails where it is told to, before anything is sent. */
function failing(fails: (request: HttpRequest, index: number) => SyncError | HttpResponse | undefined): Collection {
  let index = 0;
  return clio.open({
    transport: async (request) => {
      const failure = fails(request, index++);
      if (failure instanceof SyncError) throw failure;
      return failure ?? clio.context.transport(request);
    },
  });
}
const status = (code: number, headers = {}): HttpResponse => ({
  status: code,
  headers,
  body: JSON.stringify({ error: { type: 'SomeError', message: 'Not now' } }),
});

describe('every request', () => {
  test('carries the token, the pinned version and a plain agent', async () => {
    strike('firewall');
    await clio.collection.scan(undefined);
    expect(clio.sent[0]?.headers).toMatchObject({ 'x-api-version': '4.0.13', 'user-agent': 'Concord' });
    expect(clio.sent[0]?.headers.authorization).toMatch(/^Bearer \S+$/u);
  });

  test('waits for the end of the minute once Clio says that it is used up', async () => {
    clio = await setUpClio({ limits: true });
    for (let count = 0; count < 50; count += 1) await clio.collection.scan(undefined);
    await expect(clio.collection.scan(undefined)).rejects.toMatchObject({ code: 'rateLimited' });
    expect(clio.sent).toHaveLength(50);
    const wait = await clio.collection.scan(undefined).catch((error: SyncError) => error.retryAfterMs);
    await clio.manual.advance(wait as number);
    await clio.collection.scan(undefined);
  });

  test('never goes to an address that a page names outside of Clio', async () => {
    const next = JSON.stringify({ url: 'https://evil.example/api/v4/contacts.json', startedAt: 0 });
    await expect(clio.collection.scan(next)).rejects.toMatchObject({ code: 'garbled' });
    expect(clio.sent).toEqual([]);
  });
});

describe('reading', () => {
  test('a member who sees only some contacts cannot tell what is gone', async () => {
    expect(await clio.open({ seesEverything: false }).read(['999999'])).toMatchObject([
      { kind: 'hidden', id: '999999' },
    ]);
    expect(await clio.collection.read(['999999'])).toMatchObject([{ kind: 'gone', confirmed: true }]);
  });

  test('a redacted contact is neither there nor gone', async () => {
    clio = await setUpClio({ userId: 2 });
    const id = await clio.world.add(named('Ana'));
    strike('redacted');
    expect((await clio.collection.scan(undefined)).observations).toMatchObject([{ kind: 'hidden', id }]);
    expect(await clio.collection.read([id])).toMatchObject([{ kind: 'hidden', id }]);
  });

  test('an id that a list leaves out is asked for by itself before it counts as gone', async () => {
    const { id } = await createOne(named('Ana'));
    strike('emptyList');
    expect(await clio.collection.read([id])).toMatchObject([{ kind: 'present', id }]);
  });

  test('one that may not be read is hidden, and the others are still shown', async () => {
    const { id } = await createOne(named('Ana'));
    const collection = failing(({ url }) => (url.includes('/contacts/5.json') ? status(403) : undefined));
    expect(await collection.read(['5', id])).toMatchObject([{ kind: 'hidden' }, { kind: 'present', id }]);
  });

  test('half a page is no page', async () => {
    await clio.world.add(named('Ana'));
    strike('truncatedPage');
    await expect(clio.collection.scan(undefined)).rejects.toMatchObject({ code: 'garbled' });
  });

  test('what changed while the pages were read is shown by the next changes', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 201; index += 1) ids.push(await clio.world.add(named(`P${index}`)));
    const first = await clio.collection.scan(undefined);
    await clio.manual.advance(1_000);
    await clio.world.edit(ids[0] ?? '', named('Changed'));
    await clio.manual.advance(600_000);
    const { cursor = '' } = await clio.collection.scan(first.next);
    const { observations } = await clio.collection.changes(cursor);
    expect(observations.map(({ id }) => id)).toContain(ids[0]);
  });

  test('what changed while the changes were read is shown by the next ones', async () => {
    const { cursor: start = '' } = await clio.collection.scan(undefined);
    await clio.manual.advance(600_000);
    const ids: string[] = [];
    for (let index = 0; index < 201; index += 1) ids.push(await clio.world.add(named(`P${index}`)));
    const first = await clio.collection.changes(start);
    expect(first.more).toBe(true);
    await clio.manual.advance(1_000);
    await clio.world.edit(ids[0] ?? '', named('Changed'));
    await clio.manual.advance(600_000);
    const second = await clio.collection.changes(first.cursor);
    expect(second.more).toBe(false);
    const { observations } = await clio.collection.changes(second.cursor);
    expect(observations.map(({ id }) => id)).toContain(ids[0]);
  });

  test('the number of all contacts is known from the first page on', async () => {
    clio.control.contacts.addMany(Array.from({ length: 201 }, () => ({ type: 'Person' as const, last_name: 'X' })));
    expect(await clio.collection.scan(undefined)).toMatchObject({ total: 201 });
  });

  test('a page that Clio does not know any more asks for a full pass', async () => {
    const url = 'https://sandbox.test/clio/api/v4/contacts.json?page_token=old';
    const cursor = JSON.stringify({ startedAt: 0, next: url });
    await expect(clio.collection.changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
    await expect(clio.collection.scan('{}')).rejects.toMatchObject({ code: 'cursorExpired' });
    await expect(clio.collection.changes('{"since":"x"}')).rejects.toMatchObject({ code: 'cursorExpired' });
  });

  test('a change of rows that Clio gives no new etag is seen when it is read', async () => {
    const before = await createOne(named('Ana'));
    await editUnseen(before, [{ key: 'new@example.org', value: 'new@example.org' }]);
    const [after] = await clio.collection.read([before.id]);
    expect(after).toMatchObject({ kind: 'present', item: { emails: [{ value: 'new@example.org' }] } });
    expect((after as Present).version).not.toBe(before.version);
  });

  test('asks for more ids than a batch are a mistake of ours', async () => {
    await expect(clio.collection.read(Array.from({ length: 21 }, String))).rejects.toThrow('21 ids');
  });
});

describe('writing', () => {
  const three = ['Ana', 'Bea', 'Cleo'].map((name) => create(named(name)));

  test('a write whose answer is lost is unknown, and the rest is left for later', async () => {
    strike('timeoutAfterCommit');
    const since = clio.manual.now();
    expect(await clio.collection.write(three)).toEqual([
      { kind: 'unknown' },
      { kind: 'notDone', code: 'timeout' },
      { kind: 'notDone', code: 'timeout' },
    ]);
    expect(names()).toEqual(['Ana']);
    strike('timeoutAfterCommit', 0);
    expect(await clio.collection.find([{ marker: 'm', item: named('Ana'), since }])).toMatchObject([
      [{ kind: 'present' }],
    ]);
  });

  test.each(['serverError', 'htmlOk'])('an answer that tells nothing (%s) makes a write unknown', async (habit) => {
    strike(habit);
    expect((await clio.collection.write(three))[0]).toEqual({ kind: 'unknown' });
  });

  test('a write that never left is not done', async () => {
    const collection = failing(() => new SyncError('network', 'no route'));
    expect(await collection.write(three)).toEqual(three.map(() => ({ kind: 'notDone', code: 'network' })));
    expect(clio.sent).toEqual([]);
  });

  test('the limit in the middle of a batch leaves what was done, and says how long to wait', async () => {
    const collection = failing((_, index) => (index === 1 ? status(429, { 'retry-after': '30' }) : undefined));
    expect(await collection.write(three)).toMatchObject([
      { kind: 'written' },
      { kind: 'notDone', code: 'rateLimited', retryAfterMs: 30_000 },
      { kind: 'notDone', code: 'rateLimited', retryAfterMs: 30_000 },
    ]);
    expect(names()).toEqual(['Ana']);
  });

  test('the firewall does nothing, so nothing is done', async () => {
    strike('htmlForbidden');
    expect(await clio.collection.write(three)).toEqual(three.map(() => ({ kind: 'notDone', code: 'unavailable' })));
  });

  test('an expired token is thrown while nothing was done, and told after', async () => {
    const expired = (from: number) => failing((_, index) => (index >= from ? status(401) : undefined));
    await expect(expired(0).write(three)).rejects.toMatchObject({ code: 'unauthorized' });
    expect((await expired(1).write(three)).map(({ kind }) => kind)).toEqual(['written', 'notDone', 'notDone']);
  });

  test('a lost lease is thrown before the first write', async () => {
    const collection = failing(() => new SyncError('leaseLost', 'somebody else is at it'));
    await expect(collection.write(three)).rejects.toMatchObject({ code: 'leaseLost' });
  });

  test('a token that cannot be had in time does not make a write unknown', async () => {
    const accessToken = () => Promise.reject(new SyncError('timeout', 'no answer'));
    expect(await clio.open({ accessToken }).write(three)).toEqual(
      three.map(() => ({ kind: 'notDone', code: 'unavailable' })),
    );
    const lost = () => Promise.reject(new SyncError('grantLost', 'revoked'));
    await expect(clio.open({ accessToken: lost }).write(three)).rejects.toMatchObject({ code: 'grantLost' });
  });

  test('a contact that Clio refuses is told in its words, and the next one is written', async () => {
    const nameless = { kind: 'person', jobTitle: 'Partner' };
    expect(await clio.collection.write([create(nameless), create(named('Bea'))])).toMatchObject([
      { kind: 'refused', code: 'refused', detail: expect.stringContaining('At least one of first name or last name') },
      { kind: 'written' },
    ]);
  });

  test('a create that misses something is refused: it cannot be gone', async () => {
    const collection = failing(() => status(404));
    expect(await collection.write([create(named('Ana'))])).toMatchObject([{ kind: 'refused', code: 'notFound' }]);
  });

  test('a refusal does not repeat what the contact says', async () => {
    const body = JSON.stringify({ error: { type: 'E', message: 'Reyes cannot be saved' } });
    const collection = failing(() => ({ status: 422, headers: {}, body }));
    expect(await collection.write([create(named('Ana'))])).toMatchObject([
      { detail: 'Clio answered 422: E: … cannot be saved' },
    ]);
  });

  test('a missing permission refuses the write', async () => {
    strike('forbidden');
    expect((await clio.collection.write(three))[0]).toMatchObject({ kind: 'refused', code: 'forbidden' });
  });

  test.each(['rowEditsUnseen', 'unknownRowNotFound'])(
    'a row that somebody deleted meanwhile is a conflict, whatever Clio answers (%s)',
    async (habit) => {
      strike(habit);
      const before = await createOne(named('Ana'));
      await editUnseen(before, []);
      const emails = [{ key: 'b@x.org', value: 'b@x.org', ...emailRefOf(before) }];
      expect(await clio.collection.write([update(before, { ...before.item, emails })])).toEqual([{ kind: 'conflict' }]);
    },
  );

  test('a refused update of what is still as it was stays refused, and one that misses something says so', async () => {
    const before = await createOne(named('Ana'));
    const target = { ...before.item, lastName: 'Changed' };
    const answering = (code: number) => failing(({ method }) => (method === 'PATCH' ? status(code) : undefined));
    expect(await answering(422).write([update(before, target)])).toMatchObject([{ kind: 'refused', code: 'refused' }]);
    expect(await answering(404).write([update(before, target)])).toMatchObject([{ kind: 'refused', code: 'notFound' }]);
  });

  test('a delete that Clio forbids is refused, and one whose answer is lost is unknown', async () => {
    const { id, version } = await createOne(named('Ana'));
    const remove: Operation = { kind: 'delete', id, version };
    const forbids = failing(({ method }) => (method === 'DELETE' ? status(403) : undefined));
    expect(await forbids.write([remove])).toMatchObject([{ kind: 'refused', code: 'forbidden' }]);
    strike('timeoutAfterCommit');
    expect(await clio.collection.write([remove])).toEqual([{ kind: 'unknown' }]);
    strike('timeoutAfterCommit', 0);
    expect(await clio.collection.write([remove])).toEqual([{ kind: 'deleted' }]);
  });

  test('each create is looked for among what was created since it began', async () => {
    const early = clio.manual.now();
    await createOne(named('Ana'));
    await clio.manual.advance(3_600_000);
    const item = named('Ana');
    const found = await clio.collection.find([
      { marker: 'a', item, since: early },
      { marker: 'b', item, since: clio.manual.now() },
    ]);
    expect(found.map((each) => each.length)).toEqual([1, 0]);
  });

  test('looking for nothing asks nothing', async () => {
    expect(await clio.collection.find([])).toEqual([]);
    expect(clio.sent).toEqual([]);
  });
});

/** Somebody else changes only rows, and Clio gives the contact no new etag. */
async function editUnseen(before: Present, emails: Item[string]): Promise<void> {
  strike('rowEditsUnseen');
  const [outcome] = await clio.open().write([update(before, { ...before.item, emails })]);
  expect(outcome).toMatchObject({ kind: 'written' });
}

const emailRefOf = ({ item }: Present): { ref?: string } => {
  const [first] = typeof item.emails === 'object' ? item.emails : [];
  return first?.ref === undefined ? {} : { ref: first.ref };
};

describe('subscriptions', () => {
  const url = 'https://concord.example/webhooks/clio/hook';

  test('come with the secret that Clio chose, for a day less than Clio allows: its clock may be behind ours', async () => {
    const { secret, expiresAt } = await clio.collection.subscribe(url, 'ours');
    expect(secret).toMatch(/^\S{20,}$/u);
    expect(expiresAt).toBe(clio.manual.now() + 30 * 86_400_000);
  });

  test('are asked for their secret when it does not come at once', async () => {
    const expires = '2026-04-02T15:00:00Z';
    const hook = (secret: string | null): HttpResponse => ({
      status: 200,
      headers: {},
      body: JSON.stringify({ data: { id: 5, status: 'pending', expires_at: expires, shared_secret: secret } }),
    });
    const collection = failing(({ method }) => hook(method === 'POST' ? null : 's3cret'));
    expect(await collection.subscribe(url, 'ours')).toMatchObject({ id: '5', secret: 's3cret' });
  });

  test('are kept when only their secret cannot be read', async () => {
    const without = JSON.stringify({
      data: { id: 5, status: 'pending', expires_at: '2026-04-02T15:00:00Z', shared_secret: null },
    });
    const collection = failing(({ method }) =>
      method === 'POST' ? { status: 201, headers: {}, body: without } : status(500),
    );
    expect(await collection.subscribe(url, 'ours')).toEqual({ id: '5', expiresAt: Date.UTC(2026, 3, 2, 15) });
  });

  test('that were suspended are removed and count as gone', async () => {
    const { id } = await clio.collection.subscribe(url, 'ours');
    const suspended = JSON.stringify({
      data: { id: Number(id), status: 'suspended', expires_at: '2026-04-02T15:00:00Z' },
    });
    const collection = failing(({ method }) =>
      method === 'PATCH' ? { status: 200, headers: {}, body: suspended } : undefined,
    );
    await expect(collection.renew(id)).rejects.toMatchObject({ code: 'notFound' });
    expect(clio.sent.at(-1)).toMatchObject({ method: 'DELETE', url: expect.stringContaining(`/webhooks/${id}.json`) });
  });

  test('are not believed to be gone when Clio fails', async () => {
    await expect(failing(() => status(500)).unsubscribe('5')).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('deliver without any handshake too', async () => {
    strike('webhookNoHandshake');
    const subscription = await clio.collection.subscribe(url, 'ours');
    const id = await clio.world.add(named('Ana'));
    await clio.manual.advance(60_000);
    expect(await clio.push?.notices(subscription)).toEqual([{ kind: 'changed', ids: [id] }]);
  });
});
