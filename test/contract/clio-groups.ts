import type { Awkwardnesses } from '@concord/sandbox';
import { setUpClio } from './clio-look-alike.ts';
import type { GroupsSetup } from './groups-contract.ts';

/** Somebody is put into a group by a matter: it is opened for them, and then closed, or deleted where closed ones count, too. */
export async function setUpGroups(
  group: 'client' | 'openMatter',
): Promise<GroupsSetup & { readonly awkward: Awkwardnesses }> {
  const { control, manual, world, open } = await setUpClio();
  const { matters } = control;
  const matterOf = (id: string) => matters.list().find(({ client }) => client === Number(id));
  return {
    awkward: manual.awkward,
    world,
    open: (chosen) => open(chosen === undefined ? {} : { group: chosen }),
    group,
    otherGroup: group === 'client' ? 'openMatter' : 'client',
    put: async (id, inside) => {
      const matter = matterOf(id);
      if (inside) matters.add({ client: Number(id) });
      else if (matter && group === 'client') matters.remove(matter.id);
      else if (matter) matters.edit(matter.id, { status: 'Closed' });
    },
    isIn: async (id) => matterOf(id)?.status === 'Open',
  };
}
