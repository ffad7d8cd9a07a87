import type { ExportFormat } from '@concord/engine';
import { defineCommand, given, wrong } from '../command.ts';
import { exportHistory } from '../history/export-history.ts';

export const historyExport = defineCommand({
  name: 'history export',
  says: 'writes what Concord did for one sync to standard output',
  options: ['sync', 'firm', 'format'],
  words: 0,
  parse: ({ values: { sync, firm, format = 'csv' } }) => {
    if (!sync) throw wrong('history export needs --sync');
    if (!isFormat(format)) throw wrong(`--format is csv or ndjson, and not ${format}`);
    return { sync, format, ...given({ firm }) };
  },
  run: async (deployment, asked, { write }) => {
    await exportHistory(deployment, asked, write);
    return 0;
  },
});

const isFormat = (text: string): text is ExportFormat => text === 'csv' || text === 'ndjson';
