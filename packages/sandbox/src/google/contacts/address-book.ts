import type { World } from '../../kernel/world.ts';
import { type ChangeLog, createChangeLog } from '../change-log.ts';
import type { Fields } from './fields.ts';
import { createGroups, type Groups, myContacts } from './groups.ts';
import { hexId, newResourceName } from './ids.ts';
import type { ContactChange, Profile, StoredContact } from './stored-contact.ts';

/** One account's contacts, with its groups and its trash. */
export type AddressBook = {
  readonly sub: string;
  /** ISO 3166: numbers without a country code belong there. */
  readonly region: string;
  readonly groups: Groups;
  /** Living, by its resource name or one that it had before. */
  readonly get: (resourceName: string) => StoredContact | undefined;
  readonly living: () => readonly StoredContact[];
  readonly size: () => number;
  /** Deleted in the last thirty days, the latest first. */
  readonly trash: () => readonly StoredContact[];
  readonly add: (made: { readonly fields: Fields; readonly groups?: readonly string[] }) => StoredContact;
  /** The next version; without anything new only the etag moves on. */
  readonly change: (
    contact: StoredContact,
    next?: { readonly fields?: Fields; readonly groups?: readonly string[]; readonly profile?: Profile | undefined },
  ) => StoredContact;
  /** Under another resource name, as when Google links it with a profile. */
  readonly rename: (contact: StoredContact) => StoredContact;
  readonly remove: (contact: StoredContact) => void;
  /** Out of the trash; `anew` as another contact, otherwise as the one it was. */
  readonly restore: (contact: StoredContact, anew: boolean) => StoredContact;
  readonly log: ChangeLog<StoredContact>;
  /** Number of the latest change. */
  readonly head: () => number;
  /** Tells at once of every change, filling included; returns what ends it. */
  readonly watch: (listener: (change: ContactChange) => void) => () => void;
};

/** Documented: "within 30 days". */
const trashMs = 30 * 86_400_000;

export function createAddressBook(world: World, sub: string, region: string): AddressBook {
  const contacts = world.store.collection<StoredContact>(`google.${sub}.contacts`);
  const groups = createGroups(world, sub);
  const log = createChangeLog(contacts.values());
  const idsByName = new Map<string, string>();
  const watchers = new Set<(change: ContactChange) => void>();
  let head = log.headAt(Number.POSITIVE_INFINITY);
  let living = 0;

  const index = ({ id, resourceName, formerNames }: StoredContact): void => {
    for (const name of [...formerNames, resourceName]) idsByName.set(name, id);
  };
  for (const contact of contacts.values()) {
    index(contact);
    if (!contact.deleted) living += 1;
  }
  const stamp = (): Pick<StoredContact, 'seq' | 'changedAt'> => {
    head += 1;
    return { seq: head, changedAt: world.now() };
  };
  const save = (contact: StoredContact): StoredContact => {
    contacts.set(contact.id, contact);
    log.append(contact);
    index(contact);
    return contact;
  };
  const show = (change: ContactChange): void => {
    for (const watcher of watchers) watcher(change);
  };
  const current = ({ id }: StoredContact): StoredContact | undefined => contacts.get(id);
  const add = (fields: Fields, own: readonly string[] = []): StoredContact => {
    const version = stamp();
    living += 1;
    return save({
      id: hexId(world),
      resourceName: newResourceName(world),
      formerNames: [],
      fields,
      groups: own.length === 0 ? [myContacts] : own,
      createdAt: version.changedAt,
      ...version,
    });
  };

  return {
    sub,
    region,
    groups,
    get: (resourceName) => {
      const contact = contacts.get(idsByName.get(resourceName) ?? '');
      return contact?.deleted ? undefined : contact;
    },
    living: () => [...contacts.values()].filter(({ deleted }) => !deleted),
    size: () => living,
    trash: () =>
      [...contacts.values()]
        .filter(({ deleted, emptied, changedAt }) => deleted && !emptied && changedAt > world.now() - trashMs)
        .sort((one, other) => other.seq - one.seq),
    add: ({ fields, groups: own }) => {
      const after = add(fields, own);
      show({ kind: 'created', after });
      return after;
    },
    change: (contact, next = {}) => {
      const before = current(contact) ?? contact;
      const after = save({ ...before, ...next, ...stamp() });
      show({ kind: 'changed', before, after });
      return after;
    },
    rename: (contact) => {
      const before = current(contact) ?? contact;
      const formerNames = [...before.formerNames, before.resourceName];
      const after = save({ ...before, resourceName: newResourceName(world), formerNames, ...stamp() });
      show({ kind: 'renamed', before, after });
      return after;
    },
    remove: (contact) => {
      const before = current(contact);
      if (before === undefined || before.deleted) return;
      living -= 1;
      save({ ...before, deleted: true, ...stamp() });
      show({ kind: 'deleted', before });
    },
    restore: (contact, anew) => {
      const { deleted: _, ...before } = current(contact) ?? contact;
      if (anew) {
        contacts.set(before.id, { ...before, deleted: true, emptied: true });
        const after = add(before.fields, before.groups);
        show({ kind: 'created', after });
        return after;
      }
      living += 1;
      const after = save({ ...before, ...stamp() });
      show({ kind: 'restored', after });
      return after;
    },
    log,
    head: () => head,
    watch: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}
