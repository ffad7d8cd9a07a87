import { type MailSource, type MailWishView, SyncError } from '@concord/core';
import type { Caller, EnginePorts } from '../../ports.ts';
import { makeWish } from '../../wishes/wishes.ts';
import { readEngagement } from '../engagement-record.ts';
import { blockedView, viewOfWish } from '../mail-wish-view.ts';
import type { TraceAbout } from '../mail-wishes.ts';
import { ownMailbox } from '../own-mailbox.ts';
import { parseSource } from '../parse-source.ts';

/**
 * Asks why a message is, or is not, on a timeline: by what somebody pasted of it, or by the engagement that it became. Only what the
 * headers say is kept of the source, sealed, for an hour. Throws `notFound` for what is not theirs, and `refused` for a source that
 * cannot be read.
 */
export async function askTrace(
  ports: EnginePorts,
  caller: Caller,
  box: string,
  asked: MailSource,
): Promise<MailWishView> {
  const connection = await ownMailbox(ports, caller, box);
  const about =
    'engagement' in asked ? await aboutEngagement(ports, caller, box, asked.engagement) : aboutSource(asked.source);
  if (connection.state !== 'active') return await blockedView(ports, connection, 'grantLost');
  const wish = await makeWish(ports, { ...caller, connection: box }, { kind: 'trace', about });
  return await viewOfWish(ports, connection, wish);
}

/** Only in a mailbox that has it: of another member's mailbox nothing is said. */
async function aboutEngagement(
  ports: EnginePorts,
  { firm }: Caller,
  box: string,
  engagement: string,
): Promise<TraceAbout> {
  const stored = await readEngagement(ports, firm, engagement);
  if (!stored?.engagement.boxes.some(({ connection }) => connection === box))
    throw new SyncError('notFound', 'This mailbox has no such message.');
  return { engagement };
}

function aboutSource(source: string): TraceAbout {
  const parsed = parseSource(source);
  if (parsed.kind === 'unreadable') throw new SyncError('refused', parsed.sentence);
  if (parsed.kind === 'id') return { messageId: parsed.messageId };
  const { message } = parsed;
  return { pasted: message, ...(message.messageId === undefined ? {} : { messageId: message.messageId }) };
}
