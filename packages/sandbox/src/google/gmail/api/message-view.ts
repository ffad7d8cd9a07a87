import { encodedHeader, mimeTypeOf, sourceOf } from '../mailbox/source.ts';
import type { StoredMessage } from '../mailbox/stored-message.ts';

export const formats = ['minimal', 'metadata', 'full', 'raw'] as const;
export type View = {
  readonly format: (typeof formats)[number];
  /** With `metadata`: these headers, in any case; none means all of them. */
  readonly only: readonly string[];
  readonly isEncoded: boolean;
};

/** As captures show it. Numbers are texts; header names keep the case in which they were written. */
export function showMessage(message: StoredMessage, view: View): object {
  const { id, threadId, labelIds, historyId, internalDate } = message;
  const source = sourceOf(message);
  return {
    id,
    threadId,
    // Documented nowhere, and seen: a message without labels has no list of them.
    ...(labelIds.length === 0 ? {} : { labelIds }),
    snippet: snippetOf(message.text),
    ...(view.format === 'metadata' || view.format === 'full' ? { payload: payloadOf(message, view) } : {}),
    sizeEstimate: Buffer.byteLength(source),
    ...(view.format === 'raw' ? { raw: Buffer.from(source).toString('base64url') } : {}),
    historyId: String(historyId),
    internalDate: String(internalDate),
  };
}

function payloadOf(message: StoredMessage, { format, only, isEncoded }: View): object {
  const wanted = new Set(only.map((name) => name.toLowerCase()));
  const isAsked = (name: string): boolean => format === 'full' || wanted.size === 0 || wanted.has(name.toLowerCase());
  const headers = message.headers
    .filter(([name]) => isAsked(name))
    .map(([name, value]) => ({ name, value: isEncoded ? encodedHeader(value) : value }));
  const mimeType = mimeTypeOf(message);
  if (format === 'metadata') return { mimeType, headers };
  return { partId: '', mimeType, filename: '', headers, ...contentOf(message) };
}

function contentOf({ text, html, files = [] }: StoredMessage): object {
  const plain = { mimeType: 'text/plain', filename: '', headers: [], body: bodyOf(text) };
  if (html === undefined && files.length === 0) return { body: plain.body };
  const rich = html === undefined ? [] : [{ mimeType: 'text/html', filename: '', headers: [], body: bodyOf(html) }];
  const added = files.map((filename, index) => ({
    mimeType: 'application/octet-stream',
    filename,
    headers: [],
    body: { attachmentId: `ANGjdJ${index}`, size: filename.length },
  }));
  const parts = [plain, ...rich, ...added].map((part, index) => ({ partId: String(index), ...part }));
  return { body: { size: 0 }, parts };
}

const bodyOf = (text: string): object => ({
  size: Buffer.byteLength(text),
  data: Buffer.from(text).toString('base64url'),
});

/** The beginning of the text on one line, escaped as HTML is (general knowledge). */
const snippetOf = (text: string): string => escaped(text.replace(/\s+/gu, ' ').trim().slice(0, 200));

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/gu, (letter) => escapes[letter] ?? letter);
