import { randomId } from '../../kernel/world.ts';
import type { Clio } from '../call.ts';
import type { View } from '../fields.ts';
import { isVisible, type User } from '../records.ts';
import { forbidden, invalidRecord } from '../refusal.ts';
import { allDayEndOf } from './all-day.ts';
import { mayWrite } from './calendars.ts';
import type { EntryRules } from './entry-write.ts';
import type { Conference } from './records.ts';

type Saving = Pick<EntryRules, 'text' | 'rowEditsUnseen'>;

/** A user's write through the API: what they may name, and the habits of this one request. */
export function rulesOfUser(clio: Clio, user: User, { has }: Pick<View, 'has'>, saving: Saving): EntryRules {
  const { calendars, matters, book, state, world } = clio;
  const { firm } = user;
  return {
    ...saving,
    now: world.now(),
    user,
    nextId: state.nextCalendarId,
    allDayEnd: () => allDayEndOf(has),
    takesExdates: () => has('clio.calendar.takesExdates'),
    takesTimeZone: () => has('clio.calendar.timeZoneWritable'),
    calendar: (id) => {
      const calendar = calendars.get(firm, id);
      const permission = calendar === undefined ? 'none' : calendars.permission(calendar, user);
      if (permission === 'none') throw invalidRecord('Calendar owner must exist');
      if (!mayWrite(permission)) throw forbidden('You may not write to this calendar');
      return id;
    },
    matter: (id) => {
      const matter = matters.get(id);
      if (matter?.firm !== firm || matter.hidden_from.includes(user.id)) throw invalidRecord('Matter must exist');
      return id;
    },
    eventType: (id) => {
      if (state.eventTypes.get(String(id))?.firm !== firm) throw invalidRecord('Event type must exist');
      return id;
    },
    attendee: (type, id) => {
      const contact = type === 'Contact' ? book.get(firm, id) : undefined;
      const isThere = type === 'Contact' ? contact && isVisible(contact, user) : calendars.get(firm, id);
      if (!isThere) throw invalidRecord('Attendee must exist');
      return id;
    },
    conference: () => (has('clio.calendar.noConferences') ? null : mintConference(clio)),
  };
}

export function mintConference({ state, world }: Clio): Conference {
  const conference_id = 80_000_000_000 + Math.floor(world.random() * 10_000_000_000);
  const conference_password = randomId(world, 6);
  return {
    id: state.nextCalendarId(),
    type: 'zoom',
    join_url: `https://zoom.example.com/j/${conference_id}?pwd=${conference_password}`,
    conference_id,
    conference_password,
    created_at: world.now(),
  };
}
