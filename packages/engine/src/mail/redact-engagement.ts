import { type EngagementView, SyncError } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { readEngagement, updateEngagement, withoutWords } from './engagement-record.ts';
import { engagementView, mayRedact, viewerFor } from './engagement-views.ts';

/**
 * Takes subject, people and text of a message away, for good: in Concord alone. It stays on its timelines as redacted, so that it is not
 * kept anew when a mailbox shows it again. The account owner may, and whoever has it in a mailbox of theirs. Safe to repeat. Throws
 * `notFound`, and `refused` for anybody else.
 */
export async function redactEngagement(ports: EnginePorts, caller: Caller, id: string): Promise<EngagementView> {
  const stored = await readEngagement(ports, caller.firm, id);
  if (stored === undefined) throw new SyncError('notFound', 'There is no such engagement.');
  const { redacted: _, ...engagement } = stored.engagement;
  if (!mayRedact(await viewerFor(ports, caller), engagement))
    throw new SyncError('refused', 'Only the account owner, and whose mailbox has the message, can redact it.');
  const redacted = { at: ports.clock.now(), by: caller.member };
  await updateEngagement(ports, caller.firm, id, (known) =>
    known.redacted === undefined ? { ...withoutWords(known), redacted } : undefined,
  );
  return await engagementView(ports, caller, id);
}
