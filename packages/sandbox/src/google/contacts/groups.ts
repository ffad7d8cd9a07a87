import type { Collection } from '../../kernel/store.ts';
import { type World } from '../../kernel/world.ts';
import { hexId } from './ids.ts';
import type { StoredGroup } from './stored-contact.ts';

export const myContacts = 'contactGroups/myContacts';

/** As in the captures; the last of each pair is what people see. */
const systemGroups = {
  starred: 'Starred',
  friends: 'Friends',
  family: 'Family',
  coworkers: 'Coworkers',
  myContacts: 'My Contacts',
  chatBuddies: 'Chat contacts',
  all: 'All Contacts',
  blocked: 'Blocked',
} as const;

/** Documented: of the system's groups only these take members. */
const openSystemGroups: ReadonlySet<string> = new Set([myContacts, 'contactGroups/starred']);

export type Groups = {
  /** Those that people made come first. */
  readonly all: () => readonly StoredGroup[];
  readonly get: (resourceName: string) => StoredGroup | undefined;
  readonly named: (name: string) => StoredGroup | undefined;
  readonly add: (name: string) => StoredGroup;
  readonly rename: (group: StoredGroup, name: string) => StoredGroup;
  readonly remove: (group: StoredGroup) => void;
  readonly takesMembers: (resourceName: string) => boolean;
  /** The groups of a contact with these labels, which are made when there are none of these names. */
  readonly withLabels: (labels: readonly string[]) => readonly string[];
};

export function createGroups(world: World, sub: string): Groups {
  const own: Collection<StoredGroup> = world.store.collection<StoredGroup>(`google.${sub}.groups`);
  const system: readonly StoredGroup[] = Object.entries(systemGroups).map(([name, formattedName]) => ({
    resourceName: `contactGroups/${name}`,
    name,
    formattedName,
    groupType: 'SYSTEM_CONTACT_GROUP',
    changedAt: 0,
  }));
  const all = (): readonly StoredGroup[] => [...own.values(), ...system];
  const get = (resourceName: string): StoredGroup | undefined =>
    own.get(resourceName) ?? system.find((group) => group.resourceName === resourceName);
  const save = (group: StoredGroup): StoredGroup => {
    own.set(group.resourceName, group);
    return group;
  };
  const named = (name: string): StoredGroup | undefined =>
    all().find((group) => group.name === name || group.formattedName === name);
  const add = (name: string): StoredGroup =>
    save({
      resourceName: `contactGroups/${hexId(world)}`,
      name,
      formattedName: name,
      groupType: 'USER_CONTACT_GROUP',
      changedAt: world.now(),
    });
  return {
    all,
    get,
    named,
    add,
    rename: (group, name) => save({ ...group, name, formattedName: name, changedAt: world.now() }),
    remove: ({ resourceName }) => void own.delete(resourceName),
    takesMembers: (resourceName) => own.get(resourceName) !== undefined || openSystemGroups.has(resourceName),
    withLabels: (labels) => [myContacts, ...labels.map((label) => (named(label) ?? add(label)).resourceName)],
  };
}
