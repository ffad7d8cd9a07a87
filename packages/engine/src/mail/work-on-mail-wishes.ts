import { dispositionOf, type ErrorCode, isSyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { quietAskedFor } from '../sync/after-failure.ts';
import type { Wish } from '../wishes/wish.ts';
import { failWish, fulfilled, giveUpWishes, nextWish } from '../wishes/wishes.ts';
import { ringMailbox } from './bell.ts';
import type { BoxId } from './keys.ts';
import type { MailWishAnswer } from './mail-wishes.ts';
import type { MailWork } from './open-mailbox.ts';
import { sendLetter } from './sending/send-letter.ts';
import type { StepResult } from './step.ts';
import { traceMessage } from './tracing/trace-message.ts';

/**
 * Does the oldest thing that its member wishes of a mailbox. Throws what is about the mailbox itself; what it says to one wish alone is
 * said to whoever wished, and keeps nobody else waiting.
 */
export async function wishStep(work: MailWork): Promise<StepResult> {
  const { ports, box } = work;
  const next = await nextWish(ports, box);
  if (next === undefined) return 'idle';
  if (next.wish === undefined) return { waitUntil: next.at };
  await fulfilOne(work, next.wish);
  return 'more';
}

/** Who waits for an answer is told of what stops the worker, at once where it is over, else after a while. */
export async function tellingWishes<Result>(
  ports: EnginePorts,
  box: BoxId,
  attempt: () => Promise<Result>,
): Promise<Result> {
  try {
    return await attempt();
  } catch (error) {
    const disposition = isSyncError(error) ? dispositionOf(error.code) : undefined;
    // Who asks for quiet says when to come back; another worker does what is wished.
    const isTold = disposition !== 'endSlice' && quietAskedFor(ports, error) === undefined;
    const isOver = disposition === 'pauseConnection' || disposition === 'stopSync';
    if (isSyncError(error) && isTold) await giveUpWishes(ports, box, error.code, isOver);
    throw error;
  }
}

async function fulfilOne(work: MailWork, wish: Wish): Promise<void> {
  const { ports, box } = work;
  try {
    const answer = await answerTo(work, wish);
    if (answer === 'held') return;
    await fulfilled(ports, wish, answer);
    // What was sent is an engagement like any other, and somebody waits for it.
    if (answer.kind === 'send') await ringMailbox(ports, box, { ids: 'all' });
  } catch (error) {
    if (!isSyncError(error) || !isOfWish(wish, error.code)) throw error;
    await failWish(ports, wish, error.code);
  }
}

async function answerTo(work: MailWork, wish: Wish): Promise<MailWishAnswer | 'held'> {
  const { request } = wish;
  switch (request.kind) {
    case 'send':
      return await sendLetter(work, wish, request.letter);
    case 'trace':
      return await traceMessage(work, request.about);
    default:
      throw new Error(`A wish of another worker came here: ${request.kind}`);
  }
}

/** Who may not send may read all the same. */
const isOfWish = ({ request }: Wish, code: ErrorCode): boolean =>
  wishesOwn.has(dispositionOf(code)) || (request.kind === 'send' && (code === 'forbidden' || code === 'consentNeeded'));
const wishesOwn: ReadonlySet<string> = new Set(['parkItem', 'treatAsGone', 'resyncCollection', 'decideAgain']);
