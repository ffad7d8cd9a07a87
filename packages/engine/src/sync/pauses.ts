import { readConnection } from '../connect/connection.ts';
import type { EnginePorts } from '../ports.ts';
import { saveBraked } from './braked.ts';
import type { Executed } from './execute.ts';
import type { Progress, Slice } from './slice.ts';
import { isAtWork, recordsWith, type SyncRecord, type Trouble, updateSync } from './sync-record.ts';
import { pausedFor, resumed } from './sync-states.ts';

/** It makes no further call until somebody has mended what is wrong. One that does nothing stays as it is. */
export async function pauseSync(
  ports: EnginePorts,
  { firm, sync }: Pick<SyncRecord, 'firm' | 'sync'>,
  trouble: Trouble,
): Promise<void> {
  await updateSync(ports, { firm, sync }, (record) => pausedFor(record, trouble));
}

/** Until a person says "go on". A letter tells them, unless they are quicker. */
export async function pauseForBrake(slice: Slice, stopped: NonNullable<Executed['stopped']>): Promise<Progress> {
  const { ports, id } = slice;
  const { what, side, count, limit } = stopped;
  ports.log.info('brake.stopped', { what, side, count, limit });
  await saveBraked(ports, id, stopped);
  const now = ports.clock.now();
  await updateSync(ports, id, (record) => {
    const paused = pausedFor(record, `brake.${what}`);
    return paused && { ...paused, letterSince: now, dueAt: now + letterAfterMs };
  });
  return { kind: 'done' };
}

/** Whoever looks at the page just now needs no letter. */
export const letterAfterMs = 60_000;

/** A lost grant: its syncs make no further call until it is given again. Safe to repeat. */
export async function pauseSyncsOf(
  ports: EnginePorts,
  firm: string,
  connection: string,
  reason: Trouble,
): Promise<void> {
  for (const record of await recordsWith(ports, firm, connection)) await pauseSync(ports, record, reason);
}

/** The grant is back: what was paused for want of it goes on where it was, unless the other side's is lost as well. */
export async function resumeSyncsOf(ports: EnginePorts, firm: string, connection: string): Promise<void> {
  for (const known of await recordsWith(ports, firm, connection)) {
    if (known.state !== 'paused' || known.trouble?.startsWith('brake.')) continue;
    const other = known.left.connection === connection ? known.right.connection : known.left.connection;
    if ((await readConnection(ports, firm, other))?.state !== 'active') continue;
    const id = { firm, sync: known.sync };
    await updateSync(ports, id, (record) => {
      const next = record.trouble?.startsWith('brake.') ? undefined : resumed(record);
      return next && (isAtWork(next) ? { ...next, dueAt: ports.clock.now() } : next);
    });
    await ports.queue.send({ v: 1, kind: 'change', ...id, why: 'person' });
  }
}
