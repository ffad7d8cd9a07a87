import { setTimeout as sleep } from 'node:timers/promises';
import { createTable } from '@concord/aws';
import { isSyncError, type SyncView } from '@concord/core';
import {
  type Caller,
  calendarsView,
  createSync,
  type EnginePorts,
  type Log,
  poll,
  requestCalendars,
  requestScan,
  startSync,
  stopSync,
  syncView,
  work,
} from '@concord/engine';
import type { Meter } from '../../functions/meter.ts';
import { createPorts } from '../../functions/wiring.ts';
import { allMappings } from '../../packages/engine/src/sync/mappings.ts';
import { createMemoryQueue } from '../../packages/local/src/memory/memory-queue.ts';
import { mailCommands } from './mail-commands.ts';
import { connectionOf, type FirmRows, saveFirm } from './save-firm.ts';
import { openWebhookPort } from './webhook-port.ts';

/**
 * The engine alone in a process, on the ports that the functions have: only the queue is played in here, and the clock can
 * be moved. Obeys the bench over IPC, one command after the other, and takes webhooks on a port of its own.
 */
export type EngineCommands = typeof commands;
export type Command = { readonly id: number; readonly name: keyof EngineCommands; readonly argument: unknown };
export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: string };

type OfSync = Caller & { readonly sync: string };

/** Which contacts are one, by their ids on both sides. */
export type Link = { readonly left?: string; readonly right?: string; readonly state: string };

export type PagesOf = { readonly firm: string; readonly run: string; readonly prefix: string };
export type Pages = { readonly count: number; readonly largest_bytes: number };

export type Usage = {
  readonly cpu_ms: number;
  readonly peak_memory_mb: number;
  /** Of those since it was asked last. */
  readonly longest_slice_ms: number;
  readonly read_units: number;
  readonly write_units: number;
  /** Messages worked on. */
  readonly slices: number;
};

/** A benchmark has numbers of its own. */
const uncounted: Meter = { count: () => {}, time: () => {}, ofProvider: () => {}, publish: () => {} };
let slices = 0;
let offsetMs = 0;
const clock = { now: (): number => Date.now() + offsetMs };
const table = createTable({ tableName: process.env['CONCORD_TABLE'] ?? '', clock });
const queue = createMemoryQueue(clock);
const ports: EnginePorts = {
  ...createPorts({ ...process.env, CONCORD_PUBLIC_URL: await openWebhookPort(() => ports) }, createLog(), uncounted),
  table,
  queue,
  clock,
};
/** A sync that still has messages after so many slices will never come to rest. */
const maximumSlices = 100_000;
const maximumPages = 10_000;
const idleMs = 2;
let longestSliceMs = 0;

const commands = {
  ...mailCommands(ports),
  advance: async (ms: number) => {
    offsetMs += ms;
  },
  /** A member who has connected both accounts, and the draft of a sync. */
  connect: async (firm: FirmRows): Promise<string> => {
    await saveFirm(ports, firm);
    const { id } = await createSync(ports, firm, { right: rightOf(firm), itemType: 'contact' });
    return id;
  },
  /** The same with the lists of both sides' calendars asked for; a worker has to read them. */
  listCalendars: async (firm: FirmRows): Promise<void> => {
    await saveFirm(ports, firm);
    await requestCalendars(ports, firm, rightOf(firm));
  },
  /** The draft of a sync between the accounts' own calendars. */
  pairCalendars: async (firm: FirmRows): Promise<string> => {
    const lists = await calendarsView(ports, firm, rightOf(firm));
    const own = (side: 'left' | 'right'): string => lists[side].find(({ kind }) => kind === 'mine')?.id ?? '';
    const calendars = { left: own('left'), right: own('right') };
    const { id } = await createSync(ports, firm, { right: rightOf(firm), itemType: 'event', calendars });
    return id;
  },
  scan: async ({ sync, ...caller }: OfSync) => {
    await requestScan(ports, caller, sync, { clioSyncOff: true, conflicts: 'left' });
  },
  start: async ({ sync, run, ...caller }: OfSync & { readonly run: string }) => {
    await startSync(ports, caller, sync, run);
  },
  stop: async ({ sync, ...caller }: OfSync) => {
    await stopSync(ports, caller, sync);
  },
  view: async ({ sync, ...caller }: OfSync): Promise<SyncView> => await syncView(ports, caller, sync),
  poll: async () => await poll(ports),
  ring: async ({ firm, sync }: OfSync) => await queue.send({ v: 1, kind: 'change', firm, sync, why: 'poll' }),
  /** So many workers work until nothing is due. Says when the next message is: milliseconds from now. */
  run: async (workers: number): Promise<{ readonly nextMs: number | null }> => {
    const atWork = { count: 0 };
    await Promise.all(Array.from({ length: workers }, () => workUntilRest(atWork)));
    const nextAt = queue.nextAt();
    return { nextMs: nextAt === undefined ? null : Math.max(0, nextAt - clock.now()) };
  },
  links: async ({ firm, sync }: Pick<OfSync, 'firm' | 'sync'>): Promise<readonly Link[]> => {
    const mappings = await allMappings(ports, { firm, sync });
    return mappings.map(({ mapping: { left, right, state } }) => ({
      state,
      ...(left ? { left: left.id } : {}),
      ...(right ? { right: right.id } : {}),
    }));
  },
  /** Of the pages of a run, by what they hold. */
  pages: async ({ firm, run, prefix }: PagesOf): Promise<Pages> => {
    const { rows } = await table.query({ pk: `RUN#${firm}#${run}`, prefix, limit: maximumPages });
    const bytes = rows.map((row) => Buffer.byteLength(JSON.stringify(row)));
    return { count: rows.length, largest_bytes: Math.max(0, ...bytes) };
  },
  usage: async (): Promise<Usage> => {
    const { user, system } = process.cpuUsage();
    const { read, write } = table.units();
    const longest = longestSliceMs;
    longestSliceMs = 0;
    return {
      cpu_ms: (user + system) / 1000,
      peak_memory_mb: process.resourceUsage().maxRSS / 1024,
      longest_slice_ms: longest,
      read_units: read,
      write_units: write,
      slices,
    };
  },
} as const;

const rightOf = ({ grants, member }: FirmRows): string =>
  connectionOf(grants.find((grant) => grant.provider !== 'clio')?.provider ?? 'microsoft', member);

async function workUntilRest(atWork: { count: number }): Promise<void> {
  for (let slice = 0; slice < maximumSlices; ) {
    const [delivery] = queue.receive(1);
    if (delivery !== undefined) {
      slice += 1;
      slices += 1;
      atWork.count += 1;
      const startedAt = performance.now();
      await work(ports, delivery.message).finally(() => (atWork.count -= 1));
      longestSliceMs = Math.max(longestSliceMs, performance.now() - startedAt);
      delivery.done();
    } else if (atWork.count === 0) return;
    // Whoever is at work may have more for the others.
    else await sleep(idleMs);
  }
}

process.on('message', ({ id, name, argument }: Command) => {
  const command: (argument: never) => Promise<unknown> = commands[name];
  command(argument as never).then(
    (result) => tell({ id, result }),
    (error: unknown) => tell({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.once('disconnect', () => process.exit());
tell({ id: 0, result: 'ready' });

function tell(answer: Answer): void {
  process.send?.(answer);
}

/** Failures are worth reading even in a benchmark; the rest is noise. */
function createLog(): Log {
  return {
    info: (event, facts) => {
      // To wait for a provider's limit is what some benches are about.
      if (event.endsWith('.failed') && facts?.['code'] !== 'rateLimited') console.error(event, facts);
    },
    error: (event, facts, cause) => console.error(event, facts, isSyncError(cause) ? cause.code : cause),
  };
}
