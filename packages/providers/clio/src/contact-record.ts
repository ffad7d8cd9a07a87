import { factsOf, type ListName, listNames, personTexts } from './contact-fields.ts';
import { garbled, toArray, toId, toInstant, toOptionalText, toRecord, toText } from './json.ts';

/** One nested row, such as an e-mail address: its texts by Clio's own names. */
export type Row = {
  readonly id: string;
  readonly name: string | null;
  readonly isPrimary: boolean;
  readonly texts: Readonly<Record<string, string | null>>;
};

/** A contact as Clio shows it with `contactFields`. */
export type ContactRecord = {
  readonly id: string;
  /** With its quotes; sent back as it is in If-Match. */
  readonly etag: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly type: 'Person' | 'Company';
  readonly name: string | null;
  /** Only when it was asked for. */
  readonly isClient?: boolean;
  readonly texts: Readonly<Record<string, string | null>>;
  readonly company: { readonly id: string; readonly name: string | null } | null;
  readonly rows: Readonly<Record<ListName, readonly Row[]>>;
};

/** Not to be seen in full by this member (Contacts visibility); it says nothing about the contact's fields. */
export type RedactedRecord = { readonly id: string; readonly redacted: true };

/** Throws `garbled` when a field that was asked for is missing or of another shape. */
export function parseContactRecord(value: unknown): ContactRecord | RedactedRecord {
  const native = toRecord(value, 'a contact');
  const id = toId(native.id, 'id');
  if (isRedacted(native)) return { id, redacted: true };
  const type = native.type;
  if (type !== 'Person' && type !== 'Company') throw garbled('type is neither Person nor Company');
  return {
    id,
    etag: toText(native.etag, 'etag'),
    createdAt: toInstant(native.created_at, 'created_at'),
    updatedAt: toInstant(native.updated_at, 'updated_at'),
    type,
    name: toOptionalText(native.name, 'name'),
    ...(typeof native.is_client === 'boolean' ? { isClient: native.is_client } : {}),
    texts: textsOf(native, Object.values(personTexts)),
    company: native.company === null ? null : parseCompany(native.company),
    rows: Object.fromEntries(
      listNames.map((name) => [name, parseRows(native[factsOf(name).rows], name)]),
    ) as ContactRecord['rows'],
  };
}

/**
 * Assumption: how a redacted contact looks is not documented (change log 4.0.9 says only that there are such). It is taken
 * to say so, as calendar entries do, or to have lost its name, without which no contact can be saved.
 */
export function isRedacted(native: Readonly<Record<string, unknown>>): boolean {
  return native.redacted === true || (native.name === null && !native.first_name && !native.last_name);
}

function parseCompany(value: unknown): NonNullable<ContactRecord['company']> {
  const company = toRecord(value, 'company');
  return { id: toId(company.id, 'company id'), name: toOptionalText(company.name, 'company name') };
}

/** In the order in which they were added, as far as ids tell. */
function parseRows(value: unknown, list: ListName): readonly Row[] {
  const { texts, flag, rows } = factsOf(list);
  return toArray(value, rows)
    .map((each): Row => {
      const row = toRecord(each, rows);
      return {
        id: toId(row.id, `${rows} id`),
        name: toOptionalText(row.name, `${rows} name`),
        isPrimary: flag !== undefined && row[flag.read] === true,
        texts: textsOf(row, texts),
      };
    })
    .sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
}

function textsOf(native: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, toOptionalText(native[name], name)]));
}
