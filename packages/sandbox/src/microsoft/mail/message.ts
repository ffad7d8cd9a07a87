import type { Filed } from '../mailbox/card.ts';

/** An e-mail address as Graph shows it. */
export type MailPerson = { readonly address: string; readonly name: string };

/** What a message says. */
export type MailFields = {
  /** RFC 5322, with its angle brackets; absent: it came without one. */
  readonly internetMessageId?: string | undefined;
  readonly conversationId: string;
  readonly from?: MailPerson | undefined;
  readonly to: readonly MailPerson[];
  readonly cc: readonly MailPerson[];
  readonly bcc: readonly MailPerson[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly isDraft: boolean;
  readonly isRead: boolean;
  readonly categories: readonly string[];
  readonly hasAttachments: boolean;
  /** By name, as they came. */
  readonly headers: Readonly<Record<string, string>>;
};

/** One version of a message; a write makes the next. `properties`: single-value extended properties by canonical id. */
export type StoredMessage = Filed & { readonly fields: MailFields; readonly createdAt: number };

/** What became of a message, whoever did it. A move changes nothing but the folder. */
export type MessageChange =
  | { readonly kind: 'created'; readonly after: StoredMessage }
  | { readonly kind: 'changed' | 'moved'; readonly before: StoredMessage; readonly after: StoredMessage }
  | { readonly kind: 'deleted'; readonly before: StoredMessage };

/** Graph tells what an item is sensitive for only by the MAPI property `PidTagSensitivity` (assumption: v1.0 names no other way). */
export const sensitivityProperty = 'Integer 0x36';
export const sensitivities = ['normal', 'personal', 'private', 'confidential'] as const;
export type Sensitivity = (typeof sensitivities)[number];

/** Of a header `Sensitivity` (RFC 2156), as Exchange turns it into the property. */
export function sensitivityOf(header: string | undefined): Sensitivity {
  const said = header?.trim().toLowerCase();
  if (said === 'company-confidential') return 'confidential';
  return sensitivities.find((known) => known === said) ?? 'normal';
}

/** Text of at most 255 characters, blanks as one. */
export function previewOf({ text, html }: Pick<MailFields, 'text' | 'html'>): string {
  const plain = text === '' && html !== undefined ? html.replaceAll(/<[^>]*>/gu, ' ') : text;
  return plain.replaceAll(/\s+/gu, ' ').trim().slice(0, 255).toWellFormed();
}
