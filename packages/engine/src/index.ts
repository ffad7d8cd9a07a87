export * from './connect/index.ts';
export * from './ports.ts';
export * from './sync/index.ts';
