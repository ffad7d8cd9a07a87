import type { ActivityRow, FieldChange, SyncView } from '@concord/core';
import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useActivityRows } from '../api/pages.ts';
import { isUndoBusy, useUndo } from '../api/syncs.ts';
import { FieldChanges } from '../preview/field-changes.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { MoreRows } from '../shell/more-rows.tsx';
import { Nothing } from '../shell/nothing.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import { useNow } from '../shell/use-now.ts';
import { UndoButtons } from '../undo/undo-buttons.tsx';
import { WhyLink } from '../why/why-link.tsx';
import { changedSincePreview, itemWords } from '../words/items.ts';
import { sayAgo, sayInstant } from '../words/time.ts';
import styles from './activity-list.module.css';
import { Download } from './download.tsx';
import { looks } from './looks.ts';

/** What Concord wrote lately, newest first; each line opens to why, and to the details before and after. */
export function ActivityList({ sync }: { readonly sync: SyncView }) {
  const mark = `${sync.freshness?.lastChangeAt} ${sync.linked} ${sync.waiting.held} ${sync.waiting.parked}`;
  const pages = useActivityRows(sync.id, mark);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const { many } = itemWords[sync.itemType];
  return (
    <Card title="Recent activity" flush {...(rows.length > 0 ? { aside: <Download sync={sync} /> } : {})}>
      {pages.isPending && <RowsPlaceholder rows={3} />}
      {pages.isError && rows.length === 0 && <Failure error={pages.error} onRetry={() => pages.refetch()} />}
      {pages.isSuccess && rows.length === 0 && (
        <Nothing title="Nothing written yet" text={`Edit one of your ${many} on either side and see it appear here.`} />
      )}
      <ul>
        {rows.map((row) => (
          <Activity key={row.id} row={row} sync={sync} />
        ))}
      </ul>
      <MoreRows pages={pages} />
    </Card>
  );
}

function Activity({ row, sync }: { readonly row: ActivityRow; readonly sync: SyncView }) {
  const [isOpen, setOpen] = useState(false);
  const details = useId();
  const now = useNow();
  const { Icon, say } = looks[row.what];
  const side = row.side === 'left' ? sync.left.label : sync.right.label;
  return (
    <li className={styles.row}>
      <UnstyledButton
        className={styles.summary ?? ''}
        aria-expanded={isOpen}
        aria-controls={details}
        onClick={() => setOpen(!isOpen)}
      >
        <span className={styles.icon} data-side={row.side} aria-hidden>
          <Icon size={16} stroke={1.9} />
        </span>
        <span className={styles.what}>
          <bdi className={styles.title}>{row.title}</bdi>
          <span className={styles.said}>{say(side)}</span>
        </span>
        <time className={styles.when} title={sayInstant(row.at)}>
          {sayAgo(now - row.at)}
        </time>
        <IconChevronRight className={styles.chevron ?? ''} size={18} stroke={1.7} aria-hidden />
      </UnstyledButton>
      <div id={details} hidden={!isOpen} className={styles.details}>
        {isOpen && <Details row={row} sync={sync} />}
      </div>
    </li>
  );
}

/** Why, what became different, and what can be taken back of it. */
function Details({ row, sync }: { readonly row: ActivityRow; readonly sync: SyncView }) {
  const undo = useUndo(sync.id);
  const isDetail = row.what === 'changed' && row.fields.length > 1 && !isUndoBusy(sync) && !undo.isPending;
  const onUndo = ({ name }: FieldChange): void => undo.mutate({ mapping: row.mapping, entry: row.id, field: name });
  return (
    <>
      <p>
        {row.because}
        {row.sincePreview && ` ${changedSincePreview}`} <WhyLink about={row.mapping} title={row.title} />
      </p>
      <FieldChanges
        fields={row.fields}
        left={sync.left.label}
        right={sync.right.label}
        {...(isDetail ? { onUndo } : {})}
      />
      {undo.error && <Failure error={undo.error} />}
      <UndoButtons row={row} sync={sync} />
    </>
  );
}
