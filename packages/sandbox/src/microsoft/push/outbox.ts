import { sendOut } from '../../kernel/send-out.ts';
import { randomId, type World } from '../../kernel/world.ts';
import { guid } from '../guid.ts';
import { type EndpointHealth, heldBackMs } from './endpoint-health.ts';

/** One entry of a delivery's `value`, for one address. */
export type Notification = { readonly url: string; readonly body: Readonly<Record<string, unknown>> };

type Waiting = Notification & { readonly firstTriedAt?: number; readonly tries: number };

/** Gathers notifications per address for a moment, posts them together, and tries again until it is heard. */
export type Outbox = { readonly put: (notification: Notification, delayMs?: number) => void };

const gatherMs = 20;
const mostInOnePost = 100;
/** The first try must be answered within 3 s, later ones within 10 s; after four hours nobody tries any more. */
const firstLimitMs = 3_000;
const laterLimitMs = 10_000;
const giveUpMs = 4 * 3_600_000;

/** What waits is stored, so that a restarted sandbox still delivers it. */
export function createOutbox(world: World, health: EndpointHealth): Outbox {
  const waiting = world.store.collection<Waiting>('microsoft.outbox');
  /** Address → ids that the next post takes. */
  const gathering = new Map<string, string[]>();

  const gather = (id: string, url: string): void => {
    const ids = gathering.get(url) ?? [];
    gathering.set(url, ids);
    ids.push(id);
    if (ids.length === 1) world.later(gatherMs, () => flush(url));
  };
  const flush = async (url: string): Promise<void> => {
    const ids = gathering.get(url) ?? [];
    gathering.delete(url);
    for (let from = 0; from < ids.length; from += mostInOnePost) await post(url, ids.slice(from, from + mostInOnePost));
  };
  const post = async (url: string, ids: readonly string[]): Promise<void> => {
    const entries = ids.map((id) => waiting.get(id)).filter((entry) => entry !== undefined);
    const batch = entries.map(({ body }) => body);
    const tries = Math.max(0, ...entries.map((entry) => entry.tries));
    const send = () => deliver(world, health, url, batch, tries === 0 ? firstLimitMs : laterLimitMs);
    if (world.awkward.strikes('microsoft.notificationDoubled')) world.later(gatherMs, async () => void (await send()));
    if (await send()) for (const id of ids) waiting.delete(id);
    else retry(url, ids);
  };
  const retry = (url: string, ids: readonly string[]): void => {
    const kept = ids.filter((id) => {
      const entry = waiting.get(id);
      const firstTriedAt = entry?.firstTriedAt ?? world.now();
      if (!entry || world.now() - firstTriedAt > giveUpMs) {
        waiting.delete(id);
        return false;
      }
      waiting.set(id, { ...entry, firstTriedAt, tries: entry.tries + 1 });
      return true;
    });
    const tries = Math.max(1, ...kept.map((id) => waiting.get(id)?.tries ?? 1));
    // 10 s, 20 s, 40 s ... at most half an hour.
    const delayMs = Math.min(1_800_000, 5_000 * 2 ** Math.min(tries, 10));
    if (kept.length > 0) world.later(delayMs, async () => kept.forEach((id) => gather(id, url)));
  };

  for (const [id, { url }] of waiting.entries()) gather(id, url);
  return {
    put: (notification, delayMs = 0) => {
      const state = health.stateOf(notification.url);
      if (state === 'drop') return;
      const waitMs = delayMs + (state === 'slow' ? heldBackMs : 0);
      const id = randomId(world, 13);
      waiting.set(id, { ...notification, tries: 0 });
      if (waitMs > 0) world.later(waitMs, async () => gather(id, notification.url));
      else gather(id, notification.url);
    },
  };
}

async function deliver(
  world: World,
  health: EndpointHealth,
  url: string,
  batch: readonly Readonly<Record<string, unknown>>[],
  limitMs: number,
): Promise<boolean> {
  const reordered =
    batch.length > 1 && world.awkward.strikes('microsoft.notificationReordered') ? batch.toReversed() : batch;
  const value = world.awkward.strikes('microsoft.notificationForeign') ? [foreign(world), ...reordered] : reordered;
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const sentAt = world.now();
  const answer = await sendOut(world, { url, headers, body: JSON.stringify({ value }) }, limitMs, 'microsoft.cutOff');
  health.answered(url, world.now() - sentAt);
  return answer !== undefined && answer.status >= 200 && answer.status < 300;
}

/** A notification that was meant for somebody else, or that somebody made up. */
function foreign(world: World): Readonly<Record<string, unknown>> {
  return {
    subscriptionId: guid(world),
    subscriptionExpirationDateTime: new Date(world.now() + 3_600_000).toISOString(),
    clientState: randomId(world, 20),
    changeType: 'deleted',
    resource: `Users/${guid(world)}/Contacts/AAkALg${randomId(world, 65)}=`,
    tenantId: guid(world),
  };
}
