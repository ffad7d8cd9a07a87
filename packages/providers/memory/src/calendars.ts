import { type Catalogue, type Clock, type Listed, SyncError } from '@concord/core';
import { type BookOptions, createMemoryBook, type MemoryBook } from './book.ts';
import { eventCapabilities } from './profile.ts';

/** Called before each call of the catalogue; what it throws happens instead. `afterCreate`: the calendar is there already. */
export type CalendarsOptions = BookOptions & {
  readonly beforeList?: () => void | Promise<void>;
  readonly afterCreate?: () => void;
};

/** The calendars of an account in memory, a book each. */
export type MemoryCalendars = {
  readonly catalogue: Catalogue;
  /** Puts one more into the list. */
  readonly add: (listed: Omit<Listed, 'id'>) => string;
  /** Throws `notFound` for an id that is in no list. Without one it is the first of them. */
  readonly book: (id?: string) => MemoryBook;
  readonly list: () => readonly Listed[];
};

/** Begins with the account's own calendar. */
export function createMemoryCalendars(clock: Clock, options: CalendarsOptions = {}): MemoryCalendars {
  const calendars = new Map<string, { readonly listed: Listed; readonly book: MemoryBook }>();
  const profile = { capabilities: eventCapabilities, ...options.profile };
  const add = (listed: Omit<Listed, 'id'>): string => {
    const id = `calendar${calendars.size + 1}`;
    calendars.set(id, { listed: { id, ...listed }, book: createMemoryBook(clock, { ...options, profile }) });
    return id;
  };
  add({ name: 'Calendar', kind: 'mine', writable: true });
  const found = (id: string | undefined) => {
    const calendar = id === undefined ? [...calendars.values()][0] : calendars.get(id);
    if (calendar === undefined) throw new SyncError('notFound', 'no such calendar', { provider: 'memory' });
    return calendar;
  };
  return {
    add,
    book: (id) => found(id).book,
    list: () => [...calendars.values()].map(({ listed }) => listed),
    catalogue: {
      list: async () => {
        await options.beforeList?.();
        return [...calendars.values()].map(({ listed }) => listed);
      },
      create: async (name) => {
        const { listed } = found(add({ name, kind: 'shared', writable: true }));
        options.afterCreate?.();
        return listed;
      },
    },
  };
}
