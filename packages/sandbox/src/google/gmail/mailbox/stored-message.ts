import type { PostedAddress } from '../../../kernel/post-office.ts';

export type Header = readonly [name: string, value: string];

export type StoredMessage = {
  readonly id: string;
  readonly threadId: string;
  readonly labelIds: readonly string[];
  /** When Google took it, in milliseconds. */
  readonly internalDate: number;
  /** Number of the last change of it. */
  readonly historyId: number;
  readonly headers: readonly Header[];
  readonly text: string;
  readonly html?: string;
  /** Names of files that lie in it. */
  readonly files?: readonly string[];
};

/** Everything of a message that is to come. */
export type NewMessage = Pick<StoredMessage, 'labelIds' | 'internalDate' | 'headers' | 'text'> &
  Partial<Pick<StoredMessage, 'html' | 'files' | 'threadId'>>;

/** Of the first one of that name, in any case. */
export function headerOf({ headers }: Pick<StoredMessage, 'headers'>, name: string): string {
  const folded = name.toLowerCase();
  return headers.find(([own]) => own.toLowerCase() === folded)?.[1] ?? '';
}

/** Without its angle brackets. */
export const bare = (id: string): string => id.trim().replace(/^<|>$/gu, '');

export function writtenAddress({ address, name }: PostedAddress): string {
  if (name === '') return address;
  return /^[\w .'-]+$/u.test(name) ? `${name} <${address}>` : `"${name.replace(/["\\]/gu, '\\$&')}" <${address}>`;
}

/** "Re: fwd: X" and "X" are one conversation. */
export const plainSubject = (subject: string): string =>
  subject
    .replace(/^(?:\s*(?:re|fwd?|aw|wg)\s*:)+/iu, '')
    .trim()
    .toLowerCase();
