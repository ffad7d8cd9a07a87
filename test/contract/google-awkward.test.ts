import type { Collection, Item, Operation, Outcome, Present } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { changesAll, present, scanAll, update, written } from './collection-contract.ts';
import { type Account, createAccount, email } from './google-account.ts';

const person = (number: number): Item => ({ kind: 'person', firstName: 'Ana', lastName: `Reyes ${number}` });
const creates = (count: number): Operation[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'create', marker: `marker-${index}.1`, item: person(index) }));
const inputs = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ names: [{ givenName: 'Ana', familyName: `R ${index}` }] }));
const ana = { names: [{ givenName: 'Ana', familyName: 'Reyes' }] };
const lagMs = 5 * 60_000 + 1;

const strike = ({ world }: Account, name: string, rate = 1, amount?: number) =>
  world.awkward.set(`google.${name}`, amount === undefined ? { rate } : { rate, amount });
const kinds = (outcomes: readonly Outcome[]) => [...new Set(outcomes.map(({ kind }) => kind))];
const readOne = async (book: Collection, id: string): Promise<Present> => present((await book.read([id]))[0]);
const edited = (shown: Present, changes: Item): Operation => update(shown, { ...shown.item, ...changes });

describe('a full pass over an awkward account', () => {
  test('shows everybody once, also with empty pages in between', async () => {
    const account = createAccount();
    const ids = account.control.addMany(email, inputs(2_100));
    strike(account, 'emptyPage');
    const { observations } = await scanAll(account.open());
    expect(observations.map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  test('of 2,000 contacts costs two requests, and knows from the start how many there are', async () => {
    const account = createAccount();
    account.control.addMany(email, inputs(2_000));
    expect((await account.open().scan(undefined)).total).toBe(2_000);
    account.sent.length = 0;
    expect((await scanAll(account.open())).observations).toHaveLength(2_000);
    expect(account.sent).toEqual(Array(2).fill('GET /v1/people/me/connections'));
  });

  test('that never ends is given up', async () => {
    const account = createAccount();
    account.control.addMany(email, inputs(5));
    strike(account, 'endlessPages');
    await expect(scanAll(account.open())).rejects.toMatchObject({ code: 'garbled' });
  });

  test('sees more than the hundred numbers that a list shows', async () => {
    const account = createAccount();
    const phoneNumbers = Array.from({ length: 130 }, (_, index) => ({ value: `+1 415 555 ${1_000 + index}` }));
    account.people.add({ ...ana, phoneNumbers });
    const { observations } = await scanAll(account.open());
    expect(present(observations[0]).item.phones).toHaveLength(130);
  });

  test('remembers what stays the same when a resource name does not', async () => {
    const account = createAccount();
    const { resourceName } = account.people.add(ana);
    const before = await readOne(account.open(), resourceName);
    account.people.rename(resourceName);
    const { observations } = await scanAll(account.open());
    expect(present(observations[0]).id).not.toBe(resourceName);
    expect(before.keep).toEqual({ source: expect.stringMatching(/^[0-9a-f]+$/u) });
    expect(present(observations[0]).keep).toEqual(before.keep);
  });
});

describe('changes of an awkward account', () => {
  test.each(['usual', 'invalidArgument', 'bare', 'gone'])(
    'ask for a full pass when the token died (%s)',
    async (form) => {
      const account = createAccount();
      const { cursor } = await scanAll(account.open());
      strike(account, `syncTokenExpired.${form}`);
      await expect(account.open().changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
    },
  );

  test('ask for a full pass seven days after the last', async () => {
    const account = createAccount();
    const { cursor } = await scanAll(account.open());
    await account.world.advance(6 * 86_400_000);
    const { cursor: later } = await account.open().changes(cursor);
    await account.world.advance(86_400_000);
    await expect(account.open().changes(later)).rejects.toMatchObject({ code: 'cursorExpired' });
  });

  test('come late, and come', async () => {
    const account = createAccount();
    const { cursor } = await scanAll(account.open());
    await account.world.advance(3_600_000);
    strike(account, 'staleSync', 1, 120_000);
    const { resourceName } = account.people.add(ana);
    const early = await account.open().changes(cursor);
    expect(early.observations).toEqual([]);
    await account.world.advance(lagMs);
    expect((await changesAll(account.open(), early.cursor)).observations.map(({ id }) => id)).toEqual([resourceName]);
  });

  test('come again under the same version when nothing changed', async () => {
    const account = createAccount();
    const { resourceName } = account.people.add(ana);
    const { observations, cursor } = await scanAll(account.open());
    await account.world.advance(3_600_000);
    strike(account, 'replays');
    const [again] = (await changesAll(account.open(), cursor)).observations;
    expect(present(again)).toMatchObject({ id: resourceName, version: present(observations[0]).version });
  });

  test('tell a removal as one to be confirmed, by nothing but its name', async () => {
    const account = createAccount();
    const { resourceName: id } = account.people.add(ana);
    const { cursor } = await scanAll(account.open());
    account.people.remove(id);
    const { observations } = await changesAll(account.open(), cursor);
    expect(observations).toMatchObject([{ kind: 'gone', id, confirmed: false }]);
    expect(await account.open().read([id])).toMatchObject([{ kind: 'gone', id, confirmed: true }]);
  });

  test('of somebody whose resource name changed tell the former ones, under which reads and writes go on', async () => {
    const account = createAccount();
    const { resourceName: id } = account.people.add(ana);
    const { observations, cursor } = await scanAll(account.open());
    const second = account.people.rename(id).resourceName;
    const renamed = account.people.rename(second).resourceName;
    const [shown] = (await changesAll(account.open(), cursor)).observations;
    expect(present(shown)).toMatchObject({ id: renamed, formerIds: [id, second] });
    const { keep } = present(observations[0]);
    expect(present(shown).keep).toEqual(keep);
    expect(keep?.[account.open().profile.lasting ?? '']).toBeTruthy();
    const book = account.open();
    const before = await readOne(book, id);
    const after = written((await book.write([edited(before, { lastName: 'Okoye' })]))[0]);
    expect(after.id).toBe(id);
    expect(account.people.get(renamed)?.names?.[0]?.familyName).toBe('Okoye');
    expect(await book.write([{ kind: 'delete', id, version: after.version }])).toEqual([{ kind: 'deleted' }]);
    expect(account.people.list()).toEqual([]);
  });

  test('show another version, and the same contact, when a label or Google itself moved the etag', async () => {
    const account = createAccount();
    const { resourceName: id } = account.people.add(ana);
    const { observations, cursor } = await scanAll(account.open());
    await account.world.advance(1_000);
    account.people.label(id, ['Client']);
    const [shown] = (await changesAll(account.open(), cursor)).observations;
    expect(present(shown).version).not.toBe(present(observations[0]).version);
    expect(present(shown).item).toEqual(present(observations[0]).item);
  });
});

describe('what is asked of an awkward account', () => {
  test.each([
    ['rateLimited', { code: 'rateLimited', retryAfterMs: 60_000 }],
    ['rateLimited.seconds', { code: 'rateLimited', retryAfterMs: 5_000 }],
    ['rateLimited.forbidden', { code: 'rateLimited', retryAfterMs: 5_000 }],
    ['rateLimited.fbs', { code: 'rateLimited', retryAfterMs: 900_000 }],
    ['tokenExpired', { code: 'unauthorized' }],
    ['serviceDisabled', { code: 'appRejected' }],
  ])('is turned away by %s, and nothing was written', async (name, error) => {
    const account = createAccount();
    strike(account, name);
    await expect(account.open().scan(undefined)).rejects.toMatchObject(error);
    await expect(account.open().write(creates(3))).rejects.toMatchObject(error);
    expect(account.people.list()).toEqual([]);
  });

  test.each([0, 1])('without the permission says which is missing (newer form: %i)', async (rate) => {
    const account = createAccount({ scopes: ['openid', 'email'] });
    strike(account, 'newErrors', rate);
    const error = { code: 'consentNeeded', lostCause: 'scopeMissing' };
    await expect(account.open().scan(undefined)).rejects.toMatchObject(error);
  });

  test.each(['htmlGateway', 'serverError', 'internalError'])('is asked later when Google fails (%s)', async (name) => {
    const account = createAccount();
    strike(account, name);
    await expect(account.open().scan(undefined)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('is answered for each, although one that is missing spoils the batch', async () => {
    const account = createAccount();
    const [first, second] = account.control.addMany(email, inputs(2)) as [string, string];
    account.people.remove(first);
    const seen = [
      { kind: 'gone', id: first, confirmed: true },
      { kind: 'present', id: second },
    ];
    expect(await account.open().read([first, second])).toMatchObject(seen);
    expect(account.sent).toEqual(['GET /v1/people:batchGet']);
    strike(account, 'batchGetRefuses');
    expect(await account.open().read([first, second])).toMatchObject(seen);
  });
});

describe('creates in an awkward account', () => {
  test('whose connection broke half-way are unknown, and are found again by their markers, each once', async () => {
    const account = createAccount();
    strike(account, 'timeoutAfterCommit', 1, 7);
    const since = account.world.now();
    expect(kinds(await account.open().write(creates(20)))).toEqual(['unknown']);
    strike(account, 'timeoutAfterCommit', 0);
    await account.world.advance(lagMs);
    const sought = creates(20).flatMap((operation) => (operation.kind === 'create' ? [{ ...operation, since }] : []));
    const found = await account.open().find(sought);
    expect(found.map((each) => each.length)).toEqual([...Array(7).fill(1), ...Array(13).fill(0)]);
    expect(found[3]?.[0]?.item).toMatchObject(person(3));
  });

  test('are looked for among what changed last, and no further back than they can be', async () => {
    const account = createAccount();
    account.control.addMany(email, inputs(5_000));
    await account.world.advance(3_600_000);
    const since = account.world.now();
    await account.open().write(creates(2));
    account.sent.length = 0;
    const [sought] = creates(1);
    if (sought?.kind !== 'create') throw new Error('no create');
    expect(await account.open().find([{ ...sought, since }])).toMatchObject([[{ item: person(0) }]]);
    expect(account.sent).toHaveLength(1);
    expect(await account.open().find([{ ...sought, marker: 'marker-9.1', since: 0 }])).toEqual([[]]);
    expect(account.sent).toHaveLength(1 + 6);
  });

  test('are known for one another’s in whatever order they are answered', async () => {
    const account = createAccount();
    strike(account, 'shufflesBatches');
    const outcomes = await account.open().write(creates(5));
    expect(outcomes.map((outcome) => written(outcome).item.lastName)).toEqual(creates(5).map((_, at) => `Reyes ${at}`));
  });

  test.each(['truncatedJson', 'htmlOk', 'htmlGateway', 'serverError', 'internalError'])(
    'are unknown when the answer says nothing of them (%s)',
    async (name) => {
      const account = createAccount();
      strike(account, name);
      expect(kinds(await account.open().write(creates(3)))).toEqual(['unknown']);
      expect(kinds(await account.open().write(creates(1)))).toEqual(['unknown']);
    },
  );

  test.each([0, 1])(
    'of which one is refused: it alone, and the others are found or made again (half done: %i)',
    async (rate) => {
      const account = createAccount();
      strike(account, 'refusesValue');
      strike(account, 'batchHalfDone', rate);
      const all = creates(3);
      const bad: Operation = { kind: 'create', marker: 'bad.1', item: { ...person(9), jobTitle: '[refuse]' } };
      const outcomes = await account.open().write([...all, bad]);
      expect(outcomes).toEqual([
        ...all.map(() => ({ kind: 'unknown' })),
        { kind: 'refused', code: 'refused', detail: 'Google answered 400 INVALID_ARGUMENT' },
      ]);
      expect(account.people.list()).toHaveLength(rate * 3);
    },
  );

  test('carry a marker that no edit of ours takes away', async () => {
    const account = createAccount();
    const book = account.open();
    const before = written((await book.write(creates(1)))[0]);
    await book.write([edited(before, { lastName: 'Okoye' })]);
    expect(account.people.get(before.id)?.clientData).toMatchObject([{ key: 'concord', value: 'marker-0.1' }]);
  });

  test('of 1,000 contacts cost five requests, and keep within what Google takes in a minute', async () => {
    const account = createAccount({ limits: true });
    const book = account.open();
    const all = creates(1_200);
    const outcomes: Outcome[] = [];
    for (let start = 0; start < 1_000; start += 200)
      outcomes.push(...(await book.write(all.slice(start, start + 200))));
    expect(kinds(outcomes)).toEqual(['written']);
    expect(account.sent).toEqual(Array(5).fill('POST /v1/people:batchCreateContacts'));
    await expect(book.write(all.slice(1_000))).rejects.toMatchObject({ code: 'rateLimited', retryAfterMs: 60_000 });
    await account.world.advance(60_000);
    expect(kinds(await book.write(all.slice(1_000)))).toEqual(['written']);
  });
});

describe('changes written to an awkward account', () => {
  const two = async (account: Account): Promise<[Present, Present]> => {
    const ids = account.control.addMany(email, [
      { ...ana, phoneNumbers: [{ value: '+1 415 555 0100', type: 'Court' }] },
      { names: [{ givenName: 'Bea', honorificSuffix: 'Jr.' }], urls: [{ value: 'example.org', type: 'blog' }] },
    ]);
    return (await account.open().read(ids)).map(present) as [Present, Present];
  };

  test('under the mask of one another leave alone what they are not about', async () => {
    const account = createAccount();
    const [first, second] = await two(account);
    const outcomes = await account
      .open()
      .write([
        edited(first, { lastName: 'Okoye' }),
        edited(second, { phones: [{ key: '+14155550101', value: '+1 415 555 0101', slot: 'mobile' }] }),
      ]);
    expect(kinds(outcomes)).toEqual(['written']);
    expect(account.people.get(first.id)).toMatchObject({
      names: [{ givenName: 'Ana', familyName: 'Okoye' }],
      phoneNumbers: [{ value: '+1 415 555 0100', type: 'Court' }],
    });
    expect(account.people.get(second.id)).toMatchObject({
      names: [{ givenName: 'Bea', honorificSuffix: 'Jr.' }],
      phoneNumbers: [{ value: '+1 415 555 0101', type: 'mobile' }],
      urls: [{ value: 'example.org', type: 'blog' }],
    });
    expect(account.sent.filter((request) => !request.startsWith('GET'))).toEqual([
      'POST /v1/people:batchUpdateContacts',
    ]);
  });

  test('are a conflict, and not a failure, when Google calls the etag stale without a reason', async () => {
    const account = createAccount();
    const [first, second] = await two(account);
    strike(account, 'spuriousConflict');
    expect(await account.open().write([edited(first, { lastName: 'Okoye' })])).toEqual([{ kind: 'conflict' }]);
    const both = [edited(first, { lastName: 'Okoye' }), edited(second, { lastName: 'Okoye' })];
    expect(kinds(await account.open().write(both))).toEqual(['conflict']);
  });

  test('that read an old state before are a conflict, and overwrite nothing', async () => {
    const account = createAccount();
    const [first] = await two(account);
    await account.world.advance(60_000);
    account.people.edit(first.id, { names: [{ givenName: 'By hand' }] });
    const now = await readOne(account.open(), first.id);
    strike(account, 'staleRead', 1, 30_000);
    await account.world.advance(1_000);
    expect(await account.open().write([edited(now, { lastName: 'Okoye' })])).toEqual([{ kind: 'conflict' }]);
    expect(account.people.get(first.id)?.names?.[0]?.givenName).toBe('By hand');
  });

  test('of which one is refused are done but for that one', async () => {
    const account = createAccount();
    const [first, second] = await two(account);
    strike(account, 'refusesValue');
    for (const rate of [0, 1]) {
      strike(account, 'batchHalfDone', rate);
      const [bad, good] = await Promise.all([readOne(account.open(), first.id), readOne(account.open(), second.id)]);
      const outcomes = await account
        .open()
        .write([edited(bad, { jobTitle: '[refuse]' }), edited(good, { lastName: `Okoye ${rate}` })]);
      // Half done: whoever was written meanwhile is decided upon again.
      expect(outcomes.map(({ kind }) => kind)).toEqual(['refused', rate === 0 ? 'written' : 'conflict']);
      expect(account.people.get(second.id)?.names?.[0]?.familyName).toBe(`Okoye ${rate}`);
    }
  });

  test('keep their id when the write itself changes the resource name', async () => {
    const account = createAccount();
    const both = await two(account);
    strike(account, 'renamesContact');
    const email = { emails: [{ key: 'a@x.org', value: 'a@x.org', slot: 'work' }] };
    const outcomes = await account.open().write(both.map((one) => edited(one, email)));
    expect(outcomes.map((outcome) => written(outcome).id)).toEqual(both.map(({ id }) => id));
  });

  test('send nothing of a profile back', async () => {
    const account = createAccount();
    const { resourceName } = account.people.add(ana);
    account.people.linkProfile(resourceName, { id: '9', givenName: 'Anna', familyName: 'Profile' });
    strike(account, 'refusesProfileValues');
    strike(account, 'needsSources');
    const before = await readOne(account.open(), resourceName);
    expect(before.item.firstName).toBe('Ana');
    expect(written((await account.open().write([edited(before, { lastName: 'Okoye' })]))[0]).item.lastName).toBe(
      'Okoye',
    );
  });

  test('hold no longer texts than Google takes', async () => {
    const account = createAccount();
    const item = { ...person(1), jobTitle: 'Judge'.repeat(300) };
    const [outcome] = await account.open().write([{ kind: 'create', marker: 'm.1', item }]);
    expect(written(outcome).item.jobTitle).toHaveLength(1_024);
  });

  test('show what Google made of them: a dropped field, a cut text', async () => {
    const account = createAccount();
    strike(account, 'dropsField.organizations');
    strike(account, 'trimsValues', 1, 4);
    const shown = written(
      (await account.open().write([{ kind: 'create', marker: 'm.1', item: { ...person(1), jobTitle: 'Judge' } }]))[0],
    );
    expect(shown.item).not.toHaveProperty('jobTitle');
    expect(shown.item.lastName).toBe('Reye');
  });

  test.each([0, 1])('delete all that are there, whether a missing one spoils the batch or not (%i)', async (rate) => {
    const account = createAccount();
    const ids = account.control.addMany(email, inputs(3));
    const seen = (await account.open().read(ids)).map(present);
    strike(account, 'batchDeleteIgnoresMissing', rate);
    account.people.remove(ids[1] ?? '');
    const deletes = seen.map(({ id, version }): Operation => ({ kind: 'delete', id, version }));
    expect(kinds(await account.open().write(deletes))).toEqual(['deleted']);
    expect(account.people.list()).toEqual([]);
  });

  test('end when a connection is cut off in between, and what came before counts', async () => {
    const account = createAccount();
    const [first] = await two(account);
    strike(account, 'timeoutAfterCommit');
    const outcomes = await account.open().write([...creates(1), edited(first, { lastName: 'Okoye' })]);
    expect(outcomes).toEqual([{ kind: 'unknown' }, { kind: 'unknown' }]);
  });
});
