import type { Draw } from './draw.ts';

/** Gives out e-mail addresses of reserved domains, each once. */
export type Mailboxes = {
  /** What of a name can stand before the @. */
  readonly localPart: (latinName: string) => string;
  readonly domainOf: (company: string) => string;
  readonly open: (draw: Draw, latinName: string, domain: string | undefined) => string;
};

const privateDomains = [
  'example.com',
  'example.org',
  'example.net',
  'mail.example.com',
  'post.example.org',
  'inbox.example.net',
];

export function createMailboxes(): Mailboxes {
  const taken = new Map<string, number>();
  const numbered = (wanted: string): number => {
    const count = (taken.get(wanted) ?? 0) + 1;
    taken.set(wanted, count);
    return count;
  };
  return {
    localPart: inAscii,
    domainOf: (company) => {
      const wanted = inAscii(company.replace(/[^\p{L}\p{N}]+/gu, '-'));
      const count = numbered(wanted);
      return `${wanted}${count === 1 ? '' : `-${count}`}.example.com`;
    },
    open: (draw, latinName, domain) => {
      const host = domain ?? draw.one(privateDomains);
      const local = draw.chance(0.2) ? inAscii(latinName).replace(/^(.)[^.]*\./u, '$1') : inAscii(latinName);
      const count = numbered(`${local}@${host}`);
      return `${local}${count === 1 ? '' : `-${count}`}@${host}`;
    },
  };
}

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ð: 'd',
};

function inAscii(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[ßøłđæœıþð]/gu, (letter) => letters[letter] ?? letter)
    .replace(/[^a-z0-9.-]+/gu, '')
    .replace(/\.{2,}/gu, '.')
    .replace(/^[.-]+|[.-]+$/gu, '');
  return plain === '' ? 'someone' : plain;
}
