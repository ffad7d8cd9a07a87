import { csvLine } from '../csv.ts';
import { ownFields, watchFieldNames, watchFields, watchPriorities, watchStatuses } from './fields.ts';
import type { Watch } from './watch.ts';

const columns = [
  ...watchFieldNames.map((field) => watchFields[field].label),
  ownFields.priority.label,
  ownFields.status.label,
  ownFields.tags.label,
  ownFields.notes.label,
  'Source',
  'Archived',
  'Matter in Clio',
];

export const watchCsvHeader = (): string => csvLine(columns);

/** One watch as a line of CSV, with its notes. */
export function watchCsvLine(watch: Watch, notes: string): string {
  const { values, link } = watch;
  return csvLine([
    ...watchFieldNames.map((field) => values[field] ?? ''),
    watchPriorities[watch.priority],
    watchStatuses[watch.status],
    watch.tags.join('; '),
    notes,
    link === undefined ? 'By hand' : 'Clio',
    watch.archivedAt === undefined ? '' : 'Yes',
    link === undefined ? '' : link.matterState.kind,
  ]);
}
