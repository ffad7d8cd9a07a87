import type { PostOffice } from '@concord/sandbox';
import type { Arrival, Posted } from './mailbox-contract.ts';

/** The headers that make a message what it says of itself. */
export function headersOf({ inReplyTo, sensitivity }: Partial<Arrival>): Readonly<Record<string, string>> {
  const said = sensitivity === 'confidential' ? 'Company-Confidential' : sensitivity;
  return {
    ...(inReplyTo === undefined ? {} : { 'In-Reply-To': `<${inReplyTo}>` }),
    ...(said === undefined || said === 'normal' ? {} : { Sensitivity: said }),
  };
}

/** What a mailbox has sent to people outside of the sandbox. */
export const postedBy = (office: PostOffice): readonly Posted[] =>
  office.leftTheSandbox().map(({ mail: { to, cc, subject, text, messageId, headers } }) => {
    const inReplyTo = headers['In-Reply-To']?.replace(/^<|>$/gu, '');
    return {
      to: to.map(({ address }) => address),
      cc: cc.map(({ address }) => address),
      subject,
      text,
      ...(messageId === undefined ? {} : { messageId }),
      ...(inReplyTo === undefined ? {} : { inReplyTo }),
    };
  });
