import { eventTypes, type StoredEvent } from '../events/stored-event.ts';
import type { CalendarCall } from './call.ts';
import { badRequest } from './refusal.ts';

/** Which rows a query wants by what they say. */
export function matcherOf({ query, world }: CalendarCall): (row: StoredEvent) => boolean {
  const uid = query.get('iCalUID');
  const types = query.getAll('eventTypes');
  const stranger = types.find((type) => !eventTypes.some((known) => known === type));
  if (stranger !== undefined)
    throw badRequest(`Invalid value '${stranger}' for parameter eventTypes.`, 'invalid', 'eventTypes');
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/u).filter(Boolean);
  const anyOf =
    query.getAll('privateExtendedProperty').length > 1 && world.awkward.strikes('google.calendar.propertiesOr');
  const kinds = [
    ['private', query.getAll('privateExtendedProperty').map(pairOf)],
    ['shared', query.getAll('sharedExtendedProperty').map(pairOf)],
  ] as const;
  return (row) =>
    (!uid || row.iCalUID === uid) &&
    (types.length === 0 || types.includes(row.eventType)) &&
    words.every((word) => searchText(row).includes(word)) &&
    kinds.every(([kind, pairs]) => {
      const holds = ([key, value]: readonly [string, string]): boolean =>
        row.fields.extendedProperties?.[kind]?.[key] === value;
      return pairs.length === 0 || (anyOf && kind === 'private' ? pairs.some(holds) : pairs.every(holds));
    });
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw badRequest('Invalid extended property filter.', 'invalid', 'privateExtendedProperty');
  return [text.slice(0, at), text.slice(at + 1)];
}

const searchText = ({ fields: { summary, description, location, attendees = [] } }: StoredEvent): string =>
  [summary, description, location, ...attendees.flatMap(({ email, displayName }) => [email, displayName])]
    .filter(Boolean)
    .join('\n')
    .toLowerCase();
