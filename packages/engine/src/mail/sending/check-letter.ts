import { mailKey, type NewLetter, SyncError } from '@concord/core';
import type { StoredLetter } from '../mail-wishes.ts';

/** RFC 5321 takes 254 characters for an address, RFC 5322 998 for a line. */
export const letterLimits = { recipients: 50, address: 254, subject: 255, text: 100_000 } as const;

/** What is sent, as it is sent. Throws `refused`, with a sentence for whoever wrote it. */
export function checkLetter({ to, cc = [], subject, text, answers }: NewLetter): StoredLetter {
  const receivers = checkAddresses(to);
  const copies = checkAddresses(cc).filter((address) => !receivers.some((one) => isSame(one, address)));
  if (receivers.length === 0) throw refused('Say to whom it is to go.');
  if (receivers.length + copies.length > letterLimits.recipients)
    throw refused(`A letter can go to ${letterLimits.recipients} people at most.`);
  return {
    to: receivers,
    cc: copies,
    subject: checkSubject(subject),
    text: checkText(text),
    ...(answers === undefined ? {} : { answers }),
  };
}

/** One address, bare: names, lists and comments would be read by somebody else's rules. A line end would begin another header. */
const addressForm =
  /^[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]+@[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]+\.[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]+$/u;

/** Each once. */
function checkAddresses(addresses: readonly string[]): readonly string[] {
  const tidy = addresses.map((address) => address.trim());
  const wrong = tidy.find(
    (address) => address.length > letterLimits.address || !addressForm.test(address) || mailKey(address) === '',
  );
  if (wrong !== undefined) throw refused(`“${shortened(wrong)}” is no e-mail address.`);
  return tidy.filter((address, index) => tidy.findIndex((other) => isSame(other, address)) === index);
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function checkSubject(subject: string): string {
  const tidy = subject.trim();
  if (tidy.length > letterLimits.subject)
    throw refused(`A subject can have ${letterLimits.subject} characters at most.`);
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(tidy)) throw refused('A subject is one line.');
  return tidy;
}

function checkText(text: string): string {
  const lines = text.replace(/\r\n?/gu, '\n');
  if (lines.trim() === '') throw refused('Write something first.');
  if (lines.length > letterLimits.text) throw refused('This text is too long for a letter.');
  if (/[^\P{Cc}\n\t]/u.test(lines)) throw refused('This text has characters that no letter can have.');
  return lines;
}

const refused = (sentence: string): SyncError => new SyncError('refused', sentence);
