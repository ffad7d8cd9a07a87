import type { Sandbox } from '@concord/sandbox';
import type { Result } from './report.ts';

export type SideOfRequests = 'clio' | 'microsoft' | 'google';

/** By kind, such as `GET contacts`; the items of a Graph batch are kinds of their own that begin with `batch`. */
export type Requests = Readonly<Record<SideOfRequests, Readonly<Record<string, number>>>>;

export const requestsOf = ({ clio, microsoft, google }: Sandbox): Requests => ({
  clio: clio.requests(),
  microsoft: microsoft.requests(),
  google: google.requests(),
});

export function resetRequests({ clio, microsoft, google }: Sandbox): void {
  for (const each of [clio, microsoft, google]) each.resetRequests();
}

export const httpRequests = (requests: Requests, side: SideOfRequests): number =>
  total(requests[side], (kind) => !isItem(kind));

/** Without those for tokens: they are due by the hour, whatever is synced. */
export const apiRequests = (requests: Requests, side: SideOfRequests): number =>
  total(requests[side], (kind) => !isItem(kind) && kind !== 'POST token');

export const contactWrites = (requests: Requests): number =>
  total(requests.clio, writesContact) + total(requests.microsoft, writesContact) + total(requests.google, writesPeople);

/** A line for every kind of request; `facts` say which run it was. */
export function linesByKind(requests: Requests, facts: Readonly<Record<string, string | number>>): readonly Result[] {
  return (['clio', 'microsoft', 'google'] as const).flatMap((side) =>
    Object.entries(requests[side]).map(([kind, count]) => ({
      of: 'requests by kind',
      ...facts,
      side,
      kind,
      requests: count,
    })),
  );
}

const isItem = (kind: string): boolean => kind.startsWith('batch ');
/** One request writes up to 200. */
const writesPeople = (kind: string): boolean => /:(?:batch)?(?:create|update|delete)contacts?$/iu.test(kind);
const writesContact = (kind: string): boolean => /^(?:batch )?(?:POST|PATCH|PUT|DELETE) contacts?$/u.test(kind);

function total(counts: Readonly<Record<string, number>>, counted: (kind: string) => boolean): number {
  return Object.entries(counts).reduce((sum, [kind, count]) => sum + (counted(kind) ? count : 0), 0);
}
