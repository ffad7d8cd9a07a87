import type { Row } from '@concord/core';
import { bodyOf, updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';

/**
 * Rings for a row of mail that is due: a mailbox whose hour is over, or a bell, a run or a change of the settings whose
 * message was lost. False when the row is none of these.
 */
export async function ringMail(ports: EnginePorts, row: Row): Promise<boolean> {
  const { pk, sk } = row;
  const isSettings = pk.startsWith('FIRM#') && sk === 'MAIL';
  if (!pk.startsWith('MAILBOX#') && !isSettings) return false;
  // The worker of a mailbox says itself when the next look is due.
  if (sk === 'BELL' || sk.startsWith('RUN#')) await ringOnce(ports, row);
  else
    await ports.queue.send({
      v: 1,
      kind: 'mail',
      firm: String(row['firm']),
      connection: isSettings ? firmsOwn : String(row['connection']),
    });
  return true;
}

/** In the place of a connection: what is to be done for the mail of a firm without asking any mailbox. */
export const firmsOwn = 'firm';

/** Whoever saved this row may have died before the queue knew of it. Told once. */
async function ringOnce(ports: EnginePorts, row: Row): Promise<void> {
  await ports.queue.send({ v: 1, kind: 'mail', firm: String(row['firm']), connection: String(row['connection']) });
  await updateRow(ports.table, row, (known) => {
    if (known === undefined || known.rev !== row.rev) return undefined;
    const { dueAt: _, ...rest } = bodyOf(known);
    return rest;
  });
}
