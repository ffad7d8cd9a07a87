import type { Communication, Correspondent, HttpRequest, HttpResponse, LetterToFile } from '@concord/core';
import { garbled, toId, toRecord } from './json.ts';
import { matterFields } from './matter-requests.ts';
import { api, communications } from './profile.ts';
import { dataOf, get, type Page, parsePage, send, toIso } from './requests.ts';

/** Builders and parsers of what is logged on matters, and of the matters that it may be logged on (OpenAPI, Communications, Matters, Relationships). */

const fields = 'id,matter{id}';

/** Ordered by id, whose paging has no end (handbook, paging): here the default is the date. */
export function findCommunications(host: string, marker: string): HttpRequest {
  return get(host, '/communications.json', [
    ['fields', fields],
    ['order', 'id(asc)'],
    ['limit', String(api.pageSize)],
    ['external_property_name', communications.propertyName],
    ['external_property_value', marker],
  ]);
}

export const parseCommunications = (response: HttpResponse): Page<Communication> =>
  parsePage(response, parseCommunication);

export function createCommunication(host: string, letter: LetterToFile): HttpRequest {
  const { marker, matter, subject, body, at, senders, receivers } = letter;
  return send(
    'POST',
    host,
    '/communications.json',
    { fields },
    {
      type: 'EmailCommunication',
      subject,
      body,
      received_at: toIso(at),
      matter: { id: Number(matter) },
      senders: senders.map(participant),
      receivers: receivers.map(participant),
      external_properties: [{ name: communications.propertyName, value: marker }],
    },
  );
}

const kinds = { contact: 'Contact', user: 'User' } as const satisfies Record<Correspondent['kind'], string>;
const participant = ({ kind, id }: Correspondent) => ({ type: kinds[kind], id: Number(id) });

export const parseCreated = ({ body }: HttpResponse): Communication => parseCommunication(dataOf(body));

function parseCommunication(value: unknown): Communication {
  const { id, matter } = toRecord(value, 'a communication');
  if (matter === undefined) throw garbled('a communication does not say its matter');
  return {
    id: toId(id, 'communication id'),
    ...(matter === null ? {} : { matter: toId(toRecord(matter, 'matter').id, 'matter id') }),
  };
}

/** Those that are not closed, the newest first. */
export function mattersOfClient(host: string, contact: string): HttpRequest {
  return get(host, '/matters.json', [
    ['fields', matterFields],
    ['order', 'id(desc)'],
    ['limit', String(api.pageSize)],
    ['client_id', contact],
    ['status', 'open,pending'],
  ]);
}

/** This list knows neither an order nor a status. */
export function relationshipsOf(host: string, contact: string): HttpRequest {
  return get(host, '/relationships.json', [
    ['fields', 'id,matter{id,status}'],
    ['limit', String(api.pageSize)],
    ['contact_id', contact],
  ]);
}

/** Ids of their matters; none for those that are closed, or not shown to this member. */
export const parseRelatedMatters = (response: HttpResponse): readonly string[] =>
  parsePage(response, (row) => {
    const { matter } = toRecord(row, 'a relationship');
    if (matter === null || matter === undefined) return [];
    const { id, status } = toRecord(matter, 'a matter');
    if (typeof status !== 'string') throw garbled('a matter without its status');
    return status.toLowerCase() === 'closed' ? [] : [toId(id, 'matter id')];
  }).rows.flat();
