import { seededRandom } from '@concord/sandbox';
import { type Account, createFleet, type Fleet, type Happening } from './fleet/fleet.ts';
import type { Options } from './options.ts';
import { atLeast, atMost, type Measured, percentile, rounded, say } from './report.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Each of them is looked at at least so often, when no notice ever arrives. */
const pollingMs = hourMs;
const dailyChurn = 0.01;

/**
 * Many accounts that nobody's notices reach, so that polling is all there is, while one of them imports a great many contacts:
 * how long does an edit of the others take? Latencies are those of the clock, on which requests take time and the machine none.
 */
export async function fleet({
  contacts,
  connections,
  days,
  imports,
  workers,
  seed,
  from: fromWhere,
}: Options): Promise<Measured> {
  const [people = 1_000] = contacts;
  const begunAt = performance.now();
  const all = createFleet(workers);
  const accounts = await everybodyLive(all, connections, people);
  const setUpS = (performance.now() - begunAt) / 1_000;
  say(`${connections} accounts are live after ${rounded(setUpS)} s; now ${days} days, and an import of ${imports}`);
  const [from, slices, busy] = [all.now(), all.waitedMs.length, all.busyMs()];
  const [full, empty] = fromWhere === 'clio' ? (['left', 'right'] as const) : (['right', 'left'] as const);
  const importer = await all.add('importer', imports, full);
  await all.scan(importer);
  const until = from + days * dayMs;
  const imported = importing(all, importer, from);
  await all.run(until, [...editsOf(all, accounts, people, days, seededRandom(seed)), ...imported.looks(until)]);
  // What was edited last is to arrive, too.
  await all.run(until + 2 * pollingMs);
  const took = [...all.tookMs, ...all.underWay().map((since) => all.now() - since)];
  const p99Ms = percentile(took, 0.99);
  const waited = all.waitedMs.slice(slices);
  const result = {
    of: 'fleet',
    connections,
    contacts: people,
    days,
    workers,
    imports,
    from: fromWhere,
    imported: importer.books[empty].list().length,
    import_hours: rounded(((imported.doneAt() ?? all.now()) - from) / hourMs),
    edits: took.length,
    not_arrived: all.underWay().length,
    fresh_p50_min: rounded(percentile(took, 0.5) / minuteMs),
    fresh_p99_min: rounded(p99Ms / minuteMs),
    slowest_min: rounded(percentile(took, 1) / minuteMs),
    slices: waited.length,
    waited_p99_s: rounded(percentile(waited, 0.99) / 1_000),
    workers_busy: rounded((all.busyMs() - busy) / (workers * (all.now() - from))),
    set_up_s: rounded(setUpS),
    real_s: rounded((performance.now() - begunAt) / 1_000),
    memory_mb: Math.round(process.memoryUsage().rss / 1_000_000),
  };
  return {
    results: [result],
    targets: [
      atMost('fresh_p99_min_of_the_others', (2 * pollingMs) / minuteMs, p99Ms / minuteMs),
      atMost('not_arrived', 0, all.underWay().length),
      atLeast('imported', imports, importer.books[empty].list().length),
    ],
  };
}

/** A preview and a start for each, spread over two hours, as nobody does it at the same second. */
async function everybodyLive(all: Fleet, connections: number, people: number): Promise<readonly Account[]> {
  const accounts: Account[] = [];
  const begin = all.now();
  const places = Array.from({ length: connections }, (_, place) => place);
  for (const place of places) accounts.push(await all.add(`f${place}`, people));
  const spread = (place: number): number => begin + Math.floor((place * 2 * hourMs) / connections);
  const scans = accounts.map((account, place) => ({ at: spread(place), happen: async () => await all.scan(account) }));
  await all.run(begin + 4 * hourMs, scans);
  const starts = accounts.map((account, place) => ({
    at: spread(place) + 4 * hourMs,
    happen: async () => await all.start(account),
  }));
  const limit = begin + 5 * dayMs;
  let until = begin + 8 * hourMs;
  await all.run(until, starts);
  while (!(await areLive(all, accounts))) {
    until += hourMs;
    if (until > limit) throw new Error('They never are all live.');
    await all.run(until);
  }
  return accounts;
}

async function areLive(all: Fleet, accounts: readonly Account[]): Promise<boolean> {
  for (const account of accounts) if ((await all.state(account)) !== 'live') return false;
  return true;
}

function editsOf(
  all: Fleet,
  accounts: readonly Account[],
  people: number,
  days: number,
  random: () => number,
): readonly Happening[] {
  const from = all.now();
  const each = Math.max(1, Math.round(people * dailyChurn * days));
  return accounts.flatMap((account) =>
    Array.from({ length: each }, () => ({
      at: from + Math.floor(random() * days * dayMs),
      happen: async () => {
        const side = random() < 0.5 ? 'left' : 'right';
        let place = Math.floor(random() * people);
        for (let tries = 0; tries < 20 && !all.edit(account, side, place); tries += 1) place = (place + 1) % people;
      },
    })),
  );
}

/** Somebody looks every ten minutes, and starts what the preview shows. */
function importing(all: Fleet, importer: Account, from: number) {
  let doneAt: number | undefined;
  const look = async (): Promise<void> => {
    if (doneAt !== undefined) return;
    const state = await all.state(importer);
    if (state === 'previewed') await all.start(importer);
    if (state === 'live') doneAt = all.now();
  };
  return {
    doneAt: () => doneAt,
    looks: (until: number): readonly Happening[] =>
      Array.from({ length: Math.floor((until - from) / (10 * minuteMs)) }, (_, index) => ({
        at: from + (index + 1) * 10 * minuteMs,
        happen: look,
      })),
  };
}
