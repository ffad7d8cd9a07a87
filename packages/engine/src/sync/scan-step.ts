import type { Observation, ScanPage, SideName } from '@concord/core';
import { type RunRecord, saveScanPage } from './run-record.ts';
import type { Slice } from './slice.ts';

/** No provider needs more pages than this for a book that Concord can handle; an endless listing is a fault. */
const maximumPages = 20_000;

/** Reads one page of a side and stages it. */
export async function scanStep(slice: Slice, run: RunRecord, side: SideName): Promise<RunRecord> {
  const page: ScanPage = await slice.collections[side].scan(run.next);
  const staged = await stage(slice, run, side, page.observations);
  const totals = page.total === undefined ? staged.totals : { ...staged.totals, [side]: page.total };
  const { next: _, ...rest } = staged;
  if (page.next !== undefined && staged.pages[side] < maximumPages) return { ...rest, totals, next: page.next };
  const cursors = page.cursor === undefined ? rest.cursors : { ...rest.cursors, [side]: page.cursor };
  const finished = { ...rest, totals, cursors };
  return side === 'left'
    ? { ...finished, phase: 'right' }
    : { ...finished, phase: 'plan', scannedAt: slice.ports.clock.now() };
}

/** Reads what changed on a side since it was scanned, so that nothing made meanwhile is made again. */
export async function catchUpStep(slice: Slice, run: RunRecord, side: SideName): Promise<RunRecord> {
  const cursor = run.cursors[side];
  const following = side === 'left' ? 'catchUpRight' : run.stale ? 'plan' : 'write';
  if (cursor === undefined) return { ...run, phase: following };
  const page = await slice.collections[side].changes(cursor);
  const staged = page.observations.length > 0 ? await stage(slice, run, side, page.observations) : run;
  const news = page.observations.length > 0 ? { stale: true } : {};
  const cursors = { ...run.cursors, [side]: page.cursor };
  const after = side === 'left' ? 'catchUpRight' : run.stale || page.observations.length > 0 ? 'plan' : 'write';
  return { ...staged, ...news, cursors, phase: page.more ? run.phase : after };
}

async function stage(
  slice: Slice,
  run: RunRecord,
  side: SideName,
  observations: readonly Observation[],
): Promise<RunRecord> {
  await saveScanPage(slice.ports, { ...slice.id, run: run.id }, side, run.pages[side], observations);
  return {
    ...run,
    pages: { ...run.pages, [side]: run.pages[side] + 1 },
    read: { ...run.read, [side]: run.read[side] + observations.length },
  };
}
