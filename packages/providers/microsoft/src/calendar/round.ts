import { SyncError } from '@concord/core';
import { parseRound, type Round, tokenAfter } from '../delta.ts';
import { parsedJson, recordOf } from '../errors.ts';
import type { DeltaPage } from '../graph-requests.ts';

/** Where a round through a calendar's changes stands, and what was learned on the way. */
export type Place = {
  readonly round: Round;
  /** What its pages said of series that have been read since. */
  readonly seen: readonly string[];
  readonly canEdit: boolean;
};

/** Throws `cursorExpired` for what is no token of ours. */
export function parsePlace(token: string): Place {
  const { round, seen, canEdit } = recordOf(parsedJson(token)) ?? {};
  if (typeof round !== 'string' || !Array.isArray(seen) || typeof canEdit !== 'boolean') {
    throw new SyncError('cursorExpired', 'The stored place in the changes cannot be read', { provider: 'microsoft' });
  }
  return { round: parseRound(round), seen: seen.filter((mark) => typeof mark === 'string'), canEdit };
}

/** So many marks are carried from page to page; the oldest are forgotten, and cost a read more. */
const maxMarks = 500;

/** The token after a page. Nothing of one round is remembered in the next. */
export function placeAfter(
  page: DeltaPage,
  place: Place | undefined,
  seen: readonly string[],
  canEdit: boolean,
): string {
  const marks = page.nextLink === undefined ? [] : [...new Set([...(place?.seen ?? []), ...seen])].slice(-maxMarks);
  return JSON.stringify({ round: tokenAfter(page, place?.round), seen: marks, canEdit });
}
