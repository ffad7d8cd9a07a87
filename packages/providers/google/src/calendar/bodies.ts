export type ReadBody = {
  /** Plain text; empty where there is none. */
  readonly text: string;
  /** It is more than its text, and plain text in its place would lose that. */
  readonly isMore: boolean;
};

/** A description, which "can contain HTML" (documented), as plain text. */
export function readBody(description: string | null | undefined): ReadBody {
  const content = description ?? '';
  const isMore = markup.test(content);
  return { text: isMore ? tidied(unescaped(withoutTags(content))) : unescaped(content).trim(), isMore };
}

/** What Google's own editor makes, and what other programs write. Anything else in angles is somebody's text. */
const names =
  'a|abbr|b|big|blockquote|body|br|code|dd|div|dl|dt|em|font|h[1-6]|head|hr|html|html-blob|i|img|li|ol|p|pre|s|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|u|ul';
const markup = new RegExp(`</?(?:${names})(?:\\s[^<>]*)?/?>`, 'iu');

function withoutTags(html: string): string {
  return html
    .replace(/\r?\n/gu, '\n')
    .replace(new RegExp(`<(?:style|head)(?:\\s[^<>]*)?>[^]*?</(?:style|head)>`, 'giu'), '')
    .replace(/<br(?:\s[^<>]*)?\/?>/giu, '\n')
    .replace(/<\/?(?:blockquote|div|dl|h[1-6]|hr|li|ol|p|pre|table|tr|ul)(?:\s[^<>]*)?\/?>/giu, '\n')
    .replace(new RegExp(markup.source, 'giu'), '');
}

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const entity = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/giu;

function unescaped(text: string): string {
  return text.replace(entity, (found, decimal, hex, name) => {
    if (name !== undefined) return characters[String(name).toLowerCase()] ?? found;
    const point = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : found;
  });
}

const tidied = (text: string): string =>
  text
    .replace(/\r\n?/gu, '\n')
    .replace(/[^\S\n]+\n/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();

/** What reads as this text again: it is spelled as it is, unless Google would take some of it for HTML. */
export function writeBody(text: string): string {
  const isSafe = !/<[/!a-z]/iu.test(text) && text.search(entity) < 0;
  return isSafe ? text : text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
