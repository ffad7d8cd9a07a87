import { createHash, timingSafeEqual } from 'node:crypto';
import type { HookRecord, HttpResponse, RawRequest, Webhook, WebhookAnswer } from '@concord/core';
import { channelOf } from './calendar/subscriptions.ts';

/**
 * Messages of channels, which calendars have and contacts have not. Google signs nothing: a message is ours when it carries
 * the secret that we gave as the channel's token. It has no body, and only ever says "look again".
 */
export const webhook: Webhook = {
  receive: (request, hook) => {
    if (request.method !== 'POST') return rejected(405);
    // Messages trickle on after a channel was stopped (observed). They are taken, so that nobody asks why they are not.
    if (hook?.secret === undefined || !isOurs(request, hook)) return rejected(200);
    return headerOf(request, 'x-goog-resource-state') === 'sync'
      ? { kind: 'notices', notices: [], response: plain(200) }
      : { kind: 'notices', notices: [{ kind: 'missed', ids: [] }], response: plain(200) };
  },
};

/** The first message can come before the ids of the channel are known to our records: then the secret alone decides. */
function isOurs(request: RawRequest, { secret = '', subscriptionId }: HookRecord): boolean {
  if (!equalInConstantTime(headerOf(request, 'x-goog-channel-token') ?? '', secret)) return false;
  if (subscriptionId === undefined) return true;
  const { id, resourceId } = channelOf(subscriptionId);
  return headerOf(request, 'x-goog-channel-id') === id && headerOf(request, 'x-goog-resource-id') === resourceId;
}

function equalInConstantTime(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

export function headerOf({ headers }: RawRequest, name: string): string | undefined {
  return headers[name] ?? Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1];
}

const plain = (status: number): HttpResponse => ({ status, headers: {}, body: '' });
const rejected = (status: number): WebhookAnswer => ({ kind: 'rejected', response: plain(status) });
