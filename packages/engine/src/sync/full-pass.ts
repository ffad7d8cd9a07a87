import type { EnginePorts } from '../ports.ts';
import { hasRun, newRun, plannedAnew, readRun, saveRun } from './run-record.ts';
import { remember, type Slice } from './slice.ts';
import { isUndoing, type SyncRecord } from './sync-record.ts';
import { readWork, saveWork } from './work-record.ts';

/** Also after an expired cursor, and every night: what no notice told is found by looking at everything. */
export async function beginFullPass(slice: Slice, pass: string = slice.ports.random.id(9)): Promise<void> {
  const run = newRun(pass, 'full', false, slice.ports.clock.now());
  await saveRun(slice.ports, slice.id, run, 0);
  remember(slice, (record) => ({ ...record, pass }));
}

/** What a person asked for comes after a pass that is under way: that one may have looked before. */
export async function beginRefresh(slice: Slice): Promise<void> {
  const { refresh } = slice.record;
  if (refresh === undefined || slice.work.loaded.record.pass !== undefined) return;
  // A worker that died may have begun it, or even have ended it, without a note.
  if (await hasRun(slice.ports, slice.id, refresh)) remember(slice, (record) => ({ ...record, pass: refresh }));
  else await beginFullPass(slice, refresh);
}

/** The cursor is dead: one full pass finds what it would have told. During a run the next step reads everything again. */
export async function resync(ports: EnginePorts, record: SyncRecord): Promise<void> {
  const id = { firm: record.firm, sync: record.sync };
  const loaded = await readWork(ports, id);
  const now = ports.clock.now();
  if (isUndoing(record)) return await readUndoAgain(ports, record);
  if (record.state === 'live') {
    const run = newRun(ports.random.id(9), 'full', false, now);
    await saveRun(ports, id, run, 0);
    await saveWork(ports, id, { ...loaded, record: { ...loaded.record, pass: run.id } });
    return;
  }
  const { record: run, rev } = await readRun(ports, id, record.run ?? '');
  await saveRun(
    ports,
    id,
    {
      ...newRun(run.id, run.kind, run.resend, now),
      ...(record.state === 'running' ? plannedAnew(run) : {}),
      ...(run.phase.startsWith('catchUp') ? { stale: true } : {}),
      ...(record.state === 'running' ? { readAgain: true } : {}),
    },
    rev,
  );
}

async function readUndoAgain(ports: EnginePorts, { firm, sync, undo }: SyncRecord): Promise<void> {
  const { record: run, rev } = await readRun(ports, { firm, sync }, undo?.run ?? '');
  // Whoever started it has seen what it was to do.
  const { undo: wish, weighs, approved = weighs } = run;
  const begun = newRun(run.id, 'undo', false, ports.clock.now());
  const isSeen = undo?.state === 'going';
  await saveRun(
    ports,
    { firm, sync },
    {
      ...begun,
      ...(wish ? { undo: wish } : {}),
      ...(isSeen ? { stale: true, approved } : {}),
    },
    rev,
  );
}
