import { casesOf } from './mail-case.ts';

const list = {
  'List-Id': 'Family law <family-law.lists.example>',
  'List-Unsubscribe': '<https://lists.example/off>',
  Precedence: 'list',
};

/** Lists count by their addresses like everybody else: from, to and copies. What carries them is not looked at. */
export const listCases = [
  ...casesOf('lists', [
    ['a contact who writes to a list', { ...list, To: 'family-law@lists.example' }, ['from ada']],
    [
      'a stranger who writes to a list',
      { ...list, From: 'eve@elsewhere.example', To: 'family-law@lists.example' },
      'noContact',
    ],
    [
      'a list that is itself a contact',
      { ...list, From: 'eve@elsewhere.example', To: 'clients@lists.example' },
      ['to clients'],
    ],
    [
      'a list that is a contact, written to',
      { From: 'grace@firm.example', To: 'Clients <clients@lists.example>' },
      ['to clients'],
      { sent: true },
    ],
    [
      'a list that writes for its member',
      { ...list, From: 'Ada Lovelace via Family law <family-law@lists.example>', 'Reply-To': 'ada@example.com' },
      'noContact',
    ],
    ['a list that names itself as the sender', { ...list, Sender: 'family-law-bounces@lists.example' }, ['from ada']],
    [
      'a sender who is a contact, and a From who is none',
      { From: 'eve@elsewhere.example', Sender: 'ada@example.com' },
      'noContact',
    ],
    ['a From who is a contact, and a sender who is none', { Sender: 'assistant@elsewhere.example' }, ['from ada']],
    ['no From, and a sender who is a contact', { From: null, Sender: 'ada@example.com' }, ['from ada']],
    [
      'sent on behalf of a contact',
      { From: '"Assistant on behalf of Ada" <ada@example.com>', Sender: 'assistant@elsewhere.example' },
      ['from ada'],
    ],
    [
      'a newsletter',
      {
        From: 'News <news@shop.example>',
        'List-Unsubscribe': '<mailto:off@shop.example>',
        'Auto-Submitted': 'auto-generated',
      },
      'noContact',
    ],
    ['a newsletter of a contact', { ...list }, ['from ada']],
    ['an answer that came by itself', { 'Auto-Submitted': 'auto-replied', Subject: 'Out of office' }, ['from ada']],
    [
      'a bounce',
      {
        From: 'Mail Delivery Subsystem <mailer-daemon@example.com>',
        'Return-Path': '<>',
        Subject: 'Undeliverable: to ada@example.com',
      },
      'noContact',
    ],
    ['a return address with the contact inside', { From: 'bounces+ada=example.com@shop.example' }, 'noContact'],
    [
      'a receipt',
      { 'Content-Type': 'multipart/report; report-type=disposition-notification', Subject: 'Read: the lease' },
      ['from ada'],
    ],
    [
      'a list with a copy for a contact',
      { ...list, From: 'eve@elsewhere.example', To: 'family-law@lists.example', Cc: 'bob@example.org' },
      ['cc bob'],
    ],
    ['a list address of the firm', { ...list, From: 'eve@elsewhere.example', To: 'all@firm.example' }, 'noContact'],
    ['a note from a service about a contact', { From: 'Ada Lovelace (via Sign) <no-reply@sign.example>' }, 'noContact'],
    [
      'X headers that name a contact',
      { From: 'eve@elsewhere.example', 'X-Original-From': 'ada@example.com', 'X-Forwarded-To': 'ada@example.com' },
      'noContact',
    ],
  ]),
  ...casesOf('forwards and replies', [
    [
      'an answer of a contact',
      { Subject: 'Re: the lease', 'In-Reply-To': '<a@firm.example>', References: '<a@firm.example>' },
      ['from ada'],
    ],
    [
      'an answer to a contact',
      { From: 'grace@firm.example', To: 'ada@example.com', Subject: 'AW: lease', 'In-Reply-To': '<b@example.com>' },
      ['to ada'],
      { sent: true },
    ],
    [
      'forwarded by a stranger, from a contact before',
      { From: 'eve@elsewhere.example', Subject: 'FW: from Ada' },
      'noContact',
      { body: '\r\n-----Original Message-----\r\nFrom: Ada <ada@example.com>\r\nTo: eve@elsewhere.example\r\n' },
    ],
    [
      'forwarded by a contact',
      { Subject: 'Fwd: from Eve' },
      ['from ada'],
      { body: '---------- Forwarded message ---------\r\nFrom: Eve <eve@elsewhere.example>\r\n' },
    ],
    [
      'forwarded to a contact',
      { From: 'grace@firm.example', To: 'bob@example.org', Subject: 'WG: Ada' },
      ['to bob'],
      { sent: true },
    ],
    [
      'forwarded to a colleague',
      { From: 'grace@firm.example', To: 'carol@firm.example', Subject: 'FW: Ada' },
      'internal',
      { sent: true, body: 'From: Ada <ada@example.com>\r\n' },
    ],
    [
      'sent on by another, headers kept',
      { 'Resent-From': 'eve@elsewhere.example', 'Resent-To': 'grace@firm.example', To: 'eve@elsewhere.example' },
      ['from ada'],
    ],
    [
      'sent on by a contact, headers of a stranger',
      { From: 'eve@elsewhere.example', 'Resent-From': 'ada@example.com' },
      'noContact',
    ],
    [
      'an attached message from a contact',
      { From: 'eve@elsewhere.example', 'Content-Type': 'multipart/mixed; boundary=b' },
      'noContact',
      {
        body: '--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: ada@example.com\r\nTo: eve@elsewhere.example\r\n\r\nHello\r\n--b--\r\n',
      },
    ],
    [
      'an attached message from a stranger',
      { 'Content-Type': 'multipart/mixed; boundary=b' },
      ['from ada'],
      { body: '--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: eve@elsewhere.example\r\n\r\nHello\r\n--b--\r\n' },
    ],
    [
      'headers repeated in the text',
      { From: 'eve@elsewhere.example' },
      'noContact',
      { body: 'From: ada@example.com\r\nTo: ada@example.com\r\nCc: bob@example.org\r\n' },
    ],
    ['a blind copy that the member got', { To: 'eve@elsewhere.example' }, ['from ada']],
    [
      'a blind copy of which nothing tells',
      { From: 'eve@elsewhere.example', To: 'eve@elsewhere.example' },
      'noContact',
    ],
    ['a subject that names a contact', { From: 'eve@elsewhere.example', Subject: 'ada@example.com' }, 'noContact'],
    [
      'an invitation from a contact',
      { 'Content-Type': 'text/calendar; method=REQUEST' },
      ['from ada'],
      { body: 'BEGIN:VCALENDAR\r\nATTENDEE:mailto:bob@example.org\r\nEND:VCALENDAR\r\n' },
    ],
    [
      'an invitation in which a contact is a guest only',
      { From: 'eve@elsewhere.example', 'Content-Type': 'text/calendar' },
      'noContact',
      { body: 'ATTENDEE:mailto:bob@example.org\r\n' },
    ],
  ]),
];
