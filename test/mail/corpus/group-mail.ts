import { casesOf } from './mail-case.ts';

/** RFC 5322, 3.4: groups, empty ones, and several addresses in From, of which the mailboxes show the first. */
export const groupCases = [
  ...casesOf('groups', [
    ['to nobody who is named, from a contact', { To: 'undisclosed-recipients:;' }, ['from ada']],
    [
      'to nobody who is named, from a stranger',
      { From: 'eve@elsewhere.example', To: 'undisclosed-recipients:;' },
      'noContact',
    ],
    [
      'to nobody who is named, from the member',
      { From: 'grace@firm.example', To: 'undisclosed-recipients:;' },
      'internal',
      { sent: true },
    ],
    [
      'to nobody who is named, with a blind copy',
      { From: 'grace@firm.example', To: 'undisclosed-recipients:;', Bcc: 'ada@example.com, bob@example.org' },
      ['bcc ada', 'bcc bob'],
      { sent: true },
    ],
    ['the same with blanks', { To: 'Undisclosed recipients: ;' }, ['from ada']],
    ['the same in quotes', { To: '"undisclosed-recipients:;"' }, ['from ada']],
    [
      'a group with a contact',
      { From: 'eve@elsewhere.example', To: 'Clients: bob@example.org, x@elsewhere.example;' },
      ['to bob'],
    ],
    [
      'a group with names',
      { From: 'eve@elsewhere.example', To: 'Team: "C, Bob" <bob@example.org>, Cyd <cyd@example.org>;' },
      ['to bob', 'to cyd'],
    ],
    [
      'a group and others after it',
      { From: 'eve@elsewhere.example', To: 'Team: x@elsewhere.example;, bob@example.org' },
      ['to bob'],
    ],
    [
      'a group that does not end',
      { From: 'eve@elsewhere.example', To: 'Team: x@elsewhere.example, bob@example.org' },
      ['to bob'],
    ],
    ['a group within a group', { From: 'eve@elsewhere.example', To: 'All: Team: bob@example.org;;' }, ['to bob']],
    ['a group of copies', { From: 'eve@elsewhere.example', Cc: 'Team: bob@example.org;' }, ['cc bob']],
    ['a From that is an empty group', { From: 'Automatic:;', To: 'grace@firm.example' }, 'internal'],
    ['no To at all, from a contact', { To: null }, ['from ada']],
    ['a To that is blank', { To: '' }, ['from ada']],
    ['no addresses at all', { From: '', To: '' }, 'nobody'],
    ['no header that could have one', { From: null, To: null }, 'nobody', { pasted: 'id' }],
    ['names without addresses', { From: 'Ada Lovelace', To: 'Grace' }, 'nobody'],
    ['only groups without members', { From: 'A:;', To: 'B:;', Cc: 'C:;' }, 'nobody'],
  ]),
  ...casesOf('several From addresses', [
    ['a contact first', { From: 'ada@example.com, eve@elsewhere.example' }, ['from ada']],
    ['a stranger first', { From: 'eve@elsewhere.example, ada@example.com' }, 'noContact'],
    [
      'a contact first, with a sender',
      { From: 'ada@example.com, bob@example.org', Sender: 'bob@example.org' },
      ['from ada'],
    ],
    ['a name without an address first', { From: 'Lovelace, Ada <ada@example.com>' }, ['from ada']],
    [
      'the member first, and a contact',
      { From: 'grace@firm.example, ada@example.com', To: 'bob@example.org' },
      ['to bob'],
      { sent: true },
    ],
    ['the header twice', { From: ['ada@example.com', 'eve@elsewhere.example'] }, ['from ada']],
    ['the header twice, a stranger first', { From: ['eve@elsewhere.example', 'ada@example.com'] }, 'noContact'],
    ['To twice', { From: 'eve@elsewhere.example', To: ['grace@firm.example', 'bob@example.org'] }, ['to bob']],
  ]),
];
