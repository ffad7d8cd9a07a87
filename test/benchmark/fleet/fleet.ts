import type { Instant, SideName } from '@concord/core';
import { createSync, type EnginePorts, poll, requestScan, startSync, syncView, work } from '@concord/engine';
import { createMemoryQueue, createMemoryTable } from '@concord/local';
import { seededRandom } from '@concord/sandbox';
import { emails, person } from '../../core/simulated-sides.ts';
import { idsFrom } from '../../engine/ids-from.ts';
import { saveConnection } from '../../engine/save-connection.ts';
import { firmPorts } from '../../firm/firm-ports.ts';
import { createClouds, type Pair } from './clouds.ts';
import { createFleetClock } from './fleet-clock.ts';

/** One member of one firm with one sync. */
export type Account = {
  readonly caller: { readonly firm: string; readonly member: string };
  readonly sync: string;
  readonly books: Pair;
};

export type Fleet = {
  readonly now: () => Instant;
  /** `side`: where the people are at the start. */
  readonly add: (name: string, people: number, side?: SideName) => Promise<Account>;
  readonly scan: (account: Account) => Promise<void>;
  readonly start: (account: Account) => Promise<void>;
  readonly state: (account: Account) => Promise<string>;
  /**
   * Somebody edits a contact, who is then on the way to the other side. False where an earlier edit still is, and for whom is
   * edited on the other side only: of two edits of one detail one would never arrive.
   */
  readonly edit: (account: Account, side: SideName, place: number) => boolean;
  /** Everything until then: polls by the minute, messages as soon as a worker is free, and `happenings`, each in its time. */
  readonly run: (until: Instant, happenings?: readonly Happening[]) => Promise<void>;
  /** How long each edit took until it was on the other side. */
  readonly tookMs: readonly number[];
  /** Since when the edits that are not there yet are on their way. */
  readonly underWay: () => readonly Instant[];
  /** How long each message waited for a worker. */
  readonly waitedMs: readonly number[];
  readonly busyMs: () => number;
};

export type Happening = { readonly at: Instant; readonly happen: () => Promise<void> };

const begin = Date.UTC(2026, 0, 5);
const minuteMs = 60_000;
/** What a slice takes besides its requests. */
const sliceMs = 30;
const lifeMs = 100 * 24 * 60 * minuteMs;

/** A deployment with so many workers, in memory, on a clock that only requests and waiting move on. */
export function createFleet(workers: number): Fleet {
  const clock = createFleetClock(begin);
  const [table, queue] = [createMemoryTable(clock), createMemoryQueue(clock)];
  const [tookMs, waitedMs]: [number[], number[]] = [[], []];
  const underWay = new Map<string, Instant>();
  let edits = 0;
  let busyMs = 0;
  const clouds = createClouds(clock, (_token, _side, operation) => {
    const title = 'item' in operation ? String(operation.item.jobTitle) : '';
    const since = underWay.get(title);
    if (since === undefined) return;
    tookMs.push(clock.now() - since);
    underWay.delete(title);
  });
  const ports: EnginePorts = {
    ...firmPorts(),
    table,
    queue,
    clock,
    random: idsFrom(seededRandom(1)),
    secrets: { app: async () => ({ clientId: 'app', clientSecret: 'secret' }) },
    transport: () => Promise.reject(new Error('Nothing here talks to a network.')),
    providers: clouds.providers,
    hosts: { clio: { app: 'https://left.example' }, microsoft: { app: 'https://right.example' } },
  };
  const freeAt = Array.from({ length: workers }, () => begin);
  let polledAt = begin;

  const workOne = async (): Promise<void> => {
    const worker = freeAt.indexOf(Math.min(...freeAt));
    const waiting = queue.nextAt() ?? clock.now();
    const [delivery] = queue.receive(1);
    if (delivery === undefined) return;
    const startedAt = clock.now();
    waitedMs.push(startedAt - waiting);
    clock.spend(sliceMs);
    await work(ports, delivery.message);
    delivery.done();
    busyMs += clock.now() - startedAt;
    freeAt[worker] = clock.now();
  };
  const pollOnce = async (): Promise<void> => {
    polledAt += minuteMs;
    await poll(ports);
  };
  const run: Fleet['run'] = async (until, happenings = []) => {
    const coming = happenings.toSorted((one, other) => one.at - other.at);
    let next = 0;
    for (;;) {
      const happening = coming[next];
      const workAt = Math.max(queue.nextAt() ?? Number.POSITIVE_INFINITY, Math.min(...freeAt));
      const pollAt = polledAt + minuteMs;
      const at = Math.min(workAt, pollAt, happening?.at ?? Number.POSITIVE_INFINITY);
      if (at > until) break;
      clock.set(at);
      if (happening?.at === at) {
        next += 1;
        await happening.happen();
      } else await (pollAt === at ? pollOnce() : workOne());
    }
    clock.set(until);
  };
  const view = async ({ caller, sync }: Account) => await syncView(ports, caller, sync);
  return {
    now: clock.now,
    add: async (name, people, side = 'left') => {
      const caller = { firm: name, member: 'm1' };
      const books = clouds.open(name);
      for (let place = 0; place < people; place += 1) books[side].add(personAt(place));
      await connect(ports, caller, name);
      const { id: sync } = await createSync(ports, caller, { right: 'right', itemType: 'contact' });
      return { caller, sync, books };
    },
    scan: async ({ caller, sync }) => {
      await requestScan(ports, caller, sync, { clioSyncOff: true, conflicts: 'left' });
    },
    start: async (account) => {
      const { preview } = await view(account);
      await startSync(ports, account.caller, account.sync, preview?.run ?? '');
    },
    state: async (account) => (await view(account)).state,
    edit: ({ books }, side, place) => {
      const id = `m${place + 1}`;
      const before = books[side].list().find((one) => one.id === id);
      if (before === undefined || underWay.has(String(before.item.jobTitle))) return false;
      if (Number(String(before.item.firstName).slice(1)) % 2 !== (side === 'left' ? 0 : 1)) return false;
      edits += 1;
      underWay.set(`Edit ${edits}`, clock.now());
      books[side].edit(id, { ...before.item, jobTitle: `Edit ${edits}` });
      return true;
    },
    run,
    tookMs,
    underWay: () => [...underWay.values()],
    waitedMs,
    busyMs: () => busyMs,
  };
}

const personAt = (place: number) => person(`P${place}`, 'Berg', { emails: emails(`p${place}@example.org`) });

async function connect(ports: EnginePorts, caller: Account['caller'], token: string): Promise<void> {
  const pk = `FIRM#${caller.firm}`;
  const connections = ['left', 'right'];
  await ports.table.put({ pk, sk: 'FIRM', rev: 1, name: caller.firm });
  const member = { name: 'Olive', email: 'o@example.org', isOwner: true, connections };
  await ports.table.put({ pk, sk: `MEMBER#${caller.member}`, rev: 1, ...member });
  for (const [id, provider] of [
    ['left', 'clio'],
    ['right', 'microsoft'],
  ] as const) {
    const tokens = { accessToken: token, refreshToken: undefined };
    await saveConnection(ports, caller, { id, provider, tokens, account: `${token}-${id}`, lifeMs });
  }
}
