import type { MailboxView } from '@concord/core';
import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useBackSync } from '../api/mail.ts';
import { serverNow } from '../api/server-clock.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { Failure } from '../shell/failure.tsx';
import styles from './mail.module.css';
import { dayOf, daysFault, zoneHere } from './mail-days.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Looking through older mail: which days, then how many messages that is, and only then it begins. */
export function OlderMail({ box }: { readonly box: MailboxView }) {
  const count = useBackSync(box.connection.id);
  const [from, setFrom] = useState(() => dayOf(serverNow() - 30 * dayMs));
  const [to, setTo] = useState(() => dayOf(serverNow()));
  const [fault, setFault] = useState<string>();
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    const wrong = daysFault({ from, to }, dayOf(serverNow()));
    setFault(wrong);
    if (wrong === undefined) count.mutate({ from, to, zone: zoneHere() });
  };
  return (
    <details className={styles.older}>
      <summary>Look through older mail</summary>
      <form className={styles.days} noValidate onSubmit={ask}>
        <p className={styles.line}>
          Choose the days. The messages are counted first, and nothing is read before you press Start. What is there
          already is not doubled, so you can repeat it.
        </p>
        <div className={styles.dayRow}>
          <TextInput
            type="date"
            label="From"
            value={from}
            error={fault}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput type="date" label="To" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
          <ActionButton type="submit" variant="default" isBusy={count.isPending}>
            Count messages
          </ActionButton>
        </div>
        <p className={styles.small}>Both days included, in your time zone: {zoneHere()}.</p>
        {count.error && <Failure error={count.error} />}
      </form>
    </details>
  );
}
