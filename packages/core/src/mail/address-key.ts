import { folded } from '../spelling.ts';
import { asciiLabel } from './punycode.ts';

/**
 * What an address is compared by: one mailbox, however it is spelled. Blanks, invisible characters, case, full-width forms, needless
 * quotes, `mailto:`, angle brackets and a `+tag` are spelling; a domain of another script is compared by its `xn--` name. Dots in
 * front of the `@` are not folded: only some services take them for spelling. '' for what is no address. Pure, and never throws.
 */
export function mailKey(address: string): string {
  if (address.length > longest) return '';
  const text = bare(plain(address));
  const at = text.lastIndexOf('@');
  const domain = domainKey(text.slice(at + 1));
  const local = localKey(text.slice(0, Math.max(at, 0)));
  return local === '' || domain === '' ? '' : `${local}@${domain}`;
}

/** The domain of an address, as it is compared; '' when it has none. */
export function domainOf(address: string): string {
  const key = mailKey(address);
  return key.slice(key.lastIndexOf('@') + 1);
}

/** What a domain is compared by. A leading `@`, `.` or `*.` and a last dot are spelling. '' for what is no domain. */
export function domainKey(domain: string): string {
  if (domain.length > longest) return '';
  const text = plain(domain)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replace(/\s*\.\s*/gu, '.')
    .replace(/^[@*.\s]+|[.\s]+$/gu, '');
  return /^[^\s@<>(),;"\\]+$/u.test(text) ? text.split('.').map(asciiLabel).join('.') : '';
}

/** Whether a domain is this one or a subdomain of it: `mail.example.com` is within `example.com`, `notexample.com` is not. */
export function isWithin(domain: string, outer: string): boolean {
  return around(`@${domainKey(domain)}`, domainsOf([outer])) !== undefined;
}

/** By what they are compared by: as somebody typed them. */
export type Domains = ReadonlyMap<string, string>;

export function domainsOf(typed: readonly string[]): Domains {
  return new Map(typed.map((domain) => [domainKey(domain), domain] as const).filter(([key]) => key !== ''));
}

/** The smallest of the domains that an address is within. `key`: as `mailKey` makes it. */
export function around(key: string, domains: Domains): string | undefined {
  if (domains.size === 0) return undefined;
  const labels = key.slice(key.lastIndexOf('@') + 1).split('.');
  const outer = labels.map((_, at) => labels.slice(at).join('.')).find((domain) => domains.has(domain));
  return outer === undefined ? undefined : domains.get(outer);
}

/** RFC 5321 allows 254 characters; what is much longer is no address, and must not cost time. */
const longest = 1000;

/** Folded, with what cannot be seen taken out and full-width forms as the ASCII they stand for. */
function plain(text: string): string {
  const seen = text
    .replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
    .replace(/[\uff01-\uff5e]/gu, (wide) => String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0));
  return folded(seen);
}

/** An address without what people paste around it. Blanks beside `@` and a route are obsolete spelling (RFC 5322, 4.4). */
function bare(text: string): string {
  const inner = /<([^<>]*)>$/u.exec(text)?.[1] ?? text;
  return inner
    .trim()
    .replace(/^(?:(?:mailto|@[^:"]*):\s*)+/u, '')
    .replace(/\s*@\s*/gu, '@');
}

function localKey(text: string): string {
  const quoted = /^"(.*)"$/u.exec(text)?.[1];
  if (quoted !== undefined) return quotedKey(text, quoted.replace(/\\(.)/gu, '$1'));
  const local = text.replace(/\s*\.\s*/gu, '.');
  return /^[^\s@<>"]+$/u.test(local) ? withoutTag(local) : '';
}

/** Quotes around what needs none are spelling. */
function quotedKey(text: string, inner: string): string {
  if (/^[^\s"(),:;<>@[\]\\]+$/u.test(inner)) return withoutTag(inner);
  return inner.trim() === '' ? '' : text;
}

/** An address that is nothing but a tag is kept whole. */
function withoutTag(local: string): string {
  const plus = local.indexOf('+');
  return plus > 0 ? local.slice(0, plus) : local;
}
