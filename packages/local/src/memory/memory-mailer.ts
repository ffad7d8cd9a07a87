import { type Mail, type Mailer, SyncError } from '@concord/core';

export type MemoryMailer = Mailer & {
  /** Every mail, in the order in which it was sent. */
  readonly sent: readonly Mail[];
};

/** `Mailer` in memory. It takes the addresses that SES takes: one person's, in ASCII. */
export function createMemoryMailer(): MemoryMailer {
  const sent: Mail[] = [];
  return {
    sent,
    send: async (mail) => {
      if (!isTaken(mail.to)) throw new SyncError('refused', 'This is not the address of one person.');
      sent.push(mail);
    },
  };
}

const isTaken = (to: string): boolean => isOneAddress.test(to) && isAscii.test(to);
const isOneAddress = /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+\.[^\s@.,;:<>()[\]"\\]+$/u;
const isAscii = /^[!-~]+$/u;
