import type { MailboxView } from '@concord/core';
import { Button } from '@mantine/core';
import styles from '../calendars/missing-permission.module.css';
import { authorizePath, mailPath } from '../routing/routes.ts';

/** The grant reads, and does not send: what goes on meanwhile, and the way to widen it. */
export function MissingToSend({ box: { label, askAgain } }: { readonly box: MailboxView }) {
  return (
    <div className={styles.missing}>
      <p>
        Concord may not send from this mailbox: the permission to send was not given. Mail is read and kept all the
        same. To write and answer from a timeline, authorize again and accept that as well.
      </p>
      {askAgain && (
        <Button
          component="a"
          variant="default"
          href={authorizePath(askAgain.url, mailPath)}
          aria-label={`${askAgain.label}: to send from ${label}`}
        >
          {askAgain.label}
        </Button>
      )}
    </div>
  );
}
