import type { EngagementView } from '@concord/core';
import { toPlainText } from '../words/plain-text.ts';

type Person = EngagementView['people'][number];

/** A name as its message spells it, or else the address. */
export const nameOf = ({ name, address }: Person): string =>
  toPlainText(name) || toPlainText(address) || 'somebody unnamed';

/** Who wrote and who was written to, in a few words: "Ada Lovelace", "Robin Ashworth and 2 others". */
export function namesOf({ people }: EngagementView): { readonly from: string; readonly to: string } {
  const [from] = people.filter(({ as }) => as === 'from');
  const [first, ...others] = people.filter(({ as }) => as !== 'from');
  return {
    from: from ? nameOf(from) : 'nobody',
    to: first ? `${nameOf(first)}${sayOthers(others.length)}` : 'nobody',
  };
}

function sayOthers(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' and 1 other' : ` and ${count} others`;
}

const parts = ['from', 'to', 'cc', 'bcc'] as const;

/** People by their part in the message, in the order of its head; parts with nobody are left out. */
export const peopleByPart = ({ people }: EngagementView) =>
  parts
    .map((as) => ({ as, people: people.filter((person) => person.as === as) }))
    .filter((part) => part.people.length > 0);
