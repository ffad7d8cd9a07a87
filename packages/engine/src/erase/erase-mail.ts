import { mailKey, type QueryPage, SyncError } from '@concord/core';
import { removePeople } from '../mail/directory-people.ts';
import { updateDirectory } from '../mail/directory-record.ts';
import {
  type Engagement,
  openWords,
  putEngagement,
  readEngagement,
  type StoredEngagement,
  sealWords,
  storedIn,
  withoutWords,
} from '../mail/engagement-record.ts';
import {
  contactKey,
  engagedKey,
  engagementKey,
  engagementPartition,
  engagementPrefix,
  timelineKey,
  timelinePartition,
  timelinePrefix,
} from '../mail/keys.ts';
import type { EnginePorts } from '../ports.ts';
import type { Correspondent } from './correspondent.ts';
import type { ErasedKind } from './sweep.ts';

export type MailErasure = {
  readonly ports: EnginePorts;
  readonly firm: string;
  readonly who: Correspondent;
  /** Only counts. */
  readonly isDryRun: boolean;
  readonly count: (kind: ErasedKind) => void;
};

/**
 * Removes all that mail knows of a person: their timeline, their part in messages of others, and whom their addresses belong to. Messages
 * stay in the mailboxes. What they wrote or got together with other contacts stays on those timelines, without its words. Safe to
 * repeat; what leads to them goes last.
 */
export async function eraseMail(erasure: MailErasure): Promise<void> {
  const { ports, firm, who, isDryRun } = erasure;
  if (who.contacts.size === 0 && who.keys.size === 0) return;
  await eachRow(ports, engagementPartition(firm), engagementPrefix, async (row) => {
    await eraseFrom(erasure, storedIn(firm, row));
  });
  if (!isDryRun) for (const contact of who.contacts) await eraseTimeline(erasure, contact);
  await eraseContacts(erasure);
}

const maximumAttempts = 8;

async function eraseFrom(erasure: MailErasure, found: StoredEngagement): Promise<void> {
  const { ports, firm, isDryRun, count } = erasure;
  let stored: StoredEngagement | undefined = found;
  for (let attempt = 0; attempt < maximumAttempts && stored !== undefined; attempt += 1) {
    const next = await without(erasure, stored.engagement);
    if (next === undefined) return;
    if (attempt === 0) count('engagements');
    if (isDryRun || (await saved(erasure, stored, next))) return;
    stored = await readEngagement(ports, firm, found.engagement.id);
  }
  if (stored !== undefined)
    throw new SyncError('unavailable', 'A message was written at the same moment. Type it again.', {
      retryAfterMs: 1000,
    });
}

/** What is left of it, if anything; undefined where it has nothing to do with them. */
async function without(
  { ports, firm, who }: MailErasure,
  engagement: Engagement,
): Promise<Engagement | 'remove' | undefined> {
  const contacts = engagement.contacts.filter((contact) => !who.contacts.has(contact));
  const isOnTimeline = contacts.length < engagement.contacts.length;
  if (isOnTimeline && contacts.length === 0) return 'remove';
  const words = await openWords(ports, engagement);
  const people = words?.people.filter(({ address }) => !who.keys.has(mailKey(address))) ?? [];
  const takesPart = words !== undefined && people.length < words.people.length;
  if (!isOnTimeline && !takesPart) return undefined;
  const rest = { ...engagement, contacts };
  if (words === undefined) return rest;
  if (isOnTimeline && takesPart) return { ...withoutWords(rest), redacted: { at: ports.clock.now(), by: '' } };
  const unnamed = people.map(({ contact, ...one }) =>
    contact === undefined || who.contacts.has(contact) ? one : { ...one, contact },
  );
  return { ...rest, ...(await sealWords(ports, firm, { ...words, people: unnamed })) };
}

/** False when somebody wrote it meanwhile. */
async function saved(
  { ports, firm, who }: MailErasure,
  { engagement, rev }: StoredEngagement,
  next: Engagement | 'remove',
): Promise<boolean> {
  const { id, at, contacts } = engagement;
  const isRead = { kind: 'rev', rev } as const;
  const isDone =
    next === 'remove'
      ? await ports.table.remove(engagementKey(firm, id), isRead)
      : await putEngagement(ports, { engagement: next, rev });
  if (!isDone) return false;
  const theirs = contacts.filter((contact) => who.contacts.has(contact));
  await ports.table.removeMany(theirs.map((contact) => timelineKey(firm, contact, at, id)));
  return true;
}

/** What a mailbox kept of them since, and what leads nowhere. */
async function eraseTimeline(erasure: MailErasure, contact: string): Promise<void> {
  const { ports, firm } = erasure;
  await eachRow(ports, timelinePartition(firm, contact), timelinePrefix, async ({ pk, sk }) => {
    const stored = await readEngagement(ports, firm, sk.split('#').at(-1) ?? '');
    if (stored) await eraseFrom(erasure, stored);
    await ports.table.remove({ pk, sk });
  });
  await ports.table.remove(engagedKey(firm, contact));
}

/** Whoever reads Clio passes over them from now on. */
async function eraseContacts({ ports, firm, who, isDryRun, count }: MailErasure): Promise<void> {
  const ids = [...who.contacts];
  const rows = await ports.table.getMany(ids.map((contact) => contactKey(firm, contact)));
  for (const _ of rows) count('correspondents');
  if (isDryRun || rows.length === 0) return;
  const change = await removePeople(ports, firm, ids);
  await updateDirectory(ports, firm, (record) => ({
    ...record,
    people: Math.max(0, record.people + change.people),
    addresses: Math.max(0, record.addresses + change.addresses),
  }));
}

const rowsAtOnce = 200;
/** Ten million messages. */
const maximumPages = 50_000;

async function eachRow(
  { table }: EnginePorts,
  pk: string,
  prefix: string,
  visit: (row: QueryPage['rows'][number]) => Promise<void>,
): Promise<void> {
  let after: string | undefined;
  for (let page = 0; page < maximumPages; page += 1) {
    const found: QueryPage = await table.query({
      pk,
      prefix,
      limit: rowsAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    for (const row of found.rows) await visit(row);
    after = found.after;
    if (after === undefined) return;
  }
  throw new Error(`There is no end of ${prefix} rows.`);
}
