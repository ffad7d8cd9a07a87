import {
  addCounts,
  type BrakeCount,
  type BrakeCounts,
  type BrakeVerdict,
  brake,
  type Decision,
  noBrakeCount,
  type SideName,
  sideNames,
} from '@concord/core';
import { type Counted, countedBySync, countedInBook } from './brake-counter.ts';
import { decideEntry, type Entry, refreshed } from './entry.ts';
import type { StoredMapping } from './mappings.ts';
import { deciding, type Slice } from './slice.ts';
import type { BrakeScope } from './sync-record.ts';
import { brakeCountsOf } from './write-batch.ts';

/** What was stopped: on which side, by which limit, and all that was about to happen. */
export type Stopped = Extract<BrakeVerdict, { kind: 'stop' }> & {
  readonly side: SideName;
  readonly scope: BrakeScope;
  /** What was done within a day, and what was about to be. */
  readonly weighed: BrakeCount;
  readonly planned: BrakeCounts;
  /** Those whom it was about to happen to. */
  readonly affected: readonly Affected[];
};

/** `side`: where it was about to happen. */
export type Affected = {
  readonly mapping: string;
  readonly title: string;
  readonly side: SideName;
  readonly what: 'deleted' | 'overwritten';
};

type Weighed = { readonly entry: Entry; readonly decision: Decision };

/** Decided on, and about to be written: lets all of it pass, or nothing. */
export async function weighDecided(slice: Slice, writing: readonly Weighed[]): Promise<Stopped | undefined> {
  const planned = brakeCountsOf(slice, writing);
  return await weigh(slice, planned, async () => writing.flatMap((one) => affectedBy(slice, one)));
}

/**
 * What a whole page of news would overwrite, before the first of it is written; deletes are weighed when their minute is
 * over. Decides on what is known, without a request: what is looked at first is weighed with its batch.
 */
export async function weighAhead(
  slice: Slice,
  entries: readonly Entry[],
  known: ReadonlyMap<string, StoredMapping>,
): Promise<Stopped | undefined> {
  const context = deciding(slice);
  const decided = entries.map((entry) => {
    const now = refreshed(entry, known.get(entry.mapping.id));
    return { entry: now, decision: decideEntry(context, now) };
  });
  const isUpdate = ({ decision }: Weighed): boolean => decision.writes.every(({ kind }) => kind !== 'delete');
  return await weighDecided(slice, decided.filter(isUpdate));
}

/**
 * The limits of this sync and, on the left, those of the whole collection across all syncs. `affected` is asked only where
 * something is stopped.
 */
export async function weigh(
  slice: Slice,
  planned: BrakeCounts,
  affected: () => Promise<readonly Affected[]>,
): Promise<Stopped | undefined> {
  for (const side of sideNames) {
    const { deletes, overwrites } = planned[side];
    if (deletes === 0 && overwrites === 0) continue;
    for (const { scope, soFar, size } of await scopesOf(slice, side)) {
      const verdict = brake(size, soFar, planned[side], allowedNow(slice, scope));
      if (verdict.kind === 'go') continue;
      const weighed = addCounts(soFar, planned[side]);
      return { ...verdict, side, scope, weighed, planned, affected: await affected() };
    }
  }
  return undefined;
}

type Scope = Counted & { readonly scope: BrakeScope };

async function scopesOf(slice: Slice, side: SideName): Promise<readonly Scope[]> {
  const { linked } = slice.work.loaded.record.counts;
  const own = { scope: side, soFar: await countedBySync(slice, side), size: linked };
  if (side === 'right') return [own];
  const { soFar, size } = await countedInBook(slice);
  return [own, { scope: 'book', soFar, size: Math.max(size, linked) }];
}

/** What a person was shown and said "go on" to. */
function allowedNow({ record, ports }: Slice, scope: BrakeScope): BrakeCount {
  const { allowed } = record;
  return (allowed !== undefined && allowed.until > ports.clock.now() ? allowed[scope] : undefined) ?? noBrakeCount;
}

export function affectedBy({ type }: Pick<Slice, 'type'>, { entry, decision }: Weighed): readonly Affected[] {
  return decision.writes.flatMap((write): readonly Affected[] => {
    if (write.kind === 'create' || (write.kind === 'update' && !write.overwrites)) return [];
    const { id: mapping, [write.side]: known } = entry.mapping;
    const what = write.kind === 'delete' ? 'deleted' : 'overwritten';
    return [{ mapping, title: type.title(known?.shown ?? {}), side: write.side, what }];
  });
}
