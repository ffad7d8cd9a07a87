import { type LostCause, lostCauses } from '@concord/core';
import { sayMailLost } from '../connect/mail-sentences.ts';
import type { Words } from './frame.ts';

type About = { readonly label: string; readonly account: string; readonly url: string };

const weekOnly =
  'The link works for seven days. Whoever else opens it can do nothing with it: only this account is taken back.';
const lastMail = 'This is our last mail about it. The page in Concord goes on saying it.';
const nothingLost =
  'Nothing was deleted. What you and your colleagues change meanwhile arrives when the account is back.';

/** `round`: 0 at once, 1 after three days, 2 after a week. */
export function lostWords({ label, account, url }: About, cause: LostCause, round: number): Words {
  const still = round === 0 ? '' : 'Still: ';
  return {
    subject: `${still}${label} has stopped syncing: please authorize ${account} again`,
    paragraphs: [
      `Concord keeps Clio and ${label} in step. ${label} ${lostCauses[cause].says} Syncing with ${account} waits for you.`,
      nothingLost,
    ],
    button: { label: `Authorize ${account} again`, url },
    afterwards: [weekOnly, ...(round === 2 ? [lastMail] : [])],
  };
}

/** `provider`: "Microsoft 365", where `label` is "Outlook mail". */
export function mailLostWords(
  { label, account, url, provider }: About & { readonly provider: string },
  cause: LostCause,
  round: number,
): Words {
  const still = round === 0 ? '' : 'Still: ';
  return {
    subject: `${still}${label} of ${account} is not filed any more: please authorize it again`,
    paragraphs: [
      `Concord files messages between ${account} and your contacts as engagements. That has stopped. ${sayMailLost(cause, { provider, mail: label }, account)}`,
      'Your mail itself is untouched, and contacts and calendars are synced as before. When you are back, the past 24 hours are filled by themselves; an older gap is shown and filled with one click.',
    ],
    button: { label: `Authorize ${account} again`, url },
    afterwards: [weekOnly, ...(round === 2 ? [lastMail] : [])],
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

type Labels = { readonly left: { readonly label: string }; readonly right: { readonly label: string } };

/** Numbers and no names: who was meant stands on the page. */
export function brakeWords(sentence: string, { left, right }: Labels, url: string): Words {
  return {
    subject: `Concord stopped syncing ${left.label} and ${right.label}: please look`,
    paragraphs: [
      sentence,
      'If it was meant, you can let it go on, once. If not, Concord can put it back where it happened, or you stop the sync. Until you decide, both sides stay as they are.',
    ],
    button: { label: 'See what was about to happen', url },
    afterwards: ['You have to be signed in to see it. We send this once each time that Concord stops itself.'],
  };
}

/** Nobody asked for this preview. */
export function restoredWords({ left, right }: Labels, url: string): Words {
  return {
    subject: `Syncing ${left.label} and ${right.label} waits for you: please look at a preview`,
    paragraphs: [
      `Concord lost what it knew of this sync and took it from a backup. It has compared ${left.label} and ${right.label} anew. Nothing was written, created or deleted, and nothing will be before you have looked at the preview and started it.`,
      'Look above all at who would be added: it may be somebody whom you have deleted since.',
    ],
    button: { label: 'Look at the preview', url },
    afterwards: ['You have to be signed in to see it. We send this once.'],
  };
}

export function inviteWords(by: string, firm: string, url: string): Words {
  return {
    subject: `${by} invites you to Concord`,
    paragraphs: [
      `${by} of ${firm} asks you to connect your account at Clio with Concord. It keeps your contacts and calendars in Clio and in your mailbox in step, both ways.`,
      'Nothing is synced before you have looked at a preview and started it.',
    ],
    button: { label: 'Sign in with Clio', url },
    afterwards: [
      'The link works for seven days, for you alone: sign in at Clio with the address that got this mail.',
      'If you did not expect this, ask your colleague, or delete this mail.',
    ],
  };
}
