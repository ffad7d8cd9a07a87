import { isSyncError } from '@concord/core';
import {
  type EnginePorts,
  receiveDeauthorization,
  receiveSharedPush,
  receiveWebhook,
  sharedHook,
} from '@concord/engine';
import { type Answer, type Call, createHttpHandler, type HttpHandler, textAnswer } from '../http.ts';
import { createPlace, type Place } from '../wiring.ts';

const maximumBytes = 1024 * 1024;
/** No hook has this name: theirs are longer. */
const deauthorized = 'deauthorized';

/**
 * GET and POST /webhooks/{provider}/{hook}; `deauthorized` is where a provider tells that its apps page removed us, and `mail` where
 * it tells of news in all mailboxes.
 */
export function createWebhookHandler(place: Place): HttpHandler {
  // 503 makes the sender try again: a notice is acknowledged only when the queue has taken what follows from it.
  return createHttpHandler(place, answer, failureAnswer, true);
}

const failureAnswer = (error: unknown): Answer =>
  isSyncError(error) ? textAnswer(503, 'Try again.', { 'retry-after': '5' }) : textAnswer(500, 'Failed.');

async function answer(ports: EnginePorts, { method, path, headers, query, body }: Call): Promise<Answer> {
  const [, provider = '', hook = ''] = /^\/webhooks\/([a-z]{1,32})\/([\w-]{1,128})$/u.exec(path) ?? [];
  const known = Object.values(ports.providers).find((each) => each.name === provider);
  if (known === undefined) return textAnswer(404, 'There is nothing at this address.');
  if (method !== 'POST' && method !== 'GET') return textAnswer(405, 'GET or POST.', { allow: 'GET, POST' });
  const raw = body(maximumBytes);
  if (raw === undefined) return textAnswer(413, 'At most 1 MB.');
  if (hook === deauthorized) {
    if (method === 'POST') await receiveDeauthorization(ports, known.name, raw);
    return textAnswer(200, '');
  }
  const request = { method, headers, query, body: raw };
  if (hook === sharedHook) return await receiveSharedPush(ports, known.name, request);
  return await receiveWebhook(ports, known.name, hook, request);
}

export const handler = createWebhookHandler(createPlace('webhook'));
