import type { SyncView } from '@concord/core';
import { Switch } from '@mantine/core';
import styles from '../sync/choose-stage.module.css';

type GuestsAsTextProps = {
  readonly sync: SyncView;
  readonly isTold: boolean;
  readonly onChange: (isTold: boolean) => void;
};

/** Whether who takes part is told in Clio. Nobody is ever invited, either way. */
export function GuestsAsText({ sync: { left, right }, isTold, onChange }: GuestsAsTextProps) {
  return (
    <div role="group" aria-labelledby="guests">
      <h2 id="guests" className={styles.question}>
        Guests
      </h2>
      <p className={styles.why}>
        Events with guests go one way, from {right.label} to {left.label}: writing them in {right.label} would mail the
        guests, and Concord mails nobody.
      </p>
      <Switch
        checked={isTold}
        onChange={(event) => onChange(event.currentTarget.checked)}
        label={`Name the guests in ${left.label}`}
        description="As text at the end of the description, to read. Nobody is invited there."
      />
    </div>
  );
}
