import { DatabaseSync } from 'node:sqlite';

/** Named collections of JSON values. Iteration is in the order of first insertion. */
export type Store = {
  readonly collection: <T>(name: string) => Collection<T>;
  /** Many changes as one to the disk: for filling. Changes made before a task throws stay. */
  readonly together: <T>(task: () => T) => T;
  readonly clear: () => void;
};

export type Collection<T> = {
  readonly get: (id: string) => T | undefined;
  readonly set: (id: string, value: T) => void;
  readonly delete: (id: string) => boolean;
  readonly values: () => IterableIterator<T>;
  readonly entries: () => IterableIterator<[string, T]>;
  readonly size: () => number;
};

export function createMemoryStore(): Store {
  return createCachedStore(() => undefined);
}

/** Keeps everything in memory and writes each change through to one SQLite file, which survives a killed process. */
export function createFileStore(path: string): Store {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec(
    'CREATE TABLE IF NOT EXISTS entries (number INTEGER PRIMARY KEY AUTOINCREMENT, collection TEXT, id TEXT, value TEXT, UNIQUE (collection, id))',
  );
  const upsert = database.prepare(
    'INSERT INTO entries (collection, id, value) VALUES (?, ?, ?) ON CONFLICT (collection, id) DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare('DELETE FROM entries WHERE collection = ? AND id = ?');
  const read = database.prepare('SELECT id, value FROM entries WHERE collection = ? ORDER BY number');
  return createCachedStore(
    (name, id, value) => {
      if (value === undefined) remove.run(name, id);
      else upsert.run(name, id, JSON.stringify(value));
    },
    (name) => read.all(name).map((row) => [String(row.id), JSON.parse(String(row.value))]),
    () => database.exec('DELETE FROM entries'),
    (task) => {
      if (database.isTransaction) return task();
      database.exec('BEGIN');
      try {
        return task();
      } finally {
        database.exec('COMMIT');
      }
    },
  );
}

function createCachedStore(
  save: (collection: string, id: string, value: unknown) => void,
  load: (collection: string) => readonly (readonly [string, unknown])[] = () => [],
  clear: () => void = () => undefined,
  together: Store['together'] = (task) => task(),
): Store {
  const collections = new Map<string, Map<string, unknown>>();
  const entriesOf = (name: string): Map<string, unknown> => {
    const known = collections.get(name) ?? new Map(load(name));
    collections.set(name, known);
    return known;
  };
  return {
    collection: <T>(name: string): Collection<T> => {
      const entries = entriesOf(name) as Map<string, T>;
      return {
        get: (id) => entries.get(id),
        set: (id, value) => {
          entries.set(id, value);
          save(name, id, value);
        },
        delete: (id) => {
          save(name, id, undefined);
          return entries.delete(id);
        },
        values: () => entries.values(),
        entries: () => entries.entries(),
        size: () => entries.size,
      };
    },
    together,
    clear: () => {
      clear();
      for (const entries of collections.values()) entries.clear();
    },
  };
}
