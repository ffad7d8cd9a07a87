import type { FirmView } from '@concord/core';
import { StateTag } from '../shell/state-tag.tsx';
import styles from './firm.module.css';
import { inviteLooks } from './invite-row.tsx';

type InviteResultsProps = FirmView & {
  /** The addresses of the last time that Invite was pressed. */
  readonly asked: readonly string[];
};

/** What became of each address that was just given, while it becomes it. */
export function InviteResults({ asked, members, invites }: InviteResultsProps) {
  if (asked.length === 0) return null;
  return (
    <ul className={styles.results} aria-label="What became of each address">
      {asked.map((email) => (
        <li key={email}>
          <strong>{email}</strong> <Result email={email} members={members} invites={invites} />
        </li>
      ))}
    </ul>
  );
}

function Result({ email, members, invites }: FirmView & { readonly email: string }) {
  const isSame = (one: { readonly email: string }): boolean => one.email.toLowerCase() === email.toLowerCase();
  const invite = invites.find(isSame);
  if (invite)
    return (
      <>
        <StateTag {...inviteLooks[invite.state]} /> {invite.sentence}
      </>
    );
  return members.some(isSame) ? 'Uses Concord already; no mail was sent.' : 'No invitation was made.';
}
