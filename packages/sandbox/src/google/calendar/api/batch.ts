import { type PlainRequest, type PlainResponse, reply } from '../../../kernel/plain-http.ts';
import { randomId, type World } from '../../../kernel/world.ts';
import { html, strikeBefore } from '../../people/faults.ts';
import type { CalendarApi } from './api.ts';

type Part = { readonly id: string; readonly request: PlainRequest; readonly path: string };

/** Documented; older pages and clients say 50 (`google.calendar.batchOfFifty`). */
const maxParts = 1_000;
const apiPath = '/calendar/v3/';

/** `POST /batch/calendar/v3`: requests as parts of a multipart body, each with an answer of its own. */
export async function answerBatch(world: World, api: CalendarApi, request: PlainRequest): Promise<PlainResponse> {
  const struck = strikeBefore(world);
  if (struck) return struck;
  const parts = readParts(request);
  const most = world.awkward.strikes('google.calendar.batchOfFifty') ? 50 : maxParts;
  // What a malformed batch or one that is too large gets is not said.
  if (parts === undefined || parts.length === 0 || parts.length > most) return html(400, 'Error 400 (Bad Request)!!1');
  const written = new Set<string>();
  const answers: (readonly [string, PlainResponse])[] = [];
  for (const { id, request: inner, path } of parts) {
    // New events have no path of their own.
    const isOfOne = inner.method !== 'GET' && inner.method !== 'POST';
    const isSecond = isOfOne && written.has(path);
    if (isOfOne) written.add(path);
    const conflicts = isSecond && world.awkward.strikes('google.calendar.batchConflict');
    answers.push([id, conflicts ? conflict() : await api(inner, path, true)]);
  }
  const ordered = world.awkward.strikes('google.shufflesBatches') ? answers.toReversed() : answers;
  const boundary = `batch_${randomId(world, 22)}`;
  const body = ordered.map(([id, answer]) => `--${boundary}\r\n${written200(id, answer)}\r\n`).join('');
  return reply(`${body}--${boundary}--\r\n`, {
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}`, date: new Date(world.now()).toUTCString() },
  });
}

function readParts(request: PlainRequest): readonly Part[] | undefined {
  const boundary = /^multipart\/mixed;.*boundary="?([^";]+)"?/iu.exec(request.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return undefined;
  const texts = (request.body ?? '').replace(/\r\n/gu, '\n').split(`--${boundary}`).slice(1);
  const ended = texts.findIndex((text) => text.startsWith('--'));
  const parts = texts
    .slice(0, ended < 0 ? undefined : ended)
    .map((text) => readPart(text.replace(/^\n/u, ''), request));
  return parts.some((part) => part === undefined) ? undefined : (parts as readonly Part[]);
}

function readPart(text: string, outer: PlainRequest): Part | undefined {
  const [head = '', ...rest] = text.split('\n\n');
  const [start = '', ...lines] = (rest[0] ?? '').split('\n');
  const [, method, target] = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/u.exec(start.trim()) ?? [];
  if (method === undefined || target === undefined) return undefined;
  const url = URL.parse(target, 'https://www.googleapis.com');
  if (!url?.pathname.startsWith(apiPath)) return undefined;
  const id = headersIn(head.split('\n'))['content-id'] ?? '';
  const { authorization } = outer.headers;
  const headers = { ...(authorization === undefined ? {} : { authorization }), ...headersIn(lines) };
  const body = rest.slice(1).join('\n\n').trimEnd();
  return {
    id,
    path: url.pathname.slice(apiPath.length),
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

function conflict(): PlainResponse {
  const entry = { domain: 'global', reason: 'conflict', message: 'Conflict' };
  return reply(JSON.stringify({ error: { errors: [entry], code: 409, message: 'Conflict' } }), {
    status: 409,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
  });
}
