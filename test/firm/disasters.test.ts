import { brakeLimits } from '@concord/core';
import { poll, requestRefresh, requestScan, startSync } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm, type OneFirmOptions } from './one-firm.ts';

const minuteMs = 60_000;
const people = 40;
const { deletes: mostDeletes, overwrites: mostOverwrites } = brakeLimits(people);

const clioPeople = Array.from({ length: people }, (_, index) => ({
  type: 'Person' as const,
  first_name: `P${index}`,
  last_name: 'Berg',
  title: 'Notary',
  email_addresses: [{ name: 'Work' as const, address: `p${index}@example.org` }],
}));

/** Both sides hold the same forty people, and a delete on either is carried on. */
async function office(options: OneFirmOptions = {}): Promise<OneFirm> {
  const firm = await createOneFirm(options);
  firm.sandbox.clio.contacts.addMany(clioPeople);
  const { id } = await firm.view();
  const deletes = { left: 'propagate', right: 'propagate' } as const;
  await requestScan(firm.ports, caller, id, { clioSyncOff: true, conflicts: 'left', deletes });
  while ((await firm.view()).state === 'scanning') await firm.run(1000);
  await startSync(firm.ports, caller, id, (await firm.view()).preview?.run ?? '');
  await firm.run(2 * minuteMs);
  firm.writes();
  return firm;
}

const sides = ['left', 'right'] as const;
type Side = (typeof sides)[number];
const labels = { left: 'Clio', right: 'Outlook' } as const;

const titlesOn = (firm: OneFirm, side: Side): readonly string[] =>
  side === 'left'
    ? firm.sandbox.clio.contacts.list().map(({ title }) => title ?? '')
    : firm.outlook.list().map(({ jobTitle }) => jobTitle ?? '');
const namesOn = (firm: OneFirm, side: Side): readonly string[] =>
  side === 'left'
    ? firm.sandbox.clio.contacts.list().map(({ name }) => name)
    : firm.outlook.list().map(({ givenName, surname }) => `${givenName} ${surname}`);
const other = (side: Side): Side => (side === 'left' ? 'right' : 'left');

function removeOn(firm: OneFirm, side: Side, count: number): void {
  if (side === 'left')
    for (const { id } of firm.sandbox.clio.contacts.list().slice(0, count)) firm.sandbox.clio.contacts.remove(id);
  else for (const { id } of firm.outlook.list().slice(0, count)) firm.outlook.remove(id);
}

function editOn(firm: OneFirm, side: Side, change: { readonly title?: string; readonly first?: string }): void {
  const { title, first } = change;
  if (side === 'left')
    for (const { id } of firm.sandbox.clio.contacts.list())
      firm.sandbox.clio.contacts.edit(id, {
        ...(title === undefined ? {} : { title }),
        ...(first === undefined ? {} : { first_name: first }),
      });
  else
    for (const { id } of firm.outlook.list())
      firm.outlook.edit(id, {
        ...(title === undefined ? {} : { jobTitle: title }),
        ...(first === undefined ? {} : { givenName: first }),
      });
}

/** A complete pass, whatever notices said. */
async function fullPass(firm: OneFirm): Promise<void> {
  const { id, state } = await firm.view();
  if (state === 'live') await requestRefresh(firm.ports, caller, id);
  for (let minute = 0; minute < 5; minute += 1) {
    await poll(firm.ports);
    await firm.run(minuteMs);
  }
}

describe.each(sides)('a disaster on the %s', (side) => {
  const there = other(side);

  it(`that empties ${labels[side]} deletes nothing in ${labels[there]}`, async () => {
    const firm = await office();
    removeOn(firm, side, people);
    await firm.run(30_000);
    expect(namesOn(firm, there)).toHaveLength(people);
    await firm.run(5 * minuteMs);
    await fullPass(firm);
    expect(namesOn(firm, there)).toHaveLength(people);
    // More ids than a bell holds: Clio's list is then read, and one that shows nothing at all is a fault. Outlook's changes name each delete.
    expect((await firm.view()).state).toBe(side === 'left' ? 'live' : 'paused');
  });

  it(`that deletes half of ${labels[side]} in one moment deletes nothing in ${labels[there]} within its minute, nor after it`, async () => {
    const firm = await office();
    removeOn(firm, side, people / 2);
    await firm.run(45_000);
    expect(namesOn(firm, there)).toHaveLength(people);
    await firm.run(5 * minuteMs);
    expect(namesOn(firm, there)).toHaveLength(people);
    expect((await firm.view()).brake?.planned[there].deletes).toBe(people / 2);
  });

  it(`that clears a detail of everybody in ${labels[side]} overwrites nobody beyond the limit in ${labels[there]}`, async () => {
    const firm = await office();
    editOn(firm, side, { title: '' });
    await firm.run(5 * minuteMs);
    await fullPass(firm);
    expect(titlesOn(firm, there).filter((title) => title === '').length).toBeLessThanOrEqual(mostOverwrites);
    expect(await firm.view()).toMatchObject({ state: 'paused', brake: { what: 'overwrites', side: there } });
  });

  it(`that renames everybody in ${labels[side]} overwrites nobody beyond the limit in ${labels[there]}, and adds nobody`, async () => {
    const firm = await office();
    editOn(firm, side, { first: 'X' });
    await firm.run(5 * minuteMs);
    await fullPass(firm);
    expect(namesOn(firm, there)).toHaveLength(people);
    expect(namesOn(firm, there).filter((name) => name === 'X Berg').length).toBeLessThanOrEqual(mostOverwrites);
    expect((await firm.view()).state).toBe('paused');
  });

  it(`that is seen whole in one complete pass overwrites nobody at all in ${labels[there]}`, async () => {
    const firm = await office();
    firm.sandbox.awkward.set('clio.webhookLost', { rate: 1 });
    firm.sandbox.awkward.set('microsoft.notificationLost', { rate: 1 });
    editOn(firm, side, { title: '' });
    await fullPass(firm);
    expect(titlesOn(firm, there).every((title) => title === 'Notary')).toBe(true);
    expect(await firm.view()).toMatchObject({
      state: 'paused',
      brake: { planned: { [there]: { overwrites: people } } },
    });
  });

  it(`that deletes half of ${labels[side]}, seen in one complete pass, deletes nobody at all in ${labels[there]}`, async () => {
    const firm = await office();
    firm.sandbox.awkward.set('clio.webhookLost', { rate: 1 });
    firm.sandbox.awkward.set('microsoft.notificationLost', { rate: 1 });
    removeOn(firm, side, people / 2);
    await fullPass(firm);
    expect(namesOn(firm, there)).toHaveLength(people);
    expect(await firm.view()).toMatchObject({
      state: 'paused',
      trouble: 'brake.deletes',
      brake: { planned: { [there]: { deletes: people / 2 } } },
    });
    const named = (await firm.view()).brake?.names ?? [];
    expect(named.map(({ side: target, what }) => `${what} ${target}`)).toEqual(
      Array(people / 2).fill(`deleted ${there}`),
    );
  });

  it(`that trickles, a delete every ten minutes in ${labels[side]}, stops at the limit`, async () => {
    const firm = await office();
    for (let round = 0; round < mostDeletes + 4; round += 1) {
      removeOn(firm, side, 1);
      await firm.run(10 * minuteMs);
    }
    expect(namesOn(firm, there)).toHaveLength(people - mostDeletes);
    expect(await firm.view()).toMatchObject({ state: 'paused', trouble: 'brake.deletes' });
  });
});

it('that is larger than a batch is weighed whole before the first of it, in a book so large that a batch would pass', async () => {
  const many = 1100;
  const firm = await createOneFirm();
  firm.sandbox.clio.contacts.addMany(
    Array.from({ length: many }, (_, index) => ({
      type: 'Person' as const,
      first_name: `P${index}`,
      last_name: 'Berg',
      title: 'Notary',
    })),
  );
  await firm.goLive();
  await firm.run(2 * minuteMs);
  firm.sandbox.awkward.set('microsoft.notificationLost', { rate: 1 });
  const limit = brakeLimits(many).overwrites;
  for (const { id } of firm.outlook.list().slice(0, limit + 20)) firm.outlook.edit(id, { jobTitle: 'x' });
  await firm.world.advance(61 * minuteMs);
  await poll(firm.ports);
  await firm.run(5 * minuteMs);
  expect(titlesOn(firm, 'left').filter((title) => title === 'x')).toEqual([]);
  expect(await firm.view()).toMatchObject({ state: 'paused', brake: { count: limit + 20, more: limit + 20 - 30 } });
});

it.each([
  ['Clio', 'clio.emptyList'],
  ['Clio', 'clio.truncatedJson'],
  ['Microsoft', 'microsoft.truncatedPage'],
  ['Microsoft', 'microsoft.emptyDeltaPage'],
  ['Microsoft', 'microsoft.truncatedJson'],
] as const)(
  'a listing of %s that is short (%s) in complete passes deletes and overwrites nothing',
  async (_, habit) => {
    const firm = await office();
    firm.sandbox.awkward.set(habit, { rate: 0.7 });
    for (let pass = 0; pass < 3; pass += 1) await fullPass(firm);
    firm.sandbox.awkward.set(habit, undefined);
    await fullPass(firm);
    expect([namesOn(firm, 'left').length, namesOn(firm, 'right').length]).toEqual([people, people]);
    expect(firm.writes()).toBe(0);
  },
);

it('a listing that leaves out half of the people is looked into before anybody is asked: they are all there', async () => {
  let isShort = false;
  const firm = await office({
    tamper: (ports) => ({
      ...ports,
      transport: async (request) => {
        const answer = await ports.transport(request);
        const isList =
          request.method === 'GET' && /contacts\.json\?/u.test(request.url) && !request.url.includes('ids');
        return isShort && isList ? { ...answer, body: halfOf(answer.body) } : answer;
      },
    }),
  });
  isShort = true;
  await fullPass(firm);
  expect([namesOn(firm, 'left').length, namesOn(firm, 'right').length]).toEqual([people, people]);
  expect((await firm.view()).state).toBe('live');
});

function halfOf(body: string): string {
  const { data, ...rest } = JSON.parse(body) as { readonly data: readonly unknown[] };
  return JSON.stringify({ ...rest, data: data.slice(0, Math.ceil(data.length / 2)) });
}

it('that is none costs nothing: where a few are missing in a complete pass, its plan is read as often as where one is edited', async () => {
  let reads = 0;
  const firm = await office({
    tamper: ({ table, ...ports }) => ({
      ...ports,
      table: {
        ...table,
        get: async (key) => {
          if (key.sk.startsWith('PLAN#')) reads += 1;
          return await table.get(key);
        },
      },
    }),
  });
  firm.sandbox.awkward.set('clio.webhookLost', { rate: 1 });
  const readsFor = async (act: () => void): Promise<number> => {
    act();
    reads = 0;
    await fullPass(firm);
    return reads;
  };
  const [first] = firm.sandbox.clio.contacts.list();
  const edited = await readsFor(() => firm.sandbox.clio.contacts.edit(first?.id ?? 0, { title: 'Baker' }));
  expect(edited).toBeGreaterThan(0);
  expect(await readsFor(() => removeOn(firm, 'left', 2))).toBe(edited);
  expect(namesOn(firm, 'right')).toHaveLength(people - 2);
});
