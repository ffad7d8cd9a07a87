import { clearNotice, type EnginePorts, endSession, openSession, readNotice, sessionView } from '@concord/engine';
import { type Answer, type Call, createHttpHandler, type HttpHandler } from '../http.ts';
import { createPlace, type Place } from '../wiring.ts';
import { matchRoute } from './match.ts';
import { failureAnswer, json, refuse } from './refusals.ts';
import { routes } from './routes.ts';

const maximumBytes = 256 * 1024;

/** The JSON behind the page: /api/... */
export function createApiHandler(place: Place): HttpHandler {
  return createHttpHandler(place, answer, failureAnswer);
}

async function answer(ports: EnginePorts, call: Call): Promise<Answer> {
  const refusal = call.method === 'POST' ? refusalOf(ports, call) : undefined;
  return refusal ?? (await answerAnybody(ports, call)) ?? (await answerMember(ports, call));
}

/** A form or a script of another site can send a POST with our cookie, but neither this header nor our origin. */
function refusalOf(ports: EnginePorts, { headers }: Call): Answer | undefined {
  if (headers['x-concord'] !== '1') return refuse('notFromPage');
  const origin = headers['origin'];
  const isOurs = origin === undefined || origin === new URL(ports.settings.publicUrl).origin;
  return isOurs ? undefined : refuse('otherOrigin');
}

/** The two that need nobody signed in. */
async function answerAnybody(ports: EnginePorts, { method, path, cookies }: Call): Promise<Answer | undefined> {
  if (method === 'GET' && path === '/api/session') {
    const caller = await openSession(ports, cookies);
    return json(200, await sessionView(ports, caller, await readNotice(ports, cookies)));
  }
  if (method === 'POST' && path === '/api/sign-out') {
    return { ...json(200, {}), cookies: [endSession(ports), clearNotice(ports)] };
  }
  return undefined;
}

async function answerMember(ports: EnginePorts, call: Call): Promise<Answer> {
  const caller = await openSession(ports, call.cookies);
  if (caller === undefined) return refuse('signedOut');
  const match = matchRoute(routes, call.method, call.path);
  if (match.kind === 'none') return refuse('unknownAddress');
  if (match.kind === 'otherMethod') return refuse('otherMethod', { allow: match.allow });
  const text = call.method === 'POST' ? call.body(match.route.maximumBytes ?? maximumBytes) : '';
  if (text === undefined) return refuse('tooLarge');
  const view = await match.route.run(ports, caller, match.id, call.method === 'POST' ? parseJson(text) : call.query);
  if (view === undefined) return refuse('badRequest');
  const { answer: toAnswer = (shown: object) => json(200, shown) } = match.route;
  return { ...toAnswer(view), ...(call.method === 'POST' ? { cookies: [clearNotice(ports)] } : {}) };
}

/** Undefined for what is no JSON: every parser refuses it. No body at all is an empty one. */
function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const handler = createApiHandler(createPlace('api'));
