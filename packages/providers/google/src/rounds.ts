import { SyncError } from '@concord/core';
import { garbled, parsedJson, recordOf } from './errors.ts';
import { maxPagesPerRound } from './profile.ts';

/** Where a list of everything, or of what changed since `syncToken`, goes on. */
export type Position = { readonly pageToken?: string; readonly syncToken?: string };
/** What a page says of the way onward. The sync token comes on the last page, where the list asked for one. */
export type Onward = { readonly nextPageToken?: string; readonly nextSyncToken?: string };

/** Where a round through a list stands: what the engine keeps as `next` or `cursor`. */
export type Round = Position & {
  readonly pages: number;
  /** The group that was chosen when it began: changes say nothing of who was in another before. */
  readonly group?: string;
  /** Of a page that is shown in parts: how much of it was. */
  readonly done?: number;
};

export type Rounds = {
  /** A token of another version of the list or of another choice, or what is no token of ours, cannot be gone on from: everything is read anew. */
  readonly parseRound: (token: string, group?: string) => Round;
  /**
   * The token after a page: of the same round while there is a next page, else of the next round. Throws `garbled` for a
   * round without end, and for one that ends without a way onward.
   */
  readonly tokenAfter: (page: Onward, round: Round) => string;
  /** The token after a part of a page. */
  readonly tokenWithin: (round: Round, done: number) => string;
};

/** Rounds through one kind of list. `version`: of what its requests ask for. */
export function createRounds(version: number): Rounds {
  return {
    parseRound: (token, group) => {
      const { version: asked, pageToken, syncToken, pages, group: chosen, done } = recordOf(parsedJson(token)) ?? {};
      const page = typeof pageToken === 'string' ? { pageToken } : {};
      const sync = typeof syncToken === 'string' ? { syncToken } : {};
      const part = typeof done === 'number' ? { done } : {};
      const leadsOn = [pageToken, syncToken].some((one) => typeof one === 'string') || typeof done === 'number';
      if (asked !== version || typeof pages !== 'number' || !leadsOn || chosen !== group) {
        throw new SyncError('cursorExpired', 'The stored place in the list is of no use any more', {
          provider: 'google',
        });
      }
      return { ...page, ...sync, ...part, pages, ...chosenIn(group) };
    },
    tokenAfter: ({ nextPageToken, nextSyncToken }, { done: _, ...round }) => {
      if (nextPageToken === undefined) {
        if (nextSyncToken === undefined) throw garbled('a list without a token at its end');
        return JSON.stringify({ version, syncToken: nextSyncToken, pages: 0, ...chosenIn(round.group) });
      }
      const pages = round.pages + 1;
      if (pages >= maxPagesPerRound) throw garbled('pages without end');
      return JSON.stringify({ ...round, version, pageToken: nextPageToken, pages });
    },
    tokenWithin: (round, done) => JSON.stringify({ ...round, version, done }),
  };
}

export const chosenIn = (group: string | undefined): Pick<Round, 'group'> => (group === undefined ? {} : { group });
