import { BrokenConnection, type World } from '../../kernel/world.ts';
import type { StoredContact } from '../contacts/stored-contact.ts';
import type { Answer, Call } from './call.ts';
import {
  addContact,
  livingContact,
  lookOf,
  plannedCreate,
  plannedUpdate,
  refuseOverfull,
  saveContact,
  seenContact,
} from './contact-calls.ts';
import { readMask, readUpdateMask } from './masks.ts';
import { type Look, showPerson } from './person-view.ts';
import { badRequest, PeopleRefusal, refusal, rpcCodes } from './refusal.ts';

/** Documented. */
const maxEntries = { batchGet: 200, batchCreate: 200, batchUpdate: 200, batchDelete: 500 } as const;

type Json = Readonly<Record<string, unknown>>;

/** Each name has its own answer. That one which is not there is answered in its place is assumed. */
export function batchGet(call: Call): Answer {
  const { query, world } = call;
  const names = query.getAll('resourceNames');
  refuseCount(names.length, maxEntries.batchGet);
  const look = lookOf(call, readMask(query.get('personFields'), 'personFields'));
  const responses = names.map((name) => {
    try {
      return response(showPerson(seenContact(call, name), look), name);
    } catch (error) {
      if (!(error instanceof PeopleRefusal) || world.awkward.strikes('google.batchGetRefuses')) throw error;
      return { httpStatusCode: error.status, status: statusOf(error), requestedResourceName: name };
    }
  });
  return { responses: inSomeOrder(world, responses) };
}

export function batchCreate(call: Call): Answer {
  const body = recordOf(call.body);
  const entries = Array.isArray(body.contacts) ? (body.contacts as unknown[]) : [];
  refuseCount(entries.length, maxEntries.batchCreate);
  refuseOverfull(call, entries.length);
  const look = postWriteLook(call, body);
  const keyed = entries.map((entry, index) => [String(index), recordOf(entry).contactPerson] as const);
  const done = runBatch(call, keyed, 'BatchCreateContactsErrorDetails', (person, at) => {
    const planned = plannedCreate(call, person, at);
    return () => addContact(call, planned);
  });
  if (look === undefined) return {};
  const people = done.map(([, contact]) => response(showPerson(contact, look), contact.resourceName));
  return { createdPeople: inSomeOrder(call.world, people) };
}

export function batchUpdate(call: Call): Answer {
  const body = recordOf(call.body);
  const entries = Object.entries(recordOf(body.contacts));
  refuseCount(entries.length, maxEntries.batchUpdate);
  const mask = readUpdateMask(textOf(body.updateMask), 'updateMask');
  const look = postWriteLook(call, body);
  const done = runBatch(call, entries, 'BatchUpdateContactsErrorDetails', (person, at, name) => {
    const planned = plannedUpdate(call, name, person, mask, at);
    return () => saveContact(call, planned);
  });
  if (look === undefined) return {};
  return {
    updateResult: Object.fromEntries(done.map(([name, contact]) => [name, response(showPerson(contact, look), name)])),
  };
}

/** All or nothing; that one which is missing refuses it all is assumed, and the other can be switched on. */
export function batchDelete(call: Call): Answer {
  const { resourceNames } = recordOf(call.body);
  const names = Array.isArray(resourceNames) ? resourceNames.map(String) : [];
  refuseCount(names.length, maxEntries.batchDelete);
  const ignoresMissing = call.world.awkward.strikes('google.batchDeleteIgnoresMissing');
  const contacts = names.flatMap((name) => (ignoresMissing ? (call.book.get(name) ?? []) : livingContact(call, name)));
  if (ignoresMissing && contacts.length === names.length) call.world.awkward.missed('google.batchDeleteIgnoresMissing');
  for (const contact of contacts.slice(0, call.most)) call.book.remove(contact);
  breakOff(call, names.length);
  return {};
}

type Plan = (person: unknown, at: string, key: string) => () => StoredContact;

/**
 * Every entry is checked before the first is written: a bad one refuses the batch, and names itself in the details
 * (documented: "if a contact id does not appear, then the update of that contact would have been successful").
 */
function runBatch(
  call: Call,
  entries: readonly (readonly [string, unknown])[],
  type: string,
  plan: Plan,
): readonly (readonly [string, StoredContact])[] {
  const refused: Record<string, object> = {};
  const planned = entries.flatMap(([key, person]) => {
    try {
      return [[key, plan(person, `contacts[${key}]`, key)] as const];
    } catch (error) {
      if (!(error instanceof PeopleRefusal)) throw error;
      refused[key] = statusOf(error);
      return [];
    }
  });
  const isRefused = Object.keys(refused).length > 0;
  if (isRefused && !call.world.awkward.strikes('google.batchHalfDone')) throw refusedBatch(type, refused);
  if (isRefused && planned.length === 0) call.world.awkward.missed('google.batchHalfDone');
  const done = planned.slice(0, call.most).map(([key, write]) => [key, write()] as const);
  if (isRefused) throw refusedBatch(type, refused);
  breakOff(call, entries.length);
  return done;
}

function refusedBatch(type: string, contactErrors: Readonly<Record<string, object>>): PeopleRefusal {
  const details = [{ '@type': `type.googleapis.com/google.people.v1.${type}`, contactErrors }];
  return new PeopleRefusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.', { details });
}

function breakOff({ most }: Call, count: number): void {
  if (most < count) throw new BrokenConnection('after some contacts of a batch');
}

const statusOf = ({ code, message }: PeopleRefusal): object => ({ code: rpcCodes[code], message });

const response = (person: object, requestedResourceName: string): object => ({
  person,
  httpStatusCode: 200,
  status: {},
  requestedResourceName,
});

/** Without a mask nothing is read after the write, and nothing comes back (documented). */
function postWriteLook(call: Call, body: Json): Look | undefined {
  const mask = textOf(body.readMask);
  const sources = Array.isArray(body.sources) ? body.sources.map(String) : [];
  return mask ? lookOf(call, readMask(mask, 'readMask'), sources) : undefined;
}

function refuseCount(count: number, most: number): void {
  if (count === 0) throw refusal('invalidArgument');
  if (count > most) throw badRequest(`The number of contacts must be at most ${most}.`);
}

/** Nothing says that the order is that of the request. */
function inSomeOrder<T>(world: World, list: readonly T[]): readonly T[] {
  if (!world.awkward.strikes('google.shufflesBatches')) return list;
  if (list.length < 2) world.awkward.missed('google.shufflesBatches');
  return list.toReversed();
}

function recordOf(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refusal('invalidArgument');
  return value as Json;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
