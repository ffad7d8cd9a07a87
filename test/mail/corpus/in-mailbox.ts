import type { MailAddress, MailMessage } from '@concord/core';
import PostalMime, { type Address, addressParser, type Email } from 'postal-mime';
import type { MailCase } from './mail-case.ts';

/**
 * A case as a mailbox would give it, which reads the whole message, of any size and with all its parts. For look-alikes that hold mail
 * by its envelope; one that holds sources takes `source` as it is. Ids are of the case's place in the corpus.
 */
export async function inMailbox(one: MailCase, index: number): Promise<MailMessage> {
  const email = await PostalMime.parse(one.source, {
    maxHeadersSize: 64 * 1024 * 1024,
    maxNestingDepth: 1_000,
    forceRfc822Attachments: true,
  });
  const from = [...senders(email, 'from'), ...senders(email, 'sender')].find(({ address }) => address.includes('@'));
  const sentAt = Date.parse(email.date ?? '');
  const messageId = /<([^<>\s]+)>/u.exec(email.messageId ?? '')?.[1];
  return {
    id: `m${index}`,
    ...(messageId === undefined ? {} : { messageId }),
    threadId: `t${index}`,
    ...(from ? { from } : {}),
    to: flat(email.to),
    cc: flat(email.cc),
    bcc: flat(email.bcc),
    subject: (email.subject ?? '').slice(0, 255),
    preview: (email.text ?? '').slice(0, 255),
    sentAt: Number.isNaN(sentAt) ? corpusReceivedAt : sentAt,
    receivedAt: corpusReceivedAt + index * 1_000,
    hasAttachments: email.attachments.length > 0,
    ...one.box,
  };
}

/** Of the first case; each later one came a second later. */
export const corpusReceivedAt = Date.UTC(2026, 2, 2, 10);

const flat = (addresses: readonly Address[] = []): readonly MailAddress[] =>
  addresses.flatMap((one) => one.group ?? [{ address: one.address, name: one.name }]);

/** All that stand in the first such header: a comma in a name without quotes begins with one that has no address. */
const senders = ({ headers }: Email, name: 'from' | 'sender'): readonly MailAddress[] =>
  flat(addressParser(headers.find(({ key }) => key === name)?.value ?? ''));
