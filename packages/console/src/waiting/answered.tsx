import { IconCheck } from '@tabler/icons-react';
import styles from './waiting-list.module.css';

export function Answered({ said }: { readonly said: string }) {
  return (
    <p className={styles.answered}>
      <IconCheck size={16} stroke={2} aria-hidden />
      Answered: {said}
    </p>
  );
}
