import type { Fields } from '../contacts/fields.ts';
import { type PersonBody, readPerson } from '../contacts/read-person.ts';
import { savedFields } from '../contacts/saving.ts';
import type { StoredContact } from '../contacts/stored-contact.ts';
import type { Answer, Call } from './call.ts';
import { sourceEtag, sourceEtagIn } from './etags.ts';
import { allReadable, readMask, readSources, readUpdateMask, type UpdateMask } from './masks.ts';
import { type Look, showPerson } from './person-view.ts';
import { refusal } from './refusal.ts';

export function getPerson(call: Call): Answer {
  const { query, account, resourceName } = call;
  const mask = readMask(query.get('personFields'), 'personFields');
  if (resourceName === 'people/me') return showOneself(account, mask);
  return showPerson(seenContact(call, resourceName), lookOf(call, mask));
}

export function createContact(call: Call): Answer {
  refuseOverfull(call, 1);
  const look = lookOf(call, maskOrAll(call.query.get('personFields')));
  return showPerson(addContact(call, plannedCreate(call, call.body, 'person')), look);
}

export function updateContact(call: Call): Answer {
  const { query, resourceName, body } = call;
  const mask = readUpdateMask(query.get('updatePersonFields'), 'updatePersonFields');
  const look = lookOf(call, maskOrAll(query.get('personFields')));
  return showPerson(saveContact(call, plannedUpdate(call, resourceName, body, mask, 'person')), look);
}

/** To the trash, where the API sees nothing any more. */
export function deleteContact(call: Call): Answer {
  call.book.remove(livingContact(call, call.resourceName));
  return {};
}

export const lookOf = (
  { query, book }: Call,
  mask: readonly string[],
  sources: readonly string[] = query.getAll('sources'),
): Look => ({ mask, ...readSources(sources), region: book.region });

const maskOrAll = (text: string | null): readonly string[] =>
  text === null ? allReadable : readMask(text, 'personFields');

export function livingContact({ book, world }: Call, resourceName: string): StoredContact {
  const contact = book.get(resourceName);
  // A name that it had before still leads to it (documented for reads in one go); for how long is not known.
  const isOld = contact !== undefined && contact.resourceName !== resourceName;
  if (contact === undefined || (isOld && world.awkward.strikes('google.oldNameGone'))) throw refusal('notFound');
  return contact;
}

/** A contact as this read sees it: a replica may lag behind (observed). */
export function seenContact(call: Call, resourceName: string): StoredContact {
  const contact = livingContact(call, resourceName);
  const { awkward, now } = call.world;
  if (!awkward.strikes('google.staleRead')) return contact;
  const then = call.book.log.at(contact.id, now() - awkward.amount('google.staleRead', 5_000));
  if (then === contact) awkward.missed('google.staleRead');
  if (then === undefined || then.deleted) throw refusal('notFound');
  return then;
}

export type PlannedCreate = { readonly fields: Fields; readonly groups: readonly string[] };
export type PlannedUpdate = {
  readonly contact: StoredContact;
  readonly fields: Fields;
  readonly groups: readonly string[];
};

/** Documented for an account. */
const maxContacts = 25_000;

export function refuseOverfull({ book }: Call, more: number): void {
  if (book.size() + more > maxContacts) throw refusal('tooManyContacts');
}

/** Refuses what cannot be made, before anything is. */
export function plannedCreate(call: Call, body: unknown, at: string): PlannedCreate {
  const { world } = call;
  const sent = readBody(call, body, at);
  refuseGroups(call, sent.groups);
  const fields = savedFields(world, {}, sent.fields, Object.keys(sent.fields) as (keyof Fields)[]);
  if (Object.keys(fields).length === 0 && world.awkward.strikes('google.refusesEmpty')) throw refusal('emptyContact');
  const isIgnored = sent.groups.length > 0 && call.world.awkward.strikes('google.ignoresNewMemberships');
  return { fields, groups: isIgnored ? [] : sent.groups };
}

export function addContact(call: Call, planned: PlannedCreate): StoredContact {
  const contact = call.book.add(planned);
  bumpLater(call, contact);
  return contact;
}

export function plannedUpdate(
  call: Call,
  resourceName: string,
  body: unknown,
  mask: UpdateMask,
  at: string,
): PlannedUpdate {
  const { world } = call;
  const contact = livingContact(call, resourceName);
  const sent = readBody(call, body, at);
  refuseStale(call, contact, sent);
  if (mask.memberships && sent.groups.length === 0) throw refusal('membershipsMissing');
  if (mask.memberships) refuseGroups(call, sent.groups);
  const fields = savedFields(world, contact.fields, sent.fields, mask.fields);
  if (Object.keys(fields).length === 0 && world.awkward.strikes('google.refusesEmpty')) throw refusal('emptyContact');
  return { contact, fields, groups: mask.memberships ? sent.groups : contact.groups };
}

/** A write that changes nothing moves the etag on all the same (assumption: "any mutation"). */
export function saveContact(call: Call, { contact, fields, groups }: PlannedUpdate): StoredContact {
  const { book, world } = call;
  const isLinking =
    contact.fields.emailAddresses !== fields.emailAddresses || contact.fields.phoneNumbers !== fields.phoneNumbers;
  const saved = book.change(contact, { fields, groups });
  const renamed = isLinking && world.awkward.strikes('google.renamesContact') ? book.rename(saved) : saved;
  bumpLater(call, renamed);
  return renamed;
}

/** Stands for whatever a service will never take. */
const refusedWord = '[refuse]';

function readBody({ world }: Call, body: unknown, at: string): PersonBody {
  const { awkward } = world;
  const sent = readPerson(body, at, awkward.strikes('google.refusesProfileValues'));
  if (JSON.stringify(sent.fields).includes(refusedWord) && awkward.strikes('google.refusesValue'))
    throw refusal('invalidArgument');
  return sent;
}

function refuseGroups({ book }: Call, groups: readonly string[]): void {
  if (!groups.every(book.groups.takesMembers)) throw refusal('groupUnknown');
}

/**
 * Documented: the etag of the source. Observed: a person's etag alone is taken, too. Each that came has to hold, and a
 * source's etag is none of a person.
 */
function refuseStale({ world }: Call, contact: StoredContact, { etag, sources }: PersonBody): void {
  const { awkward } = world;
  if (awkward.strikes('google.spuriousConflict')) throw refusal('staleEtag');
  const source = sources?.find(({ type }) => type === 'CONTACT');
  if (source === undefined && (sources !== undefined || awkward.strikes('google.needsSources')))
    throw refusal('sourcesMissing');
  if (etag === undefined && source?.etag === undefined) throw refusal('etagMissing');
  const current = sourceEtag(contact);
  const isStale = etag !== undefined && sourceEtagIn(etag) !== current;
  if (isStale || (source?.etag !== undefined && source.etag !== current)) throw refusal('staleEtag');
}

function bumpLater({ world, book }: Call, { resourceName }: StoredContact): void {
  if (!world.awkward.strikes('google.etagBump')) return;
  world.later(world.awkward.amount('google.etagBump', 2_000), async () => {
    const contact = book.get(resourceName);
    if (contact) book.change(contact);
  });
}

/** The account's own profile, as far as signing in goes. */
function showOneself({ sub, name, email }: Call['account'], mask: readonly string[]): Answer {
  const metadata = { primary: true, source: { type: 'PROFILE', id: sub } };
  const all: Readonly<Record<string, unknown>> = {
    names: [{ metadata, displayName: name }],
    emailAddresses: [{ metadata, value: email }],
    metadata: { sources: [{ type: 'PROFILE', id: sub }], objectType: 'PERSON' },
  };
  const shown = mask.filter((field) => all[field] !== undefined).map((field) => [field, all[field]]);
  return { resourceName: `people/${sub}`, etag: '%OwnProfile', ...Object.fromEntries(shown) };
}
