import { type Cause, commit, type Decision, type Done, type SideName } from '@concord/core';
import { type Claimed, claimNewcomers } from './claim-newcomers.ts';
import { type Entry, entryOf } from './entry.ts';
import { type HistoryEntry, saveHistory } from './history.ts';
import { mappingsOf, openIntents, readyAtOf } from './intents.ts';
import { settleKey } from './keys.ts';
import type { StoredMapping } from './mappings.ts';
import { originOf } from './origin.ts';
import { type Active, prepare, readEntries } from './prepare.ts';
import { promiseIn } from './promised.ts';
import { saveAll } from './save.ts';
import { isOver, type Slice } from './slice.ts';
import { historyOfSettled } from './told.ts';
import { type Stopped, weighDecided } from './weigh.ts';
import { writeBatch } from './write-batch.ts';

export type { Cause } from '@concord/core';

export type Executed = {
  /** Some were left for later: not before this moment. */
  readonly laterAt?: number;
  /** The side whose provider lets us write no more for now. */
  readonly limitedBy?: SideName;
  /** The brake stopped the rest. */
  readonly stopped?: Stopped;
  /** Deletes were put aside for their minute. */
  readonly settling: boolean;
};

const maximumPasses = 4;
const briefPauseMs = 2_000;

/**
 * Decides on entries and carries the decisions out: reads what must be read, settles what needs no write, writes in
 * provider batches, and commits after each batch. Safe to repeat from the start at any point.
 * `approved`: these mappings stand in a plan that was weighed as a whole, so the brake lets them pass. `known`: the mappings
 * as they were read just now.
 */
export async function execute(
  slice: Slice,
  entries: readonly Entry[],
  cause: Cause,
  approved: (mapping: string) => boolean,
  known?: ReadonlyMap<string, StoredMapping>,
): Promise<Executed> {
  const intents = await openIntents(slice.ports, slice.id);
  const blocked = new Set(intents.flatMap(mappingsOf));
  const openUntil = Math.min(...intents.map((intent) => readyAtOf(slice, intent)));
  let laterAt: number | undefined;
  let settling = false;
  let limitedBy: SideName | undefined;
  const postpone = (until: number): void => {
    laterAt = Math.max(laterAt ?? 0, until);
  };
  let open = entries;
  for (let pass = 0; pass < maximumPasses && open.length > 0; pass += 1) {
    const actives = await prepare(
      slice,
      open,
      cause === 'recovery' ? new Set() : blocked,
      pass === 0 ? known : undefined,
    );
    for (const { decision } of actives) {
      if (decision.kind === 'wait') postpone(decision.until ?? slice.ports.clock.now() + briefPauseMs);
      if (decision.kind === 'look') postpone(slice.ports.clock.now() + briefPauseMs);
      if (decision.rule === 'open-intent') postpone(Math.max(openUntil, slice.ports.clock.now() + briefPauseMs));
    }
    await settleAll(slice, actives, cause);
    settling = (await putDeletesAside(slice, actives)) || settling;
    const writing = actives.filter(({ decision, entry }) => decision.kind === 'write' && !mustSettle(decision, entry));
    const stopped = await weighDecided(
      slice,
      writing.filter(({ entry }) => !approved(entry.mapping.id)),
    );
    if (stopped) return { stopped, settling };
    const { again, retryAt, limited } = await writeAll(slice, writing, cause);
    if (retryAt !== undefined) postpone(retryAt);
    if (limited) {
      // Who asks for quiet is not read from either: what changed under our hands is decided on when all of it is.
      limitedBy = limited;
      break;
    }
    open = await lookedAgain(slice, again);
    if (open.length > 0 && (isOver(slice) || pass === maximumPasses - 1)) {
      postpone(slice.ports.clock.now() + briefPauseMs);
      break;
    }
  }
  return { settling, ...(laterAt === undefined ? {} : { laterAt }), ...(limitedBy ? { limitedBy } : {}) };
}

async function settleAll(slice: Slice, actives: readonly Active[], cause: Cause): Promise<void> {
  const settled = actives.filter(({ decision }) => decision.kind === 'settle');
  if (settled.length === 0) return;
  const now = slice.ports.clock.now();
  const changes = settled.map((active) => ({
    active,
    mapping: commit(slice.type, active.entry.mapping, active.decision, {}, now),
    inStep: active.decision.writes.length === 0,
    underIntent: false,
  }));
  // Before it is saved: what is told is what becomes different.
  const told: HistoryEntry[] = settled.flatMap((active) => historyOfSettled(slice.type, active));
  await saveAll(slice, changes);
  await saveHistory(slice.ports, slice.id, originOf(slice, cause), told);
}

const deletes = (decision: Decision): boolean => decision.writes.some(({ kind }) => kind === 'delete');
const mustSettle = (decision: Decision, entry: Entry): boolean => deletes(decision) && entry.settled !== true;

async function putDeletesAside(slice: Slice, actives: readonly Active[]): Promise<boolean> {
  const aside = actives.filter(({ decision, entry }) => decision.kind === 'write' && mustSettle(decision, entry));
  const at = slice.ports.clock.now();
  for (const { entry } of aside) {
    const row = { ...settleKey(slice.id, entry.mapping.id), rev: 1, mapping: entry.mapping.id, at };
    await slice.ports.table.put(row, { kind: 'absent' });
  }
  return aside.length > 0;
}

/** `side`: where it is to be read by id before it is decided again; absent where that was done just now. */
type Again = { readonly entry: Entry; readonly side?: SideName };

/** Each decision's writes in its own order; the first ones on the right before those on the slower left. */
const rounds = [
  ['right', 0],
  ['left', 0],
  ['left', 1],
  ['right', 1],
] as const satisfies readonly (readonly [SideName, number])[];

async function writeAll(
  slice: Slice,
  writing: readonly Active[],
  cause: Cause,
): Promise<{ readonly again: readonly Again[]; readonly retryAt?: number; readonly limited?: SideName }> {
  const again: Again[] = [];
  let retryAt: number | undefined;
  let dropped = new Set<Active>();
  const progress = new Map(writing.map((active) => [active, { mapping: active.entry.mapping, done: {} }]));
  for (const [side, place] of rounds) {
    const onSide = writing.filter((active) => !dropped.has(active) && active.decision.writes[place]?.side === side);
    const { batchSize } = slice.collections[side].profile;
    for (let first = 0; first < onSide.length; first += batchSize) {
      const wanted = onSide.slice(first, first + batchSize);
      const { free: batch, met, busyUntil } = await claimed(slice, side, wanted);
      again.push(...met.map((entry) => ({ entry })));
      if (busyUntil !== undefined) retryAt = Math.max(retryAt ?? 0, busyUntil);
      if (batch.length === 0) continue;
      const result = await writeBatch(slice, side, batch, progress, cause);
      again.push(
        ...result.again.map((active) => ({
          entry: {
            ...entryOf(
              active.entry.mapping,
              unwritten(active.entry.sights, progress.get(active)?.done),
              active.entry.match,
            ),
            ...undoOf(active.entry),
            ...promiseIn(active.entry),
          },
          side,
        })),
      );
      dropped = new Set([...dropped, ...result.dropped]);
      if (result.retryAt !== undefined) {
        retryAt = Math.max(retryAt ?? 0, result.retryAt);
        return { again, retryAt, ...(result.limited ? { limited: side } : {}) };
      }
    }
  }
  return { again, ...(retryAt === undefined ? {} : { retryAt }) };
}

/** An undo stays one, and nothing of it waits. */
const undoOf = ({ undo }: Entry): Pick<Entry, 'undo' | 'settled'> => (undo ? { undo, settled: true } : {});

/** On the left, where several syncs may make the same person at once; a right book is filled by one only. */
const claimed = async (slice: Slice, side: SideName, batch: readonly Active[]): Promise<Claimed> =>
  side === 'left' ? await claimNewcomers(slice, batch) : { free: batch, met: [] };

/** What was seen of a side before we wrote there is old by now. */
function unwritten(sights: Entry['sights'], done: Done = {}): Entry['sights'] {
  const { left, right } = sights;
  return { ...(left && !done.left ? { left } : {}), ...(right && !done.right ? { right } : {}) };
}

/** What changed under our hands is read by id before it is decided again. */
async function lookedAgain(slice: Slice, again: readonly Again[]): Promise<readonly Entry[]> {
  const looked: Entry[] = again.flatMap(({ entry, side }) => (side === undefined ? [entry] : []));
  for (const side of ['right', 'left'] as const) {
    const wanted = again.filter((one) => one.side === side).map(({ entry }) => entry);
    looked.push(...(await readEntries(slice, side, wanted)));
  }
  return looked;
}
