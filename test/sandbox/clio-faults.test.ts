import { BrokenConnection, type ClioAwkwardness } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { clioWorld, handshake, person } from './clio-world.ts';

const hook = { url: 'http://127.0.0.1/hook', model: 'contact', fields: 'id,first_name' };
const hourMs = 3_600_000;

async function watchedWorld() {
  const clio = clioWorld({ contacts: [person('Zoë', 'Reyes')] });
  const made = await clio.call('POST', 'webhooks', hook);
  await clio.world.advance(0);
  clio.delivered.length = 0;
  const set = (name: ClioAwkwardness, amount?: number) =>
    clio.world.awkward.set(name, { rate: 1, ...(amount === undefined ? {} : { amount }) });
  const off = (name: ClioAwkwardness) => clio.world.awkward.set(name, undefined);
  const zoe = clio.control.contacts.list()[0]?.id ?? 0;
  const status = async () => (await clio.call('GET', 'webhooks?fields=id,status')).body.data.map((row) => row.status);
  const events = () => clio.delivered.map(({ body }) => body.meta.event);
  return { ...clio, hook: made.body.data.id, zoe, set, off, status, events };
}

describe('a Clio look-alike that is cut off', () => {
  it('refuses connections before anything is done, at the API and at the token endpoint, and not to people', async () => {
    const { call, control, handle, set } = await watchedWorld();
    set('clio.cutOff');
    const refused = await call('POST', 'contacts', { type: 'Person', first_name: 'New' }).catch((error) => error);
    expect(refused).toBeInstanceOf(BrokenConnection);
    expect(refused).toMatchObject({ wasRefused: true });
    const token = new Request('http://sandbox.test/clio/oauth/token', { method: 'POST', body: new URLSearchParams() });
    await expect(handle(token)).rejects.toMatchObject({ wasRefused: true });
    expect((await handle(new Request('http://sandbox.test/clio/contacts'))).status).toBe(200);
    expect(control.contacts.list()).toHaveLength(1);
  });

  it('sends its notices when it is back, at its next try', async () => {
    const { control, world, zoe, set, off, events, status } = await watchedWorld();
    set('clio.cutOff');
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(60_000);
    expect(events()).toEqual([]);
    off('clio.cutOff');
    await world.advance(60_000);
    expect([events(), await status()]).toEqual([['updated'], ['enabled']]);
  });

  it('gives up after three hours, and the notices are lost with the webhook', async () => {
    const { control, world, zoe, set, off, events, status } = await watchedWorld();
    set('clio.cutOff');
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(4 * hourMs);
    off('clio.cutOff');
    await world.advance(24 * hourMs);
    expect([events(), await status()]).toEqual([[], ['suspended']]);
  });
});

describe('refusals of the Clio look-alike', () => {
  it('clio.rateLimitedUntil names a date', async () => {
    const { call, world, set } = await watchedWorld();
    set('clio.rateLimitedUntil', 90);
    const { status, headers } = await call('GET', 'contacts');
    expect(status).toBe(429);
    const waitMs = Date.parse(headers.get('retry-after') ?? '') - world.now();
    expect(waitMs).toBeGreaterThan(88_000);
    expect(waitMs).toBeLessThanOrEqual(90_000);
  });

  it('clio.spuriousConflict turns a guarded change away, and no other', async () => {
    const { call, control, zoe, set } = await watchedWorld();
    set('clio.spuriousConflict');
    const headers = { 'if-match': control.contacts.get(zoe)?.etag ?? '' };
    expect((await call('PATCH', `contacts/${zoe}`, { title: 'Notary' }, { headers })).status).toBe(412);
    expect(control.contacts.get(zoe)?.title).toBeNull();
    expect((await call('PATCH', `contacts/${zoe}`, { title: 'Notary' })).status).toBe(200);
  });

  it('clio.refusesValue refuses what holds the word, wherever, for ever, and saves nothing of it', async () => {
    const { call, control, zoe, set } = await watchedWorld();
    set('clio.refusesValue');
    const poison = { title: 'Notary', web_sites: [{ address: 'https://x.example/[refuse]' }] };
    for (let time = 0; time < 3; time += 1) expect((await call('PATCH', `contacts/${zoe}`, poison)).status).toBe(422);
    expect((await call('POST', 'contacts', { type: 'Person', first_name: '[refuse]' })).status).toBe(422);
    expect((await call('PATCH', `contacts/${zoe}`, { prefix: 'Dr' })).status).toBe(200);
    expect(control.contacts.list()).toMatchObject([{ title: null, prefix: 'Dr', web_sites: [] }]);
  });

  it('clio.dropsField answers as if all were well, and keeps what it had', async () => {
    const { call, control, zoe, set } = await watchedWorld();
    set('clio.dropsField.title');
    set('clio.dropsField.email_addresses');
    const sent = { title: 'Notary', prefix: 'Dr', email_addresses: [{ address: 'z@x.example' }] };
    const { status, body } = await call('PATCH', `contacts/${zoe}?fields=title,prefix`, sent);
    expect([status, body.data]).toEqual([200, { title: null, prefix: 'Dr' }]);
    expect(control.contacts.get(zoe)?.email_addresses).toEqual([]);
  });

  it('clio.truncatedJson does the write and cuts its answer, and leaves reads whole', async () => {
    const { call, control, zoe, set } = await watchedWorld();
    set('clio.truncatedJson');
    const { status, body } = await call('PATCH', `contacts/${zoe}`, { title: 'Notary' });
    expect([status, body, control.contacts.get(zoe)?.title]).toEqual([200, undefined, 'Notary']);
    expect((await call('GET', `contacts/${zoe}`)).body.data.id).toBe(zoe);
    expect((await call('DELETE', `contacts/${zoe}`)).status).toBe(204);
  });
});

describe('notices of the Clio look-alike that go wrong', () => {
  it('clio.webhookForeign comes along with a signature that is not ours, and once', async () => {
    const { control, world, zoe, delivered, set, answerWebhooks } = await watchedWorld();
    answerWebhooks((request) =>
      request.headers.has('x-hook-signature') ? new Response(null, { status: 401 }) : handshake(request),
    );
    set('clio.webhookForeign');
    set('clio.webhookLost');
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(hourMs);
    expect(delivered).toHaveLength(1);
    expect(delivered[0]?.body.data.id).not.toBe(zoe);
    expect(delivered[0]?.headers.get('x-hook-signature')).toMatch(/^[0-9a-f]{64}$/u);
  });

  it('clio.webhookLate can be days late', async () => {
    const { control, world, zoe, set, events } = await watchedWorld();
    set('clio.webhookLate', 48 * hourMs);
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(48 * hourMs - 1);
    expect(events()).toEqual([]);
    await world.advance(1);
    expect(events()).toEqual(['updated']);
  });

  it('clio.webhookSuspended suspends instead of telling', async () => {
    const { control, world, zoe, set, events, status } = await watchedWorld();
    set('clio.webhookSuspended');
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(hourMs);
    expect([events(), await status()]).toEqual([[], ['suspended']]);
  });

  it('clio.webhookGhost goes on sending unseen, until it is told 410 or would have expired', async () => {
    const { call, control, world, zoe, hook: id, set, events, status, answerWebhooks } = await watchedWorld();
    set('clio.webhookGhost');
    expect((await call('DELETE', `webhooks/${id}`)).status).toBe(204);
    expect([(await call('GET', `webhooks/${id}`)).status, await status()]).toEqual([404, []]);
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(1_000);
    expect(events()).toEqual(['updated']);
    answerWebhooks(() => new Response(null, { status: 410 }));
    control.contacts.edit(zoe, { first_name: 'Zoë' });
    control.contacts.edit(zoe, { first_name: 'Zed' });
    await world.advance(1_000);
    control.contacts.edit(zoe, { first_name: 'Zora' });
    await world.advance(hourMs);
    expect(events()).toHaveLength(2);
    expect(await status()).toEqual([]);
  });
});

describe('counting what struck', () => {
  it('counts each strike by name, and nothing that missed', async () => {
    const { call, world, zoe, set } = await watchedWorld();
    set('clio.lowercasesEmails');
    set('clio.staleRead', 1_000);
    set('clio.queryLag', 1_000);
    set('clio.redacted');
    await world.advance(60_000);
    await call('PATCH', `contacts/${zoe}`, { email_addresses: [{ address: 'low@x.example' }] });
    await call('PATCH', `contacts/${zoe}`, { first_name: 'ZOË' });
    await world.advance(60_000);
    await call('GET', `contacts/${zoe}`);
    await call('GET', 'contacts?query=reyes');
    expect(world.awkward.struck()).toEqual({});
    await call('PATCH', `contacts/${zoe}`, { email_addresses: [{ address: 'High@x.example' }] });
    await call('GET', `contacts/${zoe}`);
    await call('POST', 'contacts', { type: 'Person', last_name: 'Reyes' });
    await call('GET', 'contacts?query=reyes');
    expect(world.awkward.struck()).toEqual({
      'clio.lowercasesEmails': 1,
      'clio.staleRead': 1,
      'clio.queryLag': 1,
    });
  });

  it('counts a habit once for each write that it changed', async () => {
    const { call, world, zoe, set } = await watchedWorld();
    set('clio.stripsBlanks');
    set('clio.noAutomaticPrimary');
    await call('PATCH', `contacts/${zoe}`, { title: ' a ', prefix: ' b ' });
    await call('PATCH', `contacts/${zoe}`, { phone_numbers: [{ number: '1' }] });
    await call('PATCH', `contacts/${zoe}`, { title: 'b' });
    expect(world.awkward.struck()).toEqual({ 'clio.stripsBlanks': 1, 'clio.noAutomaticPrimary': 1 });
  });
});
