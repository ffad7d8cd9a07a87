import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../packages/sandbox/src/kernel/store.ts';
import { createMailBench, filtered, type MailRow } from './microsoft-mail-world.ts';
import { ada } from './microsoft-world.ts';

const inbox = '/me/mailFolders/inbox/messages';
const bob = { address: 'bob@client.example', name: 'Bob Doe' };
const marker = 'String {8ECCC264-6880-4EBE-992F-8888D2EEAA1D} Name Mark';
const subjects = (rows: readonly MailRow[]) => rows.map(({ subject }) => subject);
const iso = (at: number): string => new Date(at).toISOString();
const expanding = (property: string) =>
  `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${property}')`)}`;
const letter = (over: object = {}) => ({
  message: {
    subject: 'Hello',
    body: { contentType: 'Text', content: 'Dear Bob' },
    toRecipients: [{ emailAddress: { address: bob.address } }],
    ...over,
  },
});

describe('permissions', () => {
  it.each([
    ['GET', '/me/messages', ['Mail.Send', 'Contacts.ReadWrite']],
    ['GET', inbox, ['Mail.Send']],
    ['GET', '/me/mailFolders', ['User.Read']],
    ['GET', `${inbox}/delta`, ['Mail.Send']],
    ['POST', '/me/sendMail', ['Mail.Read', 'Mail.ReadWrite']],
  ] as const)('%s %s is refused with %j alone', async (method, path, scopes) => {
    const bench = createMailBench();
    bench.signIn(scopes);
    const { status, body } = await bench.graph(method, path, method === 'POST' ? letter() : undefined);
    expect([status, body.error.code]).toEqual([403, 'ErrorAccessDenied']);
  });

  it('sending is all that Mail.Send allows', async () => {
    const bench = createMailBench();
    bench.signIn(['Mail.Send']);
    expect((await bench.graph('POST', '/me/sendMail', letter())).status).toBe(202);
  });

  it('whoever has no mailbox is told so', async () => {
    const bench = createMailBench();
    bench.control.addAccount({ ...ada, mailbox: false });
    const { status, body } = await bench.graph('GET', '/me/messages');
    expect([status, body.error.code]).toEqual([404, 'MailboxNotEnabledForRESTAPI']);
    const posted = { from: bob, to: [{ address: ada.email, name: '' }], cc: [], bcc: [], headers: {} };
    bench.office.send({ ...posted, subject: '', text: '', sentAt: 0 });
    expect(bench.office.leftTheSandbox()).toMatchObject([{ address: ada.email }]);
  });
});

describe('a message', () => {
  it('shows its envelope, a preview of at most 255 characters, and where it opens', async () => {
    const bench = createMailBench();
    const sentAt = bench.now() - 60_500;
    const { id } = bench.mail.deliver({
      from: bob,
      cc: [{ address: 'c@client.example', name: '' }],
      subject: 'Lease',
      text: `line one\n\n${'long '.repeat(100)}`,
      sentAt,
      messageId: 'one@client.example',
    });
    const shown = await bench.one(`/me/messages/${id}`);
    expect(shown).toMatchObject({
      id,
      internetMessageId: '<one@client.example>',
      subject: 'Lease',
      from: { emailAddress: { name: 'Bob Doe', address: bob.address } },
      toRecipients: [{ emailAddress: { name: 'Ada Byron', address: ada.email } }],
      ccRecipients: [{ emailAddress: { name: 'c@client.example', address: 'c@client.example' } }],
      bccRecipients: [],
      sentDateTime: `${iso(sentAt).slice(0, 19)}Z`,
      receivedDateTime: `${iso(bench.now()).slice(0, 19)}Z`,
      isDraft: false,
      hasAttachments: false,
      categories: [],
    });
    expect(shown.bodyPreview).toHaveLength(255);
    expect(shown.bodyPreview).toMatch(/^line one long long/u);
    expect(shown.webLink).toMatch(/^https:\/\/outlook\.office365\.com\//u);
    expect(shown).not.toHaveProperty('internetMessageHeaders');
    expect(shown).not.toHaveProperty('sensitivity');
  });

  it('shows only what is selected, headers when they are, and refuses what no message has', async () => {
    const bench = createMailBench();
    const { id } = bench.mail.deliver({ headers: { 'List-Id': 'news' } });
    const shown = await bench.one(`/me/messages/${id}?$select=subject,internetMessageHeaders`);
    expect(Object.keys(shown).filter((name) => !name.startsWith('@'))).toEqual([
      'id',
      'subject',
      'internetMessageHeaders',
    ]);
    const { status } = await bench.graph('GET', `/me/messages/${id}?$select=sensitivity`);
    expect(status).toBe(400);
  });

  it('shows its sensitivity as an extended property, whichever way its number is written', async () => {
    const bench = createMailBench();
    const { id } = bench.mail.deliver({ headers: { Sensitivity: 'Private' } });
    const plain = bench.mail.deliver();
    for (const property of ['Integer 0x36', 'Integer 0x0036']) {
      const { singleValueExtendedProperties: shown } = await bench.one(`/me/messages/${id}?${expanding(property)}`);
      expect(shown).toEqual([{ id: 'Integer 0x36', value: '2' }]);
    }
    expect(await bench.one(`/me/messages/${plain.id}?${expanding('Integer 0x36')}`)).not.toHaveProperty(
      'singleValueExtendedProperties',
    );
    bench.on('mail.hidesSensitivity');
    expect(await bench.one(`/me/messages/${id}?${expanding('Integer 0x36')}`)).not.toHaveProperty(
      'singleValueExtendedProperties',
    );
  });

  it('keeps its immutable id when it is moved, and changes the classic one', async () => {
    const bench = createMailBench();
    const { id } = bench.mail.deliver();
    const classic = async () =>
      ((await bench.graph('GET', '/me/messages', undefined, { prefer: '' })).body.value[0] as MailRow).id;
    const before = await classic();
    bench.mail.move(id, 'archive');
    expect(await classic()).not.toBe(before);
    expect((await bench.one(`/me/messages/${id}`)).id).toBe(id);
    expect((await bench.graph('GET', `${inbox}/${id}`)).status).toBe(404);
    expect((await bench.graph('GET', `/me/mailFolders/archive/messages/${id}`)).status).toBe(200);
  });

  it('that was purged is not found, and what is no id is malformed', async () => {
    const bench = createMailBench();
    const { id } = bench.mail.deliver();
    bench.mail.remove(id);
    expect((await bench.graph('GET', `/me/mailFolders/deleteditems/messages/${id}`)).status).toBe(200);
    bench.mail.remove(id);
    expect((await bench.graph('GET', `/me/messages/${id}`)).status).toBe(404);
    expect((await bench.graph('GET', '/me/messages/nonsense')).body.error.code).toBe('ErrorInvalidIdMalformed');
  });

  it('that answers another is in its conversation', async () => {
    const bench = createMailBench();
    const first = bench.mail.deliver({ messageId: 'first@client.example' });
    const reply = bench.mail.deliver({ headers: { 'in-reply-to': '<first@client.example>' } });
    const late = bench.mail.deliver({ headers: { References: '<lost@x.example> <first@client.example>' } });
    expect([reply.conversationId, late.conversationId]).toEqual([first.conversationId, first.conversationId]);
    expect(bench.mail.deliver().conversationId).not.toBe(first.conversationId);
  });
});

describe('folders', () => {
  it('answer to their well-known names, in any case, and to their ids', async () => {
    const bench = createMailBench();
    const { id, displayName } = await bench.one('/me/mailFolders/SentItems');
    expect(displayName).toBe('Sent Items');
    expect(await bench.one(`/me/mailFolders/${id}`)).toMatchObject({ id, totalItemCount: 0 });
    expect((await bench.graph('GET', '/me/mailFolders/nowhere')).status).toBe(404);
  });

  it('are listed level by level, without the hidden one', async () => {
    const bench = createMailBench();
    bench.mail.addFolder('Clients', 'inbox');
    bench.mail.addFolder('Acme', 'Clients');
    const top = await bench.list('/me/mailFolders?$top=100');
    expect(top.map(({ displayName }) => displayName)).toContain('Inbox');
    expect(top.map(({ displayName }) => displayName)).not.toContain('Clients');
    expect(top.map(({ displayName }) => displayName)).not.toContain('TeamsMessagesData');
    expect((await bench.list('/me/mailFolders?$top=100&includeHiddenFolders=true')).length).toBe(top.length + 1);
    expect(top.find(({ displayName }) => displayName === 'Inbox')).toMatchObject({ childFolderCount: 1 });
    const [clients] = await bench.list('/me/mailFolders/inbox/childFolders');
    expect(clients).toMatchObject({ displayName: 'Clients', childFolderCount: 1 });
    const nested = `/me/mailFolders/inbox/childFolders/${clients?.id}/childFolders`;
    expect((await bench.list(nested)).map(({ displayName }) => displayName)).toEqual(['Acme']);
    expect((await bench.list('/me/mailFolders')).length).toBe(Math.min(10, top.length));
  });

  it('tell by a delta which of them were made or moved, however deep, and never of messages', async () => {
    const bench = createMailBench();
    const all = await bench.round('/me/mailFolders/delta?$select=displayName,parentFolderId', 4);
    expect(all.pages).toBeGreaterThan(2);
    bench.mail.deliver();
    const quiet = await bench.round(all.deltaLink);
    expect(quiet.rows).toEqual([]);
    bench.mail.addFolder('Clients', 'inbox');
    bench.mail.addFolder('Acme', 'Clients');
    const news = await bench.round(quiet.deltaLink);
    expect(news.rows.map(({ displayName }) => displayName)).toEqual(['Clients', 'Acme']);
    expect(news.rows[0]).not.toHaveProperty('totalItemCount');
    bench.mail.removeFolder('Clients');
    const moved = await bench.round(news.deltaLink);
    expect(moved.rows).toMatchObject([{ displayName: 'Clients' }]);
    expect(moved.rows[0]?.parentFolderId).toBe((await bench.one('/me/mailFolders/deleteditems')).id);
    bench.mail.removeFolder('Clients');
    const gone = await bench.round(moved.deltaLink);
    expect(gone.rows).toMatchObject([{ id: moved.rows[0]?.id, '@removed': { reason: 'deleted' } }]);
    expect((await bench.graph('GET', `/me/mailFolders/${moved.rows[0]?.id}`)).status).toBe(404);
    bench.on('mail.topFoldersOnly');
    const top = await bench.round('/me/mailFolders/delta');
    expect(top.rows.map(({ displayName }) => displayName)).not.toContain('Acme');
  });
});

describe('lists', () => {
  it('of the whole mailbox hold every folder, hidden chats among them, the newest first', async () => {
    const bench = createMailBench();
    const at = bench.now();
    bench.mail.deliver({ subject: 'old', receivedAt: at - 3000 });
    bench.mail.remove(bench.mail.deliver({ subject: 'deleted', receivedAt: at - 2000 }).id);
    bench.mail.deliver({ subject: 'junk', folder: 'junkemail', receivedAt: at - 1000 });
    bench.mail.chat('Are you there?');
    expect(subjects(await bench.list('/me/messages'))).toEqual(['IM', 'junk', 'deleted', 'old']);
    expect(subjects(await bench.list(inbox))).toEqual(['old']);
  });

  it('come in pages of ten, or of as many as are asked for, up to a thousand', async () => {
    const bench = createMailBench();
    bench.mail.addMany(Array.from({ length: 30 }, (_, index) => ({ subject: `n${index}` })));
    expect(await bench.list(inbox)).toHaveLength(10);
    const { body } = await bench.graph('GET', `${inbox}?$top=25&$count=true`);
    expect(body['@odata.count']).toBe(30);
    expect(await bench.list(body['@odata.nextLink'] ?? '')).toHaveLength(5);
    expect((await bench.graph('GET', `${inbox}?$top=1001`)).status).toBe(400);
    expect((await bench.graph('GET', `${inbox}/$count`)).text).toBe('30');
  });

  it('are filtered by time, in the order that is asked for', async () => {
    const bench = createMailBench();
    const at = bench.now();
    for (const [index, subject] of ['a', 'b', 'c', 'd'].entries())
      bench.mail.deliver({ subject, receivedAt: at + index * 1000 });
    const span = filtered(`receivedDateTime ge ${iso(at + 1000)} and receivedDateTime lt ${iso(at + 3000)}`);
    expect(subjects(await bench.list(`/me/messages?${span}&$orderby=receivedDateTime`))).toEqual(['b', 'c']);
    expect(subjects(await bench.list(`/me/messages?${span}`))).toEqual(['c', 'b']);
  });

  it('find a message by its id and by an extended property', async () => {
    const bench = createMailBench();
    bench.mail.deliver({ subject: 'mine', messageId: "o'brien@client.example" });
    bench.mail.deliver({ subject: 'other' });
    const byId = filtered("internetMessageId eq '<o''brien@client.example>'");
    expect(subjects(await bench.list(`/me/messages?${byId}`))).toEqual(['mine']);
    await bench.graph('POST', '/me/sendMail', letter({ singleValueExtendedProperties: [{ id: marker, value: 'm1' }] }));
    await bench.advance(5_000);
    const byMarker = (value: string) =>
      filtered(`singleValueExtendedProperties/any(ep: ep/id eq '${marker}' and ep/value eq '${value}')`);
    expect(subjects(await bench.list(`/me/mailFolders/sentitems/messages?${byMarker('m1')}`))).toEqual(['Hello']);
    expect(await bench.list(`/me/messages?${byMarker('m2')}`)).toEqual([]);
  });

  it('refuse an order that does not lead the filter, and what they do not know', async () => {
    const bench = createMailBench();
    const refusal = async (query: string) => (await bench.graph('GET', `/me/messages?${query}`)).body.error.code;
    expect(await refusal(`${filtered('isRead eq false')}&$orderby=receivedDateTime`)).toBe('InefficientFilter');
    expect(await refusal(filtered("body eq 'x'"))).toBe('ErrorInvalidUrlQueryFilter');
    expect(await refusal('$orderby=color')).toBe('ErrorInvalidUrlQuery');
  });

  it('of large pages run into a time limit, when they are to', async () => {
    const bench = createMailBench();
    bench.on('mail.bigPages', 1, 50);
    expect((await bench.graph('GET', `${inbox}?$top=51`)).status).toBe(504);
    expect((await bench.graph('GET', `${inbox}?$top=50`)).status).toBe(200);
  });

  it('show the mailbox as it was, when they are to', async () => {
    const bench = createMailBench();
    const { id } = bench.mail.deliver({ subject: 'before' });
    await bench.advance(10_000);
    bench.on('staleRead', 1, 5_000);
    bench.mail.deliver({ subject: 'after' });
    expect(subjects(await bench.list(inbox))).toEqual(['before']);
    bench.mail.move(id, 'junkemail');
    expect((await bench.one(`/me/messages/${id}`)).parentFolderId).toBe((await bench.one('/me/mailFolders/inbox')).id);
  });
});

describe('a delta of messages', () => {
  const since = (at: number) => filtered(`receivedDateTime ge ${iso(at)}`);

  it('tells of what comes, changes and goes, folder by folder', async () => {
    const bench = createMailBench();
    bench.mail.deliver({ subject: 'first' });
    const start = await bench.round(`${inbox}/delta?$select=subject`);
    expect(subjects(start.rows)).toEqual(['first']);
    const { id } = bench.mail.deliver({ subject: 'second' });
    bench.mail.edit(id, { isRead: true });
    const next = await bench.round(start.deltaLink);
    expect(next.rows).toMatchObject([{ id, subject: 'second' }]);
    expect(next.rows[0]).not.toHaveProperty('bodyPreview');
    const archive = await bench.round('/me/mailFolders/archive/messages/delta');
    bench.mail.move(id, 'archive');
    expect((await bench.round(next.deltaLink)).rows).toMatchObject([{ id, '@removed': { reason: 'deleted' } }]);
    expect((await bench.round(archive.deltaLink)).rows).toMatchObject([{ id, subject: 'second' }]);
  });

  it('takes one filter, and tells of nothing that was received before', async () => {
    const bench = createMailBench();
    const old = bench.mail.deliver({ subject: 'old', receivedAt: bench.now() - 60_000 });
    bench.mail.deliver({ subject: 'new' });
    const start = await bench.round(`${inbox}/delta?${since(bench.now() - 1000)}&$orderby=receivedDateTime desc`);
    expect(subjects(start.rows)).toEqual(['new']);
    bench.mail.move(old.id, 'junkemail');
    await bench.advance(1000);
    bench.mail.move(old.id, 'inbox');
    expect((await bench.round(start.deltaLink)).rows.filter((row) => row['@removed'] === undefined)).toEqual([]);
    bench.on('mail.deltaFiltersOnce');
    expect(subjects((await bench.round(start.deltaLink)).rows)).toContain('old');
    for (const query of [filtered('isRead eq true'), filtered(`receivedDateTime lt ${iso(bench.now())}`), '$skip=5']) {
      expect((await bench.graph('GET', `${inbox}/delta?${query}`)).status).toBe(400);
    }
    expect((await bench.graph('GET', `${inbox}/delta?$orderby=receivedDateTime`)).status).toBe(400);
    expect((await bench.graph('GET', '/me/messages/delta')).status).toBe(400);
  });

  it('with a filter gives the newest 5,000 and no others', async () => {
    const bench = createMailBench();
    const at = bench.now();
    bench.mail.addMany(Array.from({ length: 5_100 }, (_, index) => ({ receivedAt: at - index * 1000 })));
    const { rows } = await bench.round(`${inbox}/delta?${since(at - 10_000_000)}&$select=receivedDateTime`, 1_000);
    expect(rows).toHaveLength(5_000);
    const times = rows.map(({ receivedDateTime = '' }) => Date.parse(receivedDateTime));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(at - 5_000_000);
    expect((await bench.round(`${inbox}/delta?$select=id`, 1_000)).rows).toHaveLength(5_100);
  });

  it('breaks on an expansion, as was observed', async () => {
    const bench = createMailBench();
    expect((await bench.graph('GET', `${inbox}/delta?${expanding('Integer 0x36')}`)).status).toBe(500);
  });

  it.each([
    ['gone', 410, 'SyncStateNotFound'],
    ['notFound', 404, 'SyncStateNotFound'],
    ['badRequest', 400, 'syncStateNotFound'],
    ['resync', 410, 'resyncRequired'],
    ['plain', 400, 'BadRequest'],
    ['malformed', 400, 'ErrorInvalidIdMalformed'],
  ] as const)('expires in the form %s', async (form, status, code) => {
    const bench = createMailBench();
    const links = [
      (await bench.round(`${inbox}/delta`)).deltaLink,
      (await bench.round('/me/mailFolders/delta')).deltaLink,
    ];
    bench.control.expireDeltaTokens(ada.email, form);
    for (const link of links) {
      const reply = await bench.graph('GET', link);
      expect([reply.status, reply.body.error.code]).toEqual([status, code]);
    }
  });

  it('has its awkward habits: empty and doubled rows, part of them, late ones, pages without end', async () => {
    const bench = createMailBench();
    const { id } = bench.mail.deliver({ subject: 'one' });
    bench.on('emptyDeltaPage');
    const start = await bench.round(`${inbox}/delta`);
    expect(start.pages).toBe(2);
    bench.off('emptyDeltaPage');
    bench.on('partialDeltaRows');
    bench.on('duplicateInDelta');
    bench.mail.edit(id, { isRead: true });
    const { rows, deltaLink } = await bench.round(start.deltaLink);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ id, isRead: true });
    expect(rows[0]).not.toHaveProperty('subject');
    for (const name of ['partialDeltaRows', 'duplicateInDelta']) bench.off(name);
    bench.on('staleDelta', 1, 5_000);
    bench.mail.deliver();
    const late = await bench.round(deltaLink);
    expect(late.rows).toEqual([]);
    await bench.advance(6_000);
    expect((await bench.round(late.deltaLink)).rows).toHaveLength(1);
    bench.on('endlessDelta');
    await expect(bench.round(deltaLink)).rejects.toThrow('does not end');
  });
});

describe('sending', () => {
  it('answers 202 and nothing, and the message is in Sent Items after a while', async () => {
    const bench = createMailBench();
    const properties = [{ id: marker, value: 'm1' }];
    const { status, text } = await bench.graph(
      'POST',
      '/me/sendMail',
      letter({ singleValueExtendedProperties: properties }),
    );
    expect([status, text]).toEqual([202, '']);
    expect(bench.office.leftTheSandbox()).toMatchObject([
      { address: bob.address, mail: { subject: 'Hello', text: 'Dear Bob', from: { address: ada.email } } },
    ]);
    expect(bench.mail.list('Sent Items')).toEqual([]);
    await bench.advance(3_000);
    expect(bench.mail.list('Sent Items')).toMatchObject([
      { subject: 'Hello', isDraft: false, messageId: bench.office.leftTheSandbox()[0]?.mail.messageId },
    ]);
  });

  it('can be late to show, lose the properties, or keep nothing', async () => {
    const bench = createMailBench();
    bench.on('mail.sentLate', 1, 30_000);
    bench.on('mail.dropsSentProperties');
    await bench.graph('POST', '/me/sendMail', letter({ singleValueExtendedProperties: [{ id: marker, value: 'm1' }] }));
    await bench.graph('POST', '/me/sendMail', { ...letter(), saveToSentItems: false });
    await bench.advance(20_000);
    expect(bench.mail.list('Sent Items')).toEqual([]);
    await bench.advance(20_000);
    const sent = await bench.list(`/me/mailFolders/sentitems/messages?${expanding(marker)}`);
    expect(sent).toHaveLength(1);
    expect(sent[0]).not.toHaveProperty('singleValueExtendedProperties');
  });

  it('reaches the other mailboxes here, blind copies too, which no header names', async () => {
    const bench = createMailBench();
    bench.control.addAccount({
      ...ada,
      oid: 'oid-2',
      email: 'zoe@byron.example',
      name: 'Zoe',
      aliases: ['z@byron.example'],
    });
    const to = (address: string) => [{ emailAddress: { address } }];
    await bench.graph(
      'POST',
      '/me/sendMail',
      letter({ toRecipients: to(bob.address), bccRecipients: to('Z@byron.example') }),
    );
    const [got] = bench.control.mail('zoe@byron.example').list('Inbox');
    expect(got).toMatchObject({ subject: 'Hello', bcc: [], to: [{ address: bob.address }] });
    await bench.advance(3_000);
    expect(bench.mail.list('Sent Items')).toMatchObject([{ bcc: [{ address: 'Z@byron.example' }] }]);
  });

  it('files an answer by the property that names what it answers, unless that is ignored', async () => {
    const bench = createMailBench();
    const asked = bench.mail.deliver({ messageId: 'asked@client.example' });
    const answer = letter({
      singleValueExtendedProperties: [{ id: 'String 0x1042', value: '<asked@client.example>' }],
    });
    await bench.graph('POST', '/me/sendMail', answer);
    await bench.advance(3_000);
    expect(bench.mail.list('Sent Items')[0]?.conversationId).toBe(asked.conversationId);
    expect(bench.office.leftTheSandbox()[0]?.mail.headers).toMatchObject({ 'In-Reply-To': '<asked@client.example>' });
    bench.on('mail.ignoresReplyProperty');
    await bench.graph('POST', '/me/sendMail', answer);
    await bench.advance(3_000);
    expect(bench.mail.list('Sent Items')[0]?.conversationId).not.toBe(asked.conversationId);
  });

  it('refuses a header that is not the app’s own, an address that is none, and a letter to nobody', async () => {
    const bench = createMailBench();
    const code = async (over: object) => (await bench.graph('POST', '/me/sendMail', letter(over))).body.error.code;
    expect(await code({ internetMessageHeaders: [{ name: 'In-Reply-To', value: 'x' }] })).toBe(
      'InvalidInternetMessageHeader',
    );
    expect(await code({ toRecipients: [{ emailAddress: { address: 'nobody' } }] })).toBe('ErrorInvalidRecipients');
    expect(await code({ toRecipients: [] })).toBe('ErrorInvalidRecipients');
    expect((await bench.graph('POST', '/me/sendMail', {})).status).toBe(400);
    expect(bench.office.leftTheSandbox()).toEqual([]);
    const headers = [{ name: 'x-mark', value: '1' }];
    expect((await bench.graph('POST', '/me/sendMail', letter({ internetMessageHeaders: headers }))).status).toBe(202);
  });

  it('may have happened although the connection broke', async () => {
    const bench = createMailBench();
    bench.on('timeoutAfterCommit');
    await expect(bench.graph('POST', '/me/sendMail', letter())).rejects.toThrow('after the effect');
    expect(bench.office.leftTheSandbox()).toHaveLength(1);
  });
});

describe('subscriptions', () => {
  const subscribe = (
    bench: ReturnType<typeof createMailBench>,
    resource: string,
    changeType = 'created,updated,deleted',
  ) =>
    bench.graph('POST', '/subscriptions', {
      changeType,
      resource,
      notificationUrl: 'https://hook.example/x',
      expirationDateTime: iso(bench.now() + 3_600_000),
      clientState: 'secret',
    });
  const told = (bench: ReturnType<typeof createMailBench>) =>
    bench.heard
      .splice(0)
      .flatMap(({ body }) => body.value.map(({ changeType, resourceData }) => [changeType, resourceData]));

  it('to all messages hear once of what comes, wherever, and of a move as of an update', async () => {
    const bench = createMailBench();
    expect((await subscribe(bench, '/me/messages')).status).toBe(201);
    const { id } = bench.mail.deliver({ folder: 'junkemail' });
    await bench.advance(1_000);
    expect(told(bench)).toMatchObject([['created', { id, '@odata.type': '#Microsoft.Graph.Message' }]]);
    bench.mail.move(id, 'inbox');
    await bench.advance(1_000);
    expect(told(bench)).toMatchObject([['updated', { id }]]);
    bench.on('mail.movesUntold');
    bench.mail.move(id, 'archive');
    await bench.advance(1_000);
    expect(told(bench)).toEqual([]);
    bench.mail.purge(id);
    await bench.advance(1_000);
    expect(told(bench)).toMatchObject([['deleted', { id }]]);
  });

  it('to one folder hear of that alone', async () => {
    const bench = createMailBench();
    expect((await subscribe(bench, "me/mailFolders('inbox')/messages")).status).toBe(201);
    const { id } = bench.mail.deliver();
    bench.mail.deliver({ folder: 'archive' });
    await bench.advance(1_000);
    expect(told(bench)).toMatchObject([['created', { id }]]);
    bench.mail.move(id, 'archive');
    await bench.advance(1_000);
    expect(told(bench)).toMatchObject([['deleted', { id }]]);
  });

  it('need the permission to read mail', async () => {
    const bench = createMailBench();
    bench.signIn(['Contacts.Read', 'Mail.Send']);
    expect((await subscribe(bench, '/me/messages')).status).toBe(403);
  });

  it('hear nothing of what is filled in', async () => {
    const bench = createMailBench();
    await subscribe(bench, '/me/messages');
    bench.mail.addMany([{}, {}]);
    await bench.advance(1_000);
    expect(told(bench)).toEqual([]);
  });
});

describe('the rest', () => {
  it('shows further addresses to those who ask, unless it does not', async () => {
    const bench = createMailBench();
    bench.control.addAccount({ ...ada, aliases: ['a.byron@byron.example'] });
    const shown = async (query: string) => (await bench.graph('GET', `/me${query}`)).body as object;
    expect(await shown('?$select=mail,proxyAddresses')).toMatchObject({
      mail: ada.email,
      proxyAddresses: [`SMTP:${ada.email}`, 'smtp:a.byron@byron.example'],
    });
    expect(await shown('')).not.toHaveProperty('proxyAddresses');
    bench.on('mail.noProxyAddresses');
    expect(await shown('?$select=mail,proxyAddresses')).not.toHaveProperty('proxyAddresses');
  });

  it('reads twenty at a time in a batch, each with its own answer', async () => {
    const bench = createMailBench();
    const { id } = bench.mail.deliver({ subject: 'there' });
    const item = (number: string, url: string) => ({ id: number, method: 'GET', url });
    const requests = [item('1', `/me/messages/${id}`), item('2', `/me/messages/${id.replace(/..=$/u, 'zz=')}`)];
    const { body } = await bench.graph('POST', '/$batch', { requests });
    expect(Object.fromEntries(body.responses.map((one) => [one.id, one.status]))).toEqual({ 1: 200, 2: 404 });
  });

  it('keeps everything over a restart', async () => {
    const store = createMemoryStore();
    const before = createMailBench({ store });
    const first = before.mail.deliver({ messageId: 'kept@client.example', folder: before.mail.addFolder('Kept').name });
    const { deltaLink } = await before.round(`${inbox}/delta`);
    const after = createMailBench({ store });
    expect(after.mail.list('Kept')).toMatchObject([{ id: first.id }]);
    const { id } = after.mail.deliver({ headers: { 'In-Reply-To': '<kept@client.example>' } });
    expect(after.mail.get(id)?.conversationId).toBe(first.conversationId);
    expect((await after.round(deltaLink)).rows).toMatchObject([{ id }]);
  });

  it('holds twenty thousand messages, made quickly', async () => {
    const bench = createMailBench();
    const at = bench.now();
    const startedAt = performance.now();
    bench.mail.addMany(Array.from({ length: 20_000 }, (_, index) => ({ receivedAt: at - index * 60_000 })));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    const span = filtered(`receivedDateTime ge ${iso(at - 3_600_000)} and receivedDateTime lt ${iso(at)}`);
    expect(await bench.list(`/me/messages?${span}&$orderby=receivedDateTime&$top=1000`)).toHaveLength(60);
    expect(bench.mail.list()).toHaveLength(20_000);
  });
});
