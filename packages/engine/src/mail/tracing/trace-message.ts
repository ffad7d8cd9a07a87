import { type MailMessage, type MailTrace, type MailTraceView, mailRules, SyncError, traceMail } from '@concord/core';
import { engagementIdOf } from '../engagement-id.ts';
import { type Engagement, readEngagement } from '../engagement-record.ts';
import { judgeMail, peopleOf, situationOf } from '../judge-mail.ts';
import { contactKey } from '../keys.ts';
import { listMailRuns } from '../mail-run.ts';
import type { MailWishAnswer, TraceAbout } from '../mail-wishes.ts';
import { forgottenBefore } from '../note-mail.ts';
import type { MailWork } from '../open-mailbox.ts';
import { sayAbsence } from './absence.ts';

type Traced = { readonly message: MailMessage; readonly trace: MailTrace };

/**
 * Judges a message as it lies in the mailbox, else as it was pasted, and says what came of that. Throws `notFound` where neither is
 * to be had.
 */
export async function traceMessage(work: MailWork, about: TraceAbout): Promise<MailWishAnswer> {
  const found = await findIn(work, about);
  const pasted = 'pasted' in about ? about.pasted : undefined;
  const messages = found.length > 0 || pasted === undefined ? found : [pasted];
  if (messages.length === 0) throw new SyncError('notFound', 'This mailbox has no such message.');
  const { message, trace } = best(await judged(work, messages));
  const { firm } = work.box;
  const engagement = (await readEngagement(work.ports, firm, engagementIdOf(firm, message)))?.engagement;
  return {
    kind: 'trace',
    trace: {
      ...(message.messageId === undefined ? {} : { messageId: message.messageId }),
      subject: message.subject,
      keeps: trace.verdict.keeps,
      rule: trace.verdict.rule,
      ...(await outcomeOf(work, { message, trace }, engagement, found.length > 0)),
      places: [...new Set(found.map(({ folder }) => folder))].filter((folder) => folder !== ''),
      from: message.from?.address ?? '',
      addresses: trace.addresses,
      ...(engagement === undefined ? {} : { engagement: engagement.id }),
      steps: trace.steps,
    },
  };
}

/** Of the pages of a trace nobody looks at more. */
const mostFound = 20;

async function findIn(work: MailWork, about: TraceAbout): Promise<readonly MailMessage[]> {
  const { mailbox, box, ports } = work;
  if ('engagement' in about) {
    const stored = await readEngagement(ports, box.firm, about.engagement);
    const mine = stored?.engagement.boxes.find(({ connection }) => connection === box.connection);
    return mine === undefined ? [] : await mailbox.read([mine.id]);
  }
  return about.messageId === undefined ? [] : (await mailbox.find(about.messageId)).slice(0, mostFound);
}

/** By what the directory knows now: somebody may have become a contact a moment ago. */
async function judged(work: MailWork, messages: readonly MailMessage[]): Promise<readonly Traced[]> {
  await judgeMail(work, messages);
  const situation = situationOf(work, await peopleOf(work, messages));
  return messages.map((message) => ({ message, trace: traceMail({ ...situation, message }) }));
}

/** A copy of it in another folder may have come further. */
function best(traced: readonly Traced[]): Traced {
  const [first, ...others] = traced;
  if (first === undefined) throw new Error('Nothing was traced.');
  return others.reduce((before, one) => (rank(one) > rank(before) ? one : before), first);
}

const rank = ({ trace }: Traced): number => mailRules.indexOf(trace.verdict.rule);

/** What the rules say, and what became of it. */
async function outcomeOf(
  work: MailWork,
  { message, trace }: Traced,
  engagement: Engagement | undefined,
  isHere: boolean,
): Promise<Pick<MailTraceView, 'sentence' | 'change'>> {
  const { sentence, change, verdict } = trace;
  if (engagement?.redacted !== undefined)
    return { sentence: 'It was kept, and redacted since: subject, people and text are gone for good.' };
  if (engagement !== undefined)
    return verdict.keeps
      ? { sentence }
      : { sentence: `${sentence} It is on the timeline all the same: it counted when it was kept.` };
  if (!verdict.keeps) return { sentence, ...(change === undefined ? {} : { change }) };
  const absence = sayAbsence({
    isHere,
    at: message.receivedAt,
    forgottenBefore: forgottenBefore(work),
    ...(await lookedAt(work)),
    newContacts: await newerThan(work, trace, message),
  });
  return { sentence: `${sentence} ${absence.says}`, change: absence.change };
}

async function lookedAt({ ports, box, memory }: MailWork) {
  const { gaps, lookedFrom, lookedAt: at } = memory.loaded.record;
  const runs = await listMailRuns(ports, box);
  return { gaps, underWay: runs.filter(({ state }) => state === 'running'), lookedFrom, lookedAt: at };
}

/** By when the directory last saw them change. */
async function newerThan(
  { ports, box }: MailWork,
  { verdict }: MailTrace,
  { receivedAt }: MailMessage,
): Promise<readonly string[]> {
  const rows = await ports.table.getMany(verdict.parts.map(({ contact }) => contactKey(box.firm, contact)));
  const newer = new Set(rows.filter((row) => Number(row['at']) > receivedAt).map(({ sk }) => sk));
  const theirs = verdict.parts.filter(({ contact }) => newer.has(contactKey(box.firm, contact).sk));
  return [...new Set(theirs.map(({ name }) => name))];
}
