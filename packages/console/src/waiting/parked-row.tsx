import { ActionButton } from '../shell/action-button.tsx';
import { Answered } from './answered.tsx';
import styles from './waiting-list.module.css';
import type { WaitingRowProps } from './waiting-list.tsx';

/** A record that was put aside: why, and what can be done. The others go on without it. */
export function ParkedRow({ row, answered, isBusy, onAnswer }: WaitingRowProps) {
  return (
    <div className={styles.parked}>
      <div>
        <bdi className={styles.name}>{row.title}</bdi>
        <bdi className={styles.subtitle}>{row.subtitle}</bdi>
        <p className={styles.because}>Put aside: {row.because}</p>
      </div>
      <div className={styles.answers}>
        {answered !== undefined && <Answered said={answered} />}
        {answered === undefined &&
          row.answers.map(({ answer, label }) => (
            <ActionButton
              key={answer}
              size="sm"
              variant="default"
              isBlocked={isBusy}
              aria-label={`${label}: ${row.title}`}
              onClick={() => onAnswer({ mapping: row.mapping, answer }, label)}
            >
              {label}
            </ActionButton>
          ))}
      </div>
    </div>
  );
}
