import type { World } from '../../../kernel/world.ts';
import type { AccessToken, GoogleAccount } from '../../directory.ts';
import type { Calendars, StoredCalendar, StoredEntry } from '../events/calendars.ts';
import type { EventWriter } from '../events/event-writer.ts';
import type { SendUpdates } from '../events/mail-trap.ts';
import type { Channels } from '../push/channels.ts';

/** One request to the Calendar API, let in. */
export type Call = {
  readonly world: World;
  /** How the request log calls it. */
  readonly kind: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Of the path: `calendarId` and `eventId`. */
  readonly path: Readonly<Record<string, string>>;
  readonly account: GoogleAccount;
  readonly token: AccessToken;
  readonly calendars: Calendars;
  readonly writer: EventWriter;
  readonly channels: Channels;
};

/** A call in one calendar, with what the account may do there. */
export type CalendarCall = Call & { readonly calendar: StoredCalendar; readonly entry: StoredEntry };

/** JSON of a 200; undefined for a 204, `notModified` for a 304. */
export type Answer = object | undefined | 'notModified';

export type Sends = SendUpdates;
