import type { World } from '../kernel/world.ts';
import type { Matter, Relationship } from './records.ts';
import type { State } from './state.ts';

/** The matters of all firms, and who else has to do with them. */
export type Matters = {
  /** In the order of their ids. */
  readonly all: (firm: number) => readonly Matter[];
  readonly relationships: (firm: number) => readonly Relationship[];
  readonly get: (id: number) => Matter | undefined;
  readonly save: (matter: Matter) => void;
  readonly saveRelationship: (relationship: Relationship) => void;
  /** With its relationships. */
  readonly remove: (matter: Matter) => void;
  readonly removeRelationship: (relationship: Relationship) => void;
  /** Whether Clio calls the contact a client. That closed matters count as well is assumed. */
  readonly isClient: (contact: number) => boolean;
};

export function createMatters({ matters, relationships }: State, { awkward }: Pick<World, 'awkward'>): Matters {
  /** By contact: of how many matters it is the client, and of how many that are not closed. */
  const clients = new Map<number, { readonly all: number; readonly open: number }>();
  const count = ({ client, status }: Matter, by: 1 | -1): void => {
    const { all, open } = clients.get(client) ?? { all: 0, open: 0 };
    clients.set(client, { all: all + by, open: open + (status === 'Closed' ? 0 : by) });
  };
  const get = (id: number): Matter | undefined => matters.get(String(id));
  const forget = (id: number): void => {
    const before = get(id);
    if (before) count(before, -1);
  };
  for (const matter of matters.values()) count(matter, 1);
  return {
    all: (firm) => [...matters.values()].filter((matter) => matter.firm === firm),
    relationships: (firm) => [...relationships.values()].filter((relationship) => relationship.firm === firm),
    get,
    save: (matter) => {
      forget(matter.id);
      matters.set(String(matter.id), matter);
      count(matter, 1);
    },
    saveRelationship: (relationship) => relationships.set(String(relationship.id), relationship),
    remove: ({ id }) => {
      forget(id);
      matters.delete(String(id));
      for (const { id: row, matter } of relationships.values()) if (matter === id) relationships.delete(String(row));
    },
    removeRelationship: ({ id }) => void relationships.delete(String(id)),
    isClient: (contact) => {
      const { all, open } = clients.get(contact) ?? { all: 0, open: 0 };
      if (all === 0 || open > 0) return all > 0;
      return !awkward.strikes('clio.formerClients');
    },
  };
}
