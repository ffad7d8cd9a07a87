import type { Instant } from '@concord/core';

/** What may explain that a message which counts is on no timeline, in the order in which it is asked. */
export type AbsenceFacts = {
  /** Whether this mailbox has it at all. */
  readonly isHere: boolean;
  /** When it came, by the mailbox. */
  readonly at: Instant;
  /** Engagements of before are not kept. */
  readonly forgottenBefore: Instant;
  /** Time in which nothing was looked at. */
  readonly gaps: readonly { readonly from: Instant; readonly until: Instant }[];
  /** Time that is being looked through just now. */
  readonly underWay: readonly { readonly from: Instant; readonly until: Instant }[];
  /** From when on, and up to when, mail was looked at. */
  readonly lookedFrom: Instant | undefined;
  readonly lookedAt: Instant | undefined;
  /** Of the contacts that count, those that were added or changed after it had come. */
  readonly newContacts: readonly string[];
};

type Sentences = { readonly says: string; readonly change: string };

/** `{people}`: of contacts. */
export const absences = {
  notHere: {
    says: 'It would be kept, but this mailbox does not have it.',
    change: 'Ask whoever has it to connect their mailbox, or look in another one of yours.',
  },
  forgotten: {
    says: 'It would be kept, but it is older than your firm keeps messages.',
    change: 'The account owner can have messages kept for longer; then back-sync its day.',
  },
  underWay: {
    says: 'It counts, and its day is being looked through just now.',
    change: 'Nothing: it appears by itself.',
  },
  gap: {
    says: 'It counts, but it came while this mailbox was not connected, and that time was not looked through yet.',
    change: 'Fill the gap.',
  },
  before: {
    says: 'It counts, but it came before this mailbox was connected.',
    change: 'Back-sync its day.',
  },
  notYet: {
    says: 'It counts, and it came after this mailbox was last looked at.',
    change: 'Nothing: it appears by itself with the next look, within the hour.',
  },
  newContact: {
    says: 'It counts now, but {people} was added or changed after it had come.',
    change: 'Back-sync its day.',
  },
  missed: {
    says: 'It counts now, but it did not when it came: the rules, its folder or the contact were others then.',
    change: 'Back-sync its day.',
  },
} as const satisfies Record<string, Sentences>;
export type Absence = keyof typeof absences;

export function absenceOf(facts: AbsenceFacts): Absence {
  const { isHere, at, forgottenBefore, gaps, underWay, lookedFrom, lookedAt, newContacts } = facts;
  const isIn = (span: { readonly from: Instant; readonly until: Instant }): boolean =>
    at >= span.from && at < span.until;
  if (!isHere) return 'notHere';
  if (at < forgottenBefore) return 'forgotten';
  if (underWay.some(isIn)) return 'underWay';
  if (gaps.some(isIn)) return 'gap';
  if (lookedFrom !== undefined && at < lookedFrom) return 'before';
  if (lookedAt === undefined || at >= lookedAt) return 'notYet';
  return newContacts.length > 0 ? 'newContact' : 'missed';
}

export function sayAbsence(facts: AbsenceFacts): Sentences {
  const { says, change } = absences[absenceOf(facts)];
  return { says: says.replace('{people}', () => facts.newContacts.join(', ')), change };
}
