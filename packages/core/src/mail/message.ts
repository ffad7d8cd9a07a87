import type { Instant } from '../ports/clock.ts';

/** One message of a mailbox: what its envelope says, and a few lines of its text. The rest stays in the mailbox. */
export type MailMessage = {
  /** The mailbox's own id of it. */
  readonly id: string;
  /** RFC 5322 `Message-ID` without its angle brackets; absent when it has none. The same in every mailbox that got it. */
  readonly messageId?: string;
  /** The mailbox's own id of its conversation. */
  readonly threadId: string;
  readonly from?: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** Only a mailbox that sent it knows them. */
  readonly bcc: readonly MailAddress[];
  readonly subject: string;
  /** At most 255 characters of plain text. */
  readonly preview: string;
  /** By its own header. Strangers can write anything there, so it may be far off `receivedAt`. */
  readonly sentAt: Instant;
  /** By the mailbox's clock. */
  readonly receivedAt: Instant;
  readonly place: MailPlace;
  /** The folder or label that it lies in, as people know it. */
  readonly folder: string;
  /** Categories or labels that a person gave it, by name. */
  readonly labels: readonly string[];
  readonly sensitivity: MailSensitivity;
  readonly hasAttachments: boolean;
  /** Opens it in the mailbox. */
  readonly link?: string;
};

export type MailAddress = { readonly address: string; readonly name: string };

/** `chat`: a copy of a chat message, which some mailboxes list among the mail. */
export type MailPlace = 'inbox' | 'sent' | 'drafts' | 'junk' | 'deleted' | 'chat' | 'other';
export type MailSensitivity = 'normal' | 'personal' | 'private' | 'confidential';
