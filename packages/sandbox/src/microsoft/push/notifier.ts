import { randomId, type World } from '../../kernel/world.ts';
import { etagOf, type FolderChange } from '../mailbox/card.ts';
import type { Outbox } from './outbox.ts';
import type { ChangeType, StoredSubscription, Subscriptions } from './subscriptions.ts';

export const lifecycleEvents = ['reauthorizationRequired', 'subscriptionRemoved', 'missed'] as const;
export type LifecycleEvent = (typeof lifecycleEvents)[number];

export type Notifier = {
  /** Tells every subscription to the folder; whoever caused the change. */
  readonly changed: (oid: string, change: FolderChange) => void;
  readonly lifecycle: (subscription: StoredSubscription, event: LifecycleEvent) => void;
  /** Ends subscriptions from the service's side, and says so where a lifecycle address is known. */
  readonly removeAll: (oid: string) => void;
};

export function createNotifier(world: World, subscriptions: Subscriptions, outbox: Outbox): Notifier {
  const lifecycle = (subscription: StoredSubscription, event: LifecycleEvent): void => {
    const { lifecycleNotificationUrl: url } = subscription;
    if (url !== undefined) outbox.put({ url, body: { ...signature(subscription), lifecycleEvent: event } });
  };
  const remove = (subscription: StoredSubscription): void => {
    subscriptions.remove(subscription.id);
    lifecycle(subscription, 'subscriptionRemoved');
  };
  const tell = (subscription: StoredSubscription, change: FolderChange): void => {
    if (world.awkward.strikes('microsoft.subscriptionRemoved')) return remove(subscription);
    for (const changeType of changeTypes(world, change.kind)) {
      if (!subscription.changeTypes.includes(changeType)) continue;
      if (world.awkward.strikes('microsoft.notificationLost')) continue;
      const body = notificationBody(world, subscription, change, changeType);
      outbox.put({ url: subscription.notificationUrl, body }, delayMs(world));
    }
  };
  return {
    changed: (oid, change) => {
      for (const subscription of subscriptions.hearing(oid)) {
        if (subscription.folderId === change.folderId) tell(subscription, change);
      }
    },
    lifecycle,
    removeAll: (oid) => subscriptions.of(oid).forEach(remove),
  };
}

function changeTypes(world: World, kind: ChangeType): readonly ChangeType[] {
  const storm = kind !== 'deleted' && world.awkward.strikes('microsoft.notificationStorm');
  return storm ? ['created', 'updated', 'updated'] : [kind];
}

function delayMs(world: World): number {
  const late = world.awkward.strikes('microsoft.notificationLate')
    ? world.awkward.amount('microsoft.notificationLate', 60_000)
    : 0;
  const shuffled = world.awkward.strikes('microsoft.notificationReordered') ? Math.floor(world.random() * 1_000) : 0;
  return late + shuffled;
}

function signature(subscription: StoredSubscription): Readonly<Record<string, unknown>> {
  const { id, expiresAt, tenantId, clientState } = subscription;
  return {
    subscriptionId: id,
    subscriptionExpirationDateTime: new Date(expiresAt).toISOString(),
    tenantId,
    ...(clientState === undefined ? {} : { clientState }),
  };
}

/** Carries no data: a later read shows the state then. */
function notificationBody(
  world: World,
  subscription: StoredSubscription,
  { card, item }: FolderChange,
  changeType: ChangeType,
): Readonly<Record<string, unknown>> {
  const id = subscription.idKind === 'immutable' ? card.id : card.classicId;
  const resource = `Users/${subscription.oid}/${item}s/${id}`;
  return {
    id: randomId(world, 13),
    ...signature(subscription),
    changeType,
    resource,
    resourceData: {
      '@odata.type': `#Microsoft.Graph.${item}`,
      '@odata.id': resource,
      '@odata.etag': etagOf(card),
      id,
    },
  };
}
