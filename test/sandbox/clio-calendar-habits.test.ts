import { BrokenConnection } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { calendarWorld } from './clio-calendar-world.ts';
import { clerk } from './clio-world.ts';

describe('the habits that entries of the Clio look-alike share with contacts', () => {
  it('break a write before or after it took effect', async () => {
    const { post, strike, calendar, world } = calendarWorld();
    strike('clio.timeoutAfterCommit');
    await expect(post({})).rejects.toThrow(BrokenConnection);
    expect(calendar.list()).toHaveLength(1);
    world.awkward.set('clio.timeoutAfterCommit', undefined);
    strike('clio.brokenBeforeEffect');
    await expect(post({})).rejects.toThrow(BrokenConnection);
    expect(calendar.list()).toHaveLength(1);
  });

  it('answer 429 and 5xx, and nothing is done', async () => {
    for (const [habit, statuses] of [
      ['clio.rateLimited', [429]],
      ['clio.serverError', [500, 502, 503]],
    ] as const) {
      const { post, strike, calendar } = calendarWorld();
      strike(habit);
      expect(statuses).toContain((await post({})).status);
      expect(calendar.list()).toEqual([]);
    }
  });

  it('show a list or an entry as it was a while ago', async () => {
    const { post, patch, read, rows, strike, world } = calendarWorld();
    const id = String((await post({})).body.data.id);
    await world.advance(60_000);
    await patch(id, { summary: 'Trial' });
    await post({});
    strike('clio.staleList', 30_000);
    strike('clio.staleRead', 30_000);
    expect(await rows('fields=summary')).toEqual([{ summary: 'Hearing' }]);
    expect(await read(id, 'summary')).toEqual({ summary: 'Hearing' });
    expect(world.awkward.struck()).toEqual({ 'clio.staleList': 1, 'clio.staleRead': 1 });
    await world.advance(31_000);
    expect(await rows('fields=summary')).toEqual([{ summary: 'Trial' }, { summary: 'Hearing' }]);
    expect(await read(id, 'summary')).toEqual({ summary: 'Trial' });
    expect(world.awkward.struck()).toEqual({ 'clio.staleList': 1, 'clio.staleRead': 1 });
  });

  it('lag behind a search for what was just made by five seconds at most', async () => {
    const { post, rows, strike, world } = calendarWorld();
    await post({ external_properties: [{ name: 'm', value: '1' }] });
    strike('clio.staleList', 300_000);
    expect(await rows('external_property_name=m')).toEqual([]);
    await world.advance(5_001);
    expect(await rows('external_property_name=m')).toHaveLength(1);
    expect(await rows('')).toEqual([]);
  });

  it('leave young entries out of a search', async () => {
    const { post, rows, strike, world } = calendarWorld();
    await post({ external_properties: [{ name: 'm', value: '1' }] });
    strike('clio.queryLag');
    expect([await rows('external_property_name=m'), await rows('query=hearing')]).toEqual([[], []]);
    expect(await rows('')).toHaveLength(1);
    await world.advance(5_000);
    expect(await rows('external_property_name=m')).toHaveLength(1);
    expect(world.awkward.struck()).toEqual({ 'clio.queryLag': 2 });
  });

  it('answer a list with no rows, or with fewer, but never a search that decides what is made anew', async () => {
    const { post, rows, strike, world } = calendarWorld();
    for (let index = 0; index < 20; index += 1) await post({ external_properties: [{ name: 'm', value: '1' }] });
    strike('clio.rowsLeftOut');
    expect((await rows()).length).toBeLessThan(20);
    expect(await rows('external_property_name=m')).toHaveLength(20);
    strike('clio.emptyList');
    expect(await rows()).toEqual([]);
    expect(await rows('external_property_name=m')).toHaveLength(20);
    expect(await rows('created_since=2020-01-01T00:00:00Z')).toHaveLength(20);
    world.awkward.set('clio.emptyList', undefined);
    expect(world.awkward.struck()).toEqual({ 'clio.rowsLeftOut': 1, 'clio.emptyList': 1 });
  });

  it('trim saved texts, refuse a word, and let the etag move a moment later', async () => {
    const { post, strike, world, read } = calendarWorld();
    strike('clio.trimsValues', 4);
    const made = (await post({ location: 'Courtroom' }, 'id,etag,summary,location')).body.data;
    expect(made).toMatchObject({ summary: 'Hear', location: 'Cour' });
    strike('clio.refusesValue');
    expect((await post({ summary: '[refuse]' })).status).toBe(422);
    strike('clio.etagBump');
    const bumped = (await post({})).body.data;
    await world.advance(1_000);
    expect((await read(String(bumped.id), 'etag')).etag).not.toBe(bumped.etag);
  });

  it.each([
    ['description', { description: 'Bring the file' }],
    ['location', { location: 'Court' }],
    ['recurrence_rule', { recurrence_rule: 'FREQ=DAILY' }],
    ['all_day', { all_day: true }],
  ] as const)('drop "%s" from a write', async (name, data) => {
    const { post, strike, world } = calendarWorld();
    const shown = async () => (await post(data, name)).body.data[name];
    const kept = await shown();
    strike(`clio.calendar.dropsField.${name}`);
    expect(await shown()).not.toEqual(kept);
    await post({});
    expect(world.awkward.struck()).toEqual({ [`clio.calendar.dropsField.${name}`]: 1 });
  });

  it('suspend a webhook instead of telling', async () => {
    const { post, strike, call, world } = calendarWorld();
    await call('POST', 'webhooks.json', { url: 'http://127.0.0.1:1/hook', model: 'calendar_entry', fields: 'id' });
    await world.advance(0);
    strike('clio.webhookSuspended');
    await post({});
    expect((await call('GET', 'webhooks.json?fields=status')).body.data).toEqual([{ status: 'suspended' }]);
  });

  it('count calls by their kind, and limit them with all others', async () => {
    const { call, control } = calendarWorld({ limits: true });
    for (let index = 0; index < 50; index += 1) await call('GET', 'calendar_entries.json');
    expect((await call('GET', 'calendars.json')).status).toBe(429);
    expect((await call('GET', 'calendars.json', undefined, { user: clerk.id })).status).toBe(200);
    expect(control.requests()).toEqual({ 'GET calendar_entries': 50, 'GET calendars': 2 });
  });

  it('decide about one answer once, however many entries it shows', async () => {
    const { weekly, rows, world } = calendarWorld();
    for (let index = 0; index < 10; index += 1) weekly();
    world.awkward.set('clio.calendar.rulePrefix', { rate: 0.5 });
    for (let index = 0; index < 10; index += 1) {
      const rules = (await rows('fields=recurrence_rule')).map(({ recurrence_rule }) => recurrence_rule);
      expect(new Set(rules).size).toBe(1);
    }
  });
});
