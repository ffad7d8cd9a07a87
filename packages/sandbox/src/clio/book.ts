import type { Collection } from '../kernel/store.ts';
import { type Contact, fullName, rowKindNames } from './records.ts';

/** What a book can keep. */
export type Bookable = { readonly id: number; readonly firm: number };

export type Change<T> =
  | { readonly kind: 'created'; readonly after: T }
  | { readonly kind: 'updated'; readonly before: T; readonly after: T }
  | { readonly kind: 'deleted'; readonly before: T };
export type ContactChange = Change<Contact>;

/** The records of one kind of all firms: the only way to change them, so that nothing changes unseen. */
export type Book<T extends Bookable = Contact> = {
  readonly get: (firm: number, id: number) => T | undefined;
  /** In the order of their ids. */
  readonly all: (firm: number) => readonly T[];
  /** Creates or replaces, and tells the listeners. */
  readonly save: (record: T) => void;
  /** Creates one without telling anyone: for filling a book. */
  readonly load: (record: T) => void;
  readonly remove: (record: T) => void;
  /** The same questions, answered as they were at an instant of the last ten minutes. */
  readonly asOf: (instant: number) => Pick<Book<T>, 'get' | 'all'>;
  /** Another number after every change of the firm's records. */
  readonly version: (firm: number) => number;
  readonly onChange: (listener: (change: Change<T>) => void) => void;
  /** Like `onChange`, and also told of what is loaded; returns what ends it. */
  readonly watch: (listener: (change: Change<T>) => void) => () => void;
};

type Past<T> = { readonly at: number; readonly id: number; readonly firm: number; readonly before: T | undefined };

const pastMs = 10 * 60_000;
const maxPast = 20_000;

export function createBook<T extends Bookable>(collection: Collection<T>, now: () => number): Book<T> {
  const firms = new Map<number, Map<number, T>>();
  const versions = new Map<number, number>();
  const listeners: ((change: Change<T>) => void)[] = [];
  const watchers = new Set<(change: Change<T>) => void>();
  const past: Past<T>[] = [];
  const shelf = (firm: number) => firms.get(firm) ?? setAndGet(firms, firm, new Map());
  for (const record of collection.values()) shelf(record.firm).set(record.id, record);

  const put = (record: T) => {
    collection.set(String(record.id), record);
    shelf(record.firm).set(record.id, record);
    versions.set(record.firm, (versions.get(record.firm) ?? now()) + 1);
  };
  const remember = (record: T, before: T | undefined) => {
    past.push({ at: now(), id: record.id, firm: record.firm, before });
    if (past.length > maxPast || (past[0]?.at ?? 0) < now() - pastMs) past.shift();
  };
  const show = (change: Change<T>) => {
    for (const watcher of watchers) watcher(change);
  };
  const tell = (change: Change<T>) => {
    for (const listener of listeners) listener(change);
    show(change);
  };

  return {
    get: (firm, id) => firms.get(firm)?.get(id),
    all: (firm) => [...shelf(firm).values()],
    save: (after) => {
      const before = shelf(after.firm).get(after.id);
      remember(after, before);
      put(after);
      tell(before === undefined ? { kind: 'created', after } : { kind: 'updated', before, after });
    },
    load: (after) => {
      put(after);
      show({ kind: 'created', after });
    },
    remove: (record) => {
      const before = shelf(record.firm).get(record.id);
      if (before === undefined) return;
      remember(before, before);
      collection.delete(String(before.id));
      shelf(before.firm).delete(before.id);
      versions.set(before.firm, (versions.get(before.firm) ?? now()) + 1);
      tell({ kind: 'deleted', before });
    },
    asOf: (instant) => {
      const then = (firm: number) => rewound(shelf(firm), past, firm, instant);
      return {
        get: (firm, id) => then(firm).get(id),
        all: (firm) => [...then(firm).values()].sort((a, b) => a.id - b.id),
      };
    },
    version: (firm) => versions.get(firm) ?? 0,
    onChange: (listener) => listeners.push(listener),
    watch: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}

/** Undoes the changes after an instant, newest first. */
function rewound<T extends Bookable>(
  shelf: ReadonlyMap<number, T>,
  past: readonly Past<T>[],
  firm: number,
  instant: number,
): Map<number, T> {
  const records = new Map(shelf);
  for (const change of past.toReversed()) {
    if (change.at <= instant) break;
    if (change.firm !== firm) continue;
    if (change.before === undefined) records.delete(change.id);
    else records.set(change.id, change.before);
  }
  return records;
}

function setAndGet<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}

const searchTexts = new WeakMap<Contact, string>();

/** Whether every word of the question occurs somewhere in the contact: its texts, its rows, its company's name. */
export function matches(contact: Contact, question: string, book: Pick<Book, 'get'>): boolean {
  const company = contact.company === null ? undefined : book.get(contact.firm, contact.company);
  const text = `${searchTextOf(contact)} ${company?.name?.toLowerCase() ?? ''}`;
  return question
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}

function searchTextOf(contact: Contact): string {
  const known = searchTexts.get(contact);
  if (known !== undefined) return known;
  const rows = rowKindNames.flatMap((kind) => contact[kind].flatMap((row) => Object.values(row.parts)));
  const text = [fullName(contact), contact.prefix, contact.title, ...rows].filter(Boolean).join(' ').toLowerCase();
  searchTexts.set(contact, text);
  return text;
}
