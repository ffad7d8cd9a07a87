import type { WatchView } from '@concord/core';
import { useUndoRefresh } from '../api/watches.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import { focusHeading } from '../shell/page-heading.tsx';
import { Since } from '../shell/since.tsx';
import { FieldChangeList } from './field-change-list.tsx';
import fieldStyles from './watch-fields.module.css';
import styles from './watches.module.css';

type LastRefreshProps = { readonly watch: string; readonly refresh: NonNullable<WatchView['lastRefresh']> };

/** The last refresh that changed something, and the way to take that back. */
export function LastRefresh({ watch, refresh }: LastRefreshProps) {
  const undo = useUndoRefresh(watch);
  const { at, changes, canUndo } = refresh;
  return (
    <div className={styles.lastRefresh}>
      <div className={styles.spread}>
        <p className={styles.line}>
          <Since at={at} word="Last changed by a refresh on" />
        </p>
        {canUndo && (
          <ActionButton
            size="xs"
            variant="default"
            isBusy={undo.isPending}
            onClick={() => undo.mutate(refresh.refresh, { onSuccess: sayUndone })}
          >
            Undo that refresh
          </ActionButton>
        )}
      </div>
      {undo.error && <Failure error={undo.error} />}
      <details className={fieldStyles.why}>
        <summary>What it changed</summary>
        <FieldChangeList changes={changes} />
      </details>
    </div>
  );
}

function sayUndone(): void {
  focusHeading();
  announce('The refresh was undone.');
}
