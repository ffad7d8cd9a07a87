import type { World } from '../../../kernel/world.ts';
import type { Calendar } from '../../calendar/event.ts';
import type { Answer, Call } from '../call.ts';
import { badRequest, GraphRefusal } from '../refusal.ts';
import { type EventPlace, findCalendar, findItem } from './find-event.ts';

export function listCalendars(call: Call): Answer {
  const calendars = call.calendars().box.calendars();
  const context = `https://graph.microsoft.com/v1.0/$metadata#users('${call.account.oid}')/calendars`;
  return { status: 200, body: { '@odata.context': context, value: calendars.map((one) => calendarBody(call, one)) } };
}

export function getCalendar(call: Call, id: string | undefined): Answer {
  return oneCalendar(call, 200, findCalendar(call.calendars().box, id));
}

/** The calendar in which an event lies. Of a deleted event that still answers, that Deleted Items are shown is assumed. */
export function getCalendarOf(world: World, call: Call, place: EventPlace): Answer {
  const { box } = call.calendars();
  const { folderId } = findItem(world, box, place).event;
  const deleted = {
    id: folderId,
    name: 'Deleted Items',
    color: 'auto',
    canEdit: true,
    isDefault: false,
    changeKey: '',
  };
  return oneCalendar(call, 200, box.calendar(folderId) ?? deleted);
}

export function postCalendar(call: Call): Answer {
  const { box } = call.calendars();
  const name = readName(call);
  refuseTwin(box.calendars(), name);
  return oneCalendar(call, 201, box.addCalendar({ name }));
}

export function patchCalendar(call: Call, id: string | undefined): Answer {
  const { box } = call.calendars();
  const calendar = findCalendar(box, id);
  const name = readName(call);
  if (name !== calendar.name) refuseTwin(box.calendars(), name);
  return oneCalendar(call, 200, box.changeCalendar(calendar, { name }));
}

/** With all its events. Which words keep the main one is not known. */
export function deleteCalendar(call: Call, id: string | undefined): Answer {
  const { box } = call.calendars();
  const calendar = findCalendar(box, id);
  if (calendar.isDefault)
    throw new GraphRefusal(403, 'ErrorDeleteDistinguishedFolder', 'Distinguished folders cannot be deleted.');
  box.dropCalendar(calendar);
  return { status: 204 };
}

function readName(call: Call): string {
  const { name } = (call.body ?? {}) as { name?: unknown };
  if (typeof name !== 'string' || name === '') throw badRequest('A calendar needs a name.');
  return name;
}

function refuseTwin(calendars: readonly Calendar[], name: string): void {
  if (calendars.every((known) => known.name !== name)) return;
  throw new GraphRefusal(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
}

function oneCalendar(call: Call, status: number, calendar: Calendar): Answer {
  const context = `https://graph.microsoft.com/v1.0/$metadata#users('${call.account.oid}')/calendars/$entity`;
  return { status, body: { '@odata.context': context, ...calendarBody(call, calendar) } };
}

function calendarBody({ account }: Call, { id, name, color, canEdit, isDefault, changeKey }: Calendar) {
  return {
    id,
    name,
    color,
    hexColor: '',
    isDefaultCalendar: isDefault,
    changeKey,
    canShare: canEdit,
    canViewPrivateItems: true,
    canEdit,
    allowedOnlineMeetingProviders: ['teamsForBusiness'],
    defaultOnlineMeetingProvider: 'teamsForBusiness',
    isTallyingResponses: isDefault,
    isRemovable: !isDefault,
    owner: { name: account.name, address: account.email },
  };
}
