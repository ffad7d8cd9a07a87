import type { HttpRequest, Mailbox, MailMessage } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { account, createGoogleMail, type GoogleMailSetup, mailProvider, topic } from './google-mail-look-alike.ts';
import { ada, allChanges, allOf, bob, letter } from './mailbox-contract.ts';

const minuteMs = 60_000;
const secondMs = 1_000;
const dayMs = 24 * 60 * minuteMs;
const idsOf = (messages: readonly MailMessage[]) => messages.map(({ id }) => id).toSorted();

/** Lets many messages come, in the last minutes. */
function fill({ mail, world }: GoogleMailSetup, count: number, from = world.now() - 10 * minuteMs) {
  const deliveries = Array.from({ length: count }, (_, index) => ({
    from: ada,
    subject: `Number ${index}`,
    receivedAt: from + index * 10,
  }));
  return mail.deliverMany(deliveries).toSorted();
}

/** How often the look-alike refused for want of units, and how many requests of a kind there were. */
const kinds = ({ control }: GoogleMailSetup) => control.requests();

/** Follows to the end, and waits whenever it is told to. */
async function followed(made: GoogleMailSetup, page: (mailbox: Mailbox) => Promise<boolean>): Promise<number> {
  let waits = 0;
  for (let rounds = 0; rounds < 500; rounds += 1) {
    try {
      if (!(await page(made.open()))) return waits;
    } catch (error) {
      const { code, retryAfterMs } = error as { code?: string; retryAfterMs?: number };
      if (code !== 'rateLimited' || retryAfterMs === undefined) throw error;
      waits += 1;
      await made.world.advance(retryAfterMs);
    }
  }
  throw new Error('there is no end');
}

async function allWaiting(made: GoogleMailSetup, from: string) {
  const messages: MailMessage[] = [];
  let cursor = from;
  const waits = await followed(made, async (mailbox) => {
    const page = await mailbox.changes(cursor);
    messages.push(...page.messages);
    cursor = page.cursor;
    return page.more;
  });
  return { messages, cursor, waits };
}

describe('the units of a minute', () => {
  test('end a page early, and are never overdrawn: changes', async () => {
    const made = createGoogleMail({ limits: true });
    const cursor = await made.open().begin();
    const ids = fill(made, 700);
    const { messages, waits } = await allWaiting(made, cursor);
    expect(idsOf(messages)).toEqual(ids);
    expect(waits).toBeLessThanOrEqual(6);
    const { total, mostInAMinute } = made.control.mailUnits(account);
    expect(mostInAMinute).toBeLessThanOrEqual(6_000);
    // Nothing was asked for twice: 20 a message, and lists.
    expect(total).toBeLessThan(700 * 20 * 1.02);
    expect(made.control.requests()['GET gmail/messages/{id}']).toBe(700);
  });

  test('end a page early, and are never overdrawn: a span, counted before', async () => {
    const made = createGoogleMail({ limits: true });
    const from = made.world.now() - dayMs;
    const ids = fill(made, 640, from);
    const span = { from, until: made.world.now() };
    expect(await made.open().count(span)).toBe(640);
    expect(made.control.mailUnits(account).total).toBe(10);
    const messages: MailMessage[] = [];
    let next: string | undefined;
    await followed(made, async (mailbox) => {
      const page = await mailbox.range(span, next);
      messages.push(...page.messages);
      next = page.next;
      return next !== undefined;
    });
    expect(idsOf(messages)).toEqual(ids);
    const { total, mostInAMinute } = made.control.mailUnits(account);
    expect(mostInAMinute).toBeLessThanOrEqual(6_000);
    expect(total).toBeLessThan(640 * 20 * 1.02);
  });

  test('keep something back for what a person sends, and for the names of labels', async () => {
    const made = createGoogleMail({ limits: true });
    const cursor = await made.open().begin();
    fill(made, 400);
    for (const { id } of made.mail.list()) made.mail.label(id, ['Clients']);
    let place = cursor;
    for (let pages = 0; pages < 3; pages += 1) place = (await made.open().changes(place)).cursor;
    await expect(made.open().changes(place)).rejects.toMatchObject({ code: 'rateLimited' });
    await made.open().send(letter);
    expect(made.office.leftTheSandbox()).toHaveLength(2);
  });

  test('say when to go on, so that a page is worth its while then', async () => {
    const made = createGoogleMail({ limits: true });
    const cursor = await made.open().begin();
    fill(made, 300);
    let place = cursor;
    for (let pages = 0; pages < 3; pages += 1) place = (await made.open().changes(place)).cursor;
    const error = await made
      .open()
      .changes(place)
      .catch((one: unknown) => one);
    const { retryAfterMs = 0 } = error as { retryAfterMs?: number };
    expect(made.requests.filter(({ url }) => url.includes('/batch'))).toHaveLength(27);
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(61 * secondMs);
    await made.world.advance(retryAfterMs);
    expect((await made.open().changes(place)).messages.length).toBeGreaterThanOrEqual(10);
  });

  test('that are left for a few only are saved up: no page is of a handful', async () => {
    const made = createGoogleMail({ limits: true });
    const cursor = await made.open().begin();
    const ids = fill(made, 300);
    for (let at = 0; at < 265; at += 53) await made.open().read(ids.slice(at, at + 53));
    await expect(made.open().changes(cursor)).rejects.toMatchObject({ code: 'rateLimited' });
    expect(kinds(made)['GET gmail/messages/{id}']).toBe(265);
  });

  test('are each account’s own', async () => {
    const made = createGoogleMail({ limits: true });
    const cursor = await made.open().begin();
    fill(made, 300);
    let place = cursor;
    for (let pages = 0; pages < 3; pages += 1) place = (await made.open().changes(place)).cursor;
    const other = made.openWith({ account: 'bo@firm.example' });
    expect(await other.begin()).toMatch(/^\d+$/u);
  });

  test('that somebody else used are Google’s to refuse, and what was read until then is kept', async () => {
    const made = createGoogleMail();
    const cursor = await made.open().begin();
    const ids = fill(made, 25);
    made.on('mail.crowd', 4);
    const page = await made.open().changes(cursor);
    expect(page).toMatchObject({ more: true });
    expect(page.messages).toHaveLength(4);
    const span = { from: made.world.now() - dayMs, until: made.world.now() + secondMs };
    const first = await made.open().range(span);
    expect(first.messages).toHaveLength(4);
    made.off('mail.crowd');
    const rest = await allChanges(made, page.cursor);
    expect(idsOf([...page.messages, ...rest.messages])).toEqual(ids);
    const more = await made.open().range(span, first.next);
    expect(idsOf([...first.messages, ...more.messages])).toEqual(ids);
  });

  test('that are refused outright throw, and say for how long', async () => {
    const made = createGoogleMail();
    const cursor = await made.open().begin();
    fill(made, 3);
    made.on('rateLimited.forbidden', 17_000);
    await expect(made.open().changes(cursor)).rejects.toMatchObject({ code: 'rateLimited', retryAfterMs: 17_000 });
    made.off('rateLimited.forbidden');
    made.on('mail.crowd', 0);
    await expect(made.open().changes(cursor)).rejects.toMatchObject({ code: 'rateLimited', retryAfterMs: 2_000 });
    await expect(made.open().range({ from: 0, until: made.world.now() + 1 })).rejects.toMatchObject({
      code: 'rateLimited',
    });
    await expect(
      made.open().read([made.mail.list()[0]?.id ?? '', made.mail.list()[1]?.id ?? '']),
    ).rejects.toMatchObject({
      code: 'rateLimited',
      retryAfterMs: 2_000,
    });
  });
});

describe('the history', () => {
  test('costs two units when nothing changed, and nothing is asked for drafts, junk and what was only read', async () => {
    const made = createGoogleMail();
    const { mail, open, control } = made;
    const id = mail.deliver({ from: ada }).id;
    const cursor = await open().begin();
    control.resetRequests();
    await open().read([id]);
    expect(kinds(made)).toEqual({ 'GET gmail/messages/{id}': 1 });
    control.resetRequests();
    await open().changes(cursor);
    expect(kinds(made)).toEqual({ 'GET gmail/history': 1 });
    mail.draft({ to: [ada], cc: [], bcc: [], subject: 'Not yet', text: '' });
    mail.spam(mail.deliver({ from: ada, labels: ['SPAM'] }).id);
    mail.label(id, ['STARRED'], ['UNREAD']);
    mail.archive(id);
    expect(await open().changes(cursor)).toMatchObject({ messages: [], more: false });
    expect(kinds(made)).toEqual({ 'GET gmail/history': 2 });
  });

  test.each([
    ['gets a label', undefined],
    ['comes anew', 'mail.draftSentAnew'],
  ])('tells of a draft that was sent, whether it %s or not', async (_, habit) => {
    const made = createGoogleMail();
    if (habit) made.on(habit);
    const draft = made.mail.draft({ to: [ada], cc: [], bcc: [], subject: 'Now', text: '' });
    const cursor = await made.open().begin();
    made.mail.sendDraft(draft.id);
    expect((await allChanges(made, cursor)).messages).toMatchObject([{ subject: 'Now', place: 'sent' }]);
    expect(made.office.leftTheSandbox()).toHaveLength(1);
  });

  test('names messages without their labels, pages without rows, and messages that are gone', async () => {
    const made = createGoogleMail();
    made.on('mail.recordsWithoutLabels');
    made.on('emptyPage');
    const cursor = await made.open().begin();
    const ids = fill(made, 220);
    const [gone = ''] = ids;
    made.mail.remove(gone);
    const junk = made.mail.deliver({ from: ada, labels: ['SPAM'] });
    const { messages } = await allWaiting(made, cursor);
    const told = messages.filter(({ id }) => id !== junk.id);
    expect(idsOf(told)).toEqual(ids.slice(1));
  });

  test('loses nothing between two records of one message, where a page ends after the first', async () => {
    const made = createGoogleMail();
    const cursor = await made.open().begin();
    const [first, second] = [made.mail.deliver({ from: ada }), made.mail.deliver({ from: ada })];
    made.mail.archive(first.id);
    made.mail.label(first.id, ['INBOX']);
    made.on('mail.crowd', 1);
    const page = await made.open().changes(cursor);
    made.off('mail.crowd');
    expect(idsOf(page.messages)).toEqual([first.id]);
    expect(idsOf((await allChanges(made, page.cursor)).messages)).toContain(second.id);
  });

  test('goes on behind a page of which nothing is asked for', async () => {
    const made = createGoogleMail();
    const cursor = await made.open().begin();
    for (let count = 0; count < 230; count += 1) made.mail.deliver({ from: ada, labels: ['SPAM'] });
    const { id } = made.mail.deliver({ from: ada });
    expect(idsOf((await allChanges(made, cursor)).messages)).toEqual([id]);
    expect(kinds(made)['GET gmail/messages/{id}']).toBe(1);
  });

  test('may name thousands in one record: a page ends within it, and goes on there', async () => {
    const made = createGoogleMail();
    const ids = fill(made, 230);
    const named = (some: readonly string[]) =>
      some.map((id) => ({ message: { id, threadId: id, labelIds: ['INBOX'] } }));
    const records = [
      { id: '4500', messagesAdded: named(ids.slice(0, 30)) },
      { id: '5000', messagesAdded: named(ids.slice(30)) },
    ];
    const transport = async (request: HttpRequest) => {
      if (!request.url.includes('/history?')) return await plain(made, request);
      const start = Number(new URL(request.url).searchParams.get('startHistoryId'));
      const history = records.filter(({ id }) => Number(id) > start);
      const body = { historyId: '6000', ...(history.length > 0 ? { history } : {}) };
      return { status: 200, headers: {}, body: JSON.stringify(body) };
    };
    const open = () => made.openWith({ transport });
    const pages = [];
    let cursor = '4000';
    for (let more = true; more; ) {
      const page = await open().changes(cursor);
      pages.push([page.messages.length, page.cursor]);
      ({ cursor, more } = page);
    }
    expect(pages).toEqual([
      [100, '4500 70'],
      [100, '4500 170'],
      [30, '6000'],
    ]);
  });

  test('that went by is a cursor that expired, by age and by whatever else', async () => {
    const made = createGoogleMail();
    const cursor = await made.open().begin();
    made.mail.deliver({ from: ada });
    made.on('mail.historyGone');
    await expect(made.open().changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
    made.off('mail.historyGone');
    await made.world.advance(3 * dayMs);
    expect((await made.open().changes(cursor)).messages).toHaveLength(1);
    await made.world.advance(5 * dayMs);
    await expect(made.open().changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
  });

  test('never goes backwards, whatever number the mailbox says it has', async () => {
    const made = createGoogleMail();
    const transport = async () => ({ status: 200, headers: {}, body: JSON.stringify({ historyId: '12' }) });
    expect((await made.openWith({ transport }).changes('18446744073709551614')).cursor).toBe('18446744073709551614');
  });
});

const plain = async ({ service }: GoogleMailSetup, { method, url, headers, body }: HttpRequest) =>
  await service.answer({ method, url, headers, ...(body === undefined ? {} : { body }) });

describe('a span', () => {
  test('is begun again, once, when the token of its next page is refused after hours', async () => {
    const made = createGoogleMail();
    const from = made.world.now() - dayMs;
    const ids = fill(made, 150, from);
    const span = { from, until: made.world.now() };
    const first = await made.open().range(span);
    made.on('mail.pageTokenExpired');
    const anew = await made.open().range(span, first.next);
    expect(anew.messages).toHaveLength(100);
    await expect(made.open().range(span, anew.next)).rejects.toMatchObject({ code: 'refused' });
    made.off('mail.pageTokenExpired');
    const last = await made.open().range(span, anew.next);
    expect(idsOf([...anew.messages, ...last.messages])).toEqual(ids);
  });

  test('goes on where it ended although messages went meanwhile, and over pages without rows', async () => {
    const made = createGoogleMail();
    made.on('emptyPage');
    const from = made.world.now() - dayMs;
    const ids = fill(made, 120, from);
    const messages = await allOf(made, { from, until: made.world.now() });
    expect(idsOf(messages)).toEqual(ids);
    made.off('emptyPage');
    made.on('mail.crowd', 3);
    const first = await made.open().range({ from, until: made.world.now() });
    made.off('mail.crowd');
    for (const { id } of first.messages) made.mail.remove(id);
    const rest = await made.open().range({ from, until: made.world.now() }, first.next);
    expect(new Set([...idsOf(first.messages), ...idsOf(rest.messages)]).size).toBeGreaterThanOrEqual(100);
  });

  test('leaves nothing out at its ends, to the millisecond', async () => {
    const made = createGoogleMail();
    const from = made.world.now() - dayMs + 1;
    const [before, at, last, after] = [from - 1, from, from + 999, from + 1_000].map(
      (receivedAt) => made.mail.deliver({ from: ada, receivedAt }).id,
    );
    expect(idsOf(await allOf(made, { from, until: from + 1_000 }))).toEqual([at, last].toSorted());
    expect([before, after]).toHaveLength(2);
  });
});

describe('an id', () => {
  test.each(['a b@client.example', 'x" in:anywhere "', '', '<>', 'a@b>\nin:inbox'])(
    'like %j is no search',
    async (messageId) => {
      const made = createGoogleMail();
      made.mail.deliver({ from: ada });
      expect(await made.open().find(messageId)).toEqual([]);
      expect(made.requests).toEqual([]);
    },
  );

  test('is that of the message, and not only like it', async () => {
    const made = createGoogleMail();
    const { id } = made.mail.deliver({ from: ada, messageId: 'One@client.example' });
    expect(await made.open().find('<one@CLIENT.example>')).toMatchObject([{ id }]);
    const [other] = [made.mail.deliver({ from: ada, messageId: 'two@client.example' }).id];
    const transport = async (request: HttpRequest) =>
      request.url.includes('q=rfc822msgid')
        ? { status: 200, headers: {}, body: JSON.stringify({ messages: [{ id: other, threadId: other }] }) }
        : await plain(made, request);
    expect(await made.openWith({ transport }).find('one@client.example')).toEqual([]);
  });
});

describe('a letter', () => {
  test('whose answer never came is found by its marker, also among others of the same words', async () => {
    const made = createGoogleMail();
    const since = made.world.now();
    made.on('timeoutAfterCommit');
    await expect(made.open().send(letter)).rejects.toMatchObject({ code: 'timeout' });
    made.off('timeoutAfterCommit');
    expect(await made.open().wasSent(letter, since)).toBe(true);
    expect(await made.open().wasSent({ ...letter, marker: 'another' }, since)).toBe(false);
  });

  test('is found by whom it went to and its subject where Gmail keeps no marker', async () => {
    const made = createGoogleMail();
    made.on('mail.dropsCustomHeaders');
    made.on('mail.encodedHeaders');
    const since = made.world.now();
    await made.open().send({ ...letter, to: [bob, ada], cc: [] });
    expect(await made.open().wasSent(letter, since)).toBe(true);
    expect(await made.open().wasSent({ ...letter, subject: 'Another' }, since)).toBe(false);
    expect(await made.open().wasSent({ ...letter, cc: [] }, since)).toBe(false);
    await made.world.advance(dayMs);
    expect(await made.open().wasSent(letter, made.world.now())).toBe(false);
  });

  test('that was certainly not sent says so', async () => {
    const made = createGoogleMail({ scopes: ['openid', ...mailProvider.scopes.read] });
    await expect(made.open().send(letter)).rejects.toMatchObject({ code: 'consentNeeded', lostCause: 'scopeMissing' });
    expect(made.office.leftTheSandbox()).toEqual([]);
    expect(await made.open().begin()).toMatch(/^\d+$/u);
  });

  test('to a thread that is gone begins another', async () => {
    const made = createGoogleMail();
    await made.open().send({ ...letter, answers: { id: 'f', threadId: 'ffffffffffffffff', messageId: 'a@b.example' } });
    expect(made.mail.list('SENT')).toHaveLength(1);
    expect(made.office.leftTheSandbox()).toHaveLength(2);
  });

  test('to oneself is one message', async () => {
    const made = createGoogleMail();
    const cursor = await made.open().begin();
    await made.open().send({ ...letter, to: [{ address: account, name: '' }], cc: [] });
    expect((await allChanges(made, cursor)).messages).toMatchObject([{ place: 'sent', subject: letter.subject }]);
    expect(made.mail.list('INBOX')).toHaveLength(1);
  });
});

describe('news', () => {
  const push = { url: topic.pushUrl, secret: '', topic: topic.name };
  const heard = async (made: GoogleMailSetup) => {
    const answers = await Promise.all(
      made.delivered.splice(0).map(async (one) => await mailProvider.sharedPush?.receive(one, made.pushContext)),
    );
    return answers.map((answer) => [answer?.response.status, ...(answer?.addresses ?? [])]);
  };

  test('come at once, and in every form that Pub/Sub gives them', async () => {
    const made = createGoogleMail();
    const { expiresAt } = await made.open().subscribe(push);
    expect(expiresAt).toBe(made.world.now() + 7 * dayMs);
    await made.world.advance(secondMs);
    expect(await heard(made)).toEqual([[204, account]]);
    for (const habit of ['mail.numbersAsText', 'mail.urlSafeNotices', 'mail.noticeDoubled']) made.on(habit);
    made.mail.deliver({ from: ada });
    await made.world.advance(secondMs);
    expect(await heard(made)).toEqual([
      [204, account],
      [204, account],
    ]);
  });

  test('are told by one watch: another topic’s is stopped first, and is not made longer', async () => {
    const made = createGoogleMail();
    const other = { ...topic, name: 'projects/concord/topics/other' };
    made.control.addTopic(other);
    const first = await made.open().subscribe({ ...push, topic: other.name });
    const second = await made.open().subscribe(push);
    expect(made.control.mailWatches()).toMatchObject([{ topic: topic.name }]);
    await expect(made.open().renew(first.id, push)).rejects.toMatchObject({ code: 'notFound' });
    await made.world.advance(dayMs);
    const renewed = await made.open().renew(second.id, push);
    expect(renewed).toEqual({ id: second.id, expiresAt: made.world.now() + 7 * dayMs });
    await made.open().subscribe({ ...push, topic: other.name });
    await expect(made.open().renew(second.id, push)).rejects.toMatchObject({ code: 'notFound' });
  });

  test('end when Gmail says, need a topic, and one that is there', async () => {
    const made = createGoogleMail();
    made.on('mail.shortWatch', 2);
    expect((await made.open().subscribe(push)).expiresAt).toBe(made.world.now() + 2 * 60 * minuteMs);
    await expect(made.open().subscribe({ url: '', secret: '' })).rejects.toMatchObject({ code: 'refused' });
    const nowhere = { ...push, topic: 'projects/concord/topics/nowhere' };
    await expect(made.open().subscribe(nowhere)).rejects.toMatchObject({ code: 'notFound' });
  });
});

test.each([
  ['mail.notEnabled', 'noMailbox'],
  ['mail.domainPolicy', 'adminNeeded'],
  ['serviceDisabled', 'appRejected'],
  ['tokenExpired', 'unauthorized'],
  ['serverError', 'unavailable'],
  ['htmlOk', 'garbled'],
  ['htmlGateway', 'unavailable'],
  ['truncatedJson', 'garbled'],
])('%s is told as %s, wherever it strikes', async (habit, code) => {
  const made = createGoogleMail();
  const cursor = await made.open().begin();
  const ids = fill(made, 3);
  made.on(habit);
  const span = { from: 0, until: made.world.now() };
  const mailbox = made.open();
  for (const call of [
    () => mailbox.begin(),
    () => mailbox.changes(cursor),
    () => mailbox.range(span),
    () => mailbox.count(span),
    () => mailbox.read(ids),
    () => mailbox.addresses(),
    () => mailbox.send(letter),
  ])
    await expect(call(), String(call)).rejects.toMatchObject({ code });
});

test('a grant without the permission to read cannot read', async () => {
  const made = createGoogleMail({ scopes: ['openid', ...mailProvider.scopes.send] });
  await expect(made.open().begin()).rejects.toMatchObject({ code: 'consentNeeded', lostCause: 'scopeMissing' });
});

test('a password change ends a grant of mail, and leaves one of contacts alive', () => {
  const { control } = createGoogleMail();
  const mail = control.grant(account, [...mailProvider.scopes.read]);
  const contacts = control.grant(account);
  control.act(account, 'changePassword');
  expect([control.isAlive(mail.refreshToken), control.isAlive(contacts.refreshToken)]).toEqual([false, true]);
});
