import type { Item, Observation, Operation, Outcome, Present } from '@concord/core';
import { microsoft } from '@concord/provider-microsoft';
import { describe, expect, test } from 'vitest';
import { changesAll, scanAll, update, written } from './collection-contract.ts';
import { createMailbox, email, hookSecret, hookUrl, type Mailbox } from './microsoft-mailbox.ts';

const person = (number: number): Item => ({ kind: 'person', firstName: 'Ana', lastName: `Reyes ${number}` });
const creates = (count: number): Operation[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'create', marker: `marker-${index}`, item: person(index) }));
const inputs = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ givenName: 'Ana', surname: `R ${index}` }));

const strike = ({ world }: Mailbox, name: string, rate = 1, amount?: number) =>
  world.awkward.set(`microsoft.${name}`, amount === undefined ? { rate } : { rate, amount });
const shownOf = (observations: readonly Observation[]): readonly Present[] =>
  observations.filter((observation) => observation.kind === 'present');
const kinds = (outcomes: readonly Outcome[]) => [...new Set(outcomes.map(({ kind }) => kind))];

describe('a full pass over an awkward mailbox', () => {
  test.each(['emptyDeltaPage', 'duplicateInDelta', 'replayOld', 'listsDefaultFolder'])(
    'shows everybody once or more, as they are now, with %s',
    async (name) => {
      const mailbox = createMailbox();
      const ids = mailbox.control.addMany(email, inputs(450));
      await mailbox.world.advance(60_000);
      for (const id of ids.slice(0, 5)) mailbox.people.edit(id, { jobTitle: 'Judge' });
      strike(mailbox, name);
      const book = mailbox.open();
      const { observations } = await scanAll(book, 2 * book.profile.pageSize);
      const byAge = [...shownOf(observations)].sort((a, b) => a.modifiedAt - b.modifiedAt);
      const latest = new Map(byAge.map((shown) => [shown.id, shown]));
      expect([...latest.keys()].sort()).toEqual([...ids].sort());
      expect(ids.slice(0, 6).map((id) => latest.get(id)?.item.jobTitle)).toEqual([
        ...Array(5).fill('Judge'),
        undefined,
      ]);
    },
  );

  test('of 1,000 contacts costs five requests', async () => {
    const mailbox = createMailbox();
    mailbox.control.addMany(email, inputs(1000));
    mailbox.control.resetRequests();
    expect((await scanAll(mailbox.open())).observations).toHaveLength(1000);
    const counts = Object.values(mailbox.control.requests());
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(6);
  });

  test('that never ends is given up', async () => {
    const mailbox = createMailbox();
    mailbox.control.addMany(email, inputs(5));
    strike(mailbox, 'endlessDelta');
    await expect(scanAll(mailbox.open())).rejects.toMatchObject({ code: 'garbled' });
  });

  test('without a mailbox in the cloud says so', async () => {
    const mailbox = createMailbox({ mailbox: false });
    await expect(mailbox.open().scan(undefined)).rejects.toMatchObject({ code: 'noMailbox' });
    await expect(mailbox.open().read(['some-id'])).rejects.toMatchObject({ code: 'noMailbox' });
  });
});

describe('changes of an awkward mailbox', () => {
  test.each(['gone', 'notFound', 'badRequest', 'resync', 'plain', 'malformed'])(
    'ask for a full pass when the token died (%s)',
    async (form) => {
      const mailbox = createMailbox();
      const { cursor } = await scanAll(mailbox.open());
      strike(mailbox, `deltaExpired.${form}`);
      await expect(mailbox.open().changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
    },
  );

  test('show the whole contact although the row does not', async () => {
    const mailbox = createMailbox();
    const { id } = mailbox.people.add({ givenName: 'Ana', surname: 'Reyes', mobilePhone: '+1 415 555 0100' });
    const { cursor } = await scanAll(mailbox.open());
    mailbox.people.edit(id, { jobTitle: 'Judge' });
    strike(mailbox, 'partialDeltaRows');
    const [shown] = shownOf((await changesAll(mailbox.open(), cursor)).observations);
    expect(shown?.item).toMatchObject({ firstName: 'Ana', jobTitle: 'Judge', phones: [{ slot: 'mobile' }] });
  });

  test.each(['removedAsChanged', 'duplicateInDelta'])(
    'tell a removal as one to be confirmed, with %s',
    async (name) => {
      const mailbox = createMailbox();
      const { id } = mailbox.people.add({ givenName: 'Ana' });
      const { cursor } = await scanAll(mailbox.open());
      mailbox.people.remove(id);
      strike(mailbox, name);
      const { observations } = await changesAll(mailbox.open(), cursor);
      expect(observations).toMatchObject([{ kind: 'gone', id, confirmed: false }]);
    },
  );

  test('show the same contact under a new version when the change key moved by itself', async () => {
    const mailbox = createMailbox();
    const book = mailbox.open();
    const { cursor } = await scanAll(book);
    strike(mailbox, 'changeKeyBump');
    const made = written((await book.write(creates(1)))[0]);
    await mailbox.world.advance(10_000);
    const shown = shownOf((await changesAll(book, cursor)).observations).at(-1);
    expect(shown?.version).not.toBe(made.version);
    expect(shown?.item).toEqual(made.item);
  });
});

describe('what became of a contact', () => {
  test.each([0, 1])('is told by its folder, also when deleted ones still answer (rate %i)', async (rate) => {
    const mailbox = createMailbox();
    const [here, moved, deleted, purged] = ['Here', 'Moved', 'Deleted', 'Purged'].map(
      (givenName) => mailbox.people.add({ givenName }).id,
    ) as [string, string, string, string];
    mailbox.people.move(moved, 'Clients');
    for (const id of [deleted, purged, purged]) mailbox.people.remove(id);
    strike(mailbox, 'softDeleteVisible', rate);
    const seen = await mailbox.open().read([here, moved, deleted, purged]);
    expect(seen).toMatchObject([
      { kind: 'present' },
      { kind: 'elsewhere' },
      { kind: 'gone', confirmed: true },
      { kind: 'gone', confirmed: true },
    ]);
  });

  test('is not to be known from an id that makes no sense', async () => {
    const [seen] = await createMailbox().open().read(['no such id/at all']);
    expect(['hidden', 'gone']).toContain(seen?.kind);
  });
});

describe('writes to an awkward mailbox', () => {
  test('whose connection broke half-way are unknown, and are found again by their markers, each once', async () => {
    const mailbox = createMailbox();
    strike(mailbox, 'timeoutAfterCommit', 1, 7);
    expect(kinds(await mailbox.open().write(creates(20)))).toEqual(['unknown']);
    strike(mailbox, 'timeoutAfterCommit', 0);
    await mailbox.world.advance(60_000);
    const sought = creates(20).flatMap((operation) =>
      operation.kind === 'create' ? [{ ...operation, since: 0 }] : [],
    );
    const found = await mailbox.open().find(sought);
    expect(found.filter((each) => each.length > 0)).toHaveLength(mailbox.people.list().length);
    expect(mailbox.people.list().length).toBeGreaterThan(0);
    expect(mailbox.people.list().length).toBeLessThan(20);
    for (const [index, each] of found.entries()) {
      expect(each.length).toBeLessThanOrEqual(1);
      if (each[0]) expect(each[0].item).toMatchObject(person(index));
    }
  });

  test.each(['truncatedJson', 'htmlOk', 'htmlGateway'])(
    'are unknown when the answer is unreadable (%s)',
    async (name) => {
      const mailbox = createMailbox();
      strike(mailbox, name);
      expect(kinds(await mailbox.open().write(creates(3)))).toEqual(['unknown']);
    },
  );

  test.each([
    ['rateLimited.fractional', { code: 'rateLimited', retryAfterMs: 2128 }],
    ['rateLimited.absent', { code: 'rateLimited', retryAfterMs: undefined }],
    ['concurrencyLimited', { code: 'rateLimited', retryAfterMs: 1000 }],
    ['serverError', { code: 'unavailable' }],
    ['tokenExpired', { code: 'unauthorized' }],
  ])('are turned away as a whole by %s, and nothing was written', async (name, error) => {
    const mailbox = createMailbox();
    strike(mailbox, name);
    await expect(mailbox.open().write(creates(3))).rejects.toMatchObject(error);
    expect(mailbox.people.list()).toEqual([]);
  });

  test('are told one by one when only some are throttled', async () => {
    const mailbox = createMailbox();
    strike(mailbox, 'batchItemThrottled', 0.5);
    const outcomes = await mailbox.open().write(creates(20));
    expect(kinds(outcomes).sort()).toEqual(['notDone', 'written']);
    expect(outcomes.filter(({ kind }) => kind === 'written')).toHaveLength(mailbox.people.list().length);
    expect(outcomes.find(({ kind }) => kind === 'notDone')).toEqual({
      kind: 'notDone',
      code: 'rateLimited',
      retryAfterMs: 1000,
    });
  });

  test('of twenty at once keep within what a mailbox takes at a time', async () => {
    const mailbox = createMailbox({ limits: true });
    expect(kinds(await mailbox.open().write(creates(20)))).toEqual(['written']);
  });

  test('are a conflict, and not a failure, when Outlook says so without a reason', async () => {
    const mailbox = createMailbox();
    const book = mailbox.open();
    const before = written((await book.write(creates(1)))[0]);
    strike(mailbox, 'spuriousConflict');
    expect(await book.write([update(before, { ...before.item, jobTitle: 'Judge' })])).toEqual([{ kind: 'conflict' }]);
  });

  test('show what Outlook made of them: a dropped field, another spelling', async () => {
    const mailbox = createMailbox();
    strike(mailbox, 'dropsField.jobTitle');
    strike(mailbox, 'reformatsPhones');
    const item = {
      ...person(1),
      jobTitle: 'Judge',
      phones: [{ key: '+14165550100', value: '+1 416 555 0100', slot: 'work' }],
    };
    const [outcome] = await mailbox.open().write([{ kind: 'create', marker: 'm', item }]);
    const shown = written(outcome).item;
    expect(shown).not.toHaveProperty('jobTitle');
    expect(shown.phones).toEqual([{ key: '+14165550100', value: '(416) 555-0100', slot: 'work' }]);
  });

  test('of 1,000 contacts cost fifty requests', async () => {
    const mailbox = createMailbox();
    const book = mailbox.open();
    const all = creates(1000);
    for (let start = 0; start < all.length; start += 20) await book.write(all.slice(start, start + 20));
    expect(mailbox.people.list()).toHaveLength(1000);
    expect(mailbox.control.requests()['POST $batch']).toBe(50);
  });
});

describe('push from an awkward mailbox', () => {
  const noticesOf = ({ delivered }: Mailbox, subscriptionId: string) =>
    delivered.splice(0).flatMap((request) => {
      const answer = microsoft.webhook.receive(request, { secret: hookSecret, subscriptionId });
      expect(answer.response.status).toBe(202);
      return answer.kind === 'notices' ? answer.notices : [];
    });

  test('leaves out what is not ours, and doubles do no harm', async () => {
    const mailbox = createMailbox();
    const { id } = await mailbox.open().subscribe(hookUrl, hookSecret);
    for (const name of ['notificationForeign', 'notificationDoubled', 'notificationStorm']) strike(mailbox, name);
    const contact = mailbox.people.add({ givenName: 'Ana' });
    await mailbox.world.advance(60_000);
    const notices = noticesOf(mailbox, id);
    expect(new Set(notices.flatMap(({ ids }) => ids))).toEqual(new Set([contact.id]));
  });

  test.each([
    ['reauthorizationRequired', 'renew'],
    ['subscriptionRemoved', 'removed'],
    ['missed', 'missed'],
  ] as const)('tells of %s', async (event, kind) => {
    const mailbox = createMailbox();
    const { id } = await mailbox.open().subscribe(hookUrl, hookSecret);
    mailbox.control.lifecycle(email, event);
    await mailbox.world.advance(60_000);
    expect(noticesOf(mailbox, id)).toEqual([{ kind, ids: [] }]);
  });

  test('replaces a subscription that a crash left behind', async () => {
    const mailbox = createMailbox();
    const lost = await mailbox.open().subscribe(hookUrl, hookSecret);
    strike(mailbox, 'subscriptionDuplicate');
    const made = await mailbox.open().subscribe(hookUrl, hookSecret);
    expect(made.id).not.toBe(lost.id);
    expect(mailbox.control.subscriptions(email).map(({ id }) => id)).toEqual([made.id]);
  });

  test('is allowed by the scopes that we ask for, and does without when there is no room', async () => {
    const mailbox = createMailbox();
    strike(mailbox, 'subscriptionNeedsRead');
    await expect(mailbox.open().subscribe(hookUrl, hookSecret)).resolves.toMatchObject({ id: expect.any(String) });
    strike(mailbox, 'subscriptionQuota');
    await expect(mailbox.open().subscribe(hookUrl, hookSecret)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
