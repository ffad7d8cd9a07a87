import { isSyncError } from '@concord/core';
import { remindDue } from './letters/index.ts';
import type { EnginePorts } from './ports.ts';
import { ringDue } from './sync/index.ts';
import { ringWatches } from './watches/index.ts';

const atOnce = 100;

/**
 * Finds what is due: syncs to look after, watches to refresh, letters to send, connections that wait for a worker. One that fails does not keep the
 * others waiting; a bug is thrown after all of them.
 */
export async function poll(ports: EnginePorts): Promise<void> {
  const rows = await ports.table.due(ports.clock.now(), atOnce);
  const bugs: unknown[] = [];
  for (const row of rows) {
    try {
      if (!(await ringDue(ports, row)) && !(await ringWatches(ports, row))) await remindDue(ports, row);
    } catch (error) {
      if (isSyncError(error)) ports.log.info('due.failed', { code: error.code });
      else bugs.push(error);
    }
  }
  if (bugs.length > 0) throw bugs[0];
}
