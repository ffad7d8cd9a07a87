import type { FirmView } from '@concord/core';
import { useRef } from 'react';
import rows from '../settings/rows.module.css';
import { Card } from '../shell/card.tsx';
import { Nothing } from '../shell/nothing.tsx';
import styles from './firm.module.css';
import { InviteForm } from './invite-form.tsx';
import { InviteRow } from './invite-row.tsx';

/** Invites people by e-mail, and shows what became of it. */
export function Invitations({ members, invites }: FirmView) {
  const list = useRef<HTMLDivElement>(null);
  return (
    <Card title="Invitations" flush>
      <InviteForm members={members} invites={invites} />
      <div ref={list} tabIndex={-1} role="group" aria-label="Invitations so far" className={styles.invites}>
        {invites.length === 0 && (
          <Nothing title="Nobody is invited" text="Whoever you invite gets a mail with a link of their own." />
        )}
        <ul className={rows.rows}>
          {invites.map((invite) => (
            // The row that is withdrawn takes its buttons along, and the focus was on one of them.
            <InviteRow key={invite.id} invite={invite} onGone={() => list.current?.focus()} />
          ))}
        </ul>
      </div>
    </Card>
  );
}
