import { type HttpResponse, type Instant, isSyncError } from '@concord/core';
import type { Session } from './client.ts';
import { toId, toRecord } from './json.ts';
import { reading } from './profile.ts';
import { followPage, listUses, parseUses, type Use } from './requests.ts';

/** Up to so many are asked about one by one; for more, what was changed since they were made is looked through. */
const fewContacts = 10;

/** What names a contact (OpenAPI): a matter its client, a relationship its contact, a communication who sent and got it. */
const uses = [
  { path: '/matters.json', by: 'client_id', fields: 'id,client{id}', named: ({ client }) => [client] },
  { path: '/relationships.json', by: 'contact_id', fields: 'id,contact{id}', named: ({ contact }) => [contact] },
  {
    path: '/communications.json',
    by: 'contact_id',
    fields: 'id,senders{id,type},receivers{id,type}',
    named: ({ senders, receivers }) => [...listed(senders), ...listed(receivers)],
  },
] as const satisfies readonly (Use & { readonly named: (row: Record<string, unknown>) => readonly unknown[] })[];

const listed = (rows: unknown): readonly unknown[] => (Array.isArray(rows) ? rows : []);

/**
 * Those that a matter, a relationship or a communication names. Undefined when Clio does not tell: this account or this app
 * may not see such records, or too many were changed to look through.
 */
export async function inUse(
  session: Session,
  ids: readonly string[],
  since: Instant,
): Promise<readonly string[] | undefined> {
  const used = new Set<string>();
  try {
    for (const use of uses) {
      const named =
        ids.length <= fewContacts ? await askEach(session, use, ids) : await lookThrough(session, use, since);
      if (named === undefined) return undefined;
      for (const id of named) used.add(id);
    }
  } catch (error) {
    if (isSyncError(error) && (error.code === 'forbidden' || error.code === 'notFound')) return undefined;
    throw error;
  }
  return ids.filter((id) => used.has(id));
}

async function askEach(session: Session, use: Use, ids: readonly string[]): Promise<readonly string[]> {
  const used: string[] = [];
  for (const id of ids) {
    const { response } = await session.send(listUses(session.host, use, { contact: id }));
    if (parseUses(response).rows.length > 0) used.push(id);
  }
  return used;
}

/** A record that names a contact was changed when it began to, and so after the contact was made. */
async function lookThrough(
  session: Session,
  use: (typeof uses)[number],
  since: Instant,
): Promise<readonly string[] | undefined> {
  const named: string[] = [];
  let url: string | undefined;
  for (let pages = 0; pages < reading.maxSearchPages; pages += 1) {
    const changed = listUses(session.host, use, { since: since - reading.overlapMs });
    const { response }: { readonly response: HttpResponse } = await session.send(
      url === undefined ? changed : followPage(session.host, url),
    );
    const { rows, next } = parseUses(response);
    for (const row of rows) named.push(...use.named(row).flatMap(idOf));
    if (next === undefined) return named;
    url = next;
  }
  return undefined;
}

const idOf = (value: unknown): readonly string[] =>
  value === null || value === undefined ? [] : [toId(toRecord(value, 'who is named').id, 'id')];
