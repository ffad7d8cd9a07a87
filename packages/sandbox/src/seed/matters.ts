import type { ClioMatterInput } from '../clio/matter-control.ts';
import { createDraw } from './draw.ts';

const subjects = [
  'Purchase of a house',
  'Lease of an office',
  'Estate',
  'Will and powers of attorney',
  'Divorce',
  'Custody',
  'Incorporation',
  'Shareholders’ agreement',
  'Unpaid invoice',
  'Dismissal',
  'Accident at work',
  'Trademark',
] as const;

const mattersPerContact = 0.25;
const states = [
  { weight: 6, status: 'Open' },
  { weight: 1, status: 'Pending' },
  { weight: 5, status: 'Closed' },
] as const;
const relatedCounts = [
  { weight: 5, count: 0 },
  { weight: 3, count: 1 },
  { weight: 1, count: 3 },
] as const;

/**
 * The matters of a firm with these contacts, some of whom are clients more than once. Draws from nothing but its own seed,
 * so whatever else is made of the same people stays as it was.
 */
export function mattersOf(
  contacts: readonly number[],
  { seed = 1 }: { readonly seed?: number } = {},
): readonly ClioMatterInput[] {
  const draw = createDraw(seed * 37 + 11);
  return Array.from({ length: Math.round(contacts.length * mattersPerContact) }, () => {
    const client = draw.one(contacts);
    const { count } = draw.weighted(relatedCounts);
    const related = Array.from({ length: count }, () => draw.one(contacts)).filter((id) => id !== client);
    return {
      client,
      description: draw.one(subjects),
      status: draw.weighted(states).status,
      related: [...new Set(related)],
    };
  });
}
