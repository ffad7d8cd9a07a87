import type { Collection } from '../kernel/store.ts';
import { type Contact, fullName, rowKindNames } from './records.ts';

export type ContactChange =
  | { readonly kind: 'created'; readonly after: Contact }
  | { readonly kind: 'updated'; readonly before: Contact; readonly after: Contact }
  | { readonly kind: 'deleted'; readonly before: Contact };

/** The contacts of all firms: the only way to change them, so that nothing changes unseen. */
export type Book = {
  readonly get: (firm: number, id: number) => Contact | undefined;
  /** In the order of their ids. */
  readonly all: (firm: number) => readonly Contact[];
  /** Creates or replaces, and tells the listeners. */
  readonly save: (contact: Contact) => void;
  /** Creates one without telling anyone: for filling a book. */
  readonly load: (contact: Contact) => void;
  readonly remove: (contact: Contact) => void;
  /** The same questions, answered as they were at an instant of the last ten minutes. */
  readonly asOf: (instant: number) => Pick<Book, 'get' | 'all'>;
  /** Another number after every change of the firm's contacts. */
  readonly version: (firm: number) => number;
  readonly onChange: (listener: (change: ContactChange) => void) => void;
  /** Like `onChange`, and also told of what is loaded; returns what ends it. */
  readonly watch: (listener: (change: ContactChange) => void) => () => void;
};

type Past = { readonly at: number; readonly id: number; readonly firm: number; readonly before: Contact | undefined };

const pastMs = 10 * 60_000;
const maxPast = 20_000;

export function createBook(collection: Collection<Contact>, now: () => number): Book {
  const firms = new Map<number, Map<number, Contact>>();
  const versions = new Map<number, number>();
  const listeners: ((change: ContactChange) => void)[] = [];
  const watchers = new Set<(change: ContactChange) => void>();
  const past: Past[] = [];
  const shelf = (firm: number) => firms.get(firm) ?? setAndGet(firms, firm, new Map());
  for (const contact of collection.values()) shelf(contact.firm).set(contact.id, contact);

  const put = (contact: Contact) => {
    collection.set(String(contact.id), contact);
    shelf(contact.firm).set(contact.id, contact);
    versions.set(contact.firm, (versions.get(contact.firm) ?? now()) + 1);
  };
  const remember = (contact: Contact, before: Contact | undefined) => {
    past.push({ at: now(), id: contact.id, firm: contact.firm, before });
    if (past.length > maxPast || (past[0]?.at ?? 0) < now() - pastMs) past.shift();
  };
  const show = (change: ContactChange) => {
    for (const watcher of watchers) watcher(change);
  };
  const tell = (change: ContactChange) => {
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
    remove: (contact) => {
      const before = shelf(contact.firm).get(contact.id);
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
function rewound(
  shelf: ReadonlyMap<number, Contact>,
  past: readonly Past[],
  firm: number,
  instant: number,
): Map<number, Contact> {
  const contacts = new Map(shelf);
  for (const change of past.toReversed()) {
    if (change.at <= instant) break;
    if (change.firm !== firm) continue;
    if (change.before === undefined) contacts.delete(change.id);
    else contacts.set(change.id, change.before);
  }
  return contacts;
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
