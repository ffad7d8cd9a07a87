import { describe, expect, it } from 'vitest';
import { ada, createBench, main, readRound } from './microsoft-world.ts';

const hourMs = 3_600_000;
const url = 'http://127.0.0.1/hook';

async function subscribed() {
  const bench = createBench();
  const expirationDateTime = new Date(bench.now() + 6 * 24 * hourMs).toISOString();
  const wish = { changeType: 'created,updated,deleted', resource: '/me/contacts', notificationUrl: url };
  const { body } = await bench.graph('POST', '/subscriptions', { ...wish, expirationDateTime });
  const told = () => bench.heard.flatMap(({ body: { value } }) => value.map(({ changeType }) => changeType));
  const subscriptions = async () => (await bench.graph('GET', '/subscriptions')).body.value.map(({ id }) => id);
  return { ...bench, subscription: body.id, told, subscriptions };
}

describe('a Graph look-alike that is cut off', () => {
  it('refuses connections before anything is done', async () => {
    const { graph, people, on } = createBench();
    on('cutOff');
    const refused = await graph('POST', main, { givenName: 'Zoë' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'BrokenConnection', wasRefused: true });
    expect(people.list()).toEqual([]);
  });

  it('sends its notifications when it is back, for four hours and no longer', async () => {
    const { people, advance, on, off, told } = await subscribed();
    on('cutOff');
    people.add({ givenName: 'Zoë' });
    await advance(2 * hourMs);
    off('cutOff');
    await advance(hourMs);
    expect(told()).toEqual(['created']);
    on('cutOff');
    people.add({ givenName: 'Al' });
    await advance(6 * hourMs);
    off('cutOff');
    await advance(24 * hourMs);
    expect(told()).toEqual(['created']);
  });

  it('is another thing than a token endpoint that is cut off', async () => {
    const { graph, microsoft, on } = createBench();
    on('loginCutOff');
    expect((await graph('GET', main)).status).toBe(200);
    const address = 'http://sandbox/login/common/oauth2/v2.0/token';
    const ask = microsoft.login.handle(new Request(address, { method: 'POST', body: new URLSearchParams() }));
    await expect(ask).rejects.toMatchObject({ wasRefused: true });
  });
});

describe('refusals of the Graph look-alike', () => {
  it('name a date, or access that is denied', async () => {
    const { graph, on, off, now } = createBench();
    on('rateLimited.date', 1, 90);
    const { status, headers } = await graph('GET', main);
    const waitMs = Date.parse(headers.get('retry-after') ?? '') - now();
    expect([status, Math.round(waitMs / 10_000)]).toEqual([429, 9]);
    off('rateLimited.date');
    on('forbidden');
    expect(await graph('GET', main)).toMatchObject({ status: 403, body: { error: { code: 'ErrorAccessDenied' } } });
  });

  it('come for ever for a value that holds the word, alone and in a batch, and save nothing of it', async () => {
    const { graph, people, on } = createBench();
    const { id } = people.add({ givenName: 'Zoë' });
    on('refusesValue');
    const poison = { jobTitle: 'Notary', emailAddresses: [{ address: 'z@x.example', name: '[refuse]' }] };
    for (let time = 0; time < 3; time += 1)
      expect((await graph('PATCH', `/me/contacts/${id}`, poison)).status).toBe(400);
    const headers = { 'content-type': 'application/json' };
    const post = (number: string, body: object) => ({ id: number, method: 'POST', url: '/me/contacts', headers, body });
    const requests = [post('1', { givenName: '[refuse]' }), post('2', { givenName: 'Al' })];
    const { body } = await graph('POST', '/$batch', { requests });
    const statuses = Object.fromEntries(body.responses.map((one) => [one.id, one.status]));
    expect(statuses).toEqual({ 1: 400, 2: 201 });
    expect(people.list().map(({ givenName, jobTitle }) => [givenName, jobTitle])).toEqual([
      ['Zoë', null],
      ['Al', null],
    ]);
  });

  it('say 410 of a contact that is not there, and nothing else of those that are', async () => {
    const { graph, people, on } = createBench();
    const [kept, lost] = [people.add({ givenName: 'Zoë' }), people.add({ givenName: 'Al' })];
    people.remove(lost.id);
    on('itemGone');
    const statusOf = async (id: string) => (await graph('GET', `/me/contacts/${id}`)).status;
    expect([await statusOf(kept.id), await statusOf(lost.id)]).toEqual([200, 410]);
    expect((await graph('PATCH', `/me/contacts/${lost.id}`, { givenName: 'A' })).status).toBe(410);
  });
});

describe('answers of the Graph look-alike that go wrong', () => {
  it('break off in pages of lists and deltas only', async () => {
    const { graph, people, on } = createBench();
    const { id } = people.add({ givenName: 'Zoë' });
    on('truncatedPage');
    for (const path of [main, `${main}/delta`])
      expect(await graph('GET', path)).toMatchObject({ status: 200, body: undefined });
    expect((await graph('GET', `/me/contacts/${id}`)).body.givenName).toBe('Zoë');
    expect((await graph('PATCH', `/me/contacts/${id}`, { surname: 'R' })).body.surname).toBe('R');
  });

  it('come from a subscription that was deleted, until it would have expired', async () => {
    const { graph, people, advance, on, told, subscription, subscriptions } = await subscribed();
    on('subscriptionGhost');
    expect((await graph('DELETE', `/subscriptions/${subscription}`)).status).toBe(204);
    expect([await subscriptions(), (await graph('GET', `/subscriptions/${subscription}`)).status]).toEqual([[], 404]);
    people.add({ givenName: 'Zoë' });
    await advance(60_000);
    expect(told()).toEqual(['created']);
    await advance(7 * 24 * hourMs);
    people.add({ givenName: 'Al' });
    await advance(hourMs);
    expect(told()).toEqual(['created']);
  });

  it('can be notifications that are days late', async () => {
    const { people, advance, on, told } = await subscribed();
    on('notificationLate', 1, 48 * hourMs);
    people.add({ givenName: 'Zoë' });
    await advance(48 * hourMs - 1_000);
    expect(told()).toEqual([]);
    await advance(2_000);
    expect(told()).toEqual(['created']);
  });
});

describe('counting what struck', () => {
  it('counts each strike by name, and nothing that missed', async () => {
    const bench = createBench();
    const { graph, people, on, world, advance } = bench;
    const { id } = people.add({ givenName: 'Zoë', jobTitle: 'Notary' });
    await advance(60_000);
    for (const name of [
      'staleRead',
      'staleDelta',
      'replayOld',
      'reformatsPhones',
      'trimsValues',
      'dropsField.jobTitle',
    ])
      on(name);
    await graph('GET', `/me/contacts/${id}`);
    await graph('GET', main);
    await readRound(bench, `${main}/delta`);
    await graph('PATCH', `/me/contacts/${id}`, { mobilePhone: '112', surname: 'Short', jobTitle: 'Notary' });
    expect(world.awkward.struck()).toEqual({});
    await graph('PATCH', `/me/contacts/${id}`, {
      mobilePhone: '4165550100',
      surname: 'x'.repeat(300),
      jobTitle: 'Judge',
    });
    await graph('GET', `/me/contacts/${id}`);
    await graph('GET', main);
    await readRound(bench, `${main}/delta`);
    expect(world.awkward.struck()).toEqual({
      'microsoft.reformatsPhones': 1,
      'microsoft.trimsValues': 1,
      'microsoft.dropsField.jobTitle': 1,
      'microsoft.staleRead': 2,
      'microsoft.staleDelta': 1,
      'microsoft.replayOld': 1,
    });
  });

  it('counts an empty list only where there was somebody', async () => {
    const { graph, people, on, world } = createBench();
    on('emptyListing');
    await graph('GET', main);
    await graph('GET', `${main}/delta`);
    expect(world.awkward.struck()).toEqual({});
    people.add({ givenName: ada.name });
    await graph('GET', main);
    await graph('GET', `${main}/delta`);
    expect(world.awkward.struck()).toEqual({ 'microsoft.emptyListing': 2 });
  });
});
