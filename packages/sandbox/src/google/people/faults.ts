import { type PlainResponse, reply } from '../../kernel/plain-http.ts';
import { BrokenConnection, type World } from '../../kernel/world.ts';
import { exceeded } from './quotas.ts';
import {
  badRequest,
  fbsQuotaExceeded,
  type PeopleRefusal,
  refusal,
  serviceDisabled,
  unauthenticated,
  userRateExceeded,
} from './refusal.ts';

/** What goes wrong on the way, before the request does anything. Returns an answer that is none of the API's. */
export function strikeBefore(world: World): PlainResponse | undefined {
  const { strikes } = world.awkward;
  if (strikes('google.cutOff')) throw new BrokenConnection('cut off', true);
  if (strikes('google.brokenBeforeEffect')) throw new BrokenConnection('before the effect');
  if (strikes('google.htmlGateway')) return html(world.random() < 0.5 ? 502 : 500, 'Error 502 (Server Error)!!1');
  if (strikes('google.htmlOk')) return html(200, 'Please sign in to this network');
  return undefined;
}

/** Refusals in the API's own words, before the request does anything. */
export function refuseBefore(world: World): PeopleRefusal | undefined {
  const { strikes, amount } = world.awkward;
  if (strikes('google.serverError')) return refusal('unavailable');
  if (strikes('google.internalError')) return refusal('internal');
  if (strikes('google.rateLimited')) return exceeded('writes');
  if (strikes('google.rateLimited.seconds'))
    return exceeded('writes', Math.ceil(amount('google.rateLimited.seconds', 5)));
  if (strikes('google.rateLimited.forbidden'))
    return userRateExceeded(world.now() + amount('google.rateLimited.forbidden', 5_000));
  if (strikes('google.rateLimited.fbs')) return fbsQuotaExceeded();
  if (strikes('google.tokenExpired')) return unauthenticated();
  if (strikes('google.serviceDisabled')) return serviceDisabled();
  return undefined;
}

/** Documented: writes for one account at the same time bring "increased latency and failures"; which is assumed. */
export function refuseCrowd(world: World, running: number): void {
  if (running > 0 && world.awkward.strikes('google.refusesCrowd')) throw refusal('unavailable');
}

/** Takes its time, while other requests go on. */
export async function dawdle(world: World): Promise<void> {
  if (!world.awkward.strikes('google.slow')) return;
  const delayMs = world.awkward.amount('google.slow', 2_000);
  await new Promise<void>((resolve) => world.later(delayMs, async () => resolve()));
}

export function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('Invalid JSON payload received. Unexpected end of string.');
  }
}

/** Also what an address gets that leads nowhere (observed). */
export function html(status: number, text: string): PlainResponse {
  const body = `<!DOCTYPE html><html lang=en><title>${text}</title><p>${text} <ins>That’s all we know.</ins></html>`;
  return reply(body, { status, headers: { 'content-type': 'text/html; charset=UTF-8' } });
}
