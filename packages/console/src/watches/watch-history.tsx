import { useWatchHistory } from '../api/watches.ts';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { MoreRows } from '../shell/more-rows.tsx';
import { Nothing } from '../shell/nothing.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import { Since } from '../shell/since.tsx';
import { FieldChangeList } from './field-change-list.tsx';
import rowStyles from './watch-rows.module.css';
import styles from './watches.module.css';

/** What Concord did with a watch, newest first, and why. */
export function WatchHistory({ watch }: { readonly watch: string }) {
  const pages = useWatchHistory(watch);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Card title="History" flush>
      {pages.isPending && <RowsPlaceholder rows={2} />}
      {pages.isError && rows.length === 0 && (
        <div className={rowStyles.failure}>
          <Failure error={pages.error} onRetry={() => pages.refetch()} />
        </div>
      )}
      {pages.isSuccess && rows.length === 0 && (
        <Nothing
          title="Nothing happened yet"
          text="Each refresh that changes something is told here, with its reasons."
        />
      )}
      <ul>
        {rows.map(({ id, at, what, cause, changes, because }) => (
          <li key={id} className={rowStyles.entry}>
            <div className={styles.spread}>
              <strong>{cause}</strong>
              <span className={styles.counts}>
                <Since at={at} word="" />
              </span>
            </div>
            <FieldChangeList changes={changes} areReasonsHidden={what === 'imported'} />
            {because.map((sentence) => (
              <p key={sentence} className={styles.line}>
                {sentence}
              </p>
            ))}
          </li>
        ))}
      </ul>
      <MoreRows pages={pages} />
    </Card>
  );
}
