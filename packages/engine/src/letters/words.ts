import { type LostCause, lostCauses } from '@concord/core';
import type { Words } from './frame.ts';

type About = { readonly label: string; readonly account: string; readonly url: string };

const weekOnly =
  'The link works for seven days. Whoever else opens it can do nothing with it: only this account is taken back.';
const nothingLost =
  'Nothing was deleted. What you and your colleagues change meanwhile arrives when the account is back.';

/** `round`: 0 at once, 1 after three days, 2 after a week. */
export function lostWords({ label, account, url }: About, cause: LostCause, round: number): Words {
  const still = round === 0 ? '' : 'Still: ';
  return {
    subject: `${still}${label} has stopped syncing: please authorize ${account} again`,
    paragraphs: [
      `Concord keeps your contacts in Clio and ${label} in step. ${label} ${lostCauses[cause].says} Syncing with ${account} waits for you.`,
      nothingLost,
    ],
    button: { label: `Authorize ${account} again`, url },
    afterwards: [
      weekOnly,
      ...(round === 2 ? ['This is our last mail about it. The page in Concord goes on saying it.'] : []),
    ],
  };
}

export function approvedWords({ label, account, url }: About): Words {
  const whose = account === '' ? '' : ` (${account})`;
  return {
    subject: `An administrator approved Concord for ${label}`,
    paragraphs: [`You can connect ${label}${whose} now. It takes one click, and no administrator any more.`],
    button: { label: `Connect ${label}`, url },
    afterwards: [],
  };
}

export function inviteWords(by: string, firm: string, url: string): Words {
  return {
    subject: `${by} invites you to Concord`,
    paragraphs: [
      `${by} of ${firm} asks you to connect your account at Clio with Concord. It keeps your clients in Clio and the contacts in your mailbox in step, both ways.`,
      'Nothing is synced before you have looked at a preview and started it.',
    ],
    button: { label: 'Sign in with Clio', url },
    afterwards: [
      'The link works for seven days, for you alone: sign in at Clio with the address that got this mail.',
      'If you did not expect this, ask your colleague, or delete this mail.',
    ],
  };
}
