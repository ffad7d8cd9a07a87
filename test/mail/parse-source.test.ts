import type { MailMessage } from '@concord/core';
import { largestSource, parseSource, unreadableSources } from '@concord/engine';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awkwardText } from '../core/awkward-texts.ts';
import { lawsOf } from '../core/law-cases.ts';
import { address } from './mail-scene.ts';

const laws = lawsOf('mail/parse-source');

const headers = [
  'From: Ada Lovelace <ada@example.com>',
  'To: Grace <grace@firm.example>,',
  '  bob@example.org',
  'Subject: The lease',
  'Date: Mon, 02 Mar 2026 10:00:00 +0000',
  'Message-ID: <Lease.1@mail.example.com>',
];
const lines = (...all: readonly string[]): string => all.join('\r\n');

function read(text: string): MailMessage {
  const parsed = parseSource(text);
  if (parsed.kind !== 'message') throw new Error(`Read as ${parsed.kind}`);
  return parsed.message;
}

const lease: MailMessage = {
  id: '',
  messageId: 'Lease.1@mail.example.com',
  threadId: '',
  from: address('ada@example.com', 'Ada Lovelace'),
  to: [address('grace@firm.example', 'Grace'), address('bob@example.org')],
  cc: [],
  bcc: [],
  subject: 'The lease',
  preview: '',
  sentAt: Date.UTC(2026, 2, 2, 10),
  receivedAt: Date.UTC(2026, 2, 2, 10),
  place: 'other',
  folder: '',
  labels: [],
  sensitivity: 'normal',
  hasAttachments: false,
};

describe('what a person pastes', () => {
  it.each<[string, string]>([
    ['internet headers alone', lines(...headers)],
    ['internet headers with a line end after them', `${lines(...headers)}\r\n`],
    [
      'a whole source',
      lines(...headers, '', 'Dear Grace,', 'From: eve@elsewhere.example', 'To: eve@elsewhere.example'),
    ],
    ['lines that end with LF', headers.join('\n')],
    ['lines that end with CR', headers.join('\r')],
    ['lines that end with both in turns', headers.map((line, at) => line + ['\r\n', '\n', '\r'][at % 3]).join('')],
    ['a byte order mark', `\ufeff${lines(...headers)}`],
    ['blank lines before', `\r\n \r\n${lines(...headers)}`],
    ['a heading of the mail program', lines('Internet headers', '', ...headers)],
    ['a heading that looks like a header', lines('Headers:', '', ...headers)],
    ['the first line of an mbox', lines('From ada@example.com Mon Mar  2 10:00:00 2026', ...headers)],
    ['folded lines that lost their blank', lines(...headers).replace('\r\n  bob', '\r\nbob')],
    ['folded lines with a tab', lines(...headers).replace('\r\n  bob', '\r\n\tbob')],
    ['headers that nobody knows', lines('X-A: 1', '__proto__: 2', 'constructor: 3', ...headers, 'hasOwnProperty: 4')],
  ])('is read from %s', (_, text) => expect(read(text)).toEqual(lease));

  it.each<[string, string]>([
    ['in brackets', '<Lease.1@mail.example.com>'],
    ['without them', ' Lease.1@mail.example.com\n'],
    ['as its header', 'Message-ID: <Lease.1@mail.example.com>'],
    ['as its folded header', 'Message-Id:\r\n <Lease.1@mail.example.com>\r\n'],
    ['behind a byte order mark', '\ufeff<Lease.1@mail.example.com>'],
  ])('may be an id %s', (_, text) => {
    expect(parseSource(text)).toEqual({ kind: 'id', messageId: 'Lease.1@mail.example.com' });
  });

  it('may be an id that only its brackets tell', () => {
    expect(parseSource('<lease>')).toEqual({ kind: 'id', messageId: 'lease' });
    expect(parseSource('lease')).toEqual({ kind: 'unreadable', sentence: unreadableSources.noHeaders });
  });

  it.each<[keyof typeof unreadableSources, string]>([
    ['nothing', ''],
    ['nothing', ' \r\n\t'],
    ['noHeaders', 'Dear Grace,\nplease find it enclosed.'],
    ['noHeaders', 'Note: call Ada\nAgain: call Ada'],
    ['noHeaders', 'Subject: The lease'],
    ['noHeaders', 'Date: Mon, 02 Mar 2026 10:00:00 +0000'],
    ['noHeaders', `<${'x'.repeat(2_000)}@example.com>`],
    ['large', 'x'.repeat(largestSource + 1)],
    ['large', `${lines(...headers)}\r\n\r\n${'é'.repeat(largestSource / 2)}`],
  ])('is refused, and the sentence says what to paste instead (%s, %#)', (why, text) => {
    expect(parseSource(text)).toEqual({ kind: 'unreadable', sentence: unreadableSources[why] });
    expect(unreadableSources[why]).toMatch(/ Paste .*Message-ID\.$/u);
  });

  it('may be as large as the limit', () => {
    const start = `${lines(...headers)}\r\n\r\n`;
    expect(read(start + 'x'.repeat(largestSource - start.length))).toEqual(lease);
  });
});

describe('a message that was pasted', () => {
  it('came when its last relay says, and was sent then where it does not say itself', () => {
    const relays = [
      'Received: by mx.firm.example; 2 Mar 2026 10:00:09 GMT',
      'Received: by a.example; 2 Mar 2026 10:00:01 GMT',
    ];
    expect(read(lines(...relays, ...headers))).toMatchObject({
      sentAt: lease.sentAt,
      receivedAt: lease.sentAt + 9_000,
    });
    const undated = headers.filter((line) => !line.startsWith('Date'));
    expect(read(lines(...relays, ...undated)).sentAt).toBe(lease.sentAt + 9_000);
    expect(read(lines(...undated))).toMatchObject({ sentAt: 0, receivedAt: 0 });
  });

  it('is from its first sender that has an address', () => {
    expect(read('From: Ada\nSender: eve@elsewhere.example').from?.address).toBe('eve@elsewhere.example');
    expect(read('From: Ada, bob@example.org').from?.address).toBe('bob@example.org');
    expect(read('From: Ada')).not.toHaveProperty('from');
  });

  it('has at most 10,000 addresses in a list', () => {
    expect(read(`To: ${'a@b.c,'.repeat(20_000)}`).to).toHaveLength(10_000);
  });

  it('has a subject of one line and of a length that was cut before it was decoded', () => {
    expect(read(lines('From: a@b.c', `Subject: ${'x '.repeat(50_000)}`)).subject.length).toBeLessThanOrEqual(16_384);
  });
});

describe('hostile sources', () => {
  const many = 100_000;
  it.each<[string, string]>([
    ['comments that open', `From: ${'('.repeat(many)}`],
    ['brackets that open', `To: ${'<'.repeat(many)}`],
    ['quotes and escapes', `To: ${'"\\'.repeat(many)}`],
    ['groups in groups', `To: ${'a:'.repeat(many)}`],
    ['groups after groups', `From: ${'a:;'.repeat(many / 2)}`],
    ['nothing but @', `To: ${'@'.repeat(many)}`],
    ['nothing but commas', `To: ${','.repeat(many)}`],
    ['words and no address', `To: ${'x '.repeat(many)}@`],
    ['addresses without commas', `To: ${'a@b '.repeat(many / 2)}`],
    ['encoded words in encoded words', `From: ${'=?a?Q?b?='.repeat(many / 4)}\nSubject: ${'=?utf-8?B?'.repeat(1_800)}`],
    ['folds without end', `To:${' \n'.repeat(many)} a@b`],
    ['a date of brackets', `From: a@b\nDate: ${'('.repeat(many)}`],
    ['a header on each line', `${'a:\n'.repeat(many / 2)}From: a@b`],
    ['parts in parts', lines('From: a@b', 'Content-Type: multipart/mixed; boundary=a', '', '--a\r\n'.repeat(40_000))],
    ['CR after CR', `From:${'\r'.repeat(many)}`],
  ])('of %s are read in a moment', (_, text) => {
    const before = performance.now();
    expect(['message', 'unreadable']).toContain(parseSource(text).kind);
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('never throw, whatever they are', () => {
    const name = fc.constantFrom('From', 'To', 'Cc', 'Subject', 'Date', 'Message-ID', 'Received', '__proto__', ' ', '');
    const piece = fc.oneof(
      awkwardText,
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '<',
        '>',
        '"',
        '\\',
        '(',
        ')',
        ',',
        ';',
        ':',
        '@',
        'a@b.c',
        '=?utf-8?B?',
        '?=',
        '\r\n',
        '\r\n ',
        '\r',
      ),
    );
    const field = fc.tuple(name, fc.array(piece, { maxLength: 6 })).map(([key, all]) => `${key}: ${all.join('')}`);
    laws.hold(
      fc.property(fc.array(field, { maxLength: 6 }), (fields) => {
        const parsed = parseSource(fields.join('\r\n'));
        if (parsed.kind !== 'message') return;
        const { from, to, cc, subject, sentAt } = parsed.message;
        for (const one of [...(from ? [from] : []), ...to, ...cc])
          expect(Object.keys(one)).toEqual(['address', 'name']);
        expect(subject).not.toMatch(/[\r\n]/u);
        expect(Number.isSafeInteger(sentAt)).toBe(true);
      }),
      6_000,
    );
  });
});

laws.countUp();
