import { folded } from '../spelling.ts';
import { watchFieldNames, watchPriorities, watchStatuses } from './fields.ts';
import type { WatchQuery, WatchSort } from './views.ts';
import type { Watch } from './watch.ts';

/** The watches that a query finds, in its order. Equal ones stand in the order of their ids, so that a list can go on. */
export function findWatches(watches: readonly Watch[], query: WatchQuery): readonly Watch[] {
  const words = folded(query.search ?? '')
    .split(' ')
    .filter((word) => word !== '');
  const found = watches.filter(
    (watch) => tests.every((test) => test(watch, query)) && words.every((word) => searchText(watch).includes(word)),
  );
  const keyed = found.map((watch) => ({ watch, key: sortKey(watch, query.sort ?? 'name') }));
  const sign = query.descending === 'true' ? -1 : 1;
  keyed.sort((a, b) => blanksLast(a.key, b.key) || sign * compare(a.key, b.key) || compare(a.watch.id, b.watch.id));
  return keyed.map(({ watch }) => watch);
}

/** What a watch is called. */
export function titleOf({ values }: Pick<Watch, 'values'>): string {
  const name = [values.firstName, values.lastName].filter(Boolean).join(' ');
  return name || values.caseNumber || 'Without a name';
}

type Test = (watch: Watch, query: WatchQuery) => boolean;
const tests: readonly Test[] = [
  ({ archivedAt }, { archived }) => archived === 'too' || (archived === 'only') === (archivedAt !== undefined),
  ({ status }, query) => query.status === undefined || status === query.status,
  ({ priority }, query) => query.priority === undefined || priority === query.priority,
  ({ tags }, { tag }) => tag === undefined || tags.some((each) => folded(each) === folded(tag)),
  ({ values }, { caseType }) => caseType === undefined || folded(values.caseType ?? '') === folded(caseType),
  ({ values }, { assignedTo }) => assignedTo === undefined || folded(values.assignedTo ?? '') === folded(assignedTo),
  ({ link }, { source }) => source === undefined || (source === 'clio') === (link !== undefined),
  ({ link }, { matter }) =>
    matter === undefined || (matter === 'asks' ? link?.asked !== undefined : link?.matterState.kind === matter),
];

function searchText({ values, tags }: Watch): string {
  const name = [values.firstName, values.lastName].filter(Boolean).join(' ');
  return folded([name, ...watchFieldNames.map((field) => values[field] ?? ''), ...tags].join(' '));
}

const priorities = Object.keys(watchPriorities);
const statuses = Object.keys(watchStatuses);

/** Texts that compare as people expect; numbers as padded texts. */
function sortKey(watch: Watch, sort: WatchSort): string {
  switch (sort) {
    case 'name':
      return folded([watch.values.lastName, watch.values.firstName].filter(Boolean).join(' ') || titleOf(watch));
    case 'created':
      return String(watch.createdAt).padStart(15, '0');
    case 'priority':
      return String(priorities.indexOf(watch.priority));
    case 'status':
      return String(statuses.indexOf(watch.status));
    default:
      return folded(watch.values[sort] ?? '');
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const blanksLast = (a: string, b: string): number => Number(a === '') - Number(b === '');
