import {
  type Collection,
  type ErrorCode,
  type HttpResponse,
  isSyncError,
  type Notice,
  type ProviderName,
  type RawRequest,
  type SideName,
  sideNames,
} from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { type HookNews, type Rung, ringBell } from './bells.ts';
import { hookKey, type SyncId } from './keys.ts';
import { remember, type Slice } from './slice.ts';

/** What a webhook address stands for. Its id is secret enough to be unguessable, and proves nothing by itself. */
type HookRow = SyncId & {
  readonly side: SideName;
  readonly provider: ProviderName;
  readonly sealedSecret: string;
  readonly subscription?: string;
};

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
  const row = (await ports.table.get(hookKey(hook))) as unknown as HookRow | undefined;
  const known = row?.provider === provider ? row : undefined;
  const secret = known ? await ports.vault.open(known.sealedSecret, `firm:${known.firm}`) : undefined;
  const subscription = known?.subscription === undefined ? {} : { subscriptionId: known.subscription };
  const answer = webhook.receive(request, secret === undefined ? undefined : { secret, ...subscription });
  if (answer.kind === 'rejected') ports.log.info('webhook.rejected', { provider, status: answer.response.status });
  if (known && answer.kind === 'handshake' && answer.secret !== undefined && known.subscription === undefined)
    await keepSecret(ports, hook, known, answer.secret);
  if (known && answer.kind === 'notices') await ring(ports, hook, known, answer.notices);
  return answer.response;
}

/** Only while the subscription is being made: later nobody may change the secret. */
async function keepSecret(ports: EnginePorts, hook: string, { firm }: HookRow, secret: string): Promise<void> {
  const sealedSecret = await ports.vault.seal(secret, `firm:${firm}`);
  await updateRow(
    ports.table,
    hookKey(hook),
    (row) => row && { ...bodyOfHook(row as unknown as HookRow), sealedSecret },
  );
}

async function ring(ports: EnginePorts, hook: string, row: HookRow, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  const { firm, sync, side } = row;
  const kinds = new Set(notices.map(({ kind }) => kind));
  const lookAtAll = notices.some(({ kind, ids }) => ids.length === 0 || (kind !== 'changed' && kind !== 'deleted'));
  const kind = kinds.has('removed') ? 'removed' : kinds.has('renew') ? 'renew' : undefined;
  const ids = lookAtAll ? 'all' : notices.flatMap((notice) => notice.ids);
  if (await ringBell(ports, { firm, sync }, side, { ids, ...(kind ? { hook: { kind, hook } } : {}) }))
    await ports.queue.send({ v: 1, kind: 'change', firm, sync, side, why: 'push' });
}

/** Some providers have no push for a kind of collection: they are looked at more often instead. */
export const tellsOfChanges = ({ profile }: Collection): boolean => profile.subscriptionMs > 0;

const minimumMs = 60_000;
/** What holds for the next request as well. */
const mustStop: ReadonlySet<ErrorCode> = new Set(['leaseLost', 'unauthorized', 'rateLimited']);

/** Sees to it that both sides tell us of changes. A side that cannot is polled: nothing here ever fails a slice. */
export async function ensureHooks(slice: Slice, rung: Rung): Promise<void> {
  for (const side of sideNames) {
    try {
      await ensureHook(slice, side, rung[side]?.hook);
    } catch (error) {
      if (!isSyncError(error) || mustStop.has(error.code)) throw error;
      slice.ports.log.info('subscription.failed', { provider: slice.record[side].provider, code: error.code });
    }
  }
}

async function ensureHook(slice: Slice, side: SideName, told: HookNews | undefined): Promise<void> {
  const { ports, collections, work } = slice;
  if (!tellsOfChanges(collections[side])) return;
  const note = work.loaded.record.hooks[side];
  const news = told?.hook === note?.hook ? told?.kind : undefined;
  if (note && news === undefined && note.renewAt > ports.clock.now()) return;
  if (note && news !== 'removed') {
    try {
      const renewed = await collections[side].renew(note.subscription);
      return noteHook(slice, side, { ...note, renewAt: renewAtOf(slice, renewed.expiresAt) });
    } catch (error) {
      if (!isSyncError(error) || error.code !== 'notFound') throw error;
    }
  }
  await subscribe(slice, side);
  if (note) await ports.table.remove(hookKey(note.hook));
}

async function subscribe(slice: Slice, side: SideName): Promise<void> {
  const { ports, id, record, collections } = slice;
  const hook = ports.random.id();
  const secret = ports.random.id(32);
  const { provider } = record[side];
  const row: HookRow = { ...id, side, provider, sealedSecret: await ports.vault.seal(secret, `firm:${id.firm}`) };
  await ports.table.put({ ...hookKey(hook), rev: 1, ...row }, { kind: 'absent' });
  const { publicUrl, webhookUrl = publicUrl } = ports.settings;
  const made = await collections[side].subscribe(`${webhookUrl}/webhooks/${provider}/${hook}`, secret);
  const own = made.secret === undefined ? {} : { sealedSecret: await ports.vault.seal(made.secret, `firm:${id.firm}`) };
  await updateRow(ports.table, hookKey(hook), (known) =>
    known ? { ...bodyOfHook(known as unknown as HookRow), ...own, subscription: made.id } : undefined,
  );
  noteHook(slice, side, { hook, subscription: made.id, renewAt: renewAtOf(slice, made.expiresAt) });
}

function noteHook(slice: Slice, side: SideName, note: { hook: string; subscription: string; renewAt: number }): void {
  remember(slice, (record) => ({ ...record, hooks: { ...record.hooks, [side]: note } }));
}

/** Half-way through its life, so that one failure is not the end of it. */
function renewAtOf({ ports }: Slice, expiresAt: number): number {
  const now = ports.clock.now();
  return now + Math.max(minimumMs, (expiresAt - now) / 2);
}

function bodyOfHook(row: HookRow): Record<string, unknown> {
  const { firm, sync, side, provider, sealedSecret, subscription } = row;
  return { firm, sync, side, provider, sealedSecret, ...(subscription === undefined ? {} : { subscription }) };
}
