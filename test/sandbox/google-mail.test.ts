import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../packages/sandbox/src/kernel/store.ts';
import { ada, bo, client, createBench, refusalOf, scope, usualScopes } from './google-mail-world.ts';

const hourMs = 3_600_000;
const letter = (more = '') =>
  `From: Someone <other@nowhere.example>\r\nTo: ${client.name} <${client.address}>\r\nSubject: Lease\r\nMessage-ID: <mine@app.example>\r\nX-Own: kept\r\n${more}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGood morning.`;

describe('messages of Gmail', () => {
  it('are shown as captures have them: numbers as texts, header names as they were written, snippets escaped', async () => {
    const { mine, ask, world } = createBench();
    const { id } = mine.deliver({
      from: client,
      subject: 'Ä <b>',
      text: `It's <i>\n"5 & 6"`,
      messageId: 'm@e.example',
    });
    const { body } = await ask(
      'GET',
      `messages/${id}?format=metadata&metadataHeaders=message-id&metadataHeaders=SUBJECT`,
    );
    expect(body).toEqual({
      id,
      threadId: id,
      labelIds: ['UNREAD', 'CATEGORY_PERSONAL', 'INBOX'],
      snippet: 'It&#39;s &lt;i&gt; &quot;5 &amp; 6&quot;',
      payload: {
        mimeType: 'text/plain',
        headers: [
          { name: 'Subject', value: 'Ä <b>' },
          { name: 'Message-ID', value: '<m@e.example>' },
        ],
      },
      sizeEstimate: expect.any(Number),
      historyId: expect.stringMatching(/^\d+$/u),
      internalDate: String(world.now()),
    });
    const [minimal, full, raw] = await Promise.all(
      ['minimal', 'full', 'raw'].map(async (format) => (await ask('GET', `messages/${id}?format=${format}`)).body),
    );
    expect(minimal).not.toHaveProperty('payload');
    expect(Buffer.from(String((full?.payload['body'] as { data?: string }).data), 'base64url').toString()).toBe(
      `It's <i>\n"5 & 6"`,
    );
    expect(Buffer.from(raw?.raw ?? '', 'base64url').toString()).toContain('Subject: =?UTF-8?B?');
  });

  it('are missing, malformed or of an unknown format', async () => {
    const { ask } = createBench();
    expect(refusalOf(await ask('GET', 'messages/abc'))).toEqual([404, 'notFound', 'Requested entity was not found.']);
    expect(refusalOf(await ask('GET', 'messages/xyz'))).toEqual([400, 'invalidArgument', 'Invalid id value']);
    expect((await ask('GET', 'messages/abc?format=odd')).status).toBe(400);
    const nowhere = await ask('POST', 'messages/abc/modify', {});
    expect([nowhere.status, nowhere.text.slice(0, 9)]).toEqual([404, '<!DOCTYPE']);
  });

  it('are found as in the search box; junk and trash only when they are asked for', async () => {
    const { mine, list, world } = createBench();
    const at = Date.UTC(2026, 6, 1);
    const deliver = (name: string, more: object = {}) => mine.deliver({ from: client, subject: name, ...more });
    const old = deliver('old', { receivedAt: at, messageId: 'old@e.example' });
    const filed = deliver('filed', { labels: ['My Clients'], cc: [bo.email] });
    const junk = deliver('junk', { labels: ['SPAM'] });
    const bin = deliver('bin', { labels: ['TRASH'] });
    const chat = deliver('chat', { labels: ['CHAT'] });
    const sent = mine.send({ to: [client], cc: [], bcc: [], subject: 'sent', text: '' });
    const draft = mine.draft({ to: [client], cc: [], bcc: [], subject: 'draft', text: '' });
    const seconds = at / 1_000;
    const found = async (q: string, more?: string) =>
      ((await list(q, more)).messages ?? []).map(({ id }) => id).toSorted();
    const some = (...rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).toSorted();
    for (const [q, rows] of [
      ['', some(old, filed, chat, sent, draft)],
      [`after:${seconds} before:${seconds + 1}`, some(old)],
      [`before:${seconds}`, []],
      ['before:2026/07/02', some(old)],
      ['in:inbox', some(old)],
      ['in:sent', some(sent)],
      ['in:spam', some(junk)],
      ['in:anywhere from:client', some(old, filed, junk, bin, chat)],
      ['-in:drafts -in:chats -in:sent', some(old, filed)],
      ['label:my-clients', some(filed)],
      [`cc:${bo.email}`, some(filed)],
      ['rfc822msgid:<OLD@e.example>', some(old)],
      ['subject:"filed"', some(filed)],
      ['is:unread -subject:old', []],
    ] as const)
      expect([q, await found(q)]).toEqual([q, rows]);
    expect(await found('', '&includeSpamTrash=true')).toHaveLength(7);
    expect(await found('', '&labelIds=TRASH')).toEqual(some(bin));
    expect(await found('', '&labelIds=CHAT&labelIds=INBOX')).toEqual([]);
    expect(world.now()).toBeGreaterThan(at);
  });

  it('come in pages of at most 500, the latest first, without a list when there are none', async () => {
    const { mine, list, ask, world } = createBench();
    expect(await list()).toEqual({ resultSizeEstimate: 0 });
    const ids = mine.deliverMany(
      Array.from({ length: 20_000 }, (_, index) => ({ from: client, receivedAt: world.now() - index * 1_000 })),
    );
    const first = await list('', '&maxResults=9999');
    expect(first.messages?.map(({ id }) => id)).toEqual(ids.slice(0, 500));
    expect(first.resultSizeEstimate).not.toBe(20_000);
    const second = await list('', `&maxResults=500&pageToken=${first.nextPageToken}`);
    expect(second.messages?.[0]?.id).toBe(ids[500]);
    expect((await list()).messages).toHaveLength(100);
    for (const query of ['maxResults=0', 'maxResults=x', 'pageToken=x', 'labelIds=ALL_MAIL'])
      expect([query, (await ask('GET', `messages?${query}`)).status]).toEqual([query, 400]);
    expect((await ask('GET', 'messages?labelIds=ALL_MAIL')).body.error.message).toBe('Invalid label: ALL_MAIL');
  });
});

describe('the history of Gmail', () => {
  it('tells what came, what was labelled and what is gone, with what a message has since, by numbers with gaps', async () => {
    const { mine, ask } = createBench();
    const start = (await ask('GET', 'profile')).body.historyId;
    expect((await ask('GET', `history?startHistoryId=${start}`)).body).toEqual({ historyId: start });
    const { id } = mine.deliver({ from: client, subject: 'One' });
    mine.trash(id);
    mine.remove(id);
    const { body } = await ask('GET', `history?startHistoryId=${start}`);
    const numbers = body.history?.map((record) => Number(record.id)) ?? [];
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    expect(Number(body.historyId)).toBe(numbers.at(-1));
    expect(numbers.at(-1)).toBeGreaterThan(Number(start) + 4);
    expect(body.history?.map(({ id: _, messages, ...rest }) => Object.keys(rest)[0])).toEqual([
      'messagesAdded',
      'labelsRemoved',
      'labelsAdded',
      'messagesDeleted',
    ]);
    expect(body.history?.[2]).toMatchObject({
      messages: [{ id, threadId: id }],
      labelsAdded: [{ labelIds: ['TRASH'], message: { id, labelIds: ['UNREAD', 'CATEGORY_PERSONAL', 'TRASH'] } }],
    });
    const added = await ask(
      'GET',
      `history?startHistoryId=${start}&historyTypes=messageAdded&historyTypes=labelRemoved`,
    );
    expect(added.body.history).toHaveLength(2);
    const page = await ask('GET', `history?startHistoryId=${start}&maxResults=3`);
    expect([page.body.history?.length, typeof page.body.nextPageToken]).toEqual([3, 'string']);
    expect((await ask('GET', `history?startHistoryId=${start}&labelId=TRASH`)).body.history).toHaveLength(2);
    for (const query of ['', 'startHistoryId=x', `startHistoryId=${start}&historyTypes=odd`])
      expect((await ask('GET', `history?${query}`)).status).toBe(400);
  });

  it('goes after a week, or sooner; a number that never was is not found either', async () => {
    const { mine, ask, world, on } = createBench();
    expect((await ask('GET', 'history?startHistoryId=1')).status).toBe(200);
    const start = (await ask('GET', 'profile')).body.historyId;
    mine.deliver({ from: client });
    const look = async () => (await ask('GET', `history?startHistoryId=${start}`)).status;
    await world.advance(6 * 24 * hourMs);
    expect(await look()).toBe(200);
    await world.advance(25 * hourMs);
    expect(refusalOf(await ask('GET', `history?startHistoryId=${start}`))).toEqual([
      404,
      'notFound',
      'Requested entity was not found.',
    ]);
    expect((await ask('GET', 'history?startHistoryId=99999999')).status).toBe(404);
    mine.deliver({ from: client });
    const later = (await ask('GET', 'profile')).body.historyId;
    mine.deliver({ from: client });
    on('mail.historyAges', 1);
    await world.advance(2 * hourMs);
    expect((await ask('GET', `history?startHistoryId=${later}`)).status).toBe(404);
    mine.expireHistory();
    const head = (await ask('GET', 'profile')).body.historyId;
    expect((await ask('GET', `history?startHistoryId=${head}`)).status).toBe(200);
  });

  it('and all else survives a restart', async () => {
    const store = createMemoryStore();
    const first = createBench({ store });
    const start = (await first.ask('GET', 'profile')).body.historyId;
    const { id } = first.mine.deliver({ from: client, subject: 'One', labels: ['Clients'], messageId: 'x@e.example' });
    const again = createBench({ store });
    expect((await again.ask('GET', `history?startHistoryId=${start}`)).body.history).toHaveLength(1);
    expect(again.mine.list('Clients')).toMatchObject([{ id }]);
    expect((await again.list('rfc822msgid:x@e.example')).messages).toHaveLength(1);
  });
});

describe('sending by Gmail', () => {
  it('gives the message an id and a sender of its own, and keeps the rest', async () => {
    const { mail, mine, office } = createBench();
    const { body } = await mail(letter());
    expect(body).toEqual({ id: body.id, threadId: body.id, labelIds: ['SENT'] });
    const headers = Object.fromEntries(mine.get(body.id)?.headers ?? []);
    expect(headers).toMatchObject({ From: `Someone <${ada.email}>`, Subject: 'Lease', 'X-Own': 'kept' });
    expect(headers['Message-Id']).toMatch(/^<CA\+.{40}@mail\.gmail\.com>$/u);
    expect(office.leftTheSandbox()).toMatchObject([
      { address: client.address, mail: { from: { address: ada.email }, subject: 'Lease', text: 'Good morning.' } },
    ]);
    expect(office.leftTheSandbox()[0]?.mail.messageId).toBe(headers['Message-Id']?.slice(1, -1));
  });

  it('reaches other mailboxes, blind copies unseen, and is one message for who writes to themselves', async () => {
    const { mail, mine, theirs } = createBench();
    await mail(letter(`Cc: ${ada.email}\r\nBcc: Bo <${bo.email}>\r\n`));
    expect(theirs.list('INBOX')).toHaveLength(1);
    expect(theirs.list()[0]?.headers.map(([name]) => name)).not.toContain('Bcc');
    expect(mine.list()).toMatchObject([{ labelIds: ['UNREAD', 'SENT', 'INBOX'] }]);
    expect(Object.fromEntries(mine.list()[0]?.headers ?? [])['Bcc']).toContain(bo.email);
  });

  it('joins a thread by its id, its headers and its subject together', async () => {
    const { mail, mine } = createBench();
    const asked = mine.deliver({ from: client, subject: 'Lease', messageId: 'asked@e.example' });
    const answers = 'In-Reply-To: <asked@e.example>\r\nReferences: <asked@e.example>\r\n';
    const joined = async (source: string, threadId?: string) => (await mail(source, threadId)).body.threadId;
    expect(await joined(letter(answers), asked.threadId)).toBe(asked.threadId);
    expect(await joined(letter(), asked.threadId)).not.toBe(asked.threadId);
    expect(await joined(letter(answers).replace('Lease', 'Other'), asked.threadId)).not.toBe(asked.threadId);
    expect(refusalOf(await mail(letter(answers), 'ffff'))[0]).toBe(404);
  });

  it('refuses what is no message, and what is for nobody', async () => {
    const { ask, mail } = createBench();
    expect((await ask('POST', 'messages/send', {})).status).toBe(400);
    expect((await ask('POST', 'messages/send', { raw: 'no base64!' })).status).toBe(400);
    expect((await mail('Subject: x\r\n\r\ny')).body.error.message).toBe('Recipient address required');
  });

  it('keeps aliases, plus-addresses and drafts apart from strangers', async () => {
    const { mine, theirs, mail, ask } = createBench();
    theirs.addAlias('office@other.example');
    theirs.addAlias('pending@other.example', false);
    await mail(letter('Cc: Office@other.example, bo+x@other.example, pending@other.example\r\n'));
    expect(theirs.list()).toHaveLength(1);
    mine.addAlias('me@byron.example');
    mine.addAlias('later@byron.example', false);
    expect((await ask('GET', 'settings/sendAs')).body.sendAs).toMatchObject([
      { sendAsEmail: ada.email, isPrimary: true, isDefault: true },
      { sendAsEmail: 'me@byron.example', verificationStatus: 'accepted' },
      { sendAsEmail: 'later@byron.example', verificationStatus: 'pending' },
    ]);
    const draft = mine.draft({ to: [{ address: bo.email, name: 'Bo' }], cc: [], bcc: [], subject: 'D', text: 'x' });
    expect(theirs.list()).toHaveLength(1);
    expect(mine.sendDraft(draft.id)).toMatchObject({ id: draft.id, labelIds: ['SENT'] });
    expect(theirs.list()).toHaveLength(2);
    expect(() => mine.sendDraft(draft.id)).toThrow('no draft');
  });
});

describe('who may ask Gmail', () => {
  it.each([
    ['GET', 'profile', 'send', 403],
    ['GET', 'messages', 'send', 403],
    ['GET', 'messages', 'metadata', 200],
    ['GET', 'messages?q=x', 'metadata', 403],
    ['POST', 'messages/send', 'readonly', 403],
    ['GET', 'settings/sendAs', 'readonly', 200],
    ['GET', 'settings/sendAs', 'send', 403],
    ['GET', 'labels', 'labels', 200],
    ['POST', 'stop', 'readonly', 204],
  ])('%s %s with the scope %s: %i', async (method, path, name, status) => {
    const { ask, signIn } = createBench();
    signIn([scope(name)]);
    expect((await ask(method, path)).status).toBe(status);
  });

  it('says so in its own words', async () => {
    const { ask, signIn, mine, on, off } = createBench();
    on('mail.notEnabled');
    expect(refusalOf(await ask('GET', 'profile'))).toEqual([400, 'failedPrecondition', 'Mail service not enabled']);
    off('mail.notEnabled');
    mine.enable(false);
    expect((await ask('GET', 'profile')).status).toBe(400);
    mine.enable(true);
    on('mail.domainPolicy');
    expect(refusalOf(await ask('GET', 'profile')).slice(0, 2)).toEqual([403, 'domainPolicy']);
    off('mail.domainPolicy');
    signIn([scope('send')]);
    const answer = await ask('GET', 'profile');
    expect(answer.body.error).toEqual({
      code: 403,
      message: 'Request had insufficient authentication scopes.',
      errors: [{ message: 'Insufficient Permission', domain: 'global', reason: 'insufficientPermissions' }],
      status: 'PERMISSION_DENIED',
    });
  });
});

describe('the units of Gmail', () => {
  it('are 6,000 a minute and account; a refusal says until when', async () => {
    const { ask, control, world, mine, on } = createBench({ limits: true });
    const { id } = mine.deliver({ from: client });
    for (let times = 0; times < 300; times += 1) expect((await ask('GET', `messages/${id}`)).status).toBe(200);
    const until = new Date(world.now() + 60_000).toISOString();
    expect(refusalOf(await ask('GET', 'profile'))).toEqual([
      403,
      'rateLimitExceeded',
      `User-rate limit exceeded.  Retry after ${until}`,
    ]);
    on('mail.quotaAs429');
    expect((await ask('GET', 'profile')).status).toBe(429);
    await world.advance(60_000);
    expect((await ask('GET', 'profile')).status).toBe(200);
    expect(control.mailUnits(ada.email)).toEqual({ total: 6_001, mostInAMinute: 6_000 });
    expect(control.mailUnits(bo.email).total).toBe(0);
  });

  it.each([
    ['GET', 'profile', 1],
    ['GET', 'labels', 1],
    ['GET', 'history?startHistoryId=1', 2],
    ['GET', 'messages', 5],
    ['GET', 'messages/abc', 20],
    ['POST', 'stop', 50],
    ['POST', 'watch', 100],
    ['POST', 'messages/send', 100],
  ])('%s %s costs %i', async (method, path, cost) => {
    const { ask, control } = createBench();
    await ask(method, path, {});
    expect(control.mailUnits(ada.email).total).toBe(cost);
  });

  it('a batch has an answer for each part; too many parts at once are refused one by one', async () => {
    const { mine, send, control, on } = createBench({ limits: true });
    const ids = mine.deliverMany(Array.from({ length: 50 }, () => ({ from: client })));
    const batch = async (path: string, count: number) => {
      const parts = Array.from(
        { length: count },
        (_, index) =>
          `--b\r\nContent-Type: application/http\r\nContent-ID: <p${index}>\r\n\r\nGET /gmail/v1/users/me/messages/${ids[index % 50]}?format=minimal HTTP/1.1\r\n\r\n\r\n`,
      );
      const answer = await send('POST', path, `${parts.join('')}--b--`, {
        'content-type': 'multipart/mixed; boundary=b',
      });
      return [answer.status, ...[...answer.body.matchAll(/HTTP\/1\.1 (\d+)/gu)].map(([, status]) => Number(status))];
    };
    expect(await batch('/batch', 10)).toEqual([200, ...Array.from({ length: 10 }, () => 200)]);
    expect(control.mailUnits(ada.email).total).toBe(200);
    expect((await batch('/batch/gmail/v1', 50)).filter((status) => status === 429)).toHaveLength(25);
    on('mail.crowd', 3);
    expect((await batch('/batch', 5)).slice(1)).toEqual([200, 200, 200, 429, 429]);
    expect(await batch('/batch', 101)).toEqual([400]);
    expect(usualScopes).toHaveLength(2);
  });
});
