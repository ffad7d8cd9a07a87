import { type PlainRequest, type PlainResponse, reply } from '../kernel/plain-http.ts';
import { randomId, type World } from '../kernel/world.ts';
import { html, strikeBefore } from './people/faults.ts';

/** Where an API takes batches. */
export type BatchDoor = {
  /** Of the paths that a part may name: `/calendar/v3/`. */
  readonly prefix: string;
  readonly maxParts: number;
  /** One part, by its path below the prefix. */
  readonly answer: (part: PlainRequest, path: string, index: number) => Promise<PlainResponse>;
};
type Part = { readonly id: string; readonly request: PlainRequest; readonly path: string };

/** Requests as parts of a multipart body, each with an answer of its own, one after the other. */
export async function answerBatch(world: World, door: BatchDoor, request: PlainRequest): Promise<PlainResponse> {
  const struck = strikeBefore(world);
  if (struck) return struck;
  const parts = readParts(request, door.prefix);
  // What a malformed batch or one that is too large gets is not said.
  if (parts === undefined || parts.length === 0 || parts.length > door.maxParts)
    return html(400, 'Error 400 (Bad Request)!!1');
  const answers: (readonly [string, PlainResponse])[] = [];
  for (const [index, { id, request: inner, path }] of parts.entries())
    answers.push([id, await door.answer(inner, path, index)]);
  const ordered = world.awkward.strikes('google.shufflesBatches') ? answers.toReversed() : answers;
  const boundary = `batch_${randomId(world, 22)}`;
  const body = ordered.map(([id, answer]) => `--${boundary}\r\n${written200(id, answer)}\r\n`).join('');
  return reply(`${body}--${boundary}--\r\n`, {
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}`, date: new Date(world.now()).toUTCString() },
  });
}

function readParts(request: PlainRequest, prefix: string): readonly Part[] | undefined {
  const boundary = /^multipart\/mixed;.*boundary="?([^";]+)"?/iu.exec(request.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return undefined;
  const texts = (request.body ?? '').replace(/\r\n/gu, '\n').split(`--${boundary}`).slice(1);
  const ended = texts.findIndex((text) => text.startsWith('--'));
  const parts = texts
    .slice(0, ended < 0 ? undefined : ended)
    .map((text) => readPart(text.replace(/^\n/u, ''), request, prefix));
  return parts.some((part) => part === undefined) ? undefined : (parts as readonly Part[]);
}

function readPart(text: string, outer: PlainRequest, prefix: string): Part | undefined {
  const [head = '', ...rest] = text.split('\n\n');
  const [start = '', ...lines] = (rest[0] ?? '').split('\n');
  const [, method, target] = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/u.exec(start.trim()) ?? [];
  if (method === undefined || target === undefined) return undefined;
  const url = URL.parse(target, 'https://www.googleapis.com');
  if (!url?.pathname.startsWith(prefix)) return undefined;
  const id = headersIn(head.split('\n'))['content-id'] ?? '';
  const { authorization } = outer.headers;
  const headers = { ...(authorization === undefined ? {} : { authorization }), ...headersIn(lines) };
  const body = rest.slice(1).join('\n\n').trimEnd();
  return {
    id,
    path: url.pathname.slice(prefix.length),
    request: { method, url: url.href, headers, ...(body === '' ? {} : { body }) },
  };
}

const headersIn = (lines: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const [, name = '', value = ''] = /^([^:\s]+):\s*(.*)$/u.exec(line) ?? [];
      return name === '' ? [] : [[name.toLowerCase(), value.trim()]];
    }),
  );

/** `<item-0>` is answered as `<response-item-0>` (documented). */
function written200(id: string, { status, headers, body }: PlainResponse): string {
  const answered = id.startsWith('<') ? `<response-${id.slice(1)}` : `response-${id}`;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const inner = [`HTTP/1.1 ${status} ${phrases[status] ?? 'Status'}`, ...lines, '', body].join('\r\n');
  return `Content-Type: application/http\r\nContent-ID: ${answered}\r\n\r\n${inner}`;
}

const phrases: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  304: 'Not Modified',
  404: 'Not Found',
};
