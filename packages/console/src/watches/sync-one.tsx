import type { WishView } from '@concord/core';
import { useRefreshWatch } from '../api/watches.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { useAnnouncement } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import { FieldChangeList } from './field-change-list.tsx';
import fieldStyles from './watch-fields.module.css';
import { sayValue } from './watch-words.ts';
import styles from './watches.module.css';

/** Asks Clio about one watch at once, and says what changed and why the rest did not. */
export function SyncOne({ watch }: { readonly watch: string }) {
  const { refresh, waitsFor } = useRefreshWatch(watch);
  const refreshed = refresh.data?.refreshed;
  useAnnouncement(refresh.isPending ? waitsFor : refresh.data ? sayDone(refreshed) : '');
  return (
    <div className={styles.sync}>
      <div className={styles.spread}>
        <p className={styles.line}>
          {refresh.isPending
            ? waitsFor || 'Asking Clio.'
            : 'What Clio changed is taken over. What you edited here stays, unless your settings say otherwise.'}
        </p>
        <ActionButton isBusy={refresh.isPending} onClick={() => refresh.mutate()}>
          Sync from Clio
        </ActionButton>
      </div>
      {refresh.error && <Failure error={refresh.error} onRetry={() => refresh.mutate()} />}
      {refreshed && !refresh.isPending && <Refreshed refreshed={refreshed} />}
    </div>
  );
}

type RefreshedView = NonNullable<WishView['refreshed']>;

const sayDone = (refreshed: RefreshedView | undefined): string => {
  const count = refreshed?.changes.length ?? 0;
  if (count === 0) return 'Nothing changed: this watch has all that Clio says, but for what you edited.';
  return count === 1 ? 'One field changed:' : `${count} fields changed:`;
};

function Refreshed({ refreshed }: { readonly refreshed: RefreshedView }) {
  const { changes, fields, because } = refreshed;
  return (
    <div className={styles.refreshed}>
      <p className={styles.line}>
        <strong>{sayDone(refreshed)}</strong>
      </p>
      <FieldChangeList changes={changes} />
      {because.map((sentence) => (
        <p key={sentence} className={styles.line}>
          {sentence}
        </p>
      ))}
      <details className={fieldStyles.why}>
        <summary>What Clio said, field by field</summary>
        <ul className={fieldStyles.traces}>
          {fields.map(({ field, label, clio, local, because: reason }) => (
            <li key={field}>
              <strong>{label}</strong>: Clio says {sayQuoted(sayValue(field, clio))}, the watch said{' '}
              {sayQuoted(sayValue(field, local))}. {reason}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

const sayQuoted = (text: string): string => (text === '' ? 'nothing' : `“${text}”`);
