import type { EngagementView, MailboxView } from '@concord/core';
import { sayCount } from '../words/numbers.ts';
import { EngagementRow } from './engagement-row.tsx';
import styles from './engagements.module.css';
import { bareSubject, type Thread, threadsOf } from './threads.ts';

type ThreadListProps = {
  readonly contact: string;
  readonly rows: readonly EngagementView[];
  /** The member's own that work. */
  readonly boxes: readonly MailboxView[];
  readonly onSent: () => void;
};

/** The timeline: conversations, each with its messages together. */
export function ThreadList({ rows, ...rest }: ThreadListProps) {
  return (
    <ul className={styles.threads} aria-label="Timeline">
      {threadsOf(rows).map((thread) => (
        <li key={thread.id} className={styles.thread} data-many={thread.rows.length > 1 || undefined}>
          <ThreadOf thread={thread} {...rest} />
        </li>
      ))}
    </ul>
  );
}

function ThreadOf({ thread: { rows }, ...rest }: Omit<ThreadListProps, 'rows'> & { readonly thread: Thread }) {
  const subject = rows.map((row) => bareSubject(row.subject)).find((one) => one !== '') ?? '';
  const [only] = rows;
  if (rows.length === 1 && only) return <EngagementRow row={only} {...rest} />;
  return (
    <>
      <p className={styles.threadHead}>
        <bdi>{subject === '' ? '(no subject)' : subject}</bdi>{' '}
        <span>{sayCount(rows.length, 'message', 'messages')}</span>
      </p>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <EngagementRow row={row} under={subject} {...rest} />
          </li>
        ))}
      </ul>
    </>
  );
}
