import type { Instant } from '@concord/core';
import type { Session } from './client.ts';
import type { GroupId } from './groups.ts';
import { listMatters, listRelationships, parseMattersPage, parseRelationshipsPage } from './matters.ts';
import { clientsOf, relatedTo } from './membership.ts';
import { followPage, type Page } from './requests.ts';

/** Where a pass over everything stands. */
export type ScanToken = {
  readonly startedAt: Instant;
  readonly group?: GroupId;
  /** The next page: of contacts, or of the list that is being gathered from. */
  readonly url?: string;
  readonly gathering?: ListName;
  /** Those of open matters so far: they travel with the token, since whoever reads the next page remembers nothing. */
  readonly members?: string;
};

type Gathered = { readonly contacts: readonly string[]; readonly next: Page<unknown>['next'] };
const lists = {
  matters: async ({ send, host }: Session, url: string | undefined): Promise<Gathered> => {
    const request = url === undefined ? listMatters(host, { openOnly: true }) : followPage(host, url);
    const { rows, next } = parseMattersPage((await send(request)).response);
    return { contacts: clientsOf(rows), next };
  },
  relationships: async ({ send, host }: Session, url: string | undefined): Promise<Gathered> => {
    const request = url === undefined ? listRelationships(host, {}) : followPage(host, url);
    const { rows, next } = parseRelationshipsPage((await send(request)).response);
    return { contacts: relatedTo(rows), next };
  },
} as const;

type ListName = keyof typeof lists;
export const isListName = (name: unknown): name is ListName => typeof name === 'string' && Object.hasOwn(lists, name);

/** One page of the matters, or of the relationships after them; after the last one contacts can be read. One request. */
export async function gather(session: Session, token: ScanToken): Promise<ScanToken> {
  const { gathering = 'matters', url, members = '', ...rest } = token;
  const { contacts, next } = await lists[gathering](session, url);
  const all = formatMembers(new Set([...parseMembers(members), ...contacts]));
  if (next !== undefined) return { ...rest, gathering, url: next, members: all };
  return gathering === 'matters' ? { ...rest, gathering: 'relationships', members: all } : { ...rest, members: all };
}

/** Ids are long, many and close to one another: each is written as its distance from the one before, in base 36. */
export function formatMembers(ids: ReadonlySet<string>): string {
  const sorted = [...ids].map(Number).toSorted((a, b) => a - b);
  return sorted.map((id, index) => (id - (sorted[index - 1] ?? 0)).toString(36)).join(' ');
}

export function parseMembers(text: string): ReadonlySet<string> {
  let last = 0;
  const distances = text === '' ? [] : text.split(' ');
  return new Set(
    distances.map((distance) => {
      last += Number.parseInt(distance, 36);
      return String(last);
    }),
  );
}
