import type { MailScene } from '../participants.ts';
import type { MailPart } from '../verdict.ts';

/** The last rule: each contact that counts once, by its first address in the order from, to, cc, bcc. */
export function kept({ participants }: MailScene): readonly MailPart[] {
  const parts = new Map<string, MailPart>();
  for (const { as, address, people, taken } of participants) {
    if (taken !== 'contact') continue;
    for (const { contact, name } of people) if (!parts.has(contact)) parts.set(contact, { contact, name, as, address });
  }
  return [...parts.values()];
}
