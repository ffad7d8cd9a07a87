import { repointAttendees } from './calendar/attendees.ts';
import type { Clio } from './call.ts';
import { repointParticipants, writeTo } from './communication-control.ts';
import { createCompanies } from './companies.ts';
import { type ClioContactView, createShow } from './contact-view.ts';
import { type ClioContactChange, watchContacts } from './contact-watch.ts';
import { applyData, blankContact, nextRevision, type WriteRules } from './contact-write.ts';
import { plainHabits } from './habits.ts';
import { repoint } from './matter-control.ts';
import { type Contact, personTexts, type RowKindName, rowKindNames, rowKinds } from './records.ts';
import { Refusal } from './refusal.ts';

/** A row with `id` is that row; without, a new one. */
export type ClioRowInput = { readonly id?: number; readonly name?: string; readonly default?: boolean };
export type ClioEmailInput = ClioRowInput & { readonly address: string };
export type ClioPhoneInput = ClioRowInput & { readonly number: string };
export type ClioAddressInput = ClioRowInput & {
  readonly street?: string | null;
  readonly city?: string | null;
  readonly province?: string | null;
  readonly postal_code?: string | null;
  readonly country?: string | null;
};

/** A contact as people give it. `company` is the company's name: it is created once, and found again after that. */
export type ClioContactInput = {
  readonly type: 'Person' | 'Company';
  readonly name?: string | null;
  readonly first_name?: string | null;
  readonly middle_name?: string | null;
  readonly last_name?: string | null;
  readonly prefix?: string | null;
  readonly title?: string | null;
  /** `YYYY-MM-DD`. */
  readonly date_of_birth?: string | null;
  readonly company?: string | null;
  readonly email_addresses?: readonly ClioEmailInput[];
  readonly phone_numbers?: readonly ClioPhoneInput[];
  readonly addresses?: readonly ClioAddressInput[];
  readonly web_sites?: readonly ClioEmailInput[];
  readonly instant_messengers?: readonly ClioEmailInput[];
  /** Ids of restricted users who see it nevertheless. */
  readonly visible_to?: readonly number[];
};
/** Only what changes. A list that is given is the whole list: rows that are missing from it go. `null` unsets. */
export type ClioContactEdit = Partial<Omit<ClioContactInput, 'type'>>;

export type AddedMany = {
  /** In the order of the inputs; undefined where one was refused. */
  readonly ids: readonly (number | undefined)[];
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
};

/** Everywhere `firm` is by default the only, or first, one. Inputs that Clio's rules forbid throw a `Refusal` (addMany lists them). */
export type ContactControl = {
  readonly list: (firm?: number) => readonly ClioContactView[];
  readonly get: (id: number) => ClioContactView | undefined;
  readonly add: (input: ClioContactInput, firm?: number) => number;
  readonly edit: (id: number, edit: ClioContactEdit) => void;
  readonly remove: (id: number) => void;
  /** Somebody writes to it: a communication names it. */
  readonly writeTo: (id: number) => void;
  /** The first keeps its fields, fills its blanks, and takes the rows, matters, events and communications of the other, which is deleted. */
  readonly merge: (keptId: number, lostId: number) => void;
  /** Fast, and without webhooks: for filling an account. */
  readonly addMany: (inputs: readonly ClioContactInput[], firm?: number) => AddedMany;
  /** Tells at once of every change to a contact of any firm, whoever made it, filling included; returns what ends it. */
  readonly watch: (listener: (change: ClioContactChange) => void) => () => void;
};

export function createContactControl(clio: Clio): ContactControl {
  const { book, state, world } = clio;
  const firstFirm = () => [...state.firms.values()][0]?.id ?? 0;
  const companies = createCompanies(clio);
  const show = createShow(clio);
  const existing = (id: number): Contact => {
    const contact = state.contacts.get(String(id));
    if (contact === undefined) throw new Error(`There is no contact ${id}`);
    return contact;
  };
  const make = (input: ClioContactInput, firm: number, save: (contact: Contact) => void): Contact => {
    const base = { id: state.nextId(), firm, type: input.type, created_by: null, created_at: world.now() };
    const blank = { ...blankContact(base), visible_to: input.visible_to ?? [] };
    const contact = applied(clio, blank, input, (name) => companies.idOf(firm, name, save));
    save(contact);
    companies.learn(contact);
    return contact;
  };
  return {
    list: (firm = firstFirm()) => book.all(firm).map((contact) => show(contact)),
    get: (id) => {
      const contact = state.contacts.get(String(id));
      return contact === undefined ? undefined : show(contact);
    },
    add: (input, firm = firstFirm()) => make(input, firm, book.save).id,
    edit: (id, edit) => {
      const before = existing(id);
      const after = applied(clio, before, edit, (name) => companies.idOf(before.firm, name, book.save));
      if (after !== before) book.save(after);
    },
    remove: (id) => book.remove(existing(id)),
    writeTo: (id) => writeTo(clio, existing(id).firm, id),
    merge: (keptId, lostId) => {
      const merged = mergedContact(existing(keptId), existing(lostId), world.now());
      repoint(clio, merged.firm, lostId, keptId);
      repointAttendees(clio, merged.firm, lostId, keptId);
      repointParticipants(clio, merged.firm, lostId, keptId);
      book.remove(existing(lostId));
      book.save(merged);
    },
    addMany: (inputs, firm = firstFirm()) => {
      const ofFirm = inputs.map((input) => () => make(input, firm, book.load).id);
      return world.store.together(() => addEach(ofFirm));
    },
    watch: (listener) => watchContacts(clio, show, listener),
  };
}

function addEach(additions: readonly (() => number)[]): AddedMany {
  const refused: { index: number; reason: string }[] = [];
  const ids = additions.map((add, index) => {
    try {
      return add();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ index, reason: error.message });
      return undefined;
    }
  });
  return { ids, refused };
}

/** Applies a person's edit by the rules of the API, which a person may bend in one: unsetting the company. */
function applied(clio: Clio, contact: Contact, edit: ClioContactEdit, companyId: (name: string) => number): Contact {
  const { company, visible_to, ...rest } = edit;
  const data: Record<string, unknown> = { ...rest };
  for (const kind of rowKindNames) if (rest[kind] !== undefined) data[kind] = rowChanges(kind, contact, rest[kind]);
  if (company?.trim() && contact.type === 'Person') data.company = { id: companyId(company.trim()) };
  const after = applyData(contact, data, rulesOf(clio, contact.firm));
  const unset = company !== undefined && !company?.trim() && after.company !== null;
  const shown = visible_to === undefined ? after : { ...after, visible_to };
  return unset ? { ...shown, company: null, ...nextRevision(contact, clio.world.now()) } : shown;
}

function rulesOf({ world, state, book }: Clio, firm: number): WriteRules {
  return {
    now: world.now(),
    nextId: state.nextId,
    habits: plainHabits,
    anyRowName: true,
    isCompany: (id) => book.get(firm, id)?.type === 'Company',
  };
}

/** From "this is the list" to what the API takes: changed, added, and destroyed rows. */
function rowChanges(kind: RowKindName, contact: Contact, rows: readonly ClioRowInput[]): readonly object[] {
  const flag = rowKinds[kind].flag?.write;
  const changes = rows.map(({ default: chosen, ...row }) =>
    flag && chosen !== undefined ? { ...row, [flag]: chosen } : row,
  );
  const kept = new Set(rows.map((row) => row.id));
  const destroyed = contact[kind].filter((row) => !kept.has(row.id)).map(({ id }) => ({ id, _destroy: true }));
  return [...destroyed, ...changes];
}

function mergedContact(kept: Contact, lost: Contact, now: number): Contact {
  const texts = personTexts.map((field) => [field, kept[field] ?? lost[field]]);
  const rows = rowKindNames.map((kind) => [
    kind,
    [...kept[kind], ...lost[kind].map((row) => ({ ...row, primary: false }))],
  ]);
  return {
    ...kept,
    ...Object.fromEntries([...texts, ...rows]),
    company: kept.company ?? lost.company,
    ...nextRevision(kept, now),
  };
}
