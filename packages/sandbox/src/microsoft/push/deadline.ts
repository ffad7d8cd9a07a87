import type { World } from '../../kernel/world.ts';

/** Undefined when the work takes longer than `limitMs` of the world's clock, or fails. The work itself goes on. */
export function withinLimit<T>(world: World, limitMs: number, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    world.later(limitMs, async () => resolve(undefined));
    work.then(resolve, () => resolve(undefined));
  });
}
