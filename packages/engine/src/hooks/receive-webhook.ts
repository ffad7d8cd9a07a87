import type { HttpResponse, Notice, ProviderName, RawRequest } from '@concord/core';
import { ringMailbox } from '../mail/bell.ts';
import type { EnginePorts } from '../ports.ts';
import { type Ring, ringBell } from '../sync/bells.ts';
import { type HookRow, keepSecret, openSecret, readHook } from './hook-row.ts';

/**
 * Verifies a delivery, notes what it rings for and tells the queue, unless somebody is on the way already. Answers only
 * after the queue took it, so that what is lost here is delivered again.
 */
export async function receiveWebhook(
  ports: EnginePorts,
  provider: ProviderName,
  hook: string,
  request: RawRequest,
): Promise<HttpResponse> {
  const webhook = ports.providers[provider]?.webhook;
  if (webhook === undefined) return { status: 404, headers: {}, body: '' };
  const known = await readHook(ports, provider, hook);
  const secret = known && (await openSecret(ports, known));
  const subscription = known?.subscription === undefined ? {} : { subscriptionId: known.subscription };
  const answer = webhook.receive(request, secret === undefined ? undefined : { secret, ...subscription });
  if (answer.kind === 'rejected') ports.log.info('webhook.rejected', { provider, status: answer.response.status });
  if (known && answer.kind === 'handshake' && answer.secret !== undefined)
    await keepSecret(ports, hook, known, answer.secret);
  if (known && answer.kind === 'notices' && answer.notices.length > 0)
    await ring(ports, known, ringOf(hook, answer.notices));
  return answer.response;
}

function ringOf(hook: string, notices: readonly Notice[]): Ring {
  const kinds = new Set(notices.map(({ kind }) => kind));
  const lookAtAll = notices.some(({ kind, ids }) => ids.length === 0 || (kind !== 'changed' && kind !== 'deleted'));
  const kind = kinds.has('removed') ? 'removed' : kinds.has('renew') ? 'renew' : undefined;
  const ids = lookAtAll ? 'all' : notices.flatMap((notice) => notice.ids);
  return { ids, ...(kind ? { hook: { kind, hook } } : {}) };
}

async function ring(ports: EnginePorts, row: HookRow, news: Ring): Promise<void> {
  if ('connection' in row) return await ringMailbox(ports, row, news);
  const { firm, sync, side } = row;
  if (await ringBell(ports, { firm, sync }, side, news))
    await ports.queue.send({ v: 1, kind: 'change', firm, sync, side, why: 'push' });
}
