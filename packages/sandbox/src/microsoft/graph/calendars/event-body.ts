import type { World } from '../../../kernel/world.ts';
import { previewOf, shownBody } from '../../calendar/bodies.ts';
import { iCalUIdOf } from '../../calendar/calendar-box.ts';
import type { EventFields, EventItem, Moment } from '../../calendar/event.ts';
import { fieldsOf, instanceId, instantOfMoment, kindOf, slotOf } from '../../calendar/instances.ts';
import { never } from '../../calendar/read-event.ts';
import { unknownZone } from '../../calendar/read-recurrence.ts';
import { ianaOf, wallOf } from '../../calendar/zones.ts';
import type { Call } from '../call.ts';
import { type IdKind, idOf, instantOf } from '../contact-body.ts';
import { badRequest } from '../refusal.ts';

/** How the client wants events shown. */
export type EventView = {
  readonly awkward: Pick<World['awkward'], 'strikes' | 'missed'>;
  readonly idKind: IdKind;
  /** Name of the zone for start and end. */
  readonly timeZone: string;
  readonly textBody: boolean;
};

export function viewOf(world: World, { prefers }: Call): EventView {
  const timeZone = prefers.timeZone ?? 'UTC';
  if (ianaOf(timeZone) === undefined) throw unknownZone(timeZone);
  return { awkward: world.awkward, idKind: prefers.idKind, timeZone, textBody: prefers.textBody };
}

type Shown = { readonly item: EventItem; readonly fields: EventFields; readonly view: EventView };

/** Properties in the order of the service's own answers. */
const shown = {
  createdDateTime: ({ item }) => preciseInstant(versionOf(item).createdAt),
  lastModifiedDateTime: ({ item }) => preciseInstant(versionOf(item).modifiedAt),
  changeKey: ({ item }) => versionOf(item).changeKey,
  categories: ({ fields }) => fields.categories,
  transactionId: ({ item }) => (item.date === undefined ? item.event.transactionId : undefined),
  originalStartTimeZone: ({ item: { event } }) => event.zoneShown ?? event.fields.start.zone,
  originalEndTimeZone: ({ item: { event } }) => event.zoneShown ?? event.fields.end.zone,
  iCalUId: ({ item }) => iCalUIdOf(item.event, item.date),
  reminderMinutesBeforeStart: ({ fields }) => fields.reminderMinutesBeforeStart,
  isReminderOn: ({ fields }) => fields.isReminderOn,
  hasAttachments: () => false,
  subject: ({ fields }) => fields.subject,
  bodyPreview: ({ fields }) => previewOf(fields.body),
  importance: ({ fields }) => fields.importance,
  sensitivity: ({ fields }) => fields.sensitivity,
  isAllDay: ({ fields }) => fields.isAllDay,
  isCancelled: ({ item }) => item.event.isCancelled,
  isOrganizer: ({ item }) => item.event.isOrganizer,
  responseRequested: ({ fields }) => fields.responseRequested,
  seriesMasterId: ({ item, view }) => (item.date === undefined ? null : idOf(item.event, view.idKind)),
  showAs: ({ fields }) => fields.showAs,
  type: ({ item }) => kindOf(item),
  webLink: ({ item }) =>
    `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(item.event.classicId)}&exvsurl=1&path=/calendar/item`,
  onlineMeetingUrl: () => null,
  isOnlineMeeting: ({ item: { event } }) => event.join?.block === 'present',
  onlineMeetingProvider: ({ item: { event } }) => (event.join?.block === 'present' ? 'teamsForBusiness' : 'unknown'),
  allowNewTimeProposals: ({ fields }) => fields.allowNewTimeProposals,
  isDraft: () => false,
  hideAttendees: ({ fields }) => fields.hideAttendees,
  originalStart: ({ item: { event, date } }) =>
    date === undefined ? undefined : instantOf(instantOfMoment(slotOf(event, date).start)),
  recurrence: ({ item }) => (item.date === undefined ? (item.event.fields.recurrence ?? null) : null),
  responseStatus: ({ item: { event } }) => ({
    response: event.response.response,
    time: event.response.at === undefined ? never : instantOf(event.response.at),
  }),
  body: ({ fields, view }) =>
    shownBody(fields.body, view.textBody, view.awkward.strikes('microsoft.calendar.bareLineEnds')),
  start: ({ fields, view }) => shownMoment(fields.start, fields.isAllDay, view),
  end: ({ fields, view }) => shownMoment(fields.end, fields.isAllDay, view),
  location: ({ fields }) => shownLocation(fields),
  locations: ({ fields }) => fields.locations,
  attendees: ({ fields }) => fields.attendees,
  organizer: ({ item: { event } }) => ({ emailAddress: event.organizer }),
  onlineMeeting: ({ item: { event } }) =>
    event.join?.block === 'present' ? { joinUrl: event.join.url, conferenceId: event.join.conferenceId } : null,
} as const satisfies Record<string, (shown: Shown) => unknown>;

const properties: Readonly<Record<string, (shown: Shown) => unknown>> = shown;
/** Shown when they are asked for, of the master of a series only. */
export const cancelledName = 'cancelledOccurrences';

/** An event, a series, or one instance of it, as Graph shows it. The id and the etag always come. */
export function eventBody(item: EventItem, view: EventView, select?: readonly string[]): Record<string, unknown> {
  const body: Record<string, unknown> = { '@odata.etag': etagOfItem(item), id: itemId(item, view.idKind) };
  const all: Shown = { item, fields: fieldsOf(item), view };
  for (const name of select ?? Object.keys(shown)) {
    const value = properties[name]?.(all);
    if (value !== undefined) body[name] = value;
    if (name === cancelledName && kindOf(item) === 'seriesMaster') body[name] = cancelledOccurrences(item, view);
  }
  return body;
}

/** That they look so is assumed from the name of the property that holds them; a switch gives the instances' ids. */
function cancelledOccurrences({ event }: EventItem, { idKind, awkward }: EventView): readonly string[] {
  const masterId = idOf(event, idKind);
  const asIds = awkward.strikes('microsoft.calendar.cancelledAsIds');
  return Object.keys(event.cancelled)
    .toSorted()
    .map((date) => (asIds ? instanceId(masterId, date) : `OID.${masterId}.${date}`));
}

export function itemId({ event, date }: EventItem, idKind: IdKind): string {
  const id = idOf(event, idKind);
  return date === undefined ? id : instanceId(id, date);
}

/** A changed instance has a version of its own; any other has the series'. */
export function versionOf({ event, date }: EventItem) {
  return (date === undefined ? undefined : event.exceptions[date]) ?? event;
}

export function etagOfItem(item: EventItem): string {
  return `W/"${versionOf(item).changeKey}"`;
}

/** A whole day begins at midnight in whatever zone one asks for (observed: microsoft-graph-docs#1802, docs-contrib#471). */
export function shownMoment(moment: Moment, isAllDay: boolean, { timeZone, awkward }: EventView) {
  const stays = isAllDay && !awkward.strikes('microsoft.calendar.allDayShifted');
  const wall = stays ? moment.wall : wallOf(instantOfMoment(moment), ianaOf(timeZone) ?? 'UTC');
  if (isAllDay && !stays && wall === moment.wall) awkward.missed('microsoft.calendar.allDayShifted');
  return { dateTime: `${wall}.0000000`, timeZone };
}

function shownLocation({ locations }: EventFields) {
  const [first] = locations;
  if (first === undefined) {
    return { displayName: '', locationType: 'default', uniqueIdType: 'unknown', address: {}, coordinates: {} };
  }
  return locations.length === 1 ? first : { ...first, displayName: locations.map((one) => one.displayName).join('; ') };
}

function preciseInstant(at: number): string {
  return `${new Date(at).toISOString().slice(0, -1)}0000Z`;
}

/** Undefined selects everything. Refuses names that no event has. */
export function readEventSelect(text: string | null): readonly string[] | undefined {
  if (text === null || text.trim() === '') return undefined;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find(
    (name) => !['id', cancelledName, 'exceptionOccurrences'].includes(name) && !properties[name],
  );
  if (unknown !== undefined) {
    throw badRequest(`Could not find a property named '${unknown}' on type 'microsoft.graph.event'.`);
  }
  return names;
}
