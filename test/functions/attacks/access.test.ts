import { describe, expect, test } from 'vitest';
import { routes } from '../../../functions/api/routes.ts';
import { addEngagement } from '../../mail/engaged.ts';
import { fromPage, type Person } from './person.ts';
import { ada, cleo, createScene, eve, gmail1, publicUrl, work1 } from './scene.ts';
import { keptIn, writtenBetween } from './written.ts';

/** A body that each route would take from the right person. */
const bodies: Readonly<Record<string, object>> = {
  '/api/firm/invites': { emails: ['new@abbott.example'] },
  '/api/firm/invites/{invite}/send': {},
  '/api/firm/invites/{invite}/withdraw': {},
  '/api/syncs': { right: '{connection}', itemType: 'contact' },
  '/api/syncs/{sync}/scan': { clioSyncOff: true, conflicts: 'left' },
  '/api/syncs/{sync}/start': { run: 'r1' },
  '/api/syncs/{sync}/stop': {},
  '/api/syncs/{sync}/look': { mapping: 'm1' },
  '/api/syncs/{sync}/undo': { mapping: 'm1' },
  '/api/syncs/{sync}/undo/start': { run: 'r1' },
  '/api/syncs/{sync}/undo/drop': {},
  '/api/syncs/{sync}/refresh': {},
  '/api/syncs/{sync}/read-groups': {},
  '/api/syncs/{sync}/answers': { answers: [], allDifferent: true },
  '/api/syncs/{sync}/take-back': { mappings: ['m1'] },
  '/api/connections/{connection}/disconnect': { forget: true },
  '/api/connections/{connection}/ask-admin': {},
  '/api/connections/{connection}/read-calendars': {},
  '/api/connections/{connection}/make-calendar': { side: 'left', name: 'Forged' },
  '/api/watches': { values: { lastName: 'Kos' } },
  '/api/watches/{watch}': { rev: 1, values: { lastName: 'Forged' } },
  '/api/watches/{watch}/archive': { archived: true },
  '/api/watches/{watch}/delete': {},
  '/api/watches/{watch}/refresh': {},
  '/api/watches/{watch}/answer': { field: 'lastName', use: 'clio', asked: 'Kos' },
  '/api/watches/{watch}/undo': { refresh: 'r1' },
  '/api/watching/settings': { autoSync: true, conflicts: 'clio' },
  '/api/watching/run': {},
  '/api/watching/stop': {},
  '/api/watching/tags': { watches: ['{watch}'], add: ['forged'], remove: [] },
  '/api/watching/choices': {},
  '/api/matters': {},
  '/api/matters/import': { matters: ['1700000000'] },
  '/api/mail/settings': { copiesCount: false },
  '/api/mail/boxes/{connection}/aliases': { aliases: ['ada@abbott.example'] },
  '/api/mail/boxes/{connection}/fill': { gap: 'g1' },
  '/api/mail/boxes/{connection}/back-sync': { from: '2026-01-01', to: '2026-01-02', zone: 'UTC' },
  '/api/mail/boxes/{connection}/start': { run: 'r1' },
  '/api/mail/boxes/{connection}/stop': { run: 'r1' },
  '/api/mail/boxes/{connection}/trace': { source: '<a@example.com>' },
  '/api/mail/boxes/{connection}/send': { to: ['a@example.com'], subject: 'Forged', text: 'Forged' },
  '/api/engagements/{engagement}/redact': {},
  '/api/engagements/{engagement}/matters': { contact: '9' },
  '/api/engagements/{engagement}/file': { matter: '1700000000' },
};

/** What a route asks for in its address. */
const queries: Readonly<Record<string, string>> = {
  '/api/syncs/{sync}/past': '?mapping=m1',
  '/api/syncs/{sync}/preview/week': '?from=1',
  '/api/engagements': '?contact=9',
};

const posts = routes.filter(({ method }) => method === 'POST').map(({ path }) => path);
const gets = routes.filter(({ method }) => method === 'GET').map(({ path }) => path);
/** A firm's watches are every member's, and so are its timelines. */
const isOfTheFirm = (path: string): boolean => path.includes('{watch}') || path.includes('{engagement}');
const isOfMail = (path: string): boolean => path.startsWith('/api/mail/');
const withIds = routes.filter(({ path }) => path.includes('{') && !path.includes('{invite}'));
const ofOwners = routes.filter(({ path }) => path.startsWith('/api/firm'));

/** Ada owns the firm, has a mailbox, a sync that is being looked at, and an open invitation. */
async function scenery() {
  const scene = createScene();
  const owner = await scene.signedIn(ada);
  await owner.authorize('microsoft', work1);
  await owner.authorize('google', gmail1);
  const connection = (await owner.connections())[1]?.id ?? '';
  const sync: string = (await owner.post('/api/syncs', { right: connection, itemType: 'contact' })).view.id;
  await owner.post(`/api/syncs/${sync}/scan`, { clioSyncOff: true, conflicts: 'left' });
  await owner.post('/api/firm/invites', { emails: ['waits@abbott.example'] });
  const invite = (await owner.firm()).invites[0]?.id ?? '';
  await scene.world.advance(120_000);
  const people = { colleague: await scene.signedIn(cleo), stranger: await scene.signedIn(eve) };
  const watch: string = (await owner.post('/api/watches', { values: { lastName: 'Novak' } })).view.id;
  const wish: string = (await owner.post('/api/matters', {})).view.id;
  await owner.authorize('microsoft', work1, { for: 'mail', return: '/settings/mail' });
  const mailbox: string = (await owner.get('/api/mail')).view.boxes[0].connection.id;
  const engagement = await addEngagement(scene.ports, '501', {
    boxes: [{ connection: mailbox, id: 'm1', thread: 't1', account: work1.email }],
    contacts: ['9'],
  });
  const traced: string = (await owner.post(`/api/mail/boxes/${mailbox}/trace`, { source: '<a@b.example>' })).view.id;
  const ids: Readonly<Record<string, string>> = { connection, sync, invite, watch, wish, engagement };
  const ofMail: Readonly<Record<string, string>> = { connection: mailbox, wish: traced };
  const fill = (text: string, path = text): string =>
    text.replace(/\{(\w+)\}/gu, (_, name: string) => (isOfMail(path) ? ofMail : ids)[name] ?? '');
  const ask = async (person: Person, method: string, path: string, headers: Record<string, string> = fromPage) => {
    const body = method === 'POST' ? { body: fill(JSON.stringify(bodies[path] ?? {}), path) } : {};
    return await person.call({ method, path: `${fill(path)}${queries[path] ?? ''}`, headers, ...body });
  };
  return { scene, owner, ...people, ids, fill, ask };
}

test('Every route that writes has a body here, so that a new one cannot be forgotten', () => {
  expect(Object.keys(bodies).sort()).toEqual([...posts].sort());
});

describe.each(posts)('A request to %s', (path) => {
  const forged: readonly (readonly [string, Record<string, string>, string])[] = [
    ['without the page’s header', { 'content-type': 'application/json' }, 'notFromPage'],
    [
      'as a form of another site sends it',
      { 'content-type': 'text/plain', origin: 'https://evil.example' },
      'notFromPage',
    ],
    ['with another value of the header', { 'x-concord': '1, 1' }, 'notFromPage'],
    ['from another site', { ...fromPage, origin: 'https://evil.example' }, 'otherOrigin'],
    ['from a sandboxed frame', { ...fromPage, origin: 'null' }, 'otherOrigin'],
    ['from another port', { ...fromPage, origin: `${publicUrl}0` }, 'otherOrigin'],
    ['from a host that begins like ours', { ...fromPage, origin: `${publicUrl}.evil.example` }, 'otherOrigin'],
    ['with two origins', { ...fromPage, origin: `${publicUrl}, https://evil.example` }, 'otherOrigin'],
    ['with an empty origin', { ...fromPage, origin: '' }, 'otherOrigin'],
  ];

  test('that another site sends with the cookie of the right person does nothing', async () => {
    const { scene, owner, ask } = await scenery();
    const before = keptIn(scene.ports);
    for (const [what, headers, code] of forged) {
      const { status, view } = await ask(owner, 'POST', path, headers);
      expect([what, status, view.error.code]).toEqual([what, 403, code]);
      expect(view.error.message).toMatch(/\.$/u);
    }
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test('that comes as a GET, as an address in a picture would, does nothing', async () => {
    const { scene, owner, ask } = await scenery();
    const before = keptIn(scene.ports);
    expect((await ask(owner, 'GET', path)).status).toBe(gets.includes(path) ? 200 : 405);
    for (const method of ['PUT', 'DELETE', 'PATCH']) expect((await ask(owner, method, path)).status).toBe(405);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test('without a session, or with one that somebody made or altered, is told to sign in', async () => {
    const { scene, owner, ask } = await scenery();
    const before = keptIn(scene.ports);
    const name = Object.keys(owner.cookies).find((each) => each.includes('session')) ?? '';
    const sealed = owner.cookies[name] ?? '';
    for (const cookie of [undefined, '', 'x', sealed.slice(0, -1), `${sealed}x`, JSON.stringify({ firm: '501' })]) {
      const person = scene.browser();
      if (cookie !== undefined) person.cookies[name] = cookie;
      const { status, view } = await ask(person, 'POST', path);
      expect([cookie, status, view.error.code]).toEqual([cookie, 401, 'signedOut']);
    }
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });
});

test.each(gets)('Without a session %s shows nothing', async (path) => {
  const { scene, ask } = await scenery();
  expect((await ask(scene.browser(), 'GET', path)).status).toBe(401);
});

describe.each(withIds.map(({ method, path }) => [method, path] as const))(
  '%s %s with an id of somebody else',
  (method, path) => {
    test.each(isOfTheFirm(path) ? (['stranger'] as const) : (['colleague', 'stranger'] as const))(
      'finds nothing for a %s, and says no more than for an unknown one',
      async (who) => {
        const it = await scenery();
        const before = keptIn(it.scene.ports);
        const theirs = await it.ask(it[who], method, path);
        const unknown = await it[who].call({
          method,
          path: `${path.replace(/\{\w+\}/gu, 'unknown')}${queries[path] ?? ''}`,
          headers: fromPage,
          ...(method === 'POST' ? { body: JSON.stringify(bodies[path]) } : {}),
        });
        expect([theirs.status, theirs.view]).toEqual([404, unknown.view]);
        expect(unknown.status).toBe(404);
        expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
      },
    );
  },
);

test('A stranger finds none of the firm’s watches, whatever the list is asked for, and tags none of them', async () => {
  const it = await scenery();
  for (const query of ['', 'search=novak', 'archived=too', `after=${it.ids['watch']}`]) {
    expect((await it.stranger.get('/api/watches', query)).view).toMatchObject({ rows: [], total: 0, assignees: [] });
    expect((await it.stranger.get('/api/watching/export', query)).view.csv).not.toContain('Novak');
  }
  const before = keptIn(it.scene.ports);
  expect((await it.ask(it.stranger, 'POST', '/api/watching/tags')).view).toEqual({ changed: 0 });
  expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
  expect((await it.colleague.get('/api/watches')).view.rows).toMatchObject([{ title: 'Novak' }]);
});

test('A wish goes on from the pages of its own member only, and never from an address that somebody names', async () => {
  const it = await scenery();
  await it.scene.settle();
  const wish = it.ids['wish'];
  for (const who of ['colleague', 'stranger'] as const)
    expect((await it[who].post('/api/matters', { after: wish })).status).toBe(404);
  const asked: string[] = [];
  it.scene.tamper.request = (request) => {
    asked.push(request.url);
    return request;
  };
  const body = { next: 'https://evil.example/api/v4/matters.json', after: 'https://evil.example', filter: {} };
  expect((await it.owner.post('/api/matters', body)).status).toBe(400);
  await it.owner.post('/api/matters', { ...body, after: undefined });
  await it.scene.settle();
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((url) => !url.startsWith('http://127.0.0.1:4180/'))).toEqual([]);
});

test.each(['colleague', 'stranger'] as const)('A %s cannot make a sync with somebody else’s account', async (who) => {
  const it = await scenery();
  const before = keptIn(it.scene.ports);
  expect((await it.ask(it[who], 'POST', '/api/syncs')).status).toBe(404);
  expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
});

test('The owner of the firm cannot disconnect a member’s account, nor read a member’s sync', async () => {
  const it = await scenery();
  const own = (await it.colleague.connections())[0]?.id ?? '';
  const before = keptIn(it.scene.ports);
  expect((await it.owner.post(`/api/connections/${own}/disconnect`, {})).status).toBe(404);
  expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
});

describe.each(ofOwners.map(({ method, path }) => [method, path] as const))('%s %s', (method, path) => {
  test('is refused to a member who is not the owner', async () => {
    const { scene, colleague, ask } = await scenery();
    const before = keptIn(scene.ports);
    const { status, view } = await ask(colleague, method, path);
    expect([status, view.error.code]).toEqual([422, 'refused']);
    expect(view.error.message).toContain('Only the account owner');
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test('does nothing to a firm that is another owner’s', async () => {
    const { scene, stranger, ask } = await scenery();
    const before = keptIn(scene.ports);
    const { status, view } = await ask(stranger, method, path);
    expect(status).toBe(path.endsWith('/send') ? 404 : 200);
    expect(JSON.stringify(view)).not.toMatch(/waits@|Ada|Cleo/u);
    const changed = writtenBetween(before, keptIn(scene.ports));
    expect(changed).toEqual(path === '/api/firm/invites' && method === 'POST' ? ['INVITE'] : []);
    for (const [key, row] of before) expect(keptIn(scene.ports).get(key)).toBe(row);
  });

  test('is refused to an owner who is none any more', async () => {
    const { scene, owner, ask } = await scenery();
    scene.sandbox.clio.addFirm({ id: 501, name: 'Abbott & Bell LLP', users: [{ ...ada, account_owner: false }] });
    // Whatever browser it is in which they sign in next.
    await scene.signedIn(ada);
    expect((await ask(owner, method, path)).status).toBe(422);
  });
});

describe('Members of a body that nobody asked for', () => {
  const forged = {
    firm: '501',
    member: '71',
    isOwner: true,
    account_owner: true,
    tenantId: '501',
    id: 'x',
    pk: 'FIRM#501',
    sk: 'MEMBER#71',
    rev: 1,
    state: 'accepted',
    acceptedAt: 1,
    acceptedBy: '91',
    by: '91',
    sentAt: 1,
    dueAt: 0,
    constructor: { prototype: { isOwner: true } },
  };
  const withPrototype = (body: object): string =>
    JSON.stringify({ ...body, ...forged }).replace('{', '{"__proto__":{"isOwner":true,"firm":"501","member":"71"},');

  test('make nobody an owner', async () => {
    const { scene, colleague } = await scenery();
    const before = keptIn(scene.ports);
    const answer = await colleague.post('/api/firm/invites', withPrototype({ emails: ['x@abbott.example'] }));
    expect(answer.status).toBe(422);
    expect((await colleague.get('/api/firm', 'isOwner=true&firm=501&member=71')).status).toBe(422);
    expect(await colleague.session()).toMatchObject({ member: { isOwner: false } });
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect(({} as { isOwner?: boolean }).isOwner).toBeUndefined();
  });

  test('lead into no other firm', async () => {
    const { scene, stranger } = await scenery();
    const before = keptIn(scene.ports);
    expect((await stranger.get('/api/firm', 'firm=501&member=71')).view.members).toMatchObject([{ name: eve.name }]);
    const { view } = await stranger.post('/api/firm/invites', withPrototype({ emails: ['x@other.example'] }));
    expect(view.members).toMatchObject([{ name: eve.name }]);
    for (const [key, row] of before) expect(keptIn(scene.ports).get(key)).toBe(row);
    const [invite] = scene.ports.table.rows().filter((row) => row['email'] === 'x@other.example');
    expect(invite).toMatchObject({ pk: 'FIRM#502', firm: '502', by: String(eve.id), askedAt: scene.world.now() });
    expect(Object.keys(invite ?? {}).sort()).toEqual(
      ['pk', 'sk', 'rev', 'firm', 'id', 'email', 'by', 'askedAt', 'dueAt'].sort(),
    );
    expect((await stranger.firm()).invites).toMatchObject([{ state: 'sending' }]);
  });

  test('disconnect nothing but what the address names, and forget nothing unless it is said in plain', async () => {
    const { scene, owner, colleague, ids } = await scenery();
    const own = (await colleague.connections())[0]?.id ?? '';
    const others = { ...forged, connection: ids['connection'], id: ids['connection'] };
    await colleague.post(`/api/connections/${own}/disconnect`, others);
    expect((await owner.connections()).map(({ state }) => state)).toEqual(['active', 'active', 'active']);
    const connection = ids['connection'] ?? '';
    for (const forget of ['yes', 1, null, {}, [true]])
      expect((await owner.post(`/api/connections/${connection}/disconnect`, { forget })).status).toBe(400);
    expect((await owner.connections())[1]?.state).toBe('active');
    expect(scene.logged.join()).not.toContain('"forget":true');
  });
});

describe('Invitations', () => {
  test.each([
    ['no list', { emails: 'x@abbott.example' }],
    ['an empty list', { emails: [] }],
    ['fifty-one', { emails: Array.from({ length: 51 }, (_, index) => `n${index}@abbott.example`) }],
    ['something that is no text', { emails: [{ toString: 'x@abbott.example' }] }],
    ['a text of 321 characters', { emails: [`${'x'.repeat(309)}@abbott.example`] }],
    ['nothing', {}],
  ])('to %s are not understood', async (_what, body) => {
    const { scene, owner } = await scenery();
    const before = keptIn(scene.ports);
    expect((await owner.post('/api/firm/invites', body)).status).toBe(400);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test.each([
    'x@abbott.example\r\nBcc: spy@evil.example',
    'x@abbott.example,y@abbott.example',
    '<x@abbott.example>',
    'x@abbott.example\u0000',
    'x\u202e@abbott.example',
    'x\u200b@abbott.example',
    'x@[127.0.0.1]',
    'x@abbott',
    '"x y"@abbott.example',
    '@abbott.example',
  ])('to %j invite nobody at all, not even the others in the list', async (email) => {
    const { scene, owner } = await scenery();
    const before = keptIn(scene.ports);
    const { status, view } = await owner.post('/api/firm/invites', { emails: ['good@abbott.example', email] });
    expect([status, view.error.code]).toEqual([422, 'refused']);
    expect(view.error.message).toContain('is not an e-mail address. Nobody was invited.');
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test('of more than five hundred at once are refused: a firm is no way to write to strangers', async () => {
    const { scene, owner } = await scenery();
    const batch = (from: number, count: number) =>
      owner.post('/api/firm/invites', {
        emails: Array.from({ length: count }, (_, index) => `n${from + index}@abbott.example`),
      });
    for (let from = 0; from < 450; from += 50) expect((await batch(from, 50)).status).toBe(200);
    const before = keptIn(scene.ports);
    const refused = await batch(450, 50);
    expect([refused.status, refused.view.error.message]).toEqual([422, expect.stringContaining('At most 500')]);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    // One waited from the beginning: this makes five hundred.
    expect((await batch(450, 49)).status).toBe(200);
    expect((await batch(0, 1)).status).toBe(200);
    expect((await batch(600, 1)).status).toBe(422);
  });

  test('pressed again and again send one letter a minute', async () => {
    const { scene, owner, ids } = await scenery();
    await scene.settle();
    const sent = scene.ports.mailer.sent.length;
    for (let press = 0; press < 20; press += 1) {
      await owner.post(`/api/firm/invites/${ids['invite']}/send`, {});
      await owner.post('/api/firm/invites', { emails: ['waits@abbott.example'] });
      await scene.settle();
    }
    expect(scene.ports.mailer.sent).toHaveLength(sent + 1);
  });
});
