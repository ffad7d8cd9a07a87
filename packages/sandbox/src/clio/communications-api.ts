import { replyJson } from '../kernel/plain-http.ts';
import { readData } from './body.ts';
import { type Call, type Handler, oneResponse } from './call.ts';
import { communicationResource } from './communication-resource.ts';
import { type CommunicationRules, readCommunication } from './communication-write.ts';
import { after, among } from './contact-list.ts';
import { hasProperty } from './external-properties.ts';
import { parseFields, render } from './fields.ts';
import { chooseHabits } from './habits.ts';
import { listPage } from './listing.ts';
import { type Communication, communicationTypes, isVisible, type Participant } from './records.ts';
import { forbidden, invalidArgument, invalidRecord, notFound } from './refusal.ts';
import { etagOf } from './state.ts';

/** `GET communications` (OpenAPI): by whom they name, matter, user, type, time, words and external property. */
export const listCommunications: Handler = (call) => {
  refuseWithoutPermission(call);
  const found = chosen(call, shownTo(call));
  return replyJson(
    listPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/communications.json`,
      resource: communicationResource,
      records: isSearch(call) ? searchable(call, found) : found,
      view: call.view,
      maxLimit: 200,
      orders: {
        id: ({ id }) => id,
        date: ({ received_at }) => dateOf(call, received_at),
        received_at: ({ received_at }) => received_at,
        matter: ({ matter }) => matter ?? 0,
      },
      defaultOrder: 'date(asc)',
    }),
  );
};

export const readCommunicationById: Handler = (call) => {
  refuseWithoutPermission(call);
  const found = shownTo(call).find(({ id }) => id === Number(call.params[0]));
  if (found === undefined) throw notFound();
  return communicationResponse(call, found);
};

export const createCommunication: Handler = (call) => {
  refuseWithoutPermission(call);
  const { clio, user } = call;
  const data = readData(call.request);
  // What is shown is read before anything is made: an unknown field must not leave a record behind.
  parseFields(call.url.searchParams.get('fields'), communicationResource);
  if (JSON.stringify(data).includes('[refuse]') && clio.world.awkward.strikes('clio.refusesValue'))
    throw invalidRecord('A value is not valid');
  const habits = chooseHabits(clio.world.awkward);
  const made = readCommunication(data, { firm: user.firm, user: user.id }, rulesOf(call, habits.text));
  habits.settle();
  clio.state.communications.set(String(made.id), made);
  return communicationResponse(call, made);
};

/** Documented: an app needs the permission for communications, and until a person authorises it anew after that was added, it is a 403. */
function refuseWithoutPermission({ clio }: Call): void {
  if (clio.world.awkward.strikes('clio.communicationsForbidden'))
    throw forbidden('The app has no permission for this resource');
}

function communicationResponse(call: Call, one: Communication) {
  const selection = parseFields(call.url.searchParams.get('fields'), communicationResource);
  const shown = render(communicationResource, one, selection, call.view);
  return oneResponse(call.request, etagOf('communication', one), one.updated_at, shown);
}

/** Of the firm, but for those on matters that Clio does not show to the user (assumption). In the order of their ids. */
function shownTo({ clio, user }: Call): readonly Communication[] {
  const isHidden = ({ matter }: Communication): boolean =>
    matter !== null && (clio.matters.get(matter)?.hidden_from.includes(user.id) ?? false);
  return [...clio.state.communications.values()]
    .filter((one) => one.firm === user.firm && !isHidden(one))
    .sort((a, b) => a.id - b.id);
}

type Filter = (value: string, call: Call) => (one: Communication) => boolean;

/** Query parameter → which stay. Parameters that Clio does not know are ignored. */
const filters: Readonly<Record<string, Filter>> = {
  contact_id:
    (id) =>
    ({ senders, receivers }) =>
      [...senders, ...receivers].some((one) => one.type === 'Contact' && one.id === Number(id)),
  matter_id: (id) => (one) => one.matter === (id === 'null' ? null : Number(id)),
  user_id: (id) => (one) => one.user === Number(id),
  type: (type) => {
    if (!communicationTypes.some((known) => known === type)) throw invalidArgument(`'${type}' is not a valid type`);
    return (one) => one.type === type;
  },
  having_time_entries: (flag) => () => flag !== 'true',
  date: (date, call) => (one) => dateOf(call, one.received_at) === date,
  received_at: (time, call) => (one) => dateOf(call, one.received_at) === dateOf(call, instantOf(time)),
  received_since: (time, call) => (one) => dateOf(call, one.received_at) >= dateOf(call, instantOf(time)),
  received_before: (time, call) => (one) => dateOf(call, one.received_at) <= dateOf(call, instantOf(time)),
  query: (question) => {
    const words = question.trim().toLowerCase().split(/\s+/u);
    return ({ subject, body }) => words.every((word) => `${subject} ${body}`.toLowerCase().includes(word));
  },
  created_since: (since) => after(since, ({ created_at }) => created_at),
  updated_since: (since) => after(since, ({ updated_at }) => updated_at),
};

function chosen(call: Call, records: readonly Communication[]): readonly Communication[] {
  const query = call.url.searchParams;
  const tests = Object.entries(filters).flatMap(([name, filter]) => {
    const value = query.get(name);
    return value === null ? [] : [filter(value, call)];
  });
  if (query.has('ids[]')) tests.push(among(query, 'ids[]'));
  const isNamed = hasProperty(query);
  return records.filter((one) => isNamed(one.external_properties) && tests.every((test) => test(one)));
}

const dateOf = ({ view }: Call, instant: number): string => view.time(instant).slice(0, 10);

function instantOf(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw invalidArgument(`'${text}' is not a valid time`);
  return instant;
}

const isSearch = ({ url }: Call): boolean =>
  url.searchParams.has('query') || url.searchParams.has('external_property_name');

/** What a search finds of what it should find. */
function searchable({ clio: { world } }: Call, found: readonly Communication[]): readonly Communication[] {
  const { awkward, now } = world;
  if (!awkward.strikes('clio.queryLag')) return found;
  const grown = found.filter(({ created_at }) => created_at <= now() - awkward.amount('clio.queryLag', 5_000));
  if (grown.length === found.length) awkward.missed('clio.queryLag');
  return grown;
}

function rulesOf({ clio, user }: Call, text: (text: string) => string): CommunicationRules {
  const { state, matters, book, world } = clio;
  return {
    now: world.now(),
    nextId: state.nextId,
    text,
    matter: (id) => {
      const matter = matters.get(id);
      if (matter?.firm !== user.firm || matter.hidden_from.includes(user.id)) throw invalidRecord('Matter must exist');
      return id;
    },
    participant: (participant: Participant) => {
      const { type, id } = participant;
      const contact = type === 'Contact' ? book.get(user.firm, id) : undefined;
      const isThere =
        type === 'Contact' ? contact && isVisible(contact, user) : state.users.get(String(id))?.firm === user.firm;
      if (!isThere) throw invalidRecord('Participant must exist');
      return participant;
    },
  };
}
