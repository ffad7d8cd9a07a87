import { beginRun } from './begin-step.ts';
import { readDirectoryRecord } from './directory-record.ts';
import { type MailWork, remember } from './open-mailbox.ts';
import type { StepResult } from './step.ts';

const dayMs = 24 * 60 * 60_000;
const backMs = 30 * dayMs;

/** Where the firm chose so: looks through the past 30 days when there are new contacts, at most once a day. */
export async function fillNewStep(work: MailWork): Promise<StepResult> {
  const { ports, box, settings, memory } = work;
  if (!settings.fillNewContacts) return 'idle';
  const { filled, connectedAt = 0 } = memory.loaded.record;
  const now = ports.clock.now();
  if (filled !== undefined && now - filled.at < dayMs) return 'idle';
  const { newAt = 0 } = await readDirectoryRecord(ports, box.firm);
  if (newAt <= (filled?.newAt ?? connectedAt)) return 'idle';
  await beginRun(work, 'newContacts', { from: now - backMs, until: now }, newAt);
  remember(work, (record) => ({ ...record, filled: { newAt, at: now } }));
  return 'more';
}
