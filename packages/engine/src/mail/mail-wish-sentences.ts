import type { ErrorCode } from '@concord/core';
import type { Wish, WishAnswer } from '../wishes/wish.ts';

export const doneMailSentence = (answer: WishAnswer, account: string): string =>
  answer.kind === 'trace' ? answer.trace.sentence : `Sent as ${account}. It appears on the timeline in a moment.`;

/** `{label}` is "Outlook mail" and the like. */
type Sentences = Readonly<Partial<Record<ErrorCode, string>>>;

const noPermission =
  '{label} did not give Concord the permission to send mail. Authorize again, and leave it ticked; or ask your administrator to allow it. Nothing was sent.';

const sending: Sentences = {
  forbidden: noPermission,
  consentNeeded: noPermission,
  refused: '{label} does not take this letter. Look at the addresses, then try again. Nothing was sent.',
  notFound: '{label} does not have the message any more that this answers. Write a new one. Nothing was sent.',
  noMailbox: 'This account has no mailbox to send from. Connect another one.',
};
const unsure =
  '{label} did not say whether it took the letter. Look among your sent messages before you send it again.';
const notSent = '{label} does not answer as it should just now, and nothing was sent. Try again in a few minutes.';

const tracing: Sentences = {
  notFound:
    'This mailbox has no such message. Look whether the id is whole, or paste the internet headers of the message to see what the rules say of it.',
  refused: '{label} does not accept this question. Look whether the id of the message is whole.',
};
const noAnswer = '{label} does not answer as it should just now. Try again in a few minutes.';

/** What stopped a wish of a mailbox that works, and what to do. Without a wish it was not begun. */
export function failedMailSentence(code: ErrorCode, label: string, wish: Wish | undefined): string {
  const isTrace = wish?.request.kind === 'trace';
  return (isTrace ? (tracing[code] ?? noAnswer) : notSentSentence(code, wish)).replaceAll('{label}', label);
}

/** Once it may have gone out, nothing else matters. */
const notSentSentence = (code: ErrorCode, wish: Wish | undefined): string =>
  wish?.begunAt === undefined ? (sending[code] ?? notSent) : unsure;
