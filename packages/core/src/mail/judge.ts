import { isInternal, type MailScene, participantsOf } from './participants.ts';
import { leavingRuleNames, leavingRules } from './rules/index.ts';
import { kept } from './rules/kept.ts';
import type { MailDirection, MailSituation, MailVerdict } from './verdict.ts';

/**
 * Whether a message becomes an engagement, and on whose timelines. Pure and total: new mail, every run, and "why?" all ask here, and
 * nothing else decides. The first rule that leaves it out wins; what none leaves out is kept, and has a contact.
 */
export function judge(situation: MailSituation): MailVerdict {
  return judgeScene(sceneOf(situation));
}

export function sceneOf(situation: MailSituation): MailScene {
  return { message: situation.message, settings: situation.settings, participants: participantsOf(situation) };
}

export function judgeScene(scene: MailScene): MailVerdict {
  const direction = directionOf(scene);
  for (const rule of leavingRuleNames) {
    const left = leavingRules[rule](scene);
    if (left) return { rule, keeps: false, direction, parts: [], ...left };
  }
  const parts = kept(scene);
  const because = parts[0]?.address;
  return { rule: 'kept', keeps: true, direction, parts, ...(because === undefined ? {} : { because }) };
}

/**
 * As the firm sees it, so that it is the same in every mailbox that has the message: what a colleague sent to a contact is `sent`, also
 * in the mailbox of those who got a copy. A mailbox's own place for what was sent decides where the sender is unknown to us.
 */
function directionOf({ message, participants }: MailScene): MailDirection {
  const byTheFirm = participants.some((one) => one.as === 'from' && isInternal(one));
  return byTheFirm || message.place === 'sent' ? 'sent' : 'received';
}
