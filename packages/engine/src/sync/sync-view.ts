import { brakeLimits, type SyncView } from '@concord/core';
import { type Connection, readConnection } from '../connect/connection.ts';
import type { EnginePorts } from '../ports.ts';
import { policyOf } from './item-types.ts';
import { checkedAt } from './lease.ts';
import { profileOf } from './profile-of.ts';
import { progressOf, readRun } from './run-record.ts';
import type { SyncRecord } from './sync-record.ts';
import { readWork, type WorkRecord } from './work-record.ts';

/** A sync as the page shows it: what is happening, and what to do next. */
export async function viewOf(ports: EnginePorts, record: SyncRecord): Promise<SyncView> {
  const id = { firm: record.firm, sync: record.sync };
  const [left, right, { record: work }, run, checked] = await Promise.all([
    readConnection(ports, record.firm, record.left.connection),
    readConnection(ports, record.firm, record.right.connection),
    readWork(ports, id),
    record.run === undefined ? undefined : readRun(ports, id, record.run).catch(() => undefined),
    checkedAt(ports, { firm: record.firm, connection: record.right.connection, sync: record.sync }),
  ]);
  const now = ports.clock.now();
  const names = { left: nameOf(ports, record, 'left'), right: nameOf(ports, record, 'right') };
  const labels = { left: names.left.label, right: names.right.label };
  const progress =
    run && showsProgress(record) ? progressOf(run.record, now, labels, () => paceOf(ports, record)) : undefined;
  return {
    id: record.sync,
    itemType: record.itemType,
    state: record.state,
    left: { ...names.left, account: accountOf(left) },
    right: { ...names.right, account: accountOf(right), connection: record.right.connection },
    sentence: sentenceOf(record, work, names),
    ...(record.trouble === undefined ? {} : { trouble: record.trouble }),
    policy: { ...record.policy, deletes: policyOf(record).deletes },
    ...(progress ? { progress } : {}),
    ...(run?.record.counts ? { preview: { run: run.record.id, ...run.record.counts } } : {}),
    ...(record.state === 'live' ? { freshness: freshnessOf(work, checked ?? run?.record.startedAt ?? now, now) } : {}),
    waiting: { held: work.counts.held, parked: work.counts.parked },
    linked: work.counts.linked,
  };
}

function paceOf(ports: EnginePorts, record: SyncRecord): Readonly<Record<'left' | 'right', number>> {
  return {
    left: profileOf(ports, record, 'left').writesPerMinute,
    right: profileOf(ports, record, 'right').writesPerMinute,
  };
}

const showsProgress = ({ state }: SyncRecord): boolean => state === 'scanning' || state === 'running';

type Names = { readonly label: string; readonly collection: string };

export function nameOf(ports: EnginePorts, record: SyncRecord, side: 'left' | 'right'): Names {
  const profile = ports.providers[record[side].provider]?.profile;
  return { label: profile?.label ?? record[side].provider, collection: profile?.collections[record.itemType] ?? '' };
}

const accountOf = (connection: Connection | undefined): string => connection?.account ?? '';

function freshnessOf(work: WorkRecord, checked: number, now: number): NonNullable<SyncView['freshness']> {
  const today = new Date(now).toISOString().slice(0, 10);
  return {
    checkedAt: Math.max(checked, work.lastChangeAt ?? 0),
    changesToday: work.changes.day === today ? work.changes.count : 0,
    ...(work.lastChangeAt === undefined ? {} : { lastChangeAt: work.lastChangeAt }),
  };
}

function sentenceOf(
  record: SyncRecord,
  work: WorkRecord,
  { left, right }: Readonly<Record<'left' | 'right', Names>>,
): string {
  const both = `${left.collection} and ${right.collection}`;
  const sentences = {
    draft: `Nothing is synced yet. Choose how to sync, then look at a preview before anything is written.`,
    scanning: `Reading ${both}. Nothing is written until you have seen the preview and pressed Start Sync.`,
    previewed: 'The preview is ready. Look through it, then press Start Sync. Nothing has been written yet.',
    running: `Carrying out what the preview showed. You can close this page; it goes on by itself.`,
    live: `${both} are kept in step. Changes on either side arrive on the other within seconds.`,
    paused: troubleSentence(record, work, { left, right }),
    stopped: `Syncing is stopped, and both sides stay as they are. To start again, look at a new preview first.`,
  } as const satisfies Record<SyncRecord['state'], string>;
  return sentences[record.state];
}

function troubleSentence(
  { trouble }: SyncRecord,
  work: WorkRecord,
  sides: Readonly<Record<'left' | 'right', Names>>,
): string {
  const limits = brakeLimits(work.counts.linked);
  const known: Readonly<Record<string, string>> = {
    'brake.deletes': `Concord stopped itself before it deleted more than ${limits.deletes} of your contacts within a day. If that was intended, press Go on.`,
    'brake.overwrites': `Concord stopped itself before it changed more than ${limits.overwrites} of your contacts within a day. If that was intended, press Go on.`,
    noMailbox: `This ${sides.right.label} account has no Outlook contacts: its plan has no Exchange mailbox. Ask your administrator for a plan that includes Outlook, or authorize another account.`,
    forbidden: `${sides.right.label} or ${sides.left.label} does not let this account do what syncing needs. Authorize again, or ask your administrator.`,
    adminNeeded: `An administrator of your organization must approve Concord first. Then authorize again.`,
    misconfigured: 'Something is wrong with this installation. Please tell whoever operates Concord.',
  };
  return (
    known[trouble ?? ''] ??
    'An account has lost its permission. Authorize it again; syncing then goes on where it stopped, and nothing was deleted.'
  );
}
