import type { LeavingRuleName } from './rules/index.ts';

export type LeavingSentences = {
  /** The rule answered. */
  readonly says: string;
  /** It was asked, and did not answer. */
  readonly passes: string;
  /** What would make Concord decide otherwise. */
  readonly changes: string;
};

/**
 * What each rule says to people. `{because}`: what it looked at; `{where}` and `{lies}`: the folder, where it is known; `{strangers}`, `{people}`:
 * addresses, and contacts with theirs.
 */
export const leavingSentences = {
  draft: {
    says: 'It is left out: it is a draft{where}.',
    passes: 'It is no draft{lies}.',
    changes: 'Sending it.',
  },
  junk: {
    says: 'It is left out: the mailbox holds it for junk{where}.',
    passes: 'The mailbox does not hold it for junk.',
    changes: 'Saying in the mailbox that it is no junk; Concord then looks at it again by itself.',
  },
  deleted: {
    says: 'It is left out: it is among what was deleted{where}.',
    passes: 'It was not deleted.',
    changes: 'Moving it back to another folder; Concord then looks at it again by itself.',
  },
  chat: {
    says: 'It is left out: it is a chat message, of which the mailbox keeps a copy{where}.',
    passes: 'It is mail, not a chat message.',
    changes: 'Nothing: chats are not kept.',
  },
  sensitive: {
    says: 'It is left out: its sender marked it as {because}.',
    passes: 'Its sender did not mark it as personal, private or confidential.',
    changes: 'Nothing: what is marked so is never kept. A new message without that mark is.',
  },
  labelled: {
    says: 'It is left out: “{because}” is among the labels and folders that your firm leaves out.',
    passes: 'None of its labels, and not its folder, is among those that your firm leaves out.',
    changes:
      'Taking it off “{because}” in the mailbox, or “{because}” off the list in your firm’s mail settings; then a back-sync of that day.',
  },
  nobody: {
    says: 'It is left out: it names nobody with an address.',
    passes: 'It names at least one address.',
    changes: 'Nothing: without an address it can be nobody’s.',
  },
  internal: {
    says: 'It is left out: all whom it names are of your firm, such as {because}.',
    passes: 'It also names somebody who is not of your firm.',
    changes:
      'Where somebody is taken for a colleague by mistake: taking that domain off your firm’s own domains in the mail settings, or that alias off the mailbox; then a back-sync of that day.',
  },
  excludedDomain: {
    says: 'It is left out: all contacts in it have an address in an excluded domain, {because}.',
    passes: 'No contact in it is left out because of a domain alone.',
    changes: 'Taking {because} off the excluded domains in your firm’s mail settings; then a back-sync of that day.',
  },
  noContact: {
    says: 'It is left out: no contact has any of its addresses{strangers}.',
    passes: 'It names a contact: {people}.',
    changes: 'Adding {because} to a contact in Clio, as its address or as another one; then a back-sync of that day.',
  },
  copyOnly: {
    says: 'It is left out: contacts only get a copy of it, {people}, and your firm does not count copies.',
    passes: 'A contact in it counts: {people}.',
    changes: 'Letting copies count, in your firm’s mail settings; then a back-sync of that day.',
  },
} as const satisfies Record<LeavingRuleName, LeavingSentences>;

export const keptSentence = 'It is kept: {people}.';
