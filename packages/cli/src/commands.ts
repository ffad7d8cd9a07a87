import type { Command } from './command.ts';
import { backsync } from './commands/backsync.ts';
import { doctor } from './commands/doctor.ts';
import { erase } from './commands/erase.ts';
import { historyExport } from './commands/history-export.ts';
import { invite } from './commands/invite.ts';
import { keysDrop } from './commands/keys-drop.ts';
import { keysReseal } from './commands/keys-reseal.ts';
import { keysRotate } from './commands/keys-rotate.ts';
import { keysStatus } from './commands/keys-status.ts';
import { migrate } from './commands/migrate.ts';
import { pause } from './commands/pause.ts';
import { redrive } from './commands/redrive.ts';
import { resume } from './commands/resume.ts';
import { status } from './commands/status.ts';
import { undo } from './commands/undo.ts';
import { why } from './commands/why.ts';

const looking: readonly Command[] = [status, doctor, why, historyExport];
const asking: readonly Command[] = [invite, pause, resume, undo, backsync, redrive, erase, migrate];
const keys: readonly Command[] = [keysStatus, keysRotate, keysReseal, keysDrop];

/** Every command there is: help, completion and the reading of words come from this table alone. */
export const commands: readonly Command[] = [...looking, ...asking, ...keys];
