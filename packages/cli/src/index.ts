export { commands } from './commands.ts';
export type { Deployment } from './deployment.ts';
export { usage } from './help.ts';
export { type ExportOptions, exportHistory } from './history/export-history.ts';
export { type DropOptions, dropKey } from './keys/drop-key.ts';
export { type KeyStatus, keyStatus } from './keys/key-status.ts';
export { type Resealed, resealRows } from './keys/reseal-rows.ts';
export { rotateKeys } from './keys/rotate-keys.ts';
export { type Parsed, parseCommand } from './parse-command.ts';
