import type { Clio } from './call.ts';
import { nextRevision } from './contact-write.ts';
import type { Matter, PracticeArea, Relationship } from './records.ts';

/** Contacts by their ids. */
export type ClioMatterInput = {
  readonly client: number;
  readonly description?: string;
  readonly status?: Matter['status'];
  readonly practice_area?: number | null;
  readonly responsible_attorney?: number | null;
  readonly open_date?: string | null;
  /** By default the day of closing: an assumption. */
  readonly close_date?: string | null;
  readonly hidden_from?: readonly number[];
  /** Everybody else who has to do with it. */
  readonly related?: readonly number[];
};
export type ClioMatterView = Omit<Matter, 'created_at' | 'updated_at' | 'revision'> & {
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
  readonly practiceAreas: (firm?: number) => readonly PracticeArea[];
  /** The id of the one of that name, which is made if there is none. */
  readonly practiceArea: (name: string, firm?: number) => number;
  readonly renamePracticeArea: (id: number, name: string) => void;
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
      practice_area: null,
      responsible_attorney: null,
      open_date: dayOf(world.now()),
      pending_date: null,
      close_date: input.status === 'Closed' ? dayOf(world.now()) : null,
      hidden_from: [],
      created_at: world.now(),
      updated_at: world.now(),
      revision: 1,
      ...input,
    };
    matters.save(matter);
    relate(clio, matter, related);
    return matter;
  };
  const practiceAreas = (firm = firstFirm()): readonly PracticeArea[] =>
    [...state.practiceAreas.values()].filter((area) => area.firm === firm);
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
      if (related) relate(clio, before, related);
      if (Object.keys(edit).length === 0) return;
      const closing = edit.status === 'Closed' && before.status !== 'Closed' && edit.close_date === undefined;
      const dated = closing ? { close_date: dayOf(world.now()) } : {};
      const after = { ...before, ...dated, ...edit, updated_at: world.now(), revision: before.revision + 1 };
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
    practiceAreas,
    practiceArea: (name, firm = firstFirm()) => {
      const known = practiceAreas(firm).find((area) => area.name === name);
      if (known !== undefined) return known.id;
      const times = { created_at: world.now(), updated_at: world.now(), revision: 1 };
      const area = { id: state.nextMatterId(), firm, name, ...times };
      state.practiceAreas.set(String(area.id), area);
      return area.id;
    },
    renamePracticeArea: (id, name) => {
      const area = state.practiceAreas.get(String(id));
      if (area === undefined) throw new Error(`There is no practice area ${id}`);
      const next = { ...area, name, updated_at: world.now(), revision: area.revision + 1 };
      state.practiceAreas.set(String(id), next);
    },
  };
}

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

const viewOf = (
  { created_at: _created, updated_at: _updated, revision: _revision, ...matter }: Matter,
  related: readonly Relationship[],
): ClioMatterView => ({ ...matter, related: related.map(({ contact }) => contact) });

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
