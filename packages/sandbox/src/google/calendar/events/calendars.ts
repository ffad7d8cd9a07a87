import { randomId, type World } from '../../../kernel/world.ts';
import type { Directory, GoogleAccount } from '../../directory.ts';
import { type CalendarBook, createCalendarBook } from './calendar-book.ts';
import type { RowChange } from './stored-event.ts';

/** Documented roles, from the least to the most. */
export const accessRoles = ['freeBusyReader', 'reader', 'writerWithoutPrivateAccess', 'writer', 'owner'] as const;
export type AccessRole = (typeof accessRoles)[number];
export type CalendarKind = 'primary' | 'secondary' | 'holiday' | 'imported';

export type StoredCalendar = {
  readonly id: string;
  readonly kind: CalendarKind;
  readonly ownerEmail: string;
  readonly summary: string;
  readonly description?: string;
  readonly timeZone: string;
  readonly version: number;
  readonly deleted?: true;
};

/** A calendar in somebody's list, with what they may do in it. */
export type StoredEntry = {
  /** `<sub>/<calendar>` */
  readonly id: string;
  readonly sub: string;
  readonly calendarId: string;
  readonly role: AccessRole;
  readonly summaryOverride?: string;
  readonly hidden?: true;
  readonly deleted?: true;
  readonly seq: number;
  readonly changedAt: number;
  readonly version: number;
};
/** Undefined takes a part away. */
type EntryChange = { readonly role?: AccessRole; readonly hidden?: true | undefined; readonly deleted?: true };

export type Calendars = {
  /** Undefined for one that was deleted or never was. */
  readonly calendar: (id: string) => StoredCalendar | undefined;
  readonly primary: (account: GoogleAccount) => StoredCalendar;
  readonly book: (calendarId: string) => CalendarBook;
  readonly add: (account: GoogleAccount, input: CalendarInput) => StoredCalendar;
  readonly edit: (calendar: StoredCalendar, change: CalendarChange) => StoredCalendar;
  readonly remove: (calendar: StoredCalendar) => void;
  /** In the order in which they came into the list; `all`: with those that are gone. */
  readonly entries: (account: GoogleAccount, all?: boolean) => readonly StoredEntry[];
  readonly entry: (account: GoogleAccount, calendarId: string) => StoredEntry | undefined;
  /** Undefined takes the access away. */
  readonly share: (calendar: StoredCalendar, account: GoogleAccount, role: AccessRole | undefined) => void;
  readonly changeEntry: (entry: StoredEntry, change: EntryChange) => StoredEntry;
  readonly listHead: () => number;
  /** Sync tokens of an older generation have expired: of somebody's events of a calendar, or of their list (without one). */
  readonly generation: (sub: string, calendarId?: string) => number;
  readonly expire: (sub: string, calendarId?: string) => void;
  readonly watchRows: (listener: (calendar: StoredCalendar, change: RowChange) => void) => () => void;
  /** Somebody's list of calendars changed, or what they may do in one of them. */
  readonly watchEntries: (listener: (entry: StoredEntry) => void) => void;
};

export type CalendarInput = {
  readonly summary: string;
  readonly description?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly kind?: Exclude<CalendarKind, 'primary'>;
};

export type CalendarChange = Partial<Pick<StoredCalendar, 'summary' | 'description' | 'timeZone'>>;

export const usualZone = 'America/New_York';

export function createCalendars(world: World, directory: Directory): Calendars {
  const calendars = world.store.collection<StoredCalendar>('google.calendars');
  const entries = world.store.collection<StoredEntry>('google.calendarEntries');
  const generations = world.store.collection<number>('google.calendarGenerations');
  const books = new Map<string, CalendarBook>();
  const rowListeners = new Set<(calendar: StoredCalendar, change: RowChange) => void>();
  const entryListeners: ((entry: StoredEntry) => void)[] = [];
  let head = Math.max(0, ...[...entries.values()].map(({ seq }) => seq));
  let version = 0;

  const nextVersion = (): number => {
    version = Math.max(world.now() * 2_000, version + 2);
    return version;
  };
  const saveEntry = (entry: Omit<StoredEntry, 'seq' | 'changedAt' | 'version'>, isSeen = true): StoredEntry => {
    const before = entries.get(entry.id);
    // Documented: that only the access changed is not seen in a sync of the list.
    if (isSeen) head += 1;
    const stamped = { ...entry, seq: isSeen ? head : (before?.seq ?? head), changedAt: world.now() };
    const saved = { ...stamped, version: nextVersion() };
    entries.set(saved.id, saved);
    for (const listener of entryListeners) listener(saved);
    return saved;
  };
  const put = (account: GoogleAccount, id: string, kind: CalendarKind, input: CalendarInput): StoredCalendar => {
    const { summary, description, timeZone = account.timeZone ?? usualZone } = input;
    const calendar: StoredCalendar = {
      id,
      kind,
      ownerEmail: account.email,
      summary,
      ...(description === undefined ? {} : { description }),
      timeZone,
      version: nextVersion(),
    };
    calendars.set(id, calendar);
    const role = kind === 'holiday' || kind === 'imported' ? 'reader' : 'owner';
    saveEntry({ id: `${account.sub}/${id}`, sub: account.sub, calendarId: id, role });
    return calendar;
  };
  const primary = (account: GoogleAccount): StoredCalendar =>
    calendars.get(account.email) ?? put(account, account.email, 'primary', { summary: account.email });
  const living = (id: string): StoredCalendar | undefined => {
    const owner = calendars.get(id) === undefined ? directory.byEmail(id) : undefined;
    const calendar = owner === undefined ? calendars.get(id) : primary(owner);
    return calendar?.deleted ? undefined : calendar;
  };
  const entriesOf = (sub: string): readonly StoredEntry[] => [...entries.values()].filter((entry) => entry.sub === sub);
  const generationKey = (sub: string, calendarId = ''): string => `${sub}/${calendarId}`;
  const expire = (sub: string, calendarId?: string): void =>
    generations.set(generationKey(sub, calendarId), (generations.get(generationKey(sub, calendarId)) ?? 1) + 1);
  const book = (calendarId: string): CalendarBook => {
    const known = books.get(calendarId);
    if (known !== undefined) return known;
    const zone = (): string => calendars.get(calendarId)?.timeZone ?? usualZone;
    const made = createCalendarBook(world, calendarId, zone);
    books.set(calendarId, made);
    made.watch((change) => {
      const calendar = calendars.get(calendarId);
      if (calendar !== undefined) for (const listener of rowListeners) listener(calendar, change);
    });
    return made;
  };
  const changeEntry = (entry: StoredEntry, change: EntryChange): StoredEntry => {
    const { seq: _, changedAt: __, version: ___, ...before } = entries.get(entry.id) ?? entry;
    const next = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined);
    return saveEntry(Object.fromEntries(next) as unknown as typeof before, change.role === undefined);
  };

  return {
    calendar: living,
    primary,
    book,
    add: (account, input) => {
      primary(account);
      const { kind = 'secondary' } = input;
      return put(account, newCalendarId(world, kind), kind, input);
    },
    edit: (calendar, change) => {
      const next = { ...calendar, ...change, version: nextVersion() };
      calendars.set(calendar.id, next);
      return next;
    },
    remove: (calendar) => {
      calendars.set(calendar.id, { ...calendar, deleted: true, version: nextVersion() });
      for (const entry of entries.values())
        if (entry.calendarId === calendar.id && !entry.deleted) changeEntry(entry, { deleted: true });
    },
    entries: (account, all = false) => {
      primary(account);
      return entriesOf(account.sub).filter(({ deleted }) => all || !deleted);
    },
    entry: (account, calendarId) => {
      primary(account);
      const entry = entries.get(`${account.sub}/${calendarId}`);
      return entry?.deleted ? undefined : entry;
    },
    share: (calendar, account, role) => {
      primary(account);
      const id = `${account.sub}/${calendar.id}`;
      const before = entries.get(id);
      expire(account.sub, calendar.id);
      if (role === undefined) {
        if (before) changeEntry(before, { deleted: true });
      } else if (before && !before.deleted) changeEntry(before, { role });
      else saveEntry({ id, sub: account.sub, calendarId: calendar.id, role });
    },
    changeEntry,
    listHead: () => head,
    generation: (sub, calendarId) => generations.get(generationKey(sub, calendarId)) ?? 1,
    expire,
    watchRows: (listener) => {
      rowListeners.add(listener);
      return () => void rowListeners.delete(listener);
    },
    watchEntries: (listener) => void entryListeners.push(listener),
  };
}

const newCalendarId = (world: World, kind: CalendarKind): string => {
  const text = randomId(world, 40).toLowerCase();
  if (kind === 'holiday') return `en.${text.slice(0, 8)}#holiday@group.v.calendar.google.com`;
  return kind === 'imported' ? `${text}@import.calendar.google.com` : `c_${text}@group.calendar.google.com`;
};
