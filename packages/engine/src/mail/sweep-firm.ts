import type { Instant, QueryPage } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { recountEngaged } from './engaged.ts';
import { expiryOf } from './engagement-id.ts';
import { type Engagement, type StoredEngagement, storedIn, updateEngagement } from './engagement-record.ts';
import {
  engagedPartition,
  engagedPrefix,
  engagementKey,
  engagementPartition,
  engagementPrefix,
  timelineKey,
} from './keys.ts';
import { type MailSweep, readMailSettings, updateMailSettings } from './mail-settings.ts';

const engagementsAtOnce = 100;
const peopleAtOnce = 25;
const dayMs = 24 * 60 * 60_000;

/**
 * After the firm decided anew how long engagements are kept: goes through all of them, a page at a time. Those whose time is over go at
 * once, the others get their new end; then who is on the timelines is counted anew. Safe to repeat.
 */
export async function sweepFirm(ports: EnginePorts, firm: string): Promise<{ readonly goOnAt?: Instant }> {
  const record = await readMailSettings(ports, firm);
  if (record?.sweep === undefined) return {};
  const { sweep, settings } = record;
  const next = sweep.after?.startsWith(engagedPrefix)
    ? await sweepPeople(ports, firm, sweep, settings.retentionDays)
    : await sweepEngagements(ports, firm, sweep, settings.retentionDays);
  const now = ports.clock.now();
  await updateMailSettings(ports, firm, (known) => {
    // Somebody decided anew meanwhile, or another worker is further.
    if (known?.sweep?.id !== sweep.id || known.sweep.after !== sweep.after) return undefined;
    const { sweep: _sweep, dueAt: _dueAt, ...rest } = known;
    if (next === undefined) return rest;
    return { ...rest, sweep: { id: sweep.id, after: next }, dueAt: now + ports.settings.leaseMs };
  });
  return { goOnAt: now };
}

/** The place after this page; that of the people once there is no further one. */
async function sweepEngagements(
  ports: EnginePorts,
  firm: string,
  { after }: MailSweep,
  days: number | undefined,
): Promise<string> {
  const page = await pageOf(ports, engagementPartition(firm), engagementPrefix, engagementsAtOnce, after);
  for (const stored of page.rows.map((row) => storedIn(firm, row))) await sweepOne(ports, firm, stored, days);
  return page.after ?? engagedPrefix;
}

async function sweepOne(
  ports: EnginePorts,
  firm: string,
  { engagement }: StoredEngagement,
  days: number | undefined,
): Promise<void> {
  const { id, at, contacts } = engagement;
  const pointers = contacts.map((contact) => timelineKey(firm, contact, at, id));
  if (days !== undefined && at < ports.clock.now() - days * dayMs) {
    await ports.table.removeMany([...pointers, engagementKey(firm, id)]);
    return;
  }
  const expiry = expiryOf(at, days);
  if (engagement.expiresAt === expiry.expiresAt) return;
  await ports.table.putMany(pointers.map((key) => ({ ...key, rev: 1, ...expiry })));
  await updateEngagement(ports, firm, id, ({ expiresAt: _, ...known }): Engagement => ({ ...known, ...expiry }));
}

async function sweepPeople(
  ports: EnginePorts,
  firm: string,
  { after }: MailSweep,
  days: number | undefined,
): Promise<string | undefined> {
  const from = after === engagedPrefix ? undefined : after;
  const page = await pageOf(ports, engagedPartition(firm), engagedPrefix, peopleAtOnce, from);
  for (const { sk } of page.rows) await recountEngaged(ports, firm, sk.slice(engagedPrefix.length), days);
  return page.after;
}

async function pageOf(
  { table }: EnginePorts,
  pk: string,
  prefix: string,
  limit: number,
  after: string | undefined,
): Promise<QueryPage> {
  return await table.query({ pk, prefix, limit, ...(after === undefined ? {} : { after }) });
}
