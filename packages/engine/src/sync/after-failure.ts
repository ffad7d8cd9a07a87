import { dispositionOf, type Instant, isSyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { resync } from './full-pass.ts';
import type { Lease } from './lease.ts';
import { pauseSync } from './pauses.ts';
import type { SliceOutcome } from './slice.ts';
import type { SyncRecord } from './sync-record.ts';

/** No message is delayed for longer. */
export const maximumDelayMs = 15 * 60 * 1000;

/** What a failure means, by its disposition. Bugs are reported after the lease is given back. */
export async function afterFailure(
  ports: EnginePorts,
  record: SyncRecord,
  lease: Lease,
  error: unknown,
): Promise<SliceOutcome> {
  const failures = lease.failures + 1;
  if (!isSyncError(error)) return { progress: { kind: 'wait', until: laterBy(ports, failures) }, failures, bug: error };
  ports.log.info('slice.failed', { code: error.code, provider: error.provider ?? '', failures });
  if (error.code === 'newer') ports.log.error('slice.newer', { firm: record.firm, sync: record.sync }, error);
  const wait = (retryAfterMs?: number): SliceOutcome => {
    const until = retryAfterMs === undefined ? laterBy(ports, failures) : ports.clock.now() + retryAfterMs;
    return {
      progress: { kind: 'wait', until },
      failures,
      ...(error.code === 'rateLimited' ? { restUntil: until } : {}),
    };
  };
  switch (dispositionOf(error.code)) {
    case 'endSlice':
      return { progress: { kind: 'wait', until: ports.clock.now() + ports.settings.leaseMs } };
    case 'pauseConnection':
    case 'stopSync':
      await pauseSync(ports, record, error.code);
      return { progress: { kind: 'done' } };
    case 'resyncCollection':
      await resync(ports, record);
      // Where slice after slice fails, the new cursor may die as well: it is not asked for in one breath again and again.
      return failures === 1 ? { progress: { kind: 'more' }, failures } : wait();
    default:
      return wait(error.retryAfterMs);
  }
}

/** Until when a provider asked for quiet with this failure; undefined for any other. */
export function quietAskedFor({ clock }: EnginePorts, error: unknown): Instant | undefined {
  if (!isSyncError(error) || error.code !== 'rateLimited' || error.retryAfterMs === undefined) return undefined;
  return clock.now() + error.retryAfterMs;
}

const firstPauseMs = 2_000;

/** Twice as long after each failure, with jitter, at most a quarter of an hour. */
export function laterBy(ports: EnginePorts, failures: number): number {
  const pauseMs = Math.min(maximumDelayMs, firstPauseMs * 2 ** Math.min(failures, 12));
  const jitter = (Number.parseInt(hex(ports.random.id(4)), 36) % 1000) / 1000;
  return ports.clock.now() + pauseMs * (0.5 + jitter / 2);
}

const hex = (id: string): string => id.replace(/[^a-z0-9]/giu, '').slice(0, 6) || '0';
