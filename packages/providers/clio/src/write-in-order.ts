import type { Operation, Outcome } from '@concord/core';
import { type Attempt, isOfConnection } from './outcomes.ts';

/** Clio has no bulk writes: one after another, until one says that there is no use in going on. */
export async function writeInOrder(
  operations: readonly Operation[],
  most: number,
  writeOne: (operation: Operation) => Promise<Attempt>,
): Promise<readonly Outcome[]> {
  if (operations.length > most) throw new Error(`${operations.length} operations in one write`);
  const outcomes: Outcome[] = [];
  let rest: Outcome | undefined;
  for (const operation of operations) {
    if (rest) {
      outcomes.push(rest);
      continue;
    }
    const attempt = await writeOne(operation);
    if (outcomes.length === 0 && attempt.error && isOfConnection(attempt.error)) throw attempt.error;
    outcomes.push(attempt.outcome);
    rest = attempt.rest;
  }
  return outcomes;
}
