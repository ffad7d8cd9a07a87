import { addressCases } from './addresses.ts';
import { encodingCases } from './encodings.ts';
import { firmCases } from './firm-people.ts';
import { groupCases } from './group-mail.ts';
import { hostileCases } from './hostile.ts';
import { leftOutCases } from './left-out.ts';
import { listCases } from './list-mail.ts';
import type { MailCase } from './mail-case.ts';
import { headerCases } from './odd-headers.ts';

export * from './corpus-firm.ts';
export * from './corpus-verdicts.ts';
export { corpusReceivedAt, inMailbox } from './in-mailbox.ts';
export type { MailCase, MailCaseBox } from './mail-case.ts';

/** Every message, for whatever reads mail: pasted sources, and the look-alikes of the mailboxes. */
export const mailCorpus: readonly MailCase[] = [
  ...addressCases,
  ...firmCases,
  ...listCases,
  ...groupCases,
  ...encodingCases,
  ...headerCases,
  ...hostileCases,
  ...leftOutCases,
];
