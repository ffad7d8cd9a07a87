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

/** Which practice area such matters belong to. */
const areas = {
  'Purchase of a house': 'Real estate',
  'Lease of an office': 'Real estate',
  Estate: 'Wills and estates',
  'Will and powers of attorney': 'Wills and estates',
  Divorce: 'Family',
  Custody: 'Family',
  Incorporation: 'Corporate',
  'Shareholders’ agreement': 'Corporate',
  'Unpaid invoice': 'Litigation',
  Dismissal: 'Employment',
  'Accident at work': 'Employment',
  Trademark: 'Intellectual property',
} as const satisfies Record<(typeof subjects)[number], string>;

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

export type SampleMatter = ClioMatterInput & { readonly practiceArea: string };

/**
 * The matters of a firm with these contacts, some of whom are clients more than once. Draws from nothing but its own seed,
 * so whatever else is made of the same people stays as it was.
 */
export function mattersOf(
  contacts: readonly number[],
  { seed = 1, attorneys = [] }: { readonly seed?: number; readonly attorneys?: readonly number[] } = {},
): readonly SampleMatter[] {
  const draw = createDraw(seed * 37 + 11);
  // A draw of its own: matters stay about whom and what they were.
  const place = createDraw(seed * 41 + 13);
  return Array.from({ length: Math.round(contacts.length * mattersPerContact) }, () => {
    const client = draw.one(contacts);
    const { count } = draw.weighted(relatedCounts);
    const related = Array.from({ length: count }, () => draw.one(contacts)).filter((id) => id !== client);
    const description = draw.one(subjects);
    const status = draw.weighted(states).status;
    const opened = Date.UTC(2023, 0, 2 + place.number(openDays));
    return {
      client,
      description,
      status,
      related: [...new Set(related)],
      practiceArea: areas[description],
      responsible_attorney: attorneys.length === 0 ? null : place.one(attorneys),
      open_date: dayOf(opened),
      close_date: status === 'Closed' ? dayOf(opened + daysToClose * dayMs) : null,
    };
  });
}

const dayMs = 24 * 60 * 60_000;
const openDays = 1_000;
const daysToClose = 120;
const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
