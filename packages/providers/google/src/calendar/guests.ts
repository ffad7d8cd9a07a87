import type { NativeEvent } from './native-event.ts';

/** Who else takes part, for people to read: the organizer first, when it is somebody else, and the others by name. */
export function guestsOf(event: NativeEvent): string {
  const guests = (event.attendees ?? []).filter(({ self, resource }) => !self && !resource);
  const organizer = isOurs(event) ? undefined : event.organizer;
  const isMeeting = (event.attendees ?? []).length > 0 || event.attendeesOmitted === true;
  if (!isMeeting) return '';
  const others = guests.filter(({ email }) => !organizer?.email || email !== organizer.email);
  const lines = others.map((guest) => said(guest)).filter(Boolean);
  const first = organizer ? said(organizer) : '';
  return [...(first === '' ? [] : [first]), ...new Set(lines.toSorted())].join('\n');
}

type Person = { readonly displayName?: string | null; readonly email?: string | null };

const said = ({ displayName, email }: Person): string =>
  [tidyName(displayName), email ? `<${email}>` : ''].filter(Boolean).join(' ');
const tidyName = (name: string | null | undefined): string => (name ?? '').replace(/\s+/gu, ' ').trim();

/** Whether this copy is the organizer's own: that of its calendar. */
export const isOurs = ({ organizer }: NativeEvent): boolean => organizer?.self === true;

/** Whether a write may reach anybody. Rooms answer by themselves, and are asked by mail as well. */
export const hasGuests = ({ attendees, attendeesOmitted }: NativeEvent): boolean =>
  attendeesOmitted === true || (attendees ?? []).some(({ self }) => !self);
