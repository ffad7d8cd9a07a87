import type { Capabilities } from '@concord/core';
import { roomyCapabilities } from '@concord/provider-memory';
import { describeCollection } from './collection-contract.ts';
import { describeGroups } from './groups-contract.ts';
import { setUpMemory } from './memory-look-alike.ts';

describeCollection('memory', () => setUpMemory());
describeCollection('memory, with little room, no primary and no tombstones', () =>
  setUpMemory({ capabilities: tightCapabilities, deletes: 'notices', markers: false, pageSize: 3 }),
);

describeGroups('memory', async () => {
  const { world, book } = await setUpMemory();
  return {
    world,
    open: book.collection,
    group: 'clients',
    otherGroup: 'staff',
    put: async (id, inside) => book.regroup(id, inside ? ['clients', 'staff'] : ['staff']),
    isIn: async (id) => book.groupsOf(id).includes('clients'),
  };
});

/** Like a mailbox: few slots, no primary. */
const tightCapabilities: Capabilities = {
  ...roomyCapabilities,
  jobTitle: { shape: 'scalar', maxLength: 12 },
  emails: { shape: 'list', max: 3, primary: false },
  phones: { shape: 'list', max: 5, slots: { work: 2, home: 2, mobile: 1 }, primary: false },
  addresses: { shape: 'list', max: 3, slots: { work: 1, home: 1, other: 1 }, primary: false },
  sites: { shape: 'list', max: 1, slots: { work: 1 }, primary: false },
};
