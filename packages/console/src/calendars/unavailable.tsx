import { IconLock } from '@tabler/icons-react';
import styles from './calendars-page.module.css';

/** Why a calendar cannot be chosen. */
export function Unavailable({ reason }: { readonly reason: string }) {
  return (
    <p className={styles.reason}>
      <IconLock size={15} stroke={1.8} aria-hidden />
      {reason}
    </p>
  );
}
