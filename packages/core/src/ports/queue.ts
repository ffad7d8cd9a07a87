/** "Look again": which sync, which side, at most 20 ids, and why. Never people's data. */
export type ChangeMessage = {
  readonly v: 1;
  readonly kind: 'change';
  readonly firm: string;
  readonly sync: string;
  readonly why: 'push' | 'poll' | 'person' | 'continue' | 'again' | 'retry';
  readonly side?: 'left' | 'right';
  readonly ids?: readonly string[];
};

/** Something about a connection waits for a worker: tokens to be revoked, a grant to be tried, rows to be forgotten. */
export type ConnectionMessage = {
  readonly v: 1;
  readonly kind: 'connection';
  readonly firm: string;
  readonly connection: string;
};

/** Somebody wishes something of a member's Clio, or a refresh of watches goes on: the rows say what. */
export type WatchesMessage = {
  readonly v: 1;
  readonly kind: 'watches';
  readonly firm: string;
  readonly connection: string;
};

/** Somebody wants to see the calendars of a connection and of Clio, or a new one: the row says what. */
export type CalendarsMessage = {
  readonly v: 1;
  readonly kind: 'calendars';
  readonly firm: string;
  readonly connection: string;
};

/** Look for mail in a mailbox, or do what somebody wishes of it: the rows say what. */
export type MailboxMessage = {
  readonly v: 1;
  readonly kind: 'mail';
  readonly firm: string;
  readonly connection: string;
};
export type Message = ChangeMessage | ConnectionMessage | WatchesMessage | CalendarsMessage | MailboxMessage;

/** At-least-once and unordered. `delayMs` up to 15 minutes. Resolves after the queue took the message. */
export type Queue = { readonly send: (message: Message, delayMs?: number) => Promise<void> };
