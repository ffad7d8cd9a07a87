import type { Item } from '@concord/core';
import { microsoft } from '@concord/provider-microsoft';
import type { OutlookEventInput } from '@concord/sandbox';
import { readEvent, writeEvent } from '../../packages/providers/microsoft/src/calendar/events.ts';
import type { EventRow } from '../../packages/providers/microsoft/src/calendar/requests.ts';
import { writeWhen } from '../../packages/providers/microsoft/src/calendar/times.ts';
import type { CalendarSetup } from './calendar-contract.ts';
import { createMailbox, hookSecret, hookUrl, type Mailbox } from './microsoft-mailbox.ts';

export type MicrosoftCalendarSetup = CalendarSetup & { readonly mailbox: Mailbox };

/** The calendar of a mailbox of the look-alike, as the Microsoft provider sees it. */
export async function setUpMicrosoftCalendar(): Promise<MicrosoftCalendarSetup> {
  const mailbox = createMailbox();
  const { world, calendars, control, delivered } = mailbox;
  return {
    mailbox,
    collection: mailbox.openCalendar(),
    catalogue: mailbox.catalogue(),
    world: {
      add: async (item) => calendars.add(inputOf(undefined, item)).id,
      edit: async (id, item) => void calendars.edit(id, inputOf(calendars.get(id) as EventRow, item)),
      remove: async (id) => calendars.remove(id),
      moveInstance: async (id, slot, when) => {
        const { start, end } = writeWhen(when) ?? {};
        calendars.editInstance(id, slot, { start, end } as OutlookEventInput);
      },
      cancelInstance: async (id, slot) => calendars.removeInstance(id, slot),
      now: world.now,
      advance: world.advance,
      decorate: async (id) => {
        calendars.edit(id, decoration);
        return async () => Object.entries(decoration).every(([name, value]) => shows(calendars.get(id), name, value));
      },
      mails: () => control.mails().length,
    },
    lacks: { bringsBack: true },
    push: {
      url: hookUrl,
      secret: hookSecret,
      notices: async ({ id }) =>
        delivered.splice(0).flatMap((request) => {
          const answer = microsoft.webhook.receive(request, { secret: hookSecret, subscriptionId: id });
          return answer.kind === 'notices' ? answer.notices : [];
        }),
    },
  };
}

/** What a person types who wants it to say so. */
function inputOf(known: EventRow | undefined, item: Item): OutlookEventInput {
  const patch = writeEvent(known && { item: readEvent(known).item }, item);
  if (patch === 'notHeld') throw new Error('Outlook cannot say when it is');
  return (patch ?? {}) as OutlookEventInput;
}

const decoration: OutlookEventInput = {
  categories: ['Client'],
  importance: 'high',
  isReminderOn: true,
  reminderMinutesBeforeStart: 45,
};

const shows = (event: object | undefined, name: string, value: unknown): boolean =>
  JSON.stringify(Object.entries(event ?? {}).find(([property]) => property === name)?.[1]) === JSON.stringify(value);
