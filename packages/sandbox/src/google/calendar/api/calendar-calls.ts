import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { accessRoles, type StoredCalendar, type StoredEntry } from '../events/calendars.ts';
import { listEtag, quoted } from '../events/event-view.ts';
import { isRecord } from '../events/read-event.ts';
import { isZone } from '../events/zones.ts';
import { inCalendar, isAtLeast } from './access.ts';
import type { Answer, Call } from './call.ts';
import { type ListState, readToken, refuseExpired, refuseOther, writeToken } from './list-tokens.ts';
import { readCount, readFlag } from './parameters.ts';
import { badRequest, refusal, required } from './refusal.ts';

const usualResults = 100;
const maxResults = 250;
/** Reported of a short period ("60 calendars"); the period is assumed to be a day. */
export const maxNewCalendars = 60;

/** `GET users/me/calendarList` */
export function listCalendars(call: Call): Answer {
  const { query, account, calendars, world } = call;
  const count = readCount(query, 'maxResults', usualResults, maxResults);
  const least = readRole(query.get('minAccessRole'));
  const state = readState(call);
  const isSync = state.from !== undefined;
  const [showDeleted, showHidden] = [isSync || readFlag(query, 'showDeleted'), isSync || readFlag(query, 'showHidden')];
  const rows = calendars
    .entries(account, true)
    .filter(({ seq }) => seq > state.position)
    .filter(({ deleted, hidden }) => (showDeleted || !deleted) && (showHidden || !hidden))
    .filter(({ role }) => least === undefined || isAtLeast(role, least))
    .toSorted((one, other) => one.seq - other.seq);
  const page = rows.slice(0, count);
  const isBlank = !state.blank && world.awkward.strikes('google.emptyPage');
  const last = page.at(-1)?.seq ?? state.position;
  const next: ListState = { ...state, kind: 'page', position: last };
  const { blank: _, from: __, ...rest } = state;
  const token = isBlank
    ? { nextPageToken: writeToken({ ...state, kind: 'page', blank: true }) }
    : rows.length > count
      ? { nextPageToken: writeToken(next) }
      : { nextSyncToken: writeToken({ ...rest, kind: 'sync', position: state.startedAt }) };
  return {
    kind: 'calendar#calendarList',
    etag: listEtag(account.sub, calendars.listHead()),
    items: isBlank ? [] : page.flatMap((entry) => shownEntry(call, entry)),
    ...token,
  };
}

export function getEntry(call: Call): Answer {
  const inside = inCalendar(call);
  return shownEntry(inside, inside.entry)[0];
}

export function getCalendar(call: Call): Answer {
  return showCalendar(inCalendar(call).calendar);
}

/** `POST calendars`: a secondary calendar, which its maker owns. */
export function insertCalendar(call: Call): Answer {
  const { body, calendars, account } = call;
  const { summary, description, timeZone } = isRecord(body) ? body : {};
  if (typeof summary !== 'string' || summary === '') throw required('Missing title.');
  if (timeZone !== undefined && (typeof timeZone !== 'string' || !isZone(timeZone)))
    throw badRequest('Invalid time zone.');
  const made = calendars.entries(account, true).filter(({ calendarId }) => calendarId.startsWith('c_'));
  if (made.length >= maxNewCalendars) throw refusal('quotaExceeded');
  const text = typeof description === 'string' ? description : undefined;
  // Documented nowhere: a calendar without a zone has that of the account's own.
  const zone = typeof timeZone === 'string' ? timeZone : calendars.primary(account).timeZone;
  return showCalendar(calendars.add(account, { summary, description: text, timeZone: zone }));
}

/** `DELETE calendars/{id}`: its owner only, and never the primary one. */
export function deleteCalendar(call: Call): Answer {
  const { calendar, entry, calendars } = inCalendar(call);
  if (entry.role !== 'owner') throw refusal('requiredAccessLevel');
  if (calendar.kind === 'primary')
    throw badRequest('Cannot delete the primary calendar.', 'cannotDeletePrimaryCalendar');
  calendars.remove(calendar);
  return undefined;
}

function readState(call: Call): ListState {
  const { query, account, calendars, world } = call;
  const [pageToken, syncToken] = [query.get('pageToken'), query.get('syncToken')];
  const parameters = JSON.stringify([query.get('minAccessRole')]);
  if (syncToken) refuseForbidden(query);
  if (pageToken) {
    const state = readToken(pageToken, 'page', account.sub);
    refuseOther(world, state, parameters);
    return state;
  }
  const startedAt = calendars.listHead();
  const generation = calendars.generation(account.sub);
  if (!syncToken)
    return {
      kind: 'page',
      sub: account.sub,
      parameters,
      generation,
      position: 0,
      offset: 0,
      startedAt,
      issuedAt: world.now(),
    };
  const known = readToken(syncToken, 'sync', account.sub);
  refuseExpired(world, calendars, known);
  refuseOther(world, known, parameters);
  return { ...known, from: known.position, startedAt, issuedAt: world.now() };
}

/** Documented: these do not go together with a sync token. */
function refuseForbidden(query: URLSearchParams): void {
  const name = ['minAccessRole', 'showOwnOrganizationOnly'].find((one) => query.get(one));
  if (name !== undefined) throw badRequest(`Sync token cannot be used together with ${name}.`, 'invalid', name);
}

function readRole(text: string | null) {
  if (text === null || text === '') return undefined;
  const role = accessRoles.find((known) => known === text);
  if (role === undefined)
    throw badRequest(`Invalid value '${text}' for parameter minAccessRole.`, 'invalid', 'minAccessRole');
  return role;
}

const showCalendar = (calendar: StoredCalendar): calendar_v3.Schema$Calendar => ({
  kind: 'calendar#calendar',
  etag: quoted(calendar.version),
  id: calendar.id,
  summary: calendar.summary,
  ...(calendar.description === undefined ? {} : { description: calendar.description }),
  timeZone: calendar.timeZone,
  conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
  ...(calendar.kind === 'primary' ? {} : { dataOwner: calendar.ownerEmail }),
});

/** As a capture shows it. */
export function showEntry(calendar: StoredCalendar, entry: StoredEntry): calendar_v3.Schema$CalendarListEntry {
  const isPrimary = calendar.kind === 'primary' && entry.role === 'owner' && calendar.id === calendar.ownerEmail;
  const { kind: _, etag: __, dataOwner, ...rest } = showCalendar(calendar);
  return {
    kind: 'calendar#calendarListEntry',
    etag: quoted(entry.version),
    ...rest,
    ...(entry.summaryOverride === undefined ? {} : { summaryOverride: entry.summaryOverride }),
    colorId: isPrimary ? '14' : '8',
    backgroundColor: isPrimary ? '#9fe1e7' : '#16a765',
    foregroundColor: '#000000',
    selected: true,
    accessRole: entry.role,
    defaultReminders: isPrimary ? [{ method: 'popup', minutes: 30 }] : [],
    ...(isPrimary ? { primary: true } : dataOwner === undefined ? {} : { dataOwner }),
    ...(entry.hidden ? { hidden: true } : {}),
  };
}

function shownEntry({ calendars }: Call, entry: StoredEntry): readonly calendar_v3.Schema$CalendarListEntry[] {
  if (entry.deleted)
    return [{ kind: 'calendar#calendarListEntry', etag: quoted(entry.version), id: entry.calendarId, deleted: true }];
  const calendar = calendars.calendar(entry.calendarId);
  return calendar === undefined ? [] : [showEntry(calendar, entry)];
}
