import type { Collection, HttpRequest, Item, Operation, Outcome, Present, Transport } from '@concord/core';
import { describe, expect, test } from 'vitest';
import type { GoogleEventInput } from '../../packages/sandbox/src/google/index.ts';
import { eventDifferences, markerOf } from './calendar-contract.ts';
import { changesAll, create, present, scanAll, update, written } from './collection-contract.ts';
import { exceptions, hearing, hours, weekly } from './event-samples.ts';
import { type Account, createAccount, email } from './google-account.ts';
import { startAt } from './google-calendar-look-alike.ts';

const strike = ({ world }: Account, name: string, rate = 1, amount?: number) =>
  world.awkward.set(`google.${name}`, amount === undefined ? { rate } : { rate, amount });
const kinds = (outcomes: readonly Outcome[]) => outcomes.map(({ kind }) => kind);
const readOne = async (book: Collection, id: string): Promise<Present> => present((await book.read([id]))[0]);
const titles = (count: number): Item[] =>
  Array.from({ length: count }, (_, at) => ({ ...hearing, title: `No. ${at}` }));
const creates = (items: readonly Item[]): Operation[] => items.map((item, at) => create(item, markerOf(at + 1)));
const changing = (before: Present, change: Item): Operation => update(before, { ...before.item, ...change });
const removing = ({ id, version }: Present): Operation => ({ kind: 'delete', id, version });

const moved = { slot: '2026-04-22', when: hours('2026-04-23', 15) };
const renamed = { slot: '2026-04-29', when: hours('2026-04-29', 12), title: 'With guests' };
const cancelled = { slot: '2026-05-06', cancelled: true } as const;
const varied: Item = { ...weekly, exceptions: exceptions(moved, renamed, cancelled) };

const noon: GoogleEventInput = {
  summary: 'Hearing',
  start: { dateTime: '2026-04-15T12:00:00-04:00', timeZone: 'America/New_York' },
  end: { dateTime: '2026-04-15T13:00:00-04:00', timeZone: 'America/New_York' },
};
const series: GoogleEventInput = { ...noon, summary: 'Team', recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=WE'] };

function expectSays(account: Account, actual: Item, expected: Item): void {
  expect(eventDifferences(actual, expected, account.openCalendar().profile.capabilities)).toEqual([]);
  expect(account.control.mails()).toEqual([]);
}

describe('a full pass over an awkward calendar', () => {
  test('of thousands of events shows each once, and each series whole, whatever pages its rows are on', async () => {
    const account = createAccount();
    const { calendars } = account;
    const ids = [calendars.add(series).id, calendars.add(series).id];
    calendars.editInstance(ids[0] ?? '', startAt(calendars, ids[0] ?? '', '2026-04-22'), { summary: 'Early' });
    ids.push(...calendars.addMany(Array.from({ length: 2_600 }, (_, at) => ({ ...noon, summary: `No. ${at}` }))));
    for (const id of ids.slice(0, 2)) calendars.cancelInstance(id, startAt(calendars, id, '2026-04-29'));
    calendars.editInstance(ids[1] ?? '', startAt(calendars, ids[1] ?? '', '2026-05-06'), { summary: 'Late' });
    account.sent.length = 0;
    const { observations } = await scanAll(account.openCalendar());
    expect(observations.map(({ id }) => id).sort()).toEqual(ids.toSorted());
    const exceptionsOf = (id = '') => present(observations.find((one) => one.id === id)).item.exceptions;
    expect(exceptionsOf(ids[0])).toMatchObject([{ value: { title: 'Early' } }, { value: { cancelled: 'yes' } }]);
    expect(exceptionsOf(ids[1])).toMatchObject([{ value: { cancelled: 'yes' } }, { value: { title: 'Late' } }]);
    expect(account.sent.filter((one) => one.endsWith('/events'))).toHaveLength(2);
  });

  test('of 2,000 events with 100 series costs one request', async () => {
    const account = createAccount();
    account.calendars.addMany([
      ...Array<GoogleEventInput>(1_900).fill(noon),
      ...Array<GoogleEventInput>(100).fill(series),
    ]);
    expect((await scanAll(account.openCalendar())).observations).toHaveLength(2_000);
    expect(account.sent).toHaveLength(1);
  });

  test('of more series than may be read in a minute is shown in parts', async () => {
    const account = createAccount({ limits: true });
    const { calendars } = account;
    const many = calendars.addMany(Array<GoogleEventInput>(700).fill(series));
    const ids = [...many, ...calendars.addMany(Array<GoogleEventInput>(1_900).fill(noon))];
    const shown: string[] = [];
    let next: string | undefined;
    let pauses = 0;
    for (let calls = 0; calls < 20; calls += 1) {
      try {
        const page = await account.openCalendar().scan(next);
        shown.push(...page.observations.map(({ id }) => id));
        next = page.next;
        if (next === undefined) break;
      } catch (error) {
        expect(error).toMatchObject({ code: 'rateLimited' });
        pauses += 1;
        await account.world.advance(60_000);
      }
    }
    expect(shown.toSorted()).toEqual(ids.toSorted());
    expect(pauses).toBe(1);
  });

  test('with empty pages in between shows everything once', async () => {
    const account = createAccount();
    const ids = account.calendars.addMany([noon, series, noon]);
    strike(account, 'emptyPage');
    const { observations } = await scanAll(account.openCalendar());
    expect(observations.map(({ id }) => id).sort()).toEqual(ids.toSorted());
  });

  test('that never ends is given up', async () => {
    const account = createAccount();
    account.calendars.addMany([noon]);
    strike(account, 'endlessPages');
    await expect(scanAll(account.openCalendar())).rejects.toMatchObject({ code: 'garbled' });
  });

  test('reads times without a zone by their instants', async () => {
    const account = createAccount();
    strike(account, 'calendar.omitsTimeZone');
    const { dateTime: start } = noon.start ?? {};
    const { dateTime: end } = noon.end ?? {};
    account.calendars.add({ ...noon, start: { dateTime: start ?? '' }, end: { dateTime: end ?? '' } });
    const { observations } = await scanAll(account.openCalendar());
    expectSays(account, present(observations[0]).item, { title: 'Hearing', when: hearing.when });
  });
});

describe('changes of an awkward calendar', () => {
  test.each(['syncTokenExpired', 'syncTokenAges'])('ask for a full pass when the token died (%s)', async (name) => {
    const account = createAccount();
    const { cursor } = await scanAll(account.openCalendar());
    await account.world.advance(8 * 86_400_000);
    strike(account, `calendar.${name}`);
    await expect(account.openCalendar().changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
  });

  test.each([0, 1])('show a deleted series as gone once, and none of its dates (unsaid: %i)', async (rate) => {
    const account = createAccount();
    const { calendars } = account;
    const { id } = calendars.add(series);
    calendars.cancelInstance(id, startAt(calendars, id, '2026-04-22'));
    calendars.editInstance(id, startAt(calendars, id, '2026-04-29'), { summary: 'Other' });
    const { cursor } = await scanAll(account.openCalendar());
    strike(account, 'calendar.exceptionsGoUnsaid', rate);
    calendars.remove(id);
    const { observations } = await changesAll(account.openCalendar(), cursor);
    expect(observations).toMatchObject([{ kind: 'gone', id, confirmed: false }]);
  });

  test('show both parts of a series of which somebody changed this and all that follow', async () => {
    const account = createAccount();
    const { calendars } = account;
    const { id } = calendars.add(series);
    calendars.cancelInstance(id, startAt(calendars, id, '2026-04-22'));
    calendars.cancelInstance(id, startAt(calendars, id, '2026-05-13'));
    const { cursor } = await scanAll(account.openCalendar());
    const next = calendars.editFollowing(id, startAt(calendars, id, '2026-05-06'), { summary: 'New team' });
    const { observations } = await changesAll(account.openCalendar(), cursor);
    const [first, second] = [id, next.id].map((one) => present(observations.find((seen) => seen.id === one)).item);
    expect(first?.when).toMatch(/ FREQ=WEEKLY;BYDAY=WE;UNTIL=2026(?:0429|0505)$/u);
    expect(first?.exceptions).toMatchObject([{ slot: '2026-04-22' }]);
    expect(second).toMatchObject({ title: 'New team', when: expect.stringMatching(/^2026-05-06T12:00:00-04:00/u) });
  });

  test('of thousands of events come page by page, and go on from any of them', async () => {
    const account = createAccount();
    const { cursor } = await scanAll(account.openCalendar());
    account.calendars.addMany(Array<GoogleEventInput>(2_600).fill(noon));
    const { observations, cursors } = await changesAll(account.openCalendar(), cursor);
    expect(observations).toHaveLength(2_600);
    expect((await changesAll(account.openCalendar(), cursors[1] ?? '')).observations).toHaveLength(100);
  });

  test('that come again say nothing new', async () => {
    const account = createAccount();
    const book = account.openCalendar();
    const [one] = await book.write(creates([varied]));
    const { cursor } = await scanAll(book);
    strike(account, 'replays');
    for (const seen of (await changesAll(account.openCalendar(), cursor)).observations)
      expect(present(seen).version).toBe(written(one).version);
  });
});

describe('single dates of somebody else’s series', () => {
  const organizer = { email: 'court@elsewhere.example' };
  /** As they arrive: rows of a series that is in nobody's calendar here. */
  const invited = (account: Account): { readonly id: string; readonly transport: Transport } => {
    const { id } = account.calendars.receive({ ...noon, organizer, attendees: [{ email }] });
    const date = { recurringEventId: 'elsewhere', originalStartTime: noon.start };
    const { send } = account;
    return {
      id,
      transport: async (request) => {
        const response = await send(request);
        return {
          ...response,
          body: response.body.replaceAll(`"id":"${id}"`, `"id":"${id}",${JSON.stringify(date).slice(1, -1)}`),
        };
      },
    };
  };

  test('are events of their own, in a pass, in changes and when read', async () => {
    const account = createAccount();
    const { cursor } = await scanAll(account.openCalendar());
    const { id, transport } = invited(account);
    const book = account.openCalendar({ transport });
    const expected = { kind: 'present', id, oneWay: 'oneWayGuest', item: { title: 'Hearing' } };
    expect((await scanAll(book)).observations).toMatchObject([expected]);
    expect((await changesAll(book, cursor)).observations).toMatchObject([expected]);
    expect(await book.read([id])).toMatchObject([expected]);
    const later = await scanAll(book);
    account.calendars.receiveCancellation(id);
    expect((await changesAll(book, later.cursor)).observations).toMatchObject([{ kind: 'gone', id, confirmed: false }]);
    expect(await book.read([id])).toMatchObject([{ kind: 'gone', id, confirmed: true }]);
  });

  test('are no events of their own where the series is there as well', async () => {
    const account = createAccount();
    const { calendars } = account;
    const { id } = calendars.add(series);
    const one = calendars.editInstance(id, startAt(calendars, id, '2026-04-22'), { summary: 'Other' });
    expect(await account.openCalendar().read([one.id])).toMatchObject([{ kind: 'elsewhere', id: one.id }]);
  });
});

describe('a calendar that the account may not write, or see', () => {
  const shared = (role: 'reader' | 'writer' | 'writerWithoutPrivateAccess') => {
    const account = createAccount();
    account.control.addAccount({ sub: '2083', name: 'Bo', email: 'bo@firm.example' });
    const theirs = account.control.calendars('bo@firm.example');
    const { id } = theirs.addCalendar({ summary: 'Firm' });
    theirs.share(id, email, role);
    return { account, theirs, id, open: () => account.openCalendar({ collection: id }) };
  };

  test('is shown, and nothing of it is ever written', async () => {
    const { theirs, id, open, account } = shared('reader');
    theirs.add(noon, { calendarId: id });
    const { observations } = await scanAll(open());
    const seen = present(observations[0]);
    expect(seen.oneWay).toBe('oneWayRights');
    expect(await open().read([seen.id])).toEqual([{ ...seen, askedAt: expect.any(Number) }]);
    account.requests.length = 0;
    expect(kinds(await open().write([changing(seen, { title: 'Ours' }), removing(seen)]))).toEqual([
      'conflict',
      'conflict',
    ]);
    expect(writesIn(account.requests)).toEqual([]);
  });

  test('becomes another version of every event when the rights change', async () => {
    const { theirs, id, open } = shared('writer');
    theirs.add(noon, { calendarId: id });
    const before = await scanAll(open());
    theirs.share(id, email, 'reader');
    await expect(open().changes(before.cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
    const after = await scanAll(open());
    expect(present(before.observations[0])).not.toHaveProperty('oneWay');
    expect(present(after.observations[0]).version).not.toBe(present(before.observations[0]).version);
  });

  test('hides what is private from a role that sees no details', async () => {
    const { theirs, id, open } = shared('writerWithoutPrivateAccess');
    theirs.add({ ...noon, visibility: 'private' }, { calendarId: id });
    theirs.add(noon, { calendarId: id });
    const { observations } = await scanAll(open());
    expect(observations.map(({ kind }) => kind).sort()).toEqual(['hidden', 'present']);
    expect(observations.find(({ kind }) => kind === 'present')).toMatchObject({ oneWay: 'oneWayRights' });
  });

  test.each([0, 1])('is no proof that its events are gone, once it is taken away (410: %i)', async (rate) => {
    const { theirs, id, open, account } = shared('writer');
    const event = theirs.add(noon, { calendarId: id });
    const { cursor, observations } = await scanAll(open());
    theirs.share(id, email, undefined);
    strike(account, 'calendar.lossGone', rate);
    const lost = { code: 'forbidden' };
    await expect(open().changes(cursor)).rejects.toMatchObject(lost);
    await expect(open().scan(undefined)).rejects.toMatchObject(lost);
    await expect(open().read([event.id])).rejects.toMatchObject(lost);
    await expect(open().write([removing(present(observations[0]))])).rejects.toMatchObject(lost);
  });
});

/** Writes among requests, also within batches, by method. */
function writesIn(requests: readonly HttpRequest[]): readonly string[] {
  return requests.flatMap(({ method, url, body }) => {
    if (!url.includes('/batch/')) return method === 'GET' ? [] : [method];
    return [...(body ?? '').matchAll(/^(POST|PATCH|PUT|DELETE) \//gmu)].map(([, one = '']) => one);
  });
}

describe('nobody is ever mailed', () => {
  const guests = { attendees: [{ email: 'client@elsewhere.example', displayName: 'A Client' }] };

  test('of an event with guests: it goes one way, with who they are', async () => {
    const account = createAccount();
    strike(account, 'calendar.mailsAnyway');
    const { id } = account.calendars.add({ ...noon, ...guests });
    account.control.clearMails();
    const seen = await readOne(account.openCalendar(), id);
    expect(seen).toMatchObject({ oneWay: 'oneWayGuests', item: { guests: 'A Client <client@elsewhere.example>' } });
    account.requests.length = 0;
    const outcomes = await account.openCalendar().write([changing(seen, { title: 'Ours' }), removing(seen)]);
    expect(kinds(outcomes)).toEqual(['conflict', 'conflict']);
    expect(writesIn(account.requests)).toEqual([]);
    expect(account.control.mails()).toEqual([]);
  });

  test('of an event that got guests after it was decided upon', async () => {
    const account = createAccount();
    strike(account, 'calendar.mailsAnyway');
    const [first, second] = await Promise.all(
      [account.calendars.add(noon), account.calendars.add(series)].map(({ id }) => readOne(account.openCalendar(), id)),
    );
    if (!first || !second) throw new Error('nothing was read');
    account.calendars.setGuests(first.id, ['client@elsewhere.example']);
    account.calendars.editInstance(second.id, startAt(account.calendars, second.id, '2026-04-22'), guests);
    account.control.clearMails();
    account.requests.length = 0;
    const operations = [changing(first, { title: 'Ours' }), removing(second)];
    expect(kinds(await account.openCalendar().write(operations))).toEqual(['conflict', 'conflict']);
    expect(writesIn(account.requests)).toEqual([]);
    expect(account.control.mails()).toEqual([]);
    expect((await readOne(account.openCalendar(), second.id)).oneWay).toBe('oneWayGuests');
  });

  test('by an invitation: it goes one way', async () => {
    const account = createAccount();
    const organizer = { email: 'court@elsewhere.example', displayName: 'The Court' };
    const { id } = account.calendars.receive({ ...noon, organizer, attendees: [{ email }] });
    const seen = await readOne(account.openCalendar(), id);
    expect(seen).toMatchObject({ oneWay: 'oneWayGuest', item: { guests: 'The Court <court@elsewhere.example>' } });
    expect(kinds(await account.openCalendar().write([removing(seen)]))).toEqual(['conflict']);
    const shownAs = async () => (await readOne(account.openCalendar(), id)).item.showAs;
    expect(await shownAs()).toBe('tentative');
    account.calendars.respond(id, 'accepted');
    expect(await shownAs()).toBe('busy');
    account.calendars.respond(id, 'declined');
    expect(await shownAs()).toBe('free');
    expect(account.control.mails()).toEqual([]);
  });

  test('by anything that is written: each write says so, and names no guests', async () => {
    const account = createAccount();
    const book = account.openCalendar();
    const [one, two] = (await book.write(creates([hearing, varied]))).map(written);
    if (!one || !two) throw new Error('nothing was written');
    const outcomes = await book.write([
      changing(one, { title: 'Other', when: hours('2026-04-16', 9) }),
      changing(two, { exceptions: exceptions(cancelled, moved) }),
    ]);
    await book.write(outcomes.map((outcome) => removing(written(outcome))));
    const all = account.requests.flatMap(({ method, url, body }) => [
      `${method} ${new URL(url).pathname}${new URL(url).search}`,
      body ?? '',
    ]);
    const writes = all.flatMap((text) =>
      [...text.matchAll(/^(?:POST|PATCH|PUT|DELETE) (\S*\/events\S*)/gmu)].map(([, path]) => path),
    );
    expect(writes.length).toBeGreaterThan(7);
    expect(writes.filter((path) => !path?.endsWith('?sendUpdates=none'))).toEqual([]);
    expect(all.filter((text) => text.includes('attendees'))).toEqual([]);
    expect(account.control.mails()).toEqual([]);
  });
});

describe('what cannot be written as it is', () => {
  test.each(['birthday', 'focusTime', 'outOfOffice', 'workingLocation', 'fromGmail'] as const)(
    'because of its kind goes one way (%s)',
    async (eventType) => {
      const account = createAccount();
      const { id } = account.calendars.add({ ...noon, eventType });
      const seen = await readOne(account.openCalendar(), id);
      expect(seen.oneWay).toBe('oneWayKind');
      expect(kinds(await account.openCalendar().write([removing(seen)]))).toEqual(['conflict']);
    },
  );

  test.each([
    ['additional dates', ['RRULE:FREQ=WEEKLY;BYDAY=WE', 'RDATE;VALUE=DATE:20260417']],
    ['two rules', ['RRULE:FREQ=WEEKLY;BYDAY=WE', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=1']],
    ['a start that its rule does not have', ['RRULE:FREQ=WEEKLY;BYDAY=TH']],
    ['more than one a day', ['RRULE:FREQ=HOURLY']],
  ])('because of %s is told in Google’s words, and held by nobody', async (_, recurrence) => {
    const account = createAccount();
    const { id } = account.calendars.add({ ...noon, recurrence });
    const book = account.openCalendar();
    const seen = await readOne(book, id);
    expect(seen.item.when).toContain(recurrence.join(' '));
    expect(book.profile.cannotHold?.(seen.item)).toBe('ruleNotHeldRight');
    const renamed = written((await book.write([changing(seen, { title: 'Other' })]))[0]);
    expect(renamed.item).toEqual({ ...seen.item, title: 'Other' });
    expect(account.calendars.get(id)?.recurrence).toEqual(recurrence);
  });

  test.each([
    ['formatted', '<p>See <b>file</b> &amp; <a href="https://example.org">page</a></p>', 'See file & page', true],
    ['made in Google’s editor', 'One<br>two<ul><li>a</li><li>b</li></ul>', 'One\ntwo\n\na\n\nb', true],
    ['plain', 'a < b && c > d <office@example.org>', 'a < b && c > d <office@example.org>', false],
    ['with characters that the editor spells', 'AT&amp;T &lt;3', 'AT&T <3', false],
    ['with the block of a call', 'Notes\n\nhttps://meet.google.com/abc', 'Notes\n\nhttps://meet.google.com/abc', true],
  ])('a %s description is read as text', async (_, description, text, isClosed) => {
    const account = createAccount();
    const conferenceData = { entryPoints: [{ entryPointType: 'video', uri: 'https://meet.google.com/abc' }] };
    const { id } = account.calendars.add({ ...noon, description, conferenceData });
    const seen = await readOne(account.openCalendar(), id);
    expect(seen.item.description).toBe(text);
    expect(seen.closed).toEqual(isClosed ? ['description'] : undefined);
    const after = written((await account.openCalendar().write([changing(seen, { title: 'Other' })]))[0]);
    expect(after.item).toEqual({ ...seen.item, title: 'Other' });
    expect(account.calendars.get(id)?.description).toBe(description);
  });

  test.each(['<b>not bold</b>', 'a &amp; b', '<office@example.org>', 'x </p> y', '1 < 2'])(
    'a text like %s comes back as it was written',
    async (description) => {
      const account = createAccount();
      const [shown] = await account.openCalendar().write(creates([{ ...hearing, description }]));
      expect(written(shown).item.description).toBe(description);
      expect(written(shown)).not.toHaveProperty('closed');
    },
  );
});

describe('creates in an awkward calendar', () => {
  test('of 49 events cost one request', async () => {
    const account = createAccount();
    const outcomes = await account.openCalendar().write(creates(titles(49)));
    expect(new Set(kinds(outcomes))).toEqual(new Set(['written']));
    expect(account.sent).toEqual(['POST /batch/calendar/v3']);
  });

  test('whose connection broke half-way are unknown, and are found again by their markers, each once', async () => {
    const account = createAccount();
    const since = account.world.now();
    strike(account, 'timeoutAfterCommit');
    const items = [hearing, varied];
    expect(kinds(await account.openCalendar().write(creates(items)))).toEqual(['unknown', 'unknown']);
    strike(account, 'timeoutAfterCommit', 0);
    const sought = items.map((item, at) => ({ marker: markerOf(at + 1), item, since }));
    const found = await account.openCalendar().find(sought);
    expect(found.flat().map(({ item }) => item.title)).toEqual(
      account.calendars.events().map(({ summary }) => summary),
    );
    const again = await account.openCalendar().write(creates(items));
    expect(
      account.calendars.events().filter(({ recurrence, recurringEventId }) => recurrence ?? !recurringEventId),
    ).toHaveLength(2);
    expect(kinds(again)).not.toContain('refused');
  });

  test('that were done before count as written, where they say the same', async () => {
    const account = createAccount();
    const items = [hearing, varied];
    const before = await account.openCalendar().write(creates(items));
    const again = await account.openCalendar().write(creates(items));
    expect(again.map((outcome) => ({ ...written(outcome), askedAt: 0 }))).toEqual(
      before.map((outcome) => ({ ...written(outcome), askedAt: 0 })),
    );
  });

  test('that were done before and changed by a person since are looked for', async () => {
    const account = createAccount();
    const [before] = await account.openCalendar().write(creates([hearing]));
    account.calendars.edit(written(before).id, { summary: 'By hand' });
    expect(await account.openCalendar().write(creates([hearing]))).toEqual([{ kind: 'unknown' }]);
    const [found] = await account.openCalendar().find([{ marker: markerOf(1), item: hearing, since: 0 }]);
    expect(found).toMatchObject([{ item: { title: 'By hand' } }]);
  });

  test('take the id of what was deleted, because no other way leads to it', async () => {
    const account = createAccount();
    for (const item of [hearing, varied]) {
      const marker = markerOf(item === hearing ? 1 : 2);
      const [before] = await account.openCalendar().write([create(item, marker)]);
      account.calendars.remove(written(before).id);
      expect(await account.openCalendar().find([{ marker, item, since: 0 }])).toEqual([[]]);
      const [again] = await account.openCalendar().write([create(item, marker)]);
      expect(written(again).id).toBe(written(before).id);
      expect(account.calendars.get(written(again).id)?.status).toBe('confirmed');
      expectSays(account, written(again).item, item);
    }
  });

  test.each(['truncatedJson', 'htmlOk', 'htmlGateway', 'serverError', 'internalError'])(
    'are unknown when the answer says nothing of them (%s)',
    async (name) => {
      const account = createAccount();
      strike(account, name);
      expect(kinds(await account.openCalendar().write(creates(titles(3))))).toEqual(['unknown', 'unknown', 'unknown']);
      expect(kinds(await account.openCalendar().write(creates(titles(1))))).toEqual(['unknown']);
    },
  );

  test('of which one is refused: it alone', async () => {
    const account = createAccount();
    strike(account, 'refusesValue');
    const outcomes = await account.openCalendar().write(creates([hearing, { ...hearing, title: '[refuse]' }, weekly]));
    expect(kinds(outcomes)).toEqual(['written', 'refused', 'written']);
    expect(outcomes[1]).toMatchObject({ code: 'refused', detail: 'Google answered 400 invalid' });
  });

  test('of a series with a date that is refused show what is there', async () => {
    const account = createAccount();
    strike(account, 'refusesValue');
    const item = { ...weekly, exceptions: exceptions({ ...renamed, title: '[refuse]' }, moved) };
    const [outcome] = await account.openCalendar().write(creates([item]));
    expectSays(account, written(outcome).item, { ...weekly, exceptions: exceptions(moved) });
  });

  test.each([
    ['rateLimited', { code: 'rateLimited', retryAfterMs: 60_000 }],
    ['rateLimited.seconds', { code: 'rateLimited', retryAfterMs: 5_000 }],
    ['rateLimited.forbidden', { code: 'rateLimited' }],
    ['calendar.quotaExceeded', { code: 'rateLimited', retryAfterMs: 3_600_000 }],
    ['tokenExpired', { code: 'unauthorized' }],
    ['serviceDisabled', { code: 'appRejected' }],
  ])('are turned away by %s, one or many, and nothing was written', async (name, error) => {
    const account = createAccount();
    strike(account, name);
    await expect(account.openCalendar().write(creates(titles(1)))).rejects.toMatchObject(error);
    await expect(account.openCalendar().write(creates(titles(3)))).rejects.toMatchObject(error);
    expect(account.calendars.events()).toEqual([]);
  });

  test.each([
    [401, { code: 'unauthorized' }],
    [429, { code: 'rateLimited', retryAfterMs: 60_000 }],
    [403, { code: 'unavailable' }],
  ])('are not done where their batch is turned away as a whole (%i)', async (status, error) => {
    const account = createAccount();
    const body = status === 403 ? '<html>' : '{"error":{}}';
    const book = account.openCalendar({ transport: async () => ({ status, headers: {}, body }) });
    await expect(book.write(creates(titles(3)))).rejects.toMatchObject(error);
    await expect(book.read(['a'])).rejects.toMatchObject(error);
  });

  test('keep within what Google takes in a minute, and those beyond it are not done', async () => {
    const account = createAccount({ limits: true });
    const book = account.openCalendar();
    let written = 0;
    for (let at = 0; at < 12; at += 1) {
      const items = creates(titles(49)).map(
        (one, index) => ({ ...one, marker: markerOf(at * 49 + index) }) as Operation,
      );
      written += kinds(await book.write(items)).filter((kind) => kind === 'written').length;
    }
    expect(written).toBe(588);
    const outcomes = await book.write(
      creates(titles(49)).map((one, at) => ({ ...one, marker: markerOf(1_000 + at) }) as Operation),
    );
    expect(new Set(outcomes.map((one) => (one.kind === 'notDone' ? one.code : one.kind)))).toEqual(
      new Set(['written', 'rateLimited']),
    );
    expect(account.calendars.events()).toHaveLength(600);
  });
});

describe('changes written to an awkward calendar', () => {
  const two = async (account: Account): Promise<readonly [Present, Present]> => {
    const [one, other] = (await account.openCalendar().write(creates([hearing, varied]))).map(written);
    if (!one || !other) throw new Error('nothing was written');
    return [one, other];
  };

  test.each([
    'calendar.resetsExceptions',
    'calendar.exceptionsKeepFields',
    'calendar.patchReplacesTimes',
    'calendar.omitsTimeZone',
    'calendar.batchConflict',
    'emptyPage',
    'shufflesBatches',
    'etagBump',
  ])('of a series say what they were to say (%s)', async (name) => {
    const account = createAccount();
    strike(account, name);
    const [one, other] = await two(account);
    await account.world.advance(5_000);
    const when = String(weekly.when).replaceAll('T12', 'T10').replaceAll('T13', 'T11');
    const targets = [
      { ...one.item, when: '2026-04-16/2026-04-17', title: 'All day' },
      { ...other.item, when, title: 'Team, early', location: 'Room 1' },
    ];
    let seen = await account.openCalendar().read([one.id, other.id]);
    const outcomes = await account.openCalendar().write(seen.map((now, at) => update(present(now), targets[at] ?? {})));
    expect(kinds(outcomes)).toEqual(['written', 'written']);
    for (const [at, target] of targets.entries()) expectSays(account, written(outcomes[at]).item, target);
    await account.world.advance(5_000);
    seen = await account.openCalendar().read([one.id, other.id]);
    for (const [at, target] of targets.entries()) expectSays(account, present(seen[at]).item, target);
  });

  test('are a conflict when Google calls the version stale', async () => {
    const account = createAccount();
    const [one, other] = await two(account);
    strike(account, 'spuriousConflict');
    const outcomes = await account
      .openCalendar()
      .write([changing(one, { title: 'Ours' }), changing(other, { exceptions: exceptions(renamed, cancelled) })]);
    expect(kinds(outcomes)).toEqual(['conflict', 'conflict']);
    expect(kinds(await account.openCalendar().write([removing(one)]))).toEqual(['conflict']);
  });

  test('of which a date is refused after the series itself was written are looked at again', async () => {
    const account = createAccount();
    const [, other] = await two(account);
    strike(account, 'refusesValue');
    const bad = exceptions(moved, cancelled, { ...renamed, title: '[refuse]' });
    expect(await account.openCalendar().write([changing(other, { title: 'Team 2', exceptions: bad })])).toEqual([
      { kind: 'conflict' },
    ]);
    const now = await readOne(account.openCalendar(), other.id);
    expect(now.item.title).toBe('Team 2');
    expect(kinds(await account.openCalendar().write([changing(now, { exceptions: bad })]))).toEqual(['refused']);
  });

  test.each([0, 1])('delete what is deleted already (404: %i)', async (rate) => {
    const account = createAccount();
    const all = await two(account);
    strike(account, 'calendar.redeleteNotFound', rate);
    strike(account, 'calendar.deletedVanish', rate, 0);
    for (const { id } of all) account.calendars.remove(id);
    expect(kinds(await account.openCalendar().write(all.map(removing)))).toEqual(['deleted', 'deleted']);
    expect(await account.openCalendar().read(all.map(({ id }) => id))).toMatchObject(
      all.map(({ id }) => ({ kind: 'gone', id, confirmed: true })),
    );
  });

  test('find a date by whatever id it has', async () => {
    const account = createAccount();
    const { send } = account;
    // Every instance is called otherwise than it was ever seen to be.
    const hide = (text: string): string => text.replaceAll(/(_\d{8}T\d{6}Z)x/gu, '$1');
    const show = (text: string): string => text.replaceAll(/(_\d{8}T\d{6}Z)(?=["?/\s])/gu, '$1x');
    const missing = { error: { errors: [{ reason: 'notFound' }], code: 404, message: 'Not Found' } };
    const transport: Transport = async (request) => {
      if (/_\d{8}T\d{6}Z\?/u.test(request.url)) return { status: 404, headers: {}, body: JSON.stringify(missing) };
      const { body } = request;
      const response = await send({ ...request, url: hide(request.url), ...(body ? { body: hide(body) } : {}) });
      return { ...response, body: show(response.body) };
    };
    const [shown] = await account.openCalendar({ transport }).write(creates([varied]));
    expectSays(account, written(shown).item, varied);
    const target = { ...varied, exceptions: exceptions({ ...moved, when: hours('2026-04-21', 9) }) };
    const [after] = await account
      .openCalendar({ transport })
      .write([update(written(shown), { ...written(shown).item, ...target })]);
    expectSays(account, written(after).item, target);
  });

  test('leave alone which way it says that it is private, and how it is shown', async () => {
    const account = createAccount();
    const { id } = account.calendars.add({
      ...noon,
      visibility: 'confidential',
      transparency: 'transparent',
      status: 'tentative',
    });
    const seen = await readOne(account.openCalendar(), id);
    expect(seen.item).toMatchObject({ privacy: 'private', showAs: 'free' });
    const after = written((await account.openCalendar().write([changing(seen, { title: 'Other' })]))[0]);
    expect(account.calendars.get(id)).toMatchObject({
      visibility: 'confidential',
      transparency: 'transparent',
      status: 'tentative',
    });
    const { showAs: _, ...unsaid } = after.item;
    expect(written((await account.openCalendar().write([update(after, unsaid)]))[0])).toEqual({
      ...after,
      askedAt: expect.any(Number),
    });
    const { privacy: __, ...open } = after.item;
    const last = written((await account.openCalendar().write([update(after, { ...open, showAs: 'tentative' })]))[0]);
    expect(last.item).toEqual({ ...open, showAs: 'tentative' });
  });
});
