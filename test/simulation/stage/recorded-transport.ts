import { type HttpRequest, type HttpResponse, type ProviderName, SyncError, type Transport } from '@concord/core';
import { BrokenConnection, type Sandbox } from '@concord/sandbox';
import type { History } from '../history/history.ts';
import { isWrite, kindOfRequest, mayMail, providerOf } from './request-kinds.ts';

type Parts = {
  readonly sandbox: Sandbox;
  readonly history: History;
  readonly now: () => number;
  /** Whose access token it is: the account's e-mail address or Clio user id. */
  readonly accountOf: (provider: ProviderName, token: string) => string | undefined;
  /** Runs an effect in the name of a worker: what changes in the clouds meanwhile is its doing. */
  readonly actAs: <Result>(worker: number, effect: () => Promise<Result>) => Promise<Result>;
};

/** Every request of one worker to the clouds, noted with its answer. */
export function recordedTransport(parts: Parts, worker: number): Transport {
  return async (request) => {
    const at = parts.now();
    const answer = await parts.actAs(worker, () => ask(parts.sandbox, request));
    parts.history.note({ at, ...callOf(parts, worker, request, answer) });
    if (typeof answer === 'string') throw new SyncError(answer, 'No answer came.');
    return answer;
  };
}

/** `network`: it certainly had no effect; `timeout`: nobody knows. */
type Unanswered = 'network' | 'timeout';

async function ask(sandbox: Sandbox, { url, method, headers, body }: HttpRequest): Promise<HttpResponse | Unanswered> {
  try {
    return await sandbox.answer({ url, method, headers, body: body ?? '' });
  } catch (error) {
    if (error instanceof BrokenConnection) return error.wasRefused ? 'network' : 'timeout';
    throw error;
  }
}

function callOf(parts: Parts, worker: number, request: HttpRequest, answered: HttpResponse | Unanswered) {
  const answer = typeof answered === 'string' ? undefined : answered;
  const provider = providerOf(request);
  const token = /^bearer (.+)$/iu.exec(request.headers['authorization'] ?? '')?.[1];
  const writes = isWrite(request);
  const retryAfter = retryAfterMs(answer, parts.now());
  return {
    kind: 'call',
    endAt: parts.now(),
    worker,
    provider,
    account: (token && parts.accountOf(provider, token)) ?? '',
    what: kindOfRequest(request),
    writes,
    ...(mayMail(request) ? { mayMail: true as const } : {}),
    ...(writes && request.body !== undefined ? { body: request.body } : {}),
    ...(answer === undefined ? {} : { status: answer.status }),
    ...(writes && answer && isGarbled(answer) ? { garbled: true as const } : {}),
    ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
    ...(answer && answer.status >= 400 && answer.body.includes('invalid_grant') ? { grantLost: true as const } : {}),
  } as const;
}

function isGarbled({ body }: HttpResponse): boolean {
  if (body === '') return false;
  try {
    JSON.parse(body);
    return false;
  } catch {
    return true;
  }
}

function retryAfterMs(answer: HttpResponse | undefined, now: number): number | undefined {
  const text = answer?.headers['retry-after'];
  if (text === undefined) return undefined;
  const seconds = Number(text);
  return Number.isFinite(seconds) ? seconds * 1000 : Math.max(0, Date.parse(text) - now);
}
