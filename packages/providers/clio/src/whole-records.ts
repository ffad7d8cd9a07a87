import type { NativeRecord } from '@concord/core';
import type { Session } from './client.ts';
import { factsOf, listNames } from './contact-fields.ts';
import { contacts } from './profile.ts';
import { listWholeContacts, parseWholeContacts } from './requests.ts';

/** Everything of a contact that can be asked for, but what Clio makes of the rest: `primary_…`, initials, pictures (OpenAPI). */
export const wholeFields = [
  'id,etag,created_at,updated_at,type,name,prefix,first_name,middle_name,last_name,title,date_of_birth',
  'clio_connect_email,ledes_client_id,sales_tax_number',
  'is_client,is_co_counsel,is_bill_recipient,is_clio_for_client_user,has_clio_for_clients_permission',
  'company{id,name}',
  'custom_field_values{id,field_name,field_type,value}',
  ...listNames.map((name) => {
    const { rows, texts, flag } = factsOf(name);
    return `${rows}{${['id', 'name', ...texts, ...(flag ? [flag.read] : [])].join(',')}}`;
  }),
].join(',');

/** In one request; undefined for what does not come back. */
export async function wholeRecords(
  session: Session,
  ids: readonly string[],
): Promise<readonly (NativeRecord | undefined)[]> {
  if (ids.length === 0) return [];
  if (ids.length > contacts.batchSize) throw new Error(`${ids.length} ids in one read`);
  const { response } = await session.send(listWholeContacts(session.host, ids, wholeFields));
  const found = parseWholeContacts(response);
  return ids.map((id) => found.get(id));
}
