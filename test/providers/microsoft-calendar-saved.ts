import { windowsOf } from '@concord/core';
import type { Event } from '@microsoft/microsoft-graph-types';
import * as fc from 'fast-check';
import type { EventRow } from '../../packages/providers/microsoft/src/calendar/requests.ts';
import { anyTime, anyZone } from '../events/arbitrary-times.ts';

/** What Outlook shows after a write, as far as its documentation says: the smallest model that the lens must get along with. */
export function saved(before: EventRow, patch: Event): EventRow {
  const { transactionId: _, ...fields } = { ...before, ...patch } as EventRow & { transactionId?: unknown };
  const zone = patch.start?.timeZone;
  const type = fields.recurrence ? 'seriesMaster' : 'singleInstance';
  return { ...fields, type, ...(zone ? { originalStartTimeZone: zone } : {}) };
}

export const emptyEvent: EventRow = {
  id: 'a',
  '@odata.etag': 'W/"1"',
  type: 'singleInstance',
  createdDateTime: '2026-01-01T00:00:00Z',
  lastModifiedDateTime: '2026-01-02T00:00:00Z',
  subject: '',
  body: { contentType: 'html', content: '' },
  start: { dateTime: '2026-04-15T16:00:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-04-15T17:00:00.0000000', timeZone: 'UTC' },
  isAllDay: false,
  originalStartTimeZone: 'Eastern Standard Time',
  location: { displayName: '' },
  showAs: 'busy',
  sensitivity: 'normal',
  attendees: [],
  isOrganizer: true,
  recurrence: null,
};

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const indexes = ['first', 'second', 'third', 'fourth', 'last'] as const;
const someDays = fc.subarray([...days], { minLength: 1 });
const interval = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 6 }) }, fc.constantFrom(12, 24));
const dayOfMonth = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constantFrom(28, 29, 30, 31));
const month = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(2));
const relative = { daysOfWeek: someDays, index: fc.constantFrom(...indexes) };

/** All that Graph's patterns can say. */
export const anyPattern = fc.oneof(
  fc.record({ type: fc.constant('daily' as const), interval }),
  fc.record({
    type: fc.constant('weekly' as const),
    interval,
    daysOfWeek: someDays,
    firstDayOfWeek: fc.constantFrom(...days),
  }),
  fc.record({ type: fc.constant('absoluteMonthly' as const), interval, dayOfMonth }),
  fc.record({ type: fc.constant('relativeMonthly' as const), interval, ...relative }),
  fc.record({ type: fc.constant('absoluteYearly' as const), interval: fc.constantFrom(1, 2, 4), month, dayOfMonth }),
  fc.record({ type: fc.constant('relativeYearly' as const), interval: fc.constantFrom(1, 2, 3), month, ...relative }),
);

const anyStart = fc
  .record({ year: fc.integer({ min: 2024, max: 2027 }), month, day: fc.integer({ min: 1, max: 28 }), time: anyTime })
  .map(({ year, month: at, day, time }) => `${year}-${two(at)}-${two(day)}T${time}`);
const two = (number: number): string => String(number).padStart(2, '0');

const dayMs = 86_400_000;
const wallOf = (at: number): string => new Date(at).toISOString().slice(0, 19);

/** A series as somebody types it into Outlook, in hours or whole days. */
export const anySeries: fc.Arbitrary<Event> = fc
  .record({
    pattern: anyPattern,
    start: anyStart,
    minutes: fc.constantFrom(30, 60, 24 * 60, 36 * 60),
    zone: anyZone.map((zone) => windowsOf(zone) ?? zone),
    isAllDay: fc.boolean(),
    end: fc.oneof(
      fc.constant({ type: 'noEnd' as const }),
      fc
        .integer({ min: 1, max: 30 })
        .map((numberOfOccurrences) => ({ type: 'numbered' as const, numberOfOccurrences })),
      fc.integer({ min: 1_500, max: 2_200 }).map((after) => ({ type: 'endDate' as const, after })),
    ),
  })
  .map(({ pattern, start: typed, minutes, zone, isAllDay, end }) => {
    const start = isAllDay ? `${typed.slice(0, 10)}T00:00:00` : typed;
    const startDate = start.slice(0, 10);
    const ends = isAllDay ? Math.ceil(minutes / 1440) * dayMs : minutes * 60_000;
    const range =
      end.type === 'endDate'
        ? { type: end.type, endDate: wallOf(Date.parse(startDate) + end.after * dayMs).slice(0, 10) }
        : end;
    return {
      subject: 'Series',
      isAllDay,
      start: { dateTime: start, timeZone: zone },
      end: { dateTime: wallOf(Date.parse(`${start}Z`) + ends), timeZone: zone },
      recurrence: { pattern, range: { ...range, startDate, recurrenceTimeZone: zone } },
    };
  });

const text = fc.constantFrom('', '  ', 'Hearing', 'e\u0301te', 'Filing <due> & more', 'two\nlines', '\u200b', '“Q3”');
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 4 });
const html = fc.constantFrom(
  '<p>Bring <b>all</b> files</p>',
  '<div>one</div><div>two<br>three</div>',
  '<html><head><style>p { color: red }</style></head><body><!-- x --><p>a &lt; b&nbsp; c</p></body></html>',
  '<a href="https://court.example">https://court.example</a>',
  '<ul><li>a</li></ul>',
  'a < b',
  '<p',
);
const zoneShown = fc.constantFrom(
  'Eastern Standard Time',
  'tzone://Microsoft/Custom',
  'Europe/Berlin',
  'Nowhere',
  '',
  'UTC',
);

/** Singles and series with whatever Outlook may show of them, odd things too. */
export const anyRow: fc.Arbitrary<EventRow> = fc
  .record(
    {
      subject: maybe(text),
      body: fc.oneof(
        text.map((content) => ({ contentType: 'text' as const, content })),
        html.map((content) => ({ contentType: 'html' as const, content })),
      ),
      location: maybe(fc.record({ displayName: maybe(text) })),
      showAs: fc.constantFrom('free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown'),
      sensitivity: fc.constantFrom('normal', 'personal', 'private', 'confidential'),
      originalStartTimeZone: maybe(zoneShown),
      isOnlineMeeting: fc.boolean(),
      times: fc.option(anySeries, { nil: undefined, freq: 1 }),
      cancelledOccurrences: fc.array(fc.constantFrom('OID.a.2026-04-22', 'OID.a.2026-05-06', 'a-plain-id'), {
        maxLength: 2,
      }),
      attendees: fc.array(fc.record({ emailAddress: fc.record({ name: maybe(text), address: maybe(text) }) }), {
        maxLength: 3,
      }),
    },
    { requiredKeys: [] },
  )
  .map(({ times, ...fields }) => {
    const row = { ...emptyEvent, ...(fields as Partial<EventRow>) };
    if (times === undefined) return row;
    const { subject: _, ...when } = times;
    return { ...row, ...(when as Partial<EventRow>), type: 'seriesMaster' };
  });
