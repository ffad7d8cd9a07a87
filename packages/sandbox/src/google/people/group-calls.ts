import type { people_v1 } from 'googleapis/build/src/apis/people/v1.js';
import type { StoredGroup } from '../contacts/stored-contact.ts';
import type { Answer, Call } from './call.ts';
import { timeOf } from './person-view.ts';
import { badRequest, refusal } from './refusal.ts';

type Json = Readonly<Record<string, unknown>>;

const maxPageSize = 1_000;
const usualPageSize = 30;

/** `GET contactGroups`: the page token is how many came so far. Sync tokens of groups are not made. */
export function listGroups(call: Call): Answer {
  const { query, book } = call;
  const size = Number(query.get('pageSize') ?? 0) || usualPageSize;
  if (!Number.isInteger(size) || size < 0 || size > maxPageSize)
    throw badRequest(`Page size must be between 1 and ${maxPageSize}.`);
  const from = Number(query.get('pageToken') ?? 0);
  const all = book.groups.all();
  const counts = memberCounts(call);
  const shown = all.slice(from, from + size).map((group) => groupBody(group, counts.get(group.resourceName) ?? 0));
  return {
    contactGroups: shown,
    totalItems: all.length,
    ...(from + size < all.length ? { nextPageToken: String(from + size) } : {}),
  };
}

export function getGroup(call: Call): Answer {
  const group = knownGroup(call);
  const members = membersOf(call, group);
  const most = Number(call.query.get('maxMembers') ?? 0);
  return {
    ...groupBody(group, members.length),
    ...(most > 0 && members.length > 0 ? { memberResourceNames: members.slice(0, most) } : {}),
  };
}

export function createGroup(call: Call): Answer {
  const name = nameIn(call.body);
  if (call.book.groups.named(name)) throw refusal('groupExists');
  return groupBody(call.book.groups.add(name), 0);
}

/** A stale etag is 409 here, not 400 (observed). */
export function updateGroup(call: Call): Answer {
  const group = ownGroup(call);
  const name = nameIn(call.body);
  const { etag } = recordOf(recordOf(call.body).contactGroup);
  if (etag !== groupEtag(group)) throw refusal('groupEtagStale');
  const namesake = call.book.groups.named(name);
  if (namesake && namesake.resourceName !== group.resourceName) throw refusal('groupExists');
  return groupBody(call.book.groups.rename(group, name), membersOf(call, group).length);
}

export function deleteGroup(call: Call): Answer {
  const { book, query } = call;
  const group = ownGroup(call);
  const deletes = query.get('deleteContacts') === 'true';
  for (const contact of book.living().filter(({ groups }) => groups.includes(group.resourceName))) {
    const groups = contact.groups.filter((name) => name !== group.resourceName);
    // One that is in no group would be an "other contact": which the sandbox has none of.
    if (deletes || groups.length === 0) book.remove(contact);
    else book.change(contact, { groups });
  }
  book.groups.remove(group);
  return {};
}

/** Nobody leaves their last group (documented). Each change is a new etag of the contact (observed). */
export function modifyMembers(call: Call): Answer {
  const { book } = call;
  const { resourceName } = knownGroup(call);
  const body = recordOf(call.body);
  const [adding, removing] = [namesIn(body.resourceNamesToAdd), namesIn(body.resourceNamesToRemove)];
  if (adding.length + removing.length > maxPageSize) throw refusal('invalidArgument');
  if (adding.length > 0 && !book.groups.takesMembers(resourceName)) throw refusal('groupUnknown');
  const missing = [...adding, ...removing].filter((name) => book.get(name) === undefined);
  const last: string[] = [];
  for (const contact of adding.flatMap((name) => book.get(name) ?? []))
    if (!contact.groups.includes(resourceName)) book.change(contact, { groups: [...contact.groups, resourceName] });
  for (const contact of removing.flatMap((name) => book.get(name) ?? [])) {
    const groups = contact.groups.filter((name) => name !== resourceName);
    if (groups.length === 0) last.push(contact.resourceName);
    else if (groups.length < contact.groups.length) book.change(contact, { groups });
  }
  return {
    ...(missing.length > 0 ? { notFoundResourceNames: missing } : {}),
    ...(last.length > 0 ? { canNotRemoveLastContactGroupResourceNames: last } : {}),
  };
}

function knownGroup({ book, resourceName }: Call): StoredGroup {
  const group = book.groups.get(resourceName);
  if (group === undefined) throw refusal('notFound');
  return group;
}

function ownGroup(call: Call): StoredGroup {
  const group = knownGroup(call);
  if (group.groupType === 'SYSTEM_CONTACT_GROUP') throw refusal('invalidArgument');
  return group;
}

const membersOf = ({ book }: Call, { resourceName }: StoredGroup): readonly string[] =>
  book
    .living()
    .filter(({ groups }) => groups.includes(resourceName))
    .map((contact) => contact.resourceName);

function memberCounts({ book }: Call): ReadonlyMap<string, number> {
  const counts = new Map<string, number>([['contactGroups/all', book.size()]]);
  for (const name of book.living().flatMap(({ groups }) => groups)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const groupEtag = ({ resourceName, changedAt }: StoredGroup): string =>
  Buffer.from(`${resourceName}/${changedAt}`).toString('base64');

/** The system's groups have neither an etag nor metadata, and nobody's count is absent (captures). */
function groupBody(group: StoredGroup, memberCount: number): people_v1.Schema$ContactGroup {
  const { resourceName, name, formattedName, groupType, changedAt } = group;
  const isOwn = groupType === 'USER_CONTACT_GROUP';
  return {
    resourceName,
    ...(isOwn ? { etag: groupEtag(group), metadata: { updateTime: timeOf(changedAt) } } : {}),
    groupType,
    name,
    formattedName,
    ...(memberCount > 0 ? { memberCount } : {}),
  };
}

function nameIn(body: unknown): string {
  const { name } = recordOf(recordOf(body).contactGroup);
  if (typeof name !== 'string' || name.trim() === '') throw refusal('invalidArgument');
  return name.trim();
}

const namesIn = (list: unknown): readonly string[] => (Array.isArray(list) ? list.map(String) : []);

function recordOf(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refusal('invalidArgument');
  return value as Json;
}
