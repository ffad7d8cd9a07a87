import type { World } from '../../../kernel/world.ts';
import type { AccessToken, Directory, GoogleAccount } from '../../directory.ts';
import type { MailAccounts } from '../mail-accounts.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { Topics } from '../push/topics.ts';

/** One request to Gmail, let in. */
export type Call = {
  readonly world: World;
  readonly directory: Directory;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** Of the path: the id of a message. */
  readonly id: string;
  readonly account: GoogleAccount;
  readonly token: AccessToken;
  readonly mails: MailAccounts;
  readonly mailbox: Mailbox;
  readonly topics: Topics;
};

/** JSON of a 200; undefined for an empty 204. */
export type Answer = object | undefined;
