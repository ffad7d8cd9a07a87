import { type Clock, type Collection, isSyncError, type Subscription } from '@concord/core';
import type { Calls } from './calls.ts';
import { subscriptionMs } from './profile.ts';
import {
  parseStrays,
  parseSubscription,
  renewRequest,
  type Subject,
  subscribeRequest,
  subscriptionsRequest,
  unsubscribeRequest,
} from './subscription-requests.ts';

/** `renew` throws `notFound` for one that ended: a new one, and a look at what changed meanwhile, take its place. */
export function createSubscriptions(
  calls: Calls,
  clock: Clock,
  subject: Subject,
): Pick<Collection, 'subscribe' | 'renew' | 'unsubscribe'> {
  const untilWhen = () => clock.now() + subscriptionMs;

  async function subscribe(url: string, secret: string): Promise<Subscription> {
    const expiresAt = untilWhen();
    const request = subscribeRequest(subject, url, secret, expiresAt);
    try {
      return parseSubscription(await calls.succeed(request, 'subscription'), expiresAt);
    } catch (error) {
      if (!isSyncError(error) || error.status !== 409) throw error;
    }
    // Documented: one per app and resource. A crash of ours between Graph's answer and our record has left one behind.
    for (const stray of parseStrays(
      await calls.succeed(subscriptionsRequest(), 'subscription'),
      subject.resource,
      url,
    )) {
      await unsubscribe(stray);
    }
    return parseSubscription(await calls.succeed(request, 'subscription'), expiresAt);
  }

  async function renew(id: string): Promise<Subscription> {
    const expiresAt = untilWhen();
    return parseSubscription(await calls.succeed(renewRequest(id, expiresAt), 'subscription'), expiresAt);
  }

  async function unsubscribe(id: string): Promise<void> {
    try {
      await calls.succeed(unsubscribeRequest(id), 'subscription');
    } catch (error) {
      if (!isSyncError(error) || error.code !== 'notFound') throw error;
    }
  }

  return { subscribe, renew, unsubscribe };
}
