import { type LostCause, lostCauses } from '@concord/core';
import type { Connection } from './connection.ts';

/** Why a mailbox cannot be read. `says` continues "Microsoft 365 ..."; `step` is what to do; `as`: " as ann@example.com". */
type MailCause = { readonly says: string; readonly step: (as: string) => string };

const authorize = { step: (as: string) => `Authorize again${as}.` } as const;

const mailCauses = {
  revoked: { ...authorize, says: lostCauses.revoked.says },
  expired: { ...authorize, says: lostCauses.expired.says },
  passwordChanged: { ...authorize, says: lostCauses.passwordChanged.says },
  secondFactor: {
    says: 'asks for a second proof that it is you before Concord may read your mail.',
    step: (as) => `Authorize again${as} and give it, for example with a code or your phone.`,
  },
  blockedByPolicy: {
    says: 'says that a policy of your organization keeps Concord from your mail.',
    step: (as) => `Ask your administrator to allow it, then authorize again${as}.`,
  },
  signInAgain: { ...authorize, says: lostCauses.signInAgain.says },
  consentRemoved: { ...authorize, says: 'wants you to give the permission to read your mail again.' },
  scopeMissing: {
    says: 'did not give Concord the permission to read your mail.',
    step: (as) => `Authorize again${as}, and leave that permission ticked.`,
  },
  adminNeeded: {
    says: 'wants an administrator of your organization to approve that Concord reads mail.',
    step: (as) => `Ask them to approve it, then authorize again${as}.`,
  },
  forbidden: {
    says: 'does not let Concord into the mail of this account.',
    step: (as) => `Ask your administrator to allow it, then authorize again${as}.`,
  },
  deauthorized: { ...authorize, says: lostCauses.deauthorized.says },
} as const satisfies Record<LostCause, MailCause>;

const afterwards =
  'The past 24 hours are then filled by themselves; an older gap is shown and filled with one click. Syncing goes on meanwhile.';

/** Of what the provider is called, and its mail: "Microsoft 365", "Outlook mail". */
export type MailLabels = { readonly provider: string; readonly mail: string };

/** Why no mail is filed, and what to do, as one or two sentences. */
export function sayMailLost(cause: LostCause, { provider }: MailLabels, account: string): string {
  const { says, step } = mailCauses[cause];
  return `${provider} ${says} ${step(account === '' ? '' : ` as ${account}`)}`;
}

/** What is happening to a mailbox, and what to do next. */
export function mailSentenceOf(connection: Connection, labels: MailLabels, hasAdminLink: boolean): string {
  const { state, account, lostCause } = connection;
  const { provider, mail } = labels;
  if (state === 'active') return `You are currently authorized as ${account}.`;
  if (state === 'disconnected')
    return `${account} is disconnected, and its mail is not filed any more. Authorize again to file it; no message will be filed twice.`;
  if (state === 'connecting')
    return `Nobody has come back from ${mail} yet. Finish there, or authorize again. If ${provider} said that it needs the approval of an administrator, ask yours to approve Concord.`;
  if (state === 'needsAdmin')
    return hasAdminLink
      ? `${provider} ${mailCauses.adminNeeded.says} Send them the link or the mail below. This page goes on by itself when they have approved.`
      : `${provider} ${mailCauses.adminNeeded.says} Ask for a new link for them.`;
  if (lostCause === undefined)
    return `An administrator has approved that Concord reads mail of ${provider}. Authorize again to go on.`;
  return `${sayMailLost(lostCause, labels, account)} ${afterwards}`;
}
