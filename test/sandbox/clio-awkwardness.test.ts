import { awkwardnesses, BrokenConnection, type ClioAwkwardness } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { clerk, clioWorld, owner, person, type Shown } from './clio-world.ts';

const contacts = [person('Zoë', 'Reyes', { email_addresses: [{ address: 'z@x.example' }] }), person('Al', 'Ames')];

function awkwardWorld(name: ClioAwkwardness, amount?: number) {
  const clio = clioWorld({ contacts });
  const [zoe, al] = clio.control.contacts.list();
  if (zoe === undefined || al === undefined) throw new Error('nobody there');
  const strike = () => clio.world.awkward.set(name, { rate: 1, ...(amount === undefined ? {} : { amount }) });
  strike();
  const names = async (path = 'contacts?fields=first_name') =>
    (await clio.call('GET', path)).body.data.map((row) => row.first_name);
  const saved = async (data: object): Promise<Shown> =>
    (
      await clio.call(
        'PATCH',
        `contacts/${zoe.id}?fields=first_name,email_addresses{address,primary},phone_numbers{number,primary}`,
        data,
      )
    ).body.data;
  return { ...clio, zoe, al, names, saved, strike, calm: () => clio.world.awkward.set(name, undefined) };
}

describe('awkward answers of the Clio look-alike', () => {
  it.each([
    ['clio.rateLimited', 429, '30', 'application/json'],
    ['clio.rateLimitedWithoutHint', 429, null, 'application/json'],
    ['clio.forbidden', 403, null, 'application/json'],
    ['clio.htmlForbidden', 403, null, 'text/html; charset=utf-8'],
    ['clio.htmlOk', 200, null, 'text/html; charset=utf-8'],
    ['clio.tokenExpired', 401, null, 'application/json'],
  ] as const)('%s answers %i before anything is done', async (name, status, retryAfter, type) => {
    const { call, calm, control } = awkwardWorld(name);
    const answer = await call('POST', 'contacts', { type: 'Person', first_name: 'New' });
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('content-type')]).toEqual([
      status,
      retryAfter,
      type,
    ]);
    calm();
    expect(control.contacts.list()).toHaveLength(2);
    expect((await call('GET', 'contacts')).status).toBe(200);
  });

  it('clio.serverError answers 500, 502 and 503 before anything is done', async () => {
    const { call, control } = awkwardWorld('clio.serverError');
    const statuses = new Set<number>();
    for (let count = 0; count < 40; count += 1)
      statuses.add((await call('POST', 'contacts', { type: 'Person', first_name: 'N' })).status);
    expect(statuses).toEqual(new Set([500, 502, 503]));
    expect(control.contacts.list()).toHaveLength(2);
  });

  it('clio.firewall refuses Node’s own agents and addresses in agents, and lets a plain one through', async () => {
    const { call } = awkwardWorld('clio.firewall');
    const as = async (agent: string) =>
      (await call('GET', 'contacts', undefined, { headers: { 'user-agent': agent } })).status;
    expect([
      await as('node'),
      await as('undici'),
      await as('Concord (+https://concord.example)'),
      await as('Concord/1.0'),
    ]).toEqual([403, 403, 403, 200]);
  });

  it('clio.brokenBeforeEffect breaks the connection and leaves everything as it was', async () => {
    const { call, control } = awkwardWorld('clio.brokenBeforeEffect');
    await expect(call('POST', 'contacts', { type: 'Person', first_name: 'New' })).rejects.toThrow(BrokenConnection);
    expect(control.contacts.list()).toHaveLength(2);
  });

  it('clio.timeoutAfterCommit does the write and breaks the connection, and leaves reads alone', async () => {
    const { call, control, names } = awkwardWorld('clio.timeoutAfterCommit');
    await expect(call('POST', 'contacts', { type: 'Person', first_name: 'New' })).rejects.toThrow(BrokenConnection);
    expect(control.contacts.list().at(-1)?.first_name).toBe('New');
    expect(await names()).toHaveLength(3);
  });

  it('clio.slow answers after its time', async () => {
    const { call, world } = awkwardWorld('clio.slow', 4_000);
    let status: number | undefined;
    const asking = call('GET', 'contacts').then((answer) => {
      status = answer.status;
    });
    await world.advance(3_999);
    expect(status).toBeUndefined();
    await world.advance(1);
    await asking;
    expect(status).toBe(200);
  });

  it('clio.grantRevoked and clio.shortTokens concern grants', async () => {
    const revoked = awkwardWorld('clio.grantRevoked');
    const refresh = (clio: typeof revoked, refresh_token: string) => {
      const { clientId, clientSecret } = clio.control.appCredentials;
      const body = new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token,
        client_id: clientId,
        client_secret: clientSecret,
      });
      return clio.fetchText(new Request('http://sandbox.test/clio/oauth/token', { method: 'POST', body }));
    };
    const grant = revoked.control.grant(owner.id);
    expect((await refresh(revoked, grant.refresh_token)).body.error).toBe('invalid_grant');
    revoked.calm();
    expect((await refresh(revoked, grant.refresh_token)).status).toBe(200);
    expect(awkwardWorld('clio.shortTokens', 5).control.grant(owner.id).expires_in).toBe(5);
  });

  it('clio.newGrantEndsOld ends the same user’s earlier grants only', async () => {
    const { control, call } = awkwardWorld('clio.newGrantEndsOld');
    const [old, other] = [control.grant(owner.id), control.grant(clerk.id)];
    control.grant(owner.id);
    const as = async (token: string) =>
      (await call('GET', 'users/who_am_i', undefined, { headers: { authorization: `Bearer ${token}` } })).status;
    expect([await as(old.access_token), await as(other.access_token)]).toEqual([401, 200]);
  });
});

describe('awkward reads of the Clio look-alike', () => {
  it('clio.staleList lags behind in creations, edits and deletions, and catches up', async () => {
    const { control, zoe, al, names, world } = awkwardWorld('clio.staleList', 2_000);
    await world.advance(10_000);
    control.contacts.edit(zoe.id, { first_name: 'Zed' });
    control.contacts.remove(al.id);
    control.contacts.add(person('New', 'One'));
    await world.advance(1_999);
    expect(await names()).toEqual(['Zoë', 'Al']);
    await world.advance(1);
    expect(await names()).toEqual(['Zed', 'New']);
  });

  it('clio.staleRead lags behind by id, and lists do not', async () => {
    const { control, zoe, al, names, world, call } = awkwardWorld('clio.staleRead', 2_000);
    await world.advance(10_000);
    control.contacts.edit(zoe.id, { first_name: 'Zed' });
    control.contacts.remove(al.id);
    const read = async (id: number) => (await call('GET', `contacts/${id}?fields=first_name,etag`)).body.data;
    expect(await names()).toEqual(['Zed']);
    expect(await read(zoe.id)).toEqual({ first_name: 'Zoë', etag: zoe.etag });
    expect((await read(al.id)).first_name).toBe('Al');
    await world.advance(2_000);
    expect((await read(zoe.id)).first_name).toBe('Zed');
    expect((await call('GET', `contacts/${al.id}`)).status).toBe(404);
  });

  it('clio.truncatedPage cuts a list’s JSON with status 200, and leaves single reads whole', async () => {
    const { call, zoe } = awkwardWorld('clio.truncatedPage');
    const { status, text, body } = await call('GET', 'contacts');
    expect([status, body]).toEqual([200, undefined]);
    expect(text.startsWith('{"data":[')).toBe(true);
    expect((await call('GET', `contacts/${zoe.id}`)).body.data.id).toBe(zoe.id);
  });

  it('clio.emptyList answers 200 with nobody', async () => {
    const { call } = awkwardWorld('clio.emptyList');
    const { status, body } = await call('GET', 'contacts');
    expect([status, body]).toEqual([200, { data: [], meta: { paging: {}, records: 0 } }]);
    const since = encodeURIComponent(new Date(0).toISOString());
    expect((await call('GET', `contacts?created_since=${since}`)).body.data).not.toEqual([]);
  });

  it('clio.rowsLeftOut leaves some out of a list of everybody, and nobody out of what is asked for', async () => {
    const { control, names } = awkwardWorld('clio.rowsLeftOut');
    for (let number = 0; number < 30; number += 1) control.contacts.add(person(`P${number}`, 'New'));
    const found = (await names()).length;
    expect(found).toBeGreaterThan(10);
    expect(found).toBeLessThan(32);
    expect(await names('contacts?fields=first_name&query=zo')).toEqual(['Zoë']);
    expect(await names('contacts?fields=first_name&updated_since=2000-01-01T00:00:00Z&limit=200')).toHaveLength(32);
  });

  it('clio.queryLag hides young contacts from searches only', async () => {
    const { control, names, world } = awkwardWorld('clio.queryLag', 5_000);
    await world.advance(60_000);
    control.contacts.add(person('Zora', 'New'));
    const search = () => names('contacts?fields=first_name&query=zo');
    expect(await search()).toEqual(['Zoë']);
    expect(await names()).toEqual(['Zoë', 'Al', 'Zora']);
    await world.advance(5_000);
    expect(await search()).toEqual(['Zoë', 'Zora']);
  });
});

describe('awkward saves of the Clio look-alike', () => {
  it('clio.trimsValues cuts texts and rows without tearing a character', async () => {
    const { saved } = awkwardWorld('clio.trimsValues', 3);
    const { first_name, phone_numbers } = await saved({ first_name: 'ab😀d', phone_numbers: [{ number: '12345' }] });
    expect([first_name, phone_numbers[0]?.number]).toEqual(['ab😀', '123']);
  });

  it('clio.stripsBlanks takes blanks away', async () => {
    expect((await awkwardWorld('clio.stripsBlanks').saved({ first_name: '  Zed ' })).first_name).toBe('Zed');
  });

  it('clio.reformatsPhones rewrites North American numbers and leaves others', async () => {
    const { saved } = awkwardWorld('clio.reformatsPhones');
    const numbers = ['+1 416-555-0100', '4165550100', '416.555.0100 x9', '+44 20 7946 0000', '112'];
    const { phone_numbers } = await saved({ phone_numbers: numbers.map((number) => ({ number })) });
    expect(phone_numbers.map((row) => row.number)).toEqual([
      '(416) 555-0100',
      '(416) 555-0100',
      '(416) 555-0100 x9',
      '+44 20 7946 0000',
      '112',
    ]);
  });

  it('clio.lowercasesEmails lowers e-mail addresses and nothing else', async () => {
    const { saved } = awkwardWorld('clio.lowercasesEmails');
    const shown = await saved({ first_name: 'ZED', email_addresses: [{ address: 'Zed@X.example' }] });
    expect([shown.first_name, shown.email_addresses.at(-1)?.address]).toEqual(['ZED', 'zed@x.example']);
  });

  it('clio.noAutomaticPrimary leaves a first number without the flag', async () => {
    const { saved } = awkwardWorld('clio.noAutomaticPrimary');
    expect((await saved({ phone_numbers: [{ number: '1' }] })).phone_numbers[0]?.primary).toBe(false);
  });

  it('clio.rowEditsUnseen keeps the etag over an edit of rows, and changes it with a text', async () => {
    const { saved, control, zoe } = awkwardWorld('clio.rowEditsUnseen');
    await saved({ phone_numbers: [{ number: '1' }] });
    expect(control.contacts.get(zoe.id)).toMatchObject({ etag: zoe.etag, phone_numbers: [{ number: '1' }] });
    await saved({ first_name: 'Zed' });
    expect(control.contacts.get(zoe.id)?.etag).not.toBe(zoe.etag);
  });

  it('clio.unknownRowNotFound answers 404 for a row that is not there', async () => {
    const { call, zoe } = awkwardWorld('clio.unknownRowNotFound');
    const { status } = await call('PATCH', `contacts/${zoe.id}`, {
      email_addresses: [{ id: 1, address: 'q@x.example' }],
    });
    expect(status).toBe(404);
  });

  it('clio.etagBump changes the etag once more a moment after a write, and never after that', async () => {
    const { call, control, zoe, world } = awkwardWorld('clio.etagBump', 500);
    const { body } = await call('PATCH', `contacts/${zoe.id}`, { first_name: 'Zed' });
    const etag = () => control.contacts.get(zoe.id)?.etag;
    expect(etag()).toBe(body.data.etag);
    await world.advance(500);
    const bumped = etag();
    expect(bumped).not.toBe(body.data.etag);
    await world.advance(60_000);
    expect(etag()).toBe(bumped);
  });

  it('strike by their share', async () => {
    const { call, world } = awkwardWorld('clio.emptyList');
    world.awkward.set('clio.emptyList', { rate: 0.25 });
    let empty = 0;
    for (let count = 0; count < 400; count += 1)
      empty += (await call('GET', 'contacts')).body.data.length === 0 ? 1 : 0;
    expect(empty).toBeGreaterThan(60);
    expect(empty).toBeLessThan(140);
  });
});

it('every awkwardness of the look-alikes is described', () => {
  expect(Object.keys(awkwardnesses).length).toBeGreaterThan(30);
  for (const [name, about] of Object.entries(awkwardnesses)) {
    expect(name).toMatch(/^[a-z]+(?:\.[a-zA-Z0-9_]+)+$/u);
    expect(about.length).toBeGreaterThan(10);
  }
});
