import type { Group } from '@concord/core';
import type { ApiRequest } from './api.ts';
import type { Calls } from './calls.ts';
import { type Answer, garbled, recordOf, recordsOf } from './errors.ts';
import type { Person } from './person.ts';
import { groupPageSize, maxGroupPages } from './profile.ts';

/** Where Google puts whoever is created without any group. */
const myContacts = 'contactGroups/myContacts';
/** Of the system's groups only these two take members; everybody is in the first, so that it would be no choice. */
const starred = 'contactGroups/starred';

/** The labels that people made, by name, and "Starred". One request. */
export async function readGroups(calls: Calls): Promise<readonly Group[]> {
  const listed: ListedGroup[] = [];
  let pageToken: string | undefined;
  for (let pages = 0; pages < maxGroupPages; pages += 1) {
    const page = parseGroups(await calls(groupsRequest(pageToken)));
    listed.push(...page.groups);
    pageToken = page.nextPageToken;
    if (pageToken === undefined) return toGroups(listed);
  }
  throw garbled('pages without end');
}

function toGroups(listed: readonly ListedGroup[]): readonly Group[] {
  const labels = listed.filter(({ isLabel }) => isLabel).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  const stars = listed.filter(({ id }) => id === starred);
  return [...labels, ...stars].map(({ id, name }) => ({ id, name, takesNew: true }));
}

export function groupsRequest(pageToken?: string): ApiRequest {
  const query = { pageSize: String(groupPageSize), ...(pageToken === undefined ? {} : { pageToken }) };
  return { method: 'GET', path: `/v1/contactGroups?${new URLSearchParams(query).toString()}` };
}

type ListedGroup = { readonly id: string; readonly name: string; readonly isLabel: boolean };

/** An account without labels still has the system's groups. The formatted name is the one that people see. */
export function parseGroups({ body }: Answer): {
  readonly groups: readonly ListedGroup[];
  readonly nextPageToken?: string;
} {
  const { contactGroups, nextPageToken } = recordOf(body) ?? {};
  if (!Array.isArray(contactGroups)) throw garbled('no list of groups');
  const groups = recordsOf(contactGroups).flatMap(({ resourceName, name, formattedName, groupType }) => {
    const shown = [formattedName, name].find(isText);
    if (!isText(resourceName) || shown === undefined) return [];
    return [{ id: resourceName, name: shown, isLabel: groupType === 'USER_CONTACT_GROUP' }];
  });
  return { groups, ...(isText(nextPageToken) ? { nextPageToken } : {}) };
}

/** Who shows no membership at all is in no group. */
export function isOutside({ memberships }: Person, group: string | undefined): boolean {
  if (group === undefined) return false;
  return !(memberships ?? []).some(
    ({ contactGroupMembership }) => contactGroupMembership?.contactGroupResourceName === group,
  );
}

/**
 * The memberships of somebody new. Google puts them among "My Contacts" when none are sent, so that one is sent as well. That
 * these are taken on a create is an assumption; where they are not, the answer shows the newcomer outside.
 */
export function membershipsIn(group: string): NonNullable<Person['memberships']> {
  return [myContacts, group].map((contactGroupResourceName) => ({
    contactGroupMembership: { contactGroupResourceName },
  }));
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
