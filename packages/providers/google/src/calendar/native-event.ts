import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { garbled, recordOf } from '../errors.ts';

/** Google's own type, and nothing of its client. */
export type NativeEvent = calendar_v3.Schema$Event & { readonly id: string };
export type NativeTime = calendar_v3.Schema$EventDateTime;

/** A single event, or a whole series: itself, and each row of it that differs or was cancelled. */
export type Whole = { readonly event: NativeEvent; readonly exceptions: readonly NativeEvent[] };

export function parseEvent(value: unknown): NativeEvent {
  const event = recordOf(value) as calendar_v3.Schema$Event | undefined;
  if (typeof event?.id !== 'string' || event.id === '') throw garbled('an event without an id');
  return { ...event, id: event.id };
}

export const isCancelled = ({ status }: NativeEvent): boolean => status === 'cancelled';
export const isSeries = ({ recurrence }: NativeEvent): boolean => (recurrence?.length ?? 0) > 0;
/** The id of the series that it is a row of; a cancelled one says that, too (documented). */
export const seriesIdOf = ({ recurringEventId }: NativeEvent): string | undefined => recurringEventId || undefined;
export const whole = (event: NativeEvent, exceptions: readonly NativeEvent[] = []): Whole => ({ event, exceptions });
