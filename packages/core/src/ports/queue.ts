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

/** At-least-once and unordered. `delayMs` up to 15 minutes. Resolves after the queue took the message. */
export type Queue = { readonly send: (message: ChangeMessage, delayMs?: number) => Promise<void> };
