import type { Setting } from '@concord/sandbox';
import type { MailboxProvider } from '../history/happenings.ts';

/**
 * A story about mail, drawn beforehand like those about contacts: each part has a number of its own, so that parts can be left out
 * to shrink it and the rest still happens.
 */
export type MailStory = {
  readonly seed: number;
  /** How far Concord's clock is ahead of the clouds' (or behind), milliseconds. */
  readonly skewMs: number;
  readonly members: readonly MailMemberPlan[];
  readonly settings: SettingsPlan;
  readonly people: readonly PersonPlan[];
  readonly habits: readonly (readonly [name: string, setting: Setting])[];
  readonly steps: readonly MailStep[];
  /** Virtual days of quiet after all is well again. */
  readonly quietDays: number;
};

/** `firm`: the first firm has one to three members, the second, if there is one, a single one. */
export type MailMemberPlan = { readonly firm: 0 | 1; readonly mailbox: MailboxProvider };

/** What the account owner chooses at the beginning. */
export type SettingsPlan = {
  readonly copiesCount: boolean;
  readonly keepPreview: boolean;
  readonly fillNewContacts: boolean;
  readonly ownDomains: boolean;
  readonly excludedDomains: boolean;
};

/** A contact that Clio has before anybody connects. */
export type PersonPlan = { readonly seed: number; readonly firm: 0 | 1; readonly addresses: number };

/** `what`: a deed or a trouble by its name. After it so many milliseconds go by, or so many calls of running functions. */
export type MailStep = {
  readonly seed: number;
  readonly member: number;
  readonly what: string;
  readonly wait: { readonly ms: number } | { readonly calls: number };
};
