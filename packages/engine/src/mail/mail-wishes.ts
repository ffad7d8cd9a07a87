import type { MailMessage, MailTraceView } from '@concord/core';

/** What is wished of a member's mailbox. */
export type MailWishRequest =
  | { readonly kind: 'trace'; readonly about: TraceAbout }
  | { readonly kind: 'send'; readonly letter: StoredLetter };

/** `pasted`: what was read of the source; absent where only an id was given. */
export type TraceAbout =
  | { readonly messageId?: string; readonly pasted?: MailMessage }
  | { readonly engagement: string };

export type StoredLetter = {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The engagement that it answers. */
  readonly answers?: string;
};

export type MailWishAnswer = { readonly kind: 'trace'; readonly trace: MailTraceView } | { readonly kind: 'send' };
