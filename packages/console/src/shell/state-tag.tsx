import styles from './state-tag.module.css';

export type StateTone = 'quiet' | 'busy' | 'hold' | 'good' | 'bad';
type StateTagProps = {
  readonly label: string;
  readonly tone: StateTone;
  /** Something is going on right now. */
  readonly isMoving?: boolean;
};

/** A state in a word or two, with its colour. */
export function StateTag({ label, tone, isMoving = false }: StateTagProps) {
  return (
    <span className={styles.state} data-tone={tone} data-moving={isMoving || undefined}>
      <span className={styles.dot} aria-hidden />
      {label}
    </span>
  );
}
