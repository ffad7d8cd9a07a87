import type { Collection } from '../../kernel/store.ts';
import type { World } from '../../kernel/world.ts';
import { guid } from '../guid.ts';

export type ChangeType = 'created' | 'updated' | 'deleted';

export type StoredSubscription = {
  readonly id: string;
  readonly oid: string;
  readonly tenantId: string;
  readonly clientId: string;
  /** As the client wrote it. */
  readonly resource: string;
  readonly folderId: string;
  readonly changeTypes: readonly ChangeType[];
  readonly idKind: 'classic' | 'immutable';
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | undefined;
  readonly clientState: string | undefined;
  readonly latestSupportedTlsVersion: string;
  readonly expiresAt: number;
};

/** What is subscribed to; one that has expired is not there any more. */
export type Subscriptions = {
  readonly add: (subscription: Omit<StoredSubscription, 'id'>) => StoredSubscription;
  readonly get: (id: string) => StoredSubscription | undefined;
  readonly of: (oid: string) => readonly StoredSubscription[];
  readonly renew: (subscription: StoredSubscription, expiresAt: number) => StoredSubscription;
  readonly remove: (id: string) => void;
};

export function createSubscriptions(world: World): Subscriptions {
  const stored: Collection<StoredSubscription> = world.store.collection('microsoft.subscriptions');
  const save = (subscription: StoredSubscription): StoredSubscription => {
    stored.set(subscription.id, subscription);
    return subscription;
  };
  const isLive = (subscription: StoredSubscription): boolean => subscription.expiresAt > world.now();
  return {
    add: (subscription) => save({ id: guid(world), ...subscription }),
    get: (id) => {
      const subscription = stored.get(id);
      return subscription && isLive(subscription) ? subscription : undefined;
    },
    of: (oid) => [...stored.values()].filter((subscription) => subscription.oid === oid && isLive(subscription)),
    renew: (subscription, expiresAt) => save({ ...subscription, expiresAt }),
    remove: (id) => {
      stored.delete(id);
    },
  };
}
