import type { User } from '../records.ts';
import type { State } from '../state.ts';
import { type Calendar, type CalendarType, colors, type Entry, type Permission, permissions } from './records.ts';

/** The calendars of all firms, and who may do what with them. */
export type Calendars = {
  /** In the order of their ids. */
  readonly all: (firm: number) => readonly Calendar[];
  readonly get: (firm: number, id: number) => Calendar | undefined;
  readonly save: (calendar: Calendar) => void;
  readonly remove: (calendar: Calendar) => void;
  readonly make: (input: Pick<Calendar, 'firm' | 'name' | 'type' | 'owner'> & Partial<Calendar>) => Calendar;
  readonly ownerOf: (calendar: Calendar) => User | undefined;
  readonly permission: (calendar: Calendar, user: User) => Permission;
  /** Of the calendar that owns the entry; whoever attends may see it (documented). */
  readonly entryPermission: (entry: Entry, user: User) => Permission;
  /** The calendars that show the entry: its owner's first. */
  readonly showing: (entry: Entry) => readonly Calendar[];
  /** A firm has one calendar, and each of its users one of their own (documented). */
  readonly complete: (firm: number) => void;
};

export function createCalendars(state: State, now: () => number): Calendars {
  const all = (firm: number) => [...state.calendars.values()].filter((calendar) => calendar.firm === firm);
  const usersOf = (firm: number) => [...state.users.values()].filter((user) => user.firm === firm);
  const get = (firm: number, id: number) => {
    const calendar = state.calendars.get(String(id));
    return calendar?.firm === firm ? calendar : undefined;
  };
  const save = (calendar: Calendar) => state.calendars.set(String(calendar.id), calendar);
  const make: Calendars['make'] = (input) => {
    const calendar: Calendar = {
      id: state.nextCalendarId(),
      color: colors[0],
      shares: {},
      hidden_by: [],
      created_at: now(),
      updated_at: now(),
      revision: 1,
      ...input,
    };
    save(calendar);
    return calendar;
  };
  const permission = (calendar: Calendar, user: User): Permission => {
    if (calendar.firm !== user.firm) return 'none';
    const owns = calendar.owner === null ? user.account_owner : calendar.owner === user.id;
    return owns ? 'owner' : (calendar.shares[String(user.id)] ?? unshared[calendar.type]);
  };
  const showing = (entry: Entry) => {
    const attending = entry.attendees.filter(({ type }) => type === 'Calendar').map(({ id }) => id);
    return [...new Set([entry.calendar, ...attending])].flatMap((id) => get(entry.firm, id) ?? []);
  };
  return {
    all,
    get,
    save,
    make,
    permission,
    showing,
    remove: ({ id }) => void state.calendars.delete(String(id)),
    ownerOf: ({ owner, firm }) =>
      owner === null ? usersOf(firm).find(({ account_owner }) => account_owner) : state.users.get(String(owner)),
    entryPermission: (entry, user) => {
      const [own, ...attending] = showing(entry);
      const ofOwner = own === undefined ? 'none' : permission(own, user);
      const ofOthers = attending.map((calendar) => atMost('viewer', permission(calendar, user)));
      return [ofOwner, ...ofOthers].reduce(greater);
    },
    complete: (firm) => {
      const known = all(firm);
      const has = (type: CalendarType, owner: number | null) =>
        known.some((calendar) => calendar.type === type && calendar.owner === owner);
      if (!has('AccountCalendar', null)) make({ firm, name: 'Firm', type: 'AccountCalendar', owner: null });
      for (const { id, name } of usersOf(firm))
        if (!has('UserCalendar', id)) make({ firm, name, type: 'UserCalendar', owner: id });
    },
  };
}

/** Personal calendars are private by default (help centre); that everybody sees the firm's is assumed. */
const unshared = {
  AccountCalendar: 'viewer',
  UserCalendar: 'none',
  AdhocCalendar: 'none',
} as const satisfies Record<CalendarType, Permission>;

const rank = (permission: Permission): number => permissions.indexOf(permission);
const greater = (a: Permission, b: Permission): Permission => (rank(a) >= rank(b) ? a : b);
const atMost = (most: Permission, permission: Permission): Permission =>
  rank(permission) > rank(most) ? most : permission;

export const mayWrite = (permission: Permission): boolean => rank(permission) >= rank('editor');
