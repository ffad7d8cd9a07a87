import type { World } from '../../../kernel/world.ts';
import type { Directory } from '../../directory.ts';
import type { StoredCalendar } from './calendars.ts';
import type { Attendee, EventFields, StoredEvent } from './stored-event.ts';

export const sendUpdatesValues = ['all', 'externalOnly', 'none'] as const;
export type SendUpdates = (typeof sendUpdatesValues)[number];

/** Who writes, and whether they want guests to hear of it. */
export type Act = {
  readonly by: 'app' | 'person';
  /** How the request log calls it, or what a person did. */
  readonly cause: string;
  readonly sendUpdates: SendUpdates;
  /** Of whoever writes. */
  readonly email: string;
};

/** A mail that Google would have sent because an event was written. Nothing is sent anywhere. */
export type GoogleMail = {
  readonly at: number;
  readonly why: 'invitation' | 'update' | 'cancellation' | 'response';
  readonly from: string;
  readonly to: readonly string[];
  readonly calendarId: string;
  readonly eventId: string;
  readonly summary: string;
  readonly by: Act['by'];
  readonly cause: string;
  readonly sendUpdates: SendUpdates;
  /** Nobody asked for it: `google.calendar.mailsAnyway`. */
  readonly unasked?: true;
};

export type MailTrap = {
  readonly all: () => readonly GoogleMail[];
  readonly clear: () => void;
  /** Notes whatever the write of a row would have sent. */
  readonly wrote: (calendar: StoredCalendar, before: StoredEvent | undefined, after: StoredEvent, act: Act) => void;
};

/** What guests hear of; the rest is each copy's own (documented of the organizer's shared properties). */
export const sharedParts = [
  'summary',
  'description',
  'location',
  'start',
  'end',
  'recurrence',
  'status',
  'conferenceData',
  'attachments',
  'guestsCanInviteOthers',
  'guestsCanModify',
  'guestsCanSeeOtherGuests',
] as const satisfies readonly (keyof EventFields)[];

export function createMailTrap(world: World, directory: Directory): MailTrap {
  const mails = world.store.collection<GoogleMail>('google.calendarMails');
  let number = mails.size();

  const isExternal = (email: string): boolean => directory.byEmail(email) === undefined;
  const put = (mail: Omit<GoogleMail, 'at'>): void => {
    number += 1;
    mails.set(String(number), { at: world.now(), ...mail });
  };
  const send = (
    calendar: StoredCalendar,
    row: StoredEvent,
    act: Act,
    why: GoogleMail['why'],
    to: readonly string[],
  ) => {
    const external = to.filter(isExternal);
    const wanted = act.sendUpdates === 'all' ? to : act.sendUpdates === 'externalOnly' ? external : [];
    // Documented: "some emails might still be sent". To whom is not said.
    const isUnasked =
      wanted.length === 0 && external.length > 0 && world.awkward.strikes('google.calendar.mailsAnyway');
    const recipients = isUnasked ? external : wanted;
    if (recipients.length === 0) return;
    put({
      why,
      from: why === 'response' ? calendar.id : row.organizer.email,
      to: recipients,
      calendarId: calendar.id,
      eventId: row.id,
      summary: row.fields.summary ?? '',
      by: act.by,
      cause: act.cause,
      sendUpdates: act.sendUpdates,
      ...(isUnasked ? { unasked: true as const } : {}),
    });
  };
  return {
    all: () => [...mails.values()],
    clear: () => {
      for (const [id] of mails.entries()) mails.delete(id);
    },
    wrote: (calendar, before, after, act) => {
      if (after.privateCopy) return;
      if (after.organizer.email !== calendar.id) {
        if (responseOf(before, calendar) !== responseOf(after, calendar))
          send(calendar, after, act, 'response', [after.organizer.email]);
        return;
      }
      const [had, has] = [guestsOf(before, calendar), guestsOf(after, calendar)];
      // Documented of a move: guests hear of the new organizer.
      const isMoved = before !== undefined && before.organizer.email !== after.organizer.email;
      const isTold = before !== undefined && !before.cancelled && (isMoved || isNews(before.fields, after.fields));
      send(
        calendar,
        after,
        act,
        'cancellation',
        had.filter((email) => !has.includes(email)),
      );
      send(
        calendar,
        after,
        act,
        'invitation',
        has.filter((email) => !had.includes(email)),
      );
      if (isTold)
        send(
          calendar,
          after,
          act,
          'update',
          has.filter((email) => had.includes(email)),
        );
    },
  };
}

/** Of an event that is over with, nobody is a guest any more. */
const guestsOf = (row: StoredEvent | undefined, calendar: StoredCalendar): readonly string[] =>
  row === undefined || row.cancelled
    ? []
    : (row.fields.attendees ?? [])
        .filter(({ resource }) => !resource)
        .map(({ email }) => email ?? '')
        .filter((email) => email !== calendar.id && email !== calendar.ownerEmail && email !== row.organizer.email);

const responseOf = (row: StoredEvent | undefined, { id }: StoredCalendar): string | null | undefined =>
  row?.cancelled ? 'declined' : ownGuest(row?.fields.attendees, id)?.responseStatus;

export const ownGuest = (attendees: readonly Attendee[] | undefined, email: string): Attendee | undefined =>
  attendees?.find((guest) => guest.email === email);

export const isNews = (before: EventFields, after: EventFields): boolean =>
  sharedParts.some((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
