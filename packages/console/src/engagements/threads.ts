import type { EngagementView } from '@concord/core';
import { toPlainText } from '../words/plain-text.ts';

export type Thread = { readonly id: string; readonly rows: readonly EngagementView[] };

/** Messages of one conversation together, at the place of its newest one. The rows come newest first, and stay so. */
export function threadsOf(rows: readonly EngagementView[]): readonly Thread[] {
  const byThread = new Map<string, Map<string, EngagementView>>();
  // A page that was read again while mail came in may tell a message twice.
  for (const row of rows) {
    const id = row.thread === '' ? row.id : row.thread;
    byThread.set(id, (byThread.get(id) ?? new Map<string, EngagementView>()).set(row.id, row));
  }
  return [...byThread].map(([id, found]) => ({ id, rows: [...found.values()] }));
}

/** A subject without what mail programs put before it when somebody answers or forwards. */
export const bareSubject = (subject: string): string =>
  toPlainText(subject)
    .replace(/^(?:(?:re|fwd?|aw|wg)(?:\[\d+\])?\s*:\s*)+/iu, '')
    .trim();
