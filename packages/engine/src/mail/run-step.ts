import { dispositionOf, isSyncError, type MailPage } from '@concord/core';
import { count, waitFor } from './look-step.ts';
import { endedRun, isCutShort, listMailRuns, type MailRun, updateMailRun } from './mail-run.ts';
import { noteMail } from './note-mail.ts';
import { type MailWork, remember } from './open-mailbox.ts';
import type { StepResult } from './step.ts';

/** Somebody waits for a number; then one run after the other, in the order in which they were asked for. */
export async function runStep(work: MailWork): Promise<StepResult> {
  const runs = (await listMailRuns(work.ports, work.box)).toReversed();
  for (const run of runs) {
    if (isCutShort(run)) await noteGap(work, run);
    // Whoever looked through all of it may have died before the gap was closed.
    if (run.state === 'done' && hasGap(work, run)) noteLooked(work, run);
  }
  const run = runs.find(({ state }) => state === 'counting') ?? runs.find(({ state }) => state === 'running');
  if (run === undefined) return 'idle';
  await work.lease.confirm();
  try {
    return run.state === 'counting' ? await countRun(work, run) : await nextPage(work, run);
  } catch (error) {
    if (!isSyncError(error)) throw error;
    if (error.code === 'cursorExpired' && run.next !== undefined) return await beginAgain(work, run);
    if (!isOwn.has(dispositionOf(error.code))) throw error;
    await change(work, run, (known) => {
      const failed = endedRun(known, 'failed', work.ports.clock.now());
      return failed && { ...failed, code: error.code };
    });
    return 'more';
  }
}

/** What the mailbox will not answer for this span of time keeps nothing else waiting. */
const isOwn: ReadonlySet<string> = new Set(['parkItem', 'treatAsGone', 'resyncCollection', 'decideAgain']);

async function countRun(work: MailWork, run: MailRun): Promise<StepResult> {
  const expected = await work.mailbox.count(spanOf(run));
  await change(work, run, ({ dueAt: _, ...known }) => ({ ...known, state: 'counted', expected }));
  return 'more';
}

async function nextPage(work: MailWork, run: MailRun): Promise<StepResult> {
  const now = work.ports.clock.now();
  const page: MailPage = await work.mailbox.range(spanOf(run), run.next);
  const noted = await noteMail(work, page.messages);
  const waits = waitFor(work, noted.look);
  if (waits !== 'idle') return waits;
  await change(work, run, ({ dueAt: _dueAt, next: _next, ...known }) => {
    const counts = {
      looked: known.counts.looked + page.messages.length,
      kept: known.counts.kept + noted.kept,
      known: known.counts.known + noted.known,
      leftOut: known.counts.leftOut + noted.leftOut,
    };
    const further: MailRun = { ...known, counts, startedAt: known.startedAt ?? now };
    return page.next === undefined
      ? endedRun(further, 'done', work.ports.clock.now())
      : { ...further, next: page.next };
  });
  count(work, noted.kept, noted.leftOut);
  if (page.next === undefined) noteLooked(work, run);
  return 'more';
}

/** The mailbox does not know the place any more: from the beginning, where all is known already. */
async function beginAgain(work: MailWork, run: MailRun): Promise<StepResult> {
  await change(work, run, ({ next: _, ...known }) => ({
    ...known,
    counts: { ...known.counts, looked: 0, known: 0, leftOut: 0 },
  }));
  return 'more';
}

/** Only over the place where this began: a run that somebody stopped, or another worker took further, stays so. */
async function change(work: MailWork, run: MailRun, to: (known: MailRun) => MailRun | undefined): Promise<void> {
  await updateMailRun(work.ports, work.box, run.id, (known) =>
    known?.state === run.state && known.next === run.next ? to(known) : undefined,
  );
}

/** Clocks differ, and mail is shown a little late: what begins by itself looks a little further than it says. */
const overlapMs = 10 * 60_000;

function spanOf({ kind, from, until }: MailRun): { readonly from: number; readonly until: number } {
  return kind === 'backSync' ? { from, until } : { from: from - overlapMs, until: until + overlapMs };
}

/** The gap first, and saved with what the slice remembers: whoever dies in between notes it once more, under the same name. */
async function noteGap(work: MailWork, { id, from, until }: MailRun): Promise<void> {
  remember(work, (record) => {
    if (record.gaps.some((gap) => gap.id === id)) return record;
    return { ...record, gaps: [...record.gaps, { id, from, until }].sort((a, b) => a.from - b.from) };
  });
  await work.save();
  await updateMailRun(work.ports, work.box, id, (known) => known && { ...known, isNoted: true });
}

/** A gap is closed; and what reaches further back from where all was looked at says so. */
function noteLooked(work: MailWork, { gap: closed, from, until }: MailRun): void {
  remember(work, ({ lookedFrom, ...record }) => {
    const reaches = lookedFrom !== undefined && until >= lookedFrom && from < lookedFrom;
    const looked = reaches ? from : lookedFrom;
    return {
      ...record,
      ...(looked === undefined ? {} : { lookedFrom: looked }),
      gaps: record.gaps.filter(({ id }) => id !== closed),
    };
  });
}

const hasGap = ({ memory }: MailWork, { gap }: MailRun): boolean =>
  memory.loaded.record.gaps.some(({ id }) => id === gap);
