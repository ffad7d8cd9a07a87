import { reply, replyJson } from '../kernel/plain-http.ts';
import { type Call, type Handler, oneResponse } from './call.ts';
import { after, among } from './contact-list.ts';
import { parseFields, render } from './fields.ts';
import { listPage } from './listing.ts';
import { matterResource, practiceAreaResource, relationshipResource } from './matter-resources.ts';
import { fullName, type Matter, type Relationship, type User } from './records.ts';
import { invalidArgument, notFound } from './refusal.ts';
import { etagOf } from './state.ts';

/** `GET matters`: by status, client, practice area, attorney, dates, words, id and time (OpenAPI, Matters). Closed ones are listed like any other. */
export const listMatters: Handler = (call) => {
  const { matters } = call.clio;
  return replyJson(
    listPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/matters.json`,
      resource: matterResource,
      records: chosen(call.url.searchParams, matters.all(call.user.firm).filter(isShownTo(call.user)), {
        ...datedBy(call.url.searchParams, 'open_date[]', (matter) => matter.open_date),
        ...datedBy(call.url.searchParams, 'close_date[]', (matter) => matter.close_date),
        practice_area_id: (id) => (matter) => matter.practice_area === Number(id),
        responsible_attorney_id: (id) => (matter) =>
          matter.responsible_attorney === (id === 'null' ? null : Number(id)),
        query: (question) => (matter) => isAbout(call, matter, question),
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

/** Number, description and client, word by word (OpenAPI, Matters). */
function isAbout({ clio }: Call, matter: Matter, question: string): boolean {
  const client = clio.book.get(matter.firm, matter.client);
  const number = String(matter.number).padStart(5, '0');
  const text = `${number} ${matter.description} ${client ? fullName(client) : ''}`.toLowerCase();
  return question
    .trim()
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}

const isShownTo =
  ({ id }: User) =>
  ({ hidden_from }: Matter): boolean =>
    !hidden_from.includes(id);

/** `?open_date[]=>=2020-01-01`, as often as one likes: all of them have to hold. A matter without the date never does. */
function datedBy(query: URLSearchParams, name: string, dateOf: (matter: Matter) => string | null): Filters<Matter> {
  const tests = query.getAll(name).map(dateTest);
  const holds = (matter: Matter): boolean => {
    const date = dateOf(matter);
    return date !== null && tests.every((test) => test(date));
  };
  return tests.length === 0 ? {} : { [name]: () => holds };
}

function dateTest(text: string): (date: string) => boolean {
  const [, operator = '=', wanted] = /^(>=|<=|=|>|<)?(\d{4}-\d{2}-\d{2})$/u.exec(text) ?? [];
  const holds = comparisons[operator];
  if (wanted === undefined || holds === undefined) throw invalidArgument(`'${text}' is not a valid date`);
  return (date) => holds(date, wanted);
}

const comparisons: Readonly<Record<string, (date: string, wanted: string) => boolean>> = {
  '>=': (date, wanted) => date >= wanted,
  '<=': (date, wanted) => date <= wanted,
  '=': (date, wanted) => date === wanted,
  '>': (date, wanted) => date > wanted,
  '<': (date, wanted) => date < wanted,
};

/** Where a firm's practice areas are told of depends on the account; the other place sends there (help centre, 2022-12). */
const movedTo = 'practice_areas_with_categories';

export const listPracticeAreas: Handler = (call) => {
  const isMoved = call.clio.world.awkward.strikes('clio.practiceAreasMoved');
  if (!isMoved) return practiceAreas(call);
  const location = `${call.clio.base}/api/v4/${movedTo}.json${call.url.search}`;
  return reply(null, { status: 307, headers: { location } });
};

export const practiceAreas: Handler = (call) =>
  replyJson(
    listPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/practice_areas.json`,
      resource: practiceAreaResource,
      records: [...call.clio.state.practiceAreas.values()].filter(({ firm }) => firm === call.user.firm),
      view: call.view,
      maxLimit: 200,
      orders: { id: (area) => area.id, name: (area) => area.name.toLowerCase() },
    }),
  );

const statuses: Readonly<Record<string, Matter['status']>> = { open: 'Open', pending: 'Pending', closed: 'Closed' };

function statusOf(text: string): Matter['status'] {
  const status = statuses[text];
  if (status === undefined) throw invalidArgument(`'${text}' is not a valid status`);
  return status;
}

export const readMatter: Handler = (call) => {
  const matter = call.clio.matters.get(Number(call.params[0]));
  if (matter?.firm !== call.user.firm || !isShownTo(call.user)(matter)) throw notFound();
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
