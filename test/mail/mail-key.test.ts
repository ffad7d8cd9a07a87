import { domainKey, domainOf, isWithin, mailKey } from '@concord/core';
import { describe, expect, it } from 'vitest';

const same = {
  case: ['Ada@Example.COM', 'ada@example.com'],
  'blanks around it': ['\t ada@example.com\u00a0\n', 'ada@example.com'],
  'blanks beside the @ and dots': ['ada . l @ example . com', 'ada.l@example.com'],
  'an ideographic blank': ['\u3000ada@example.com', 'ada@example.com'],
  'what cannot be seen': ['\ufeffa\u200bd\u00ada@exam\u2060ple.com\u202c', 'ada@example.com'],
  'full-width forms': ['ａｄａ＋ｘ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ada@example.com'],
  'another composition': ['zoe\u0308@example.com', 'zo\u00eb@example.com'],
  'a tag': ['ada+law+more@example.com', 'ada@example.com'],
  'needless quotes': ['"Ada+x"@example.com', 'ada@example.com'],
  'escapes in needless quotes': ['"a\\da"@example.com', 'ada@example.com'],
  'angle brackets, and a name before them': ['Ada Lovelace <ada@example.com>', 'ada@example.com'],
  'mailto:': ['MAILTO:ada@example.com', 'ada@example.com'],
  'the obsolete route in front of it': ['<@relay.example,@other.example:ada@example.com>', 'ada@example.com'],
  'a last dot': ['ada@example.com.', 'ada@example.com'],
  'a domain of another script': ['ada@MÜNCHEN.example', 'ada@xn--mnchen-3ya.example'],
  'its dots': ['ada@例え。テスト', 'ada@xn--r8jz45g.xn--zckzah'],
} as const;

const kept = {
  'nothing but a tag': ['+tag@example.com', '+tag@example.com'],
  'several tags and nothing else': ['+a+b@example.com', '+a+b@example.com'],
  'dots before the @': ['a.d.a@example.com', 'a.d.a@example.com'],
  'quotes that are needed': ['"Ada  L"@example.com', '"ada l"@example.com'],
  'a domain literal': ['ada@[192.0.2.1]', 'ada@[192.0.2.1]'],
  'an xn-- name that says nothing': ['ada@xn--a.example', 'ada@xn--a.example'],
  'sharp s, which is another name than ss': ['ada@straße.example', 'ada@xn--strae-oqa.example'],
} as const;

const none = {
  nothing: '',
  blanks: ' \t ',
  'a name': 'Ada Lovelace',
  'no domain': 'ada@',
  'nobody at a domain': '@example.com',
  'an @ in quotes only': '"ada@example.com"',
  'two @': 'ada@b@example.com',
  'two words': 'ada lovelace@example.com',
  'an Exchange name': '/O=EXCHANGELABS/OU=GROUP/CN=RECIPIENTS/CN=ADA',
  'quotes around nothing': '" "@example.com',
  'much too much': `${'a'.repeat(2_000)}@example.com`,
} as const;

describe('an address is compared', () => {
  it.each(Object.entries(same))('without regard to %s', (_, [one, other]) => {
    expect(mailKey(one)).toBe(other);
    expect(mailKey(other)).toBe(other);
  });

  it.each(Object.entries(kept))('with %s', (_, [text, key]) => expect(mailKey(text)).toBe(key));

  it.each(Object.entries(none))('never, when it is %s', (_, text) => {
    expect(mailKey(text)).toBe('');
    expect(domainOf(text)).toBe('');
  });

  it('by its domain, which is what follows the last @', () => {
    expect(domainOf('"a@b"@Mail.Example.com')).toBe('mail.example.com');
  });
});

/** The samples of RFC 3492, section 7.1, and of the IDNA test names. */
const puny = {
  bücher: 'xn--bcher-kva',
  他们为什么不说中文: 'xn--ihqwcrb4cv8a8dqg056pqjye',
  なぜみんな日本語を話してくれないのか: 'xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa',
  почемужеонинеговорятпорусски: 'xn--b1abfaaepdrnnbgefbadotcwatmq2g4l',
  '3年b組金八先生': 'xn--3b-ww4c5e180e575a65lsy2b',
  ドメイン名例: 'xn--eckwd4c7cu47r2wf',
  '☃': 'xn--n3h',
} as const;

describe('a domain', () => {
  it.each(Object.entries(puny))('%s has the name in ASCII that the RFC gives', (label, ascii) => {
    expect(domainKey(`${label}.Example`)).toBe(`${ascii}.example`);
  });

  it('that is too long for the DNS stays as it is', () => {
    expect(domainKey(`${'ü'.repeat(64)}.example`)).toBe(`${'ü'.repeat(64)}.example`);
  });

  it.each(['example.com', '@example.com', '.Example.com.', '*.example.com', ' example.com '])(
    'typed as "%s" is the same',
    (text) => expect(domainKey(text)).toBe('example.com'),
  );

  it.each(['', '.', '*', 'ada@example.com', 'two words', 'a,b'])('is not what "%s" says', (text) => {
    expect(domainKey(text)).toBe('');
    expect(isWithin('example.com', text)).toBe(false);
  });

  it('contains itself and its subdomains, and no other that ends alike', () => {
    expect(isWithin('example.com', 'Example.com')).toBe(true);
    expect(isWithin('a.b.example.com', 'example.com')).toBe(true);
    expect(isWithin('notexample.com', 'example.com')).toBe(false);
    expect(isWithin('example.com', 'mail.example.com')).toBe(false);
    expect(isWithin('mail.münchen.example', 'xn--mnchen-3ya.example')).toBe(true);
    expect(isWithin('', 'example.com')).toBe(false);
    expect(isWithin('', '')).toBe(false);
  });
});
