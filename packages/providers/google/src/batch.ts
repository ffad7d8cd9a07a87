import type { HttpResponse } from '@concord/core';
import type { ApiRequest } from './api.ts';
import { type Answer, answerOf } from './errors.ts';

const boundary = 'concord_part';

/** Several requests in one (HTTP batch), to the address that an API has for it: parts with a path only, each named, so that its answer is found. */
export function batchRequest(path: string, requests: readonly ApiRequest[]): ApiRequest {
  const parts = requests.map((request, index) => `--${boundary}\r\n${partOf(request, index)}\r\n`);
  return {
    method: 'POST',
    path,
    body: `${parts.join('')}--${boundary}--\r\n`,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}`, accept: 'multipart/mixed' },
  };
}

function partOf({ method, path, body, headers = {} }: ApiRequest, index: number): string {
  const content = body === undefined ? '' : JSON.stringify(body);
  const all = {
    'accept-language': 'en',
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=UTF-8' }),
    ...headers,
  };
  return [
    'Content-Type: application/http',
    `Content-ID: <${nameOf(index)}>`,
    '',
    `${method} ${path} HTTP/1.1`,
    ...Object.entries(all).map(([name, value]) => `${name}: ${value}`),
    '',
    content,
  ].join('\r\n');
}

const nameOf = (index: number): string => `item-${index}`;

/** One answer for each request, in order; undefined where none can be read. Their order in the body says nothing (documented). */
export function parseBatch(response: HttpResponse, count: number): readonly (Answer | undefined)[] {
  const found = new Map<string, Answer>();
  for (const part of partsOf(response)) {
    const [head, inner] = cut(part);
    const name = /^content-id:\s*<?response-([^>\s]+)>?\s*$/imu.exec(head)?.[1];
    const answer = innerAnswer(inner);
    if (name !== undefined && answer) found.set(name, answer);
  }
  return Array.from({ length: count }, (_, index) => found.get(nameOf(index)));
}

function partsOf({ headers, body }: HttpResponse): readonly string[] {
  const mark = /boundary="?([^";\s]+)"?/iu.exec(headers['content-type'] ?? '')?.[1];
  if (mark === undefined) return [];
  const texts = `\n${body.replaceAll('\r\n', '\n')}`.split(`\n--${mark}`).slice(1);
  // What is not followed by another mark may have broken off.
  return texts.slice(0, -1).map((text) => text.replace(/^\n/u, ''));
}

/** Head and body of a message. */
function cut(text: string): readonly [string, string] {
  const at = text.indexOf('\n\n');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 2)];
}

function innerAnswer(text: string): Answer | undefined {
  const [head, body] = cut(text);
  const [first = '', ...lines] = head.split('\n');
  const status = Number(/^HTTP\/[\d.]+ (\d{3})\b/u.exec(first)?.[1]);
  if (Number.isNaN(status)) return undefined;
  const headers = lines.flatMap((line) => {
    const [, name, value = ''] = /^([^:\s]+):\s*(.*)$/u.exec(line) ?? [];
    return name === undefined ? [] : [[name.toLowerCase(), value.trim()] as const];
  });
  return answerOf({ status, headers: Object.fromEntries(headers), body });
}
