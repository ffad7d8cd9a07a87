import { judgeScene, sceneOf } from './judge.ts';
import type { MailScene, Participant } from './participants.ts';
import { keptSentence, leavingSentences } from './rule-sentences.ts';
import { leavingRuleNames } from './rules/index.ts';
import { filled, listed, sayAddress, sayWhose, shown } from './say-address.ts';
import type { MailSituation, MailVerdict } from './verdict.ts';
import type { MailTraceView } from './views.ts';

export type MailTrace = {
  readonly verdict: MailVerdict;
} & Pick<MailTraceView, 'sentence' | 'change' | 'addresses' | 'steps'>;

/** A message can name thousands. Those who count are never left off. */
export const mostTracedAddresses = 200;

/** Why a message is kept or left out: every step up to the rule that answered, and what each address was taken for. Pure and total. */
export function traceMail(situation: MailSituation): MailTrace {
  const scene = sceneOf(situation);
  const verdict = judgeScene(scene);
  const facts = factsOf(scene, verdict);
  const change = verdict.rule === 'kept' ? undefined : filled(leavingSentences[verdict.rule].changes, facts);
  return {
    verdict,
    sentence: saidBy(verdict, facts),
    ...(change === undefined ? {} : { change }),
    addresses: tracedOf(scene).map(({ as, address, people, ...rest }) => ({
      address,
      as,
      sentence: sayAddress({ as, address, people, ...rest }),
      ...(people[0] ? { contact: people[0].contact } : {}),
    })),
    steps: stepsOf(verdict, facts),
  };
}

type Facts = Readonly<Record<'because' | 'where' | 'lies' | 'strangers' | 'people', string>>;

function factsOf({ message: { folder }, participants }: MailScene, { because }: MailVerdict): Facts {
  const taken = (wanted: Participant['taken']) => participants.filter((one) => one.taken === wanted);
  const strangers = listed(taken('stranger').map(({ address }) => shown(address)));
  const counted = taken('contact');
  return {
    because: because === undefined ? 'an address of it' : shown(because),
    where: folder === '' ? '' : ` in “${shown(folder)}”`,
    lies: folder === '' ? '' : `: it lies in “${shown(folder)}”`,
    strangers: strangers === '' ? '' : `: ${strangers}`,
    people: sayWhose(counted.length > 0 ? counted : taken('copy')),
  };
}

const saidBy = ({ rule }: MailVerdict, facts: Facts): string =>
  filled(rule === 'kept' ? keptSentence : leavingSentences[rule].says, facts);

function stepsOf(verdict: MailVerdict, facts: Facts): MailTrace['steps'] {
  const answered = { rule: verdict.rule, sentence: saidBy(verdict, facts), answers: true };
  const asked = leavingRuleNames.slice(
    0,
    leavingRuleNames.findIndex((name) => name === verdict.rule),
  );
  const passed = (verdict.rule === 'kept' ? leavingRuleNames : asked).map((rule) => ({
    rule,
    sentence: filled(leavingSentences[rule].passes, facts),
    answers: false,
  }));
  return [...passed, answered];
}

function tracedOf({ participants }: MailScene): readonly Participant[] {
  if (participants.length <= mostTracedAddresses) return participants;
  const known = participants.filter(({ people }) => people.length > 0);
  const others = participants.filter(({ people }) => people.length === 0);
  return [...known, ...others].slice(0, mostTracedAddresses);
}
