import { isSyncError, type Row } from '@concord/core';
import { remindDue } from './letters/index.ts';
import { ringMail } from './mail/index.ts';
import type { EnginePorts } from './ports.ts';
import { ringDue } from './sync/index.ts';
import { ringWatches } from './watches/index.ts';
import { ringWishes } from './wishes/wishes.ts';

const atOnce = 100;

/**
 * Finds what is due: syncs to look after, watches to refresh, wishes to fulfil, mailboxes to look into, letters to send, connections that wait for a worker. One that
 * fails does not keep the others waiting; a bug is thrown after all of them.
 */
export async function poll(ports: EnginePorts): Promise<void> {
  const rows = await ports.table.due(ports.clock.now(), atOnce);
  const bugs: unknown[] = [];
  for (const row of rows) {
    try {
      await ring(ports, row);
    } catch (error) {
      if (isSyncError(error)) ports.log.info('due.failed', { code: error.code });
      else bugs.push(error);
    }
  }
  if (bugs.length > 0) throw bugs[0];
}

const ringers = [ringDue, ringWatches, ringWishes, ringMail] as const;

async function ring(ports: EnginePorts, row: Row): Promise<void> {
  for (const ringer of ringers) if (await ringer(ports, row)) return;
  await remindDue(ports, row);
}
