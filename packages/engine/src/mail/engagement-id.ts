import { type Instant, type MailMessage, mailKey } from '@concord/core';
import { hash } from '../sync/keys.ts';

type Envelope = Pick<MailMessage, 'messageId' | 'from' | 'to' | 'subject' | 'sentAt'>;

/**
 * The same for every mailbox of a firm that has the message. Its sender is part of it: whoever borrows the message id of another
 * sender's comes onto no timeline of theirs. Without a message id, what the envelope says stands for it.
 */
export function engagementIdOf(firm: string, message: Envelope): string {
  const { messageId, from, to, subject, sentAt } = message;
  const id = messageId?.trim().replace(/^<|>$/gu, '').toLowerCase();
  const sender = mailKey(from?.address ?? '');
  if (id) return hash(JSON.stringify([firm, 'id', id, sender]));
  const minute = Math.floor(sentAt / 60_000);
  const people = to.map(({ address }) => mailKey(address)).sort();
  return hash(JSON.stringify([firm, 'envelope', sender, people, subject.trim(), minute]));
}

const trustedMs = 24 * 60 * 60_000;

/** As its sender dated it, unless that is more than a day from when it came: anybody can write anything there. */
export function timeOf({ sentAt, receivedAt }: Pick<MailMessage, 'sentAt' | 'receivedAt'>): Instant {
  return Math.abs(sentAt - receivedAt) > trustedMs || !Number.isFinite(sentAt) ? receivedAt : sentAt;
}

const daySeconds = 24 * 60 * 60;

/** Until when an engagement of that time is kept. Epoch seconds; nothing where the firm keeps them for ever. */
export const expiryOf = (at: Instant, retentionDays: number | undefined): { readonly expiresAt?: number } =>
  retentionDays === undefined ? {} : { expiresAt: Math.ceil(at / 1000) + retentionDays * daySeconds };
