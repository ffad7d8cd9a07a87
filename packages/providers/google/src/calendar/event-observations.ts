import { createHash } from 'node:crypto';
import type { Hidden, Instant, Present, ReasonCode } from '@concord/core';
import { readBody } from './bodies.ts';
import { isPrivate, readEvent } from './events.ts';
import { hasGuests, isOurs } from './guests.ts';
import type { NativeEvent, Whole } from './native-event.ts';

export type Seeing = {
  readonly askedAt: Instant;
  /** What the account may do in the calendar, as far as Google said. */
  readonly role?: string | undefined;
};

/**
 * One that does not say its version, or from when it is, is shown redacted: private ones are, to whoever may see no
 * details. Which parts are left then is not documented.
 */
export function observe(shown: Whole, seeing: Seeing): Present | Hidden {
  const { event, exceptions } = shown;
  const { askedAt } = seeing;
  const times = [event, ...exceptions]
    .map(({ updated }) => Date.parse(updated ?? ''))
    .filter((at) => !Number.isNaN(at));
  const isRedacted = isPrivate(event) && !event.organizer;
  if (isRedacted || times.length === 0 || !event.etag || !event.start) return { kind: 'hidden', id: event.id, askedAt };
  const modifiedAt = Math.max(...times);
  const createdAt = Date.parse(event.created ?? '');
  const oneWay = oneWayOf(shown, seeing);
  const closed = isClosed(event);
  return {
    kind: 'present',
    id: event.id,
    version: versionOf(shown, oneWay),
    modifiedAt,
    createdAt: Number.isNaN(createdAt) ? modifiedAt : createdAt,
    askedAt,
    item: readEvent(shown),
    ...(oneWay ? { oneWay } : {}),
    ...(closed ? { closed: ['description'] } : {}),
  };
}

/** Its own etag, and those of the rows of a series, which move by themselves. Another right is another version, too. */
function versionOf({ event, exceptions }: Whole, oneWay: ReasonCode | undefined): string {
  const rows = exceptions.map(({ id, etag }) => `${id} ${etag}`).toSorted();
  const digest = createHash('sha256').update(rows.join('\n')).digest('base64url').slice(0, 12);
  const own = (event.etag ?? '').replaceAll('"', '');
  return `${own}${rows.length === 0 ? '' : `.${digest}`}${oneWay === 'oneWayRights' ? '~readOnly' : ''}`;
}

/** Of the roles only these are known to write all that there is; one that is not known does not. */
export const isWriter = (role: string | null | undefined): boolean => role === 'owner' || role === 'writer';

/** Why it is never written here; undefined when it may be. */
export function oneWayOf({ event, exceptions }: Whole, { role }: Pick<Seeing, 'role'>): ReasonCode | undefined {
  const rows = [event, ...exceptions];
  if (role !== undefined && !isWriter(role)) return 'oneWayRights';
  if (!isOurs(event)) return 'oneWayGuest';
  if (rows.some((row) => hasGuests(row))) return 'oneWayGuests';
  const isKind = rows.some(({ eventType, locked }) => (eventType ?? 'default') !== 'default' || locked === true);
  return isKind ? 'oneWayKind' : undefined;
}

/** Formatted, or with the block of a video call that Google or an add-on keeps there. */
function isClosed({ description, conferenceData, hangoutLink }: NativeEvent): boolean {
  const content = description ?? '';
  if (readBody(content).isMore || content.includes(callBlock)) return true;
  const links = [hangoutLink, ...(conferenceData?.entryPoints ?? []).map(({ uri }) => uri)];
  return links.some((link) => !!link && content.includes(link.replace(/^[a-z]+:(?:\/\/)?/u, '')));
}

/** Around the block that Google puts into copies of an event (observed). */
const callBlock = '-::~:~::~';
