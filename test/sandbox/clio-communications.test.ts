import { describe, expect, it } from 'vitest';
import { clerk, clioWorld, owner, person } from './clio-world.ts';

function communicationWorld() {
  const at = clioWorld({ contacts: [person('Ana', 'Reyes'), person('Bea', 'Reyes')] });
  const [ana = 0, bea = 0] = at.control.contacts.list().map(({ id }) => id);
  const matter = at.control.matters.add({ client: ana });
  const letter = (more: object = {}) => ({
    type: 'EmailCommunication',
    subject: 'The lease',
    body: 'Please sign.',
    received_at: '2026-03-02T09:30:00Z',
    ...more,
  });
  const log = async (more: object = {}, query = 'fields=id', user = owner.id) =>
    await at.call('POST', `communications.json?${query}`, letter(more), { user });
  const logged = async (more: object = {}): Promise<number> => (await log(more)).body.data.id;
  const ids = async (query: string, user = owner.id): Promise<readonly number[]> =>
    (await at.call('GET', `communications.json?${query}`, undefined, { user })).body.data.map(({ id }) => id);
  return { ...at, ana, bea, matter, log, logged, ids };
}

describe('communications of the Clio look-alike', () => {
  it('are logged with who sent and got them, the matter, and the properties of the app', async () => {
    const { log, ana, matter, control } = communicationWorld();
    const fields =
      'id,subject,body,type,date,received_at,user{id},matter{id},senders{id,type,name,identifier},receivers{id,type,name,enabled},external_properties{name,value}';
    const { status, body, headers } = await log(
      {
        matter: { id: matter },
        senders: [{ type: 'Contact', id: ana }],
        receivers: [{ type: 'User', id: owner.id }],
        external_properties: [{ name: 'mail', value: 'k1' }],
        sent_by_pigeon: true,
      },
      `fields=${fields}`,
    );
    expect(status).toBe(201);
    expect(headers.get('etag')).toMatch(/^"/u);
    expect(body.data).toEqual({
      id: expect.any(Number),
      subject: 'The lease',
      body: 'Please sign.',
      type: 'EmailCommunication',
      date: '2026-03-02',
      received_at: '2026-03-02T04:30:00-05:00',
      user: { id: owner.id },
      matter: { id: matter },
      senders: [{ id: ana, type: 'Person', name: 'Ana Reyes', identifier: null }],
      receivers: [{ id: owner.id, type: 'User', name: owner.name, enabled: true }],
      external_properties: [{ name: 'mail', value: 'k1' }],
    });
    expect(control.communications.list()).toMatchObject([
      { matter, senders: [{ type: 'Contact', id: ana }], external_properties: [{ name: 'mail', value: 'k1' }] },
    ]);
  });

  it('show no more than id and etag where nothing is asked for', async () => {
    const { log } = communicationWorld();
    expect(Object.keys((await log({}, '')).body.data)).toEqual(['id', 'etag']);
  });

  it.each([
    ['without a subject', { subject: undefined }, 422],
    ['with a blank subject', { subject: ' ' }, 422],
    ['without a text', { body: undefined }, 422],
    ['without a time', { received_at: undefined }, 422],
    ['at no time', { received_at: 'noon' }, 422],
    ['without a type', { type: undefined }, 422],
    ['of a type that is none', { type: 'LetterCommunication' }, 422],
    ['on no matter', { matter: { id: 7 } }, 422],
    ['on a null matter', { matter: { id: null } }, 422],
    ['from an address', { senders: [{ address: 'ana@example.com' }] }, 422],
    ['from a company by that type', { senders: [{ type: 'Company', id: 1 }] }, 422],
    ['from nobody who is there', { senders: [{ type: 'Contact', id: 7 }] }, 422],
    ['to a user who is not there', { receivers: [{ type: 'User', id: 7 }] }, 422],
    ['with senders that are no list', { senders: { id: 1 } }, 422],
    ['with subscribers, as an e-mail', { notification_event_subscribers: [{ user_id: '71' }] }, 422],
    [
      'with six properties',
      { external_properties: Array.from({ length: 6 }, (_, n) => ({ name: 'n', value: `${n}` })) },
      422,
    ],
    ['with a property without a value', { external_properties: [{ name: 'mail' }] }, 422],
  ])('are refused %s, and nothing is made', async (_title, more, status) => {
    const { log, control } = communicationWorld();
    const answer = await log(more);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toEqual(expect.any(String));
    expect(control.communications.list()).toEqual([]);
  });

  it('are not made where a field is asked for that there is not', async () => {
    const { log, control } = communicationWorld();
    expect((await log({}, 'fields=id,colour')).status).toBe(400);
    expect(control.communications.list()).toEqual([]);
  });

  it('name nobody whom the user may not see, and no matter that is hidden from them', async () => {
    const { log, ana, control, call, logged, ids } = communicationWorld();
    expect((await log({ senders: [{ type: 'Contact', id: ana }] }, '', clerk.id)).status).toBe(422);
    const secret = control.matters.add({ client: ana, hidden_from: [clerk.id] });
    expect((await log({ matter: { id: secret } }, '', clerk.id)).status).toBe(422);
    const id = await logged({ matter: { id: secret } });
    expect(await ids('', clerk.id)).toEqual([]);
    expect((await call('GET', `communications/${id}.json`, undefined, { user: clerk.id })).status).toBe(404);
    expect((await call('GET', `communications/${id}.json`)).status).toBe(200);
  });

  it('are listed by whom they name, matter, user, type, time, words, and by a property and its value', async () => {
    const { logged, ids, ana, bea, matter, log, world } = communicationWorld();
    const first = await logged({ senders: [{ type: 'Contact', id: ana }], matter: { id: matter } });
    await world.advance(60_000);
    const second = await logged({
      type: 'PhoneCommunication',
      receivers: [{ type: 'Contact', id: bea }],
      received_at: '2026-03-01T09:30:00Z',
      external_properties: [{ name: 'mail', value: 'k2' }],
    });
    const third = (await log({ external_properties: [{ name: 'mail', value: 'k3' }] }, '', clerk.id)).body.data.id;
    const since = encodeURIComponent(new Date(world.now() - 1).toISOString());
    expect(await ids('')).toEqual([second, first, third]);
    expect(await ids('order=id(asc)')).toEqual([first, second, third]);
    expect(await ids('order=received_at(desc)&limit=1')).toEqual([third]);
    expect(await ids(`contact_id=${ana}`)).toEqual([first]);
    expect(await ids(`contact_id=${bea}`)).toEqual([second]);
    expect(await ids(`contact_id=${owner.id}`)).toEqual([]);
    expect(await ids(`matter_id=${matter}`)).toEqual([first]);
    expect(await ids('matter_id=null')).toEqual([second, third]);
    expect(await ids(`user_id=${clerk.id}`)).toEqual([third]);
    expect(await ids('type=PhoneCommunication')).toEqual([second]);
    expect(await ids('date=2026-03-01')).toEqual([second]);
    expect(await ids('received_since=2026-03-02T12:00:00Z')).toEqual([first, third]);
    expect(await ids('received_before=2026-03-01T12:00:00Z')).toEqual([second]);
    expect(await ids('query=lease%20sign')).toEqual([second, first, third]);
    expect(await ids('query=rent')).toEqual([]);
    expect(await ids('external_property_name=mail')).toEqual([second, third]);
    expect(await ids('external_property_name=mail&external_property_value=k3')).toEqual([third]);
    expect(await ids('external_property_value=k3')).toEqual([second, first, third]);
    expect(await ids(`updated_since=${since}&order=id(asc)`)).toEqual([second, third]);
    expect(await ids(`ids[]=${third}`)).toEqual([third]);
    expect(await ids('having_time_entries=true')).toEqual([]);
  });

  it('are refused by a type that is none, an order that is none, and of another firm', async () => {
    const { call, logged, control } = communicationWorld();
    const id = await logged();
    expect((await call('GET', 'communications.json?type=Letter')).status).toBe(422);
    expect((await call('GET', 'communications.json?order=subject')).status).toBe(422);
    control.addFirm({
      id: 9,
      name: 'Others LLP',
      users: [{ id: 91, name: 'Otto Other', email: 'otto@other.example' }],
    });
    expect((await call('GET', 'communications.json', undefined, { user: 91 })).body.data).toEqual([]);
    expect((await call('GET', `communications/${id}.json`, undefined, { user: 91 })).status).toBe(404);
  });

  it('name the survivor where two contacts are merged, and nobody where one was deleted', async () => {
    const { logged, ids, ana, bea, control, call } = communicationWorld();
    const id = await logged({ senders: [{ type: 'Contact', id: bea }], receivers: [{ type: 'User', id: owner.id }] });
    const { etag } = (await call('GET', `communications/${id}.json`)).body.data;
    control.contacts.merge(ana, bea);
    expect(await ids(`contact_id=${ana}`)).toEqual([id]);
    expect((await call('GET', `communications/${id}.json`)).body.data.etag).not.toBe(etag);
    control.contacts.remove(ana);
    const shown = (await call('GET', `communications/${id}.json?fields=senders{id},receivers{id}`)).body.data;
    expect(shown).toEqual({ senders: [], receivers: [{ id: owner.id }] });
  });

  it('answer 403 to an app without their permission, and a search may miss those that are young', async () => {
    const { log, call, world, logged, ids, control } = communicationWorld();
    world.awkward.set('clio.communicationsForbidden', { rate: 1 });
    expect((await log()).status).toBe(403);
    expect((await call('GET', 'communications.json')).status).toBe(403);
    expect((await call('GET', 'communications/1.json')).status).toBe(403);
    expect((await call('GET', 'contacts.json')).status).toBe(200);
    expect(control.communications.list()).toEqual([]);
    world.awkward.set('clio.communicationsForbidden', undefined);
    const id = await logged({ external_properties: [{ name: 'mail', value: 'k' }] });
    world.awkward.set('clio.queryLag', { rate: 1 });
    expect(await ids('external_property_name=mail')).toEqual([]);
    expect(await ids('')).toEqual([id]);
    await world.advance(6_000);
    expect(await ids('external_property_name=mail')).toEqual([id]);
  });

  it('are there although the answer was lost, and not where a value is refused', async () => {
    const { log, control, world } = communicationWorld();
    world.awkward.set('clio.timeoutAfterCommit', { rate: 1 });
    await expect(log()).rejects.toThrow();
    expect(control.communications.list()).toHaveLength(1);
    world.awkward.set('clio.timeoutAfterCommit', undefined);
    world.awkward.set('clio.refusesValue', { rate: 1 });
    expect((await log({ body: 'no [refuse] thanks' })).status).toBe(422);
    expect(control.communications.list()).toHaveLength(1);
  });

  it('stand on the page of their matter, as plain text', async () => {
    const { logged, ana, matter, fetchText } = communicationWorld();
    await logged({ matter: { id: matter }, senders: [{ type: 'Contact', id: ana }], subject: '<b>Lease</b>' });
    await logged({ subject: 'Elsewhere' });
    const { text } = await fetchText(new Request(`http://sandbox.test/clio/matters/${matter}`));
    expect(text).toContain('1 communication<');
    expect(text).toContain('&lt;b&gt;Lease&lt;/b&gt;');
    expect(text).toContain('2026-03-02 09:30');
    expect(text).toContain('Ana Reyes');
    expect(text).not.toContain('Elsewhere');
  });
});
