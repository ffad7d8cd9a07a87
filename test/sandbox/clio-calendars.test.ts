import { describe, expect, it } from 'vitest';
import { calendarWorld, hearing } from './clio-calendar-world.ts';
import { clerk, clioWorld, owner } from './clio-world.ts';

const asClerk = { user: clerk.id };

describe('calendars of the Clio look-alike', () => {
  it('are one of the firm, one of each user, and those that somebody made', async () => {
    const { call, calendar } = calendarWorld();
    calendar.addCalendar({ name: 'Courtroom', owner: owner.id });
    const { body } = await call('GET', 'calendars.json?fields=name,type,permission,creator{id}');
    expect(body.data).toEqual([
      { name: 'Firm', type: 'AccountCalendar', permission: 'owner', creator: { id: owner.id } },
      { name: owner.name, type: 'UserCalendar', permission: 'owner', creator: { id: owner.id } },
      { name: 'Courtroom', type: 'AdhocCalendar', permission: 'owner', creator: { id: owner.id } },
    ]);
  });

  it('are private to their user, but for the firm’s own, which belongs to the account owner', async () => {
    const { call, own } = calendarWorld();
    const { body } = await call('GET', 'calendars.json?fields=name,permission', undefined, asClerk);
    expect(body.data).toEqual([
      { name: 'Firm', permission: 'viewer' },
      { name: clerk.name, permission: 'owner' },
    ]);
    expect((await call('GET', `calendars/${own}.json`, undefined, asClerk)).status).toBe(404);
  });

  it('come with what their owner granted, and are listed with "none" only by habit', async () => {
    const { call, calendar, own, strike } = calendarWorld();
    const permissions = async () =>
      (await call('GET', `calendars.json?fields=permission&ids[]=${own}`, undefined, asClerk)).body.data;
    for (const permission of ['editor', 'viewer', 'limited_viewer'] as const) {
      calendar.share(own, clerk.id, permission);
      expect(await permissions()).toEqual([{ permission }]);
    }
    calendar.share(own, clerk.id, 'none');
    expect(await permissions()).toEqual([]);
    strike('clio.calendar.listsUnshared');
    expect(await permissions()).toEqual([{ permission: 'none' }]);
  });

  it('are chosen by owner, rights, type, view, id and time, and ordered by name', async () => {
    const { call, calendar, own, clerks, firms, world } = calendarWorld();
    calendar.share(own, clerk.id, 'editor');
    await world.advance(60_000);
    const since = encodeURIComponent(new Date(world.now() - 1).toISOString());
    const made = calendar.addCalendar({ name: 'Annex', owner: clerk.id });
    calendar.setVisible(firms, clerk.id, false);
    const ids = async (query: string) =>
      (await call('GET', `calendars.json?${query}`, undefined, asClerk)).body.data.map(({ id }) => id);
    expect(await ids('owner=true')).toEqual([clerks, made]);
    expect(await ids('owner=false')).toEqual([firms, own]);
    expect(await ids('owner=true&type=UserCalendar')).toEqual([clerks]);
    expect(await ids('writeable=true')).toEqual([own, clerks, made]);
    expect(await ids('type=AdhocCalendar')).toEqual([made]);
    expect(await ids('visible=false')).toEqual([firms]);
    expect(await ids(`ids[]=${own}&ids[]=1`)).toEqual([own]);
    expect(await ids(`created_since=${since}`)).toEqual([made]);
    expect(await ids('order=name(asc)&limit=1')).toEqual([own]);
    expect(await ids('misspelt=true')).toHaveLength(4);
  });

  it('of users who left can be left out', async () => {
    const { call, control, calendar, clerks } = calendarWorld();
    const made = calendar.addCalendar({ name: 'Courtroom', owner: clerk.id });
    for (const id of [clerks, made]) calendar.share(id, owner.id, 'viewer');
    control.addFirm({ id: 501, name: 'Abbott & Bell LLP', users: [{ ...clerk, enabled: false }] });
    const ids = async (query: string) => (await call('GET', `calendars.json?${query}`)).body.data.map(({ id }) => id);
    expect(await ids('')).toContain(clerks);
    expect(await ids('filter_inactive_users=true')).not.toContain(clerks);
    expect(await ids('filter_inactive_users=true')).toContain(made);
  });

  it('are named by their users as the default one', async () => {
    const { call, own } = calendarWorld();
    expect((await call('GET', 'users/who_am_i.json?fields=default_calendar_id')).body.data).toEqual({
      default_calendar_id: own,
    });
  });

  it('are made with a name and one of Clio’s colours, as calendars of the type AdhocCalendar', async () => {
    const { call } = calendarWorld();
    const made = await call('POST', 'calendars.json?fields=name,type,color,light_color,permission,visible', {
      name: 'Deadlines',
      color: '#83D17F',
      visible: false,
    });
    expect([made.status, made.body.data]).toEqual([
      201,
      {
        name: 'Deadlines',
        type: 'AdhocCalendar',
        color: '#83D17F',
        light_color: '#209412',
        permission: 'owner',
        visible: false,
      },
    ]);
    expect((await call('POST', 'calendars.json', {})).status).toBe(422);
    expect((await call('POST', 'calendars.json', { name: 'X', color: '#000000' })).status).toBe(422);
    expect((await call('POST', 'calendars.json?fields=unknown', { name: 'X' })).status).toBe(400);
  });

  it('are renamed by who may write to them, with If-Match if they like; whether they show is each one’s own choice', async () => {
    const { call, calendar, own } = calendarWorld();
    const path = `calendars/${own}.json?fields=name,visible,etag`;
    const renamed = await call('PATCH', path, { name: 'Mine' });
    expect(renamed.body.data).toMatchObject({ name: 'Mine', visible: true });
    expect((await call('PATCH', path, { name: 'No' }, { headers: { 'if-match': '"old"' } })).status).toBe(412);
    calendar.share(own, clerk.id, 'viewer');
    expect((await call('PATCH', path, { name: 'Hers' }, asClerk)).status).toBe(403);
    expect((await call('PATCH', path, { visible: false }, asClerk)).body.data).toMatchObject({ visible: false });
    expect((await call('GET', path)).body.data).toMatchObject({ name: 'Mine', visible: true });
  });

  it('are deleted with all that is in them, if somebody made them', async () => {
    const { call, calendar, own, rows, post } = calendarWorld();
    const made = calendar.addCalendar({ name: 'Courtroom', owner: owner.id });
    calendar.share(made, clerk.id, 'editor');
    await post({ calendar_owner: { id: made } });
    await post({});
    expect((await call('DELETE', `calendars/${own}.json`)).status).toBe(403);
    expect((await call('DELETE', `calendars/${made}.json`, undefined, asClerk)).status).toBe(403);
    expect((await call('DELETE', `calendars/${made}.json`)).status).toBe(204);
    expect((await call('GET', `calendars/${made}.json`)).status).toBe(404);
    expect(await rows('fields=calendar_owner{id}')).toEqual([{ calendar_owner: { id: own } }]);
  });

  it('answer 304 to who knows them already', async () => {
    const { call, own } = calendarWorld();
    const etag = (await call('GET', `calendars/${own}.json`)).headers.get('etag') ?? '';
    const again = await call('GET', `calendars/${own}.json`, undefined, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it('come to a firm that was kept from before there were any', async () => {
    const first = clioWorld();
    const { store } = first.world;
    const calendars = store.collection('clio.calendars');
    const ids = Array.from(calendars.entries(), ([id]) => id);
    for (const id of ids) calendars.delete(id);
    const { body } = await clioWorld({ store }).call('GET', 'calendars.json?fields=type');
    expect(body.data).toEqual([{ type: 'AccountCalendar' }, { type: 'UserCalendar' }]);
  });

  it('take entries of who may write to them alone', async () => {
    const { calendar, own, firms, post } = calendarWorld();
    const byClerk = async (id: number) => (await post({ ...hearing, calendar_owner: { id } }, 'id', clerk.id)).status;
    expect(await byClerk(own)).toBe(422);
    expect(await byClerk(firms)).toBe(403);
    calendar.share(own, clerk.id, 'viewer');
    expect(await byClerk(own)).toBe(403);
    calendar.share(own, clerk.id, 'editor');
    expect(await byClerk(own)).toBe(201);
  });
});
