import type { Clio } from '../call.ts';
import type { Contact } from '../records.ts';
import { shownId } from './occurrences.ts';
import type { Attendee, Entry, Mail } from './records.ts';

/**
 * The mail trap: tells attendees of what became of an entry. Whoever was added is invited, whoever stays hears of the change, whoever
 * was taken off of the cancellation (that Clio tells them apart is assumed; OpenAPI says "email notifications to attendees").
 */
export function notifyAttendees(clio: Clio, before: Entry | undefined, after: Entry | undefined, why: string): void {
  const old = before?.attendees ?? [];
  const current = after?.attendees ?? [];
  const isIn = (list: readonly Attendee[]) => (one: Attendee) => list.some((other) => isSame(one, other));
  const entry = after ?? before;
  if (entry === undefined) return;
  send(
    clio,
    'invite',
    entry,
    current.filter((one) => !isIn(old)(one)),
    why,
  );
  send(clio, 'update', entry, current.filter(isIn(old)), why);
  send(
    clio,
    'cancellation',
    entry,
    old.filter((one) => !isIn(current)(one)),
    why,
  );
}

const isSame = (a: Attendee, b: Attendee): boolean => a.id === b.id && a.type === b.type;

function send(clio: Clio, kind: Mail['kind'], entry: Entry, attendees: readonly Attendee[], why: string): void {
  const to = attendees.flatMap((attendee) => addressOf(clio, entry.firm, attendee) ?? []);
  if (to.length === 0) return;
  const { state, world } = clio;
  const { firm, calendar, summary, description } = entry;
  const about = { entry: shownId(entry, false), calendar, summary, description };
  const mail = { id: state.nextCalendarId(), firm, at: world.now(), kind, to, ...about, why };
  state.mails.set(String(mail.id), mail);
}

/** A contact without an address gets nothing. */
export function addressOf(clio: Clio, firm: number, { id, type }: Attendee): string | undefined {
  if (type === 'Contact') return primaryAddress(clio.book.get(firm, id));
  const calendar = clio.calendars.get(firm, id);
  return calendar && clio.calendars.ownerOf(calendar)?.email;
}

function primaryAddress(contact: Contact | undefined): string | undefined {
  const rows = contact?.email_addresses ?? [];
  return (rows.find((row) => row.primary) ?? rows[0])?.parts.address ?? undefined;
}
