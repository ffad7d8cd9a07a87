import type { World } from '../../kernel/world.ts';

const drawn = (world: World, digits: string, length: number): string =>
  Array.from({ length }, () => digits[Math.floor(world.random() * digits.length)]).join('');

/** Sixteen hexadecimal digits, the first of them not 0. */
export const hexId = (world: World): string =>
  drawn(world, '123456789abcdef', 1) + drawn(world, '0123456789abcdef', 15);

/** Nothing documents how it hangs together with the source's id, so here it does not. */
export const newResourceName = (world: World): string =>
  `people/c${drawn(world, '123456789', 1)}${drawn(world, '0123456789', 18)}`;
