import { type MailWishView, type NewLetter, SyncError } from '@concord/core';
import { canSend } from '../../connect/can-send.ts';
import type { Caller, EnginePorts } from '../../ports.ts';
import { makeWish } from '../../wishes/wishes.ts';
import { readEngagement } from '../engagement-record.ts';
import { blockedView, viewOfWish } from '../mail-wish-view.ts';
import { ownMailbox } from '../own-mailbox.ts';
import { checkLetter } from './check-letter.ts';

/**
 * Sends from the caller's own mailbox. What stands in the way (a lost grant, a permission that was not given) is said at once, with the next
 * step. Throws `notFound` for what is not theirs, and `refused` for a letter that cannot be sent.
 */
export async function askSend(
  ports: EnginePorts,
  caller: Caller,
  box: string,
  letter: NewLetter,
): Promise<MailWishView> {
  const connection = await ownMailbox(ports, caller, box);
  const checked = checkLetter(letter);
  if (checked.answers !== undefined && (await readEngagement(ports, caller.firm, checked.answers)) === undefined)
    throw new SyncError('notFound', 'There is no such message.');
  // A mailbox that is lost cannot send either, and says why itself.
  if (!(await canSend(ports, connection))) return await blockedView(ports, connection, 'consentNeeded');
  const wish = await makeWish(ports, { ...caller, connection: box }, { kind: 'send', letter: checked });
  return await viewOfWish(ports, connection, wish);
}
