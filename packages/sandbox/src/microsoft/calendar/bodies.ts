import type { Body, Join } from './event.ts';

/** A body as an answer shows it: HTML, or plain text for those who prefer it. */
export function shownBody(body: Body, asText: boolean, bareLineEnds = false): Body {
  if (!asText) return { contentType: 'html', content: document(htmlOf(body)) };
  const text = textOf(body);
  return { contentType: 'text', content: bareLineEnds ? text : text.replaceAll('\n', '\r\n') };
}

/** The first 255 characters, as text. */
export function previewOf(body: Body): string {
  return textOf(body).slice(0, 255);
}

/** All of it as text, with bare line feeds. */
export function textOf({ contentType, content }: Body): string {
  const text = content.replaceAll(/\r\n?/gu, '\n');
  return contentType === 'text' ? text : withoutTags(text);
}

const breaks = /<br\s*\/?>\n?|<\/(?:p|div|li|tr|h[1-6])>\n?/giu;

function withoutTags(html: string): string {
  const inside = /<body[^>]*>([\s\S]*)<\/body>/iu.exec(html)?.[1] ?? html;
  return unescaped(
    inside
      .trim()
      .replaceAll(breaks, '\n')
      .replaceAll(/<[^>]*>/gu, ''),
  ).trim();
}

const htmlOf = ({ contentType, content }: Body): string =>
  contentType === 'html'
    ? content
    : `<div class="PlainText">${escaped(content).replaceAll(/\r\n?|\n/gu, '<br>\r\n')}</div>`;

/** The frame that Outlook puts around every body. */
function document(html: string): string {
  if (/<html[\s>]/iu.test(html)) return html;
  return `<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n<body>\r\n${html}\r\n</body>\r\n</html>\r\n`;
}

/** The body of a meeting that has just gone online: what was there, and under it how to join. */
export function withJoinBlock(body: Body, { url, conferenceId }: Pick<Join, 'url' | 'conferenceId'>): Body {
  const line = '_'.repeat(80);
  const block = `<div class="me-email-text">${line}<br>\r\n<a href="${url}" id="meet_invite_block.action.join_link">Join the meeting now</a><br>\r\nMeeting ID: ${conferenceId}<br>\r\n${line}</div>`;
  return { contentType: 'html', content: `${htmlOf(body)}<br>\r\n${block}` };
}

/** Plain text has no link that Outlook would find again (event-update: keep the meeting's blob in the body). */
export function holdsJoinBlock(body: Body, { url }: Pick<Join, 'url'>): boolean {
  return body.contentType === 'html' && body.content.includes(url);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const characters: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(entities).map(([character, entity]) => [entity, character])),
  '&nbsp;': ' ',
  '&#39;': "'",
};

const escaped = (text: string): string => text.replaceAll(/[&<>"]/gu, (found) => entities[found] ?? found);
const unescaped = (text: string): string => text.replaceAll(/&(?:\w+|#39);/gu, (found) => characters[found] ?? found);
