import type { World } from '../kernel/world.ts';

/** A version 4 GUID from the world's random numbers. */
export function guid(world: Pick<World, 'random'>): string {
  const digit = (): number => Math.floor(world.random() * 16);
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/gu, (place) =>
    (place === 'x' ? digit() : (digit() & 3) | 8).toString(16),
  );
}
