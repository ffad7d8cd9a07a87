import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../packages/sandbox/src/kernel/store.ts';
import { ada, type Bench, createBench, echoing } from './microsoft-world.ts';

const hook = 'https://hook.example/x?conn=1';
const lifecycle = 'https://hook.example/life';
const hour = 3_600_000;
const day = 24 * hour;

const wish = (bench: Bench, rest: object = {}) => ({
  changeType: 'created,updated,deleted',
  resource: '/me/contacts',
  notificationUrl: hook,
  lifecycleNotificationUrl: lifecycle,
  expirationDateTime: new Date(bench.now() + 6 * day).toISOString(),
  clientState: 'secret',
  ...rest,
});
const subscribe = (bench: Bench, rest: object = {}) => bench.graph('POST', '/subscriptions', wish(bench, rest));
const changes = (bench: Bench) => bench.heard.flatMap(({ body }) => body.value.map((entry) => entry.changeType));

describe('a subscription', () => {
  test('is made after both addresses answered the handshake', async () => {
    const bench = createBench();
    const asked: { url: string; type: string | null; token: string | null }[] = [];
    bench.receive(async (request) => {
      const { origin, pathname, searchParams } = new URL(request.url);
      asked.push({
        url: `${origin}${pathname}?conn=${searchParams.get('conn')}`,
        type: request.headers.get('content-type'),
        token: searchParams.get('validationToken'),
      });
      return echoing(request);
    });
    const { status, body } = await subscribe(bench);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      resource: '/me/contacts',
      changeType: 'created,updated,deleted',
      clientState: 'secret',
      notificationUrl: hook,
      lifecycleNotificationUrl: lifecycle,
      creatorId: ada.oid,
      applicationId: bench.control.appCredentials.clientId,
    });
    expect(asked.map(({ url }) => url)).toEqual([hook, `${lifecycle}?conn=null`]);
    expect(asked[0]?.type).toBe('text/plain; charset=utf-8');
    // Spaces and colons: a receiver that does not decode the token fails.
    expect(asked[0]?.token).toMatch(/^Validation: .+ Request-Id: /u);
  });

  const plain = (text: string, status = 200) =>
    new Response(text, { status, headers: { 'content-type': 'text/plain' } });
  const failures: readonly [string, (request: Request) => Promise<Response>][] = [
    ['with the token still encoded', async (request) => plain(request.url.split('validationToken=')[1] ?? '')],
    [
      'as JSON',
      async (request) =>
        new Response(await (await echoing(request)).text(), { headers: { 'content-type': 'application/json' } }),
    ],
    ['with another status', async (request) => plain(await (await echoing(request)).text(), 202)],
    ['by breaking the connection', () => Promise.reject(new Error('refused'))],
    [
      'rightly, but not at the lifecycle address',
      async (request) => (request.url.startsWith(lifecycle) ? plain('') : echoing(request)),
    ],
  ];
  test.each(failures)('is refused when an address answers %s', async (_, answer) => {
    const bench = createBench();
    bench.receive(answer);
    const { status, body } = await subscribe(bench);
    expect([status, body.error.code]).toEqual([400, 'InvalidRequest']);
    expect(bench.control.subscriptions(ada.email)).toHaveLength(0);
  });

  test('is refused when an address takes more than ten seconds', async () => {
    const bench = createBench();
    bench.receive(() => new Promise(() => undefined));
    const pending = subscribe(bench);
    let settled = false;
    void pending.then(() => {
      settled = true;
    });
    await bench.advance(9_999);
    expect(settled).toBe(false);
    await bench.advance(1);
    expect((await pending).status).toBe(400);
  });

  test('takes https and this machine, and a clientState of at most 128 characters', async () => {
    const bench = createBench();
    const status = async (rest: object) => (await subscribe(bench, rest)).status;
    expect(await status({ notificationUrl: 'http://127.0.0.1:4000/webhooks/microsoft/x' })).toBe(201);
    expect(await status({ notificationUrl: 'http://hook.example/' })).toBe(400);
    expect(await status({ notificationUrl: 'hook' })).toBe(400);
    expect(await status({ clientState: 'x'.repeat(128) })).toBe(201);
    expect(await status({ clientState: 'x'.repeat(129) })).toBe(400);
    expect(await status({ changeType: 'renamed' })).toBe(400);
    expect(await status({ resource: '/me/drive/root' })).toBe(400);
    expect(await status({ resource: '/me/messages' })).toBe(403);
    expect(await status({ resource: `/users/${ada.oid}/contacts` })).toBe(201);
    expect(await status({ resource: 'me/contactFolders/contacts/contacts' })).toBe(201);
  });

  test('lives at least 45 minutes and at most seven days', async () => {
    const bench = createBench();
    const expiry = async (ms: number) =>
      (await subscribe(bench, { expirationDateTime: new Date(bench.now() + ms).toISOString() })).body
        .expirationDateTime;
    expect(await expiry(60_000)).toBe(new Date(bench.now() + 45 * 60_000).toISOString());
    expect(await expiry(7 * day)).toBe(new Date(bench.now() + 7 * day).toISOString());
    const late = await subscribe(bench, { expirationDateTime: new Date(bench.now() + 7 * day + 1_000).toISOString() });
    expect(late.status).toBe(400);
    expect((await subscribe(bench, { expirationDateTime: 'soon' })).status).toBe(400);
  });

  test('is renewed by PATCH, reauthorized, listed, read and removed', async () => {
    const bench = createBench();
    const { id } = (await subscribe(bench)).body;
    const expirationDateTime = new Date(bench.now() + 7 * day).toISOString();
    const renewed = await bench.graph('PATCH', `/subscriptions/${id}`, { expirationDateTime });
    expect([renewed.status, renewed.body.expirationDateTime]).toEqual([200, expirationDateTime]);
    expect((await bench.graph('POST', `/subscriptions/${id}/reauthorize`)).status).toBe(204);
    expect((await bench.graph('GET', `/subscriptions/${id}`)).body.expirationDateTime).toBe(expirationDateTime);
    expect((await bench.graph('GET', '/subscriptions')).body.value.map((row) => row.id)).toEqual([id]);
    expect((await bench.graph('DELETE', `/subscriptions/${id}`)).status).toBe(204);
    for (const method of ['GET', 'DELETE']) {
      expect((await bench.graph(method, `/subscriptions/${id}`)).status).toBe(404);
    }
    bench.people.add({ givenName: 'Ada' });
    await bench.advance(hour);
    expect(bench.heard).toHaveLength(0);
  });

  test('that has expired is gone: no renewal, no notification', async () => {
    const bench = createBench();
    const { id } = (await subscribe(bench, { expirationDateTime: new Date(bench.now() + hour).toISOString() })).body;
    await bench.advance(hour);
    bench.useToken(bench.control.grant(ada.email).accessToken);
    bench.people.add({ givenName: 'Ada' });
    await bench.advance(1_000);
    expect(bench.heard).toHaveLength(0);
    const renewal = { expirationDateTime: new Date(bench.now() + day).toISOString() };
    expect((await bench.graph('PATCH', `/subscriptions/${id}`, renewal)).status).toBe(404);
  });

  test('belongs to its account and app', async () => {
    const bench = createBench();
    const { id } = (await subscribe(bench)).body;
    bench.control.addAccount({ ...ada, oid: '99999999-9999-4999-8999-999999999999', email: 'other@byron.example' });
    bench.useToken(bench.control.grant('other@byron.example').accessToken);
    expect((await bench.graph('GET', `/subscriptions/${id}`)).status).toBe(404);
    expect((await bench.graph('GET', '/subscriptions')).body.value).toEqual([]);
  });

  test('can be refused for the quota, as a duplicate, or for want of the read scope', async () => {
    const bench = createBench();
    expect((await subscribe(bench)).status).toBe(201);
    expect((await subscribe(bench)).status).toBe(201);
    bench.on('subscriptionDuplicate');
    const [first] = bench.control.subscriptions(ada.email);
    const duplicate = await subscribe(bench, { changeType: 'deleted, created,updated' });
    expect([duplicate.status, duplicate.body.error.message]).toEqual([
      409,
      `Subscription Id ${first?.id} already exists for the requested combination`,
    ]);
    expect((await subscribe(bench, { changeType: 'deleted' })).status).toBe(201);
    bench.on('subscriptionQuota');
    expect((await subscribe(bench)).status).toBe(403);
    bench.off('subscriptionQuota');
    bench.off('subscriptionDuplicate');
    bench.on('subscriptionNeedsRead');
    expect((await subscribe(bench)).status).toBe(201);
    bench.useToken(bench.control.grant(ada.email, ['Contacts.ReadWrite']).accessToken);
    expect((await subscribe(bench)).status).toBe(403);
  });
});

describe('a notification', () => {
  test('tells of every change in the folder, our own writes included, gathered into one post', async () => {
    const bench = createBench();
    const { body } = await subscribe(bench);
    const { id } = (await bench.graph('POST', '/me/contacts', { givenName: 'Ada' })).body;
    bench.people.edit(id, { surname: 'King' });
    bench.people.remove(id);
    bench.people.add({ givenName: 'Elsewhere' }, 'Friends');
    await bench.advance(1_000);
    expect(bench.heard).toHaveLength(1);
    expect(bench.heard[0]?.url).toBe(hook);
    expect(changes(bench)).toEqual(['created', 'updated', 'deleted']);
    expect(bench.heard[0]?.body.value[1]).toMatchObject({
      subscriptionId: body.id,
      clientState: 'secret',
      tenantId: ada.tenantId,
      subscriptionExpirationDateTime: body.expirationDateTime,
      resource: `Users/${ada.oid}/Contacts/${id}`,
      resourceData: { '@odata.type': '#Microsoft.Graph.Contact', id },
    });
  });

  test('comes only for the change types and the folder that were asked for', async () => {
    const bench = createBench();
    await subscribe(bench, { changeType: 'deleted' });
    const { id } = bench.people.add({ givenName: 'Ada' });
    bench.people.edit(id, { surname: 'King' });
    bench.people.move(id, 'Friends');
    bench.people.edit(id, { surname: 'Byron' });
    await bench.advance(1_000);
    expect(changes(bench)).toEqual(['deleted']);
  });

  test('names the contact in the id format of the subscription', async () => {
    const bench = createBench();
    const made = await bench.graph('POST', '/subscriptions', wish(bench), { prefer: '' });
    expect(made.status).toBe(201);
    bench.people.add({ givenName: 'Ada' });
    await bench.advance(1_000);
    const data = bench.heard[0]?.body.value[0]?.resourceData as { id: string };
    expect(data.id.length).toBeGreaterThanOrEqual(140);
  });

  test('is not sent for a mailbox that is being filled', async () => {
    const bench = createBench();
    await subscribe(bench);
    bench.control.addMany(ada.email, [{ givenName: 'Ada' }]);
    await bench.advance(1_000);
    expect(bench.heard).toHaveLength(0);
  });

  test('is tried again, less and less often, until it is heard, with the same content', async () => {
    const bench = createBench();
    await subscribe(bench);
    let failures = 3;
    bench.receive(async () => new Response(null, { status: failures-- > 0 ? 503 : 202 }));
    bench.people.add({ givenName: 'Ada' });
    await bench.advance(hour);
    expect(bench.heard).toHaveLength(4);
    const waits = bench.heard.slice(1).map(({ at }, index) => at - (bench.heard[index]?.at ?? 0));
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
    expect(waits[2]).toBeGreaterThan(waits[1] ?? 0);
    expect(new Set(bench.heard.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    await bench.advance(day);
    expect(bench.heard).toHaveLength(4);
    expect(bench.world.store.collection('microsoft.outbox').size()).toBe(0);
  });

  test('counts as unheard after three seconds, and is given up after four hours', async () => {
    const bench = createBench();
    await subscribe(bench);
    bench.receive(() => new Promise(() => undefined));
    bench.people.add({ givenName: 'Ada' });
    await bench.advance(5_000);
    expect(bench.heard).toHaveLength(1);
    await bench.advance(15_000);
    expect(bench.heard.length).toBeGreaterThanOrEqual(2);
    await bench.advance(5 * hour);
    const tries = bench.heard.length;
    await bench.advance(day);
    expect(bench.heard).toHaveLength(tries);
    expect((bench.heard.at(-1)?.at ?? 0) - (bench.heard[0]?.at ?? 0)).toBeLessThanOrEqual(4.6 * hour);
    expect([...bench.world.store.collection('microsoft.outbox').entries()]).toEqual([]);
  });

  test('that waits survives a restart', async () => {
    const bench = createBench({ store: createMemoryStore() });
    await subscribe(bench);
    bench.people.add({ givenName: 'Ada' });
    const again = createBench({ store: bench.world.store, startAt: bench.now() });
    await again.advance(1_000);
    expect(changes(again)).toEqual(['created']);
  });
});

describe('an endpoint', () => {
  /** Brings it twenty first deliveries that take this long each. */
  const afterTwenty = async (took: (n: number) => number, limits = true) => {
    const bench = createBench({ limits });
    await subscribe(bench);
    let answers = 0;
    bench.receive(
      () =>
        new Promise((resolve) => {
          answers += 1;
          bench.world.later(took(answers), async () => resolve(new Response(null, { status: 202 })));
        }),
    );
    for (let n = 0; n < 20; n += 1) {
      bench.people.add({ givenName: `P${n}` });
      await bench.advance(25);
    }
    await bench.advance(60_000);
    bench.heard.length = 0;
    bench.receive(echoing);
    bench.people.add({ givenName: 'Last' });
    return bench;
  };
  const heardAfter = async (bench: Bench, ms: number) => {
    await bench.advance(ms);
    return bench.heard.length > 0;
  };

  test('that answers in time is told at once, and so is one with a single slow answer', async () => {
    expect(await heardAfter(await afterTwenty(() => 100), 1_000)).toBe(true);
    expect(await heardAfter(await afterTwenty((n) => (n === 3 ? 2_990 : 100)), 1_000)).toBe(true);
    expect(await heardAfter(await afterTwenty((n) => (n <= 2 ? 3_000 : 100)), 1_000)).toBe(true);
  });

  test('with more than a tenth of its answers over three seconds waits ten minutes for news', async () => {
    const bench = await afterTwenty((n) => (n <= 4 ? 3_500 : 100));
    expect(await heardAfter(bench, 500_000)).toBe(false);
    expect(await heardAfter(bench, 200_000)).toBe(true);
  });

  test('that takes more than ten seconds again and again hears nothing of what happens in the next ten minutes', async () => {
    const bench = await afterTwenty(() => 60_000);
    const last = bench.people.list().at(-1)?.id;
    await bench.advance(5 * hour);
    const told = bench.heard.flatMap(({ body }) => body.value.map((entry) => String(entry.resource).split('/').at(-1)));
    expect(told.length).toBeGreaterThanOrEqual(20);
    expect(told).not.toContain(last);
    bench.heard.length = 0;
    bench.people.add({ givenName: 'Later' });
    expect(await heardAfter(bench, 1_000)).toBe(true);
  });

  test('that is slow without limits is told at once', async () => {
    expect(await heardAfter(await afterTwenty((n) => (n <= 4 ? 3_500 : 100), false), 1_000)).toBe(true);
  });
});

describe('awkward notifications', () => {
  const subscribed = async (name: string, amount?: number) => {
    const bench = createBench();
    await subscribe(bench);
    bench.on(name, 1, amount);
    return bench;
  };

  test('are lost', async () => {
    const bench = await subscribed('notificationLost');
    bench.people.add({ givenName: 'Ada' });
    await bench.advance(hour);
    expect(bench.heard).toHaveLength(0);
  });

  test('come twice', async () => {
    const bench = await subscribed('notificationDoubled');
    bench.people.add({ givenName: 'Ada' });
    await bench.advance(hour);
    expect(changes(bench)).toEqual(['created', 'created']);
  });

  test('come late', async () => {
    const bench = await subscribed('notificationLate', 30_000);
    bench.people.add({ givenName: 'Ada' });
    await bench.advance(29_999);
    expect(bench.heard).toHaveLength(0);
    await bench.advance(1_000);
    expect(changes(bench)).toEqual(['created']);
  });

  test('come in another order', async () => {
    const bench = await subscribed('notificationReordered');
    const ids = Array.from({ length: 10 }, (_, n) => bench.people.add({ givenName: `P${n}` }).id);
    await bench.advance(5_000);
    const told = bench.heard.flatMap(({ body }) => body.value.map((entry) => String(entry.resource).split('/').at(-1)));
    expect(told).not.toEqual(ids);
    expect(told).toHaveLength(ids.length);
    expect(new Set(told)).toEqual(new Set(ids));
  });

  test('come with one of somebody else', async () => {
    const bench = await subscribed('notificationForeign');
    bench.people.add({ givenName: 'Ada' });
    await bench.advance(1_000);
    const [foreign, own] = bench.heard[0]?.body.value ?? [];
    expect(own?.clientState).toBe('secret');
    expect(foreign?.clientState).not.toBe('secret');
    expect(foreign?.subscriptionId).not.toBe(own?.subscriptionId);
  });

  test('come as a storm of created and updated', async () => {
    const bench = await subscribed('notificationStorm');
    bench.people.add({ givenName: 'Ada' });
    await bench.advance(1_000);
    expect(changes(bench)).toEqual(['created', 'updated', 'updated']);
  });

  test('stop because the subscription is removed, which the lifecycle address hears', async () => {
    const bench = await subscribed('subscriptionRemoved');
    bench.people.add({ givenName: 'Ada' });
    await bench.advance(1_000);
    expect(bench.heard.map(({ url, body }) => [url, body.value[0]?.lifecycleEvent])).toEqual([
      [lifecycle, 'subscriptionRemoved'],
    ]);
    expect(bench.control.subscriptions(ada.email)).toHaveLength(0);
  });
});

describe('lifecycle notices', () => {
  test.each(['reauthorizationRequired', 'missed'] as const)('can be triggered: %s', async (event) => {
    const bench = createBench();
    const { id } = (await subscribe(bench)).body;
    bench.control.lifecycle(ada.email, event);
    await bench.advance(1_000);
    expect(bench.heard.map(({ url }) => url)).toEqual([lifecycle]);
    expect(bench.heard[0]?.body.value).toMatchObject([
      { subscriptionId: id, lifecycleEvent: event, clientState: 'secret', tenantId: ada.tenantId },
    ]);
    expect(bench.control.subscriptions(ada.email)).toHaveLength(1);
  });

  test('say that a subscription was removed, by hand or because the grant was revoked', async () => {
    for (const remove of ['lifecycle', 'revoke'] as const) {
      const bench = createBench();
      await subscribe(bench);
      if (remove === 'lifecycle') bench.control.lifecycle(ada.email, 'subscriptionRemoved');
      else bench.control.revoke(ada.email, 'passwordChanged');
      await bench.advance(1_000);
      expect(bench.heard[0]?.body.value[0]?.lifecycleEvent).toBe('subscriptionRemoved');
      expect(bench.control.subscriptions(ada.email)).toHaveLength(0);
    }
  });

  test('are not sent when only the app’s own secret went bad: its subscriptions live on', async () => {
    const bench = createBench();
    await subscribe(bench);
    bench.control.revoke(ada.email, 'secretExpired');
    await bench.advance(1_000);
    expect(bench.heard).toHaveLength(0);
    expect(bench.control.subscriptions(ada.email)).toHaveLength(1);
  });

  test('are not sent to a subscription without a lifecycle address', async () => {
    const bench = createBench();
    await subscribe(bench, { lifecycleNotificationUrl: undefined });
    bench.control.lifecycle(ada.email, 'missed');
    bench.control.revoke(ada.email, 'inactive');
    await bench.advance(hour);
    expect(bench.heard).toHaveLength(0);
  });
});
