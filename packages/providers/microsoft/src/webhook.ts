import { createHash, timingSafeEqual } from 'node:crypto';
import type { HookRecord, HttpResponse, Notice, RawRequest, Webhook, WebhookAnswer } from '@concord/core';
import { parsedJson, recordOf } from './errors.ts';

/**
 * Graph signs nothing: a notice is ours when it carries the secret that we gave as `clientState`. It is only ever taken as
 * "look again". `query` must already be decoded (a `+` is a space).
 */
export const webhook: Webhook = { receive };

function receive(request: RawRequest, hook: HookRecord | undefined): WebhookAnswer {
  if (hook?.secret === undefined) return { kind: 'rejected', response: plain(404) };
  if (request.method !== 'POST') return { kind: 'rejected', response: plain(405) };
  const token = request.query.validationToken;
  if (token !== undefined) return { kind: 'handshake', response: plain(200, token) };
  const value = recordOf(parsedJson(request.body))?.value;
  if (!Array.isArray(value)) return { kind: 'rejected', response: plain(400) };
  const entries = value.map((entry) => recordOf(entry)).filter((entry) => entry !== undefined);
  // Foreign ones are taken and dropped: a refusal would only make Graph deliver the whole post again.
  const ours = entries.filter((entry) => isOurs(entry, hook));
  return { kind: 'notices', notices: noticesOf(ours), response: plain(202) };
}

type Entry = Readonly<Record<string, unknown>>;

/** The first notices can arrive before the subscription's id is known to our records: then the secret alone decides. */
function isOurs(entry: Entry, hook: HookRecord): boolean {
  const known = hook.subscriptionId === undefined || entry.subscriptionId === hook.subscriptionId;
  return known && typeof entry.clientState === 'string' && equalInConstantTime(entry.clientState, hook.secret ?? '');
}

function equalInConstantTime(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

const lifecycleKinds = new Map<string, Notice['kind']>(
  Object.entries({
    reauthorizationRequired: 'renew',
    subscriptionRemoved: 'removed',
    missed: 'missed',
  }),
);

/** One notice of each kind at most; items and lifecycle events can come mixed in one post. */
function noticesOf(entries: readonly Entry[]): readonly Notice[] {
  const kinds = Map.groupBy(entries, (entry) => kindOf(entry));
  return [...kinds].map(([kind, group]) => ({ kind, ids: [...new Set(group.flatMap((entry) => idOf(entry)))] }));
}

/** An unknown lifecycle event, and a change that names no item, mean: look at everything that changed. */
function kindOf(entry: Entry): Notice['kind'] {
  const { lifecycleEvent } = entry;
  if (typeof lifecycleEvent === 'string') return lifecycleKinds.get(lifecycleEvent) ?? 'missed';
  if (idOf(entry).length === 0) return 'missed';
  return entry.changeType === 'deleted' ? 'deleted' : 'changed';
}

function idOf(entry: Entry): readonly string[] {
  const id = recordOf(entry.resourceData)?.id;
  return typeof id === 'string' && id !== '' && entry.lifecycleEvent === undefined ? [id] : [];
}

/** `nosniff`: the token is echoed as it came, and must never be taken for a page. */
function plain(status: number, body = ''): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body,
  };
}
