import type { UndoView } from '@concord/core';
import { askingPorts } from '../asking/asking-ports.ts';
import { findOne } from '../asking/find-syncs.ts';
import { defineCommand, given, wrong } from '../command.ts';
import { askUndo } from '../undo/ask-undo.ts';

export const undo = defineCommand({
  name: 'undo',
  says: 'takes back what one run of a sync wrote, on both sides, and leaves alone what people have changed since; says how far it is until it is done. With --dry-run it only counts',
  options: ['sync', 'run', 'firm', 'dry-run', 'json'],
  words: 0,
  parse: ({ values: { sync, run, firm, json, 'dry-run': isDryRun } }) => {
    if (!sync || !run) throw wrong('undo needs --sync and --run');
    return { sync, run, isDryRun: isDryRun === true, isJson: json === true, ...given({ firm }) };
  },
  run: async (deployment, { sync, firm, isJson, ...wish }, context) => {
    const ports = await askingPorts(deployment, context);
    const record = await findOne(deployment, ports, sync, firm);
    const tell = (each: UndoView): void => {
      if (!isJson) context.say(undoLine(each));
    };
    const end = await askUndo(ports, record, wish, { ...context, tell });
    if (isJson) context.say(JSON.stringify(end, null, 2));
    return 0;
  },
});

function undoLine({ state, counts, done, total }: UndoView): string {
  if (state === 'asked') return 'A worker makes the preview.';
  if (state === 'going') return `${done ?? 0} of ${total ?? 0} records`;
  const { restored = 0, removed = 0, recreated = 0, leftAlone = 0 } = counts ?? {};
  const sum = `${restored} restored, ${removed} removed, ${recreated} made again; ${leftAlone} records are left alone`;
  return state === 'done' ? `Done: ${sum}.` : `To do: ${sum}.`;
}
