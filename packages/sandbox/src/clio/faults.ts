import type { Awkwardnesses } from '../kernel/awkwardness.ts';
import { BrokenConnection, type World } from '../kernel/world.ts';
import type { ClioAwkwardness } from './awkwardness.ts';
import { forbidden, invalidToken, Refusal, refusalResponse } from './refusal.ts';

/** The awkward answers that need to know nothing of what was asked. */
const answers: readonly (readonly [ClioAwkwardness, (world: World) => Response])[] = [
  ['clio.htmlForbidden', () => html(403, 'Access denied')],
  ['clio.htmlOk', () => html(200, 'Please wait')],
  ['clio.serverError', (world) => serverError(world.random())],
  ['clio.rateLimited', ({ awkward }) => tooMany(awkward.amount('clio.rateLimited', 30))],
  ['clio.rateLimitedWithoutHint', () => tooMany(undefined)],
];

/** Of the API alone. */
const apiAnswers: typeof answers = [
  ['clio.tokenExpired', invalidToken],
  ['clio.forbidden', () => refusalResponse(forbidden('The app has no permission for this resource'))],
];

/** Does what the switched-on awkwardnesses do around one request; rejects with `BrokenConnection` when the connection breaks. */
export async function withFaults(
  world: World,
  request: Request,
  layer: 'api' | 'oauth',
  respond: () => Promise<Response>,
): Promise<Response> {
  const { awkward } = world;
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
  return response;
}

/** Cuts a list off in the middle of its JSON when that awkwardness strikes. */
export async function perhapsTruncated(awkward: Awkwardnesses, response: Response): Promise<Response> {
  if (!response.ok || !awkward.strikes('clio.truncatedPage')) return response;
  const text = await response.text();
  return new Response(text.slice(0, Math.floor(text.length / 2)), {
    status: response.status,
    headers: response.headers,
  });
}

export function tooMany(retryAfterS: number | undefined): Response {
  const response = refusalResponse(new Refusal(429, 'RateLimitExceededError', 'Too many requests'));
  if (retryAfterS !== undefined) response.headers.set('retry-after', String(retryAfterS));
  return response;
}

function serverError(random: number): Response {
  const status = [500, 502, 503][Math.floor(random * 3)] ?? 500;
  return status === 502
    ? html(502, 'Bad gateway')
    : refusalResponse(new Refusal(status, 'InternalServerError', 'Something went wrong'));
}

/** Seen by one integration. */
function isBarred(awkward: Awkwardnesses, request: Request): boolean {
  const agent = request.headers.get('user-agent') ?? '';
  return /^(?:node|undici)?$|https?:\/\//u.test(agent) && awkward.strikes('clio.firewall');
}

function html(status: number, title: string): Response {
  const body = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return new Response(body, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

function wait(world: World, ms: number): Promise<void> {
  return new Promise((resolve) =>
    world.later(ms, () => {
      resolve();
      return Promise.resolve();
    }),
  );
}
