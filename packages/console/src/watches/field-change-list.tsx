import type { WatchFieldChange } from '@concord/core';
import { ChangeLine } from '../preview/field-changes.tsx';
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
        <ChangeLine key={field} label={label} before={sayValue(field, before)} after={sayValue(field, after)}>
          {!areReasonsHidden && <span className={styles.reason}>{because}</span>}
        </ChangeLine>
      ))}
    </dl>
  );
}
