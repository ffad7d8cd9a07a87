import { type CollectionContext, isSyncError, type Subscription, SyncError } from '@concord/core';
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  parseWebhook,
  renewWebhook,
  type WebhookRecord,
  type WebhookSubject,
} from './requests.ts';
import type { Sender } from './sending.ts';

type Session = Pick<Sender, 'send'> & { readonly host: string; readonly context: Pick<CollectionContext, 'clock'> };

/**
 * Clio chooses the secret. It comes with the handshake, which may happen before this returns, late, or never (seen by
 * hookdeck's webhook-skills), so it is also asked for.
 */
export async function subscribe(session: Session, url: string, subject: WebhookSubject): Promise<Subscription> {
  const now = session.context.clock.now();
  const made = parseWebhook((await session.send(createWebhook(session.host, url, now, subject))).response);
  return withoutStatus(made.secret === undefined ? await readAgain(session, made) : made);
}

/** What was made counts, even when it cannot be read right after. */
async function readAgain(session: Session, made: WebhookRecord): Promise<WebhookRecord> {
  try {
    return parseWebhook((await session.send(getWebhook(session.host, made.id))).response);
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return made;
  }
}

/**
 * To the longest life from now on. A suspended one delivers nothing and there is no documented way back: it is removed, and
 * counts as gone, so that a new one is made.
 */
export async function renew(session: Session, id: string): Promise<Subscription> {
  const now = session.context.clock.now();
  const renewed = parseWebhook((await session.send(renewWebhook(session.host, id, now))).response);
  if (!renewed.isSuspended) return withoutStatus(renewed);
  await unsubscribe(session, id);
  throw new SyncError('notFound', 'Clio had suspended the subscription', { provider: 'clio' });
}

export async function unsubscribe(session: Session, id: string): Promise<void> {
  try {
    await session.send(deleteWebhook(session.host, id));
  } catch (error) {
    if (!isSyncError(error) || error.code !== 'notFound') throw error;
  }
}

function withoutStatus({ id, expiresAt, secret }: WebhookRecord): Subscription {
  return secret === undefined ? { id, expiresAt } : { id, expiresAt, secret };
}
