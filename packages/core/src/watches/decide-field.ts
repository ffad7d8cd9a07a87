import { sameText } from '../merge.ts';
import type { ConflictPolicy } from './policy.ts';

/** What is known of one field: what Clio last said, what the watch says, and what Clio says now. A blank is ''. */
export type FieldSituation = { readonly base: string; readonly local: string; readonly clio: string };

/** Why a field is as it is after a refresh. The set is closed; each has a sentence for people. */
export const refreshRules = {
  clioBlank: 'Clio has nothing here, so the watch keeps what it says.',
  same: 'The watch says what Clio says.',
  clioChanged: 'Clio has another value than before, and nobody had edited it here: the watch takes it.',
  editedHere: 'It was edited here, and Clio has not changed since: the edit stays.',
  keptHere: 'It was changed here and in Clio: the watch keeps its own, as you chose.',
  tookClio: 'It was changed here and in Clio: the watch takes Clio’s, as you chose. The history keeps the other.',
  asked: 'It was changed here and in Clio: it waits for your answer, and stays as it is until then.',
  undone: 'The refresh was undone: the watch keeps this until Clio changes again.',
} as const;
export type RefreshRule = keyof typeof refreshRules;

/** `base` is what a later refresh compares with. */
export type FieldDecision = FieldSituation & {
  readonly rule: RefreshRule;
  readonly next: { readonly base: string; readonly local: string };
};

/**
 * One field of one refresh: a three-way merge in which Clio is only ever read. A blank in Clio is no news, and whatever was
 * edited here outlives every refresh unless Clio changed as well and the policy says that Clio wins. Pure and total.
 */
export function decideField(situation: FieldSituation, policy: ConflictPolicy): FieldDecision {
  const rule = ruleOf(situation, policy);
  return { ...situation, rule, next: nextOf(situation, rule) };
}

function ruleOf({ base, local, clio }: FieldSituation, policy: ConflictPolicy): RefreshRule {
  if (clio === '') return 'clioBlank';
  if (sameText(clio, local)) return 'same';
  if (sameText(local, base)) return 'clioChanged';
  if (sameText(clio, base)) return 'editedHere';
  return onConflict[policy];
}

const onConflict = { local: 'keptHere', clio: 'tookClio', ask: 'asked' } as const satisfies Record<
  ConflictPolicy,
  RefreshRule
>;

/** A conflict that was settled is not one again: Clio's value becomes the base. One that is asked about leaves the base. */
function nextOf({ base, local, clio }: FieldSituation, rule: RefreshRule): FieldDecision['next'] {
  switch (rule) {
    case 'clioChanged':
    case 'tookClio':
      return { base: clio, local: clio };
    case 'keptHere':
      return { base: clio, local };
    // Another spelling of the same is no edit: each side keeps its own.
    case 'same':
      return { base: sameText(base, clio) ? base : clio, local };
    default:
      return { base, local };
  }
}
