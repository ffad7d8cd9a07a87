import { readMailBell } from './bell.ts';
import { ensureMailHook } from './hooks.ts';
import { type MailWork, remember } from './open-mailbox.ts';
import type { StepResult } from './step.ts';

/**
 * Sees to it that the provider tells of new mail, before the cursor is asked for from which changes are told: what comes in between is
 * told twice, and not never.
 */
export async function hookStep(work: MailWork): Promise<StepResult> {
  const { ports, box, memory } = work;
  const { hook: note } = memory.loaded.record;
  const told = (await readMailBell(ports, box))?.hook;
  const hook = await ensureMailHook(ports, { ...work, note }, told);
  if (hook === note) return 'idle';
  remember(work, ({ hook: _, ...record }) => ({ ...record, ...(hook === undefined ? {} : { hook }) }));
  return 'idle';
}
