import { type CollectionProfile, type SideName, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { policyOf, typeOf } from './item-types.ts';
import { scoped, windowAt } from './scoped.ts';
import type { SyncRecord } from './sync-record.ts';

/** What a provider can hold is known without asking it. */
export function profileOf(ports: EnginePorts, record: SyncRecord, side: SideName): CollectionProfile {
  const { provider } = record[side];
  const unreachable = async (): Promise<never> => {
    throw new SyncError('misconfigured', 'Nothing that only looks calls a provider.');
  };
  const window = windowAt(ports.clock.now());
  const collection = ports.providers[provider]?.collections[record.itemType]?.({
    transport: unreachable,
    accessToken: unreachable,
    hosts: ports.hosts[provider] ?? {},
    clock: ports.clock,
    claims: { take: unreachable, bind: unreachable, release: unreachable },
    phoneRegion: ports.settings.phoneRegion,
    seesEverything: true,
    window,
  });
  if (collection === undefined) throw new SyncError('misconfigured', `This deployment has no ${provider}.`);
  return scoped(collection, { type: typeOf(record), policy: policyOf(record), window }).profile;
}
