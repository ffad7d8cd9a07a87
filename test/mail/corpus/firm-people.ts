import { casesOf } from './mail-case.ts';

const barred = { settings: { copiesCount: false } } as const;

/** The member, the firm's other people, and the firm's domains: never contacts, also where Clio has cards of them. */
export const firmCases = [
  ...casesOf('own aliases', [
    ['sent from the mailbox', { From: 'grace@firm.example', To: 'ada@example.com' }, ['to ada'], { sent: true }],
    [
      'sent from an alias',
      { From: 'Grace <grace.hopper@firm.example>', To: 'ada@example.com' },
      ['to ada'],
      { sent: true },
    ],
    [
      'sent from an alias elsewhere',
      { From: 'G.Hopper@Old-Firm.example', To: 'ada@example.com' },
      ['to ada'],
      { sent: true },
    ],
    [
      'sent from an alias with a tag',
      { From: 'grace+cases@firm.example', To: 'ada@example.com' },
      ['to ada'],
      { sent: true },
    ],
    [
      'sent from a shared alias',
      { From: 'Intake <intake@firm.example>', To: 'bob@example.org' },
      ['to bob'],
      { sent: true },
    ],
    [
      'sent, but not found among what was sent',
      { From: 'grace@firm.example', To: 'ada@example.com' },
      ['to ada'],
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    ['received at an alias', { To: 'Grace.Hopper@firm.example' }, ['from ada']],
    ['received at an alias elsewhere', { To: 'g.hopper@old-firm.example' }, ['from ada']],
    ['to oneself', { From: 'grace@firm.example', To: 'grace@firm.example' }, 'internal', { sent: true }],
    [
      'to an own alias elsewhere, of which Clio has a card',
      { From: 'grace@firm.example', To: 'g.hopper@old-firm.example' },
      'internal',
      { sent: true },
    ],
    [
      'to oneself, with a copy for a contact',
      { From: 'grace@firm.example', To: 'grace@firm.example', Cc: 'ada@example.com' },
      ['cc ada'],
      { sent: true },
    ],
    [
      'to oneself, with a blind copy for a contact',
      { From: 'grace@firm.example', To: 'grace@firm.example', Bcc: 'ada@example.com' },
      ['bcc ada'],
      { sent: true },
    ],
    ['an alias that is not hers', { From: 'grace@old-firm.example', To: 'eve@elsewhere.example' }, 'noContact'],
    [
      'sent by somebody else from this mailbox',
      { From: 'assistant@elsewhere.example', To: 'ada@example.com' },
      ['to ada'],
      { sent: true },
    ],
    [
      'a stranger who writes to an own alias',
      { From: 'eve@elsewhere.example', To: 'intake@firm.example' },
      'noContact',
    ],
    [
      'one’s own name before a stranger’s address',
      { From: '"grace@firm.example" <eve@elsewhere.example>', To: 'ada@example.com' },
      ['to ada'],
    ],
  ]),
  ...casesOf('colleagues', [
    [
      'from a colleague',
      { From: 'carol@firm.example' },
      'internal',
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    [
      'from a colleague’s account elsewhere',
      { From: 'Carol Jones <carol.jones@mail.example>' },
      'internal',
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    [
      'from a colleague of whom Clio has a card',
      { From: 'dave@firm.example' },
      'internal',
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    [
      'to a colleague of whom Clio has a card',
      { From: 'grace@firm.example', To: 'dave@firm.example' },
      'internal',
      { sent: true },
    ],
    ['from a contact, with copies for colleagues', { Cc: 'carol@firm.example, dave@firm.example' }, ['from ada']],
    [
      'from a colleague to a contact, a copy for the member',
      { From: 'carol@firm.example', To: 'ada@example.com', Cc: 'grace@firm.example' },
      ['to ada'],
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    [
      'from a colleague with a tag',
      { From: 'carol+x@firm.example' },
      'internal',
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    [
      'from somebody new at the firm’s domain',
      { From: 'newcomer@firm.example' },
      'internal',
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    [
      'from a subdomain of the firm',
      { From: 'scanner@print.firm.example' },
      'internal',
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    ['from a domain that ends like the firm’s', { From: 'eve@notfirm.example' }, 'noContact'],
    ['from a domain that begins like the firm’s', { From: 'eve@firm.example.com' }, 'noContact'],
    [
      'from the firm’s domain in another script',
      { From: 'eva@kanzlei-müller.example' },
      'internal',
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    [
      'from the same domain in ASCII',
      { From: 'eva@xn--kanzlei-mller-4ob.example' },
      'internal',
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    [
      'among colleagues and a stranger',
      { From: 'carol@firm.example', Cc: 'eve@elsewhere.example' },
      'noContact',
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    ['a colleague’s card and a stranger', { From: 'eve@elsewhere.example', To: 'dave@firm.example' }, 'noContact'],
    [
      'among colleagues and nobody’s address',
      { From: 'carol@firm.example', To: 'undisclosed-recipients:;' },
      'internal',
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    [
      'a contact with a copy, where copies do not count',
      { From: 'carol@firm.example', Cc: 'ada@example.com' },
      'copyOnly',
      { ...barred, sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
    ['another account at a colleague’s public domain', { From: 'ada@mail.example' }, 'noContact'],
  ]),
];
