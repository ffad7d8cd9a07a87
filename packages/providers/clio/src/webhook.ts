import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HookRecord, HttpResponse, Notice, RawRequest, Webhook, WebhookAnswer } from '@concord/core';
import { deauthorizationHints } from './deauthorization.ts';

/**
 * 410 ends a subscription that nobody knows any more; a delivery that cannot be verified yet is asked for again with 503.
 * Deliveries have no order, no number and no time: a notice says only "look again".
 */
export const webhook: Webhook = {
  receive: (request, hook) => {
    if (hook === undefined) return rejected(410);
    if (request.method !== 'POST') return rejected(405);
    const offered = header(request, 'x-hook-secret');
    if (offered !== undefined) return handshake(offered, hook);
    if (hook.secret === undefined) return rejected(503);
    if (!isSigned(request, hook.secret)) return rejected(401);
    return { kind: 'notices', notices: [toNotice(request.body)], response: answer(200) };
  },
  accountHints: deauthorizationHints,
};

/** Clio waits for its secret to come back. It is believed only while the subscription is made: anybody can send it. */
function handshake(offered: string, hook: HookRecord): WebhookAnswer {
  const response: HttpResponse = { ...answer(200), headers: { 'x-hook-secret': offered } };
  return hook.subscriptionId === undefined
    ? { kind: 'handshake', response, secret: offered }
    : { kind: 'handshake', response };
}

/** HMAC-SHA256 of the raw body in lower-case hex, without a prefix (verified live by hookdeck's webhook-skills). */
function isSigned(request: RawRequest, secret: string): boolean {
  const given = Buffer.from(header(request, 'x-hook-signature') ?? '', 'utf8');
  const right = Buffer.from(createHmac('sha256', secret).update(request.body, 'utf8').digest('hex'), 'utf8');
  return given.length === right.length && timingSafeEqual(given, right);
}

const kinds: Readonly<Record<string, Notice['kind']>> = { created: 'changed', updated: 'changed', deleted: 'deleted' };

/** Of a genuine delivery that we cannot read we know only that something happened. */
function toNotice(body: string): Notice {
  try {
    const { data, meta } = JSON.parse(body) as { data: Readonly<Record<string, unknown>>; meta: { event: unknown } };
    const kind = kinds[String(meta.event)];
    const series = idOf(data.parent_calendar_entry_id);
    // Whatever happens to an instance, its series is what changed.
    if (kind !== undefined && series !== undefined) return { kind: 'changed', ids: [series] };
    const id = idOf(data.id);
    if (kind !== undefined && id !== undefined) return { kind, ids: [id] };
  } catch {
    // Falls through to "missed", as any other body that is not what the documents say.
  }
  return { kind: 'missed', ids: [] };
}

/** Ids are numbers, but for those of calendar entries, which are texts (OpenAPI). */
function idOf(value: unknown): string | undefined {
  const id = typeof value === 'number' ? String(value) : value;
  return typeof id === 'string' && /^[\w.:=-]{1,200}$/u.test(id) ? id : undefined;
}

const answer = (status: number): HttpResponse => ({ status, headers: {}, body: '' });
const rejected = (status: number): WebhookAnswer => ({ kind: 'rejected', response: answer(status) });

function header({ headers }: RawRequest, name: string): string | undefined {
  return headers[name] ?? Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1];
}
