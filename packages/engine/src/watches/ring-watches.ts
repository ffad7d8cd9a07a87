import type { Row } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { beginDueRun } from './begin-run.ts';

/** Rings for a row of watches that is due: a run whose message was lost, or a refresh whose day has come. False when it is neither. */
export async function ringWatches(ports: EnginePorts, row: Row): Promise<boolean> {
  const { pk, sk } = row;
  if (!pk.startsWith('WATCH#')) return false;
  if (sk === 'SETTINGS') await beginDueRun(ports, row);
  else if (sk === 'RUN') await ring(ports, row);
  else return false;
  return true;
}

async function ring(ports: EnginePorts, row: Row): Promise<void> {
  const [firm, connection] = [String(row['firm']), String(row['connection'])];
  await ports.queue.send({ v: 1, kind: 'watches', firm, connection });
}
