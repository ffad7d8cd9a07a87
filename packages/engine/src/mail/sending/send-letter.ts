import { type Instant, isSyncError, type Letter, type MailAddress } from '@concord/core';
import { isAmbiguous } from '../../wishes/is-ambiguous.ts';
import type { Wish } from '../../wishes/wish.ts';
import { beginWish, holdWish, wasNotDone } from '../../wishes/wishes.ts';
import { openWords, readEngagement } from '../engagement-record.ts';
import type { MailWishAnswer, StoredLetter } from '../mail-wishes.ts';
import type { MailWork } from '../open-mailbox.ts';

/** Assumption: what was sent may show among the sent messages so much later. */
const sentLagMs = 60_000;
/** The mailbox's clock may be behind ours: the letter's own marker keeps it apart from others. */
const clocksApartMs = 15 * 60_000;
/** Then whoever wrote it is told that nobody knows whether it went out. */
const longestTryMs = 10 * 60_000;

/**
 * Sends a letter once, whoever dies when: the wish says that it may have gone out before it does, and then the mailbox is asked whether
 * it did before it is sent again. Until an answer is sure the wish is held.
 */
export async function sendLetter(work: MailWork, wish: Wish, stored: StoredLetter): Promise<MailWishAnswer | 'held'> {
  const { ports, mailbox } = work;
  const letter = await letterOf(work, wish, stored);
  if (wish.begunAt !== undefined) {
    const lookAt = lookAtOf(work, wish, wish.begunAt);
    if (lookAt > ports.clock.now()) return await held(work, wish, lookAt);
    if (await mailbox.wasSent(letter, wish.at - clocksApartMs)) return { kind: 'send' };
  }
  const begun = await beginWish(ports, wish);
  try {
    await mailbox.send(letter);
    return { kind: 'send' };
  } catch (error) {
    if (isSyncError(error) && !isAmbiguous(error)) await wasNotDone(ports, begun);
    if (!isAmbiguous(error) || ports.clock.now() - wish.at > longestTryMs) throw error;
    return await held(work, begun, ports.clock.now() + ports.settings.requestTimeoutMs + sentLagMs);
  }
}

/** Where nobody said more: a worker that died may have begun its request as late as its lease lasted. */
function lookAtOf({ ports }: MailWork, { heldUntil = 0 }: Wish, begunAt: Instant): Instant {
  return heldUntil > begunAt ? heldUntil : begunAt + ports.settings.leaseMs + sentLagMs;
}

async function held({ ports }: MailWork, wish: Wish, until: Instant): Promise<'held'> {
  await holdWish(ports, wish, until);
  return 'held';
}

async function letterOf(work: MailWork, wish: Wish, letter: StoredLetter): Promise<Letter> {
  const { to, cc, subject, text } = letter;
  const answers = await answeredBy(work, letter);
  return {
    marker: wish.id,
    to: to.map(addressOf),
    cc: cc.map(addressOf),
    subject,
    text,
    ...(answers === undefined ? {} : { answers }),
  };
}

const addressOf = (address: string): MailAddress => ({ address, name: '' });

/** Only where this mailbox has the message itself; to any other it would be a new conversation. */
async function answeredBy(
  { ports, box: { firm, connection } }: MailWork,
  { answers }: StoredLetter,
): Promise<Letter['answers']> {
  const engagement = answers === undefined ? undefined : (await readEngagement(ports, firm, answers))?.engagement;
  const mine = engagement?.boxes.find((one) => one.connection === connection);
  if (engagement === undefined || mine === undefined) return undefined;
  const messageId = (await openWords(ports, engagement))?.messageId;
  return { id: mine.id, threadId: mine.thread, ...(messageId === undefined ? {} : { messageId }) };
}
