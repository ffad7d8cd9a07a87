import type { MailboxView } from '@concord/core';
import { HelpLink } from '../help/help-link.tsx';
import { Authorized } from '../settings/authorized.tsx';
import { connectionLooks } from '../settings/connection-look.ts';
import { useNews } from '../settings/use-news.ts';
import { Since } from '../shell/since.tsx';
import { useNow } from '../shell/use-now.ts';
import { sayNumber } from '../words/numbers.ts';
import { sayAgo, sayInstant } from '../words/time.ts';
import styles from './mail.module.css';

/** Whose mailbox it is, what is happening to it, and how fresh and full it is. */
export function MailboxStatus({ box }: { readonly box: MailboxView }) {
  const { connection, label, sentence, counts } = box;
  const news = useNews({ ...connection, label, sentence });
  const isActive = connection.state === 'active';
  return (
    <div className={styles.who}>
      {news && <p className={styles.news}>{news}</p>}
      {isActive && (
        <p className={styles.line}>
          <Authorized as={connection.account} />
        </p>
      )}
      <p className={styles.line}>{sentence}</p>
      <p className={styles.small}>
        {connection.since !== undefined && !isActive && (
          <>
            <Since at={connection.since} />
            {' · '}
          </>
        )}
        {isActive && <Fresh box={box} />}
        {!isActive && <HelpLink topic={connectionLooks[connection.state].topic} />}
      </p>
      <p className={styles.small}>
        <strong>{sayNumber(counts.kept)}</strong> kept, <strong>{sayNumber(counts.leftOut)}</strong> left out since it
        was connected
      </p>
    </div>
  );
}

function Fresh({ box: { lookedAt, isPushed } }: { readonly box: MailboxView }) {
  const now = useNow();
  const when = isPushed ? 'its provider tells of new mail at once' : 'new mail is looked for every hour';
  if (lookedAt === undefined) return <>Not looked at yet · {when}</>;
  return (
    <>
      <time title={sayInstant(lookedAt)}>Up to date as of {sayAgo(now - lookedAt)}</time> · {when}
    </>
  );
}
