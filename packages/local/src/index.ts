import type { Local, LocalOptions } from './start.ts';

export { createMemoryQueue, type Delivery, type MemoryQueue } from './memory/memory-queue.ts';
export { createMemoryTable, type MemoryTable } from './memory/memory-table.ts';
export { createMemoryVault } from './memory/memory-vault.ts';
export type { Units } from './memory/units.ts';
export type { Local, LocalOptions } from './start.ts';

/** Starts everything of `npm start`. Loaded only when called: the memory ports need none of it. */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const { startLocal: start } = await import('./start.ts');
  return await start(options);
}
