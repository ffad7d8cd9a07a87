import { type ProgressView, type Row, SyncError, type Table } from '@concord/core';
import { previewPage } from '@concord/engine';
import { generatePeople, splitFirm } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

/** Twelve pages: more than are saved between two checkpoints. */
const people = 2400;
const allPages = Array.from({ length: 12 }, (_, page) => page);
/** Of those that a first checkpoint has behind it. */
const firstPages = allPages.slice(0, 8);

type Watched = {
  readonly firm: OneFirm;
  /** Numbers of the pages of the plan, as they were saved. */
  readonly saved: number[];
  /** The moment as of which it was decided, at each checkpoint. */
  readonly asOf: number[];
  /** What the page showed after each checkpoint. */
  readonly progress: ProgressView[];
};
type OnPage = (page: number, firm: OneFirm) => Promise<void>;

async function watched(onPage: OnPage = async () => undefined): Promise<Watched> {
  const saved: number[] = [];
  const progress: ProgressView[] = [];
  const asOf: number[] = [];
  const look = async (row: Row): Promise<void> => {
    const { planning } = (row['record'] ?? {}) as { readonly planning?: { readonly at: number } };
    if (planning) asOf.push(planning.at);
    const view = row.sk === 'RUN' ? await firm.view() : undefined;
    if (view?.progress) progress.push(view.progress);
  };
  const watching = (table: Table): Table => ({
    ...table,
    put: async (row, condition) => {
      const page = pageOf(row);
      if (page !== undefined) await onPage(page, firm);
      const isDone = await table.put(row, condition);
      if (page !== undefined) saved.push(page);
      await look(row);
      return isDone;
    },
  });
  const firm: OneFirm = await createOneFirm({ tamper: (ports) => ({ ...ports, table: watching(ports.table) }) });
  const { clio } = splitFirm(generatePeople({ seed: 1, count: people }), { shared: 0, outlookOnly: 0 });
  firm.sandbox.clio.contacts.addMany(clio);
  return { firm, saved, asOf, progress };
}

const pageOf = ({ sk }: Row): number | undefined => (sk.startsWith('PLAN#') ? Number(sk.split('#')[2]) : undefined);

/** The worker is lost at the ninth page, so often that minutes go by. */
function lostAtTheNinth(times: number, meanwhile: OnPage = async () => undefined): OnPage {
  let left = times;
  return async (page, firm) => {
    if (page !== 8 || left === 0) return;
    left -= 1;
    await meanwhile(page, firm);
    throw new SyncError('unavailable', 'The table cannot be had.');
  };
}

const sorted = (pages: readonly number[]): readonly number[] => pages.toSorted((one, other) => one - other);

describe('The preview of a large firm', () => {
  it('shows how far it has come while it is made', async () => {
    const { firm, saved, progress } = await watched();
    await firm.preview();
    const matching = progress.filter(({ phase }) => phase === 'matching');
    expect(matching.map(({ done }) => done)).toEqual([0, 0, 1600]);
    expect(new Set(matching.map(({ total }) => total))).toEqual(new Set([people]));
    expect(sorted(saved)).toEqual(allPages);
  });

  it('goes on after a crash where it was, as of the moment at which it began', async () => {
    const { firm, saved, asOf } = await watched(lostAtTheNinth(6));
    const { preview } = await firm.preview();
    expect([asOf.length, new Set(asOf).size]).toEqual([3, 1]);
    expect(firm.world.now() - (asOf[0] ?? 0)).toBeGreaterThan(60_000);
    expect(sorted(saved.filter((page) => page < 8))).toEqual(firstPages);
    expect(new Set(saved)).toEqual(new Set(allPages));
    expect(preview).toMatchObject({ addedRight: people, held: 0 });
    expect(await previewed(firm)).toBe(people);
  });

  it('is made anew as a whole when something else would come of it now', async () => {
    const forgetful = async (_: number, { ports, table }: OneFirm): Promise<void> => {
      const run = table.rows().find(({ sk, record }) => sk === 'RUN' && record !== undefined);
      if (run === undefined) throw new Error('There is no run.');
      const record = run['record'] as { readonly planning: object };
      const planning = { ...record.planning, digest: 'another' };
      await ports.table.put({ ...run, record: { ...record, planning } });
    };
    const { firm, saved } = await watched(lostAtTheNinth(1, forgetful));
    await firm.preview();
    expect(sorted(saved.filter((page) => page < 8))).toEqual(sorted([...firstPages, ...firstPages]));
  });
});

/** How many records people can read. */
async function previewed(firm: OneFirm): Promise<number> {
  const { id } = await firm.view();
  let count = 0;
  let after: string | undefined;
  do {
    const page = await previewPage(firm.ports, caller, id, { filter: 'all', ...(after ? { after } : {}) });
    count += page.rows.length;
    after = page.after;
  } while (after !== undefined);
  return count;
}
