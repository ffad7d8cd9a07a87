import { isSyncError, type Row, SyncError, type WatchFrequency } from '@concord/core';
import { readConnection } from '../connect/connection.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { workingClioOf } from './clio-account.ts';
import { readSettings, updateSettings } from './settings.ts';
import { noCounts, updateWatchRun, type WatchRun } from './watch-run.ts';

/** "Sync all now". While one is under way, asking again changes nothing. Throws `refused` without a working Clio. */
export async function requestRun(ports: EnginePorts, caller: Caller): Promise<void> {
  const connection = await workingClioOf(ports, caller);
  const { linked } = await readSettings(ports, caller.firm);
  if (linked === 0) throw new SyncError('refused', 'No watch is linked with a matter yet. Import some first.');
  await beginRun(ports, { ...caller, connection: connection.id, cause: 'person', total: linked });
}

/** The batch under way still ends; what it changed stays. */
export async function stopRun(ports: EnginePorts, { firm }: Caller): Promise<void> {
  await updateWatchRun(ports, firm, (run) => run && ended(run, 'stopped', ports.clock.now()));
}

const sinceLastMs = 15 * 60_000;

/** On login, where the firm chose so and the last refresh is not of just now. Signing in never fails because of it. */
export async function refreshOnLogin(ports: EnginePorts, caller: Caller, connection: string): Promise<void> {
  try {
    const { onLogin, linked } = await readSettings(ports, caller.firm);
    if (!onLogin || linked === 0) return;
    const wanted = { ...caller, connection, cause: 'login', total: linked } as const;
    await beginRun(ports, wanted, (last) => ports.clock.now() - last.startedAt >= sinceLastMs);
  } catch (error) {
    if (!isSyncError(error)) throw error;
    ports.log.info('watches.loginRefreshFailed', { code: error.code });
  }
}

export const periodsMs = {
  daily: 24 * 60 * 60_000,
  weekly: 7 * 24 * 60 * 60_000,
  manual: undefined,
} as const satisfies Record<WatchFrequency, number | undefined>;

/** For the poll: begins the refresh that is due, and says when the next one is. */
export async function beginDueRun(ports: EnginePorts, row: Row): Promise<void> {
  const firm = String(row['firm']);
  const now = ports.clock.now();
  const { by, linked, dueAt } = await readSettings(ports, firm);
  if (dueAt === undefined || dueAt > now) return;
  if (by !== undefined && linked > 0) {
    const connection = await readConnection(ports, firm, by.connection);
    const wanted = { firm, ...by, cause: 'auto', total: linked } as const;
    if (connection?.state === 'active') await beginRun(ports, wanted);
    else await noteBroken(ports, wanted);
  }
  // Last: whoever dies before it begins the same run once more, which changes nothing while that is under way.
  await updateSettings(ports, firm, (known) => (known.dueAt === dueAt ? withNext(known, now) : undefined));
}

/** When the next refresh by itself is due; none where nobody wants any. */
export function withNext<
  Known extends { readonly autoSync: boolean; readonly frequency: WatchFrequency; readonly dueAt?: number },
>(known: Known, now: number): Known {
  const { dueAt: _, ...rest } = known;
  const periodMs = known.autoSync ? periodsMs[known.frequency] : undefined;
  return (periodMs === undefined ? rest : { ...rest, dueAt: now + periodMs }) as Known;
}

type Wanted = Pick<WatchRun, 'firm' | 'member' | 'connection' | 'cause' | 'total'>;

async function beginRun(
  ports: EnginePorts,
  wanted: Wanted,
  mayFollow: (last: WatchRun) => boolean = () => true,
): Promise<void> {
  const now = ports.clock.now();
  const { firm } = wanted;
  const fresh: WatchRun = { ...newRun(ports, wanted), state: 'running', dueAt: now + ports.settings.leaseMs };
  const run = await updateWatchRun(ports, firm, (last) =>
    last !== undefined && (last.state === 'running' || !mayFollow(last)) ? undefined : fresh,
  );
  if (run?.state === 'running') await ports.queue.send({ v: 1, kind: 'watches', firm, connection: run.connection });
}

/** A refresh by itself whose account does not work: the page says so, and nothing else happens. */
async function noteBroken(ports: EnginePorts, wanted: Wanted): Promise<void> {
  const now = ports.clock.now();
  const failed: WatchRun = { ...newRun(ports, wanted), state: 'failed', finishedAt: now, code: 'grantLost' };
  await updateWatchRun(ports, wanted.firm, (last) => (last?.state === 'running' ? undefined : failed));
}

function newRun(ports: EnginePorts, { firm, member, connection, cause, total }: Wanted): Omit<WatchRun, 'state'> {
  return {
    firm,
    member,
    connection,
    cause,
    total,
    id: ports.random.id(9),
    startedAt: ports.clock.now(),
    counts: noCounts,
    failures: 0,
  };
}

/** Undefined for one that has ended already. */
export function ended(run: WatchRun, state: 'done' | 'stopped' | 'failed', now: number): WatchRun | undefined {
  if (run.state !== 'running') return undefined;
  const { dueAt: _dueAt, waitingUntil: _waiting, ...rest } = run;
  return { ...rest, state, finishedAt: now };
}
