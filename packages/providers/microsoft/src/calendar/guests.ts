import { folded } from '@concord/core';
import type { Event, Recipient } from '@microsoft/microsoft-graph-types';
import type { EventRow } from './requests.ts';

/** Who else takes part, one a line, for people to read: the organizer first. Rooms are no guests. */
export function guestsOf({ attendees, organizer }: Pick<Event, 'attendees' | 'organizer'>): string | undefined {
  const people = (attendees ?? []).filter(({ type }) => type !== 'resource');
  const host = organizer ? lineOf(organizer) : undefined;
  const others = people.filter((one) => !isSame(one, organizer)).flatMap((one) => lineOf(one) ?? []);
  if (others.length === 0) return undefined;
  const sorted = [...new Set(others)].toSorted((one, other) => one.localeCompare(other, 'en'));
  return [...(host === undefined ? [] : [host]), ...sorted].join('\n');
}

function lineOf({ emailAddress }: Recipient): string | undefined {
  const [name, address] = [emailAddress?.name?.trim() ?? '', emailAddress?.address?.trim() ?? ''];
  if (address === '') return name === '' ? undefined : name;
  return name === '' || folded(name) === folded(address) ? address : `${name} <${address}>`;
}

const isSame = (one: Recipient, other: Recipient | null | undefined): boolean =>
  folded(one.emailAddress?.address ?? '') === folded(other?.emailAddress?.address ?? '');

/** Somebody else invites to it. */
export const isInvitation = ({ isOrganizer }: EventRow): boolean => isOrganizer === false;

/** Anybody at all who is put down for it, or for one date of it: whatever is written there, Exchange tells them by mail. */
export const hasGuests = ({ attendees, exceptionOccurrences }: EventRow): boolean =>
  [{ attendees }, ...(exceptionOccurrences ?? [])].some((one) => (one.attendees?.length ?? 0) > 0);
