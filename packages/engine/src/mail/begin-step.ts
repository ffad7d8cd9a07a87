import type { Instant, MailRunKind } from '@concord/core';
import { type MailRun, mailRunId, noMailCounts, updateMailRun } from './mail-run.ts';
import { type MailWork, remember } from './open-mailbox.ts';
import type { StepResult } from './step.ts';

const dayMs = 24 * 60 * 60_000;

/**
 * Where nothing tells what is new: after connecting, after reconnecting, and when the mailbox does not know the cursor any more. The
 * new cursor comes first, so that what comes in meanwhile is told by it; then the time before it is left to a run, and after an outage
 * of more than a day the rest to a gap. The run is saved before the cursor.
 */
export async function beginStep(work: MailWork): Promise<StepResult> {
  const { ports, mailbox, connection, memory } = work;
  const { cursor, connectedAt, lookedAt } = memory.loaded.record;
  const since = connection.since ?? 0;
  if (cursor !== undefined && connectedAt === since) return 'idle';
  const begun = await mailbox.begin();
  const now = ports.clock.now();
  const addresses = await mailbox.addresses();
  const isExpired = connectedAt === since;
  if (isExpired) await beginRun(work, 'gap', { from: lookedAt ?? since, until: now }, lookedAt ?? since);
  else await beginRun(work, 'day', { from: now - dayMs, until: now }, since);
  const isGap = !isExpired && lookedAt !== undefined && lookedAt < now - dayMs;
  const gap = isGap ? [{ id: mailRunId(since, 'missed'), from: lookedAt, until: now - dayMs }] : [];
  remember(work, ({ stopped: _, gaps, ...record }) => ({
    lookedFrom: now - dayMs,
    ...record,
    cursor: begun,
    connectedAt: since,
    lookedAt: now,
    addresses,
    addressesAt: now,
    gaps: [...gaps, ...gap].sort((a, b) => a.from - b.from),
  }));
  await work.save();
  return 'more';
}

/**
 * Once, however often it is begun for the same reason. `reason`: when that was. Whoever died before the cursor was saved is followed by
 * one with a later cursor: then it reaches as far, and is looked through anew.
 */
export async function beginRun(
  { ports, box }: MailWork,
  kind: MailRunKind,
  { from, until }: { readonly from: Instant; readonly until: Instant },
  reason: Instant,
): Promise<void> {
  const id = mailRunId(reason, kind);
  const askedAt = ports.clock.now();
  const run: MailRun = { ...box, id, kind, state: 'running', from, until, askedAt, counts: noMailCounts };
  await updateMailRun(ports, box, id, (known) => (known && known.until >= until ? undefined : run));
}
