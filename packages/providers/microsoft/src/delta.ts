import { createHash } from 'node:crypto';
import { SyncError } from '@concord/core';
import { garbled, parsedJson, recordOf } from './errors.ts';
import type { DeltaPage } from './graph-requests.ts';
import { maxPagesPerRound, maxRepeatsPerRound } from './profile.ts';

/** Where a round through a delta stands: what the engine keeps as `next` or `cursor`. */
export type Round = {
  readonly link: string;
  /** Pages of this round so far. */
  readonly pages: number;
  /** Digest of the first page that had rows, and how often its rows came back alone. */
  readonly first?: string;
  readonly repeats: number;
  /** The category that was chosen when the links began: only they show it, and they say nothing of who was in another. */
  readonly group?: string;
};

/** What is not a token of ours, or was made under another choice, cannot be followed: the collection is read anew. */
export function parseRound(token: string, group?: string): Round {
  const record = recordOf(parsedJson(token));
  const { link, pages, first, repeats, group: chosen } = record ?? {};
  const isWhole = typeof link === 'string' && typeof pages === 'number' && typeof repeats === 'number';
  if (!isWhole || chosen !== group) {
    throw new SyncError('cursorExpired', 'The stored place in the changes cannot be read', { provider: 'microsoft' });
  }
  return { link, pages, repeats, ...chosenIn(group), ...(typeof first === 'string' ? { first } : {}) };
}

/**
 * The token after a page: of the same round while there is a next page, else of the next round. Throws `garbled` for a
 * round that never ends: too many pages, or its first page again and again under fresh links (both observed).
 */
export function tokenAfter(page: DeltaPage, round: Round | undefined, group?: string): string {
  const choice = chosenIn(group);
  if (page.nextLink === undefined) return JSON.stringify({ link: page.deltaLink, pages: 0, repeats: 0, ...choice });
  const digest = page.rows.length === 0 ? undefined : digestOf(page);
  const pages = (round?.pages ?? 0) + 1;
  const repeats = (round?.repeats ?? 0) + (digest !== undefined && digest === round?.first ? 1 : 0);
  if (pages >= maxPagesPerRound || repeats >= maxRepeatsPerRound) throw garbled('pages without end');
  const first = round?.first ?? digest;
  const place = { link: page.nextLink, pages, repeats, ...choice };
  return JSON.stringify({ ...place, ...(first === undefined ? {} : { first }) });
}

const chosenIn = (group: string | undefined): Pick<Round, 'group'> => (group === undefined ? {} : { group });

function digestOf(page: DeltaPage): string {
  const ids = page.rows.map((row) => row.id).sort();
  return createHash('sha256').update(ids.join('\n')).digest('base64url').slice(0, 16);
}
