import type { WatchFieldChange } from '@concord/core';
import { Change } from '../preview/field-changes.tsx';
import { sayValue } from './watch-words.ts';
import styles from './watches.module.css';

type FieldChangeListProps = {
  readonly changes: readonly WatchFieldChange[];
  /** Where all have the same one, which is told already. */
  readonly areReasonsHidden?: boolean;
};

/** Fields before and after, each with the reason. */
export function FieldChangeList({ changes, areReasonsHidden = false }: FieldChangeListProps) {
  if (changes.length === 0) return null;
  return (
    <dl className={styles.changes}>
      {changes.map(({ field, label, before, after, because }) => (
        <div key={field} className={styles.change}>
          <dt>{label}</dt>
          <dd>
            <Change before={sayValue(field, before)} after={sayValue(field, after)} />
            {!areReasonsHidden && <span className={styles.reason}>{because}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
