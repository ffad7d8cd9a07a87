import { describe, expect, test } from 'vitest';
import { createAccount, hookSecret, hookUrl } from './google-account.ts';

const events = 'https://www.googleapis.com/auth/calendar.events';
const list = 'https://www.googleapis.com/auth/calendar.calendarlist.readonly';
const declined = { code: 'consentNeeded', lostCause: 'scopeMissing' };

describe('a channel of a calendar', () => {
  test('that is to be made longer is stopped, and a new one may take its place', async () => {
    const { openCalendar, control, world } = createAccount();
    const first = await openCalendar().subscribe(hookUrl, hookSecret);
    expect(control.channels()).toHaveLength(1);
    expect(first.expiresAt - world.now()).toBe(openCalendar().profile.subscriptionMs);
    await expect(openCalendar().renew(first.id)).rejects.toMatchObject({ code: 'notFound' });
    expect(control.channels()).toEqual([]);
    await openCalendar().subscribe(hookUrl, 'secret-2');
    expect(control.channels().map(({ token }) => token)).toEqual(['secret-2']);
  });

  test('ends once, however often it is stopped', async () => {
    const { openCalendar, control } = createAccount();
    const { id } = await openCalendar().subscribe(hookUrl, hookSecret);
    await openCalendar().unsubscribe(id);
    await openCalendar().unsubscribe(id);
    expect(control.channels()).toEqual([]);
  });

  test('may live less long than was asked for', async () => {
    const { openCalendar, world } = createAccount();
    world.awkward.set('google.calendar.shortChannels', { rate: 1, amount: 600 });
    const { expiresAt } = await openCalendar().subscribe(hookUrl, hookSecret);
    expect(expiresAt).toBe(world.now() + 600_000);
  });

  test('is not to be had for some calendars, nor over an address that is not safe', async () => {
    const { calendars, openCalendar } = createAccount();
    const { id } = calendars.addCalendar({ summary: 'Holidays', kind: 'holiday' });
    const refused = { code: 'refused' };
    await expect(openCalendar({ collection: id }).subscribe(hookUrl, hookSecret)).rejects.toMatchObject(refused);
    await expect(openCalendar().subscribe('http://concord.example/h', hookSecret)).rejects.toMatchObject(refused);
  });
});

describe('calendars without a permission', () => {
  test('say which is missing, whatever is asked of them', async () => {
    const { openCalendar, catalogue } = createAccount({ scopes: ['https://www.googleapis.com/auth/contacts'] });
    await expect(openCalendar().scan(undefined)).rejects.toMatchObject(declined);
    await expect(openCalendar().read(['a'])).rejects.toMatchObject(declined);
    await expect(openCalendar().subscribe(hookUrl, hookSecret)).rejects.toMatchObject(declined);
    await expect(catalogue().list()).rejects.toMatchObject(declined);
  });

  test('are kept in step, and no new one is made, by who left only that unticked', async () => {
    const { openCalendar, catalogue } = createAccount({ scopes: [events, list] });
    expect((await openCalendar().scan(undefined)).observations).toEqual([]);
    expect(await catalogue().list()).toHaveLength(1);
    await expect(catalogue().create('Hearings')).rejects.toMatchObject(declined);
  });
});

describe('the list of an account’s calendars', () => {
  test('takes no more new ones for an hour when Google calls them too many', async () => {
    const { calendars, catalogue } = createAccount();
    for (let number = 0; number < 100; number += 1) calendars.addCalendar({ summary: `Calendar ${number}` });
    const limited = { code: 'rateLimited', retryAfterMs: 3_600_000 };
    await expect(catalogue().create('Hearings')).rejects.toMatchObject(limited);
  });

  test('comes whole, page by page, and each can be opened', async () => {
    const { calendars, catalogue, openCalendar } = createAccount();
    const { id } = await catalogue().create('Hearings');
    for (let number = 0; number < 260; number += 1) calendars.addCalendar({ summary: `Calendar ${number}` });
    const all = await catalogue().list();
    expect(all).toHaveLength(262);
    expect(all[0]?.kind).toBe('mine');
    const day = { start: { date: '2026-04-15' }, end: { date: '2026-04-16' } };
    calendars.add({ ...day, summary: 'There' }, { calendarId: id });
    expect((await openCalendar({ collection: id }).scan(undefined)).observations).toMatchObject([
      { item: { title: 'There' } },
    ]);
    expect((await openCalendar().scan(undefined)).observations).toEqual([]);
  });
});
