import { randomUUID } from 'node:crypto';
import type { Catalogue, CatalogueContext, Listed } from '@concord/core';
import { createCalls } from '../calls.ts';
import { createGraph } from '../graph.ts';
import { parseRow } from '../graph-requests.ts';
import { listCalendars, mayEdit } from './places.ts';
import { type CalendarRow, createCalendarRequest } from './requests.ts';

/** The calendars of the mailbox behind the context's token: its own first, then the further and the shared ones. */
export function openCalendars(context: CatalogueContext): Catalogue {
  const calls = createCalls(createGraph({ ...context, requestId: randomUUID }), context.clock);
  return {
    list: async () => {
      const rows = await listCalendars(calls);
      return [...rows.filter(isOwn), ...rows.filter((row) => !isOwn(row))].map((row) => toListed(row));
    },
    create: async (name) => {
      const answer = await calls.succeed(createCalendarRequest(name));
      return toListed(parseRow<CalendarRow>(answer.body));
    },
  };
}

const isOwn = ({ isDefaultCalendar }: CalendarRow): boolean => isDefaultCalendar === true;

/** Outlook knows no zone of a calendar. */
const toListed = (row: CalendarRow): Listed => ({
  id: row.id,
  name: row.name ?? '',
  kind: isOwn(row) ? 'mine' : 'shared',
  writable: mayEdit(row),
});
