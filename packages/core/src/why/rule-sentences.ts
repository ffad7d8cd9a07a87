import type { RuleName } from '../rules/rule.ts';

/** What each rule of `decide` stands for, in a sentence for people. `{left}` and `{right}` are the sides' names. */
export const ruleSentences = {
  'open-intent': 'Nothing is decided while the outcome of an earlier write is being found out.',
  'look-again': 'News that may be old, and every delete, is read again before it counts.',
  'not-visible': 'What an account may not see is neither there nor gone.',
  'at-rest': 'What was deleted or undone stays so, whatever late news says.',
  'both-gone': 'What is gone on both sides is over.',
  released: 'What was deleted on one side and kept on the other is no longer kept in step.',
  'left-gone': 'Deleted in {left}: what follows in {right} is what was chosen for this sync.',
  'right-gone': 'Deleted in {right}: what follows in {left} is what was chosen for this sync.',
  'out-of-scope': 'What is outside of what this sync covers is neither deleted nor doubled.',
  withdraw: 'What its owner keeps private is not shown to others; a copy that Concord had made is taken back.',
  'not-chosen': 'What is not among the chosen ones is left alone, and never deleted or doubled.',
  'waits-for-person': 'What a person was asked about waits for the answer.',
  nameless: 'A {card} with nothing to call it by is listed, and not written.',
  'by-product': 'A company that Concord made for somebody’s card is not sent until it says more.',
  'match-held': '{Who} looks like {somebody} on the other side, but not enough, waits for a person.',
  'no-way-in': '{Who} cannot be put among the chosen ones is not added.',
  'cannot-hold': 'What the other side has no way to say stays where it is, whole.',
  'create-right': '{Who} is in {left} only, and looks like {nobody} in {right}, is added to {right}.',
  'create-left': '{Who} is in {right} only, and looks like {nobody} in {left}, is added to {left}.',
  'kind-differs': 'A person never turns into a company, nor a company into a person.',
  'merge-sides': 'Both {cards} are kept in step, detail by detail.',
} as const satisfies Record<RuleName, string>;
