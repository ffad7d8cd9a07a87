import { type MailRule, mailRules } from '../verdict.ts';
import { chat } from './chat.ts';
import { copyOnly } from './copy-only.ts';
import { deleted } from './deleted.ts';
import { draft } from './draft.ts';
import { excludedDomain } from './excluded-domain.ts';
import { internal } from './internal.ts';
import { junk } from './junk.ts';
import { labelled } from './labelled.ts';
import { noContact } from './no-contact.ts';
import { nobody } from './nobody.ts';
import type { LeavingRule } from './rule.ts';
import { sensitive } from './sensitive.ts';

export type LeavingRuleName = Exclude<MailRule, 'kept'>;

/** The order is that of `mailRules`; whatever none of these answers is kept. */
export const leavingRules = {
  draft,
  junk,
  deleted,
  chat,
  sensitive,
  labelled,
  nobody,
  internal,
  excludedDomain,
  noContact,
  copyOnly,
} as const satisfies Record<LeavingRuleName, LeavingRule>;

export const leavingRuleNames = mailRules.filter((name): name is LeavingRuleName => name !== 'kept');
