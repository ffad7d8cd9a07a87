import type { Clio } from '../call.ts';
import { type ClioAct, entryNamed, existingEntry, saveEdited, tell } from './entry-acts.ts';
import { type ClioEntryEdit, type ClioEntryInput, editedEntry, entryOf } from './entry-input.ts';
import { type ClioEntryChange, type ClioEntryView, viewEntry, watchEntries } from './entry-view.ts';
import { type ClioInstanceControl, instanceActs } from './instance-control.ts';
import { type Attendee, type Calendar, colors, type Entry, type Mail, type SharedPermission } from './records.ts';
import { removeWhole } from './series.ts';

export type ClioCalendarView = Pick<Calendar, 'id' | 'firm' | 'name' | 'type' | 'color' | 'shares' | 'hidden_by'> & {
  readonly owner: number | undefined;
};
export type ClioMail = Omit<Mail, 'id' | 'at'> & { readonly id: string; readonly at: string };

/**
 * The calendars of people in Clio: webhooks fire and etags change as by their own hands. Entries are named by the ids that the API shows.
 * Where a start of an instance is asked for, it is the one that its series gives it: ISO 8601, or `YYYY-MM-DD` of an all-day series.
 * `firm` is by default the only, or first, one. Inputs that Clio's rules forbid throw a `Refusal`. Clio knows no answers to invitations.
 */
export type ClioCalendarControl = ClioInstanceControl & {
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: () => string;
  readonly calendars: (firm?: number) => readonly ClioCalendarView[];
  /** A user's own calendar. */
  readonly calendarOf: (userId: number) => number;
  readonly firmCalendar: (firm?: number) => number;
  readonly addCalendar: (input: { readonly name: string; readonly owner: number; readonly color?: string }) => number;
  /** With all that is in it. */
  readonly removeCalendar: (calendarId: number) => void;
  readonly share: (calendarId: number, userId: number, permission: SharedPermission) => void;
  readonly setVisible: (calendarId: number, userId: number, isVisible: boolean) => void;
  /** The firm's kind of event, made when there is none of that name. */
  readonly eventType: (name: string, firm?: number) => number;

  /** Single events, series, and changed instances; of one calendar, or of all of a firm. */
  readonly list: (of?: { readonly calendar?: number; readonly firm?: number }) => readonly ClioEntryView[];
  readonly get: (id: string) => ClioEntryView | undefined;
  readonly add: (input: ClioEntryInput, act?: ClioAct) => string;
  /** Fast, and without webhooks: for filling a calendar. */
  readonly addMany: (inputs: readonly ClioEntryInput[]) => readonly string[];
  /** A single event, a whole series, or, by the id that the API shows, one instance. */
  readonly edit: (id: string, edit: ClioEntryEdit, act?: ClioAct) => void;
  /** What `edit` takes. */
  readonly remove: (id: string, act?: ClioAct) => void;
  readonly move: (id: string, calendarId: number) => void;
  readonly makePrivate: (id: string, isPrivate?: boolean) => void;
  /** Adds to those who attend already. */
  readonly invite: (id: string, attendees: readonly Pick<Attendee, 'type' | 'id'>[], act?: ClioAct) => void;
  /** What Clio would have sent to anybody because of entries, oldest first. */
  readonly mails: () => readonly ClioMail[];
  readonly clearMails: () => void;
  /** Tells at once of every change to an entry of any firm, whoever made it, filling included; returns what ends it. */
  readonly watch: (listener: (change: ClioEntryChange) => void) => () => void;
};

export function createCalendarControl(clio: Clio): ClioCalendarControl {
  return { ...calendarActs(clio), ...entryActs(clio), ...instanceActs(clio), ...mailActs(clio) };
}

const firstFirm = ({ state }: Clio): number => [...state.firms.values()][0]?.id ?? 0;

function calendarActs(clio: Clio) {
  const { calendars, state, world } = clio;
  const existing = (id: number): Calendar => {
    const calendar = state.calendars.get(String(id));
    if (calendar === undefined) throw new Error(`There is no calendar ${id}`);
    return calendar;
  };
  const change = (calendar: Calendar, changes: Partial<Calendar>) =>
    calendars.save({ ...calendar, ...changes, updated_at: world.now(), revision: calendar.revision + 1 });
  return {
    today: () => new Date(world.now()).toISOString().slice(0, 10),
    calendars: (firm = firstFirm(clio)) => calendars.all(firm).map((calendar) => viewCalendar(clio, calendar)),
    calendarOf: (userId: number) => ownCalendar(clio, userId).id,
    firmCalendar: (firm = firstFirm(clio)) => {
      const found = calendars.all(firm).find(({ type }) => type === 'AccountCalendar');
      if (found === undefined) throw new Error(`There is no firm ${firm}`);
      return found.id;
    },
    addCalendar: ({ name, owner, color = colors[0] }) => {
      const { firm } = ownCalendar(clio, owner);
      return calendars.make({ firm, name, owner, color, type: 'AdhocCalendar' }).id;
    },
    removeCalendar: (id) => {
      const calendar = existing(id);
      for (const entry of clio.entries.all(calendar.firm)) if (entry.calendar === id) removeWhole(clio, entry);
      calendars.remove(calendar);
    },
    share: (id, userId, permission) => {
      const calendar = existing(id);
      change(calendar, { shares: { ...calendar.shares, [String(userId)]: permission } });
    },
    setVisible: (id, userId, isVisible) => {
      const calendar = existing(id);
      const others = calendar.hidden_by.filter((user) => user !== userId);
      change(calendar, { hidden_by: isVisible ? others : [...others, userId] });
    },
    eventType: (name, firm = firstFirm(clio)) => {
      const known = [...state.eventTypes.values()].find((type) => type.firm === firm && type.name === name);
      if (known !== undefined) return known.id;
      const times = { created_at: world.now(), updated_at: world.now(), revision: 1 };
      const type = { id: state.nextCalendarId(), firm, name, color: colors[0], ...times };
      state.eventTypes.set(String(type.id), type);
      return type.id;
    },
  } satisfies Partial<ClioCalendarControl>;
}

function ownCalendar({ state }: Clio, userId: number): Calendar {
  const found = [...state.calendars.values()].find(({ type, owner }) => type === 'UserCalendar' && owner === userId);
  if (found === undefined) throw new Error(`There is no user ${userId}`);
  return found;
}

function viewCalendar({ calendars }: Clio, calendar: Calendar): ClioCalendarView {
  const { id, firm, name, type, color, shares, hidden_by } = calendar;
  return { id, firm, name, type, color, shares, hidden_by, owner: calendars.ownerOf(calendar)?.id };
}

function entryActs(clio: Clio) {
  const { entries, state, world } = clio;
  const existing = existingEntry(clio);
  const edit = (id: string, change: ClioEntryEdit, act: ClioAct = {}): void => {
    const before = existing(id);
    const after = saveEdited(clio, before, editedEntry(clio, before, change));
    tell(clio, before, after, act);
  };
  const make = (input: ClioEntryInput, save: (entry: Entry) => void): Entry => {
    const entry = entryOf(clio, input, input.calendar ?? clio.calendars.all(firstFirm(clio))[0]?.id ?? 0);
    save(entry);
    return entry;
  };
  return {
    list: ({ calendar, firm }: { readonly calendar?: number; readonly firm?: number } = {}) => {
      const own = firm ?? (calendar === undefined ? undefined : state.calendars.get(String(calendar))?.firm);
      const all = entries.all(own ?? firstFirm(clio));
      return all
        .filter((entry) => calendar === undefined || entry.calendar === calendar)
        .map((entry) => viewEntry(clio, entry));
    },
    get: (id) => {
      const entry = entryNamed(clio, id);
      return entry && viewEntry(clio, entry);
    },
    add: (input, act = {}) => {
      const entry = make(input, entries.save);
      tell(clio, undefined, entry, act);
      return String(entry.id);
    },
    addMany: (inputs) => world.store.together(() => inputs.map((input) => String(make(input, entries.load).id))),
    edit,
    remove: (id, act = {}) => {
      const entry = existing(id);
      removeWhole(clio, entry);
      tell(clio, entry, undefined, act);
    },
    move: (id, calendar) => edit(id, { calendar }),
    makePrivate: (id, isPrivate = true) => edit(id, { private: isPrivate }),
    invite: (id, attendees, act = {}) => edit(id, { attendees: [...existing(id).attendees, ...attendees] }, act),
    watch: (listener) => watchEntries(clio, listener),
  } satisfies Partial<ClioCalendarControl>;
}

function mailActs({ state }: Clio) {
  return {
    mails: () =>
      [...state.mails.values()].map(({ id, at, ...mail }) => ({
        ...mail,
        id: String(id),
        at: new Date(at).toISOString(),
      })),
    clearMails: () => {
      for (const { id } of state.mails.values()) state.mails.delete(String(id));
    },
  } satisfies Partial<ClioCalendarControl>;
}
