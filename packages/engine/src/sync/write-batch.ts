import {
  type BrakeCount,
  type BrakeCounts,
  brakeWindowMs,
  type Cause,
  commit,
  type Done,
  dispositionOf,
  type HistoryEntry,
  isCarriedInPart,
  isSyncError,
  type Mapping,
  type MappingSide,
  markerOf,
  type NativeRecord,
  type Operation,
  type Outcome,
  type PlannedWrite,
  presentOf,
  restrict,
  type SideName,
  SyncError,
  showsUnsent,
  sourceOf,
} from '@concord/core';
import { count } from './brake-counter.ts';
import { saveHistory } from './history.ts';
import {
  countOf,
  type Intent,
  intentFor,
  type PlannedChange,
  type PlannedUpdate,
  removeIntent,
  saveIntent,
} from './intents.ts';
import { noteLag } from './lags.ts';
import { originOf } from './origin.ts';
import type { Active } from './prepare.ts';
import { differs } from './promised.ts';
import { type Change, saveAll } from './save.ts';
import { remember, type Slice } from './slice.ts';
import { answeredEntry, plannedEntry } from './told.ts';

/** How far each mapping has come in this execution: the writes that are confirmed so far. */
export type Progress = Map<Active, { mapping: Mapping; done: Done }>;

export type Batched = {
  /** Somebody changed them meanwhile: read and decide again. */
  readonly again: readonly Active[];
  /** Not to be written on the other side in this execution. */
  readonly dropped: readonly Active[];
  readonly retryAt?: number;
  /** The provider lets us write no more for now. */
  readonly limited: boolean;
};

const briefPauseMs = 5_000;

/** One provider batch: intent, call, commit, history, and the intent goes. */
export async function writeBatch(
  slice: Slice,
  side: SideName,
  batch: readonly Active[],
  progress: Progress,
  cause: Cause,
): Promise<Batched> {
  const writes = batch.map((active) => ({ active, write: writeOn(active, side) }));
  const natives = await recordsOfDeleted(slice, side, writes);
  const intent = intentOf(slice, side, writes, progress, cause, natives);
  await slice.lease.confirm();
  await saveIntent(slice.ports, slice.id, intent);
  const outcomes = await send(slice, side, intent, writes);
  const results = writes.map((one, index) => ({ ...one, outcome: outcomes[index] ?? ({ kind: 'unknown' } as const) }));
  noteLimit(slice, results);

  const changes = results.flatMap((result) => changeOf(slice, result, progress));
  await saveAll(slice, changes);
  const done = new Set(results.filter(({ outcome }) => isDone(outcome)).map(({ active }) => active.entry.mapping.id));
  // Before the history, which says that nothing of the batch is left to be counted.
  await count(slice, side, intent.id, countOf(intent.changes.filter(({ mapping }) => done.has(mapping))));
  await saveHistory(
    slice.ports,
    slice.id,
    intent.origin,
    results.flatMap(({ outcome }, index) => answeredAt(intent, index, outcome)),
    intent,
  );
  noteChanges(slice, results);
  noteLag(
    slice,
    side,
    results.filter(({ outcome }) => outcome.kind === 'written').map(({ active }) => active),
  );
  await closeIntent(slice, intent, results);
  throwFailure(slice, side, results);
  return summary(slice, results);
}

/** A batch that throws was certainly not done: nothing of it needs to be looked for. */
async function send(
  { ports, id, collections }: Slice,
  side: SideName,
  intent: Intent,
  writes: readonly Planned[],
): Promise<readonly Outcome[]> {
  try {
    return await collections[side].write(writes.map(({ active, write }) => operationOf(active, write)));
  } catch (error) {
    if (isSyncError(error)) await removeIntent(ports, id, intent.id);
    throw error;
  }
}

type Planned = { readonly active: Active; readonly write: PlannedWrite };
type Result = Planned & { readonly outcome: Outcome };

function writeOn({ decision }: Active, side: SideName): PlannedWrite {
  const write = decision.writes.find((candidate) => candidate.side === side);
  if (write === undefined) throw new Error(`No write planned on the ${side}`);
  return write;
}

/** Before it is gone for good: one request a batch. What an undo removes is as Concord made it, and that the line says. */
async function recordsOfDeleted(
  { collections }: Slice,
  side: SideName,
  writes: readonly Planned[],
): Promise<ReadonlyMap<Planned, NativeRecord | undefined>> {
  const deletes = writes.filter(({ active, write }) => write.kind === 'delete' && !active.entry.undo);
  if (deletes.length === 0) return new Map();
  const records = await collections[side].records(deletes.map(({ active }) => shownOn(active, side).id));
  return new Map(deletes.map((one, index) => [one, records[index]]));
}

function intentOf(
  slice: Slice,
  side: SideName,
  writes: readonly Planned[],
  progress: Progress,
  cause: Cause,
  natives: ReadonlyMap<Planned, NativeRecord | undefined>,
): Intent {
  const { ports, type } = slice;
  const creates = writes.filter(({ write }) => write.kind === 'create').map(({ active }) => active.entry);
  const changes = writes.flatMap(({ active, write }) => plannedChange(slice, active, write, progress) ?? []);
  const lines = writes.map((one) => plannedEntry(type, one.active, heldBy(slice, one.write), natives.get(one)));
  return {
    id: ports.random.id(9),
    side,
    at: ports.clock.now(),
    origin: originOf(slice, cause),
    creates,
    changes,
    lines,
  };
}

function plannedChange(
  slice: Slice,
  active: Active,
  write: PlannedWrite,
  progress: Progress,
): PlannedChange | undefined {
  const view = active.decision.views[write.side];
  if (write.kind === 'create' || view.status !== 'present') return undefined;
  const { id: item, version } = view.side;
  const counts = isAsShown(active) ? undefined : countsAs(slice, active, write);
  return {
    mapping: active.entry.mapping.id,
    item,
    version,
    ...(write.kind === 'update' ? { planned: plannedUpdate(slice, active, write, view.side, progress) } : {}),
    ...(counts ? { counts } : {}),
  };
}

function plannedUpdate(
  { type, ports }: Slice,
  active: Active,
  { side, item }: Extract<PlannedWrite, { kind: 'update' }>,
  before: MappingSide,
  progress: Progress,
): PlannedUpdate {
  const now = ports.clock.now();
  const done = { ...progress.get(active)?.done, [side]: { ...presentOf(before, now), item } };
  const becomes = commit(type, active.entry.mapping, active.decision, done, now);
  return { before: before.shown, after: item, becomes, rev: active.stored?.rev ?? 0 };
}

/** The marker belongs to the life that the create begins. */
export function markerFor({ entry, decision }: Active): string {
  const { id, generation } = entry.mapping;
  return markerOf({ id, generation: generation + (decision.reborn ? 1 : 0) });
}

function operationOf(active: Active, write: PlannedWrite): Operation {
  if (write.kind === 'create') return { kind: 'create', marker: markerFor(active), item: write.item };
  const { id, version, shown, keep } = shownOn(active, write.side);
  if (write.kind === 'delete') return { kind: 'delete', id, version };
  return { kind: 'update', id, version, known: { item: shown, ...(keep ? { keep } : {}) }, item: write.item };
}

function shownOn({ decision }: Active, side: SideName): MappingSide {
  const view = decision.views[side];
  if (view.status !== 'present') throw new Error(`Nothing is there on the ${side} to be written over`);
  return view.side;
}

/** As the side can hold it: that is what it is asked for. */
function heldBy({ collections }: Slice, write: PlannedWrite): PlannedWrite {
  if (write.kind === 'delete') return write;
  return { ...write, item: restrict(write.item, collections[write.side].profile.capabilities) };
}

const isDone = (outcome: Outcome): boolean => outcome.kind === 'written' || outcome.kind === 'deleted';

function changeOf(slice: Slice, { active, write, outcome }: Result, progress: Progress): readonly Change[] {
  const now = slice.ports.clock.now();
  const { entry, decision } = active;
  if (outcome.kind === 'refused') {
    const mapping = commit(slice.type, entry.mapping, decision, progress.get(active)?.done ?? {}, now);
    const parked = { side: write.side, source: sourceOf(decision, write) };
    const reason = { code: 'refused', detail: outcome.detail } as const;
    return [{ active, mapping: { ...mapping, parked, reason }, inStep: false, underIntent: false }];
  }
  if (outcome.kind !== 'written' && outcome.kind !== 'deleted') return [];
  const shown = outcome.kind === 'written' ? outcome.observation : 'deleted';
  const done: Done = { ...progress.get(active)?.done, [write.side]: shown };
  const { countedAt } = entry.mapping;
  const overwritten =
    write.kind === 'update' && write.overwrites && !isAsShown(active)
      ? { countedAt: { ...countedAt, [write.side]: now } }
      : {};
  const mapping = { ...commit(slice.type, entry.mapping, decision, done, now), ...overwritten };
  progress.set(active, { mapping, done });
  const isAllDone = decision.writes.every(({ side }) => done[side] !== undefined);
  const inStep = isAllDone && !isUnfinished(slice, { write, outcome });
  return [{ active, mapping, inStep, underIntent: write.kind === 'create' }];
}

/** Its answer shows what somebody else has put there meanwhile, and the provider let us write over that version. */
function isEditedMeanwhile({ type }: Slice, { write, outcome }: Pick<Result, 'write' | 'outcome'>): boolean {
  return (
    write.kind === 'update' && outcome.kind === 'written' && showsUnsent(type, write.item, outcome.observation.item)
  );
}

/** There is more to carry over at once. */
const isUnfinished = (slice: Slice, result: Pick<Result, 'write' | 'outcome'>): boolean =>
  isEditedMeanwhile(slice, result) || isMadeInPart(slice, result);

const isMadeInPart = ({ type }: Slice, { write, outcome }: Pick<Result, 'write' | 'outcome'>): boolean =>
  write.kind === 'create' && outcome.kind === 'written' && isCarriedInPart(type, write.item, outcome.observation.item);

function answeredAt({ lines }: Intent, index: number, outcome: Outcome): readonly HistoryEntry[] {
  const line = lines[index];
  const answered = line && answeredEntry(line, outcome);
  return answered ? [answered] : [];
}

/** To the letter what the preview said that a person has started: it does not count towards the day. */
const isAsShown = ({ entry, decision }: Active): boolean => entry.promised !== undefined && !differs(entry, decision);

/** An item that was overwritten within the brake's window counts once. */
function countsAs(
  { ports }: Slice,
  { entry }: Pick<Active, 'entry'>,
  write: PlannedWrite,
): keyof BrakeCount | undefined {
  if (write.kind === 'delete') return 'deletes';
  const isCounted = (entry.mapping.countedAt?.[write.side] ?? 0) > ports.clock.now() - brakeWindowMs;
  return write.kind === 'update' && write.overwrites && !isCounted ? 'overwrites' : undefined;
}

/** What these writes count for the brake, by the side that they are for. */
export function brakeCountsOf(slice: Slice, actives: readonly Pick<Active, 'entry' | 'decision'>[]): BrakeCounts {
  const countOn = (side: SideName): BrakeCount => {
    const writes = actives.flatMap((active) => active.decision.writes.map((write) => ({ active, write })));
    const counted = writes.filter(({ write }) => write.side === side);
    const sum = (name: keyof BrakeCount): number =>
      counted.filter(({ active, write }) => countsAs(slice, active, write) === name).length;
    return { deletes: sum('deletes'), overwrites: sum('overwrites') };
  };
  return { left: countOn('left'), right: countOn('right') };
}

function noteChanges(slice: Slice, results: readonly Result[]): void {
  const written = results.filter(({ outcome }) => isDone(outcome)).length;
  if (written === 0) return;
  const now = slice.ports.clock.now();
  const day = new Date(now).toISOString().slice(0, 10);
  remember(slice, (record) => ({
    ...record,
    lastChangeAt: now,
    changes: { day, count: (record.changes.day === day ? record.changes.count : 0) + written },
  }));
}

function noteLimit({ limited, ports }: Slice, results: readonly Result[]): void {
  for (const { outcome } of results) {
    if (outcome.kind !== 'notDone' || outcome.code !== 'rateLimited') continue;
    limited.until = Math.max(limited.until ?? 0, ports.clock.now() + (outcome.retryAfterMs ?? briefPauseMs));
  }
}

/** A service that cannot be had is waited for longer each time, whether it was to be read or written. */
function throwFailure({ record }: Slice, side: SideName, results: readonly Result[]): void {
  for (const { outcome } of results) {
    if (outcome.kind !== 'notDone' || outcome.code === 'rateLimited' || outcome.retryAfterMs !== undefined) continue;
    if (dispositionOf(outcome.code) !== 'retryLater') continue;
    throw new SyncError(outcome.code, 'A write was certainly not done.', { provider: record[side].provider });
  }
}

/** What is not known stays in the intent until it is found out. */
async function closeIntent(slice: Slice, intent: Intent, results: readonly Result[]): Promise<void> {
  const unknown = results.filter(({ outcome }) => outcome.kind === 'unknown');
  if (unknown.length === results.length) return;
  // A new one first: the old one's place in the history is taken by what is known.
  const doubtful = new Set(unknown.map(({ active }) => active.entry.mapping.id));
  if (unknown.length > 0)
    await saveIntent(slice.ports, slice.id, intentFor(intent, slice.ports.random.id(9), doubtful));
  await removeIntent(slice.ports, slice.id, intent.id);
}

function summary(slice: Slice, results: readonly Result[]): Batched {
  const { ports } = slice;
  const of = (...kinds: readonly Outcome['kind'][]): readonly Active[] =>
    results.filter(({ outcome }) => kinds.includes(outcome.kind)).map(({ active }) => active);
  const waits = results.flatMap(({ outcome }) =>
    outcome.kind === 'notDone' ? [ports.clock.now() + (outcome.retryAfterMs ?? briefPauseMs)] : [],
  );
  const unknown = of('unknown').length > 0 ? [ports.clock.now() + briefPauseMs] : [];
  const later = [...waits, ...unknown];
  const limited = results.some(({ outcome }) => outcome.kind === 'notDone' && outcome.code === 'rateLimited');
  const unfinished = results.filter((result) => isUnfinished(slice, result)).map(({ active }) => active);
  return {
    again: [
      ...of('conflict', 'gone'),
      ...unfinished,
      ...of('refused').filter(({ decision }) => decision.writes.length > 1),
    ],
    dropped: of('conflict', 'gone', 'refused', 'unknown', 'notDone'),
    limited,
    ...(later.length > 0 ? { retryAt: Math.max(...later) } : {}),
  };
}
