import type { SyncView, UndoRow } from '@concord/core';
import { useUndoRows } from '../api/pages.ts';
import { FieldChanges } from '../preview/field-changes.tsx';
import { Failure } from '../shell/failure.tsx';
import { MoreRows } from '../shell/more-rows.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import styles from './undo.module.css';

/** Every record of an undo: what is left alone and why, and every detail that is put back. */
export function UndoRows({ sync, run }: { readonly sync: SyncView; readonly run: string }) {
  const pages = useUndoRows(sync.id, run);
  if (pages.isPending) return <RowsPlaceholder rows={3} />;
  if (pages.isError && !pages.data) return <Failure error={pages.error} onRetry={() => pages.refetch()} />;
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <ul>
        {rows.map((row) => (
          <li key={row.mapping} className={styles.row}>
            <bdi className={styles.title}>{row.title}</bdi>
            <Does row={row} sync={sync} />
            <LeftAlone row={row} sync={sync} />
            <FieldChanges fields={fieldsToShow(row)} left={sync.left.label} right={sync.right.label} />
          </li>
        ))}
      </ul>
      <MoreRows pages={pages} />
    </>
  );
}

const labelOf = (sync: SyncView, side: 'left' | 'right'): string => sync[side].label;

const does = {
  create: (label: string) => `Made anew in ${label}`,
  update: (label: string) => `Put back in ${label}`,
  delete: (label: string) => `Removed from ${label}`,
} as const satisfies Record<UndoRow['does'][number]['what'], (label: string) => string>;

function Does({ row, sync }: { readonly row: UndoRow; readonly sync: SyncView }) {
  return (
    <p className={styles.does}>
      {row.does.length === 0
        ? 'Stays as it is'
        : row.does.map(({ side, what }) => does[what](labelOf(sync, side))).join('. ')}
    </p>
  );
}

function LeftAlone({ row, sync }: { readonly row: UndoRow; readonly sync: SyncView }) {
  return row.leftAlone.map(({ side, label, because }) => (
    <p key={`${side} ${label ?? ''}`} className={styles.left}>
      {label ? `${label} in ${labelOf(sync, side)}: ` : `${labelOf(sync, side)}: `}
      {because}
    </p>
  ));
}

/** Of what is removed as a whole, the details say nothing more. */
function fieldsToShow(row: UndoRow): UndoRow['fields'] {
  const removed = new Set(row.does.filter(({ what }) => what === 'delete').map(({ side }) => side));
  return row.fields.filter(({ side }) => !removed.has(side));
}
