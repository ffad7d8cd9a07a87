import { describe, expect, it } from 'vitest';
import { calendarWorld } from './clio-calendar-world.ts';

/** Ten o'clock in Toronto in winter, on the Mondays of January 2026. */
const mondays = ['05', '12', '19', '26'].map((day) => `2026-01-${day}T15:00:00Z`);
const instant = (id: string, index: number) => `${id}-${mondays[index]?.replaceAll(/[-:]/gu, '')}`;

function seriesWorld(more: object = {}) {
  const world = calendarWorld();
  const id = world.weekly(more);
  const shown = async (query = 'expanded=true', fields = 'id,summary,start_at') =>
    world.rows(`${query}&fields=${fields}`);
  const starts = () => world.calendar.instances(id).map(({ start }) => start);
  return { ...world, id, shown, starts };
}

describe('a series of the Clio look-alike', () => {
  it('is one entry with its rule, and with "expanded" its instances, each with an id of its own and its parent', async () => {
    const { id, shown } = seriesWorld();
    expect(await shown('', 'id,recurrence_rule,parent_calendar_entry_id,start_at')).toEqual([
      {
        id,
        recurrence_rule: 'FREQ=WEEKLY;COUNT=4',
        parent_calendar_entry_id: null,
        start_at: '2026-01-05T10:00:00-05:00',
      },
    ]);
    const instances = await shown(
      'expanded=true',
      'id,parent_calendar_entry_id,parent_calendar_entry{summary},start_at',
    );
    expect(instances).toEqual(
      ['05', '12', '19', '26'].map((day, index) => ({
        id: instant(id, index),
        parent_calendar_entry_id: Number(id),
        parent_calendar_entry: { summary: 'Team' },
        start_at: `2026-01-${day}T10:00:00-05:00`,
      })),
    );
  });

  it('follows the wall clock of its zone through a change of clocks', () => {
    const { calendar, own } = calendarWorld();
    const id = calendar.add({
      summary: 'Team',
      calendar: own,
      start: '2026-03-01T10:00:00',
      end: '2026-03-01T11:00:00',
      recurrence_rule: 'FREQ=WEEKLY;COUNT=3',
    });
    expect(calendar.instances(id).map(({ start }) => start)).toEqual([
      '2026-03-01T15:00:00Z',
      '2026-03-08T14:00:00Z',
      '2026-03-15T14:00:00Z',
    ]);
  });

  it('begins an hour later on the day whose clocks leave its hour out', () => {
    const { calendar, own } = calendarWorld();
    const [start, end, recurrence_rule] = ['2026-03-07T02:30:00', '2026-03-07T03:00:00', 'FREQ=DAILY;COUNT=3'];
    const id = calendar.add({ summary: 'Backup', calendar: own, start, end, recurrence_rule });
    expect(calendar.instances(id).map((one) => one.start)).toEqual([
      '2026-03-07T07:30:00Z',
      '2026-03-08T07:30:00Z',
      '2026-03-09T06:30:00Z',
    ]);
  });

  it.each([
    ['FREQ=DAILY;UNTIL=20260107T150000Z', ['05', '06', '07']],
    ['FREQ=DAILY;UNTIL=20260107T145959Z', ['05', '06']],
    ['FREQ=DAILY;UNTIL=20260107', ['05', '06', '07']],
    ['FREQ=DAILY;INTERVAL=2;COUNT=3', ['05', '07', '09']],
    ['FREQ=WEEKLY;BYDAY=MO,FR;COUNT=3', ['05', '09', '12']],
    ['FREQ=MONTHLY;BYDAY=-1FR;COUNT=1', ['30']],
    ['RRULE:freq=daily;count=2', ['05', '06']],
  ])('takes the rule %s', async (recurrence_rule, days) => {
    const { post, rows } = calendarWorld();
    const times = { start_at: '2026-01-05T15:00:00Z', end_at: '2026-01-05T16:00:00Z' };
    expect((await post({ ...times, recurrence_rule })).status).toBe(201);
    expect(await rows('expanded=true&fields=start_date')).toEqual(
      days.map((day) => ({ start_date: `2026-01-${day}` })),
    );
  });

  it.each([
    'WEEKLY',
    'FREQ=HOURLY',
    'COUNT=3',
    'FREQ=DAILY;COUNT=3;UNTIL=20260107',
    'FREQ=DAILY;FREQ=WEEKLY',
    'FREQ=DAILY;BYDAY=XX',
    'FREQ=DAILY;NEVER=1',
    'FREQ=DAILY\nFREQ=WEEKLY',
    7,
  ])('refuses the rule %s', async (recurrence_rule) => {
    const { post } = calendarWorld();
    expect((await post({ recurrence_rule })).status).toBe(422);
  });

  it('takes EXDATE lines by habit only, and then shows them', async () => {
    const { post, strike, rows } = calendarWorld();
    const rule = 'FREQ=DAILY;COUNT=4';
    const lines = ['EXDATE:20260106T143000Z', 'EXDATE;TZID=America/Toronto:20260107T093000'];
    const data = { recurrence_rule: [rule, ...lines].join('\n') };
    expect((await post(data)).status).toBe(422);
    strike('clio.calendar.takesExdates');
    expect((await post({ recurrence_rule: `${rule}\nEXDATE:tomorrow` })).status).toBe(422);
    const made = await post(data, 'recurrence_rule');
    expect(made.body.data.recurrence_rule).toBe(data.recurrence_rule);
    expect(await rows('expanded=true&fields=start_date')).toEqual([
      { start_date: '2026-01-05' },
      { start_date: '2026-01-08' },
    ]);
  });

  it('shows its rule with a prefix, or rewritten, by habit', async () => {
    const { id, read, strike } = seriesWorld();
    strike('clio.calendar.rulePrefix');
    expect(await read(id, 'recurrence_rule')).toEqual({ recurrence_rule: 'RRULE:FREQ=WEEKLY;COUNT=4' });
    strike('clio.calendar.ruleRewritten');
    expect(await read(id, 'recurrence_rule')).toEqual({ recurrence_rule: 'RRULE:INTERVAL=1;COUNT=4;FREQ=WEEKLY' });
  });

  it('is a single event once its rule is null or blank', async () => {
    for (const recurrence_rule of [null, '']) {
      const { id, patch, shown, calendar } = seriesWorld();
      calendar.editInstance(id, mondays[1] ?? '', { summary: 'Moved' });
      expect((await patch(id, { recurrence_rule }, 'recurrence_rule')).body.data).toEqual({ recurrence_rule: null });
      expect(await shown('expanded=true', 'id')).toEqual([{ id }]);
      expect(await shown('', 'id')).toEqual([{ id }]);
    }
  });

  it('of whole days has instances of whole days', async () => {
    const { id, shown, calendar, patch } = seriesWorld({
      all_day: true,
      start: '2026-03-07',
      end: '2026-03-08',
      recurrence_rule: 'FREQ=DAILY;UNTIL=20260309',
    });
    expect(await shown('expanded=true', 'start_at,end_date')).toEqual([
      { start_at: '2026-03-07T00:00:00-05:00', end_date: '2026-03-08' },
      { start_at: '2026-03-08T00:00:00-05:00', end_date: '2026-03-09' },
      { start_at: '2026-03-09T00:00:00-04:00', end_date: '2026-03-10' },
    ]);
    calendar.cancelInstance(id, '2026-03-08');
    expect(calendar.get(id)?.cancelled).toEqual(['2026-03-08']);
    const [, last] = await shown('expanded=true', 'id');
    expect((await patch(last?.id ?? '', { _deleted: 'future' })).status).toBe(200);
    expect(calendar.get(id)?.recurrence_rule).toBe('FREQ=DAILY;UNTIL=20260308');
  });

  it('that is deleted goes with all its instances, the changed ones too', async () => {
    const { id, shown, remove, calendar } = seriesWorld();
    calendar.editInstance(id, mondays[1] ?? '', { summary: 'Moved' });
    expect((await remove(id)).status).toBe(204);
    expect([await shown(), await shown('')]).toEqual([[], []]);
  });
});

describe('an instance of a series of the Clio look-alike', () => {
  it('is read by its id, with its own etag, which moves on with its series', async () => {
    const { id, read, patch } = seriesWorld();
    const [first, second] = await Promise.all([0, 1].map((index) => read(instant(id, index), 'etag,start_at,summary')));
    expect(second).toMatchObject({ start_at: '2026-01-12T10:00:00-05:00', summary: 'Team' });
    expect(first?.etag).not.toBe(second?.etag);
    await patch(id, { summary: 'Team talk' });
    const now = await read(instant(id, 1), 'etag,summary');
    expect(now.summary).toBe('Team talk');
    expect(now.etag).not.toBe(second?.etag);
  });

  it.each(['1-20260112T150000Z', 'o_x', 'nonsense'])('is not found by %s', async (id) => {
    const { call } = seriesWorld();
    expect((await call('GET', `calendar_entries/${id}.json`)).status).toBe(404);
  });

  it('is not found at another time than its own', async () => {
    const { id, call } = seriesWorld();
    expect((await call('GET', `calendar_entries/${id}-20260113T150000Z.json`)).status).toBe(404);
    expect((await call('GET', `calendar_entries/${id}-20260202T150000Z.json`)).status).toBe(404);
  });

  it('has an id that tells nothing by habit, and is found by either', async () => {
    const { id, strike, shown, read } = seriesWorld();
    strike('clio.calendar.opaqueInstanceIds');
    const opaque = (await shown('expanded=true', 'id')).map((row) => row.id);
    expect(new Set(opaque).size).toBe(4);
    expect(opaque.some((text) => text.includes(id))).toBe(false);
    expect(await read(opaque[1] ?? '', 'start_at')).toEqual({ start_at: '2026-01-12T10:00:00-05:00' });
    expect(await read(instant(id, 1), 'id')).toEqual({ id: opaque[1] });
  });

  it('becomes an entry of its own when it is changed: another id, its parent, no rule and no sign of where it was', async () => {
    const { id, patch, shown, read, call } = seriesWorld({
      location: 'Room 4',
      external_properties: [{ name: 'm', value: '1' }],
    });
    const series = await read(id, 'etag,updated_at');
    const moved = { summary: 'Moved', start_at: '2026-01-13T16:00:00-05:00', end_at: '2026-01-13T17:00:00-05:00' };
    const fields = 'id,summary,start_at,location,recurrence_rule,parent_calendar_entry_id,external_properties{value}';
    const made = await patch(instant(id, 1), moved, fields);
    expect([made.status, made.body.data]).toEqual([
      200,
      {
        id: expect.stringMatching(/^\d{10}$/u),
        summary: 'Moved',
        start_at: '2026-01-13T16:00:00-05:00',
        location: 'Room 4',
        recurrence_rule: null,
        parent_calendar_entry_id: Number(id),
        external_properties: [],
      },
    ]);
    const own = String(made.body.data.id);
    expect((await shown('')).map((row) => row.id)).toEqual([id, own]);
    expect((await shown()).map((row) => row.id)).toEqual([instant(id, 0), instant(id, 2), instant(id, 3), own]);
    expect(await read(id, 'etag,updated_at')).toEqual(series);
    expect((await call('GET', `calendar_entries/${instant(id, 1)}.json`)).status).toBe(404);
    expect((await patch(own, { summary: 'Again' }, 'id,summary')).body.data).toEqual({ id: own, summary: 'Again' });
  });

  it('moves the etag of its series, takes over its properties, or cannot be changed, by habit', async () => {
    const { id, patch, read, strike } = seriesWorld({ external_properties: [{ name: 'm', value: '1' }] });
    const before = await read(id, 'etag');
    strike('clio.calendar.exceptionTouchesSeries');
    strike('clio.calendar.exceptionCopiesProperties');
    const made = await patch(instant(id, 1), { summary: 'Moved' }, 'external_properties{value}');
    expect(made.body.data).toEqual({ external_properties: [{ value: '1' }] });
    expect(await read(id, 'etag')).not.toEqual(before);
    strike('clio.calendar.instancesUnwritable');
    expect((await patch(instant(id, 2), { summary: 'Moved' })).status).toBe(422);
    expect((await patch(instant(id, 2), { _deleted: 'single' })).status).toBe(200);
  });

  it('gets the properties that are written to it', async () => {
    const { id, patch } = seriesWorld({ external_properties: [{ name: 'm', value: '1' }] });
    const data = { external_properties: [{ name: 'm', value: '2' }] };
    expect((await patch(instant(id, 1), data, 'external_properties{value}')).body.data).toEqual({
      external_properties: [{ value: '2' }],
    });
  });

  it('stays as it is when nothing changes, and has no rule of its own', async () => {
    const { id, patch, shown } = seriesWorld();
    const same = await patch(instant(id, 1), { summary: 'Team', recurrence_rule: 'FREQ=WEEKLY;COUNT=4' });
    expect(same.body.data.id).toBe(instant(id, 1));
    expect((await patch(instant(id, 1), { recurrence_rule: 'FREQ=DAILY' })).status).toBe(422);
    expect(await shown('')).toHaveLength(1);
  });

  it.each(['DELETE', 'single'])('is cancelled by %s, without a trace on its series', async (how) => {
    const { id, patch, remove, shown, read, starts } = seriesWorld();
    const before = await read(id, 'etag,updated_at,recurrence_rule');
    const answer = how === 'DELETE' ? await remove(instant(id, 1)) : await patch(instant(id, 1), { _deleted: how });
    expect(answer.status).toBe(how === 'DELETE' ? 204 : 200);
    expect((await shown()).map((row) => row.id)).toEqual([0, 2, 3].map((index) => instant(id, index)));
    expect(starts()).toEqual([0, 2, 3].map((index) => mondays[index]));
    expect(await read(id, 'etag,updated_at,recurrence_rule')).toEqual(before);
    expect((await remove(instant(id, 1))).status).toBe(404);
  });

  it.each(['DELETE', 'single'])('that was changed before is cancelled by %s, and does not come back', async (how) => {
    const { id, patch, remove, shown, calendar } = seriesWorld();
    const own = String((await patch(instant(id, 1), { summary: 'Moved' })).body.data.id);
    await (how === 'DELETE' ? remove(own) : patch(own, { _deleted: how }));
    expect((await shown()).map((row) => row.id)).toEqual([0, 2, 3].map((index) => instant(id, index)));
    expect(calendar.get(id)?.cancelled).toEqual([mondays[1]]);
  });

  it('ends its series with "future": what came before stays, changed or not', async () => {
    const { id, patch, shown, calendar, read } = seriesWorld();
    const early = calendar.editInstance(id, mondays[0] ?? '', { summary: 'Early' });
    calendar.editInstance(id, mondays[3] ?? '', { summary: 'Late' });
    calendar.cancelInstance(id, mondays[2] ?? '');
    const before = await read(id, 'etag');
    expect((await patch(instant(id, 1), { _deleted: 'future' })).status).toBe(200);
    expect((await shown()).map((row) => row.id)).toEqual([early]);
    expect(calendar.get(id)?.cancelled).toEqual([]);
    expect(await read(id, 'recurrence_rule')).toEqual({ recurrence_rule: 'FREQ=WEEKLY;UNTIL=20260112T145959Z' });
    expect(await read(id, 'etag')).not.toEqual(before);
  });

  it('that was changed ends its series before the time that it would have had', async () => {
    const { id, patch, shown, calendar } = seriesWorld();
    const own = calendar.editInstance(id, mondays[2] ?? '', {
      start: '2026-01-06T15:00:00Z',
      end: '2026-01-06T16:00:00Z',
    });
    await patch(own, { _deleted: 'future' });
    expect((await shown()).map((row) => row.id)).toEqual([instant(id, 0), instant(id, 1)]);
  });

  it('takes the whole series along with "future" when it is the first', async () => {
    const { id, patch, shown } = seriesWorld();
    await patch(instant(id, 0), { _deleted: 'future' });
    expect(await shown('')).toEqual([]);
  });

  it('is the first that is left when the series itself is told "single", and all of it with "future"', async () => {
    const { id, patch, shown } = seriesWorld();
    await patch(id, { _deleted: 'single' });
    await patch(id, { _deleted: 'single' });
    expect((await shown()).map((row) => row.id)).toEqual([instant(id, 2), instant(id, 3)]);
    expect((await patch(id, { _deleted: 'all' })).status).toBe(422);
    await patch(id, { _deleted: 'future' });
    expect(await shown('')).toEqual([]);
  });

  it('of a single event is that event', async () => {
    const { post, patch, rows } = calendarWorld();
    for (const part of ['single', 'future']) {
      const id = String((await post({})).body.data.id);
      expect((await patch(id, { _deleted: part })).status).toBe(200);
    }
    expect(await rows()).toEqual([]);
  });
});

describe('a change of a whole series of the Clio look-alike', () => {
  function changedWorld() {
    const world = seriesWorld();
    const own = world.calendar.editInstance(world.id, mondays[1] ?? '', { summary: 'Moved' });
    world.calendar.cancelInstance(world.id, mondays[2] ?? '');
    return { ...world, changed: own };
  }

  it.each([
    ['its times', { start_at: '2026-01-05T11:00:00-05:00', end_at: '2026-01-05T12:00:00-05:00' }],
    ['its rule', { recurrence_rule: 'FREQ=WEEKLY;COUNT=4;INTERVAL=1' }],
    ['its length', { end_at: '2026-01-05T11:30:00-05:00' }],
  ])('in %s loses its changed and cancelled instances', async (_what, data) => {
    const { id, patch, shown, changed, call } = changedWorld();
    await patch(id, data);
    expect(await shown('expanded=true', 'summary')).toEqual(Array.from({ length: 4 }, () => ({ summary: 'Team' })));
    expect((await call('GET', `calendar_entries/${changed}.json`)).status).toBe(404);
  });

  it('in its texts keeps them, unless the habit strikes', async () => {
    const { id, patch, shown, changed, strike } = changedWorld();
    await patch(id, { summary: 'Team talk' });
    expect((await shown('expanded=true', 'id,summary')).slice(2)).toEqual([{ id: changed, summary: 'Moved' }]);
    strike('clio.calendar.anySeriesEditDiscards');
    await patch(id, { summary: 'Team' });
    expect(await shown()).toHaveLength(4);
  });

  it('moves its changed instances to the other calendar, too', async () => {
    const { id, patch, shown, changed, firms } = changedWorld();
    await patch(id, { calendar_owner: { id: firms } });
    expect(await shown(`calendar_id=${firms}`, 'id')).toEqual([{ id }, { id: changed }]);
  });
});
