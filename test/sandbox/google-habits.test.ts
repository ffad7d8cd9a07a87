import { BrokenConnection } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { type Bench, createBench, named, namesOf, versionOf } from './google-contacts-world.ts';

const createAll = ({ ask }: Bench, names: readonly string[]) =>
  ask('POST', 'people:batchCreateContacts', {
    contacts: names.map((name) => ({ contactPerson: named(name) })),
    readMask: 'metadata',
  });

async function oneContact(person: object = named('Ada')) {
  const bench = createBench();
  const { body } = await bench.create(person);
  const resourceName = body.resourceName ?? '';
  const change = (mask: string, next: object) => bench.update(resourceName, mask, { ...versionOf(body), ...next });
  return { ...bench, before: body, resourceName, change };
}

describe('on the way to the Google look-alike', () => {
  it('google.cutOff refuses connections, and google.brokenBeforeEffect breaks them before anything happened', async () => {
    const { create, people, on, off } = createBench();
    on('cutOff');
    await expect(create(named('Ada'))).rejects.toMatchObject({ wasRefused: true });
    off('cutOff');
    on('brokenBeforeEffect');
    await expect(create(named('Ada'))).rejects.toMatchObject({ wasRefused: false });
    expect(people.list()).toHaveLength(0);
  });

  it('google.timeoutAfterCommit breaks a write after it took effect, and no read', async () => {
    const { create, list, people, on } = createBench();
    on('timeoutAfterCommit');
    await expect(create(named('Ada'))).rejects.toThrow(BrokenConnection);
    expect(namesOf(people.list())).toEqual(['Ada']);
    expect((await list()).status).toBe(200);
  });

  it('google.timeoutAfterCommit breaks a batch after some of its contacts', async () => {
    const bench = createBench();
    bench.on('timeoutAfterCommit', 2);
    await expect(createAll(bench, ['A', 'B', 'C'])).rejects.toThrow(BrokenConnection);
    expect(namesOf(bench.people.list())).toEqual(['A', 'B']);
    const resourceNames = bench.people.list().map(({ resourceName }) => resourceName);
    bench.on('timeoutAfterCommit', 1);
    await expect(bench.ask('POST', 'people:batchDeleteContacts', { resourceNames })).rejects.toThrow(BrokenConnection);
    expect(namesOf(bench.people.list())).toEqual(['B']);
  });

  it('google.truncatedJson breaks off an answer whose request took effect', async () => {
    const { create, people, on } = createBench();
    on('truncatedJson');
    const { status, body, text } = await create(named('Ada'));
    expect([status, body, text.startsWith('{')]).toEqual([200, undefined, true]);
    expect(people.list()).toHaveLength(1);
  });

  it('google.slow takes its time, by the clock of the world', async () => {
    const { create, people, on, world } = createBench();
    on('slow', 5_000);
    const answer = create(named('Ada'));
    await world.advance(4_999);
    expect(people.list()).toHaveLength(0);
    await world.advance(1);
    expect((await answer).status).toBe(200);
  });

  it('google.refusesCrowd refuses a write while another one for the account is running', async () => {
    const { create, list, signIn, on, off, world } = createBench();
    on('slow');
    on('refusesCrowd');
    const first = create(named('Ada'));
    await world.advance(1);
    off('slow');
    expect((await create(named('Bo'))).body.error.status).toBe('UNAVAILABLE');
    expect((await list()).status).toBe(200);
    signIn(undefined, 'bo@other.example');
    expect((await create(named('Cy'))).status).toBe(200);
    signIn();
    await world.advance(2_000);
    expect((await first).status).toBe(200);
    expect((await create(named('Bo'))).status).toBe(200);
    expect(world.awkward.struck()['google.refusesCrowd']).toBe(1);
  });

  it.each([
    ['htmlGateway', [500, 502]],
    ['htmlOk', [200]],
  ])('google.%s answers with a page', async (name, statuses) => {
    const { create, people, on } = createBench();
    on(name);
    const { status, headers, text } = await create(named('Ada'));
    expect(statuses).toContain(status);
    expect(headers['content-type']).toContain('text/html');
    expect([text.includes('<html'), people.list()]).toEqual([true, []]);
  });

  it.each([
    ['serverError', 503, 'UNAVAILABLE', undefined],
    ['internalError', 500, 'INTERNAL', undefined],
    ['rateLimited', 429, 'RESOURCE_EXHAUSTED', 'RATE_LIMIT_EXCEEDED'],
    ['rateLimited.seconds', 429, 'RESOURCE_EXHAUSTED', 'RATE_LIMIT_EXCEEDED'],
    ['rateLimited.forbidden', 403, 'PERMISSION_DENIED', 'rateLimitExceeded'],
    ['rateLimited.fbs', 429, 'RESOURCE_EXHAUSTED', undefined],
    ['tokenExpired', 401, 'UNAUTHENTICATED', 'authError'],
    ['serviceDisabled', 403, 'PERMISSION_DENIED', 'accessNotConfigured'],
  ])('google.%s answers %i %s before anything happened', async (name, status, code, reason) => {
    const { create, people, on } = createBench();
    on(name);
    const answer = await create(named('Ada'));
    const { error } = answer.body;
    expect([answer.status, error.code, error.status]).toEqual([status, status, code]);
    expect(error.errors?.[0]?.reason ?? error.details?.[0]?.reason).toBe(reason);
    expect(answer.headers['retry-after']).toBe(name === 'rateLimited.seconds' ? '5' : undefined);
    expect(people.list()).toHaveLength(0);
  });

  it('google.rateLimited.forbidden says in its message when to come again', async () => {
    const { list, on } = createBench();
    on('rateLimited.forbidden', 60_000);
    expect((await list()).body.error.message).toContain('Retry after 2026-01-05T09:01:00.000Z');
  });

  it('google.newErrors tells what is wrong with signing in as details', async () => {
    const { list, signIn, on } = createBench();
    signIn(['openid']);
    on('newErrors');
    const { error } = (await list()).body;
    expect([error.details?.[0]?.reason, error.errors]).toEqual(['ACCESS_TOKEN_SCOPE_INSUFFICIENT', undefined]);
    on('serviceDisabled');
    expect((await list()).body.error.details?.[0]?.reason).toBe('SERVICE_DISABLED');
  });
});

describe('the quotas of the Google look-alike', () => {
  const until = async (limit: number, ask: () => Promise<{ readonly status: number }>) => {
    for (let count = 0; count < limit; count += 1) if ((await ask()).status === 429) return count;
    return limit;
  };

  it('hold only when limits do', async () => {
    const { create } = createBench();
    expect(await until(80, () => create(named('Ada')))).toBe(80);
  });

  it('let an account write thirty times a minute, or five batches', async () => {
    const bench = createBench({ limits: true });
    const { create, world, signIn } = bench;
    expect(await until(80, () => create(named('Ada')))).toBe(30);
    const { body, headers } = await create(named('Ada'));
    expect(body.error.details?.[0]).toMatchObject({
      reason: 'RATE_LIMIT_EXCEEDED',
      metadata: {
        quota_metric: 'people.googleapis.com/critical_write_requests',
        quota_limit: 'CriticalWritesPerMinutePerProjectPerUser',
      },
    });
    expect(headers).not.toHaveProperty('retry-after');
    signIn(undefined, 'bo@other.example');
    expect((await create(named('Bo'))).status).toBe(200);
    signIn();
    await world.advance(60_000);
    expect(await until(80, () => createAll(bench, ['A']))).toBe(5);
  });

  it('let it delete thirty times a minute, or three batches, and read sixty times', async () => {
    const { ask, control, remove, get, world } = createBench({ limits: true });
    const ids = control.addMany(
      'ada@byron.example',
      Array.from({ length: 40 }, () => ({})),
    );
    expect(await until(80, () => ask('POST', 'people:batchDeleteContacts', { resourceNames: ['people/c1'] }))).toBe(3);
    await world.advance(60_000);
    let next = 0;
    expect(await until(40, () => remove(ids[next++] ?? ''))).toBe(30);
    expect(await until(80, () => get('people/me'))).toBe(60);
  });

  it('have one for lists of everybody besides', async () => {
    const { list, listAll, world } = createBench({ limits: true });
    const { syncToken } = await listAll();
    expect(await until(80, () => list())).toBe(9);
    expect((await list()).body.error.details?.[0]?.metadata?.quota_metric).toContain('full_sync');
    expect((await list({ syncToken })).status).toBe(200);
    await world.advance(60_000);
    expect((await list()).status).toBe(200);
  });

  it('have one for groups', async () => {
    const { ask } = createBench({ limits: true });
    expect(await until(120, () => ask('GET', 'contactGroups'))).toBe(90);
    let number = 0;
    expect(await until(80, () => ask('POST', 'contactGroups', { contactGroup: { name: `G${number++}` } }))).toBe(30);
  });

  it('count two hundred daily writes for a batch of any size', async () => {
    const bench = createBench({ limits: true });
    let batches = 0;
    for (; batches < 600; batches += 1) {
      const { status, body } = await createAll(bench, ['A']);
      if (status === 200) continue;
      if (body.error.message.includes('Daily')) break;
      await bench.world.advance(60_000);
      bench.signIn();
      batches -= 1;
    }
    expect(batches).toBe(500);
  });
});

describe('awkward writes at the Google look-alike', () => {
  it('google.spuriousConflict fails with a stale etag although nobody wrote', async () => {
    const { change, on, people } = await oneContact();
    on('spuriousConflict');
    expect((await change('names', named('Bea'))).body.error.message).toContain('different than the current');
    expect(namesOf(people.list())).toEqual(['Ada']);
  });

  it('google.needsSources refuses an etag of the person alone', async () => {
    const { update, before, resourceName, on, change } = await oneContact();
    on('needsSources');
    expect((await update(resourceName, 'names', { etag: before.etag, ...named('Bea') })).status).toBe(400);
    expect((await change('names', named('Bea'))).status).toBe(200);
  });

  it('google.refusesValue refuses what holds a certain word, alone and in a batch', async () => {
    const bench = createBench();
    bench.on('refusesValue');
    expect((await bench.create(named('[refuse]'))).status).toBe(400);
    const { body } = await createAll(bench, ['Ada', '[refuse]']);
    expect(Object.keys(body.error.details?.[0]?.contactErrors ?? {})).toEqual(['1']);
    expect((await bench.create(named('Ada'))).status).toBe(200);
  });

  it('google.refusesEmpty refuses a write that leaves nothing', async () => {
    const { create, change, on, people } = await oneContact();
    expect((await create({})).status).toBe(200);
    on('refusesEmpty');
    expect([(await create({})).status, (await change('names', {})).status]).toEqual([400, 400]);
    expect(namesOf(people.list())).toContain('Ada');
  });

  it('google.refusesProfileValues takes the name of a profile for a second one', async () => {
    const { people, get, update, resourceName, on } = await oneContact();
    const profile = { id: '9', givenName: 'C', familyName: 'L' };
    const { body } = await get(people.linkProfile(resourceName, profile).resourceName);
    on('refusesProfileValues');
    const { status, body: refused } = await update(resourceName, 'names', body);
    expect([status, refused.error.message]).toEqual([400, 'Cannot have more than one person.names per source.']);
  });

  it('google.renamesContact gives another resource name to whose e-mails or numbers change', async () => {
    const { change, on, get, resourceName } = await oneContact();
    on('renamesContact');
    const { body } = await change('emailAddresses', { emailAddresses: [{ value: 'a@x.example' }] });
    expect(body.resourceName).not.toBe(resourceName);
    const same = (await get(resourceName)).body;
    expect(same.resourceName).toBe(body.resourceName);
    expect(same.metadata?.sources?.[0]?.etag).toBe(body.metadata?.sources?.[0]?.etag);
  });

  it('google.renamesContact leaves alone whose names change', async () => {
    const { change, on, resourceName } = await oneContact();
    on('renamesContact');
    expect((await change('names', named('Bea'))).body.resourceName).toBe(resourceName);
  });

  it('google.oldNameGone finds nobody by a former name', async () => {
    const { people, get, resourceName, on } = await oneContact();
    const renamed = people.rename(resourceName);
    on('oldNameGone');
    expect((await get(resourceName)).status).toBe(404);
    expect((await get(renamed.resourceName)).status).toBe(200);
  });

  it('google.trimsValues cuts long texts, but for notes', async () => {
    const { create, on, world } = createBench();
    on('trimsValues', 5);
    const { body } = await create({ names: [{ givenName: 'Adalbert' }], biographies: [{ value: 'A long note' }] });
    expect([namesOf([body]), body.biographies?.[0]?.value]).toEqual([['Adalb'], 'A long note']);
    await create({ names: [{ givenName: 'Ada' }] });
    expect(world.awkward.struck()).toEqual({ 'google.trimsValues': 1 });
    on('trimsValues');
    expect((await create({ urls: [{ value: 'x'.repeat(2_000) }] })).body.urls?.[0]?.value).toHaveLength(1_024);
  });

  it('google.stripsBlanks drops blanks at the ends', async () => {
    const { create, on, world } = createBench();
    on('stripsBlanks');
    const { body } = await create({ emailAddresses: [{ value: ' a@x.example ', type: 'work' }] });
    expect(body.emailAddresses?.[0]?.value).toBe('a@x.example');
    await create(named('Ada'));
    expect(world.awkward.struck()).toEqual({ 'google.stripsBlanks': 1 });
  });

  it('google.freeFormNameWins makes the parts anew from a free form', async () => {
    const { create, on, world } = createBench();
    on('freeFormNameWins');
    const { body } = await create({ names: [{ givenName: 'Bea', unstructuredName: 'Ada Byron' }] });
    expect(body.names?.[0]).toMatchObject({ givenName: 'Ada', familyName: 'Byron', unstructuredName: 'Ada Byron' });
    await create(named('Ada'));
    expect(world.awkward.struck()).toEqual({ 'google.freeFormNameWins': 1 });
  });

  it('google.dropsField accepts a field and does not save it', async () => {
    const { change, update, resourceName, on, world, people } = await oneContact({
      ...named('Ada'),
      urls: [{ value: 'https://a.example' }],
    });
    on('dropsField.urls');
    const { body } = await change('names,urls', { ...named('Bea'), urls: [{ value: 'https://b.example' }] });
    expect([namesOf([body]), body.urls?.[0]?.value]).toEqual([['Bea'], 'https://a.example']);
    expect(world.awkward.struck()).toEqual({ 'google.dropsField.urls': 1 });
    await update(resourceName, 'urls', { ...versionOf(body), urls: [{ value: 'https://a.example' }] });
    expect(world.awkward.struck()).toEqual({ 'google.dropsField.urls': 1 });
    expect(people.list()[0]?.urls?.[0]?.value).toBe('https://a.example');
  });

  it('google.losesClientData loses it when a person edits, and google.undeletesAnew brings back another contact', async () => {
    const { people, resourceName, on, world } = await oneContact({
      ...named('Ada'),
      clientData: [{ key: 'k', value: 'v' }],
    });
    people.edit(resourceName, { nicknames: [{ value: 'A' }] });
    expect(people.get(resourceName)?.clientData).toHaveLength(1);
    on('losesClientData');
    expect(people.edit(resourceName, { nicknames: [] })).not.toHaveProperty('clientData');
    people.edit(resourceName, { nicknames: [] });
    expect(world.awkward.struck()).toEqual({ 'google.losesClientData': 1 });
    on('undeletesAnew');
    people.remove(resourceName);
    const anew = people.restore(resourceName);
    expect(anew.resourceName).not.toBe(resourceName);
    expect([people.get(resourceName), people.trash(), namesOf(people.list())]).toEqual([undefined, [], ['Ada']]);
  });
});
