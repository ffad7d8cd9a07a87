import type { Mail, Mailer } from '@concord/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

export type MailerUnderTest = {
  readonly mailer: Mailer;
  /** What was taken, oldest first. */
  readonly taken: () => readonly Mail[];
  readonly close: () => Promise<void>;
};

export const letter = (traits: Partial<Mail> = {}): Mail => ({
  to: 'ann@firm.example',
  subject: 'Outlook has to be authorized again',
  html: '<!doctype html><p>Hello</p>',
  text: 'Hello',
  id: 'lost.c1.1',
  ...traits,
});

/** Every implementation of `Mailer` must pass this. */
export function describeMailer(name: string, create: () => Promise<MailerUnderTest>): void {
  describe(`mailer: ${name}`, () => {
    let subject: MailerUnderTest;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(() => subject.close());

    it('has a mail taken when send resolves, with every part as it was', async () => {
      const mail = letter({
        subject: 'Zoë & <Ann> "now" 🦊',
        html: '<!doctype html>\r\n<p>Ünï — <a href="https://concord.example/auth/link/x?y=1&amp;z">Go</a></p>',
        text: 'Ünï\n\nhttps://concord.example/auth/link/x?y=1&z',
      });
      await subject.mailer.send(mail);
      expect(subject.taken().at(-1)).toEqual(mail);
    });

    it('takes the same letter again: whoever tries again sends it again', async () => {
      const before = subject.taken().length;
      await subject.mailer.send(letter());
      await subject.mailer.send(letter());
      expect(subject.taken().length).toBe(before + 2);
    });

    it.each([
      'nobody',
      '',
      'ann@',
      '@firm.example',
      'ann@firm',
      'a b@firm.example',
      'Ann <ann@firm.example>',
      'ann@firm.example, eve@other.example',
      'ann@firm.example;eve@other.example',
      'ann@firm.example\r\nBcc: eve@other.example',
      'jörg@firm.example',
    ])('refuses what is not the address of one person for good: %j', async (to) => {
      const before = subject.taken().length;
      await expect(subject.mailer.send(letter({ to }))).rejects.toMatchObject({ name: 'SyncError', code: 'refused' });
      expect(subject.taken().length).toBe(before);
    });

    it('says nothing of the person in a refusal', async () => {
      const failure = await subject.mailer.send(letter({ to: 'Ann Archer' })).catch(String);
      expect(failure).not.toContain('Ann');
    });
  });
}
