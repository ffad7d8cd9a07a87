import {
  type Collection,
  exceptionElement,
  type HttpRequest,
  type HttpResponse,
  type Item,
  type Observation,
  type Present,
  type SlotException,
  SyncError,
} from '@concord/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { markerOf } from '../contract/calendar-contract.ts';
import { type ClioCalendarSetup, setUpClioCalendar } from '../contract/clio-calendar-look-alike.ts';
import { changesAll, create, present, scanAll, update, written } from '../contract/collection-contract.ts';
import { exceptions, hearing, holiday, hours, titled, weekly, zone } from '../contract/event-samples.ts';

let clio: ClioCalendarSetup;
beforeEach(async () => {
  clio = await setUpClioCalendar();
});

const dayMs = 86_400_000;
const strike = (habit: string, rate = 1): void => clio.manual.awkward.set(`clio.${habit}`, { rate });
const calm = (habit: string): void => clio.manual.awkward.set(`clio.${habit}`, undefined);

async function make(item: Item, number = 1): Promise<Present> {
  return written((await clio.collection.write([create(item, markerOf(number))]))[0]);
}
const readOne = async (id: string, collection = clio.collection): Promise<Observation | undefined> =>
  (await collection.read([id]))[0];
const keysOf = ({ item }: Present): readonly string[] =>
  (typeof item.exceptions === 'object' ? item.exceptions : []).map(({ key }) => key).sort();
const keysOfAll = (...all: readonly SlotException[]): readonly string[] =>
  exceptions(...all)
    .map(({ key }) => key)
    .sort();

/** How many requests it takes. */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  const before = clio.sent.length;
  await work();
  return clio.sent.length - before;
}

/** The collection with a transport that fails where it is told to, before anything is sent. */
function failing(fails: (request: HttpRequest) => SyncError | HttpResponse | undefined): Collection {
  return clio.open({
    transport: async (request) => {
      const failure = fails(request);
      if (failure instanceof SyncError) throw failure;
      return failure ?? clio.context.transport(request);
    },
  });
}
const status = (code: number): HttpResponse => ({
  status: code,
  headers: {},
  body: JSON.stringify({ error: { type: 'SomeError', message: 'Not now' } }),
});

const moved = { slot: '2026-04-22', when: hours('2026-04-23', 15) };
const renamed = { slot: '2026-04-29', when: hours('2026-04-29', 12), title: 'With guests' };
const cancelled = { slot: '2026-05-06', cancelled: true } as const;
const varied: Item = { ...weekly, exceptions: exceptions(moved, renamed, cancelled) };

describe('nobody is mailed', () => {
  test('no write carries attendees or a meeting, and every write says that nobody is to be told', async () => {
    const series = await make(varied);
    await clio.collection.write([update(series, { ...series.item, title: 'Other' })]);
    const bodies = clio.sent.flatMap(({ body }) => (body === undefined ? [] : [body]));
    expect(bodies.length).toBeGreaterThan(4);
    for (const body of bodies) {
      expect(body).toContain('"send_email_notification":false');
      expect(body).not.toMatch(/attendees|conference_meeting|send_email_notification":true/u);
    }
  });

  test('a change of an entry that others attend tells them nothing, even where Clio does so unasked', async () => {
    strike('calendar.notifiesUnasked');
    const rita = clio.control.calendar.calendarOf(2);
    const id = await clio.world.add(weekly);
    clio.control.calendar.invite(id, [{ type: 'Calendar', id: rita }]);
    const seen = present(await readOne(id));
    const when = String(weekly.when).replace('T12', 'T11');
    const target = { ...seen.item, title: 'Moved', when, exceptions: exceptions(cancelled) };
    written((await clio.collection.write([update(seen, target)]))[0]);
    expect(clio.control.calendar.mails()).toEqual([]);
    expect(clio.control.calendar.get(id)?.attendees).toEqual([{ type: 'Calendar', id: rita }]);
  });
});

describe('what it costs', () => {
  test('a single event is one request to make, to change and to read, and two to delete', async () => {
    expect(await costOf(() => make(hearing))).toBe(1);
    const seen = present(await readOne((await make(titled('Other'), 2)).id));
    expect(await costOf(() => clio.collection.write([update(seen, titled('Third'))]))).toBe(1);
    expect(await costOf(() => readOne(seen.id))).toBe(1);
    const { id, version } = present(await readOne(seen.id));
    expect(await costOf(() => clio.collection.write([{ kind: 'delete', id, version }]))).toBe(2);
  });

  test('a series without other dates costs no more, but for the list of its instances', async () => {
    expect(await costOf(() => make(weekly))).toBe(1);
    const seen = present(await readOne((await make(weekly, 2)).id));
    expect(await costOf(() => clio.collection.write([update(seen, { ...seen.item, title: 'Other' })]))).toBe(1);
    expect(await costOf(() => readOne(seen.id))).toBe(2);
  });

  test('a series with three other dates is made in seven requests, and one of them changed in four', async () => {
    // The series, its instances, three changes, and a look at what came of the cancelled one: the series and its instances.
    expect(await costOf(() => make(varied))).toBe(7);
    const seen = await make(varied, 2);
    const others = exceptions({ ...moved, when: hours('2026-04-24', 9) }, renamed, cancelled);
    // The series, its instances, and the change.
    expect(await costOf(() => clio.collection.write([update(seen, { ...seen.item, exceptions: others })]))).toBe(3);
  });

  test('a quiet poll is one request, and a pass one for each two hundred rows', async () => {
    const inputs = Array.from({ length: 390 }, (_, number) => ({
      summary: `Hearing ${number}`,
      start: '2026-04-15T16:00:00Z',
      end: '2026-04-15T17:00:00Z',
      calendar: clio.calendar,
    }));
    clio.control.calendar.addMany(inputs);
    const older = { start: '2025-10-01T16:00:00Z', end: '2025-10-01T17:00:00Z', recurrence_rule: 'FREQ=WEEKLY' };
    const series = Array.from({ length: 10 }, (_, number) => ({
      summary: `Series ${number}`,
      ...older,
      calendar: clio.calendar,
    }));
    clio.control.calendar.addMany(series);
    const { cursor } = await scanAll(clio.collection);
    // Two pages of entries, and some 1,300 instances.
    expect(clio.sent.length).toBeLessThanOrEqual(2 + 7);
    await clio.world.advance(3_600_000);
    expect(await costOf(() => clio.collection.changes(cursor))).toBe(1);
  });
});

describe('who may be written to', () => {
  test('an entry of court rules goes one way', async () => {
    const id = clio.control.calendar.add({
      summary: 'Answer due',
      start: '2026-04-15',
      end: '2026-04-16',
      all_day: true,
      court_rule: true,
      calendar: clio.calendar,
    });
    expect(present(await readOne(id)).oneWay).toBe('oneWayCourtRule');
  });

  test('what this account may only look at goes one way, and what it may see only as taken is hidden', async () => {
    const theirs = clio.control.calendar.calendarOf(2);
    const id = clio.control.calendar.add({
      summary: 'Rita’s hearing',
      start: '2026-04-15T16:00:00Z',
      end: '2026-04-15T17:00:00Z',
      calendar: theirs,
    });
    const collection = clio.open({ collection: String(theirs) });
    clio.control.calendar.share(theirs, 1, 'viewer');
    expect(present(await readOne(id, collection)).oneWay).toBe('oneWayRights');
    clio.control.calendar.share(theirs, 1, 'editor');
    expect(present(await readOne(id, collection)).oneWay).toBeUndefined();
    clio.control.calendar.share(theirs, 1, 'limited_viewer');
    expect(await readOne(id, collection)).toMatchObject({ kind: 'hidden' });
    expect((await collection.scan(undefined)).observations).toMatchObject([{ kind: 'hidden', id }]);
  });

  test('in a calendar that is shared no longer nothing is gone', async () => {
    const theirs = clio.control.calendar.calendarOf(2);
    const id = clio.control.calendar.add({
      summary: 'Rita’s hearing',
      start: '2026-04-15T16:00:00Z',
      end: '2026-04-15T17:00:00Z',
      calendar: theirs,
    });
    const collection = clio.open({ collection: String(theirs) });
    clio.control.calendar.share(theirs, 1, 'editor');
    const seen = present(await readOne(id, collection));
    clio.control.calendar.share(theirs, 1, 'none');
    expect(await readOne(id, collection)).toMatchObject({ kind: 'hidden' });
    clio.control.calendar.share(theirs, 1, 'editor');
    clio.control.calendar.remove(id);
    expect(await readOne(seen.id, collection)).toMatchObject({ kind: 'gone', confirmed: true });
  });

  test('an entry that was moved to another calendar is elsewhere, and one that only shows here is not here', async () => {
    const { id } = await make(hearing);
    const other = clio.control.calendar.addCalendar({ name: 'Hearings', owner: 1 });
    clio.control.calendar.move(id, other);
    expect(await readOne(id)).toMatchObject({ kind: 'elsewhere', id });
    clio.control.calendar.invite(id, [{ type: 'Calendar', id: clio.calendar }]);
    expect((await scanAll(clio.collection)).observations).toMatchObject([{ kind: 'elsewhere', id }]);
  });

  test('without a choice it is the member’s own calendar', async () => {
    const { collection: _, zone: __, ...context } = clio.context;
    const { clio: provider } = await import('@concord/provider-clio');
    const own = provider.collections.event?.(context);
    if (own === undefined) throw new Error('Clio has calendars');
    const { id } = written((await own.write([create(weekly, markerOf(1))]))[0]);
    expect(clio.control.calendar.get(id)?.calendar).toBe(clio.calendar);
  });
});

describe('time zones', () => {
  test('a series in the clocks of another zone is not held, and not written either', async () => {
    const item = { ...weekly, when: String(weekly.when).replaceAll('-04:00', '+02:00').replace(zone, 'Europe/Berlin') };
    expect(clio.collection.profile.cannotHold?.(item)).toBe('zoneNotHeldLeft');
    const toronto = { ...weekly, when: String(weekly.when).replace(zone, 'America/Toronto') };
    expect(clio.collection.profile.cannotHold?.(toronto)).toBeUndefined();
    const { zone: _, ...context } = clio.context;
    const { clio: provider } = await import('@concord/provider-clio');
    const unknowing = provider.collections.event?.(context);
    expect(unknowing?.profile.cannotHold?.(item)).toBeUndefined();
    expect(await unknowing?.write([create(item, markerOf(1))])).toMatchObject([
      { kind: 'refused', detail: expect.stringContaining('time zone') },
    ]);
    expect(clio.control.calendar.list()).toEqual([]);
  });

  test('nor does an event become such a series', async () => {
    const seen = await make(hearing);
    const when = String(weekly.when).replaceAll('-04:00', '+02:00').replace(zone, 'Europe/Berlin');
    expect(await clio.collection.write([update(seen, { ...seen.item, when })])).toMatchObject([{ kind: 'refused' }]);
    expect(clio.control.calendar.get(seen.id)?.recurrence_rule).toBeNull();
  });

  test('a series that another user began in their zone stays in it', async () => {
    const id = clio.control.calendar.add({
      summary: 'Call with Berlin',
      start: '2026-04-15T10:00:00',
      end: '2026-04-15T11:00:00',
      time_zone: 'Europe/Berlin',
      recurrence_rule: 'FREQ=WEEKLY',
      calendar: clio.calendar,
    });
    const seen = present(await readOne(id));
    expect(seen.item.when).toBe(
      '2026-04-15T10:00:00+02:00/2026-04-15T11:00:00+02:00 Europe/Berlin FREQ=WEEKLY;BYDAY=WE',
    );
    expect(seen.item.exceptions).toBeUndefined();
    const target = { ...seen.item, when: String(seen.item.when).replaceAll('T11', 'T12') };
    expect(written((await clio.collection.write([update(seen, target)]))[0]).item.when).toBe(target.when);
  });

  test('a rule that is not known here is shown as what nobody takes for a time, and instances are not asked for', async () => {
    strike('calendar.takesExdates');
    const rule = 'FREQ=WEEKLY;BYMONTHDAY=3';
    const id = clio.control.calendar.add({
      summary: 'Odd',
      start: '2026-04-15T16:00:00Z',
      end: '2026-04-15T17:00:00Z',
      recurrence_rule: rule,
      calendar: clio.calendar,
    });
    expect(await costOf(() => readOne(id))).toBe(1);
    const seen = present(await readOne(id));
    expect(clio.collection.profile.cannotHold?.(seen.item)).toBe('ruleNotHeldLeft');
    written((await clio.collection.write([update(seen, { ...seen.item, title: 'Even' })]))[0]);
    expect(clio.control.calendar.get(id)).toMatchObject({ summary: 'Even', recurrence_rule: rule });
  });
});

describe('what Clio may show otherwise', () => {
  test('a series that does not say its zone repeats in that of the account', async () => {
    const id = await clio.world.add(weekly);
    const { zone: _, ...context } = clio.context;
    const collection = clio.open({
      ...context,
      transport: async (request) => {
        const answer = await clio.context.transport(request);
        return {
          ...answer,
          body: answer.body.replaceAll(/"start_at_time_zone":"[^"]*"/gu, '"start_at_time_zone":null'),
        };
      },
    });
    expect(present(await readOne(id, collection)).item.when).toBe(weekly.when);
  });

  test('where the account is told times in another zone by now, whole days are still those that were meant', async () => {
    const moved = clio.open({ zone: 'America/Los_Angeles' });
    expect(written((await moved.write([create(holiday, markerOf(1))]))[0]).item.when).toBe(holiday.when);
    const further = clio.open({ zone: 'Europe/Berlin' });
    expect(written((await further.write([create(holiday, markerOf(2))]))[0]).item.when).toBe(holiday.when);
    expect(clio.control.calendar.list().map(({ start, end }) => `${start}/${end}`)).toEqual([
      holiday.when,
      holiday.when,
    ]);
    expect(clio.sent.filter(({ url }) => url.includes('who_am_i'))).toHaveLength(2);
    await readOne((await make(weekly, 3)).id, further);
    expect(further.profile.cannotHold?.(weekly)).toBeUndefined();
  });

  test('EXDATE lines of a rule are dates that do not show', async () => {
    const id = await clio.world.add(weekly);
    clio.control.calendar.edit(id, { recurrence_rule: 'FREQ=WEEKLY;BYDAY=WE\nEXDATE:20260422T160000Z' });
    const { item } = present(await readOne(id));
    expect(item).toMatchObject({ when: weekly.when, exceptions: exceptions({ slot: '2026-04-22', cancelled: true }) });
  });

  test('an entry that answers 403 is hidden', async () => {
    const collection = failing(({ url }) => {
      if (url.includes('/calendar_entries/')) return status(403);
      return url.includes('ids') ? { status: 200, headers: {}, body: '{"data":[]}' } : undefined;
    });
    expect(await readOne('5', collection)).toMatchObject({ kind: 'hidden', id: '5' });
  });

  test('a series with a date that this account may not see is hidden as a whole', async () => {
    const theirs = clio.control.calendar.calendarOf(2);
    clio.control.calendar.share(theirs, 1, 'editor');
    const id = clio.control.calendar.add({
      summary: 'Rita’s call',
      start: '2026-04-15T16:00:00Z',
      end: '2026-04-15T17:00:00Z',
      recurrence_rule: 'FREQ=WEEKLY',
      calendar: theirs,
    });
    const collection = clio.open({ collection: String(theirs) });
    expect(await readOne(id, collection)).toMatchObject({ kind: 'present' });
    clio.control.calendar.editInstance(id, '2026-04-22T16:00:00Z', { private: true, summary: 'Doctor' });
    expect(await readOne(id, collection)).toMatchObject({ kind: 'hidden' });
  });

  test('a series of more dates than can be listed is hidden, and its instances are not asked for', async () => {
    const id = clio.control.calendar.add({
      summary: 'Every day since 1990',
      start: '1990-04-15T16:00:00Z',
      end: '1990-04-15T17:00:00Z',
      recurrence_rule: 'FREQ=DAILY',
      calendar: clio.calendar,
    });
    expect(await costOf(async () => expect(await readOne(id)).toMatchObject({ kind: 'hidden' }))).toBe(1);
  });
});

describe('the guests of an event', () => {
  const guests = 'Ann Example <ann@example.com>\nBob <bob@example.com>';

  test('stand below the description, and are no part of it', async () => {
    const seen = await make({ ...hearing, guests });
    expect(seen.item).toMatchObject({ description: hearing.description, guests });
    const shown = clio.control.calendar.get(seen.id)?.description;
    expect(shown).toMatch(/^Bring the file\.\nRoom to be told\.\n\n\[Guests.*\]\nAnn[\s\S]*\]$/u);
    const after = written((await clio.collection.write([update(seen, { ...seen.item, guests: 'Ann' })]))[0]);
    expect(after.item).toMatchObject({ description: hearing.description, guests: 'Ann' });
    const { guests: _, ...without } = after.item;
    const last = written((await clio.collection.write([update(after, without)]))[0]);
    expect(clio.control.calendar.get(last.id)?.description).toBe(hearing.description);
  });

  test('what somebody adds below them is description', async () => {
    const { id } = await make({ ...hearing, guests });
    const shown = clio.control.calendar.get(id)?.description ?? '';
    clio.control.calendar.edit(id, { description: `${shown}\nParking is dear.` });
    expect(present(await readOne(id)).item).toMatchObject({
      description: `${String(hearing.description)}\nParking is dear.`,
      guests,
    });
  });

  test('a series tells them once, and its changed dates keep them', async () => {
    const described = { ...renamed, description: 'Bring cake.' };
    const seen = await make({ ...weekly, description: 'Bring coffee.', guests, exceptions: exceptions(described) });
    expect(keysOf(seen)).toEqual(keysOfAll(described));
    const changed = clio.control.calendar.list().find(({ parent }) => parent === seen.id);
    expect(changed?.description).toMatch(/^Bring cake\.\n\n\[Guests[\s\S]*Bob/u);
  });
});

describe('ends of all-day entries, which Clio may tell in several ways', () => {
  const ways = ['calendar.allDayEndsLastMidnight', 'calendar.allDayEndsLastSecond', undefined] as const;
  test.each(ways)('%s', async (way) => {
    if (way !== undefined) strike(way);
    const days = { 1: '2026-04-15/2026-04-16', 2: '2026-04-20/2026-04-22', 3: '2026-05-01/2026-05-04' };
    for (const [count, when] of Object.entries(days)) {
      const seen = await make({ title: `${count} days`, when }, Number(count));
      expect(seen.item.when).toBe(when);
      expect(clio.control.calendar.get(seen.id)).toMatchObject({ start: when.split('/')[0], end: when.split('/')[1] });
    }
    // Somebody else knows nothing of what was written.
    const { observations } = await scanAll(clio.open());
    expect(observations.map((one) => present(one).item.when)).toEqual(Object.values(days));
    const two = present(observations[1]);
    expect(present(await readOne(two.id, clio.open()))).toEqual({ ...two, askedAt: expect.any(Number) });
  });

  test('what was learnt goes along in the cursor, in the token of a pass and with the event', async () => {
    strike('calendar.allDayEndsLastMidnight');
    await make(holiday);
    await make({ title: 'One day', when: '2026-06-01/2026-06-02' }, 2);
    const reader = clio.open();
    const { cursor } = await scanAll(reader);
    expect(cursor).toContain('lastDay');
    await clio.world.advance(3_600_000);
    clio.control.calendar.edit(clio.control.calendar.list()[0]?.id ?? '', { summary: 'Court still closed' });
    const before = clio.sent.length;
    const { observations } = await changesAll(clio.open(), cursor);
    expect(clio.sent.length - before).toBe(1);
    const seen = present(observations[0]);
    expect(seen).toMatchObject({ item: { when: holiday.when }, keep: { dayEnd: 'lastDay' } });
    const writer = clio.open();
    expect(await costOf(() => writer.write([update(seen, { ...seen.item, title: 'Open again' })]))).toBe(1);
  });
});

describe('instances', () => {
  test('one that Clio refuses to change stays as it is, and the answer says so', async () => {
    strike('calendar.instancesUnwritable');
    const seen = await make(varied);
    expect(keysOf(seen)).toEqual(keysOfAll(cancelled));
    expect(clio.control.calendar.list()).toHaveLength(1);
    calm('calendar.instancesUnwritable');
    const after = written(
      (await clio.collection.write([update(seen, { ...seen.item, exceptions: varied.exceptions })]))[0],
    );
    expect(keysOf(after)).toEqual(keysOfAll(moved, renamed, cancelled));
  });

  test.each(['calendar.opaqueInstanceIds', 'calendar.exceptionTouchesSeries', 'calendar.exceptionCopiesProperties'])(
    'where %s, a series is written and read as elsewhere',
    async (habit) => {
      strike(habit);
      const seen = await make(varied);
      expect(keysOf(seen)).toEqual(keysOfAll(moved, renamed, cancelled));
      const read = present(await readOne(seen.id));
      expect(keysOf(read)).toEqual(keysOf(seen));
      const found = await clio.collection.find([{ marker: markerOf(1), item: varied, since: clio.world.now() }]);
      expect(found.map((all) => all.map(({ id }) => id))).toEqual([[seen.id]]);
      const target = { ...read.item, title: 'Other', exceptions: exceptions(moved, cancelled) };
      const after = written((await clio.collection.write([update(read, target)]))[0]);
      expect([after.item.title, keysOf(after)]).toEqual(['Other', keysOfAll(moved, cancelled)]);
    },
  );

  test('where every change of a series loses its dates, they are written again', async () => {
    const seen = await make({ ...weekly, exceptions: exceptions(moved, renamed) });
    strike('calendar.anySeriesEditDiscards');
    const after = written((await clio.collection.write([update(seen, { ...seen.item, location: 'Room 2' })]))[0]);
    expect(keysOf(after)).toEqual(keysOfAll(moved, renamed));
    expect(keysOf(present(await readOne(seen.id)))).toEqual(keysOfAll(moved, renamed));
  });

  test('a date that was moved far, among others that were moved and cancelled, is known by its property', async () => {
    const far = { slot: '2026-04-22', when: hours('2026-06-03', 12) };
    const seen = await make({ ...weekly, exceptions: exceptions(far, { slot: '2026-05-27', cancelled: true }) });
    expect(keysOf(present(await readOne(seen.id)))).toEqual(keysOfAll(far, { slot: '2026-05-27', cancelled: true }));
  });

  test('dates that people moved go to the nearest that is missing', async () => {
    const id = await clio.world.add(weekly);
    await clio.world.moveInstance(id, '2026-04-22', hours('2026-04-23', 9));
    await clio.world.moveInstance(id, '2026-05-13', hours('2026-05-12', 9));
    await clio.world.cancelInstance(id, '2026-06-03');
    expect(keysOf(present(await readOne(id)))).toEqual(
      keysOfAll(
        { slot: '2026-04-22', when: hours('2026-04-23', 9) },
        { slot: '2026-05-13', when: hours('2026-05-12', 9) },
        { slot: '2026-06-03', cancelled: true },
      ),
    );
  });

  test('a date that differs in blanks alone is no other, and one that was changed later makes the series newer', async () => {
    const id = await clio.world.add(weekly);
    await clio.world.advance(dayMs);
    clio.control.calendar.editInstance(id, '2026-04-22T16:00:00Z', { location: ' Room  1 ' });
    const seen = present(await readOne(id));
    expect(seen.item.exceptions).toBeUndefined();
    expect(seen.modifiedAt).toBe(clio.world.now());
    expect(seen.createdAt).toBe(clio.world.now() - dayMs);
  });

  test('a list that shows nothing of a series makes no cancelled dates of it', async () => {
    const { id } = await make(weekly);
    const collection = failing(({ url }) =>
      url.includes('expanded=true') ? { status: 200, headers: {}, body: '{"data":[],"meta":{}}' } : undefined,
    );
    expect(await readOne(id, collection)).toMatchObject({ kind: 'hidden', id });
  });

  test('where a list of instances ends early, the dates after it are not cancelled', async () => {
    const { id } = await make(weekly);
    const collection = clio.open({
      transport: async (request) => {
        const answer = await clio.context.transport(request);
        if (!request.url.includes('expanded=true')) return answer;
        const { data } = JSON.parse(answer.body) as { data: { start_at: string }[] };
        return { ...answer, body: JSON.stringify({ data: data.filter(({ start_at: at }) => at < '2027-06') }) };
      },
    });
    expect(present(await readOne(id, collection)).item.exceptions).toBeUndefined();
  });

  test('a notice of an instance leads to its series, and reading it by its id does, too', async () => {
    const id = await clio.world.add(weekly);
    await clio.world.moveInstance(id, moved.slot, moved.when);
    const changed = clio.control.calendar.list().find(({ parent }) => parent === id);
    expect(await readOne(changed?.id ?? '')).toMatchObject({ kind: 'present', id });
    const plain = clio.control.calendar.instances(id)[0];
    expect(await readOne(plain?.id ?? '')).toMatchObject({ kind: 'present', id });
  });
});

describe('when something goes wrong in the middle', () => {
  const afterWrites = (writes: number, fails: () => SyncError | HttpResponse): Collection => {
    let count = 0;
    return failing(({ method }) => {
      if (method !== 'GET') count += 1;
      return count > writes ? fails() : undefined;
    });
  };

  test('a series is made although its dates cannot be written yet, and the rest follows', async () => {
    const [outcome] = await afterWrites(2, () => status(429)).write([create(varied, markerOf(1))]);
    const shown = written(outcome);
    expect(keysOf(shown)).toEqual(keysOfAll(moved));
    const target = { ...shown.item, exceptions: varied.exceptions };
    expect(keysOf(written((await clio.collection.write([update(shown, target)]))[0]))).toEqual(
      keysOfAll(moved, renamed, cancelled),
    );
  });

  test('a lost answer to a date leaves the outcome open', async () => {
    const lost = (): SyncError => new SyncError('timeout', 'no answer');
    expect(await afterWrites(2, lost).write([create(varied, markerOf(1))])).toEqual([{ kind: 'unknown' }]);
    const [found] = await clio.collection.find([{ marker: markerOf(1), item: varied, since: clio.world.now() }]);
    expect(found?.map(keysOf)).toEqual([keysOfAll(moved)]);
  });

  test('a change of a series of which a part was written is looked at again', async () => {
    const seen = await make(weekly);
    const target = { ...seen.item, title: 'Other', exceptions: exceptions(moved, renamed) };
    expect(await afterWrites(1, () => status(429)).write([update(seen, target)])).toEqual([{ kind: 'conflict' }]);
    expect(present(await readOne(seen.id)).item.title).toBe('Other');
  });

  test('before anything was written it is certain that nothing was', async () => {
    const seen = await make(varied);
    const target = { ...seen.item, exceptions: exceptions(renamed, cancelled) };
    const [outcome] = await afterWrites(0, () => status(429)).write([update(seen, target)]);
    expect(outcome).toMatchObject({ kind: 'notDone', code: 'rateLimited' });
    expect(keysOf(present(await readOne(seen.id)))).toEqual(keysOf(seen));
  });

  test('an answer that is lost is found by the marker, and a marker is never sent twice', async () => {
    strike('timeoutAfterCommit');
    expect(await clio.collection.write([create(hearing, markerOf(1))])).toEqual([{ kind: 'unknown' }]);
    calm('timeoutAfterCommit');
    const [found] = await clio.collection.find([{ marker: markerOf(1), item: hearing, since: clio.world.now() }]);
    expect(found).toHaveLength(1);
  });

  test('what Clio refuses is told without what the event says', async () => {
    strike('refusesValue');
    const [outcome] = await clio.collection.write([create(titled('Secret [refuse]'), markerOf(1))]);
    expect(outcome).toMatchObject({ kind: 'refused', code: 'refused' });
    expect(JSON.stringify(outcome)).not.toContain('Secret');
  });
});

describe('a pass over everything', () => {
  const old = { start: '2025-06-04T16:00:00Z', end: '2025-06-04T17:00:00Z', recurrence_rule: 'FREQ=WEEKLY' };
  const seriesOf = (number: number) => ({ summary: `Series ${number}`, ...old, calendar: clio.calendar });

  test.each([['as far as it lasts'], ['by its first start']])(
    'shows a series from before the span, listed %s',
    async (how) => {
      if (how === 'by its first start') strike('calendar.windowByFirstStart');
      const ids = [
        ...clio.control.calendar.addMany([
          seriesOf(1),
          seriesOf(2),
          { ...seriesOf(3), start: '2026-02-04T16:00:00Z', end: '2026-02-04T17:00:00Z' },
        ]),
      ];
      ids.push(...clio.control.calendar.addMany([{ ...seriesOf(4), recurrence_rule: 'FREQ=DAILY' }]));
      const single = await clio.world.add(hearing);
      const { observations } = await scanAll(clio.collection);
      expect(observations.map(({ id, kind }) => `${kind} ${id}`).sort()).toEqual(
        [...ids, single].map((id) => `present ${id}`).sort(),
      );
    },
  );

  test('does not show what ended before the span', async () => {
    clio.control.calendar.addMany([{ ...seriesOf(1), recurrence_rule: 'FREQ=WEEKLY;COUNT=3' }]);
    await clio.world.add({ title: 'Long ago', when: hours('2024-04-15', 12) });
    expect((await scanAll(clio.collection)).observations).toEqual([]);
  });

  test('takes as many steps as fit into a minute’s requests each', async () => {
    const daily = (number: number) => ({ ...seriesOf(number), recurrence_rule: 'FREQ=DAILY' });
    clio.control.calendar.addMany(Array.from({ length: 12 }, (_, number) => daily(number)));
    let next: string | undefined;
    const seen: Observation[] = [];
    for (let steps = 0; steps < 20; steps += 1) {
      const before = clio.sent.length;
      const page = await clio.collection.scan(next);
      expect(clio.sent.length - before).toBeLessThanOrEqual(25);
      seen.push(...page.observations);
      next = page.next;
      if (next === undefined) break;
    }
    expect(seen.map(({ kind }) => kind)).toEqual(Array.from({ length: 12 }, () => 'present'));
    expect(new Set(seen.map(({ id }) => id)).size).toBe(12);
  });

  test('a token of another calendar asks for a new pass', async () => {
    const { cursor } = await scanAll(clio.collection);
    const other = clio.open({ collection: '999' });
    await expect(other.changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
    await expect(other.scan(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
  });

  test('changes that were read are not shown again, and old ones are asked for from a little before', async () => {
    const { cursor } = await scanAll(clio.collection);
    expect(clio.world.now() - (JSON.parse(cursor) as { since: number }).since).toBe(6 * 60_000);
  });
});

describe('the calendars of an account', () => {
  test('come with the member’s own first, then the firm’s, then the others, and say where one may write', async () => {
    const { calendar } = clio.control;
    const shared = calendar.addCalendar({ name: 'A shared one', owner: 2 });
    calendar.share(shared, 1, 'viewer');
    calendar.addCalendar({ name: 'Hidden', owner: 2 });
    strike('calendar.listsUnshared');
    expect(await clio.catalogue.list()).toEqual([
      { id: String(clio.calendar), name: 'Olive Owner', kind: 'mine', writable: true },
      { id: String(calendar.firmCalendar()), name: 'Firm', kind: 'firm', writable: true },
      { id: String(shared), name: 'A shared one', kind: 'shared', writable: false },
    ]);
  });
});

describe('records that others name', () => {
  test('an entry for which time was recorded is in use', async () => {
    const [first, second] = [await make(hearing, 1), await make(titled('Two'), 2)];
    const collection = clio.open({
      transport: async (request) => {
        const answer = await clio.context.transport(request);
        return request.url.includes('time_entries_count')
          ? { ...answer, body: answer.body.replace('"time_entries_count":0', '"time_entries_count":1') }
          : answer;
      },
    });
    expect(await collection.inUse?.([first.id, second.id], 0)).toEqual([first.id]);
    expect(await failing(() => status(403)).inUse?.([first.id], 0)).toBeUndefined();
  });
});

test('an exception far ahead of what is told of is written, and told when its time comes', async () => {
  const slot = '2028-03-29';
  const far = exceptionElement({ slot, cancelled: true });
  const seen = await make({ ...weekly, exceptions: far ? [far] : [] });
  expect(keysOf(seen)).toEqual([]);
  expect(clio.control.calendar.get(seen.id)?.cancelled).toEqual([`${slot}T16:00:00Z`]);
  const { window } = clio.context;
  if (window === undefined) throw new Error('there is a window');
  await clio.world.advance(25 * dayMs);
  const later = clio.open({ window: { from: window.from + 25 * dayMs, to: window.to + 25 * dayMs } });
  expect(present(await readOne(seen.id, later)).item.exceptions).toEqual([far]);
});
