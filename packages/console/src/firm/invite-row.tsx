import type { InviteView } from '@concord/core';
import { Group } from '@mantine/core';
import { useSendAgain, useWithdraw } from '../api/firm.ts';
import rows from '../settings/rows.module.css';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import { StateTag, type StateTone } from '../shell/state-tag.tsx';
import { sayDay, sayMinute } from '../words/time.ts';
import styles from './firm.module.css';

export const inviteLooks = {
  sending: { label: 'Being sent', tone: 'busy' },
  sent: { label: 'Sent', tone: 'hold' },
  failed: { label: 'Not delivered', tone: 'bad' },
  expired: { label: 'Expired', tone: 'quiet' },
  accepted: { label: 'Accepted', tone: 'good' },
} as const satisfies Record<InviteView['state'], { label: string; tone: StateTone }>;

/** One invitation: what became of it, and what to do about it. */
export function InviteRow({ invite, onGone }: { readonly invite: InviteView; readonly onGone: () => void }) {
  const { id, email, state, sentence } = invite;
  const sendAgain = useSendAgain();
  const withdraw = useWithdraw();
  const error = sendAgain.error ?? withdraw.error;
  const onSent = (): void => announce(`A new link goes to ${email}. The one before no longer works.`);
  const onWithdrawn = (): void => {
    announce(`The invitation of ${email} is withdrawn.`);
    onGone();
  };
  return (
    <li className={rows.row}>
      <div className={rows.body}>
        <div className={rows.head}>
          <h3 className={rows.title}>{email}</h3>
          <StateTag {...inviteLooks[state]} />
        </div>
        <p className={rows.text}>{sentence}</p>
        <p className={rows.small}>{sayDates(invite)}</p>
      </div>
      {state !== 'accepted' && (
        <Group gap="xs">
          <ActionButton
            variant="default"
            size="sm"
            aria-label={`Send again: ${email}`}
            isBusy={sendAgain.isPending}
            isBlocked={withdraw.isPending || state === 'sending'}
            onClick={() => sendAgain.mutate(id, { onSuccess: onSent })}
          >
            Send again
          </ActionButton>
          <ActionButton
            variant="default"
            size="sm"
            aria-label={`Withdraw: ${email}`}
            isBusy={withdraw.isPending}
            isBlocked={sendAgain.isPending}
            onClick={() => withdraw.mutate(id, { onSuccess: onWithdrawn })}
          >
            Withdraw
          </ActionButton>
        </Group>
      )}
      {error && (
        <div className={styles.failure}>
          <Failure error={error} />
        </div>
      )}
    </li>
  );
}

function sayDates({ state, sentAt, expiresAt }: InviteView): string {
  const sent = sentAt === undefined ? undefined : `Sent ${sayMinute(sentAt)}`;
  const ends = state === 'sent' && expiresAt !== undefined ? `the link works until ${sayDay(expiresAt)}` : undefined;
  return [sent, ends].filter(Boolean).join('; ');
}
