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
import { contacts, reading } from './profile.ts';
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

/** One page of everything, oldest id first. The pass began at `startedAt`; changes are asked for from a little earlier. */
export async function scan(session: Session, next: string | undefined): Promise<ScanPage> {
  const { startedAt, url } = next === undefined ? { startedAt: session.context.clock.now() } : parseScanToken(next);
  const { observations, page } = await readPage(session, {}, url);
  const total = page.total === undefined ? {} : { total: page.total };
  return page.next === undefined
    ? { observations, cursor: cursorFrom(startedAt), ...total }
    : { observations, next: JSON.stringify({ url: page.next, startedAt }), ...total };
}

/**
 * One page of what changed. Pages come in the order of ids, so the cursor moves on only when the last one was read, and
 * then to when the first was asked for: never to "the last row seen".
 */
export async function changes(session: Session, cursor: string): Promise<ChangesPage> {
  const at = parseCursor(cursor);
  const isContinued = 'next' in at;
  const startedAt = isContinued ? at.startedAt : session.context.clock.now();
  const { observations, page } = isContinued
    ? await readPage(session, {}, at.next)
    : await readPage(session, { updatedSince: at.since });
  return page.next === undefined
    ? { observations, cursor: cursorFrom(startedAt), more: false }
    : { observations, cursor: JSON.stringify({ startedAt, next: page.next }), more: true };
}

const cursorFrom = (startedAt: Instant): string => JSON.stringify({ since: startedAt - reading.overlapMs });

/** By id in one request; an id that does not come back is asked for by itself. */
export async function read(session: Session, ids: readonly string[]): Promise<readonly Observation[]> {
  if (ids.length === 0) return [];
  if (ids.length > contacts.batchSize) throw new Error(`${ids.length} ids in one read`);
  const { observations } = await readPage(session, { ids });
  const found = new Map(observations.map((observation) => [observation.id, observation]));
  const answers: Observation[] = [];
  for (const id of ids) answers.push(found.get(id) ?? (await readOne(session, id)));
  return answers;
}

async function readOne(session: Session, id: string): Promise<Observation> {
  const askedAt = session.context.clock.now();
  try {
    const sent = await session.send(getContact(session.host, id));
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

/** Contacts carry no marker: what was created since and says the same may be the one. */
export async function find(session: Session, sought: readonly Sought[]): Promise<readonly (readonly Retrieved[])[]> {
  if (sought.length === 0) return [];
  const earliest = Math.min(...sought.map(({ since }) => since)) - reading.overlapMs;
  const created = await createdSince(session, earliest);
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
  const request = url === undefined ? listContacts(session.host, filter) : followPage(session.host, url);
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

export function toObservation(
  { context }: Session,
  record: ContactRecord | RedactedRecord,
  askedAt: Instant,
): Present | Hidden {
  if ('redacted' in record) return { kind: 'hidden', id: record.id, askedAt };
  return {
    kind: 'present',
    id: record.id,
    version: versionOf(record),
    createdAt: record.createdAt,
    modifiedAt: record.updatedAt,
    askedAt,
    item: readContact(record, context.phoneRegion),
  };
}

type ScanToken = { readonly startedAt: Instant; readonly url?: string };
type Cursor = { readonly since: Instant } | { readonly startedAt: Instant; readonly next: string };

function parseScanToken(text: string): ScanToken {
  const { startedAt, url } = parseToken(text);
  if (typeof startedAt === 'number' && typeof url === 'string') return { startedAt, url };
  throw unknownToken();
}

function parseCursor(text: string): Cursor {
  const { since, startedAt, next } = parseToken(text);
  if (typeof startedAt === 'number' && typeof next === 'string') return { startedAt, next };
  if (typeof since === 'number') return { since };
  throw unknownToken();
}

function parseToken(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw unknownToken();
  }
}

const unknownToken = (): SyncError => new SyncError('cursorExpired', 'this is no cursor of ours', { provider: 'clio' });
