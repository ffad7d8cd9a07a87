import {
  type ChangesPage,
  type Gone,
  type Hidden,
  type HttpRequest,
  type Instant,
  type Item,
  isSyncError,
  type Observation,
  type Present,
  type Retrieved,
  type ScanPage,
  type Sought,
  SyncError,
} from '@concord/core';
import type { Session } from './client.ts';
import { bindLost } from './companies.ts';
import type { ContactRecord, RedactedRecord } from './contact-record.ts';
import { isNamesake, mayBe, readContact } from './contacts.ts';
import { gather, isListName, parseMembers, type ScanToken } from './gathering.ts';
import { type GroupId, placed } from './groups.ts';
import { garbled } from './json.ts';
import { amongOpenMatters, movedSince } from './membership.ts';
import { api, contacts, membership, reading } from './profile.ts';
import {
  type ContactsFilter,
  followPage,
  getContact,
  listContacts,
  type Page,
  parseContact,
  parseContactsPage,
} from './requests.ts';
import { versionOf } from './version.ts';

/**
 * One page of everything, oldest id first. The pass began at `startedAt`; changes are asked for from a little earlier. Where
 * only contacts of open matters were chosen, pages without contacts come first, on which these are gathered.
 */
export async function scan(session: Session, next: string | undefined): Promise<ScanPage> {
  const token = next === undefined ? firstToken(session) : parseScanToken(session, next);
  if (token.gathering) return { observations: [], next: JSON.stringify(await gather(session, token)) };
  const { startedAt, url, members } = token;
  const { observations, page } = await readPage(session, {}, url);
  const shown = members === undefined ? observations : placedAmong(observations, parseMembers(members));
  const total = page.total === undefined ? {} : { total: page.total };
  return page.next === undefined
    ? { observations: shown, cursor: cursorFrom(session, startedAt), ...total }
    : { observations: shown, next: JSON.stringify({ ...token, url: page.next }), ...total };
}

function firstToken({ context, group }: Session): ScanToken {
  const startedAt = context.clock.now();
  if (group === 'openMatter') return { startedAt, group, gathering: 'matters', members: '' };
  return { startedAt, ...chosenIn(group) };
}

/**
 * One page of what changed. Pages come in the order of ids, so the cursor moves on only when the last one was read, and
 * then to when the first was asked for: never to "the last row seen". Where a group was chosen, the last page also has
 * those whose matters changed.
 */
export async function changes(session: Session, cursor: string): Promise<ChangesPage> {
  const { since, startedAt = session.context.clock.now(), next } = parseCursor(session, cursor);
  const { observations, page } = await readPage(session, { updatedSince: since }, next);
  const place = { startedAt, since, ...chosenIn(session.group) };
  if (page.next !== undefined) {
    const shown = await inTheirPlaces(session, observations);
    return { observations: shown, cursor: JSON.stringify({ ...place, next: page.next }), more: true };
  }
  const moved = session.group ? await readMoved(session, since, new Set(observations.map(({ id }) => id))) : [];
  const shown = await inTheirPlaces(session, [...observations, ...moved]);
  return { observations: shown, cursor: cursorFrom(session, startedAt), more: false };
}

const cursorFrom = ({ group }: Session, startedAt: Instant): string =>
  JSON.stringify({ since: startedAt - reading.overlapMs, ...chosenIn(group) });
const chosenIn = (group: GroupId | undefined): { readonly group?: GroupId } => (group === undefined ? {} : { group });

/** Those whom a change of matters may have moved, but for whom is shown already. Who does not come back is told by notices. */
async function readMoved(
  session: Session,
  since: Instant,
  shown: ReadonlySet<string>,
): Promise<readonly (Present | Hidden)[]> {
  const ids = [...new Set(await movedSince(session, since))].filter((id) => !shown.has(id));
  if (ids.length > membership.mostMoved) throw unknownToken();
  const moved: (Present | Hidden)[] = [];
  for (let from = 0; from < ids.length; from += api.pageSize) {
    const { observations } = await readPage(session, { ids: ids.slice(from, from + api.pageSize) });
    moved.push(...observations);
  }
  return moved;
}

/** Clients say so themselves. */
async function inTheirPlaces(session: Session, observations: readonly Observation[]): Promise<readonly Observation[]> {
  if (session.group !== 'openMatter') return observations;
  const ids = observations.flatMap(({ kind, id }) => (kind === 'present' ? [id] : []));
  return placedAmong(observations, await amongOpenMatters(session, ids));
}

const placedAmong = (observations: readonly Observation[], inside: ReadonlySet<string>): readonly Observation[] =>
  observations.map((seen) => (seen.kind === 'present' ? placed(seen, inside.has(seen.id)) : seen));

/** By id in one request; an id that does not come back is asked for by itself. */
export async function read(session: Session, ids: readonly string[]): Promise<readonly Observation[]> {
  if (ids.length === 0) return [];
  if (ids.length > contacts.batchSize) throw new Error(`${ids.length} ids in one read`);
  const { observations } = await readPage(session, { ids });
  const found = new Map(observations.map((observation) => [observation.id, observation]));
  const answers: Observation[] = [];
  for (const id of ids) answers.push(found.get(id) ?? (await readOne(session, id)));
  return await inTheirPlaces(session, answers);
}

async function readOne(session: Session, id: string): Promise<Observation> {
  const askedAt = session.context.clock.now();
  try {
    const sent = await session.send(getContact(session.host, id, session.fields));
    return toObservation(session, parseContact(sent.response), sent.askedAt);
  } catch (error) {
    if (isSyncError(error) && error.code === 'notFound') return missing(session, id, askedAt);
    if (isSyncError(error) && error.code === 'forbidden') return { kind: 'hidden', id, askedAt };
    throw error;
  }
}

/** To a member who sees only some contacts, what is gone and what is not theirs both answer 404. */
function missing({ context }: Session, id: string, askedAt: Instant): Gone | Hidden {
  return context.seesEverything ? { kind: 'gone', id, askedAt, confirmed: true } : { kind: 'hidden', id, askedAt };
}

/** Contacts carry no marker: what was created since and says the same may be the one. Who is new has no matters yet. */
export async function find(session: Session, sought: readonly Sought[]): Promise<readonly (readonly Retrieved[])[]> {
  if (sought.length === 0) return [];
  const earliest = Math.min(...sought.map(({ since }) => since)) - reading.overlapMs;
  const found = await createdSince(session, earliest);
  const created = session.group === 'openMatter' ? found.map((each) => placed(each, false)) : found;
  return sought.map(({ item, since }) =>
    created
      .filter((each) => each.createdAt >= since - reading.overlapMs)
      .flatMap((each) => {
        if (mayBe(each.item, item)) return [each];
        return isNamesake(each.item, item) ? [{ ...each, unsure: true as const }] : [];
      }),
  );
}

/** What lost writes of these items may have made along the way: the companies that they name. */
export async function byProducts(session: Session, items: readonly Item[], since: Instant): Promise<void> {
  const names = items.flatMap(({ kind, company }) =>
    kind === 'person' && typeof company === 'string' && company ? [company] : [],
  );
  if (names.length > 0) await bindLost(session, names, await createdSince(session, since - reading.overlapMs));
}

async function createdSince(session: Session, since: Instant): Promise<readonly Present[]> {
  const found: Present[] = [];
  let url: string | undefined;
  for (let pages = 0; pages < reading.maxSearchPages; pages += 1) {
    const { observations, page } = await readPage(session, { createdSince: since }, url);
    found.push(...observations.filter((observation) => observation.kind === 'present'));
    url = page.next;
    if (url === undefined) return found;
  }
  throw new SyncError('unavailable', 'too many contacts were created since to look through', { provider: 'clio' });
}

type ReadPage = {
  readonly observations: readonly (Present | Hidden)[];
  readonly page: Page<ContactRecord | RedactedRecord>;
};

async function readPage(session: Session, filter: ContactsFilter, url?: string): Promise<ReadPage> {
  const request =
    url === undefined ? listContacts(session.host, filter, session.fields) : followPage(session.host, url);
  const { response, askedAt } = await (url === undefined ? session.send(request) : sendContinued(session, request));
  const page = parseContactsPage(response);
  return { observations: page.rows.map((record) => toObservation(session, record, askedAt)), page };
}

/** How long a page token lives is not documented: one that is refused starts a new pass. */
async function sendContinued(session: Session, request: HttpRequest) {
  try {
    return await session.send(request);
  } catch (error) {
    if (!isSyncError(error) || (error.code !== 'refused' && error.code !== 'notFound')) throw error;
    throw new SyncError('cursorExpired', 'Clio does not know this page any more', { provider: 'clio', cause: error });
  }
}

/** In the place where it is if the contact itself says so: whether it has open matters does not stand in it. */
export function toObservation(
  { context, group }: Session,
  record: ContactRecord | RedactedRecord,
  askedAt: Instant,
): Present | Hidden {
  if ('redacted' in record) return { kind: 'hidden', id: record.id, askedAt };
  const seen: Present = {
    kind: 'present',
    id: record.id,
    version: versionOf(record),
    createdAt: record.createdAt,
    modifiedAt: record.updatedAt,
    askedAt,
    item: readContact(record, context.phoneRegion),
  };
  if (group !== 'client') return seen;
  if (record.isClient === undefined) throw garbled('a contact does not say whether it is a client');
  return placed(seen, record.isClient);
}

/** `next`: where the changes since then go on that were first asked for at `startedAt`. */
type Cursor = { readonly since: Instant; readonly startedAt?: Instant; readonly next?: string };

function parseScanToken({ group }: Session, text: string): ScanToken {
  const { startedAt, url, gathering, members } = parseToken(group, text);
  const isGathering = isListName(gathering);
  if (typeof startedAt !== 'number' || (typeof url !== 'string' && typeof members !== 'string')) throw unknownToken();
  return {
    startedAt,
    ...chosenIn(group),
    ...(typeof url === 'string' ? { url } : {}),
    ...(isGathering ? { gathering } : {}),
    ...(typeof members === 'string' ? { members } : {}),
  };
}

function parseCursor({ group }: Session, text: string): Cursor {
  const { since, startedAt, next } = parseToken(group, text);
  // A cursor of an earlier release says no more than where it goes on.
  if (typeof startedAt === 'number' && typeof next === 'string') {
    return { since: typeof since === 'number' ? since : startedAt, startedAt, next };
  }
  if (typeof since === 'number') return { since };
  throw unknownToken();
}

/** What was read under one choice says nothing of who is in another. */
function parseToken(chosen: GroupId | undefined, text: string): Readonly<Record<string, unknown>> {
  const token = parsedOf(text);
  if (token.group !== chosen) throw unknownToken();
  return token;
}

function parsedOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw unknownToken();
  }
}

const unknownToken = (): SyncError => new SyncError('cursorExpired', 'this is no cursor of ours', { provider: 'clio' });
