import { type PlainRequest, type PlainResponse, reply } from '../../../kernel/plain-http.ts';
import type { World } from '../../../kernel/world.ts';
import type { BatchDoor } from '../../batch.ts';
import type { CalendarApi } from './api.ts';

/** Documented; older pages and clients say 50 (`google.calendar.batchOfFifty`). */
const maxParts = 1_000;

/** `POST /batch/calendar/v3`: of several writes to one event, what the second gets is a habit. */
export function calendarBatch({ awkward }: World, api: CalendarApi): BatchDoor {
  const written = new Set<string>();
  return {
    prefix: '/calendar/v3/',
    maxParts: awkward.strikes('google.calendar.batchOfFifty') ? 50 : maxParts,
    answer: async (inner: PlainRequest, path) => {
      // New events have no path of their own.
      const isOfOne = inner.method !== 'GET' && inner.method !== 'POST';
      const isSecond = isOfOne && written.has(path);
      if (isOfOne) written.add(path);
      return isSecond && awkward.strikes('google.calendar.batchConflict') ? conflict() : await api(inner, path, true);
    },
  };
}

function conflict(): PlainResponse {
  const entry = { domain: 'global', reason: 'conflict', message: 'Conflict' };
  return reply(JSON.stringify({ error: { errors: [entry], code: 409, message: 'Conflict' } }), {
    status: 409,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
  });
}
