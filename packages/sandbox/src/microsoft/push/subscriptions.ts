import type { Collection } from '../../kernel/store.ts';
import type { World } from '../../kernel/world.ts';
import { guid } from '../guid.ts';

export type ChangeType = 'created' | 'updated' | 'deleted';

/** Instead of a folder's id: the events of all calendars. */
export const allEvents = 'events';
/** The messages of all folders. */
export const allMessages = 'messages';

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
  /** Deleted, and sending all the same: an awkwardness. */
  readonly ghost?: true;
};

/** What is subscribed to; one that has expired is not there any more. */
export type Subscriptions = {
  readonly add: (subscription: Omit<StoredSubscription, 'id'>) => StoredSubscription;
  readonly get: (id: string) => StoredSubscription | undefined;
  readonly of: (oid: string) => readonly StoredSubscription[];
  readonly renew: (subscription: StoredSubscription, expiresAt: number) => StoredSubscription;
  readonly remove: (id: string) => void;
  /** Makes a ghost of one that is deleted. */
  readonly haunt: (subscription: StoredSubscription) => void;
  /** Those that changes are told to: the ghosts too. */
  readonly hearing: (oid: string) => readonly StoredSubscription[];
};

export function createSubscriptions(world: World): Subscriptions {
  const stored: Collection<StoredSubscription> = world.store.collection('microsoft.subscriptions');
  const save = (subscription: StoredSubscription): StoredSubscription => {
    stored.set(subscription.id, subscription);
    return subscription;
  };
  const isLive = (subscription: StoredSubscription): boolean => subscription.expiresAt > world.now();
  const hearing = (oid: string): readonly StoredSubscription[] =>
    [...stored.values()].filter((subscription) => subscription.oid === oid && isLive(subscription));
  return {
    add: (subscription) => save({ id: guid(world), ...subscription }),
    get: (id) => {
      const subscription = stored.get(id);
      return subscription && isLive(subscription) && !subscription.ghost ? subscription : undefined;
    },
    of: (oid) => hearing(oid).filter(({ ghost }) => !ghost),
    hearing,
    haunt: (subscription) => void save({ ...subscription, ghost: true }),
    renew: (subscription, expiresAt) => save({ ...subscription, expiresAt }),
    remove: (id) => {
      stored.delete(id);
    },
  };
}
