import { SyncError } from '@concord/core';
import { parsedJson, recordOf } from '../errors.ts';

/** Where the changes of a mailbox go on. */
export type Cursor = {
  /** When it began: of a folder that is new, what was received since then is told. */
  readonly since: number;
  /** Of the list of folders. */
  readonly tree: string;
  /** By folder: what its link has after the `?`. */
  readonly folders: ReadonlyMap<string, string>;
  /** Folders that were not asked to their end in this round; none: the next round begins. */
  readonly left: readonly string[];
  /** Pages of this round so far that had others after them. */
  readonly pages: number;
  /** Messages that were seen and not told yet. */
  readonly ids: readonly string[];
  /** Messages that a delta told of and a read did not show yet, and when that was first so. */
  readonly unread: readonly (readonly [id: string, at: number])[];
};

const version = 1;
/** Nearly every link is of one of these; a letter stands for it. */
const starts = { d: '$deltatoken=', s: '$skiptoken=' } as const;

export function cursorText({ since, tree, folders, left, pages, ids, unread }: Cursor): string {
  const short = [...folders].map(([id, query]) => [id, shortened(query)]);
  return JSON.stringify([version, since, shortened(tree), short, left, pages, ids, unread]);
}

/** Throws `cursorExpired` for what is no cursor of ours. */
export function parseCursor(text: string): Cursor {
  const parsed = parsedJson(text);
  const [said, since, tree, folders, left, pages, ids, unread = []] = Array.isArray(parsed)
    ? (parsed as readonly unknown[])
    : [];
  const isWhole =
    said === version && typeof since === 'number' && typeof tree === 'string' && typeof pages === 'number';
  if (!isWhole || !Array.isArray(folders) || !isTexts(left) || !isTexts(ids) || !areTimed(unread)) throw expired();
  const pairs = folders.map((pair) => (isTexts(pair) && pair.length === 2 ? pair : []));
  const links = pairs.map(([id = '', query = '']) => [id, lengthened(query)] as const);
  return { since, tree: lengthened(tree), folders: new Map(links), left, pages, ids, unread };
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

const areTimed = (value: unknown): value is readonly (readonly [string, number])[] =>
  Array.isArray(value) &&
  value.every((one) => Array.isArray(one) && typeof one[0] === 'string' && Number.isFinite(one[1]));

function shortened(query: string): string {
  const start = Object.entries(starts).find(([, text]) => query.startsWith(text));
  return start === undefined ? `q${query}` : start[0] + query.slice(start[1].length);
}

function lengthened(text: string): string {
  const rest = text.slice(1);
  const start = recordOf(starts)?.[text[0] ?? ''];
  if (typeof start === 'string') return start + rest;
  if (text.startsWith('q')) return rest;
  throw expired();
}

export const expired = (): SyncError =>
  new SyncError('cursorExpired', 'The stored place in the changes of the mail cannot be followed', {
    provider: 'microsoft',
  });
