import type { FieldChange } from '@concord/core';
import { Button, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './field-changes.module.css';

type FieldChangesProps = {
  readonly fields: readonly FieldChange[];
  readonly left: string;
  readonly right: string;
  /** Where one detail alone can be taken back. */
  readonly onUndo?: (field: FieldChange) => void;
};

/** Details before and after, by the side that is written. */
export function FieldChanges({ fields, left, right, onUndo }: FieldChangesProps) {
  const sides = [
    { side: 'left', label: left, changes: fields.filter((field) => field.side === 'left') },
    { side: 'right', label: right, changes: fields.filter((field) => field.side === 'right') },
  ].filter(({ changes }) => changes.length > 0);
  return sides.map(({ side, label, changes }) => (
    <div key={side} className={styles.side} data-side={side}>
      <h3>Written to {label}</h3>
      <dl className={styles.changes}>
        {changes.map((change, index) => (
          // By place: two e-mails of one record may change alike; the list never moves
          <ChangeLine key={index} label={change.label} before={change.before} after={change.after}>
            {onUndo && (
              <Button
                className={styles.undo ?? ''}
                variant="subtle"
                size="compact-sm"
                aria-label={`Undo this detail: ${change.label} in ${label}`}
                onClick={() => onUndo(change)}
              >
                Undo this detail
              </Button>
            )}
          </ChangeLine>
        ))}
      </dl>
    </div>
  ));
}

type ChangeLineProps = {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** What else there is to say of it. */
  readonly children?: ReactNode;
};

/** One detail in a list of them. */
export function ChangeLine({ label, before, after, children }: ChangeLineProps) {
  return (
    <div className={styles.change}>
      <dt>{label}</dt>
      <dd>
        <Change before={before} after={after} />
        {children}
      </dd>
    </div>
  );
}

/** One detail before and after. */
function Change({ before, after }: { readonly before: string; readonly after: string }) {
  return (
    <>
      {before !== '' && (
        <>
          <VisuallyHidden>before: </VisuallyHidden>
          <del>
            <bdi>{before}</bdi>
          </del>
          <span aria-hidden className={styles.arrow}>
            →
          </span>
          <VisuallyHidden>, after: </VisuallyHidden>
        </>
      )}
      {after === '' ? (
        <em>removed</em>
      ) : (
        <ins>
          <bdi>{after}</bdi>
        </ins>
      )}
    </>
  );
}
