import type { StoredMessage } from './stored-message.ts';

/** The whole message as RFC 5322 has it: what `format=raw` shows. */
export function sourceOf(message: StoredMessage): string {
  const { headers, text, html, files = [] } = message;
  const own = headers.filter(([name]) => !/^(?:content-|mime-version$)/iu.test(name));
  const lines = own.map(([name, value]) => `${name}: ${encodedHeader(value)}\r\n`).join('');
  const body = html === undefined ? leaf('text/plain', text) : alternative(text, html);
  return `${lines}MIME-Version: 1.0\r\n${files.length === 0 ? body : mixed(body, files)}`;
}

const encoded = (text: string): string =>
  (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/gu) ?? []
  )
    .map((line) => `${line}\r\n`)
    .join('');

const leaf = (type: string, text: string): string =>
  `Content-Type: ${type}; charset="UTF-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded(text)}`;

const alternative = (text: string, html: string): string =>
  multipart('alternative', [leaf('text/plain', text), leaf('text/html', html)]);

const mixed = (body: string, files: readonly string[]): string => multipart('mixed', [body, ...files.map(file)]);

const file = (name: string): string =>
  `Content-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded(`What is in ${name}.`)}`;

function multipart(kind: string, parts: readonly string[]): string {
  const boundary = `000000000000_${kind}`;
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
}

/** Encoded words (RFC 2047) where a text has more than ASCII. */
export function encodedHeader(value: string): string {
  if (/^[\x20-\x7e]*$/u.test(value)) return value;
  return value
    .split(' ')
    .map((word) => (/^[\x20-\x7e]*$/u.test(word) ? word : `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`))
    .join(' ');
}

export const mimeTypeOf = ({ html, files = [] }: StoredMessage): string =>
  files.length > 0 ? 'multipart/mixed' : html === undefined ? 'text/plain' : 'multipart/alternative';
