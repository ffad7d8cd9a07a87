import {
  type CollectionContext,
  exceptionElement,
  type HttpRequest,
  type Item,
  type Operation,
  SyncError,
  type Transport,
} from '@concord/core';
import { microsoft } from '@concord/provider-microsoft';
import type { RecurrencePattern, RecurrenceRange } from '@microsoft/microsoft-graph-types';
import { describe, expect, test } from 'vitest';
import { cannotHold } from '../../packages/providers/microsoft/src/calendar/cannot-hold.ts';
import { readEvent, writeEvent } from '../../packages/providers/microsoft/src/calendar/events.ts';
import { sortRows, toPresent, wholeVersion } from '../../packages/providers/microsoft/src/calendar/observations.ts';
import { eventsProfile } from '../../packages/providers/microsoft/src/calendar/profile.ts';
import { ruleOf } from '../../packages/providers/microsoft/src/calendar/recurrence.ts';
import {
  createItem,
  type EventRow,
  findItem,
  scanRequest,
  subscribedEvents,
  wholeItem,
} from '../../packages/providers/microsoft/src/calendar/requests.ts';
import { parsePlace, placeAfter } from '../../packages/providers/microsoft/src/calendar/round.ts';
import { spansOf } from '../../packages/providers/microsoft/src/calendar/slot-writes.ts';
import { writeWhen } from '../../packages/providers/microsoft/src/calendar/times.ts';
import { exceptions, hearing, hours, weekly } from '../contract/event-samples.ts';
import { emptyEvent, saved } from './microsoft-calendar-saved.ts';

const window = { from: Date.UTC(2026, 3, 1), to: Date.UTC(2026, 4, 1) };
const seeing = { askedAt: 7, canEdit: true };
const single = (more: Partial<EventRow> = {}): EventRow => ({ ...emptyEvent, subject: 'Hearing', ...more });
const series = (more: Partial<EventRow> = {}): EventRow => ({
  ...emptyEvent,
  type: 'seriesMaster',
  subject: 'Team meeting',
  recurrence: {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: ['wednesday'], firstDayOfWeek: 'sunday' },
    range: { type: 'noEnd', startDate: '2026-04-15', recurrenceTimeZone: 'Eastern Standard Time' },
  },
  ...more,
});
const date = (id: string, more: Partial<EventRow> = {}): EventRow =>
  ({ id, '@odata.etag': 'W/"1"', type: 'occurrence', seriesMasterId: 'm', ...more }) as EventRow;

describe('requests', () => {
  test('a pass begins at the delta of a view of the calendar, by UTC and with nothing selected', () => {
    const { url, headers } = scanRequest('cal/1', window);
    expect(url).toBe(
      'https://graph.microsoft.com/v1.0/me/calendars/cal%2F1/calendarView/delta?startDateTime=2026-04-01T00:00:00.000Z&endDateTime=2026-05-01T00:00:00.000Z',
    );
    expect(headers.prefer).toBe('IdType="ImmutableId", outlook.timezone="UTC", odata.maxpagesize=300');
    expect(scanRequest(undefined, window).url).toContain('/v1.0/me/calendarView/delta?');
  });

  test('a create carries its marker twice, and goes to its calendar', () => {
    const { url, body, headers } = createItem('cal-1', 'marker.1', { subject: 'Hearing' });
    expect(url).toBe('/me/calendars/cal-1/events');
    expect(body).toMatchObject({
      subject: 'Hearing',
      transactionId: 'marker.1',
      singleValueExtendedProperties: [{ value: 'marker.1' }],
    });
    expect(headers.Prefer).toBe('IdType="ImmutableId", outlook.timezone="UTC"');
    expect(createItem(undefined, 'm', {}).url).toBe('/me/events');
    expect(decodeURIComponent(findItem('cal-1', "it's").url)).toContain("ep/value eq 'it''s'");
  });

  test('a read by id asks for what is special about the dates of a series', () => {
    const { url } = wholeItem('a/b');
    expect(url).toMatch(/^\/me\/events\/a%2Fb\?\$select=[^&]*,cancelledOccurrences,exceptionOccurrences&/u);
    expect(url).toContain('$expand=exceptionOccurrences');
  });

  test('notices are asked of one calendar, or of all where none is named', () => {
    expect(subscribedEvents('cal-1')).toBe('/me/calendars/cal-1/events');
    expect(subscribedEvents(undefined)).toBe('/me/events');
  });
});

describe('a page of changes', () => {
  const sorted = (rows: readonly EventRow[], seen: readonly string[] = []) => sortRows(rows, seeing, new Set(seen));

  test('shows single events, and leaves series to be read', () => {
    const { observations, unclear } = sorted([single(), series({ id: 'm' }), date('m1'), date('m2')]);
    expect(observations).toMatchObject([{ id: 'a', item: { title: 'Hearing' } }]);
    expect(unclear).toEqual(['m']);
  });

  test.each([
    ['a date that nobody changed', date('m1')],
    ['a changed one', date('m1', { ...single(), id: 'm1', type: 'exception', seriesMasterId: 'm' })],
    ['one that is gone and says so', date('m1', { '@removed': { reason: 'deleted' } })],
  ])('names a series by %s', (_, row) => {
    const rows = row['@removed'] === undefined ? [row] : [row, date('m2')];
    const { observations, unclear, doubtful } = sorted(rows);
    expect([observations, [...unclear, ...doubtful]]).toEqual([[], ['m']]);
  });

  test('does not have a series read once more for dates of the same version', () => {
    const { seen } = sorted([series({ id: 'm' }), date('m1')]);
    expect(sorted([date('m2')], seen)).toMatchObject({ unclear: [] });
    expect(sorted([date('m2', { '@odata.etag': 'W/"2"' })], seen)).toMatchObject({ unclear: ['m'] });
    expect(sorted([date('m2'), series({ id: 'm' })], seen)).toMatchObject({ unclear: ['m'] });
    const { '@odata.etag': _, ...bare } = date('m2');
    expect(sorted([bare as EventRow], seen)).toMatchObject({ unclear: ['m'] });
  });

  test('takes what is removed for gone, unconfirmed, unless it was a date of a series', () => {
    const removed = { '@removed': { reason: 'deleted' } };
    expect(sorted([{ id: 'x', ...removed }])).toMatchObject({
      observations: [{ kind: 'gone', id: 'x', askedAt: 7, confirmed: false }],
      unclear: [],
    });
    for (const type of ['occurrence', 'exception'] as const)
      expect(sorted([{ id: 'x', type, ...removed }])).toMatchObject({ observations: [], unclear: [] });
    expect(sorted([{ id: 'a', ...removed }, single()])).toMatchObject({
      observations: [],
      unclear: [],
      doubtful: ['a'],
    });
  });

  test('has rows read that leave something out, and takes the newest of several', () => {
    const { subject: _, ...partial } = single();
    expect(sorted([partial as EventRow])).toMatchObject({ observations: [], unclear: ['a'] });
    const old = single({ '@odata.etag': 'W/"0"', subject: 'Old', lastModifiedDateTime: '2026-01-01T12:00:00Z' });
    expect(sorted([single(), old]).observations).toMatchObject([{ version: 'W/"1"', item: { title: 'Hearing' } }]);
  });
});

describe('a place in the changes', () => {
  const base = 'https://graph.microsoft.com/v1.0/me/calendarView/delta?';

  test('remembers what was said of series until the round ends, and who may write', () => {
    const first = placeAfter({ rows: [], nextLink: `${base}$skiptoken=1` }, undefined, ['x'], false);
    expect(parsePlace(first)).toMatchObject({ seen: ['x'], canEdit: false, round: { link: `${base}$skiptoken=1` } });
    const second = placeAfter({ rows: [], nextLink: `${base}$skiptoken=2` }, parsePlace(first), ['y', 'x'], false);
    expect(parsePlace(second).seen).toEqual(['x', 'y']);
    const last = placeAfter({ rows: [], deltaLink: `${base}$deltatoken=3` }, parsePlace(second), ['z'], true);
    expect(parsePlace(last)).toMatchObject({ seen: [], canEdit: true });
  });

  test.each(['', '{}', '{"round":"{}","seen":[],"canEdit":true}', '{"link":"x","pages":0,"repeats":0}'])(
    '%s is none',
    (token) => expect(() => parsePlace(token)).toThrow(expect.objectContaining({ code: 'cursorExpired' })),
  );
});

describe('reading', () => {
  test.each([
    ['free', 'free'],
    ['tentative', 'tentative'],
    ['busy', 'busy'],
    ['oof', 'away'],
    ['workingElsewhere', 'elsewhere'],
    ['unknown', undefined],
  ] as const)('shown as %s', (showAs, expected) => {
    expect(readEvent(single({ showAs })).item.showAs).toBe(expected);
    if (expected) expect(writeEvent(undefined, { ...hearing, showAs: expected })).toMatchObject({ showAs });
  });

  test.each([
    ['normal', undefined],
    ['personal', undefined],
    ['private', 'private'],
    ['confidential', 'private'],
  ] as const)('of %s sensitivity', (sensitivity, expected) => {
    const { item } = readEvent(single({ sensitivity }));
    expect(item.privacy).toBe(expected);
    expect(writeEvent({ item }, { ...item, title: 'Other' })).toEqual({ subject: 'Other' });
  });

  test.each([
    ['2026-04-15T00:00:00.0000000', '2026-04-17T00:00:00.0000000', 'Eastern Standard Time'],
    ['2026-04-15T04:00:00.0000000', '2026-04-17T04:00:00.0000000', 'Eastern Standard Time'],
    ['2026-04-14T12:00:00.0000000', '2026-04-16T12:00:00.0000000', 'New Zealand Standard Time'],
    ['2026-04-15T04:00:00.0000000', '2026-04-17T04:00:00.0000000', 'tzone://Microsoft/Custom'],
    ['2026-04-14T22:00:00.0000000', '2026-04-16T22:00:00.0000000', 'tzone://Microsoft/Custom'],
  ])('whole days from %s to %s of %s', (start, end, originalStartTimeZone) => {
    const row = single({
      isAllDay: true,
      start: { dateTime: start, timeZone: 'UTC' },
      end: { dateTime: end, timeZone: 'UTC' },
      originalStartTimeZone,
    });
    expect(readEvent(row).item.when).toBe('2026-04-15/2026-04-17');
  });

  test('a series begins on the date of its range, whatever occurrence its times are of', () => {
    const shifted = series({
      start: { dateTime: '2026-11-04T17:00:00.0000000', timeZone: 'UTC' },
      end: { dateTime: '2026-11-04T18:00:00.0000000', timeZone: 'UTC' },
    });
    expect(readEvent(series()).item.when).toBe(weekly.when);
    expect(readEvent(shifted).item.when).toBe(weekly.when);
  });

  test('the dates of a series that differ, and none that do not', () => {
    const exception = (more: Partial<EventRow>) => ({
      ...emptyEvent,
      id: 'e',
      type: 'exception' as const,
      subject: 'Team meeting',
      originalStart: '2026-04-22T16:00:00Z',
      start: { dateTime: '2026-04-22T16:00:00.0000000', timeZone: 'UTC' },
      end: { dateTime: '2026-04-22T17:00:00.0000000', timeZone: 'UTC' },
      ...more,
    });
    const read = (more: Partial<EventRow>) => readEvent(series({ exceptionOccurrences: [exception(more)] })).item;
    const own = { slot: '2026-04-22', when: hours('2026-04-22', 12) };
    expect(read({ categories: ['Client'] }).exceptions).toBeUndefined();
    expect(read({ subject: 'With guests' }).exceptions).toEqual(exceptions({ ...own, title: 'With guests' }));
    expect(read({ subject: '' }).exceptions).toEqual(exceptions({ ...own, title: '' }));
    expect(read({ body: { contentType: 'text', content: 'Bring it' } }).exceptions).toEqual(
      exceptions({ ...own, description: 'Bring it' }),
    );
    const { originalStart: _, ...untold } = exception({ subject: 'x' });
    expect(cannotHold(readEvent(series({ exceptionOccurrences: [untold] })).item)).toBe('ruleNotHeldRight');
    const named = { ...untold, occurrenceId: 'OID.m.2026-04-22' };
    expect(readEvent(series({ exceptionOccurrences: [named] })).item.exceptions).toEqual(
      exceptions({ ...own, title: 'x' }),
    );
  });

  test('a version moves when a date of the series does, and when one is called off', () => {
    const dated = (etag: string, cancelledOccurrences: string[] = []) =>
      wholeVersion(series({ exceptionOccurrences: [single({ '@odata.etag': etag })], cancelledOccurrences }));
    const versions = [wholeVersion(series()), dated('W/"a"'), dated('W/"b"'), dated('W/"a"', ['OID.m.2026-04-22'])];
    expect(new Set(versions).size).toBe(4);
    expect(dated('W/"a"')).toBe(dated('W/"a"'));
    expect(Math.max(...versions.map(({ length }) => length))).toBeLessThan(40);
  });

  test('the newest of its dates tells when a series was changed', () => {
    const exceptionOccurrences = [single({ lastModifiedDateTime: '2026-02-01T00:00:00Z' })];
    expect(toPresent(series({ exceptionOccurrences }), seeing).modifiedAt).toBe(Date.UTC(2026, 1, 1));
  });
});

describe('rules', () => {
  const ruleIn = (pattern: RecurrencePattern, range: RecurrenceRange = { type: 'noEnd' }) =>
    ruleOf({ pattern: { interval: 1, ...pattern }, range: { startDate: '2026-04-15', ...range } });

  test.each([
    [{ type: 'daily', interval: 3 }, 'FREQ=DAILY;INTERVAL=3'],
    [{ type: 'weekly', daysOfWeek: ['monday', 'friday'] }, 'FREQ=WEEKLY;BYDAY=MO,FR;WKST=SU'],
    [{ type: 'absoluteMonthly', dayOfMonth: 28 }, 'FREQ=MONTHLY;BYMONTHDAY=28'],
    [{ type: 'absoluteMonthly', dayOfMonth: 29 }, 'FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1'],
    [{ type: 'absoluteMonthly', dayOfMonth: 30 }, 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1'],
    [{ type: 'absoluteMonthly', dayOfMonth: 31 }, 'FREQ=MONTHLY;BYMONTHDAY=-1'],
    [{ type: 'absoluteMonthly', dayOfMonth: 29, interval: 12 }, 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=29'],
    [{ type: 'relativeMonthly', daysOfWeek: ['friday'], index: 'last' }, 'FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1'],
    [{ type: 'absoluteYearly', month: 4, dayOfMonth: 31 }, 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30'],
    [{ type: 'absoluteYearly', month: 2, dayOfMonth: 29 }, 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1'],
    [
      { type: 'relativeYearly', month: 11, daysOfWeek: ['thursday'], index: 'fourth' },
      'FREQ=YEARLY;BYMONTH=11;BYDAY=TH;BYSETPOS=4',
    ],
  ] as const)('%o is %s', (pattern, rule) => {
    expect(ruleIn(pattern as RecurrencePattern)).toBe(rule);
  });

  test.each([
    [{ type: 'numbered', numberOfOccurrences: 5 }, 'FREQ=DAILY;COUNT=5'],
    [{ type: 'endDate', endDate: '2026-05-01' }, 'FREQ=DAILY;UNTIL=20260501'],
  ] as const)('that end by %o', (range, rule) => {
    expect(ruleIn({ type: 'daily' }, range)).toBe(rule);
  });

  test.each([
    { type: 'weekly', daysOfWeek: [] },
    { type: 'absoluteMonthly', dayOfMonth: 0 },
    { type: 'absoluteYearly', month: 0, dayOfMonth: 5 },
    { type: 'relativeMonthly' },
    { type: 'everyFullMoon' },
    {},
  ])('%o is none', (pattern) => {
    expect(ruleIn(pattern as RecurrencePattern)).toBeUndefined();
  });

  test.each([
    ['ruleNotHeldRight', { when: 'no time' }],
    ['ruleNotHeldRight', { when: `${String(weekly.when)};BYMONTH=4` }],
    ['ruleNotHeldRight', { when: weekly.when?.toString().replace('BYDAY=WE', 'BYDAY=WE;COUNT=1000') }],
    ['ruleNotHeldRight', { when: weekly.when?.toString().replace('WEEKLY', 'WEEKLY;INTERVAL=1000') }],
    ['zoneNotHeldRight', { when: weekly.when?.toString().replace('America/New_York', 'Antarctica/Troll') }],
    ['exceptionsNotHeldRight', { exceptions: exceptions({ slot: '2026-04-22', when: hours('2026-04-29', 9) }) }],
    ['exceptionsNotHeldRight', { exceptions: exceptions({ slot: '2026-04-22', when: 'soon' }) }],
    [
      'exceptionsNotHeldRight',
      {
        exceptions: Array.from({ length: 201 }, (_, index) =>
          exceptionElement({
            slot: new Date(Date.UTC(2026, 3, 15 + 7 * index)).toISOString().slice(0, 10),
            cancelled: true,
          }),
        ),
      },
    ],
    [undefined, { exceptions: exceptions({ slot: '2026-04-22', when: hours('2026-04-28', 9) }) }],
    [undefined, { when: `2026-04-15T12:00:00+00:00/2026-04-15T13:00:00+00:00 Antarctica/Troll` }],
  ])('%s', (reason, more) => {
    expect(cannotHold({ ...weekly, ...(more as Item) })).toBe(reason);
  });
});

describe('writing', () => {
  test('an hour is said by the clocks of its zone, and the second of a doubled hour by UTC', () => {
    expect(writeWhen(String(hearing.when))).toEqual({
      start: { dateTime: '2026-04-15T12:00:00', timeZone: 'Eastern Standard Time' },
      end: { dateTime: '2026-04-15T13:00:00', timeZone: 'Eastern Standard Time' },
      isAllDay: false,
    });
    const doubled = '2026-11-01T01:30:00-05:00/2026-11-01T02:30:00-05:00 America/New_York';
    expect(writeWhen(doubled)).toMatchObject({ start: { dateTime: '2026-11-01T06:30:00', timeZone: 'UTC' } });
  });

  test('a series begins with its first occurrence', () => {
    const when = String(weekly.when).replaceAll('04-15T', '04-13T');
    expect(writeWhen(when)).toMatchObject({
      start: { dateTime: '2026-04-15T12:00:00' },
      recurrence: { range: { startDate: '2026-04-15', recurrenceTimeZone: 'Eastern Standard Time' } },
    });
  });

  test('an event says only what changes, and a series that becomes one date ends', () => {
    const known = { item: readEvent(series()).item };
    expect(writeEvent(known, { ...known.item, title: 'Other' })).toEqual({ subject: 'Other' });
    expect(writeEvent(known, { ...known.item, when: String(hearing.when) })).toMatchObject({ recurrence: null });
    expect(writeEvent(undefined, hearing)).not.toHaveProperty('recurrence');
    expect(readEvent(saved(series(), { recurrence: null })).item.when).toBe(hearing.when);
  });

  test('the body of an online meeting is closed, whatever it says', () => {
    expect(readEvent(single({ isOnlineMeeting: true })).isClosed).toBe(true);
    expect(readEvent(single()).isClosed).toBe(false);
  });

  test('nobody is invited, whatever is asked', () => {
    const patch = writeEvent(undefined, { ...hearing, guests: 'Zoe <zoe@client.example>' });
    expect(JSON.stringify(patch)).not.toContain('zoe');
    expect(eventsProfile.capabilities.guests).toMatchObject({ readOnly: true });
  });

  test('dates are looked up in spans that one page can hold', () => {
    const slots = ['2026-01-05', '2026-12-28', '2027-03-01', '2030-01-01'].map((slot) => ({ slot }));
    const spans = spansOf([...slots, { slot: '2028-01-01', id: 'known' }]);
    expect(spans).toHaveLength(3);
    for (const { from, to } of spans) expect((to - from) / 86_400_000).toBeLessThanOrEqual(366);
    for (const { slot } of slots)
      expect(spans.some(({ from, to }) => from < Date.parse(slot) && Date.parse(slot) < to)).toBe(true);
  });
});

type Part = {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
type Reply = { readonly status: number; readonly body: unknown };

/** A calendar over scripted answers to the items of batches, and what was sent so far but for reads. */
function scripted(reply: (part: Part) => Reply, other: Reply = { status: 200, body: {} }) {
  const written: Part[] = [];
  const transport: Transport = async ({ url, body }: HttpRequest) => {
    const plain = { status: other.status, headers: {}, body: JSON.stringify(other.body) };
    if (!url.endsWith('/$batch')) return plain;
    const { requests } = JSON.parse(body ?? '') as { requests: readonly Part[] };
    written.push(...requests.filter(({ method }) => method !== 'GET'));
    const responses = requests.map((part) => ({ id: part.id, ...reply(part) }));
    return { status: 200, headers: {}, body: JSON.stringify({ responses }) };
  };
  const context: CollectionContext = {
    transport,
    accessToken: async () => 'token-1',
    hosts: { graph: 'http://127.0.0.1:4180/graph' },
    clock: { now: () => 7 },
    claims: { take: async () => ({ kind: 'busy' }), bind: async () => {}, release: async () => {} },
    phoneRegion: 'US',
    seesEverything: true,
  };
  const { collections, catalogues } = microsoft;
  if (!collections.event || !catalogues?.event) throw new Error('no calendars');
  return { calendar: collections.event(context), catalogue: catalogues.event(context), written };
}

const failure = (status: number, code: string): Reply => ({ status, body: { error: { code, message: 'x' } } });
const shown = (body: unknown): Reply => ({ status: 200, body });
const updateOf = (row: EventRow, item: Item): Operation => ({
  kind: 'update',
  id: row.id,
  version: wholeVersion(row),
  known: { item: readEvent(row).item },
  item,
});

describe('what is sent', () => {
  test('is nothing to an event to which somebody else invites, though nobody is named', async () => {
    const row = single({ isOrganizer: false, attendees: [] });
    const { calendar, written } = scripted(() => shown(row));
    const { item } = readEvent(row);
    const operations: readonly Operation[] = [
      updateOf(row, { ...item, title: 'Ours' }),
      { kind: 'delete', id: row.id, version: wholeVersion(row) },
    ];
    expect(await calendar.write(operations)).toEqual([{ kind: 'conflict' }, { kind: 'conflict' }]);
    expect(written).toEqual([]);
  });

  const changedOn = (more: Partial<EventRow> = {}): EventRow => ({
    ...emptyEvent,
    id: 'e1',
    '@odata.etag': 'W/"e1"',
    type: 'exception',
    subject: 'Team meeting',
    originalStart: '2026-04-22T16:00:00Z',
    start: { dateTime: '2026-04-22T18:00:00.0000000', timeZone: 'UTC' },
    end: { dateTime: '2026-04-22T19:00:00.0000000', timeZone: 'UTC' },
    ...more,
  });
  const bare = (id: string, slot: string, more: Partial<EventRow> = {}): EventRow =>
    date(id, {
      start: { dateTime: `${slot}T16:00:00.0000000`, timeZone: 'UTC' },
      end: { dateTime: `${slot}T17:00:00.0000000`, timeZone: 'UTC' },
      ...more,
    });
  const master = (more: Partial<EventRow>): EventRow => series({ id: 'm', '@odata.etag': 'W/"m"', ...more });

  test('to a changed date names its version, to any other none: that is the series’, which moves', async () => {
    const row = master({ exceptionOccurrences: [changedOn()] });
    const rows = [bare('e2', '2026-04-29'), bare('e3', '2026-05-06')];
    const { calendar, written } = scripted(({ url }) => shown(url.includes('/instances?') ? { value: rows } : row));
    const wanted = exceptions(
      { slot: '2026-04-22', when: hours('2026-04-22', 9) },
      { slot: '2026-04-29', when: hours('2026-04-29', 9) },
      { slot: '2026-05-06', cancelled: true },
    );
    await calendar.write([updateOf(row, { ...readEvent(row).item, exceptions: wanted })]);
    expect(written.map(({ method, url, headers }) => [method, url, headers['If-Match']])).toEqual([
      ['PATCH', '/me/events/e1', 'W/"e1"'],
      ['PATCH', '/me/events/e2', undefined],
      ['DELETE', '/me/events/e3', undefined],
    ]);
  });

  test('is nothing to a date that turns out to have guests', async () => {
    const row = master({});
    const guest = { attendees: [{ emailAddress: { address: 'zoe@client.example' } }] };
    const rows = [bare('e2', '2026-04-29', guest)];
    const { calendar, written } = scripted(({ url }) => shown(url.includes('/instances?') ? { value: rows } : row));
    const wanted = exceptions({ slot: '2026-04-29', cancelled: true });
    await calendar.write([updateOf(row, { ...readEvent(row).item, exceptions: wanted })]);
    expect(written).toEqual([]);
  });

  test('of a date whose body is more than text leaves the body alone', async () => {
    const body = { contentType: 'html' as const, content: '<p>Bring <b>all</b></p>' };
    const row = master({ exceptionOccurrences: [changedOn({ body })] });
    const { calendar, written } = scripted(() => shown(row));
    const wanted = exceptions({
      slot: '2026-04-22',
      when: hours('2026-04-22', 14),
      title: 'Other',
      description: 'Ours',
    });
    await calendar.write([updateOf(row, { ...readEvent(row).item, exceptions: wanted })]);
    expect(written.map(({ body: patch }) => patch)).toEqual([{ subject: 'Other' }]);
  });

  test('for a date that was called off is nothing, and nothing is looked up for it', async () => {
    const row = master({ cancelledOccurrences: ['OID.m.2026-04-22'] });
    const asked: string[] = [];
    const { calendar, written } = scripted(({ url }) => {
      asked.push(url);
      return shown(row);
    });
    const wanted = exceptions({ slot: '2026-04-22', when: hours('2026-04-22', 9) });
    const outcomes = await calendar.write([updateOf(row, { ...readEvent(row).item, exceptions: wanted })]);
    expect(outcomes).toMatchObject([{ kind: 'written', observation: { item: readEvent(row).item } }]);
    expect([asked.length, written]).toEqual([1, []]);
  });
});

describe('where an event lies', () => {
  test('is nowhere when its calendar is not to be found', async () => {
    const { calendar } = scripted(({ url }) =>
      url.includes('/calendar?') ? failure(404, 'ErrorItemNotFound') : shown(single()),
    );
    expect(await calendar.read(['a'])).toEqual([{ kind: 'gone', id: 'a', askedAt: 7, confirmed: true }]);
  });

  test('is not said by a failure', async () => {
    const { calendar } = scripted(({ url }) =>
      url.includes('/calendar?') ? failure(503, 'ErrorServerBusy') : shown(single()),
    );
    await expect(calendar.read(['a'])).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('the own calendar comes first in the list, and pages are followed', async () => {
    const value = [
      { id: 'b', name: 'Birthdays', canEdit: false },
      { id: 'c', name: 'Calendar', canEdit: true, isDefaultCalendar: true },
    ];
    const { catalogue } = scripted(() => shown({}), shown({ value }));
    expect(await catalogue.list()).toEqual([
      { id: 'c', name: 'Calendar', kind: 'mine', writable: true },
      { id: 'b', name: 'Birthdays', kind: 'shared', writable: false },
    ]);
    const endless = { value, '@odata.nextLink': 'https://graph.microsoft.com/v1.0/me/calendars?$skip=2' };
    await expect(scripted(() => shown({}), shown(endless)).catalogue.list()).rejects.toMatchObject({ code: 'garbled' });
  });
});

describe('a service that shows dates of series only to those who ask for a series', () => {
  const here = shown({ id: 'cal', isDefaultCalendar: true, canEdit: true });

  test('is asked plainly, and a series that it does not show whole is left alone', async () => {
    const { calendar } = scripted(({ url }) => {
      if (url.includes('/calendar?')) return here;
      if (url.includes('$expand')) return failure(400, 'ErrorInvalidRequest');
      return shown(url.includes('/m?') ? series({ id: 'm' }) : single());
    });
    expect(await calendar.read(['a', 'm'])).toMatchObject([
      { kind: 'present', id: 'a' },
      { kind: 'hidden', id: 'm' },
    ]);
    expect(await calendar.records(['a'])).toMatchObject([{ subject: 'Hearing' }]);
  });

  test('and one that fails is waited for', async () => {
    const { calendar } = scripted(() => failure(503, 'ErrorServerBusy'));
    await expect(calendar.read(['a'])).rejects.toBeInstanceOf(SyncError);
    await expect(calendar.find([{ marker: 'm', item: hearing, since: 0 }])).rejects.toBeInstanceOf(SyncError);
  });
});
