import type { MailMessage } from './message.ts';
import type { MailSettings } from './settings.ts';

/** In the order in which they are asked; the first that answers wins, and the last always answers. */
export const mailRules = [
  'draft',
  'junk',
  'deleted',
  'chat',
  'sensitive',
  'labelled',
  'nobody',
  'internal',
  'excludedDomain',
  'noContact',
  'copyOnly',
  'kept',
] as const;
export type MailRule = (typeof mailRules)[number];

export type MailDirection = 'received' | 'sent';

/** How a contact takes part in a message, and with which of its addresses. */
export type MailPart = {
  readonly contact: string;
  readonly name: string;
  readonly as: 'from' | 'to' | 'cc' | 'bcc';
  /** As the message spells it. */
  readonly address: string;
};

export type MailVerdict = {
  readonly rule: MailRule;
  /** Whether the message becomes an engagement. */
  readonly keeps: boolean;
  readonly direction: MailDirection;
  /** The contacts on whose timelines it belongs; each once. Empty unless it is kept. */
  readonly parts: readonly MailPart[];
  /** What the rule looked at: an address, a domain, a label, a place. */
  readonly because?: string;
};

/** An existing contact that has an address. */
export type MailPerson = { readonly contact: string; readonly name: string };

export type MailSituation = {
  readonly message: MailMessage;
  /** The address of the mailbox and its aliases, as `mailKey` makes them. */
  readonly ownAddresses: ReadonlySet<string>;
  /** Of all members of the firm, as `mailKey` makes them. */
  readonly colleagues: ReadonlySet<string>;
  readonly settings: MailSettings;
  /** Who has this address, by `mailKey`: several contacts can share one. */
  readonly peopleAt: (key: string) => readonly MailPerson[];
};
