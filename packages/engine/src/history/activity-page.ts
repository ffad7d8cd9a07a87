import { type ActivityPage, type ActivityRow, sentenceOf } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { fieldsOf, type HistoryBatch, type HistoryEntry, readHistory } from '../sync/history.ts';
import { typeOf } from '../sync/item-types.ts';
import { own } from '../sync/own-sync.ts';
import type { SyncRecord } from '../sync/sync-record.ts';
import { labelsOf } from '../sync/sync-view.ts';

/** What Concord did lately, the newest first. */
export async function activityPage(
  ports: EnginePorts,
  caller: Caller,
  sync: string,
  after?: string,
): Promise<ActivityPage> {
  const record = await own(ports, caller, sync);
  const history = await readHistory(ports, { firm: record.firm, sync }, after);
  const rows = history.batches.flatMap(({ key, batch }) =>
    batch.entries.map((entry, index) => activityRow(ports, record, batch, entry, `${key}#${index}`)),
  );
  return { rows, ...(history.after ? { after: history.after } : {}) };
}

/** One entry in people's words. */
export function activityRow(
  ports: EnginePorts,
  record: SyncRecord,
  { at, cause, run }: Omit<HistoryBatch, 'entries'>,
  entry: HistoryEntry,
  id: string,
): ActivityRow {
  const labels = labelsOf(ports, record);
  const { mapping, title, what, side, reasons, refusal } = entry;
  const sentences = reasons.map((reason) => sentenceOf(reason, labels));
  if (refusal !== undefined) sentences.push(sentenceOf({ code: 'refused', detail: refusal }, labels));
  const fields = fieldsOf(typeOf(record), entry);
  const because = sentences.join(' ');
  const more = {
    ...(run === undefined ? {} : { run }),
    ...(entry.sincePreview ? { sincePreview: true as const } : {}),
  };
  return { id, at, mapping, cause, title, what, side, because, fields, ...more };
}
