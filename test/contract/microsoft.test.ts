import { describeCollection } from './collection-contract.ts';
import { describeGroups } from './groups-contract.ts';
import { setUpMicrosoft } from './microsoft-look-alike.ts';

describeCollection('microsoft', () => setUpMicrosoft());

describeGroups('microsoft', async () => {
  const { world, mailbox } = await setUpMicrosoft();
  const { people, open } = mailbox;
  return {
    world,
    open: (group) => open(group === undefined ? {} : { group }),
    group: 'Clients',
    otherGroup: 'Staff',
    put: async (id, inside) => void people.edit(id, { categories: inside ? ['Staff', 'Clients'] : ['Staff'] }),
    isIn: async (id) => people.get(id)?.categories?.includes('Clients') === true,
  };
});
