import {
  answerField,
  type BulkTags,
  type BulkTagsDone,
  editValues,
  folded,
  type NewWatch,
  type SettledWatch,
  SyncError,
  undoRefresh,
  type Watch,
  type WatchAnswer,
  type WatchEdit,
  type WatchHistoryPage,
  type WatchView,
} from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { handId, watchKey } from './keys.ts';
import { readNotes, saveNotes } from './notes.ts';
import { countLinked } from './settings.ts';
import { readWatchHistory, tellHistory, type WatchCause, type WatchEntry } from './watch-history.ts';
import { putWatch, readWatch, type StoredWatch, updateWatch } from './watch-record.ts';
import { changeViews, watchView } from './watch-view.ts';

/** A watch belongs to its firm: every member may see and change it, and nobody else knows of it. */
export async function viewWatch(ports: EnginePorts, { firm }: Caller, id: string): Promise<WatchView> {
  const stored = await readWatch(ports, firm, id);
  if (stored === undefined) throw new SyncError('notFound', 'There is no such watch.');
  return await shown(ports, firm, stored);
}

/** One made by hand. */
export async function createWatch(ports: EnginePorts, { firm }: Caller, wanted: NewWatch): Promise<WatchView> {
  const { values, notes = '', tags = [], priority = 'normal', status = 'active' } = wanted;
  const blank: Watch = {
    id: handId(ports.random.id(12)),
    values: {},
    tags: distinct(tags),
    priority,
    status,
    createdAt: ports.clock.now(),
  };
  const watch = noted(editValues(blank, values), notes);
  await putWatch(ports, firm, { watch, rev: 0 });
  if (notes !== '') await saveNotes(ports, firm, watch.id, notes);
  return watchView({ watch, rev: 1 }, notes);
}

/** Throws `conflict` when the watch is not any more as the person saw it. */
export async function editWatch(ports: EnginePorts, { firm }: Caller, id: string, edit: WatchEdit): Promise<WatchView> {
  const { rev, values = {}, notes, tags, priority, status } = edit;
  const stored = await readWatch(ports, firm, id);
  if (stored === undefined) throw new SyncError('notFound', 'There is no such watch.');
  const watch: Watch = {
    ...noted(editValues(stored.watch, values), notes),
    ...(tags === undefined ? {} : { tags: distinct(tags) }),
    ...(priority === undefined ? {} : { priority }),
    ...(status === undefined ? {} : { status }),
  };
  if (!(await putWatch(ports, firm, { watch, rev })))
    throw new SyncError(
      'conflict',
      'Somebody, or a refresh, changed this watch meanwhile. Look at it as it is now, then edit again.',
    );
  if (notes !== undefined) await saveNotes(ports, firm, id, notes);
  return await shown(ports, firm, { watch, rev: rev + 1 });
}

/** A refresh leaves archived ones alone. */
export async function archiveWatch(
  ports: EnginePorts,
  { firm }: Caller,
  id: string,
  archived: boolean,
): Promise<WatchView> {
  let isChanged = false;
  const stored = await updateWatch(ports, firm, id, ({ watch }) => {
    isChanged = (watch.archivedAt !== undefined) !== archived;
    if (!isChanged) return watch;
    const { archivedAt: _, ...rest } = watch;
    return archived ? { ...rest, archivedAt: ports.clock.now() } : rest;
  });
  if (isChanged && stored.watch.link) await countLinked(ports, firm, archived ? -1 : 1);
  return await shown(ports, firm, stored);
}

/** For good, with its notes; its history goes after 90 days. Its matter can be imported again. */
export async function deleteWatch(ports: EnginePorts, { firm }: Caller, id: string): Promise<void> {
  const stored = await readWatch(ports, firm, id);
  if (stored === undefined) throw new SyncError('notFound', 'There is no such watch.');
  const { link, archivedAt, hasNotes } = stored.watch;
  if (hasNotes) await saveNotes(ports, firm, id, '');
  const isGone = await ports.table.remove(watchKey(firm, id), { kind: 'rev', rev: stored.rev });
  if (!isGone)
    throw new SyncError('conflict', 'Somebody, or a refresh, changed this watch meanwhile. Look at it once more.');
  if (link && archivedAt === undefined) await countLinked(ports, firm, -1);
}

/** Settles a field that waits for a person. */
export async function answerWatch(
  ports: EnginePorts,
  caller: Caller,
  id: string,
  { field, use, asked }: WatchAnswer,
): Promise<WatchView> {
  return await settle(
    ports,
    caller,
    id,
    'answered',
    (watch) => answerField(watch, field, use, asked),
    () => new SyncError('conflict', 'This is no open question any more. Look at the watch as it is now.'),
  );
}

/** Takes back what a refresh changed; what people edited since stays. */
export async function undoWatch(ports: EnginePorts, caller: Caller, id: string, refresh: string): Promise<WatchView> {
  return await settle(
    ports,
    caller,
    id,
    'undone',
    (watch) => undoRefresh(watch, refresh),
    () => new SyncError('conflict', 'That refresh cannot be undone any more: look at what the watch says now.'),
  );
}

async function settle(
  ports: EnginePorts,
  { firm }: Caller,
  id: string,
  what: WatchEntry['what'],
  change: (watch: Watch) => SettledWatch | undefined,
  refusal: () => SyncError,
): Promise<WatchView> {
  let changes: SettledWatch['changes'] = [];
  const stored = await updateWatch(ports, firm, id, ({ watch }) => {
    const settled = change(watch);
    if (settled === undefined) throw refusal();
    changes = settled.changes;
    return settled.watch;
  });
  const named = { at: ports.clock.now(), id: ports.random.id(6) };
  await tellHistory(ports, firm, id, { ...named, what, cause: 'person', changes, because: [] });
  return await shown(ports, firm, stored);
}

/** Adds and removes tags of many at once. Ids that lead nowhere are passed over. */
export async function tagWatches(
  ports: EnginePorts,
  { firm }: Caller,
  { watches, add, remove }: BulkTags,
): Promise<BulkTagsDone> {
  const removed = new Set(remove.map(folded));
  const retagged = (watch: Watch): Watch => {
    const tags = distinct([...watch.tags.filter((tag) => !removed.has(folded(tag))), ...add]);
    const isSame = tags.length === watch.tags.length && tags.every((tag, index) => tag === watch.tags[index]);
    return isSame ? watch : { ...watch, tags };
  };
  let changed = 0;
  for (const id of new Set(watches)) changed += (await retag(ports, firm, id, retagged)) ? 1 : 0;
  return { changed };
}

async function retag(ports: EnginePorts, firm: string, id: string, change: (watch: Watch) => Watch): Promise<boolean> {
  const before = await readWatch(ports, firm, id);
  if (before === undefined || change(before.watch) === before.watch) return false;
  await updateWatch(ports, firm, id, ({ watch }) => change(watch));
  return true;
}

export async function watchHistory(
  ports: EnginePorts,
  { firm }: Caller,
  id: string,
  after?: string,
): Promise<WatchHistoryPage> {
  if ((await readWatch(ports, firm, id)) === undefined) throw new SyncError('notFound', 'There is no such watch.');
  const page = await readWatchHistory(ports, firm, id, after);
  const rows = page.entries.map(({ at, id: entry, what, cause, changes, because }) => ({
    id: `${at}#${entry}`,
    at,
    what,
    cause: causeSentences[what === 'answered' || what === 'undone' ? what : cause],
    changes: changeViews(changes),
    because,
  }));
  return { rows, ...(page.after ? { after: page.after } : {}) };
}

export const causeSentences = {
  import: 'Imported from Clio',
  one: 'Sync from Clio',
  person: 'Sync all now',
  auto: 'Refresh by itself',
  login: 'Refresh on login',
  answered: 'Answered',
  undone: 'Refresh undone',
} as const satisfies Record<WatchCause | 'answered' | 'undone', string>;

async function shown(ports: EnginePorts, firm: string, stored: StoredWatch): Promise<WatchView> {
  const { id, hasNotes } = stored.watch;
  return watchView(stored, hasNotes ? await readNotes(ports, firm, id) : '');
}

/** Notes that are not given stay as they are. */
function noted({ hasNotes, ...watch }: Watch, notes: string | undefined): Watch {
  const has = notes === undefined ? hasNotes === true : notes !== '';
  return has ? { ...watch, hasNotes: true } : watch;
}

/** The first spelling of each stays. */
function distinct(tags: readonly string[]): readonly string[] {
  return [...new Map(tags.toReversed().map((tag) => [folded(tag), tag.trim()])).values()].toReversed();
}
