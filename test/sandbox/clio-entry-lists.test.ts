import { describe, expect, it } from 'vitest';
import { calendarWorld } from './clio-calendar-world.ts';
import { clerk, owner } from './clio-world.ts';

const at = (day: string, hour = 10) => ({
  start: `${day}T${String(hour).padStart(2, '0')}:00:00`,
  end: `${day}T${hour + 1}:00:00`,
});

function listWorld() {
  const world = calendarWorld();
  const add = (summary: string, more: object = {}) =>
    world.calendar.add({ summary, calendar: world.own, ...at('2026-01-05'), ...more });
  const ids = async (query = '', user = owner.id) => (await world.rows(query, user)).map(({ id }) => id);
  const summaries = async (query: string) =>
    (await world.rows(`fields=summary&${query}`)).map(({ summary }) => summary);
  return { ...world, add, ids, summaries };
}

describe('the list of entries of the Clio look-alike', () => {
  it('has those of every calendar that the user may view, in the order of their ids', async () => {
    const { add, ids, firms, clerks } = listWorld();
    const [own, firm] = [add('Own'), add('Firm', { calendar: firms })];
    const hers = add('Hers', { calendar: clerks });
    expect(await ids()).toEqual([own, firm]);
    expect(await ids('', clerk.id)).toEqual([firm, hers]);
  });

  it('of one calendar has what it attends, too, unless the habit strikes', async () => {
    const { add, ids, own, firms, clerks, strike } = listWorld();
    const first = add('Own');
    const second = add('Together', { calendar: firms, attendees: [{ type: 'Calendar', id: own }] });
    expect(await ids(`calendar_id=${own}`)).toEqual([first, second]);
    expect(await ids(`calendar_id=${clerks}`)).toEqual([]);
    strike('clio.calendar.ownedOnly');
    expect(await ids(`calendar_id=${own}`)).toEqual([first]);
  });

  it('is cut by when entries end and begin, both ends included', async () => {
    const { add, ids } = listWorld();
    const [early, middle, late] = ['05', '06', '07'].map((day) => add(day, at(`2026-01-${day}`)));
    const query = (from: string, to: string) => `from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;
    expect(await ids(query('2026-01-05T11:00:00-05:00', '2026-01-06T10:00:00-05:00'))).toEqual([early, middle]);
    expect(await ids(query('2026-01-05T11:00:01-05:00', '2026-01-06T09:59:59-05:00'))).toEqual([]);
    expect(await ids('from=2026-01-07')).toEqual([late]);
    expect(await ids('to=2026-01-06')).toEqual([early]);
  });

  it('has a series that reaches into the window, or by habit only by its first times', async () => {
    const { add, ids, strike } = listWorld();
    const id = add('Team', { recurrence_rule: 'FREQ=WEEKLY;COUNT=4' });
    expect(await ids('from=2026-01-20&to=2026-01-27')).toEqual([id]);
    expect(await ids('from=2026-01-20&to=2026-01-25')).toEqual([]);
    expect(await ids('from=2026-01-27')).toEqual([]);
    strike('clio.calendar.windowByFirstStart');
    expect(await ids('from=2026-01-20&to=2026-01-27')).toEqual([]);
    expect(await ids('to=2026-01-06')).toEqual([id]);
  });

  it('has instances within the window with "expanded", and other entries as ever', async () => {
    const { add, ids } = listWorld();
    const id = add('Team', { recurrence_rule: 'FREQ=WEEKLY' });
    const single = add('Once', at('2026-01-13'));
    expect(await ids('expanded=true&from=2026-01-12&to=2026-01-20')).toEqual([
      `${id}-20260112T150000Z`,
      `${id}-20260119T150000Z`,
      single,
    ]);
    expect(await ids('expanded=false&from=2026-01-12&to=2026-01-20')).toEqual([id, single]);
  });

  it.each(['', 'expanded=true&'])('has what began before the window and lasts into it, %s', async (more) => {
    const { add, ids } = listWorld();
    const night = { start: '2026-01-05T23:00:00', end: '2026-01-06T01:00:00', recurrence_rule: 'FREQ=DAILY;COUNT=1' };
    const days = { all_day: true, start: '2026-01-05', end: '2026-01-06', recurrence_rule: 'FREQ=DAILY;COUNT=2' };
    const week = { all_day: true, start: '2026-01-12', end: '2026-01-19', recurrence_rule: 'FREQ=MONTHLY;COUNT=2' };
    const series = [add('Night', night), add('Days', days), add('Week', week)];
    const found = async (query: string) =>
      (await ids(more + query)).map((id) => series.indexOf(id.split('-')[0] ?? ''));
    expect(await found('from=2026-01-06T00:30:00-05:00&to=2026-01-06T00:40:00-05:00')).toEqual([0, 1]);
    expect(await found('from=2026-01-06T21:00:00-05:00&to=2026-01-06T22:00:00-05:00')).toEqual([1]);
    expect(await found('from=2026-01-07T00:00:01-05:00&to=2026-01-11')).toEqual([]);
    expect(await found('from=2026-02-18')).toEqual([2]);
  });

  it('has whole days by the midnights of the user who asks', async () => {
    const { add, ids, control, calendar, own } = listWorld();
    const east = { id: 73, name: 'Eve East', email: 'eve@abbott.example.com', time_zone: 'Asia/Tokyo' };
    control.addFirm({ id: 501, name: 'Abbott & Bell LLP', users: [east] });
    calendar.share(own, east.id, 'viewer');
    add('Days', { all_day: true, start: '2026-01-05', end: '2026-01-06', recurrence_rule: 'FREQ=DAILY;COUNT=2' });
    const query = 'expanded=true&from=2026-01-05T15:00:01Z&to=2026-01-05T16:00:00Z';
    expect((await ids(query, east.id)).map((id) => id.slice(-16))).toEqual(['20260106T000000Z']);
    expect((await ids(query)).map((id) => id.slice(-16))).toEqual(['20260105T000000Z']);
  });

  it('of a series without an end goes two years ahead', async () => {
    const { add, rows } = listWorld();
    add('Team', { recurrence_rule: 'FREQ=YEARLY' });
    const dates = (await rows('expanded=true&fields=start_date')).map(({ start_date }) => start_date);
    expect(dates).toEqual(['2026-01-05', '2027-01-05', '2028-01-05'].slice(0, dates.length));
    expect(dates.length).toBeGreaterThan(1);
    expect(await rows('expanded=true&from=2040-01-01&to=2041-12-01')).toHaveLength(2);
  });

  it('finds the instances of one series, the changed ones too, and single ones by their ids', async () => {
    const { add, ids, calendar } = listWorld();
    const id = add('Team', { recurrence_rule: 'FREQ=WEEKLY;COUNT=3' });
    const other = add('Other');
    const changed = calendar.editInstance(id, '2026-01-12T15:00:00Z', { summary: 'Moved' });
    expect(await ids(`expanded=true&ids[]=${id}`)).toEqual([
      `${id}-20260105T150000Z`,
      `${id}-20260119T150000Z`,
      changed,
    ]);
    expect(await ids(`ids[]=${id}&ids[]=${other}`)).toEqual([id, other]);
    expect(await ids(`expanded=true&ids[]=${id}-20260119T150000Z`)).toEqual([`${id}-20260119T150000Z`]);
  });

  it('is chosen by time of creation and change, strictly', async () => {
    const { add, ids, world, calendar } = listWorld();
    const first = add('First');
    const then = encodeURIComponent(new Date(world.now()).toISOString());
    await world.advance(60_000);
    const second = add('Second');
    expect(await ids(`created_since=${then}`)).toEqual([second]);
    calendar.edit(first, { summary: 'Changed' });
    expect(await ids(`updated_since=${then}`)).toEqual([first, second]);
    expect(await ids(`created_since=${then}`)).toEqual([second]);
    expect((await listWorld().call('GET', 'calendar_entries.json?updated_since=soon')).status).toBe(422);
    expect((await listWorld().call('GET', 'calendar_entries.json?from=soon')).status).toBe(422);
  });

  it('is chosen by an external property: its name, or name and value, and never by a value alone', async () => {
    const { add, summaries } = listWorld();
    for (const [summary, name, value] of [
      ['A', 'm', '1'],
      ['B', 'm', '2'],
      ['C', 'n', '1'],
    ] as const)
      add(summary, { external_properties: [{ name, value }] });
    expect(await summaries('external_property_name=m')).toEqual(['A', 'B']);
    expect(await summaries('external_property_name=m&external_property_value=2')).toEqual(['B']);
    expect(await summaries('external_property_value=2')).toEqual(['A', 'B', 'C']);
  });

  it('is chosen by matter, whole days, court rules, view and words', async () => {
    const { add, summaries, control, zoe, calendar, own, firms } = listWorld();
    const matter = control.matters.add({ client: zoe });
    add('Estate talk', { matter, location: 'Room 4' });
    add('Holiday', { all_day: true, start: '2026-01-06', end: '2026-01-07' });
    add('Filing', { court_rule: true, calendar: firms });
    calendar.setVisible(own, owner.id, false);
    expect(await summaries(`matter_id=${matter}`)).toEqual(['Estate talk']);
    expect(await summaries('matter_id=null')).toEqual(['Holiday', 'Filing']);
    expect(await summaries('is_all_day=true')).toEqual(['Holiday']);
    expect(await summaries('has_court_rule=true')).toEqual(['Filing']);
    expect(await summaries('visible=true')).toEqual(['Filing']);
    expect(await summaries('query=room estate')).toEqual(['Estate talk']);
    expect(await summaries('order=start_at(desc)')).toEqual(['Estate talk', 'Holiday', 'Filing']);
  });

  it.each(['', '&expanded=true'])('comes in pages that lead on and back%s', async (more) => {
    const { add, call } = listWorld();
    for (const summary of ['A', 'B']) add(summary);
    add('C', { recurrence_rule: 'FREQ=DAILY;COUNT=2' });
    type Page = Awaited<ReturnType<typeof call>>['body'];
    const page = async (url: string): Promise<Page> => (await call('GET', url)).body;
    const pages = [await page(`calendar_entries.json?fields=start_date,summary&limit=1${more}`)];
    for (
      let next = pages[0]?.meta.paging.next;
      next !== undefined && pages.length < 9;
      next = pages.at(-1)?.meta.paging.next
    )
      pages.push(await page(next));
    const shown = pages.flatMap(({ data }) =>
      data.map(({ summary, start_date }) => `${String(summary)} ${String(start_date)}`),
    );
    const whole = ['A 2026-01-05', 'B 2026-01-05', 'C 2026-01-05', ...(more === '' ? [] : ['C 2026-01-06'])];
    expect(shown).toEqual(whole);
    expect(pages.map(({ meta }) => meta.records)).toEqual(whole.map(() => whole.length));
    expect(pages[0]?.meta.paging.previous).toBeUndefined();
    const back = await page(pages.at(-1)?.meta.paging.previous ?? '');
    expect(back.data).toEqual(pages.at(-2)?.data);
    expect((await call('GET', 'calendar_entries.json?page_token=x')).status).toBe(422);
    expect((await call('GET', 'calendar_entries.json?limit=201')).status).toBe(422);
  });

  it('goes on after a page whose last entry is gone', async () => {
    const { add, call, calendar } = listWorld();
    const [, second] = ['A', 'B', 'C'].map((summary) => add(summary));
    const first = (await call('GET', 'calendar_entries.json?limit=2&fields=summary')).body;
    calendar.remove(second ?? '');
    const next = await call('GET', first.meta.paging.next ?? '');
    expect(next.body.data).toEqual([{ summary: 'C' }]);
  });
});
