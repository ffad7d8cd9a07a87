import { type ReactNode, useId } from 'react';
import styles from './card.module.css';

type CardProps = {
  readonly title?: ReactNode;
  readonly aside?: ReactNode;
  /** `flush` lets a list reach the edges. */
  readonly flush?: boolean;
  readonly children: ReactNode;
};

/** A part of a page on its own sheet, named by its heading. */
export function Card({ title, aside, flush = false, children }: CardProps) {
  const heading = useId();
  return (
    <section className={styles.card} data-flush={flush || undefined} {...(title ? { 'aria-labelledby': heading } : {})}>
      {title && (
        <div className={styles.head}>
          <h2 id={heading}>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}
