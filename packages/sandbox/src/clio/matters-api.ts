import { replyJson } from '../kernel/plain-http.ts';
import { type Call, type Handler, oneResponse } from './call.ts';
import { after, among } from './contact-list.ts';
import { parseFields, render } from './fields.ts';
import { listPage } from './listing.ts';
import { matterResource, relationshipResource } from './matter-resources.ts';
import type { Matter, Relationship } from './records.ts';
import { invalidArgument, notFound } from './refusal.ts';
import { etagOf } from './state.ts';

/** `GET matters`: by status, client, id and time (OpenAPI, Matters). Closed ones are listed like any other. */
export const listMatters: Handler = (call) => {
  const { matters } = call.clio;
  return replyJson(
    listPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/matters.json`,
      resource: matterResource,
      records: chosen(call.url.searchParams, matters.all(call.user.firm), {
        status: (text) => {
          const statuses = text.split(',').map(statusOf);
          return ({ status }) => statuses.includes(status);
        },
        client_id: (id) => (matter) => matter.client === Number(id),
      }),
      view: call.view,
      maxLimit: 200,
      orders: {
        id: (matter) => matter.id,
        updated_at: (matter) => matter.updated_at,
        created_at: (matter) => matter.created_at,
      },
    }),
  );
};

const statuses: Readonly<Record<string, Matter['status']>> = { open: 'Open', pending: 'Pending', closed: 'Closed' };

function statusOf(text: string): Matter['status'] {
  const status = statuses[text];
  if (status === undefined) throw invalidArgument(`'${text}' is not a valid status`);
  return status;
}

export const readMatter: Handler = (call) => {
  const matter = call.clio.matters.get(Number(call.params[0]));
  if (matter?.firm !== call.user.firm) throw notFound();
  const selection = parseFields(call.url.searchParams.get('fields'), matterResource);
  const shown = render(matterResource, matter, selection, call.view);
  return oneResponse(call.request, etagOf('matter', matter), matter.updated_at, shown);
};

/** `GET relationships`: of one contact, of one matter, or all of them (assumption: neither is demanded). */
export const listRelationships: Handler = (call) =>
  replyJson(
    listPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/relationships.json`,
      resource: relationshipResource,
      records: chosen(call.url.searchParams, relationshipsOf(call), {
        contact_id: (id) => (relationship) => relationship.contact === Number(id),
        matter_id: (id) => (relationship) => relationship.matter === Number(id),
      }),
      view: call.view,
      maxLimit: 200,
      orders: {},
    }),
  );

const relationshipsOf = ({ clio, user }: Call): readonly Relationship[] => clio.matters.relationships(user.firm);

type Dated = { readonly id: number; readonly created_at: number; readonly updated_at: number };
type Filters<T> = Readonly<Record<string, (value: string) => (record: T) => boolean>>;

function chosen<T extends Dated>(query: URLSearchParams, records: readonly T[], filters: Filters<T>): readonly T[] {
  const all: Filters<T> = {
    ...filters,
    created_since: (since) => after(since, (record) => record.created_at),
    updated_since: (since) => after(since, (record) => record.updated_at),
  };
  const tests = Object.entries(all).flatMap(([name, filter]) => {
    const value = query.get(name);
    return value === null ? [] : [filter(value)];
  });
  if (query.has('ids[]')) tests.push(among(query, 'ids[]'));
  return records.filter((record) => tests.every((test) => test(record)));
}
