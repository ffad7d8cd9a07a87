import type { EngagementView, NewLetter } from '@concord/core';
import { parseAddresses } from '../firm/addresses.ts';
import { toPlainText } from '../words/plain-text.ts';

/** A letter as it is being written: addresses as they are typed. */
export type LetterDraft = {
  readonly to: string;
  readonly cc: string;
  readonly subject: string;
  readonly text: string;
  readonly answers?: string;
};

export const newLetterTo = (addresses: readonly string[]): LetterDraft => ({
  to: addresses.slice(0, 1).map(toPlainText).join(', '),
  cc: '',
  subject: '',
  text: '',
});

/** Whoever wrote is answered; what the member wrote goes to the same people again. */
export function answerTo({ id, direction, people, subject }: EngagementView): LetterDraft {
  const to = people.filter(({ as }) => as === (direction === 'received' ? 'from' : 'to'));
  return {
    to: to.map(({ address }) => toPlainText(address)).join(', '),
    cc: '',
    subject: sayAnswer(toPlainText(subject)),
    text: '',
    answers: id,
  };
}

const sayAnswer = (subject: string): string =>
  (/^re\s*:/iu.test(subject) ? subject : `Re: ${subject}`).slice(0, longestSubject).trim();

/** What the API takes. */
const most = 50;
export const longestSubject = 255;
export const longestText = 100_000;

export type LetterFaults = { readonly to?: string; readonly cc?: string; readonly text?: string };

/** The letter to be sent, or what is wrong with it. */
export function readLetter(draft: LetterDraft): { readonly letter: NewLetter } | { readonly faults: LetterFaults } {
  const to = parseAddresses(draft.to);
  const cc = parseAddresses(draft.cc);
  const faults: LetterFaults = {
    ...faultOf('to', to, to.emails.length === 0 ? 'Type at least one address.' : undefined),
    ...faultOf('cc', cc, to.emails.length + cc.emails.length > most ? `At most ${most} people.` : undefined),
    ...(draft.text.trim() === '' ? { text: 'Write something first.' } : {}),
  };
  if (Object.keys(faults).length > 0) return { faults };
  const { subject, text, answers } = draft;
  return {
    letter: {
      to: to.emails,
      ...(cc.emails.length > 0 ? { cc: cc.emails } : {}),
      subject: subject.trim(),
      text,
      ...(answers === undefined ? {} : { answers }),
    },
  };
}

function faultOf(part: 'to' | 'cc', { wrong }: { readonly wrong: readonly string[] }, other: string | undefined) {
  const [first] = wrong;
  const fault = first === undefined ? other : `Not an e-mail address: ${first}`;
  return fault === undefined ? {} : { [part]: fault };
}
