import type { MailWishView } from '@concord/core';
import { Button } from '@mantine/core';
import styles from './trace.module.css';

type UnansweredProps = { readonly view: Pick<MailWishView, 'sentence' | 'next'> };

/** What a mailbox could not do, and what to press where a person must act. */
export function Unanswered({ view: { sentence, next } }: UnansweredProps) {
  return (
    <div className={styles.unanswered} role="alert">
      <p>{sentence}</p>
      {next && (
        <Button component="a" size="sm" href={next.url}>
          {next.label}
        </Button>
      )}
    </div>
  );
}
