import { type Instant, type MailDirection, type Row, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { stamp } from '../shapes/read-shape.ts';
import { sealed, unsealed } from '../sync/pack.ts';
import { engagementKey, engagementPrefix } from './keys.ts';

/** One message on the timelines of one firm, however many mailboxes have it. */
export type Engagement = {
  readonly firm: string;
  readonly id: string;
  readonly at: Instant;
  readonly direction: MailDirection;
  /** On whose timelines it stands, by their ids in Clio. */
  readonly contacts: readonly string[];
  /** Where it lies, the first that told of it first. */
  readonly boxes: readonly EngagementBox[];
  readonly hasAttachments: boolean;
  readonly redacted?: { readonly at: Instant; readonly by: string };
  readonly filed?: readonly EngagementFiling[];
  /** Epoch seconds. */
  readonly expiresAt?: number;
  /** What people wrote: sealed. Absent once it was redacted. */
  readonly sealed?: string;
  readonly v?: number;
};

export type EngagementBox = {
  readonly connection: string;
  /** The mailbox's own id of the message, and of its conversation there. */
  readonly id: string;
  readonly thread: string;
  readonly link?: string;
  readonly account: string;
};

/** `record`: the id of what was made in Clio. */
export type EngagementFiling = {
  readonly matter: string;
  readonly number: string;
  readonly at: Instant;
  readonly record: string;
};

/** What is sealed of an engagement. */
export type EngagementWords = {
  readonly subject: string;
  readonly preview: string;
  /** RFC 5322. */
  readonly messageId?: string;
  /** By the mailbox that told of it first. */
  readonly thread: string;
  readonly people: readonly {
    readonly as: 'from' | 'to' | 'cc' | 'bcc';
    readonly name: string;
    readonly address: string;
    readonly contact?: string;
  }[];
};

export type StoredEngagement = { readonly engagement: Engagement; readonly rev: number };

export async function readEngagement(
  ports: EnginePorts,
  firm: string,
  id: string,
): Promise<StoredEngagement | undefined> {
  const row = await ports.table.get(engagementKey(firm, id));
  return row && storedIn(firm, row);
}

/** By id; those that are not there are left out. */
export async function readEngagements(
  ports: EnginePorts,
  firm: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredEngagement>> {
  const rows = await ports.table.getMany([...new Set(ids)].map((id) => engagementKey(firm, id)));
  return new Map(rows.map((row) => storedIn(firm, row)).map((stored) => [stored.engagement.id, stored]));
}

/** Only over the revision that was read (0: there is none yet); false when somebody else was quicker. */
export async function putEngagement(ports: EnginePorts, { engagement, rev }: StoredEngagement): Promise<boolean> {
  const { firm, id, ...body } = engagement;
  const row = { ...engagementKey(firm, id), rev: rev + 1, ...body };
  return await ports.table.put(row, rev === 0 ? { kind: 'absent' } : { kind: 'rev', rev });
}

export async function sealWords(
  ports: EnginePorts,
  firm: string,
  words: EngagementWords,
): Promise<Pick<Engagement, 'sealed' | 'v'>> {
  return await sealed(ports, firm, 'engagement', words);
}

/** Undefined for one that was redacted. Throws `newer`. */
export async function openWords(ports: EnginePorts, engagement: Engagement): Promise<EngagementWords | undefined> {
  const { firm, id, sealed: text, v } = engagement;
  if (text === undefined) return undefined;
  const row = { ...engagementKey(firm, id), rev: 0, sealed: text, ...(v === undefined ? {} : { v }) };
  return await unsealed<EngagementWords>(ports, firm, 'engagement', row);
}

/** Of what stays of it when its words are taken away. */
export const withoutWords = ({ sealed: _, v: __, ...rest }: Engagement): Engagement => ({
  ...rest,
  ...stamp('engagement'),
});

const maximumAttempts = 8;

/** `change` returns undefined to leave it as it is. Resolves to it as it then stands; undefined when it is not there. */
export async function updateEngagement(
  ports: EnginePorts,
  firm: string,
  id: string,
  change: (engagement: Engagement) => Engagement | undefined,
): Promise<Engagement | undefined> {
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    const stored = await readEngagement(ports, firm, id);
    const next = stored && change(stored.engagement);
    if (stored === undefined || next === undefined) return stored?.engagement;
    if (await putEngagement(ports, { engagement: next, rev: stored.rev })) return next;
  }
  throw new SyncError('unavailable', 'An engagement is written by too many at once.', { retryAfterMs: 1000 });
}

/** Of a row of engagements. */
export function storedIn(firm: string, row: Row): StoredEngagement {
  const { pk: _pk, sk, rev, ...body } = row;
  const id = sk.slice(engagementPrefix.length);
  return { engagement: { ...(body as unknown as Omit<Engagement, 'firm' | 'id'>), firm, id }, rev };
}
