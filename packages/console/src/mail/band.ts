import type { MailboxView } from '@concord/core';
import { isMoving } from './run-words.ts';

export type BandKind = 'looked' | 'gap' | 'behind' | 'older' | 'chosen' | 'run';
/** Epoch milliseconds. */
export type BandPart = { readonly kind: BandKind; readonly from: number; readonly until: number };

const dayMs = 24 * 60 * 60 * 1000;
export const bandMs = 30 * dayMs;
/** Less than this behind is fresh: an hourly look may be under way. */
const freshMs = 90 * 60 * 1000;

/**
 * The last 30 days of a mailbox as parts that do not overlap, the oldest first: what was looked at, gaps, what is older than the
 * first look, and what is missing since the last one. The days that were chosen, and a run under way, lie over them, so they come last.
 */
export function bandOf(box: MailboxView, now: number): readonly BandPart[] {
  const begin = now - bandMs;
  const { lookedAt = now, gaps, run } = box;
  const lookedFrom = box.lookedFrom ?? lookedAt - dayMs;
  const isBehind = now - lookedAt > freshMs;
  const looked = { kind: 'looked', from: lookedFrom, until: isBehind ? lookedAt : now } as const;
  const parts: readonly BandPart[] = [
    ...without({ kind: 'older', from: begin, until: lookedFrom }, gaps),
    ...without(looked, gaps),
    ...gaps.map(({ from, until }) => ({ kind: 'gap', from, until }) as const),
    ...(isBehind ? [{ kind: 'behind', from: lookedAt, until: now } as const] : []),
  ];
  const kind = run?.state === 'running' ? 'run' : 'chosen';
  const under = run && isMoving(run) ? [{ kind, from: run.from, until: run.until } as const] : [];
  return [...parts.toSorted((a, b) => a.from - b.from), ...under].flatMap((part) => clip(part, begin, now));
}

type Span = { readonly from: number; readonly until: number };

/** What is left of a part beside the gaps. */
function without(part: BandPart, gaps: readonly Span[]): readonly BandPart[] {
  let { from } = part;
  const left: BandPart[] = [];
  for (const gap of gaps.toSorted((a, b) => a.from - b.from)) {
    if (gap.from > from) left.push({ ...part, from, until: Math.min(gap.from, part.until) });
    from = Math.max(from, gap.until);
  }
  return [...left, { ...part, from }];
}

function clip(part: BandPart, begin: number, end: number): readonly BandPart[] {
  const from = Math.max(part.from, begin);
  const until = Math.min(part.until, end);
  return from < until ? [{ ...part, from, until }] : [];
}
