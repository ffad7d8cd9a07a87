import type { ErrorCode, Message } from '@concord/core';
import type { FilingAnswer, FilingRequest } from '../mail/filing/filing-wishes.ts';
import type { MailWishAnswer, MailWishRequest } from '../mail/mail-wishes.ts';
import type { ClioWishAnswer, ClioWishRequest } from '../watches/clio-wishes.ts';

/** What a member asks of a service. A worker fulfils it: pages never talk to a provider. */
export type Wish = WishOwner & {
  readonly id: string;
  readonly member: string;
  readonly request: WishRequest;
  readonly at: number;
  /** Nobody looks at it before: an answer was lost, and whether it was done shows only then. */
  readonly heldUntil?: number;
  /** When it was last tried, where it may have been done since: the service is asked before it is tried again. */
  readonly begunAt?: number;
  readonly answer?: WishAnswer;
  readonly failed?: ErrorCode;
};

/** Whose connection it is fulfilled through. */
export type WishOwner = { readonly firm: string; readonly connection: string };

export type WishRequest = ClioWishRequest | FilingRequest | MailWishRequest;
export type WishAnswer = ClioWishAnswer | FilingAnswer | MailWishAnswer;

/** By the kind of what is wished for: which message its worker comes by. */
export const wishWorkers = {
  matters: 'watches',
  import: 'watches',
  refresh: 'watches',
  choices: 'watches',
  contactMatters: 'watches',
  fileMail: 'watches',
  trace: 'mail',
  send: 'mail',
} as const satisfies Record<WishRequest['kind'], Message['kind']>;
export type WishWorker = (typeof wishWorkers)[keyof typeof wishWorkers];
