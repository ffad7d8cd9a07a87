import type { MailRunKind, MailRunView } from '@concord/core';
import { sayCount } from '../words/numbers.ts';
import { sayMinute, sayRemaining } from '../words/time.ts';

/** What each run is called. */
export const runWords = {
  day: 'The past 24 hours',
  gap: 'Filling a gap',
  backSync: 'Older mail',
  newContacts: 'Mail with contacts that are new',
} as const satisfies Record<MailRunKind, string>;

/** Whether it is counting, waits for a person's word, or reads. */
export const isMoving = ({ state }: MailRunView): boolean =>
  state === 'counting' || state === 'counted' || state === 'running';

type Span = { readonly from: number; readonly until: number };

/** "3 Nov 2026, 09:00 to 5 Nov 2026, 14:02" */
export const saySpan = ({ from, until }: Span): string => `${sayMinute(from)} to ${sayMinute(until)}`;

/** "About 1,240 messages, about 5 minutes" */
export function sayExpected({ expected, remainingMs }: MailRunView): string {
  if (expected === undefined) return 'Nobody has counted how many messages these are';
  if (expected === 0) return 'No messages';
  const many = `About ${sayCount(expected, 'message', 'messages')}`;
  return remainingMs === undefined ? many : `${many}, ${sayRemaining(remainingMs)}`;
}
