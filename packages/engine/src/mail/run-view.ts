import type { MailProvider, MailRunKind, MailRunView } from '@concord/core';
import type { MailRun } from './mail-run.ts';
import { failureSentence } from './mail-words.ts';

const minuteMs = 60_000;

/** `quietMs`: for how long its provider asked for quiet. */
export function runView(run: MailRun, mail: Pick<MailProvider, 'messagesPerMinute'>, quietMs: number): MailRunView {
  const { id, kind, state, from, until, expected, counts, startedAt, finishedAt } = run;
  const left = remainingMs(run, mail, quietMs);
  return {
    id,
    kind,
    state,
    from,
    until,
    ...(expected === undefined ? {} : { expected: Math.max(expected, counts.looked) }),
    ...counts,
    ...(left === undefined ? {} : { remainingMs: left }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    sentence: sentenceOf(run, quietMs),
  };
}

/** By what the provider allows; absent while nobody has counted, and once it is over. */
function remainingMs(
  { state, expected, counts }: MailRun,
  { messagesPerMinute }: Pick<MailProvider, 'messagesPerMinute'>,
  quietMs: number,
): number | undefined {
  if (expected === undefined || (state !== 'counted' && state !== 'running')) return undefined;
  const left = Math.max(0, expected - counts.looked);
  return quietMs + Math.round((left / messagesPerMinute) * minuteMs);
}

const throughWhat = {
  day: 'the past 24 hours',
  gap: 'the time in which nothing was looked at',
  backSync: 'the days that you chose',
  newContacts: 'the past 30 days for contacts that are new',
} as const satisfies Record<MailRunKind, string>;

function sentenceOf(run: MailRun, quietMs: number): string {
  const { kind, state, expected, counts, startedAt } = run;
  switch (state) {
    case 'counting':
      return 'Counting the messages of these days.';
    case 'counted':
      return expected === 0
        ? 'There are no messages in these days.'
        : `There are about ${expected} messages in these days. Start to look through them; only those of your contacts are filed, and none twice.`;
    case 'running':
      if (quietMs > 0)
        return `The mailbox allows only so many requests; going on in ${Math.ceil(quietMs / 1000)} seconds.`;
      return startedAt === undefined
        ? `Waiting for its turn to look through ${throughWhat[kind]}.`
        : `Looking through ${throughWhat[kind]}: ${counts.looked}${expected === undefined ? '' : ` of about ${Math.max(expected, counts.looked)}`}.`;
    case 'stopped':
      return `Stopped after ${counts.looked} messages; what was filed stays. ${filedSentence(run)}`.trim();
    case 'failed':
      return `${failureSentence(run.code)} ${filedSentence(run)}`.trim();
    default:
      return `Looked through ${throughWhat[kind]}: ${counts.looked} messages. ${filedSentence(run)}`.trim();
  }
}

function filedSentence({ counts: { looked, kept, known, leftOut } }: MailRun): string {
  if (looked === 0) return '';
  const before = known > 0 ? `, ${known} were filed before` : '';
  return `${kept} filed${before}, ${leftOut} left out.`;
}
