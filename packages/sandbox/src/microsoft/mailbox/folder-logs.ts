import type { Store } from '../../kernel/store.ts';
import type { Filed } from './card.ts';
import { type ChangeLog, createChangeLog, type LogEntry } from './change-log.ts';

/** The change log of each folder. Only tombstones are stored: what lives says itself when it changed last. */
export type FolderLogs = {
  readonly log: (folderId: string) => ChangeLog;
  readonly came: (card: Filed) => void;
  readonly left: (card: Filed, seq: number, at: number) => void;
  /** Number of the latest tombstone. */
  readonly head: number;
};

type Tombstone = LogEntry & { readonly folderId: string };

/** `owner` names whose tombstones they are. `living` yields a folder's items as they are when its log is first asked for. */
export function createFolderLogs(
  store: Store,
  owner: string,
  living: (folderId: string) => ReadonlyMap<string, Filed>,
): FolderLogs {
  const tombstones = store.collection<Tombstone>(`microsoft.${owner}.tombstones`);
  const logs = new Map<string, ChangeLog>();
  const open = (folderId: string): ChangeLog => {
    const cards = living(folderId);
    // A killed process may have stored the tombstone and not the move: then the contact is still here.
    const gone = [...tombstones.values()].filter((entry) => entry.folderId === folderId && !cards.has(entry.id));
    const log = createChangeLog([...[...cards.values()].map(entryOf), ...gone]);
    logs.set(folderId, log);
    return log;
  };
  const log = (folderId: string): ChangeLog => logs.get(folderId) ?? open(folderId);
  return {
    log,
    came: (card) => {
      log(card.folderId).append(entryOf(card));
      const key = `${card.folderId}/${card.id}`;
      if (tombstones.get(key)) tombstones.delete(key);
    },
    left: ({ id, classicId, folderId }, seq, at) => {
      const tombstone: Tombstone = { id, classicId, folderId, seq, at, gone: true };
      log(folderId).append(tombstone);
      tombstones.set(`${folderId}/${id}`, tombstone);
    },
    head: [...tombstones.values()].reduce((highest, entry) => Math.max(highest, entry.seq), 0),
  };
}

function entryOf({ id, seq, modifiedAt }: Filed): LogEntry {
  return { id, seq, at: modifiedAt, gone: false };
}
