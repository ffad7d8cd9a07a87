import { csvLine, type ItemType, type SideName } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { fieldsOf, type HistoryBatch, type HistoryEntry, type KeptBatch, readHistory } from '../sync/history.ts';
import { typeOf } from '../sync/item-types.ts';
import type { SyncId } from '../sync/keys.ts';
import type { SyncRecord } from '../sync/sync-record.ts';

export type ExportFormat = 'csv' | 'ndjson';
export type ExportedPage = { readonly text: string; readonly after?: string };

/** So many that a page stays below what a function may answer, whole records of deleted items included. */
const batchesAtOnce = 40;

/**
 * The history as a file, the oldest first, page by page: the texts of all pages one after another are the file. CSV has a line
 * for each field that became different, NDJSON one for each entry, with canonical values and the whole record of what was deleted.
 */
export async function exportPage(
  ports: Pick<EnginePorts, 'table' | 'vault'>,
  record: SyncRecord,
  format: ExportFormat,
  after: string | undefined,
): Promise<ExportedPage> {
  const id: SyncId = { firm: record.firm, sync: record.sync };
  const page = await readHistory(ports, id, after, { limit: batchesAtOnce, oldestFirst: true });
  const lines = page.batches.flatMap((kept) => formats[format].lines(record, kept));
  const head = after === undefined ? formats[format].head : '';
  return { text: `${head}${lines.join('')}`, ...(page.after ? { after: page.after } : {}) };
}

const columns = [
  'at',
  'cause',
  'run',
  'who',
  'mapping',
  'title',
  'what',
  'side',
  'item',
  'rule',
  'reasons',
  'field',
  'before',
  'after',
  'lost',
  'version',
  'refusal',
  'sincePreview',
] as const;

type Format = {
  readonly contentType: string;
  readonly head: string;
  readonly lines: (record: SyncRecord, kept: KeptBatch) => readonly string[];
};

export const formats: Readonly<Record<ExportFormat, Format>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: csvLine(columns),
    lines: (record, { batch }) =>
      batch.entries.flatMap((entry) => rowsOf(typeOf(record), record, batch, entry).map((row) => csvLine(row))),
  },
  ndjson: {
    contentType: 'application/x-ndjson; charset=utf-8',
    head: '',
    lines: (record, { key, batch: { entries, at, ...origin } }) =>
      entries.map((entry, index) => {
        const line = { id: `${key}#${index}`, at: iso(at), ...origin, ...entry, side: providerOn(record, entry.side) };
        return `${JSON.stringify(line)}\n`;
      }),
  },
};

function rowsOf(type: ItemType, record: SyncRecord, batch: HistoryBatch, entry: HistoryEntry): readonly string[][] {
  const { mapping, title, what, item = '', rule, reasons, lost = [], version = '', refusal = '' } = entry;
  const { at, cause, run = '', who = '' } = batch;
  const codes = reasons.map(({ code }) => code).join(' ');
  const start = [iso(at), cause, run, who, mapping, title, what, providerOn(record, entry.side), item, rule, codes];
  const lostLabels = new Set(lost.map((name) => type.fields[name]?.label));
  const fields = fieldsOf(type, entry).map(({ label, before, after }) => [
    label,
    before,
    after,
    lostLabels.has(label) ? 'yes' : '',
  ]);
  return (fields.length > 0 ? fields : [['', '', '', '']]).map((field) => [
    ...start,
    ...field,
    version,
    refusal,
    entry.sincePreview ? 'yes' : '',
  ]);
}

const iso = (at: number): string => new Date(at).toISOString();
const providerOn = (record: SyncRecord, side: SideName): string => record[side].provider;
