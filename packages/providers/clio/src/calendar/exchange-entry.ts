import { type HttpRequest, type Instant, type Item, isSyncError } from '@concord/core';
import { type Attempt, afterSending } from '../outcomes.ts';
import { type EntryRecord, isRedacted } from './entry-record.ts';
import { parseOneEntry } from './entry-requests.ts';
import type { EventSession } from './event-session.ts';

export type SentEntry =
  | { readonly kind: 'shown'; readonly entry: EntryRecord; readonly askedAt: Instant }
  | { readonly kind: 'failed'; readonly attempt: Attempt };

/** Sends what writes. Its answer, with all fields, is what the entry then holds. */
export async function sendEntry(session: EventSession, request: HttpRequest, item: Item): Promise<SentEntry> {
  try {
    const { response, askedAt } = await session.send(request);
    const entry = parseOneEntry(response);
    if (isRedacted(entry)) return { kind: 'failed', attempt: { outcome: { kind: 'unknown' } } };
    return { kind: 'shown', entry, askedAt };
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return { kind: 'failed', attempt: afterSending(error, item) };
  }
}
