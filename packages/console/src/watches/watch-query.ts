import type { WatchQuery } from '@concord/core';
import { navigate, useAddressWords } from '../routing/location.ts';
import { watchesPath } from '../routing/routes.ts';
import { fieldNames, fieldWords, priorityWords, statusWords } from './watch-words.ts';

/** What a list can be narrowed to, where there is little to choose from. The first choice of each is everything. */
export const choiceFilters = {
  status: { label: 'Status', all: 'Any', words: statusWords },
  priority: { label: 'Priority', all: 'Any', words: priorityWords },
  source: { label: 'Made', all: 'Either way', words: { clio: 'Linked with Clio', hand: 'By hand' } },
  matter: {
    label: 'Matter in Clio',
    all: 'Any',
    words: { open: 'Open', pending: 'Pending', closed: 'Closed', missing: 'Not shown any more', asks: 'Waits for you' },
  },
  archived: { label: 'Archived', all: 'Leave out', words: { too: 'Show too', only: 'Show only those' } },
} as const satisfies Filters;
export type ChoiceFilter = keyof typeof choiceFilters;

/** Those whose choices are whatever occurs among the watches. */
export const textFilters = {
  tag: { label: 'Tag', all: 'Any', from: 'tags' },
  caseType: { label: 'Case type', all: 'Any', from: 'caseTypes' },
  assignedTo: { label: 'Assigned to', all: 'Anybody', from: 'assignees' },
} as const;
export type TextFilter = keyof typeof textFilters;

type Filters = Partial<
  Record<keyof WatchQuery, { label: string; all: string; words: Readonly<Record<string, string>> }>
>;

/** `name` goes by the last name; the first is the default. */
export const sortWords: Readonly<Record<string, string>> = {
  name: 'Name',
  created: 'When it was made',
  priority: 'Priority',
  status: 'Status',
  ...Object.fromEntries(fieldNames.map((field) => [field, fieldWords[field].label])),
};

const filterNames = [...Object.keys(choiceFilters), ...Object.keys(textFilters)];

/** How many filters narrow the list; search and order are none. */
export const filtersIn = (query: WatchQuery): number => filterNames.filter((name) => name in query).length;

/** What the address asks for. Words that mean nothing are passed over. */
export function readQuery(words: string): WatchQuery {
  const given = [...new URLSearchParams(words)].filter(([name, value]) => value !== '' && isKnown(name, value));
  return Object.fromEntries(given) as WatchQuery;
}

function isKnown(name: string, value: string): boolean {
  if (Object.hasOwn(choiceFilters, name)) return Object.hasOwn(choiceFilters[name as ChoiceFilter].words, value);
  if (name === 'sort') return Object.hasOwn(sortWords, value);
  if (name === 'descending') return value === 'true';
  return name === 'search' || Object.hasOwn(textFilters, name);
}

/** What is absent stays; a blank takes a filter away. */
export type QueryEdit = Readonly<Partial<Record<keyof WatchQuery, string>>>;

export const noFilters: QueryEdit = Object.fromEntries(filterNames.map((name) => [name, '']));

/** The query stands in the address: a list can be passed on, and the way back leads to it. */
export function useWatchQuery() {
  const query = readQuery(useAddressWords());
  const edit = (parts: QueryEdit): void => navigate(addressOf({ ...query, ...parts }), { replace: true });
  const clear = (): void => navigate(watchesPath, { replace: true });
  return { query, edit, clear };
}

export function addressOf(words: QueryEdit): string {
  const search = new URLSearchParams(Object.entries(words).filter(([, value]) => value !== ''));
  return search.size > 0 ? `${watchesPath}?${search}` : watchesPath;
}
