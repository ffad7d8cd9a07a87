import { isDeepStrictEqual } from 'node:util';
import { judge, type MailMessage } from '@concord/core';
import { corpusSituation } from './corpus-firm.ts';
import type { MailCase } from './mail-case.ts';

/** What is said of a case, as the case writes down what it expects. */
export function verdictOf(one: Pick<MailCase, 'settings'>, message: MailMessage): MailCase['expected'] {
  const { rule, direction, parts } = judge(corpusSituation(one, message));
  return { rule, direction, contacts: parts.map(({ as, contact }) => `${as} ${contact}`).sort() };
}

/** A case whose message is judged otherwise than it expects, or was not given at all; nothing for one that is judged right. */
export function differing(one: MailCase, message: MailMessage | undefined): readonly object[] {
  const { theme, name, expected } = one;
  const was = message === undefined ? 'not given' : verdictOf(one, message);
  return isDeepStrictEqual(was, expected) ? [] : [{ case: `${theme}: ${name}`, expected, was }];
}
