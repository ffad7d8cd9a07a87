import type { Observation, ScanPage, SideName } from '@concord/core';
import { noteSize } from './brake-counter.ts';
import { isPlannedAfterCatchUp, plannedAnew, type RunRecord, saveScanPage } from './run-record.ts';
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
  if (side === 'left') await noteSize(slice, rest.read.left);
  return side === 'left'
    ? { ...finished, phase: 'right' }
    : { ...finished, phase: isPlannedAfterCatchUp(run) ? 'catchUpLeft' : 'plan', scannedAt: slice.ports.clock.now() };
}

/** Reads what changed on a side since it was scanned, so that nothing made meanwhile is made again. */
export async function catchUpStep(slice: Slice, run: RunRecord, side: SideName): Promise<RunRecord> {
  const cursor = run.cursors[side];
  const page = cursor === undefined ? undefined : await slice.collections[side].changes(cursor);
  const news = page?.observations ?? [];
  const staged = news.length > 0 ? { ...(await stage(slice, run, side, news)), stale: true } : run;
  const cursors = page ? { ...run.cursors, [side]: page.cursor } : run.cursors;
  if (page?.more) return { ...staged, cursors };
  const following = isPlannedAfterCatchUp(staged) ? 'plan' : 'write';
  const anew = side === 'right' && following === 'plan' ? plannedAnew(staged) : {};
  return { ...staged, ...anew, cursors, phase: side === 'left' ? 'catchUpRight' : following };
}

/** A row of the table holds no more than this, and providers show up to a thousand items at once. */
const observationsInRow = 200;

/** At least one, so that an empty page is one, too. */
function rowsOf(observations: readonly Observation[]): readonly (readonly Observation[])[] {
  const count = Math.max(1, Math.ceil(observations.length / observationsInRow));
  return Array.from({ length: count }, (_, index) =>
    observations.slice(index * observationsInRow, (index + 1) * observationsInRow),
  );
}

async function stage(
  slice: Slice,
  run: RunRecord,
  side: SideName,
  observations: readonly Observation[],
): Promise<RunRecord> {
  const rows = rowsOf(observations);
  for (const [index, row] of rows.entries())
    await saveScanPage(
      slice.ports,
      { ...slice.id, run: run.id },
      side,
      run.pages[side] + index,
      row,
      slice.lease.fence,
    );
  const hidden = side === 'left' && observations.some(({ kind }) => kind === 'hidden');
  return {
    ...run,
    ...(hidden ? { hidden } : {}),
    pages: { ...run.pages, [side]: run.pages[side] + rows.length },
    read: { ...run.read, [side]: run.read[side] + observations.length },
  };
}
