import type { HttpRequest, Instant } from '@concord/core';
import { type Answer, garbled, recordOf } from './errors.ts';
import { requestOf } from './graph-requests.ts';

/** What to be told of: the path of a list, and which changes of what is in it. */
export type Subject = { readonly resource: string; readonly changes?: string };

/** Both addresses are asked to echo a token before Graph answers. */
export function subscribeRequest(subject: Subject, url: string, secret: string, expiresAt: Instant): HttpRequest {
  return requestOf('POST', '/subscriptions', {
    changeType: subject.changes ?? 'created,updated,deleted',
    resource: subject.resource,
    notificationUrl: url,
    lifecycleNotificationUrl: url,
    expirationDateTime: new Date(expiresAt).toISOString(),
    clientState: secret,
    latestSupportedTlsVersion: 'v1_2',
  });
}

export function renewRequest(id: string, expiresAt: Instant): HttpRequest {
  return requestOf('PATCH', subscriptionPath(id), { expirationDateTime: new Date(expiresAt).toISOString() });
}

export function unsubscribeRequest(id: string): HttpRequest {
  return requestOf('DELETE', subscriptionPath(id));
}

export function subscriptionsRequest(): HttpRequest {
  return requestOf('GET', '/subscriptions');
}

function subscriptionPath(id: string): string {
  return `/subscriptions/${encodeURIComponent(id)}`;
}

/** `askedUntil` stands in when the answer does not say how long it lasts: no subscription outlives what was asked for. */
export function parseSubscription(
  answer: Answer,
  askedUntil: Instant,
): { readonly id: string; readonly expiresAt: Instant } {
  const body = recordOf(answer.body);
  if (typeof body?.id !== 'string' || body.id === '') throw garbled('a subscription without an id');
  const until = typeof body.expirationDateTime === 'string' ? Date.parse(body.expirationDateTime) : Number.NaN;
  return { id: body.id, expiresAt: Number.isNaN(until) ? askedUntil : until };
}

/** Ids of the subscriptions to the same list whose notices go to the same host as `url`: left over from a crash of ours. */
export function parseStrays(answer: Answer, resource: string, url: string): readonly string[] {
  const value = recordOf(answer.body)?.value;
  if (!Array.isArray(value)) throw garbled('no list of subscriptions');
  const ours = value.map((entry) => recordOf(entry)).filter((entry) => isStray(entry, resource, url));
  return ours.map((entry) => String(entry?.id));
}

function isStray(entry: Readonly<Record<string, unknown>> | undefined, resource: string, url: string): boolean {
  const target = entry?.notificationUrl;
  if (typeof entry?.id !== 'string' || typeof target !== 'string' || !URL.canParse(target)) return false;
  return entry.resource === resource && new URL(target).origin === new URL(url).origin;
}
