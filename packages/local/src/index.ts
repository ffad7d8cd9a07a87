import type { KeptServices } from './setup/open-kept.ts';
import type { Local, LocalOptions } from './start.ts';

export { createMemoryMailer, type MemoryMailer } from './memory/memory-mailer.ts';
export { createMemoryQueue, type Delivery, type MemoryQueue } from './memory/memory-queue.ts';
export { createMemoryTable, type MemoryTable } from './memory/memory-table.ts';
export { createMemoryVault, type MemoryVault } from './memory/memory-vault.ts';
export type { Units } from './memory/units.ts';
export { Problem } from './problem.ts';
export type { KeptServices } from './setup/open-kept.ts';
export type { Local, LocalOptions } from './start.ts';

/** Starts everything of `npm start`. Loaded only when called: the memory ports need none of it. */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const { startLocal: start } = await import('./start.ts');
  return await start(options);
}

/** Opens the table and the key ring of a data folder, whether Concord runs on it or not. Throws a `Problem` where nothing is kept. */
export async function openKept(dataDir: string): Promise<KeptServices> {
  const { openKept: open } = await import('./setup/open-kept.ts');
  return await open(dataDir);
}
