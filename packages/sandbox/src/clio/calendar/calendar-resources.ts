import { one, type Resource } from '../fields.ts';
import type { User } from '../records.ts';
import { userResource } from '../resources.ts';
import { etagOf } from '../state.ts';
import { type Calendar, colors, type EventType } from './records.ts';

/** What calendars and kinds of events can show: the names of Clio's OpenAPI document (`Calendar`, `CalendarEntryEventType`). */
const lightColors = [
  '#5DA5C7',
  '#F95957',
  '#209412',
  '#FF7715',
  '#DE649D',
  '#FF6B02',
  '#56C4FC',
  '#00B177',
  '#50D19B',
  '#F14A8C',
  '#A3A2A2',
  '#84AB3B',
  '#B091EE',
  '#BD9E69',
  '#F2A000',
  '#00A5CA',
  '#CB5A3D',
  '#959CD0',
  '#B0B0B0',
  '#7BA6CD',
] as const;

export const calendarResource: Resource<Calendar> = {
  scalars: {
    id: (calendar) => calendar.id,
    etag: (calendar) => etagOf('calendar', calendar),
    name: (calendar) => calendar.name,
    type: (calendar) => calendar.type,
    color: (calendar) => calendar.color,
    light_color: (calendar) => lightColors[colors.findIndex((color) => color === calendar.color)],
    permission: (calendar, view) => view.calendars.permission(calendar, view.user),
    visible: (calendar, view) => !calendar.hidden_by.includes(view.user.id),
    source: () => 'web',
    court_rules_default_calendar: () => false,
    created_at: (calendar, view) => view.time(calendar.created_at),
    updated_at: (calendar, view) => view.time(calendar.updated_at),
  },
  nested: {
    creator: one<Calendar, User>(
      () => userResource,
      (calendar, view) => view.calendars.ownerOf(calendar),
    ),
  },
};

export const eventTypeResource: Resource<EventType> = {
  scalars: {
    id: (type) => type.id,
    etag: (type) => etagOf('calendar_entry_event_type', type),
    name: (type) => type.name,
    color: (type) => type.color,
    created_at: (type, view) => view.time(type.created_at),
    updated_at: (type, view) => view.time(type.updated_at),
  },
  nested: {},
};
