import type { Item } from '@concord/core';
import { google } from '@concord/provider-google';
import { newEvent, readEvent, writeEvent } from '../../packages/providers/google/src/calendar/events.ts';
import { type NativeEvent, whole } from '../../packages/providers/google/src/calendar/native-event.ts';
import { parsedWhen, writeTimes } from '../../packages/providers/google/src/calendar/times.ts';
import type { GoogleCalendars, GoogleEventInput } from '../../packages/sandbox/src/google/index.ts';
import type { CalendarSetup } from './calendar-contract.ts';
import { type Account, createAccount, hookSecret, hookUrl } from './google-account.ts';

export type GoogleCalendarSetup = CalendarSetup & { readonly account: Account };

/** The calendar of an account of the look-alike, as the Google provider sees it. */
export async function setUpGoogleCalendar(): Promise<GoogleCalendarSetup> {
  const account = createAccount();
  const { world, calendars, control, delivered } = account;
  return {
    account,
    collection: account.openCalendar(),
    catalogue: account.catalogue(),
    world: {
      add: async (item) => calendars.add(newEvent(item) as GoogleEventInput).id,
      edit: async (id, item) => void calendars.edit(id, changed(calendars, id, item)),
      remove: async (id) => calendars.remove(id),
      moveInstance: async (id, slot, when) => {
        const times = parsedWhen(when);
        if (times) calendars.editInstance(id, startAt(calendars, id, slot), writeTimes(times) as GoogleEventInput);
      },
      cancelInstance: async (id, slot) => calendars.cancelInstance(id, startAt(calendars, id, slot)),
      now: world.now,
      advance: world.advance,
      decorate: async (id) => {
        calendars.edit(id, decoration);
        return async () => Object.entries(decoration).every(([name, value]) => shows(calendars.get(id), name, value));
      },
      mails: () => control.mails().length,
    },
    lacks: { renews: true },
    push: {
      url: hookUrl,
      secret: hookSecret,
      notices: async ({ id }) =>
        delivered.splice(0).flatMap((request) => {
          const answer = google.webhook.receive(request, { secret: hookSecret, subscriptionId: id });
          return answer.kind === 'notices' ? answer.notices : [];
        }),
    },
  };
}

/** What a person types who wants it to say so. */
function changed(calendars: GoogleCalendars, id: string, item: Item): GoogleEventInput {
  const known = whole(calendars.get(id) as NativeEvent);
  return (writeEvent(known, readEvent(known), item) ?? {}) as GoogleEventInput;
}

/** When a series has its occurrence of a date. */
export function startAt(calendars: GoogleCalendars, id: string, slot: string): string {
  const { start } = calendars.get(id) ?? {};
  if (start?.date) return slot;
  const day = Date.parse(slot);
  const found = calendars
    .agenda(day - dayMs, day + 2 * dayMs)
    .find((one) => one.recurringEventId === id && one.originalStartTime?.dateTime?.startsWith(slot));
  const { dateTime } = found?.originalStartTime ?? {};
  if (!dateTime) throw new Error(`The series has nothing on ${slot}`);
  return dateTime;
}

const dayMs = 24 * 60 * 60 * 1_000;

const decoration = {
  colorId: '7',
  reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 45 }] },
  extendedProperties: { private: { practice: 'A-7' } },
} satisfies GoogleEventInput;

const shows = (event: object | undefined, name: string, value: unknown): boolean =>
  JSON.stringify(Object.entries(event ?? {}).find(([property]) => property === name)?.[1]) === JSON.stringify(value);
