import { SyncError } from '@concord/core';
import { listVersion } from './contact-fields.ts';
import { garbled, parsedJson, recordOf } from './errors.ts';
import { maxPagesPerRound } from './profile.ts';
import type { ListPage, Position } from './requests.ts';

/** Where a round through a list stands: what the engine keeps as `next` or `cursor`. */
export type Round = Position & {
  readonly pages: number;
  /** The group that was chosen when it began: changes say nothing of who was in another before. */
  readonly group?: string;
};

/** A token of another version of the list or of another choice, or what is no token of ours, cannot be gone on from: everything is read anew. */
export function parseRound(token: string, group?: string): Round {
  const { version, pageToken, syncToken, pages, group: chosen } = recordOf(parsedJson(token)) ?? {};
  const page = typeof pageToken === 'string' ? { pageToken } : {};
  const sync = typeof syncToken === 'string' ? { syncToken } : {};
  const leadsOn = typeof pageToken === 'string' || typeof syncToken === 'string';
  if (version !== listVersion || typeof pages !== 'number' || !leadsOn || chosen !== group) {
    throw new SyncError('cursorExpired', 'The stored place in the list is of no use any more', { provider: 'google' });
  }
  return { ...page, ...sync, pages, ...chosenIn(group) };
}

/**
 * The token after a page: of the same round while there is a next page, else of the next round. Throws `garbled` for a
 * round without end, and for one that ends without a way onward.
 */
export function tokenAfter({ nextPageToken, nextSyncToken }: ListPage, round: Round): string {
  if (nextPageToken === undefined) {
    if (nextSyncToken === undefined) throw garbled('a list without a token at its end');
    return JSON.stringify({ version: listVersion, syncToken: nextSyncToken, pages: 0, ...chosenIn(round.group) });
  }
  const pages = round.pages + 1;
  if (pages >= maxPagesPerRound) throw garbled('pages without end');
  return JSON.stringify({ ...round, version: listVersion, pageToken: nextPageToken, pages });
}

export const chosenIn = (group: string | undefined): Pick<Round, 'group'> => (group === undefined ? {} : { group });
