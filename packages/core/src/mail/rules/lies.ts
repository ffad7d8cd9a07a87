import type { MailMessage, MailPlace } from '../message.ts';
import type { LeftOut } from './rule.ts';

/** Whether a message lies in such a place, and what people call that one. */
export function lies({ place, folder }: MailMessage, wanted: MailPlace): LeftOut | undefined {
  if (place !== wanted) return undefined;
  return folder === '' ? {} : { because: folder };
}
