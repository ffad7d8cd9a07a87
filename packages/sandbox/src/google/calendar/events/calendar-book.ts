import type { World } from '../../../kernel/world.ts';
import { type ChangeLog, createChangeLog } from '../../change-log.ts';
import { instantOfTime } from './event-times.ts';
import type { RowChange, StoredEvent } from './stored-event.ts';

type Stamps = 'createdAt' | 'updatedAt' | 'changedAt' | 'seq' | 'version' | 'reach';
/** A row that is to be saved: a new one, or the next version of one that is there. */
export type NextRow = Omit<StoredEvent, Stamps>;

/** The events of one calendar, tombstones included. */
export type CalendarBook = {
  readonly get: (id: string) => StoredEvent | undefined;
  readonly rows: () => readonly StoredEvent[];
  /** Changed and cancelled instances of a series. */
  readonly exceptionsOf: (master: string) => readonly StoredEvent[];
  readonly byUid: (iCalUID: string) => readonly StoredEvent[];
  /** `isQuiet`: what the API calls `updated` stays, as documented for reminders. */
  readonly save: (row: NextRow, isQuiet?: boolean) => StoredEvent;
  readonly log: ChangeLog<StoredEvent>;
  /** Number of the latest change. */
  readonly head: () => number;
  /** When that was; 0 before the first. */
  readonly changedAt: () => number;
  /** Tells at once of every change, filling included; returns what ends it. */
  readonly watch: (listener: (change: RowChange) => void) => () => void;
};

export function createCalendarBook(world: World, calendarId: string, timeZone: () => string): CalendarBook {
  const stored = world.store.collection<StoredEvent>(`google.calendar.${calendarId}`);
  const log = createChangeLog<StoredEvent>(stored.values());
  const exceptions = new Map<string, Set<string>>();
  const uids = new Map<string, Set<string>>();
  const watchers = new Set<(change: RowChange) => void>();
  let head = log.headAt(Number.POSITIVE_INFINITY);
  let version = 0;
  let changedAt = 0;

  const index = ({ id, iCalUID, master }: StoredEvent): void => {
    into(uids, iCalUID, id);
    if (master !== undefined) into(exceptions, master, id);
  };
  for (const row of stored.values()) {
    index(row);
    version = Math.max(version, row.version);
    changedAt = Math.max(changedAt, row.changedAt);
  }
  const all = (ids: Iterable<string> = []): readonly StoredEvent[] => [...ids].flatMap((id) => stored.get(id) ?? []);
  const reachOf = ({ fields: { start, end } }: NextRow, before: StoredEvent | undefined): readonly [number, number] => {
    const [from, to] = before?.reach ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    return [Math.min(from, instantOfTime(start, timeZone())), Math.max(to, instantOfTime(end, timeZone()))];
  };

  return {
    get: (id) => stored.get(id),
    rows: () => [...stored.values()],
    exceptionsOf: (master) => all(exceptions.get(master)),
    byUid: (iCalUID) => all(uids.get(iCalUID)),
    save: (row, isQuiet = false) => {
      const before = stored.get(row.id);
      const now = world.now();
      head += 1;
      changedAt = now;
      // Twice the microseconds since 1970, as on the captures; it grows with every version.
      version = Math.max(now * 2_000, version + 2);
      const after: StoredEvent = {
        ...row,
        createdAt: before?.createdAt ?? now,
        updatedAt: isQuiet && before ? before.updatedAt : now,
        changedAt: now,
        seq: head,
        version,
        reach: reachOf(row, before),
      };
      stored.set(after.id, after);
      log.append(after);
      index(after);
      for (const watcher of watchers) watcher(before === undefined ? { after } : { before, after });
      return after;
    },
    log,
    head: () => head,
    changedAt: () => changedAt,
    watch: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}

function into(sets: Map<string, Set<string>>, key: string, id: string): void {
  const known = sets.get(key) ?? new Set();
  sets.set(key, known.add(id));
}
