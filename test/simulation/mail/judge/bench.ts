import type { Stage } from '../../stage/stage.ts';
import type { Box } from '../cast.ts';
import type { MailRecord } from '../record.ts';
import type { MailStory } from '../story.ts';

/** What must hold in every story about mail. */
export const mailInvariants = {
  M1: 'No message that counts is lost, unless it lies in a gap that the page shows',
  M2: 'No message is there twice: one engagement a message and firm, one line a timeline',
  M3: 'What is to be left out is stored nowhere, and what is kept stands nowhere in plain text',
  M4: 'Nothing is on the timeline of another firm or of a contact who has no part in it',
  M5: 'A letter goes out once; where nobody can know, at most once, and the page says so',
  M6: 'Effort is bounded: quiet hours cost few requests, and no allowance is overdrawn',
  M7: 'Nothing is written in a mailbox but by sending, and nothing at all at rest',
  M8: 'What was redacted stays so',
  M9: 'A timeline says of a message when it was, and whether it was sent or received',
} as const satisfies Readonly<Record<string, string>>;

export type MailInvariant = keyof typeof mailInvariants;

/** Beside what the judge says: a bug was thrown, or it never heals. */
export type MailFault = { readonly invariant: MailInvariant | 'bug' | 'healing'; readonly says: string };

export type MailBench = {
  readonly story: MailStory;
  readonly stage: Stage;
  readonly boxes: readonly Box[];
  readonly record: MailRecord;
  readonly tried: (invariant: MailInvariant) => void;
  readonly accuse: (invariant: MailFault['invariant'], says: string) => void;
};
