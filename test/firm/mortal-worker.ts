import type { MemoryTable } from '@concord/local';

/** It dies before so many more writes to the table. */
export type Worker = { isAtWork: boolean; writesLeft: number; deaths: number };

export const createWorker = (): Worker => ({ isAtWork: false, writesLeft: Number.POSITIVE_INFINITY, deaths: 0 });

class Killed extends Error {}

/** Throw it where the worker is to die. */
export const killed = (): Error => new Killed();

/** A worker that dies leaves its message, which comes again once its lease is over. */
export async function survives(worker: Worker, working: () => Promise<void>): Promise<boolean> {
  worker.isAtWork = true;
  try {
    await working();
    return true;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    worker.writesLeft = Number.POSITIVE_INFINITY;
    worker.deaths += 1;
    return false;
  } finally {
    worker.isAtWork = false;
  }
}

/** Who is dead writes nothing more, whatever it would still have to tidy up. */
export function mortal(table: MemoryTable, worker: Worker): MemoryTable {
  const beforeWrite = (): void => {
    if (!worker.isAtWork) return;
    if (worker.writesLeft <= 0) throw killed();
    worker.writesLeft -= 1;
  };
  const dying =
    <Input extends readonly unknown[], Output>(write: (...input: Input) => Promise<Output>) =>
    async (...input: Input): Promise<Output> => {
      beforeWrite();
      return await write(...input);
    };
  const { put, putMany, remove, removeMany } = table;
  return { ...table, put: dying(put), putMany: dying(putMany), remove: dying(remove), removeMany: dying(removeMany) };
}
