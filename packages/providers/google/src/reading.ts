import {
  type Collection,
  type CollectionContext,
  type ErrorCode,
  isSyncError,
  type NativeRecord,
  type Observation,
  type Present,
  type SyncError,
} from '@concord/core';
import type { Calls } from './calls.ts';
import { garbled } from './errors.ts';
import { readGroups } from './groups.ts';
import { changedAtOf, observe, type Seeing, sortPeople, toPresent } from './observations.ts';
import type { PersonResponse } from './person.ts';
import { clockSlackMs, contactsProfile, maxPagesPerRound } from './profile.ts';
import {
  listRequest,
  markersOf,
  type NamedPerson,
  parseList,
  parsePerson,
  parseResponses,
  parseRound,
  readAllRequest,
  readRequest,
  readWholeRequest,
  recentRequest,
  tokenAfter,
} from './requests.ts';
import { isMissing } from './response.ts';
import { chosenIn } from './rounds.ts';

type Reading = Pick<Collection, 'scan' | 'changes' | 'read' | 'records' | 'find' | 'groups'>;
export type Looking = Pick<CollectionContext, 'clock' | 'phoneRegion' | 'group'>;

/** A person as it is read by id, or that there is none. */
export type Looked = { readonly observation: Observation; readonly person?: NamedPerson };

/** Looking at the contacts of an account. A complete pass is a list that asks for a sync token; `changes` go on from that. */
export function createReading(calls: Calls, context: Looking): Reading {
  const { group } = context;

  async function readPage(token: string | undefined) {
    const round = token === undefined ? { pages: 0, ...chosenIn(group) } : parseRound(token, group);
    const seeing = seeingNow(context);
    const page = parseList(await calls(listRequest(round), token === undefined ? 'call' : 'token'));
    const next = tokenAfter(page, round);
    const { observations, unclear } = sortPeople(page.people, seeing);
    const more = page.nextPageToken !== undefined;
    return { observations: [...observations, ...(await read(unclear))], next, more, total: page.total };
  }

  async function read(ids: readonly string[]): Promise<readonly Observation[]> {
    const looked = await lookAt(calls, context, ids);
    return looked.map(({ observation }) => observation);
  }

  return {
    scan: async (token) => {
      const { observations, next, more, total } = await readPage(token);
      return { observations, ...(more ? { next } : { cursor: next }), ...(total === undefined ? {} : { total }) };
    },
    changes: async (cursor) => {
      const { observations, next, more } = await readPage(cursor);
      return { observations, cursor: next, more };
    },
    read,
    records: (ids) => wholeRecords(calls, ids),
    find: async (sought) => {
      if (sought.length === 0) return [];
      const since = Math.min(...sought.map((one) => one.since)) - clockSlackMs;
      const found = await findMarkers(calls, context, new Set(sought.map(({ marker }) => marker)), since);
      return sought.map(({ marker }) => found.get(marker) ?? []);
    },
    groups: () => readGroups(calls),
  };
}

/** To be asked right before a request. */
const seeingNow = ({ clock, phoneRegion, group }: Looking): Seeing => ({ askedAt: clock.now(), phoneRegion, group });

/** By id, in as few requests as may be; one answer each, in order. */
export async function lookAt(calls: Calls, context: Looking, ids: readonly string[]): Promise<readonly Looked[]> {
  const looked: Looked[] = [];
  for (const part of parts(ids)) looked.push(...(await lookAtPart(calls, context, part)));
  return looked;
}

async function lookAtPart(calls: Calls, context: Looking, ids: readonly string[]): Promise<readonly Looked[]> {
  const seeing = seeingNow(context);
  const found = ids.length < 2 ? new Map<string, PersonResponse>() : await readAll(calls, ids, readAllRequest);
  const looked: Looked[] = [];
  for (const id of ids) {
    const response = found.get(id);
    // Who is left out of the answer may be so for any reason: only a request of its own says which.
    looked.push(toLooked(id, response, seeing) ?? (await lookAtOne(calls, context, id)));
  }
  return looked;
}

function toLooked(id: string, response: PersonResponse | undefined, seeing: Seeing): Looked | undefined {
  if (response === undefined) return undefined;
  if (isMissing(response)) return { observation: { kind: 'gone', id, askedAt: seeing.askedAt, confirmed: true } };
  if (!response.person?.resourceName) return undefined;
  const person = parsePerson(response.person);
  return { observation: observe(person, seeing, id), person };
}

/** In one request; undefined for what does not come back. */
async function wholeRecords(calls: Calls, ids: readonly string[]): Promise<readonly (NativeRecord | undefined)[]> {
  if (ids.length === 0) return [];
  const found = await readAll(calls, ids, readWholeRequest);
  return ids.map((id) => found.get(id)?.person as NativeRecord | undefined);
}

/** By the names that were asked for. One name that Google cannot read spoils the whole request: then each is asked for. */
async function readAll(
  calls: Calls,
  ids: readonly string[],
  request: typeof readAllRequest,
): Promise<ReadonlyMap<string, PersonResponse>> {
  try {
    const responses = parseResponses(await calls(request(ids)), 'responses');
    return new Map(
      responses.map((response) => [response.requestedResourceName ?? response.person?.resourceName ?? '', response]),
    );
  } catch (error) {
    if (isCode(error, 'refused') || isCode(error, 'notFound')) return new Map();
    throw error;
  }
}

async function lookAtOne(calls: Calls, context: Looking, id: string): Promise<Looked> {
  const seeing = seeingNow(context);
  const { askedAt } = seeing;
  try {
    const person = parsePerson((await calls(readRequest(id))).body);
    return { observation: observe(person, seeing, id), person };
  } catch (error) {
    if (isCode(error, 'notFound')) return { observation: { kind: 'gone', id, askedAt, confirmed: true } };
    // A name that Google will not look at says nothing about the contact.
    if (isCode(error, 'refused')) return { observation: { kind: 'hidden', id, askedAt } };
    throw error;
  }
}

/**
 * A marker is not searched for by Google (its search is a lagging prefix match of a few fields), so it is looked for among
 * what changed last, as far back as the oldest create that is sought: one page, mostly. That list may lag; whoever looks
 * has waited for `readLagMs`. A copy that somebody made may carry the marker along: the older one is the one.
 */
async function findMarkers(
  calls: Calls,
  context: Looking,
  markers: ReadonlySet<string>,
  since: number,
): Promise<ReadonlyMap<string, readonly Present[]>> {
  const found = new Map<string, readonly Present[]>();
  let pageToken: string | undefined;
  for (let pages = 0; pages < maxPagesPerRound; pages += 1) {
    const seeing = seeingNow(context);
    const { people, nextPageToken } = parseList(await calls(recentRequest(pageToken)));
    for (const person of people) {
      const own = markersOf(person).filter((marker) => markers.has(marker));
      for (const marker of own) found.set(marker, [toPresent(person, seeing)]);
    }
    if (nextPageToken === undefined || people.some((person) => changedAtOf(person) < since)) return found;
    pageToken = nextPageToken;
  }
  throw garbled('pages without end');
}

const isCode = (error: unknown, code: ErrorCode): error is SyncError => isSyncError(error) && error.code === code;

function parts(ids: readonly string[]): readonly (readonly string[])[] {
  const { batchSize } = contactsProfile;
  const count = Math.ceil(ids.length / batchSize);
  return Array.from({ length: count }, (_, index) => ids.slice(index * batchSize, (index + 1) * batchSize));
}
