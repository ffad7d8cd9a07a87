import { randomId } from '../../../kernel/world.ts';
import { isRecord, type Json } from '../events/read-event.ts';
import type { EventFields } from '../events/stored-event.ts';
import type { CalendarCall } from './call.ts';

/**
 * A body with what becomes of its conference and its attachments. Documented: without `conferenceDataVersion=1` and
 * `supportsAttachments=true` those in the body say nothing, and what the event has stays.
 */
export function withConference(call: CalendarCall, body: Json, before: EventFields | undefined): Json {
  const knowsConferences = call.query.get('conferenceDataVersion') === '1';
  const knowsAttachments = call.query.get('supportsAttachments') === 'true';
  return {
    ...body,
    conferenceData: knowsConferences ? madeConference(call, body.conferenceData, before) : before?.conferenceData,
    attachments: knowsAttachments ? body.attachments : before?.attachments,
  };
}

function madeConference({ world }: CalendarCall, value: unknown, before: EventFields | undefined): unknown {
  if (!isRecord(value) || !isRecord(value.createRequest)) return value;
  const { requestId, conferenceSolutionKey = { type: 'hangoutsMeet' } } = value.createRequest;
  // The same request is not answered with a second conference.
  if (before?.conferenceData?.createRequest?.requestId === requestId) return before?.conferenceData;
  const letters = randomId(world, 10).toLowerCase().replace(/\d/gu, 'a');
  const code = `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7)}`;
  const uri = `https://meet.google.com/${code}`;
  return {
    createRequest: { requestId, conferenceSolutionKey, status: { statusCode: 'success' } },
    conferenceSolution: { key: conferenceSolutionKey, name: 'Google Meet' },
    conferenceId: code,
    entryPoints: [{ entryPointType: 'video', label: uri.replace('https://', ''), uri }],
  };
}
