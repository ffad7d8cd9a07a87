import type { CalendarsView, CalendarView, NewCalendar, OfferView, SyncView } from '@concord/core';
import { eventCounts } from './fake-events.ts';

/** Milliseconds that the fake takes to read the lists, and to make a calendar. */
const readMs = 400;
const makeMs = 900;

export const calendarOffer = {
  provider: 'microsoft',
  label: 'Microsoft 365',
  itemType: 'event',
  collection: 'Outlook calendar',
  authorizeUrl: '/auth/microsoft/start?return=/settings/sync',
} as const satisfies OfferView;

const calendar = (id: string, name: string, more: Partial<CalendarView> = {}): CalendarView => ({
  id,
  name,
  kind: 'mine',
  syncs: [],
  ...more,
});

const ownersAlone = 'Only the account owner can sync the firm calendar, so that it is not doubled.';
const readOnly = 'This account may look at it and not change it.';

/** Clio's calendars and Robin's in Outlook. Time alone answers what is asked. */
export function createFakeCalendars({ isOwner }: { readonly isOwner: boolean }) {
  let asked: { readonly at: number; readonly make?: NewCalendar } | undefined;
  let readAt: number | undefined;
  let failure: string | undefined;
  let nextFailure: string | undefined;
  let isHeld = false;
  const left = [
    calendar('1', 'Robin Ashworth'),
    calendar('2', 'Hearings', { kind: 'shared', syncs: ['s1'] }),
    calendar('3', 'Harbour & Finch LLP', { kind: 'firm', ...(isOwner ? {} : { unavailable: ownersAlone }) }),
    calendar('4', 'Court of Appeal', { kind: 'shared', unavailable: readOnly }),
  ];
  let right = [
    calendar('own', 'Calendar'),
    calendar('court', 'Court', {
      syncs: ['s1'],
      unavailable: 'You keep it in step with the Clio calendar “Hearings” already.',
    }),
    calendar('holidays', 'Holidays in Germany', { kind: 'shared', unavailable: readOnly }),
  ];
  const settle = (): void => {
    if (asked === undefined || isHeld || Date.now() - asked.at < (asked.make ? makeMs : readMs)) return;
    failure = nextFailure;
    nextFailure = undefined;
    if (failure === undefined) readAt = Date.now();
    const name = asked.make?.name;
    if (failure === undefined && name !== undefined && !right.some((one) => one.name === name))
      right = [...right, calendar(`new ${name}`, name)];
    asked = undefined;
  };
  const view = (): CalendarsView => {
    settle();
    return {
      left: readAt === undefined ? [] : left,
      right: readAt === undefined ? [] : right,
      isAsked: asked !== undefined,
      ...(readAt === undefined ? {} : { readAt }),
      ...(asked?.make ? { making: asked.make } : {}),
      ...(failure === undefined || asked ? {} : { failure }),
    };
  };
  return {
    view,
    ask(make?: NewCalendar): CalendarsView {
      asked = { at: Date.now(), ...(make ? { make } : {}) };
      return view();
    },
    /** No worker comes. */
    hold: (): void => {
      isHeld = true;
    },
    /** What the next reading comes to. */
    failNext: (sentence: string): void => {
      nextFailure = sentence;
    },
  };
}

/** What a sync of two calendars says otherwise than one of contacts. */
export function ofCalendars({ policy, preview, ...view }: SyncView): SyncView {
  return {
    ...view,
    itemType: 'event',
    left: { ...view.left, collection: 'Clio calendar “Hearings”', calendar: { id: '2', name: 'Hearings' } },
    right: { ...view.right, collection: 'Outlook calendar “Court”', calendar: { id: 'court', name: 'Court' } },
    policy: { private: 'busy', guests: true, ...policy, deletes: { left: 'propagate', right: 'propagate' } },
    ...(preview ? { preview: eventCounts(preview.run) } : {}),
  };
}

/** A second pair of Robin's, at rest. */
export const restingPair = (view: SyncView): SyncView => ({
  ...ofCalendars(view),
  id: 's2',
  state: 'stopped',
  sentence: 'Syncing is stopped, and both sides stay as they are.',
  left: { ...view.left, collection: 'Clio calendar “Deadlines”', calendar: { id: '5', name: 'Deadlines' } },
  right: { ...view.right, collection: 'Outlook calendar “Dates”', calendar: { id: 'dates', name: 'Dates' } },
});
