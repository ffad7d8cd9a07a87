import type { Book, ContactChange } from './book.ts';
import type { Clio } from './call.ts';
import type { ClioContactView, Show } from './contact-view.ts';
import type { Contact } from './records.ts';

/** `touched`: nothing but its version moved on. A person whose company got another name, or went, has `changed` too. */
export type ClioContactChange = {
  readonly kind: 'created' | 'changed' | 'touched' | 'deleted';
  readonly firm: number;
  readonly id: string;
  readonly before?: ClioContactView;
  readonly after?: ClioContactView;
};

/** Calls the listener at once after each change of the book. Returns what ends it. */
export function watchContacts({ book }: Clio, show: Show, listener: (change: ClioContactChange) => void): () => void {
  return book.watch((change) => {
    listener(toShown(change, show));
    for (const changed of employeesOf(book, change, show)) listener(changed);
  });
}

function toShown(change: ContactChange, show: Show): ClioContactChange {
  const { firm, id } = change.kind === 'deleted' ? change.before : change.after;
  const about = { firm, id: String(id) };
  if (change.kind === 'created') return { kind: 'created', ...about, after: show(change.after) };
  if (change.kind === 'deleted') return { kind: 'deleted', ...about, before: show(change.before) };
  const [before, after] = [show(change.before), show(change.after)];
  return { kind: isSame(before, after) ? 'touched' : 'changed', ...about, before, after };
}

/** Whether two views of one contact differ in nothing but its version. */
function isSame(before: ClioContactView, after: ClioContactView): boolean {
  const bare = (view: ClioContactView): string => JSON.stringify({ ...view, etag: '', updated_at: '' });
  return bare(before) === bare(after);
}

/** Those who show their company's name: their records stay, and what they show changes with the company. */
function employeesOf(book: Book, change: ContactChange, show: Show): readonly ClioContactChange[] {
  const company = change.kind === 'created' ? undefined : change.before;
  if (company === undefined || company.type !== 'Company') return [];
  if (change.kind === 'updated' && change.after.name === company.name) return [];
  const { firm } = company;
  const then = { get: (of: number, id: number) => (id === company.id ? company : book.get(of, id)) };
  const employees = book.all(firm).filter((contact: Contact) => contact.company === company.id);
  return employees.map((contact) => {
    const [before, after] = [show(contact, then), show(contact)];
    return { kind: 'changed', firm, id: String(contact.id), before, after };
  });
}
