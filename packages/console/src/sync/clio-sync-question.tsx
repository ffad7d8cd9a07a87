import type { ItemTypeName } from '@concord/core';
import { Checkbox } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { itemWords } from '../words/items.ts';
import styles from './choose-stage.module.css';

type ClioSyncQuestionProps = {
  readonly itemType: ItemTypeName;
  readonly right: string;
  readonly isOff: boolean;
  /** A person went on without answering. */
  readonly isMissing: boolean;
  readonly onChange: (isOff: boolean) => void;
};

/** Two syncs of the same address books or calendars make duplicates of everything that either of them adds. */
export function ClioSyncQuestion({ itemType, right, isOff, isMissing, onChange }: ClioSyncQuestionProps) {
  const { one, clioSync } = itemWords[itemType];
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isMissing) box.current?.focus();
  }, [isMissing]);
  return (
    <div className={styles.clioSync} role="group" aria-labelledby="clio-sync">
      <IconAlertTriangle className={styles.clioSyncIcon ?? ''} size={22} stroke={1.7} aria-hidden />
      <div>
        <h2 id="clio-sync" className={styles.question}>
          Is Clio's own sync off?
        </h2>
        <p className={styles.why}>
          Clio has a {clioSync} with {right} too. If both run, each takes what the other adds for a new {one}, and you
          get duplicates. Turn Clio's off first: in Clio, open <strong>Settings ▸ Contact and Calendar Sync</strong>,
          choose <strong>Configure</strong>, then <strong>Stop Sync</strong>.
        </p>
        <Checkbox
          ref={box}
          checked={isOff}
          onChange={(event) => onChange(event.currentTarget.checked)}
          label={`Clio's own ${clioSync} with ${right} is off, or was never on`}
          error={isMissing && 'Tick this once Clio’s own sync is off; then press Sync again.'}
        />
      </div>
    </div>
  );
}
