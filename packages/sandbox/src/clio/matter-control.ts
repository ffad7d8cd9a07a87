import type { Clio } from './call.ts';
import { nextRevision } from './contact-write.ts';
import type { Matter, Relationship } from './records.ts';

/** Contacts by their ids. */
export type ClioMatterInput = {
  readonly client: number;
  readonly description?: string;
  readonly status?: Matter['status'];
  /** Everybody else who has to do with it. */
  readonly related?: readonly number[];
};
export type ClioMatterView = Pick<Matter, 'id' | 'firm' | 'number' | 'description' | 'status' | 'client'> & {
  readonly related: readonly number[];
};

/** As people do it in Clio. `firm` is by default the only, or first, one. */
export type MatterControl = {
  readonly list: (firm?: number) => readonly ClioMatterView[];
  readonly get: (id: number) => ClioMatterView | undefined;
  readonly add: (input: ClioMatterInput, firm?: number) => number;
  /** Only what changes; `related` is the whole list. */
  readonly edit: (id: number, edit: Partial<ClioMatterInput>) => void;
  /** With its relationships, and nobody is told. */
  readonly remove: (id: number) => void;
  /** Fast: for filling an account. */
  readonly addMany: (inputs: readonly ClioMatterInput[], firm?: number) => readonly number[];
};

export function createMatterControl(clio: Clio): MatterControl {
  const { matters, state, world } = clio;
  const firstFirm = (): number => [...state.firms.values()][0]?.id ?? 0;
  const existing = (id: number): Matter => {
    const matter = matters.get(id);
    if (matter === undefined) throw new Error(`There is no matter ${id}`);
    return matter;
  };
  const add = ({ related = [], ...input }: ClioMatterInput, firm: number, number: number): Matter => {
    const matter: Matter = {
      id: state.nextMatterId(),
      firm,
      number,
      description: '',
      status: 'Open',
      created_at: world.now(),
      updated_at: world.now(),
      revision: 1,
      ...input,
    };
    matters.save(matter);
    relate(clio, matter, related);
    return matter;
  };
  const nextNumber = (firm: number): number =>
    matters.all(firm).reduce((last, { number }) => Math.max(last, number), 0) + 1;
  return {
    list: (firm = firstFirm()) => {
      const related = Map.groupBy(matters.relationships(firm), ({ matter }) => matter);
      return matters.all(firm).map((matter) => viewOf(matter, related.get(matter.id) ?? []));
    },
    get: (id) => {
      const matter = matters.get(id);
      return matter && viewOf(matter, relationshipsOf(clio, matter));
    },
    add: (input, firm = firstFirm()) => {
      const matter = add(input, firm, nextNumber(firm));
      touchClients(clio, [matter]);
      return matter.id;
    },
    edit: (id, { related, ...edit }) => {
      const before = existing(id);
      const after = { ...before, ...edit, updated_at: world.now(), revision: before.revision + 1 };
      if (related) relate(clio, before, related);
      if (Object.keys(edit).length === 0) return;
      matters.save(after);
      touchClients(clio, [before, after]);
    },
    remove: (id) => {
      const matter = existing(id);
      matters.remove(matter);
      touchClients(clio, [matter]);
    },
    addMany: (inputs, firm = firstFirm()) => {
      const first = nextNumber(firm);
      return world.store.together(() => inputs.map((input, index) => add(input, firm, first + index).id));
    },
  };
}

const viewOf = (
  { id, firm, number, description, status, client }: Matter,
  related: readonly Relationship[],
): ClioMatterView => ({
  id,
  firm,
  number,
  description,
  status,
  client,
  related: related.map(({ contact }) => contact),
});

const relationshipsOf = ({ matters }: Clio, { id, firm }: Matter): readonly Relationship[] =>
  matters.relationships(firm).filter(({ matter }) => matter === id);

/** Who stays related keeps their row; whether the matter's own time moves on with them is not documented: it does not. */
function relate(clio: Clio, matter: Matter, contacts: readonly number[]): void {
  const { matters, state, world } = clio;
  const known = relationshipsOf(clio, matter);
  for (const relationship of known)
    if (!contacts.includes(relationship.contact)) matters.removeRelationship(relationship);
  for (const contact of new Set(contacts)) {
    if (known.some((relationship) => relationship.contact === contact)) continue;
    const times = { created_at: world.now(), updated_at: world.now(), revision: 1 };
    const row = { id: state.nextMatterId(), firm: matter.firm, matter: matter.id, contact, description: '', ...times };
    matters.saveRelationship(row);
  }
}

/** Whether a matter moves its client's own etag and time is not documented: it does not, unless the habit strikes. */
function touchClients({ book, world }: Clio, about: readonly Matter[]): void {
  if (!world.awkward.strikes('clio.mattersTouchClients')) return;
  for (const [id, { firm }] of new Map(about.map((matter) => [matter.client, matter]))) {
    const contact = book.get(firm, id);
    if (contact) book.save({ ...contact, ...nextRevision(contact, world.now()) });
  }
}

/** What was one contact's is another's: for merging two of them. */
export function repoint({ matters, world }: Clio, firm: number, lost: number, kept: number): void {
  const changed = (record: { readonly revision: number }) => ({
    updated_at: world.now(),
    revision: record.revision + 1,
  });
  for (const matter of matters.all(firm).filter(({ client }) => client === lost)) {
    matters.save({ ...matter, client: kept, ...changed(matter) });
  }
  for (const row of matters.relationships(firm).filter(({ contact }) => contact === lost)) {
    matters.saveRelationship({ ...row, contact: kept, ...changed(row) });
  }
}
