import type { MailRule } from '@concord/core';

/** What each rule asks, in a word or two. */
export const mailRuleWords = {
  draft: 'A draft?',
  junk: 'Junk?',
  deleted: 'Deleted?',
  chat: 'A chat?',
  sensitive: 'Marked private?',
  labelled: 'A label that is left out?',
  nobody: 'Nobody in it?',
  internal: 'Inside the firm?',
  excludedDomain: 'A domain that is left out?',
  noContact: 'No contact in it?',
  copyOnly: 'Only a copy?',
  kept: 'Kept',
} as const satisfies Record<MailRule, string>;
