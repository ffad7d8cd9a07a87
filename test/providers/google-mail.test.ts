import type { Letter } from '@concord/core';
import { google } from '@concord/provider-google';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../packages/providers/google/src/errors.ts';
import { errorOf } from '../../packages/providers/google/src/errors.ts';
import { parseHistory, parsePosition, toCursor } from '../../packages/providers/google/src/mail/history.ts';
import { letterSource } from '../../packages/providers/google/src/mail/letter-source.ts';
import { parseMessage, toMessage } from '../../packages/providers/google/src/mail/message.ts';
import { historyRequest, parseSendAs, readRequest } from '../../packages/providers/google/src/mail/requests.ts';

const now = Date.UTC(2026, 7, 3, 9);
const answer = (body: unknown, status = 200): Answer => ({ status, headers: {}, body });
const around = { account: 'anna@firm.example', labelName: (id: string) => ({ Label_1: 'No Concord' })[id] };

type Native = { readonly headers?: Readonly<Record<string, string>>; readonly [name: string]: unknown };
function shown({ headers = {}, ...native }: Native = {}) {
  const rows = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const payload = { mimeType: 'text/plain', headers: rows };
  const body = { id: '19f', threadId: '19e', internalDate: String(now), snippet: '', labelIds: ['INBOX'], payload };
  return toMessage(parseMessage(answer({ ...body, ...native })), around);
}

describe('a message of Gmail', () => {
  test('is read whatever the case of its headers, with groups, quotes and encoded words', () => {
    const message = shown({
      headers: {
        FROM: '"Doe, Jörg \\"JD\\"" <jd@Client.example>',
        to: '=?UTF-8?B?QW5uYSBSw6l5ZXM=?= <anna@firm.example>, Team: a@x.example, "B" <b@x.example>;',
        Cc: 'undisclosed-recipients:;, nobody',
        'Message-Id': ' <AbC@mail.client.example> ',
        SUBJECT: '=?utf-8?Q?Gr=C3=BC=C3=9Fe?= =?utf-8?Q?_an_alle?=',
        date: 'Mon, 3 Aug 2026 10:55:00 +0200 (CEST)',
        sensitivity: 'Company-Confidential',
      },
    });
    expect(message).toMatchObject({
      from: { address: 'jd@Client.example', name: 'Doe, Jörg "JD"' },
      to: [
        { address: 'anna@firm.example', name: 'Anna Réyes' },
        { address: 'a@x.example', name: '' },
        { address: 'b@x.example', name: 'B' },
      ],
      cc: [],
      messageId: 'AbC@mail.client.example',
      subject: 'Grüße an alle',
      sentAt: now - 5 * 60_000,
      sensitivity: 'confidential',
      link: 'https://mail.google.com/mail/u/?authuser=anna%40firm.example#all/19f',
    });
  });

  test.each([
    ['Mon, 03 Aug 2026 08:00:00 GMT', Date.UTC(2026, 7, 3, 8)],
    ['3 Aug 2026 08:00:00', Date.UTC(2026, 7, 3, 8)],
    ['Mon, 3 Aug 2026 08:00:00 -0330', Date.UTC(2026, 7, 3, 11, 30)],
    ['sometime', now],
    ['', now],
    ['Mon, 35 Foo 2026 99:00:00 +0000', now],
  ])('that is dated %j', (date, at) => {
    expect(shown({ headers: { Date: date } }).sentAt).toBe(at);
  });

  test.each([
    [['TRASH', 'SENT'], 'deleted', 'Trash'],
    [['SPAM'], 'junk', 'Spam'],
    [['DRAFT'], 'drafts', 'Drafts'],
    [['CHAT', 'INBOX'], 'chat', 'Chats'],
    [['INBOX', 'SENT', 'UNREAD'], 'sent', 'Sent'],
    [['CATEGORY_UPDATES', 'INBOX'], 'inbox', 'Inbox'],
    [['Label_1'], 'other', 'All Mail'],
    [undefined, 'other', 'All Mail'],
  ])('with the labels %j lies in %s', (labelIds, place, folder) => {
    expect(shown({ labelIds })).toMatchObject({ place, folder });
  });

  test('names only the labels that people made, and files by the type of the whole', () => {
    expect(shown({ labelIds: ['INBOX', 'Label_1', 'STARRED', 'CATEGORY_SOCIAL', 'Label_9'] }).labels).toEqual([
      'No Concord',
    ]);
    const withFile = { payload: { mimeType: 'multipart/mixed', headers: [] } };
    expect([shown().hasAttachments, shown(withFile).hasAttachments]).toEqual([false, true]);
  });

  test('shows a few lines of plain text, of which nothing is HTML any more, and no more than 255 characters', () => {
    const snippet = 'Tom &amp; Ann: 1 &lt; 2&#39;s &quot;x&quot; &amp;lt;b&gt; &#x1F600; &#0; &nope;';
    expect(shown({ snippet }).preview).toBe('Tom & Ann: 1 < 2\'s "x" &lt;b> 😀 &nope;');
    const long = shown({ snippet: '😀'.repeat(300) }).preview;
    expect([long.length, long.isWellFormed()]).toEqual([254, true]);
  });

  test('of ten megabytes of headers is read in no time, and no address in it is half of another', () => {
    const people = Array.from({ length: 100_000 }, (_, index) => `p@client-${index}-${'x'.repeat(80)}.example`);
    const startedAt = performance.now();
    const { to } = shown({ headers: { To: people.join(', '), Subject: 'x'.repeat(10_000_000) } });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(to.length).toBeGreaterThan(900);
    expect(to.every(({ address }, index) => address === people[index])).toBe(true);
    for (const hostile of ['<'.repeat(100_000), '('.repeat(100_000), '"\\'.repeat(50_000), '=?utf-8?Q?'.repeat(10_000)])
      shown({ headers: { From: hostile, Subject: hostile, Date: hostile, 'Message-ID': hostile } });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });

  test('that has a header twice is what the first one says', () => {
    expect(shown({ headers: { Subject: 'First', SUBJECT: 'Second' } }).subject).toBe('First');
  });

  test('without an id, a thread or a time is none', () => {
    for (const lack of [{ id: undefined }, { threadId: '' }, { internalDate: 'soon' }])
      expect(() => shown(lack)).toThrow(expect.objectContaining({ code: 'garbled' }));
  });

  test('is asked for by its envelope alone', () => {
    const { path } = readRequest('a/../b');
    expect(path).toContain('/gmail/v1/users/me/messages/a%2F..%2Fb?format=metadata&metadataHeaders=From');
    for (const name of ['To', 'Cc', 'Bcc', 'Subject', 'Date', 'Message-ID', 'Sensitivity'])
      expect(path).toContain(`metadataHeaders=${name}`);
  });
});

describe('the history of a mailbox', () => {
  const entry = (id: string, ...labelIds: string[]) => ({ message: { id, threadId: id, labelIds } });
  const changed = (id: string, changes: readonly string[], ...labelIds: string[]) => ({
    ...entry(id, ...labelIds),
    labelIds: changes,
  });
  const messagesOf = (record: object) =>
    parseHistory(answer({ history: [{ id: '7', ...record }], historyId: '9' })).records[0]?.messages;

  test.each([
    ['what came', { messagesAdded: [entry('a', 'INBOX', 'UNREAD')] }, ['a']],
    ['what came without labels', { messagesAdded: [{ message: { id: 'a' } }] }, ['a']],
    ['a draft that was sent', { labelsAdded: [changed('a', ['SENT'], 'SENT')] }, ['a']],
    ['what left the junk', { labelsRemoved: [changed('a', ['SPAM'], 'INBOX')] }, ['a']],
    ['what lost a label of a person’s', { labelsRemoved: [changed('a', ['Label_1'], 'INBOX')] }, ['a']],
    ['one message once', { messagesAdded: [entry('a')], labelsAdded: [changed('a', ['INBOX'])] }, ['a']],
  ])('asks for %s', (_, record, ids) => {
    expect(messagesOf(record)).toEqual(ids);
  });

  test.each([
    ['drafts', { messagesAdded: [entry('a', 'DRAFT')] }],
    ['junk', { messagesAdded: [entry('a', 'SPAM', 'UNREAD')] }],
    ['what was thrown away', { labelsAdded: [changed('a', ['TRASH'], 'TRASH')] }],
    ['chats', { messagesAdded: [entry('a', 'CHAT', 'INBOX')] }],
    ['what was read', { labelsRemoved: [changed('a', ['UNREAD'], 'INBOX')] }],
    ['what was archived', { labelsRemoved: [changed('a', ['INBOX', 'CATEGORY_PERSONAL'])] }],
    ['what was starred or labelled', { labelsAdded: [changed('a', ['STARRED', 'Label_1'], 'INBOX')] }],
    ['what is deleted for good', { messagesDeleted: [entry('a', 'INBOX')] }],
    ['an empty record', {}],
  ])('asks for nothing of %s', (_, record) => {
    expect(messagesOf(record)).toEqual([]);
  });

  test('has no rows when nothing changed, and numbers that no floating point can hold', () => {
    const page = parseHistory(answer({ historyId: '18446744073709551615' }));
    expect(page).toEqual({ records: [], historyId: '18446744073709551615' });
    expect(parseHistory(answer({ historyId: 1_681 })).historyId).toBe('1681');
    for (const body of [{}, { historyId: 'x' }, undefined, { history: [{ id: '-1' }], historyId: '1' }])
      expect(() => parseHistory(answer(body))).toThrow(expect.objectContaining({ code: 'garbled' }));
  });

  test('is asked for by kinds that matter, and a cursor says how far into a record it goes', () => {
    const { path } = historyRequest('12', 'next');
    expect(path).toContain('startHistoryId=12&historyTypes=messageAdded&historyTypes=labelAdded');
    expect(path).toContain('pageToken=next');
    for (const position of [
      { after: '12', done: 0 },
      { after: '12', done: 40 },
    ])
      expect(parsePosition(toCursor(position))).toEqual(position);
    for (const strange of ['', 'x', '12 x', '-1', '1'.repeat(30), '{"a":1}'])
      expect(() => parsePosition(strange)).toThrow(expect.objectContaining({ code: 'cursorExpired' }));
  });
});

describe('a letter', () => {
  const letter: Letter = {
    marker: 'marker-1',
    to: [{ address: 'ada@client.example', name: 'Ada "A" Lovelace' }],
    cc: [{ address: 'ü@bücher.example', name: 'Jürgen 😀 '.repeat(12) }],
    subject: `Ürgent — ${'a long subject '.repeat(12)}`,
    text: 'Dear Ada,\n.\n– sealed\r\nBcc: x@evil.example\r',
    answers: { id: '1', threadId: '2', messageId: '<first@client.example>' },
  };

  test('is read as it was written', async () => {
    const read = await PostalMime.parse(letterSource(letter, 'anna@firm.example', now));
    expect(read).toMatchObject({
      from: { address: 'anna@firm.example' },
      to: letter.to,
      cc: [{ address: 'ü@xn--bcher-kva.example', name: letter.cc[0]?.name.trim() }],
      subject: letter.subject.trim(),
      inReplyTo: '<first@client.example>',
      references: '<first@client.example>',
      date: new Date(now).toISOString(),
    });
    expect(read.text?.trimEnd().replaceAll('\r\n', '\n')).toBe('Dear Ada,\n.\n– sealed\nBcc: x@evil.example');
    expect(read.bcc).toBeUndefined();
    expect(read.headers.find(({ key }) => key === 'x-concord-letter')?.value).toBe('marker-1');
  });

  test('has no line that is too long, and nothing but ASCII but for the name of a mailbox', () => {
    const source = letterSource(letter, 'anna@firm.example', now);
    const lines = source.split('\r\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(lines.filter((line) => !/^[\x20-\x7e]*$/u.test(line))).toHaveLength(1);
    expect(source).not.toMatch(/[^\r]\n|\r[^\n]/u);
  });

  const injection = '\r\nBcc: evil@evil.example\r\n\r\nHello';
  test.each([
    ['subject', { subject: `Hi${injection}` }],
    ['name', { to: [{ address: 'ada@client.example', name: `Ada${injection}` }] }],
    ['short name', { to: [{ address: 'ada@client.example', name: 'A\nB: c' }] }],
    ['subject with other ends of lines', { subject: 'Hi\u2028Bcc: evil@evil.example\u0085X: y' }],
    ['marker', { marker: `m${injection}` }],
    ['answered id', { answers: { id: '1', threadId: '2', messageId: `a@b>${injection}` } }],
    ['encoded word of its own', { subject: '=?utf-8?Q?=0D=0ABcc:_evil@evil.example?=' }],
  ])('takes no header out of a %s', async (_, change) => {
    const source = letterSource({ ...letter, cc: [], ...change }, 'anna@firm.example', now);
    const [head = ''] = source.split('\r\n\r\n');
    const names = head.split('\r\n').flatMap((line) => /^([\w-]+):/u.exec(line)?.[1] ?? []);
    const usual = ['From', 'To', 'Subject', 'Date', 'In-Reply-To', 'References', 'X-Concord-Letter', 'MIME-Version'];
    expect(names.filter((name) => !usual.includes(name))).toEqual(['Content-Type', 'Content-Transfer-Encoding']);
    expect(new Set(names).size).toBe(names.length);
    const read = await PostalMime.parse(source);
    expect(read.bcc).toBeUndefined();
    expect(read.subject).not.toMatch(/[\p{Cc}\u2028]/u);
    const { subject } = { ...letter, ...change };
    if (subject.startsWith('=?')) expect(read.subject).toBe(subject);
  });

  test.each([
    'ada',
    '@client.example',
    'ada@',
    'ada@client.example, evil@evil.example',
    'ada@client.example\r\nBcc: evil@evil.example',
    'a b@client.example',
    '<ada@client.example>',
    `${'a'.repeat(300)}@client.example`,
    'ada@cli ent.example',
  ])('is to nobody whose address is %j', (address) => {
    const write = () => letterSource({ ...letter, to: [{ address, name: '' }] }, 'anna@firm.example', now);
    expect(write).toThrow(expect.objectContaining({ code: 'refused' }));
  });

  test('goes to somebody, and answers only what has an id', () => {
    const source = letterSource({ ...letter, answers: { id: '1', threadId: '2' } }, 'anna@firm.example', now);
    expect(source).not.toContain('In-Reply-To');
    expect(() => letterSource({ ...letter, to: [], cc: [] }, 'anna@firm.example', now)).toThrow(
      expect.objectContaining({ code: 'refused' }),
    );
  });
});

describe('what Gmail refuses', () => {
  const refusal = (status: number, reason: string, message: string, name?: string) =>
    errorOf(answer({ error: { code: status, message, errors: [{ reason, message }], status: name } }, status), now);

  test.each([
    [400, 'failedPrecondition', 'Mail service not enabled', 'noMailbox'],
    [403, 'domainPolicy', 'The domain administrators have disabled Gmail apps.', 'adminNeeded'],
    [403, 'insufficientPermissions', 'Request had insufficient authentication scopes.', 'consentNeeded'],
    [404, 'notFound', 'Requested entity was not found.', 'notFound'],
    [400, 'invalidArgument', 'Invalid label: ALL_MAIL', 'refused'],
    [401, 'authError', 'Invalid Credentials', 'unauthorized'],
    [403, 'dailyLimitExceeded', 'Daily Limit Exceeded', 'rateLimited'],
  ])('%i %s "%s" is %s', (status, reason, message, code) => {
    expect(refusal(status, reason, message).code).toBe(code);
  });

  test('for a while says until when, in its sentence', () => {
    const until = (ms: number) => `User-rate limit exceeded.  Retry after ${new Date(now + ms).toISOString()}`;
    expect(refusal(403, 'rateLimitExceeded', until(17_000)).retryAfterMs).toBe(17_000);
    expect(refusal(429, 'rateLimitExceeded', until(-5_000)).retryAfterMs).toBe(2_000);
    expect(refusal(403, 'userRateLimitExceeded', 'Retry after lunch').retryAfterMs).toBe(60_000);
    expect(refusal(429, 'rateLimitExceeded', 'Too many concurrent requests for user').retryAfterMs).toBe(2_000);
  });
});

test('addresses that nobody verified yet are not the account’s', () => {
  const sendAs = [
    { sendAsEmail: 'anna@firm.example', isPrimary: true },
    { sendAsEmail: 'office@firm.example', verificationStatus: 'accepted' },
    { sendAsEmail: 'ceo@client.example', verificationStatus: 'pending' },
    { displayName: 'nobody' },
  ];
  expect(parseSendAs(answer({ sendAs }))).toEqual(['anna@firm.example', 'office@firm.example']);
});

test('a grant of mail asks for mail and nothing else, and is none without reading', async () => {
  const oauth = google.mail?.oauth;
  const app = { clientId: 'id', clientSecret: 'secret' };
  const hosts = { accounts: 'https://accounts.example', oauth: 'https://oauth.example' };
  const url = new URL(
    oauth?.authorizeUrl({ app, hosts, redirectUri: 'https://c.example' }, { state: 's', challenge: 'c' }) ?? '',
  );
  expect(url.searchParams.get('scope')).toBe(
    'openid email profile https://www.googleapis.com/auth/gmail.readonly https://www.googleapis.com/auth/gmail.send',
  );
  expect(url.searchParams.get('include_granted_scopes')).toBe('false');
  const exchange = (scope: string) => {
    const body = JSON.stringify({ access_token: 'a', refresh_token: 'r', expires_in: 3_599, scope });
    const transport = async () => ({ status: 200, headers: {}, body });
    const context = { app, hosts, redirectUri: 'https://c.example', transport, clock: { now: () => now } };
    return oauth?.exchange(context, 'code', 'verifier');
  };
  const prefix = 'https://www.googleapis.com/auth/';
  await expect(exchange(`openid ${prefix}gmail.send`)).rejects.toMatchObject({
    code: 'consentNeeded',
    lostCause: 'scopeMissing',
  });
  await expect(exchange(`openid ${prefix}contacts ${prefix}calendar.events`)).rejects.toMatchObject({
    code: 'consentNeeded',
  });
  expect(await exchange(`openid ${prefix}gmail.readonly`)).toMatchObject({
    scopes: ['openid', `${prefix}gmail.readonly`],
  });
});
