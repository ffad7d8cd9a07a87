import type { Awkwardnesses } from '../kernel/awkwardness.ts';
import { type PlainRequest, type PlainResponse, reply, withHeaders } from '../kernel/plain-http.ts';
import { BrokenConnection, type World } from '../kernel/world.ts';
import type { ClioAwkwardness } from './awkwardness.ts';
import { forbidden, invalidToken, Refusal, refusalResponse } from './refusal.ts';

/** The awkward answers that need to know nothing of what was asked. */
const answers: readonly (readonly [ClioAwkwardness, (world: World) => PlainResponse])[] = [
  ['clio.htmlForbidden', () => html(403, 'Access denied')],
  ['clio.htmlOk', () => html(200, 'Please wait')],
  ['clio.serverError', (world) => serverError(world.random())],
  ['clio.rateLimited', ({ awkward }) => tooMany(awkward.amount('clio.rateLimited', 30))],
  ['clio.rateLimitedWithoutHint', () => tooMany(undefined)],
  // HTTP allows a date; Clio documents seconds (assumption).
  [
    'clio.rateLimitedUntil',
    ({ awkward, now }) => tooMany(new Date(now() + awkward.amount('clio.rateLimitedUntil', 30) * 1_000).toUTCString()),
  ],
];

/** Of the API alone. */
const apiAnswers: typeof answers = [
  ['clio.tokenExpired', invalidToken],
  ['clio.forbidden', () => refusalResponse(forbidden('The app has no permission for this resource'))],
];

/** Does what the switched-on awkwardnesses do around one request; rejects with `BrokenConnection` when the connection breaks. */
export async function withFaults(
  world: World,
  request: PlainRequest,
  layer: 'api' | 'oauth',
  respond: () => PlainResponse | Promise<PlainResponse>,
): Promise<PlainResponse> {
  const { awkward } = world;
  if (awkward.strikes('clio.cutOff')) throw new BrokenConnection('cut off', true);
  if (awkward.strikes('clio.slow')) await wait(world, awkward.amount('clio.slow', 3_000));
  if (awkward.strikes('clio.brokenBeforeEffect')) throw new BrokenConnection('before anything was done');
  if (isBarred(awkward, request)) return html(403, 'Access denied');
  for (const [name, answer] of layer === 'api' ? [...answers, ...apiAnswers] : answers) {
    if (awkward.strikes(name)) return answer(world);
  }
  const response = await respond();
  if (request.method !== 'GET' && awkward.strikes('clio.timeoutAfterCommit')) {
    throw new BrokenConnection('after everything was done');
  }
  return request.method !== 'GET' && response.body !== '' && awkward.strikes('clio.truncatedJson')
    ? halved(response)
    : response;
}

/** Cuts a list off in the middle of its JSON when that awkwardness strikes. */
export function perhapsTruncated(awkward: Awkwardnesses, response: PlainResponse): PlainResponse {
  return response.status === 200 && awkward.strikes('clio.truncatedPage') ? halved(response) : response;
}

function halved(response: PlainResponse): PlainResponse {
  return { ...response, body: response.body.slice(0, Math.floor(response.body.length / 2)) };
}

export function tooMany(retryAfter: number | string | undefined): PlainResponse {
  const response = refusalResponse(new Refusal(429, 'RateLimitExceededError', 'Too many requests'));
  return retryAfter === undefined ? response : withHeaders(response, { 'retry-after': String(retryAfter) });
}

function serverError(random: number): PlainResponse {
  const status = [500, 502, 503][Math.floor(random * 3)] ?? 500;
  return status === 502
    ? html(502, 'Bad gateway')
    : refusalResponse(new Refusal(status, 'InternalServerError', 'Something went wrong'));
}

/** Seen by one integration. */
function isBarred(awkward: Awkwardnesses, request: PlainRequest): boolean {
  const agent = request.headers['user-agent'] ?? '';
  return /^(?:node|undici)?$|https?:\/\//u.test(agent) && awkward.strikes('clio.firewall');
}

function html(status: number, title: string): PlainResponse {
  const body = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return reply(body, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

function wait(world: World, ms: number): Promise<void> {
  return new Promise((resolve) =>
    world.later(ms, () => {
      resolve();
      return Promise.resolve();
    }),
  );
}
