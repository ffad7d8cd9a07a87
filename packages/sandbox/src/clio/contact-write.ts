import { isRecord, readText } from './body.ts';
import type { Habits } from './habits.ts';
import { type Contact, type PersonText, personTexts, rowKindNames, rowKinds } from './records.ts';
import { invalidArgument, invalidRecord } from './refusal.ts';
import { applyRows, type RowRules } from './row-write.ts';

export type WriteRules = RowRules & {
  readonly isCompany: (id: number) => boolean;
};

/** The body of a POST or PATCH under `data`; keys that Clio does not know are dropped without a word. */
export type ContactData = Readonly<Record<string, unknown>>;

export function blankContact(base: Pick<Contact, 'id' | 'firm' | 'type' | 'created_by' | 'created_at'>): Contact {
  return {
    ...base,
    name: null,
    first_name: null,
    middle_name: null,
    last_name: null,
    prefix: null,
    title: null,
    date_of_birth: null,
    company: null,
    email_addresses: [],
    phone_numbers: [],
    addresses: [],
    web_sites: [],
    instant_messengers: [],
    visible_to: [],
    updated_at: base.created_at,
    revision: 1,
  };
}

/**
 * A contact with the changes of a sparse body. Returns the very same object when nothing changes; otherwise with the next
 * revision. Throws a 422. The type never changes (what Clio does is not documented: assumption).
 */
export function applyData(contact: Contact, data: ContactData, rules: WriteRules): Contact {
  const scalars = { ...readTexts(contact, data, rules.habits), ...readCompany(contact, data, rules) };
  const rows = Object.fromEntries(
    rowKindNames.map((kind) => [kind, applyRows(kind, contact[kind], data[kind], rules)]),
  ) as Pick<Contact, (typeof rowKindNames)[number]>;
  const scalarsChanged = Object.entries(scalars).some(([name, value]) => contact[name as PersonText] !== value);
  const rowsChanged = rowKindNames.some((kind) => rows[kind] !== contact[kind]);
  requireName({ ...contact, ...scalars });
  requireRoom(rows);
  if (!scalarsChanged && !rowsChanged) return contact;
  const seen = scalarsChanged || !rules.habits.rowEditsUnseen();
  return { ...contact, ...scalars, ...rows, ...(seen ? nextRevision(contact, rules.now) : {}) };
}

export function nextRevision(contact: Contact, now: number): Pick<Contact, 'revision' | 'updated_at'> {
  return { revision: contact.revision + 1, updated_at: now };
}

function readTexts(contact: Contact, data: ContactData, habits: Habits): Partial<Contact> {
  const read: Partial<Record<PersonText | 'name', string | null>> = {};
  for (const field of personTexts) {
    if (data[field] === undefined) continue;
    const text = readText(data[field], field);
    read[field] = text === null || field === 'date_of_birth' ? text : habits.text(text);
  }
  if (read.date_of_birth && !isDate(read.date_of_birth)) throw invalidRecord('Date of birth is not a valid date');
  return contact.type === 'Company'
    ? { ...withoutNames(read), ...readName(data, habits) }
    : { ...splitName(data), ...read };
}

function readName(data: ContactData, habits: Habits): Partial<Contact> {
  if (data.name === undefined) return {};
  const name = readText(data.name, 'name');
  return { name: name === null ? null : habits.text(name) };
}

/** A company has no name parts: they are dropped as unknown keys are (assumption). */
function withoutNames(read: Partial<Record<PersonText, string | null>>): Partial<Contact> {
  const { first_name: _first, middle_name: _middle, last_name: _last, ...rest } = read;
  return rest;
}

/** A person's `name` is split at its blanks: discouraged by Clio, and so by this. */
function splitName(data: ContactData): Partial<Contact> {
  const name = data.name === undefined ? null : readText(data.name, 'name');
  if (name === null) return {};
  const words = name.trim().split(/\s+/u);
  if (words.length === 1) return { first_name: words[0] ?? null, middle_name: null, last_name: null };
  return {
    first_name: words[0] ?? null,
    middle_name: words.slice(1, -1).join(' ') || null,
    last_name: words.at(-1) ?? null,
  };
}

/** Clio has no documented way to unset a company; `null` is not valid. */
function readCompany(contact: Contact, data: ContactData, rules: WriteRules): Partial<Contact> {
  if (data.company === undefined || contact.type === 'Company') return {};
  const id = isRecord(data.company) ? Number(data.company.id) : Number.NaN;
  if (!Number.isInteger(id)) throw invalidArgument("'company' must have the id of a contact of type Company");
  if (!rules.isCompany(id)) throw invalidRecord('Company must be an existing contact of type Company');
  return { company: id };
}

function requireName(contact: Contact): void {
  if (contact.type === 'Company' && contact.name === null) throw invalidRecord("Name can't be blank");
  if (contact.type === 'Person' && contact.first_name === null && contact.last_name === null) {
    throw invalidRecord('At least one of first name or last name must be provided');
  }
}

function requireRoom(rows: Pick<Contact, (typeof rowKindNames)[number]>): void {
  for (const kind of rowKindNames) {
    const { max } = rowKinds[kind];
    if (max !== undefined && rows[kind].length > max) {
      throw invalidRecord(`A contact can have at most ${max} ${kind.replaceAll('_', ' ')}`);
    }
  }
}

function isDate(text: string): boolean {
  const instant = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text)
  );
}
