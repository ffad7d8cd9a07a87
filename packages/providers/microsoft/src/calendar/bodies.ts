import type { ItemBody } from '@microsoft/microsoft-graph-types';

export type ReadBody = {
  /** Plain text; empty where there is none. */
  readonly text: string;
  /** It is more than its text: links, lists, pictures, emphasis. Plain text in its place would lose that. */
  readonly isMore: boolean;
};

/** A body as plain text. HTML is read by hand, in one pass; what Outlook itself puts around plain text is not more. */
export function readBody(body: ItemBody | null | undefined): ReadBody {
  const content = body?.content ?? '';
  if (body?.contentType === 'text') return { text: tidied(content), isMore: false };
  // Not one growing text: looking at its end again and again would take a large body for ever.
  const parts: string[] = [];
  let isMore = false;
  let skipped: string | undefined;
  let link: { readonly href: string; readonly from: number } | undefined;
  for (const token of tokensOf(content)) {
    if (token.kind === 'text') {
      const piece = skipped === undefined ? textIn(token.text, beginsLine(parts)) : '';
      if (piece !== '') parts.push(piece);
      continue;
    }
    const { name, isEnd, attributes } = token;
    if (skipped !== undefined) {
      if (isEnd && name === skipped) skipped = undefined;
      continue;
    }
    if (!isEnd && unread.has(name)) skipped = name;
    if (name === 'br' || (blocks.has(name) && !beginsLine(parts))) parts.push('\n');
    if (name === 'a') {
      if (!isEnd) link = { href: attributeOf(attributes, 'href'), from: parts.length };
      else if (link) isMore ||= !isItsOwnText(link.href, parts.slice(link.from).join(''));
    } else isMore ||= !plainTags.has(name) || (!isEnd && isStyled(attributes));
  }
  return { text: tidied(parts.join('')), isMore };
}

const beginsLine = (parts: readonly string[]): boolean => (parts.at(-1) ?? '\n').endsWith('\n');

/** Blanks and line ends of the source are one blank, and none where a line begins. */
function textIn(source: string, isFirst: boolean): string {
  const text = source.replace(/[ \t\r\n\f]+/gu, ' ');
  return unescaped(isFirst ? text.replace(/^ /u, '') : text);
}

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tag'; readonly name: string; readonly isEnd: boolean; readonly attributes: string };

/** Comments and declarations are left out; an angle that opens no tag is text. */
function* tokensOf(html: string): Generator<Token> {
  const last = html.lastIndexOf('>');
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0 || open > last) break;
    if (open > at) yield { kind: 'text', text: html.slice(at, open) };
    const found = /^<(!--|\/?[a-z!?][\w:-]*)/iu.exec(html.slice(open, open + 40))?.[1];
    if (found === undefined) {
      yield { kind: 'text', text: '<' };
      at = open + 1;
      continue;
    }
    const end = endOf(html, open, found);
    const name = found.replace('/', '').toLowerCase();
    if (/^[a-z]/u.test(name))
      yield { kind: 'tag', name, isEnd: found.startsWith('/'), attributes: html.slice(open + 1 + found.length, end) };
    at = end + 1;
  }
  if (at < html.length) yield { kind: 'text', text: html.slice(at) };
}

/** Where a tag or a comment ends; a comment without an end takes all that follows. */
function endOf(html: string, open: number, name: string): number {
  if (name !== '!--') return html.indexOf('>', open);
  const end = html.indexOf('-->', open + 4);
  return end < 0 ? html.length : end + 2;
}

/** What nobody reads. */
const unread: ReadonlySet<string> = new Set(['style', 'script', 'title']);
const blocks: ReadonlySet<string> = new Set('p div li tr table ul ol h1 h2 h3 h4 h5 h6 hr pre blockquote'.split(' '));
/** What Outlook puts around plain text. */
const plainTags: ReadonlySet<string> = new Set('html head meta title style body div p br span font o:p'.split(' '));

/** Fonts and black letters are in every body that Outlook makes; these are what somebody chose. */
const chosen = [
  /font-weight:\s*(?:bold|[6-9]00)/iu,
  /font-style:\s*italic/iu,
  /text-decoration(?:-line)?:(?!\s*(?:none|inherit))/iu,
  /background(?:-color)?:(?!\s*(?:transparent|inherit|white|rgb\(255, ?255, ?255\)|#fff))/iu,
  /(?:^|[\s;])color:(?!\s*(?:black|windowtext|inherit|rgb\(0, ?0, ?0\)|#000))/iu,
] as const;

function isStyled(attributes: string): boolean {
  const style = attributeOf(attributes, 'style');
  const color = attributeOf(attributes, 'color');
  return chosen.some((pattern) => pattern.test(style)) || !/^(?:black|windowtext|#000.*)?$/iu.test(color);
}

function attributeOf(attributes: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"']+))`, 'iu').exec(attributes);
  return unescaped(found?.[1] ?? found?.[2] ?? found?.[3] ?? '');
}

/** Outlook makes links of addresses in plain text. */
function isItsOwnText(href: string, text: string): boolean {
  const bare = (address: string): string =>
    address
      .trim()
      .toLowerCase()
      .replace(/^(?:https?:\/\/|mailto:|tel:)/u, '')
      .replace(/\/$/u, '');
  return bare(href) === bare(text);
}

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/giu, (found, decimal, hex, name) => {
    if (name !== undefined) return characters[String(name).toLowerCase()] ?? found;
    const point = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : found;
  });
}

/** Lines without blanks at their ends, and no blank lines around the whole or more than one between. */
function tidied(text: string): string {
  return text
    .replace(/\r\n?/gu, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}
