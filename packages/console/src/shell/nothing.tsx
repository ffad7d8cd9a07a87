import { IconCircleCheck } from '@tabler/icons-react';
import styles from './nothing.module.css';

/** An empty list says that it is meant to be empty, and what would fill it. */
export function Nothing({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className={styles.nothing}>
      <IconCircleCheck size={28} stroke={1.4} aria-hidden />
      <p className={styles.title}>{title}</p>
      <p>{text}</p>
    </div>
  );
}
