import { createHash } from 'node:crypto';
import { type Clock, type Collection, isSyncError, SyncError } from '@concord/core';
import type { Calls } from '../calls.ts';
import { type Answer, garbled, recordOf } from '../errors.ts';
import { type EventRequests, stopRequest } from './event-requests.ts';
import { channelMs } from './profile.ts';

/**
 * Channels. A channel cannot be made longer, so that `renew` stops it and throws `notFound`: a new one, under a new address
 * and with a secret of its own, takes its place, and what changes meanwhile is read after that.
 */
export function createSubscriptions(
  calls: Calls,
  requests: EventRequests,
  clock: Clock,
): Pick<Collection, 'subscribe' | 'renew' | 'unsubscribe'> {
  async function stop(id: string): Promise<void> {
    try {
      await calls(stopRequest(channelOf(id)));
    } catch (error) {
      if (!isSyncError(error) || error.code !== 'notFound') throw error;
    }
  }
  return {
    subscribe: async (url, secret) => {
      const askedUntil = clock.now() + channelMs;
      const channel = {
        id: channelIdOf(secret),
        type: 'web_hook',
        address: url,
        token: secret,
        params: { ttl: String(channelMs / 1_000) },
      };
      return parseChannel(await calls(requests.watch(channel)), askedUntil);
    },
    renew: async (id) => {
      await stop(id);
      throw new SyncError('notFound', 'A channel is not made longer', { provider: 'google' });
    },
    unsubscribe: stop,
  };
}

/** Unique within the project, as it must be, and never used again (documented: at most 64 characters). */
const channelIdOf = (secret: string): string => createHash('sha256').update(`channel ${secret}`).digest('hex');

/** Google may grant less than was asked for. Both ids are needed to stop it. */
export function parseChannel(
  { body }: Answer,
  askedUntil: number,
): { readonly id: string; readonly expiresAt: number } {
  const { id, resourceId, expiration } = recordOf(body) ?? {};
  if (typeof id !== 'string' || typeof resourceId !== 'string') throw garbled('a channel without its ids');
  const until = Number(expiration ?? Number.NaN);
  return { id: `${id} ${resourceId}`, expiresAt: until > 0 ? Math.min(until, askedUntil) : askedUntil };
}

/** The ids of a channel and of what it watches, in that of the subscription. */
export function channelOf(subscription: string): { readonly id: string; readonly resourceId: string } {
  const [id = '', resourceId = ''] = subscription.split(' ');
  return { id, resourceId };
}
