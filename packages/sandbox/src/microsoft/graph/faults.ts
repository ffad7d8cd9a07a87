import { type PlainResponse, reply } from '../../kernel/plain-http.ts';
import { BrokenConnection, type World } from '../../kernel/world.ts';
import { type GraphRefusal, refusal, throttled } from './refusal.ts';

/** What goes wrong on the way, before the request does anything. Returns an answer that is no Graph answer at all. */
export function strikeBefore(world: World): PlainResponse | undefined {
  const { strikes } = world.awkward;
  if (strikes('microsoft.cutOff')) throw new BrokenConnection('cut off', true);
  if (strikes('microsoft.brokenBeforeEffect')) throw new BrokenConnection('before the effect');
  if (strikes('microsoft.htmlGateway')) return html(world.random() < 0.5 ? 502 : 504, 'Bad gateway');
  if (strikes('microsoft.htmlOk')) return html(200, 'Please sign in to this network');
  return undefined;
}

/** Refusals in Graph's own words, before the request does anything. */
export function refuseBefore(world: World): GraphRefusal | undefined {
  const { strikes, amount } = world.awkward;
  if (strikes('microsoft.serverError')) return refusal('unavailable');
  if (strikes('microsoft.rateLimited')) return throttled(Math.ceil(amount('microsoft.rateLimited', 1)));
  if (strikes('microsoft.rateLimited.fractional')) return throttled(amount('microsoft.rateLimited.fractional', 2.128));
  if (strikes('microsoft.rateLimited.absent')) return throttled(undefined);
  // HTTP allows a date; Graph was seen to send seconds (assumption).
  if (strikes('microsoft.rateLimited.date'))
    return throttled(new Date(world.now() + amount('microsoft.rateLimited.date', 2) * 1_000).toUTCString());
  if (strikes('microsoft.concurrencyLimited')) return throttled(amount('microsoft.concurrencyLimited', 1));
  if (strikes('microsoft.tokenExpired')) return refusal('tokenExpired');
  if (strikes('microsoft.forbidden')) return refusal('accessDenied');
  return undefined;
}

/** Refusals of one item of a batch. */
export function refuseItem(world: World): GraphRefusal | undefined {
  const { strikes, amount } = world.awkward;
  if (strikes('microsoft.batchItemThrottled')) return throttled(amount('microsoft.batchItemThrottled', 1));
  if (strikes('microsoft.batchItemFailed')) return refusal('serverBusy');
  return undefined;
}

/** Takes its time while the request holds its place among those that run at once. */
export async function dawdle(world: World): Promise<void> {
  if (!world.awkward.strikes('microsoft.slow')) return;
  const delayMs = world.awkward.amount('microsoft.slow', 2_000);
  await new Promise<void>((resolve) => world.later(delayMs, async () => resolve()));
}

function html(status: number, text: string): PlainResponse {
  const body = `<!doctype html><html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`;
  return reply(body, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
