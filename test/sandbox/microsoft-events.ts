import type { Calendar, Event } from '@microsoft/microsoft-graph-types';
import { createBench } from './microsoft-world.ts';

export const eastern = 'Eastern Standard Time';

type Removed = { readonly '@removed'?: { readonly reason: string } };
export type EventRow = Event &
  Removed & {
    readonly id: string;
    readonly '@odata.type'?: string;
    readonly '@odata.etag': string;
    readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[];
  };
/** Everything that an answer about events may hold; a test reads what its own has. */
export type EventBody = Omit<EventRow, 'id'> &
  Omit<Calendar, 'id'> & {
    readonly id: string;
    readonly value: readonly EventRow[];
    readonly '@odata.nextLink'?: string;
    readonly '@odata.deltaLink'?: string;
    readonly error: { readonly code: string; readonly message: string };
  };
type Options = Parameters<typeof createBench>[0];
export type EventBench = ReturnType<typeof createEventBench>;

/** A mailbox with a calendar; `ask` answers as Graph does about events. It is 5 January 2026, a Monday. */
export function createEventBench(options: Options = {}) {
  const bench = createBench(options);
  const ask = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, unknown>> = {}) => {
    const answer = await bench.graph(method, path, body, headers);
    return { ...answer, body: answer.body as unknown as EventBody };
  };
  const post = async (event: object, path = '/me/events') => (await ask('POST', path, event)).body;
  /** Access tokens live for an hour. */
  const later = async (ms: number) => {
    await bench.advance(ms);
    bench.useToken(bench.control.grant('ada@byron.example').accessToken);
  };
  return { ...bench, ask, post, later, calendars: bench.control.calendars('ada@byron.example') };
}

/** `at('2026-01-06T09:00')`, on the clocks of New York. */
export const at = (time: string, timeZone = eastern) => ({ dateTime: `${time}:00`, timeZone });

export const between = (day: string, from: string, to: string, timeZone = eastern) => ({
  start: at(`${day}T${from}`, timeZone),
  end: at(`${day}T${to}`, timeZone),
});

export const intake = { subject: 'Intake call', ...between('2026-01-06', '09:00', '10:00') };

/** Every Tuesday from 6 January, nine to ten, twelve times. */
export const weekly = {
  ...intake,
  subject: 'Team meeting',
  recurrence: {
    pattern: { type: 'weekly' as const, interval: 1, daysOfWeek: ['tuesday' as const] },
    range: { type: 'numbered' as const, startDate: '2026-01-06', numberOfOccurrences: 12 },
  },
};

export const guests = (...addresses: readonly string[]) => ({
  attendees: addresses.map((address) => ({ type: 'required' as const, emailAddress: { address } })),
});

export const january = 'startDateTime=2026-01-01T00:00:00Z&endDateTime=2026-02-01T00:00:00Z';
export const viewDelta = `/me/calendarView/delta?${january}`;

/** The instances of a series in January, by their day. */
export async function instancesOf(bench: EventBench, seriesId: string) {
  const { body } = await bench.ask('GET', `/me/events/${seriesId}/instances?${january}&$top=100`);
  return new Map(body.value.map((row) => [row.originalStart?.slice(0, 10) ?? '', row]));
}

export async function instanceOn(bench: EventBench, seriesId: string, day: string): Promise<EventRow> {
  const found = (await instancesOf(bench, seriesId)).get(day);
  if (found === undefined) throw new Error(`no instance on ${day}`);
  return found;
}

export async function readViewRound(bench: EventBench, start: string, pageSize = 50, headers = '') {
  const rows: EventRow[] = [];
  let link = start;
  for (let pages = 1; pages <= 50; pages += 1) {
    const prefer = `IdType="ImmutableId", odata.maxpagesize=${pageSize}${headers}`;
    const { status, body } = await bench.ask('GET', link, undefined, { prefer });
    if (status !== 200) throw new Error(`delta answered ${status} ${JSON.stringify(body)}`);
    rows.push(...body.value);
    if (body['@odata.deltaLink']) return { rows, pages, deltaLink: body['@odata.deltaLink'] };
    link = body['@odata.nextLink'] ?? '';
  }
  throw new Error('the round does not end');
}
