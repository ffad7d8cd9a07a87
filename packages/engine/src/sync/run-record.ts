import {
  type BrakeCounts,
  type Key,
  noBrakeCounts,
  type PreviewCounts,
  type PreviewFilter,
  type ProgressView,
  type Row,
  type SideName,
  SyncError,
  type UndoWish,
} from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { refuseNewer, shapeOf, stamp } from '../shapes/read-shape.ts';
import { planKey, type RunId, runKey, runNoteKey, type SyncId, scanKey } from './keys.ts';
import { sealed, unsealed } from './pack.ts';

/**
 * - `left`, `right`: reading a side, page by page. - `catchUpLeft`, `catchUpRight`: what changed since. A first run catches up
 * when a person has read the preview, and any other before it is planned.
 * - `plan`: matching and deciding. - `ready`: the preview waits for a person, or what the brake stopped for "go on".
 * - `write`: carrying out the plan. - `done`.
 */
export type RunPhase = 'left' | 'right' | 'plan' | 'ready' | 'catchUpLeft' | 'catchUpRight' | 'write' | 'done';

/** One pass over both sides: the first one, which a person starts, or a full one of a live sync. */
export type RunRecord = {
  readonly id: string;
  readonly kind: 'first' | 'full' | 'undo';
  /** What an undo is to take back. */
  readonly undo?: UndoWish;
  readonly undoCounts?: UndoCounts;
  readonly phase: RunPhase;
  readonly resend: boolean;
  /** It was read anew after Start: who is missing now may have been deleted since, and nobody was asked about them. */
  readonly readAgain?: true;
  readonly startedAt: number;
  /** Where the reading of a side goes on. */
  readonly next?: string;
  readonly pages: Readonly<Record<SideName, number>>;
  readonly read: Readonly<Record<SideName, number>>;
  readonly totals: Readonly<Partial<Record<SideName, number>>>;
  readonly cursors: Readonly<Partial<Record<SideName, string>>>;
  readonly scannedAt?: number;
  /** The left side has shown records of which this account may see nothing. */
  readonly hidden?: true;
  /** News came between preview and start: the plan is made again. */
  readonly stale?: boolean;
  /** What a person saw in the preview, when the plan was made again since: the brake weighs what came on top. */
  readonly approved?: BrakeCounts;
  /** The plan that is being saved: as of when, what it says, and how many of its pages are there. */
  readonly planning?: Planning;
  /** Which plan of this run it is: 0 is the first. */
  readonly plan?: number;
  /** The plan that a person saw and started, when it was made again since. */
  readonly seen?: { readonly plan: number; readonly pages: number };
  /** What was chosen when it was planned, as a digest. */
  readonly policy?: string;
  /** So many linked ones are missing on each side, as far as its deletes are carried on. */
  readonly missing?: Readonly<Record<SideName, number>>;
  readonly planPages: number;
  readonly planned: number;
  readonly counts?: Omit<PreviewCounts, 'run'>;
  /** Where in the plan the records of each filter of the preview are. */
  readonly spans?: Spans;
  /** What of the plan the brake weighs. */
  readonly weighs: BrakeCounts;
  /** The next entry to be written: page and index. */
  readonly at: { readonly page: number; readonly index: number };
  readonly written: number;
  /** Writes that are still to be done, for the time to finish. */
  readonly toWrite: Readonly<Record<SideName, number>>;
  readonly waitingFor?: { readonly until: number; readonly side: SideName };
};

/** What an undo will do, or has done, in writes; `leftAlone` and `records` count records. */
export type UndoCounts = {
  readonly restored: number;
  readonly removed: number;
  readonly recreated: number;
  readonly leftAlone: number;
  readonly records: number;
};

export type Planning = {
  readonly at: number;
  readonly digest: string;
  readonly saved: number;
  readonly pages: number;
};

export type Part = Exclude<PreviewFilter, 'all'>;
/** Pages of the plan. */
export type Spans = Readonly<Partial<Record<Part, { readonly first: number; readonly last: number }>>>;

/** A full pass, and a first run of which news has come since its preview. */
export const isPlannedAfterCatchUp = ({ kind, stale }: RunRecord): boolean => kind === 'full' || stale === true;

/** Live changes are carried out between its slices, so that its plan is as old as the slice at most. */
export const isLivePass = ({ kind }: RunRecord): boolean => kind === 'full';

/** An undo of what people did on one side, and the brake stopped before it reached the other. */
export const isOfStopped = ({ undo }: RunRecord): boolean => undo !== undefined && 'stopped' in undo;

/** The same run, about to be planned again: what a person has seen stays to be compared with. */
export function plannedAnew(run: RunRecord): Pick<RunRecord, 'plan' | 'seen'> {
  const { plan = 0, seen, kind, planPages } = run;
  if (kind !== 'first' || (planPages === 0 && seen === undefined)) return run.plan === undefined ? {} : { plan };
  return { plan: plan + 1, seen: seen ?? { plan, pages: planPages } };
}

const keptSeconds = 30 * 24 * 60 * 60;

export async function readRun(
  ports: Pick<EnginePorts, 'table'>,
  id: SyncId,
  run: string,
): Promise<{ record: RunRecord; rev: number }> {
  const row = await ports.table.get(runKey({ ...id, run }));
  if (row === undefined) throw new SyncError('notFound', 'There is no such run.');
  return { record: shapeOf<RunRecord>('run', row, row['record']), rev: row.rev };
}

export const hasRun = async (ports: EnginePorts, id: SyncId, run: string): Promise<boolean> =>
  (await ports.table.get(runKey({ ...id, run }))) !== undefined;

/** Throws `leaseLost` when another worker went on with it. */
export async function saveRun(ports: EnginePorts, id: SyncId, record: RunRecord, rev: number): Promise<void> {
  const expiresAt = expiry(ports);
  // Before the first of its rows: who forgets a sync finds all its runs.
  if (rev === 0) await ports.table.put({ ...runNoteKey({ ...id, run: record.id }), rev: 1, run: record.id, expiresAt });
  const row = { ...runKey({ ...id, run: record.id }), rev: rev + 1, ...stamp('run'), record, expiresAt };
  const saved = await ports.table.put(row, rev === 0 ? { kind: 'absent' } : { kind: 'rev', rev });
  if (!saved) throw new SyncError('leaseLost', 'Another worker went on with this run.');
}

export function newRun(id: string, kind: RunRecord['kind'], resend: boolean, startedAt: number): RunRecord {
  return {
    id,
    kind,
    phase: 'left',
    resend,
    startedAt,
    pages: { left: 0, right: 0 },
    read: { left: 0, right: 0 },
    totals: {},
    cursors: {},
    planPages: 0,
    planned: 0,
    weighs: noBrakeCounts,
    at: { page: 0, index: 0 },
    written: 0,
    toWrite: { left: 0, right: 0 },
  };
}

export async function saveScanPage(
  ports: EnginePorts,
  id: RunId,
  side: SideName,
  page: number,
  value: unknown,
  fence: number,
): Promise<void> {
  await savePage(ports, id, scanKey(id, side, page), value, fence);
}

/** Of which plan of which run a page is. */
type PlanOf = Pick<RunRecord, 'id' | 'plan'>;

export async function savePlanPage(
  ports: EnginePorts,
  id: SyncId,
  { id: run, plan = 0 }: PlanOf,
  page: number,
  value: unknown,
  fence: number,
): Promise<void> {
  await savePage(ports, { ...id, run }, planKey({ ...id, run }, plan, page), value, fence);
}

/** Who slept past the end of their lease must not put what they read before over what was read since. Throws `leaseLost`. */
async function savePage(ports: EnginePorts, id: RunId, key: Key, value: unknown, fence: number): Promise<void> {
  const known = await ports.table.get(key);
  if (known) refuseNewer('page', known);
  const row = {
    ...key,
    rev: (known?.rev ?? 0) + 1,
    fence,
    ...(await sealed(ports, id.firm, 'page', value)),
    expiresAt: expiry(ports),
  };
  const isOurs = known === undefined || Number(known['fence'] ?? 0) <= fence;
  if (isOurs && (await ports.table.put(row, known ? { kind: 'rev', rev: known.rev } : { kind: 'absent' }))) return;
  throw new SyncError('leaseLost', 'Another worker looks after this run now.');
}

export async function readPlanPage<T>(
  ports: EnginePorts,
  id: SyncId,
  { id: run, plan = 0 }: PlanOf,
  page: number,
): Promise<readonly T[]> {
  const row = await ports.table.get(planKey({ ...id, run }, plan, page));
  return row ? await unsealed<T[]>(ports, id.firm, 'page', row) : [];
}

/** All pages of a plan, in their order. */
export async function* planPages<T>(
  ports: EnginePorts,
  id: SyncId,
  run: PlanOf & Pick<RunRecord, 'planPages'>,
): AsyncGenerator<readonly T[]> {
  for (let page = 0; page < run.planPages; page += 1) yield await readPlanPage<T>(ports, id, run, page);
}

export async function* scanPages<T>(
  ports: EnginePorts,
  id: RunId,
  side: SideName,
  pages: number,
): AsyncGenerator<readonly T[]> {
  for (let page = 0; page < pages; page += 1) {
    const row: Row | undefined = await ports.table.get(scanKey(id, side, page));
    if (row) yield await unsealed<T[]>(ports, id.firm, 'page', row);
  }
}

const expiry = (ports: EnginePorts): number => Math.floor(ports.clock.now() / 1000) + keptSeconds;

/** Progress in people's words. `pace`: writes a minute. */
export function progressOf(
  run: RunRecord,
  now: number,
  labels: Readonly<Record<SideName, string>>,
  pace: () => Readonly<Record<SideName, number>>,
): ProgressView | undefined {
  if (run.phase === 'left' || run.phase === 'catchUpLeft') return reading(run, 'left');
  if (run.phase === 'right' || run.phase === 'catchUpRight') return reading(run, 'right');
  if (run.phase === 'plan') return matching(run);
  if (run.phase !== 'write') return undefined;
  const waitingFor = waitingSentence(run, now, labels);
  return {
    phase: 'writing',
    done: run.written,
    total: run.planned,
    remainingMs: remaining(run, pace()),
    ...(waitingFor === undefined ? {} : { waitingFor }),
  };
}

/** In records that were read: all of them are compared before the first page is saved. */
function matching({ read, planning }: RunRecord): ProgressView {
  const total = read.left + read.right;
  const share = planning === undefined || planning.pages === 0 ? 0 : planning.saved / planning.pages;
  return { phase: 'matching', done: Math.floor(total * share), total };
}

function waitingSentence(
  { waitingFor }: RunRecord,
  now: number,
  labels: Readonly<Record<SideName, string>>,
): string | undefined {
  if (waitingFor === undefined || waitingFor.until <= now) return undefined;
  const seconds = Math.ceil((waitingFor.until - now) / 1000);
  return `${labels[waitingFor.side]} allows only so many requests a minute; going on in ${seconds} s.`;
}

function reading(run: RunRecord, side: SideName): ProgressView {
  const total = run.totals[side];
  return {
    phase: side === 'left' ? 'readingLeft' : 'readingRight',
    done: run.read[side],
    ...(total === undefined ? {} : { total }),
  };
}

/** As long as the providers' own limits make it take: a run is never slower for any other reason. */
function remaining({ toWrite }: RunRecord, pace: Readonly<Record<SideName, number>>): number {
  return Math.ceil((toWrite.left / pace.left + toWrite.right / pace.right) * 60_000);
}
