import { type EnginePorts, pauseByOperator, resumeByOperator, type SyncRecord } from '@concord/engine';
import { type Given, given, wrong } from '../command.ts';
import type { SyncsMeant } from './find-syncs.ts';

/** SYNC, or --firm, or --all: nothing else, so that nobody pauses everything by leaving out a word. */
export function parseSyncsMeant({ words, values: { firm, all } }: Given, name: string): SyncsMeant {
  const [sync, ...more] = words;
  if (more.length > 0) throw wrong(`"${more[0] ?? ''}" is one word too many`);
  if (all && (sync !== undefined || firm !== undefined)) throw wrong(`--all means nothing beside a sync or a firm`);
  if (sync === undefined && firm === undefined && !all) throw wrong(`${name} needs a sync, --firm or --all`);
  return given({ sync, firm });
}

/** What became of each: how many were changed by this, and how many were so before. */
export type Changed = { readonly changed: readonly string[]; readonly asBefore: readonly string[] };

export async function pauseAll(ports: EnginePorts, syncs: readonly SyncRecord[], reason?: string): Promise<Changed> {
  return await eachOf(syncs, async (record) => await pauseByOperator(ports, record, reason));
}

export async function resumeAll(ports: EnginePorts, syncs: readonly SyncRecord[]): Promise<Changed> {
  return await eachOf(syncs, async (record) => await resumeByOperator(ports, record));
}

async function eachOf(
  syncs: readonly SyncRecord[],
  change: (record: SyncRecord) => Promise<SyncRecord>,
): Promise<Changed> {
  const [changed, asBefore]: [string[], string[]] = [[], []];
  for (const record of syncs) ((await change(record)).rev === record.rev ? asBefore : changed).push(record.sync);
  return { changed, asBefore };
}
