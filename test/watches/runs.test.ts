import { work } from '@concord/engine';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFirm, type Firm, firm } from './firm.ts';

let at: Firm;
beforeEach(async () => {
  at = await createFirm();
});

/** Imported ones, in the order of their ids. */
async function importMany(count: number): Promise<readonly string[]> {
  const matters = Array.from({ length: count }, (_, index) =>
    String(at.addMatter({ type: 'Person', first_name: 'No', last_name: `Body ${index}` }).matter),
  );
  for (let from = 0; from < count; from += 100)
    await at.member.wish('/api/matters/import', { matters: matters.slice(from, from + 100) });
  const rows = [];
  for (let after: string | undefined; ; ) {
    const page = await at.member.list(after ? `after=${after}` : '');
    rows.push(...page.rows);
    if (page.after === undefined) return rows.map(({ id }) => id);
    after = page.after;
  }
}

/** Of watches, their notes and their history. */
const watchRows = () => at.ports.table.rows().filter(({ sk }) => /^(?:W|NOTES|HIST)#/u.test(sk));

/** One message, to its end. */
async function workOnce(): Promise<boolean> {
  const [delivery] = at.ports.queue.receive(1);
  if (delivery === undefined) return false;
  await work(at.ports, delivery.message);
  delivery.done();
  return true;
}

describe('"Sync all now"', () => {
  it('looks at 100 watches in two requests, and writes nothing where nothing changed', async () => {
    await importMany(250);
    const before = watchRows();
    at.clio.resetRequests();
    const { run } = await at.member.runAll();
    expect(run).toMatchObject({
      state: 'done',
      done: 250,
      total: 250,
      changed: 0,
      sentence: '250 looked at, 0 changed.',
    });
    expect(at.clio.requests()).toEqual({ 'GET matters': 3, 'GET contacts': 3 });
    expect(watchRows()).toEqual(before);
  });

  it('goes from message to message with a checkpoint, and shows how far it is and how long it takes', async () => {
    await importMany(250);
    await at.member.post('/api/watching/run');
    expect((await at.member.watching()).canRun).toBe(false);
    oneBatchASlice();
    const seen: number[] = [];
    const remaining: number[] = [];
    for (let rounds = 0; rounds < 10 && (await tick()); rounds += 1) {
      const { run } = await at.member.watching();
      seen.push(run?.done ?? -1);
      if (run?.remainingMs !== undefined) remaining.push(run.remainingMs);
    }
    expect(seen.filter((done, index) => done !== seen[index - 1])).toEqual([100, 200, 250]);
    expect(remaining.toSorted((a, b) => b - a)).toEqual(remaining);
    expect((await at.member.watching()).run).toMatchObject({ state: 'done', done: 250 });
  });

  it('is one run, however often it is asked for', async () => {
    await importMany(3);
    const first = await at.member.post<{ run: { id: string } }>('/api/watching/run');
    const second = await at.member.post<{ run: { id: string } }>('/api/watching/run');
    expect(second.run.id).toBe(first.run.id);
  });

  it('is not for a firm without imported watches', async () => {
    await at.member.post('/api/watches', { values: { lastName: 'Kos' } });
    expect((await at.member.watching()).canRun).toBe(false);
    expect(await at.person.post('/api/watching/run', {})).toMatchObject({ status: 422 });
  });

  it('leaves out those that are archived, and those made by hand', async () => {
    const [first = ''] = await importMany(3);
    await at.member.post('/api/watches', { values: { lastName: 'Kos' } });
    await at.member.post(`/api/watches/${first}/archive`, { archived: true });
    expect((await at.member.runAll()).run).toMatchObject({ done: 2, total: 2 });
  });

  it('waits as long as Clio says, tells so, and goes on where it was', async () => {
    await importMany(120);
    at.sandbox.awkward.set('clio.rateLimited', { rate: 1, amount: 40 });
    const { run } = await at.member.runAll();
    expect(run).toMatchObject({ state: 'running', done: 0 });
    expect(run?.sentence).toContain('going on in 40 seconds');
    expect(run?.remainingMs).toBeGreaterThanOrEqual(40_000);
    at.sandbox.awkward.set('clio.rateLimited', { rate: 0 });
    at.clio.resetRequests();
    await at.member.post('/api/matters');
    await at.settle();
    expect((await at.member.watching()).run?.done).toBe(0);
    expect(at.clio.requests()).toEqual({});
    await at.world.advance(41_000);
    await at.settle();
    expect((await at.member.watching()).run).toMatchObject({ state: 'done', done: 120 });
  });

  it('lets people go first: a wish is fulfilled between two batches', async () => {
    const [first = ''] = await importMany(150);
    await at.member.post('/api/watching/run');
    oneBatchASlice();
    await tick();
    const { id } = await at.member.post<{ id: string }>(`/api/watches/${first}/refresh`);
    await tick();
    expect(await at.member.get(`/api/wishes/${id}`)).toMatchObject({ state: 'done' });
    expect((await at.member.watching()).run).toMatchObject({ state: 'running', done: 100 });
  });

  it('can be stopped, and is not taken further by who was at it', async () => {
    await importMany(150);
    await at.member.post('/api/watching/run');
    oneBatchASlice();
    await tick();
    const { run } = await at.member.post<{ run: { state: string; done: number } }>('/api/watching/stop');
    expect(run).toMatchObject({
      state: 'stopped',
      done: 100,
      sentence: 'Stopped after 100; what was refreshed stays.',
    });
    Object.assign(at.ports.settings, { sliceMs: 5_000 });
    await at.settle();
    expect((await at.member.watching()).run).toMatchObject({ state: 'stopped', done: 100 });
  });

  it('goes on by the poll when its message was lost', async () => {
    await importMany(3);
    await at.member.post('/api/watching/run');
    for (const delivery of at.ports.queue.receive()) delivery.done();
    await at.settle();
    expect((await at.member.watching()).run).toMatchObject({ state: 'running' });
    await at.world.advance(91_000);
    await at.settle();
    expect((await at.member.watching()).run).toMatchObject({ state: 'done', done: 3 });
  });

  it('ends with what to do when the grant is dead', async () => {
    await importMany(3);
    at.clio.revoke(71);
    const { run } = await at.member.runAll();
    expect(run).toMatchObject({ state: 'failed' });
    expect(run?.sentence).toContain('Sign in with Clio again');
    expect((await at.member.watching()).canRun).toBe(false);
  });

  it('ends with what to do when Clio gives no permission', async () => {
    await importMany(3);
    at.sandbox.awkward.set('clio.forbidden', { rate: 1 });
    expect((await at.member.runAll()).run?.sentence).toContain('may not read matters');
  });

  it('refreshes a token that Clio does not take any more', async () => {
    await importMany(3);
    let old: string | undefined;
    at.tamper.response = (response, { url, headers }) => {
      if (!url.includes('/api/v4/')) return response;
      old ??= headers?.['authorization'];
      return headers?.['authorization'] === old ? { ...response, status: 401 } : response;
    };
    expect((await at.member.runAll()).run).toMatchObject({ state: 'done', done: 3 });
  });
});

function oneBatchASlice(): void {
  Object.assign(at.ports.settings, { sliceMs: 1 });
  at.tamper.request = (request) => {
    void at.world.advance(1);
    return request;
  };
}

/** The next message, once its time has come. */
async function tick(): Promise<boolean> {
  await at.world.advance(10);
  return await workOnce();
}

describe('a wish', () => {
  it('is fulfilled by the poll when its message was lost', async () => {
    const { id } = await at.member.post<{ id: string }>('/api/matters', {});
    for (const delivery of at.ports.queue.receive()) delivery.done();
    expect(await at.member.get(`/api/wishes/${id}`)).toMatchObject({ state: 'waiting', sentence: 'Asking Clio.' });
    await at.world.advance(91_000);
    await at.settle();
    expect(await at.member.get(`/api/wishes/${id}`)).toMatchObject({ state: 'done' });
  });

  it('says when it goes on while Clio wants quiet', async () => {
    at.sandbox.awkward.set('clio.rateLimited', { rate: 1, amount: 20 });
    const wish = await at.member.browse();
    at.sandbox.awkward.set('clio.rateLimited', { rate: 0 });
    expect(wish).toMatchObject({ state: 'waiting' });
    expect(wish.sentence).toContain('going on in 20 seconds');
    await at.world.advance(21_000);
    await at.settle();
    expect(await at.member.get(`/api/wishes/${wish.id}`)).toMatchObject({ state: 'done' });
  });

  it('ends when Clio does not answer for two minutes, and says so', async () => {
    at.sandbox.awkward.set('clio.serverError', { rate: 1 });
    const { id } = await at.member.post<{ id: string }>('/api/matters', {});
    for (let seconds = 0; seconds < 240; seconds += 10) {
      await at.settle();
      await at.world.advance(10_000);
    }
    const wish = await at.member.get(`/api/wishes/${id}`);
    expect(wish).toMatchObject({ state: 'failed', sentence: expect.stringContaining('Try again in a few minutes') });
  });

  it('is gone after an hour', async () => {
    const { id } = await at.member.browse();
    await at.world.advance(61 * 60_000);
    expect((await at.person.get(`/api/wishes/${id}`)).status).toBe(404);
  });

  it('is refused while the member’s Clio is not connected', async () => {
    await importMany(1);
    at.clio.revoke(71);
    await at.member.runAll();
    expect(await at.person.post('/api/matters', {})).toMatchObject({
      status: 422,
      view: { error: { message: 'Your Clio account is not connected just now. Sign in with Clio again, then retry.' } },
    });
  });
});

describe('the matter browser', () => {
  it('turns pages without end, and marks what is imported', async () => {
    const contact = at.clio.contacts.add({ type: 'Person', first_name: 'Ida', last_name: 'Novak' }, firm);
    const ids = at.clio.matters.addMany(
      Array.from({ length: 450 }, () => ({ client: contact })),
      firm,
    );
    const watch = await at.member.import(ids[300] ?? 0);
    let page = await at.member.browse();
    expect(page.matters).toMatchObject({ more: true, total: 450 });
    const seen = [...(page.matters?.rows ?? [])];
    while (page.matters?.more) {
      page = await at.member.browse({ after: page.id });
      seen.push(...(page.matters?.rows ?? []));
    }
    expect(seen.map(({ id }) => Number(id))).toEqual(ids);
    expect(seen.filter((row) => row.watch)).toMatchObject([
      { id: String(ids[300]), watch: { id: watch.id, archived: false } },
    ]);
    expect(await at.person.post('/api/matters', { after: page.id })).toMatchObject({ status: 409 });
  });

  it('searches and filters', async () => {
    const estates = at.clio.matters.practiceArea('Estates', firm);
    const add = (name: string, more: object) =>
      at.addMatter({ type: 'Person', first_name: 'Ida', last_name: name }, more).matter;
    const one = add('Novak', { practice_area: estates, responsible_attorney: 72, open_date: '2025-03-01' });
    const two = add('Kos', { description: 'Will of Novak', open_date: '2025-01-31', status: 'Pending' });
    const three = add('Mraz', { responsible_attorney: 71, open_date: '2024-12-31', status: 'Closed' });
    const found = async (query: object) => (await at.member.browse(query)).matters?.rows.map(({ id }) => Number(id));
    expect(await found({ search: 'novak' })).toEqual([one, two]);
    expect(await found({ status: 'closed' })).toEqual([three]);
    expect(await found({ status: 'pending' })).toEqual([two]);
    expect(await found({ practiceArea: String(estates) })).toEqual([one]);
    expect(await found({ attorney: '71' })).toEqual([three]);
    expect(await found({ openedFrom: '2025-01-31' })).toEqual([one, two]);
    expect(await found({ openedFrom: '2025-01-01', openedUntil: '2025-01-31' })).toEqual([two]);
    expect(await found({ search: 'nobody' })).toEqual([]);
    const { caseTypes, attorneys } = await at.member.watching();
    expect(caseTypes).toEqual([{ practiceArea: String(estates), name: 'Estates' }]);
    expect(attorneys.map(({ name }) => name)).toEqual(['Ada Abbott', 'Cleo Clerk']);
  });

  it('finds practice areas where Clio has moved them to', async () => {
    at.clio.matters.practiceArea('Estates', firm);
    at.sandbox.awkward.set('clio.practiceAreasMoved', { rate: 1 });
    await at.member.browse();
    expect((await at.member.watching()).caseTypes).toMatchObject([{ name: 'Estates' }]);
  });
});
