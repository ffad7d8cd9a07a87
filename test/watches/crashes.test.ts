import type { WatchHistoryPage, WatchView, WishView } from '@concord/core';
import { poll, work } from '@concord/engine';
import { beforeEach, describe, expect, it } from 'vitest';
import { breakable, type Plan } from './breakable.ts';
import { createFirm, type Firm } from './firm.ts';

let at: Firm;
let plan: Plan;
let workers: () => Promise<void>;
beforeEach(async () => {
  at = await createFirm();
  ({ plan, workers } = breakable(at));
});

const addIda = () => at.addMatter({ type: 'Person', first_name: 'Ida', last_name: 'Novak' });
const historyOf = async (id: string) => (await at.member.get<WatchHistoryPage>(`/api/watches/${id}/history`)).rows;
/** Past the lease of whoever died; the poll finds what they left. */
const later = async (): Promise<void> => {
  await at.world.advance(95_000);
  await workers();
};

async function refreshedWatch(): Promise<{ readonly id: string; readonly contact: number }> {
  const { contact, matter } = addIda();
  const { id } = await at.member.import(matter);
  await at.world.advance(1_000);
  at.clio.contacts.edit(contact, { last_name: 'Nowak' });
  return { id, contact };
}

describe('a worker that dies', () => {
  it('between a watch and its history leaves the next one to tell it, once', async () => {
    const { id } = await refreshedWatch();
    plan.before = 'HIST#';
    await at.member.post('/api/watching/run');
    await workers();
    expect((await at.member.watch(id)).values.lastName).toBe('Nowak');
    expect(await historyOf(id)).toHaveLength(1);
    await later();
    expect((await at.member.watching()).run).toMatchObject({ state: 'done', done: 1 });
    const rows = await historyOf(id);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ what: 'refreshed', changes: [{ before: 'Novak', after: 'Nowak' }] });
  });

  it('between its history and its checkpoint leaves nothing to be told twice', async () => {
    const { id } = await refreshedWatch();
    plan.before = 'RUN';
    await at.member.post('/api/watching/run');
    await workers();
    expect(await historyOf(id)).toHaveLength(2);
    await later();
    expect((await at.member.watching()).run).toMatchObject({ state: 'done', done: 1 });
    expect(await historyOf(id)).toHaveLength(2);
  });

  it('after an import says all the same what was imported', async () => {
    const { matter } = addIda();
    const { id } = await at.member.post<WishView>('/api/matters/import', { matters: [String(matter)] });
    plan.before = 'WISH#';
    await workers();
    expect(await at.member.get(`/api/wishes/${id}`)).toMatchObject({ state: 'waiting' });
    await later();
    const { imported } = await at.member.get<WishView>(`/api/wishes/${id}`);
    expect(imported).toMatchObject({ added: [expect.stringMatching(/^c/u)], known: [], notShown: [] });
    expect(await historyOf(imported?.added[0] ?? '')).toHaveLength(1);
    expect((await at.member.watching()).linked).toBe(1);
  });

  it('after "Sync from Clio" says all the same what it changed', async () => {
    const { id } = await refreshedWatch();
    const wish = await at.member.post<WishView>(`/api/watches/${id}/refresh`);
    plan.before = 'WISH#';
    await workers();
    await later();
    const { refreshed } = await at.member.get<WishView>(`/api/wishes/${wish.id}`);
    expect(refreshed?.changes).toMatchObject([{ before: 'Novak', after: 'Nowak' }]);
  });
});

describe('whoever comes in between', () => {
  it('keeps an edit: the refresh looks again before it writes', async () => {
    const { id } = await refreshedWatch();
    plan.meanwhile = () => at.member.edit(id, { values: { city: 'Bergen' }, tags: ['new'] });
    await at.member.post(`/api/watches/${id}/refresh`);
    await workers();
    expect(await at.member.watch(id)).toMatchObject({ values: { lastName: 'Nowak', city: 'Bergen' }, tags: ['new'] });
  });

  it('and archives the watch has it left alone', async () => {
    const { id } = await refreshedWatch();
    plan.meanwhile = () => at.member.post(`/api/watches/${id}/archive`, { archived: true });
    await at.member.post('/api/watching/run');
    await workers();
    const watch: WatchView = await at.member.watch(id);
    expect(watch).toMatchObject({ archived: true, values: { lastName: 'Novak' } });
  });

  it('and deletes the watch has it gone', async () => {
    const { id } = await refreshedWatch();
    plan.meanwhile = () => at.member.post(`/api/watches/${id}/delete`);
    await at.member.post('/api/watching/run');
    await workers();
    expect((await at.person.get(`/api/watches/${id}`)).status).toBe(404);
    expect((await at.member.watching()).run?.state).toBe('done');
  });

  it('and stops the run has it stopped, also where a batch was under way', async () => {
    await refreshedWatch();
    plan.meanwhile = () => at.member.post('/api/watching/stop');
    await at.member.post('/api/watching/run');
    await workers();
    await later();
    expect((await at.member.watching()).run).toMatchObject({ state: 'stopped', done: 0 });
  });
});

it('A worker that slept through its lease counts nothing twice', async () => {
  const matters = Array.from({ length: 250 }, () => String(addIda().matter));
  for (let from = 0; from < 250; from += 100)
    await at.member.wish('/api/matters/import', { matters: matters.slice(from, from + 100) });
  Object.assign(at.ports.settings, { sliceMs: 1 });
  at.tamper.request = (request) => {
    void at.world.advance(1);
    return request;
  };
  const { table } = at.ports;
  let isAwake = true;
  /** Falls asleep right before its first checkpoint; another worker does the next batch meanwhile. */
  const put: typeof table.put = async (row, condition) => {
    if (row.sk === 'RUN' && isAwake) {
      isAwake = false;
      await at.world.advance(95_000);
      await poll(at.ports);
      const [delivery] = at.ports.queue.receive(1);
      if (delivery) await work(at.ports, delivery.message);
      delivery?.done();
      expect((await at.member.watching()).run).toMatchObject({ state: 'running', done: 100 });
    }
    return await table.put(row, condition);
  };
  await at.member.post('/api/watching/run');
  Object.assign(at.ports, { table: { ...table, put } });
  for (let rounds = 0; rounds < 20; rounds += 1) {
    await at.settle();
    await at.world.advance(10_000);
  }
  expect(isAwake).toBe(false);
  expect((await at.member.watching()).run).toMatchObject({ state: 'done', done: 250, total: 250 });
});
