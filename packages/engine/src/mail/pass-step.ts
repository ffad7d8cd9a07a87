import type { MailWork } from './open-mailbox.ts';
import { passDirectory } from './read-directory.ts';
import type { StepResult } from './step.ts';

/** The daily pass of the contacts keeps nobody waiting: where Clio cannot be asked now, another hour will do. */
export async function passStep(work: MailWork): Promise<StepResult> {
  const { kind } = await passDirectory(work);
  return kind === 'more' ? 'more' : 'idle';
}
