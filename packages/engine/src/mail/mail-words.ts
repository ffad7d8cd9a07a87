import { dispositionOf, type ErrorCode } from '@concord/core';
import type { DirectoryRecord } from './directory-record.ts';
import type { MailRun } from './mail-run.ts';
import type { MailWorkRecord } from './mail-work.ts';

export type BoxFacts = {
  readonly record: MailWorkRecord;
  readonly directory: DirectoryRecord;
  readonly run: MailRun | undefined;
  /** "Outlook mail" */
  readonly label: string;
  readonly isPushed: boolean;
  /** Until when the provider asked for quiet. */
  readonly quietUntil: number;
  readonly now: number;
};

/** What happens with a mailbox that is connected, and what to do next: what keeps it from being looked at comes first. */
export function boxSentence(facts: BoxFacts): string {
  const { record, directory, run, label, isPushed, quietUntil, now } = facts;
  if (record.stopped) return `${failureSentence(record.stopped.code)} Concord tries again every day.`;
  if (quietUntil > now)
    return `${label} allows only so many requests; going on in ${Math.ceil((quietUntil - now) / 1000)} seconds.`;
  if (directory.readAt === undefined || record.waitsForDirectory) return waitingSentence(directory);
  if (record.cursor === undefined) return `${label} is about to be looked at for the first time.`;
  if (run?.state === 'running' && run.kind === 'day')
    return 'The past 24 hours are looked through; new mail appears meanwhile.';
  return isPushed
    ? `Messages of your contacts are filed moments after ${label} tells of them.`
    : `Messages of your contacts are filed every hour: ${label} does not tell of new mail here.`;
}

/** Mail waits, and none is lost, while nobody knows whose it is. */
function waitingSentence({ code, readAt }: DirectoryRecord): string {
  const kept = 'No message is lost meanwhile.';
  if (code !== undefined && isOver(code)) return `New mail waits: ${clioSentence(code)} ${kept}`;
  if (code !== undefined) return `New mail waits until Clio answers: only it says who your contacts are. ${kept}`;
  return readAt === undefined
    ? 'The contacts of your firm are being read from Clio; mail follows at once.'
    : `New mail waits until the contacts of your firm are read from Clio. ${kept}`;
}

const isOver = (code: ErrorCode): boolean =>
  dispositionOf(code) === 'pauseConnection' || dispositionOf(code) === 'stopSync';

const clioSentence = (code: ErrorCode): string =>
  code === 'forbidden'
    ? 'this Clio account may not read contacts. Ask your Clio administrator for the permission.'
    : 'Clio is not connected. Sign in with Clio again.';

/** How well the contacts of the firm are known. */
export function directorySentence({ readAt, code }: DirectoryRecord): string {
  if (code !== undefined && isOver(code))
    return `Your contacts cannot be read: ${clioSentence(code)} Mail of people whom nobody knows yet waits for that.`;
  if (readAt === undefined)
    return 'Clio was not read yet: that begins with the first mailbox, and before any message is looked at.';
  if (code !== undefined) return 'Clio does not answer as it should just now; Concord goes on as soon as it does.';
  return 'Clio is asked who is new whenever mail comes, at most once a minute, and for everybody once a day.';
}

export const gapSentence = (isBeingFilled: boolean): string =>
  isBeingFilled
    ? 'This time is being looked through.'
    : 'In this time nothing was looked at. Fill it with one click; what is filed already is not filed twice.';

/** What stopped a mailbox or a run, and what to do. */
export function failureSentence(code: ErrorCode | undefined): string {
  switch (code) {
    case 'noMailbox':
      return 'This account has no mailbox. Connect one that has.';
    case 'misconfigured':
      return 'Concord is not set up correctly for this mail. Tell the people who run it.';
    case 'refused':
      return 'The mailbox does not accept this question. Choose other days and try again.';
    case 'forbidden':
      return 'This account may not be read. Ask your administrator for the permission, then authorize again.';
    default:
      return 'The mailbox does not answer as it should just now. Try again in a few minutes.';
  }
}
