import { createManualWorld, createSandbox, type PlainRequest } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';

const firms = [
  { id: 501, users: [71, 72] },
  { id: 502, users: [81, 82] },
] as const;
const emails = ['ada@one.example', 'bo@one.example', 'cy@two.example'] as const;
const tenantOf = (email: string): string =>
  `0d5b7a3e-1111-4111-8111-00000000000${email.endsWith('one.example') ? 1 : 2}`;
const immutable = { prefer: 'IdType="ImmutableId"' };

/** Two firms of two users each, three mailboxes in two tenants, and an ear at every hook. */
function twoFirms() {
  const told: { readonly hook: string; readonly body: string; readonly headers: Readonly<Record<string, string>> }[] =
    [];
  const world = createManualWorld({
    post: async ({ url, headers, body = '' }: PlainRequest) => {
      const { pathname, searchParams } = new URL(url);
      const token = searchParams.get('validationToken');
      if (token !== null) return { status: 200, headers: { 'content-type': 'text/plain' }, body: token };
      const secret = headers['x-hook-secret'];
      if (secret === undefined) told.push({ hook: pathname, body, headers });
      return { status: 200, headers: secret === undefined ? {} : { 'x-hook-secret': secret }, body: '' };
    },
  });
  const sandbox = createSandbox(world, { limits: false });
  for (const { id, users } of firms) {
    const named = users.map((user) => ({ id: user, name: `User ${user}`, email: `u${user}@firm${id}.example` }));
    sandbox.clio.addFirm({ id, name: `Firm ${id}`, users: named });
  }
  emails.forEach((email, index) => {
    const oid = `7e163156-2222-4222-8222-00000000000${index}`;
    sandbox.microsoft.addAccount({ tenantId: tenantOf(email), oid, name: email, email, mailbox: true });
  });
  const ask = async (method: string, path: string, token: string, body?: object, headers: object = {}) => {
    const all = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'user-agent': 'C', ...headers };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await sandbox.answer({ method, url: `http://sandbox.test${path}`, headers: all, ...content });
    return { status: answer.status, body: answer.body === '' ? undefined : JSON.parse(answer.body) };
  };
  const clioToken = (user: number): string => sandbox.clio.grant(user).access_token;
  const graphToken = (email: string): string => sandbox.microsoft.grant(email).accessToken;
  return { world, sandbox, ask, told, clioToken, graphToken };
}

const person = (first_name: string) => ({ type: 'Person', first_name }) as const;

describe('firms of one Clio look-alike', () => {
  it('see, change and delete their own contacts only', async () => {
    const { sandbox, ask, clioToken } = twoFirms();
    const [mine, theirs] = firms.map(({ id }) => sandbox.clio.contacts.add(person(`Of ${id}`), id));
    const token = clioToken(71);
    const { body } = await ask('GET', '/clio/api/v4/contacts?fields=id', token);
    expect(body.data).toEqual([{ id: mine }]);
    const path = `/clio/api/v4/contacts/${theirs}`;
    const searched = await ask('GET', `/clio/api/v4/contacts?ids[]=${theirs}&query=of`, token);
    expect(searched.body.data).toEqual([]);
    const answers = [
      await ask('GET', path, token),
      await ask('PATCH', path, token, { data: { first_name: 'Stolen' } }),
      await ask('DELETE', path, token),
      await ask('GET', `${path}/email_addresses`, token),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(sandbox.clio.contacts.get(theirs ?? 0)?.first_name).toBe('Of 502');
    expect(sandbox.clio.contacts.list(502)).toHaveLength(1);
  });

  it('cannot work for each other’s companies', async () => {
    const { sandbox, ask, clioToken } = twoFirms();
    const company = sandbox.clio.contacts.add({ type: 'Company', name: 'Orchard Ltd' }, 502);
    const data = { ...person('Zoë'), company: { id: company } };
    expect((await ask('POST', '/clio/api/v4/contacts', clioToken(71), { data })).status).toBe(422);
    const own = sandbox.clio.contacts.add({ ...person('Zoë'), company: 'Orchard Ltd' }, 501);
    expect(sandbox.clio.contacts.get(own)?.company?.id).not.toBe(company);
  });

  it('know their own users only', async () => {
    const { ask, clioToken } = twoFirms();
    const token = clioToken(81);
    const { body } = await ask('GET', '/clio/api/v4/users?fields=id', token);
    expect(body.data).toEqual([{ id: 81 }, { id: 82 }]);
    expect((await ask('GET', '/clio/api/v4/users/71', token)).status).toBe(404);
    const me = await ask('GET', '/clio/api/v4/users/who_am_i?fields=id,account{id}', token);
    expect(me.body.data).toMatchObject({ id: 81, account: { id: 502 } });
  });

  it('keep their webhooks to themselves, and hear of their own contacts, each user at its own hook', async () => {
    const { world, sandbox, ask, told, clioToken } = twoFirms();
    const tokens = new Map([71, 72, 81].map((user) => [user, clioToken(user)]));
    const ids = new Map<number, number>();
    for (const [user, token] of tokens) {
      const data = { url: `https://hook.test/${user}`, model: 'contact', fields: 'id' };
      ids.set(user, (await ask('POST', '/clio/api/v4/webhooks', token, { data })).body.data.id);
    }
    await world.advance(1_000);
    sandbox.clio.contacts.add(person('Zoë'), 501);
    await world.advance(1_000);
    expect(told.map(({ hook }) => hook).sort()).toEqual(['/71', '/72']);
    for (const { hook, body } of told) expect(JSON.parse(body).meta.webhook_id).toBe(ids.get(Number(hook.slice(1))));
    expect(new Set(told.map(({ headers }) => headers['x-hook-signature'])).size).toBe(2);
    const other = `/clio/api/v4/webhooks/${ids.get(71)}`;
    const token = tokens.get(81) ?? '';
    expect([(await ask('GET', other, token)).status, (await ask('DELETE', other, token)).status]).toEqual([404, 404]);
    expect((await ask('GET', '/clio/api/v4/webhooks', token)).body.data).toHaveLength(1);
  });

  it('lose the grants of the one user who revokes', async () => {
    const { sandbox, ask, clioToken } = twoFirms();
    const [own, colleague, stranger] = [clioToken(71), clioToken(72), clioToken(81)];
    sandbox.clio.revoke(71);
    const statuses = await Promise.all(
      [own, colleague, stranger].map(async (token) => (await ask('GET', '/clio/api/v4/contacts', token)).status),
    );
    expect(statuses).toEqual([401, 200, 200]);
  });
});

describe('accounts of one Microsoft look-alike', () => {
  it('reach their own mailbox only, by every path', async () => {
    const { sandbox, ask, graphToken } = twoFirms();
    const [own, colleague] = emails.map((email) => sandbox.microsoft.contacts(email).add({ givenName: email }));
    const token = graphToken(emails[0]);
    const list = await ask('GET', '/graph/v1.0/me/contacts', token, undefined, immutable);
    expect(list.body.value.map(({ id }: { id: string }) => id)).toEqual([own?.id]);
    const path = `/graph/v1.0/me/contacts/${colleague?.id}`;
    const folder = `/graph/v1.0/me/contactFolders/${colleague?.parentFolderId}/contacts`;
    const users = `/graph/v1.0/users/${emails[1]}/contacts`;
    const answers = [
      await ask('GET', path, token),
      await ask('PATCH', path, token, { givenName: 'Stolen' }),
      await ask('DELETE', path, token),
      await ask('GET', folder, token),
      await ask('GET', users, token),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 403]);
    expect(sandbox.microsoft.contacts(emails[1]).list()).toEqual([colleague]);
  });

  it('reach their own calendars only, by every path', async () => {
    const { sandbox, ask, graphToken } = twoFirms();
    const start = { dateTime: '2026-03-03T09:00:00', timeZone: 'UTC' };
    const theirs = sandbox.microsoft.calendars(emails[1]);
    const { id } = theirs.add({ subject: 'Theirs', start, end: start });
    const calendar = theirs.calendars()[0]?.id;
    const token = graphToken(emails[0]);
    const window = 'startDateTime=2026-03-01&endDateTime=2026-04-01';
    const { body } = await ask('GET', `/graph/v1.0/me/calendarView?${window}`, token, undefined, immutable);
    expect(body.value).toEqual([]);
    const answers = [
      await ask('GET', `/graph/v1.0/me/events/${id}`, token),
      await ask('PATCH', `/graph/v1.0/me/events/${id}`, token, { subject: 'Stolen' }),
      await ask('DELETE', `/graph/v1.0/me/calendars/${calendar}/events/${id}`, token),
      await ask('GET', `/graph/v1.0/me/calendars/${calendar}/calendarView/delta?${window}`, token),
      await ask('GET', `/graph/v1.0/users/${emails[1]}/events`, token),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 403]);
    expect(theirs.get(id)?.subject).toBe('Theirs');
    const delta = await ask('GET', `/graph/v1.0/me/calendarView/delta?${window}`, graphToken(emails[1]));
    const link = String(delta.body['@odata.deltaLink']).replace('https://graph.microsoft.com', '/graph');
    expect((await ask('GET', link, token)).status).toBe(400);
    sandbox.microsoft.calendars(emails[2]).add({ subject: 'Elsewhere', start, end: start });
    expect((await ask('GET', link, graphToken(emails[1]))).body.value).toEqual([]);
  });

  it('cannot follow each other’s delta links', async () => {
    const { sandbox, ask, graphToken } = twoFirms();
    for (const email of emails) sandbox.microsoft.contacts(email).add({ givenName: email });
    const first = await ask('GET', '/graph/v1.0/me/contactFolders/contacts/contacts/delta', graphToken(emails[0]));
    const link = String(first.body['@odata.deltaLink']).replace('https://graph.microsoft.com', '/graph');
    sandbox.microsoft.contacts(emails[0]).add({ givenName: 'Secret' });
    const { status, body } = await ask('GET', link, graphToken(emails[1]));
    expect([status, body.error.code]).toEqual([400, 'ErrorInvalidSyncStateData']);
    expect((await ask('GET', link, graphToken(emails[0]))).body.value).toMatchObject([{ givenName: 'Secret' }]);
  });

  it('keep their subscriptions to themselves, and hear of their own mailbox', async () => {
    const { world, sandbox, ask, told, graphToken } = twoFirms();
    const expirationDateTime = new Date(world.now() + 3_600_000).toISOString();
    const wish = { changeType: 'created', resource: '/me/contacts', expirationDateTime };
    const ids: string[] = [];
    for (const [index, email] of emails.entries()) {
      const notificationUrl = `https://hook.test/${index}`;
      const body = { ...wish, notificationUrl, clientState: `secret ${index}` };
      ids.push((await ask('POST', '/graph/v1.0/subscriptions', graphToken(email), body)).body.id);
    }
    sandbox.microsoft.contacts(emails[1]).add({ givenName: 'Zoë' });
    await world.advance(60_000);
    expect(told.map(({ hook }) => hook)).toEqual(['/1']);
    expect(JSON.parse(told[0]?.body ?? '').value).toMatchObject([{ subscriptionId: ids[1], clientState: 'secret 1' }]);
    const other = `/graph/v1.0/subscriptions/${ids[1]}`;
    const token = graphToken(emails[0]);
    expect([(await ask('GET', other, token)).status, (await ask('DELETE', other, token)).status]).toEqual([404, 404]);
  });

  it('end alone, with their delta tokens and their grants', async () => {
    const { sandbox, ask, graphToken } = twoFirms();
    const tokens = emails.map(graphToken);
    const start = '/graph/v1.0/me/contactFolders/contacts/contacts/delta';
    const links = await Promise.all(
      tokens.map(async (token) => (await ask('GET', start, token)).body['@odata.deltaLink'] as string),
    );
    sandbox.microsoft.expireDeltaTokens(emails[0]);
    sandbox.microsoft.revoke(emails[2], 'passwordChanged');
    const statuses = await Promise.all(
      tokens.map(
        async (token, index) =>
          (await ask('GET', links[index]?.replace('https://graph.microsoft.com', '/graph') ?? '', token)).status,
      ),
    );
    expect(statuses).toEqual([410, 200, 401]);
  });
});
