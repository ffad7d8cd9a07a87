import type { Cause, Origin } from '@concord/core';
import type { Slice } from './slice.ts';
import { isUndoing } from './sync-record.ts';

/** What the history says of where the writes of this slice come from. */
export function originOf(slice: Slice, cause: Cause): Origin {
  if (slice.origin !== undefined) return { ...slice.origin, cause };
  const run = runUnderWay(slice);
  return {
    cause,
    ...(run !== undefined && causes.run.has(cause) ? { run } : {}),
    ...(causes.person.has(cause) ? { who: slice.record.member } : {}),
  };
}

const causes = {
  run: new Set<Cause>(['run', 'fullPass', 'undo']),
  person: new Set<Cause>(['run', 'person', 'undo']),
} as const;

/** The run that the slice goes on with: an undo, or the full pass of a live sync. */
export function runUnderWay({ record, work }: Slice): string | undefined {
  if (isUndoing(record)) return record.undo?.run;
  return record.state === 'live' ? work.loaded.record.pass : record.run;
}
