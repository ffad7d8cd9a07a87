export { type Command, parseCommand, usage } from './command.ts';
export type { Deployment } from './deployment.ts';
export { type ExportOptions, exportHistory } from './history/export-history.ts';
export { type DropOptions, dropKey } from './keys/drop-key.ts';
export { type KeyStatus, keyStatus } from './keys/key-status.ts';
export { type Resealed, resealRows } from './keys/reseal-rows.ts';
export { rotateKeys } from './keys/rotate-keys.ts';
