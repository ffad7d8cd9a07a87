import { type CaseRow, casesOf } from './mail-case.ts';

/** The charset, the bytes in it, and the text that they are. */
const charsets: readonly (readonly [charset: string, hex: string, text: string])[] = [
  ['us-ascii', '416461', 'Ada'],
  ['utf-8', 'c381646120e29885', 'Áda ★'],
  ['UTF-8*en', 'c3a9', 'é'],
  ['iso-8859-1', '436166e9', 'Café'],
  ['iso-8859-2', 'a3f364bc', 'Łódź'],
  ['iso-8859-3', 'e6', 'ĉ'],
  ['iso-8859-5', 'bfe0d8d2d5e2', 'Привет'],
  ['iso-8859-6', 'd3e4c7e5', 'سلام'],
  ['iso-8859-7', 'c1e8deede1', 'Αθήνα'],
  ['iso-8859-8', 'f9ece5ed', 'שלום'],
  ['iso-8859-9', 'dd7a6d6972', 'İzmir'],
  ['iso-8859-13', 'de656deb', 'Žemė'],
  ['iso-8859-15', '35a4', '5€'],
  ['windows-1250', 'a3f3649f', 'Łódź'],
  ['windows-1251', 'cff0e8e2e5f2', 'Привет'],
  ['windows-1252', '3580', '5€'],
  ['windows-1253', 'c1e8deede1', 'Αθήνα'],
  ['windows-1254', 'dd7a6d6972', 'İzmir'],
  ['windows-1255', 'f9ece5ed', 'שלום'],
  ['windows-1256', 'd3e1c7e3', 'سلام'],
  ['windows-1257', 'de656deb', 'Žemė'],
  ['windows-874', 'e4b7c2', 'ไทย'],
  ['koi8-r', 'f0d2c9d7c5d4', 'Привет'],
  ['koi8-u', 'ebc9a7d7', 'Київ'],
  ['ibm866', '8fe0a8a2a5e2', 'Привет'],
  ['macintosh', '4361668e', 'Café'],
  ['iso-2022-jp', '1b2442467c4b5c1b2842', '日本'],
  ['shift_jis', '93fa967b', '日本'],
  ['euc-jp', 'c6fccbdc', '日本'],
  ['gb2312', 'd6d0cec4', '中文'],
  ['gb18030', 'd6d0cec4', '中文'],
  ['big5', 'a4a4a4e5', '中文'],
  ['euc-kr', 'c7d1b1b9', '한국'],
  ['ks_c_5601-1987', 'c7d1b1b9', '한국'],
];

const b = (charset: string, hex: string): string => `=?${charset}?B?${Buffer.from(hex, 'hex').toString('base64')}?=`;
const q = (charset: string, hex: string): string => `=?${charset}?q?${hex.replaceAll(/../gu, '=$&')}?=`;

/** In turns as base64 and quoted-printable, in the subject and in the name. */
const inCharsets: readonly CaseRow[] = charsets.map(([charset, hex, text], index) => {
  const word = (index % 2 === 0 ? b : q)(charset, hex);
  const other = (index % 2 === 0 ? q : b)(charset, hex);
  return [
    `RFC 2047 in ${charset}`,
    { From: `${other} <ada@example.com>`, Subject: word },
    ['from ada'],
    { reads: { subject: text, fromName: text } },
  ];
});

export const encodingCases = [
  ...casesOf('encodings', inCharsets),
  ...casesOf('encodings', [
    [
      'an encoded word in each line of a folded subject',
      { Subject: '=?utf-8?Q?The_l?=\r\n =?utf-8?Q?ease?=' },
      ['from ada'],
      { reads: { subject: 'The lease' } },
    ],
    [
      'a letter that is divided between two encoded words',
      { Subject: '=?utf-8?Q?Caf=C3?= =?utf-8?Q?=A9?=' },
      ['from ada'],
      { reads: { subject: 'Café' } },
    ],
    [
      'a letter that is divided, in base64',
      { Subject: '=?utf-8?B?YWFDYWbD?= =?utf-8?B?qWJj?=' },
      ['from ada'],
      { reads: { subject: 'aaCafébc' } },
    ],
    [
      'two charsets in one subject',
      { Subject: '=?iso-8859-1?Q?=E9?= =?koi8-r?B?8A==?=' },
      ['from ada'],
      { reads: { subject: 'éП' } },
    ],
    [
      'plain words between encoded ones',
      { Subject: 'Re: =?utf-8?Q?Caf=C3=A9?= at noon' },
      ['from ada'],
      { reads: { subject: 'Re: Café at noon' } },
    ],
    ['a charset that nobody knows', { Subject: '=?x-unknown-9?Q?Ada?=' }, ['from ada'], { reads: { subject: 'Ada' } }],
    [
      'an encoding that nobody knows',
      { Subject: '=?utf-8?X?Ada?=' },
      ['from ada'],
      { reads: { subject: '=?utf-8?X?Ada?=' } },
    ],
    [
      'an encoded word that does not end',
      { Subject: '=?utf-8?B?QWRh' },
      ['from ada'],
      { reads: { subject: '=?utf-8?B?QWRh' } },
    ],
    ['base64 without its padding', { Subject: '=?utf-8?B?QWQ?=' }, ['from ada'], { reads: { subject: 'Ad' } }],
    [
      'raw UTF-8 in name and subject',
      { From: 'Zoë Ångström <ada@example.com>', Subject: 'Prüfung ✓' },
      ['from ada'],
      { reads: { subject: 'Prüfung ✓', fromName: 'Zoë Ångström' } },
    ],
    ['raw UTF-8 in an address', { From: 'Zoë <zoë@münchen.example>' }, ['from zoe']],
    [
      'a line break within an encoded word’s text',
      { Subject: '=?utf-8?B?QQ0KQmNjOiBi?=' },
      ['from ada'],
      { reads: { subject: 'A Bcc: b' } },
    ],
    [
      'an encoded comma in a name',
      { From: '=?utf-8?Q?Lovelace=2C_Ada?= <ada@example.com>' },
      ['from ada'],
      { reads: { fromName: 'Lovelace, Ada' } },
    ],
    [
      'an encoded address in a name',
      { From: '=?utf-8?Q?ada=40example.com?= <eve@elsewhere.example>' },
      'noContact',
      { reads: { fromName: 'ada@example.com' } },
    ],
    [
      'an encoded word in quotes',
      { From: '"=?utf-8?Q?Ad=C3=A1?=" <ada@example.com>' },
      ['from ada'],
      { reads: { fromName: 'Adá' } },
    ],
    [
      'an encoded address alone, which is no address',
      { From: '=?utf-8?B?YWRhQGV4YW1wbGUuY29t?=', To: 'grace@firm.example' },
      'internal',
    ],
    [
      'text in base64',
      { 'Content-Transfer-Encoding': 'base64', 'Content-Type': 'text/plain; charset=utf-8' },
      ['from ada'],
      { body: 'RGVhciBHcmFjZQ==\r\n' },
    ],
    [
      'text in quoted-printable',
      { 'Content-Transfer-Encoding': 'quoted-printable', 'Content-Type': 'text/plain; charset=iso-8859-1' },
      ['from ada'],
      { body: 'Caf=E9 =\r\nat noon\r\n' },
    ],
    [
      'text in an encoding that nobody knows',
      { 'Content-Transfer-Encoding': 'uuencode' },
      ['from ada'],
      { body: 'begin 644 a\r\n' },
    ],
    ['a subject of blanks', { Subject: ' \t ' }, ['from ada'], { reads: { subject: '' } }],
    ['no subject', { Subject: null }, ['from ada'], { reads: { subject: '' } }],
    [
      'names of headers in capitals',
      { From: null, FROM: 'ada@example.com', To: null, TO: 'grace@firm.example' },
      ['from ada'],
    ],
    ['blanks before the colon', { From: null, 'From ': 'ada@example.com' }, ['from ada']],
  ]),
  ...casesOf('other scripts', [
    ['a domain in another script, which Clio has so too', { From: 'zoë@münchen.example' }, ['from zoe']],
    ['the same domain in ASCII', { From: 'zoë@xn--mnchen-3ya.example' }, ['from zoe']],
    ['the same in capitals', { From: 'Zoë@MÜNCHEN.example' }, ['from zoe']],
    ['the same in ASCII and capitals', { From: 'ZOË@XN--MNCHEN-3YA.EXAMPLE' }, ['from zoe']],
    ['a domain in another script, which Clio has in ASCII', { From: '李 <li@例子.example>' }, ['from li']],
    ['its dots in full width', { From: 'li@例子。example' }, ['from li']],
    ['the domain with other letters', { From: 'zoë@munchen.example' }, 'noContact'],
    ['the local part without its dots', { From: 'zoe@münchen.example' }, 'noContact'],
    ['an ASCII name that stands for nothing', { From: 'ada@xn--example-.com' }, 'noContact'],
    ['a domain that only looks alike', { From: 'ada@ехаmple.com' }, 'noContact'],
    ['two names that only some take for one', { From: 'ann@gesperrt-strasse.example' }, 'noContact'],
    ['a local part from right to left', { From: 'שרה@example.com' }, 'noContact'],
  ]),
];
