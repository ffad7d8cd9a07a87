import type { ErrorCode } from '@concord/core';
import type { FilingAnswer } from './filing-wishes.ts';

export const filedSentence = ({ number, wasThere }: Extract<FilingAnswer, { readonly kind: 'fileMail' }>): string =>
  wasThere ? `It was on matter ${number} before.` : `Filed on matter ${number}.`;

const unknown =
  'Clio did not say whether it took the message. File it again in a few minutes: it is looked for first, and never filed twice.';

/** Where filing has other words than anything else that Clio is asked. */
export const filingFailures: Readonly<Partial<Record<ErrorCode, string>>> = {
  forbidden:
    'This Clio account may not log communications, or did not give Concord that permission. Ask your Clio administrator for it, then sign in with Clio again and retry.',
  refused:
    'Clio does not take this message: somebody whom it names may not be there any more, or the matter takes nothing. Choose another matter.',
  notFound: 'Clio does not show you this matter, or the message is not here any more.',
  timeout: unknown,
  garbled: unknown,
  unavailable: unknown,
};
