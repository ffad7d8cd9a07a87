import { batchCreate, batchDelete, batchGet, batchUpdate } from './batch-calls.ts';
import type { Answer, Call } from './call.ts';
import { isFirstOfAll, listConnections } from './connections.ts';
import { createContact, deleteContact, getPerson, updateContact } from './contact-calls.ts';
import { createGroup, deleteGroup, getGroup, listGroups, modifyMembers, updateGroup } from './group-calls.ts';
import type { Cost } from './quotas.ts';

export type Route = {
  /** How the request log calls it. */
  readonly kind: string;
  readonly needs: 'read' | 'write';
  readonly cost: (query: URLSearchParams) => Cost;
  readonly answer: (call: Call) => Answer;
};

const prefix = 'https://www.googleapis.com/auth/contacts';
/** Documented: a write takes the first only. */
export const scopesFor: Readonly<Record<Route['needs'], readonly string[]>> = {
  write: [prefix],
  read: [prefix, `${prefix}.readonly`],
};

/** Documented units, but for reads: that one draws one is assumed. */
const costs = {
  read: { reads: 1 },
  fullList: { reads: 1, fullLists: 1 },
  write: { reads: 1, writes: 1, dailyWrites: 1 },
  batchWrite: { reads: 6, writes: 6, dailyWrites: 200 },
  delete: { writes: 1 },
  batchDelete: { writes: 10 },
  groupRead: { groupReads: 1 },
  groupWrite: { groupWrites: 1 },
} as const satisfies Readonly<Record<string, Cost>>;

const route = (needs: Route['needs'], cost: keyof typeof costs, answer: Route['answer']) =>
  ({ needs, cost: () => costs[cost], answer }) as const;

/** `{id}` is the last part of a resource name. */
const routes: Readonly<Record<string, Omit<Route, 'kind'>>> = {
  'GET people/me/connections': {
    needs: 'read',
    cost: (query) => (isFirstOfAll({ query }) ? costs.fullList : costs.read),
    answer: listConnections,
  },
  'GET people:batchGet': route('read', 'read', batchGet),
  'POST people:batchCreateContacts': route('write', 'batchWrite', batchCreate),
  'POST people:batchUpdateContacts': route('write', 'batchWrite', batchUpdate),
  'POST people:batchDeleteContacts': route('write', 'batchDelete', batchDelete),
  'POST people:createContact': route('write', 'write', createContact),
  'GET people/{id}': route('read', 'read', getPerson),
  'PATCH people/{id}:updateContact': route('write', 'write', updateContact),
  'DELETE people/{id}:deleteContact': route('write', 'delete', deleteContact),
  'GET contactGroups': route('read', 'groupRead', listGroups),
  'POST contactGroups': route('write', 'groupWrite', createGroup),
  'GET contactGroups/{id}': route('read', 'groupRead', getGroup),
  'PUT contactGroups/{id}': route('write', 'groupWrite', updateGroup),
  'DELETE contactGroups/{id}': route('write', 'groupWrite', deleteGroup),
  'POST contactGroups/{id}/members:modify': route('write', 'groupWrite', modifyMembers),
};

/** By method and path below `/v1/`; undefined for one that leads nowhere. */
export function findRoute(method: string, path: string): { route: Route; resourceName: string } | undefined {
  const [, resourceName = '', id = ''] = /^((?:people|contactGroups)\/([^/:]+))/u.exec(path) ?? [];
  const isList = path === 'people/me/connections';
  const kind = `${method} ${id === '' || isList ? path : path.replace(id, '{id}')}`;
  const known = Object.hasOwn(routes, kind) ? routes[kind] : undefined;
  return known && { route: { kind, ...known }, resourceName };
}
