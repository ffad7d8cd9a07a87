export * from './connect/index.ts';
export * from './history/index.ts';
export * from './members/index.ts';
export { poll } from './poll.ts';
export * from './ports.ts';
export * from './sync/index.ts';
export * from './undo/index.ts';
export * from './why/index.ts';
export { work } from './work.ts';
