import type { ChoiceRequest, Group, Item, PreviewRow, Provider, SideName, SyncView } from '@concord/core';
import {
  type Caller,
  createSync,
  type EnginePorts,
  groupsView,
  previewPage,
  requestGroups,
  requestScan,
  startSync,
  stopSync,
  syncView,
} from '@concord/engine';
import { createMemoryQueue, createMemoryTable, type MemoryTable } from '@concord/local';
import { type Call, createMemoryBook, createMemoryProvider, type MemoryBook } from '@concord/provider-memory';
import { emails, person } from '../core/simulated-sides.ts';
import { saveConnection } from '../engine/save-connection.ts';
import { firmPorts } from './firm-ports.ts';
import { runRounds } from './memory-rounds.ts';
import { createWorker, mortal, type Worker } from './mortal-worker.ts';

export const caller: Caller = { firm: 'f1', member: 'm1' };

/** In the left book nobody who is made is a client; in the right one a label takes whoever is made. */
export const clients: Group = { id: 'client', name: 'Only clients', takesNew: false };
export const friends: Group = { id: 'friends', name: 'Friends', takesNew: true };
const groups = { left: [clients], right: [friends] } as const;

/** Two books in memory and the real engine between them, on one clock: everything about choosing, and no cloud. */
export type TwoBooks = {
  readonly ports: EnginePorts;
  readonly table: MemoryTable;
  readonly sync: string;
  readonly books: Readonly<Record<SideName, MemoryBook>>;
  /** Adds somebody; `chosen`: to the group of that side. */
  readonly add: (side: SideName, item: Item, chosen?: boolean) => string;
  /** Puts into the group of that side, or out of it. */
  readonly choose: (side: SideName, id: string, chosen: boolean) => void;
  readonly view: () => Promise<SyncView>;
  /** Reads the groups, makes the preview under that choice, and lists its rows. */
  readonly preview: (choice?: ChoiceRequest) => Promise<readonly PreviewRow[]>;
  readonly goLive: (choice?: ChoiceRequest) => Promise<void>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** What is due is done, time passes, deletes settle. */
  readonly settle: (ms?: number) => Promise<void>;
  /** A day passes: everything is read once more. */
  readonly aDay: () => Promise<void>;
  /** Calls of either book since the last time. */
  readonly calls: (...kinds: readonly Call[]) => number;
  /** Titles, in alphabetical order. */
  readonly titles: (side: SideName) => readonly string[];
  /** Called before each call of that side. */
  beforeCall: (side: SideName, call: Call) => void;
  /** Nobody is told of changes: only what is read says so. */
  isSilent: boolean;
  /** Messages that are on their way get lost. */
  readonly loseMessages: () => void;
  /** For which group each side was opened, the last one last. */
  readonly opened: readonly (string | undefined)[];
  /** How long the worker has to live. */
  readonly worker: Worker;
};

export const minuteMs = 60_000;
export const left = { side: 'left', group: clients.id } as const satisfies ChoiceRequest;
export const right = { side: 'right', group: friends.id } as const satisfies ChoiceRequest;

export const somebody = (first: string, last: string, more: Item = {}): Item =>
  person(first, last, { emails: emails(`${first.toLowerCase()}@example.org`), ...more });

export async function createTwoBooks(): Promise<TwoBooks> {
  const time = { now: Date.UTC(2026, 0, 5, 9) };
  let ids = 0;
  let counted: Call[] = [];
  const worker = createWorker();
  const clock = { now: () => time.now };
  const [memory, queue] = [createMemoryTable(clock), createMemoryQueue(clock)];
  const table = mortal(memory, worker);
  const deliveries: { readonly url: string; readonly body: string }[] = [];
  const book = (side: SideName): MemoryBook =>
    createMemoryBook(clock, {
      groups: groups[side],
      deliver: (delivery) => void (two.isSilent || deliveries.push(delivery)),
      beforeCall: (call) => {
        counted.push(call);
        two.beforeCall(side, call);
      },
    });
  const books = { left: book('left'), right: book('right') };
  const opened: (string | undefined)[] = [];
  const random = { id: () => `id${String((ids += 1)).padStart(6, '0')}` };
  const ports = portsOn({ table, queue, clock, random }, { clio: books.left, microsoft: books.right }, opened);
  await connectBoth(ports);
  const { id: sync } = await createSync(ports, caller, { right: 'right-connection', itemType: 'contact' });

  const run = async (ms: number): Promise<void> => await runRounds({ ports, queue, worker, deliveries, time }, ms);
  const view = async (): Promise<SyncView> => await syncView(ports, caller, sync);
  const start = async (): Promise<void> => {
    await startSync(ports, caller, sync, (await view()).preview?.run ?? '');
    await run(3 * minuteMs);
  };
  const preview = async (choice?: ChoiceRequest): Promise<readonly PreviewRow[]> => {
    if ((await groupsView(ports, caller, sync)).readAt === undefined) {
      await requestGroups(ports, caller, sync);
      await run(0);
    }
    await requestScan(ports, caller, sync, { clioSyncOff: true, conflicts: 'left', ...(choice ? { choice } : {}) });
    await run(minuteMs);
    return (await previewPage(ports, caller, sync, { filter: 'all' })).rows;
  };
  const two: TwoBooks = {
    ports,
    table,
    sync,
    books,
    add: (side, item, chosen = false) => books[side].add(item, chosen ? [groups[side][0].id] : []),
    choose: (side, id, chosen) => books[side].regroup(id, chosen ? [groups[side][0].id] : []),
    view,
    preview,
    goLive: async (choice) => {
      await preview(choice);
      await start();
    },
    start,
    stop: async () => {
      await stopSync(ports, caller, sync);
      await run(minuteMs);
    },
    settle: async (ms = 3 * minuteMs) => await run(ms),
    aDay: async () => {
      time.now += 25 * 60 * minuteMs;
      await ports.queue.send({ v: 1, kind: 'change', firm: caller.firm, sync, why: 'poll' });
      await run(3 * minuteMs);
    },
    calls: (...kinds) => {
      const found = counted.filter((call) => kinds.includes(call)).length;
      counted = [];
      return found;
    },
    titles: (side) =>
      books[side]
        .list()
        .map(({ item: { firstName, lastName, jobTitle } }) =>
          [`${String(firstName)} ${String(lastName)}`, ...(jobTitle ? [String(jobTitle)] : [])].join(', '),
        )
        .sort(),
    beforeCall: () => undefined,
    isSilent: false,
    worker,
    opened,
    loseMessages: () => {
      for (const delivery of queue.receive(10)) delivery.done();
    },
  };
  return two;
}

function portsOn(
  kept: Pick<EnginePorts, 'table' | 'queue' | 'clock' | 'random'>,
  books: Readonly<Record<'clio' | 'microsoft', MemoryBook>>,
  opened: (string | undefined)[],
): EnginePorts {
  const provider = (name: keyof typeof books): Provider => ({
    ...createMemoryProvider(books[name], { name }),
    collections: {
      contact: ({ group }) => {
        opened.push(group);
        return books[name].collection(group);
      },
    },
  });
  return {
    ...firmPorts(),
    ...kept,
    secrets: { app: async () => ({ clientId: 'app', clientSecret: 'secret' }) },
    transport: () => Promise.reject(new Error('Nothing here talks to a network.')),
    providers: { clio: provider('clio'), microsoft: provider('microsoft') },
    hosts: { clio: { app: 'https://left.example' }, microsoft: { app: 'https://right.example' } },
  };
}

async function connectBoth(ports: EnginePorts): Promise<void> {
  const { firm, member } = caller;
  const pk = `FIRM#${firm}`;
  const connections = ['left-connection', 'right-connection'];
  await ports.table.put({ pk, sk: 'FIRM', rev: 1, name: 'Firm' });
  await ports.table.put({ pk, sk: `MEMBER#${member}`, rev: 1, name: 'Olive', email: 'o@example.org', connections });
  for (const [id, provider] of [
    ['left-connection', 'clio'],
    ['right-connection', 'microsoft'],
  ] as const) {
    const tokens = { accessToken: id, refreshToken: id };
    await saveConnection(ports, caller, { id, provider, tokens, lifeMs: ports.clock.now() });
  }
}
