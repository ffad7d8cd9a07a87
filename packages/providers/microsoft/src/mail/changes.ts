import type { Mailbox, SyncError } from '@concord/core';
import type { Calls } from '../calls.ts';
import { type Answer, errorOf, isSuccess } from '../errors.ts';
import { type BatchItem, parseDeltaPage } from '../graph-requests.ts';
import { maxBatchItems } from '../profile.ts';
import { isRemoved } from '../rows.ts';
import { type Cursor, cursorText, expired, parseCursor } from './cursor.ts';
import { queryAfter } from './links.ts';
import type { MailFolders } from './mail-folders.ts';
import { clockSlackMs, maxBatches, maxRoundPages, maxTold, readLagMs } from './profile.ts';
import { changesItem, firstChangesItem, foldersItem } from './requests.ts';

/** What is found out on the way through one call. */
type Walk = {
  since: number;
  tree: string;
  readonly folders: Map<string, string>;
  readonly left: Set<string>;
  pages: number;
  readonly ids: Set<string>;
  unread: Cursor['unread'];
  /** Whether anything became known. */
  moved: boolean;
  failure?: SyncError | undefined;
};

/**
 * A delta is of one folder, so each is followed by itself, twenty in a batch; the list of folders is followed beside them, so that
 * a quiet round asks once for each folder and once for the list. `@removed` is not looked at: where a message went, its folder tells.
 */
export function createChanges(
  calls: Calls,
  folders: MailFolders,
  read: Mailbox['read'],
  now: () => number,
): Pick<Mailbox, 'begin' | 'changes'> {
  /** Puts what an answer says into the walk. A folder that is not there any more is followed no further. */
  function take(walk: Walk, folder: string, answer: Answer): void {
    if (!isSuccess(answer)) return refuse(walk, folder, answer);
    const page = parseDeltaPage(answer);
    for (const row of page.rows) if (!isRemoved(row)) walk.ids.add(row.id);
    walk.folders.set(folder, queryAfter(page));
    walk.moved = true;
    if (page.nextLink === undefined) walk.left.delete(folder);
    else {
      walk.left.add(folder);
      walk.pages += 1;
    }
  }

  function refuse(walk: Walk, folder: string, answer: Answer): void {
    const error = errorOf(answer, now(), walk.folders.has(folder) ? 'link' : 'call');
    if (error.code === 'cursorExpired') throw error;
    if (error.code !== 'notFound') {
      walk.failure ??= error;
      return;
    }
    forget(walk, folder);
    walk.moved = true;
  }

  const itemOf = (walk: Walk, folder: string): BatchItem => {
    const query = walk.folders.get(folder);
    return query === undefined ? firstChangesItem(folder, walk.since) : changesItem(folder, query);
  };

  /** Asks the folders that are left, until enough is known to be told; a new round asks for news of their list along with the first. */
  async function ask(walk: Walk, isNewRound: boolean): Promise<void> {
    const asked = new Set<string>();
    for (let batches = 0; batches < maxBatches; batches += 1) {
      const rides = isNewRound && batches === 0 ? [foldersItem(walk.tree)] : [];
      const waiting = [...walk.left].filter((folder) => !asked.has(folder));
      const group = waiting.slice(0, maxBatchItems - rides.length);
      if (group.length === 0 || walk.ids.size >= maxTold || walk.failure !== undefined) return;
      const answers = await calls.answerAll([...group.map((folder) => itemOf(walk, folder)), ...rides]);
      for (const [index, folder] of group.entries()) {
        const answer = answers[index];
        // What is too much now is asked for again.
        if (answer !== undefined && walk.ids.size < maxTold) take(walk, folder, answer);
        asked.add(folder);
      }
      const listed = answers[group.length];
      if (listed !== undefined) await takeList(walk, listed);
    }
  }

  /** Where the list of folders has changed, those that are new join, and those that are followed no longer go. */
  async function takeList(walk: Walk, listed: Answer): Promise<void> {
    if (isSuccess(listed)) {
      const page = parseDeltaPage(listed);
      walk.tree = queryAfter(page);
      if (page.rows.length === 0 && page.nextLink === undefined) return;
    } else {
      const error = errorOf(listed, now(), 'link');
      walk.failure ??= error.code === 'cursorExpired' ? undefined : error;
      if (error.code !== 'cursorExpired') return;
    }
    const { followed, query } = await folders.tree(true);
    walk.tree = query;
    for (const known of [...walk.folders.keys(), ...walk.left]) if (!followed.includes(known)) forget(walk, known);
    for (const folder of followed) if (!walk.folders.has(folder)) walk.left.add(folder);
  }

  return {
    begin: async () => {
      const { followed, query } = await folders.tree(true);
      const walk = walkOf({
        since: now() - clockSlackMs,
        tree: query,
        folders: new Map(),
        left: followed,
        pages: 0,
        ids: [],
        unread: [],
      });
      await ask(walk, false);
      if (walk.failure !== undefined) throw walk.failure;
      // What came while it was asked for is told by the first changes.
      return cursorText({ ...walk, left: [...walk.left], ids: [...walk.ids] });
    },
    changes: async (text) => {
      const walk = walkOf(parseCursor(text));
      const isNewRound = walk.left.size === 0;
      if (isNewRound) {
        walk.pages = 0;
        for (const folder of walk.folders.keys()) walk.left.add(folder);
      }
      await ask(walk, isNewRound);
      if (walk.pages > maxRoundPages) throw expired();
      if (walk.failure !== undefined && !walk.moved && walk.ids.size === 0) throw walk.failure;
      const since = new Map(walk.unread);
      const ids = [...new Set([...walk.ids, ...since.keys()])];
      const messages = await read(ids);
      const shown = new Set(messages.map(({ id }) => id));
      // What is deleted by now is not found either, and is let go of in the end.
      walk.unread = ids
        .filter((id) => !shown.has(id))
        .map((id) => [id, since.get(id) ?? now()] as const)
        .filter(([, at]) => now() - at < readLagMs);
      const cursor = cursorText({ ...walk, left: [...walk.left], ids: [] });
      return { messages, cursor, more: walk.left.size > 0 };
    },
  };
}

function forget(walk: Walk, folder: string): void {
  walk.folders.delete(folder);
  walk.left.delete(folder);
}

const walkOf = ({ since, tree, folders, left, pages, ids, unread }: Cursor): Walk => ({
  since,
  tree,
  folders: new Map(folders),
  left: new Set(left),
  pages,
  ids: new Set(ids),
  unread,
  moved: false,
});
