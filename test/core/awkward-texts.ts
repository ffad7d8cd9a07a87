import * as fc from 'fast-check';

/** What people and other programs have put into a field of a contact. */
const oddTextsByKind = {
  emoji: ['👨‍👩‍👧‍👦', '🇨🇦 Anna', '👩‍⚖️ Judge', 'a😀b'],
  rightToLeft: ['محمد', 'שרה לוי', 'abc\u202edef', '\u200fAda'],
  invisible: ['Ada\u200bBerg', '\u2060', 'so\u00adft', '\ufeffAda', 'a\u200db'],
  combining: [
    'Z\u0351\u036b\u0343a\u0321\u0353l\u0334go',
    '\u0301',
    'e\u0301',
    'é',
    'Zoë',
    'Zoe\u0308',
    'Å',
    'Å',
    'A\u030a',
    'J\u030c',
  ],
  broken: ['\ud83d', 'a\udc00', '\ud83d \udc00', 'NUL\u0000', '\u0000', '\u0085', '\u001bAda'],
  lines: ['Ada\tBerg', 'two\r\nlines', 'line\u2028end', 'a\u2029b', '\u00a0Ada\u3000'],
  widthAndCase: ['４１６', '  Ada  ', 'ADA', 'ada', 'Ada', 'İstanbul', 'istanbul', 'straße', 'STRASSE', 'ΟΔΟΣ', 'ǰ'],
  punctuation: [
    'a,b',
    'a b',
    'a;b',
    'a|b',
    '|',
    ',',
    ', ;',
    '+',
    '=HYPERLINK("x")',
    '-2+3',
    '@SUM(A1)',
    '"quoted"',
    '\\',
  ],
  code: ['<img src=x onerror=alert(1)>', '{{7*7}}', '${7}', '</script>', '__proto__', 'constructor', 'null', '0'],
  long: ['x'.repeat(300)],
} as const;
const oddTexts: readonly string[] = Object.values(oddTextsByKind).flat();

/** Any sixteen-bit units at all: halves of characters, controls, what no encoding can carry. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 })
  .map((units) => String.fromCharCode(...units));

/** Any text, with a leaning to what has made trouble. */
export const awkwardText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...oddTexts) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  { weight: 1, arbitrary: anyUnits },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...oddTexts), fc.constantFrom(...oddTexts)).map((two) => two.join('')),
  },
);

/** A line of 64 KB: rare, because it is slow. */
export const longLine: fc.Arbitrary<string> = awkwardText.map((text) =>
  `${text || 'x'} `.repeat(Math.ceil(65_536 / (text.length + 1))).slice(0, 65_536),
);

/** Another way of writing the same text. */
export const respellings = [
  (text: string): string => ` ${text} `,
  (text: string): string => `\u00a0${text}\u200b`,
  (text: string): string => text.normalize('NFD'),
  (text: string): string => text.normalize('NFC'),
  (text: string): string => text.replaceAll(' ', '\u00a0 \t'),
] as const;

export const oddEmails = [
  'a@x.org',
  'A@X.org',
  'b@x.org',
  'no-at-sign',
  '"quoted one"@x.org',
  'ü@exämple.org',
  'anna@例え.jp',
  'a,b@x.org',
  'a b@x.org',
  '<a@x.org>',
  'mailto:a@x.org',
  `${'long'.repeat(85)}@x.org`,
  '@',
  'a@x.org\u200b',
] as const;

export const oddPhones = [
  '416 555 0101',
  '+1 416-555-0101',
  '(416) 555-0102',
  '+1 (416) 555-0100 ext. 9',
  '416-555-0100 x9',
  '112',
  'letters',
  '00 1 416 555 0100',
  '４１６ ５５５ ０１０１',
  '+',
  '#31#',
  '555 0101',
  '1;2',
  '*',
  '+44 20 7946 0000',
] as const;

export const oddSites = [
  'x.org',
  'https://www.x.org/',
  'HTTP://X.org',
  'y.org/a,b',
  'y.org/a b',
  'javascript:alert(1)',
  'https://',
  '/',
] as const;

export const oddDates = ['1980-02-29', '1604-01-01', '0001-01-01', '9999-12-31', '2000-12-31', '1974-07-22'] as const;
