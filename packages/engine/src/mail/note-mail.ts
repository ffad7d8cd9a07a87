import type { Instant, MailMessage } from '@concord/core';
import { timeOf } from './engagement-id.ts';
import { judgeMail } from './judge-mail.ts';
import { keepEngagements } from './keep-engagements.ts';
import type { MailWork } from './open-mailbox.ts';
import type { Look } from './read-directory.ts';

/**
 * `kept`: new engagements. `known`: those that the firm had already. Unless `look` is `fresh`, what was left out may be kept when the
 * messages are noted again.
 */
export type Noted = {
  readonly kept: number;
  readonly known: number;
  readonly leftOut: number;
  readonly look: Look;
};

const dayMs = 24 * 60 * 60_000;

/** Judges these messages and keeps those that count, once each. Safe to repeat, and at the same time as for another mailbox. */
export async function noteMail(work: MailWork, messages: readonly MailMessage[]): Promise<Noted> {
  if (messages.length === 0) return { kept: 0, known: 0, leftOut: 0, look: { kind: 'fresh' } };
  const { judged, look } = await judgeMail(work, messages);
  const forgetBefore = forgottenBefore(work);
  const keeping = judged.filter(({ message, verdict }) => verdict.keeps && timeOf(message) >= forgetBefore);
  const { kept, known } = await keepEngagements(work, keeping);
  return { kept, known, leftOut: messages.length - keeping.length, look };
}

/** What is older is not kept any more. */
export function forgottenBefore({ settings, ports }: Pick<MailWork, 'settings' | 'ports'>): Instant {
  const { retentionDays } = settings;
  return retentionDays === undefined ? 0 : ports.clock.now() - retentionDays * dayMs;
}
