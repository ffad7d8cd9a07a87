import { createHmac } from 'node:crypto';
import { createMemoryStore } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { clerk, clioWorld, person, type Shown } from './clio-world.ts';

const url = 'http://127.0.0.1:4179/webhooks/clio/hook1';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const asked = 'id,status,url,events,expires_at,shared_secret';

async function hookedWorld(data: object = {}, options: Parameters<typeof clioWorld>[0] = {}) {
  const clio = clioWorld({ contacts: [person('Zoë', 'Reyes', { phone_numbers: [{ number: '1' }] })], ...options });
  const { body } = await clio.call('POST', `webhooks.json?fields=${asked}`, {
    url,
    model: 'contact',
    fields: 'id,etag,first_name,phone_numbers{number}',
    ...data,
  });
  const created = body.data;
  const hook = async (): Promise<Shown> => (await clio.call('GET', `webhooks/${created.id}?fields=${asked}`)).body.data;
  await clio.world.advance(0);
  const handshakes = clio.delivered.splice(0);
  const [zoe] = clio.control.contacts.list();
  return { ...clio, created, hook, handshakes, zoe: zoe?.id ?? 0 };
}

describe('subscribing to the Clio look-alike', () => {
  it('starts pending, shakes hands with the secret and its own id, and is enabled by the echo', async () => {
    const { created, hook, handshakes } = await hookedWorld();
    expect(created.status).toBe('pending');
    expect(handshakes).toHaveLength(1);
    expect(handshakes[0]?.body).toEqual({ data: { webhook_id: created.id } });
    expect(handshakes[0]?.headers.get('x-hook-secret')).toBe(created.shared_secret);
    expect((await hook()).status).toBe('enabled');
  });

  it('shows the secret only to who asks for it', async () => {
    const { call, created } = await hookedWorld();
    expect(Object.keys((await call('GET', `webhooks/${created.id}`)).body.data)).toEqual(['id', 'etag']);
    const { body } = await call('GET', 'webhooks?fields=shared_secret,model,user{id}');
    expect(body.data).toEqual([{ shared_secret: created.shared_secret, model: 'contact', user: { id: 71 } }]);
  });

  it('stays pending and silent without the echo, until it is activated with the secret', async () => {
    const clio = clioWorld();
    clio.answerWebhooks(() => new Response(null));
    const { body } = await clio.call('POST', `webhooks?fields=${asked}`, { url, model: 6, fields: 'id' });
    await clio.world.advance(hour);
    expect(clio.delivered).toHaveLength(3);
    clio.control.contacts.add(person('A', 'B'));
    await clio.world.advance(hour);
    expect(clio.delivered).toHaveLength(3);
    const activate = (secret: string) =>
      clio.call('PUT', `webhooks/${body.data.id}/activate?fields=status`, undefined, {
        headers: { 'x-hook-secret': secret },
      });
    expect((await activate('wrong')).status).toBe(422);
    expect((await activate(String(body.data.shared_secret))).body.data).toEqual({ status: 'enabled' });
    clio.control.contacts.add(person('C', 'D'));
    await clio.world.advance(0);
    expect(clio.delivered).toHaveLength(4);
  });

  it('is enabled without any handshake when that awkwardness strikes', async () => {
    const clio = clioWorld();
    clio.world.awkward.set('clio.webhookNoHandshake', { rate: 1 });
    const { body } = await clio.call('POST', 'webhooks?fields=status', { url, model: 'contact', fields: 'id' });
    await clio.world.advance(hour);
    expect([body.data.status, clio.delivered.length]).toEqual(['enabled', 0]);
  });

  it.each([
    ['an address that is neither https nor of this machine', { url: 'http://hooks.example/' }],
    ['no address', { url: undefined }],
    ['no address at all', { url: 'hooks' }],
    ['a model that has no webhooks', { model: 'Calendar' }],
    ['an event that contacts do not have', { events: ['matter_opened'] }],
    ['more than a thousand characters of fields', { fields: `id${',id'.repeat(400)}` }],
    ['no fields', { fields: '' }],
    ['an end more than 31 days ahead', { expires_at: '2026-04-10T00:00:00Z' }],
    ['an end in the past', { expires_at: '2026-03-01T00:00:00Z' }],
  ])('refuses %s with 422', async (_title, data) => {
    const { call } = clioWorld();
    expect((await call('POST', 'webhooks', { url, model: 'contact', fields: 'id', ...data })).status).toBe(422);
  });

  it('refuses fields that a contact does not have with 400', async () => {
    const { call } = clioWorld();
    expect((await call('POST', 'webhooks', { url, model: 'contact', fields: 'id,nickname' })).status).toBe(400);
  });

  it('takes https, and every event when none is named', async () => {
    const { call } = clioWorld();
    const { status, body } = await call('POST', 'webhooks?fields=events', {
      url: 'https://hooks.example/x',
      model: 'contact',
      fields: 'id',
    });
    expect([status, body.data.events]).toEqual([201, ['created', 'updated', 'deleted']]);
  });

  it('ends after three days, or when it was told to, and can be prolonged by PATCH and PUT', async () => {
    const { world, control, delivered, call, created, hook } = await hookedWorld();
    expect(Date.parse(String(created.expires_at)) - world.now()).toBe(3 * day);
    await world.advance(3 * day - 1_000);
    control.contacts.add(person('A', 'B'));
    await world.advance(1_000);
    expect(delivered).toHaveLength(1);
    control.contacts.add(person('C', 'D'));
    await world.advance(hour);
    expect(delivered).toHaveLength(1);
    for (const [method, days] of [
      ['PATCH', 20],
      ['PUT', 31],
    ] as const) {
      const expires_at = new Date(world.now() + days * day).toISOString();
      expect((await call(method, `webhooks/${created.id}`, { expires_at })).status).toBe(200);
      expect(Date.parse(String((await hook()).expires_at))).toBe(world.now() + days * day);
    }
    control.contacts.add(person('E', 'F'));
    await world.advance(0);
    expect(delivered).toHaveLength(2);
  });

  it('shakes hands again at a new address, and not for another change', async () => {
    const { world, call, created, delivered, hook } = await hookedWorld();
    await call('PATCH', `webhooks/${created.id}`, { fields: 'id' });
    await world.advance(0);
    expect(delivered).toHaveLength(0);
    const { body } = await call('PATCH', `webhooks/${created.id}?fields=status`, { url: `${url}b` });
    expect(body.data).toEqual({ status: 'pending' });
    await world.advance(0);
    expect(delivered.map((one) => one.url)).toEqual([`${url}b`]);
    expect((await hook()).status).toBe('enabled');
  });

  it('is seen and removed by its own user alone', async () => {
    const { world, call, created, control, delivered } = await hookedWorld();
    expect((await call('GET', 'webhooks', undefined, { user: clerk.id })).body.data).toEqual([]);
    expect((await call('DELETE', `webhooks/${created.id}`, undefined, { user: clerk.id })).status).toBe(404);
    expect((await call('DELETE', `webhooks/${created.id}`)).status).toBe(204);
    control.contacts.add(person('A', 'B'));
    await world.advance(hour);
    expect(delivered).toEqual([]);
  });
});

describe('notices of the Clio look-alike', () => {
  it('are signed in hex over the raw body, and hold the chosen fields, the event and the webhook', async () => {
    const { world, control, delivered, created, zoe } = await hookedWorld();
    control.contacts.edit(zoe, { first_name: 'Zoé' });
    await world.advance(0);
    const [notice] = delivered;
    expect(notice?.body).toEqual({
      data: { id: zoe, etag: control.contacts.get(zoe)?.etag, first_name: 'Zoé', phone_numbers: [{ number: '1' }] },
      meta: { event: 'updated', webhook_id: created.id },
    });
    const signature = createHmac('sha256', String(created.shared_secret))
      .update(notice?.raw ?? '')
      .digest('hex');
    expect(notice?.headers.get('x-hook-signature')).toBe(signature);
  });

  it('come for creations, updates and deletions, of the API’s own writes too, after the answer', async () => {
    const { world, call, delivered } = await hookedWorld();
    const { body } = await call('POST', 'contacts', { type: 'Person', first_name: 'Al' });
    await call('PATCH', `contacts/${body.data.id}`, { first_name: 'Alan' });
    await call('DELETE', `contacts/${body.data.id}`);
    expect(delivered).toEqual([]);
    await world.advance(0);
    expect(delivered.map((one) => one.body.meta.event)).toEqual(['created', 'updated', 'deleted']);
    expect(delivered[2]?.body.data).toMatchObject({ id: body.data.id, first_name: 'Alan' });
  });

  it('do not come for a write that changes nothing', async () => {
    const { world, call, delivered, zoe } = await hookedWorld();
    await call('PATCH', `contacts/${zoe}`, { first_name: 'Zoë' });
    await world.advance(hour);
    expect(delivered).toEqual([]);
  });

  it('come only for the events that were asked for', async () => {
    const { world, control, delivered, zoe } = await hookedWorld({ events: ['deleted'] });
    control.contacts.edit(zoe, { first_name: 'Zoé' });
    control.contacts.remove(zoe);
    await world.advance(0);
    expect(delivered.map((one) => one.body.meta.event)).toEqual(['deleted']);
  });

  it('come for an update of fields that were not chosen the first time only', async () => {
    const { world, control, delivered, zoe } = await hookedWorld({ fields: 'first_name' });
    control.contacts.edit(zoe, { last_name: 'One' });
    control.contacts.edit(zoe, { last_name: 'Two' });
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(0);
    expect(delivered.map((one) => one.body.data.first_name)).toEqual(['Zoë', 'Zed']);
  });

  it('keep to what a restricted user may see', async () => {
    const clio = clioWorld();
    await clio.call('POST', 'webhooks', { url, model: 'contact', fields: 'id,first_name' }, { user: clerk.id });
    await clio.world.advance(0);
    clio.control.contacts.add(person('Hidden', 'One'));
    clio.control.contacts.add(person('Shown', 'Two', { visible_to: [clerk.id] }));
    await clio.world.advance(0);
    expect(clio.delivered.slice(1).map((one) => one.body.data.first_name)).toEqual(['Shown']);
  });

  it('say nothing of contacts of another firm, and nothing while an account is filled', async () => {
    const { world, control, delivered } = await hookedWorld();
    control.addFirm({ id: 502, name: 'Other', users: [{ id: 80, name: 'O', email: 'o@other.example' }] });
    control.contacts.add(person('A', 'B'), 502);
    control.contacts.addMany([person('C', 'D')]);
    await world.advance(hour);
    expect(delivered).toEqual([]);
  });

  it('are sent again with growing pauses until they are taken, unchanged', async () => {
    const { world, control, delivered, answerWebhooks, zoe } = await hookedWorld();
    const start = world.now();
    answerWebhooks(() => new Response(null, { status: delivered.length < 4 ? 503 : 204 }));
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(hour);
    expect(delivered.map((one) => (one.at - start) / 1_000)).toEqual([0, 15, 45, 105]);
    expect(new Set(delivered.map((one) => one.raw)).size).toBe(1);
  });

  it('are sent again when nobody answers within ten seconds or nobody is there', async () => {
    const { world, control, delivered, answerWebhooks, zoe } = await hookedWorld();
    answerWebhooks(() =>
      delivered.length === 1 ? new Promise(() => undefined) : Promise.reject(new TypeError('refused')),
    );
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(minute);
    expect(delivered).toHaveLength(3);
  });

  it.each([200, 202, 302])('are taken with %i', async (status) => {
    const { world, control, delivered, answerWebhooks, hook, zoe } = await hookedWorld();
    answerWebhooks(() => new Response(null, { status }));
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(hour);
    expect([delivered.length, (await hook()).status]).toEqual([1, 'enabled']);
  });

  it('end for good with 410', async () => {
    const { world, control, delivered, answerWebhooks, hook, call, created, zoe } = await hookedWorld();
    answerWebhooks(() => new Response(null, { status: 410 }));
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(0);
    control.contacts.edit(zoe, { first_name: 'Zac' });
    await world.advance(day);
    expect([delivered.length, (await hook()).status]).toEqual([1, 'suspended']);
    const headers = { 'x-hook-secret': String(created.shared_secret) };
    expect((await call('PUT', `webhooks/${created.id}/activate`, undefined, { headers })).status).toBe(422);
  });

  it('suspend their webhook after three hours of failure, and not when one succeeded in between', async () => {
    const { world, control, answerWebhooks, hook, zoe } = await hookedWorld();
    const failing = () => new Response(null, { status: 500 });
    answerWebhooks(failing);
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(2 * hour);
    answerWebhooks(() => new Response(null));
    await world.advance(hour);
    answerWebhooks(failing);
    control.contacts.edit(zoe, { first_name: 'Zac' });
    await world.advance(2.9 * hour);
    expect((await hook()).status).toBe('enabled');
    await world.advance(hour);
    expect((await hook()).status).toBe('suspended');
  });

  it('outlive a killed process', async () => {
    const store = createMemoryStore();
    const first = await hookedWorld({}, { store });
    first.control.contacts.edit(first.zoe, { first_name: 'Zed' });
    const second = clioWorld({ store, startAt: first.world.now() });
    await second.world.advance(0);
    expect(second.delivered.map((one) => one.body.data.first_name)).toEqual(['Zed']);
    await second.world.advance(hour);
    expect(second.delivered).toHaveLength(1);
  });

  it('get lost, doubled, late and out of order when told to', async () => {
    const { world, control, delivered, zoe } = await hookedWorld();
    const start = world.now();
    const strike = async (name: string, times = 1) => {
      world.awkward.set(name, { rate: 1 });
      for (let count = 0; count < times; count += 1) control.contacts.edit(zoe, { first_name: `${name} ${count}` });
      world.awkward.set(name, undefined);
      await world.advance(hour);
      return delivered.splice(0);
    };
    expect(await strike('clio.webhookLost')).toEqual([]);
    const doubled = await strike('clio.webhookDoubled');
    expect(doubled.map((one) => one.raw)).toEqual([doubled[0]?.raw, doubled[0]?.raw]);
    const [late] = await strike('clio.webhookLate');
    expect((late?.at ?? 0) - start).toBe(2 * hour + 30_000);
    const names = (await strike('clio.webhookReordered', 20)).map((one) => one.body.data.first_name);
    expect(names).toHaveLength(20);
    expect(names).not.toEqual(Array.from({ length: 20 }, (_, count) => `clio.webhookReordered ${count}`));
  });
});
