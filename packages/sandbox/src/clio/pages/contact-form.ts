import type { ClioContactEdit } from '../contact-control.ts';
import { type Contact, personTexts, type RowKindName, rowKindNames, rowKinds } from '../records.ts';

/** The form's rows as texts; a row without an id is new, and a row with no text at all is no row. */
export type FormRow = {
  readonly id: string;
  readonly name: string;
  readonly parts: Readonly<Record<string, string>>;
  readonly remove: boolean;
};
export type FormRows = { readonly rows: readonly FormRow[]; readonly primary: number };

/** What a person typed, before anything is judged. */
export type ContactForm = {
  readonly type: 'Person' | 'Company';
  /** Of the contact as it was when the form was made; blank for a new one. */
  readonly etag: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<RowKindName, FormRows>>;
};

export const formTexts = [...personTexts, 'name', 'company'] as const;
/** More rows than any contact may have; a longer form is cut off. */
const maxFormRows = 60;

export function formOfContact(contact: Contact, etag: string, companyName: string): ContactForm {
  const texts = Object.fromEntries(personTexts.map((field) => [field, contact[field] ?? '']));
  const lists = Object.fromEntries(rowKindNames.map((kind) => [kind, rowsOfContact(contact, kind)]));
  return {
    type: contact.type,
    etag,
    texts: { ...texts, name: contact.name ?? '', company: companyName },
    lists: lists as ContactForm['lists'],
  };
}

function rowsOfContact(contact: Contact, kind: RowKindName): FormRows {
  const rows = contact[kind].map((row) => ({
    id: String(row.id),
    name: row.name,
    parts: Object.fromEntries(Object.entries(row.parts).map(([part, text]) => [part, text ?? ''])),
    remove: false,
  }));
  return { rows, primary: contact[kind].findIndex((row) => row.primary) };
}

export function blankForm(type: 'Person' | 'Company'): ContactForm {
  const lists = Object.fromEntries(rowKindNames.map((kind) => [kind, { rows: [], primary: -1 }]));
  return { type, etag: '', texts: {}, lists: lists as unknown as ContactForm['lists'] };
}

export function readForm(body: URLSearchParams): ContactForm {
  const texts = Object.fromEntries(formTexts.map((field) => [field, body.get(field) ?? '']));
  const lists = Object.fromEntries(rowKindNames.map((kind) => [kind, readRows(body, kind)]));
  return {
    type: body.get('type') === 'Company' ? 'Company' : 'Person',
    etag: body.get('etag') ?? '',
    texts,
    lists: lists as ContactForm['lists'],
  };
}

function readRows(body: URLSearchParams, kind: RowKindName): FormRows {
  const rows: FormRow[] = [];
  for (let index = 0; index < maxFormRows && body.has(`${kind}.${index}.name`); index += 1) {
    const read = (name: string) => body.get(`${kind}.${index}.${name}`) ?? '';
    const parts = Object.fromEntries(rowKinds[kind].parts.map((part) => [part, read(part)]));
    rows.push({ id: read('id'), name: read('name'), parts, remove: read('remove') === 'on' });
  }
  return { rows, primary: Number(body.get(`${kind}.primary`) ?? -1) };
}

/** With `blankRows` more rows at the end of one list: for "Add another". */
export function withBlankRow(form: ContactForm, kind: string): ContactForm {
  const list = rowKindNames.find((name) => name === kind);
  if (list === undefined) return form;
  const { rows, primary } = form.lists[list];
  return { ...form, lists: { ...form.lists, [list]: { rows: [...rows, blankRow(list)], primary } } };
}

export function blankRow(kind: RowKindName): FormRow {
  const { names, parts } = rowKinds[kind];
  return { id: '', name: names[0], parts: Object.fromEntries(parts.map((part) => [part, ''])), remove: false };
}

/** What the form asks for: blank texts unset, removed and emptied rows go. */
export function editOfForm(form: ContactForm): ClioContactEdit {
  const fields = form.type === 'Company' ? (['name', 'title'] as const) : ([...personTexts, 'company'] as const);
  const texts = Object.fromEntries(fields.map((field) => [field, form.texts[field]?.trim() || null]));
  const lists = Object.fromEntries(rowKindNames.map((kind) => [kind, rowsOfForm(kind, form.lists[kind])]));
  return { ...texts, ...lists };
}

function rowsOfForm(kind: RowKindName, { rows, primary }: FormRows): readonly object[] {
  return rows.flatMap((row, index) => {
    if (row.remove || Object.values(row.parts).every((text) => text.trim() === '')) return [];
    const flag = rowKinds[kind].flag?.write === undefined ? {} : { default: index === primary };
    const parts = Object.fromEntries(Object.entries(row.parts).map(([part, text]) => [part, text.trim() || null]));
    return [{ ...(row.id === '' ? {} : { id: Number(row.id) }), name: row.name, ...parts, ...flag }];
  });
}
