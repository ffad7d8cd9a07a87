import { describeCollection } from './collection-contract.ts';
import { setUpGoogle } from './google-look-alike.ts';
import { describeGroups } from './groups-contract.ts';

describeCollection('google', () => setUpGoogle());

describeGroups('google', async () => {
  const { world, account } = await setUpGoogle();
  const { people, open } = account;
  return {
    world,
    open: (group) => open(group === undefined ? {} : { group }),
    group: people.addLabel('Clients').resourceName,
    otherGroup: 'contactGroups/starred',
    put: async (id, inside) => void people.label(id, inside ? ['Clients', 'Staff'] : ['Staff']),
    isIn: async (id) => people.labelsOf(id).includes('Clients'),
  };
});
