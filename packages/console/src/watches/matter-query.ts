import type { MatterQuery } from '@concord/core';
import { mattersPath } from '../routing/routes.ts';

export const matterStatusWords = {
  open: 'Open',
  pending: 'Pending',
  closed: 'Closed',
} as const satisfies Record<NonNullable<MatterQuery['status']>, string>;

const names = ['search', 'status', 'practiceArea', 'attorney', 'openedFrom', 'openedUntil'] as const;
export type MatterFilters = Readonly<Partial<Record<(typeof names)[number], string>>>;

/** What the address asks for. Words that mean nothing are passed over. */
export function readMatterQuery(words: string): Omit<MatterQuery, 'after'> {
  const given = [...new URLSearchParams(words)].filter(
    ([name, value]) =>
      value !== '' &&
      names.some((known) => known === name) &&
      (name !== 'status' || Object.hasOwn(matterStatusWords, value)),
  );
  return Object.fromEntries(given);
}

export function addressOfMatters(filters: MatterFilters): string {
  const search = new URLSearchParams(names.flatMap((name) => (filters[name] ? [[name, filters[name]]] : [])));
  return search.size > 0 ? `${mattersPath}?${search}` : mattersPath;
}
