import { describe, expect, it } from 'vitest';
import { calendarWorld } from './clio-calendar-world.ts';
import { clerk, owner } from './clio-world.ts';

const monday = '2026-01-12T15:00:00Z';

async function hookedWorld(fields = 'id,etag,summary', user = owner.id) {
  const world = calendarWorld();
  const subscription = { url: 'http://127.0.0.1:4179/hook', model: 'calendar_entry', fields };
  const { status } = await world.call('POST', 'webhooks.json', subscription, { user });
  await world.world.advance(0);
  world.delivered.splice(0);
  /** What came since the last time: the event, and what was shown. */
  const told = async () => {
    await world.world.advance(0);
    return world.delivered.splice(0).map(({ body }) => [body.meta.event, body.data]);
  };
  return { ...world, status, told };
}

describe('webhooks of calendar entries of the Clio look-alike', () => {
  it('are refused with fields that an entry has not', async () => {
    expect((await hookedWorld('id,status')).status).toBe(400);
    expect((await hookedWorld('id,attendees{id,name}')).status).toBe(201);
  });

  it('tell of entries that the API and people make, change and delete', async () => {
    const { post, patch, remove, told, calendar } = await hookedWorld();
    const { id, etag } = (await post({})).body.data;
    expect(await told()).toEqual([['created', { id, etag, summary: 'Hearing' }]]);
    await patch(String(id), { summary: 'Trial' });
    expect(await told()).toMatchObject([['updated', { id, summary: 'Trial' }]]);
    calendar.edit(String(id), { summary: 'Appeal' });
    expect(await told()).toMatchObject([['updated', { id, summary: 'Appeal' }]]);
    await remove(String(id));
    expect(await told()).toMatchObject([['deleted', { id, summary: 'Appeal' }]]);
  });

  it('tell of an update when a chosen field changed, and of the first one in any case', async () => {
    const { post, patch, told } = await hookedWorld('summary');
    const id = String((await post({})).body.data.id);
    await told();
    await patch(id, { location: 'Court' });
    expect(await told()).toHaveLength(1);
    await patch(id, { location: 'Elsewhere' });
    expect(await told()).toEqual([]);
    await patch(id, { summary: 'Trial' });
    expect(await told()).toHaveLength(1);
  });

  it('tell only of what their user may see, and as that user sees it', async () => {
    const { post, told, calendar, own } = await hookedWorld('summary', clerk.id);
    await post({});
    expect(await told()).toEqual([]);
    calendar.share(own, clerk.id, 'limited_viewer');
    await post({});
    expect(await told()).toMatchObject([['created', { summary: null, redacted: true }]]);
  });

  it('tell of a changed instance as of a new entry, and of a cancelled one not at all', async () => {
    const { weekly, patch, told, calendar } = await hookedWorld('id,summary');
    const id = weekly();
    await told();
    await patch(`${id}-20260112T150000Z`, { summary: 'Moved' });
    expect(await told()).toMatchObject([['created', { summary: 'Moved' }]]);
    calendar.cancelInstance(id, '2026-01-19T15:00:00Z');
    expect(await told()).toEqual([]);
  });

  it('tell of the changed instances that a series loses', async () => {
    const { weekly, patch, told, calendar } = await hookedWorld('id');
    const id = weekly();
    const own = calendar.editInstance(id, monday, { summary: 'Moved' });
    await told();
    await patch(id, { recurrence_rule: 'FREQ=DAILY;COUNT=2' });
    expect((await told()).map(([event, data]) => [event, (data as { id: string }).id])).toEqual([
      ['deleted', own],
      ['updated', id],
    ]);
  });

  it('do not tell of contacts, nor webhooks of contacts of entries', async () => {
    const { control, told, call, post, world, delivered } = await hookedWorld('id');
    control.contacts.add({ type: 'Person', first_name: 'Bea' });
    expect(await told()).toEqual([]);
    await call('POST', 'webhooks.json', { url: 'http://127.0.0.1:4179/other', model: 'contact', fields: 'id' });
    await world.advance(0);
    delivered.splice(0);
    await post({});
    expect(await told()).toHaveLength(1);
  });
});
