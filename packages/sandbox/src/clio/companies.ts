import type { Clio } from './call.ts';
import { blankContact } from './contact-write.ts';
import type { Contact } from './records.ts';

/** The companies of all firms by name, so that filling ten thousand contacts does not search ten thousand times. */
export type Companies = {
  readonly learn: (contact: Contact) => void;
  /** Finds the company of that name, or creates and saves it. */
  readonly idOf: (firm: number, name: string, save: (contact: Contact) => void) => number;
};

export function createCompanies({ book, state, world }: Clio): Companies {
  const known = new Map<string, number>();
  const learn = (contact: Contact) => {
    if (contact.type === 'Company') known.set(keyOf(contact.firm, contact.name), contact.id);
  };
  for (const contact of state.contacts.values()) learn(contact);
  book.onChange((change) => {
    if (change.kind !== 'deleted') learn(change.after);
  });
  /** What was learnt may have been renamed or deleted since; then another of that name may be left. */
  const find = (firm: number, name: string): number | undefined => {
    const isIt = (contact: Contact | undefined) =>
      contact?.type === 'Company' && keyOf(firm, contact.name) === keyOf(firm, name);
    const id = known.get(keyOf(firm, name));
    if (id === undefined || isIt(book.get(firm, id))) return id;
    return book.all(firm).find(isIt)?.id;
  };
  return {
    learn,
    idOf: (firm, name, save) => {
      const found = find(firm, name);
      if (found !== undefined) return found;
      const base = { id: state.nextId(), firm, type: 'Company' as const, created_by: null, created_at: world.now() };
      const company = { ...blankContact(base), name };
      save(company);
      learn(company);
      return company.id;
    },
  };
}

function keyOf(firm: number, name: string | null): string {
  return `${firm}:${(name ?? '').trim().toLowerCase()}`;
}
