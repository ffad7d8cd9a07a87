import { type Catalogue, type CatalogueContext, type Listed, SyncError } from '@concord/core';
import { calendar as limits } from '../profile.ts';
import { followPage, hostOf } from '../requests.ts';
import { createSender, type Sender } from '../sending.ts';
import {
  type CalendarRecord,
  createCalendar,
  listCalendars,
  parseCalendar,
  parseCalendarsPage,
} from './entry-requests.ts';

/** The calendars that a member may look at: their own, the firm's, and the others by name. */
export function openCalendars(context: CatalogueContext): Catalogue {
  const { send } = createSender(context);
  const host = hostOf(context.hosts);
  return {
    list: async () => {
      const all = await listAll(send, host);
      return all
        .filter(({ permission }) => permission !== 'none')
        .map(toListed)
        .sort(asPeopleKnowThem);
    },
    create: async (name) => toListed(parseCalendar((await send(createCalendar(host, name))).response)),
  };
}

async function listAll(send: Sender['send'], host: string): Promise<readonly CalendarRecord[]> {
  const all: CalendarRecord[] = [];
  let request = listCalendars(host);
  for (let pages = 0; pages < limits.maxPages; pages += 1) {
    const { rows, next } = parseCalendarsPage((await send(request)).response);
    all.push(...rows);
    if (next === undefined) return all;
    request = followPage(host, next);
  }
  throw new SyncError('unavailable', 'there are more calendars than can be listed', { provider: 'clio' });
}

/** A personal calendar belongs to one user (OpenAPI), who is its owner. */
function toListed({ id, name, type, permission }: CalendarRecord): Listed {
  const isOwn = type === 'UserCalendar' && permission === 'owner';
  const kind = type === 'AccountCalendar' ? 'firm' : isOwn ? 'mine' : 'shared';
  return { id, name, kind, writable: permission === 'owner' || permission === 'editor' };
}

const kinds: readonly Listed['kind'][] = ['mine', 'firm', 'shared'];

const asPeopleKnowThem = (a: Listed, b: Listed): number =>
  kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.name.localeCompare(b.name, 'en');
