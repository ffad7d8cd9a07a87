import { type Clock, isSyncError, type Mailbox, type MailPush, type Subscription, SyncError } from '@concord/core';
import { watchMs } from './profile.ts';
import type { Reader } from './reading.ts';
import { parseWatch, stopRequest, watchRequest } from './requests.ts';

/**
 * Gmail tells one topic of the operator, which all mailboxes share. An account has one watch a project: one that is there
 * already, for another topic, is stopped first (two deployments of one project would fight over a mailbox).
 */
export function createWatching(reader: Reader, clock: Clock): Pick<Mailbox, 'subscribe' | 'renew' | 'unsubscribe'> {
  const watch = async ({ topic }: MailPush): Promise<Subscription> => {
    if (topic === undefined) {
      throw new SyncError('refused', 'Gmail tells of news to a topic only, and there is none', { provider: 'google' });
    }
    const askedAt = clock.now();
    const expiresAt = parseWatch(await reader.ask('watch', watchRequest(topic)), askedAt, watchMs);
    return { id: topic, expiresAt };
  };
  const stop = async (): Promise<void> => {
    await reader.ask('stop', stopRequest());
  };
  return {
    subscribe: async (push) => {
      try {
        return await watch(push);
      } catch (error) {
        if (!isTaken(error) || push.topic === undefined) throw error;
        await stop();
        return await watch(push);
      }
    },
    renew: async (id, push) => {
      if (id !== push.topic) throw taken();
      return await watch(push).catch((error: unknown) => {
        throw isTaken(error) ? taken(error) : error;
      });
    },
    unsubscribe: async () => await stop(),
  };
}

/** Another takes its place: `subscribe`. */
const taken = (cause?: unknown): SyncError =>
  new SyncError('notFound', 'The mailbox is not watched for this topic', { provider: 'google', cause });

/** "Only one user push notification client allowed per developer (call /stop then try again)": a 400 of whatever reason (observed). */
const isTaken = (error: unknown): boolean =>
  isSyncError(error) && error.status === 400 && (error.code === 'refused' || error.code === 'conflict');
