import type { Clio } from '../call.ts';
import type { Attendee } from './records.ts';
import { nextVersion } from './series.ts';

/** Who was one contact is another: for merging two of them. */
export function repointAttendees({ entries, world }: Clio, firm: number, lost: number, kept: number): void {
  const is = (id: number) => (attendee: Attendee) => attendee.type === 'Contact' && attendee.id === id;
  for (const entry of entries.all(firm).filter(({ attendees }) => attendees.some(is(lost)))) {
    const others = entry.attendees.filter((attendee) => !is(kept)(attendee));
    const attendees = others.map((attendee) => (is(lost)(attendee) ? { ...attendee, id: kept } : attendee));
    entries.save({ ...entry, attendees, ...nextVersion(entry, world.now()) });
  }
}
