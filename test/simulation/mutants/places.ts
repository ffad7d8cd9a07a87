/** Where the mutated files are, from the root of the repository. */
export const core = 'packages/core/src';
export const sync = 'packages/engine/src/sync';
export const mail = 'packages/engine/src/mail';
export const connect = 'packages/engine/src/connect';
export const clio = 'packages/providers/clio/src';
export const microsoft = 'packages/providers/microsoft/src';
export const google = 'packages/providers/google/src';
