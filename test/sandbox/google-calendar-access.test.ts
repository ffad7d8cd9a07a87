import { describe, expect, it } from 'vitest';
import { createGoogle } from '../../packages/sandbox/src/google/index.ts';
import { createManualWorld } from '../../packages/sandbox/src/kernel/manual-world.ts';
import { createMemoryStore } from '../../packages/sandbox/src/kernel/store.ts';
import { BrokenConnection } from '../../packages/sandbox/src/kernel/world.ts';
import { ada, at, bo, createBench, reasonOf, summaries, usualScopes, weekly } from './google-calendar-world.ts';
import { queryOf } from './google-contacts-world.ts';

const prefix = 'https://www.googleapis.com/auth/calendar';
const enc = encodeURIComponent;

function withCalendars() {
  const bench = createBench();
  const other = bench.mine.addCalendar({ summary: 'Hearings', timeZone: 'Asia/Tokyo' });
  const calendars = (query: object = {}) => bench.ask('GET', `users/me/calendarList?${queryOf({ ...query })}`);
  return { ...bench, other, calendars };
}

describe('the list of calendars in the Google look-alike', () => {
  it('has the primary one under the account’s address, and others, with role and zone', async () => {
    const { calendars, ask, other } = withCalendars();
    const { body } = await calendars();
    expect(body.items).toMatchObject([
      {
        kind: 'calendar#calendarListEntry',
        id: ada.email,
        primary: true,
        accessRole: 'owner',
        timeZone: 'Europe/Amsterdam',
      },
      { id: other.id, summary: 'Hearings', accessRole: 'owner', timeZone: 'Asia/Tokyo', dataOwner: ada.email },
    ]);
    expect(body.items[1]).not.toHaveProperty('primary');
    expect(other.id).toMatch(/^c_\w+@group\.calendar\.google\.com$/u);
    expect((await ask('GET', 'users/me/calendarList/primary')).body.id).toBe(ada.email);
    expect((await ask('GET', `users/me/calendarList/${enc('nobody@x.example')}`)).status).toBe(404);
  });

  it('comes in pages of 250 at most, and by the least role', async () => {
    const { calendars, mine } = withCalendars();
    mine.addCalendar({ summary: 'Holidays', kind: 'holiday' });
    const first = await calendars({ maxResults: 2 });
    expect(first.body).not.toHaveProperty('nextSyncToken');
    const second = await calendars({ maxResults: 2, pageToken: first.body.nextPageToken });
    expect(second.body.items.map(({ summary, accessRole }) => [summary, accessRole])).toEqual([['Holidays', 'reader']]);
    expect((await calendars({ minAccessRole: 'writer' })).body.items).toHaveLength(2);
    expect((await calendars({ minAccessRole: 'boss' })).status).toBe(400);
  });

  it('since a token has what was added, hidden or deleted, and not a mere change of role', async () => {
    const { calendars, mine, theirs, other, control } = withCalendars();
    const token = async () => (await calendars()).body.nextSyncToken;
    const syncToken = await token();
    expect((await calendars({ syncToken })).body.items).toEqual([]);
    expect((await calendars({ syncToken, minAccessRole: 'reader' })).status).toBe(400);
    const shared = theirs.addCalendar({ summary: 'Theirs' });
    theirs.share(shared.id, ada.email, 'reader');
    mine.hideCalendar(other.id);
    const { body } = await calendars({ syncToken });
    expect(body.items).toMatchObject([
      { summary: 'Theirs', accessRole: 'reader' },
      { id: other.id, hidden: true },
    ]);
    expect((await calendars()).body.items.map(({ id }) => id)).toEqual([ada.email, shared.id]);
    expect((await calendars({ showHidden: true })).body.items).toHaveLength(3);
    const next = body.nextSyncToken;
    theirs.share(shared.id, ada.email, 'writer');
    expect((await calendars({ syncToken: next })).body.items).toEqual([]);
    theirs.share(shared.id, ada.email, undefined);
    expect((await calendars({ syncToken: next })).body.items).toMatchObject([{ id: shared.id, deleted: true }]);
    control.expireCalendarTokens(ada.email, { of: 'list' });
    expect(reasonOf(await calendars({ syncToken: next }))).toEqual([410, 'fullSyncRequired']);
  });

  it('takes a new calendar, up to sixty, which its owner can delete', async () => {
    const { ask, calendars, signIn } = withCalendars();
    const made = await ask('POST', 'calendars', { summary: 'Concord', timeZone: 'Europe/Paris' });
    expect(made.body).toMatchObject({ kind: 'calendar#calendar', summary: 'Concord', timeZone: 'Europe/Paris' });
    expect((await ask('GET', `calendars/${enc(made.body.id ?? '')}`)).body.summary).toBe('Concord');
    expect(reasonOf(await ask('POST', 'calendars', {}))).toEqual([400, 'required']);
    expect((await ask('POST', 'calendars', { summary: 'X', timeZone: 'Mars/North' })).status).toBe(400);
    expect((await ask('DELETE', `calendars/${enc(made.body.id ?? '')}`)).status).toBe(204);
    expect((await calendars()).body.items).toHaveLength(2);
    expect((await ask('DELETE', 'calendars/primary')).status).toBe(400);
    for (let count = 0; count < 58; count += 1) await ask('POST', 'calendars', { summary: 'More' });
    expect(reasonOf(await ask('POST', 'calendars', { summary: 'Last' }))).toEqual([403, 'quotaExceeded']);
    signIn(ada.email, usualScopes);
    expect(reasonOf(await ask('POST', 'calendars', { summary: 'Y' }))).toEqual([403, 'insufficientPermissions']);
  });
});

describe('access to a calendar of the Google look-alike', () => {
  it('goes by the token’s account: `primary` follows it, and what one may not see is 404', async () => {
    const { list, theirs, signIn } = createBench();
    theirs.add(at(3, 10, 'Theirs'));
    expect((await list()).body.items).toEqual([]);
    expect(reasonOf(await list({}, bo.email))).toEqual([404, 'notFound']);
    signIn(bo.email);
    expect(summaries((await list()).body.items)).toEqual(['Theirs']);
  });

  it('as a reader sees and does not write, and nothing of what is private', async () => {
    const { ask, list, mine, theirs } = createBench();
    const open = theirs.add(at(3, 10, 'Open'));
    const secret = theirs.add({ ...at(3, 11, 'Secret'), visibility: 'private', location: 'There' });
    theirs.share(bo.email, ada.email, 'reader');
    expect(mine.list().map(({ accessRole }) => accessRole)).toEqual(['owner', 'reader']);
    const { items } = (await list({}, bo.email)).body;
    expect(summaries(items)).toEqual(['Open', undefined]);
    expect(items[1]).toMatchObject({ id: secret.id, visibility: 'private', start: { timeZone: 'Europe/Amsterdam' } });
    expect(items[1]).not.toHaveProperty('location');
    const path = `calendars/${enc(bo.email)}/events`;
    const refused = [403, 'requiredAccessLevel'];
    expect(reasonOf(await ask('PATCH', `${path}/${open.id}`, { summary: 'Mine' }))).toEqual(refused);
    expect(reasonOf(await ask('POST', path, at(3, 10)))).toEqual(refused);
    expect(reasonOf(await ask('DELETE', `${path}/${open.id}`))).toEqual(refused);
  });

  it('as writerWithoutPrivateAccess writes what is not private', async () => {
    const { ask, theirs } = createBench();
    const open = theirs.add(at(3, 10, 'Open'));
    const secret = theirs.makePrivate(theirs.add(at(3, 11, 'Secret')).id);
    theirs.share(bo.email, ada.email, 'writerWithoutPrivateAccess');
    const path = `calendars/${enc(bo.email)}/events`;
    expect((await ask('PATCH', `${path}/${open.id}`, { summary: 'New' })).body.summary).toBe('New');
    expect(reasonOf(await ask('PATCH', `${path}/${secret.id}`, { summary: 'New' }))).toEqual([
      403,
      'requiredAccessLevel',
    ]);
    theirs.share(bo.email, ada.email, 'freeBusyReader');
    expect((await ask('GET', `${path}/${open.id}`)).body).not.toHaveProperty('summary');
  });

  it('that is lost is 404, or 410 with google.calendar.lossGone', async () => {
    const { list, theirs, on } = createBench();
    theirs.share(bo.email, ada.email, 'writer');
    expect((await list({}, bo.email)).status).toBe(200);
    theirs.share(bo.email, ada.email, undefined);
    expect(reasonOf(await list({}, bo.email))).toEqual([404, 'notFound']);
    on('calendar.lossGone');
    expect(reasonOf(await list({}, bo.email))).toEqual([410, 'deleted']);
    expect((await list({}, 'never@x.example')).status).toBe(404);
  });

  it('to a calendar that was deleted is gone for everybody', async () => {
    const { mine, list } = createBench();
    const other = mine.addCalendar({ summary: 'Other' });
    mine.removeCalendar(other.id);
    expect((await list({}, other.id)).status).toBe(404);
  });

  it('needs the scope that each method names', async () => {
    const { ask, signIn, list, insert } = createBench();
    const refused = [403, 'insufficientPermissions'];
    signIn(ada.email, [`${prefix}.events`]);
    expect((await insert(at(3, 10))).status).toBe(200);
    expect(reasonOf(await ask('GET', 'users/me/calendarList'))).toEqual(refused);
    signIn(ada.email, [`${prefix}.calendarlist.readonly`]);
    expect((await ask('GET', 'users/me/calendarList')).status).toBe(200);
    expect(reasonOf(await list())).toEqual(refused);
    signIn(ada.email, [`${prefix}.readonly`]);
    expect((await list()).status).toBe(200);
    expect(reasonOf(await insert(at(3, 10)))).toEqual(refused);
    signIn(ada.email, ['https://www.googleapis.com/auth/contacts']);
    const answer = await list();
    expect(reasonOf(answer)).toEqual(refused);
    expect(answer.body.error.message).toBe('Request had insufficient authentication scopes.');
  });

  it('can be left out on the consent page, box by box', async () => {
    const { control, service } = createBench();
    const query = queryOf({
      client_id: control.appCredentials.clientId,
      redirect_uri: 'http://127.0.0.1:4173/back',
      response_type: 'code',
      login_hint: ada.email,
      scope: ['openid', ...usualScopes].join(' '),
    });
    const url = `http://sandbox.test/google/accounts/o/oauth2/v2/auth?${query}`;
    const page = (await service.answer({ method: 'GET', url, headers: {} })).body;
    expect(page).toContain('View and edit events on all your calendars');
    expect(page).toContain('See the list of Google calendars');
    const body = queryOf({ account: ada.sub, answer: 'continue', scope: usualScopes[0] });
    const { headers } = await service.answer({ method: 'POST', url, headers: {}, body });
    expect(new URL(headers.location ?? '').searchParams.get('scope')).toBe(`openid ${usualScopes[0]}`);
  });
});

describe('limits and faults of calendars in the Google look-alike', () => {
  it('let 600 requests through in a minute, in a window that slides', async () => {
    const { list, world, on } = createBench({ limits: true });
    for (let count = 0; count < 300; count += 1) await list();
    await world.advance(30_000);
    for (let count = 0; count < 300; count += 1) await list();
    const refused = await list();
    expect(reasonOf(refused)).toEqual([403, 'rateLimitExceeded']);
    expect(refused.body.error.message).toContain('calendar-json.googleapis.com');
    on('calendar.quotaAs429');
    expect(reasonOf(await list())).toEqual([429, 'rateLimitExceeded']);
    await world.advance(30_000);
    expect((await list()).status).toBe(200);
  });

  it('come in the words of the Calendar API', async () => {
    const { insert, list, on, off } = createBench();
    const cases: readonly (readonly [string, number, string])[] = [
      ['serverError', 503, 'backendError'],
      ['internalError', 500, 'backendError'],
      ['rateLimited', 429, 'rateLimitExceeded'],
      ['rateLimited.seconds', 429, 'rateLimitExceeded'],
      ['rateLimited.forbidden', 403, 'userRateLimitExceeded'],
      ['tokenExpired', 401, 'authError'],
      ['serviceDisabled', 403, 'accessNotConfigured'],
      ['calendar.quotaExceeded', 403, 'quotaExceeded'],
    ];
    for (const [name, status, reason] of cases) {
      on(name);
      expect([name, ...reasonOf(await insert(at(3, 10)))]).toEqual([name, status, reason]);
      off(name);
    }
    on('rateLimited.seconds', 7);
    expect((await list()).headers['retry-after']).toBe('7');
    off('rateLimited.seconds');
    on('calendar.quotaExceeded');
    expect((await list()).body.items).toEqual([]);
  });

  it('break connections before and after the effect, slow down, and cut answers off', async () => {
    const { insert, list, mine, world, on, off } = createBench();
    on('cutOff');
    await expect(insert(at(3, 10))).rejects.toMatchObject({ wasRefused: true });
    off('cutOff');
    on('brokenBeforeEffect');
    await expect(insert(at(3, 10))).rejects.toThrow(BrokenConnection);
    off('brokenBeforeEffect');
    expect(mine.events()).toHaveLength(0);
    on('timeoutAfterCommit');
    await expect(insert(at(3, 10))).rejects.toThrow(BrokenConnection);
    expect([mine.events().length, (await list()).status]).toEqual([1, 200]);
    off('timeoutAfterCommit');
    on('htmlGateway');
    expect((await list()).text).toContain('<!DOCTYPE html>');
    off('htmlGateway');
    on('truncatedJson');
    expect((await insert(at(3, 10))).body).toBeUndefined();
    expect(mine.events()).toHaveLength(2);
    off('truncatedJson');
    on('slow', 3_000);
    const answer = insert(at(3, 10));
    await world.advance(2_999);
    expect(mine.events()).toHaveLength(2);
    await world.advance(1);
    expect((await answer).status).toBe(200);
  });

  it('of signing in can come in the newer form', async () => {
    const { ask, signIn, on } = createBench();
    signIn(ada.email, [`${prefix}.events`]);
    on('newErrors');
    expect((await ask('GET', 'users/me/calendarList')).body.error).toMatchObject({
      code: 403,
      status: 'PERMISSION_DENIED',
      details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }],
    });
  });

  it('leave unknown paths to an HTML 404, and unknown tokens to a 401', async () => {
    const { ask, service } = createBench();
    const lost = await ask('GET', 'calendars/primary/acl');
    expect([lost.status, lost.headers['content-type']]).toEqual([404, 'text/html; charset=UTF-8']);
    const url = 'http://sandbox.test/google/calendar/v3/calendars/primary/events';
    expect((await service.answer({ method: 'GET', url, headers: {} })).status).toBe(401);
  });

  it('count each request by its kind', async () => {
    const { insert, list, control } = createBench();
    control.resetRequests();
    await insert(at(3, 10));
    await list();
    expect(control.requests()).toEqual({
      'POST calendars/{calendarId}/events': 1,
      'GET calendars/{calendarId}/events': 1,
    });
  });

  it('show events as they were with google.staleRead', async () => {
    const { insert, patch, get, world, on } = createBench();
    const id = (await insert(at(3, 10, 'Old'))).body.id ?? '';
    await world.advance(10_000);
    await patch(id, { summary: 'New' });
    on('staleRead');
    expect((await get(id)).body.summary).toBe('Old');
    await world.advance(5_001);
    expect((await get(id)).body.summary).toBe('New');
  });
});

describe('calendars of the Google look-alike in a store', () => {
  it('are there after a restart, with etags, tokens and tombstones', async () => {
    const store = createMemoryStore();
    const first = createBench({ store });
    const { id } = first.mine.add(weekly());
    first.mine.cancelInstance(id, '2026-08-10T09:00:00+02:00');
    const { syncToken } = await first.listAll();
    const second = createBench({ store });
    expect((await second.listAll({ syncToken })).rows).toEqual([]);
    const before = second.mine.get(id);
    expect(before).toEqual(first.mine.get(id));
    second.mine.touch(id);
    expect((await second.listAll({ syncToken })).rows).toHaveLength(1);
    const numberOf = (etag = '') => Number(JSON.parse(etag));
    expect(numberOf(second.mine.get(id)?.etag)).toBeGreaterThan(numberOf(before?.etag));
  });

  it('lie in New York unless the account says otherwise', () => {
    const { control } = createGoogle(createManualWorld(), { limits: false });
    control.addAccount({ sub: '1', name: 'A', email: 'a@x.example' });
    expect(control.calendars('a@x.example').list()[0]?.timeZone).toBe('America/New_York');
  });
});
