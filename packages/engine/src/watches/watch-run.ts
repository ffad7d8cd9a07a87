import type { ErrorCode, Row } from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { watchRunKey } from './keys.ts';

/** One refresh of every linked watch, at most 100 at a time: its checkpoint. Holds no people's data. */
export type WatchRun = {
  readonly firm: string;
  readonly id: string;
  readonly cause: 'person' | 'auto' | 'login';
  /** Whose Clio is asked. */
  readonly member: string;
  readonly connection: string;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly startedAt: number;
  readonly finishedAt?: number;
  /** The last one that is done, by its sort key. */
  readonly after?: string;
  readonly total: number;
  readonly counts: RunCounts;
  /** Until when Clio asked for quiet, or it waits after a failure. */
  readonly waitingUntil?: number;
  readonly failures: number;
  /** Why it failed. */
  readonly code?: ErrorCode;
  /** When somebody must look after it although no message did. */
  readonly dueAt?: number;
};

export type RunCounts = {
  readonly done: number;
  readonly changed: number;
  readonly asks: number;
  readonly closed: number;
  readonly missing: number;
};
export const noCounts: RunCounts = { done: 0, changed: 0, asks: 0, closed: 0, missing: 0 };

export async function readWatchRun(ports: EnginePorts, firm: string): Promise<WatchRun | undefined> {
  const row = await ports.table.get(watchRunKey(firm));
  return row && toRun(row);
}

/** `change` returns undefined to leave it as it is. */
export async function updateWatchRun(
  ports: EnginePorts,
  firm: string,
  change: (run: WatchRun | undefined) => WatchRun | undefined,
): Promise<WatchRun | undefined> {
  const row = await updateRow(ports.table, watchRunKey(firm), (found) => change(found && toRun(found)));
  return row && toRun(row);
}

function toRun(row: Row): WatchRun {
  const { pk: _pk, sk: _sk, rev: _rev, ...run } = row;
  return run as unknown as WatchRun;
}
