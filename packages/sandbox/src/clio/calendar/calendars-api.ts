import { type PlainResponse, reply, replyJson } from '../../kernel/plain-http.ts';
import { isTrue, readData, readText } from '../body.ts';
import { type Call, type Handler, oneResponse } from '../call.ts';
import { after, among } from '../contact-list.ts';
import { parseFields, render } from '../fields.ts';
import { listPage } from '../listing.ts';
import { forbidden, invalidArgument, invalidRecord, notFound, preconditionFailed } from '../refusal.ts';
import { etagOf } from '../state.ts';
import { calendarResource, eventTypeResource } from './calendar-resources.ts';
import { mayWrite } from './calendars.ts';
import { type Calendar, colors, type Permission } from './records.ts';
import { removeWhole } from './series.ts';

/** `GET calendars` (OpenAPI, Calendars). */
export const listCalendars: Handler = (call) =>
  replyJson(
    listPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/calendars.json`,
      resource: calendarResource,
      records: chosenCalendars(call),
      view: call.view,
      maxLimit: 200,
      orders: { id: (calendar) => calendar.id, name: (calendar) => calendar.name.toLowerCase() },
    }),
  );

type Test = (calendar: Calendar) => boolean;

/** Parameters that Clio does not know are ignored. */
const filters: Readonly<Record<string, (value: string, call: Call) => Test>> = {
  type: (type) => (calendar) => calendar.type === type,
  owner: (flag, call) => (calendar) => String(permissionOf(call, calendar) === 'owner') === flag,
  writeable: (flag, call) => (calendar) => String(mayWrite(permissionOf(call, calendar))) === flag,
  visible:
    (flag, { user }) =>
    (calendar) =>
      String(!calendar.hidden_by.includes(user.id)) === flag,
  filter_inactive_users:
    (flag, { clio }) =>
    (calendar) =>
      flag !== 'true' || calendar.type !== 'UserCalendar' || clio.calendars.ownerOf(calendar)?.enabled === true,
  created_since: (since) => after(since, (calendar) => calendar.created_at),
  updated_since: (since) => after(since, (calendar) => calendar.updated_at),
};

function chosenCalendars(call: Call): readonly Calendar[] {
  const { clio, url, user, view } = call;
  const query = url.searchParams;
  const tests = Object.entries(filters).flatMap(([name, filter]) => {
    const value = query.get(name);
    return value === null ? [] : [filter(value, call)];
  });
  if (query.has('ids[]')) tests.push(among(query, 'ids[]'));
  if (!view.has('clio.calendar.listsUnshared')) tests.push((calendar) => permissionOf(call, calendar) !== 'none');
  const all = clio.calendars.all(user.firm);
  return all.filter((calendar) => tests.every((test) => test(calendar))).sort((a, b) => a.id - b.id);
}

const permissionOf = ({ clio, user }: Call, calendar: Calendar): Permission =>
  clio.calendars.permission(calendar, user);

export const readCalendar: Handler = (call) => calendarResponse(call, seenCalendar(call));

/** Documented: what is made here is of the type AdhocCalendar. */
export const createCalendar: Handler = (call) => {
  const { clio, user } = call;
  const data = readData(call.request);
  const name = data.name === undefined ? null : readText(data.name, 'name');
  if (name === null) throw invalidRecord("Name can't be blank");
  parseFields(call.url.searchParams.get('fields'), calendarResource);
  const own = { firm: user.firm, name, type: 'AdhocCalendar', owner: user.id } as const;
  return calendarResponse(call, clio.calendars.make({ ...own, ...readColor(data), ...readVisible(call, [], data) }));
};

/** Whether a calendar shows is each user's own choice; its name and color are for those who may write to it (assumption). */
export const updateCalendar: Handler = (call) => {
  const { clio } = call;
  const calendar = seenCalendar(call);
  const data = readData(call.request);
  const expected = call.request.headers['if-match'];
  if (expected !== undefined && expected !== etagOf('calendar', calendar)) throw preconditionFailed();
  const name = data.name === undefined ? calendar.name : readText(data.name, 'name');
  if (name === null) throw invalidRecord("Name can't be blank");
  const changed = { ...calendar, name, ...readColor(data) };
  const isShared = changed.name !== calendar.name || changed.color !== calendar.color;
  if (isShared && !mayWrite(permissionOf(call, calendar))) throw forbidden('You may not change this calendar');
  const saved = { ...changed, ...readVisible(call, calendar.hidden_by, data) };
  const next = { ...saved, updated_at: clio.world.now(), revision: calendar.revision + 1 };
  clio.calendars.save(next);
  return calendarResponse(call, next);
};

/** Only what somebody made, and by its owner, with all that is in it (assumption: 403 is documented, and for whom is not). */
export const deleteCalendar: Handler = (call) => {
  const { clio } = call;
  const calendar = seenCalendar(call);
  if (calendar.type !== 'AdhocCalendar' || permissionOf(call, calendar) !== 'owner') {
    throw forbidden('You may not delete this calendar');
  }
  for (const entry of clio.entries.all(calendar.firm)) if (entry.calendar === calendar.id) removeWhole(clio, entry);
  clio.calendars.remove(calendar);
  return reply(null, { status: 204 });
};

/** `GET calendar_entry_event_types`: the firm's. */
export const listEventTypes: Handler = (call) =>
  replyJson(
    listPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/calendar_entry_event_types.json`,
      resource: eventTypeResource,
      records: [...call.clio.state.eventTypes.values()].filter(({ firm }) => firm === call.user.firm),
      view: call.view,
      maxLimit: 200,
      orders: {},
    }),
  );

function readColor(data: Readonly<Record<string, unknown>>): Partial<Calendar> {
  if (data.color === undefined) return {};
  const color = colors.find((one) => one === data.color);
  if (color === undefined) throw invalidArgument("'color' is not one of Clio's");
  return { color };
}

function readVisible(
  { user }: Call,
  hidden: readonly number[],
  data: Readonly<Record<string, unknown>>,
): Partial<Calendar> {
  if (data.visible === undefined) return {};
  const others = hidden.filter((id) => id !== user.id);
  return { hidden_by: isTrue(data.visible) ? others : [...others, user.id] };
}

function seenCalendar(call: Call): Calendar {
  const calendar = call.clio.calendars.get(call.user.firm, Number(call.params[0]));
  if (calendar === undefined || permissionOf(call, calendar) === 'none') throw notFound();
  return calendar;
}

function calendarResponse(call: Call, calendar: Calendar): PlainResponse {
  const selection = parseFields(call.url.searchParams.get('fields'), calendarResource);
  const shown = render(calendarResource, calendar, selection, call.view);
  return oneResponse(call.request, etagOf('calendar', calendar), calendar.updated_at, shown);
}
