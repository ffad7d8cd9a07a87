import type { HttpRequest, HttpResponse, Instant } from '@concord/core';
import { garbled, toId, toRecord } from './json.ts';
import { api } from './profile.ts';
import { get, type Page, parsePage, toIso } from './requests.ts';

/** Builders and parsers of what says who has to do with which matter (OpenAPI, Matters and Relationships). */

export type MatterRecord = { readonly id: string; readonly isOpen: boolean; readonly client?: string };

export type MattersFilter = {
  readonly openOnly?: true;
  readonly client?: string;
  readonly updatedSince?: Instant;
};

/** A page in the order of ids. A matter is open until it is closed: a pending one is, too. */
export function listMatters(host: string, filter: MattersFilter): HttpRequest {
  return get(host, '/matters.json', [
    ['fields', 'id,status,client{id}'],
    ['order', 'id(asc)'],
    ['limit', String(api.pageSize)],
    ...(filter.openOnly ? [['status', 'open,pending'] as const] : []),
    ...(filter.client === undefined ? [] : [['client_id', filter.client] as const]),
    ...since(filter),
  ]);
}

export function parseMattersPage(response: HttpResponse): Page<MatterRecord> {
  return parsePage(response, (row) => parseMatter(row));
}

/** Somebody else who has to do with a matter. */
export type RelationshipRecord = {
  readonly matter?: MatterRecord;
  readonly contact?: string;
};

export type RelationshipsFilter = {
  readonly contact?: string;
  readonly matter?: string;
  readonly updatedSince?: Instant;
};

/** The field `relationships` of a matter would come along with it, and is to go (OpenAPI). This list knows no `order`. */
export function listRelationships(host: string, filter: RelationshipsFilter): HttpRequest {
  return get(host, '/relationships.json', [
    ['fields', 'id,contact{id},matter{id,status}'],
    ['limit', String(api.pageSize)],
    ...(filter.contact === undefined ? [] : [['contact_id', filter.contact] as const]),
    ...(filter.matter === undefined ? [] : [['matter_id', filter.matter] as const]),
    ...since(filter),
  ]);
}

export function parseRelationshipsPage(response: HttpResponse): Page<RelationshipRecord> {
  return parsePage(response, (row) => {
    const { contact, matter } = toRecord(row, 'a relationship');
    const contactId = idIn(contact, 'contact');
    return {
      ...(contactId === undefined ? {} : { contact: contactId }),
      ...(matter === null || matter === undefined ? {} : { matter: parseMatter(matter) }),
    };
  });
}

function parseMatter(value: unknown): MatterRecord {
  const { id, status, client } = toRecord(value, 'a matter');
  if (typeof status !== 'string') throw garbled('a matter without its status');
  const clientId = idIn(client, 'client');
  return {
    id: toId(id, 'matter id'),
    isOpen: status.toLowerCase() !== 'closed',
    ...(clientId === undefined ? {} : { client: clientId }),
  };
}

/** Nobody at all, or nobody whom this member may see. */
function idIn(value: unknown, what: string): string | undefined {
  return value === null || value === undefined ? undefined : toId(toRecord(value, what).id, `${what} id`);
}

const since = ({ updatedSince }: { readonly updatedSince?: Instant }): readonly (readonly [string, string])[] =>
  updatedSince === undefined ? [] : [['updated_since', toIso(updatedSince)]];
