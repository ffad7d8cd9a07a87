import { describe, expect, test } from 'vitest';
import { cursorText, parseCursor } from '../../packages/providers/microsoft/src/mail/cursor.ts';
import { queryAfter } from '../../packages/providers/microsoft/src/mail/links.ts';
import { readMessage } from '../../packages/providers/microsoft/src/mail/messages.ts';
import { mailGrant } from '../../packages/providers/microsoft/src/mail/profile.ts';
import {
  changesItem,
  findRequest,
  firstChangesItem,
  type MessageRow,
  messageItem,
  sendRequest,
  spanRequest,
} from '../../packages/providers/microsoft/src/mail/requests.ts';

const at = Date.UTC(2026, 0, 5, 9);
const inbox = { name: 'Inbox', place: 'inbox', isFollowed: true, isListed: true } as const;
const row: MessageRow = { id: 'AAk1', receivedDateTime: '2026-01-05T09:00:00Z', sentDateTime: '2026-01-05T08:59:00Z' };
const letter = {
  marker: 'marker-1',
  to: [{ address: 'ada@client.example', name: 'Ada' }],
  cc: [{ address: 'bob@client.example', name: '' }],
  subject: 'Lease',
  text: 'one\ntwo',
};

describe('a message', () => {
  test('that says next to nothing is read all the same', () => {
    expect(readMessage(row, inbox)).toEqual({
      id: 'AAk1',
      threadId: 'AAk1',
      to: [],
      cc: [],
      bcc: [],
      subject: '',
      preview: '',
      sentAt: at - 60_000,
      receivedAt: at,
      place: 'inbox',
      folder: 'Inbox',
      labels: [],
      sensitivity: 'normal',
      hasAttachments: false,
    });
  });

  test('without the time when it was received is garbled; without that when it was sent it is taken for sent then', () => {
    expect(() => readMessage({ id: 'AAk1' }, inbox)).toThrow('without its times');
    expect(readMessage({ ...row, sentDateTime: null }, inbox).sentAt).toBe(at);
  });

  test('has people by their addresses, and a name only where it is more than the address', () => {
    const person = (address: string | null, name?: string) => ({
      emailAddress: { address, ...(name ? { name } : {}) },
    });
    const read = readMessage(
      {
        ...row,
        from: person(' ada@client.example ', 'ada@client.example'),
        toRecipients: [person('bob@client.example', ' Bob '), person(null, 'Nobody'), person('c@client.example')],
      },
      inbox,
    );
    expect(read.from).toEqual({ address: 'ada@client.example', name: '' });
    expect(read.to).toEqual([
      { address: 'bob@client.example', name: 'Bob' },
      { address: 'c@client.example', name: '' },
    ]);
    expect(readMessage({ ...row, from: person('') }, inbox)).not.toHaveProperty('from');
  });

  test('that is a draft is one wherever it lies, but for junk and deleted ones', () => {
    const draft = { ...row, isDraft: true };
    expect(readMessage(draft, inbox).place).toBe('drafts');
    expect(readMessage(draft, { ...inbox, place: 'deleted' }).place).toBe('deleted');
  });

  test.each([
    ['0', 'normal'],
    ['1', 'personal'],
    ['2', 'private'],
    ['3', 'confidential'],
    ['7', 'private'],
    ['secret', 'private'],
  ])('with the sensitivity %s is %s', (value, sensitivity) => {
    const singleValueExtendedProperties = [{ id: 'integer 0x36', value }];
    expect(readMessage({ ...row, singleValueExtendedProperties }, inbox).sensitivity).toBe(sensitivity);
  });
});

describe('requests', () => {
  test('a first round of changes asks for ids alone, the newest first, and of immutable ones', () => {
    const { url, headers } = firstChangesItem('a/b', at);
    const query = new URLSearchParams(url.split('?')[1]);
    expect(url.split('?')[0]).toBe('/me/mailFolders/a%2Fb/messages/delta');
    expect(Object.fromEntries(query)).toEqual({
      $select: 'id',
      $filter: 'receivedDateTime ge 2026-01-05T09:00:00.000Z',
      $orderby: 'receivedDateTime desc',
    });
    expect(headers.Prefer).toBe('IdType="ImmutableId", odata.maxpagesize=100');
    expect(changesItem('a', '$deltatoken=t').url).toBe('/me/mailFolders/a/messages/delta?$deltatoken=t');
  });

  test('messages are never asked for their text', () => {
    for (const url of [messageItem('AAk1').url, spanRequest({ from: 0, until: 1 }, 250).url, findRequest('x').url]) {
      const select = new URLSearchParams(url.split('?')[1]).get('$select')?.split(',') ?? [];
      expect(select).toContain('bodyPreview');
      expect(select.filter((name) => ['body', 'uniqueBody', 'internetMessageHeaders'].includes(name))).toEqual([]);
    }
  });

  test('an id is sought in its brackets, whatever is in it', () => {
    const filter = new URL(findRequest("o'b+c&d@x.example").url).searchParams.get('$filter');
    expect(filter).toBe("internetMessageId eq '<o''b+c&d@x.example>'");
  });

  test('a letter goes as plain text, with its marker, and kept', () => {
    const { message, saveToSentItems } = JSON.parse(sendRequest(letter).body ?? '') as Record<string, unknown>;
    expect(saveToSentItems).toBe(true);
    expect(message).toEqual({
      subject: 'Lease',
      body: { contentType: 'text', content: 'one\ntwo' },
      toRecipients: [{ emailAddress: { address: 'ada@client.example', name: 'Ada' } }],
      ccRecipients: [{ emailAddress: { address: 'bob@client.example' } }],
      singleValueExtendedProperties: [{ id: expect.stringContaining('Name ConcordLetter'), value: 'marker-1' }],
    });
  });

  test('an answer names what it answers, where that has a name', () => {
    const propertiesOf = (answers: { id: string; threadId: string; messageId?: string }) =>
      (
        JSON.parse(sendRequest({ ...letter, answers }).body ?? '') as {
          message: { singleValueExtendedProperties: { id: string; value: string }[] };
        }
      ).message.singleValueExtendedProperties.slice(1);
    expect(propertiesOf({ id: '1', threadId: 't', messageId: 'a@x.example' })).toEqual([
      { id: 'String 0x1042', value: '<a@x.example>' },
      { id: 'String 0x1039', value: '<a@x.example>' },
    ]);
    expect(propertiesOf({ id: '1', threadId: 't' })).toEqual([]);
  });
});

describe('a cursor', () => {
  test('is read as it was written, whatever its links look like', () => {
    const cursor = {
      since: at,
      tree: '$deltatoken=tree',
      folders: new Map([
        ['one', '$deltatoken=a=b'],
        ['two', '$skiptoken=c'],
        ['three', '%24deltatoken=d&x=1'],
      ]),
      left: ['two'],
      pages: 3,
      ids: ['AAk1'],
      unread: [['AAk2', 7] as const],
    };
    expect(parseCursor(cursorText(cursor))).toEqual(cursor);
    expect(cursorText(cursor)).not.toContain('$deltatoken');
  });

  test('keeps of a link what follows its path, and nothing of one without', () => {
    expect(queryAfter({ deltaLink: 'https://graph.microsoft.com/v1.0/me/x/delta?$deltatoken=t' })).toBe(
      '$deltatoken=t',
    );
    expect(() => queryAfter({ nextLink: 'https://graph.microsoft.com/v1.0/me/x/delta' })).toThrow('without a token');
  });
});

test('a grant for mail asks for what mail needs, and for nothing of contacts and calendars', () => {
  expect(mailGrant.scopes.toSorted()).toEqual(
    ['openid', 'profile', 'email', 'User.Read', 'offline_access', 'Mail.Read', 'Mail.Send'].toSorted(),
  );
});
