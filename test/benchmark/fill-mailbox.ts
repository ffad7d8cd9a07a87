import type { MailDays } from '@concord/core';
import type { PostedMail } from '@concord/sandbox';
import type { MailFirm } from './mail-firm.ts';
import type { Scene } from './scene.ts';

type Filling = { readonly messages: number; readonly contacts: number; readonly clientEach: number };
export type Filled = { readonly ofClients: number; readonly days: MailDays };

const dayMs = 86_400_000;
const daysBack = 60;

/** Spread over the sixty days before yesterday, so that only a back-sync comes to them; subjects are unique. */
export function fillMailbox(
  { sandbox, now }: Scene,
  { provider, email, addressOf }: MailFirm,
  { messages, contacts, clientEach }: Filling,
): Filled {
  const until = now() - 2 * dayMs;
  const inputs = Array.from({ length: messages }, (_, index) => {
    const isOfClient = index % clientEach === 0;
    const from = isOfClient ? addressOf((index / clientEach) % contacts) : `stranger${index % 997}@elsewhere.example`;
    const receivedAt = until - Math.floor((index / messages) * daysBack * dayMs);
    return { ...letter(index, from, email), sentAt: receivedAt - 2_000, receivedAt };
  });
  if (provider === 'microsoft') sandbox.microsoft.mail(email).addMany(inputs);
  else sandbox.google.mailbox(email).deliverMany(inputs);
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const days = { from: day(until - (daysBack + 1) * dayMs), to: day(until + dayMs), zone: 'UTC' };
  return { ofClients: inputs.filter((_, index) => index % clientEach === 0).length, days };
}

const letter = (index: number, from: string, to: string): Omit<PostedMail, 'sentAt'> => ({
  messageId: `m${index}@mail.example`,
  from: { address: from, name: `Somebody ${index}` },
  to: [{ address: to, name: 'Olive Owner' }],
  cc: index % 7 === 0 ? [{ address: `copy${index}@elsewhere.example`, name: '' }] : [],
  bcc: [],
  subject: `Message ${index}`,
  text: `Dear Olive,\n\n${'Please find enclosed what we talked about. '.repeat(8)}\n\nKind regards`,
  headers: {},
});
