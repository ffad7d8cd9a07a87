import type { ReviewRow } from '@concord/core';
import { useId } from 'react';
import { linkTo } from '../routing/location.ts';
import { whyPath } from '../routing/routes.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { Answered } from '../waiting/answered.tsx';
import { type Option, optionsOf } from './options.ts';
import styles from './review.module.css';
import { SideBySide } from './side-by-side.tsx';

type ReviewItemProps = {
  readonly row: ReviewRow;
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
  readonly onAnswer: (option: Option) => void;
  readonly onTakeBack: () => void;
};

const kinds = {
  conflict: 'Changed on both sides',
  match: 'Perhaps the same',
  ambiguous: 'It cannot be told which one this is',
  parked: 'Refused, and put aside',
  deleted: 'Deleted on one side',
  double: 'Perhaps twice in one book',
} as const satisfies Record<ReviewRow['kind'], string>;

/** One question: what it is about, both sides, and what can be answered. */
export function ReviewItem({ row, isCurrent, onFocus, onAnswer, onTakeBack }: ReviewItemProps) {
  const name = useId();
  const why = useId();
  return (
    // The list moves the focus among its rows: only one of them can be reached with Tab.
    <li
      className={styles.row}
      tabIndex={isCurrent ? 0 : -1}
      aria-labelledby={name}
      aria-describedby={why}
      onFocus={onFocus}
    >
      <div className={styles.head}>
        <h2 id={name}>
          <bdi>{row.title}</bdi> <span className={styles.kind}>{kinds[row.kind]}</span>
        </h2>
        <bdi className={styles.quiet}>{row.subtitle}</bdi>
      </div>
      <p id={why}>{row.because}</p>
      {row.candidates.length === 0 && <SideBySide row={row} fields={row.fields} />}
      {row.candidates.map(({ mapping, title, fields }) => (
        <div key={mapping}>
          {row.candidates.length > 1 && (
            <h3>
              Beside <bdi>{title}</bdi>
            </h3>
          )}
          <SideBySide row={row} fields={fields} />
        </div>
      ))}
      <p className={styles.quiet}>What would change it: {row.changes}</p>
      {row.given ? (
        <div className={styles.answers}>
          <Answered said={row.given.label} />
          {row.given.until !== undefined && (
            <ActionButton size="sm" variant="default" aria-label={`Take back: ${row.title}`} onClick={onTakeBack}>
              Take back
            </ActionButton>
          )}
        </div>
      ) : (
        <div className={styles.answers}>
          {optionsOf(row).map((option) => (
            <ActionButton
              key={option.key}
              size="sm"
              variant={option.answer === 'same' ? 'light' : 'default'}
              aria-label={`${option.key} ${option.label}: ${row.title}`}
              aria-keyshortcuts={option.key}
              onClick={() => onAnswer(option)}
            >
              <kbd className={styles.key}>{option.key}</kbd> {option.label}
            </ActionButton>
          ))}
          {row.kind !== 'double' && <a {...linkTo(whyPath(row.mapping))}>Why?</a>}
        </div>
      )}
    </li>
  );
}
