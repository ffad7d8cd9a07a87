import type { Instant } from '@concord/core';
import { garbled } from './errors.ts';
import type { Row } from './graph-requests.ts';

/** The etag is the change key in a wrapping (every documented sample); a row may show either. Throws `garbled` without both. */
export function versionOf(row: Row & { readonly changeKey?: string | null }): string {
  if (row['@odata.etag']) return row['@odata.etag'];
  if (row.changeKey) return `W/"${row.changeKey}"`;
  throw garbled('an item without a version');
}

export function timeOf(text: string | null | undefined): Instant {
  const instant = Date.parse(text ?? '');
  if (Number.isNaN(instant)) throw garbled('an item without its times');
  return instant;
}

export function isRemoved(row: Row): boolean {
  return row['@removed'] !== undefined;
}

/** Undefined when a row is not complete (a tombstone never is), or two different ones are from the same moment. */
export function newestRow<R extends Row & { readonly lastModifiedDateTime?: string | null }>(
  shown: readonly R[],
  isComplete: (row: R) => boolean,
): R | undefined {
  if (!shown.every(isComplete)) return undefined;
  const latest = Math.max(...shown.map((row) => timeOf(row.lastModifiedDateTime)));
  const newest = shown.filter((row) => timeOf(row.lastModifiedDateTime) === latest);
  return new Set(newest.map((row) => versionOf(row))).size === 1 ? newest[0] : undefined;
}
